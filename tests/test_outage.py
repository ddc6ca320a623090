"""The database goes away in the middle of a crawl: the run goes on with what it has, nothing is lost, nothing comes twice."""

import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import newsspider, write_sites, written
from databases import Postgres, with_driver
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from newsspider.demo import Press

ROOT = Path(__file__).parent.parent
SECONDS = 90
OUTLETS = ("demo_gbk", "demo_trs")
SCALE = 12
CRAWL = ("crawl", *OUTLETS, "--sites", "sites.toml", "--output", "out")


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A PostgreSQL of our own, running."""
    server = Postgres()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    with Press.on_free_ports(scale=SCALE) as press:
        write_sites(press.outlets, tmp_path / "sites.toml")
        yield press


def start(folder: Path, *arguments: str, limit: int | None = None) -> subprocess.Popen[str]:
    """A crawl under way; with a limit no file of its may grow beyond that many bytes."""
    code = "from newsspider.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *CRAWL, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=None if limit is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and all that it said. It ends in time and without a traceback."""
    try:
        output, errors = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    ours = [
        line for line in errors.splitlines() if line.lstrip().startswith("File ") and str(ROOT) in line and ".venv" not in line
    ]
    assert not ours, errors[errors.index("Traceback") :][:3000]
    return process.returncode, output + errors


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def count(url: str, table: str = "articles") -> int:
    engine = create_engine(with_driver(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 the test's own names
    except SQLAlchemyError:
        return 0  # the tables are not made yet, or it is away
    finally:
        engine.dispose()


def waiting(folder: Path) -> int:
    """Outcomes that wait in the spool."""
    return sum(len(path.read_bytes().splitlines()) - 1 for path in (folder / "out" / "spool").glob("*.jsonl"))


def wanted_of(press: Press) -> list[str]:
    return sorted(record["url"] for record in press.expected() if record["outlet"] in OUTLETS)


def check_complete(folder: Path, url: str, press: Press) -> None:
    """Every article is in the database and in the files, once; nothing waits any more."""
    wanted = wanted_of(press)
    assert sorted(row["url"] for row in written(folder / "out")) == wanted
    assert count(url) == len(wanted)
    assert waiting(folder) == 0
    assert count(url, "feeds WHERE feed LIKE 'spool:%'") == 0


def test_a_server_that_stops_and_starts_again_in_a_run(tmp_path: Path, server: Postgres, press: Press) -> None:
    process = start(tmp_path, "--database", server.url)
    wait_until(lambda: count(server.url) >= 30, process)
    server.stop()
    wait_until(lambda: waiting(tmp_path) > 0, process)
    assert count(server.url) == 0
    server.start()
    code, said = finish(process)
    assert code in (0, 5), said  # 5: a list could not be looked up and nothing came after the server was back
    newsspider(*CRAWL, "--database", server.url, cwd=tmp_path)
    check_complete(tmp_path, server.url, press)


def test_a_server_that_stays_away_until_after_the_run(tmp_path: Path, server: Postgres, press: Press) -> None:
    process = start(tmp_path, "--database", server.url)
    wait_until(lambda: count(server.url) >= 30, process)
    server.stop()
    code, said = finish(process)
    left = waiting(tmp_path)
    assert code == 5
    assert left > 0
    assert f"{server.url.replace('postgresql', 'postgresql+psycopg')} is away: " in said
    assert "the next crawl into this database writes them" in said
    before = {path.name for path in (tmp_path / "out" / "spool").glob("*.jsonl")}
    assert before
    assert (
        newsspider(*CRAWL, "--database", server.url, cwd=tmp_path, ok=False).returncode == 5
    )  # it is still away: nothing is touched
    assert {path.name for path in (tmp_path / "out" / "spool").glob("*.jsonl")} == before
    server.start()
    done = newsspider(*CRAWL, "--database", server.url, cwd=tmp_path)
    assert f"{left} outcomes of an earlier run, which had waited for the database, were written to it" in done.stdout
    check_complete(tmp_path, server.url, press)


def test_a_run_that_is_killed_while_the_server_is_away(tmp_path: Path, server: Postgres, press: Press) -> None:
    process = start(tmp_path, "--database", server.url)
    wait_until(lambda: count(server.url) >= 30, process)
    server.stop()
    wait_until(lambda: waiting(tmp_path) > 0, process)
    process.kill()
    process.communicate()
    server.start()
    newsspider(*CRAWL, "--database", server.url, cwd=tmp_path)
    check_complete(tmp_path, server.url, press)


def test_sqlite_locked_by_another_program_for_long(tmp_path: Path, press: Press) -> None:
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "news.db"
    url = f"sqlite:///{path}"
    process = start(tmp_path, "--database", f"{url}?timeout=0.2")
    wait_until(lambda: count(url) >= 30, process)
    other = sqlite3.connect(path, timeout=60, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    wait_until(lambda: waiting(tmp_path) > 0, process)
    code, said = finish(process)
    assert code == 5
    assert "outcomes wait in" in said
    other.execute("COMMIT")
    other.close()
    newsspider(*CRAWL, "--database", url, cwd=tmp_path)
    check_complete(tmp_path, url, press)


def test_sqlite_on_a_full_disk(tmp_path: Path, press: Press) -> None:
    """Neither the database nor the spool takes anything more: the run ends, and a later one fetches what is missing."""
    begun = time.monotonic()
    code, said = finish(start(tmp_path, limit=700_000))
    assert code == 5, said
    assert time.monotonic() - begun < SECONDS / 2
    assert "newsspider: " in said
    url = f"sqlite:///{tmp_path / 'out' / 'newsspider.db'}"
    assert count(url) < len(wanted_of(press))
    newsspider(*CRAWL, cwd=tmp_path)
    check_complete(tmp_path, url, press)
