"""The watch: what a run observes, when it is unlike its history, what is said of it; nothing is said of small counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from article_factory import make_article

from newsspider.config import Watch
from newsspider.errors import NotAnArticle
from newsspider.items import Draft, Printed, start_draft
from newsspider.notify import Alarm, RunSummary
from newsspider.notify.book import AlarmBook
from newsspider.pages import load, symptom
from newsspider.pages.symptoms import is_garbled
from newsspider.store import Outcome, Runs, Store
from newsspider.store.reopen import REST, reopen
from newsspider.store.runs import OutletRun
from newsspider.telemetry.counters import count, counts_by_outlet, example, figures, observe
from newsspider.watch import CAUSES, judge
from newsspider.watch.chances import Share, chance
from newsspider.watch.keeping import remember, said, watch_run
from newsspider.watch.observing import Observer

WATCH = Watch()
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEXT = "县委常委会召开会议，研究部署今年的晚稻抢收、烘干和仓储等工作，要求各乡镇组织好农机调度，确保颗粒归仓，让群众放心过冬。"


def counts(read: int = 8, **more: Any) -> dict[str, Any]:
    """What a run counted in which all went well."""
    row = {
        "listed": 20,
        "new": read,
        "read": read,
        "stored": read,
        "list_pages": 2,
        "reasons": {},
        "fields": {"images": read // 2},
    }
    return row | {"characters": {"median": 600}, "seconds": {"mean": 0.5, "p90": 1.0}} | more


def history(*rows: dict[str, Any], every: timedelta = timedelta(hours=1)) -> list[OutletRun]:
    """Finished runs, the newest first, the last of them one interval before AT."""
    runs = []
    for number, row in enumerate(rows, 1):
        at = AT - every * number
        runs.append(OutletRun(len(rows) - number + 1, "x", at, at + timedelta(minutes=5), "finished", row))
    return runs


USUAL = history(*[counts() for _ in range(10)])


def words(current: dict[str, Any], before: Sequence[OutletRun] = USUAL, **more: Any) -> list[tuple[str, str | None]]:
    return [(alarm.monitor, alarm.field) for alarm in judge("x", current, before, WATCH, at=AT, **more)]


def lost(number: int, reason: str, **more: Any) -> dict[str, Any]:
    """A run whose articles all gave nothing for one reason."""
    return counts(0, new=number, refused=number, reasons={reason: number}, fields={}, characters={}) | more


# chance


def test_chance_is_the_tail_of_a_beta_binomial() -> None:
    assert chance(Share(0, 5), Share(3, 30)) == pytest.approx(1.0)
    assert chance(Share(1, 1), Share(0, 0)) == 1.0
    # one article: the mean of Beta(0.5 + 3, 0.5 + 27)
    assert chance(Share(1, 1), Share(3, 30)) == pytest.approx(3.5 / 31)
    assert chance(Share(2, 2), Share(0, 12)) == pytest.approx(0.5 * 1.5 / (13 * 14))


def test_much_history_counts_no_more_than_a_hundred_articles() -> None:
    assert chance(Share(3, 10), Share(100, 1000)) == pytest.approx(chance(Share(3, 10), Share(1000, 10000)))


SHARES = {"source": 0.02, "authors": 0.35, "credits": 0.6, "section": 0.1, "images": 0.5}


def test_shares_that_vary_by_chance_raise_no_alarm() -> None:
    rng = Random(5)  # noqa: S311 the same runs every time is the aim

    def run() -> dict[str, Any]:
        read = rng.randint(1, 15)
        lacking = {name: sum(rng.random() < share for _ in range(read)) for name, share in SHARES.items()}
        return counts(read, fields=lacking)

    alarms = sum(bool(words(run(), history(*[run() for _ in range(8)]))) for _ in range(400))
    assert alarms <= 4  # 1 %


# judging


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (counts(), []),
        (counts(0, new=0, fields={}), []),
        (counts(1, fields={"source": 1, "authors": 1}), []),
        (counts(fields={"source": 8}), [("source_dropped", "source")]),
        (counts(fields={"published_time": 8}), [("date_moved", "published_at")]),
        (counts(fields={"published_at": 8, "published_time": 8}), [("date_moved", "published_at")]),
        (counts(fields={"authors": 8, "section": 8}), [("field_lost", "authors"), ("field_lost", "section")]),
        (counts(fields={"images": 8}), [("field_lost", "images")]),
        (counts(fields={"text": 8, "authors": 8, "source": 8}), [("body_renamed", "body")]),
        (counts(fields={"legible": 8, "source": 8}), [("charset_changed", "body")]),
        (counts(fields={"own_text": 7}), [("same_text", "body")]),
        (lost(8, "no_text"), [("body_renamed", "body")]),
        (lost(8, "list_page"), [("body_renamed", "body")]),
        (lost(8, "needs_render"), [("script_shell", None)]),
        (lost(8, "redirect_front"), [("redirect_front", None)]),
        (lost(8, "http_500"), [("http_errors", None)]),
        (lost(8, "robots_txt"), [("robots_refused", None)]),
        (lost(8, "error_page", symptoms={"captcha": 8}), [("captcha", None)]),
        (lost(8, "http_403", symptoms={"captcha": 8}), [("captcha", None)]),
        (lost(8, "no_text", symptoms={"garbled": 8}), [("charset_changed", "body")]),
        (counts(0, listed=0, new=0, fields={}, lists_empty=2), [("list_empty", None)]),
        (counts(0, listed=0, new=0, fields={}, lists_empty=2, symptoms={"list_captcha": 2}), [("captcha", None)]),
        (
            counts(0, listed=0, new=0, fields={}, list_pages=0, failed=2, reasons={"list_http_412": 2}, symptoms={"list_captcha": 2}),
            [("captcha", None)],
        ),
        (counts(0, listed=0, new=0, fields={}, list_pages=0, failed=2, reasons={"list_timeout": 2}), [("unreachable", None)]),
        (counts(0, listed=0, new=0, fields={}, list_pages=0, failed=2, reasons={"list_robots_txt": 2}), [("robots_refused", None)]),
        (counts(0, listed=0, new=0, fields={}, list_pages=0, lists_unchanged=2), []),
        (counts(seconds={"mean": 9.0, "p90": 20.0}), [("slow", None)]),
        (counts(seconds={"mean": 4.0, "p90": 20.0}), []),
        (counts(characters={"median": 150}), [("length_changed", "body")]),
        (counts(revised=30, unchanged=1), [("rewritten", None)]),
        (counts(revised=2, unchanged=1), []),
    ],
)  # fmt: skip
def test_a_run_is_judged_by_its_outlets_own(current: dict[str, Any], wanted: list[tuple[str, str | None]]) -> None:
    usual = history(*[counts(unchanged=20) for _ in range(10)])
    assert words(current, usual) == wanted


def test_what_an_outlet_never_had_is_not_missed() -> None:
    usual = history(*[counts(fields={"source": 8, "images": 8}) for _ in range(5)])
    assert words(counts(fields={"source": 8, "images": 8}), usual) == []
    silent = history(*[counts(0, listed=0, new=0, lists_empty=2) for _ in range(5)])
    assert words(counts(0, listed=0, new=0, lists_empty=2), silent) == []


def test_an_outlet_without_history_is_judged_by_what_cannot_be_right() -> None:
    assert words(counts(fields={"source": 8, "authors": 8, "images": 8}), []) == []
    assert words(lost(3, "http_404"), []) == []
    assert words(lost(8, "no_text"), []) == [("body_renamed", "body")]
    assert words(lost(8, "http_500"), []) == [("http_errors", None)]
    assert words(counts(0, listed=0, new=0, lists_empty=2), []) == [("list_empty", None)]
    assert words(counts(fields={"legible": 8}), []) == [("charset_changed", "body")]


def test_runs_that_raised_an_alarm_say_nothing_about_what_is_usual() -> None:
    broken = counts(fields={"source": 8}, alarms=["source_dropped"])
    usual = [*history(*[broken] * 9), *history(counts(), counts())]
    assert words(counts(fields={"source": 8}), usual) == [("source_dropped", "source")]
    assert words(counts(fields={"source": 8}), history(*[broken] * 50)) == []  # this is how the site is now


def test_the_same_weekday_and_hour_go_before_all_runs() -> None:
    nightly = history(*[counts(fields={"authors": 8}) for _ in range(8)], every=timedelta(days=7))
    daily = [
        replace(run, started_at=run.started_at + timedelta(hours=5)) for run in history(*[counts()] * 30, every=timedelta(days=1))
    ]
    newest_first = sorted([*nightly, *daily], key=lambda run: run.started_at, reverse=True)
    many = replace(WATCH, history=100)
    now = counts(fields={"authors": 8})
    assert judge("x", now, newest_first, many, at=AT) == []
    (alarm,) = judge("x", now, newest_first, many, at=AT + timedelta(hours=5))
    assert (alarm.monitor, alarm.field) == ("field_lost", "authors")


def test_nothing_new_for_far_longer_than_ever() -> None:
    nothing = counts(0, new=0, fields={})
    hourly = [counts() for _ in range(10)]
    assert words(nothing, history(*[nothing] * 2, *hourly)) == []
    assert words(nothing, history(*[nothing] * 5, *hourly)) == [("nothing_new", None)]
    assert words(nothing, history(*[nothing] * 5, *hourly), limited=True) == []
    assert words(nothing, history(*[nothing] * 5, *hourly[:4])) == []  # too few gaps are known


def test_some_lists_of_many_that_are_empty_are_told() -> None:
    usual = history(*[counts(list_pages=10, lists_empty=1) for _ in range(10)])
    assert words(counts(list_pages=10, lists_empty=8), usual) == [("list_empty", None)]
    assert words(counts(list_pages=10, lists_empty=2), usual) == []


def test_an_alarm_names_figures_addresses_and_what_to_try() -> None:
    urls = [f"http://x.example/{number}" for number in range(3)]
    current = counts(fields={"source": 8}, examples={"no_source": urls})
    (alarm,) = judge("x_daily", current, USUAL, WATCH, at=AT)
    assert alarm == Alarm(
        outlet="x_daily", monitor="source_dropped", field="source", figures={"now": "8 of 8", "usual": "0 of 80"}, examples=tuple(urls),
        message="source: the source is no more where it was: 8 of 8 articles lack it, usually 0 of 80; "
        "try `newsspider scrape http://x.example/0`",
    )  # fmt: skip
    assert said(alarm).startswith("x_daily: source_dropped: source: ")
    assert said(alarm).endswith(" ".join(urls))


def test_what_is_ignored_is_not_raised_and_hides_nothing() -> None:
    current = counts(fields={"text": 8, "source": 8})
    found = judge("x", current, USUAL, replace(WATCH, ignore=("body_renamed",)), at=AT)
    assert [alarm.monitor for alarm in found] == ["source_dropped"]


def test_every_cause_can_be_told() -> None:
    for word, cause in CAUSES.items():
        assert cause.word == word
        assert cause.hides <= CAUSES.keys()
        assert cause.next.format(outlet="x", url="http://x.example/").startswith("newsspider ")


# symptoms


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<title>安全验证</title><p>请输入验证码后继续访问</p>", "captcha"),
        ("<html><script>$_ts=window['$_ts'];$_ts.nsd=1;</script></html>", "captcha"),
        (f"<title>新闻</title><div>{TEXT * 20}</div><input placeholder='验证码'>", None),
        (f"<div>{TEXT}</div>", None),
        (f"<div>{TEXT.encode().decode('gb18030', 'replace')}</div>", "garbled"),
        ("<p>404 Not Found</p>", None),
    ],
)
def test_symptoms(html: str, seen: str | None) -> None:
    assert symptom(load(html.encode(), content_type="text/html; charset=utf-8")) == seen


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode().decode("gb18030", "replace"), lambda text: text.encode().decode("cp1252", "replace"),
        lambda text: text.encode("ascii", "replace").decode(), lambda text: text.encode("gb18030").decode("big5", "replace"),
        lambda text: "\ufffd" * len(text), lambda text: text.encode("big5", "replace").decode("big5"),
    ],
)  # fmt: skip
def test_garbled_text_is_seen(spoil: Any) -> None:
    assert is_garbled(spoil(TEXT))


@pytest.mark.parametrize(
    "text",
    [
        TEXT, "", "短", "縣委常委會召開會議，研究部署今年的晚稻搶收、烘乾和倉儲等工作，要求各鄉鎮組織好農機調度，確保顆粒歸倉，讓群眾放心過冬。",
        "The county committee met on Monday to discuss the harvest of late rice, its drying and storage.",
        "Le comité du comté s'est réuni à la fin de l'été pour préparer la récolte, déclarée excellente où qu'elle fût menée.",
        "རྫོང་གི་ཨུ་ཡོན་ལྷན་ཁང་གིས་ཚོགས་འདུ་བསྡུས་ཏེ་ལས་ཀ་བཀོད་སྒྲིག་བྱས།", "为什么？怎么办？谁来管？记者就此采访了有关部门的负责人，得到的答复是：今年年底前一定解决好这个问题。",
    ],
)  # fmt: skip
def test_good_text_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)


def test_an_empty_page_shows_nothing() -> None:
    with pytest.raises(NotAnArticle):
        load(b"")


# observing


class Stats(dict[str, Any]):
    """Stands for Scrapy's."""

    def inc_value(self, key: str, count: int = 1) -> None:
        self[key] = self.get(key, 0) + count

    def get_value(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def set_value(self, key: str, value: Any) -> None:
        self[key] = value


def article(number: int, **values: Any) -> Draft:
    url = f"http://x.example/{number}.html"
    facts: dict[str, Any] = {
        "published_at": "2026-11-23T08:00:00+08:00",
        "published_precision": "minute",
        "source": "日报",
        "body": [TEXT, str(number)],
    }
    draft = start_draft(Printed(reader="x", encoding="utf-8", content_sha256="0" * 64))
    draft.article = make_article(number, url=url, outlet="x", **(facts | values))
    draft.requested_url = url
    return draft


def test_what_articles_lack_is_counted_with_addresses() -> None:
    stats = Stats()
    observer = Observer(type("Crawler", (), {"stats": stats})())
    for draft in (
        article(1), article(2, source=None), article(3, published_precision="day"), article(4, body=["短"]), article(5, body=["短"]),
        article(6, body=[TEXT.encode().decode("gb18030", "replace")], headline=None),
    ):  # fmt: skip
        observer.item_scraped(draft)
    split = article(7)
    split.printed.left_out = 400
    observer.item_scraped(split)
    observer.spider_closed()
    row = counts_by_outlet(stats)["x"]
    assert row["read"] == 7
    assert row["fields"]["whole_text"] == 1
    assert row["examples"]["no_whole_text"] == ["http://x.example/7.html"]
    fields = {name: row["fields"][name] for name in ("source", "published_time", "text", "legible", "own_text")}
    assert fields == {"source": 1, "published_time": 1, "text": 2, "legible": 1, "own_text": 1}
    assert row["examples"]["no_source"] == ["http://x.example/2.html"]
    assert len(row["examples"]["no_images"]) == 3
    assert row["characters"]["median"] in range(len(TEXT), 2 * len(TEXT))
    assert "published_at" not in row["fields"]


def test_a_table_holds_counts_and_what_was_observed() -> None:
    stats = Stats()
    count(stats, "failed", "x", "http_404", url="http://x.example/1")
    count(stats, "refused", "x", "no_text", 2, url="http://x.example/2")
    count(stats, "listed", "x", number=5)
    observe(stats, "statuses", "x", "200")
    for number in range(5):
        example(stats, "x", "captcha", f"http://x.example/c{number % 4}")
    figures(stats, "seconds", "x", {"mean": 1.0, "p90": 2.0})
    assert counts_by_outlet(stats) == {
        "x": {
            "reasons": {"http_404": 1, "no_text": 2}, "failed": 1, "refused": 2, "listed": 5, "statuses": {"200": 1},
            "seconds": {"mean": 1.0, "p90": 2.0},
            "examples": {
                "http_404": ["http://x.example/1"], "no_text": ["http://x.example/2"],
                "captcha": [f"http://x.example/c{number}" for number in range(3)],
            },
        }
    }  # fmt: skip


# the store


def rows_of(store: Store) -> dict[str, tuple[str, str | None, datetime | None]]:
    from sqlalchemy import select

    from newsspider.store.tables import urls

    with store.reading() as connection:
        return {row.url[-1]: (row.state, row.reason, row.next_try) for row in connection.execute(select(urls))}


@pytest.fixture
def store(tmp_path: Any) -> Any:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


def test_refused_addresses_are_tried_again_with_longer_rests_up_to_a_week(store: Store) -> None:
    before = datetime.now(UTC)
    refused = [
        Outcome("http://x.example/a", "x", "refused", "error_page"),
        Outcome("http://x.example/b", "x", "refused", "advertisement"),
    ]
    others = [Outcome("http://y.example/c", "y", "refused", "error_page"), Outcome("http://x.example/d", "x", "gone", "http_404")]
    store.save([*refused, *others])
    assert reopen(store, "x", before, ["error_page", "http_404"]) == 1
    state, reason, again = rows_of(store)["a"]
    assert (state, reason) == ("failed", "error_page")
    assert again is not None
    assert timedelta(minutes=9) < again - before < timedelta(minutes=11)
    assert {key: row[0] for key, row in rows_of(store).items()} == {"a": "failed", "b": "refused", "c": "refused", "d": "gone"}
    assert reopen(store, "x", datetime.now(UTC), ["error_page"]) == 0  # it was not met by a run that began now
    for _ in range(len(REST)):
        store.save(refused[:1])
        reopened = reopen(store, "x", before, ["error_page"])
    assert reopened == 0
    assert rows_of(store)["a"][0] == "refused"


def test_the_run_is_judged_flagged_and_remembered(store: Store) -> None:
    runs = Runs(store)

    def run(row: dict[str, Any]) -> int:
        number = runs.begin("newsspider crawl x", ["x"])
        runs.enter_outlet(number, "x", datetime.now(UTC), "finished", row)
        runs.end(number, "finished", None, {"x": row})
        return number

    for _ in range(4):
        run(counts())
    broken = counts(fields={"source": 8})
    number = run(broken)
    verdict = watch_run(store, number, AT, {"x": broken}, WATCH)["x"]
    assert [alarm.monitor for alarm in verdict.alarms] == ["source_dropped"]
    assert (verdict.known, verdict.sees, verdict.reopened) == (True, True, 0)
    assert runs.history("x")[0].counts["alarms"] == ["source_dropped"]

    def summary(run: int, *alarms: Alarm) -> RunSummary:
        return RunSummary(
            run=run, command="newsspider crawl x", started_at=AT, finished_at=AT, outlets={"x": broken}, alarms=alarms
        )

    book = AlarmBook(store)
    for each in (5, 6):
        remember(store, summary(each, *verdict.alarms), timedelta(days=1))
    (known,) = book.open_alarms().values()
    assert (known.alarm.monitor, known.alarm.runs, known.first_run, known.last_run, known.told_at) == (
        "source_dropped",
        2,
        5,
        6,
        None,
    )
    remember(store, summary(7), timedelta(days=1))
    assert book.open_alarms() == {}


def test_an_outage_of_a_whole_site_costs_no_article(store: Store) -> None:
    number = Runs(store).begin("newsspider crawl x", ["x"])
    started = datetime.now(UTC)
    store.save([Outcome(f"http://x.example/{number}", "x", "refused", "error_page") for number in range(8)])
    row = lost(8, "error_page", symptoms={"captcha": 8})
    verdict = watch_run(store, number, started, {"x": row}, WATCH)["x"]
    assert [alarm.monitor for alarm in verdict.alarms] == ["captcha"]
    assert verdict.reopened == 8
    assert {state for state, _, _ in rows_of(store).values()} == {"failed"}
