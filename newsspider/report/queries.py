"""The queries of a report over articles, ledger, runs and alarms; they count in the database.

Articles are bounded by `position`, which is the order of commits: what was stored before the report's time is not read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, literal, select, true

from newsspider.report.dialects import beijing_day, has_entries
from newsspider.report.scope import Scope
from newsspider.store.tables import alarms, articles, runs, urls

SHOWN = 12
"""Rows of a list of articles or alarms, at most."""

FIELDS = ("published_at", "time", "source", "authors", "body", "images", "section", "dateline", "credits", "keywords")
"""What the coverage tells. `time`: the publication's hour and minute, not only its day."""

Stretch = tuple[int, int]
"""First and last position."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that changed after it was stored."""

    outlet: str
    headline: str
    url: str | None
    revision: int
    changed: list[str]
    """Names of the fields that differ from the revision before."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Vanished:
    """An article that is stored and that its server says it has not any more."""

    outlet: str
    headline: str | None
    url: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """A fault that the watch over the runs found and that goes on."""

    outlet: str
    monitor: str
    field: str | None
    message: str
    runs: int
    since: datetime


def positions(connection: Connection, scope: Scope) -> Stretch:
    """The positions of a scope's stretch of time; the first is greater than the last when nothing was stored in it."""
    return _last_before(connection, scope.begin) + 1, _last_before(connection, scope.end)


def _last_before(connection: Connection, moment: datetime) -> int:
    """The last position that was committed before a moment; 0 when there is none. Halves what is left: nothing is indexed by time."""
    low, high = 0, connection.scalar(select(func.max(articles.c.position))) or 0
    at_or_after = select(articles.c.position, articles.c.committed_at).order_by(articles.c.position).limit(1)
    while low < high:  # what is looked for is in low…high
        middle = (low + high + 1) // 2
        row = connection.execute(at_or_after.where(articles.c.position >= middle)).one()
        if row.committed_at < moment:
            low = row.position
        else:
            high = middle - 1
    return low


def within(stretch: Stretch, run: int | None = None) -> ColumnElement[bool]:
    """The condition that an article is of a stretch, and of a run."""
    condition = articles.c.position.between(*stretch)
    return condition if run is None else and_(condition, articles.c.run == run)


def of_outlets(table: Table, scope: Scope) -> ColumnElement[bool]:
    """The condition that a row is of an outlet of the scope."""
    return true() if scope.outlets is None else table.c.outlet.in_(scope.outlets)


def by_outlet_and_day(connection: Connection, scope: Scope, stretch: Stretch) -> list[Any]:
    """Rows outlet, outlet_name, province, url (any), day, mine (whether it is of the scope's run), first (position), new, texts,
    reprints, FIELDS.
    """
    mine = literal(1) if scope.run is None else case((articles.c.run == scope.run, 1), else_=0)
    first = articles.c.revision == 1
    marks = {"new": first, "reprints": and_(first, articles.c.duplicate_of.is_not(None))}
    each = (
        select(
            articles.c.outlet, articles.c.outlet_name, articles.c.province, articles.c.url, articles.c.position,
            beijing_day(articles.c.committed_at).label("day"), mine.label("mine"),
            *(case((condition, 1), else_=0).label(name) for name, condition in marks.items()),
            *(_has(name).label(f"has_{name}") for name in FIELDS),
        )
        .where(within(stretch), of_outlets(articles, scope))
        .cte("each_text")
        .prefix_with("MATERIALIZED", dialect="sqlite")  # else it sorts the rows with all their text
    )  # fmt: skip
    counted = select(
        each.c.outlet, each.c.day, each.c.mine,
        func.max(each.c.outlet_name).label("outlet_name"), func.max(each.c.province).label("province"),
        func.max(each.c.url).label("url"), func.min(each.c.position).label("first"), func.count().label("texts"),
        *(func.sum(each.c[name]).label(name) for name in marks),
        *(func.sum(each.c[f"has_{name}"]).label(name) for name in FIELDS),
    )  # fmt: skip
    return list(connection.execute(counted.group_by(each.c.outlet, each.c.day, each.c.mine)))


def _has(name: str) -> ColumnElement[int]:
    """1 for an article that has a field, else 0."""
    if name == "time":
        return case((articles.c.published_precision.in_(("minute", "second")), 1), else_=0)
    if name in ("authors", "body", "images", "credits", "keywords"):
        return has_entries(articles.c[name])
    return case((articles.c[name].is_not(None), 1), else_=0)


def revisions(connection: Connection, scope: Scope, stretch: Stretch) -> list[Revision]:
    """The newest revisions of known articles."""
    later = select(articles.c.position).where(articles.c.revision > 1)  # from the index of revisions alone: they are few
    wanted = ("outlet", "headline", "url", "revision", "changed", "committed_at")
    query = select(*(articles.c[name] for name in wanted)).where(
        within(stretch, scope.run), of_outlets(articles, scope), articles.c.position.in_(later)
    )
    found = connection.execute(query.order_by(articles.c.position.desc()).limit(SHOWN))
    return [Revision(row.outlet or "", row.headline, row.url, row.revision, row.changed or [], row.committed_at) for row in found]


def vanished(connection: Connection, scope: Scope) -> tuple[list[Vanished], int]:
    """The stored articles that vanished in a scope's time, newest first, and how many there are.

    The ledger does not say which run saw it: of a run those are told that its outlets lost while it ran.
    """
    begin = scope.begin
    if scope.run is not None:
        begin = connection.scalar(select(runs.c.started_at).where(runs.c.run == scope.run)) or begin
    gone = and_(
        urls.c.state == "gone", urls.c.article.is_not(None), urls.c.last_seen >= begin, urls.c.last_seen < scope.end,
        of_outlets(urls, scope),
    )  # fmt: skip
    newest = select(urls).where(gone).order_by(urls.c.last_seen.desc()).limit(SHOWN)
    out = []
    for row in connection.execute(newest).all():
        headline = select(articles.c.headline).where(articles.c.id == row.article).order_by(articles.c.revision.desc()).limit(1)
        out.append(Vanished(row.outlet, connection.scalar(headline), row.url, row.reason, row.last_seen))
    return out, connection.scalar(select(func.count()).select_from(urls).where(gone)) or 0


def run_states(connection: Connection, scope: Scope) -> dict[str, int]:
    """State -> number of the runs that began in a scope's time; of a run, its own."""
    chosen = (
        and_(runs.c.started_at >= scope.begin, runs.c.started_at < scope.end) if scope.run is None else runs.c.run == scope.run
    )
    found = connection.execute(select(runs.c.state, func.count().label("number")).where(chosen).group_by(runs.c.state))
    return {row.state: row.number for row in found}


def alarms_of(connection: Connection, scope: Scope) -> list[Alarm]:
    """The alarms that go on, or that went on during a run; newest first."""
    chosen = (
        alarms.c.state == "open" if scope.run is None else and_(alarms.c.first_run <= scope.run, alarms.c.last_run >= scope.run)
    )
    query = select(alarms).where(chosen, of_outlets(alarms, scope)).order_by(alarms.c.last_at.desc(), alarms.c.id)
    return [
        Alarm(row.outlet, row.monitor, row.field, row.message, row.runs, row.first_at)
        for row in connection.execute(query.limit(SHOWN))
    ]
