"""Crawls and a following tail that are killed again and again, and what is lost or comes twice then. Also used by `make faults`."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from commands import written
from kill_at import MOMENTS
from sqlalchemy import select

from newsspider.demo import Press
from newsspider.store import Store
from newsspider.store.tables import urls

Record = dict[str, Any]

KILL_AT = Path(__file__).parent / "kill_at.py"
SECONDS = 600
"""How long a run that is not killed may take."""
MOST_CALLS = {"commit": 30, "sync": 4, "rename": 2, "line": 1}
"""Of each moment, the number of the call is drawn up to this: so many there are in a run of some seconds, about."""
AT_THE_END = [moment for moment in MOMENTS if not moment.endswith("commit")]
DEPENDS_ON_THE_ORDER = {"duplicate_of"}
"""Which of two reprints is known first: which site was read first is another matter at each kill."""


@dataclass
class Judgement:
    """What one place holds, beside the true records."""

    lost: int
    """Articles that are missing."""
    twice: int
    """Lines too many."""
    wrong: list[str]
    """`url field` that differ from the true record, and URLs that there should not be."""

    @property
    def good(self) -> bool:
        """Whether nothing is lost, twice or wrong."""
        return not (self.lost or self.twice or self.wrong)


def judge(expected: Iterable[Record], found: Iterable[Record]) -> Judgement:
    """Whole records beside whole records, by URL."""
    true = {record["url"]: record for record in expected}
    rows = list(found)
    seen = Counter(row["url"] for row in rows)
    wrong = [url for url in seen if url not in true]
    for row in rows:
        for name, value in true.get(row["url"], {}).items():
            if name not in DEPENDS_ON_THE_ORDER and row[name] != value:
                wrong.append(f"{row['url']} {name}")
    return Judgement(len(true.keys() - seen.keys()), sum(seen.values()) - len(seen), wrong)


@dataclass
class Scene:
    """One folder and database, crawled by runs that are killed, and followed by a tail that is, too."""

    press: Press
    """Serves this scene alone."""
    folder: Path
    """Holds sites.toml; the output goes to `out`."""
    database: str
    random: Random
    span: float
    """Kills by the clock fall up to so many seconds after the start, or after the first answer of the press."""
    kills: Counter[str] = field(default_factory=Counter)
    """By moment: those of kill_at, and by the clock `start` and `fetching`."""
    tail_kills: int = 0
    stored_at_kills: list[int] = field(default_factory=list)
    """Articles in the database after each kill of a crawl."""

    def __post_init__(self) -> None:
        Store(self.database).close()  # a tail follows a store that is there
        self._over = threading.Event()
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self.trouble: list[str] = []
        """What a process said that ended by itself and not well."""

    # crawls

    def kill_a_crawl(self, *, at_its_end: bool = False) -> bool:
        """Start a crawl and kill it at a random moment; false when it ended by itself before that.

        Args:
            at_its_end: let it come to its end, where its files are written, unless the moment is before that.
        """
        moment = self.random.choice(["start", *["fetching"] * 4, *MOMENTS] if not at_its_end else AT_THE_END)
        number = self.random.randint(1, MOST_CALLS.get(moment.rpartition("_")[2], 1))
        after = self.random.uniform(0.1, self.span)
        answers = self.press.answers().total()
        process = self.start(f"{moment}:{number}" if moment in MOMENTS else "none", *self.crawling)
        deadline = time.monotonic() + SECONDS
        while (
            moment != "start"
            and self.press.answers().total() == answers
            and process.poll() is None
            and time.monotonic() < deadline
        ):
            time.sleep(0.01)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS if at_its_end else self.span if moment in MOMENTS else after)
        late = process.poll() is None
        kill(process)
        if process.returncode != -signal.SIGKILL:
            self.note(process)
            return False
        self.kills["fetching" if late and moment != "start" else moment] += 1
        self.stored_at_kills.append(self.count())
        return True

    def finish(self) -> None:
        """One crawl to its end."""
        process = self.start("none", *self.crawling)
        try:
            process.wait(SECONDS)
        finally:
            kill(process)
        self.note(process)

    @property
    def crawling(self) -> list[str]:
        """The arguments of a crawl."""
        return ["crawl", "--all", "--sites", "sites.toml", "--output", "out", "--database", self.database]

    def start(self, moment: str, *arguments: str, stdout: Any = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """The command as the leader of a process group of its own: all of it is killed at once."""
        with (self.folder / "stderr.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(KILL_AT), moment, *arguments],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=stdout, stderr=log, start_new_session=True,
            )  # fmt: skip

    def note(self, process: subprocess.Popen[bytes]) -> None:
        """Remember a bad end."""
        if process.returncode not in (0, -signal.SIGKILL):
            said = (self.folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")
            self.trouble.append(f"ended with {process.returncode}: {said[-1500:]}")

    # the tail

    def __enter__(self) -> "Scene":
        self._follower.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._follower.join()

    def _follow(self) -> None:
        """A tail into a file, killed at random moments and started again."""
        random = Random(self.random.random())  # noqa: S311 the same draws every time are the aim
        while not self._over.is_set():
            with (self.folder / "tail.jsonl").open("ab") as out:
                process = self.start("none", *self.tailing, "--follow", "--interval", "0.1", "--batch", "20", stdout=out)
            self._over.wait(random.uniform(1.0, 2 + 2 * self.span))
            if process.poll() is None:
                self.tail_kills += 1
            kill(process)
            self.note(process)

    def finish_tail(self) -> None:
        """What the tail has not printed yet."""
        with (self.folder / "tail.jsonl").open("ab") as out:
            process = self.start("none", *self.tailing, stdout=out)
        process.wait(SECONDS)
        self.note(process)

    @property
    def tailing(self) -> list[str]:
        """The arguments of a tail."""
        return ["tail", "--cursor", "place.json", "--output", "out", "--database", self.database]

    # what came of it

    def count(self) -> int:
        """Articles in the database."""
        with contextlib.closing(Store(self.database)) as store:
            return store.count()

    def judge(self) -> dict[str, Judgement]:
        """The three places beside the true records; the tail's lines must be the files' lines."""
        expected = self.press.expected()
        with contextlib.closing(Store(self.database)) as store:
            database = [record for _, record in store.articles_after(0, 1_000_000)]
            with store.reading() as connection:
                states = Counter(connection.scalars(select(urls.c.state)))
        for state in ("pending", "failed", "refused"):
            if states[state]:
                self.trouble.append(f"{states[state]} URLs are {state}")
        try:
            files = written(self.folder / "out")
        except FileNotFoundError as error:
            files = []
            self.trouble.append(str(error))
        tail = [json.loads(line) for line in (self.folder / "tail.jsonl").read_bytes().splitlines()]
        if not files == tail == database:
            self.trouble.append("the files, the tail and the database do not hold the same records in the same order")
        return {"database": judge(expected, database), "files": judge(expected, files), "tail": judge(expected, tail)}


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of a process group, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)
