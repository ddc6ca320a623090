"""What a report tells, gathered from the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import date as Date  # noqa: N812 `date` is used as a name
from typing import Any

from newsspider.outlets import Outlet as Record
from newsspider.report import queries
from newsspider.report.crawls import Crawled, Failure, crawled
from newsspider.report.reprinted import Pair, largest_families, pairs
from newsspider.report.scope import Scope
from newsspider.store import Run, Runs, Store
from newsspider.store.families import Member
from newsspider.urls import netloc

RUNS = 40
"""Runs that are listed, at most."""


@dataclass(slots=True)
class Day:
    """What was stored of one outlet on one day in Beijing."""

    new: int = 0
    """Articles, each counted when it was stored first."""
    texts: int = 0
    """Articles and revisions."""
    have: list[int] = field(default_factory=lambda: [0] * len(queries.FIELDS))
    """Of the texts, how many have each of `queries.FIELDS`."""

    @property
    def revised(self) -> int:
        """Revisions of articles that were known."""
        return self.texts - self.new

    def add(self, new: int, texts: int, have: Iterable[int]) -> None:
        """Count more."""
        self.new += new
        self.texts += texts
        self.have = [one + other for one, other in zip(self.have, have, strict=True)]

    def share(self, index: int) -> float | None:
        """Share of the texts that have a field, 0 to 1; None without texts."""
        return self.have[index] / self.texts if self.texts else None


@dataclass(slots=True)
class Outlet:
    """One outlet that stored something, or was crawled."""

    id: str
    """Empty for articles of no known outlet."""
    name: str
    province: str | None = None
    """ISO 3166-2; None when unknown."""
    host: str = ""
    days: dict[Date, Day] = field(default_factory=dict)
    """Over the whole stretch of time."""
    total: Day = field(default_factory=Day)
    """What is counted: of the whole stretch, or of the one run."""
    reprints: int = 0
    """Of the new articles, those whose text another one had printed before."""
    crawled: Crawled = field(default_factory=Crawled)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a report tells."""

    scope: Scope
    store: str
    """The database, password hidden."""
    made_at: datetime
    stored_in_all: int
    """Articles in the store, of all times."""
    outlets: list[Outlet]
    """By province, then name."""
    failures: list[Failure]
    """Most frequent first."""
    runs: list[Run]
    """Newest first, at most RUNS."""
    run_states: dict[str, int]
    """How many runs ended how, of all."""
    revisions: list[queries.Revision]
    vanished: list[queries.Vanished]
    vanished_in_all: int
    last_day: Date | None
    """The last day on which something that is counted was stored; None when nothing was."""
    families: list[list[Member]]
    """Those of which a print was stored on the last day, or by the run; largest first."""
    pairs: list[Pair]
    alarms: list[queries.Alarm]
    """Those that go on, newest first."""

    def name_of(self, outlet: str) -> str:
        """The Chinese name of an outlet, else its id."""
        return next((each.name for each in self.outlets if each.id == outlet and each.name), outlet)


def gather(store: Store, scope: Scope, records: Mapping[str, Record], now: datetime) -> Figures:
    """The figures of a scope.

    Args:
        store: the store.
        scope: what is counted.
        records: site records by id; they name the outlets of which nothing is stored.
        now: aware.

    Raises OutputError when the database fails.
    """
    runs = [
        run for run in Runs(store).recent(RUNS, scope.run) if scope.run is not None or scope.begin <= run.started_at < scope.end
    ]
    stored_in_all = store.count()
    with store.reading() as connection:
        stretch = queries.positions(connection, scope)
        outlets, last_day, first_of_it = _outlets(queries.by_outlet_and_day(connection, scope, stretch))
        runs_of, failures = crawled(connection, scope)
        for name, counted in runs_of.items():
            outlets.setdefault(name, Outlet(name, "")).crawled = counted
        for outlet in outlets.values():
            _complete(outlet, records)
        newest = stretch if scope.run is not None else (first_of_it, stretch[1])
        vanished, vanished_in_all = queries.vanished(connection, scope)
        return Figures(
            scope=scope, store=store.url, made_at=now.astimezone(UTC), stored_in_all=stored_in_all,
            outlets=sorted(outlets.values(), key=lambda each: (each.province is None, each.province or "", each.name)),
            failures=failures, runs=runs, run_states=queries.run_states(connection, scope),
            revisions=queries.revisions(connection, scope, stretch), vanished=vanished, vanished_in_all=vanished_in_all,
            last_day=last_day, families=largest_families(connection, newest, scope.run) if last_day else [],
            pairs=pairs(connection, scope, stretch), alarms=queries.alarms_of(connection, scope),
        )  # fmt: skip


def _outlets(rows: Iterable[Any]) -> tuple[dict[str, Outlet], Date | None, int]:
    """The outlets of the articles, the last day on which something that is counted was stored, and the first position of that day."""
    outlets: dict[str, Outlet] = {}
    firsts: dict[Date, int] = {}
    for row in rows:
        outlet = outlets.setdefault(row.outlet or "", Outlet(row.outlet or "", ""))
        outlet.name = row.outlet_name or outlet.name
        outlet.province = row.province or outlet.province
        outlet.host = outlet.host or (netloc(row.url) if row.url else "")
        day = Date.fromisoformat(row.day)
        counted = int(row.new), int(row.texts), [int(getattr(row, name)) for name in queries.FIELDS]
        outlet.days.setdefault(day, Day()).add(*counted)
        if row.mine:
            outlet.total.add(*counted)
            outlet.reprints += int(row.reprints)
            firsts[day] = min(firsts.get(day, row.first), row.first)
    last = max(firsts, default=None)
    return outlets, last, firsts[last] if last else 0


def _complete(outlet: Outlet, records: Mapping[str, Record]) -> None:
    """Name, province and host from the site record, where the articles do not tell them."""
    if outlet.id in records:
        record = records[outlet.id]
        outlet.name = outlet.name or record.name
        outlet.province = outlet.province or record.province
        outlet.host = outlet.host or record.hosts[0]
    outlet.name = outlet.name or outlet.id
