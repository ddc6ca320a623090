"""The account of due runs: entered once, coalesced, claimed, put back; with a clock of our own and no process but this one's."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from databases import KINDS, fresh
from sqlalchemy import select

from newsspider.config import Config, Configuration
from newsspider.config.keys import all_keys
from newsspider.scheduling import Job, Schedule, children, dispatch
from newsspider.scheduling.clock import Clock
from newsspider.scheduling.dispatch import Dispatcher
from newsspider.scheduling.dues import KEEP, Due, Dues
from newsspider.scheduling.times import Timing
from newsspider.store import Runs, Store
from newsspider.store.runs import SILENT
from newsspider.store.tables import due_units

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Twelve in Shanghai."""
HOUR = timedelta(hours=1)
HOURLY = Job(name="hourly", outlets=("a", "b"), timing=Timing.every("1h"))
MORNING = Job(name="morning", outlets=("p",), timing=Timing.cron("10 6 * * *"), kind="issues")
SCHEDULE = Schedule(jobs={"hourly": HOURLY, "morning": MORNING}, at_once=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'news.db'}")) as opened:
        yield opened


@pytest.fixture(params=KINDS)
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh(request.param, tmp_path) as url, closing(Store(url)) as opened:
        yield opened


class Fake(datetime):
    """The time that APScheduler sees."""

    moment = NOON

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> type[Fake]:
    Fake.moment = NOON
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Fake)
    return Fake


def heard(clock: Clock) -> set[str]:
    clock.wakeup()
    return clock.heard()


def account(store: Store) -> list[tuple[str, str, str, str]]:
    """Job, outlet, due hour (UTC) and state of each row."""
    with store.reading() as connection:
        rows = connection.execute(select(due_units).order_by(due_units.c.due_at, due_units.c.unit))
        return [(row.job, row.outlet, f"{row.due_at:%d %H:%M}", row.state) for row in rows]


def ready(dues: Dues, now: datetime) -> list[tuple[str, str]]:
    return [(due.job, due.outlet) for due in dues.ready(SCHEDULE.jobs, now)]


# entering


def test_an_interval_is_due_at_first_sight_and_a_cron_line_is_not(store: Store) -> None:
    assert Dues(store).enter([HOURLY, MORNING], NOON) == 2
    assert account(store) == [
        ("morning", "p", "22 22:10", "skipped"),
        ("hourly", "a", "23 04:00", "due"),
        ("hourly", "b", "23 04:00", "due"),
    ]


def test_what_is_entered_is_not_entered_again(store: Store) -> None:
    dues = Dues(store)
    for minutes in (0, 0, 1, 59):
        dues.enter([HOURLY, MORNING], NOON + timedelta(minutes=minutes))
    assert len(account(store)) == 3


def test_missed_times_are_made_up_for_by_one_run(store: Store) -> None:
    """The machine slept from noon to eight the next morning."""
    dues = Dues(store)
    dues.enter([HOURLY, MORNING], NOON)
    assert dues.enter([HOURLY, MORNING], NOON + 20 * HOUR) == 3
    assert account(store) == [
        ("morning", "p", "22 22:10", "skipped"),
        ("hourly", "a", "23 04:00", "coalesced"),
        ("hourly", "b", "23 04:00", "coalesced"),
        ("morning", "p", "23 22:10", "due"),
        ("hourly", "a", "24 00:00", "due"),
        ("hourly", "b", "24 00:00", "due"),
    ]


def test_a_run_that_waits_keeps_its_place_when_a_later_one_takes_it_over(store: Store) -> None:
    """Else, of outlets that are due more often than there is room for, the last would never have their turn."""
    dues = Dues(store)
    dues.enter([HOURLY], NOON)
    first, second = dues.ready(SCHEDULE.jobs, NOON)
    assert dues.claim(first, NOON)
    dues.finish(first, "finished", 0, NOON)
    dues.enter([HOURLY], NOON + HOUR)
    assert [due.outlet for due in dues.ready(SCHEDULE.jobs, NOON + HOUR)] == [second.outlet, first.outlet]


def test_an_outlet_that_joins_a_job_and_one_that_leaves_it(store: Store) -> None:
    dues = Dues(store)
    dues.enter([HOURLY], NOON)
    dues.enter([replace(HOURLY, outlets=("b", "c"))], NOON)
    assert {row[1:] for row in account(store)} == {
        ("a", "23 04:00", "dropped"),
        ("b", "23 04:00", "due"),
        ("c", "23 04:00", "due"),
    }


def test_a_job_that_leaves_the_schedule_takes_its_runs_along(store: Store) -> None:
    dues = Dues(store)
    dues.enter([HOURLY], NOON)
    dues.drop(["hourly"], NOON)
    assert {row[3] for row in account(store)} == {"dropped"}
    assert not dues.waiting(["hourly"])


def test_jitter_holds_each_outlet_back_by_its_own_time(store: Store) -> None:
    dues, late = Dues(store), replace(HOURLY, outlets=tuple(f"o{n}" for n in range(20)), jitter=timedelta(minutes=30))
    dues.enter([late], NOON)
    counts = [len(dues.ready({"hourly": late}, NOON + timedelta(minutes=minutes))) for minutes in (0, 10, 20, 30)]
    assert counts[0] < counts[1] < counts[2] < counts[3] == 20


def test_the_account_is_the_same_on_every_database(any_store: Store, tmp_path: Path, time: type[Fake]) -> None:
    dues, clock = Dues(any_store), Clock(any_store.engine, tmp_path / "schedule.toml")
    clock.start()
    clock.take(SCHEDULE)
    dues.enter(SCHEDULE.jobs.values(), NOON)
    dues.enter(SCHEDULE.jobs.values(), NOON)
    first, second = dues.ready(SCHEDULE.jobs, NOON)
    assert dues.claim(first, NOON)
    assert not dues.claim(first, NOON)
    time.moment = NOON + 20 * HOUR
    assert heard(clock) == {"hourly", "morning"}
    assert heard(clock) == set()
    assert dues.enter(SCHEDULE.jobs.values(), NOON + 20 * HOUR) == 3
    dues.finish(first, "finished", 0, NOON + 20 * HOUR)
    assert [due.outlet for due in dues.ready(SCHEDULE.jobs, NOON + 20 * HOUR)] == [second.outlet, "p", first.outlet]
    assert account(any_store) == [
        ("morning", "p", "22 22:10", "skipped"),
        ("hourly", "a", "23 04:00", "finished"),
        ("hourly", "b", "23 04:00", "coalesced"),
        ("morning", "p", "23 22:10", "due"),
        ("hourly", "a", "24 00:00", "due"),
        ("hourly", "b", "24 00:00", "due"),
    ]
    assert dues.last_done(first) == NOON
    assert dues.settle(NOON + 20 * HOUR) == []
    assert dues.prune(NOON + KEEP + HOUR) == 3
    clock.shutdown()


# claiming, ending


def test_a_run_is_claimed_once_and_its_outlet_is_busy(store: Store) -> None:
    dues, other = Dues(store), Job(name="other", outlets=("a",), timing=Timing.every("2h"))
    dues.enter([HOURLY, other], NOON)
    due = dues.ready(SCHEDULE.jobs, NOON)[0]
    assert dues.claim(due, NOON)
    assert not dues.claim(due, NOON)
    assert dues.count_running() == 1
    jobs = {"hourly": HOURLY, "other": other}
    assert [(found.job, found.outlet) for found in dues.ready(jobs, NOON)] == [("hourly", "b")]
    dues.finish(due, "finished", 0, NOON)
    assert [(found.job, found.outlet) for found in dues.ready(jobs, NOON)] == [("hourly", "b"), ("other", "a")]


def test_two_schedulers_never_claim_one_outlet(any_store: Store) -> None:
    """Each has seen that it was free."""
    dues, other = Dues(any_store), Job(name="other", outlets=("a",), timing=Timing.every("2h"))
    dues.enter([replace(HOURLY, outlets=("a",)), other], NOON)
    (mine,), (yours,) = dues.ready({"hourly": HOURLY}, NOON), dues.ready({"other": other}, NOON)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda due: dues.claim(due, NOON), [mine, yours])) == [False, True]


def test_two_jobs_never_crawl_one_outlet_at_once(store: Store) -> None:
    dues, other = Dues(store), Job(name="other", outlets=("a", "b"), timing=Timing.every("2h"))
    dues.enter([HOURLY, other], NOON)
    found = dues.ready({"hourly": HOURLY, "other": other}, NOON)
    assert sorted(due.outlet for due in found) == ["a", "b"]


def test_a_run_that_is_put_back_is_due_again_unless_a_later_one_is(store: Store) -> None:
    dues = Dues(store)
    dues.enter([HOURLY], NOON)
    first, second = dues.ready(SCHEDULE.jobs, NOON)
    dues.claim(first, NOON)
    dues.claim(second, NOON)
    dues.put_back(first, NOON)
    assert ready(dues, NOON) == [("hourly", "a")]
    dues.enter([HOURLY], NOON + HOUR)
    dues.put_back(second, NOON + HOUR)
    assert [row[1:] for row in account(store)] == [
        ("a", "23 04:00", "coalesced"),
        ("b", "23 04:00", "coalesced"),
        ("a", "23 05:00", "due"),
        ("b", "23 05:00", "due"),
    ]


# what a scheduler finds that was killed


def running(store: Store, dues: Dues, **columns: Any) -> Due:
    """A run that another scheduler started."""
    dues.enter([replace(HOURLY, outlets=("a",))], NOON)
    due = dues.ready(SCHEDULE.jobs, NOON)[0]
    dues.claim(due, NOON)
    if columns:
        with store.transaction() as connection:
            connection.execute(due_units.update().values(columns))
    return due


@pytest.fixture
def gone() -> dict[str, Any]:
    """The columns of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        started = psutil.Process(process.pid).create_time()
        process.communicate(b"\n")
    return {"host": socket.gethostname(), "pid": process.pid, "process_started": started}


def test_a_run_whose_process_is_gone_is_due_again(store: Store, gone: dict[str, Any]) -> None:
    dues = Dues(store)
    due = running(store, dues, **gone)
    assert dues.settle(NOON) == [(due, "due")]
    assert ready(dues, NOON) == [("hourly", "a")]


def test_a_run_whose_process_lives_is_left_to_finish(store: Store) -> None:
    dues = Dues(store)
    parent = psutil.Process().parent()
    assert parent
    running(store, dues, pid=parent.pid, process_started=parent.create_time())
    assert dues.settle(NOON + 10 * HOUR) == []
    assert dues.count_running() == 1
    dues.enter([HOURLY], NOON + HOUR)
    assert ready(dues, NOON + HOUR) == [("hourly", "b")]


def test_a_run_that_was_claimed_and_not_started_is_due_again(store: Store) -> None:
    """The database failed in between."""
    dues = Dues(store)
    due = running(store, dues)
    assert dues.settle(NOON, own=[due]) == []
    assert dues.settle(NOON) == [(due, "due")]


def test_another_process_with_the_same_id_is_not_taken_for_it(store: Store) -> None:
    dues = Dues(store)
    due = running(store, dues, process_started=psutil.Process().create_time() - 1000)
    assert dues.settle(NOON) == [(due, "due")]


@pytest.mark.parametrize(
    ("state", "reason", "becomes"),
    [
        ("finished", None, "finished"),
        ("failed", "the disk is full", "finished"),
        ("failed", "broken off", "due"),
        (None, None, "due"),
    ],
)
def test_how_the_crawl_of_a_killed_scheduler_ended_is_read_from_its_run(
    store: Store, gone: dict[str, Any], monkeypatch: pytest.MonkeyPatch, state: Any, reason: str | None, becomes: str
) -> None:
    monkeypatch.setattr("newsspider.store.runs.this_process", lambda: gone)
    runs, dues = Runs(store), Dues(store)
    run = runs.begin("newsspider crawl a", ["a"])
    if state:
        runs.end(run, state, reason, {})
    monkeypatch.undo()
    due = running(store, dues, **gone)
    assert dues.settle(NOON) == [(due, becomes)]


def test_a_run_of_another_machine_is_given_up_when_nothing_is_heard_of_it(store: Store) -> None:
    dues = Dues(store)
    due = running(store, dues, host="elsewhere")
    assert dues.settle(NOON + SILENT / 2) == []
    dues.seen([due], NOON + SILENT / 2)
    assert dues.settle(NOON + SILENT) == []
    assert dues.settle(NOON + 2 * SILENT) == [(due, "due")]


def test_the_account_is_kept_short_but_never_forgets_the_last_time(store: Store) -> None:
    dues = Dues(store)
    for hours in (0, 1, 2):
        dues.enter([HOURLY], NOON + hours * HOUR)
        for due in dues.ready(SCHEDULE.jobs, NOON + hours * HOUR):
            dues.finish(due, "finished", 0, NOON)
    assert dues.prune(NOON + KEEP) == 0
    assert dues.prune(NOON + KEEP + 5 * HOUR) == 4
    assert {row[1:3] for row in account(store)} == {("a", "23 06:00"), ("b", "23 06:00")}


# the clock


def test_the_clock_rings_each_job_when_it_is_due(store: Store, tmp_path: Path, time: type[Fake]) -> None:
    clock = Clock(store.engine, tmp_path / "schedule.toml")
    clock.start()
    assert clock.take(SCHEDULE) == []
    time.moment = NOON + timedelta(minutes=59)
    heard(clock)
    time.moment = NOON + HOUR
    assert heard(clock) == {"hourly"}
    assert heard(clock) == set()
    assert 3500 < clock.wait <= 3600
    time.moment = NOON + 20 * HOUR
    assert heard(clock) == {"hourly", "morning"}
    clock.shutdown()


def test_the_jobs_in_the_store_outlive_the_clock(store: Store, tmp_path: Path, time: type[Fake]) -> None:
    first = Clock(store.engine, tmp_path / "schedule.toml")
    first.start()
    first.take(SCHEDULE)
    heard(first)
    first.shutdown()
    time.moment = NOON + 20 * HOUR
    second = Clock(store.engine, tmp_path / "schedule.toml")
    second.start()
    second.take(SCHEDULE)
    assert heard(second) == {"hourly", "morning"}
    assert second.take(Schedule(jobs={"hourly": HOURLY})) == ["morning"]
    time.moment = NOON + 44 * HOUR
    assert heard(second) == {"hourly"}
    second.shutdown()


def test_schedules_of_two_files_share_a_store_without_taking_each_others_bells(
    store: Store, tmp_path: Path, time: type[Fake]
) -> None:
    one, two = Clock(store.engine, tmp_path / "one.toml"), Clock(store.engine, tmp_path / "two.toml")
    one.start()
    one.take(Schedule(jobs={"hourly": HOURLY}))
    two.start()
    assert two.take(Schedule(jobs={"morning": MORNING})) == []
    time.moment = NOON + 20 * HOUR
    assert heard(one) == {"hourly"}
    assert heard(two) == {"morning"}
    one.shutdown()
    two.shutdown()


# the dispatcher, with crawls that are played


class Played:
    """A child whose end is told by the test."""

    born: Sequence["Played"] = ()

    def __init__(self, job: Job, due: Due, arguments: list[str], environment: dict[str, str]) -> None:
        self.job, self.due, self.arguments = job, due, arguments
        self.process, self.process_started = psutil.Process(), psutil.Process().create_time()
        self.code: int | None = None
        self.seconds = 1.0
        self.stopped_for: str | None = None
        Played.born = [*Played.born, self]

    def go(self) -> None:
        pass

    def watch(self, grace: timedelta) -> int | None:
        return self.code

    def stop(self, why: str, grace: timedelta) -> None:
        self.stopped_for = why


@pytest.fixture
def dispatcher(store: Store, monkeypatch: pytest.MonkeyPatch) -> Dispatcher:
    monkeypatch.setattr(dispatch, "Child", Played)
    Played.born = []
    return Dispatcher(Dues(store), {})


def states(store: Store) -> set[tuple[str, str]]:
    return {(row[1], row[3]) for row in account(store)}


def test_at_most_so_many_run_at_once(store: Store, dispatcher: Dispatcher) -> None:
    many = replace(HOURLY, outlets=tuple("abcdef"))
    schedule = Schedule(jobs={"hourly": many}, at_once=2)
    dispatcher.dues.enter([many], NOON)
    for number in range(6):
        dispatcher.step(schedule, NOON)
        assert len(dispatcher.children) == min(2, 6 - number)
        next(iter(dispatcher.children.values())).code = 0  # type: ignore[attr-defined]
    dispatcher.step(schedule, NOON)
    assert [child.due.outlet for child in Played.born] == list("abcdef")
    assert states(store) == {(name, "finished") for name in "abcdef"}


@pytest.mark.parametrize(
    ("code", "stopped", "state"),
    [
        (0, None, "finished"), (1, None, "finished"), (7, None, "finished"), (130, None, "finished"),
        (5, None, "due"), (6, None, "due"), (-9, None, "due"), (130, "stop", "due"), (-9, "stop", "due"), (1, "stop", "due"), (0, "stop", "finished"),
        (130, "timeout", "timed_out"), (-9, "timeout", "timed_out"), (0, "timeout", "finished"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_run(store: Store, dispatcher: Dispatcher, code: int, stopped: Any, state: str) -> None:
    dispatcher.dues.enter([replace(HOURLY, outlets=("a",))], NOON)
    dispatcher.step(SCHEDULE, NOON)
    Played.born[0].code, Played.born[0].stopped_for = code, stopped
    dispatcher.look_after(SCHEDULE, NOON)
    assert states(store) == {("a", state)}
    assert not dispatcher.children


def test_a_locked_outlet_is_tried_again_after_a_while(store: Store, dispatcher: Dispatcher) -> None:
    dispatcher.dues.enter([replace(HOURLY, outlets=("a",))], NOON)
    dispatcher.step(SCHEDULE, NOON)
    Played.born[0].code = 6
    dispatcher.step(SCHEDULE, NOON)
    assert len(Played.born) == 1
    dispatcher.step(SCHEDULE, NOON + dispatch.LOCKED_PAUSE)
    assert len(Played.born) == 2


def test_a_crawl_that_is_killed_again_and_again_is_left_alone(store: Store, dispatcher: Dispatcher) -> None:
    dispatcher.dues.enter([replace(HOURLY, outlets=("a",))], NOON)
    for number in range(2 * dispatch.DEATHS + 2):
        dispatcher.step(SCHEDULE, NOON + number * dispatch.DIED_PAUSE)
        for child in Played.born:
            child.code = -9
    assert len(Played.born) == dispatch.DEATHS
    assert states(store) == {("a", "finished")}


def test_the_end_of_a_run_is_told_with_outlet_run_and_exit_code(
    store: Store, dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "newsspider.schedule")
    ended = []
    dispatcher.ended = lambda due, code, run: ended.append((due.outlet, code, run and run.run))
    dispatcher.dues.enter([replace(HOURLY, outlets=("a",))], NOON)
    dispatcher.step(SCHEDULE, NOON)
    run = Runs(store).begin("newsspider crawl a", ["a"])
    Runs(store).end(run, "finished", None, {"a": {"stored": 3, "failed": 1}})
    Played.born[0].code = 0
    dispatcher.step(SCHEDULE, NOON)
    assert ended == [("a", 0, run)]
    line = caplog.records[-1]
    assert line.getMessage() == "hourly: ended with exit code 0 (done), 3 stored, 1 failed, 1.0 s"
    assert (line.__dict__["outlet"], line.__dict__["run"]) == ("a", run)


# a crawl's process


@pytest.mark.parametrize("told", [True, False])
def test_a_crawl_begins_only_when_it_is_in_the_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    """A scheduler that is killed in between leaves no crawl behind that nobody knows of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.executable", "/bin/touch")
    child = children.Child(HOURLY, Due(1, "hourly", "a", NOON), [str(tmp_path / "begun")], {"PATH": "/bin"})
    if told:
        child.go()
    else:
        assert child.process.stdin
        child.process.stdin.close()
    child.process.wait(10)
    assert (tmp_path / "begun").exists() is told


def test_the_crawls_get_what_the_command_line_said_and_no_password_in_their_own() -> None:
    said = Configuration(Config(), dict.fromkeys(all_keys(), "default"), None)
    said = said.with_value("database", "postgresql://me:secret@db/news", "command line --database").with_value(
        "output", Path("here"), "file"
    )
    given = children.environment(said)
    assert given["NEWSSPIDER_DATABASE"] == "postgresql://me:secret@db/news"
    assert given["NEWSSPIDER_CONFIG"] == ""
    assert given.get("NEWSSPIDER_OUTPUT") == os.environ.get("NEWSSPIDER_OUTPUT")


# the command of a crawl

PAPER = Due(1, "morning", "p", datetime(2026, 11, 22, 22, 10, tzinfo=UTC))  # the 23rd in Shanghai


@pytest.mark.parametrize(
    ("last_done", "first"),
    [
        (None, "2026-11-23"),
        (datetime(2026, 11, 21, 22, 10, tzinfo=UTC), "2026-11-22"),
        (datetime(2026, 11, 19, 22, 10, tzinfo=UTC), "2026-11-20"),
        (datetime(2026, 8, 1, 22, 10, tzinfo=UTC), "2026-11-16"),
        (datetime(2026, 11, 22, 22, 10, tzinfo=UTC), "2026-11-23"),
    ],
)
def test_issues_are_asked_for_from_the_last_run_on(last_done: datetime | None, first: str) -> None:
    assert children.crawl_arguments(MORNING, PAPER, last_done) == ["crawl", "p", "--from", first]


def test_lists_are_crawled_with_the_limit_of_the_job() -> None:
    job = replace(HOURLY, limit=20)
    assert children.crawl_arguments(job, Due(1, "hourly", "a", NOON), None, verbose=True) == [
        "crawl",
        "a",
        "--limit",
        "20",
        "--verbose",
    ]
