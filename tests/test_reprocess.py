"""`newsspider reprocess`: archives read again; a revision only where the reading differs, never by an older capture."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from commands import newsspider, write_sites, written

from newsspider.archive.index import ArchiveIndex
from newsspider.archive.reading import ArchivedPage, read_archive
from newsspider.archive.writing import ArchiveWriter, Exchange
from newsspider.cli import main
from newsspider.demo import Press
from newsspider.outlets import load_outlets
from newsspider.saved.extract import read_article
from newsspider.saved.reprocess import Reprocessing
from newsspider.store import Outcome, Runs, Store
from newsspider.terminal.reprocess import LINE, cut_to_difference

ARCHIVE = "out/archive/000001-00001.warc.gz"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two outlets' lists and a paper's issues, crawled with their archive."""
    folder = tmp_path_factory.mktemp("crawled")
    with Press.on_free_ports() as press:
        write_sites(press.outlets, folder / "sites.toml")
        run = ("--sites", "sites.toml", "--output", "out", "--archive")
        newsspider("crawl", "demo_gbk", "demo_people", *run, cwd=folder)
        newsspider("crawl", "demo_paperindex", "--from", "2025-10-20", "--to", "2025-10-23", *run, cwd=folder)
    return folder


@pytest.fixture
def folder(crawled: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return Path(shutil.copytree(crawled, tmp_path / "copy"))


def change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "out" / "newsspider.db")) as database:
        database.execute(statement, values)
        database.commit()


def query(folder: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "out" / "newsspider.db")) as database:
        return list(database.execute(statement, values))


def call(folder: Path, *arguments: object, archive: object = "out/archive") -> Result:
    options = ("--output", folder / "out", "--sites", folder / "sites.toml")
    words = [str(word) for word in ("reprocess", folder / str(archive), *arguments, *options)]
    return CliRunner().invoke(main, words, catch_exceptions=False)


def reprocess(folder: Path, *arguments: object, archive: object = "out/archive") -> dict[str, Any]:
    done = call(folder, "--json", *arguments, archive=archive)
    assert done.exit_code == 0, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def total(report: dict[str, Any], name: str) -> int:
    return sum(row[name] for row in report["outlets"].values())


def some(folder: Path, outlet: str = "demo_gbk") -> tuple[str, str]:
    """Id and URL of an article."""
    return query(folder, "SELECT id, url FROM articles WHERE outlet = ? ORDER BY position", outlet)[0]


def rewritten(folder: Path, pages: Iterator[ArchivedPage]) -> Path:
    """An archive of these pages."""
    writer = ArchiveWriter(folder / "other", 1)
    for page in pages:
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in page.headers]
        writer.write(
            Exchange(
                url=page.url, method=page.method, request_headers=(), form=page.form, status=page.status, headers=headers,
                body=page.body, fetched_at=page.fetched_at,
            )
        )  # fmt: skip
    writer.close()
    return Path("other")


def test_the_same_reader_stores_nothing(folder: Path) -> None:
    before = written(folder / "out")
    report = reprocess(folder)
    assert total(report, "compared") == len(before)
    assert [total(report, name) for name in ("revised", "new", "lost", "older", "incomplete")] == [0] * 5
    assert written(folder / "out") == before


def test_what_only_the_page_list_tells_is_kept(crawled: Path) -> None:
    """Of the last test's articles, some have their section or page number from the issue's page list alone."""
    told = query(crawled, "SELECT count(*) FROM articles WHERE outlet = 'demo_paperindex' AND page_number IS NOT NULL")
    index = ArchiveIndex([crawled / "out" / "archive"])
    outlets = load_outlets(crawled / "sites.toml")
    alone = [
        read_article(page.body, page.url, content_type=page.content_type, outlets=outlets).page_number
        for (url,) in query(crawled, "SELECT url FROM articles WHERE outlet = 'demo_paperindex'")
        if (page := index.find(url))
    ]
    assert told[0][0] == len(alone)
    assert None in alone


def test_another_reading_is_a_new_revision_and_both_stay(folder: Path) -> None:
    key, url = some(folder)
    (headline, body), *_ = query(folder, "SELECT headline, body FROM articles WHERE id = ?", key)
    change(
        folder,
        "UPDATE articles SET headline = '从前的标题', body = ?, source = NULL WHERE id = ?",
        json.dumps(["从前的正文。"]),
        key,
    )
    lines = len(written(folder / "out"))
    report = reprocess(folder)
    fields = report["outlets"]["demo_gbk"]["fields"]
    assert (total(report, "revised"), set(fields)) == (1, {"headline", "body", "source"})
    assert fields["headline"] == {"count": 1, "examples": [{"url": url, "before": "从前的标题", "after": headline}]}
    assert query(folder, "SELECT revision, headline FROM articles WHERE id = ? ORDER BY revision", key) == [
        (1, "从前的标题"),
        (2, headline),
    ]
    new = written(folder / "out")[lines:]
    assert [(row["id"], row["revision"], row["body"]) for row in new] == [(key, 2, json.loads(body))]
    again = reprocess(folder)
    assert total(again, "revised") == 0
    assert [run.command.split()[0] for run in runs(folder)[:2]] == [run.command.split()[0] for run in runs(folder)[2:4]]
    assert [run.state for run in runs(folder)] == ["finished"] * 4


def runs(folder: Path) -> list[Any]:
    with closing(Store(f"sqlite:///{folder / 'out' / 'newsspider.db'}")) as store:
        return Runs(store).recent()


def test_the_table_shows_three_examples_a_field_each_on_a_line(folder: Path) -> None:
    change(folder, "UPDATE articles SET headline = '从前' || headline WHERE outlet = 'demo_gbk'")
    done = call(folder, "--dry-run")
    count = query(folder, "SELECT count(*) FROM articles WHERE outlet = 'demo_gbk'")[0][0]
    assert f"demo_gbk headline: {count} differ" in done.stdout
    assert sum(line.startswith("    - 从前") for line in done.stdout.splitlines()) == 3
    assert f"{count} readings would be stored (dry run)" in done.stdout


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    key, _ = some(folder)
    change(folder, "UPDATE articles SET headline = '从前的标题' WHERE id = ?", key)
    counts = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM runs), (SELECT max(last_seen) FROM urls)"
    before = query(folder, counts)
    lines = written(folder / "out")
    assert total(reprocess(folder, "--dry-run"), "revised") == 1
    assert query(folder, counts) == before
    assert written(folder / "out") == lines


@pytest.mark.parametrize(("fetched_at", "revised", "older"), [("2025-01-01T00:00:00Z", 1, 0), ("2099-01-01T00:00:00Z", 0, 1)])
def test_a_capture_of_other_bytes_counts_only_when_it_is_not_older(
    fetched_at: str, revised: int, older: int, folder: Path
) -> None:
    key, _ = some(folder)
    values = ("更新的标题", "0" * 64, fetched_at, key)
    change(folder, "UPDATE articles SET headline = ?, content_sha256 = ?, fetched_at = ? WHERE id = ?", *values)
    report = reprocess(folder)
    assert (total(report, "revised"), total(report, "older")) == (revised, older)
    newest = query(folder, "SELECT headline FROM articles WHERE id = ? ORDER BY revision DESC", key)[0][0]
    assert (newest == "更新的标题") == bool(older)


def test_of_several_captures_the_one_of_the_stored_bytes_counts(folder: Path) -> None:
    key, url = some(folder)
    change(folder, "UPDATE articles SET headline = '从前的标题' WHERE id = ?", key)
    (page,) = [page for page in read_archive(folder / ARCHIVE) if page.url == url]
    (folder / "other").mkdir()
    other = ArchivedPage(
        url, 200, page.headers, page.body.replace("。".encode("gbk"), "！".encode("gbk")), "2099-01-01T00:00:00Z", 0
    )
    archive = rewritten(folder, iter([page, other]))
    assert total(reprocess(folder, archive=archive), "revised") == 1
    newest = query(folder, "SELECT body, content_sha256 FROM articles WHERE id = ? ORDER BY revision", key)
    assert newest[0] == newest[1]


def test_a_page_that_gives_no_article_today_is_told_and_its_article_stays(folder: Path) -> None:
    key, url = some(folder)
    (page,) = [page for page in read_archive(folder / ARCHIVE) if page.url == url]
    empty = ArchivedPage(url, 200, page.headers, b"<html><body><h1>x</h1></body></html>", "2099-01-01T00:00:00Z", 0)
    report = reprocess(folder, archive=rewritten(folder, iter([empty])))
    row = report["outlets"]["demo_gbk"]
    assert (row["lost"], row["revised"]) == (1, 0)
    assert row["losses"] == [{"url": url, "reason": next(iter(row["reasons"]))}]
    assert query(folder, "SELECT max(revision) FROM articles WHERE id = ?", key) == [(1,)]


def test_a_page_that_was_refused_and_is_an_article_today_is_stored(folder: Path) -> None:
    key, _ = some(folder)
    record = next(row for row in written(folder / "out") if row["id"] == key)
    change(folder, "DELETE FROM articles WHERE id = ?", key)
    assert total(reprocess(folder), "new") == 0, "what a crawl did not refuse is none of its business"
    change(folder, "UPDATE urls SET state = 'refused', reason = 'no_text' WHERE id = ?", key)
    lines = len(written(folder / "out"))
    assert total(reprocess(folder), "new") == 1
    assert written(folder / "out")[lines:] == [record]
    assert query(folder, "SELECT state, reason FROM urls WHERE id = ?", key) == [("stored", None)]


def test_parts_of_other_articles_do_not_become_articles(folder: Path) -> None:
    refused = query(folder, "SELECT reason FROM urls WHERE state = 'refused'")
    assert ("continuation",) in refused
    assert total(reprocess(folder), "new") == 0


def test_an_article_whose_later_page_is_missing_is_left_alone(folder: Path) -> None:
    archive = folder / ARCHIVE
    second = [
        page for page in read_archive(archive) if page.url.endswith(("_2.html", "_1.html", "_01.shtml", "-2.html", "_1.shtml"))
    ]
    assert second, "the press has an article over two pages in these outlets"
    dropped = {page.url for page in second}
    report = reprocess(folder, archive=rewritten(folder, (page for page in read_archive(archive) if page.url not in dropped)))
    assert total(report, "incomplete") == len(dropped)
    assert total(report, "revised") == 0


def test_a_text_that_a_crawl_stored_meanwhile_is_not_gone_over(folder: Path) -> None:
    key, _ = some(folder)
    change(folder, "UPDATE articles SET headline = '从前的标题' WHERE id = ?", key)
    with closing(Store(f"sqlite:///{folder / 'out' / 'newsspider.db'}")) as store:
        run = Runs(store).begin("test")
        work = Reprocessing(ArchiveIndex([folder / ARCHIVE]), store, load_outlets(folder / "sites.toml"), run)
        (wanted,) = work._known([each for each in work._found() if each.id == key])
        pair = work._compare(wanted)
        assert pair is not None
        meanwhile = replace(pair[1].article, headline="刚刚改过的标题")
        assert store.save([Outcome(wanted.url, "demo_gbk", "stored", article=meanwhile)], run) == ["revised"]
        work._commit([pair])
    assert query(folder, "SELECT revision, headline FROM articles WHERE id = ? ORDER BY revision DESC LIMIT 1", key) == [
        (2, "刚刚改过的标题")
    ]


def test_a_damaged_archive_is_read_up_to_the_damage(folder: Path) -> None:
    path = folder / ARCHIVE
    path.with_name("000001-00001.cdxj").unlink()
    path.write_bytes(path.read_bytes()[:-100])
    done = call(folder, "--json", archive=ARCHIVE)
    assert done.exit_code == 4
    assert "damaged in 1 place" in done.stderr
    assert "(cut_off); the other records were read" in done.stderr
    report = json.loads(done.stdout)
    assert total(report, "compared") > 10
    assert report["skipped"] == {"cut_off": 1}
    assert "not read of the archives: cut_off 1" in call(folder, archive=ARCHIVE).stdout


def test_nothing_of_the_store_in_the_archive_is_said(folder: Path) -> None:
    page = ArchivedPage("http://other.example/", 200, [], b"<html><body>x</body></html>", "2025-10-20T00:00:00Z", 0)
    done = call(folder, archive=rewritten(folder, iter([page])))
    assert done.exit_code == 1
    assert "no page of an article of this store" in done.stderr


def test_an_example_begins_a_little_before_the_difference() -> None:
    before, after = "甲" * 100 + "旧" + "乙" * 100, "甲" * 100 + "新" + "乙" * 100
    shown = cut_to_difference(before, after)
    assert [text[0] + text[-1] for text in shown] == ["……", "……"]
    assert all(len(text) == LINE + 2 for text in shown)
    assert (shown[0].replace("旧", "新"), "旧" in shown[0]) == (shown[1], True)
    assert cut_to_difference("短", "短句") == ("短", "短句")
