"""Archives of other crawlers through the commands: extract, replay and reprocess read the same, and tell the same."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import newsspider, rows, write_sites
from test_archive_kinds import BODY, URL, record, response, with_fields

from newsspider.cli import main
from newsspider.demo import Press


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Four pages, one of them truncated, junk, and an end that is missing."""
    records = [
        record(URL, response(BODY)),
        with_fields(URL.replace("1.html", "2.html"), response(BODY), "WARC-Truncated: time\r\n"),
        b"junk\r\n\r\n",
        record(URL.replace("1.html", "3.html"), response(BODY.replace(b"\xbc\xc7", b"\xbb\xc7"), "Content-Encoding: br")),
        record(URL.replace("1.html", "4.html"), response(BODY))[:-200],
    ]
    path = tmp_path / "saved.gz"
    path.write_bytes(b"".join(records))
    return path


def test_extract_gives_a_line_for_everything(archive: Path) -> None:
    done = CliRunner().invoke(main, ["extract", str(archive)])
    assert done.exit_code == 4
    found = [(row["url"][-6:] if row["url"] else None, row.get("error"), row.get("reason")) for row in rows(done.stdout)]
    assert found == [
        ("1.html", None, None),
        ("2.html", "refused", "truncated"),
        (None, "input", "no_record"),
        ("3.html", None, None),
        ("4.html", "input", "cut_off"),
    ]
    assert "saved.gz: the record at byte" in done.stderr
    links = CliRunner().invoke(main, ["extract", "--links", str(archive)])
    assert [row.get("reason") for row in rows(links.stdout)] == [None, "truncated", "no_record", None, "cut_off"]


def test_a_replay_answers_what_can_be_read_and_counts_the_rest(archive: Path, tmp_path: Path) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(URL.replace("1.html", f"{n}.html") for n in (1, 2, 3, 4)) + "\n", encoding="utf-8")
    done = newsspider("crawl", "--urls", urls, "--replay", archive, "--output", tmp_path / "out", cwd=tmp_path, ok=False)
    assert "not_archived 2" in done.stdout
    assert "--replay: not read of the archives: cut_off 1, no_record 1, truncated 1" in done.stderr
    assert "saved.gz: damaged in 2 places, first at byte" in done.stderr
    again = CliRunner().invoke(main, ["reprocess", str(archive), "--output", str(tmp_path / "out"), "--json"])
    report = json.loads(again.stdout)
    assert again.exit_code == 4
    assert (report["pages"], report["skipped"]) == (2, {"cut_off": 1, "no_record": 1, "truncated": 1})
    assert [row["compared"] for row in report["outlets"].values()] == [2]


def test_where_the_newest_answer_cannot_be_read_the_one_before_it_counts(tmp_path: Path) -> None:
    old = record(URL, response(BODY))
    new = record(URL, response(BODY[:300], "Transfer-Encoding: chunked").replace(BODY[:9], b"fff\r\n" + BODY[:9])).replace(
        b"2022-11-12", b"2023-11-12"
    )
    (tmp_path / "x.warc").write_bytes(old + new)
    done = newsspider("scrape", URL, "--replay", "x.warc", cwd=tmp_path)
    assert [row["fetched_at"] for row in rows(done.stdout)] == ["2022-11-12T00:00:00Z"]
    assert "not read of the archives: truncated 1" in done.stderr


def test_a_page_whose_time_is_unknown_stays_so(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(record(URL, response(BODY)).replace(b"2022-11-12T00:00:00Z", b"some day"))
    done = newsspider("scrape", URL, "--replay", "x.warc", cwd=tmp_path)
    assert [row["fetched_at"] for row in rows(done.stdout)] == [None]


def test_reprocess_never_puts_the_text_of_a_page_over_the_page(tmp_path: Path) -> None:
    with Press.on_free_ports() as press:
        write_sites(press.outlets, tmp_path / "sites.toml")
        newsspider("crawl", "demo_gbk", "--limit", 2, "--sites", "sites.toml", "--output", "out", cwd=tmp_path)
    stored = [
        json.loads(line)
        for path in (tmp_path / "out" / "articles").glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [
        with_fields(row["url"], "\n".join(["导航", *row["body"]]).encode(), "Content-Type: text/plain\r\n", "conversion")
        for row in stored
    ]
    (tmp_path / "x.warc").write_bytes(b"".join(texts).replace(b"2022-11-12", b"2099-01-01"))
    done = CliRunner().invoke(
        main,
        [
            "reprocess",
            str(tmp_path / "x.warc"),
            "--output",
            str(tmp_path / "out"),
            "--sites",
            str(tmp_path / "sites.toml"),
            "--json",
        ],
    )
    assert len(stored) == 2
    counted = [
        row[name] for row in json.loads(done.stdout)["outlets"].values() for name in ("compared", "revised", "new", "lost")
    ]
    assert not any(counted)
