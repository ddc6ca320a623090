"""The report: what it counts, that nothing of the web gets out of its text, and that it works in a browser."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium_page
from click.testing import CliRunner, Result
from commands import newsspider, write_sites, written
from databases import KINDS, fresh
from lxml import html

from newsspider.cli import main
from newsspider.demo import Press
from newsspider.demo.prose import paragraphs
from newsspider.outlets.checks import PROVINCES
from newsspider.report import Figures, Scope, gather, of_days, of_run, page
from newsspider.report.charts import TILES, Bar, bars_by_day, heat_cell, percent, step_of, ticks_to
from newsspider.report.figures import Day, Outlet
from newsspider.report.judging import fell
from newsspider.report.markup import clean, document, el, is_web, link
from newsspider.report.queries import FIELDS
from newsspider.report.sections import stored
from newsspider.report.sections.parts import View
from newsspider.report.words import CAUSES, ENGLISH_PROVINCES, TEXTS, Words
from newsspider.store import Outcome, Runs, Store
from newsspider.store.tables import alarms, articles, outlet_runs, runs, urls
from newsspider.urls import url_id
from newsspider.watch.causes import CAUSES as WATCHED
from tests.article_factory import make_article
from tests.test_reprints import chance

NOW = datetime(2025, 10, 21, 17, 30, tzinfo=UTC)
"""01:30 on the 22nd in Beijing."""
EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>"""


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh(request.param, tmp_path) as url, contextlib.closing(Store(url)) as store:
        yield store


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(Store(f"sqlite:///{tmp_path / 'newsspider.db'}")) as store:
        yield store


def put(store: Store, number: int, days_ago: float, run: int | None = None, **changes: Any) -> str:
    """Store an article as if so many days ago; its id."""
    article = make_article(number, **changes)
    store.save([Outcome(article.url or "", article.outlet or "", "stored", article=article)], run)
    with store.transaction() as connection:
        newest = articles.c.position.in_([position for position, _ in store.latest([article.id]).values()])
        connection.execute(articles.update().where(newest).values(committed_at=NOW - timedelta(days=days_ago)))
    return article.id


def enter(store: Store, days_ago: float, outlet: str, counts: dict[str, Any], state: str = "finished") -> int:
    """Enter a run of one outlet as if so many days ago; its number."""
    ledger = Runs(store)
    run = ledger.begin(f"newsspider crawl {outlet}", [outlet])
    ledger.enter_outlet(run, outlet, NOW, "finished", counts)
    ledger.end(
        run, "finished" if state == "finished" else "failed", None if state == "finished" else "broken off", {outlet: counts}
    )
    began = NOW - timedelta(days=days_ago)
    with store.transaction() as connection:
        times = {"started_at": began, "finished_at": began + timedelta(seconds=75)}
        connection.execute(runs.update().where(runs.c.run == run).values(times))
        connection.execute(outlet_runs.update().where(outlet_runs.c.run == run).values(times))
    return run


def text_of(made: str, language: str) -> str:
    return str(html.fromstring(made).xpath(f"string(//*[@data-language='{language}'])"))


# what is counted


def test_articles_are_counted_by_outlet_and_day_in_beijing(store: Store) -> None:
    put(store, 1, 30)
    put(store, 2, 1.5, source="新华社", province="CN-JX", published_at="2025-10-20T08:00+08:00", published_precision="minute")
    put(store, 3, 0.01, authors=[])
    put(store, 3, 0, headline="改过的标题")
    put(
        store,
        4,
        0.1,
        outlet="other",
        outlet_name="别的报",
        images=[{"url": "https://x.example/a.jpg", "caption": None, "credit": None}],
    )
    figures = gather(store, of_days(3, NOW), {}, NOW)
    assert figures.stored_in_all == 4
    assert figures.scope.days == [date(2025, 10, 20), date(2025, 10, 21), date(2025, 10, 22)]
    founder, other = sorted(figures.outlets, key=lambda each: each.id)
    assert (founder.name, founder.province, founder.host) == ("赣江网", "CN-JX", "news.ganjiang.example")
    assert {day: (each.new, each.revised) for day, each in founder.days.items()} == {
        date(2025, 10, 20): (1, 0),
        date(2025, 10, 22): (1, 1),
    }
    assert dict(zip(FIELDS, founder.total.have, strict=True)) == dict.fromkeys(FIELDS, 0) | {
        "published_at": 1, "time": 1, "source": 1, "body": 3,
    }  # fmt: skip
    assert dict(zip(FIELDS, other.total.have, strict=True))["images"] == 1
    assert [(each.revision, each.changed, each.headline) for each in figures.revisions] == [(2, ["headline"], "改过的标题")]


def test_one_run_is_counted_alone_and_shown_beside_the_days_before(store: Store) -> None:
    earlier = enter(store, 2, "demo_founder", {"listed": 9, "stored": 1, "reasons": {}})
    put(store, 1, 2, earlier)
    run = enter(store, 0.1, "demo_founder", {"listed": 9, "stored": 2, "failed": 1, "reasons": {"http_500": 1}})
    put(store, 2, 0.1, run)
    put(store, 3, 0.1, run)
    put(store, 4, 0.1, None, outlet="other")
    put(store, 5, 0.01, None)  # after the run's end
    (found,) = Runs(store).recent(1, run)
    figures = gather(store, of_run(found, NOW), {}, NOW)
    (outlet,) = figures.outlets
    assert (outlet.id, outlet.total.new, outlet.crawled.runs) == ("demo_founder", 2, 1)
    assert sum(each.new for each in outlet.days.values()) == 3
    assert [run.run for run in figures.runs] == [run]
    assert [(each.reason, each.count) for each in figures.failures] == [("http_500", 1)]
    assert len(figures.scope.days) == 14


def test_failures_have_their_outlets_and_at_most_three_examples(store: Store) -> None:
    kept = {"captcha": [f"https://a.example/{number}" for number in range(3)]}
    enter(store, 0.2, "a", {"listed": 5, "refused": 5, "reasons": {"captcha": 4, "http_404": 1}, "examples": kept})
    enter(store, 0.1, "b", {"listed": 9, "failed": 9, "reasons": {"http_404": 8}})
    enter(store, 9, "b", {"listed": 9, "failed": 9, "reasons": {"http_410": 9}})
    store.save([Outcome(f"https://b.example/{number}.html", "b", "failed", reason="http_404") for number in range(8)], None)
    with store.transaction() as connection:
        connection.execute(urls.update().values(last_seen=NOW))
    captcha, missing = sorted(gather(store, of_days(2, NOW), {}, NOW).failures, key=lambda each: each.reason)
    assert (captcha.count, dict(captcha.outlets)) == (4, {"a": 4})
    assert captcha.examples == [("a", url) for url in kept["captcha"]]
    assert (missing.count, dict(missing.outlets), len(missing.examples)) == (9, {"a": 1, "b": 8}, 3)
    assert all(outlet == "b" and url.startswith("https://b.example/") for outlet, url in missing.examples)


def test_slow_hosts_come_first_and_older_runs_have_no_seconds(store: Store) -> None:
    put(store, 1, 0.1, outlet="fast", outlet_name="快报")
    enter(store, 0.3, "fast", {"listed": 1, "reasons": {}})
    enter(store, 0.2, "fast", {"listed": 1, "reasons": {}, "seconds": {"mean": 0.1, "p90": 0.2}})
    for mean, p90 in ((1.0, 2.0), (2.0, 9.0), (1.5, 4.0)):
        enter(store, 0.1, "slow", {"listed": 1, "reasons": {}, "seconds": {"mean": mean, "p90": p90}})
    figures = gather(store, of_days(2, NOW), {}, NOW)
    crawled = {each.id: (each.crawled.mean, each.crawled.p90) for each in figures.outlets}
    assert crawled == {"fast": (0.1, 0.2), "slow": (1.5, 4.0)}
    told = text_of(page(figures, "zh"), "zh")
    assert told.index("1.50 秒") < told.index("0.10 秒")


def test_reprints_name_who_was_first(store: Store) -> None:
    body = paragraphs(chance(7), 4)
    for number, outlet in enumerate(("first", "second", "third")):
        put(
            store,
            number,
            0.1,
            outlet=outlet,
            outlet_name=f"{outlet}报",
            body=body,
            published_at=f"2025-10-21T0{number + 1}:00+08:00",
        )
    put(store, 9, 0.1, outlet="first", outlet_name="first报", body=paragraphs(chance(8), 4))
    figures = gather(store, of_days(2, NOW), {}, NOW)
    assert [[each.outlet for each in family] for family in figures.families] == [["first", "second", "third"]]
    assert [(pair.then, pair.first, pair.count) for pair in figures.pairs] == [("second", "first", 1), ("third", "first", 1)]
    assert sum(each.reprints for each in figures.outlets) == 2
    made = html.fromstring(page(figures, "en"))
    assert [each.getprevious().text for each in made.xpath("//*[@data-language='en']//em[.='first']")] == ["first报"]


def test_vanished_articles_are_those_that_were_stored(store: Store) -> None:
    put(store, 1, 1, headline="后来不见的文章")
    store.save([
        Outcome(make_article(1).url or "", "demo_founder", "gone", reason="http_404"),
        Outcome("https://news.ganjiang.example/never.html", "demo_founder", "gone", reason="http_404"),
    ], None)  # fmt: skip
    with store.transaction() as connection:
        connection.execute(urls.update().values(last_seen=NOW))
    figures = gather(store, of_days(2, NOW), {}, NOW)
    assert [(each.headline, each.reason) for each in figures.vanished] == [("后来不见的文章", "http_404")]
    assert figures.vanished_in_all == 1


def test_what_needs_a_look_is_told(sqlite: Store) -> None:
    for number in range(20):
        put(sqlite, number, 1 if number < 12 else 0.05, source="新华社" if number < 12 else None)
    enter(sqlite, 0.1, "empty", {"listed": 0, "list_pages": 3, "reasons": {}})
    enter(sqlite, 0.1, "broken", {"listed": 7, "new": 7, "refused": 7, "reasons": {"needs_render": 7}})
    enter(sqlite, 0.1, "demo_founder", {"listed": 7, "stored": 8, "reasons": {}}, state="failed")
    with sqlite.transaction() as connection:
        values = {"field": None, "first_run": 1, "last_run": 3, "runs": 3, "first_at": NOW, "last_at": NOW, "told_at": None}
        row = {"id": "1" * 32, "outlet": "third", "monitor": "captcha", "message": "try `newsspider scrape URL`", "state": "open"}
        connection.execute(alarms.insert().values(values | row))
    figures = gather(sqlite, of_days(3, NOW), {}, NOW)
    made = html.fromstring(page(figures, "zh"))
    points = [each.text_content() for each in made.xpath("//*[@id='zh-look']//li")]
    begin = ["要求验证码third", "列表为空empty", "没有文章broken", "字段骤降赣江网", "运行异常第 3 次运行"]
    assert [point[: len(words)] for point, words in zip(points, begin, strict=True)] == begin
    assert "100% 降到 0%" in points[3]
    assert made.xpath("//*[@id='zh-look']//code")[0].text == "newsspider scrape URL"


def test_a_quiet_store_says_so(sqlite: Store) -> None:
    figures = gather(sqlite, of_days(1, NOW), {}, NOW)
    told = text_of(page(figures, "en"), "en")
    assert "Nothing was found that needs attention" in told
    assert "Nothing was stored in this time" in told
    assert "no reprint is known" in told.lower()


@pytest.mark.parametrize(("before", "texts", "now", "texts_now", "fallen"), [
    (1.0, 50, 0.0, 10, True), (1.0, 50, 0.75, 20, False), (1.0, 50, 0.0, 3, False), (0.6, 5, 0.2, 5, False), (0.9, 200, 0.5, 40, True),
    (0.5, 50, 1.0, 50, False),
])  # fmt: skip
def test_a_share_falls_when_it_is_more_than_chance(before: float, texts: int, now: float, texts_now: int, fallen: bool) -> None:
    assert fell(before, texts, now, texts_now) is fallen


# what is drawn


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 7, 9, 10, 11, 99, 100, 101, 4_321, 1_000_000])
def test_scales_end_above_the_highest_bar_and_have_few_steps(most: int) -> None:
    ticks = ticks_to(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 3 <= len(ticks) <= 6
    assert len({later - sooner for sooner, later in pairwise(ticks)}) == 1


def test_bars_are_as_high_as_their_numbers() -> None:
    drawn = bars_by_day([Bar("10-20", "a", (50, 0)), Bar("10-21", "b", (100, 50))], 640, 300, title="t", told="d", class_="wide")
    first, last = drawn.xpath("g[title='a']/rect[@class='part0']/@height") + drawn.xpath(
        "g[title='b']/rect[@class='part1']/@height"
    )
    assert float(first) == pytest.approx(float(last), abs=0.02)
    assert [each.text for each in drawn.xpath("text[@text-anchor='middle']")] == ["10-20", "10-21"]
    assert (drawn.findtext("title"), drawn.findtext("desc"), drawn.get("role")) == ("t", "d", "img")


def test_labels_below_bars_have_room() -> None:
    bars = [Bar(f"{number}", "", (1, 0)) for number in range(90)]
    drawn = bars_by_day(bars, 342, 236, title="t", told="d", class_="narrow")
    places = [float(each.get("x")) for each in drawn.xpath("text[@text-anchor='middle']")]
    assert min(later - sooner for sooner, later in pairwise(places)) >= 43
    assert drawn.xpath("text[@text-anchor='middle']")[-1].text == "89"


def test_numbers_and_steps_of_shares() -> None:
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == ["0", "1", "50", "99", "100"]
    assert [step_of(value, 1) for value in (0, 0.01, 0.5, 1)] == [0, 1, 3, 6]
    assert heat_cell(1.0, [1.0, None, 0.5], True).xpath("polyline/@points")[0].count(",") == 2
    assert heat_cell(None, [], False).xpath("count(text)") == 0


def test_every_province_has_a_tile_of_its_own_and_a_name() -> None:
    assert set(TILES) == set(PROVINCES) == set(ENGLISH_PROVINCES)
    assert len(set(TILES.values())) == 31


def test_every_text_has_the_same_places_in_both_languages() -> None:
    for key, (chinese, english) in TEXTS.items():
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese)), key
    assert set(CAUSES) >= set(WATCHED), "every cause that the watch names has a short name"


def test_the_colours_can_be_read() -> None:
    """Text has a contrast of 4.5 at least on what it stands on, in light and dark."""
    style = files("newsspider.report").joinpath("page.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S))
    for colours in (light, light | dark):
        pairs = [(name, "paper") for name in ("ink", "muted", "link", "accent", "good")] + [
            (f"t{step}", f"q{step}") for step in range(7)
        ]
        low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
        assert {pair: value for pair, value in low.items() if value < 4.5} == {}
        assert min(contrast(colours[name], colours["paper"]) for name in ("part0", "part1")) >= 2.5


def contrast(one: str, other: str) -> float:
    """As WCAG 2 counts it, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# what comes from the web stays text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//x.example/",
        "http://[",
        "",
        None,
        "file:///etc/passwd",
    ],
)
def test_only_pages_of_the_web_are_linked(url: str | None) -> None:
    assert not is_web(url)
    assert link(url, "x").tag == "span"


def test_text_is_text_and_cannot_break_the_tree() -> None:
    made = document(el("p", EVIL, "\x00\x1b\ud800", title=EVIL))
    assert "<script" not in made
    assert "<img" not in made
    assert html.fromstring(made).xpath("string(//p)").startswith(EVIL)
    assert clean("a\x00\x85b\u2028") == "a\ufffd\ufffdb\u2028"


@pytest.fixture
def hostile(sqlite: Store) -> Figures:
    """Figures of a store in which every name, headline and URL wants to be a script."""
    body = paragraphs(chance(5), 4)
    for number in range(8):
        put(
            sqlite, number, 0.1 if number else 1.2, 1, outlet=f"o{number % 3}{EVIL}", outlet_name=EVIL, province="CN-JX" if number % 2 else EVIL[:60],
            headline=EVIL, body=body, published_at=f"2025-10-21T0{number}:00+08:00",
        )  # fmt: skip
    article = make_article(50, headline=EVIL)
    article.url, article.id = "javascript:alert(document.domain)", url_id("javascript:x")
    with sqlite.transaction() as connection:
        connection.execute(
            articles.update().where(articles.c.id == make_article(3).id).values(url=article.url, revision=2, changed=[EVIL])
        )
    put(sqlite, 60, 0.1, headline=EVIL)
    store_gone = Outcome(make_article(60).url or "", f"o1{EVIL}", "gone", reason=EVIL)
    sqlite.save([store_gone], 1)
    with sqlite.transaction() as connection:
        connection.execute(urls.update().values(last_seen=NOW))
    counts = {"listed": 3, "failed": 1, "reasons": {EVIL: 2}, "examples": {EVIL: [article.url, f"https://x.example/{EVIL}"]}}
    enter(sqlite, 0.1, f"o1{EVIL}", counts | {"seconds": {"mean": 1, "p90": 2}}, state="failed")
    with sqlite.transaction() as connection:
        connection.execute(runs.update().values(command=EVIL, reason=EVIL))
    return gather(sqlite, of_days(3, NOW), {}, NOW)


def test_nothing_of_the_web_becomes_markup(hostile: Figures) -> None:
    assert hostile.revisions
    assert hostile.vanished
    assert hostile.families
    made = html.fromstring(page(hostile, "zh"))
    assert len(made.xpath("//script")) == 1
    assert not made.xpath("//img | //iframe | //object | //link | //form | //base")
    assert not made.xpath("//@*[starts-with(name(), 'on')] | //@style | //@src | //@srcdoc")
    assert {href.split(":")[0] for href in made.xpath("//@href") if not href.startswith("#")} == {"https"}
    assert EVIL in made.xpath("string(//*[@data-language='zh'])")


def test_the_page_asks_nobody_for_anything(hostile: Figures) -> None:
    made = page(hostile, "en")
    policy = html.fromstring(made).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    style = html.fromstring(made).xpath("string(//style)")
    assert "url(" not in style
    assert "@import" not in style


def test_ids_are_unique_and_labels_lead_to_them(hostile: Figures) -> None:
    made = html.fromstring(page(hostile, "zh"))
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(made.xpath("//@aria-labelledby")) <= set(ids)
    assert {href[1:] for href in made.xpath("//a/@href") if href.startswith("#")} <= set(ids)


# the command


def run_report(*arguments: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, arguments)], env=env)


def test_the_command_writes_the_page_into_the_output_folder(sqlite: Store, tmp_path: Path) -> None:
    done = run_report("--output", tmp_path, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(tmp_path / "report.html")
    made = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert made.startswith("<!DOCTYPE html>")
    assert html.fromstring(made).get("lang") == "en"
    assert not (tmp_path / "report.html.part").exists()


def test_wrong_questions_are_told_in_a_line(sqlite: Store, tmp_path: Path) -> None:
    assert run_report(7, "--output", tmp_path).exit_code == 2
    assert "newsspider runs" in run_report(7, "--output", tmp_path).stderr
    assert run_report(7, "--days", 3, "--output", tmp_path).exit_code == 2
    assert run_report("--output", tmp_path / "nothing").exit_code == 4
    (tmp_path / "file").touch()
    assert run_report("--output", tmp_path, "--to", tmp_path / "file" / "r.html").exit_code == 5


# in a browser


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a crawl of two outlets of the demo press."""
    folder = tmp_path_factory.mktemp("report")
    with Press.on_free_ports() as press:
        sites = write_sites(press.outlets, folder / "sites.toml")
        newsspider("crawl", "demo_gbk", "demo_trs", "--sites", sites, "--output", "out", cwd=folder)
    newsspider("report", "--output", "out", "--lang", "zh", cwd=folder)
    return folder / "out" / "report.html"


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
def test_the_page_works_in_a_browser(crawled: Path, width: int, scheme: str) -> None:
    with chromium_page(width=width, color_scheme=scheme) as (browser, seen):
        browser.goto(crawled.as_uri())
        assert browser.locator("html").get_attribute("lang") == "zh-Hans"
        assert browser.locator("h1:visible").inner_text().startswith("抓取报告")
        stored_in_all = len(written(crawled.parent))
        assert stored_in_all > 20
        assert browser.locator(".figure:visible").first.inner_text() == str(stored_in_all)
        details = browser.locator("details:visible").first
        assert not details.locator("table").is_visible()
        details.locator("summary").click()
        assert details.locator("table").is_visible()
        browser.locator("button:visible").click()
        assert browser.locator("html").get_attribute("lang") == "en"
        assert browser.title().startswith("Crawl report")
        assert browser.locator("h1:visible").inner_text().startswith("Crawl report")
        assert browser.locator("[data-language=zh]").is_hidden()
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing stands out at the side"
        assert seen.messages == []
        assert [url for url in seen.requests if not url.startswith("file://")] == []


def test_a_page_full_of_scripts_runs_none(hostile: Figures, tmp_path: Path) -> None:
    (tmp_path / "r.html").write_text(page(hostile, "zh"), encoding="utf-8")
    with chromium_page(width=390, color_scheme="light") as (browser, seen):
        browser.on("dialog", lambda dialog: seen.messages.append(dialog.message))
        browser.goto((tmp_path / "r.html").as_uri() + "#en")
        assert browser.locator("html").get_attribute("lang") == "en"
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.messages == []
        assert [url for url in seen.requests if not url.startswith("file://")] == []


def test_many_outlets_and_days_are_drawn_whole() -> None:
    scope = Scope(NOW - timedelta(days=60), NOW)
    some = [
        Outlet(
            f"o{number}",
            f"第{number}家日报",
            "CN-JX",
            days={scope.days[0]: Day(1, 1, [1] * len(FIELDS))},
            total=Day(1, 1, [1] * len(FIELDS)),
        )
        for number in range(150)
    ]
    figures = Figures(scope, "sqlite://", NOW, 150, some, [], [], {}, [], [], 0, None, [], [], [])
    view = View(figures, Words("zh"))
    assert len(stored.coverage(view).xpath(".//tbody/tr")) == 150
    assert len(stored.by_outlet(view).xpath(".//ul/li")) == 150
