"""Runs and locks: who does what, how it ended, and never two at one outlet."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from article_factory import make_article
from sqlalchemy import select, update

from newsspider.errors import Locked
from newsspider.store import Outcome, Runs, Store
from newsspider.store.tables import locks, runs

DEAD = {"host": socket.gethostname(), "pid": 2**22 + 1, "process_started": 1.0}  # beyond what Linux gives out


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


def test_a_run_from_its_beginning_to_its_end(store: Store) -> None:
    book = Runs(store)
    number = book.begin("newsspider crawl a b", ["a", "b"])
    (run,) = book.recent()
    assert (run.run, run.command, run.outlets, run.state, run.finished_at) == (
        number,
        "newsspider crawl a b",
        ["a", "b"],
        "running",
        None,
    )
    article = make_article(1)
    store.save([Outcome(article.url or "", "a", "stored", article=article)], number)
    book.end(number, "finished", None, {"a": {"stored": 1, "reasons": {}}, "b": {"reasons": {}}})
    (run,) = book.recent()
    assert (run.state, run.reason, run.stored, run.counts["a"]) == ("finished", None, 1, {"stored": 1, "reasons": {}})
    assert run.finished_at is not None
    assert run.finished_at >= run.started_at


def test_a_run_whose_process_is_gone_was_killed(store: Store) -> None:
    book = Runs(store)
    dead = book.begin("newsspider crawl a")
    with store.engine.begin() as connection:
        connection.execute(update(runs).values(DEAD))
    assert [run.state for run in book.recent()] == ["killed"]
    living = book.begin("newsspider crawl a")
    with store.engine.connect() as connection:
        assert dict(connection.execute(select(runs.c.run, runs.c.state)).all()) == {dead: "killed", living: "running"}


def test_a_process_number_used_again_is_another_process(store: Store) -> None:
    book = Runs(store)
    book.begin("newsspider crawl a")
    with store.engine.begin() as connection:
        connection.execute(update(runs).values(process_started=1.0))  # this process's number, another beginning
    assert [run.state for run in book.recent()] == ["killed"]


def test_the_second_run_of_an_outlet_hears_who_has_the_lock(store: Store) -> None:
    book = Runs(store)
    book.lock("a", 1)
    with pytest.raises(Locked, match=r"^a: run 1 is crawling it \(process \d+ on .*, since .* UTC\)") as caught:
        book.lock("a", 2)
    assert caught.value.exit_code == 6
    book.lock("b", 2)
    book.unlock("a", 1)
    book.lock("a", 2)
    book.unlock("a", 1)  # of run 1 no more
    with pytest.raises(Locked, match="run 2"):
        book.lock("a", 3)


def test_the_lock_of_a_killed_process_is_taken_over(store: Store) -> None:
    script = f"""
import os, signal
from newsspider.store import Runs, Store
Runs(Store({store.engine.url.render_as_string()!r})).lock("a", 1)
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    book = Runs(store)
    book.lock("a", 2)
    with pytest.raises(Locked, match="run 2"):
        book.lock("a", 3)


def test_the_lock_of_another_machine_is_taken_over_when_it_is_silent(store: Store) -> None:
    book = Runs(store)
    book.lock("a", 1)
    with store.engine.begin() as connection:
        connection.execute(update(locks).values(host="elsewhere.example"))
    with pytest.raises(Locked, match=r"on elsewhere\.example"):
        book.lock("a", 2)
    with store.engine.begin() as connection:
        connection.execute(update(locks).values(seen_at=datetime.now(UTC) - timedelta(minutes=6)))
    book.lock("a", 2)


def test_refreshing_keeps_a_lock(store: Store) -> None:
    book = Runs(store)
    book.lock("a", 1)
    with store.engine.begin() as connection:
        connection.execute(update(locks).values(host="elsewhere.example", seen_at=datetime.now(UTC) - timedelta(minutes=6)))
    book.refresh(1)
    with pytest.raises(Locked):
        book.lock("a", 2)


def test_the_history_of_an_outlet_is_newest_first_and_holds_finished_runs(store: Store) -> None:
    book = Runs(store)
    now = datetime.now(UTC)
    for number, state in ((1, "finished"), (2, "failed"), (3, "finished")):
        book.enter_outlet(number, "a", now + timedelta(hours=number), state, {"listed": number})  # type: ignore[arg-type]
    book.enter_outlet(3, "b", now, "finished", {"listed": 9})
    assert [(part.run, part.counts) for part in book.history("a")] == [(3, {"listed": 3}), (1, {"listed": 1})]
    book.enter_outlet(3, "a", now + timedelta(hours=3), "finished", {"listed": 4})
    assert [part.counts for part in book.history("a", limit=1)] == [{"listed": 4}]
