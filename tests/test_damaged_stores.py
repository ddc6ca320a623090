"""Stores that are empty, damaged, gone, or none: a sentence and a code from every command, and nothing is written over."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import write_warc
from article_factory import make_article
from in_process import run

from newsspider.errors import InputError, OutputError
from newsspider.store import Outcome, Store, existing_store
from newsspider.store.place import trace_of_store
from pipelines.exporters.jsonlines import export

READING = [
    ("runs",), ("report",), ("reprints", "--day", "2025-10-21"), ("export",), ("tail",), ("issues", "jiangxi_jxrb"), ("reprocess", "a.warc"),
    ("browse", "--no-open"),
]  # fmt: skip
WRITING = [("crawl", "--due", "--file", "schedule.toml")]
DATABASE = Path("out/newsspider.db")


def outcome(number: int) -> Outcome:
    article = make_article(number)
    return Outcome(article.url or "", article.outlet or "", "stored", article=article)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with forty articles, in the store and in a file."""
    folder = tmp_path_factory.mktemp("good")
    store = Store(f"sqlite:///{folder / 'newsspider.db'}")
    store.save([outcome(number) for number in range(40)])
    export(store, folder)
    store.close()
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with an output folder `out` and a schedule of which nothing is due."""
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    write_warc(Path("a.warc"), {"http://a.example/1.html": "<title>x</title>"})
    Path("schedule.toml").write_text('[jobs.a]\noutlets = ["jiangxi_jxnews"]\ncron = "0 0 1 1 *"\n')
    return tmp_path


def sql(statement: str) -> Callable[[Path, bytes], None]:
    def make(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()

    return make


STATES: dict[str, Callable[[Path, bytes], object]] = {
    "not SQLite": lambda path, _: path.write_text("in the way" * 50),
    "half": lambda path, data: path.write_bytes(data[: len(data) // 2]),
    "a page": lambda path, data: path.write_bytes(data[:4096]),
    "fifty bytes": lambda path, data: path.write_bytes(data[:50]),
    "a folder": lambda path, _: path.mkdir(),
    "a pipe": lambda path, _: os.mkfifo(path),
    "a device": lambda path, _: path.symlink_to("/dev/zero"),
    "no version": sql("UPDATE meta SET value = 'abc' WHERE key = 'store_version'"),
    "a version of 5,000 digits": sql("UPDATE meta SET value = '" + "9" * 5000 + "' WHERE key = 'store_version'"),
    "a later version": sql("UPDATE meta SET value = '99' WHERE key = 'store_version'"),
    "other columns": sql("ALTER TABLE meta RENAME COLUMN value TO other"),
}


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=lambda each: each[0])
@pytest.mark.parametrize("state", STATES)
def test_what_is_no_store_is_told(state: str, command: tuple[str, ...], good: Path, here: Path) -> None:
    STATES[state](DATABASE, (good / "newsspider.db").read_bytes())
    before = DATABASE.read_bytes() if os.path.isfile(DATABASE) else None
    code, printed, said = run(command[0], "--output", "out", *command[1:])
    assert code == 5, said
    assert said.startswith("newsspider: ")
    assert said.count("\n") == 1
    assert "newsspider.db" in said or "/dev/zero is no file" in said
    assert "another --" in said
    assert printed == ""
    assert before is None or DATABASE.read_bytes()[:4096] == before[:4096]


@pytest.mark.parametrize(("column", "value"), [("body", "{"), ("committed_at", "x")])
def test_a_value_that_cannot_be_read_is_told(column: str, value: str, good: Path, here: Path) -> None:
    sql(f"UPDATE articles SET {column} = '{value}'")(DATABASE, (good / "newsspider.db").read_bytes())  # noqa: S608 the test's own
    code, _, said = run(*(("report",) if column != "body" else ("export",)), "--output", "out")
    assert (code, said.count("\n")) == (5, 1)
    assert "it holds a value that cannot be read" in said
    assert "the database is damaged" in said


@pytest.mark.parametrize("empty", [True, False], ids=["0 bytes", "gone"])
@pytest.mark.parametrize("beside", ["manifest", "articles"])
def test_a_store_that_is_gone_beside_its_files_is_no_new_one(beside: str, empty: bool, good: Path, here: Path) -> None:
    if beside == "manifest":
        shutil.copy(good / "manifest.jsonl", "out")
    else:
        shutil.copytree(good / "articles", "out/articles")
    if empty:
        DATABASE.touch()
    before = {path: path.read_bytes() for path in sorted(Path("out").rglob("*")) if path.is_file()}
    trace = "manifest.jsonl" if beside == "manifest" else "articles/000000000001.jsonl"
    for command in (*READING, *WRITING):
        code, _, said = run(command[0], "--output", "out", *command[1:])
        assert code == (5 if command in WRITING else 4), said
        assert (
            f"is {'empty' if empty else 'not there'}, but {trace} beside it comes of a store that was there; put a copy" in said
        )
        assert said.count("\n") == 1
    assert {path: path.read_bytes() for path in sorted(Path("out").rglob("*")) if path.is_file()} == before


def test_an_empty_file_with_nothing_beside_it_becomes_a_store(here: Path) -> None:
    """A first crawl that was killed at its very beginning leaves one; a manifest of somebody else's is no trace of a store."""
    DATABASE.touch()
    Path("out/manifest.jsonl").write_text('{"file": "a.html", "url": "http://a.example/"}\n')
    Path("out/articles").mkdir()
    Path("out/articles/notes.jsonl").write_text("{}\n")
    assert trace_of_store(Path("out")) is None
    with pytest.raises(InputError, match="no database there"):
        existing_store(Path("out"))
    Store(f"sqlite:///{DATABASE.resolve()}").close()
    existing_store(Path("out")).close()


def test_reading_makes_no_store_where_there_is_none(here: Path) -> None:
    for url in ("sqlite:///typo.db", "sqlite://", "sqlite:///:memory:"):
        code, _, said = run("runs", "--database", url)
        assert code == 4
        assert said.count("\n") == 1
    assert not Path("typo.db").exists()


def test_commands_on_a_store_without_articles(here: Path) -> None:
    Store(f"sqlite:///{DATABASE.resolve()}").close()
    for command in (
        ("runs",),
        ("report",),
        ("export",),
        ("tail",),
        ("reprints", "--day", "2025-10-21"),
        ("issues", "jiangxi_jxrb"),
    ):
        code, _, said = run(command[0], "--output", "out", *command[1:])
        assert code in (0, 2), said
        assert said.count("\n") <= 1
    assert run("reprints", "--output", "out", "0000")[0] == 2


# files of another store


@pytest.mark.parametrize("compression", [None, "gzip", "zstd"])
def test_a_new_store_writes_over_no_old_file(compression: str | None, tmp_path: Path) -> None:
    """The manifest is gone, a file of the name that is to be written holds another store's articles."""
    from pipelines.exporters.jsonlines import Rotation

    out = tmp_path / "out"
    old = Store(f"sqlite:///{tmp_path / 'old.db'}")
    old.save([outcome(1)])
    export(old, out, Rotation(compression=compression))  # type: ignore[arg-type]
    old.close()
    (out / "manifest.jsonl").unlink()
    before = {path.name: path.read_bytes() for path in (out / "articles").iterdir()}
    new = Store(f"sqlite:///{tmp_path / 'new.db'}")
    new.save([outcome(2)])
    for other in (None, "gzip"):
        with pytest.raises(OutputError, match=r"000000000001\.jsonl.* is not in manifest\.jsonl and holds other articles"):
            export(new, out, Rotation(compression=other))  # type: ignore[arg-type]
    assert {path.name: path.read_bytes() for path in (out / "articles").iterdir()} == before
    assert not (out / "manifest.jsonl").exists()
    new.close()


def test_a_new_store_adds_nothing_to_the_files_of_an_old_one(tmp_path: Path) -> None:
    """Also where the names differ: its articles would be there twice."""
    out = tmp_path / "out"
    (out / "articles").mkdir(parents=True)
    (out / "articles" / "000000000007.jsonl").write_text("{}\n")
    new = Store(f"sqlite:///{tmp_path / 'new.db'}")
    new.save([outcome(2)])
    with pytest.raises(OutputError, match=r"000000000007\.jsonl is of another database"):
        export(new, out)
    assert [path.name for path in (out / "articles").iterdir()] == ["000000000007.jsonl"]
    new.close()


def test_the_file_of_a_killed_run_is_written_again(tmp_path: Path) -> None:
    """It was renamed, and the run was killed before it entered it: packed otherwise now, too."""
    from pipelines.exporters.jsonlines import Rotation

    out = tmp_path / "out"
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.save([outcome(1), outcome(2)])
    export(store, out)
    (out / "manifest.jsonl").unlink()
    store.forget(f"jsonlines:{out.resolve()}")
    assert export(store, out, Rotation(compression="gzip")) == 2
    assert [path.name for path in (out / "articles").iterdir()] == ["000000000001.jsonl.gz"]
    store.close()


LINE = b'{"file": "articles/000000000001.jsonl", "last_position": %s, "store": "%s"}\n'


@pytest.mark.parametrize(
    "position", [b"-5", b"1.5", b"true", b"null", b'"1"', b"9" * 5000, b"[" * 100_000, b"NaN", b"{}"], ids=lambda each: each[:5]
)
def test_a_damaged_position_in_the_manifest_is_told(position: bytes, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.save([outcome(1)])
    (tmp_path / "out").mkdir()
    damaged = LINE.replace(b"%s", position, 1).replace(b"%s", store.id.encode())
    (tmp_path / "out" / "manifest.jsonl").write_bytes(damaged)
    with pytest.raises(OutputError, match="its last line is damaged; mend or remove it"):
        export(store, tmp_path / "out")
    assert (tmp_path / "out" / "manifest.jsonl").read_bytes() == damaged
    store.close()


@pytest.mark.parametrize("content", [b'{"mine": 1}', b"x" * 200_000, b"[]\n", b'{"store": "other", "last_position": 1}\n{"fil'])
def test_a_manifest_that_is_none_of_ours_stays_as_it_is(content: bytes, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.save([outcome(1)])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.jsonl").write_bytes(content)
    with pytest.raises(OutputError, match=r"manifest\.jsonl"):
        export(store, tmp_path / "out")
    assert (tmp_path / "out" / "manifest.jsonl").read_bytes() == content
    store.close()
