"""When each host was asked, and until when it is left alone: one row a host, for all outlets on it and all processes with this store.

A connection of its own beside the store's, which gives up after a moment and does not wait for the disk: a row that a power cut takes
back was an hour old when the machine is up again. Moments are seconds since 1970; what is given out is seconds from now, so that
callers may count with a clock that never goes back.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import URL, Connection, Engine, Float, Row, String, bindparam, case, create_engine, or_, select

from newsspider.store import dialects
from newsspider.store.engine import failing
from newsspider.store.tables import hosts
from newsspider.store.upserts import insert_new

WRONG_CLOCK = 3600.0
"""Nobody puts a moment so much further ahead than the pace: the clock that it was taken from was wrong."""
LONGEST_REST = 8 * 24 * 3600.0
FORGOTTEN = 3600.0
"""Rests that began so long ago are no longer one behind the other."""
LONGEST_NAME = 255

T = TypeVar("T")

now_, pace_, until_ = (bindparam(name, type_=Float(53)) for name in ("now", "pace", "until"))
host_ = bindparam("name", type_=String())
_wider = case((hosts.c.crawl_delay > pace_, hosts.c.crawl_delay), else_=pace_)
_free = or_(hosts.c.free_at <= now_, hosts.c.free_at > now_ + _wider + WRONG_CLOCK)
_rested = or_(hosts.c.rest_until <= now_, hosts.c.rest_until > now_ + LONGEST_REST)
TAKE = hosts.update().where(hosts.c.host == host_, _free, _rested).values(asked_at=now_, free_at=now_ + _wider)
READ = select(hosts).where(hosts.c.host == host_)
HOLD_BACK = hosts.update().where(hosts.c.host == host_, hosts.c.free_at < until_).values(free_at=until_)

RELEASE = hosts.update().where(hosts.c.host == host_).values(free_at=now_ + _wider)


class Known(NamedTuple):
    """What the table says of a host that may not be asked now."""

    free_in: float
    """Seconds until its pace allows a request; 0 or less when it does."""
    rest_in: float
    """Seconds that it rests; 0 or less when it does not."""
    rests: int
    """Rests one behind the other."""
    reason: str
    """Why it rests, in words; empty when it does not."""


class HostTable:
    """The table `hosts` of a store. Every method is a transaction or two, and raises OutputError when the database fails or is busy.

    Args:
        url: of the store's engine.
        clock: the time, in seconds since 1970.
    """

    def __init__(self, url: URL, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._url = url
        self._engine: Engine | None = None

    def take(self, host: str, pace: float) -> Known | None:
        """Ask for leave to send a request now. None: it is given, and nobody gets it again before the wider of `pace` and what
        robots.txt asks for is over; else how long to wait.
        """
        return self._run(lambda connection: self._take(connection, host[:LONGEST_NAME], pace))

    def rest(self, host: str, seconds: float, rests: int, reason: str) -> None:
        """The host asks to be left alone for so long."""
        now = self.clock()
        until = case((hosts.c.rest_until > now + seconds, hosts.c.rest_until), else_=now + seconds)
        self._change(host, {"rests": rests, "rested_at": now, "rest_until": until, "reason": reason})

    def answered(self, host: str) -> None:
        """The host answers again: its next rest is the first of a row."""
        self._change(host, {"rests": 0})

    def learn(self, host: str, crawl_delay: float, pace: float) -> None:
        """What robots.txt asks for, just read: seconds between two requests. It counts from now."""
        self._change(host, {"crawl_delay": crawl_delay, "free_at": self.clock() + max(crawl_delay, pace)})

    def hold_back(self, host: str, seconds: float) -> None:
        """Nobody asks the host for so many seconds."""
        values = {"name": host[:LONGEST_NAME], "until": self.clock() + seconds}
        self._run(lambda connection: connection.execute(HOLD_BACK, values))

    def release(self, host: str, pace: float) -> None:
        """The request that held the host is over: its pace counts from now."""
        values = {"name": host[:LONGEST_NAME], "now": self.clock(), "pace": pace}
        self._run(lambda connection: connection.execute(RELEASE, values))

    def close(self) -> None:
        """Close the connection."""
        if self._engine:
            self._engine.dispose()

    def _take(self, connection: Connection, host: str, pace: float) -> Known | None:
        for _ in range(2):
            now = self.clock()
            if connection.execute(TAKE, {"name": host, "now": now, "pace": pace}).rowcount:
                return None
            if row := connection.execute(READ, {"name": host}).first():
                return known(row, now, pace)
            insert_new(connection, hosts, [new_row(host)])
        return None

    def _change(self, host: str, values: dict[str, Any]) -> None:
        name = host[:LONGEST_NAME]
        change = hosts.update().where(hosts.c.host == name).values(values)

        def work(connection: Connection) -> None:
            if not connection.execute(change).rowcount:
                insert_new(connection, hosts, [new_row(name)])
                connection.execute(change)

        self._run(work)

    def _run(self, work: Callable[[Connection], T]) -> T:
        with failing("the table of hosts cannot be asked"):
            self._engine = self._engine or self._open()
            with self._engine.connect() as connection:
                return work(connection)

    def _open(self) -> Engine:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT", **dialects.brief_options(self._url))
        dialects.prepare_brief(engine)
        return engine


def known(row: Row[Any], now: float, pace: float) -> Known:
    """What a row says of a host that may not be asked; moments of a wrong clock left out."""
    free_in, rest_in = row.free_at - now, row.rest_until - now
    return Known(
        free_in if free_in <= max(row.crawl_delay, pace) + WRONG_CLOCK else 0.0,
        rest_in if rest_in <= LONGEST_REST else 0.0,
        row.rests if rest_in > 0 or now - row.rested_at < FORGOTTEN else 0,
        row.reason or "",
    )


def new_row(host: str) -> dict[str, Any]:
    """The row of a host that was never asked."""
    return {"host": host, "asked_at": 0.0, "free_at": 0.0, "crawl_delay": 0.0, "rests": 0, "rested_at": 0.0, "rest_until": 0.0}
