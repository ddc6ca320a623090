"""Databases that accept a connection and say nothing: an answer in time, and no long query is cut."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from article_factory import make_article
from databases import SERVERS, fresh
from silent_servers import SILENT, Talk, mysql_logs_in, postgres_logs_in, say_nothing, server
from sqlalchemy import text

from newsspider.errors import StoreAway, UsageError
from newsspider.store import Outcome, Store, connecting
from newsspider.store.connecting import NotDone, within
from newsspider.store.engine import open_engine

LIMIT = 1
"""The limit that these tests set; 10 seconds without it."""


@pytest.mark.parametrize("case", SILENT)
def test_a_silent_server_is_given_up_in_time(case: str) -> None:
    kind, talk = SILENT[case]
    with server(talk) as port:
        begun = time.monotonic()
        with pytest.raises(StoreAway, match=r"no answer within 1 s|timed out") as caught:
            Store(f"{kind}://root@127.0.0.1:{port}/news?connect_timeout={LIMIT}")
        assert time.monotonic() - begun < LIMIT + 2
    assert caught.value.exit_code == 5
    assert str(caught.value).endswith("; try another --database or --output")


def test_without_a_word_in_the_url_the_limit_is_below_fifteen_seconds() -> None:
    assert connecting.CONNECT_SECONDS <= 12


def test_sqlite_held_by_another_program_is_given_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.store.dialects.CONNECT_SECONDS", 0.3)
    url = f"sqlite:///{tmp_path / 'news.db'}"
    Store(url).close()
    with contextlib.closing(sqlite3.connect(tmp_path / "news.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.raises(StoreAway, match="locked"):
            Store(url)
        assert time.monotonic() - begun < 5


@pytest.fixture(params=SERVERS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh(request.param, tmp_path) as url:
        yield url


def test_a_long_query_is_no_silent_server(url: str) -> None:
    store = Store(f"{url}?connect_timeout={LIMIT}")
    pause = {"postgresql": "SELECT 1 FROM pg_sleep(1.6)", "mysql": "SELECT SLEEP(1.6)"}[store.engine.dialect.name]
    with store.reading() as connection:
        connection.execute(text(pause))
    with store.transaction() as connection:
        connection.execute(text(pause))
    article = make_article(1)
    assert store.save([Outcome(article.url or "", "a", "stored", article=article)]) == ["new"]
    store.close()


def test_a_server_that_falls_silent_in_a_statement_or_between_two(url: str) -> None:
    """The limit of a statement ends the first wait; a connection that is lent again must answer at once."""
    muted = threading.Event()
    port = int(url.split("@127.0.0.1:")[1].split("/")[0])

    def passes_on(client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as real:
            threading.Thread(target=_pump, args=(client, real, threading.Event()), daemon=True).start()
            _pump(real, client, muted)

    with server(passes_on) as front:
        store = Store(url.replace(f":{port}/", f":{front}/") + f"?connect_timeout={LIMIT}")
        muted.set()
        begun = time.monotonic()
        with pytest.raises(StoreAway):  # the ping, and the new connection after it
            store.count()
        assert time.monotonic() - begun < 2 * LIMIT + 3
        muted.clear()
        assert store.count() == 0

        def silent_inside() -> None:
            with store.reading() as connection:
                connection.execute(text("SELECT 1"))
                connecting.set_patience(connection.connection.dbapi_connection, LIMIT)
                muted.set()
                connection.execute(text("SELECT 1"))

        begun = time.monotonic()
        with pytest.raises(StoreAway):
            silent_inside()
        assert time.monotonic() - begun < LIMIT + 3
        store.close()


def _pump(source: socket.socket, sink: socket.socket, muted: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            if not muted.is_set():
                sink.sendall(data)


def test_the_system_notices_a_host_that_vanished(url: str) -> None:
    store = Store(url)
    with store.reading() as connection:
        raw: Any = connection.connection.dbapi_connection
        with socket.socket(fileno=os.dup((raw._sock if hasattr(raw, "_sock") else raw).fileno())) as wire:
            assert wire.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            for name, value in connecting.KEEPALIVE.items():
                assert wire.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) == value, name
    store.close()


def test_a_connection_that_comes_too_late_is_closed() -> None:
    closed = threading.Event()

    class Late:
        def close(self) -> None:
            closed.set()

    def slow() -> Late:
        time.sleep(0.2)
        return Late()

    with pytest.raises(NotDone):
        within(0.05, slow)
    assert closed.wait(5)
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)
    assert isinstance(within(5, slow), Late)


LIMITS = (
    "connect_timeout=abc",
    "connect_timeout=0",
    "connect_timeout=nan",
    "connect_timeout=1&connect_timeout=2",
    "read_timeout=-1",
)


@pytest.mark.parametrize(
    ("kind", "said"),
    [*((kind, said) for kind in ("postgresql", "mysql") for said in LIMITS), ("mysql", "nope=1"), ("mysql", "charset=nope")],
)
def test_wrong_limits_and_options_of_a_url_are_told(kind: str, said: str) -> None:
    with pytest.raises(UsageError, match="--database"):
        open_engine(f"{kind}://root@127.0.0.1:1/news?{said}")


@pytest.mark.parametrize(
    ("kind", "talk"),
    [("mysql", say_nothing), ("postgresql", say_nothing), ("mysql", mysql_logs_in), ("postgresql", postgres_logs_in)],
)
def test_ctrl_c_while_a_database_says_nothing(kind: str, talk: Talk, tmp_path: Path) -> None:
    asked = threading.Event()

    def tells(connection: socket.socket) -> None:
        talk(connection)
        asked.set()

    with server(tells) as port:
        command = [sys.executable, "-m", "newsspider", "runs", "--database", f"{kind}://root@127.0.0.1:{port}/news"]
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        try:
            assert asked.wait(30)
            time.sleep(0.5)  # it has asked, or waits for the first word
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert time.monotonic() - begun < 5
    assert process.returncode == 130, errors
    assert errors.strip() == "newsspider: broken off"
