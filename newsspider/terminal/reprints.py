"""What `newsspider reprints` tells: families of one text, for the terminal and as JSON."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import click
from rich.box import SIMPLE
from rich.table import Table

from newsspider.days import SHANGHAI
from newsspider.errors import UsageError
from newsspider.outlets import PROVINCES
from newsspider.store import Store
from newsspider.store.families import Member, families_of, family_of, first_published, ids_like
from newsspider.store.known import given_ids
from newsspider.terminal.tables import show
from newsspider.urls import canonical_url, url_id

SHOWN = 12
"""Digits of an id in a table: enough to be asked for again."""


@dataclass(frozen=True, slots=True)
class Report:
    """An answer: the families, and what was asked."""

    asked: dict[str, str]
    """`article`: an id; or `day`: YYYY-MM-DD."""
    families: list[list[Member]]
    """Each sorted, first published first."""

    def record(self) -> dict[str, Any]:
        """As JSON: `families`, each with the id of the one `published_first` (null when that cannot be told) and its `articles`."""
        return self.asked | {
            "families": [
                {
                    "published_first": first.id if (first := first_published(family)) else None,
                    "articles": [_record(each) for each in family],
                }
                for family in self.families
            ]
        }


def article_report(store: Store, asked: str) -> Report:
    """The family of the article of this id, beginning of an id, or URL. Raises UsageError when it names none, or several."""
    with store.reading() as connection:
        if "://" in asked:
            made = [url_id(form) for form in dict.fromkeys([canonical_url(asked), asked])]
            known = [each for key in given_ids(connection, made).values() for each in ids_like(connection, key, 1)][:1]
        elif re.fullmatch(r"[0-9a-f]{1,32}", asked.lower()):
            known = ids_like(connection, asked.lower(), 3)
        else:
            raise UsageError(f"{asked!r} is no id (hexadecimal digits) and no URL (https://…)")
        if not known:
            raise UsageError(f"no article {asked} in {store.url}; name the crawl's --output or --database")
        if len(known) > 1:
            raise UsageError(f"{asked} is the beginning of several ids ({', '.join(known)}, …); give more digits")
        return Report({"article": known[0]}, [family_of(connection, known[0])])


def day_report(store: Store, day: date) -> Report:
    """The families of which a print was published that day in Shanghai, largest first."""
    with store.reading() as connection:
        return Report({"day": str(day)}, families_of(connection, day))


def show_report(report: Report) -> None:
    """Print the families as tables, and under each who published first."""
    if not report.families:
        click.echo(f"no reprints known of {report.asked['day']}")
    for family in report.families:
        show(_table(family))
        first = first_published(family)
        if len(family) == 1:
            click.echo("no reprint of it is known")
        elif first is None:
            click.echo("which was published first cannot be told: their pages do not say it exactly enough")
        else:
            click.echo(f"published first: {_outlet(first)}, {_time(first)}, {first.url or first.id}")


def _table(family: Sequence[Member]) -> Table:
    table = Table(box=SIMPLE)
    for name in ("published", "outlet", "province"):
        table.add_column(name)
    table.add_column("headline", overflow="fold")
    table.add_column("same", justify="right")
    table.add_column("id", no_wrap=True)
    for each in family:
        same = "" if each.similarity is None else f"{each.similarity:.0%}"
        province = PROVINCES.get(each.province or "", each.province or "")
        table.add_row(_time(each), _outlet(each), province, each.headline or "", same, each.id[:SHOWN])
    return table


def _outlet(member: Member) -> str:
    return member.outlet_name or member.outlet or ""


def _time(member: Member) -> str:
    """In Beijing, as exactly as the page says it."""
    if member.published is None or member.published_at is None:
        return ""
    if len(member.published_at) == len("2025-10-21"):
        return member.published_at
    return f"{member.published.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _record(member: Member) -> dict[str, Any]:
    """A member as JSON: `published_at` as in `Article`, `committed_at` in ISO 8601, UTC."""
    record = asdict(member) | {"committed_at": f"{member.committed_at:%Y-%m-%dT%H:%M:%SZ}"}
    del record["published"]
    if member.similarity is not None:
        record["similarity"] = round(member.similarity, 4)
    return record
