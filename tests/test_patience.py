"""Patience, by clocks that are passed in: what servers ask for, when a host may be asked again, one pace over spiders and processes."""

import asyncio
import selectors
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from databases import KINDS, fresh
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from sqlalchemy import make_url, select

from newsspider.errors import OutputError, StoreAway
from newsspider.middlewares.errors import HostResting, RunEnding
from newsspider.middlewares.host import Host, Line, backoff
from newsspider.middlewares.shared import AWAY_SECONDS, TRY_SECONDS, Shared
from newsspider.middlewares.turns import Manners, Turns, enter, leave
from newsspider.middlewares.wishes import LONGEST, asks_for_rest, retry_after, robots_delay
from newsspider.store import Store
from newsspider.store.hosts import FORGOTTEN, WRONG_CLOCK, HostTable, Known
from newsspider.store.tables import hosts

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MANNERS = Manners(patience=120.0, backoff=2.0, longest=60.0)
AGENT = "newsspider"


# what servers ask for


def answer(status: int = 429, **headers: str | list[str]) -> Response:
    return Response("http://a.example/", status=status, headers={key.replace("_", "-"): value for key, value in headers.items()})


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("20", 20), (" 20 ", 20), ("0", 0), ("2.5", 2.5), ("20s", 20), ("20 seconds", 20), ("+7", 7),
        (format_datetime(NOW + timedelta(seconds=30), usegmt=True), 30),
        (format_datetime(NOW - timedelta(hours=1), usegmt=True), 0),
        ("Monday, 23-Nov-26 08:01:00 GMT", 60), ("Mon Nov 23 08:01:00 2026", 60), ("Mon, 23 Nov 2026 16:01:00 +0800", 60),
        ("99999999999", LONGEST), ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
        ("", None), ("soon", None), ("-5", None), ("1e3", None), ("٣", None), ("Mon, 99 Nov 2026 08:00:00 GMT", None), ("nan", None),
    ],
)  # fmt: skip
def test_retry_after(told: str, seconds: float | None) -> None:
    assert retry_after(answer(Retry_After=told), NOW) == seconds


def test_a_date_is_meant_by_the_servers_own_clock() -> None:
    """Its clock is ten minutes slow: by ours the time that it names is over."""
    theirs = NOW - timedelta(minutes=10)
    wish = format_datetime(theirs + timedelta(seconds=30), usegmt=True)
    assert retry_after(answer(Retry_After=wish, Date=format_datetime(theirs, usegmt=True)), NOW) == 30
    assert retry_after(answer(Retry_After=wish), NOW) == 0
    broken = "Thu, 01 Jan 1970 00:00:00 GMT"
    assert retry_after(answer(Retry_After=format_datetime(NOW + timedelta(seconds=9), usegmt=True), Date=broken), NOW) == 9


def test_of_two_headers_the_longer_one_counts() -> None:
    assert retry_after(answer(Retry_After=["5", "20", "soon"]), NOW) == 20


@pytest.mark.parametrize(
    ("status", "headers", "rests"),
    [
        (429, {}, True), (503, {}, True), (503, {"Retry_After": "soon"}, True), (403, {"Retry_After": "60"}, True), (502, {"Retry_After": "5"}, True),
        (403, {}, False), (500, {}, False), (500, {"Retry_After": "soon"}, False), (404, {"Retry_After": "60"}, False),
        (410, {"Retry_After": "60"}, False), (200, {"Retry_After": "60"}, False), (301, {"Retry_After": "60"}, False),
    ],
)  # fmt: skip
def test_which_answers_speak_of_the_host(status: int, headers: dict[str, str], rests: bool) -> None:
    assert asks_for_rest(answer(status, **headers)) == rests


@pytest.mark.parametrize(
    ("robots", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 3\n", 3.0),
        ("User-agent: *\nCrawl-delay: 0.5\n", 0.5),
        ("user-agent: *\ncrawl-DELAY:10 # please\nDisallow:", 10.0),
        ("User-agent: newsspider\nCrawl-delay: 7\n\nUser-agent: *\nCrawl-delay: 3\n", 7.0),
        ("User-agent: NewsSpider\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 3\n", 0.0),
        ("User-agent: otherbot\nCrawl-delay: 9\n", 0.0),
        ("User-agent: *\nRequest-rate: 1/10\n", 10.0),
        ("User-agent: *\nRequest-rate: 30/1m\n", 2.0),
        ("User-agent: *\nRequest-rate: 1/1h 0800-1300\n", 3600.0),
        ("User-agent: *\nCrawl-delay: 3\nRequest-rate: 1/5s\n", 5.0),
        ("User-agent: *\nCrawl-delay: 8\nRequest-rate: 1/5s\n", 8.0),
        ("User-agent: *\nCrawl-delay: -1\n", 0.0), ("User-agent: *\nCrawl-delay: ten\n", 0.0), ("User-agent: *\nCrawl-delay: inf\n", 0.0),
        ("User-agent: *\nRequest-rate: 0/5\n", 0.0), ("User-agent: *\nRequest-rate: often\n", 0.0),
        ("Crawl-delay: 4\n", 0.0), ("", 0.0), ("<html>没有这个页面</html>", 0.0),
        ("\ufeffUser-agent: *\r\nCrawl-delay: 6\r\n", 6.0),
    ],
)  # fmt: skip
def test_the_pace_of_robots_txt(robots: str, seconds: float) -> None:
    assert robots_delay(ProtegoRobotParser(robots.encode(), None), AGENT) == seconds


# one host


def test_rests_in_a_row_double_and_are_never_shorter_than_that() -> None:
    assert [backoff(row, 2.0, 60.0, 0.0) for row in range(7)] == [2, 4, 8, 16, 32, 60, 60]
    assert backoff(0, 2.0, 60.0, 1.0) == 3.0
    assert backoff(5000, 2.0, 60.0, 1.0) == 60.0


def test_answers_to_what_was_asked_before_are_one_rest() -> None:
    host = Host()
    for at in (10.1, 10.2, 10.3):  # three requests were under way
        host.rest(at, 20.0, asked_at=10.0, why="HTTP 429")
    assert (host.rests, host.rested_at, host.rest_until) == (1, 10.1, 30.3)
    assert not host.answered(asked_at=10.0)  # and a fourth
    assert host.rests == 1
    host.rest(31.0, 5.0, asked_at=30.5, why="HTTP 429")
    assert host.rests == 2
    assert host.answered(asked_at=36.0)
    assert (host.rests, host.resting_since) == (0, None)


def test_a_shorter_rest_does_not_end_a_longer_one() -> None:
    host = Host()
    host.rest(0.0, 100.0, 0.0, "long")
    host.rest(1.0, 5.0, 0.0, "short")
    assert (host.rest_until, host.why) == (100.0, "long")


def test_a_host_is_left_when_it_rests_for_longer_than_the_run_waits() -> None:
    host = Host()
    assert not host.is_left(0.0, 120.0)
    host.rest(10.0, 120.0, 10.0, "")
    assert not host.is_left(11.0, 120.0)
    host.rest(130.5, 1.0, 130.2, "")
    assert host.is_left(130.6, 120.0), "one rest behind the other, without a page between"
    assert not host.is_left(140.0, 120.0), "the rest is over: it may be asked"
    host.answered(140.0)
    host.rest(150.0, 100.0, 149.0, "")
    assert not host.is_left(150.0, 120.0), "pages came between"


# turns, in time that only the loop makes pass


class VirtualLoop(asyncio.SelectorEventLoop):
    """Where everybody sleeps, the time is at once when the first wakes up."""

    def __init__(self) -> None:
        self.now = 1000.0
        selector = selectors.DefaultSelector()
        super().__init__(selector)
        really = selector.select

        def select(timeout: float | None = None) -> Any:
            if timeout:
                self.now += timeout
                timeout = 0
            return really(timeout)

        selector.select = select  # type: ignore[method-assign]

    def time(self) -> float:
        return self.now


class Direct:
    """A table that is asked on the spot."""

    def __init__(self, table: HostTable) -> None:
        self.table = table

    async def ask(self, work: Callable[[HostTable], Any]) -> Any:
        return work(self.table)


def in_virtual_time(work: Callable[[VirtualLoop], Coroutine[Any, Any, None]]) -> float:
    """Run it; how many seconds passed for it."""
    loop = VirtualLoop()
    try:
        loop.run_until_complete(work(loop))
    finally:
        loop.close()
    return loop.now - 1000.0


def process(loop: VirtualLoop, table: HostTable | None = None) -> Turns:
    """The turns of one process."""
    return Turns(Direct(table) if table else None, clock=loop.time, draw=lambda: 0.0)  # type: ignore[arg-type]


async def ask(
    turns: Turns, sent: list[float], number: int = 1, *, host: str = "a", pace: float = 1.5, line: Line | None = None, latency: float = 0.1
) -> None:  # fmt: skip
    """Send so many requests, one when the other is answered; when each was sent."""
    line = line or Line()
    for _ in range(number):
        await turns.take(host, pace, line, MANNERS)
        at = turns.clock()
        sent.append(at)
        await asyncio.sleep(latency)
        await turns.answered(host, at)


def gaps(sent: list[float]) -> list[float]:
    return [round(after - before, 6) for before, after in pairwise(sorted(sent))]


def test_requests_are_the_pace_apart_from_sending_to_sending() -> None:
    sent: list[float] = []
    in_virtual_time(lambda loop: ask(process(loop), sent, 4))
    assert gaps(sent) == [1.5, 1.5, 1.5]


def test_two_outlets_of_one_host_share_its_pace() -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        await asyncio.gather(ask(turns, sent, 5), ask(turns, sent, 5))

    in_virtual_time(work)
    assert min(gaps(sent)) == 1.5
    assert len(sent) == 10


def test_an_outlet_keeps_its_pace_over_its_hosts() -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns, line = process(loop), Line()
        await asyncio.gather(*(ask(turns, sent, 3, host=host, line=line) for host in "abc"))

    in_virtual_time(work)
    assert min(gaps(sent)) == 1.5


def test_other_hosts_do_not_wait() -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        await turns.rest("a", 100.0, loop.now, MANNERS, "HTTP 429")
        await ask(turns, sent, 2, host="b")

    assert in_virtual_time(work) < 2


def test_what_robots_txt_asks_for_counts_from_the_answer() -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        await turns.learn("a", 3.0, 1.5)
        await ask(turns, sent, 3, latency=0.7)

    in_virtual_time(work)
    assert sent[0] == 1003.0
    assert gaps(sent) == [3.7, 3.7]


def test_a_request_that_fails_counts_as_one() -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        await turns.learn("a", 3.0, 0.0)
        await turns.take("a", 0.0, Line(), MANNERS)
        await asyncio.sleep(60)  # a time-out
        await turns.hold_back("a")
        await ask(turns, sent)

    in_virtual_time(work)
    assert sent == [1000.0 + 3 + 60 + 3]


def test_nothing_is_asked_of_a_resting_host() -> None:
    """Not by those that had begun to wait, either."""
    sent: list[float] = []
    rested: list[tuple[float, float]] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        waiting = [asyncio.ensure_future(ask(turns, sent, pace=0.5)) for _ in range(4)]
        await asyncio.sleep(0.2)
        await turns.rest("a", 20.0, loop.now, MANNERS, "HTTP 429, Retry-After 20 s")
        await turns.take("a", 0.5, Line(), MANNERS, rested=lambda since, until: rested.append((since, until)))
        await asyncio.gather(*waiting)

    in_virtual_time(work)
    assert sent[0] == 1000.0
    assert sorted(sent)[1] >= 1020.2
    assert sum(until - since for since, until in rested) == pytest.approx(20.0)


def test_a_host_that_says_no_time_rests_longer_each_time_and_is_left_in_the_end() -> None:
    asked: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        while True:
            await turns.take("a", 0.5, Line(), MANNERS)
            asked.append(loop.now)
            await turns.rest("a", None, loop.now, MANNERS, "HTTP 503")

    with pytest.raises(HostResting):
        in_virtual_time(work)
    assert gaps(asked) == [2, 4, 8, 16, 32]


def test_of_a_host_that_always_says_a_second_the_back_off_counts() -> None:
    asked: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop)
        for _ in range(4):
            await turns.take("a", 0.0, Line(), MANNERS)
            asked.append(loop.now)
            await turns.rest("a", 1.0, loop.now, MANNERS, "HTTP 429, Retry-After 1 s")

    in_virtual_time(work)
    assert gaps(asked) == [1, 4, 8]


def test_who_waits_is_let_go_when_the_run_is_broken_off() -> None:
    async def work(loop: VirtualLoop) -> None:
        turns, since = process(loop), loop.now
        await turns.rest("a", 100.0, loop.now, MANNERS, "HTTP 429")
        with pytest.raises(RunEnding):
            await turns.take("a", 1.5, Line(), MANNERS, ending=lambda: loop.now > since + 10)

    assert in_virtual_time(work) < 12


# over processes


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh(request.param, tmp_path) as url:
        store = Store(url)
        yield store
        store.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


def test_two_processes_share_a_hosts_pace_and_its_rests(sqlite: Store) -> None:
    sent: list[float] = []
    rested: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        one, other = (process(loop, HostTable(sqlite.engine.url, clock=loop.time)) for _ in range(2))
        await asyncio.gather(ask(one, sent, 4), ask(other, sent, 4))
        await one.rest("a", 30.0, loop.now, MANNERS, "HTTP 429, Retry-After 30 s")
        begun = loop.now
        await ask(other, rested, 1)
        rested[0] -= begun

    in_virtual_time(work)
    assert min(gaps(sent)) >= 1.5
    assert rested == [pytest.approx(30.0)]


def test_what_one_process_reads_in_robots_txt_holds_for_the_others(sqlite: Store) -> None:
    """Also for the robots.txt of those that have not read it yet."""
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        one, other = (process(loop, HostTable(sqlite.engine.url, clock=loop.time)) for _ in range(2))
        await one.learn("a", 3.0, 1.5)
        await asyncio.gather(ask(one, sent, 3), ask(other, sent, 3))

    in_virtual_time(work)
    assert min(gaps(sent)) >= 3.0


def test_nobody_asks_a_host_whose_robots_txt_is_on_its_way(sqlite: Store) -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        one, other = (process(loop, HostTable(sqlite.engine.url, clock=loop.time)) for _ in range(2))
        await one.take("a", 0.1, Line(), MANNERS, hold=10.0)
        waiting = asyncio.gather(ask(one, sent), ask(other, sent))
        await asyncio.sleep(2.0)
        assert not sent
        await one.release("a", 0.1)
        await one.learn("a", 3.0, 0.1)
        await waiting

    in_virtual_time(work)
    assert min(sent) == pytest.approx(1005.0)
    assert min(gaps(sent)) >= 3.0


def test_a_held_host_is_asked_again_when_nobody_releases_it(sqlite: Store) -> None:
    """Whoever held it was killed."""
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        one, other = (process(loop, HostTable(sqlite.engine.url, clock=loop.time)) for _ in range(2))
        await one.take("a", 0.1, Line(), MANNERS, hold=10.0)
        await ask(other, sent)

    in_virtual_time(work)
    assert sent == [pytest.approx(1010.0)]


def test_a_later_process_knows_that_a_host_rests(sqlite: Store) -> None:
    async def work(loop: VirtualLoop) -> None:
        table = HostTable(sqlite.engine.url, clock=loop.time)
        await process(loop, table).rest("a", 3600.0, loop.now, MANNERS, "HTTP 503, Retry-After 3600 s")
        later = process(loop, table)
        with pytest.raises(HostResting):
            await later.take("a", 1.5, Line(), MANNERS)
        assert later.host("a").why == "HTTP 503, Retry-After 3600 s"
        await asyncio.sleep(3601)
        await later.take("a", 1.5, Line(), MANNERS)

    assert 3600 < in_virtual_time(work) < 3610


def test_a_pace_that_robots_txt_no_longer_asks_for_is_over_at_once(sqlite: Store) -> None:
    sent: list[float] = []

    async def work(loop: VirtualLoop) -> None:
        table = HostTable(sqlite.engine.url, clock=loop.time)
        await process(loop, table).learn("a", 60.0, 1.5)
        await asyncio.sleep(100)
        later = process(loop, table)
        await later.take("a", 1.5, Line(), MANNERS)  # for robots.txt
        await later.learn("a", 0.0, 1.5)
        await ask(later, sent)

    in_virtual_time(work)
    assert sent == [1101.5]


def test_a_host_without_pace_is_looked_up_now_and_then(sqlite: Store) -> None:
    asked = 0

    class Counting(HostTable):
        def take(self, host: str, pace: float) -> Known | None:
            nonlocal asked
            asked += 1
            return super().take(host, pace)

    async def work(loop: VirtualLoop) -> None:
        turns = process(loop, Counting(sqlite.engine.url, clock=loop.time))
        await ask(turns, [], 100, pace=0.0)

    assert in_virtual_time(work) == pytest.approx(10.0)
    assert 17 <= asked <= 20


# the table


def row(store: Store, host: str) -> dict[str, Any]:
    with store.reading() as connection:
        return dict(connection.execute(select(hosts).where(hosts.c.host == host)).mappings().one())


def test_the_table_in_every_database(store: Store) -> None:
    now = 1_800_000_000.25
    table = HostTable(store.engine.url, clock=lambda: now)
    assert table.take("a.example", 1.5) is None
    assert table.take("a.example", 1.5) == Known(1.5, 0.0 - now, 0, "")
    assert table.take("b.example:8080", 1.5) is None
    now += 1.5
    assert table.take("a.example", 1.5) is None
    table.rest("a.example", 20.0, 2, "HTTP 429, Retry-After 20 s 😴")
    table.rest("a.example", 5.0, 3, "shorter")
    now += 2
    known = table.take("a.example", 1.5)
    assert known is not None
    assert (known.rest_in, known.rests, known.reason) == (18.0, 3, "shorter")
    table.answered("a.example")
    table.learn("a.example", 3.0, 1.5)
    now += 20
    assert table.take("a.example", 1.5) is None
    assert row(store, "a.example") == {
        "host": "a.example", "asked_at": now, "free_at": now + 3.0, "crawl_delay": 3.0, "rests": 0, "rested_at": now - 22,
        "rest_until": now - 2, "reason": "shorter",
    }  # fmt: skip
    table.hold_back("a.example", 3.5)
    table.hold_back("a.example", 1.0)
    assert row(store, "a.example")["free_at"] == now + 3.5
    table.rest("never.asked", 5.0, 1, "")
    assert table.take("h" * 300, 1.0) is None
    table.close()


def test_a_moment_of_a_wrong_clock_holds_nobody_up(sqlite: Store) -> None:
    now = 2_000_000_000.0
    table = HostTable(sqlite.engine.url, clock=lambda: now)
    table.take("a", 1.5)
    table.rest("a", 60.0, 1, "")
    now -= 30 * 24 * 3600
    assert table.take("a", 1.5) is None
    table.learn("b", 60.0, 1.5)
    now -= 100
    assert table.take("b", 1.5) is not None, "not so far ahead"
    now -= WRONG_CLOCK
    assert table.take("b", 1.5) is None
    table.close()


def test_rests_of_long_ago_are_no_row(sqlite: Store) -> None:
    now = 2_000_000_000.0
    table = HostTable(sqlite.engine.url, clock=lambda: now)
    table.rest("a", 10.0, 5, "")
    now += FORGOTTEN + 1
    table.hold_back("a", 1.0)
    known = table.take("a", 1.5)
    assert known is not None
    assert known.rests == 0
    table.close()


def test_of_many_at_once_one_gets_the_turn(store: Store) -> None:
    pace, each, number = 0.03, 6, 4
    taken: list[float] = []

    def work() -> None:
        table = HostTable(store.engine.url)
        done = 0
        while done < each:
            try:
                known = table.take("a.example", pace)
            except OutputError:  # SQLite was busy
                continue
            if known is None:
                taken.append(time.time())
                done += 1
            else:
                time.sleep(max(known.free_in, 0))
        table.close()

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == each * number
    # each was given before it was noted here, by another thread's time: the whole is what tells
    assert max(taken) - min(taken) >= pace * (each * number - 1) - 0.02


def test_a_table_that_cannot_be_asked_is_tried_again_and_then_left_alone(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    now = 0.0

    async def work() -> None:
        nonlocal now
        shared = Shared(HostTable(store.engine.url), clock=lambda: now)
        with store.engine.connect() as other:  # holds the file for writing
            assert await asyncio.gather(shared.ask(lambda table: table.take("a", 1.5)), release(other)) == [None, None]
            other.exec_driver_sql("UPDATE meta SET value = value")
            late = asyncio.ensure_future(shared.ask(lambda table: table.take("b", 1.5)))
            await asyncio.sleep(0.05)
            now += TRY_SECONDS + 1
            assert await late is None
        assert row_exists(store, "a")
        assert not row_exists(store, "b")
        assert await shared.ask(lambda table: table.take("b", 1.5)) is None
        assert not row_exists(store, "b"), "left alone for a while"
        now += AWAY_SECONDS
        assert await shared.ask(lambda table: table.take("b", 1.5)) is None
        assert row_exists(store, "b")
        shared.close()

    async def release(other: Any) -> None:
        other.exec_driver_sql("UPDATE meta SET value = value")
        await asyncio.sleep(0.3)
        other.rollback()

    asyncio.run(work())
    store.close()


def test_many_that_wait_for_a_silent_table_do_not_wait_one_behind_the_other() -> None:
    now, asked = 0.0, 0

    def silent(table: HostTable) -> None:
        nonlocal now, asked
        now, asked = now + 2.0, asked + 1
        raise StoreAway("no answer")

    async def work() -> None:
        shared = Shared(HostTable(make_url("sqlite://")), clock=lambda: now)
        assert await asyncio.gather(*(shared.ask(silent) for _ in range(20))) == [None] * 20
        assert (asked, now) == (1, 2.0)
        shared.close()

    asyncio.run(work())


def row_exists(store: Store, host: str) -> bool:
    with store.reading() as connection:
        return connection.execute(select(hosts).where(hosts.c.host == host)).first() is not None


def test_spiders_of_a_process_with_one_store_take_the_same_turns(sqlite: Store) -> None:
    name, turns = enter(sqlite.engine.url)
    again, same = enter(sqlite.engine.url)
    alone, other = enter(None)
    assert turns is same
    assert other is not turns
    assert other.shared is None
    leave(name)
    assert turns.shared is not None
    leave(again)
    leave(alone)
    assert turns.shared is None
    assert enter(sqlite.engine.url)[1] is turns, "what the process knows of the hosts stays known"
    leave(name)
