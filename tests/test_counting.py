"""Count in = count out: what a run took up is stored, unchanged, refused, failed, gone or left, per outlet and in all; exit codes."""

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands import SECONDS, newsspider, rows, write_sites, written

from newsspider.demo import Press
from newsspider.errors import PRECEDENCE, gravest
from newsspider.store import Runs, Store
from newsspider.telemetry.account import Account, add_fault, incomplete
from newsspider.telemetry.counters import SETTLED, count, counts_by_outlet, counts_of, without_article

POISON = Path(__file__).parent / "poison.py"
PAPERS = ("demo_epaper", "demo_plain")
SOME = ("demo_gbk", "demo_trs", *PAPERS)
LONG = 2083
"""Characters of an address that is asked for, at most."""


def check_sums(counts: Mapping[str, Mapping[str, Any]]) -> None:
    """Per outlet and in all, what came in went out, but for what the run says it lost."""
    total: Counter[str] = Counter()
    for outlet, row in counts.items():
        numbers = {name: row.get(name, 0) for name in ("found", "lost", *SETTLED)}
        total.update(numbers)
        assert numbers["found"] == sum(numbers[name] for name in SETTLED) + numbers["lost"], outlet
        assert sum(row.get("left_reasons", {}).values()) == numbers["left"] + numbers["lost"], outlet
    assert total["found"] == sum(total[name] for name in SETTLED) + total["lost"]


def poisoned(plan: dict[str, Any], *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command with faults in its own code. Never a traceback."""
    command = [sys.executable, str(POISON), json.dumps(plan), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=SECONDS, check=False)
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    return done


def run_of(folder: Path) -> dict[str, Any]:
    """The last run, as the store tells it."""
    with closing(Store(f"sqlite:///{folder / 'out' / 'newsspider.db'}")) as store:
        (run,) = Runs(store).recent(1)
    return {"state": run.state, "reason": run.reason, "counts": run.counts}


class Stats(dict[str, Any]):
    """As Scrapy's."""

    def inc_value(self, key: str, count: int = 1) -> None:
        self[key] = self.get(key, 0) + count

    def get_value(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def set_value(self, key: str, value: Any) -> None:
        self[key] = value


def account(stats: Stats) -> Account:
    return Account(lambda *args, **kwargs: count(stats, *args, **kwargs))


def test_an_address_is_taken_up_once_and_settled_once() -> None:
    stats = Stats()
    book = account(stats)
    assert book.take_up("u1", "a")
    assert not book.take_up("u1", "a")
    assert book.settle("u1", "b", "stored") == "a", "it counts for the outlet that it was taken up for"
    assert book.settle("u1", "a", "failed", "timeout") is None
    assert not book.take_up("u1", "a")
    assert counts_by_outlet(stats) == {"a": {"reasons": {}, "found": 1, "stored": 1}}


def test_an_address_that_nobody_took_up_counts_as_found_when_it_is_settled() -> None:
    stats = Stats()
    account(stats).settle("u1", "a", "gone", "http_404")
    assert counts_by_outlet(stats)["a"] == {
        "found": 1, "gone": 1, "reasons": {"http_404": 1}, "examples": {"http_404": ["u1"]},
    }  # fmt: skip


def test_what_the_ledger_had_settled_is_known_once_and_outside_of_the_sum() -> None:
    stats = Stats()
    book = account(stats)
    book.take_up("u1", "a")
    assert [book.know(url, "a") for url in ("u1", "u2", "u2")] == [False, True, False]
    assert counts_by_outlet(stats)["a"] == {"reasons": {}, "found": 1, "known": 1}


@pytest.mark.parametrize(
    ("end", "reason"),
    [("shutdown", "broken_off"), ("store_failed", "store_failed"), ("closespider_timeout", "closespider_timeout")],
)
def test_what_is_open_when_a_run_is_broken_off_is_left_for_that_reason(end: str, reason: str) -> None:
    stats = Stats()
    book = account(stats)
    told: list[tuple[str, str | None, str | None]] = []
    book.listener = lambda url, outcome, why: told.append((url, outcome, why))
    for url in ("u1", "u2"):
        book.take_up(url, "a")
    book.settle("u1", "a", "left", "limit")
    book.close(end)
    row = counts_by_outlet(stats)["a"]
    assert (row["found"], row["left"], row["left_reasons"], row["reasons"]) == (2, 2, {"limit": 1, reason: 1}, {})
    assert told == [("u1", "left", "limit"), ("u2", "left", reason)]
    assert incomplete(stats, "a") is None


@pytest.mark.parametrize("end", ["finished", "start_error"])
def test_what_is_open_when_a_run_ends_well_is_lost_and_said(end: str) -> None:
    stats = Stats()
    book = account(stats)
    for number in range(5):
        book.take_up(f"u{number}", "a" if number else "b")
    book.settle("u0", "b", "stored")
    book.close(end)
    book.close(end)
    found = counts_by_outlet(stats)
    assert (found["a"]["found"], found["a"]["lost"]) == (4, 4)
    assert "lost" not in found["b"]
    said = incomplete(stats, "a") or ""
    assert "a: of 4 addresses taken up it is not known what became of 4, like u1 u2 u3" in said


def test_what_a_spider_died_of_is_said_once() -> None:
    stats = Stats()
    for _ in range(2):
        add_fault(stats, "its spider died: TypeError")
    assert (incomplete(stats, "a") or "").count("a: its spider died: TypeError") == 1


def test_the_counts_of_several_spiders_add_up() -> None:
    first, second = Stats(), Stats()
    for stats in (first, second):
        account(stats).settle("u1", "a", "failed", "timeout")
    count(second, "lists_failed", "a", "list_timeout")
    second["news/seconds/a"] = {"mean": 1.0}
    row = counts_of([first, second])["a"]
    assert row == {
        "found": 2, "failed": 2, "lists_failed": 1, "reasons": {"timeout": 2, "list_timeout": 1}, "examples": {"timeout": ["u1"]},
        "seconds": {"mean": 1.0},
    }  # fmt: skip
    assert without_article(row) == 3
    assert without_article({"failed": 3, "gone": 1}) == 3, "a row of an earlier version, where those gone are among those failed"


def test_the_gravest_exit_code_counts() -> None:
    assert PRECEDENCE[0] == 130
    order = [130, 5, 9, 3, 6, 7, 8, 1, 0]
    for number, code in enumerate(order):
        assert gravest(order[number:]) == gravest(reversed(order[number:])) == code
    assert gravest([]) == 0
    assert gravest([1, 137, 5]) == 137, "killed"


# crawls


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as serving:
        yield serving


@pytest.fixture
def sites(press: Press, tmp_path: Path) -> tuple[str, ...]:
    """The options that every crawl here has."""
    write_sites(press.outlets, tmp_path / "sites.toml")
    return ("--sites", "sites.toml", "--output", "out")


def test_every_run_accounts_for_what_it_takes_up(press: Press, tmp_path: Path, sites: tuple[str, ...]) -> None:
    """Limits, pending ones of an earlier run, what is too old, second looks, issues by day: each in its bin."""
    newsspider("crawl", *SOME, "--limit", 3, *sites, cwd=tmp_path)
    first = run_of(tmp_path)["counts"]
    check_sums(first)
    assert all(row["stored"] + row.get("gone", 0) == 3 for row in first.values())
    assert all(row["left_reasons"] == {"limit": row["left"]} for row in first.values() if "left" in row)
    newsspider("crawl", *SOME, "--since", "2025-10-23", "--limit", 2, *sites, cwd=tmp_path, ok=False)
    second = run_of(tmp_path)["counts"]
    check_sums(second)
    assert sum(row.get("left_reasons", {}).get("since", 0) for row in second.values()) > 0
    with closing(sqlite3.connect(tmp_path / "out" / "newsspider.db")) as database, database:
        database.execute("UPDATE urls SET next_try = first_seen WHERE state = 'stored'")
    newsspider("crawl", *SOME, *sites, cwd=tmp_path)
    third = run_of(tmp_path)["counts"]
    check_sums(third)
    assert sum(row.get("unchanged", 0) for row in third.values()) > 0, "second looks"
    assert sum(row.get("left", 0) for row in third.values()) == 0
    newsspider("crawl", *PAPERS, "--from", "2025-10-20", "--to", "2025-10-23", "--limit", 4, *sites, cwd=tmp_path)
    fourth = run_of(tmp_path)["counts"]
    check_sums(fourth)
    assert sum(row.get("known", 0) for row in fourth.values()) > 0
    newsspider("crawl", *PAPERS, "--from", "2025-10-20", "--to", "2025-10-23", *sites, cwd=tmp_path)
    check_sums(run_of(tmp_path)["counts"])
    wanted = sorted(record["url"] for record in press.expected(archive=True) if record["outlet"] in SOME)
    assert sorted({row["url"] for row in written(tmp_path / "out")}) == wanted


@pytest.mark.parametrize(
    ("moments", "stored"),
    [
        ({"load": "SIGINT"}, False),
        ({"run": "SIGTERM"}, False),
        ({"page": "SIGTERM"}, True),
        ({"page": "SIGINT SIGINT"}, False),
        ({"end": "SIGINT"}, True),
    ],
)
def test_ctrl_c_ends_with_130_and_the_run_is_broken_off(
    press: Press, tmp_path: Path, sites: tuple[str, ...], moments: dict[str, str], stored: bool
) -> None:
    done = poisoned({"signals": moments}, "crawl", "demo_gbk", *sites, cwd=tmp_path)
    assert done.returncode == 130, done.stderr
    assert "broken off; run the same command again" in done.stderr
    if "load" not in moments:
        run = run_of(tmp_path)
        assert (run["state"], run["reason"]) == ("failed", "broken off")
        check_sums(run["counts"])
        left = run["counts"].get("demo_gbk", {}).get("left_reasons", {})
        assert set(left) <= {"broken_off"}
        if moments == {"page": "SIGINT SIGINT"}:
            assert left["broken_off"] > 0, "what it had under way"
        assert ((tmp_path / "out" / "manifest.jsonl").exists()) == stored
    if "page" in moments:
        newsspider("crawl", "demo_gbk", *sites, cwd=tmp_path)
        wanted = sorted(record["url"] for record in press.expected() if record["outlet"] == "demo_gbk")
        assert sorted(row["url"] for row in written(tmp_path / "out")) == wanted


def test_single_addresses_each_have_an_outcome_and_the_crawl_ends_with_1_where_one_gave_no_article(
    press: Press, tmp_path: Path, sites: tuple[str, ...]
) -> None:
    site = press.site("demo_gbk")
    good = [record["url"] for record in site.records[:3]]
    long = f"{site.base}/{'x' * LONG}.html"

    def crawl(*urls: str, more: tuple[object, ...] = ()) -> tuple[int, dict[str, Any]]:
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        done = newsspider("crawl", "--urls", "urls.txt", *more, *sites, cwd=tmp_path, ok=False)
        run = run_of(tmp_path)
        check_sums(run["counts"])
        assert run["state"] == "finished"
        assert ("gave no article" in done.stderr) == (done.returncode == 1)
        return done.returncode, run["counts"]["demo_gbk"]

    code, row = crawl(*good, more=("--limit", 1))
    assert (code, row["found"], row["stored"], row["left_reasons"]) == (0, 3, 1, {"limit": 2})
    code, row = crawl(*good, good[0] + "?utm_source=x")
    assert (code, row["found"], row["stored"], row["known"]) == (0, 2, 2, 1)
    code, row = crawl(good[0], f"{site.base}/none.html", long)
    assert (code, row["failed"], row["gone"], row["reasons"]) == (1, 1, 1, {"url_too_long": 1, "http_404": 1})
    code, row = crawl(good[0], f"{site.base}/none.html", long)
    assert (code, row["known"], row["known_without_article"]) == (1, 3, 2), "an earlier run found that they give none"


def test_scrape_says_a_line_for_each_address(press: Press, tmp_path: Path, sites: tuple[str, ...]) -> None:
    site = press.site("demo_gbk")
    good, dropped = (record["url"] for record in site.records[:2])
    long = f"{site.base}/{'x' * LONG}.html"
    done = newsspider("scrape", long, good, *sites[:2], cwd=tmp_path, ok=False)
    assert done.returncode == 1
    assert {row["url"]: row.get("reason") for row in rows(done.stdout)} == {long: "url_too_long", good: None}
    lost = poisoned({"read": {dropped: "RuntimeError"}}, "scrape", dropped, good, *sites[:2], cwd=tmp_path)
    assert {row["url"]: row.get("reason") for row in rows(lost.stdout)} == {dropped: "internal_RuntimeError", good: None}
    broken_off = poisoned({"signals": {"page": "SIGINT"}}, "scrape", good, dropped, *sites[:2], cwd=tmp_path)
    assert broken_off.returncode == 130
    found = {row["url"]: row.get("reason") for row in rows(broken_off.stdout)}
    assert (found[good], found[dropped]) == (None, "broken_off")


def test_scrape_says_what_is_not_in_the_archive(tmp_path: Path) -> None:
    from archives import write_warc

    urls = ("http://a.example/1.html", "http://a.example/2.html")
    write_warc(tmp_path / "a.warc", {urls[0]: "<p>no article"})
    done = newsspider("scrape", *urls, "--replay", "a.warc", cwd=tmp_path, ok=False)
    assert done.returncode == 1
    assert {row["url"]: row["reason"] for row in rows(done.stdout)}[urls[1]] == "not_archived"
