"""What a report is about: the last days, or one run with the days before it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date  # noqa: N812 `date` is used as a name

from newsspider.days import SHANGHAI
from newsspider.store import Run

DAYS_BESIDE_A_RUN = 14
"""How many days stand in the charts over time of a report about one run."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of time, and in it perhaps one run."""

    begin: datetime
    """Aware, UTC: the beginning of the first day in Beijing."""
    end: datetime
    """Aware, UTC; not itself in the stretch."""
    run: int | None = None
    """The only run that is counted; None for all. The charts over time show the whole stretch all the same."""
    outlets: tuple[str, ...] | None = None
    """Ids of the outlets of the run; None for all."""

    @property
    def days(self) -> list[Date]:
        """The days in Beijing, in order."""
        first = self.begin.astimezone(SHANGHAI).date()
        last = (self.end - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def of_days(days: int, now: datetime) -> Scope:
    """The last so many days in Beijing, today included.

    Args:
        days: at least 1.
        now: aware.
    """
    return Scope(_midnight(now, days - 1), now.astimezone(UTC) + timedelta(microseconds=1))


def of_run(run: Run, now: datetime) -> Scope:
    """One run, with the days before it; the end of a run that is not finished, or was killed, is the end of its day or now.

    Args:
        run: as the store knows it.
        now: aware.
    """
    end = run.finished_at or min(now, _midnight(run.started_at, -1))
    return Scope(
        _midnight(end, DAYS_BESIDE_A_RUN - 1),
        end.astimezone(UTC) + timedelta(microseconds=1),
        run.run,
        tuple(sorted({*run.outlets, *run.counts})),
    )


def _midnight(moment: datetime, days: int) -> datetime:
    """The beginning of the day in Beijing that is so many days before a moment's, in UTC."""
    day = moment.astimezone(SHANGHAI).date() - timedelta(days=days)
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
