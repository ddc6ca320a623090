"""The demo press misbehaves as it is told to: each fault as a raw client sees it, where and how often, and an end in time."""

import re
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from socket import create_connection
from urllib.parse import urlsplit

import pytest

from newsspider.demo import Fault, Faults, Press
from newsspider.demo.faults import BOMB_SIZE, STATUSES


@pytest.fixture
def press() -> Iterator[Press]:
    with Press.on_free_ports() as serving:
        yield serving


def url_of(press: Press, outlet: str = "demo_trs", index: int = 0) -> str:
    return str(press.site(outlet).records[index]["url"])


def page_of(press: Press, url: str) -> bytes:
    """The bytes that should be answered."""
    site = next(site for site in press.sites if url.startswith(site.base + "/"))
    return site.resources[url.removeprefix(site.base)].body


@contextmanager
def asked(url: str, method: str = "GET") -> Iterator[HTTPResponse]:
    """The answer, its body still to be read."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=5)) as connection:
        connection.request(method, parts._replace(scheme="", netloc="").geturl())
        with connection.getresponse() as answer:
            yield answer


def status(url: str, method: str = "GET") -> int:
    with asked(url, method) as answer:
        return answer.status


def received(url: str, seconds: float) -> tuple[bytes, bool]:
    """All bytes of an answer that come in so many seconds, and whether the connection was closed by then."""
    parts = urlsplit(url)
    data = b""
    deadline = time.monotonic() + seconds
    with create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        while (left := deadline - time.monotonic()) > 0:
            connection.settimeout(left)
            try:
                more = connection.recv(1 << 16)
            except TimeoutError:
                break
            if not more:
                return data, True
            data += more
    return data, False


@pytest.mark.parametrize(("fault", "code"), STATUSES.items())
def test_a_status_is_answered_and_counted(press: Press, fault: Fault, code: int) -> None:
    press.faults.add(fault, limit=2)
    url = url_of(press)
    assert [status(url) for _ in range(3)] == [code, code, 200]
    assert press.faults.counts() == Counter({("demo_trs", fault): 2})
    assert press.answers() == Counter({("demo_trs", code): 2, ("demo_trs", 200): 1})


@pytest.mark.parametrize(
    ("told", "said"),
    [(120, "120"), (datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC), "Wed, 02 Jan 2030 03:04:05 GMT"), (None, None)],
)
def test_retry_after_is_in_seconds_or_a_date(press: Press, told: int | datetime | None, said: str | None) -> None:
    press.faults.add(Fault.STATUS_429, retry_after=told)
    with asked(url_of(press)) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, said)


@pytest.mark.parametrize(("fault", "share", "missing"), [(Fault.HALF_BODY, 0.5, None), (Fault.LENGTH_TOO_LONG, 1, 1000)])
def test_a_body_ends_before_its_length(press: Press, fault: Fault, share: float, missing: int | None) -> None:
    press.faults.add(fault)
    url = url_of(press)
    page = page_of(press, url)
    with asked(url) as answer, pytest.raises(IncompleteRead) as caught:
        answer.read()
    assert caught.value.partial == page[: int(len(page) * share)]
    assert caught.value.expected == (missing or len(page) - len(caught.value.partial))


def test_a_body_goes_on_after_its_length(press: Press) -> None:
    press.faults.add(Fault.LENGTH_TOO_SHORT)
    url = url_of(press)
    page = page_of(press, url)
    with asked(url) as answer:
        assert (answer.read(), int(answer.headers["Content-Length"])) == (page[: len(page) // 2], len(page) // 2)
    data, closed = received(url, 5)
    assert closed
    assert data.endswith(b"\r\n\r\n" + page)


def test_a_chunked_body_is_cut_off(press: Press) -> None:
    press.faults.add(Fault.CHUNKED_CUT)
    with asked(url_of(press)) as answer:
        assert answer.headers["Transfer-Encoding"] == "chunked"
        with pytest.raises(IncompleteRead) as caught:
            answer.read()
    page = page_of(press, url_of(press))
    assert page.startswith(caught.value.partial)
    assert 0 < len(caught.value.partial) < len(page)


def test_a_slow_body_drips(press: Press) -> None:
    press.faults.add(Fault.SLOW_BODY, interval=0.1)
    data, closed = received(url_of(press), 0.65)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    dripped = b"".join(re.findall(rb"1\r\n(.)\r\n", body, re.DOTALL))
    assert 2 <= len(dripped) <= 6
    assert page_of(press, url_of(press)).startswith(dripped)
    assert not closed


def test_a_slow_body_has_no_end(press: Press) -> None:
    press.faults.add(Fault.SLOW_BODY, interval=0)
    [stub] = [
        record["url"].replace("_8171170", "_8131170")
        for record in press.site("demo_founder").records
        if "_8171170" in record["url"]
    ]
    page = page_of(press, stub)
    data, closed = received(stub, 0.5)
    body = b"".join(re.findall(rb"1\r\n(.)\r\n", data.partition(b"\r\n\r\n")[2], re.DOTALL))
    assert body.startswith(page)
    assert not body[len(page) :].strip()
    assert len(body) > len(page)
    assert not closed


def test_nothing_is_answered(press: Press) -> None:
    press.faults.add(Fault.HANG)
    assert received(url_of(press), 0.4) == (b"", False)
    assert press.faults.counts()["demo_trs", Fault.HANG] == 1
    assert press.answers() == Counter()


def test_the_connection_is_reset(press: Press) -> None:
    press.faults.add(Fault.RESET, limit=1)
    with pytest.raises(ConnectionResetError):
        status(url_of(press))
    assert status(url_of(press)) == 200


def test_a_small_gzip_unpacks_to_200_megabytes(press: Press) -> None:
    press.faults.add(Fault.GZIP_BOMB)
    with asked(url_of(press)) as answer:
        packed = answer.read()
    assert (answer.headers["Content-Encoding"], len(packed) < 1 << 20) == ("gzip", True)
    unpacker, size, rest = zlib.decompressobj(wbits=31), 0, packed
    while rest:
        size += len(unpacker.decompress(rest, 1 << 22))
        rest = unpacker.unconsumed_tail
    assert (size + len(unpacker.flush()), unpacker.eof) == (BOMB_SIZE, True)


def test_gzip_may_be_garbage(press: Press) -> None:
    press.faults.add(Fault.GZIP_GARBAGE)
    with asked(url_of(press)) as answer:
        assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
        garbage = answer.read()
    with pytest.raises(zlib.error):
        zlib.decompress(garbage, wbits=31)


def test_an_answer_may_be_empty(press: Press) -> None:
    press.faults.add(Fault.EMPTY)
    with asked(url_of(press)) as answer:
        assert (answer.status, answer.read(), answer.headers["Content-Length"]) == (200, b"", "0")


def test_redirects_go_round(press: Press) -> None:
    rule = press.faults.add(Fault.REDIRECT_LOOP)
    start = url = url_of(press)
    seen = []
    for _ in range(6):
        with asked(url) as answer:
            assert answer.status == 302
            url = press.site("demo_trs").base + answer.headers["Location"]
        seen.append(url)
    assert seen[1::2] == [start] * 3
    assert len(set(seen)) == 2
    assert press.faults.answered(rule) == 3


def test_a_fault_can_be_of_one_site_and_path(press: Press) -> None:
    press.faults.add("status_500", "demo_founder", r"/node_\d+\.htm$")
    press.faults.add("status_503", "demo_trs")
    founder = press.site("demo_founder")
    assert status(founder.base + "/node_1021.htm") == 500
    assert status(url_of(press, "demo_founder")) == 200
    assert [status(url_of(press, "demo_trs", index)) for index in range(3)] == [503, 503, 503]
    assert status(press.site("demo_trs").base + "/robots.txt") == 200
    assert status(url_of(press, "demo_gbk")) == 200
    press.faults.add(Fault.STATUS_500, path=r"^/robots\.txt$")
    assert status(press.site("demo_gbk").base + "/robots.txt") == 500


def test_a_fault_can_be_of_the_nth_request(press: Press) -> None:
    press.faults.add(Fault.STATUS_500, nth={2, 4})
    assert [status(url_of(press, index=index)) for index in range(5)] == [200, 500, 200, 500, 200]


def test_a_fault_can_be_of_the_nth_request_of_each_path(press: Press) -> None:
    press.faults.add(Fault.STATUS_503, nth=[1], per_path=True)
    urls = [url_of(press, index=index) for index in range(3)]
    assert [status(url) for url in urls * 2] == [503, 503, 503, 200, 200, 200]


def drawn(seed: int, asked: list[tuple[str, str]]) -> dict[tuple[str, str], list[bool]]:
    """For each site and path which of its requests are faulty."""
    faults = Faults(seed)
    faults.add(Fault.HALF_BODY, share=0.3)
    out: dict[tuple[str, str], list[bool]] = {}
    for site, target in asked:
        out.setdefault((site, target), []).append(faults.choose(site, target) is not None)
    return out


def test_a_share_is_chosen_by_the_seed_and_not_by_the_order() -> None:
    asked = [(site, f"/{number}.html") for site in ("demo_trs", "demo_gbk") for number in range(200)] * 2
    first = drawn(1, asked)
    assert first == drawn(1, asked[::-1])
    assert first != drawn(2, asked)
    hits = sum(map(sum, first.values()))
    assert 0.25 * len(asked) < hits < 0.35 * len(asked)


def test_rules_come_and_go_while_the_press_serves(press: Press) -> None:
    url = url_of(press)
    first = press.faults.add(Fault.STATUS_403)
    press.faults.add(Fault.STATUS_410)
    assert status(url) == 403
    press.faults.remove(first)
    assert status(url) == 410
    press.faults.clear()
    assert status(url) == 200
    assert press.faults.counts().total() == 2


def test_a_head_request_is_answered_well(press: Press) -> None:
    press.faults.add(Fault.STATUS_500)
    assert status(url_of(press), "HEAD") == 200


def test_rules_that_say_nothing_are_refused() -> None:
    faults = Faults()
    with pytest.raises(ValueError, match="fire"):
        faults.add("fire")
    with pytest.raises(ValueError, match="share 2"):
        faults.add(Fault.RESET, share=2)
    with pytest.raises(ValueError, match="regular expression"):
        faults.add(Fault.RESET, path="(")
    with pytest.raises(ValueError, match="time zone"):
        faults.add(Fault.STATUS_429, retry_after=datetime(2030, 1, 1))


def test_a_limit_holds_between_threads() -> None:
    faults = Faults(seed=3)
    with Press.on_free_ports(faults=faults) as press, ThreadPoolExecutor(8) as pool:
        faults.add(Fault.STATUS_500, limit=5)
        found = Counter(pool.map(status, [url_of(press, index=index % 10) for index in range(60)]))
        assert found == Counter({500: 5, 200: 55})
        assert press.answers() == Counter({("demo_trs", 500): 5, ("demo_trs", 200): 55})


def test_answers_can_be_delayed(press: Press) -> None:
    press.faults.delay = 0.3
    start = time.monotonic()
    assert status(url_of(press)) == 200
    assert time.monotonic() - start >= 0.3


def test_stopping_ends_every_thread_in_time() -> None:
    before = set(threading.enumerate())
    press = Press.on_free_ports()
    press.start()
    press.faults.add(Fault.HANG, "demo_trs")
    press.faults.add(Fault.SLOW_BODY, "demo_gbk", interval=60)
    clients = []
    for outlet in ("demo_trs", "demo_gbk", "demo_founder"):
        parts = urlsplit(url_of(press, outlet))
        clients.append(create_connection((parts.hostname, parts.port), timeout=5))
        clients[-1].sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
    assert all(client.recv(15) == b"HTTP/1.1 200 OK" for client in clients[1:])
    deadline = time.monotonic() + 5
    while press.faults.counts().total() < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    press.faults.delay = 60
    parts = urlsplit(url_of(press, "demo_people"))
    clients.append(create_connection((parts.hostname, parts.port), timeout=5))
    clients[-1].sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    start = time.monotonic()
    press.stop()
    assert time.monotonic() - start < 3
    assert set(threading.enumerate()) <= before
    for client in clients:
        client.close()
