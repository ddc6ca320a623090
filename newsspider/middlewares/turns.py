"""Whose turn it is at which host: one pace and one rest over all spiders of a process and, through the store, over all processes."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.middlewares.errors import HostResting, RunEnding
from newsspider.middlewares.host import Host, Line, backoff
from newsspider.middlewares.shared import Shared

if TYPE_CHECKING:
    from sqlalchemy import URL

LOOK_SECONDS = 1.0
"""Who waits looks so often whether the host rests by now, or the run is being broken off."""
KNOWN_SECONDS = 0.5
"""So long what other processes said of a host without pace is taken for true."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a run behaves towards hosts that have enough of it. All in seconds."""

    patience: float
    """A host that rests for longer, one rest behind the other, is left for this run."""
    backoff: float
    """The first rest of a host that does not say how long; doubled each time."""
    longest: float
    """The longest of these."""


class Turns:
    """The hosts that a process asks.

    Args:
        shared: the table through which other processes know of them; None: nobody else asks.
        clock: seconds, by a clock that never goes back.
        sleep: waits for so many seconds.
        draw: a number from 0 to 1, by chance.
    """

    def __init__(
        self, shared: Shared | None = None, *, clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, draw: Callable[[], float] = random.random,
    ) -> None:  # fmt: skip
        self.shared = shared
        self.clock, self.sleep, self.draw = clock, sleep, draw
        self.hosts: dict[str, Host] = {}
        self._asked_others: dict[str, float] = {}

    def host(self, name: str) -> Host:
        """The host of that name and port."""
        return self.hosts.setdefault(name, Host())

    async def take(
        self, name: str, pace: float, line: Line, manners: Manners, *, hold: float = 0.0,
        ending: Callable[[], bool] = lambda: False, rested: Callable[[float, float], None] = lambda since, until: None,
    ) -> None:  # fmt: skip
        """Wait until a request may be sent to a host; it is to be sent at once.

        Args:
            name: of the host.
            pace: seconds until the next request to the host, and of the line, at least.
            line: the outlet's requests, whatever host they go to.
            manners: how long to wait at most.
            hold: seconds that nobody asks the host after this request, until `release`.
            ending: whether the run is being broken off.
            rested: told of each stretch of waiting, by the clock, in which the host rested.

        Raises HostResting, and RunEnding when the run is broken off before that.
        """
        host = self.host(name)
        while True:
            if ending():
                raise RunEnding(name)
            now = self.clock()
            if host.is_left(now, manners.patience):
                raise HostResting(name)
            wait = max(host.wait(now), line.free_at - now)
            if wait > 0:
                await self.sleep(min(wait, LOOK_SECONDS))
                if host.rest_until > now:
                    rested(now, min(self.clock(), host.rest_until))
            else:
                _send(now, host, line, pace, hold)
                if await self._is_free(name, host, max(pace, hold), now):
                    _send(self.clock(), host, line, pace, hold)  # asking took its time
                    return
                line.free_at = 0.0  # nothing was sent

    async def _is_free(self, name: str, host: Host, pace: float, now: float) -> bool:
        """Whether the other processes leave the host to this request; what they know of it is known then."""
        paced = pace or host.crawl_delay
        if self.shared is None or (not paced and now - self._asked_others.get(name, -KNOWN_SECONDS) < KNOWN_SECONDS):
            return True
        known = await self.shared.ask(lambda table: table.take(name, pace))
        self._asked_others[name] = now
        if known is None:
            return True
        host.know(self.clock(), *known)
        return False

    async def rest(self, name: str, wish: float | None, asked_at: float, manners: Manners, why: str) -> Host:
        """A host asks to be left alone.

        Args:
            name: of the host.
            wish: for how many seconds; None when it does not say. Of one that asks again and again, the back-off counts where it is longer.
            asked_at: when the request was sent, by the clock.
            manners: how long to wait when it does not say.
            why: what it said, in words.
        """
        host = self.host(name)
        row = host.rests if asked_at >= host.rested_at else host.rests - 1
        seconds = wish or 0.0
        if wish is None or row > 0:
            seconds = max(seconds, backoff(max(row, 0), manners.backoff, manners.longest, self.draw()))
        host.rest(self.clock(), seconds, asked_at, why)
        rests = host.rests
        if self.shared:
            await self.shared.ask(lambda table: table.rest(name, seconds, rests, why))
        return host

    async def answered(self, name: str, asked_at: float) -> None:
        """A host gave an answer that asks for no rest."""
        host = self.host(name)
        if host.answered(asked_at) and self.shared:
            await self.shared.ask(lambda table: table.answered(name))
        await self.hold_back(name)

    async def hold_back(self, name: str) -> None:
        """A request is over: what robots.txt asks for counts from now, so that the server sees it, however long the way is."""
        host = self.host(name)
        if seconds := host.crawl_delay:
            host.hold_back(self.clock())
            if self.shared:
                await self.shared.ask(lambda table: table.hold_back(name, seconds))

    async def release(self, name: str, pace: float) -> None:
        """The request that held a host is over: its pace counts from now."""
        host = self.host(name)
        host.take(self.clock(), max(pace, host.crawl_delay))
        if self.shared:
            await self.shared.ask(lambda table: table.release(name, pace))

    async def learn(self, name: str, crawl_delay: float, pace: float) -> None:
        """A host's robots.txt was read: the seconds between two requests that it asks for, 0 when it asks for none."""
        host = self.host(name)
        host.crawl_delay = crawl_delay
        host.take(self.clock(), max(crawl_delay, pace))
        if self.shared:
            await self.shared.ask(lambda table: table.learn(name, crawl_delay, pace))


def _send(now: float, host: Host, line: Line, pace: float, hold: float) -> None:
    host.take(now, max(pace, hold, host.crawl_delay))
    line.take(now, pace)


_turns: dict[str, Turns] = {}
"""The turns of this process, by the store that they are shared through."""
_users: dict[str, int] = {}


def enter(url: "URL | None") -> tuple[str, Turns]:
    """The turns that all spiders of this process with this store take, and the name to `leave` them by.

    Args:
        url: of the store's engine; None: without a store nobody else knows of them.
    """
    if url is not None and url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        url = None
    name = url.render_as_string(hide_password=False) if url is not None else ""
    turns = _turns.setdefault(name, Turns())
    _users[name] = _users.get(name, 0) + 1
    if url is not None and turns.shared is None:
        from newsspider.store.hosts import HostTable

        turns.shared = Shared(HostTable(url))
    return name, turns


def leave(name: str) -> None:
    """A spider asks no more. After the last one the store is let go; what the process knows of the hosts stays known."""
    _users[name] -= 1
    turns = _turns[name]
    if not _users[name] and turns.shared:
        turns.shared.close()
        turns.shared = None
