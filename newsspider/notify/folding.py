"""An alarm that goes on is not told after every run: what to tell now, given what was told before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from newsspider.notify.digest import Alarm, RunSummary


@dataclass(frozen=True)
class Known:
    """An alarm as the store remembers it. Times are aware."""

    alarm: Alarm
    first_run: int
    last_run: int
    first_at: datetime
    last_at: datetime
    told_at: datetime | None
    """When somebody was last told; None when nobody was yet."""
    state: Literal["open", "recovered"] = "open"


@dataclass(frozen=True)
class Folded:
    """What a run has to say, and what to remember of it."""

    summary: RunSummary
    """The run with only the new alarms, and those whose time has come again, told in full."""
    known: tuple[Known, ...]
    """Every alarm that changed; `told_at` of those told in full is now: if nobody could be told, keep `untold()` instead."""
    before: Mapping[str, Known]

    @property
    def news(self) -> bool:
        """Whether there is something to say besides the counts."""
        return bool(self.summary.alarms or self.summary.recovered)

    def untold(self) -> tuple[Known, ...]:
        """What to remember when no message went out: told when it was told before, and what recovered is still to be told."""
        kept = []
        for known in self.known:
            before = self.before.get(known.alarm.id)
            if known.state == "open":
                told = before.told_at if before and before.state == "open" else None
                kept.append(replace(known, told_at=told))
        return tuple(kept)


def fold(summary: RunSummary, before: Mapping[str, Known], repeat: timedelta) -> Folded:
    """What of a run's alarms to tell.

    Args:
        summary: the run; `alarms` holds all that its monitors found.
        before: what is remembered, by the alarm's id.
        repeat: after how long an alarm that goes on is told again.

    An alarm has recovered when a later run could judge its outlet and does not find it. One that nobody was ever told of
    recovers in silence.
    """
    now, run = summary.finished_at, summary.run or 0
    told: list[Alarm] = []
    ongoing: list[Alarm] = []
    changed: list[Known] = []
    found = {alarm.id: alarm for alarm in summary.alarms}
    for key, alarm in found.items():
        old = before.get(key)
        if old is None or old.state != "open":
            told.append(replace(alarm, runs=1))
            changed.append(Known(told[-1], run, run, now, now, now))
            continue
        alarm = replace(alarm, runs=old.alarm.runs + 1)
        due = old.told_at is None or now - old.told_at >= repeat
        (told if due else ongoing).append(alarm)
        changed.append(replace(old, alarm=alarm, last_run=run, last_at=now, told_at=now if due else old.told_at))
    recovered = [old for key, old in before.items() if old.state == "open" and key not in found and _judged(summary, old.alarm)]
    changed += [replace(old, state="recovered") for old in recovered]
    over = tuple(old.alarm for old in recovered if old.told_at is not None)
    return Folded(replace(summary, alarms=tuple(told), ongoing=tuple(ongoing), recovered=over), tuple(changed), before)


def _judged(summary: RunSummary, alarm: Alarm) -> bool:
    """Whether the run can say that an alarm is over."""
    if summary.broken_off:
        return False
    if not alarm.outlet:
        return True
    return alarm.outlet in (summary.outlets if summary.checked is None else summary.checked)
