"""A server that misbehaves in every way: the run ends in time, memory stays bounded, every URL has its reason, a later run completes."""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from commands import newsspider, write_sites, written
from killing import judge

from newsspider.demo import Fault, Press
from newsspider.demo.changes import Change, Kind

TIMEOUT, RETRIES = 2, 1
CONFIG = f"[politeness]\ntimeout = {TIMEOUT}\nretries = {RETRIES}\n"
HOUR = timedelta(hours=1)
MEMORY = 350 << 20
"""Bytes: a run over small pages takes some 130 MB, the bomb unpacks to 200."""

OF_ARTICLES: list[tuple[Fault, dict[str, object], str, str]] = [
    (Fault.STATUS_500, {}, "failed", "http_500"),
    (Fault.STATUS_429, {"retry_after": 1}, "failed", "http_429"),
    (Fault.HALF_BODY, {}, "failed", "incomplete_body"),
    (Fault.LENGTH_TOO_LONG, {}, "failed", "incomplete_body"),
    (Fault.LENGTH_TOO_SHORT, {}, "failed", "incomplete_body"),
    (Fault.CHUNKED_CUT, {}, "failed", "incomplete_body"),
    (Fault.SLOW_BODY, {"interval": 0.05}, "failed", "timeout"),
    (Fault.HANG, {}, "failed", "timeout"),
    (Fault.RESET, {}, "failed", "connection_lost"),
    (Fault.GZIP_BOMB, {}, "failed", "too_large"),
    (Fault.GZIP_GARBAGE, {}, "failed", "bad_compression"),
    (Fault.EMPTY, {}, "failed", "empty_body"),
    (Fault.REDIRECT_LOOP, {}, "failed", "too_many_redirects"),
]
"""Fault, what the rule says besides, state and reason in the ledger: each on an article of its own."""
SPOILT = ("demo_trs", "demo_founder")
OF_ROBOTS = {"demo_gbk": Fault.STATUS_503, "demo_people": Fault.HANG, "demo_chinanews": Fault.STATUS_404}
FRONT = "demo_xinhuanet"
OF_HOSTS: dict[str, tuple[Fault, object, str, timedelta]] = {
    "demo_hanweb": (Fault.STATUS_429, 3 * 3600, "http_429", 3 * HOUR),
    "demo_plain": (Fault.STATUS_503, datetime(2040, 1, 1, tzinfo=UTC), "http_503", 7 * 24 * HOUR),
}
"""Whose every article asks to be left alone: fault, wish, reason of the one that was asked for, and when it is tried again."""


@dataclass
class Crawled:
    """A folder after a crawl in which everything went wrong."""

    press: Press
    folder: Path
    spoilt: dict[str, tuple[Fault, str, str]]
    """By URL: fault, state and reason that the ledger should tell."""
    seconds: float
    memory: int
    """Most bytes that the process had resident."""
    summary: str
    code: int
    ended_at: datetime


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("faults")
    with Press.on_free_ports() as press:
        spoilt: dict[str, tuple[Fault, str, str]] = {}
        records = [record for outlet in SPOILT for record in press.site(outlet).records]
        for record, (fault, more, state, reason) in zip(records, OF_ARTICLES, strict=False):
            path = f"^{re.escape(urlsplit(record['url']).path)}$"
            press.faults.add(fault, record["outlet"], path, **more)  # type: ignore[arg-type]
            spoilt[record["url"]] = (fault, state, reason)
        for outlet, fault in OF_ROBOTS.items():
            press.faults.add(fault, outlet, r"^/robots\.txt$")
        for outlet, (fault, wish, _, _) in OF_HOSTS.items():
            press.faults.add(fault, outlet, articles_of(press, outlet), retry_after=wish)  # type: ignore[arg-type]
        press.change(FRONT, Change(FRONT, Kind.REDIRECT_FRONT, "302", "gone"))
        write_sites(press.outlets, folder / "sites.toml")
        (folder / "newsspider.toml").write_text(CONFIG)
        start = time.monotonic()
        with (folder / "said.txt").open("wb") as said:
            command = [sys.executable, "-c", "from newsspider.cli import main; main()", *CRAWL]
            environment = os.environ | {"NEWSSPIDER_CONFIG": "newsspider.toml"}
            process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=environment)
            memory, watched = 0, psutil.Process(process.pid)
            while process.poll() is None:  # what wait4 tells of a child counts the memory of the process that forked it, too
                with contextlib.suppress(psutil.NoSuchProcess):
                    memory = max(memory, watched.memory_info().rss)
                time.sleep(0.02)
        summary = (folder / "said.txt").read_text()
        yield Crawled(
            press,
            folder,
            spoilt,
            time.monotonic() - start,
            memory,
            summary,
            process.returncode,
            datetime.now(UTC),
        )


def articles_of(press: Press, outlet: str) -> str:
    """A pattern of the paths of an outlet's articles."""
    return "^(" + "|".join(re.escape(urlsplit(record["url"]).path) for record in press.site(outlet).records) + ")"


CRAWL = ("crawl", "--all", "--sites", "sites.toml", "--output", "out")


def ledger(folder: Path) -> dict[str, tuple[str, str | None, str | None]]:
    """State, reason and next try by URL."""
    with closing(sqlite3.connect(folder / "out" / "newsspider.db")) as database:
        return {row[0]: row[1:] for row in database.execute("SELECT url, state, reason, next_try FROM urls")}


def test_the_run_ends_in_time_and_well(crawled: Crawled) -> None:
    assert "Traceback" not in crawled.summary
    assert crawled.code == 1, crawled.summary  # some outlets gave nothing
    # the retries of one host, one behind the other, with their pauses; then some seconds for everything else
    assert crawled.seconds < 4 * (TIMEOUT * (RETRIES + 1) + 4) + 20


def test_a_bomb_does_not_fill_the_memory(crawled: Crawled) -> None:
    assert crawled.memory < MEMORY


@pytest.mark.parametrize(
    "number", range(len(OF_ARTICLES)), ids=[f"{each[0]}-{number}" for number, each in enumerate(OF_ARTICLES)]
)
def test_each_fault_has_its_reason_in_the_ledger(crawled: Crawled, number: int) -> None:
    url, (_, state, reason) = list(crawled.spoilt.items())[number]
    assert ledger(crawled.folder)[url][:2] == (state, reason)


def test_every_other_article_is_stored(crawled: Crawled) -> None:
    silent = {outlet for outlet, fault in OF_ROBOTS.items() if fault is not Fault.STATUS_404} | {FRONT, *OF_HOSTS}
    wanted = [r for r in crawled.press.expected() if r["url"] not in crawled.spoilt and r["outlet"] not in silent]
    assert judge(wanted, written(crawled.folder / "out")).good
    states = ledger(crawled.folder)
    told = [
        states[record["url"]][0] for record in wanted if record["url"] in states
    ]  # the others stand under the stub that leads there
    assert set(told) == {"stored"}
    assert len(told) > len(wanted) - 10
    own = tuple(crawled.press.site(outlet).base for outlet in OF_HOSTS)
    assert not [url for url, row in states.items() if row[0] == "pending" and not url.startswith(own)]


@pytest.mark.parametrize("outlet", OF_HOSTS)
def test_a_host_that_asks_for_hours_is_left_alone(crawled: Crawled, outlet: str) -> None:
    fault, _, reason, wish = OF_HOSTS[outlet]
    base = crawled.press.site(outlet).base
    rows = [row for url, row in ledger(crawled.folder).items() if url.startswith(base)]
    asked = [row for row in rows if row[0] == "failed"]
    assert len(asked) == crawled.press.faults.counts()[outlet, fault] <= crawled.press.outlets[outlet].concurrency
    for row in asked:
        at = datetime.fromisoformat(row[2] or "").replace(tzinfo=UTC) - crawled.ended_at
        assert (row[1], wish - timedelta(minutes=5) < at <= wish) == (reason, True)
    assert {row for row in rows if row not in asked} <= {("pending", None, None)}
    assert f"{base.removeprefix('http://')} rests until " in crawled.summary


def test_a_host_whose_robots_txt_cannot_be_had_is_left_alone(crawled: Crawled) -> None:
    answers = crawled.press.answers()
    for outlet, fault in OF_ROBOTS.items():
        assert (answers[outlet, 200] == 0) == (fault is not Fault.STATUS_404), outlet
        assert bool(re.search(rf"{outlet} .*list_robots_unreachable", crawled.summary)) == (fault is not Fault.STATUS_404)


def test_what_failed_is_tried_again_after_ten_minutes(crawled: Crawled) -> None:
    states = ledger(crawled.folder)
    for url in crawled.spoilt:
        at = datetime.fromisoformat(states[url][2] or "").replace(tzinfo=UTC) - crawled.ended_at
        assert HOUR / 6 - timedelta(minutes=5) < at <= HOUR / 6, url


def test_articles_that_lead_to_the_front_page_are_refused_each(crawled: Crawled) -> None:
    urls = [record["url"] for record in crawled.press.expected() if record["outlet"] == FRONT]
    states = ledger(crawled.folder)
    assert {states[url][1] for url in urls} == {"redirect_front"}
    assert re.search(rf"{FRONT} .*redirect_front {len(urls)}", crawled.summary)


def test_a_later_run_completes(crawled: Crawled) -> None:
    crawled.press.faults.clear()
    crawled.press.restore(FRONT)
    with closing(sqlite3.connect(crawled.folder / "out" / "newsspider.db")) as database, database:
        database.execute("UPDATE hosts SET rest_until = 0")
        database.execute("UPDATE urls SET next_try = '2020-01-01 00:00:00.000000' WHERE state IN ('failed', 'refused')")
        database.execute(
            "UPDATE urls SET state = 'failed' WHERE reason = 'redirect_front'"
        )  # the watch over the run does so, too
    newsspider(*CRAWL, cwd=crawled.folder)
    judged = judge(crawled.press.expected(), written(crawled.folder / "out"))
    assert judged.good, judged
    assert {row[0] for row in ledger(crawled.folder).values()} <= {"stored", "gone"}


def test_a_url_of_a_silent_host_is_no_attempt(tmp_path: Path) -> None:
    with Press.on_free_ports() as press:
        press.faults.add(Fault.STATUS_500, "demo_gbk", r"^/robots\.txt$")
        write_sites(press.outlets, tmp_path / "sites.toml")
        (tmp_path / "newsspider.toml").write_text("[politeness]\nretries = 0\n")
        url = press.site("demo_gbk").records[0]["url"]
        (tmp_path / "urls.txt").write_text(url)
        arguments = ("crawl", "--urls", "urls.txt", "--sites", "sites.toml", "--config", "newsspider.toml", "--output", "out")
        assert newsspider(*arguments, cwd=tmp_path, ok=False).returncode == 1
        with closing(sqlite3.connect(tmp_path / "out" / "newsspider.db")) as database, database:
            assert database.execute("SELECT state, reason, attempts FROM urls").fetchall() == [
                ("failed", "robots_unreachable", 0)
            ]
            database.execute("UPDATE urls SET next_try = '2020-01-01 00:00:00.000000'")
        press.faults.clear()
        newsspider(*arguments, cwd=tmp_path)
        assert [row["url"] for row in written(tmp_path / "out")] == [url]
