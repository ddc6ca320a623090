"""A scheduler as a process, before a demo press: nothing overlaps, nothing is missed, a kill -9 loses nothing, it ends in time."""

import contextlib
import signal
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families
from scheduled import Desk, Row, Watch, crawls, lost, missed

from newsspider.demo import Press
from newsspider.scheduling.dues import Dues
from newsspider.store import Runs, Store

OUTLETS = ["demo_plain", "demo_paperindex", "demo_shtml", "demo_classic"]
EVERY = timedelta(seconds=2)
SLACK = timedelta(seconds=10)
"""A machine under load notices several due times of this interval at once: the last of them stands for all."""
GRACE = 20
SCHEDULE = f"""
at_once = 2
grace = "{GRACE}s"
[jobs.all]
outlets = {OUTLETS}
every = "{EVERY.seconds}s"
"""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path, press: Press) -> Iterator[Desk]:
    made = Desk(tmp_path, press, SCHEDULE)
    yield made
    made.clean_up()


def finished(rows: list[Row]) -> set[str]:
    return {row.outlet for row in rows if row.state == "finished"}


def test_a_killed_scheduler_loses_nothing_and_a_stopped_one_ends_in_time(desk: Desk) -> None:
    with Watch(desk.folder) as watch:
        desk.start()
        desk.wait_for(lambda rows: bool(finished(rows)) and any(row.state == "running" for row in rows))
        desk.kill()
        killed = datetime.now(UTC)
        outliving = {pid for _, pid in crawls(desk.folder)}
        open_then = [(row.outlet, row.due_at) for row in desk.rows() if row.state in ("due", "running")]
        assert open_then, "nothing was under way when the scheduler was killed"
        time.sleep(1.5)  # a due time passes that nobody notices
        desk.start()
        again = desk.wait_for_log("at once", times=2)
        desk.wait_for(
            lambda rows: {row.outlet for row in rows if row.state == "finished" and row.due_at > killed} == set(OUTLETS)
        )
        desk.wait_for(lambda rows: any(row.state == "running" for row in rows))
        stopped = datetime.now(UTC)
        code, seconds = desk.stop()
    rows = desk.rows()
    assert code == 0
    assert seconds < GRACE
    assert crawls(desk.folder) == []
    assert "running" not in {row.state for row in rows}
    # every outlet had its turn, and none was crawled by two processes at once
    assert set(watch.most) == set(OUTLETS)
    assert watch.most.most_common(1)[0][1] == 1, watch.most
    assert watch.most_at_once <= 2
    # the account holds the due times, and something came of each
    up = [(min(row.due_at for row in rows), killed - SLACK), (again, stopped - SLACK)]
    assert missed(rows, OUTLETS, EVERY, up, SLACK) == []
    assert lost(rows) == []
    became = {(row.outlet, row.due_at): row.state for row in rows}
    assert {became[key] for key in open_then} <= {"finished", "coalesced"}
    # crawls that outlived the kill were left to finish
    assert outliving <= {pid for (pid,) in desk.query("SELECT pid FROM due_units WHERE state = 'finished'")}


def test_crawl_due_runs_what_is_due_once_and_leaves_what_is_locked_for_the_next_call(desk: Desk, press: Press) -> None:
    (desk.folder / "schedule.toml").write_text('[jobs.all]\noutlets = ["demo_plain", "demo_shtml"]\nevery = "12h"\n')
    with contextlib.closing(Store(f"sqlite:///{desk.folder / 'out' / 'newsspider.db'}")) as store:
        runs = Runs(store)
        run = runs.begin("newsspider crawl demo_plain", ["demo_plain"])
        runs.lock("demo_plain", run)
        assert desk.due() == 6
        assert {row.outlet: row.state for row in desk.rows()} == {"demo_plain": "due", "demo_shtml": "finished"}
        runs.unlock("demo_plain", run)
    assert desk.due() == 0
    assert desk.due() == 0
    assert [(row.outlet, row.state, row.exit_code) for row in desk.rows()] == [
        ("demo_plain", "finished", 0),
        ("demo_shtml", "finished", 0),
    ]
    assert len(desk.query("SELECT run FROM runs WHERE state = 'finished'")) == 2
    wanted = {record["url"] for record in press.expected() if record["outlet"] in ("demo_plain", "demo_shtml")}
    assert {url for (url,) in desk.query("SELECT url FROM articles")} == wanted


def test_a_run_that_takes_too_long_is_broken_off(desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press.faults, "delay", 8.0)  # it is broken off in the midst of its work
    (desk.folder / "schedule.toml").write_text('[jobs.all]\noutlets = ["demo_plain"]\nevery = "12h"\ntimeout = "4s"\n')
    assert desk.due() != 0
    assert [row.state for row in desk.rows()] == ["timed_out"]
    assert desk.due() == 0


def test_the_schedule_is_read_again_and_a_wrong_one_changes_nothing(desk: Desk) -> None:
    path = desk.folder / "schedule.toml"
    path.write_text('[jobs.one]\noutlets = ["demo_plain"]\ncron = "0 0 1 1 *"\n')
    desk.start("--metrics-port", "0")
    desk.wait_for(lambda rows: [row.state for row in rows] == ["skipped"])
    path.write_text('[jobs.one]\noutlets = ["nobody"]\ncron = "0 0 1 1 *"\n')
    assert desk.process
    desk.process.send_signal(signal.SIGHUP)
    desk.wait_for_log("the schedule stays as it was")
    assert "no outlet 'nobody'" in desk.log.read_text()
    path.write_text('[jobs.two]\noutlets = ["demo_plain"]\nevery = "12h"\n')
    desk.wait_for(lambda rows: ("two", "finished") in {(row.job, row.state) for row in rows})
    figures = figures_of(desk)
    assert figures["newsspider_scheduled_runs_total"] == 1
    assert figures["newsspider_scheduled_articles_total"] == 6
    assert figures["newsspider_scheduled_due"] == figures["newsspider_scheduled_running"] == 0
    assert desk.stop(signal.SIGINT) == (0, pytest.approx(0, abs=10))
    log = desk.log.read_text()
    assert " demo_plain: two: ended with exit code 0 (done), 6 stored, 0 failed" in log
    assert "Traceback" not in log


def figures_of(desk: Desk) -> dict[str, float]:
    """The scheduler's Prometheus figures, those of one name added up."""
    line = next(line for line in desk.log.read_text().splitlines() if "figures on http://" in line)
    with urllib.request.urlopen(line.split("figures on ")[1], timeout=20) as answer:  # noqa: S310 ours, on loopback
        text = answer.read().decode()
    totals: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            totals[sample.name] = totals.get(sample.name, 0) + sample.value
    return totals


def test_a_second_signal_kills_at_once_and_the_run_is_due_again(desk: Desk) -> None:
    (desk.folder / "schedule.toml").write_text('grace = "60s"\n[jobs.all]\noutlets = ["demo_plain"]\nevery = "12h"\n')
    desk.start()
    desk.wait_for(lambda rows: bool(crawls(desk.folder)))
    (pid,) = [pid for _, pid in crawls(desk.folder)]
    psutil.Process(pid).suspend()  # it cannot close: without the second signal this would take the whole grace time
    assert desk.process
    desk.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    code, seconds = desk.stop()
    assert code == 0
    assert seconds < 20
    assert [row.state for row in desk.rows()] == ["due"]
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_crawl_that_does_not_close_is_killed_within_the_grace_time(desk: Desk) -> None:
    (desk.folder / "schedule.toml").write_text('grace = "5s"\n[jobs.all]\noutlets = ["demo_plain"]\nevery = "12h"\n')
    desk.start()
    desk.wait_for(lambda rows: bool(crawls(desk.folder)))
    (pid,) = [pid for _, pid in crawls(desk.folder)]
    psutil.Process(pid).suspend()
    code, seconds = desk.stop()
    assert code == 0
    assert 3 < seconds < 8
    assert [row.state for row in desk.rows()] == ["due"]


def test_two_schedulers_on_one_store_share_the_work(desk: Desk, press: Press) -> None:
    text = 'at_once = 2\n[jobs.{}]\noutlets = ["demo_plain"]\nevery = "12h"\n'
    (desk.folder / "schedule.toml").write_text(text.format("one"))
    (desk.folder / "other.toml").write_text(text.format("two"))
    desk.start()
    other = Desk.__new__(Desk)
    other.folder, other.log, other.process = desk.folder, desk.folder / "other.txt", None
    other.start("--file", "other.toml")
    try:
        with Watch(desk.folder) as watch:
            desk.wait_for(lambda rows: {row.job for row in rows if row.state == "finished"} == {"one", "two"}, 90)
        assert watch.most == {"demo_plain": 1}
    finally:
        assert other.stop()[0] == 0
    assert desk.stop()[0] == 0
    with contextlib.closing(Store(f"sqlite:///{desk.folder / 'out' / 'newsspider.db'}")) as store:
        assert Dues(store).count_running() == 0
