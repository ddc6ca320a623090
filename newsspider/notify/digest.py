"""What is told of a run: its summary, its alarms, and the message that they make."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

SHANGHAI = timezone(timedelta(hours=8))
EXAMPLES = 3
"""Addresses told of an alarm."""
MOST_ALARMS = 20
"""Alarms told in full in one message; of further ones the number."""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One thing that a run's monitors found broken."""

    outlet: str
    """Id of the outlet; empty for the run as a whole."""
    monitor: str
    """Which monitor: one word, like `field_share`."""
    field: str | None = None
    """The article field that is concerned; None where it is not about a field."""
    message: str
    """What is wrong, in one sentence."""
    figures: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """What was measured and what is usual, by name."""
    examples: tuple[str, ...] = ()
    """Addresses to look at; three are told."""
    runs: int = 1
    """In how many runs on end it was seen, this one included."""

    @property
    def id(self) -> str:
        """The same for what outlet, monitor and field have in common: 32 hexadecimal digits."""
        return hashlib.sha256("\n".join((self.outlet, self.monitor, self.field or "")).encode()).hexdigest()[:32]

    @property
    def subject(self) -> str:
        """What it is about: `jiangxi_jxnews field_share source`."""
        return " ".join(part for part in (self.outlet or "run", self.monitor, self.field) if part)


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """One run, as it is told."""

    run: int | None
    """Its number; None when it has none."""
    command: str
    started_at: datetime
    """Aware."""
    finished_at: datetime
    """Aware."""
    outlets: Mapping[str, Mapping[str, Any]]
    """Per outlet what was counted: see `newsspider.telemetry.counters.counts_by_outlet`."""
    broken_off: bool = False
    """Somebody ended it early: it says nothing about the sites."""
    checked: frozenset[str] | None = None
    """Outlets about which the monitors could say something; None: all of `outlets`."""
    alarms: tuple[Alarm, ...] = ()
    """What is told in full."""
    ongoing: tuple[Alarm, ...] = ()
    """What was told before and goes on: a line each."""
    recovered: tuple[Alarm, ...] = ()
    """What was told before and is over: a line each; `runs` is how long it lasted."""


@dataclass(frozen=True)
class Message:
    """What goes out."""

    title: str
    body: str
    """Plain text."""
    kind: Literal["failure", "success", "info"]


def digest(summary: RunSummary) -> Message:
    """The message of a run: what broke first, with figures and addresses; then the counts."""
    return Message(_title(summary), "\n".join(_lines(summary)), "failure" if summary.alarms else "success")


def _title(summary: RunSummary) -> str:
    run = f"run {summary.run}" if summary.run else "a run"
    stored = sum(row.get("stored", 0) for row in summary.outlets.values())
    if summary.alarms:
        names = list(dict.fromkeys(alarm.outlet or "the run itself" for alarm in summary.alarms))
        more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
        what = "1 alarm" if len(summary.alarms) == 1 else f"{len(summary.alarms)} alarms"
        return f"newsspider {run}: {what}: {', '.join(names[:EXAMPLES])}{more}"
    if summary.recovered:
        return f"newsspider {run}: {len(summary.recovered)} recovered, {stored} articles stored"
    return f"newsspider {run}: {stored} articles stored" + (", broken off" if summary.broken_off else "")


def _lines(summary: RunSummary) -> Iterator[str]:
    for alarm in summary.alarms[:MOST_ALARMS]:
        yield from _told(alarm)
        yield ""
    if len(summary.alarms) > MOST_ALARMS:
        yield f"and {len(summary.alarms) - MOST_ALARMS} more alarms\n"
    for alarm in summary.recovered:
        yield f"recovered: {alarm.subject}, after {_runs(alarm.runs)}"
    for alarm in summary.ongoing:
        yield f"goes on: {alarm.subject}, since {_runs(alarm.runs)}"
    if summary.recovered or summary.ongoing:
        yield ""
    yield from _counts(summary)


def _told(alarm: Alarm) -> Iterator[str]:
    """One alarm in full."""
    since = f" (since {_runs(alarm.runs)})" if alarm.runs > 1 else ""
    yield f"ALARM {alarm.subject}: {alarm.message}{since}"
    if alarm.figures:
        yield "  " + ", ".join(f"{name} {_figure(value)}" for name, value in alarm.figures.items())
    yield from (f"  {url}" for url in alarm.examples[:EXAMPLES])


def _counts(summary: RunSummary) -> Iterator[str]:
    """The run's counts over all outlets, and its time in Beijing."""
    totals: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for row in summary.outlets.values():
        totals.update({key: value for key, value in row.items() if isinstance(value, int)})
        reasons.update(row.get("reasons", {}))
    names = ("listed", "new", "stored", "revised", "unchanged", "refused", "failed")
    yield f"{len(summary.outlets)} outlets: " + ", ".join(f"{totals[name]} {name}" for name in names)
    if reasons:
        yield "reasons: " + ", ".join(f"{reason} {number}" for reason, number in reasons.most_common())
    begun, ended = (moment.astimezone(SHANGHAI) for moment in (summary.started_at, summary.finished_at))
    seconds = round((ended - begun).total_seconds())
    yield f"{begun:%Y-%m-%d %H:%M:%S} to {ended:%H:%M:%S} Beijing time ({seconds} s)" + (
        ", broken off" if summary.broken_off else ""
    )
    yield summary.command


def _runs(number: int) -> str:
    return "1 run" if number == 1 else f"{number} runs"


def _figure(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def fit(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8, whole lines, with a line that says how many are left out."""
    if most <= 0 or len(text.encode()) <= most:
        return text
    lines = text.splitlines()
    kept = len(lines)
    while kept and len(_cut(lines, kept).encode()) > most:
        kept -= 1
    return _cut(lines, kept)


def _cut(lines: Iterable[str], kept: int) -> str:
    lines = list(lines)
    return "\n".join([*lines[:kept], f"… {len(lines) - kept} lines left out"])
