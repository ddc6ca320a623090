"""Where a tail stands, kept in a file that is replaced whole, so that it goes on there after any kill."""

import fcntl
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from newsspider.errors import InputError, Locked, OutputError, UsageError
from newsspider.export.atomic_files import write_whole
from newsspider.export.places import place_of
from newsspider.values import load_json


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a file is written."""

    device: int
    inode: int
    offset: int
    """Bytes; behind them may be lines that were written before a kill and not recorded."""


class Cursor:
    """The place of one tail, held by this process while it is open.

    Args:
        path: the file, or a link to it; FILE.lock beside it is held while the cursor is open.
        store_id: id of the store that its position belongs to.

    Raises Locked when another tail holds it, UsageError when it belongs to another store, InputError when it is no cursor,
    OutputError when it cannot be written.
    """

    def __init__(self, path: Path, store_id: str) -> None:
        self.path = _file_behind(path)
        self.store_id = store_id
        self.position: int | None = None
        """Everything wanted up to here was handed on; None before the first `move`."""
        self.mark: Mark | None = None
        """How far the file on stdout was written then; None for anything but a file."""
        try:
            self._lock = self.path.with_name(self.path.name + ".lock").open("wb")
        except OSError as error:
            raise OutputError(f"cannot write the cursor {path}: {error.strerror or error}") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._read()
        except BlockingIOError as error:
            self._lock.close()
            raise Locked(f"another `newsspider tail` holds the cursor {path}; end it, or give --cursor another file") from error
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._lock.close()

    def move(self, position: int, mark: Mark | None) -> None:
        """Enter the place; it is on disk when this returns."""
        state = {"store": self.store_id, "position": position, "file": asdict(mark) if mark else None}
        try:
            write_whole(self.path, json.dumps(state).encode() + b"\n")
        except OSError as error:
            raise OutputError(f"cannot write the cursor {self.path}: {error.strerror or error}") from error
        self.position, self.mark = position, mark

    def _read(self) -> None:
        try:
            state = load_json(self.path.read_bytes())
            owner, position = state["store"], _count(state["position"])
            mark = Mark(**{name: _count(value, 2**64) for name, value in state["file"].items()}) if state["file"] else None
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(f"cannot read the cursor {self.path}: {error.strerror or error}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{self.path} is no cursor of newsspider, or a damaged one; give --cursor another file") from error
        if owner != self.store_id:
            raise UsageError(
                f"the cursor {self.path} belongs to another database; give --database that one, or --cursor another file"
            )
        self.position, self.mark = position, mark


def _count(value: object, limit: int = 2**63) -> int:
    """A number that a cursor may hold: whole, from 0, below a limit. Raises ValueError for anything else."""
    if type(value) is not int or not 0 <= value < limit:
        raise ValueError(f"{value!r} is no position")
    return value


def _file_behind(path: Path) -> Path:
    """The file that a path leads to, which need not exist. Raises InputError for a pipe or device, OutputError for a folder or loop."""
    try:
        place = place_of(path)
    except OSError as error:
        raise OutputError(f"cannot write the cursor {path}: {error.strerror or error}") from error
    if place.is_special:
        raise InputError(f"the cursor {path} is a pipe or device, which keeps nothing; give --cursor a file")
    return place.path
