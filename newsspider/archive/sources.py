"""Bytes at an offset: a file and windows on it; nothing is held in memory but what was just read."""

import os
from pathlib import Path
from typing import Protocol

from newsspider.errors import InputError

WINDOW = 256 << 10
"""Bytes read at once: some tens of records, each of which is looked at several times."""


class Source(Protocol):
    """Bytes that can be read from any place on."""

    size: int
    """How many there are."""

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; fewer at the end."""
        ...


class FileSource:
    """A file as it is when it is opened: what is added later is not seen.

    Raises InputError when it cannot be opened or read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._held, self._at = b"", 0
        try:
            self._descriptor = os.open(path, os.O_RDONLY)
            self.size = os.fstat(self._descriptor).st_size
        except OSError as error:
            raise self._failed(error) from error

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; fewer at the end."""
        length = min(length, self.size - start)
        if length <= 0:
            return b""
        if start < self._at or start + length > self._at + len(self._held):
            try:
                data = os.pread(self._descriptor, max(length, WINDOW), start)
            except OSError as error:
                raise self._failed(error) from error
            if length > WINDOW:
                return data
            self._held, self._at = data, start
        return self._held[start - self._at : start - self._at + length]

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> "FileSource":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def _failed(self, error: OSError) -> InputError:
        return InputError(f"{self.path}: {error.strerror or error}")


class Window:
    """A stretch of another source, its first byte at 0."""

    def __init__(self, source: Source, start: int, size: int) -> None:
        self.size = max(0, min(size, source.size - start))
        self._source, self._start = source, start

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; fewer at the end."""
        return self._source.read(self._start + start, min(length, self.size - start)) if start < self.size else b""
