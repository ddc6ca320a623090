"""Prometheus figures of a scheduler, beside those of `newsspider.telemetry.metrics`: what is due, what runs, how runs ended.

newsspider_scheduled_due                             runs that are due and not started
newsspider_scheduled_running                         crawls that run on this machine
newsspider_scheduled_runs_total{job, outlet, exit_code}   crawls that ended
newsspider_scheduled_articles_total{outlet, outcome}      what they counted: stored, revised, refused, failed, gone
"""

import math
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy import Row

from newsspider.errors import OutputError
from newsspider.scheduling.dues import Due, Dues
from newsspider.scheduling.schedule import Schedule

OUTCOMES = ("stored", "revised", "refused", "failed", "gone")


class Figures:
    """The figures of one scheduler. What is due and runs is read from the store when somebody asks.

    Args:
        registry: where they are entered.
        dues: the account of due runs.
        schedule: gives the schedule in force.
    """

    def __init__(self, registry: CollectorRegistry, dues: Dues, schedule: Callable[[], Schedule]) -> None:
        self._runs = Counter("newsspider_scheduled_runs", "Crawls that ended", ("job", "outlet", "exit_code"), registry=registry)
        self._articles = Counter("newsspider_scheduled_articles", "What they counted", ("outlet", "outcome"), registry=registry)
        due = Gauge("newsspider_scheduled_due", "Runs that are due and not started", registry=registry)
        due.set_function(lambda: _or_nan(lambda: dues.waiting(schedule().jobs)))
        running = Gauge("newsspider_scheduled_running", "Crawls that run on this machine", registry=registry)
        running.set_function(lambda: _or_nan(dues.count_running))

    def ended(self, due: Due, code: int, run: Row[Any] | None) -> None:
        """A crawl ended with this exit code (negative: the signal that ended it)."""
        self._runs.labels(due.job, due.outlet, str(code)).inc()
        for outlet, counts in (run.counts if run else {}).items():
            for outcome in OUTCOMES:
                self._articles.labels(outlet, outcome).inc(counts.get(outcome, 0))


def _or_nan(read: Callable[[], int]) -> float:
    """A number from the store; not a number while it is away."""
    try:
        return read()
    except OutputError:
        return math.nan
