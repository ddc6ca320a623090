"""JSON Lines files: whole, in commit order, each article once, wherever a run was killed."""

import gzip
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
import zstandard
from article_factory import make_article
from scrapy.settings import Settings

from newsspider.errors import ConfigError, OutputError, UsageError
from newsspider.export.article_json import json_line
from newsspider.export.article_schema import validator
from newsspider.export.atomic_files import Compression, WholeFile
from newsspider.store import Outcome, Store
from pipelines.exporters import jsonlines, manifest
from pipelines.exporters.jsonlines import Rotation, export
from pipelines.exporters.manifest import MANIFEST, manifest_entries


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


def fill(store: Store, numbers: range) -> None:
    articles = [make_article(number) for number in numbers]
    store.save([Outcome(article.url or "", "x", "stored", article=article) for article in articles])


def unpacked(data: bytes, compression: str | None) -> bytes:
    if compression == "gzip":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().decompressobj().decompress(data) if compression == "zstd" else data


def lines(folder: Path) -> list[dict[str, object]]:
    """What a reader of the manifest reads."""
    found = []
    for entry in manifest_entries(folder):
        data = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert len(data) == entry["bytes"]
        rows = [json.loads(line) for line in unpacked(data, entry["compression"]).splitlines()]
        assert len(rows) == entry["count"] == entry["last_position"] - entry["first_position"] + 1
        found += rows
    return found


@pytest.mark.parametrize("page", [1, 3, 500])
def test_files_hold_the_rows_in_commit_order(page: int, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "PAGE_ROWS", page)
    fill(store, range(10))
    assert export(store, tmp_path / "out", Rotation(count=4)) == 10
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


def test_a_rest_waits_when_only_whole_files_are_asked_for(store: Store, tmp_path: Path) -> None:
    fill(store, range(6))
    assert export(store, tmp_path / "out", Rotation(count=4), whole_files_only=True) == 4
    assert sorted(path.name for path in (tmp_path / "out" / "articles").iterdir()) == ["000000000001.jsonl"]
    assert export(store, tmp_path / "out", Rotation(count=4)) == 2
    assert len(lines(tmp_path / "out")) == 6


def test_a_file_ends_before_it_is_too_large(store: Store, tmp_path: Path) -> None:
    fill(store, range(10))
    one = len(json_line(asdict(make_article(0))))
    assert export(store, tmp_path / "out", Rotation(size=3 * one + 1), whole_files_only=True) == 9
    assert [entry["count"] for entry in manifest_entries(tmp_path / "out")] == [3, 3, 3]
    assert all(entry["bytes"] <= 3 * one + 1 for entry in manifest_entries(tmp_path / "out"))
    assert export(store, tmp_path / "tiny", Rotation(size=1)) == 10
    assert [entry["count"] for entry in manifest_entries(tmp_path / "tiny")] == [1] * 10
    assert lines(tmp_path / "tiny") == [asdict(make_article(n)) for n in range(10)]


@pytest.mark.parametrize(("compression", "suffix"), [("gzip", ".gz"), ("zstd", ".zst")])
def test_packed_files_hold_the_same_and_are_the_same_each_time(
    compression: Compression, suffix: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, range(7))
    export(store, tmp_path / "one", Rotation(count=4, compression=compression))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    export(store, tmp_path / "two", Rotation(count=4, compression=compression))
    assert lines(tmp_path / "one") == [asdict(make_article(n)) for n in range(7)]
    assert [entry["file"] for entry in manifest_entries(tmp_path / "one")] == [
        f"articles/000000000001.jsonl{suffix}", f"articles/000000000005.jsonl{suffix}",
    ]  # fmt: skip
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()


def test_zstd_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(UsageError, match=r"newsspider\[zstd\]"):
        Rotation.from_settings(rotation_settings(NEWSSPIDER_COMPRESSION="zstd"))


def rotation_settings(**changes: object) -> Settings:
    return Settings(
        {"NEWSSPIDER_ROTATE_COUNT": 1000, "NEWSSPIDER_ROTATE_BYTES": 1 << 26, "NEWSSPIDER_COMPRESSION": "none"} | changes
    )


def test_rotation_is_read_from_the_settings() -> None:
    assert Rotation.from_settings(rotation_settings()) == Rotation()
    assert Rotation.from_settings(rotation_settings(NEWSSPIDER_COMPRESSION="gzip")).compression == "gzip"
    for wrong in ({"NEWSSPIDER_ROTATE_COUNT": 0}, {"NEWSSPIDER_ROTATE_BYTES": "much"}, {"NEWSSPIDER_COMPRESSION": "rar"}):
        with pytest.raises(ConfigError, match=next(iter(wrong))):
            Rotation.from_settings(rotation_settings(**wrong))


def test_two_folders_are_two_feeds(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    assert export(store, tmp_path / "one") == export(store, tmp_path / "two") == 3
    assert lines(tmp_path / "one") == lines(tmp_path / "two")


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


STEPS = ["open part", "write part", "rename", "manifest half", "manifest", "feed position"]
PACKINGS: list[tuple[Compression | None, Compression | None]] = [(None, None), ("gzip", "gzip"), ("zstd", None), (None, "gzip")]


@pytest.mark.parametrize(("before", "after"), PACKINGS)
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_loses_and_repeats_nothing(
    step: str,
    before: Compression | None,
    after: Compression | None,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    fill(store, range(2))
    export(store, out)
    fill(store, range(2, 5))
    with monkeypatch.context() as patch:
        kill_at(step, patch)
        with pytest.raises(Killed):
            export(store, out, Rotation(compression=before))
    fill(store, range(5, 6))
    export(store, out, Rotation(compression=after))
    assert [row["id"] for row in lines(out)] == [make_article(n).id for n in range(6)]
    assert sorted(path.name for path in (out / "articles").iterdir()) == [
        Path(entry["file"]).name for entry in manifest_entries(out)
    ], "a file that the manifest does not name"


def kill_at(step: str, patch: pytest.MonkeyPatch) -> None:
    """Make the exporter die at a step of its protocol."""
    leave, enter = WholeFile.__exit__, jsonlines.enter

    def die(file: WholeFile) -> None:
        file._counted._stream = io.BytesIO()  # a dead process writes no rest
        file._raw.close()
        raise Killed

    def dying_exit(self: WholeFile, *error: object) -> None:
        if step == "open part":
            self._raw.truncate(0)
            die(self)
        if step == "write part":
            self._raw.write(b'{"id": "')
            die(self)
        leave(self, *error)  # type: ignore[arg-type] # passed on as it came
        if step == "rename":
            raise Killed

    def dying_enter(folder: Path, entry: dict[str, object]) -> None:
        if step == "manifest half":
            with (folder / MANIFEST).open("ab") as stream:
                stream.write(b'{"file": "articles/0000')
        else:
            enter(folder, entry)
        raise Killed

    if step == "feed position":
        patch.setattr(jsonlines.Store, "feed", killed_feed(jsonlines.Store.feed))
    elif step.startswith("manifest"):
        patch.setattr(jsonlines, "enter", dying_enter)
    else:
        patch.setattr(WholeFile, "__exit__", dying_exit)


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


def test_an_older_copy_of_the_database_is_refused(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    export(store, tmp_path / "out")
    path = tmp_path / "out" / MANIFEST
    path.write_text(path.read_text().replace('"last_position": 3', '"last_position": 9'))
    with pytest.raises(OutputError, match="older copy"):
        export(store, tmp_path / "out")


def test_a_damaged_manifest_is_said(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    export(store, tmp_path / "out")
    (tmp_path / "out" / MANIFEST).write_text("nonsense\n")
    with pytest.raises(OutputError, match="damaged"):
        export(store, tmp_path / "out")


def test_the_last_line_of_a_long_manifest_is_found(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "LAST_BYTES", 500)
    fill(store, range(8))
    assert export(store, tmp_path / "out", Rotation(count=1)) == 8
    assert (tmp_path / "out" / MANIFEST).stat().st_size > 4 * 500
    fill(store, range(8, 9))
    assert export(store, tmp_path / "out", Rotation(count=1)) == 1
    assert len(lines(tmp_path / "out")) == 9
