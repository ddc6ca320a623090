"""The store's table of hosts, asked without holding anybody up: what it does not say in time is not known."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from newsspider.errors import OutputError

if TYPE_CHECKING:
    from newsspider.store.hosts import HostTable

logger = logging.getLogger(__name__)

TRY_SECONDS = 3.0
"""So long a table that is busy is tried again."""
SILENT_SECONDS = 1.0
"""One that has not answered by then is away: it is not tried again."""
AWAY_SECONDS = 30.0
"""A table that could not be asked is left alone for so long; pace and rests are those of the process meanwhile."""
PAUSE = 0.05

T = TypeVar("T")


class Shared:
    """The table of hosts, asked from a thread of its own. What it does not say in time is not known.

    Args:
        table: the table.
        clock: seconds, by a clock that never goes back.
    """

    def __init__(self, table: "HostTable", clock: Callable[[], float] = time.monotonic) -> None:
        self.table, self.clock = table, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="newsspider-hosts")
        self._next_try = 0.0

    async def ask(self, work: "Callable[[HostTable], T]") -> T | None:
        """What the work gives; None also where the database is away, or busy for longer than TRY_SECONDS."""
        begun = self.clock()
        while self.clock() >= self._next_try:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)
            except OutputError as error:
                if self.clock() - begun > TRY_SECONDS:
                    self._leave_alone(error)
                else:
                    await asyncio.sleep(PAUSE)
        return None

    def _do(self, work: "Callable[[HostTable], T]") -> T | None:
        """In the thread: what the work gives. Who waited for one that found nobody there does not try again."""
        begun = self.clock()
        if begun < self._next_try:
            return None
        try:
            return work(self.table)
        except OutputError as error:
            if self.clock() - begun > SILENT_SECONDS:
                self._leave_alone(error)
            raise

    def _leave_alone(self, error: OutputError) -> None:
        self._next_try = self.clock() + AWAY_SECONDS
        logger.warning("%s: each process keeps its own pace for %g s", error, AWAY_SECONDS)

    def close(self) -> None:
        """Let go of the thread and the connection."""
        self._thread.submit(self.table.close)
        self._thread.shutdown(wait=False)
