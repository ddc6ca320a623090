"""The tail: in commit order, the place kept; killed anywhere, a file has each line exactly once and a pipe at least once."""

import fcntl
import json
import os
import random
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from article_factory import make_article
from commands import newsspider, rows
from sqlalchemy.exc import OperationalError

from newsspider.errors import InputError, Locked, OutputError, UsageError
from newsspider.export.article_json import json_line
from newsspider.export.cursor import Cursor, Mark
from newsspider.export.selection import Selection
from newsspider.export.sinks import CommandSink, FileSink, StreamSink
from newsspider.export.tail import Tail
from newsspider.items import Article
from newsspider.store import Outcome, Store

TAIL = [sys.executable, "-c", "from newsspider.cli import main; main()", "tail", "--output", "."]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'newsspider.db'}")
    yield store
    store.close()


def save(store: Store, *articles: Article) -> None:
    store.save([Outcome(article.url or "", "x", "stored", article=article) for article in articles])


def fill(store: Store, numbers: range) -> None:
    save(store, *map(make_article, numbers))


def ids(text: str) -> list[str]:
    return [row["id"] for row in rows(text)]


def expected(numbers: range) -> list[str]:
    return [make_article(number).id for number in numbers]


def wait_until(true: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def run_tail(store: Store, sink: Any, cursor: Path | None = None, **options: Any) -> None:
    values = {"selection": Selection(), "stop": Event(), "say": print} | options
    if cursor is None:
        Tail(store=store, sink=sink, cursor=None, **values).run()
        return
    with Cursor(cursor, store.id) as kept:
        Tail(store=store, sink=sink, cursor=kept, **values).run()


@contextmanager
def appending(path: Path) -> Iterator[FileSink]:
    """A sink for `>> path`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        yield FileSink(descriptor)
    finally:
        os.close(descriptor)


def tail_to(path: Path, store: Store, **options: Any) -> None:
    with appending(path) as sink:
        run_tail(store, sink, path.with_name("cursor.json"), **options)


# what it prints


def test_articles_come_in_commit_order_with_their_revisions(store: Store, tmp_path: Path) -> None:
    save(store, make_article(1, outlet="a"), make_article(2, outlet="b"), make_article(3, outlet="a"))
    save(store, make_article(1, outlet="a", headline="改了"))
    found = rows(newsspider("tail", "--output", ".", cwd=tmp_path).stdout)
    assert found[:3] == [asdict(make_article(n, outlet=outlet)) for n, outlet in ((1, "a"), (2, "b"), (3, "a"))]
    assert [row["revision"] for row in found] == [1, 1, 1, 2]
    told = rows(newsspider("tail", "--output", ".", "--positions", "--after", 1, "--outlet", "a", cwd=tmp_path).stdout)
    assert [(row["position"], row["article"]["headline"]) for row in told] == [(3, found[2]["headline"]), (4, "改了")]
    assert newsspider("tail", "--output", ".", "--after", "end", cwd=tmp_path).stdout == ""


def test_a_cursor_goes_on_where_it_stopped_and_beats_after(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    fill(store, range(5))
    tail_to(out, store, after=2)
    assert ids(out.read_text()) == expected(range(2, 5))
    fill(store, range(5, 7))
    tail_to(out, store, after=2)
    assert ids(out.read_text()) == expected(range(2, 7))


def test_the_place_moves_over_what_is_not_wanted(store: Store, tmp_path: Path) -> None:
    fill(store, range(5))
    tail_to(tmp_path / "out.jsonl", store, selection=Selection(outlets=("another",)))
    assert json.loads((tmp_path / "cursor.json").read_text())["position"] == 5


# killed


@pytest.mark.parametrize("positions", [False, True])
@pytest.mark.parametrize(("printed", "half"), [(0, 0.5), (1, 0.0), (2, 0.01), (3, 0.99), (4, 0.0)])
def test_what_was_written_and_not_recorded_is_not_written_again(
    printed: int, half: float, positions: bool, store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    fill(store, range(2))
    tail_to(out, store, positions=positions)
    place = (tmp_path / "cursor.json").read_bytes()
    fill(store, range(2, 6))
    tail_to(out, store, positions=positions)
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    rest = lines[2 + printed] if 2 + printed < len(lines) else b""
    out.write_bytes(b"".join(lines[: 2 + printed]) + rest[: int(len(rest) * half)])
    (tmp_path / "cursor.json").write_bytes(place)
    tail_to(out, store, positions=positions)
    assert out.read_bytes() == whole


KILLING = """
import os, random, signal, sys, time
from pathlib import Path
from threading import Event
from newsspider.export.cursor import Cursor
from newsspider.export.selection import Selection
from newsspider.export.sinks import FileSink
from newsspider.export.tail import Tail
from newsspider.store import Store

chance = random.Random(int(sys.argv[1]))
kills = 0
while not Path("done").exists() or kills < 40:
    child = os.fork()
    if not child:
        store = Store("sqlite:///newsspider.db")
        sink = FileSink(os.open("out.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND))
        with Cursor(Path("cursor.json"), store.id) as cursor:
            Tail(store=store, selection=Selection(), sink=sink, cursor=cursor, follow=True, interval=0.001, batch=chance.randint(1, 9),
                 stop=Event(), say=print).run()
        os._exit(1)
    time.sleep(chance.uniform(0, 0.12))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), status
    kills += 1
print(kills)
"""


def test_kills_at_random_moments_lose_and_repeat_nothing(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    killing = subprocess.Popen([sys.executable, "-c", KILLING, "7"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    chance = random.Random(11)  # noqa: S311 the same moments each time
    number, deadline = 3, time.monotonic() + 6
    while time.monotonic() < deadline and number < 400:
        more = chance.randint(1, 12)
        fill(store, range(number, number + more))
        number += more
        time.sleep(chance.uniform(0, 0.05))
    (tmp_path / "done").touch()
    kills, _ = killing.communicate(timeout=60)
    assert killing.returncode == 0
    assert int(kills) >= 40
    tail_to(tmp_path / "out.jsonl", store)
    assert ids((tmp_path / "out.jsonl").read_text()) == expected(range(number))


def test_the_command_killed_goes_on_and_ends_on_a_signal(store: Store, tmp_path: Path) -> None:
    command = [*TAIL, "--follow", "--cursor", "place.json", "--interval", "0.05"]
    out = tmp_path / "out.jsonl"
    fill(store, range(3))
    for turn, number in enumerate((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)):
        with out.open("ab") as stream:
            process = subprocess.Popen(command, cwd=tmp_path, stdout=stream, stderr=subprocess.PIPE)
        fill(store, range(3 * turn + 3, 3 * turn + 6))
        wait_until(lambda turn=turn: out.read_bytes().count(b"\n") >= 3 * turn + 6)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == (-9 if number == signal.SIGKILL else 0), errors
    assert ids(out.read_text()) == expected(range(12))


# files that are not what the cursor remembers


def test_a_file_that_was_cut_or_replaced_begins_anew_behind_the_place(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    fill(store, range(3))
    tail_to(out, store)
    out.write_bytes(b"")
    fill(store, range(3, 5))
    tail_to(out, store, say=pytest.fail)
    assert ids(out.read_text()) == expected(range(3, 5))
    out.rename(tmp_path / "old.jsonl")
    fill(store, range(5, 6))
    tail_to(out, store)
    assert ids(out.read_text()) == expected(range(5, 6))


@pytest.mark.parametrize("lines", [1, 4, 6])
@pytest.mark.parametrize("kept", [0, 1, 100, -1])
@pytest.mark.parametrize("positions", [False, True])
def test_a_file_that_lost_its_end_is_told_and_made_whole(
    lines: int, kept: int, positions: bool, store: Store, tmp_path: Path
) -> None:
    """Of the line behind `lines` whole ones, `kept` bytes are left."""
    out, said = tmp_path / "out.jsonl", list[str]()
    save(store, *(make_article(number, body=["长" * 50_000]) for number in range(7)))
    tail_to(out, store, positions=positions)
    whole = out.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == 10]
    half = ends[lines - 1] + kept if kept >= 0 else ends[lines] - 1
    os.truncate(out, half)
    fill(store, range(7, 9))
    tail_to(out, store, positions=positions, say=said.append)
    assert [row["id"] for row in (each.get("article", each) for each in rows(out.read_text()))] == expected(range(9))
    assert out.read_bytes().startswith(whole)
    assert len(said) == 1
    assert f"is {len(whole) - half} bytes shorter than the cursor {tmp_path / 'cursor.json'} says" in said[0]
    assert f"behind that, position {lines}, is given again" in said[0]
    tail_to(out, store, say=said.append)
    assert len(said) == 1


def test_a_file_without_a_whole_line_goes_on_behind_the_place_and_is_told(store: Store, tmp_path: Path) -> None:
    out, said = tmp_path / "out.jsonl", list[str]()
    fill(store, range(3))
    tail_to(out, store)
    os.truncate(out, 50)
    fill(store, range(3, 5))
    tail_to(out, store, say=said.append)
    assert ids(out.read_text()) == expected(range(3, 5))
    assert "holds no whole line: what it held up to position 3 is not given again" in said[0]


def test_a_file_that_ends_in_another_ones_line_is_left_alone(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    fill(store, range(3))
    tail_to(out, store)
    out.write_bytes(b"another file\n")
    with pytest.raises(OutputError, match="somebody else"):
        tail_to(out, store)


@pytest.mark.parametrize("foreign", [b"written by hand", b"by hand\n", b'{"id": "' + b"0" * 32 + b'", "revision": 1}\n'])
def test_a_file_that_somebody_else_wrote_to_is_left_alone(foreign: bytes, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    fill(store, range(3))
    tail_to(out, store)
    with out.open("ab") as stream:
        stream.write(foreign)
    before = out.read_bytes()
    with pytest.raises(OutputError, match="somebody else"):
        tail_to(out, store)
    assert out.read_bytes() == before


# pipes


def test_a_reader_that_goes_ends_it_without_error_and_the_rest_comes_next_time(store: Store, tmp_path: Path) -> None:
    save(store, *(make_article(number, body=["字" * 5000]) for number in range(60)))
    command = [*TAIL, "--follow", "--interval", "0.05", "--batch", "10", "--cursor", "place.json", "--positions"]
    seen: set[int] = set()
    for lines in (3, 25, 60):
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            for _ in range(min(lines, 60 - len(seen))):
                seen.add(json.loads(process.stdout.readline())["position"])
            process.stdout.close()
            assert process.wait(20) == 0
            assert process.stderr
            assert process.stderr.read() == b""
        reached = json.loads((tmp_path / "place.json").read_text())["position"]
        assert not set(range(1, reached + 1)) - seen, "the place went over what the reader never had"
        seen = set(range(1, reached + 1))
    assert len(seen) > 25


def test_the_place_stays_while_lines_wait_in_the_pipe(store: Store, tmp_path: Path) -> None:
    fill(store, range(4))
    reader, writer = os.pipe()
    cursor = tmp_path / "place.json"
    process = subprocess.Popen([*TAIL, "--cursor", cursor, "--follow"], cwd=tmp_path, stdout=writer)
    os.close(writer)
    wait_until(lambda: unread(reader) > 1000)
    assert json.loads(cursor.read_text())["position"] == 0
    assert process.poll() is None
    os.close(reader)
    assert process.wait(20) == 0
    assert json.loads(cursor.read_text())["position"] == 0
    reader, writer = os.pipe()
    run = subprocess.Popen([*TAIL, "--cursor", cursor], cwd=tmp_path, stdout=writer)
    os.close(writer)
    with os.fdopen(reader) as lines:
        assert ids(lines.read()) == expected(range(4))
    assert run.wait(20) == 0
    assert json.loads(cursor.read_text())["position"] == 4


def unread(descriptor: int) -> int:
    return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)))[0])


def test_a_reader_that_takes_nothing_does_not_keep_it_from_ending(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsspider.export.sinks.PATIENCE", 0.1)
    save(store, *(make_article(number, body=["字" * 5000]) for number in range(10)))
    reader, writer = os.pipe()
    stop = Event()

    class Impatient(StreamSink):
        def deliver(self, lines: bytes, last: int) -> None:
            stop.set()
            super().deliver(lines, last)

    run_tail(store, Impatient(writer, stop, until_read=True), tmp_path / "place.json", stop=stop, follow=True)
    os.close(reader)
    os.close(writer)
    assert json.loads((tmp_path / "place.json").read_text())["position"] == 0


# commands


def test_a_command_gets_batches_and_has_to_end_well(store: Store, tmp_path: Path) -> None:
    fill(store, range(5))
    taken, place = tmp_path / "taken", tmp_path / "place.json"
    run_tail(store, CommandSink(f"cat >> '{taken}'; echo $NEWSSPIDER_POSITION >> '{taken}.positions'"), place, batch=2)
    assert ids(taken.read_text()) == expected(range(5))
    assert Path(f"{taken}.positions").read_text().split() == ["2", "4", "5"]
    fill(store, range(5, 9))
    with pytest.raises(OutputError, match=r"ended with 3 .* up to position 9"):
        run_tail(store, CommandSink(f"test $NEWSSPIDER_POSITION = 7 || exit 3; cat >> '{taken}'"), place, batch=2)
    assert json.loads(place.read_text())["position"] == 7
    run_tail(store, CommandSink(f"cat >> '{taken}'"), place)
    assert ids(taken.read_text()) == expected(range(9))


# cursors


def test_a_cursor_of_another_database_is_refused(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "place.json"
    with Cursor(place, "another") as cursor:
        cursor.move(3, None)
    with pytest.raises(UsageError, match="another database"):
        Cursor(place, store.id)


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"store": "x"}', '{"store": "x", "position": 1, "file": {"odd": 1}}'])
def test_what_is_no_cursor_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "place.json").write_text(text)
    with pytest.raises(InputError, match=r"place\.json is no cursor"):
        Cursor(tmp_path / "place.json", "x")
    assert (tmp_path / "place.json").read_text() == text


def test_two_tails_do_not_share_a_cursor(tmp_path: Path) -> None:
    with Cursor(tmp_path / "place.json", "x"), pytest.raises(Locked, match=r"place\.json"):
        Cursor(tmp_path / "place.json", "x")
    with Cursor(tmp_path / "place.json", "x") as cursor:
        assert cursor.position is None


def test_a_cursor_ahead_of_the_database_is_refused(store: Store, tmp_path: Path) -> None:
    with Cursor(tmp_path / "cursor.json", store.id) as cursor:
        cursor.move(3, Mark(1, 2, 3))
    with pytest.raises(UsageError, match="older copy"):
        tail_to(tmp_path / "out.jsonl", store)


def test_a_full_disk_is_said_and_the_place_stays(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, range(3))
    write = os.write

    def full(descriptor: int, data: Any) -> int:
        if len(data) < 300:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:300])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OutputError, match="No space left"):
            tail_to(tmp_path / "out.jsonl", store)
    tail_to(tmp_path / "out.jsonl", store)
    assert ids((tmp_path / "out.jsonl").read_text()) == expected(range(3))


# a database that goes away


def test_following_waits_for_a_database_that_is_away(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, range(6))
    reading, turns, said, stop = Store.reading, iter("..x.xx......"), [], Event()

    @contextmanager
    def flaky(self: Store) -> Iterator[Any]:
        if next(turns, ".") == "x":
            error = OperationalError("SELECT", {}, Exception("gone"))
            raise OutputError(f"the database {self.url} failed: gone") from error
        with reading(self) as connection:
            yield connection

    monkeypatch.setattr(Store, "reading", flaky)

    class Ending(FileSink):
        def deliver(self, lines: bytes, last: int) -> None:
            super().deliver(lines, last)
            if last == 6:
                stop.set()

    out = tmp_path / "out.jsonl"
    with out.open("ab") as stream:
        run_tail(
            store, Ending(stream.fileno()), tmp_path / "c.json", batch=2, follow=True, interval=0.001, stop=stop, say=said.append
        )
    assert ids(out.read_text()) == expected(range(6))
    assert [line for line in said if "waiting" in line]
    assert said[-1] == "the database is back"


def test_without_follow_a_database_that_fails_ends_it(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, range(2))

    def broken(_self: Store) -> Any:
        raise OutputError("the database failed: gone") from OperationalError("SELECT", {}, Exception("gone"))

    with monkeypatch.context() as patch, appending(tmp_path / "out.jsonl") as sink:
        patch.setattr(Store, "reading", broken)
        with pytest.raises(OutputError, match="gone"):
            run_tail(store, sink)


def test_the_lines_are_those_of_the_files(store: Store, tmp_path: Path) -> None:
    fill(store, range(2))
    tail_to(tmp_path / "out.jsonl", store)
    assert (tmp_path / "out.jsonl").read_bytes() == b"".join(json_line(asdict(make_article(number))) for number in range(2))
