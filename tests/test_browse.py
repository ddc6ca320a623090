"""The browsing database follows the store; its pages find Chinese words of any length, change nothing, and ask nobody else."""

import asyncio
import contextlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from newsspider.browse.database import bring_up_to_date
from newsspider.browse.queries import QUERIES
from newsspider.browse.search import BREAK, excerpt, indexed, marked, match_of
from newsspider.browse.site import application
from newsspider.cli import main
from newsspider.errors import OutputError
from newsspider.items import Article, Author, Credit, Image
from newsspider.store import Outcome, Store
from tests.article_factory import make_article
from tests.chromium import chromium_page, find_chromium
from tests.commands import newsspider

Get = Callable[[str], Any]


def save(store: Store, *given: Article) -> None:
    store.save([Outcome(article.url or "", article.outlet or "", "stored", article=article) for article in given])


@contextlib.contextmanager
def asking(path: Path) -> Iterator[Get]:
    """The pages of a browsing database, asked in this process."""
    datasette = application(path)
    try:
        yield lambda address: asyncio.run(datasette.client.get(address))
    finally:
        for database in datasette.databases.values():
            database.close()
        datasette.executor.shutdown()


BRIDGE = "赣江网讯　横跨赣江的大桥今日通车，全长1250米。市民说：“盼了多年。”完工率达到50%，编号A_7-2。"
HARVEST = "眼下正是秋粮收割的时节，合作社社员驾驶着农机在田里穿梭往来，一派忙碌景象。"
LIBRARY = "省图书馆新馆开门迎客，读者走进阅览室，找到靠窗的座位，翻开一本旧书。5G信号覆盖全馆，馆员介绍了借阅办法。"


def three() -> list[Article]:
    return [
        make_article(
            1, headline="赣江大桥通车", body=[BRIDGE], province="CN-JX", published_at="2025-10-20T08:00+08:00", source="赣江日报",
            page_number="01", section="要闻", authors=[Author("温知行", "reporter", "赣江日报"), Author("林采薇", "photographer")],
            credits=[Credit("responsible_editor", "黎清越", "责编")],
        ),
        make_article(
            2, headline="秋粮颗粒归仓", body=[HARVEST], province="CN-HN", published_at="2025-10-21T09:30+08:00", source="湘江晚报",
            outlet="demo_trs", outlet_name="湘江网", page_number="A02", authors=[Author("温知行", "reporter", "赣江日报")],
        ),
        make_article(3, headline="图书馆“夜读”", body=[LIBRARY], province="CN-JX", published_at="2025-10-21", kicker="文化周刊"),
    ]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(Store(f"sqlite:///{tmp_path / 'newsspider.db'}")) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path, store: Store) -> Path:
    save(store, *three())
    bring_up_to_date(tmp_path / "browse.db", store)
    return tmp_path / "browse.db"


def headlines(get: Get, query: str) -> set[str]:
    answer = get(f"/browse/articles.json?_shape=array&_col=headline&{query}")
    assert answer.status_code == 200, answer.text
    return {row["headline"] for row in answer.json()}


def rows_of(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.create_function("match_of", 1, match_of)
        return connection.execute(sql, values).fetchall()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("桥", {"赣江大桥通车"}),
        ("大桥", {"赣江大桥通车"}),
        ("图书馆", {"图书馆“夜读”"}),
        ("今日通车", {"赣江大桥通车"}),
        ("合作社社员", {"秋粮颗粒归仓"}),
        ("大桥 1250", {"赣江大桥通车"}),
        ("大桥 秋粮", set()),
        ('"大桥今日"', {"赣江大桥通车"}),
        ("“盼了多年”", {"赣江大桥通车"}),
        ('"大桥', {"赣江大桥通车"}),
        ("桥大", set()),
        ("通车全长", set()),  # a comma stands between
        ("通车，全长", {"赣江大桥通车"}),
        ("通车,全长", {"赣江大桥通车"}),
        ("50%", {"赣江大桥通车"}),
        ("%", set()),
        ("_", set()),
        ("-", set()),
        ('"', set()),
        ("A_7-2", {"赣江大桥通车"}),
        ("-大桥", {"赣江大桥通车"}),
        ("5g信号", {"图书馆“夜读”"}),
        ("５Ｇ", {"图书馆“夜读”"}),
        ("文化周刊", {"图书馆“夜读”"}),
        ("夜读", {"图书馆“夜读”"}),
        ("NOT 大桥", set()),
        ("大桥*", {"赣江大桥通车"}),
        ("headline:大桥", set()),
        ("') OR 1=1 --", set()),
    ],
)
def test_search_finds_words_of_any_length_and_takes_signs_for_text(path: Path, words: str, found: set[str]) -> None:
    with asking(path) as get:
        assert headlines(get, f"_search={quote(words)}") == found
        rows = get(f"/browse/search.json?_shape=array&q={quote(words)}").json()
        assert {row["headline"] for row in rows} == found


def test_what_is_indexed_and_what_is_asked_for_are_cut_alike() -> None:
    assert indexed("通车。\n全长") == f"通 车 {BREAK} 全 长"
    assert match_of("通车。 ，") == '"通 车"'
    assert match_of("") == match_of(None) == '""'


def test_excerpt_shows_the_word_and_marks_are_escaped(path: Path) -> None:
    text = "甲" * 300 + "大桥通车" + "乙" * 300
    assert "大桥通车" in excerpt(text, "没有 大桥通车")
    assert excerpt(text, "大桥").startswith("…")
    assert excerpt("短文", "") == "短文"
    assert marked("a<b大桥", "<b") == [("a", False), ("<b", True), ("大桥", False)]


def test_rows_are_readable(path: Path) -> None:
    found = rows_of(path, "SELECT published, day, province, outlet, authors, kicker, body FROM articles ORDER BY position")
    assert found[0] == ("2025-10-20 08:00", "2025-10-20", "江西", "赣江网", '["温知行", "林采薇"]', None, BRIDGE)
    assert found[2][:3] == ("2025-10-21", "2025-10-21", "江西")
    people = rows_of(path, "SELECT name, role, organization, label, desk FROM people ORDER BY number LIMIT 3")
    assert people == [
        ("温知行", "记者", "赣江日报", None, 0), ("林采薇", "摄影", None, None, 0), ("黎清越", "责任编辑", None, "责编", 1),
    ]  # fmt: skip


def test_a_revision_takes_the_place_of_the_text_before(path: Path, store: Store) -> None:
    assert bring_up_to_date(path, store) == 0
    save(
        store,
        make_article(
            1, headline="赣江大桥今晨通车", body=["老渡船停航。"], province="CN-JX", authors=[Author("贺知章", "reporter")]
        ),
    )
    save(store, make_article(4, headline="新的一篇"))
    began = time.monotonic()
    assert bring_up_to_date(path, store) == 2
    assert time.monotonic() - began < 1
    with asking(path) as get:
        assert headlines(get, f"_search={quote('老渡船')}") == {"赣江大桥今晨通车"}
        assert headlines(get, f"_search={quote('盼了多年')}") == set()
    assert rows_of(path, "SELECT count(*), max(revision) FROM articles") == [(4, 2)]
    assert rows_of(path, "SELECT name FROM people WHERE name IN ('林采薇', '贺知章')") == [("贺知章",)]
    assert rows_of(path, "SELECT count(*) FROM articles_search WHERE articles_search MATCH match_of('桥')") == [(1 + 1,)]
    rows_of(path, "INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")


def test_made_in_one_go_or_bit_by_bit_it_is_the_same(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.browse.database.BATCH", 2)
    for article in [*three(), make_article(2, headline="秋粮归仓", body=[HARVEST])]:
        save(store, article)
        bring_up_to_date(tmp_path / "bits.db", store)
    told: list[int] = []
    assert bring_up_to_date(tmp_path / "whole.db", store, told.append) == 4
    assert told == [2, 4]
    people = "SELECT article, name, role, desk FROM people ORDER BY article, name, role"
    for sql in ("SELECT * FROM articles ORDER BY position", people, "SELECT * FROM place"):
        assert rows_of(tmp_path / "bits.db", sql) == rows_of(tmp_path / "whole.db", sql) != []


def test_broken_off_it_goes_on_where_it_was(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.browse.database.BATCH", 1)
    save(store, *three())

    def killed(entered: int) -> None:
        if entered == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(tmp_path / "browse.db", store, killed)
    assert bring_up_to_date(tmp_path / "browse.db", store) == 1


def test_another_store_or_format_makes_it_anew(path: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.closing(Store(f"sqlite:///{tmp_path / 'other.db'}")) as other:
        save(other, make_article(9))
        assert bring_up_to_date(path, other) == 1
        assert rows_of(path, "SELECT headline FROM articles") == [("第9座桥今日通车",)]
    monkeypatch.setattr("newsspider.browse.database.FORMAT", 99)
    assert bring_up_to_date(path, store) == 3


def test_what_is_no_browsing_database_is_left_alone(tmp_path: Path, store: Store) -> None:
    foreign = tmp_path / "browse.db"
    with contextlib.closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(OutputError, match="no browsing database"):
        bring_up_to_date(foreign, store)
    assert rows_of(foreign, "SELECT count(*) FROM mine") == [(0,)]
    (tmp_path / "damaged.db").write_bytes(b"no database at all, but long enough to be taken for one" * 50)
    with pytest.raises(OutputError, match="--refresh"):
        bring_up_to_date(tmp_path / "damaged.db", store)


def test_facets_count_and_filter(path: Path) -> None:
    with asking(path) as get:
        facets = get("/browse/articles.json?_size=0").json()["facet_results"]
        counted = {name: [(each["value"], each["count"]) for each in facet["results"]] for name, facet in facets.items()}
        assert counted["province"] == [("江西", 2), ("湖南", 1)]
        assert counted["day"] == [("2025-10-21", 2), ("2025-10-20", 1)]
        assert counted["authors"] == [("温知行", 2), ("林采薇", 1)]
        assert {"outlet", "source"} <= set(counted)
        for name, wanted in (("authors", "林采薇"), ("day", "2025-10-20"), ("source", "赣江日报")):
            toggle = next(each["toggle_url"] for each in facets[name]["results"] if each["value"] == wanted)
            assert headlines(get, urlsplit(toggle).query.replace("_size=0", "")) == {"赣江大桥通车"}
        both = f"_search={quote('温知行 OR 桥')}&province=" + quote("江西")
        assert headlines(get, both) == set()


def test_ready_made_queries(path: Path, store: Store) -> None:
    body = [HARVEST + LIBRARY]
    save(
        store,
        make_article(11, headline="先", body=body, outlet_name="甲报", published_at="2025-10-22T09:00+08:00", province="CN-JX"),
    )
    save(
        store,
        make_article(12, headline="后", body=body, outlet_name="乙报", published_at="2025-10-22T11:00+08:00", province="CN-HN"),
    )
    save(
        store,
        make_article(13, headline="早", body=body, outlet_name="丙报", published_at="2025-10-22T07:00+08:00", province="CN-SD"),
    )
    bring_up_to_date(path, store)
    with asking(path) as get:

        def rows(query: str, /, **values: str) -> list[dict[str, Any]]:
            given = "&".join(f"{key}={quote(value)}" for key, value in values.items())
            answer = get(f"/browse/{query}.json?_shape=array&{given}")
            assert answer.status_code == 200, answer.text
            return list(answer.json())

        pairs = [(row["original"], row["reprinted_by"], row["articles"]) for row in rows("reprinted_by")]
        assert sorted(pairs) == [("丙报", "乙报", 1), ("丙报", "甲报", 1)]
        assert rows("reprinted_by", until="2025-10-21") == []
        (most,) = rows("most_reprinted")
        assert (most["headline"], most["reprints"], most["provinces"]) == ("早", 2, 2)
        assert [row["headline"] for row in rows("front_pages")] == ["赣江大桥通车"]
        assert rows("front_pages", day="2025-10-21") == []
        assert {row["outlet"]: row["articles"] for row in rows("coverage", province="江西")} == {"赣江网": 2, "甲报": 1}
        assert [row["headline"] for row in rows("reporter", name="温知行")] == ["秋粮颗粒归仓", "赣江大桥通车"]
        assert [row["label"] for row in rows("reporter", name="黎清越")] == ["责编"]
        days = [(row["day"], row["articles"], row["outlets"]) for row in rows("by_day", q="秋粮")]
        assert days == [("2025-10-22", 3, 3), ("2025-10-21", 1, 1)]
        for name in QUERIES:
            page = get(f"/browse/{name}")
            assert page.status_code == 200
            assert "message-error" not in page.text


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_everything_is_escaped_and_nothing_is_fetched_from_elsewhere(tmp_path: Path, store: Store) -> None:
    article = make_article(
        1, headline=HOSTILE, body=[HOSTILE, "第二段"], outlet_name=HOSTILE, source=HOSTILE, section=HOSTILE, kicker=HOSTILE,
        subheadlines=[HOSTILE], authors=[Author(HOSTILE, "reporter", HOSTILE)], credits=[Credit("editor", HOSTILE, HOSTILE)],
        images=[Image("javascript:alert(3)", HOSTILE, HOSTILE), Image("https://img.example/1.jpg", "图")], published_at="2025-10-20",
        page_number="01",
    )  # fmt: skip
    save(store, article)
    bring_up_to_date(tmp_path / "browse.db", store)
    name = quote(HOSTILE)
    addresses = [
        "/", "/browse", "/browse/articles", f"/browse/articles?_search={name}", f"/browse/articles?outlet={name}",
        f"/browse/articles/{article.id}", "/browse/people", f"/browse/search?q={name}", "/browse/search?q=alert",
        f"/browse/reporter?name={name}", "/browse/front_pages", "/browse/coverage", f"/browse?sql={name}", f"/browse/{name}",
    ]  # fmt: skip
    with asking(tmp_path / "browse.db") as get:
        for address in addresses:
            answer = get(address)
            assert "<script>alert" not in answer.text, address
            assert "<img" not in answer.text, address
            assert 'href="javascript:' not in answer.text, address
            assert not re.search(r'(?:src|action)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//', answer.text), address
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "script-src 'self';" in answer.headers["content-security-policy"]
        page = get(f"/browse/articles/{article.id}").text
        assert 'href="https://img.example/1.jpg"' in page
        assert "<p>第二段</p>" in page


def test_nothing_can_be_written(path: Path) -> None:
    before = rows_of(path, "SELECT * FROM articles ORDER BY position")
    datasette = application(path)
    try:
        for sql in ("delete from articles", "update articles set headline = 'x'", "drop table articles", "attach 'x' as y"):
            answer = asyncio.run(datasette.client.get(f"/browse.json?sql={quote(sql)}"))
            assert answer.status_code == 400
            assert answer.json()["ok"] is False
            with (
                contextlib.closing(datasette.get_database("browse").connect()) as connection,
                pytest.raises(sqlite3.OperationalError),
            ):
                connection.execute(sql if not sql.startswith("attach") else "create table y (x)")
        for address in ("/browse/articles", "/browse/search", f"/browse/articles/{three()[0].id}"):
            assert asyncio.run(datasette.client.post(address, data={"q": "x"})).status_code == 405
        elsewhere = asyncio.run(datasette.client.get("/browse/articles.json", headers={"host": "rebound.example"}))
        assert elsewhere.status_code == 421
    finally:
        for database in datasette.databases.values():
            database.close()
        datasette.executor.shutdown()
    assert rows_of(path, "SELECT * FROM articles ORDER BY position") == before


def test_without_datasette_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("newsspider.cli.browsing.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        main(["browse", "--no-open"])
    assert ended.value.code == 3
    assert "pip install 'newsspider[browse]'" in capsys.readouterr().err


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`newsspider browse` in a process of its own, and its address; stopped with SIGTERM, which must end it in time and well."""
    command = [sys.executable, "-c", "from newsspider.cli import main; main()", "browse", "--no-open", "--port", "0", *options]
    process = subprocess.Popen([*command, "--output", str(folder)], stderr=subprocess.PIPE, text=True, cwd=folder)
    assert process.stderr
    try:
        said = ""
        while (line := process.stderr.readline()) and not (found := re.search(r"http://127\.0\.0\.1:\d+/", line)):
            said += line
        assert line, said
        assert found
        yield process, found[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, process.stderr.read()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_errors_are_one_line(tmp_path: Path, path: Path) -> None:
    empty = newsspider("browse", "--no-open", "--output", tmp_path / "nothing", cwd=tmp_path, ok=False)
    assert empty.returncode == 4
    assert "no database there" in empty.stderr
    with serving(tmp_path) as (_, address):
        taken = newsspider("browse", "--no-open", "--port", urlsplit(address).port, "--output", tmp_path, cwd=tmp_path, ok=False)
    assert taken.returncode == 2
    assert len(taken.stderr.splitlines()) == 1
    assert "Address already in use" in taken.stderr


def test_in_a_browser(tmp_path: Path) -> None:
    find_chromium()
    newsspider("crawl", "--demo", "--output", tmp_path, cwd=tmp_path)
    sql = "SELECT headline, outlet_name FROM articles WHERE published_at IS NOT NULL ORDER BY position LIMIT 1"
    ((_, outlet),) = rows_of(tmp_path / "newsspider.db", sql)
    with serving(tmp_path) as (_, address), chromium_page() as (page, seen):
        page.goto(address)
        searched = rows_of(
            tmp_path / "browse.db", "SELECT headline FROM articles WHERE body LIKE '%背街小巷%' OR headline LIKE '%背街小巷%'"
        )
        page.fill("input[name=_search]", "背街小巷")  # four characters
        page.press("input[name=_search]", "Enter")
        page.wait_for_selector(".items")
        assert set(page.locator(".items h3").all_inner_texts()) == {headline for (headline,) in searched} != set()
        assert set(page.locator("mark").all_inner_texts()) == {"背街小巷"}

        page.goto(f"{address}browse/articles")
        shown = page.locator("#facet-outlet li", has_text=outlet)
        count = int(shown.locator("span").inner_text())
        shown.locator("a").click()
        page.wait_for_selector(".facet .selected")
        assert page.locator("h1").inner_text().startswith(f"{count} ")
        assert 0 < count == page.locator(".items h3").count()
        page.locator(".items h3 a").first.click()
        page.wait_for_selector("article .text p")

        for place in ("browse", "browse/people", *(f"browse/{name}" for name in QUERIES)):
            assert page.goto(address + place).ok
        page.set_viewport_size({"width": 390, "height": 800})
        for place in ("", "browse", "browse/articles", "browse/coverage", "browse/people"):
            page.goto(address + place)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, place
        page.goto(f"{address}browse/articles")
        assert page.locator(".facets").get_attribute("open") is None
        assert seen.messages == []

        refused = page.goto(f"{address}browse?sql=delete+from+articles")
        assert refused.status == 400
        assert "must be a SELECT" in page.content()
        hosts = {urlsplit(url).hostname for url in seen.requests if not url.startswith("data:")}
        assert hosts == {"127.0.0.1"}
