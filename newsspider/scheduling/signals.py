"""Signals as flags, and a sleep that every one of them ends."""

import select
import signal
import socket
from types import FrameType, TracebackType
from typing import Any, Self


class Signals:
    """SIGTERM and SIGINT ask to stop, SIGHUP to read again, SIGCHLD ends the sleep. For the main thread, as a context manager."""

    def __init__(self) -> None:
        self.stops = 0
        """How often stopping was asked for."""
        self.reload = False
        """Whether SIGHUP came; whoever reads again sets it back."""
        self._before: dict[int, Any] = {}

    def sleep(self, seconds: float) -> None:
        """Wait that long, or until a signal comes."""
        if select.select([self._bell], [], [], max(seconds, 0))[0]:
            self._bell.recv(4096)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self.reload = True
        elif number != signal.SIGCHLD:
            self.stops += 1

    def __enter__(self) -> Self:
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._rope.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._rope.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        self._bell.close()
        self._rope.close()
