"""Notifications: one digest a run, alarms that go on folded, recoveries told once, targets that fail; bodies as they arrive."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from commands import newsspider, write_sites

from newsspider.config import Notify
from newsspider.demo import Press
from newsspider.errors import Locked, NotifyError, OutputError
from newsspider.notify import Alarm, AlarmBook, Message, RunSummary, digest, fold, send, summarize, tell
from newsspider.notify.digest import MOST_ALARMS, fit
from newsspider.notify.sending import messages_of
from newsspider.outlets import Outlets
from newsspider.store import Store
from newsspider.units import Unit

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # by a plugin of Apprise

DAY = timedelta(days=1)
START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
SOURCE = Alarm(
    outlet="jiangxi_jxnews", monitor="field_share", field="source", message="source is missing almost everywhere",
    figures={"now": 0.03125, "usual": 0.98, "articles": 32},
    examples=tuple(f"https://example.org/{number}.html" for number in range(5)),
)  # fmt: skip
EMPTY = Alarm(outlet="hunan_rednet", monitor="no_article", message="nothing was stored")
WHOLE = Alarm(outlet="", monitor="error_OutputError", message="the database failed")


def run(number: int, *alarms: Alarm, at: datetime | None = None, **values: Any) -> RunSummary:
    counts = {"listed": 12, "new": 4, "stored": 3, "failed": 1, "reasons": {"http_404": 1}}
    begun = at or START + timedelta(hours=number)
    values = {
        "outlets": {"jiangxi_jxnews": counts, "hunan_rednet": {**counts, "reasons": {"http_404": 2, "timeout": 1}}}
    } | values
    return RunSummary(
        run=number,
        command="newsspider crawl --all",
        started_at=begun,
        finished_at=begun + timedelta(seconds=90),
        alarms=alarms,
        **values,
    )


class Target:
    """An HTTP server that keeps what is posted to it."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.status = 200
        target = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                target.received.append(json.loads(body))
                self.send_response(target.status)
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def target() -> Iterator[Target]:
    target = Target()
    yield target
    target.server.shutdown()
    target.server.server_close()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.db'}"


@pytest.fixture(scope="module")
def closed() -> str:
    """An address of loopback where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


# the digest


def test_a_digest_says_what_broke_with_figures_and_three_addresses() -> None:
    summary = replace(run(12, SOURCE), ongoing=(replace(EMPTY, runs=4),), recovered=(replace(WHOLE, runs=1),))
    assert digest(summary) == Message(
        "newsspider run 12: 1 alarm: jiangxi_jxnews",
        """\
ALARM jiangxi_jxnews field_share source: source is missing almost everywhere
  now 0.0312, usual 0.98, articles 32
  https://example.org/0.html
  https://example.org/1.html
  https://example.org/2.html

recovered: run error_OutputError, after 1 run
goes on: hunan_rednet no_article, since 4 runs

2 outlets: 24 listed, 8 new, 6 stored, 0 revised, 0 unchanged, 0 refused, 2 failed
reasons: http_404 3, timeout 1
2026-11-23 20:00:00 to 20:01:30 Beijing time (90 s)
newsspider crawl --all""",
        "failure",
    )


def test_a_digest_of_a_good_run_says_so() -> None:
    message = digest(run(3))
    assert (message.title, message.kind) == ("newsspider run 3: 6 articles stored", "success")
    assert digest(replace(run(3), recovered=(EMPTY,))).title == "newsspider run 3: 1 recovered, 6 articles stored"
    assert digest(run(3, broken_off=True)).title.endswith("broken off")


def test_an_alarm_told_again_says_since_when() -> None:
    assert "source is missing almost everywhere (since 30 runs)" in digest(run(1, replace(SOURCE, runs=30))).body


def test_many_alarms_are_counted() -> None:
    alarms = [replace(EMPTY, outlet=f"outlet_{number}") for number in range(MOST_ALARMS + 5)]
    message = digest(run(1, *alarms))
    assert message.title == "newsspider run 1: 25 alarms: outlet_0, outlet_1, outlet_2 and 22 more"
    assert message.body.count("ALARM") == MOST_ALARMS
    assert "and 5 more alarms" in message.body


def test_a_text_is_cut_at_whole_lines() -> None:
    text = "\n".join(["第一行在这里"] * 100)
    cut = fit(text, 200)
    assert len(cut.encode()) <= 200
    assert cut.splitlines()[:-1] == ["第一行在这里"] * (len(cut.splitlines()) - 1)
    assert cut.splitlines()[-1] == f"… {101 - len(cut.splitlines())} lines left out"
    assert fit(text, len(text.encode())) == text
    assert fit(text, 0) == text


# folding


def remembered(*runs: RunSummary, repeat: timedelta = DAY, reached: bool = True) -> tuple[Any, list[RunSummary]]:
    """What is known after these runs, and what each had to say."""
    known: dict[str, Any] = {}
    said = []
    for each in runs:
        folded = fold(each, {key: value for key, value in known.items() if value.state == "open"}, repeat)
        said.append(folded.summary)
        known |= {entry.alarm.id: entry for entry in (folded.known if reached else folded.untold())}
    return known, said


def test_an_alarm_that_goes_on_is_told_once_and_then_in_a_line() -> None:
    known, (first, second, third) = remembered(run(1, SOURCE), run(2, SOURCE), run(3, SOURCE, EMPTY))
    assert first.alarms == (SOURCE,)
    assert (second.alarms, second.ongoing) == ((), (replace(SOURCE, runs=2),))
    assert (third.alarms, third.ongoing) == ((EMPTY,), (replace(SOURCE, runs=3),))
    entry = known[SOURCE.id]
    assert (entry.first_run, entry.last_run, entry.first_at, entry.told_at) == (1, 3, first.finished_at, first.finished_at)


def test_it_is_told_again_after_a_day() -> None:
    runs = [run(number, SOURCE, at=START + timedelta(hours=number)) for number in range(1, 50)]
    _, said = remembered(*runs)
    told = [summary.run for summary in said if summary.alarms]
    assert told == [1, 25, 49]
    assert said[24].alarms[0].runs == 25


def test_figures_that_change_make_no_new_alarm() -> None:
    _, said = remembered(run(1, SOURCE), run(2, replace(SOURCE, figures={"now": 0.0}, message="other words")))
    assert said[1].alarms == ()


def test_a_recovery_is_told_once_and_a_relapse_is_new() -> None:
    _, said = remembered(run(1, SOURCE), run(2), run(3), run(4, SOURCE))
    assert said[1].recovered == (SOURCE,)
    assert (said[2].recovered, said[2].alarms) == ((), ())
    assert said[3].alarms == (SOURCE,)


@pytest.mark.parametrize(
    "other",
    [
        run(2, outlets={"hunan_rednet": {}}),
        run(2, broken_off=True),
        run(2, checked=frozenset(["hunan_rednet"])),
    ],
    ids=["another outlet", "broken off", "nothing to judge"],
)
def test_only_a_run_that_can_judge_says_recovered(other: RunSummary) -> None:
    known, said = remembered(run(1, SOURCE), other)
    assert said[1].recovered == ()
    assert known[SOURCE.id].state == "open"


def test_what_reached_nobody_is_told_again_and_recovers_in_silence() -> None:
    _, said = remembered(run(1, SOURCE), run(2, SOURCE), run(3), reached=False)
    assert said[0].alarms == (SOURCE,)
    assert said[1].alarms == (replace(SOURCE, runs=2),)
    assert said[2].recovered == ()


def test_a_recovery_that_reached_nobody_is_told_by_the_next_run() -> None:
    before = {SOURCE.id: fold(run(1, SOURCE), {}, DAY).known[0]}
    folded = fold(run(2), before, DAY)
    assert folded.summary.recovered == (SOURCE,)
    assert folded.untold() == ()


@pytest.mark.parametrize(
    ("on", "summary", "number"),
    [("failure", run(1, SOURCE), 1), ("failure", run(1), 0), ("always", run(1), 1), ("always", run(1, SOURCE, EMPTY), 1)],
)
def test_when_a_message_goes_out(on: Any, summary: RunSummary, number: int) -> None:
    assert len(messages_of(fold(summary, {}, DAY), Notify(on=on))) == number


def test_without_digest_each_alarm_is_a_message() -> None:
    messages = messages_of(fold(run(1, SOURCE, EMPTY), {}, DAY), Notify(digest=False))
    assert [message.title.rpartition(" ")[2] for message in messages] == ["jiangxi_jxnews", "hunan_rednet"]
    assert all(message.body.count("ALARM") == 1 for message in messages)


# the store, the targets


def test_the_store_remembers_alarms(database: str) -> None:
    with closing(Store(database)) as store:
        book = AlarmBook(store)
        book.enter(fold(run(1, SOURCE, EMPTY, WHOLE), {}, DAY).known)
        known = book.open_alarms()
        assert {entry.alarm.subject for entry in known.values()} == {SOURCE.subject, EMPTY.subject, WHOLE.subject}
        entry = known[SOURCE.id]
        assert (entry.alarm.message, entry.alarm.runs, entry.first_run) == (SOURCE.message, 1, 1)
        assert entry.told_at == entry.first_at == run(1).finished_at
        book.enter(fold(run(2, SOURCE), known, DAY).known)
        assert {entry.alarm.id: entry.alarm.runs for entry in book.open_alarms().values()} == {SOURCE.id: 2}


def test_one_digest_per_run_arrives(target: Target, database: str) -> None:
    notify = Notify(urls=(target.url,))
    told = []
    for each in (run(1, SOURCE, EMPTY), run(2, SOURCE, EMPTY), run(3, SOURCE), run(4)):
        assert tell(each, notify, database) == []
        told.append(len(target.received))
    assert told == [1, 1, 2, 3]
    first, third, fourth = target.received
    assert (first["title"], first["type"]) == ("newsspider run 1: 2 alarms: jiangxi_jxnews, hunan_rednet", "failure")
    for line in ("now 0.0312, usual 0.98, articles 32", "https://example.org/2.html", "reasons: http_404 3, timeout 1"):
        assert line in first["message"]
    assert "https://example.org/3.html" not in first["message"]
    assert "recovered: hunan_rednet no_article, after 2 runs" in third["message"]
    assert "goes on: jiangxi_jxnews field_share source, since 3 runs" in third["message"]
    assert "recovered: jiangxi_jxnews field_share source, after 3 runs" in fourth["message"]
    assert fourth["type"] == "success"


def test_a_target_that_fails_is_a_line_and_stops_nobody(target: Target, closed: str, database: str) -> None:
    notify = Notify(urls=(f"json://{closed}/S3cret", target.url, "nonsense://S3cret"))
    faults = tell(run(1, SOURCE), notify, database)
    assert len(faults) == 2
    assert faults[0].startswith(f"notification to json://{closed}/*** failed: ")
    assert "nonsense://*** failed: not an address that Apprise knows" in faults[1]
    assert "S3cret" not in "".join(faults)
    assert len(target.received) == 1
    assert tell(run(2, SOURCE), notify, database) == []  # one of the targets was told


def test_what_no_target_took_is_told_by_the_next_run(target: Target, database: str) -> None:
    notify = Notify(urls=(target.url,))
    target.status = 500
    assert len(tell(run(1, SOURCE), notify, database)) == 1
    target.status = 200
    assert tell(run(2, SOURCE), notify, database) == []
    assert "(since 2 runs)" in target.received[-1]["message"]
    assert tell(run(3, SOURCE), notify, database) == []
    assert len(target.received) == 2


def test_a_database_that_fails_keeps_nobody_from_being_told(target: Target, tmp_path: Path) -> None:
    broken = f"sqlite:///{tmp_path}"
    assert tell(run(1, SOURCE), Notify(urls=(target.url,)), broken) == []
    assert len(target.received) == 1


def test_never_and_nobody_send_nothing(target: Target, database: str) -> None:
    assert tell(run(1, SOURCE), Notify(urls=(target.url,), on="never"), database) == []
    assert tell(run(1, SOURCE), Notify(), database) == []
    assert target.received == []


def test_a_message_is_cut_to_what_the_target_takes(target: Target) -> None:
    assert send(target.url, Message("title", "\n".join(["x" * 99] * 1000), "info")) is None
    body = target.received[0]["message"]
    assert body.splitlines()[-1].endswith("lines left out")
    assert 30_000 < len(body) <= 32768


# a run's summary


def unit(outlet: str, error: Any = None, **counts: Any) -> Any:
    stats = {f"news/{name}/{outlet}": value for name, value in counts.items() if not isinstance(value, dict)}
    for group in ("reasons", "examples"):
        event = "failed" if group == "reasons" else group
        stats |= {f"news/{event}/{outlet}/{name}": value for name, value in counts.get(group, {}).items()}
    return Unit("outlet", {"outlet": outlet}, stats, error)


def summed(*units: Any, **values: Any) -> RunSummary:
    return summarize(units, run=1, command="newsspider crawl", started_at=START, **values)


def test_an_outlet_that_gave_nothing_is_an_alarm() -> None:
    counts = {"listed": 4, "failed": 4, "reasons": {"http_500": 4}, "examples": {"http_500": ["https://example.org/1"]}}
    (alarm,) = summed(unit("a_b", **counts), unit("c_d", stored=1), barren=["a_b"]).alarms
    assert (alarm.outlet, alarm.monitor, alarm.examples) == ("a_b", "no_article", ("https://example.org/1",))
    assert alarm.figures == {"listed": 4, "new": 0, "refused": 0, "failed": 4, "http_500": 4}


def test_an_error_is_its_outlets_or_the_runs_and_judges_nothing() -> None:
    summary = summed(unit("a_b", Locked("a_b is being crawled")), unit("c_d", stored=1))
    assert [(alarm.outlet, alarm.monitor, alarm.message) for alarm in summary.alarms] == [
        ("a_b", "error_Locked", "a_b is being crawled")
    ]
    assert summary.checked == {"c_d"}
    summary = summed(unit("a_b", OutputError("disk full")), unit("c_d", OutputError("disk full")))
    assert [(alarm.outlet, alarm.figures) for alarm in summary.alarms] == [("", {"outlets": 2})]
    assert summed(unit("a_b"), barren=["a_b"], broken_off=True).alarms == ()


# the commands


def configure(folder: Path, *urls: str, on: str = "failure") -> None:
    told = f'[notify]\nurls = {json.dumps(urls)}\non = "{on}"\n[politeness]\nretries = 0\n'
    (folder / "newsspider.toml").write_text(told, encoding="utf-8")


def test_a_crawl_sends_one_digest_and_the_next_says_recovered(target: Target, closed: str, tmp_path: Path) -> None:
    configure(tmp_path, target.url)
    with Press.on_free_ports() as press:
        good, bad = press.outlets["demo_plain"], press.outlets["demo_shtml"]
        dead = replace(bad, hosts=[closed], lists=[f"http://{closed}/list.html"], articles=[])
        arguments = ("crawl", "--all", "--sites", "sites.toml", "--output", "out", "--config", "newsspider.toml")
        write_sites(Outlets([good, dead]), tmp_path / "sites.toml")
        done = newsspider(*arguments, cwd=tmp_path, ok=False)
        assert (done.returncode, len(target.received)) == (1, 1)
        write_sites(Outlets([good, bad]), tmp_path / "sites.toml")
        newsspider(*arguments, cwd=tmp_path)
    first, second = target.received
    assert first["title"] == "newsspider run 1: 1 alarm: demo_shtml"
    assert "ALARM demo_shtml unreachable: no list could be fetched" in first["message"]
    assert "2 outlets: " in first["message"]
    assert "crawl --all --sites sites.toml" in first["message"]
    assert "recovered: demo_shtml unreachable, after 1 run" in second["message"]


def test_a_crawl_that_cannot_start_tells_it(target: Target, tmp_path: Path) -> None:
    configure(tmp_path, target.url)
    (tmp_path / "out").write_text("a file, no folder", encoding="utf-8")
    arguments = ("crawl", "--demo", "demo_plain", "--output", "out", "--config", "newsspider.toml")
    done = newsspider(*arguments, cwd=tmp_path, ok=False)
    assert done.returncode == OutputError.exit_code
    (message,) = target.received
    assert "ALARM run error_OutputError: cannot write to --output out" in message["message"]


def test_notify_test_says_per_target_whether_it_went_out(target: Target, closed: str, tmp_path: Path) -> None:
    configure(tmp_path, target.url)
    done = newsspider("notify", "--test", "--config", "newsspider.toml", cwd=tmp_path)
    shown = target.url.replace("/hook", "/***")
    assert done.stdout == f"{shown}: sent\n"
    assert [message["title"] for message in target.received] == ["newsspider: test"]
    configure(tmp_path, target.url, f"json://{closed}/S3cret", "bogus://S3cret")
    done = newsspider("notify", "--test", "--config", "newsspider.toml", cwd=tmp_path, ok=False)
    lines = done.stdout.splitlines()
    assert done.returncode == NotifyError.exit_code
    assert lines[0] == f"{shown}: sent"
    assert lines[1].startswith(f"json://{closed}/***: ")
    assert lines[2] == "bogus://***: not an address that Apprise knows"
    assert "2 of 3 targets did not take the message" in done.stderr
    assert "S3cret" not in done.stdout + done.stderr


def test_notify_lists_the_targets_and_says_how_to_name_them(tmp_path: Path) -> None:
    configure(tmp_path, "dingtalk://S3cret")
    assert newsspider("notify", "--config", "newsspider.toml", cwd=tmp_path).stdout == "dingtalk://***\n"
    done = newsspider("notify", "--test", cwd=tmp_path, ok=False)
    assert done.returncode == 2
    assert "no target" in done.stderr
