"""Stored articles are looked at again, lists asked whether they changed: revisions, vanished pages, 304; one run an outlet."""

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import newsspider, write_sites, written

from newsspider.demo import Press
from newsspider.store import Runs, Store

OUTLET = "demo_founder"


@pytest.fixture
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        yield press


def crawl(press: Press, folder: Path, *more: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    write_sites(press.outlets, folder / "sites.toml")
    return newsspider("crawl", OUTLET, "--sites", "sites.toml", "--output", "out", *more, cwd=folder, ok=ok)


def query(folder: Path, sql: str, *values: Any) -> list[Any]:
    database = sqlite3.connect(folder / "out" / "newsspider.db")
    with database:
        found = database.execute(sql, values).fetchall()
    database.close()
    return found


def make_due(folder: Path) -> None:
    """As if the hour after which a stored page is looked at again had passed."""
    query(
        folder,
        "UPDATE urls SET next_try = ? WHERE state IN ('stored', 'not_modified')",
        str(datetime.now(UTC) - timedelta(hours=1))[:26],
    )


def answers(press: Press) -> Counter[int]:
    found: Counter[int] = Counter()
    for (site, status), number in press.answers().items():
        if site == OUTLET:
            found[status] += number
    return found


def test_a_list_that_did_not_change_is_not_sent_again(press: Press, tmp_path: Path) -> None:
    crawl(press, tmp_path)
    before = answers(press)
    done = crawl(press, tmp_path)
    assert answers(press) - before == {200: 1, 304: len(press.outlets[OUTLET].lists)}  # robots.txt, and each list
    assert "0 articles written" in done.stdout
    (row,) = press.publish(1, OUTLET)
    crawl(press, tmp_path)
    assert row["url"] in {line["url"] for line in written(tmp_path / "out")}


def test_articles_that_did_not_change_are_not_sent_again(press: Press, tmp_path: Path) -> None:
    crawl(press, tmp_path)
    make_due(tmp_path)
    before = answers(press)
    assert "0 articles written" in crawl(press, tmp_path).stdout
    spent = answers(press) - before
    assert spent == {304: 13, 200: 3}  # robots.txt, and two articles of several pages, which have no version of their own
    assert dict(query(tmp_path, "SELECT state, count(*) FROM urls GROUP BY state")) == {"not_modified": 12}


def test_changed_and_vanished_articles(press: Press, tmp_path: Path) -> None:
    crawl(press, tmp_path)
    first = {line["url"]: line for line in written(tmp_path / "out")}
    changed, vanished, *_ = sorted(first)
    true = press.edit(changed, headline="更正后的标题", body=["更正后的第一段，说明此前数字有误。", *first[changed]["body"][1:]])
    press.remove(vanished, 410)
    assert "0 articles written" in crawl(press, tmp_path).stdout  # not due yet
    make_due(tmp_path)
    before = answers(press)
    crawl(press, tmp_path)
    spent = answers(press) - before
    assert spent[410] == 1
    lines = written(tmp_path / "out")
    assert len(lines) == len(first) + 1
    assert (lines[-1]["url"], lines[-1]["revision"]) == (changed, 2)
    assert (lines[-1]["headline"], lines[-1]["body"]) == ("更正后的标题", true["body"])
    rows = query(tmp_path, "SELECT headline, changed FROM articles WHERE url = ? ORDER BY revision", changed)
    assert rows[0] == (first[changed]["headline"], None)
    assert {"headline", "body"} <= set(json.loads(rows[1][1]))
    assert query(tmp_path, "SELECT state, reason FROM urls WHERE url = ?", vanished) == [("gone", "http_410")]
    assert query(tmp_path, "SELECT count(*) FROM articles WHERE url = ?", vanished) == [(1,)]
    make_due(tmp_path)
    assert "0 articles written" in crawl(press, tmp_path).stdout
    assert dict(query(tmp_path, "SELECT state, count(*) FROM urls GROUP BY state"))["not_modified"] == len(first) - 1


def test_the_second_run_of_an_outlet_ends_with_its_own_exit_code(press: Press, tmp_path: Path) -> None:
    crawl(press, tmp_path)
    store = Store(f"sqlite:///{tmp_path / 'out' / 'newsspider.db'}")
    runs = Runs(store)
    holder = runs.begin("newsspider crawl demo_founder", [OUTLET])
    runs.lock(OUTLET, holder)
    done = crawl(press, tmp_path, ok=False)
    assert done.returncode == 6
    assert f"{OUTLET}: run {holder} is crawling it (process" in done.stderr
    assert runs.recent()[0].state == "failed"
    runs.unlock(OUTLET, holder)
    store.close()
    crawl(press, tmp_path)


def test_the_lock_of_a_killed_crawl_is_taken_over(press: Press, tmp_path: Path) -> None:
    crawl(press, tmp_path)
    url = f"sqlite:///{tmp_path / 'out' / 'newsspider.db'}"
    script = f"import os\nfrom newsspider.store import Runs, Store\nr = Runs(Store({url!r}))\nr.lock({OUTLET!r}, r.begin('x'))\nos._exit(9)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    crawl(press, tmp_path)
    states = [row["state"] for row in json.loads(newsspider("runs", "--json", "--output", "out", cwd=tmp_path).stdout)]
    assert states == ["finished", "killed", "finished"]
    assert query(tmp_path, "SELECT * FROM locks") == []
