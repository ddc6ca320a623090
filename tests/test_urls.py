"""One article has one address: canonical URLs, mirror rules, and never two articles under one."""

import re
from pathlib import Path
from random import Random

import pytest
from archives import write_warc
from commands import newsspider, written

from newsspider.errors import BadUrl, ConfigError
from newsspider.outlets import Outlet, load_outlets
from newsspider.outlets.url_patterns import Mirror
from newsspider.pages import load, read
from newsspider.urls import canonical_url, url_id

SHIPPED = load_outlets()


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://A.Example:80/1.html#top", "http://a.example/1.html"),
        ("https://a.example:443", "https://a.example/"),
        ("https://a.example:8443/", "https://a.example:8443/"),
        ("https://a.example/1.html?utm_source=x&spm=1.2&from=timeline", "https://a.example/1.html"),
        ("https://a.example/show?b=2&a=1&isappinstalled=0", "https://a.example/show?a=1&b=2"),
        ("https://a.example/content_1.htm?div=-1", "https://a.example/content_1.htm"),
        ("https://a.example/show?id=7&div=1", "https://a.example/show?div=1&id=7"),
        ("https://a.example/标题.html", "https://a.example/%E6%A0%87%E9%A2%98.html"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "pair",
    [
        ("https://a.example/show?id=1", "https://a.example/show?id=2"),
        ("https://a.example/show?id=1", "https://a.example/show?id=1&page=2"),
        ("https://a.example/1.html", "https://a.example/1.htm"),
        ("https://a.example/1.html", "https://m.a.example/1.html"),
        ("https://a.example/1.html", "https://a.example:8080/1.html"),
        ("https://a.example/News/1.html", "https://a.example/news/1.html"),
        ("https://a.example/pc/con/202510/23/content_1.html", "https://a.example/pad/con/202510/23/content_1.html"),
    ],
)
def test_two_addresses_stay_two_without_a_rule(pair: tuple[str, str]) -> None:
    first, second = map(canonical_url, pair)
    assert url_id(first) != url_id(second)


def test_http_and_https_are_one() -> None:
    assert url_id("http://a.example/1.html") == url_id("https://a.example/1.html")


@pytest.mark.parametrize("wrong", ["", "a.example", "ftp://a.example/", "https://[", "http://a.example/a b"])
def test_what_is_no_url_is_refused(wrong: str) -> None:
    with pytest.raises(BadUrl):
        canonical_url(wrong)


GBK = "https://a.example/s?k=%D6%D0"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (GBK + "&from=x", GBK),
        ("https://a.example/s?from=x&k=%d6%d0", GBK),
        (GBK + "&id=1&utm_source=x", "https://a.example/s?id=1&k=%D6%D0"),
        ("https://a.example/s?%d6=1&from=x", "https://a.example/s?%D6=1"),
        (GBK + "%E4%B8%AD+%20&from=x&a=%C0%AF", "https://a.example/s?a=%C0%AF&k=%D6%D0%E4%B8%AD++"),
        ("https://a.example/s?k=%ED%A0%80&from=x", "https://a.example/s?k=%ED%A0%80"),  # half a character
        ("https://a.example/s?k=%EF%BF%BD&from=x", "https://a.example/s?k=%EF%BF%BD"),
        ("https://a.example/%d6%d0/?k=%ff&spm=1", "https://a.example/%D6%D0/?k=%FF"),
    ],
)
def test_escapes_that_are_no_utf8_stay_as_they_are(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_words_in_gbk_are_told_apart() -> None:
    rng = Random(5)  # noqa: S311 the same words each time
    words = ["".join(f"%{byte:02x}" for byte in f"{a}{b}".encode("gbk")) for a in "沿江水渠昨日通" for b in "两岸村民欢欣"]
    noise = ("from=x", "utm_source=wx", "spm=1.2", "PHPSESSID=1", "share=a")
    found = {canonical_url(f"https://a.example/s?{rng.choice(noise)}&k={word}&{rng.choice(noise)}") for word in words}
    assert found == {f"https://a.example/s?k={word.upper()}" for word in words}


def test_bytes_of_every_kind_keep_their_order() -> None:
    rng = Random(6)  # noqa: S311 as above
    for _ in range(500):
        pairs = ["=".join("".join(f"%{byte:02x}" for byte in rng.randbytes(rng.randrange(1, 4))) for _ in "kv") for _ in "123"]
        plain = canonical_url("https://a.example/s?" + "&".join(pairs))
        cut = canonical_url("https://a.example/s?" + "&".join([*pairs, "from=x"]))
        assert plain == cut == canonical_url(cut)


MIRRORS = [
    (
        "http://{host}/pad/con/{yyyymm}/{dd}/content_{id}.html", "http://{host}/pc/con/{yyyymm}/{dd}/content_{id}.html",
        {"https://p.example:81/pad/con/202510/23/content_7.html": "https://p.example:81/pc/con/202510/23/content_7.html",
         "http://p.example/pad/con/202510/23/content_7.html": "http://p.example/pc/con/202510/23/content_7.html"},
        ["http://p.example/pad/con/202510/23/content_7.html?page=2", "http://p.example/pad/con/202510/23/content_7_2.html",
         "http://p.example/pad/layout/202510/23/node_01.html", "http://p.example/x/pad/con/202510/23/content_7.html"],
    ),
    (
        "https://m.p.example/{yyyymmdd}/{id}-{id}.html", "https://www.p.example/{yyyy-mm}/{dd}/c{id}_{id}.html",
        {"https://m.p.example/20251023/5-77.html": "https://www.p.example/2025-10/23/c5_77.html"},
        ["https://m.p.example/20251023/77.html", "https://m.p.example/20251393/5-77.html"],
    ),
    (
        "https://{host}/show?id={id}&sid={n}", "https://{host}/show?id={id}",
        {"https://p.example/show?id=9&sid=11": "https://p.example/show?id=9"},
        ["https://p.example/show?id=9&sid=11&x=1", "https://p.example/show?sid=11"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "main", "folds", "stays"), MIRRORS, ids=[shown for shown, *_ in MIRRORS])
def test_a_mirror_is_folded_and_nothing_else(shown: str, main: str, folds: dict[str, str], stays: list[str]) -> None:
    rule = Mirror(shown, main)
    for url, folded in folds.items():
        assert rule.fold(url) == folded
        assert rule.fold(folded) is None
    for url in stays:
        assert rule.fold(url) is None


@pytest.mark.parametrize(
    ("shown", "main", "said"),
    [
        ("http://a/{id}.html", "http://a/{id}/{id}.html", "{id} of the second form is not in the first"),
        ("http://a/{yyyymm}/{id}.html", "http://a/{yyyymmdd}/{id}.html", "{yyyymmdd} of the second form"),
        ("http://a/{id}.html", "https://a/{id}.html", "the same"),
        ("http://a/{idd}.html", "http://a/{id}.html", "unknown placeholder"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(shown: str, main: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Mirror(shown, main)


def test_hostile_addresses_take_no_time() -> None:
    rule = Mirror("http://{host}/{sec}/{id}.html", "http://{host}/{id}.html")
    assert rule.fold("http://a/" + "a-/" * 100_000 + ".htm") is None


VALUES = {
    "yyyymm": "202510", "dd": "23", "yyyy-mm-dd": "2025-10-23", "id": "1000001", "n": "67", "nn": "003",
}  # fmt: skip
RULES = [(key, shown, main) for key, outlet in SHIPPED.items() for shown, main in outlet.mirrors]


@pytest.mark.parametrize(("key", "shown", "main"), RULES, ids=[f"{key}-{number}" for number, (key, _, _) in enumerate(RULES)])
def test_shipped_mirrors_lead_to_articles_of_the_same_outlet(key: str, shown: str, main: str) -> None:
    outlet = SHIPPED[key]
    values = VALUES | {"host": next(host for host in outlet.hosts if "/" not in host) if "{host}" in shown else ""}

    def address(pattern: str, **changes: str) -> str:
        return re.sub(r"\{([^{}]+)\}", lambda field: (values | changes)[field[1]], pattern)

    assert outlet.canonical(address(shown)) == canonical_url(address(main))
    assert outlet.canonical(address(main)) == canonical_url(address(main))
    assert outlet.match_article(address(shown))
    assert SHIPPED.outlet_for(address(main)) is outlet
    told = [name for name in ("id", "n", "nn") if f"{{{name}}}" in main]
    assert told
    for name in told:
        assert outlet.canonical(address(shown, **{name: "0119"[-len(VALUES[name]) :]})) != outlet.canonical(address(shown))


RECORD = """
[jiangxi_linchuan]
name = "临川日报"
province = "CN-JX"
kind = "epaper"
family = "founder_epaper"
hosts = ["paper.linchuan.example"]
lists = ["http://paper.linchuan.example/pc/"]
articles = ["http://{host}/pc/con/{yyyymm}/{dd}/content_{id}.html", "http://{host}/pad/con/{yyyymm}/{dd}/content_{id}.html"]
mirrors = [["http://{host}/pad/con/{yyyymm}/{dd}/content_{id}.html", "http://{host}/pc/con/{yyyymm}/{dd}/content_{id}.html"]]
"""
BASE = "http://paper.linchuan.example"


def story(number: int) -> str:
    return (
        f'<html><title>临川第{number}座桥通车</title><body><h1 id="Title">临川第{number}座桥通车</h1><founder-content>'
        f"<p>本报讯（记者魏晓星）昨日，跨越赣江的第{number}座新桥正式通车，两岸群众出行更加便捷，沿线绿化同步完工。</p>"
        f"<p>新桥全长{number}千米，双向六车道，由本地工程队历时三年建成，通行时间由四十分钟缩短到十分钟。</p></founder-content></body></html>"
    )


def test_the_loader_says_what_is_wrong_with_a_mirror(tmp_path: Path) -> None:
    for change, said in (
        (('/pc/con/{yyyymm}/{dd}/content_{id}.html"]]', '/web/{id}.html"]]'), "the second pattern is none of `articles`"),
        (("mirrors = [[", 'mirrors = [["http://{host}/x"], ['), "two patterns are needed"),
        (("mirrors = [[", 'mirrors = ["x", ['), "is not a list of pairs of texts"),
    ):
        assert change[0] in RECORD
        path = tmp_path / "sites.toml"
        path.write_text(RECORD.replace(*change), encoding="utf-8")
        with pytest.raises(ConfigError, match=re.escape(said)):
            load_outlets(path)


def test_an_article_has_the_main_address_whichever_page_was_read(tmp_path: Path) -> None:
    path = tmp_path / "sites.toml"
    path.write_text(RECORD, encoding="utf-8")
    outlet = load_outlets(path)["jiangxi_linchuan"]
    for folder in ("pc", "pad"):
        page = load(story(1).encode(), url=f"{BASE}/{folder}/con/202510/23/content_1.html")
        assert read(page, outlet).url == f"{BASE}/pc/con/202510/23/content_1.html"
    page = load(story(1).encode(), url=f"{BASE}/pad/con/202510/23/content_1.html")
    bare = Outlet(id="a_b", name="甲", province=None, kind="epaper", family="founder_epaper", hosts=["paper.linchuan.example"])
    assert read(page, bare).url == page.url


def test_a_crawl_stores_an_article_once_and_reads_it_where_it_was_found(tmp_path: Path) -> None:
    """The list links to the mirror of one article and to both forms of another; only what was linked to is archived."""
    (tmp_path / "sites.toml").write_text(RECORD, encoding="utf-8")
    links = ["/pad/con/202510/23/content_1.html", "/pc/con/202510/23/content_2.html", "/pad/con/202510/23/content_2.html"]
    front = "".join(f'<a href="{link}">临川第{link[-6]}座桥通车</a>' for link in links)
    pages = {f"{BASE}/pc/": front, BASE + links[0]: story(1), BASE + links[1]: story(2)}
    write_warc(tmp_path / "p.warc", pages)
    arguments = ("crawl", "jiangxi_linchuan", "--sites", "sites.toml", "--replay", "p.warc", "--output", "out")
    newsspider(*arguments, cwd=tmp_path)
    found = {row["url"]: row["id"] for row in written(tmp_path / "out")}
    wanted = [f"{BASE}/pc/con/202510/23/content_{number}.html" for number in (1, 2)]
    assert sorted(found) == wanted
    assert [found[url] for url in wanted] == [url_id(url) for url in wanted]
    again = newsspider(*arguments, cwd=tmp_path)
    assert "0 articles written" in again.stdout
    (tmp_path / "urls.txt").write_text("".join(f"{BASE}{link}\n" for link in links))
    more = newsspider("crawl", "--urls", "urls.txt", *arguments[2:], cwd=tmp_path, ok=False)
    assert "0 articles written" in more.stdout
