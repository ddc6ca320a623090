"""The store: ledger, articles with revisions, batches in one transaction, feeds."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from article_factory import make_article
from sqlalchemy import select, update

from newsspider.days import SHANGHAI
from newsspider.errors import OutputError, UsageError
from newsspider.store import Due, Outcome, RunLedger, Runs, Store
from newsspider.store.records import published_moment
from newsspider.store.sql import ListRead
from newsspider.store.tables import articles, meta, urls
from newsspider.urls import canonical_url

LIST = [
    "https://a.example/1.html",
    "https://a.example/2.html",
    "https://a.example/1.html#top",
    "http://a.example/2.html?utm_source=x",
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


def last_read(store: Store, walk: str) -> int | None:
    read = store.list_read(walk)
    return read.run if read else None


def due(store: Store, outlet: str) -> list[str]:
    return [each.url for each in store.due(outlet)]


def ledger_row(store: Store, url: str) -> dict[str, object]:
    with store.engine.connect() as connection:
        return dict(connection.execute(select(urls).where(urls.c.url == url)).mappings().one())


def stored(number: int, **changes: object) -> Outcome:
    article = make_article(number, **changes)
    return Outcome(article.url or "", "demo_founder", "stored", article=article)


def test_found_gives_each_new_url_once(store: Store) -> None:
    assert store.found("a", map(canonical_url, LIST)).new == ["https://a.example/1.html", "http://a.example/2.html"]
    assert store.found("a", [*map(canonical_url, LIST), "https://a.example/3.html"]).new == ["https://a.example/3.html"]


def test_a_list_is_read_on_until_a_run_has_read_it_to_its_end(store: Store) -> None:
    """A run that was killed after the first page of a list must not hide the pages below from the next one."""
    walk = LIST[0]
    assert store.list_read(walk) is None
    assert store.found("a", map(canonical_url, LIST), run=1).fresh
    assert store.found("a", map(canonical_url, LIST), run=2, since=last_read(store, walk)).fresh  # run 1 was killed
    store.enter_list_read(walk, "a", 2)
    assert not store.found("a", map(canonical_url, LIST), run=3, since=last_read(store, walk)).fresh
    assert store.found("a", [*map(canonical_url, LIST), "https://a.example/3.html"], run=3, since=last_read(store, walk)).fresh
    assert store.found(
        "a", [*map(canonical_url, LIST), "https://a.example/3.html"], run=4, since=last_read(store, walk)
    ).fresh  # run 3 was killed
    store.enter_list_read(walk, "a", 4)
    assert not store.found(
        "a", [*map(canonical_url, LIST), "https://a.example/3.html"], run=5, since=last_read(store, walk)
    ).fresh
    assert not store.found("a", [], run=6).fresh


def test_found_takes_more_urls_than_sqlite_has_variables(store: Store) -> None:
    many = [f"https://a.example/{n}.html" for n in range(40_000)]
    assert len(store.found("a", many).new) == 40_000
    assert store.found("a", many).new == []


def test_what_a_killed_run_found_is_due(store: Store) -> None:
    store.found("a", map(canonical_url, LIST))
    store.found("b", ["https://b.example/1.html"])
    assert set(due(store, "a")) == {"https://a.example/1.html", "http://a.example/2.html"}
    store.save([Outcome("https://a.example/1.html", "a", "refused", "list_page")])
    assert due(store, "a") == ["http://a.example/2.html"]


def test_a_failed_url_rests_longer_each_time_and_is_then_left_alone(store: Store) -> None:
    url = "https://a.example/1.html"
    store.found("a", [url])
    rests = []
    for _ in range(5):
        before = datetime.now(UTC)
        store.save([Outcome(url, "a", "failed", "timeout")])
        rest = ledger_row(store, url)["next_try"]
        rests.append(round((rest - before) / timedelta(minutes=1)) if isinstance(rest, datetime) else None)
        assert store.due("a") == []
        assert store.unfinished([url]) == []
    assert rests == [10, 60, 360, 1440, None]
    with store.engine.begin() as connection:
        connection.execute(update(urls).values(next_try=datetime.now(UTC) - timedelta(seconds=1)))
    assert due(store, "a") == [url]
    assert store.unfinished([url]) == [url]


def test_gone_and_refused_urls_are_finished(store: Store) -> None:
    wanted = [f"https://a.example/{n}.html" for n in range(4)]
    store.save(
        [Outcome(wanted[0], "a", "gone", "http_404"), Outcome(wanted[1], "a", "refused", "forum"), stored(1)],
    )
    assert store.unfinished([*wanted, make_article(1).url or ""]) == wanted[2:]
    assert ledger_row(store, wanted[0])["reason"] == "http_404"


def test_an_article_is_stored_once_and_a_changed_text_is_a_revision(store: Store) -> None:
    assert store.save([stored(1)]) == ["new"]
    assert store.save([stored(1, fetched_at="2024-01-01T00:00:00Z", content_sha256="1" * 64)]) == ["unchanged"]
    assert store.save([stored(1, body=["改过的正文。"])]) == ["revised"]
    rows = store.articles_after(0, 10)
    assert [(row["revision"], row["body"]) for _, row in rows] == [(1, ["赣江网讯　第1座桥今日通车。"]), (2, ["改过的正文。"])]
    assert store.count() == 1


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    article = make_article(7, keywords=["桥", "𠮷"], headline="引号“”与\n换行")
    store.save([Outcome(article.url or "", "x", "stored", article=article)])
    assert store.articles_after(0, 1) == [(1, asdict(article))]


def test_a_batch_is_all_or_nothing(store: Store) -> None:
    wrong = make_article(2)
    wrong.headline = None  # type: ignore[assignment] # what no check let through: the database refuses it
    with pytest.raises(OutputError, match="NOT NULL"):
        store.save([stored(1), Outcome(wrong.url or "", "x", "stored", article=wrong)])
    assert store.count() == 0
    assert store.unfinished([make_article(1).url or ""]) != []


def test_run_ledger_commits_full_batches_and_the_rest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.store.ledger.BATCH_SIZE", 3)
    commits: list[list[str | None]] = []
    ledger = RunLedger(store, Runs(store).begin("test"), lambda batch, new: commits.append(list(new)))
    for number in range(4):
        ledger.add(stored(number))
    assert commits == [["new", "new", "new"]]
    ledger.failed("https://a.example/x.html", "a", "timeout")
    ledger.commit()
    ledger.commit()
    assert commits == [["new", "new", "new"], ["new", None]]


def test_a_feed_keeps_its_place_only_when_the_block_ends_well(store: Store) -> None:
    store.save([stored(n) for n in range(1, 6)])
    with store.feed("x") as feed:
        feed.position = feed.next(2)[-1][0]
    with pytest.raises(ZeroDivisionError), store.feed("x") as feed:
        feed.position = feed.next(2)[-1][0] // 0
    with store.feed("x") as feed:
        assert [position for position, _ in feed.next(10)] == [3, 4, 5]


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    store = Store(url)
    with store.engine.begin() as connection:
        connection.execute(update(meta).where(meta.c.key == "store_version").values(value="99"))
    store.close()
    with pytest.raises(OutputError, match="store version 99"):
        Store(url)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("no url", UsageError),
        ("nosuchdb://x/y", UsageError),
        ("sqlite:////proc/nowhere/news.db", OutputError),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_in_one_line(url: str, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        Store(url)
    assert len(str(caught.value).splitlines()) == 1
    assert "--database" in str(caught.value) or "--output" in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_bytes(b"these are no tables" * 100)
    with pytest.raises(OutputError, match="not a database"):
        Store(f"sqlite:///{tmp_path / 'news.db'}")


RECENT_DAY = datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()


def age(store: Store, hours: float) -> None:
    """Make everything in the store so many hours older."""
    with store.engine.begin() as connection:
        for table, names in ((articles, ["committed_at"]), (urls, ["next_try", "first_seen"])):
            for row in connection.execute(select(table)).mappings().all():
                key = next(iter(table.primary_key))
                older = {name: row[name] - timedelta(hours=hours) for name in names if row[name]}
                connection.execute(update(table).where(key == row[key.name]).values(older))


def test_a_stored_page_is_looked_at_again_on_a_widening_schedule(store: Store) -> None:
    article = stored(1, published_at=RECENT_DAY)
    store.save([replace(article, etag='"v1"', last_modified="Tue, 17 Oct 2023 00:22:00 GMT")])
    assert store.due("demo_founder") == []
    looks = []
    for hours in (1.01, 5, 18, 48, 400):
        age(store, hours)
        looks.append(store.due("demo_founder"))
        store.save([Outcome(article.url, "demo_founder", "not_modified")])
        assert store.due("demo_founder") == []
    assert looks == [[Due(article.url, True, '"v1"', "Tue, 17 Oct 2023 00:22:00 GMT")]] * 4 + [[]]
    assert (ledger_row(store, article.url)["state"], ledger_row(store, article.url)["looks"]) == ("not_modified", 5)


def test_a_page_that_nobody_looked_at_for_long_is_looked_at_once(store: Store) -> None:
    store.save([stored(1, published_at=RECENT_DAY)])
    age(store, 30)
    assert len(store.due("demo_founder")) == 1
    store.save([stored(1, published_at=RECENT_DAY)])
    age(store, 41)
    assert store.due("demo_founder") == []
    age(store, 2)
    assert len(store.due("demo_founder")) == 1


def test_an_old_article_is_not_looked_at_again(store: Store) -> None:
    store.save([stored(1, published_at="2023-10-17T08:22+08:00")])
    age(store, 500)
    assert store.due("demo_founder") == []


def test_a_changed_text_says_what_changed_and_is_watched_anew(store: Store) -> None:
    store.save([stored(1, published_at=RECENT_DAY)])
    age(store, 25)
    store.save(
        [stored(1, published_at=RECENT_DAY, headline="桥名更正", body=["改过的正文。"], fetched_at="2024-01-01T00:00:00Z")]
    )
    with store.engine.connect() as connection:
        rows = connection.execute(select(articles.c.revision, articles.c.changed).order_by(articles.c.position)).all()
    assert [tuple(row) for row in rows] == [(1, None), (2, ["headline", "body"])]
    age(store, 1.01)
    assert len(store.due("demo_founder")) == 1


@pytest.mark.parametrize(("state", "reason"), [("failed", "http_500"), ("refused", "captcha")])
def test_a_look_that_fails_leaves_the_article_stored(store: Store, state: Any, reason: str) -> None:
    article = stored(1, published_at=RECENT_DAY)
    store.save([article])
    age(store, 2)
    store.save([Outcome(article.url, "demo_founder", state, reason)])
    row = ledger_row(store, article.url)
    assert (row["state"], row["reason"]) == ("stored", reason)
    assert row["next_try"] is not None
    assert store.unfinished([article.url]) == []


def test_a_vanished_article_is_marked_gone_and_kept(store: Store) -> None:
    article = stored(1, published_at=RECENT_DAY)
    store.save([article])
    store.save([Outcome(article.url, "demo_founder", "gone", "http_410")])
    row = ledger_row(store, article.url)
    assert (row["state"], row["reason"], row["next_try"], row["article"]) == ("gone", "http_410", None, make_article(1).id)
    assert store.count() == 1


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2023-10-17T08:22+08:00", "2023-10-17T00:22:00+00:00"),
        ("2023-10-17T08:22:33+08:00", "2023-10-17T00:22:33+00:00"),
        ("2023-10-17", "2023-10-16T16:00:00+00:00"),
        (None, None),
    ],
)
def test_the_moment_of_publication(printed: str | None, moment: str | None) -> None:
    assert published_moment(printed) == (datetime.fromisoformat(moment) if moment else None)


def test_a_list_keeps_its_validators_of_the_run_that_read_it_to_its_end(store: Store) -> None:
    store.enter_list_read("https://a.example/list", "a", 1, '"v1"', None)
    store.enter_list_read("https://a.example/list", "a", 2, None, "Tue, 17 Oct 2023 00:22:00 GMT")
    assert store.list_read("https://a.example/list") == ListRead(2, None, "Tue, 17 Oct 2023 00:22:00 GMT")
