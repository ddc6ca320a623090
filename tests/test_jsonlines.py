"""JSON Lines files: whole, in commit order, each article once, wherever a run was killed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from article_factory import make_article

from newsspider.errors import OutputError
from newsspider.schema import validator
from newsspider.store import Outcome, Store
from pipelines.exporters import jsonlines
from pipelines.exporters.jsonlines import export, manifest_entries


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


def fill(store: Store, numbers: range) -> None:
    articles = [make_article(number) for number in numbers]
    store.save([Outcome(article.url or "", "x", "stored", article=article) for article in articles])


def lines(folder: Path) -> list[dict[str, object]]:
    """What a reader of the manifest reads."""
    found = []
    for entry in manifest_entries(folder):
        data = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert len(data) == entry["bytes"]
        rows = [json.loads(line) for line in data.splitlines()]
        assert len(rows) == entry["count"] == entry["last_position"] - entry["first_position"] + 1
        found += rows
    return found


def test_files_hold_the_rows_in_commit_order(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "FILE_ROWS", 4)
    fill(store, range(10))
    assert export(store, tmp_path / "out") == 10
    assert [entry["count"] for entry in manifest_entries(tmp_path / "out")] == [4, 4, 2]
    assert lines(tmp_path / "out") == [asdict(make_article(n)) for n in range(10)]
    for row in lines(tmp_path / "out"):
        validator()(row)


def test_a_second_export_writes_only_what_is_new(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    assert export(store, tmp_path / "out") == 3
    assert export(store, tmp_path / "out") == 0
    fill(store, range(3, 5))
    assert export(store, tmp_path / "out") == 2
    assert [row["id"] for row in lines(tmp_path / "out")] == [make_article(n).id for n in range(5)]


def test_a_rest_waits_when_only_whole_files_are_asked_for(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "FILE_ROWS", 4)
    fill(store, range(6))
    assert export(store, tmp_path / "out", whole_files_only=True) == 4
    assert export(store, tmp_path / "out") == 2
    assert len(lines(tmp_path / "out")) == 6


def test_two_folders_are_two_feeds(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    assert export(store, tmp_path / "one") == export(store, tmp_path / "two") == 3
    assert lines(tmp_path / "one") == lines(tmp_path / "two")


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


STEPS = ["open part", "write part", "rename", "manifest half", "manifest", "feed position"]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_loses_and_repeats_nothing(
    step: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    fill(store, range(2))
    export(store, out)
    fill(store, range(2, 5))
    with monkeypatch.context() as patch:
        kill_at(step, patch, out)
        with pytest.raises(Killed):
            export(store, out)
    fill(store, range(5, 6))
    export(store, out)
    assert [row["id"] for row in lines(out)] == [make_article(n).id for n in range(6)]
    in_files = [
        json.loads(line)["id"] for file in sorted((out / "articles").glob("*.jsonl")) for line in file.read_bytes().splitlines()
    ]
    assert in_files == [make_article(n).id for n in range(6)]


def kill_at(step: str, patch: pytest.MonkeyPatch, out: Path) -> None:
    """Make the exporter die at a step of its protocol."""
    whole = jsonlines._write_synced

    def write(path: Path, data: bytes) -> None:
        part = path.with_name(path.name + ".part")
        if step == "open part":
            part.touch()
            raise Killed
        if step == "write part":
            part.write_bytes(data[: len(data) // 2])
            raise Killed
        whole(path, data)
        if step == "rename":
            raise Killed
        if step == "manifest half":
            with (out / jsonlines.MANIFEST).open("ab") as manifest:
                manifest.write(b'{"file": "articles/0000')
            raise Killed

    if step == "manifest":
        written = jsonlines._write_file

        def write_file(*args: object) -> None:
            written(*args)  # type: ignore[arg-type] # passed on as it came
            raise Killed

        patch.setattr(jsonlines, "_write_file", write_file)
    elif step == "feed position":
        patch.setattr(jsonlines.Store, "feed", killed_feed(jsonlines.Store.feed))
    else:
        patch.setattr(jsonlines, "_write_synced", write)


def killed_feed(feed: object) -> object:
    from contextlib import contextmanager

    @contextmanager
    def dying(self: Store, name: str) -> Iterator[object]:
        with feed(self, name) as held:  # type: ignore[operator] # the method that is replaced
            yield held
            raise Killed

    return dying


def test_a_folder_of_another_database_is_refused(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    export(store, tmp_path / "out")
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    fill(other, range(1))
    with pytest.raises(OutputError, match="another database"):
        export(other, tmp_path / "out")
    other.close()


def test_a_folder_that_cannot_be_written_keeps_the_articles(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot write"):
        export(store, tmp_path / "file" / "out")
    assert export(store, tmp_path / "out") == 3
