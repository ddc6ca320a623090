"""Exports: the same articles in every form and back, the right ones selected, files whole or not at all."""

import csv
import gzip
import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import zstandard
from article_factory import make_article
from click.testing import CliRunner
from commands import newsspider, rows

from newsspider.cli import main
from newsspider.errors import UsageError
from newsspider.export import selection as selecting
from newsspider.export.article_json import FIELDS, in_order, json_line
from newsspider.export.parquet import GROUP_ROWS, arrow_schema, write_parquet
from newsspider.export.selection import Selection, last_position, moment, selected
from newsspider.items import Article, Author, Credit, Image, Video
from newsspider.store import Outcome, Store

RICH: dict[str, Any] = {
    "kicker": '引题,"有引号"\n和换行',
    "subheadlines": ["一", "二, 三"],
    "authors": [Author("魏星", "reporter", "江西日报"), Author("买买提·艾力", "photographer")],
    "images": [Image("https://a.example/1.jpg", "图,“说明”", None), Image("https://a.example/2.jpg")],
    "videos": [Video(None, "江西卫视")],
    "credits": [Credit("editor", "王文婧", "编辑")],
    "restorations": ["pinyin"],
    "province": "CN-JX",
    "body": ["第一段,\r\n带换行。", "𠮷田 “引号” \\ 反斜杠", "=1+1"],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'newsspider.db'}")
    yield store
    store.close()


def save(store: Store, *articles: Article) -> None:
    store.save([Outcome(article.url or "", "x", "stored", article=article) for article in articles])


def wanted(store: Store, **values: Any) -> list[str]:
    found = selected(store, Selection(**values), upto=last_position(store))
    return [record["headline"] for batch in found for _, record in batch]


def exported(tmp_path: Path, *arguments: str) -> bytes:
    done = CliRunner().invoke(main, ["export", "--output", str(tmp_path), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def from_csv(data: bytes) -> list[dict[str, Any]]:
    """The articles of a CSV export, as a reader of it makes them again."""
    lists = {name for name, value in asdict(make_article()).items() if isinstance(value, list)}

    def value(name: str, cell: str) -> Any:
        return json.loads(cell) if name in lists or name == "revision" else cell or None

    table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: value(name, cell) for name, cell in row.items()} for row in table]


def from_parquet(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.parquet.read_table(pyarrow.BufferReader(data)).to_pylist()
    return found


READERS = {"jsonl": lambda data: rows(data.decode()), "csv": from_csv, "parquet": from_parquet}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("place", ["stdout", "file"])
def test_every_form_gives_the_same_articles_back(form: str, place: str, store: Store, tmp_path: Path) -> None:
    articles = [make_article(1), make_article(2, **RICH), make_article(3, published_at="2025-10-20", published_precision="day")]
    save(store, *articles)
    if place == "stdout":
        data = exported(tmp_path, "--format", form)
    else:
        assert exported(tmp_path, "--to", str(tmp_path / f"all.{form}")) == b""
        data = (tmp_path / f"all.{form}").read_bytes()
        assert not list(tmp_path.glob("*.part"))
    assert READERS[form](data) == [asdict(article) for article in articles]


def test_forms_of_the_demo_press_agree(tmp_path: Path) -> None:
    newsspider("crawl", "--demo", "--limit", 3, "--output", "out", "--compress", "gzip", "--rotate-count", 10, cwd=tmp_path)
    entries = rows((tmp_path / "out" / "manifest.jsonl").read_text())
    assert [entry["count"] for entry in entries[:-1]] == [10] * (len(entries) - 1)
    assert {entry["compression"] for entry in entries} == {"gzip"}
    written = [
        row for entry in entries for row in rows(gzip.decompress((tmp_path / "out" / entry["file"]).read_bytes()).decode())
    ]
    assert len(written) > 20
    for form, reader in READERS.items():
        newsspider("export", "--output", "out", "--to", f"all.{form}", cwd=tmp_path)
        assert reader((tmp_path / f"all.{form}").read_bytes()) == written


def test_parquet_has_real_types(store: Store) -> None:
    schema = arrow_schema(store.id)
    assert schema.names == list(FIELDS)
    assert schema.field("headline").type == pyarrow.string()
    assert not schema.field("headline").nullable
    assert schema.field("kicker").nullable
    assert schema.field("revision").type == pyarrow.int64()
    person = schema.field("authors").type.value_type
    assert [person.field(number).name for number in range(person.num_fields)] == ["name", "role", "organization"]
    assert not person.field("name").nullable
    assert person.field("organization").nullable
    assert schema.metadata[b"newsspider.store"] == store.id.encode()


def test_parquet_is_written_in_groups_and_packed_with_zstd() -> None:
    record = asdict(make_article())
    sink = io.BytesIO()
    batches = ([(number, record)] * 500 for number in range(GROUP_ROWS // 500 + 1))
    assert write_parquet(batches, sink, "s") == GROUP_ROWS + 500
    found = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(sink.getvalue())).metadata
    assert [found.row_group(number).num_rows for number in range(found.num_row_groups)] == [GROUP_ROWS, 500]
    assert found.row_group(0).column(0).compression == "ZSTD"


def test_an_empty_export_has_its_head(store: Store, tmp_path: Path) -> None:
    assert exported(tmp_path) == b""
    assert exported(tmp_path, "--format", "csv") == ",".join(FIELDS).encode() + b"\r\n"
    assert from_parquet(exported(tmp_path, "--format", "parquet")) == []


def test_a_byte_order_mark_is_for_excel(store: Store, tmp_path: Path) -> None:
    save(store, make_article(1, **RICH))
    data = exported(tmp_path, "--format", "csv", "--bom")
    assert data.startswith(b"\xef\xbb\xbfid,url,")
    assert from_csv(data) == [asdict(make_article(1, **RICH))]


@pytest.mark.parametrize(
    ("name", "unpack"),
    [
        ("a.jsonl.gz", gzip.decompress),
        ("a.jsonl.zst", lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
    ],
)
def test_the_name_says_how_a_file_is_packed(name: str, unpack: Any, store: Store, tmp_path: Path) -> None:
    save(store, make_article(1))
    exported(tmp_path, "--to", str(tmp_path / name))
    assert unpack((tmp_path / name).read_bytes()) == json_line(asdict(make_article(1)))


def test_selections(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "PLACES", 2)
    days = ["2025-10-19", "2025-10-20", "2025-10-20T08:00+08:00", "2025-10-20T23:59:59+08:00", "2025-10-21", None]
    for number, day in enumerate(days):
        save(
            store,
            make_article(
                number,
                headline=f"{number}",
                published_at=day,
                outlet="a" if number % 2 else "b",
                province="CN-JX" if number < 3 else "CN-GD",
            ),
        )
    day, end = moment("--since", "2025-10-20"), moment("--until", "2025-10-20", end=True)
    assert wanted(store) == ["0", "1", "2", "3", "4", "5"]
    assert wanted(store, since=day, until=end) == ["1", "2", "3"]
    assert wanted(store, since=day, until=end, undated=True) == ["1", "2", "3", "5"]
    assert wanted(store, since=moment("--since", "2025-10-20T08:00")) == ["2", "3", "4"]
    assert wanted(store, since=moment("--since", "2025-10-20T00:00Z")) == ["2", "3", "4"]
    assert wanted(store, until=moment("--until", "2025-10-20T08:00", end=True)) == ["0", "1"]
    assert wanted(store, outlets=("a",)) == ["1", "3", "5"]
    assert wanted(store, outlets=("a", "b"), provinces=("CN-JX",)) == ["0", "1", "2"]
    assert wanted(store, committed_since=datetime(2099, 1, 1, tzinfo=UTC)) == []
    assert len(wanted(store, committed_since=datetime(2020, 1, 1, tzinfo=UTC))) == 6


def test_of_each_article_the_newest_revision(store: Store, tmp_path: Path) -> None:
    save(store, make_article(1, headline="一"), make_article(2, headline="二"))
    save(store, make_article(1, headline="一改"))
    assert wanted(store) == ["一", "二", "一改"]
    assert wanted(store, newest_only=True) == ["二", "一改"]
    upto = last_position(store) - 1
    as_it_was = selected(store, Selection(newest_only=True), upto=upto)
    assert [record["headline"] for batch in as_it_was for _, record in batch] == ["一", "二"]
    assert [row["revision"] for row in rows(exported(tmp_path).decode())] == [1, 2]
    assert [row["revision"] for row in rows(exported(tmp_path, "--all-revisions").decode())] == [1, 1, 2]


def test_what_is_committed_meanwhile_stays_out(store: Store) -> None:
    save(store, *map(make_article, range(10)))
    found = selected(store, Selection(), upto=last_position(store), batch=3)
    first = next(found)
    save(store, make_article(99))
    assert [position for batch in [first, *found] for position, _ in batch] == list(range(1, 11))


def test_articles_without_date_are_counted(store: Store, tmp_path: Path) -> None:
    save(store, make_article(1, published_at="2025-10-20"), make_article(2), make_article(3))
    done = CliRunner().invoke(main, ["export", "--output", str(tmp_path), "--since", "2025-01-01"])
    assert len(rows(done.stdout)) == 1
    assert "1 articles written; 2 without a date left out" in done.stderr
    assert len(rows(exported(tmp_path, "--since", "2025-01-01", "--undated").decode())) == 3


def test_lines_are_the_same_whatever_order_the_database_gives() -> None:
    record = asdict(make_article(1, **RICH))
    turned = dict(reversed(record.items())) | {"authors": [dict(reversed(part.items())) for part in record["authors"]]}
    assert json_line(turned) == json_line(record)
    assert in_order(turned) == record


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--since", "gestern"), 2, "--since 'gestern' is no day or time"),
        (("--since", "2025-02-30"), 2, "--since"),
        (("--undated",), 2, "--since or --until"),
        (("--outlet", "nowhere"), 2, "'nowhere'"),
        (("--province", "XX"), 2, "'XX'"),
        (("--bom",), 2, "--format csv"),
        (("--format", "csv", "--to", "a.parquet"), 2, "does not go with"),
        (("--to", "a.parquet.gz"), 2, "packed inside"),
        (("--to", "no/such/folder/a.csv"), 5, "no/such/folder"),
        (("--output", "nothing"), 4, "no database there"),
    ],
)
def test_errors_are_one_line(arguments: tuple[str, ...], code: int, said: str, store: Store, tmp_path: Path) -> None:
    save(store, make_article(1))
    done = newsspider("export", "--output", ".", *arguments, cwd=tmp_path, ok=False)
    assert done.returncode == code
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize("form", READERS)
def test_a_disk_that_is_full_leaves_nothing_behind(form: str, store: Store, tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 text that does not pack well
    save(store, *(make_article(number, body=[chance.randbytes(3000).hex()]) for number in range(150)))
    command = (
        f"ulimit -f 256; exec '{sys.executable}' -c 'from newsspider.cli import main; main()' export --output . --to all.{form}"
    )
    done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert f"cannot write --to all.{form}" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("all*"))


def test_parquet_without_pyarrow_is_said(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    done = CliRunner().invoke(main, ["export", "--output", str(tmp_path), "--format", "parquet"])
    assert done.exit_code == 2
    assert "newsspider[parquet]" in done.stderr


@pytest.mark.parametrize("text", ["", "2025", "20251020T", "now"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(UsageError, match="--since"):
        moment("--since", text)
