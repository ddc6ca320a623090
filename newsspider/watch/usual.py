"""What is usual for an outlet: its own earlier runs, those of the same weekday and hour where there are enough of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from newsspider.config import Watch
from newsspider.days import SHANGHAI
from newsspider.store.runs import OutletRun
from newsspider.watch.chances import Share

Counts = Mapping[str, Any]
"""A row of `newsspider.telemetry.counters.counts_by_outlet`."""


def healthy(history: Sequence[OutletRun]) -> list[OutletRun]:
    """The runs in which no alarm was raised; all of them when there is none such: what has gone on for so long is usual."""
    return [run for run in history if not run.counts.get("alarms")] or list(history)


def comparable(history: Sequence[OutletRun], at: datetime, enough: int) -> list[OutletRun]:
    """The runs of the same weekday and hour (Beijing time) where there are so many of them, else all."""
    hour = at.astimezone(SHANGHAI)
    alike = [
        run
        for run in history
        if (begun := run.started_at.astimezone(SHANGHAI)).weekday() == hour.weekday() and begun.hour == hour.hour
    ]
    return alike if len(alike) >= enough else list(history)


def together(history: Iterable[OutletRun], share: Callable[[Counts], Share]) -> Share:
    """A share over all runs."""
    shares = [share(run.counts) for run in history]
    return Share(sum(each.part for each in shares), sum(each.whole for each in shares))


def usual_figure(history: Iterable[OutletRun], name: str, part: str) -> list[float]:
    """A figure (`seconds`, `characters`) of each run that has it."""
    return [float(run.counts[name][part]) for run in history if part in run.counts.get(name, {})]


def silence(history: Sequence[OutletRun], at: datetime, watch: Watch) -> tuple[timedelta, timedelta] | None:
    """How long nothing new was listed, and the longest time that this took before, when it is far longer now; else None.

    Args:
        history: finished runs, newest first.
        at: when the run that brought nothing began.
        watch: how much longer is far longer.
    """
    bringing = sorted(run.started_at for run in history if run.counts.get("new"))
    gaps = [later - earlier for earlier, later in pairwise(bringing)]
    if len(gaps) < watch.gaps:
        return None
    now, longest = at - bringing[-1], max(gaps)
    return (now, longest) if now > max(watch.times * longest, timedelta(hours=1)) else None
