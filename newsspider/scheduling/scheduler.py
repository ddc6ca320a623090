"""`newsspider schedule` and `newsspider crawl --due`: the loop around clock, account and crawls, and its clean end."""

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from newsspider.errors import EXIT_INTERRUPTED, NewsspiderError, OutputError, gravest
from newsspider.scheduling.clock import Clock
from newsspider.scheduling.dispatch import Dispatcher
from newsspider.scheduling.dues import Due, Dues, utcnow
from newsspider.scheduling.schedule import Schedule
from newsspider.scheduling.signals import Signals
from newsspider.store import Store

logger = logging.getLogger("newsspider.schedule")

TICK = 1.0
"""Seconds; so often crawls are looked after when nothing else happens."""
DATABASE_PAUSE = 5.0
"""Seconds until the database is tried again when it failed."""
FILE_SECONDS = 2.0
"""So often it is looked whether the schedule file has changed."""
ENDING = 0.9
"""Share of the grace time after which the scheduler itself ends."""
PRUNE_SECONDS = 24 * 3600.0

Ended = Callable[[Due, int, "Row[Any] | None"], None]


class Scheduler:
    """Runs a schedule until it is told to stop.

    Args:
        store: the store, open.
        read: gives the schedule; called again on SIGHUP and when the file has changed. Raises NewsspiderError.
        file: the file that it is read from.
        environment: of the crawls, see `children.environment`.
        verbose: whether the crawls log each page.
        ended: told of each run that ended, see `Dispatcher`.
    """

    def __init__(
        self, store: Store, read: Callable[[], Schedule], file: Path, environment: Mapping[str, str], *,
        verbose: bool = False, ended: Ended = lambda due, code, run: None,
    ) -> None:  # fmt: skip
        self.schedule = read()
        self.dues = Dues(store)
        self.dispatcher = Dispatcher(self.dues, environment, verbose=verbose, ended=ended)
        self._clock = Clock(store.engine, file)
        self._store = store
        self._read = read
        self._file = file
        self._stamp = _stamp(file)
        self._looked_at = time.monotonic()
        self._to_enter: set[str] = set()
        self._taken: Schedule | None = None
        self._pruned_at: float | None = None

    def run(self) -> int:
        """Run until SIGTERM or SIGINT, then close the crawls within the grace time (a second signal ends them at once); 0.

        Raises OutputError when the database cannot be used at the start; later it is waited for.
        """
        with Signals() as signals:
            try:
                self._clock.start()
                self._take()
            except SQLAlchemyError as error:
                raise OutputError(f"the database {self._store.url} failed: {getattr(error, 'orig', None) or error}") from error
            logger.info("%d jobs, at most %d crawls at once", len(self.schedule.jobs), self.schedule.at_once)
            away = False
            while not signals.stops:
                pause = DATABASE_PAUSE
                try:
                    self._look_at_file(signals)
                    self._tick()
                    pause = min(self._clock.wait, TICK)
                    if away:
                        logger.info("the database is back")
                    away = False
                except (SQLAlchemyError, OutputError) as error:
                    if not away:
                        logger.error("the database fails, it is tried every %d s: %s", DATABASE_PAUSE, error)
                    away = True
                signals.sleep(pause)
            close(self.dispatcher, self.schedule, signals)
        self._clock.shutdown()
        return 0

    def _tick(self) -> None:
        """Enter what is due, start what may start, look after what runs."""
        if self._taken is not self.schedule:
            self._take()
        self._to_enter |= self._clock.heard()
        jobs = self.schedule.jobs
        if self._to_enter:
            entered = self.dues.enter([jobs[name] for name in sorted(self._to_enter) if name in jobs], utcnow())
            self._to_enter.clear()
            logger.debug("%d runs are due", entered)
        self.dispatcher.step(self.schedule, utcnow())
        if self._pruned_at is None or time.monotonic() - self._pruned_at > PRUNE_SECONDS:
            self.dues.prune(utcnow())
            self._pruned_at = time.monotonic()

    def _take(self) -> None:
        """The clock and the account follow the schedule; what was missed while nobody looked is entered."""
        gone = self._clock.take(self.schedule)
        self.dues.drop(gone, utcnow())
        self._to_enter |= set(self.schedule.jobs)
        self._taken = self.schedule

    def _look_at_file(self, signals: Signals) -> None:
        """Read the schedule again when it was changed or somebody asks; a wrong one is told and the old one stays."""
        if not signals.reload and time.monotonic() - self._looked_at < FILE_SECONDS:
            return
        self._looked_at = time.monotonic()
        stamp = _stamp(self._file)
        if not signals.reload and stamp == self._stamp:
            return
        signals.reload, self._stamp = False, stamp
        try:
            self.schedule = self._read()
        except NewsspiderError as error:
            logger.error("the schedule stays as it was: %s", error)
        else:
            logger.info("schedule read again: %d jobs, at most %d crawls at once", len(self.schedule.jobs), self.schedule.at_once)


def run_due(store: Store, schedule: Schedule, environment: Mapping[str, str], *, verbose: bool = False) -> int:
    """Run what is due now, as the scheduler does it, and return when that is done: for cron and systemd timers.

    What another run is in the way of stays due for the next call, as what is broken off does. The exit code: the gravest of the crawls'
    (of a killed one 128 and the signal's number), 130 when broken off; 0 when nothing was due.
    """
    dues = Dues(store)
    codes: list[int] = []
    dispatcher = Dispatcher(
        dues, environment, verbose=verbose, tries_again=False,
        ended=lambda due, code, run: codes.append(code if code >= 0 else 128 - code),
    )  # fmt: skip
    with Signals() as signals:
        dues.settle(utcnow())
        dues.enter(schedule.jobs.values(), utcnow())
        dues.prune(utcnow())
        dispatcher.step(schedule, utcnow())
        while (dispatcher.children or dispatcher.waits(schedule, utcnow())) and not signals.stops:
            signals.sleep(TICK)
            dispatcher.step(schedule, utcnow())
        if signals.stops:
            close(dispatcher, schedule, signals)
            return EXIT_INTERRUPTED
    return gravest(codes)


def close(dispatcher: Dispatcher, schedule: Schedule, signals: Signals) -> None:
    """Ask the crawls to close, wait for them, kill what does not within the grace time; what was broken off is due again.

    While the database fails nothing of that can be entered: the next start finds the processes gone.
    """
    deadline = time.monotonic() + ENDING * schedule.grace.total_seconds()
    asked, fault = signals.stops, ""
    if dispatcher.children:
        logger.info(
            "stopping: %d crawls are asked to close within %g s", len(dispatcher.children), schedule.grace.total_seconds()
        )
    dispatcher.stop(schedule)
    while dispatcher.children and time.monotonic() < deadline:
        if signals.stops > asked:
            dispatcher.kill()
        try:
            dispatcher.look_after(schedule, utcnow())
        except OutputError as error:
            if not fault:
                fault = str(error)
                logger.error("how the crawls end cannot be entered, those broken off are due at the next start: %s", fault)
            if not dispatcher.any_lives(schedule):
                break
        if dispatcher.children:
            signals.sleep(min(0.2, max(deadline - time.monotonic(), 0)))
    dispatcher.kill()


def _stamp(file: Path) -> tuple[int, int] | None:
    """What changes when a file is written; None when it is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
