"""Where outcomes wait on disk while the database is away, and how they get into it when it is back.

One file a run and spider, `STORE-RUN-….jsonl`: a first line that names the database, then a line for each outcome, synced a batch at a
time. Whoever writes into a file, or out of it into the database, holds its lock: what a living run is filling is left to it. How many
lines of a file are in the database is committed with them (a row of `feeds`), so that none is entered twice, wherever a kill falls.
"""

import json
import logging
import os
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from newsspider.errors import InputError, OutputError, StoreAway
from newsspider.items import Article, Author, Credit, Image, Video
from newsspider.lazy_pattern import lazy_pattern
from newsspider.store.batches import commits
from newsspider.store.known import Outcome
from newsspider.store.records import Saved
from newsspider.store.sql import Store
from newsspider.values import load_json

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed by others either
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

Committed = Callable[[Sequence[Outcome], Sequence[Saved | None]], None]

NAME = lazy_pattern(r"[0-9a-f]+-([0-9]{6,18})-.+\.jsonl")
"""Of a file: the store's id, the run's number, something of its own."""

TRY_SECONDS = 3.0
"""How long the database is left alone after it was away."""
TRY_SHARE = 10
"""A try that took longer, waiting for an answer, is followed by this many times its length of rest: the run goes on meanwhile."""
BATCH = 50
PARTS = {"authors": Author, "images": Image, "videos": Video, "credits": Credit}


class Spool:
    """The waiting outcomes of one run.

    Args:
        store: the open store that they are for.
        folder: where the files are; made when the first outcome has to wait.
        run: number of the run.
    """

    def __init__(self, store: Store, folder: Path, run: int) -> None:
        self.store = store
        self.folder = folder
        self.run = run
        self.path = self._new_path()
        self.urls: deque[str] = deque()
        """Of the outcomes that are not in the database yet, in order."""
        self._file: IO[bytes] | None = None
        self._next_try = 0.0

    @property
    def waiting(self) -> int:
        """Outcomes that are not in the database yet."""
        return len(self.urls)

    def save(self, outcomes: Sequence[Outcome], committed: Committed, *, now: bool = False) -> None:
        """Commit outcomes, behind those that wait; or have them wait, too, while the database is away.

        Args:
            outcomes: what became of URLs; may be empty.
            committed: called after each commit with the outcomes and, for each, what storing its article did.
            now: ask the database even if it was away a moment ago.

        Raises OutputError when neither the database nor the spool takes them.
        """
        if self.waiting and not now and time.monotonic() < self._next_try:
            self._put(outcomes)
            return
        begun = time.monotonic()
        left = list(outcomes)
        try:
            if self.waiting:
                self._write_back(committed)
            for entered, saved in commits(self.store, outcomes, self.run) if outcomes else ():
                left = left[len(entered) :]
                committed(entered, saved)
        except StoreAway as error:
            took = time.monotonic() - begun
            self._next_try = time.monotonic() + max(TRY_SECONDS, took * TRY_SHARE)
            if not self.waiting:
                logger.warning("%s; what is fetched waits in %s", error, self.path)
            self._put(left)

    def close(self) -> None:
        """Let go of the file; what waits in it is written by the next run."""
        if self._file:
            self._file.close()
            self._file = None

    def _new_path(self) -> Path:
        return self.folder / f"{self.store.id}-{self.run:06d}-{secrets.token_hex(4)}.jsonl"

    def _put(self, outcomes: Sequence[Outcome]) -> None:
        """Have outcomes wait on disk."""
        if not outcomes:
            return
        data = b"".join(_line(asdict(outcome)) for outcome in outcomes)
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("xb")
                _lock(self._file)
                data = _line({"store": self.store.id, "database": self.store.url, "run": self.run}) + data
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError(
                f"the database {self.store.url} is away, and {self.path} cannot be written: {error.strerror or error}; "
                "make room, then run the same command again: it fetches what is missing"
            ) from error
        self.urls += [outcome.url for outcome in outcomes]

    def _write_back(self, committed: Committed) -> None:
        """Commit what waits, and remove the file."""

        def counted(outcomes: Sequence[Outcome], saved: Sequence[Saved | None]) -> None:
            for _ in outcomes:
                self.urls.popleft()
            committed(outcomes, saved)

        number, damage = _write(self.store, self.path, counted)
        logger.warning("the database is back: %d outcomes that waited in %s were written", number, self.path)
        self.close()
        self.urls.clear()
        path, self.path = self.path, self._new_path()  # what waits next is not counted with this file
        if damage:
            logger.error("%s", damage)
        else:
            _remove(self.store, path)


def write_waiting(store: Store, folder: Path) -> int:
    """Write what earlier runs left waiting for this store, and remove their files; how many outcomes that were.

    A file that a living run holds is left to it; one with damaged lines stays, after the others of its lines are written. Raises
    StoreAway when the database is away again, InputError, at the end, for the first damaged line.
    """
    written = 0
    first_damage: InputError | None = None
    for path in sorted(folder.glob(f"{store.id}-*.jsonl")):
        try:
            with path.open("rb") as file:
                if _lock(file) and path.exists():
                    number, damage = _write(store, path, lambda outcomes, saved: None)
                    written += number
                    if damage:
                        first_damage = first_damage or damage
                    else:
                        _remove(store, path)
        except FileNotFoundError:  # another run was quicker
            continue
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}; outcomes of an earlier run wait in it") from error
    if written:
        logger.warning("%d outcomes of an earlier run, which waited in %s, were written to the database", written, folder)
    if first_damage:
        raise first_damage
    return written


def _write(store: Store, path: Path, committed: Committed) -> tuple[int, InputError | None]:
    """Commit the outcomes of a file that no earlier try committed; how many that were, and the fault of its first damaged line."""
    named = NAME.fullmatch(path.name)
    if named is None:
        return 0, InputError(f"{path}: no file of waiting outcomes has such a name; move it away")
    run = int(named[1])
    place = f"spool:{path.name}"
    start = store.position_of(place)
    batch: list[Outcome] = []
    damage: InputError | None = None
    written = 0

    def write(done: int) -> None:
        nonlocal written
        for entered, saved in commits(store, batch, run, (place, done)) if batch else ():
            written += len(entered)
            committed(entered, saved)
        batch.clear()

    for number, each in enumerate(_read(path), 1):
        if isinstance(each, InputError):
            damage = damage or each
            write(number - 1)
        elif number > start:
            batch.append(each)
            if len(batch) == BATCH:
                write(number)
    if batch:
        write(number)
    return written, damage


def _remove(store: Store, path: Path) -> None:
    """Remove a file whose outcomes are all committed, then the note of how many they were: in the other order a kill would repeat them."""
    path.unlink()
    store.forget(f"spool:{path.name}")


def _read(path: Path) -> Iterator[Outcome | InputError]:
    """The outcomes of a file, without a last line that was broken off; in place of a damaged line what is wrong with it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if number == 1 or not line.endswith(b"\n"):
                continue
            try:
                values = load_json(line)
                at = values.get("retry_at")
                at = datetime.fromisoformat(at) if at else None
                yield Outcome(**values | {"article": _article(values["article"]), "retry_at": at})
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                yield InputError(
                    f"{path}, line {number}: not an outcome that waits ({error}); look into it, then move the file away"
                )


def _article(values: dict[str, Any] | None) -> Article | None:
    if values is None:
        return None
    return Article(**values | {name: [part(**each) for each in values[name]] for name, part in PARTS.items()})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, default=datetime.isoformat).encode() + b"\n"


def _lock(file: IO[bytes]) -> bool:
    """Whether nobody else held the file; it is ours until it is closed."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
