"""Runs and locks: which process does what, how it ended, and that no two of them crawl one outlet at once."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import psutil
from sqlalchemy import Connection, Row, func, select

from newsspider.errors import Locked
from newsspider.masking import mask, mask_command
from newsspider.store.sql import Store
from newsspider.store.tables import articles, locks, outlet_runs, runs
from newsspider.store.upserts import insert_new, upsert
from newsspider.values import printable

RunState = Literal["running", "finished", "failed", "killed"]

REFRESH_SECONDS = 30.0
"""How often a running process says that it lives."""

SILENT = timedelta(minutes=5)
"""A lock of another machine that was not renewed for so long is a dead one's."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as the store knows it."""

    run: int
    command: str
    outlets: list[str]
    started_at: datetime
    finished_at: datetime | None
    """None while it runs, and of a killed one."""
    state: RunState
    """killed also for one that the store holds as running and whose process is gone."""
    reason: str | None
    """Why it failed, or was broken off; None of one that finished."""
    counts: dict[str, dict[str, Any]]
    """Per outlet, see `newsspider.telemetry.counters.counts_by_outlet`; of a killed one only what its finished outlets counted."""
    stored: int
    """Article rows that it committed, revisions included."""


@dataclass(frozen=True, slots=True)
class OutletRun:
    """One outlet's part in a run that ended."""

    run: int
    outlet: str
    started_at: datetime
    finished_at: datetime
    state: RunState
    counts: dict[str, Any]


def this_process() -> dict[str, Any]:
    """The columns host, pid and process_started of this process: a process id alone is used again by others."""
    process = psutil.Process()
    return {"host": socket.gethostname(), "pid": process.pid, "process_started": process.create_time()}


def is_alive(row: Any) -> bool | None:
    """Whether the process of a row lives; None when it is on another machine."""
    if row.host != socket.gethostname():
        return None
    try:
        return bool(abs(psutil.Process(row.pid).create_time() - row.process_started) < 2)
    except psutil.NoSuchProcess:
        return False


class Runs:
    """The runs and locks of a store. Every method is one transaction; OutputError when the database fails."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def begin(self, command: str, outlets: Sequence[str] = ()) -> int:
        """Enter a run of this process as running; its number. Runs whose process is gone are entered as killed first.

        Passwords in the command line are not stored.
        """
        self.mark_killed()
        values = {
            "command": printable(mask_command(command)),
            "outlets": list(outlets),
            "started_at": datetime.now(UTC),
            "state": "running",
            "counts": {},
        }
        with self.store.transaction() as connection:
            key = connection.execute(runs.insert().values(values | this_process())).inserted_primary_key
            return int(key[0]) if key else 0

    def end(self, run: int, state: RunState, reason: str | None, counts: dict[str, dict[str, Any]]) -> None:
        """Enter how a run ended: its state, why, and what it counted per outlet."""
        values = {
            "finished_at": datetime.now(UTC),
            "state": state,
            "reason": mask(reason) if reason else reason,
            "counts": counts,
            "outlets": list(counts),
        }
        with self.store.transaction() as connection:
            connection.execute(runs.update().where(runs.c.run == run).values(values))

    def enter_outlet(self, run: int, outlet: str, started_at: datetime, state: RunState, counts: dict[str, Any]) -> None:
        """Enter one outlet's part in a run, when it ends."""
        row = {
            "run": run,
            "outlet": outlet,
            "started_at": started_at,
            "finished_at": datetime.now(UTC),
            "state": state,
            "counts": counts,
        }
        with self.store.transaction() as connection:
            upsert(connection, outlet_runs, [row])

    def mark_killed(self) -> list[int]:
        """Enter the runs of this machine that are said to run and whose process is gone as killed; their numbers."""
        with self.store.transaction() as connection:
            dead = [
                row.run for row in connection.execute(select(runs).where(runs.c.state == "running")) if is_alive(row) is False
            ]
            if dead:
                connection.execute(runs.update().where(runs.c.run.in_(dead)).values(state="killed"))
        return dead

    def recent(self, limit: int = 20, run: int | None = None) -> list[Run]:
        """The last runs, newest first; or the one of that number."""
        query = select(runs).order_by(runs.c.run.desc()).limit(limit)
        with self.store.reading() as connection:
            rows = list(connection.execute(query.where(runs.c.run == run) if run is not None else query))
            return [_run(connection, row) for row in rows]

    def history(self, outlet: str, limit: int = 50) -> list[OutletRun]:
        """An outlet's part in the last runs that finished it, newest first."""
        query = select(outlet_runs).where(outlet_runs.c.outlet == outlet, outlet_runs.c.state == "finished")
        with self.store.reading() as connection:
            found = connection.execute(query.order_by(outlet_runs.c.started_at.desc()).limit(limit))
            return [OutletRun(row.run, row.outlet, row.started_at, row.finished_at, row.state, row.counts) for row in found]

    def lock(self, name: str, run: int) -> None:
        """Take an outlet for a run of this process, also from a dead one. Raises Locked when a living run has it."""
        now = datetime.now(UTC)
        mine = this_process() | {"run": run, "taken_at": now, "seen_at": now}
        with self.store.transaction() as connection:
            insert_new(connection, locks, [mine | {"name": name}])
            holder = connection.execute(select(locks).where(locks.c.name == name).with_for_update()).one()
            if holder.run == run and holder.taken_at == now:
                return
            alive = is_alive(holder)
            if alive or (alive is None and now - holder.seen_at < SILENT):
                raise Locked(
                    f"{name}: run {holder.run} is crawling it (process {holder.pid} on {holder.host}, since "
                    f"{holder.taken_at:%Y-%m-%d %H:%M:%S} UTC); wait for its end, `newsspider runs` shows it"
                )
            connection.execute(locks.update().where(locks.c.name == name).values(mine))

    def unlock(self, name: str, run: int) -> None:
        """Give an outlet back; nothing when another run has taken it over."""
        with self.store.transaction() as connection:
            connection.execute(locks.delete().where(locks.c.name == name, locks.c.run == run))

    def refresh(self, run: int) -> None:
        """Say that the run's process lives."""
        with self.store.transaction() as connection:
            connection.execute(locks.update().where(locks.c.run == run).values(seen_at=datetime.now(UTC)))


def _run(connection: Connection, row: Row[Any]) -> Run:
    stored = connection.scalar(select(func.count()).select_from(articles).where(articles.c.run == row.run)) or 0
    counts = dict(row.counts)
    if not counts:
        parts = connection.execute(select(outlet_runs.c.outlet, outlet_runs.c.counts).where(outlet_runs.c.run == row.run))
        counts = {part.outlet: part.counts for part in parts}
    state: RunState = "killed" if row.state == "running" and is_alive(row) is False else row.state
    return Run(row.run, row.command, row.outlets, row.started_at, row.finished_at, state, row.reason, counts, stored)
