"""Archives of sites whose articles differ in a query key that is cut elsewhere: each address finds its own page."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from archives import write_warc
from commands import newsspider, written

from newsspider.archive.index import ArchiveIndex
from newsspider.values.query_keys import QueryKeys

KEYS = ("source_id", "from", "timestamp")
CLOCK = 1_795_000_000


def page(index: ArchiveIndex, url: str, *kept: str, ignored: tuple[str, ...] = ()) -> bytes | None:
    found = index.find(url, keys=QueryKeys(frozenset(kept), frozenset(ignored)))
    return found.body if found else None


@pytest.mark.parametrize("key", [*KEYS, "share", "spm"])
def test_a_key_that_names_the_article_tells_pages_apart(key: str, tmp_path: Path) -> None:
    show = "http://a.example/show.php?"
    index = ArchiveIndex([write_warc(tmp_path / "p.warc", {f"{show}{key}={n}": f"page {n}" for n in (1, 2, 3)})])
    assert [page(index, f"{show}{key}={n}&utm_source=x", key) for n in (1, 2, 3)] == [b"page 1", b"page 2", b"page 3"]
    assert page(index, f"{show}{key}=4", key) is None, "another article's page is no answer"
    assert page(index, f"{show}{key.upper()}=1", key) is None
    if key != "timestamp":
        assert page(index, f"{show}{key}=4") == b"page 3", "where nobody says so, the key says nothing"


def test_a_key_that_never_names_the_article_does_not_hide_it(tmp_path: Path) -> None:
    show = "http://a.example/show.php?"
    index = ArchiveIndex([write_warc(tmp_path / "p.warc", {show + "id=1&ref=7": "one", show + "id=2&ref=7": "two"})])
    assert page(index, show + "ref=8&id=1", ignored=("ref",)) == b"one"
    assert page(index, show + "id=2", ignored=("ref",)) == b"two"
    assert page(index, show + "id=3", ignored=("ref",)) is None
    assert page(index, show + "id=1") is None


def test_a_clock_that_was_cut_when_the_page_came_does_not_hide_it(tmp_path: Path) -> None:
    url = "http://a.example/list.json?_t=1767323045"  # the time of the records, 2026-01-02T03:04:05Z
    index = ArchiveIndex([write_warc(tmp_path / "p.warc", {url: "list", "http://a.example/list.json?page=2": "second"})])
    for asked in (url, "http://a.example/list.json", "http://a.example/list.json?_t=1767323999"):
        assert page(index, asked) == b"list", asked


class Site(BaseHTTPRequestHandler):
    """A list, and articles that differ in one key alone."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        key = self.server.key  # type: ignore[attr-defined] # set below
        body = b""
        if parts.path == "/list/":
            links = "".join(
                f'<li><a href="/show.php?{key}={CLOCK + n}">澜江市第{n}座新桥今日正式通车</a></li>' for n in range(1, 7)
            )
            body = f"<html><body><ul>{links}</ul></body></html>".encode()
        elif parts.path == "/show.php" and key in query:
            number = int(query[key][0]) - CLOCK
            text = (
                f"<p>本报讯（记者魏晓星）昨日，跨越赣江的第{number}座新桥正式通车，两岸群众出行更加便捷，沿线绿化同步完工。</p>"
                f"<p>新桥全长{number}千米，双向六车道，由本地工程队历时三年建成，通行时间由四十分钟缩短到十分钟。</p>"
            )
            body = f"<html><body><h1>澜江市第{number}座新桥今日正式通车</h1><div>{text}</div></body></html>".encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(params=KEYS)
def site(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.key = request.param  # type: ignore[attr-defined] # read above
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", request.param
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_replay_of_such_a_site_gives_the_same_rows(site: tuple[str, str], tmp_path: Path) -> None:
    host, key = site
    (tmp_path / "sites.toml").write_text(
        f'[x_a]\nname = "澜江在线"\nprovince = ""\nkind = "portal"\nfamily = "generic"\nhosts = ["{host}"]\n'
        f'lists = ["http://{host}/list/"]\narticles = ["http://{{host}}/show.php"]\nidentity_keys = ["{key}"]\ndelay = 0.0\n',
        encoding="utf-8",
    )
    arguments = ("crawl", "x_a", "--sites", "sites.toml", "--output")
    newsspider(*arguments, "out", "--archive", cwd=tmp_path)
    first = in_order(tmp_path / "out")
    assert [row["url"] for row in first] == [f"http://{host}/show.php?{key}={CLOCK + n}" for n in range(1, 7)]
    newsspider(*arguments, "again", "--replay", "out/archive", cwd=tmp_path)
    assert in_order(tmp_path / "again") == first
    shared = [f"http://{host}/show.php?utm_source=wx&{key}={CLOCK + n}" for n in range(1, 8)]  # the last was never fetched
    (tmp_path / "urls.txt").write_text("\n".join(shared))
    one_by_one = ("crawl", "--urls", "urls.txt", *arguments[2:], "third", "--replay", "out/archive")
    assert newsspider(*one_by_one, cwd=tmp_path, ok=False).returncode == 1
    read = {row["url"]: row["headline"] for row in in_order(tmp_path / "third")}
    assert read == {row["url"]: row["headline"] for row in first}


def in_order(folder: Path) -> list[dict[str, Any]]:
    """The articles by address; which of those alike came first depends on the order of the answers."""
    return sorted((row | {"duplicate_of": None} for row in written(folder)), key=lambda row: str(row["url"]))
