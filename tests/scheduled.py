"""A scheduler as a process of its own before a demo press, watched from outside: what ran when, and what its account says."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from commands import write_sites

from newsspider.demo import Press


@dataclass
class Row:
    """A row of `due_units`."""

    job: str
    outlet: str
    due_at: datetime
    started_at: datetime | None
    state: str
    exit_code: int | None


@dataclass
class Watch(contextlib.AbstractContextManager["Watch"]):
    """Looks at the machine's processes: which crawls of a working folder run, and whether two of one outlet ever do."""

    folder: Path
    most: Counter[str] = field(default_factory=Counter)
    """Per outlet the most crawls seen at once."""
    most_at_once: int = 0
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Per outlet the process ids of its crawls."""
    looks: int = 0

    def __enter__(self) -> "Watch":
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._over.wait(0.1):
            now = Counter[str]()
            for outlet, pid in crawls(self.folder):
                now[outlet] += 1
                self.seen[outlet].add(pid)
            self.most |= now
            self.most_at_once = max(self.most_at_once, now.total())
            self.looks += 1


def crawls(folder: Path) -> list[tuple[str, int]]:
    """Outlet and process id of the crawls that run with this working folder."""
    found = []
    for process in psutil.process_iter():
        try:
            line = process.cmdline()
            if line[1:4] == ["-m", "newsspider", "crawl"] and process.cwd() == str(folder):
                found.append((line[4], process.pid))
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess, FileNotFoundError):
            continue
    return found


class Desk:
    """A working folder with site records, a schedule and a scheduler that can be started, killed and stopped."""

    def __init__(self, folder: Path, press: Press, schedule: str) -> None:
        self.folder = folder.resolve()
        write_sites(press.outlets, self.folder / "sites.toml")
        (self.folder / "schedule.toml").write_text(schedule, encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.folder / "log.txt"

    def environment(self) -> dict[str, str]:
        """Nothing of the surroundings' configuration."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSSPIDER_")}
        return kept | {"NEWSSPIDER_CONFIG": "", "NEWSSPIDER_SITES": "sites.toml", "NEWSSPIDER_OUTPUT": "out"}

    def start(self, *options: str) -> None:
        """Start the scheduler; its log is added to `log.txt`."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "newsspider", "schedule", *options], cwd=self.folder, env=self.environment(), stderr=log
            )

    def kill(self) -> None:
        """kill -9; its crawls live on."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM, within: float = 60) -> tuple[int, float]:
        """Send a signal; exit code, and the seconds that it took."""
        assert self.process
        since = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(within)
        return code, time.monotonic() - since

    def clean_up(self) -> None:
        """Leave nothing running."""
        if self.process and self.process.poll() is None:
            self.kill()
        for _, pid in crawls(self.folder):
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(pid).kill()

    def due(self) -> int:
        """Run `newsspider crawl --due`; the exit code."""
        command = [sys.executable, "-m", "newsspider", "crawl", "--due"]
        with self.log.open("ab") as log:
            return subprocess.run(
                command, cwd=self.folder, env=self.environment(), stderr=log, timeout=120, check=False
            ).returncode

    def query(self, statement: str) -> list[Any]:
        """Rows of the store; none while it is not made."""
        path = self.folder / "out" / "newsspider.db"
        if not path.exists():
            return []
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as database:
            try:
                return database.execute(statement).fetchall()
            except sqlite3.OperationalError:
                return []

    def rows(self) -> list[Row]:
        """The account of due runs."""
        found = self.query("SELECT job, outlet, due_at, started_at, state, exit_code FROM due_units ORDER BY due_at, unit")
        return [
            Row(job, outlet, _time(due), _time(started) if started else None, state, code)
            for job, outlet, due, started, state, code in found
        ]

    def wait_for(self, enough: Any, seconds: float = 60) -> None:
        """Until a condition on the rows holds."""
        deadline = time.monotonic() + seconds
        while not enough(self.rows()):
            assert time.monotonic() < deadline, f"{[*map(str, self.rows())][-12:]}\n{self.log.read_text()[-2000:]}"
            time.sleep(0.05)

    def wait_for_log(self, words: str, *, times: int = 1, seconds: float = 60) -> datetime:
        """Until words stand in the log so often; the time it is then."""
        deadline = time.monotonic() + seconds
        while self.log.read_text().count(words) < times:
            assert time.monotonic() < deadline, self.log.read_text()[-2000:]
            time.sleep(0.05)
        return datetime.now(UTC)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def missed(
    rows: list[Row], outlets: list[str], every: timedelta, up: list[tuple[datetime, datetime]], slack: timedelta = timedelta()
) -> list[tuple[str, datetime]]:
    """Outlet and due time of each time that came while a scheduler ran and is not in the account.

    Args:
        rows: the account.
        outlets: which are on the schedule.
        every: its interval.
        up: from when to when schedulers ran.
        slack: a time also stands in the account when a later one does, by so much at most.
    """
    entered = {(row.outlet, row.due_at) for row in rows}
    lacking = []
    for start, end in up:
        moment = datetime.fromtimestamp((start.timestamp() // every.total_seconds() + 1) * every.total_seconds(), UTC)
        while moment < end:
            stands_for = [moment + number * every for number in range(slack // every + 1)]
            lacking += [(outlet, moment) for outlet in outlets if not any((outlet, later) in entered for later in stands_for)]
            moment += every
    return lacking


def lost(rows: list[Row]) -> list[Row]:
    """Due runs that nothing came of: not finished, not waiting, and coalesced into no later run that was."""
    last: dict[tuple[str, str], datetime] = {}
    for row in rows:
        if row.state in ("finished", "due", "running"):
            last[row.job, row.outlet] = max(row.due_at, last.get((row.job, row.outlet), row.due_at))
    return [
        row
        for row in rows
        if row.state not in ("finished", "due", "running", "skipped")
        and not (row.state == "coalesced" and row.due_at < last.get((row.job, row.outlet), row.due_at))
    ]
