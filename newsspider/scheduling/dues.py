"""The account of due runs: one row of the store for each job, outlet and due time, entered before anything starts.

due ─► running ─► finished | timed_out          due ─► coalesced | dropped          (skipped: never due)
 ▲________│  its process is gone without having ended, or was broken off by the end of the scheduler
"""

import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, select

from newsspider.scheduling.schedule import Job
from newsspider.scheduling.times import start_of
from newsspider.store import Store
from newsspider.store.runs import SILENT, is_alive, this_process
from newsspider.store.tables import due_units, runs
from newsspider.store.upserts import insert_new

KEEP = timedelta(days=7)
"""How long rows of runs that are over are kept; the newest of each job and outlet stays."""

RECENT = 10_000
"""Among so many last runs that of a crawl is looked for that has just ended."""

CHUNK = 500
"""Rows in one statement: below SQLite's limit of bound variables."""


@dataclass(frozen=True, slots=True)
class Due:
    """One outlet's run that a job asks for."""

    unit: int
    """Its number in the store."""
    job: str
    outlet: str
    due_at: datetime
    """UTC; the run starts up to the job's jitter later."""


class Dues:
    """The due runs of a store. Every method is one transaction; OutputError when the database fails."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def enter(self, jobs: Iterable[Job], now: datetime) -> int:
        """Enter what of these jobs has become due and is not entered yet; how many runs that are.

        Of several due times that were missed, only the last one is entered; what waits of the same job and outlet is coalesced into it.
        A job and outlet that was never seen is due at once when it has an interval; a cron line counts from now on.
        """
        entered = 0
        for job in jobs:
            due_at = job.timing.last(now)
            if due_at is None:
                continue
            with self.store.transaction() as connection:
                last = _last_due(connection, job.name)
                behind = [outlet for outlet in job.outlets if outlet in last and last[outlet] < due_at]
                fresh = [outlet for outlet in job.outlets if outlet not in last]
                _drop_others(connection, job, now)
                since = _coalesce(connection, job.name, due_at, now)
                first = "due" if job.timing.at_first_sight else "skipped"
                states = dict.fromkeys(behind, "due") | dict.fromkeys(fresh, first)
                rows = [
                    {
                        "job": job.name,
                        "outlet": outlet,
                        "due_at": due_at,
                        "waits_since": since.get(outlet, due_at),
                        "state": state,
                    }
                    for outlet, state in states.items()
                ]
                insert_new(connection, due_units, rows)
            entered += sum(state == "due" for state in states.values())
        return entered

    def ready(self, jobs: Mapping[str, Job], now: datetime) -> list[Due]:
        """The runs that may start now, those that wait longest first: their jitter is over, and no run of the same outlet goes on."""
        with self.store.reading() as connection:
            busy = set(connection.scalars(select(due_units.c.outlet).where(due_units.c.state == "running")))
            rows = connection.execute(
                select(due_units).where(due_units.c.state == "due").order_by(due_units.c.waits_since, due_units.c.unit)
            )
            waiting = [
                Due(row.unit, row.job, row.outlet, row.due_at)
                for row in rows
                if row.job in jobs and row.outlet in jobs[row.job].outlets
            ]
        found: list[Due] = []
        for due in waiting:
            if due.outlet not in busy and start_of(due.job, due.outlet, due.due_at, jobs[due.job].jitter) <= now:
                busy.add(due.outlet)
                found.append(due)
        return found

    def count_running(self) -> int:
        """How many runs go on on this machine, whoever started them."""
        query = select(func.count()).where(due_units.c.state == "running", due_units.c.host == socket.gethostname())
        with self.store.reading() as connection:
            return connection.scalar(query) or 0

    def waiting(self, jobs: Iterable[str]) -> int:
        """How many runs of these jobs are due and not started."""
        query = select(func.count()).where(due_units.c.state == "due", due_units.c.job.in_(list(jobs)))
        with self.store.reading() as connection:
            return connection.scalar(query) or 0

    def claim(self, due: Due, now: datetime) -> bool:
        """Take a run for a process that this one is about to start; false when another scheduler was quicker with it or its outlet."""
        values = this_process() | {"state": "running", "started_at": now, "seen_at": now, "finished_at": None, "exit_code": None}
        open_ones = (due_units.c.outlet == due.outlet) & due_units.c.state.in_(("due", "running"))
        query = select(due_units.c.unit, due_units.c.state).where(open_ones).order_by(due_units.c.unit).with_for_update()
        with self.store.transaction() as connection:
            states = {row.unit: row.state for row in connection.execute(query)}
            if states.get(due.unit) != "due" or "running" in states.values():
                return False
            connection.execute(due_units.update().where(due_units.c.unit == due.unit).values(values))
            return True

    def started(self, due: Due, pid: int, process_started: float) -> None:
        """The run's process is there."""
        values = {"pid": pid, "process_started": process_started}
        with self.store.transaction() as connection:
            connection.execute(due_units.update().where(due_units.c.unit == due.unit).values(values))

    def finish(self, due: Due, state: Literal["finished", "timed_out"], exit_code: int | None, now: datetime) -> None:
        """The run is over."""
        values = {"state": state, "exit_code": exit_code, "finished_at": now}
        with self.store.transaction() as connection:
            connection.execute(due_units.update().where(due_units.c.unit == due.unit).values(values))

    def put_back(self, due: Due, now: datetime) -> None:
        """The run is to be done again; or, when a later one of its job and outlet waits already, is coalesced into that."""
        with self.store.transaction() as connection:
            _put_back(connection, due, now)

    def seen(self, dues: Iterable[Due], now: datetime) -> None:
        """The process that watches over these runs lives."""
        units = [due.unit for due in dues]
        with self.store.transaction() as connection:
            connection.execute(due_units.update().where(due_units.c.unit.in_(units)).values(seen_at=now))

    def settle(self, now: datetime, own: Iterable[Due] = ()) -> list[tuple[Due, str]]:
        """Look after running ones whose scheduler is gone: those whose crawl ended are finished, those whose crawl died are due again.

        Args:
            now: the time.
            own: runs of this process's own children, which it knows better.

        What still goes on is left alone. Returns the runs with their new states.
        """
        mine = {due.unit for due in own}
        with self.store.reading() as connection:
            rows = list(connection.execute(select(due_units).where(due_units.c.state == "running")))
        gone = [row for row in rows if row.unit not in mine and not _goes_on(row, now)]
        settled: list[tuple[Due, str]] = []
        if not gone:
            return settled
        with self.store.transaction() as connection:
            for row in gone:
                same = (due_units.c.unit == row.unit) & (due_units.c.state == "running") & (due_units.c.pid == row.pid)
                if connection.scalar(select(due_units.c.unit).where(same)) is None:
                    continue  # another scheduler was quicker
                due = Due(row.unit, row.job, row.outlet, row.due_at)
                if _ended(connection, row):
                    connection.execute(
                        due_units.update().where(due_units.c.unit == row.unit).values(state="finished", finished_at=now)
                    )
                    settled.append((due, "finished"))
                else:
                    settled.append((due, _put_back(connection, due, now)))
        return settled

    def drop(self, jobs: Iterable[str], now: datetime) -> None:
        """These jobs are no longer on the schedule: what waits of them is dropped."""
        with self.store.transaction() as connection:
            waits = (due_units.c.state == "due") & due_units.c.job.in_(list(jobs))
            connection.execute(due_units.update().where(waits).values(state="dropped", finished_at=now))

    def last_done(self, due: Due) -> datetime | None:
        """When the last run of the same job and outlet that finished was due; None when none did."""
        query = select(func.max(due_units.c.due_at)).where(
            due_units.c.job == due.job, due_units.c.outlet == due.outlet, due_units.c.state == "finished"
        )
        with self.store.reading() as connection:
            found: datetime | None = connection.scalar(query)
            return found

    def run_of(self, pid: int, process_started: float) -> Row[Any] | None:
        """The row in `runs` of a crawl's process on this machine; None when it never began one."""
        with self.store.reading() as connection:
            return _run_of(connection, socket.gethostname(), pid, process_started)

    def prune(self, now: datetime) -> int:
        """Delete the rows of runs that were over long ago; how many."""
        newest = select(func.max(due_units.c.unit)).group_by(due_units.c.job, due_units.c.outlet)
        over = due_units.c.state.not_in(("due", "running")) & (due_units.c.due_at < now - KEEP)
        with self.store.transaction() as connection:
            keep = set(connection.scalars(newest))
            old = [unit for unit in connection.scalars(select(due_units.c.unit).where(over)) if unit not in keep]
            for start in range(0, len(old), CHUNK):
                connection.execute(due_units.delete().where(due_units.c.unit.in_(old[start : start + CHUNK])))
        return len(old)


def _goes_on(row: Row[Any], now: datetime) -> bool:
    """Whether the process of a row lives; of another machine's nothing is known but when it was last heard of.

    A row with this process's own id was claimed, and then its crawl was not started, because the database failed.
    """
    alive = is_alive(row)
    if alive is None:
        return bool(now - row.seen_at < SILENT)
    return alive and row.pid != os.getpid()


def _last_due(connection: Connection, job: str) -> dict[str, datetime]:
    """Per outlet the last due time that was entered for a job."""
    query = select(due_units.c.outlet, func.max(due_units.c.due_at)).where(due_units.c.job == job).group_by(due_units.c.outlet)
    return {row[0]: row[1] for row in connection.execute(query)}


def _drop_others(connection: Connection, job: Job, now: datetime) -> None:
    """What waits of outlets that the job no longer names is dropped."""
    waits = (due_units.c.job == job.name) & (due_units.c.state == "due") & due_units.c.outlet.not_in(job.outlets)
    connection.execute(due_units.update().where(waits).values(state="dropped", finished_at=now))


def _coalesce(connection: Connection, job: str, before: datetime, now: datetime) -> dict[str, datetime]:
    """What waits of a job and was due before is done with the later run; per outlet since when it waited."""
    older = (due_units.c.job == job) & (due_units.c.state == "due") & (due_units.c.due_at < before)
    query = select(due_units.c.outlet, func.min(due_units.c.waits_since)).where(older).group_by(due_units.c.outlet)
    since = {row[0]: row[1] for row in connection.execute(query)}
    if since:
        connection.execute(due_units.update().where(older).values(state="coalesced", finished_at=now))
    return since


def _put_back(connection: Connection, due: Due, now: datetime) -> str:
    same = (due_units.c.job == due.job) & (due_units.c.outlet == due.outlet) & (due_units.c.unit != due.unit)
    later = connection.scalar(
        select(due_units.c.unit).where(same, due_units.c.state == "due", due_units.c.due_at > due.due_at).limit(1)
    )
    state = "coalesced" if later is not None else "due"
    ended = now if state == "coalesced" else None
    values = {"state": state, "finished_at": ended, "pid": None, "process_started": None, "exit_code": None}
    connection.execute(due_units.update().where(due_units.c.unit == due.unit).values(values))
    return state


def _ended(connection: Connection, row: Row[Any]) -> bool:
    """Whether the crawl of a process that is gone came to its end by itself."""
    run = _run_of(connection, row.host, row.pid, row.process_started)
    return run is not None and run.finished_at is not None and run.reason != "broken off"


def _run_of(connection: Connection, host: str, pid: int, process_started: float) -> Row[Any] | None:
    """The run of a process; looked for among the last ones alone."""
    last = connection.scalar(select(func.max(runs.c.run))) or 0
    began = runs.c.process_started.between(process_started - 2, process_started + 2)
    query = select(runs).where(runs.c.run > last - RECENT, runs.c.host == host, runs.c.pid == pid, began)
    return connection.execute(query.order_by(runs.c.run.desc()).limit(1)).first()


def utcnow() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)
