"""Patience in whole crawls: the hosts' own logs show pace and rests; the run goes on elsewhere, and nothing is lost."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import newsspider, written
from patient import Answer, PatientHost, hosts

from newsspider.telemetry.counters import SETTLED

CRAWL = ("crawl", "--all", "--sites", "sites.toml", "--output", "out", "--no-watch")
SLACK = 0.05
"""Seconds that may pass on a busy machine until a request that was sent is noted by the host."""


def busy_once(path: str, number: int) -> Answer:
    """The third of the articles and lists is too much."""
    return (429, {"Retry-After": "2"}) if number == 2 else (200, {})


def away(path: str, number: int) -> Answer:
    return (503, {"Retry-After": "3600"}) if number == 2 else (200, {})


@dataclass
class Crawled:
    folder: Path
    slow: PatientHost
    endless: PatientHost
    busy: PatientHost
    away: PatientHost
    mirrors: tuple[PatientHost, PatientHost]
    done: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("patience")
    slow = PatientHost("User-agent: *\nCrawl-delay: 0.5\n", latency=0.1)
    endless = PatientHost("User-agent: newsspider\nCrawl-delay: 90\n\nUser-agent: *\nDisallow:\n")
    busy, gone = PatientHost(answer=busy_once), PatientHost(answer=away)
    mirrors = PatientHost(answer=away), PatientHost()
    with hosts(slow, endless, busy, gone, *mirrors):
        each = {"slow": slow, "endless": endless, "busy": busy, "away": gone}
        records = [host.record(f"test_{name}") for name, host in each.items()]
        (folder / "sites.toml").write_text("".join([*records, record_of("test_mirrors", *mirrors)]))
        done = newsspider(*CRAWL, cwd=folder, ok=False)
        yield Crawled(folder, slow, endless, busy, gone, mirrors, done)


def record_of(outlet: str, *mirrors: PatientHost) -> str:
    """The record of an outlet with a list on each of several hosts."""
    lists = [f"http://{host.name}/{folder}/list.html" for host, folder in zip(mirrors, "ab", strict=True)]
    return (
        f'[{outlet}]\nname = "赣江网"\nprovince = "CN-JX"\nkind = "portal"\nfamily = "generic"\nhosts = {[host.name for host in mirrors]}\n'
        f'lists = {lists}\narticles = ["http://{{host}}/a/{{id}}.html", "http://{{host}}/b/{{id}}.html"]\ndelay = 0.05\n'
    )


def ledger(folder: Path, outlet: str) -> Counter[tuple[str, str | None, int]]:
    """How many addresses of an outlet are in which state, for which reason, after how many attempts."""
    with closing(sqlite3.connect(folder / "out" / "newsspider.db")) as database:
        return Counter(database.execute("SELECT state, reason, attempts FROM urls WHERE outlet = ?", (outlet,)))


def line(crawled: Crawled, outlet: str) -> str:
    return next(line for line in crawled.done.stdout.splitlines() if outlet in line)


def test_the_crawl_delay_of_robots_txt_is_the_least(crawled: Crawled) -> None:
    assert len(crawled.slow.log) == 6
    assert min(crawled.slow.gaps()) >= 0.5
    assert ledger(crawled.folder, "test_slow") == {("stored", None, 0): 4}


def test_a_host_that_asks_for_more_than_the_bound_is_left_and_told(crawled: Crawled) -> None:
    assert crawled.endless.paths() == ["/robots.txt"]
    assert "list_crawl_delay 1" in line(crawled, "test_endless")
    assert f"{crawled.endless.name} asks in robots.txt for 90 s between two requests" in crawled.done.stderr
    assert "max_crawl_delay = 90" in crawled.done.stderr
    assert crawled.done.returncode == 1


def test_a_host_that_is_busy_rests_and_is_asked_again(crawled: Crawled) -> None:
    (at,) = [number for number, asked in enumerate(crawled.busy.log) if asked.status == 429]
    assert crawled.busy.gaps()[at] >= 2.0
    assert crawled.busy.log[at].path in crawled.busy.paths()[at + 1 :]
    assert ledger(crawled.folder, "test_busy") == {("stored", None, 0): 4}
    assert " 2 s " in line(crawled, "test_busy")
    assert " s " not in line(crawled, "test_slow")


def test_a_host_that_rests_for_long_is_left_and_its_articles_stay_pending(crawled: Crawled) -> None:
    assert [asked.status for asked in crawled.away.log] == [404, 200, 200, 503]
    assert ledger(crawled.folder, "test_away") == {("stored", None, 0): 1, ("failed", "http_503", 1): 1, ("pending", None, 0): 2}
    assert "host_resting 2" in line(crawled, "test_away")
    assert f"{crawled.away.name} rests until " in crawled.done.stderr
    assert "(HTTP 503, Retry-After 3600 s), longer than politeness.patience (120 s)" in crawled.done.stderr


def test_the_other_host_of_an_outlet_is_asked_on(crawled: Crawled) -> None:
    resting, other = crawled.mirrors
    assert [asked.status for asked in resting.log].count(503) == 1
    assert resting.log[-1].status == 503
    assert {asked.status for asked in other.log[1:]} == {200}
    assert len(other.log) == 6
    states = ledger(crawled.folder, "test_mirrors")
    assert (states["failed", "http_503", 1], sum(states.values())) == (1, 8)
    assert states["stored", None, 0] == 8 - 1 - states["pending", None, 0] >= 4


def test_every_address_is_accounted_for(crawled: Crawled) -> None:
    with closing(sqlite3.connect(crawled.folder / "out" / "newsspider.db")) as database:
        found = {
            outlet: json.loads(counts)
            for outlet, counts in database.execute("SELECT outlet, counts FROM outlet_runs WHERE run = 1")
        }
    for outlet, row in found.items():
        assert row.get("found", 0) == sum(row.get(name, 0) for name in SETTLED), outlet
    assert found["test_away"]["left_reasons"] == {"host_resting": 2}
    assert found["test_busy"]["rested"] == 2


def test_the_others_are_crawled(crawled: Crawled) -> None:
    stored = Counter(row["outlet"] for row in written(crawled.folder / "out"))
    assert (stored["test_slow"], stored["test_busy"], stored["test_away"]) == (4, 4, 1)


def test_a_later_run_asks_nothing_before_the_rest_is_over_and_then_completes(crawled: Crawled) -> None:
    before = len(crawled.away.log)
    again = ("crawl", "test_away", *CRAWL[2:])
    done = newsspider(*again, cwd=crawled.folder, ok=False)
    assert len(crawled.away.log) == before, "not even robots.txt"
    assert "list_host_resting 1" in done.stdout
    assert "host_resting 2" in done.stdout
    assert ("pending", None, 0) in ledger(crawled.folder, "test_away")
    with closing(sqlite3.connect(crawled.folder / "out" / "newsspider.db")) as database, database:
        database.execute("UPDATE hosts SET rest_until = 0")
        database.execute("UPDATE urls SET next_try = '2020-01-01 00:00:00.000000' WHERE state = 'failed'")
    newsspider(*again, cwd=crawled.folder)
    assert {state for state, _, _ in ledger(crawled.folder, "test_away")} == {"stored"}
    assert {asked.status for asked in crawled.away.log[before:]} == {404, 200}


def run(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    code = "from newsspider.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_outlets_of_one_host_in_two_processes_keep_one_pace(tmp_path: Path) -> None:
    with PatientHost() as host:
        (tmp_path / "sites.toml").write_text(host.record("test_a", "a", 0.3) + host.record("test_b", "b", 0.1))
        both = [run(tmp_path, "crawl", f"test_{name}", *CRAWL[2:]) for name in "ab"]
        assert [process.communicate(timeout=60)[0] is not None and process.returncode for process in both] == [0, 0]
    assert Counter(path[1] for path in host.paths() if path != "/robots.txt") == {"a": 5, "b": 5}
    assert min(host.gaps()) >= 0.3 - SLACK, "the larger delay of the two records"


def test_a_run_that_is_broken_off_does_not_wait_for_a_resting_host(tmp_path: Path) -> None:
    host = PatientHost(answer=lambda path, number: (429, {"Retry-After": "60"}) if number == 2 else (200, {}), articles=40)
    with host:
        (tmp_path / "sites.toml").write_text(host.record("test_a"))
        process = run(tmp_path, *CRAWL)
        deadline = time.monotonic() + 60
        while not any(asked.status == 429 for asked in host.log):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        _, said = process.communicate(timeout=60)
        assert time.monotonic() - begun < 20
        assert process.returncode == 130
        assert "broken off" in said
        assert len([asked for asked in host.log if asked.path.endswith("0.html")]) <= 2
    states = ledger(tmp_path, "test_a")
    assert sum(states.values()) == 40
    assert states["pending", None, 0] == 39
