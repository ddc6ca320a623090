"""One crawl as a process of its own: its command and environment, and how it is told to stop."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from typing import Literal

import psutil

from newsspider.config import Configuration
from newsspider.config.keys import all_keys
from newsspider.days import SHANGHAI
from newsspider.scheduling.dues import Due
from newsspider.scheduling.schedule import Job

CATCH_UP = timedelta(days=7)
"""Issues of days on which no run finished are asked for so far back."""


def crawl_arguments(job: Job, due: Due, last_done: datetime | None, *, verbose: bool = False) -> list[str]:
    """The arguments of `newsspider` that do a run.

    Args:
        job: what the schedule says.
        due: the run.
        last_done: when the last run that finished was due: issues are asked for from that day on, which asks only for what is
            missing; None: only those of the day on which this one is due.
        verbose: log each page.
    """
    arguments = ["crawl", due.outlet]
    if job.kind == "issues":
        arguments += ["--from", str(first_day(due.due_at, last_done))]
    if job.limit:
        arguments += ["--limit", str(job.limit)]
    return [*arguments, "--verbose"] if verbose else arguments


def first_day(due_at: datetime, last_done: datetime | None) -> date:
    """The first day, in Shanghai, whose issue a run asks for."""
    day = due_at.astimezone(SHANGHAI).date()
    if last_done is None:
        return day
    return min(day, max(last_done.astimezone(SHANGHAI).date(), day - CATCH_UP))


def environment(configuration: Configuration) -> dict[str, str]:
    """The environment of the crawls: what the scheduler's command line said counts for them, too.

    A database URL may hold a password: it goes this way and not on a command line, which everybody on the machine can read.
    """
    said = {
        all_keys()[key].variable: str(configuration.get(key))
        for key, origin in configuration.origins.items()
        if origin.startswith("command line") and key != "metrics_port"  # that port is the scheduler's own
    }
    file = str(configuration.file.resolve()) if configuration.file else ""
    return os.environ | {"NEWSSPIDER_CONFIG": file} | said


WAIT = 'read -r go && exec "$@" < /dev/null'
"""What a child's shell does first: without a word from the scheduler, which may be killed any moment, it ends."""


class Child:
    """A crawl's process. Its output goes nowhere (the store keeps the counts), its log where the scheduler's goes.

    It waits for `go`: so its id is in the account before the crawl begins, and no crawl runs that the account does not know.
    """

    def __init__(self, job: Job, due: Due, arguments: list[str], environment: dict[str, str]) -> None:
        self.due = due
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 our own program; the shell reads none of the arguments
            ["/bin/sh", "-c", WAIT, "sh", sys.executable, "-m", "newsspider", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # a Ctrl-C on the terminal is the scheduler's: Scrapy takes a second one as an order to drop all
        )
        self.process_started = psutil.Process(self.process.pid).create_time()
        self.ends_by = self.began + job.timeout.total_seconds() if job.timeout else None
        self.stopped_for: Literal["timeout", "stop"] | None = None
        self._killed_by: float | None = None

    def go(self) -> None:
        """Let the crawl begin."""
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:  # broken: it was killed already, `watch` tells
                pipe.write(b"go\n")

    @property
    def seconds(self) -> float:
        """How long it runs."""
        return time.monotonic() - self.began

    def stop(self, why: Literal["timeout", "stop"], grace: timedelta) -> None:
        """Ask it to close, as Ctrl-C does; what is not gone after the grace time is killed by `watch`. Once is enough."""
        if self.stopped_for is None:
            self.stopped_for = why
            self._killed_by = time.monotonic() + grace.total_seconds()
            self.process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End it and the processes that it started (a browser) at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def watch(self, grace: timedelta) -> int | None:
        """Break it off when its time is over; its exit code (negative: the signal that ended it), None while it runs."""
        now = time.monotonic()
        if self.ends_by is not None and now >= self.ends_by:
            self.stop("timeout", grace)
        if self._killed_by is not None and now >= self._killed_by:
            self.kill()
        return self.process.poll()
