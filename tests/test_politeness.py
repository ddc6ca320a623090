"""How the spiders behave towards a server: robots.txt, pace, retries, redirects, size; and what they say about each failure."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from commands import newsspider, written

ARTICLE = """<html><head><meta charset="utf-8"><title>{0}-赣江网</title></head><body><h1>{0}</h1><div class="info">2023-10-17 08:22 来源：赣江日报</div>
<div class="content"><p>赣江网讯（记者魏晓星）10月17日，{0}，两岸群众出行更加便捷，沿线乡镇的农产品也有了新的销路。</p>
<p>据介绍，工程队历时三年建成这一项目，下一步还将完善配套道路和绿化，预计年底前全部完工。</p></div></body></html>"""


class Site(ThreadingHTTPServer):
    """A server on loopback that misbehaves in known ways and writes down who asked for what, and when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[tuple[float, str, str]] = []

    def times(self, path: str) -> list[float]:
        return [when for when, asked, _ in self.asked if asked == path]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((time.monotonic(), self.path, self.headers["User-Agent"]))
        name = self.path.strip("/").partition(".")[0]
        answer = getattr(self, "on_" + name.partition("_")[0], None)
        if answer:
            answer()
        else:
            self.send(200, ARTICLE.format(f"新桥{name}通车"))

    def send(self, status: int, text: str = "", **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        for key, value in ({"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | headers).items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def on_robots(self) -> None:
        self.send(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")

    def on_missing(self) -> None:
        self.send(404, "<h1>您访问的页面不存在</h1>")

    def on_away(self) -> None:
        self.send(302, Location="http://localhost:9/elsewhere.html")

    def on_stub(self) -> None:
        self.send(200, '<html><head><meta http-equiv="refresh" content="0;url=http://localhost:9/x.html"></head></html>')

    def on_moved(self) -> None:
        self.send(301, Location="/moved/here.html") if self.path == "/moved.html" else self.send(
            200, ARTICLE.format("新桥移址通车")
        )

    def on_large(self) -> None:
        self.send(200, "x" * (17 * 1024 * 1024))

    def on_tired(self) -> None:
        if len(self.server.times(self.path)) == 1:
            self.send(503)
        else:
            self.send(200, ARTICLE.format("新桥重试通车"))

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


PAGES = ("one", "two", "three", "private", "missing", "away", "stub", "moved", "large", "tired")


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("polite")
    (folder / "sites.toml").write_text(
        f'[test_site]\nname = "赣江网"\nprovince = "CN-JX"\nkind = "portal"\nfamily = "generic"\nhosts = ["127.0.0.1:{site.server_port}"]\ndelay = 0.3\n'
    )
    (folder / "urls.txt").write_text("".join(f"{site.base}/{name}.html\n" for name in PAGES))
    arguments = ("--urls", "urls.txt", "--sites", "sites.toml", "--contact", "desk@ganjiang.example", "--output", "out")
    done = newsspider("crawl", *arguments, cwd=folder, ok=False)
    assert done.returncode == 1, done.stderr  # some of the addresses gave no article
    return folder


def ledger(folder: Path) -> dict[str, tuple[str, str | None]]:
    with sqlite3.connect(folder / "out" / "newsspider.db") as database:
        rows = list(database.execute("SELECT url, state, reason FROM urls"))
    database.close()
    return {url.rpartition("/")[2].removesuffix(".html"): (state, reason) for url, state, reason in rows}


def test_every_url_is_accounted_for_with_its_reason(crawled: Path) -> None:
    stored = dict.fromkeys(("one", "two", "three", "moved", "tired"), ("stored", None))
    assert ledger(crawled) == stored | {
        "private": ("failed", "robots_txt"),
        "missing": ("gone", "http_404"),
        "away": ("failed", "redirect_offsite"),
        "stub": ("failed", "redirect_offsite"),
        "large": ("failed", "too_large"),
    }
    assert len(written(crawled / "out")) == len(stored)


def test_robots_txt_is_read_first_and_obeyed(site: Site, crawled: Path) -> None:
    assert site.asked[0][1] == "/robots.txt"
    assert site.times("/private.html") == []


def test_the_user_agent_names_us_and_the_contact(site: Site, crawled: Path) -> None:
    assert {agent for _, _, agent in site.asked} == {site.asked[0][2]}
    assert site.asked[0][2].startswith("newsspider/")
    assert "desk@ganjiang.example" in site.asked[0][2]


def test_requests_keep_the_pace_of_the_site_record(site: Site, crawled: Path) -> None:
    times = [when for when, _, _ in site.asked]
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) > 0.3 - 0.05  # seconds that may pass on a busy machine until the server notes what was sent


def test_a_server_in_trouble_is_asked_again_after_a_pause(site: Site, crawled: Path) -> None:
    first, second = site.times("/tired.html")
    assert second - first > 1.5


def test_a_redirected_article_has_the_address_where_it_is(site: Site, crawled: Path) -> None:
    assert f"{site.base}/moved/here.html" in {row["url"] for row in written(crawled / "out")}
