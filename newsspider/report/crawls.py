"""What the runs counted: pages, failures by reason with examples, how fast hosts answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from sqlalchemy import Connection, func, select

from newsspider.report.queries import of_outlets
from newsspider.report.scope import Scope
from newsspider.store.tables import outlet_runs, urls
from newsspider.telemetry.counters import without_article

EXAMPLES = 3
"""URLs that are shown of a reason, at most."""

COUNTS = ("listed", "new", "stored", "revised", "unchanged", "refused", "failed", "gone")
WITHOUT = "without_article"
"""What of these gave no article, as `newsspider.telemetry.counters.without_article` has it."""

Example = tuple[str, str]
"""Outlet id, URL."""


@dataclass(slots=True)
class Failure:
    """One reason why pages gave no article."""

    reason: str
    count: int = 0
    outlets: Counter[str] = field(default_factory=Counter)
    """Outlet id -> how often."""
    examples: list[Example] = field(default_factory=list)
    """At most EXAMPLES, newest first."""


@dataclass(slots=True)
class Crawled:
    """What the runs of one outlet counted."""

    runs: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """COUNTS and WITHOUT, summed up."""
    means: list[float] = field(default_factory=list)
    """Seconds of an answer, run by run; runs that did not measure it left out."""
    tails: list[float] = field(default_factory=list)
    """Seconds in which nine of ten answers came, run by run."""

    @property
    def mean(self) -> float | None:
        """The median of `means`; None when there are none."""
        return median(self.means) if self.means else None

    @property
    def p90(self) -> float | None:
        """The median of `tails`; None when there are none."""
        return median(self.tails) if self.tails else None


def crawled(connection: Connection, scope: Scope) -> tuple[dict[str, Crawled], list[Failure]]:
    """Per outlet what its runs counted, and the reasons of failures, most frequent first."""
    chosen = (
        (outlet_runs.c.started_at >= scope.begin) & (outlet_runs.c.started_at < scope.end)
        if scope.run is None
        else outlet_runs.c.run == scope.run
    )
    query = select(outlet_runs.c.outlet, outlet_runs.c.counts).where(chosen).order_by(outlet_runs.c.started_at.desc())
    outlets: dict[str, Crawled] = {}
    failures: dict[str, Failure] = {}
    for row in connection.execute(query):
        _add(outlets.setdefault(row.outlet, Crawled()), row.counts)
        _add_failures(failures, row.outlet, row.counts)
    _add_examples(connection, scope, failures)
    return outlets, sorted(failures.values(), key=lambda each: (-each.count, each.reason))


def _add(outlet: Crawled, counts: Mapping[str, Any]) -> None:
    """One run more."""
    outlet.runs += 1
    outlet.counts.update({name: int(counts.get(name, 0)) for name in COUNTS} | {WITHOUT: without_article(counts)})
    seconds = counts.get("seconds") or {}  # older runs did not measure it
    if seconds.get("mean") is not None and seconds.get("p90") is not None:
        outlet.means.append(float(seconds["mean"]))
        outlet.tails.append(float(seconds["p90"]))


def _add_failures(failures: dict[str, Failure], outlet: str, counts: Mapping[str, Any]) -> None:
    for reason, number in (counts.get("reasons") or {}).items():
        failure = failures.setdefault(reason, Failure(reason))
        failure.count += int(number)
        failure.outlets[outlet] += int(number)
        _add_example(failure, ((outlet, url) for url in (counts.get("examples") or {}).get(reason, ())))


def _add_example(failure: Failure, found: Iterable[Example]) -> None:
    for example in found:
        if len(failure.examples) < EXAMPLES and example[1] not in {url for _, url in failure.examples}:
            failure.examples.append(example)


def _add_examples(connection: Connection, scope: Scope, failures: Mapping[str, Failure]) -> None:
    """From the ledger, for reasons of which the runs kept too few."""
    lacking = [reason for reason, failure in failures.items() if len(failure.examples) < min(EXAMPLES, failure.count)]
    if not lacking:
        return
    place = func.row_number().over(partition_by=urls.c.reason, order_by=urls.c.last_seen.desc()).label("place")
    ranked = (
        select(urls.c.reason, urls.c.outlet, urls.c.url, place)
        .where(urls.c.reason.in_(lacking), urls.c.last_seen >= scope.begin, urls.c.last_seen < scope.end, of_outlets(urls, scope))
        .subquery()
    )
    for row in connection.execute(select(ranked).where(ranked.c.place <= EXAMPLES).order_by(ranked.c.reason, ranked.c.place)):
        _add_example(failures[row.reason], [(row.outlet, row.url)])
