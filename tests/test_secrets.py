"""A secret is planted in every place that takes one, and looked for in everything that a crawl leaves behind and says."""

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from commands import newsspider, write_sites
from databases import free_port, fresh, with_driver
from sqlalchemy import MetaData, create_engine, select, text

from newsspider.cli import main
from newsspider.demo import Press
from newsspider.errors import NewsspiderError
from newsspider.notify import Alarm, AlarmBook, Known, send
from newsspider.notify.digest import Message
from newsspider.outlets import Outlets
from newsspider.store import Outcome, Runs, Store
from newsspider.store.spool import Spool

PLANTED = "PLANTED"
PASSWORD = "PLANTED@a/b:c#d?e f'g"  # noqa: S105 planted to be found
NOW = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # by a plugin of Apprise


@pytest.fixture
def hook() -> Iterator[tuple[str, list[bytes]]]:
    """Host and port of a target of notifications, and the messages that it received."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", received
    server.shutdown()
    server.server_close()


def with_password(url: str, password: str) -> str:
    """The URL of a test's database, its user with a password; the PostgreSQL of the tests trusts whoever comes."""
    user, at, host = url.partition("@")
    return f"{user}:{password}{at}{host}"


def files_with(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold a word, packed or not."""
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if word.encode() in data or (path.suffix == ".gz" and word.encode() in gzip.decompress(data)):
            found.append(str(path.relative_to(folder)))
    return found


def tables_with(url: str, word: str) -> list[str]:
    """The tables of a database that hold a word."""
    engine = create_engine(with_driver(url))
    known = MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        found = [table.name for table in known.sorted_tables if word in repr(connection.execute(select(table)).all())]
    engine.dispose()
    return found


def test_what_was_planted_is_found_nowhere(
    hook: tuple[str, list[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, received = hook
    monkeypatch.setenv("NEWSSPIDER_NOTIFY_URLS", f"json://me:PLANTEDhook@{host}/PLANTEDpath?+X-Key=PLANTEDkey")
    monkeypatch.setenv("NEWSSPIDER_NOTIFY_ON", "always")
    monkeypatch.setenv("https_proxy", "http://me:PLANTEDproxy@127.0.0.1:9")
    with fresh("postgresql", tmp_path) as url, Press.on_free_ports() as press:
        write_sites(Outlets([press.outlets["demo_plain"]]), tmp_path / "sites.toml")
        place = with_password(url, quote(PASSWORD, safe=" #?'")) + "?password=PLANTEDquery&application_name=press"
        away = place.replace(url.split("@")[1].split("/")[0], f"127.0.0.1:{free_port()}")
        crawl = ("crawl", "--all", "--sites", "sites.toml", "--limit", "3", "--archive", "-v")
        said = [newsspider(*crawl, "--database", place, cwd=tmp_path)]
        said.append(newsspider(*crawl, f"--database={away}", "--log-format", "json", cwd=tmp_path, ok=False))
        monkeypatch.setenv("NEWSSPIDER_DATABASE", place)
        monkeypatch.chdir(tmp_path)
        shown = [CliRunner().invoke(main, command) for command in (["report"], ["runs"], ["config"], ["notify", "--test"])]
        assert tables_with(url, "application_name=press") == ["runs"]
        assert tables_with(url, PLANTED) == []
    assert [done.returncode for done in said] == [0, 5]
    assert [done.exit_code for done in shown] == [0, 0, 0, 0]
    assert b"postgresql://postgres:***@" in received[0]
    assert b"error_StoreAway" in received[1]
    assert files_with(tmp_path, "demo_plain")
    assert files_with(tmp_path, PLANTED) == []
    assert PLANTED not in "".join(done.stdout + done.stderr for done in said) + repr(received)
    assert PLANTED not in "".join(done.output for done in shown)


@pytest.mark.parametrize("form", ["{}", "{}?password=PLANTEDquery&connect_timeout=2"])
def test_a_store_keeps_and_says_its_place_without_password(form: str, tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as url:
        place = form.format(with_password(url, quote(PASSWORD, safe="")))
        store = Store(place)
        try:
            run = Runs(store).begin(f"newsspider crawl --database '{place}'", ["a"])
            Runs(store).end(run, "failed", f"cannot open {place}: {PASSWORD}", {})
            AlarmBook(store).enter([Known(Alarm(outlet="a", monitor="m", message=f"away: {PASSWORD}"), run, run, NOW, NOW, None)])
            Spool(store, tmp_path / "spool", run).save(
                [Outcome("https://a.example/1", "a", "failed", reason="x")], lambda *_: None
            )
            with pytest.raises(NewsspiderError, match=r"failed: .*\*\*\*") as caught, store.transaction() as connection:
                connection.execute(text("SELECT CAST(CAST(:value AS text) AS integer)"), {"value": PASSWORD})
            assert PLANTED not in store.url + str(caught.value)
        finally:
            store.close()
        assert tables_with(url, PLANTED) == []
        assert tables_with(url, "https://a.example/1") == ["urls"]


def test_a_driver_that_refuses_says_no_password(tmp_path: Path) -> None:
    with fresh("mariadb", tmp_path) as url, pytest.raises(NewsspiderError, match="using password: YES") as caught:
        Store(with_password(url, quote(PASSWORD, safe="")))
    assert PLANTED not in str(caught.value)


def test_a_message_is_masked_on_its_way_out(hook: tuple[str, list[bytes]]) -> None:
    host, received = hook
    said = "cannot open postgresql://me:a@PLANTED/b@db/news; token=PLANTED"
    assert send(f"json://{host}", Message(said, said, "failure")) is None
    assert PLANTED.encode() not in received[0]
    assert b"postgresql://me:***@db/news" in received[0]
