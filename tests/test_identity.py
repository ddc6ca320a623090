"""Which article an address is: what is cut from it, what is kept, what pages teach, and that an id which was given out stays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from article_factory import make_article
from databases import KINDS, fresh
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler
from sqlalchemy import func, select

from newsspider.demo import Press
from newsspider.errors import ConfigError
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.pages import load, read_listing
from newsspider.spiders.keys import proven_keys, stamps
from newsspider.spiders.outlet import OutletSpider
from newsspider.store import Outcome, RunLedger, Store
from newsspider.store.addresses import Addresses
from newsspider.store.tables import articles, urls
from newsspider.telemetry.counters import counts_by_outlet
from newsspider.urls import canonical_url, url_id
from newsspider.values.query_keys import NO_KEYS, QueryKeys

PAGE = "http://a.example/show.html"
NOW = 1_795_000_000.0
OUTLET = Outlet(
    id="x_a", name="试", province=None, kind="portal", family="generic", hosts=["a.example"], lists=["http://a.example/list"]
)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("id=5&PHPSESSID=abc", "id=5"),
        ("ASPSESSIONIDQQ=1&id=5", "id=5"),
        ("jsessionid=1", ""),
        ("sid=12", "sid=12"),  # the number of a section
        ("sid=a1b2c3d4e5f6a7b8", ""),
        ("sid=abcdefghijklmnopqrst", "sid=abcdefghijklmnopqrst"),  # letters alone are a name
        ("_t=1795000000", ""),
        ("_t=1795000000123", ""),
        ("timestamp=1794990000", ""),
        ("timestamp=1500000000", "timestamp=1500000000"),  # nobody asked then: it may be the article's
        ("timestamp=5", "timestamp=5"),
        ("t=1795000000000", ""),
        ("t=a1b2c3d4e5f6a7b8", "t=a1b2c3d4e5f6a7b8"),
        ("rnd=0.8437261923", ""),
        ("rnd=7", "rnd=7"),
        ("id=1795000000", "id=1795000000"),
        ("utm_source=x&id=1&from=timeline&source_id=7", "id=1"),
    ],
)
def test_what_is_cut_by_name_and_what_by_its_value(query: str, kept: str) -> None:
    assert canonical_url(f"{PAGE}?{query}", now=NOW) == PAGE + (f"?{kept}" if kept else "")


@pytest.mark.parametrize("path", ["/1.html;jsessionid=0A", "/1.html;JSESSIONID=0A.node1?b=2", "/a;jsessionid=1/1.html"])
def test_sessions_in_a_path(path: str) -> None:
    assert ";" not in canonical_url(f"http://a.example{path}")
    assert canonical_url("http://a.example/1.html;v=2") == "http://a.example/1.html;v=2"


def test_a_record_says_which_keys_name_its_articles() -> None:
    outlet = replace(OUTLET, articles=["http://{host}/show.html?source_id={id}"], identity_keys=["From"], ignored_keys=["ref"])
    assert (
        outlet.canonical(PAGE + "?utm_source=x&from=9&source_id=3&ref=1&timestamp=2") == PAGE + "?from=9&source_id=3&timestamp=2"
    )
    assert canonical_url(PAGE + "?from=9&source_id=3&ref=1") == PAGE + "?ref=1"
    assert Outlets([outlet]).canonical(PAGE + "?from=9") == PAGE + "?from=9"


@pytest.mark.parametrize("query", ["nid=5", "nid=5&utm_source=x", "spm=1&nid=5", "nid=5&_t=0.123456789", "nid=5#top"])
def test_a_pattern_with_a_query_fits_whatever_else_stands_in_it(query: str) -> None:
    outlet = replace(OUTLET, articles=["http://{host}/show.html?nid={id}", "http://{host}/two.html?b={id}&a={id}"])
    assert outlet.match_article(f"{PAGE}?{query}")
    assert outlet.match_article("http://a.example/two.html?a=1&b=2")
    assert not outlet.match_article(f"{PAGE}?cid=5")
    assert not outlet.match_article(f"{PAGE}?nid=5&page=2"), "what may name another page does not fit"


def test_wrong_keys_of_a_record_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        '[x_a]\nname = "x"\nprovince = ""\nkind = "portal"\nfamily = "generic"\nhosts = ["a.example"]\nidentity_keys = ["a=b"]\n'
    )
    with pytest.raises(ConfigError, match=r"x_a\] identity_keys: 'a=b'"):
        load_outlets(tmp_path)


KEYS = ("id", "from", "source_id", "sid", "_t", "timestamp", "utm_medium", "rnd", "page", "t")
VALUES = ("1", "22", "a1b2c3d4e5f6a7b8", "1795000000", "1795000000123", "0.5512345678", "timeline", "", "新闻")


def test_canonical_twice_changes_nothing_and_articles_stay_apart() -> None:
    random = Random(3)  # noqa: S311 the same draws each time
    for _ in range(2000):
        pairs = [(random.choice(KEYS), random.choice(VALUES)) for _ in range(random.randint(0, 4))]
        url = PAGE + random.choice(("", ";jsessionid=1A")) + "?" + urlencode(pairs)
        keys = QueryKeys(frozenset(random.sample(KEYS, 2)), frozenset(random.sample(KEYS, 1)))
        once = canonical_url(url, keys, NOW)
        assert canonical_url(once, keys, NOW) == once
        shuffled = PAGE + "?" + urlencode(random.sample(pairs, len(pairs)))
        assert canonical_url(shuffled, keys, NOW) == once
        other = canonical_url(PAGE + "?" + urlencode([*pairs, ("id", "another")]), QueryKeys(frozenset({"id"})), NOW)
        assert url_id(other) != url_id(canonical_url(url, QueryKeys(frozenset({"id"})), NOW))


def test_two_articles_of_the_press_never_become_one() -> None:
    random = Random(4)  # noqa: S311 as above
    with Press.on_free_ports() as press:
        wanted = [record["url"] for record in press.expected()]
    noise = [("utm_source", "a"), ("from", "timeline"), ("spm", "1.2"), ("_t", "1795000000"), ("PHPSESSID", "x")]
    seen: dict[str, str] = {}
    for url in wanted:
        for _ in range(5):
            extra = urlencode(random.sample(noise, random.randint(0, 3)))
            shown = url + (("&" if "?" in url else "?") + extra if extra else "")
            assert seen.setdefault(press.outlets.canonical(shown, NOW), url) == url
    assert len(seen) == len(set(wanted))


def test_a_list_keeps_apart_what_its_record_keeps_apart() -> None:
    outlet = replace(OUTLET, articles=["http://{host}/show.html?source_id={id}"])
    rows = "".join(f'<a href="/show.html?source_id={n}&utm_source=list">第{n}条新闻的标题足够长</a>' for n in range(1, 6))
    found = read_listing(load(f"<html><body>{rows}</body></html>".encode(), url="http://a.example/list"), outlet)
    assert len(found.links) == 5


# what pages teach


@pytest.mark.parametrize(
    ("asked", "own", "keys"),
    [
        ("?source_id=3", "?source_id=3", ["source_id"]),
        ("?a=1&from=77", "?from=77", ["from"]),
        ("?source_id=3", "?source_id=4", []),
        ("?from=timeline", "?from=timeline", []),  # a link that was shared, and a page that repeats its address
        ("?utm_id=3", "?utm_id=3", []),
        ("?source_id=1795000000", "?source_id=1795000000", []),
        ("?id=3", "?id=3", []),
    ],
)
def test_a_canonical_link_proves_a_key(asked: str, own: str, keys: list[str]) -> None:
    assert proven_keys(PAGE + asked, PAGE + own, NO_KEYS) == keys
    assert proven_keys(PAGE + asked, "http://a.example/other.html" + own, NO_KEYS) == []
    assert proven_keys(PAGE + asked, PAGE + own, QueryKeys(ignored=frozenset(keys))) == []


def test_a_stamp_is_the_same_on_all_links_of_a_list() -> None:
    def of(*queries: str) -> list[str]:
        return list(stamps([f"http://a.example/{number}.html?{query}" for number, query in enumerate(queries)], NO_KEYS))

    assert of("_t=1500000000000", "_t=1500000000000") == ["_t"]
    assert of("sid=a1b2c3d4e5f6a7b8", "sid=a1b2c3d4e5f6a7b8&id=2") == ["sid"]
    assert of("_t=1500000000000", "_t=1500000000001") == [], "they may tell the articles from each other"
    assert of("_t=1500000000000") == []
    assert of("id=1500000000000", "id=1500000000000") == []
    assert list(stamps([PAGE + "?_t=1500000000000&x=1", PAGE + "?_t=1500000000000&x=2"], QueryKeys(frozenset({"_t"})))) == []


# the store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh(request.param, tmp_path) as url:
        opened = Store(url)
        yield opened
        opened.close()


def old(store: Store, *addresses: str) -> None:
    """Articles that a store has under addresses of another form."""
    store.save([
        Outcome(url, OUTLET.id, "stored", article=make_article(number, id=url_id(url), url=url, outlet=OUTLET.id))
        for number, url in enumerate(addresses)
    ])  # fmt: skip


def rows(store: Store) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(select(articles.c.position, articles.c.id, articles.c.url, articles.c.revision)))


def test_an_id_that_was_given_out_stays(store: Store) -> None:
    first, second = "http://a.example/0.html;jsessionid=1", "http://a.example/0.html;jsessionid=2"
    old(store, first, "http://a.example/1.html", second)
    before = rows(store)
    assert Addresses(store).adopt(OUTLET.id, OUTLET.address_rules, OUTLET.canonical) == 1
    assert Addresses(store).adopt(OUTLET.id, OUTLET.address_rules, OUTLET.canonical) == 0
    assert rows(store) == before, "no line, no revision, no position"
    today = OUTLET.canonical("http://a.example/0.html;jsessionid=3")
    assert Addresses(store).id_of(today) == url_id(first), "of several, the one that was given out first"
    found = store.found(OUTLET.id, [today, "http://a.example/9.html"])
    assert found.new == ["http://a.example/9.html"]
    assert found.settled == [today]
    assert store.unfinished([today]) == []
    same = make_article(0, id=url_id(today), url=today, outlet=OUTLET.id)
    assert store.save([Outcome(today, OUTLET.id, "stored", article=same)]) == ["unchanged"]
    assert rows(store) == before
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(urls)) == 4
    changed = replace(same, headline="另一个标题")
    assert store.save([Outcome(today, OUTLET.id, "stored", article=changed)]) == ["revised"]
    assert rows(store)[-1][1:] == (url_id(first), first, 2)


def test_another_record_is_another_rule(store: Store) -> None:
    old(store, PAGE)  # four articles that were one while the key was cut
    keyed = replace(OUTLET, identity_keys=["source_id"])
    assert Addresses(store).adopt(keyed.id, keyed.address_rules, keyed.canonical) == 0
    wanted = [keyed.canonical(f"{PAGE}?source_id={number}") for number in range(4)]
    assert store.found(keyed.id, wanted).new == wanted


LIST = "http://a.example/list"


def spider_with(store: Store, outlet: Outlet = OUTLET) -> OutletSpider:
    spider = OutletSpider.from_crawler(get_crawler(OutletSpider), outlet=outlet.id, outlets=Outlets([outlet]))
    spider.ledger = RunLedger(store, 1, lambda batch, saved: None)
    spider.take_keys(Addresses(store).learned())
    spider.adopt()
    return spider


def listed(spider: OutletSpider, hrefs: list[str]) -> list[Request]:
    links = "".join(f'<li><a href="{href}">第{n}条新闻的标题足够长可以当作标题</a></li>' for n, href in enumerate(hrefs))
    answer = HtmlResponse(LIST, body=f"<html><body><ul>{links}</ul></body></html>".encode(), request=Request(LIST))
    return list(spider.parse_list(answer, walk=LIST, number=1))


def test_a_stamp_is_learnt_once_for_all_runs(store: Store) -> None:
    outlet = replace(OUTLET, articles=["http://{host}/2025/11/{dd}/{id}.html"])
    pages = [f"/2025/11/03/{number}.html" for number in range(3)]
    old(store, *(f"http://a.example{path}?_t=1500000000000" for path in pages))
    for stamp in range(1, 4):
        spider = spider_with(store, outlet)
        assert listed(spider, [f"{path}?_t=150000000000{stamp}" for path in pages]) == []
        counts = counts_by_outlet(spider.crawler.stats.get_stats())[OUTLET.id]
        assert counts.get("keys_learned", 0) == (stamp == 1)
        assert counts["reasons"] == ({"key_ignored__t": 1} if stamp == 1 else {})


def test_what_was_merged_under_a_key_is_asked_for_once_it_is_proven(store: Store) -> None:
    spider = spider_with(store, replace(OUTLET, articles=["http://{host}/show.html"]))
    hrefs = [f"/show.html?source_id={number}" for number in range(1, 5)]
    [request] = listed(spider, hrefs)
    text = "<p>澜江市水务局介绍，管网改造工程已经完工，一千户居民恢复供水，各项指标达到设计要求。</p>" * 3
    page = (
        f'<html><head><link rel="canonical" href="{request.url}"></head><body><h1>管网改造工程今日完工</h1>{text}</body></html>'
    )
    answer = HtmlResponse(request.url, body=page.encode(), request=request)
    *lists, draft = spider.parse_article(answer, **request.cb_kwargs)
    assert [each.url for each in lists] == [LIST]
    assert draft.requested_url == PAGE
    again = [each.url for each in listed(spider, hrefs)]
    assert sorted(again) == sorted(f"http://a.example{href}" for href in hrefs if not request.url.endswith(href))
    assert Addresses(store).learned() == {"a.example": QueryKeys(frozenset({"source_id"}))}
