"""The account of issues in the store: what is due, what is left, and when an issue counts as complete."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from article_factory import make_article

from newsspider.days import today
from newsspider.pages.layouts import Entry, Layout, PrintPage
from newsspider.spiders.issues import NoIssueBook
from newsspider.store import Issues, Outcome, Store
from newsspider.store.tables import issues as issues_table
from newsspider.urls import url_id

DAY = date(2025, 10, 23)
BASE = "http://paper.example/202510/23/"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        yield store


def entry(number: int, page: int = 1, title: str | None = "标题", skip: str | None = None) -> Entry:
    return Entry(f"{BASE}content_{number}.html", title, f"{BASE}node_{page:02}.html", skip)


def layout(page: int, *entries: Entry, pages: int = 2) -> Layout:
    printed = [PrintPage(f"{BASE}node_{number:02}.html", f"{number:02}", "要闻") for number in range(1, pages + 1)]
    return Layout({printed[page - 1].url}, printed, list(entries))


def settle(store: Store, number: int, state: str, reason: str | None = None) -> None:
    url = f"{BASE}content_{number}.html"
    article = make_article(url=url, id=url_id(url)) if state == "stored" else None
    store.save([Outcome(url, "x_paper", state, reason, article)])  # type: ignore[arg-type] # a Literal


def only(issues: Issues, day: date = DAY) -> tuple[str, int, int, int, int, int]:
    [row] = issues.table("x_paper", [day])
    return row.state, row.listed, row.stored, row.skipped, row.failed, row.pending


def test_an_issue_is_complete_when_all_its_articles_are_settled(store: Store) -> None:
    issues = Issues(store, run=1)
    assert only(issues) == ("not_asked", 0, 0, 0, 0, 0)
    left = issues.read("x_paper", DAY, BASE + "node_01.html", layout(1, entry(1), entry(2), entry(3, skip="advertisement")))
    assert left.pages == [BASE + "node_02.html"]
    assert [(todo.url[-6:-5], todo.number, todo.section) for todo in left.articles] == [("1", "01", "要闻"), ("2", "01", "要闻")]
    assert only(issues) == ("partial", 3, 0, 1, 0, 2)
    settle(store, 1, "stored")
    settle(store, 2, "gone", "http_404")
    assert only(issues) == ("partial", 3, 1, 1, 1, 0), "a page is unread"
    assert issues.read("x_paper", DAY, "", layout(2, entry(1, page=2), entry(4, page=2))).pages == []
    settle(store, 4, "failed", "timeout")
    assert only(issues) == ("partial", 4, 1, 1, 2, 0), "an article may still come"
    settle(store, 4, "refused", "no_text")
    assert only(issues) == ("complete", 4, 1, 1, 2, 0)
    [row] = issues.table("x_paper", [DAY])
    assert [gap["reason"] for gap in row.gaps] == ["gone:http_404", "refused:no_text"]
    assert (row.pages, row.pages_read) == (2, 2)


def test_what_turns_out_to_be_no_article_is_skipped(store: Store) -> None:
    issues = Issues(store)
    issues.read("x_paper", DAY, BASE, layout(1, entry(1), entry(2, title=None), entry(3), pages=1))
    settle(store, 1, "refused", "continuation")
    settle(store, 2, "refused", "no_text")
    settle(store, 3, "stored")
    assert only(issues) == ("complete", 3, 1, 2, 0, 0)


def test_an_interrupted_issue_goes_on_where_it_stopped(store: Store) -> None:
    issues = Issues(store)
    assert issues.left("x_paper", DAY) is None
    issues.read("x_paper", DAY, BASE, layout(1, entry(1), entry(2)))
    settle(store, 1, "stored")
    issues.page_failed("x_paper", DAY, BASE + "node_02.html", "http_502")
    left = issues.left("x_paper", DAY)
    assert left is not None
    assert left.pages == [BASE + "node_02.html"]
    assert [todo.url for todo in left.articles] == [BASE + "content_2.html"]
    assert issues.due("x_paper", [DAY], today()) == [DAY]
    [row] = issues.table("x_paper", [DAY])
    assert {gap["reason"] for gap in row.gaps} == {"page_http_502", "pending"}


def test_settled_issues_are_not_due_and_those_of_today_are(store: Store) -> None:
    issues = Issues(store)
    now = today()
    days = [now - timedelta(days=number) for number in (3, 2, 1, 0)]
    issues.no_issue("x_paper", days[0])
    issues.missing("x_paper", days[1], "http_502")
    for day in days[2:]:
        issues.read("x_paper", day, BASE, layout(1, entry(day.day), pages=1))
        settle(store, day.day, "stored")
    assert issues.due("x_paper", days, now) == [days[1], now]
    assert issues.left("x_paper", now) is None, "today's front page is asked for again"
    assert issues.due("other_paper", days, now) == days
    with store.transaction() as connection:  # asked for on its own day: pages may have been added since
        then = datetime(days[2].year, days[2].month, days[2].day, 2, tzinfo=UTC)
        connection.execute(issues_table.update().where(issues_table.c.day == days[2]).values(asked_at=then))
    assert issues.due("x_paper", days, now) == [days[1], days[2], now]


def test_what_is_known_of_an_issue_outlives_a_failure(store: Store) -> None:
    issues = Issues(store)
    issues.missing("x_paper", DAY, "http_502")
    assert only(issues)[0] == "missing"
    issues.read("x_paper", DAY, BASE, layout(1, entry(1), pages=1))
    issues.missing("x_paper", DAY, "http_502")
    issues.no_issue("x_paper", DAY)
    settle(store, 1, "stored")
    assert only(issues)[0] == "complete"
    assert issues.is_stored(BASE + "content_1.html")
    assert not issues.is_stored(BASE + "content_2.html")


def test_a_front_page_read_again_asks_for_all_pages_again(store: Store) -> None:
    issues = Issues(store)
    issues.read("x_paper", DAY, BASE, layout(1, entry(1)))
    assert issues.read("x_paper", DAY, "", layout(2)).pages == []
    assert issues.read("x_paper", DAY, BASE, layout(1, entry(1))).pages == [BASE + "node_02.html"]


def test_the_span_is_that_of_the_days_asked_for(store: Store) -> None:
    issues = Issues(store)
    assert issues.span("x_paper") is None
    issues.no_issue("x_paper", DAY)
    issues.no_issue("x_paper", DAY + timedelta(days=4))
    assert issues.span("x_paper") == (DAY, DAY + timedelta(days=4))
    assert issues.table("x_paper", []) == []


def test_without_a_store_every_article_is_to_be_fetched() -> None:
    book = NoIssueBook()
    assert book.due("x_paper", [DAY], DAY) == [DAY]
    assert book.left("x_paper", DAY) is None
    left = book.read("x_paper", DAY, BASE, layout(1, entry(1), entry(2, skip="notice")))
    assert (left.pages, [todo.url for todo in left.articles]) == ([BASE + "node_02.html"], [BASE + "content_1.html"])
    assert not book.is_stored(BASE)
