"""Running what is due: one process per run, at most so many at once, never two of one outlet; what became of each is entered."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import psutil
from sqlalchemy import Row

from newsspider.errors import Locked, OutputError
from newsspider.scheduling.children import Child, crawl_arguments
from newsspider.scheduling.dues import Due, Dues
from newsspider.scheduling.schedule import Schedule
from newsspider.store.runs import REFRESH_SECONDS

logger = logging.getLogger("newsspider.schedule")

LOCKED_PAUSE = timedelta(seconds=30)
"""After so long a run is tried again whose outlet another program was crawling."""
DIED_PAUSE = timedelta(seconds=60)
"""After so long a run is tried again whose process was killed or could not be started, or that could not write."""
DEATHS = 3
"""A run that failed so often in one of these ways is not tried again before it is due the next time."""
CLOSING = 0.8
"""Share of the grace time that crawls have to close: the rest is for what comes after."""
NEVER = datetime.max.replace(tzinfo=UTC)

SAID = {
    0: "done", 1: "done, something gave no article", 2: "wrong usage", 3: "a site record or the configuration is wrong",
    4: "an input file cannot be read", 5: "the output or database failed", 6: "the outlet is being crawled by another run",
    7: "the monitors found something broken", 8: "a notification was not sent",
    9: "addresses are not accounted for, or a spider died", 130: "broken off",
}  # fmt: skip


class Dispatcher:
    """Starts and watches the crawls of one scheduler.

    Args:
        dues: the account of due runs.
        environment: of the crawls, see `children.environment`.
        verbose: whether they log each page.
        tries_again: whether a run that could not be done now is tried again after a pause; else it is left for the next scheduler.
        ended: told of each run that ended: job, outlet, exit code, its row of `runs` (None when it began none).
    """

    def __init__(
        self, dues: Dues, environment: Mapping[str, str], *, verbose: bool = False, tries_again: bool = True,
        ended: Callable[[Due, int, Row[Any] | None], None] = lambda due, code, run: None,
    ) -> None:  # fmt: skip
        self.dues = dues
        self.children: dict[int, Child] = {}
        self._environment = dict(environment)
        self._verbose = verbose
        self._tries_again = tries_again
        self.ended = ended
        self._later: dict[int, datetime] = {}
        self._deaths: Counter[int] = Counter()
        self._seen_at: datetime | None = None

    def step(self, schedule: Schedule, now: datetime) -> None:
        """Look after the crawls that run, then start what may start. Raises OutputError when the database fails; nothing is lost."""
        self.look_after(schedule, now)
        self.start_ready(schedule, now)

    def look_after(self, schedule: Schedule, now: datetime) -> None:
        """Enter what became of crawls that ended; break off those whose time is over."""
        for child in list(self.children.values()):
            code = child.watch(schedule.grace)
            if code is not None:
                self._enter_end(child, code, now)
                del self.children[child.due.unit]
        for due, state in self.dues.settle(now, own=[child.due for child in self.children.values()]):
            logger.info("%s: its process is gone, it is %s", due.job, state, extra={"outlet": due.outlet})
        if self.children and (self._seen_at is None or (now - self._seen_at).total_seconds() >= REFRESH_SECONDS):
            self.dues.seen([child.due for child in self.children.values()], now)
            self._seen_at = now

    def start_ready(self, schedule: Schedule, now: datetime) -> None:
        """Start as many of the runs that are ready as may run at once."""
        ready = self._ready(schedule, now)
        if not ready:
            return
        for due in ready[: max(schedule.at_once - self.dues.count_running(), 0)]:
            if self.dues.claim(due, now):
                self._start(schedule, due, now)

    def waits(self, schedule: Schedule, now: datetime) -> bool:
        """Whether a run could start if there were room."""
        return bool(self._ready(schedule, now))

    def _ready(self, schedule: Schedule, now: datetime) -> list[Due]:
        return [due for due in self.dues.ready(schedule.jobs, now) if self._later.get(due.unit, now) <= now]

    def stop(self, schedule: Schedule) -> None:
        """Ask every crawl to close. `look_after` kills those that do not within four fifths of the grace time."""
        for child in self.children.values():
            child.stop("stop", schedule.grace * CLOSING)

    def any_lives(self, schedule: Schedule) -> bool:
        """Whether a crawl has not ended yet, entered or not."""
        codes = [child.watch(schedule.grace) for child in self.children.values()]
        return None in codes

    def kill(self) -> None:
        """End every crawl at once; what they did not finish is due again."""
        for child in self.children.values():
            child.kill()

    def _start(self, schedule: Schedule, due: Due, now: datetime) -> None:
        job = schedule.jobs[due.job]
        last_done = self.dues.last_done(due) if job.kind == "issues" else None
        try:
            child = Child(job, due, crawl_arguments(job, due, last_done, verbose=self._verbose), self._environment)
        except (OSError, psutil.Error) as error:
            logger.error("%s: cannot be started: %s", due.job, error, extra={"outlet": due.outlet})
            self._put_back(due, now, DIED_PAUSE)
            return
        try:
            self.dues.started(due, child.process.pid, child.process_started)
        except OutputError:
            child.kill()
            child.process.wait()
            raise
        child.go()
        self.children[due.unit] = child
        logger.info("%s: started, process %d", due.job, child.process.pid, extra={"outlet": due.outlet})

    def _enter_end(self, child: Child, code: int, now: datetime) -> None:
        """Enter and log what became of a crawl. Done again as a whole when the database fails in it."""
        due = child.due
        run = self.dues.run_of(child.process.pid, child.process_started)
        died = (code < 0 or code == OutputError.exit_code) and self._deaths[due.unit] + 1 < DEATHS
        if child.stopped_for == "timeout" and code != 0:
            self.dues.finish(due, "timed_out", code, now)
        elif child.stopped_for == "stop" and code != 0:
            self._put_back(due, now, timedelta())
        elif code == Locked.exit_code:
            self._put_back(due, now, LOCKED_PAUSE)
        elif died:
            self._put_back(due, now, DIED_PAUSE)
            self._deaths[due.unit] += 1
        else:
            self.dues.finish(due, "finished", code, now)
            self._later.pop(due.unit, None)
            self._deaths.pop(due.unit, None)
        counts = (run.counts if run else {}).get(due.outlet, {})
        stored = f", {counts.get('stored', 0)} stored, {counts.get('failed', 0)} failed" if run else ""
        level = logging.INFO if code in (0, Locked.exit_code) or child.stopped_for == "stop" else logging.WARNING
        logger.log(
            level, "%s: ended with exit code %d (%s)%s, %.1f s", due.job, code, _said(code, child), stored, child.seconds,
            extra={"outlet": due.outlet, "run": run.run if run else None},
        )  # fmt: skip
        self.ended(due, code, run)

    def _put_back(self, due: Due, now: datetime, pause: timedelta) -> None:
        self._later[due.unit] = now + pause if self._tries_again else NEVER
        self.dues.put_back(due, now)


def _said(code: int, child: Child) -> str:
    """An exit code in words."""
    if child.stopped_for and code != 0:
        return "took too long" if child.stopped_for == "timeout" else "broken off, due again"
    return SAID.get(code) or (f"killed by signal {-code}" if code < 0 else "failed")
