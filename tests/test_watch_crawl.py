"""The watch at the command line: exit code 7, a line for each alarm, alarms in the store and in the digest, addresses tried again."""

import json
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from commands import newsspider, write_sites

from newsspider.demo import Change, Kind, Press

OUTLET = "demo_trs"


@pytest.fixture
def posted() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An Apprise URL on loopback, and what is posted to it."""
    received: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/hook", received
    server.shutdown()
    server.server_close()


def crawl(press: Press, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    write_sites(press.outlets, folder / "sites.toml")
    config = folder / "watched.toml"
    config.touch()
    return newsspider(
        "crawl", "--config", config, OUTLET, "--sites", "sites.toml", "--output", "out", *more, cwd=folder, ok=False
    )


def query(folder: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "out" / "newsspider.db")) as database, database:
        return database.execute(sql).fetchall()


def test_a_broken_site_ends_the_run_with_7_and_is_told_once(tmp_path: Path, posted: tuple[str, list[dict[str, Any]]]) -> None:
    url, received = posted
    (tmp_path / "watched.toml").write_text(f'[notify]\nurls = ["{url}"]\n', encoding="utf-8")
    with Press.on_free_ports() as press:
        first = crawl(press, tmp_path)
        assert first.returncode == 0, first.stderr
        press.publish(4, OUTLET)
        press.change(OUTLET, Change(OUTLET, Kind.SCRIPT_SHELL, "app", "rich-view-1a2b3"))
        broken = crawl(press, tmp_path)
        assert broken.returncode == 7, broken.stdout + broken.stderr
        (alarm,) = [line for line in broken.stderr.splitlines() if "script_shell" in line]
        assert alarm.startswith(
            f"newsspider: {OUTLET}: script_shell: articles are empty pages that a script fills: 4 of 4 articles, usually 0 of "
        )
        assert "try `newsspider scrape http://127.0.0.1:" in alarm
        assert alarm.count("http://127.0.0.1:") == 4
        assert "4 addresses without article are tried again by later runs" in broken.stderr

        (message,) = received
        assert message["title"].endswith(f"1 alarm: {OUTLET}")
        assert f"ALARM {OUTLET} script_shell" in message["message"]
        assert query(tmp_path, "SELECT monitor, state, runs FROM alarms") == [("script_shell", "open", 1)]
        assert query(tmp_path, "SELECT state, count(*) FROM urls WHERE reason = 'needs_render' GROUP BY state") == [("failed", 4)]
        (row,) = query(tmp_path, "SELECT counts FROM outlet_runs WHERE run = 2")
        assert json.loads(row[0])["alarms"] == ["script_shell"]
        assert "script_shell" in newsspider("runs", 2, "--output", "out", cwd=tmp_path).stdout

        press.restore(OUTLET)
        query(tmp_path, "UPDATE urls SET next_try = '2020-01-01 00:00:00' WHERE state = 'failed'")
        mended = crawl(press, tmp_path)
        assert mended.returncode == 0, mended.stderr
        assert query(tmp_path, "SELECT count(*) FROM urls WHERE state = 'failed'") == [(0,)]
        assert len(received) == 2
        assert f"recovered: {OUTLET} script_shell" in received[-1]["message"]
        assert query(tmp_path, "SELECT monitor, state FROM alarms") == [("script_shell", "recovered")]


def test_no_watch_and_a_threshold_let_it_pass(tmp_path: Path) -> None:
    with Press.on_free_ports() as press:
        assert crawl(press, tmp_path).returncode == 0
        press.publish(3, OUTLET)
        press.change(OUTLET, Change(OUTLET, Kind.SOURCE_DROPPED, "dropped", "rich-view-1a2b3"))
        unwatched = crawl(press, tmp_path, "--no-watch")
        assert (unwatched.returncode, unwatched.stderr) == (0, "")
        press.publish(3, OUTLET)
        (tmp_path / "watched.toml").write_text('[watch]\nignore = ["source_dropped"]\n', encoding="utf-8")
        ignored = crawl(press, tmp_path)
        assert (ignored.returncode, ignored.stderr) == (0, "")
