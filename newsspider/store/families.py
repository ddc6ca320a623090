"""Families of reprints as they are known today, read from the store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Connection, func, select

from newsspider.days import FIRST_YEAR, LAST_YEAR, SHANGHAI
from newsspider.store.likeness import similarity
from newsspider.store.signatures import clauses_of
from newsspider.store.tables import articles, signatures


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a family, as its newest revision says."""

    id: str
    url: str | None
    outlet: str | None
    outlet_name: str | None
    province: str | None
    published_at: str | None
    """As in `Article`."""
    committed_at: datetime
    """When this revision was stored, aware, UTC."""
    headline: str | None
    duplicate_of: str | None
    """What was known when it was stored."""
    published: datetime | None
    """The moment of `published_at`, aware, UTC; of a bare day its beginning in Shanghai."""
    similarity: float | None = None
    """Share of the longer text that both have, 0 to 1, beside the article that was asked for; None where none was."""


COLUMNS = [
    articles.c[name]
    for name in (
        "id", "url", "outlet", "outlet_name", "province", "published_at", "committed_at", "headline", "duplicate_of", "published"
    )
]  # fmt: skip


def family_of(connection: Connection, article_id: str) -> list[Member]:
    """The articles of an article's text, first published first, unknown times last; itself alone when no reprint is known.

    [] for an id that is not in the store.
    """
    family = connection.scalar(select(signatures.c.family).where(signatures.c.id == article_id))
    query = select(*COLUMNS, articles.c.body)
    if family is None:  # too short to compare
        query = query.where(articles.c.id == article_id).order_by(articles.c.revision.desc()).limit(1)
    else:
        query = query.join(signatures, signatures.c.position == articles.c.position).where(signatures.c.family == family)
    texts = {Member(*row[:-1]): clauses_of(row.body) for row in connection.execute(query)}
    asked = next((text for member, text in texts.items() if member.id == article_id), [])
    return _sorted(replace(member, similarity=similarity(asked, text)) for member, text in texts.items())


def families_of(connection: Connection, day: date) -> list[list[Member]]:
    """The families of which some article was published on a day in Shanghai, largest first, each as `family_of` sorts it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:  # nothing is dated so; at its ends the calendar has no such day in UTC
        return []
    begin = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    that_day = (signatures.c.published >= begin) & (signatures.c.published < begin + timedelta(days=1))
    reprinted = (
        select(signatures.c.family)
        .where(signatures.c.family.in_(select(signatures.c.family).where(that_day)))
        .group_by(signatures.c.family)
        .having(func.count() > 1)
    )
    query = (
        select(signatures.c.family, *COLUMNS)
        .join(articles, articles.c.position == signatures.c.position)
        .where(signatures.c.family.in_(reprinted))
        .order_by(signatures.c.family)
    )
    families = [
        _sorted(Member(*row[1:]) for row in rows) for _, rows in groupby(connection.execute(query), key=lambda row: row.family)
    ]
    return sorted(families, key=len, reverse=True)


def first_published(family: Sequence[Member]) -> Member | None:
    """Which of a sorted family was published first; None when that cannot be told: one alone, times unknown or equal, bare days."""
    if len(family) < 2 or family[0].published is None:
        return None
    first, second = family[:2]
    if second.published is None:
        return first
    days = [each.published.astimezone(SHANGHAI).date() for each in (first, second) if each.published]
    bare = any(len(each.published_at or "") == len("2025-10-21") for each in (first, second))
    return None if first.published == second.published or (bare and days[0] == days[1]) else first


def ids_like(connection: Connection, prefix: str, limit: int) -> list[str]:
    """The ids in the store that begin so, in order, at most `limit`."""
    query = select(articles.c.id).where(articles.c.id.startswith(prefix, autoescape=True)).distinct()
    return list(connection.scalars(query.order_by(articles.c.id).limit(limit)))


def _sorted(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda member: (member.published is None, member.published or member.committed_at, member.id))
