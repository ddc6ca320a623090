"""`crawl --archive` over the demo press: everything is kept, and a replay gives the same articles byte for byte."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import newsspider, rows, write_sites, written

from newsspider.archive.index import ArchiveIndex
from newsspider.archive.reading import read_archive
from newsspider.demo import Press
from newsspider.demo.site import Resource

MOVED = "/system/2025/10/23/109999999.shtml"
RANGE = ("--from", "2025-10-20", "--to", "2025-10-23")


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        site = press.sites[0]
        article = next(resource for resource in site.resources.values() if resource.kind == "article")
        site.resources |= {"/moved.html": Resource(lambda: b"", status=301, location=MOVED), MOVED: article}
        yield press


@pytest.fixture(scope="module")
def archived(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three crawls of the press in one archive: its lists, its papers by date, and its lists again."""
    folder = tmp_path_factory.mktemp("archived")
    write_sites(press.outlets, folder / "sites.toml")
    (folder / "urls.txt").write_text(f"{press.sites[0].base}/moved.html\n{press.sites[0].base}/never.html\n", encoding="utf-8")
    for what in crawls(press):
        newsspider("crawl", *what, "--sites", "sites.toml", "--output", "out", "--archive", cwd=folder, ok="--urls" not in what)
    return folder


def crawls(press: Press) -> list[tuple[str, ...]]:
    return [("--urls", "urls.txt"), ("--all",), (*press.issues(), *RANGE), ("--all",)]


def lines(folder: Path) -> list[str]:
    """The articles as they are written, in order of their text.

    Of several reprints the one that is stored first is the original of the others, and the order of answers is not the same
    from run to run: that field is left out.
    """
    return sorted(json.dumps(row | {"duplicate_of": None}, ensure_ascii=False) for row in written(folder))


def test_a_replay_gives_the_same_articles_byte_for_byte(press: Press, archived: Path, tmp_path: Path) -> None:
    again = [
        newsspider(
            *("crawl", *what, "--sites", "sites.toml", "--output", tmp_path / "out", "--replay", "out/archive"),
            cwd=archived,
            ok="--urls" not in what,  # one of them is not there
        )
        for what in crawls(press)[:3]  # the last one found nothing new
    ]
    assert lines(tmp_path / "out") == lines(archived / "out")
    found = {row["url"] for row in written(tmp_path / "out")}
    assert found == {record["url"] for record in press.expected(archive=True)} | {press.sites[0].base + MOVED}
    assert "http_404 1" in again[0].stdout
    assert not (tmp_path / "out" / "archive").exists()


def test_every_answer_is_in_the_archive(press: Press, archived: Path) -> None:
    found = Counter((capture.status, capture.method) for capture in ArchiveIndex([archived / "out" / "archive"]).captures())
    assert found.keys() >= {(200, "GET"), (200, "POST"), (301, "GET"), (304, "GET"), (404, "GET")}
    robots = [
        capture.url for capture in ArchiveIndex([archived / "out" / "archive"]).captures() if capture.url.endswith("/robots.txt")
    ]
    assert {url.removesuffix("/robots.txt") for url in robots} == {site.base for site in press.sites}


def test_each_run_has_its_files_and_their_index(archived: Path) -> None:
    names = sorted(path.name for path in (archived / "out" / "archive").iterdir())
    assert names == [f"{run:06d}-00001.{kind}" for run in (1, 2, 3, 4) for kind in ("cdxj", "warc.gz")]


def test_the_archive_keeps_the_time_that_the_article_says(archived: Path) -> None:
    fetched = {page.url: page.fetched_at for page in read_archive(archived / "out" / "archive" / "000002-00001.warc.gz")}
    of_lists = [row for row in written(archived / "out") if row["url"] in fetched]
    assert len(of_lists) > 80
    assert [row["fetched_at"] for row in of_lists] == [fetched[row["url"]] for row in of_lists]


def test_extract_reads_the_archive_of_a_crawl(archived: Path) -> None:
    done = newsspider("extract", "out/archive", "--sites", "sites.toml", cwd=archived)
    found = rows(done.stdout)
    texts = {row["id"]: row for row in found if "error" not in row}
    stored = {row["id"]: row for row in written(archived / "out") if row["page_number"] is None}
    assert stored.keys() <= texts.keys()
    same = ("headline", "body", "published_at", "authors", "content_sha256", "fetched_at")
    assert [{name: texts[key][name] for name in same} for key in stored] == [
        {name: row[name] for name in same} for row in stored.values()
    ]
    reasons: Counter[Any] = Counter(row["reason"] for row in found if "error" in row)
    assert reasons.keys() >= {"robots_txt", "http_301", "http_304", "http_404", "list_page"}


def test_a_killed_crawl_leaves_a_readable_archive_and_the_next_one_finishes_it(tmp_path: Path) -> None:
    run = ("crawl", "--all", "--sites", "sites.toml", "--output", "out", "--archive")
    code = "from newsspider.cli import main; main()"
    first = tmp_path / "out" / "archive" / "000001-00001.warc.gz"
    with Press.on_free_ports(scale=2) as press:
        write_sites(press.outlets, tmp_path / "sites.toml")
        process = subprocess.Popen(
            [sys.executable, "-c", code, *run], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while process.poll() is None and not (first.exists() and first.stat().st_size > 300_000):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not first.with_name("000001-00001.cdxj").exists(), "the run was over before it could be killed"
        newsspider(*run, cwd=tmp_path)
    assert sorted(path.name for path in first.parent.glob("*.cdxj")) == ["000001-00001.cdxj", "000002-00001.cdxj"]
    assert len(list(read_archive(first))) > 10
    newsspider("crawl", "--all", "--sites", "sites.toml", "--output", "again", "--replay", "out/archive", cwd=tmp_path)
    assert {row["id"] for row in written(tmp_path / "again")} == {row["id"] for row in written(tmp_path / "out")}
    assert {row["id"] for row in written(tmp_path / "out")} == {record["id"] for record in press.expected()}


def test_a_folder_that_cannot_be_written_ends_the_run_in_one_line(press: Press, tmp_path: Path) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "archive").write_text("a file in the way", encoding="utf-8")
    run = ("crawl", "demo_gbk", "demo_trs", "--sites", "sites.toml", "--output", "out")
    done = newsspider(*run, "--archive", cwd=tmp_path, ok=False)
    assert done.returncode == 5
    assert "cannot write the archive in" in done.stderr
    assert "archive.folder" in done.stderr
    newsspider(*run, cwd=tmp_path)
    wanted = {record["id"] for record in press.expected() if record["outlet"] in ("demo_gbk", "demo_trs")}
    assert {row["id"] for row in written(tmp_path / "out")} == wanted


def test_the_configuration_keeps_archives_of_crawls_and_of_nothing_else(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    monkeypatch.setenv("NEWSSPIDER_ARCHIVE_ON", "true")
    monkeypatch.setenv("NEWSSPIDER_ARCHIVE_FOLDER", str(tmp_path / "kept"))
    newsspider("scrape", press.expected()[0]["url"], "--sites", "sites.toml", cwd=tmp_path)
    run = ("crawl", "demo_gbk", "--limit", 1, "--sites", "sites.toml", "--output", "out")
    newsspider(*run, "--no-archive", cwd=tmp_path)
    assert not (tmp_path / "kept").exists()
    newsspider(*run, cwd=tmp_path)
    assert len(ArchiveIndex([tmp_path / "kept"])) >= 2
