"""Pages made by script: one clear line without a browser, the whole page with one."""

import json
import os
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from commands import newsspider, rows

from newsspider.crawl.browser import CHROMIUM, browser_settings, is_unneeded, rendering
from newsspider.errors import ConfigError, NotAnArticle
from newsspider.outlets import Outlet, Outlets
from newsspider.pages import load, read

TEXT = (
    "<p>本报讯（记者魏晓星）10月23日，临川区召开春耕生产现场会，部署今年的春耕生产工作，各乡镇负责人都来了。</p>"
    "<p>会议指出，今年全区计划种植水稻五十万亩，比去年增加两万亩，各项准备工作已经就绪。</p>"
)
SHELL = """<html><head><meta charset="utf-8"><title>临川区召开春耕生产现场会-临川在线</title></head><body><div id="app"></div><script>
fetch('/api/1').then(answer => answer.json()).then(data => { document.getElementById('app').innerHTML = data.html; });
</script></body></html>"""
LIST = '<html><head><meta charset="utf-8"><title>要闻</title></head><body><a href="/2025/10/23/1001.html">临川区召开春耕生产现场会</a></body></html>'
ARTICLE = (
    f'<h1>临川区召开春耕生产现场会</h1><div class="info">2025-10-23 08:22 来源：临川日报</div><div class="content">{TEXT}</div>'
)


def outlet(port: int = 8123, **changes: Any) -> Outlet:
    values: dict[str, Any] = {
        "id": "jiangxi_linchuan", "name": "临川在线", "province": "CN-JX", "kind": "portal", "family": "generic",
        "hosts": [f"127.0.0.1:{port}"], "render": True,
    }  # fmt: skip
    return Outlet(**(values | changes))


def test_a_shell_is_refused_with_the_reason() -> None:
    with pytest.raises(NotAnArticle) as caught:
        read(load(SHELL.encode()))
    assert caught.value.reason == "needs_render"


def test_who_needs_a_browser_is_told_by_id_and_by_address() -> None:
    known = Outlets([outlet(), outlet(id="jiangxi_other", hosts=["other.example"], render=False)])
    assert [each.id for each in rendering(known, ["jiangxi_linchuan", "jiangxi_other"], [])] == ["jiangxi_linchuan"]
    assert [
        each.id for each in rendering(known, [], ["http://127.0.0.1:8123/1.html", "http://other.example/", "http://x.example/"])
    ] == ["jiangxi_linchuan"]


@pytest.mark.skipif(find_spec("scrapy_playwright") is not None, reason="the browser extra is installed")
def test_without_the_extra_one_line_says_what_to_install() -> None:
    with pytest.raises(ConfigError, match=r"jiangxi_linchuan says render = true.*pip install 'newsspider\[browser\]'"):
        browser_settings(outlet())


@pytest.mark.skipif(find_spec("scrapy_playwright") is None, reason="needs the extra newsspider[browser]")
def test_a_browser_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHROMIUM, "/no/such/chromium")
    with pytest.raises(ConfigError, match="/no/such/chromium"):
        browser_settings(outlet())


@pytest.mark.parametrize(
    ("kind", "unneeded"),
    [("image", True), ("media", True), ("font", True), ("document", False), ("script", False), ("fetch", False)],
)
def test_pictures_are_not_loaded(kind: str, unneeded: bool) -> None:
    request = type("Request", (), {"resource_type": kind})()
    assert is_unneeded(request) is unneeded


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {"/robots.txt": "", "/": LIST, "/api/1": json.dumps({"html": ARTICLE})}
        body = answers.get(self.path, SHELL).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if self.path.startswith("/api") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


CHROME = os.environ.get(CHROMIUM) or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.skipif(find_spec("scrapy_playwright") is None or not CHROME, reason="needs newsspider[browser] and a Chromium")
def test_a_page_made_by_script_is_read_whole(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHROMIUM, CHROME or "")
    (tmp_path / "sites.toml").write_text(
        f'[jiangxi_linchuan]\nname = "临川在线"\nprovince = "CN-JX"\nkind = "portal"\nfamily = "generic"\nhosts = ["127.0.0.1:{port}"]\n'
        "render = true\ndelay = 0\n",
        encoding="utf-8",
    )
    done = newsspider("scrape", f"http://127.0.0.1:{port}/2025/10/23/1001.html", "--sites", "sites.toml", cwd=tmp_path)
    [row] = rows(done.stdout)
    assert (row["headline"], row["source"], len(row["body"])) == ("临川区召开春耕生产现场会", "临川日报", 2)
