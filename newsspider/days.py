"""Days in Beijing time: which are asked for, and what today is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from newsspider.errors import UsageError

SHANGHAI = timezone(timedelta(hours=8))
"""UTC+8 all year round since 1992."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""No page was published or fetched outside of these years: what says so is wrong, and a wrong date is worse than none."""

EARLIEST = date(FIRST_YEAR, 1, 1)
"""No issue and no article is looked for before."""


def today() -> date:
    """The day it is in Shanghai."""
    return datetime.now(SHANGHAI).date()


def day_in_shanghai(moment: datetime) -> date | None:
    """The day on which a moment falls in Shanghai, where one without a zone is meant; None outside FIRST_YEAR to LAST_YEAR."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return (moment.astimezone(SHANGHAI) if moment.tzinfo else moment).date()


def days_between(first: str | None, last: str | None, *, now: date | None = None) -> list[date]:
    """The days from `first` to `last` (YYYY-MM-DD, both included), in order.

    Args:
        first: the first day.
        last: the last day; today when None or empty.
        now: what today is, for tests.

    Raises UsageError for no first day, a day that is none, a first day after the last, and days to come.
    """
    now = now or today()
    if not first:
        raise UsageError("--to needs --from: the first day wanted, like --from 2022-11-01")
    begin, end = _day("--from", first), _day("--to", last) if last else now
    if end > now:
        raise UsageError(f"--to {end} has not come yet: today in Shanghai is {now}")
    if begin > end:
        raise UsageError(f"--from {begin} is after {'--to' if last else 'today,'} {end}")
    return list(_days(begin, end))


def _days(begin: date, end: date) -> Iterator[date]:
    for number in range((end - begin).days + 1):
        yield begin + timedelta(days=number)


def _day(option: str, text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no day; write it like 2022-11-01") from error
    if day < EARLIEST:
        raise UsageError(f"{option} {text!r} is too early; no day before {EARLIEST} is asked for")
    return day


def seconds_of(moment: str | None) -> float | None:
    """Seconds since 1970 of a time in ISO 8601; None for None, for what cannot be read, and for a time without zone."""
    try:
        read = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    return read.timestamp() if read and read.tzinfo else None
