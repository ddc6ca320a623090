"""APScheduler as the clock: its jobs lie in the store, and say by name which jobs of the schedule are due now.

It only rings. What is due is entered by `Dues.enter`, from the schedule and the rows of the store alone, so a bell that
was not heard (the program was killed, the machine slept) costs nothing.
"""

import logging
import socket
import time
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from sqlalchemy import Engine, func, select

from newsspider.days import SHANGHAI
from newsspider.scheduling.schedule import Schedule

RETRY_SECONDS = 5.0
"""After so long the clock looks again when the database failed."""
REST = 3600.0
"""Seconds; the clock looks at least so often."""
LEFT = timedelta(days=30)
"""Stored jobs that nobody heard for so long are those of a machine that is gone."""

rung: SimpleQueue[str] = SimpleQueue()
"""Names of the jobs that are due, as they ring."""


def ring(job: str, _timing: str) -> None:
    """What APScheduler's jobs call, found by name: stored jobs know no objects of a process."""
    rung.put(job)


class Jobs(SQLAlchemyJobStore):  # type: ignore[misc] # APScheduler has no types
    """The jobs of one schedule among those in the store: another scheduler's bells are not ours to take.

    Args:
        engine: the store's.
        prefix: what the ids of ours begin with.
    """

    def __init__(self, engine: Engine, prefix: str) -> None:
        super().__init__(engine=engine)
        self._ours = self.jobs_t.c.id.startswith(prefix, autoescape=True)

    def _get_jobs(self, *conditions: Any) -> Any:
        return super()._get_jobs(self._ours, *conditions)

    def get_next_run_time(self) -> datetime | None:
        """When the next of our jobs rings; None without jobs."""
        with self.engine.connect() as connection:
            moment = connection.scalar(select(func.min(self.jobs_t.c.next_run_time)).where(self._ours))
        return None if moment is None else datetime.fromtimestamp(moment, SHANGHAI)

    def start(self, scheduler: Any, alias: str) -> None:
        """As APScheduler's; takes out what was left behind."""
        super().start(scheduler, alias)
        left = (datetime.now(SHANGHAI) - LEFT).timestamp()
        with self.engine.begin() as connection:
            connection.execute(self.jobs_t.delete().where(~self._ours, self.jobs_t.c.next_run_time < left))


class Clock(BaseScheduler):  # type: ignore[misc] # as above
    """A scheduler without a thread of its own: `heard` does the work when `wait` seconds are over.

    Args:
        engine: the store's.
        file: the schedule file; schedules of several files and machines share a store without touching each other's jobs.

    What fails in the database raises SQLAlchemyError.
    """

    def __init__(self, engine: Engine, file: Path) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._prefix = f"{socket.gethostname()}:{file.resolve()}"[-120:] + "#"
        self._next = 0.0
        super().__init__(
            timezone=SHANGHAI,
            jobstores={"default": Jobs(engine, self._prefix)},
            executors={"default": DebugExecutor()},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            jobstore_retry_interval=RETRY_SECONDS,
        )

    def take(self, schedule: Schedule) -> list[str]:
        """Make the stored jobs those of a schedule; a job whose times are the same keeps its next one. The names of those that left."""
        stored = {job.id: job for job in self.get_jobs()}
        for job in schedule.jobs.values():
            before = stored.pop(self._prefix + job.name, None)
            if before is None or before.args[1] != job.timing.text:
                self.add_job(
                    "newsspider.scheduling.clock:ring", job.timing.trigger, args=[job.name, job.timing.text],
                    id=self._prefix + job.name, name=job.name, replace_existing=True,
                )  # fmt: skip
        for gone in stored.values():
            gone.remove()
        return [str(gone.args[0]) for gone in stored.values()]

    def heard(self) -> set[str]:
        """The jobs that are due since the last call."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + RETRY_SECONDS  # in case the next line fails
            wait = self._process_jobs()  # the step that each of APScheduler's schedulers repeats in its own kind of loop
            self._next = time.monotonic() + (REST if wait is None else min(wait, REST))
        return {rung.get() for _ in range(rung.qsize())}

    @property
    def wait(self) -> float:
        """Seconds until `heard` has something to do."""
        return max(self._next - time.monotonic(), 0.0)

    def wakeup(self) -> None:
        """The jobs have changed."""
        self._next = 0.0

    def shutdown(self, wait: bool = True) -> None:
        """Stop; the stored jobs stay."""
        super().shutdown(wait)
