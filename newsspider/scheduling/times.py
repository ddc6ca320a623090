"""When a job is due: durations, cron lines and intervals in Shanghai time, and the moment of each outlet's own start.

Due times are a pure function of the schedule: whoever asks, and however often, gets the same ones. That is what makes a due
run one row of the store, whichever program enters it.
"""

import re
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from newsspider.config.values import LONGEST, SECONDS
from newsspider.days import SHANGHAI

ANCHOR = datetime(2000, 1, 1, tzinfo=SHANGHAI)
"""Intervals are counted from this midnight, so that a restart does not shift them."""

LOOK_BACK = tuple(timedelta(**{unit: number}) for unit, number in (
    ("minutes", 1), ("hours", 1), ("days", 1), ("days", 8), ("days", 32), ("days", 367), ("days", 8 * 366),
))  # fmt: skip
"""Ever longer spans in which the last due time is looked for; in eight years every 29 February comes."""

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
SECOND = timedelta(seconds=1)


def duration(text: str) -> timedelta:
    """A duration like 90s, 30m, 6h, 1d or 1h30m, up to LONGEST; whole seconds. Raises ValueError for anything else."""
    parts = re.findall(r"(\d+)([dhms])", text)
    if not parts or "".join(number + unit for number, unit in parts) != text.replace(" ", ""):
        raise ValueError(f"{text!r} is no duration; write it like 90s, 30m, 6h or 1h30m")
    seconds = sum(float(number) * SECONDS[unit] for number, unit in parts)
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"{text!r} is too long; at most {LONGEST.days}d")
    return timedelta(seconds=seconds)


class Timing:
    """When a job is due. Make it with `every` or `cron`; two are equal that were written alike."""

    def __init__(self, text: str, trigger: Any, *, at_first_sight: bool) -> None:
        self.text = text
        """As written: `every 30m`, `cron 10 6 * * *`."""
        self.trigger = trigger
        """APScheduler's, which tells the next due time."""
        self.at_first_sight = at_first_sight
        """Whether a job that was never seen before is due at once: an interval is, a cron line waits for its hour."""

    @classmethod
    def every(cls, text: str) -> "Timing":
        """Due each such duration, counted from midnight in Shanghai where it divides the day. Raises ValueError."""
        length = duration(text)
        if length < SECOND:
            raise ValueError(f"{text!r} is too short; at least 1s")
        trigger = IntervalTrigger(seconds=int(length.total_seconds()), start_date=ANCHOR, timezone=SHANGHAI)
        return cls(f"every {text}", trigger, at_first_sight=True)

    @classmethod
    def cron(cls, line: str) -> "Timing":
        """Due by a crontab line of five fields, in Shanghai time. Raises ValueError naming the field.

        As cron does it: 0 and 7 are Sunday, and a line that restricts both the day of the month and the weekday is due on either.
        """
        fields = line.split()
        if len(fields) != 5:
            raise ValueError(f"{line!r} has {len(fields)} fields; a cron line has five: minute hour day month weekday")
        minute, hour, day, month, weekday = fields
        weekdays = _weekdays(weekday)
        for name, field in (("minute", minute), ("hour", hour), ("day", day), ("month", month)):
            try:
                CronTrigger(**{name: field})
            except ValueError as error:
                raise ValueError(f"{name} {field!r}: {error}") from error
        values = {"minute": minute, "hour": hour, "month": month, "timezone": SHANGHAI}
        if day.startswith("*") or weekday.startswith("*"):
            triggers = [CronTrigger(day=day, day_of_week=weekdays, **values)]
        else:
            triggers = [CronTrigger(day=day, **values), CronTrigger(day_of_week=weekdays, **values)]
        triggers = [each for each in triggers if each.get_next_fire_time(None, ANCHOR)]  # a 31 April is looked for for seconds
        if not triggers:
            raise ValueError(f"{line!r} never comes: no such day")
        trigger = triggers[0] if len(triggers) == 1 else OrTrigger(triggers)
        return cls(f"cron {line}", trigger, at_first_sight=False)

    def between(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """The due times from `start` to `end`, both included, in order, in Shanghai time."""
        moment = self.trigger.get_next_fire_time(None, start)
        while moment is not None and moment <= end:
            yield moment.astimezone(SHANGHAI)
            moment = self.trigger.get_next_fire_time(None, moment + SECOND)

    def last(self, now: datetime) -> datetime | None:
        """The last due time that has come; None when there was none in the last eight years."""
        for span in LOOK_BACK:
            last = None
            for last in self.between(now - span, now):  # noqa: B007 the last one is wanted
                pass
            if last is not None:
                return last
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timing) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Timing({self.text!r})"


def start_of(job: str, outlet: str, due_at: datetime, jitter: timedelta) -> datetime:
    """When the outlet's run really starts: up to `jitter` after it is due, the same whoever asks."""
    share = zlib.crc32(f"{job} {outlet} {due_at.timestamp():.0f}".encode()) / 2**32
    return due_at + jitter * share


def _weekdays(field: str) -> str:
    """Cron's weekdays (0 and 7 are Sunday) as names: APScheduler's own numbers begin with Monday. Raises ValueError."""
    if field == "*":
        return "*"
    found: set[int] = set()
    for part in field.lower().split(","):
        match = re.fullmatch(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/(\d+))?", part)
        step = int(match[4] or 1) if match else 0
        if not match or not step:
            raise ValueError(f"weekday {part!r} is none; write it like 1-5, mon-fri, sun or */2")
        first = 0 if match[1] else _weekday(match[2])
        last = 6 if match[1] else _weekday(match[3]) if match[3] else first
        if last < first and match[3] in ("0", "sun"):
            last = 7
        if last < first:
            raise ValueError(f"weekday {part!r} runs backwards; 0 and 7 are Sunday")
        found |= {number % 7 for number in range(first, last + 1, step)}
    return ",".join(WEEKDAYS[number] for number in sorted(found))


def _weekday(text: str) -> int:
    if text in WEEKDAYS:
        return WEEKDAYS.index(text)
    if text.isdigit() and int(text) <= 7:
        return int(text)
    raise ValueError(f"weekday {text!r} is none; 0 to 7 or sun to sat")
