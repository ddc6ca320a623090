"""The whole way on the demo press: every article found, each field equal to the true record, nothing twice."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import newsspider, write_sites, written

from newsspider.demo import Press
from newsspider.export.article_schema import validator

OF_THE_FETCH = {"fetched_at", "content_sha256", "extractor"}
NOT_READ = {"duplicate_of"}
"""What no page says: who reprints whom is found over many articles, and nothing finds it yet."""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        yield press


@pytest.fixture(scope="module")
def crawled(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all outlets of the press were crawled once."""
    folder = tmp_path_factory.mktemp("crawl")
    sites = write_sites(press.outlets, folder / "sites.toml")
    newsspider("crawl", "--all", "--sites", sites, "--output", "out", cwd=folder)
    return folder


def test_exactly_the_known_articles_are_written(press: Press, crawled: Path) -> None:
    wanted = sorted(record["url"] for record in press.expected())
    assert sorted(row["url"] for row in written(crawled / "out")) == wanted


def test_every_field_is_as_printed(press: Press, crawled: Path) -> None:
    found = {row["url"]: row for row in written(crawled / "out")}
    wrong = {}
    for record in press.expected():
        row = found[record["url"]]
        for field, value in record.items():
            if row[field] != value and field not in NOT_READ:
                wrong[f"{record['url']} {field}"] = {"printed": value, "read": row[field]}
        assert record.keys() | OF_THE_FETCH == row.keys()
    assert wrong == {}


def test_every_line_fits_the_schema_and_equals_its_row(crawled: Path) -> None:
    lines = written(crawled / "out")
    with sqlite3.connect(crawled / "out" / "newsspider.db") as database:
        database.row_factory = sqlite3.Row
        stored = [dict(row) for row in database.execute("SELECT * FROM articles ORDER BY position")]
    database.close()
    assert len(stored) == len(lines)
    for line, row in zip(lines, stored, strict=True):
        validator()(line)
        as_stored = {name: json.loads(row[name]) if isinstance(value, list) else row[name] for name, value in line.items()}
        assert as_stored == line


def test_a_second_crawl_stores_nothing(press: Press, crawled: Path, tmp_path: Path) -> None:
    before = written(crawled / "out")
    done = newsspider("crawl", "--all", "--sites", crawled / "sites.toml", "--output", "out", cwd=crawled)
    assert "0 articles written" in done.stdout
    assert written(crawled / "out") == before


def test_the_ledger_accounts_for_every_url(press: Press, crawled: Path) -> None:
    with sqlite3.connect(crawled / "out" / "newsspider.db") as database:
        states: dict[str, int] = dict(database.execute("SELECT state, count(*) FROM urls GROUP BY state"))
        reasons = [row[0] for row in database.execute("SELECT reason FROM urls WHERE state = 'gone'")]
        runs: list[Any] = list(database.execute("SELECT state FROM runs"))
    database.close()
    assert set(states) <= {"stored", "gone"}
    assert states["stored"] >= len(press.expected())
    assert set(reasons) == {"http_404"}
    assert {state for (state,) in runs} == {"finished"}


def test_limit_leaves_the_rest_for_the_next_run(press: Press, tmp_path: Path) -> None:
    sites = write_sites(press.outlets, tmp_path / "sites.toml")
    outlet = next(iter(press.outlets))
    arguments = ("crawl", outlet, "--sites", sites, "--output", "out")
    newsspider(*arguments, "--limit", 3, cwd=tmp_path)
    assert len(written(tmp_path / "out")) <= 3
    newsspider(*arguments, cwd=tmp_path)
    wanted = sorted(record["url"] for record in press.expected() if record["outlet"] == outlet)
    assert sorted(row["url"] for row in written(tmp_path / "out")) == wanted


def test_scrape_prints_one_line_per_url(press: Press, tmp_path: Path) -> None:
    sites = write_sites(press.outlets, tmp_path / "sites.toml")
    record = press.expected()[0]
    front = press.addresses()[0][1]
    done = newsspider("scrape", record["url"], front + "no/such/page.html", "--sites", sites, cwd=tmp_path, ok=False)
    lines = {line["url"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert {name: lines[record["url"]][name] for name in record.keys() - NOT_READ} == {
        name: record[name] for name in record.keys() - NOT_READ
    }
    assert lines[front + "no/such/page.html"] == {"url": front + "no/such/page.html", "error": "failed", "reason": "http_404"}
    assert not (tmp_path / "output").exists()


def test_a_site_without_record_is_read_too(press: Press, tmp_path: Path) -> None:
    record = press.expected()[0]
    (line,) = map(json.loads, newsspider("scrape", record["url"], cwd=tmp_path).stdout.splitlines())
    assert (line["headline"], line["body"]) == (record["headline"], record["body"])
    assert line["outlet"] == line["outlet_name"] == record["url"].split("/")[2]
    assert line["province"] is None
