"""Where a tail hands its lines: a regular file, a pipe or terminal, a command that is run for each batch."""

import contextlib
import fcntl
import os
import select
import stat
import struct
import subprocess
import termios
import time
from threading import Event
from typing import BinaryIO, Protocol

from newsspider.errors import OutputError
from newsspider.export.cursor import Mark

PIPE_BYTES = select.PIPE_BUF if hasattr(select, "PIPE_BUF") else 512
"""A pipe that says it is ready takes as many bytes at once without blocking."""

PATIENCE = 5.0
"""Seconds that a reader has for the lines in the pipe when the tail is told to end."""

OPENINGS = (b'{"id": "', b'{"position": ')
"""How lines begin: a half line that begins otherwise is not one of a tail's."""


class Stopped(Exception):
    """The tail was told to end while the reader took nothing."""


class Sink(Protocol):
    """Takes batches of lines."""

    def deliver(self, lines: bytes, last: int) -> None:
        """Hand the lines on; when this returns they are taken. `last` is the position of the last one.

        Raises BrokenPipeError when the reader is gone, Stopped, OutputError when they cannot be written.
        """

    def mark(self) -> Mark | None:
        """How far the file is written; None for what is no file."""

    def is_open(self) -> bool:
        """Whether somebody may still read."""


class FileSink:
    """A regular file on a descriptor, written at its end, on disk when a batch is delivered."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        os.lseek(descriptor, 0, os.SEEK_END)

    def deliver(self, lines: bytes, last: int) -> None:
        """Write and sync."""
        try:
            rest = memoryview(lines)
            while rest:
                rest = rest[os.write(self.descriptor, rest) :]
            os.fsync(self.descriptor)
        except OSError as error:
            raise OutputError(f"cannot write the articles up to {last}: {error.strerror or error}") from error

    def mark(self) -> Mark:
        """The file and its size."""
        status = os.fstat(self.descriptor)
        return Mark(status.st_dev, status.st_ino, status.st_size)

    def is_open(self) -> bool:
        """A file is."""
        return True

    def missing(self, mark: Mark | None) -> int:
        """How many bytes the file is shorter than the mark of an earlier tail says; 0 for another file, and one emptied on purpose."""
        now = self.mark()
        if mark is None or (mark.device, mark.inode) != (now.device, now.inode) or not now.offset:
            return 0
        return max(mark.offset - now.offset, 0)

    def take_up(self, mark: Mark | None) -> bytes | None:
        """The last whole line behind the mark of an earlier tail, which a half line behind it is cut off for; None for no line.

        Of a file that is shorter than the mark says, its last whole line. None also for another file than the mark's. Raises
        OutputError when the file cannot be read back or somebody else has written to it.
        """
        now = self.mark()
        if mark is None or (mark.device, mark.inode) != (now.device, now.inode) or now.offset == mark.offset:
            return None
        line, half = None, b""
        try:
            with open(f"/dev/fd/{self.descriptor}", "rb") as written:  # the shell's >> gives a descriptor that only writes
                end = mark.offset if now.offset > mark.offset else _last_line_at(written, now.offset)
                written.seek(end)
                for text in written:
                    if text.endswith(b"\n"):
                        line, end = text, end + len(text)
                    else:
                        half = text
        except OSError as error:
            raise OutputError(f"cannot read back the file on stdout: {error.strerror or error}") from error
        if half and not any(opening.startswith(half[: len(opening)]) for opening in OPENINGS):
            raise OutputError(f"the file on stdout holds what is no article behind byte {end}; somebody else has written to it")
        try:
            os.ftruncate(self.descriptor, end)
            os.lseek(self.descriptor, 0, os.SEEK_END)
        except OSError as error:
            raise OutputError(f"cannot cut a half line off the file on stdout: {error.strerror or error}") from error
        return line


def _last_line_at(file: BinaryIO, size: int) -> int:
    """Where the last whole line of a file begins: read back from its end, since the file may be large."""
    tail, start, step = b"", size, 1 << 16
    while start and tail.count(b"\n") < 2:
        step = min(step * 2, start)
        start -= step
        file.seek(start)
        tail = file.read(step) + tail
    return start + tail.rfind(b"\n", 0, max(tail.rfind(b"\n"), 0)) + 1


class StreamSink:
    """A pipe, socket or terminal on a descriptor.

    Args:
        descriptor: what to write to.
        stop: set when the tail is to end.
        until_read: return from `deliver` when the reader has taken all out of the pipe: what is left there dies with it.
    """

    def __init__(self, descriptor: int, stop: Event, *, until_read: bool) -> None:
        self.descriptor = descriptor
        self.stop = stop
        self.until_read = until_read and stat.S_ISFIFO(os.fstat(descriptor).st_mode)
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)

    def deliver(self, lines: bytes, last: int) -> None:
        """Write as the reader reads."""
        rest = memoryview(lines)
        deadline: float | None = None
        while rest or (self.until_read and self._unread()):
            events = dict(self._poll.poll(500 if rest else 0)).get(self.descriptor, 0)
            if events & (select.POLLERR | select.POLLHUP):
                raise BrokenPipeError
            if rest and events & select.POLLOUT:
                rest = rest[self._write(rest[:PIPE_BYTES], last) :]
                continue
            if self.stop.is_set():
                deadline = deadline or time.monotonic() + PATIENCE
                if time.monotonic() > deadline:
                    raise Stopped
            if not rest:
                time.sleep(0.005)

    def _write(self, lines: memoryview, last: int) -> int:
        """Write some; how many bytes were taken."""
        try:
            return os.write(self.descriptor, lines)
        except (BrokenPipeError, ConnectionResetError):
            raise BrokenPipeError from None
        except OSError as error:
            raise OutputError(f"cannot write the articles up to {last}: {error.strerror or error}") from error

    def mark(self) -> None:
        """A stream has none."""

    def is_open(self) -> bool:
        """Whether the pipe has a reader."""
        return not dict(self._poll.poll(0)).get(self.descriptor, 0) & (select.POLLERR | select.POLLHUP)

    def _unread(self) -> int:
        with contextlib.suppress(OSError):  # a system that does not tell
            (count,) = struct.unpack("i", fcntl.ioctl(self.descriptor, termios.FIONREAD, bytes(4)))
            return int(count)
        return 0


class CommandSink:
    """A shell command, run for each batch with its lines on stdin and their last position in NEWSSPIDER_POSITION."""

    def __init__(self, command: str) -> None:
        self.command = command

    def deliver(self, lines: bytes, last: int) -> None:
        """Run the command. Raises OutputError when it ends with another code than 0."""
        environment = os.environ | {"NEWSSPIDER_POSITION": str(last)}
        # In a session of its own, so that a Ctrl-C for the tail lets it end its batch.
        done = subprocess.run(["/bin/sh", "-c", self.command], input=lines, env=environment, start_new_session=True, check=False)  # noqa: S603 the user's own command
        if done.returncode:
            raise OutputError(
                f"--exec {self.command!r} ended with {done.returncode} on the batch up to position {last}; the next run gives it again"
            )

    def mark(self) -> None:
        """A command has none."""

    def is_open(self) -> bool:
        """The next batch has a command of its own."""
        return True


def sink_for(descriptor: int, command: str | None, stop: Event, *, until_read: bool) -> Sink:
    """The sink for a command, or for what a descriptor is."""
    if command is not None:
        return CommandSink(command)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return FileSink(descriptor)
    return StreamSink(descriptor, stop, until_read=until_read)
