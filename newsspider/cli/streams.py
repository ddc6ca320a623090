"""The standard streams of a command: a stdout whose failures are told, and a stderr whose failures change nothing."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, TextIO, cast

from newsspider.errors import OutputError


class Stdout:
    """stdout whose failures are told: an OutputError where it is written to, and remembered in `failure`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.buffer = Bytes(getattr(stream, "buffer", cast("Any", stream)), self.told)
        """The same for bytes."""
        self.failure: OutputError | None = None
        """Why it took nothing; None as long as it took everything."""
        self.reader_left = False
        """Whether the pipe's reader is gone."""

    def write(self, text: str) -> int:
        """Write. Raises OutputError, or BrokenPipeError when the reader is gone."""
        with self.told():
            try:
                self._stream.write(text)
            except UnicodeEncodeError as error:
                self._stream.write(text.encode(error.encoding, "backslashreplace").decode(error.encoding))
        return len(text)

    def flush(self) -> None:
        """Write out what is held back. Raises as `write` does."""
        with self.told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Remembers, and raises as OutputError, what goes wrong inside."""
        try:
            yield
        except BrokenPipeError:
            self.reader_left = True
            let_go(self._stream)
            raise
        except OSError as error:
            why = error.strerror or error
            self.failure = OutputError(f"cannot write to stdout: {why}; make room, or send the output elsewhere")
            let_go(self._stream)
            raise self.failure from error


class Bytes:
    """The bytes below a text stream, their failures told as the text's are."""

    def __init__(self, stream: BinaryIO, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._stream = stream
        self._told = told

    def write(self, data: Any) -> int:
        """Write."""
        with self._told():
            return self._stream.write(data)

    def flush(self) -> None:
        """Write out what is held back."""
        with self._told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Stderr:
    """stderr that may take nothing: what is told there is not worth ending a command for."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or lose it."""
        try:
            self._stream.write(text)
        except OSError:
            let_go(self._stream)
        return len(text)

    def flush(self) -> None:
        """Write out, or lose it."""
        try:
            self._stream.flush()
        except OSError:
            let_go(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def guarded_streams() -> Iterator[Stdout]:
    """The two standard streams guarded while a command runs; stdout."""
    before = sys.stdout, sys.stderr
    stdout = Stdout(sys.stdout or _closed())
    sys.stdout = cast("TextIO", stdout)
    sys.stderr = cast("TextIO", Stderr(sys.stderr or _closed()))
    try:
        yield stdout
    finally:
        sys.stdout, sys.stderr = before


def _closed() -> TextIO:
    """What stands for a stream that was closed (`>&-`): it holds the descriptor, so that no file of ours gets it, and takes nothing."""
    return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


def let_go(stream: TextIO) -> None:
    """Turn a stream that takes nothing any more to the null device: else the interpreter fails at it once more when it ends."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
