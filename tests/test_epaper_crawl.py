"""`newsspider crawl --from --to` on the demo e-papers: the known articles and no others, an exact account, nothing asked twice."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from commands import newsspider, write_sites, written

from newsspider.cli import main
from newsspider.demo import Press
from newsspider.demo.site import Resource, Site

FROM, TO = "2025-10-20", "2025-10-23"
RANGE = ("--from", FROM, "--to", TO)
FORBIDDEN = Resource(lambda: b"no", "text/plain", 403)


class Recorder(dict[str, Resource]):
    """The paths of a site, which notes what is asked for."""

    def __init__(self, resources: dict[str, Resource]) -> None:
        super().__init__(resources)
        self.asked: list[str] = []

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.append(key)
        return super().get(key, default)


def site_of(press: Press, outlet: str) -> Site:
    return next(site for site in press.sites if site.outlet.id == outlet)


def asked(site: Site) -> list[str]:
    """What was asked for since the last call, robots.txt aside."""
    assert isinstance(site.resources, Recorder)
    paths, site.resources.asked = site.resources.asked, []
    return [path for path in paths if path != "/robots.txt"]


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        for site in press.sites:
            site.resources = Recorder(site.resources)
        yield press


@pytest.fixture
def site(press: Press, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The site of the outlet that a test names; what the test takes away is put back."""
    site = site_of(press, request.param)
    before = dict(site.resources)
    asked(site)
    yield site
    site.resources.clear()
    site.resources.update(before)


def crawl(press: Press, folder: Path, *arguments: object, ok: bool = True) -> str:
    sites = write_sites(press.outlets, folder / "sites.toml")
    return newsspider("crawl", *arguments, "--sites", sites, "--output", "out", cwd=folder, ok=ok).stdout


def account(folder: Path, outlet: str, *arguments: object) -> dict[str, dict[str, Any]]:
    """The rows of `newsspider issues --json` by day, run in this process: it starts no crawl."""
    options = ("--json", "--sites", folder / "sites.toml", "--output", folder / "out")
    done = CliRunner().invoke(main, [str(word) for word in ("issues", outlet, *arguments, *options)], catch_exceptions=False)
    return {row["day"]: row for row in json.loads(done.stdout)}


def states(folder: Path, outlet: str) -> dict[str, str]:
    return {day: row["state"] for day, row in account(folder, outlet, *RANGE).items()}


def papers(press: Press) -> list[str]:
    return list(press.issues())


def known(press: Press, *outlets: str) -> dict[str, dict[str, Any]]:
    return {record["url"]: record for record in press.expected(archive=True) if record["outlet"] in outlets}


@pytest.fixture(scope="module")
def crawled(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the issues of four days of all papers were crawled once."""
    folder = tmp_path_factory.mktemp("issues")
    crawl(press, folder, *papers(press), *RANGE)
    return folder


def test_the_press_prints_every_family_with_and_without_issue_lists(press: Press) -> None:
    found = {outlet.family: bool(outlet.issues) for outlet in press.outlets.values() if outlet.kind == "epaper"}
    assert set(found) == {"founder_epaper", "founder_classic", "paperindex", "shtml_epaper"}
    assert {outlet.issues is None for outlet in press.outlets.values() if outlet.family == "founder_classic"} == {True, False}
    for days in press.issues().values():
        assert {row["state"] for row in days.values()} == {"complete", "no_issue"}
        assert sum(row.get("failed", 0) for row in days.values()) == 1


def test_exactly_the_known_articles_are_written_each_field_as_printed(press: Press, crawled: Path) -> None:
    wanted = known(press, *papers(press))
    lines = written(crawled / "out")
    assert sorted(row["url"] for row in lines) == sorted(wanted)
    wrong = {
        f"{row['url']} {name}": (value, row[name])
        for row in lines
        for name, value in wanted[row["url"]].items()
        if row[name] != value
    }
    assert wrong == {}
    assert {row["page_number"] for row in lines} >= {"01", "02", "0304"}


def test_the_account_shows_the_planted_gaps_and_no_others(press: Press, crawled: Path) -> None:
    for outlet, days in press.issues().items():
        rows = account(crawled, outlet, *RANGE)
        assert {day: {name: rows[day][name] for name in row} for day, row in days.items()} == days
        gaps = [gap for row in rows.values() for gap in row["gaps"]]
        assert [gap["reason"] for gap in gaps] == ["gone:http_404"]
        assert all(row["listed"] == row["stored"] + row["skipped"] + row["failed"] + row["pending"] for row in rows.values())


def test_the_table_says_the_same(press: Press, crawled: Path) -> None:
    done = newsspider("issues", "demo_plain", "--sites", "sites.toml", "--output", "out", cwd=crawled)
    rows = [line.split() for line in done.stdout.splitlines() if line.strip().startswith("2025")]
    day = press.issues()["demo_plain"]["2025-10-21"]
    numbers = [str(day[name]) for name in ("listed", "stored", "skipped", "failed", "pending")]
    assert [row[:2] for row in rows[:4]] == [[day, state] for day, state in states(crawled, "demo_plain").items()]
    assert rows[1][2:] == ["3/3", *numbers, "gone:http_404", "1"]
    assert rows[4][1] == "gone:http_404"
    assert rows[4][2].endswith("/html/2025-10/21/content_6600121.htm")


def test_a_second_run_asks_for_nothing(press: Press, crawled: Path) -> None:
    for outlet in papers(press):
        asked(site_of(press, outlet))
    before = written(crawled / "out")
    assert "0 articles written" in crawl(press, crawled, *papers(press), *RANGE)
    assert {outlet: asked(site_of(press, outlet)) for outlet in papers(press)} == {key: [] for key in papers(press)}
    assert written(crawled / "out") == before


@pytest.mark.parametrize("site", ["demo_plain"], indirect=True)
def test_a_run_after_a_lost_page_asks_for_that_page_alone(press: Press, site: Site, tmp_path: Path) -> None:
    page = "/html/2025-10/21/node_5233.htm"
    lost, site.resources[page] = site.resources[page], FORBIDDEN
    crawl(press, tmp_path, "demo_plain", *RANGE)
    row = account(tmp_path, "demo_plain", *RANGE)["2025-10-21"]
    assert (row["state"], row["pages"], row["pages_read"]) == ("partial", 3, 2)
    assert {gap["reason"] for gap in row["gaps"]} == {"page_http_403"}
    asked(site)
    site.resources[page] = lost
    crawl(press, tmp_path, "demo_plain", *RANGE)
    paths = asked(site)
    assert paths[0] == page
    assert all("content_" in path for path in paths[1:])
    listed = [
        record["url"]
        for record in known(press, "demo_plain").values()
        if record["page_number"] == "02" and "10/21" in record["url"]
    ]
    assert set(listed) <= {site.base + path for path in paths}
    assert states(tmp_path, "demo_plain")["2025-10-21"] == "complete"
    assert sorted(row["url"] for row in written(tmp_path / "out")) == sorted(known(press, "demo_plain"))


@pytest.mark.parametrize("site", ["demo_epaper"], indirect=True)
def test_an_issue_that_its_list_names_and_nobody_serves_is_missing(press: Press, site: Site, tmp_path: Path) -> None:
    front = "/pc/layout/202510/21/node_01.html"
    lost = site.resources.pop(front)
    crawl(press, tmp_path, "demo_epaper", *RANGE)
    assert states(tmp_path, "demo_epaper") == {
        "2025-10-20": "complete", "2025-10-21": "missing", "2025-10-22": "no_issue", "2025-10-23": "complete",
    }  # fmt: skip
    asked(site)
    site.resources[front] = lost
    crawl(press, tmp_path, "demo_epaper", *RANGE)
    assert asked(site)[:2] == ["/pc/layout/202510/period.xml", front]
    assert states(tmp_path, "demo_epaper")["2025-10-21"] == "complete"
    assert sorted(row["url"] for row in written(tmp_path / "out")) == sorted(known(press, "demo_epaper"))


@pytest.mark.parametrize("site", ["demo_classic"], indirect=True)
def test_without_its_list_a_paper_of_column_ids_is_found_by_the_entry_page(press: Press, site: Site, tmp_path: Path) -> None:
    del site.resources["/html/2025-10/navi.xml"]
    done = newsspider(
        "crawl", "demo_classic", *RANGE, "--sites", write_sites(press.outlets, tmp_path / "sites.toml"), "--output", "out",
        cwd=tmp_path,
    )  # fmt: skip
    assert "issue_http_404 1" in done.stdout
    assert states(tmp_path, "demo_classic") == {
        "2025-10-20": "complete", "2025-10-21": "complete", "2025-10-22": "missing", "2025-10-23": "complete",
    }  # fmt: skip
    assert sorted(row["url"] for row in written(tmp_path / "out")) == sorted(known(press, "demo_classic"))


@pytest.mark.parametrize("site", ["demo_epaper"], indirect=True)
def test_an_unreadable_list_proves_no_absence(press: Press, site: Site, tmp_path: Path) -> None:
    site.resources["/pc/layout/202510/period.xml"] = Resource(lambda: b"<html><body>busy</body></html>")
    crawl(press, tmp_path, "demo_epaper", *RANGE)
    assert states(tmp_path, "demo_epaper") == {
        "2025-10-20": "complete", "2025-10-21": "complete", "2025-10-22": "missing", "2025-10-23": "complete",
    }  # fmt: skip


@pytest.mark.parametrize("site", ["demo_shtml"], indirect=True)
def test_a_front_page_without_articles_is_no_issue_read(press: Press, site: Site, tmp_path: Path) -> None:
    site.resources["/shtml/hszb/20251022/v01.shtml"] = Resource(lambda: "<html><body><p>系统升级中</p></body></html>".encode())
    crawl(press, tmp_path, "demo_shtml", "--from", "2025-10-22", "--to", "2025-10-22", ok=False)
    row = account(tmp_path, "demo_shtml")["2025-10-22"]
    assert (row["state"], row["reason"]) == ("missing", "no_articles")


@pytest.mark.parametrize("site", ["demo_paperindex"], indirect=True)
def test_halves_that_the_page_does_not_link_are_both_kept(press: Press, site: Site, tmp_path: Path) -> None:
    [first] = [
        path for path in site.resources if path.endswith(".htm") and "（下转第3版）".encode() in site.resources[path].render()
    ]
    html = re.sub('<a href="[^"]+">（下转第3版）</a>', "（下转第3版）", site.resources[first].render().decode())
    site.resources[first] = Resource(html.encode)
    crawl(press, tmp_path, "demo_paperindex", "--from", "2025-10-21", "--to", "2025-10-21")
    lines = {row["url"]: row for row in written(tmp_path / "out")}
    wanted = {url: record for url, record in known(press, "demo_paperindex").items() if record["published_at"] == "2025-10-21"}
    [second] = lines.keys() - wanted.keys()
    assert wanted.keys() < lines.keys()
    assert lines[second]["headline"] == lines[site.base + first]["headline"]
    assert lines[second]["body"][0].startswith("（上接第1版）")
    assert (lines[second]["page_number"], lines[site.base + first]["page_number"]) == ("0304", "01")
    whole = wanted[site.base + first]["body"]
    assert lines[site.base + first]["body"][0] == whole[0]
    assert lines[second]["body"][-1].endswith(whole[-1])


def test_articles_of_an_ordinary_crawl_count_and_are_not_fetched_again(press: Press, tmp_path: Path) -> None:
    site = site_of(press, "demo_paperindex")
    crawl(press, tmp_path, "demo_paperindex")
    asked(site)
    crawl(press, tmp_path, "demo_paperindex", "--from", TO, "--to", TO)
    paths = asked(site)
    assert len(paths) == 5  # IssueIndex and four pages
    assert not any("Articel" in path for path in paths)
    row = account(tmp_path, "demo_paperindex")[TO]
    wanted = press.issues()["demo_paperindex"][TO]
    assert {name: row[name] for name in wanted} == wanted


def test_limit_leaves_the_rest_for_the_next_run(press: Press, tmp_path: Path) -> None:
    crawl(press, tmp_path, "demo_plain", *RANGE, "--limit", 3)
    assert len(written(tmp_path / "out")) <= 3
    assert "partial" in states(tmp_path, "demo_plain").values()
    crawl(press, tmp_path, "demo_plain", *RANGE)
    wanted = press.issues()["demo_plain"]
    assert states(tmp_path, "demo_plain") == {day: row["state"] for day, row in wanted.items()}
    assert sorted(row["url"] for row in written(tmp_path / "out")) == sorted(known(press, "demo_plain"))


def stored(folder: Path) -> int:
    path = folder / "out" / "newsspider.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=30)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
        except sqlite3.OperationalError:  # the tables are not made yet
            return 0


def test_killed_runs_lose_and_repeat_nothing(tmp_path: Path) -> None:
    outlets = ("demo_epaper", "demo_plain")
    with Press.on_free_ports(scale=8) as press:
        wanted = known(press, *outlets)
        write_sites(press.outlets, tmp_path / "sites.toml")
        code = "from newsspider.cli import main; main()"
        run = [sys.executable, "-c", code, "crawl", *outlets, *RANGE, "--sites", "sites.toml", "--output", "out"]
        progress = []
        for number in range(3):
            enough = len(wanted) * (number + 1) // 4
            process = subprocess.Popen(run, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                deadline = time.monotonic() + 60
                while process.poll() is None and stored(tmp_path) < enough:
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait()
            progress.append(stored(tmp_path))
        assert progress[0] < len(wanted), "the first run was over before it could be killed"
        crawl(press, tmp_path, *outlets, *RANGE)
        for outlet in outlets:
            rows = account(tmp_path, outlet, *RANGE)
            days = press.issues()[outlet]
            assert {day: {name: rows[day][name] for name in row} for day, row in days.items()} == days
    lines = {row["url"]: row for row in written(tmp_path / "out")}
    assert sorted(lines) == sorted(wanted)
    assert stored(tmp_path) == len(wanted)
    for url, record in wanted.items():
        for name in ("body", "page_number", "section", "headline"):
            assert lines[url][name] == record[name]


def test_it_runs_under_scrapy_itself(press: Press, tmp_path: Path) -> None:
    sites = write_sites(press.outlets, tmp_path / "sites.toml")
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "epaper",
        "-a",
        "outlet=demo_shtml",
        "-a",
        "start=2025-10-22",
        "-a",
        "end=2025-10-22",
    ]
    settings = {
        "NEWSSPIDER_SITES": sites,
        "DOWNLOAD_DELAY": 0,
        "NEWSSPIDER_OUTPUT": "out",
        "NEWSSPIDER_DATABASE": f"sqlite:///{tmp_path}/out/newsspider.db",
    }
    command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "newsspider.settings"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert "Traceback" not in done.stderr
    wanted = [url for url, record in known(press, "demo_shtml").items() if record["published_at"] == "2025-10-22"]
    assert sorted(row["url"] for row in written(tmp_path / "out")) == sorted(wanted)
    assert len(wanted) == 5


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("crawl", "demo_gbk", "--from", FROM), 2, "portal"),
        (("crawl", "demo_plain", "--from", TO, "--to", FROM), 2, "after"),
        (("crawl", "demo_plain", "--from", "2025-10-32"), 2, "no day"),
        (("crawl", "demo_plain", "--to", TO), 2, "--from"),
        (("crawl", "demo_plain", "--from", FROM, "--since", FROM), 2, "--since"),
        (("crawl", "--urls", "x.txt", "--from", FROM), 2, "e-papers"),
        (("issues", "demo_gbk"), 2, "portal"),
        (("issues", "demo_plain", "--output", "none"), 4, "no database"),
        (("issues", "demo_plian"), 2, "demo_plain"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_bad_input_is_said_in_one_line(press: Press, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    done = newsspider(*arguments, "--sites", "sites.toml", cwd=tmp_path, ok=False)
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr
