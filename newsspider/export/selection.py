"""Which articles are wanted, and reading them from the store in commit order, a batch at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from newsspider.days import SHANGHAI
from newsspider.errors import UsageError
from newsspider.export.article_json import FIELDS
from newsspider.store import Store
from newsspider.store.tables import articles

Rows = list[tuple[int, dict[str, Any]]]
"""Articles as (position, record)."""

PLACES = 20_000
"""Positions that are looked up at once: few bytes each, and the database may take the index that suits."""


COLUMNS = (articles.c.position, *(articles.c[name] for name in FIELDS))


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; the default is everything."""

    outlets: tuple[str, ...] = ()
    """Ids of outlets (hosts of unknown sites); () for all."""
    provinces: tuple[str, ...] = ()
    """ISO 3166-2 codes; () for all. With `outlets`, an article has to fit both."""
    since: datetime | None = None
    """Published at this moment or later. A bare day of publication counts as its beginning in Shanghai."""
    until: datetime | None = None
    """Published before this moment."""
    undated: bool = False
    """Whether `since` and `until` let articles through whose publication time is unknown."""
    committed_since: datetime | None = None
    """Stored at this moment or later."""
    newest_only: bool = False
    """Of each article its newest revision alone; else every revision."""


def last_position(store: Store) -> int:
    """The position of the newest article that is committed; 0 for an empty store."""
    with store.reading() as connection:
        return connection.scalar(select(func.max(articles.c.position))) or 0


def position_of(store: Store, article: str, revision: int) -> int | None:
    """Where in commit order a revision of an article stands; None when the store has none."""
    query = select(articles.c.position).where(articles.c.id == article, articles.c.revision == revision)
    with store.reading() as connection:
        return connection.scalar(query)


def selected(store: Store, selection: Selection, *, after: int = 0, upto: int, batch: int = 500) -> Iterator[Rows]:
    """The wanted articles with positions in (after, upto], in that order, at most `batch` at a time.

    What is committed while this runs lies behind `upto` and changes nothing. No transaction is open between two batches.
    """
    place = articles.c.position
    wanted = _conditions(selection, upto)
    while True:
        query = select(place).where(place > after, place <= upto, *wanted).order_by(place).limit(PLACES)
        with store.reading() as connection:
            places = list(connection.scalars(query))
        for start in range(0, len(places), batch):
            with store.reading() as connection:
                rows = connection.execute(select(*COLUMNS).where(place.in_(places[start : start + batch])).order_by(place)).all()
            yield [(position, dict(zip(FIELDS, values, strict=True))) for position, *values in rows]
        if len(places) < PLACES:
            return
        after = places[-1]


def count_undated(store: Store, selection: Selection, upto: int) -> int:
    """How many articles `since` and `until` leave out only because their publication time is unknown."""
    if selection.undated or not (selection.since or selection.until):
        return 0
    wanted = [*_where(selection), *_newest(selection, upto), articles.c.published.is_(None), articles.c.position <= upto]
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(articles).where(*wanted)) or 0


def has_outlet(store: Store, outlet: str) -> bool:
    """Whether the store has an article of an outlet."""
    with store.reading() as connection:
        return connection.scalar(select(articles.c.position).where(articles.c.outlet == outlet).limit(1)) is not None


def moment(option: str, text: str, *, end: bool = False) -> datetime:
    """The moment that a day or time names, in Shanghai unless it says its zone; of a bare day the beginning, or with `end` the end.

    Raises UsageError naming the option for what is neither.
    """
    text = text.strip()
    try:
        if len(text) <= len("2025-10-20"):
            found = datetime.combine(date.fromisoformat(text), time(), SHANGHAI) + timedelta(days=end)
        else:
            found = datetime.fromisoformat(text)
            found = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
        found.astimezone(UTC)  # as the store keeps it; not every moment at the ends of the calendar has one
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{option} {text!r} is no day or time; write it like 2025-10-20 or 2025-10-20T08:00") from error
    return found


def _conditions(selection: Selection, upto: int) -> list[ColumnElement[bool]]:
    published = []
    if selection.since:
        published.append(articles.c.published >= selection.since)
    if selection.until:
        published.append(articles.c.published < selection.until)
    if published and selection.undated:
        in_time: ColumnElement[bool] = published[0]
        for condition in published[1:]:
            in_time &= condition
        published = [in_time | articles.c.published.is_(None)]
    return [*_where(selection), *published, *_newest(selection, upto)]


def _where(selection: Selection) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if selection.outlets:
        conditions.append(articles.c.outlet.in_(selection.outlets))
    if selection.provinces:
        conditions.append(articles.c.province.in_(selection.provinces))
    if selection.committed_since:
        conditions.append(articles.c.committed_at >= selection.committed_since)
    return conditions


def _newest(selection: Selection, upto: int) -> list[ColumnElement[bool]]:
    if not selection.newest_only:
        return []
    later = articles.alias("later")
    return [~exists().where(later.c.id == articles.c.id, later.c.revision > articles.c.revision, later.c.position <= upto)]
