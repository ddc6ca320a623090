"""One fault costs what it is about: a link, a page, an article, a commit, a spider; it is counted with its reason, and the rest goes on."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from article_factory import make_article
from commands import newsspider, write_sites, written
from databases import fresh
from scrapy import Request
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler
from sqlalchemy import select, update
from test_counting import check_sums, poisoned, run_of
from twisted.python.failure import Failure

from newsspider.demo import Fault, Press
from newsspider.errors import OutputError, RunIncomplete, StoreAway, Unstorable
from newsspider.items import Printed, start_draft
from newsspider.outlets import load_outlets
from newsspider.pages.layouts import Entry, Layout, PrintPage
from newsspider.spiders.epaper import EpaperSpider
from newsspider.spiders.issues import NoIssueBook
from newsspider.spiders.ledger import NoLedger
from newsspider.spiders.url import UrlSpider
from newsspider.store import Outcome, RunLedger, Runs, Store
from newsspider.store.batches import UNSTORABLE, commits
from newsspider.store.spool import Spool, write_waiting
from newsspider.store.tables import urls
from newsspider.telemetry.account import incomplete
from newsspider.telemetry.counters import counts_by_outlet

LONE = "\ud800"
"""A character that no database takes."""


def states(folder: Path) -> dict[str, tuple[str, str | None]]:
    """State and reason by URL."""
    with closing(Store(f"sqlite:///{folder / 'out' / 'newsspider.db'}")) as store, store.reading() as connection:
        return {row.url: (row.state, row.reason) for row in connection.execute(select(urls))}


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as serving:
        yield serving


# pages, links, articles


def linked(press: Press, outlet: str) -> list[str]:
    """The addresses of a site's articles that its lists link to as they are, not to a page that leads there."""
    return [url for url, story in press.site(outlet).by_url.items() if story.layout != "stub"]


@pytest.fixture(scope="module")
def pages(press: Press, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], Any]:
    """A folder after a crawl with faults in pages, links and articles; what they were; how it ended."""
    folder = tmp_path_factory.mktemp("pages")
    write_sites(press.outlets, folder / "sites.toml")
    trs, founder, gbk = (linked(press, name) for name in ("demo_trs", "demo_founder", "demo_gbk"))
    plan = {
        "read": {trs[0]: "RuntimeError", trs[1]: "RecursionError", trs[2]: "MemoryError"},
        "step": {founder[0]: "RuntimeError", founder[1]: "KeyError"},
        "store": {founder[2]: LONE, founder[3]: None},
        "errback": {founder[4]: "RuntimeError"},
        "requests": {gbk[0]: "ValueError"},
        "links": {gbk[1]: "RuntimeError"},
    }
    arguments = ("crawl", "demo_trs", "demo_founder", "demo_gbk", "--sites", "sites.toml", "--output", "out", "--no-watch")
    press.faults.add(Fault.STATUS_410, "demo_founder", re.escape(urlsplit(founder[4]).path))
    done = poisoned(plan, *arguments, cwd=folder)
    press.faults.clear()
    return folder, plan, done


def test_what_is_not_poisoned_is_stored(press: Press, pages: tuple[Path, dict[str, Any], Any]) -> None:
    folder, plan, done = pages
    assert done.returncode == 0, done.stderr
    bad = {url for faults in plan.values() for url in faults}
    wanted = {r["url"] for r in press.expected() if r["outlet"] in ("demo_trs", "demo_founder", "demo_gbk")} - bad
    assert {row["url"] for row in written(folder / "out")} == wanted


def test_each_fault_is_counted_and_entered_with_its_reason(pages: tuple[Path, dict[str, Any], Any]) -> None:
    folder, plan, _ = pages
    found = states(folder)
    reasons = {url: f"internal_{name}" for part in ("read", "step", "errback") for url, name in plan[part].items()}
    reasons |= dict.fromkeys(plan["store"], UNSTORABLE) | dict.fromkeys(plan["requests"], "bad_url")
    assert {url: found[url] for url in reasons} == {url: ("failed", reason) for url, reason in reasons.items()}
    assert not set(plan["links"]) & set(found), "an address that is none is not entered"
    run = run_of(folder)
    check_sums(run["counts"])
    counted = {name: row["failed"] for name, row in run["counts"].items()}
    assert counted == {"demo_trs": 3, "demo_founder": 5, "demo_gbk": 2}
    assert run["counts"]["demo_gbk"]["reasons"]["internal_RuntimeError"] == 1
    assert (run["state"], run["reason"]) == ("finished", None)


def test_each_fault_of_ours_is_said_in_one_line_with_its_place(pages: tuple[Path, dict[str, Any], Any]) -> None:
    _, plan, done = pages
    for part in ("read", "step", "errback"):
        for url, name in plan[part].items():
            (line,) = [line for line in done.stderr.splitlines() if url in line and name in line]
            assert "please report it" in line


def test_a_later_run_brings_what_was_poisoned(press: Press, pages: tuple[Path, dict[str, Any], Any]) -> None:
    folder, _, _ = pages
    with closing(Store(f"sqlite:///{folder / 'out' / 'newsspider.db'}")) as store, store.transaction() as connection:
        connection.execute(update(urls).where(urls.c.state == "failed").values(next_try=urls.c.first_seen))
    newsspider("crawl", "demo_trs", "demo_founder", "demo_gbk", "--sites", "sites.toml", "--output", "out", cwd=folder)
    wanted = sorted(r["url"] for r in press.expected() if r["outlet"] in ("demo_trs", "demo_founder", "demo_gbk"))
    assert sorted(row["url"] for row in written(folder / "out")) == wanted
    check_sums(run_of(folder)["counts"])


def test_a_print_page_that_cannot_be_read_costs_itself_until_a_later_run_reads_it(press: Press, tmp_path: Path) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    site = press.site("demo_epaper")
    arguments = ("crawl", "demo_epaper", "--from", "2025-10-23", "--to", "2025-10-23", "--sites", "sites.toml", "--output", "out")
    second = f"{site.base}/pc/layout/202510/23/node_02.html"
    issue = [record for record in [*site.records, *site.archive] if (record["published_at"] or "").startswith("2025-10-23")]
    bad = next(record["url"] for record in issue if record["page_number"] == "01")
    done = poisoned({"layouts": {second: "RuntimeError"}, "read": {bad: "KeyError"}}, *arguments, "--no-watch", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    row = run_of(tmp_path)["counts"]["demo_epaper"]
    check_sums({"demo_epaper": row})
    assert row["reasons"]["page_internal_RuntimeError"] == row["reasons"]["internal_KeyError"] == 1
    lost = {bad, *(record["url"] for record in issue if record["page_number"] == "02")}
    assert {row["url"] for row in written(tmp_path / "out")} == {record["url"] for record in issue} - lost
    with closing(Store(f"sqlite:///{tmp_path / 'out' / 'newsspider.db'}")) as store, store.transaction() as connection:
        connection.execute(update(urls).where(urls.c.state == "failed").values(next_try=urls.c.first_seen))
    newsspider(*arguments, cwd=tmp_path)
    assert {row["url"] for row in written(tmp_path / "out")} == {record["url"] for record in issue}


def test_an_entry_that_the_store_does_not_take_costs_itself() -> None:
    class Book(NoIssueBook):
        def read(self, outlet: str, day: date, front: str, layout: Layout) -> Any:
            if any(LONE in (entry.title or "") for entry in layout.entries):
                raise Unstorable("a character that no database takes")
            return super().read(outlet, day, front, layout)

    crawler = get_crawler(EpaperSpider)
    crawler.stats = MemoryStatsCollector(crawler)
    spider = EpaperSpider.from_crawler(crawler, outlet="jiangxi_jxrb", start="2025-10-23", outlets=load_outlets())
    assert isinstance(spider, EpaperSpider)
    spider.ledger = ledger = NoLedger()
    ledger.issues = Book()
    page = PrintPage("http://a.example/1")
    entries = [Entry(f"http://a.example/{number}.html", f"题{LONE if number == 1 else ''}", page.url) for number in range(3)]
    left = spider._enter(date(2025, 10, 23), "", Layout({page.url}, [page], entries))
    assert [todo.url for todo in left.articles] == [entries[0].url, entries[2].url]
    row = counts_by_outlet(crawler.stats.get_stats())["jiangxi_jxrb"]
    assert (row["failed"], row["reasons"]) == (1, {UNSTORABLE: 1})


def test_what_passes_the_boundaries_is_settled_all_the_same() -> None:
    """A scheduler that takes no request, a step and a middleware of somebody else's that fail, a start that fails elsewhere."""
    crawler = get_crawler(UrlSpider)
    crawler.stats = MemoryStatsCollector(crawler)
    addresses = [f"http://a.example/{number}.html" for number in range(4)]
    spider = UrlSpider.from_crawler(crawler, url=addresses[0], outlets=load_outlets())
    assert isinstance(spider, UrlSpider)
    for address in addresses:
        spider.account.take_up(address, "a.example")
    requests = [Request(address, cb_kwargs={"requested": address}) for address in addresses]
    spider.request_dropped(requests[0])
    printed = Printed(reader="generic", encoding="utf-8", content_sha256="", url=addresses[1])
    spider.item_error(start_draft(printed), Failure(KeyError("x")))
    spider.spider_error(Failure(RuntimeError("x")), SimpleNamespace(request=requests[2]))
    spider.spider_error(Failure(TypeError("x")), None)
    spider.account.close("shutdown")
    stats = crawler.stats.get_stats()
    row = counts_by_outlet(stats)["a.example"]
    assert row["reasons"] == {"dropped": 1, "internal_KeyError": 1, "internal_RuntimeError": 1}
    assert row["left_reasons"] == {"broken_off": 1}
    check_sums({"a.example": row})
    assert "its spider died: TypeError" in (incomplete(stats, "url") or "")


# spiders


@pytest.fixture(scope="module")
def spiders(press: Press, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], Any]:
    """A folder after a crawl in which spiders died or lost addresses; the lost ones; how it ended."""
    folder = tmp_path_factory.mktemp("spiders")
    write_sites(press.outlets, folder / "sites.toml")
    lost = [record["url"] for record in press.site("demo_trs").records[:2]]
    plan = {
        "open": {"demo_people": "TypeError"},
        "start": {"demo_plain": "RuntimeError"},
        "closed": {"demo_hanweb": "ZeroDivisionError"},
        "lists": {press.outlets["demo_chinanews"].lists[0]: "AttributeError"},
        "drop": lost,
        "judge": {"demo_founder": "RuntimeError"},
        "tell": {"": "RuntimeError"},
    }
    arguments = ("crawl", "--all", "--sites", "sites.toml", "--output", "out")
    return folder, lost, poisoned(plan, *arguments, cwd=folder)


def test_a_run_with_a_dead_spider_or_a_lost_address_ends_with_9(spiders: tuple[Path, list[str], Any]) -> None:
    folder, lost, done = spiders
    assert done.returncode == RunIncomplete.exit_code == 9, done.stderr
    said = {
        "demo_people": "its spider died: TypeError: poisoned",
        "demo_plain": "its spider died: RuntimeError: poisoned",
        "demo_hanweb": "its spider died: ZeroDivisionError: poisoned",
        "demo_trs": "of ",
        "demo_founder": "its run could not be judged: RuntimeError: poisoned",
    }
    lines = [line for line in done.stderr.splitlines() if line.startswith("newsspider: ")]
    for outlet, words in said.items():
        assert any(f"{outlet}: {words}" in line for line in lines), outlet
    assert any("nobody was told of this run" in line for line in lines)
    assert "addresses taken up it is not known what became of 2, like" in done.stderr
    run = run_of(folder)
    assert run["state"] == "failed"
    assert all(f"{outlet}: {words}" in run["reason"] for outlet, words in said.items())
    assert run["counts"]["demo_trs"]["lost"] == 2
    assert sorted(run["counts"]["demo_trs"]["examples"]["lost"]) == sorted(lost)
    assert run["counts"]["demo_chinanews"]["reasons"]["list_internal_AttributeError"] == 1
    assert "LOST 2" in done.stdout
    check_sums(run["counts"])


def test_the_other_outlets_are_stored_and_what_was_lost_comes_with_the_next_run(
    press: Press, spiders: tuple[Path, list[str], Any]
) -> None:
    folder, lost, _ = spiders
    found = {row["url"] for row in written(folder / "out")}
    hurt = {"demo_people", "demo_plain", "demo_chinanews"}
    assert {r["url"] for r in press.expected() if r["outlet"] not in hurt} - found == set(lost)
    assert {states(folder)[url][0] for url in lost} == {"pending"}
    newsspider("crawl", "--all", "--sites", "sites.toml", "--output", "out", cwd=folder)
    assert sorted(row["url"] for row in written(folder / "out")) == sorted(record["url"] for record in press.expected())


def test_a_run_that_a_fault_ends_is_entered_as_failed(press: Press, tmp_path: Path) -> None:
    """Behind the spiders, before the summary: the run must not be taken for one that is still running."""
    write_sites(press.outlets, tmp_path / "sites.toml")
    done = poisoned({"end": "RuntimeError"}, "crawl", "demo_gbk", "--sites", "sites.toml", "--output", "out", cwd=tmp_path)
    assert done.returncode == 9
    assert "RuntimeError: poisoned" in done.stderr
    run = run_of(tmp_path)
    assert run["state"] == "failed"
    assert "RuntimeError: poisoned" in run["reason"]
    check_sums(run["counts"])


# commits


def stored(number: int, **changes: Any) -> Outcome:
    article = make_article(number)
    for name, value in changes.items():
        setattr(article, name, value)
    return Outcome(article.url or "", "x", "stored", article=article)


POISONS: list[dict[str, Any]] = [
    {"headline": LONE}, {"headline": None}, {"body": [f"一{LONE}二"]}, {"body": object()}, {"revision": 1 << 70}, {"keywords": {1, 2}},
    {"published_at": "no day"},
]  # fmt: skip
"""Articles that a database, or its driver, refuses."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mariadb"])
def test_an_article_that_the_database_refuses_costs_itself(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as database, closing(Store(database)) as store:
        settled: list[tuple[str, str | None]] = []

        def committed(batch: Any, saved: Any) -> None:
            settled.extend((outcome.state, what) for outcome, what in zip(batch, saved, strict=True))

        ledger = RunLedger(store, Runs(store).begin("test"), committed)
        bad = [stored(100 + number, **poison) for number, poison in enumerate(POISONS)]
        nul = stored(99, headline="a\0b")  # PostgreSQL alone takes none
        for number, each in enumerate([*bad, nul]):
            ledger.add(stored(number))
            ledger.add(each)
        ledger.commit()
        assert ledger.batch == []
        good = len(POISONS) + 1 + (kind != "postgresql")
        assert settled.count(("stored", "new")) == store.count() == good
        assert settled.count(("failed", None)) == len(POISONS) + (kind == "postgresql")
        with store.reading() as connection:
            failed = set(connection.scalars(select(urls.c.url).where(urls.c.state == "failed", urls.c.reason == UNSTORABLE)))
        assert failed >= {each.url for each in bad}


def test_an_outcome_that_cannot_even_be_entered_blocks_nothing(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        wrong = [
            Outcome(f"http://a.example/{LONE}", "x", "failed", "timeout"),
            Outcome("http://a.example/1", LONE, "gone", "http_404"),
        ]
        done = [outcome for entered, _ in commits(store, [*wrong, stored(1)], 1, ("place", 7)) for outcome in entered]
        assert [outcome.state for outcome in done] == ["failed", "failed", "stored"]
        assert store.count() == 1
        assert store.position_of("place") == 7


def test_a_database_that_fails_is_not_taken_for_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        tries: list[int] = []

        def full(outcomes: Any, *args: Any, **kwargs: Any) -> None:
            tries.append(len(outcomes))
            raise OutputError("the disk is full")

        monkeypatch.setattr(store, "save", full)
        with pytest.raises(OutputError, match="full"):
            list(commits(store, [stored(1), stored(2)], 1))
        assert tries == [2]
        assert issubclass(Unstorable, OutputError)


def test_what_waits_on_disk_is_written_around_a_poisoned_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.store.spool.BATCH", 4)
    with closing(Store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        spool = Spool(store, tmp_path, 7)
        with monkeypatch.context() as away:

            def save(*args: Any, **kwargs: Any) -> None:
                raise StoreAway("no answer")

            away.setattr(store, "save", save)
            for number in range(5):
                spool.save([stored(number), stored(50 + number, published_at="no day")], lambda outcomes, saved: None)
        spool.close()
        assert write_waiting(store, tmp_path) == 10
        assert list(tmp_path.glob("*.jsonl")) == []
        assert store.count() == 5
        with store.reading() as connection:
            assert len(connection.execute(select(urls).where(urls.c.reason == UNSTORABLE)).all()) == 5


def test_a_damaged_row_of_the_spool_does_not_keep_a_crawl_from_running(press: Press, tmp_path: Path) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    arguments = ("crawl", "demo_gbk", "--sites", "sites.toml", "--output", "out")
    newsspider(*arguments, "--limit", 1, cwd=tmp_path)
    with closing(Store(f"sqlite:///{tmp_path / 'out' / 'newsspider.db'}")) as store:
        spool = Spool(store, tmp_path / "out" / "spool", 1)
        spool._put([stored(1)])
        spool._put([stored(2)])
        spool.close()
        lines = spool.path.read_bytes().splitlines(keepends=True)
        spool.path.write_bytes(lines[0] + b"no json\n" + lines[2])
    done = newsspider(*arguments, cwd=tmp_path, ok=False)
    assert done.returncode == 9
    assert f"{spool.path.name}, line 2: not an outcome that waits" in done.stderr
    assert spool.path.exists()
    wanted = {record["url"] for record in press.expected() if record["outlet"] == "demo_gbk"} | {make_article(2).url}
    assert {row["url"] for row in written(tmp_path / "out")} == wanted
    spool.path.unlink()
    newsspider(*arguments, cwd=tmp_path)


def test_an_article_that_cannot_be_written_as_a_line_is_said_and_left_out(press: Press, tmp_path: Path) -> None:
    """Somebody else's program put a character into the database that no file takes."""
    write_sites(press.outlets, tmp_path / "sites.toml")
    arguments = ("crawl", "demo_gbk", "--sites", "sites.toml", "--output", "out")
    newsspider(*arguments, "--limit", 5, cwd=tmp_path)
    with closing(Store(f"sqlite:///{tmp_path / 'out' / 'newsspider.db'}")) as store:
        wrong, right = stored(1), stored(2)
        store.save([wrong, right])
        with store.transaction() as connection:
            connection.exec_driver_sql("UPDATE articles SET body = '[\"\\ud800\"]' WHERE url = ?", (wrong.url,))
    done = newsspider(*arguments, cwd=tmp_path, ok=False)
    assert done.returncode == 9
    assert f"{wrong.url}: cannot be written as a line: UnicodeEncodeError" in done.stderr
    wanted = {record["url"] for record in press.expected() if record["outlet"] == "demo_gbk"} | {right.url}
    assert {row["url"] for row in written(tmp_path / "out")} == wanted
    assert "cannot be written" in run_of(tmp_path)["reason"]
    newsspider(*arguments, cwd=tmp_path)
