"""Lists for machines: feeds, sitemaps, JSON, Hanweb's proxy; and a crawl that follows them down to a day."""

import gzip
import json
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archives import write_warc
from commands import newsspider, written

from newsspider.errors import ConfigError
from newsspider.outlets import Outlet, load_outlets
from newsspider.pages import Link, Listing, feeds, load, read_listing, unpack
from newsspider.pages.feeds import MAX_SITEMAPS
from newsspider.pages.text_lists import read_text_sitemap

HOST = "https://news.linchuan.example"
PORTAL = Outlet(
    id="jiangxi_linchuan", name="临川在线", province="CN-JX", kind="portal", family="hanweb", hosts=["linchuan.example"],
    articles=["https://{host}/{yyyy}/{mm}/{dd}/{id}.html"],
)  # fmt: skip


def article(number: int, day: str = "2025/10/23") -> str:
    return f"{HOST}/{day}/{number}.html"


def listing(text: str | bytes, outlet: Outlet | None = None, url: str = HOST + "/list", form: str | None = None) -> Listing:
    return read_listing(load(text if isinstance(text, bytes) else text.encode(), url=url), outlet, form)


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>要闻</title><link>{HOST}/</link>
<item><title><![CDATA[新桥<b>通车</b>]]></title><link>{article(1)}#top</link><pubDate>Thu, 23 Oct 2025 17:30:00 GMT</pubDate></item>
<item><title>图书馆 开放</title><guid isPermaLink="true">{article(2)}</guid><dc:date>2025-10-22T09:00:00+08:00</dc:date></item>
<item><title>没有地址</title><guid>tag:1</guid></item>
<item><title>别家</title><link>https://other.example/2025/10/23/9.html</link><pubDate>昨天</pubDate></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>要闻</title><link rel="self" href="{HOST}/atom"/><link rel="next" href="/atom?page=2"/>
<entry><title type="html">新桥通车</title><link rel="enclosure" href="{HOST}/1.mp3"/><link href="/2025/10/23/1.html"/><updated>2025-10-23T23:30:00Z</updated></entry>
<entry><title>图书馆开放</title><link rel="alternate" href="{article(2)}"/><published>2025-10-20</published><updated>2025-10-22</updated></entry></feed>"""

RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel/><item><title>新桥通车</title><link>{article(1)}</link><dc:date>2025-10-23</dc:date></item></rdf:RDF>"""

SITEMAP = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> {article(1)} </loc><lastmod>2025-10-24</lastmod><news:news><news:publication><news:name>临川在线</news:name></news:publication>
<news:publication_date>2025-10-23T08:00:00+08:00</news:publication_date><news:title>新桥通车</news:title></news:news></url>
<url><loc>{HOST}/about.html</loc></url><url><loc>{article(2)}</loc><lastmod>2025-10-22</lastmod></url></urlset>"""


def test_rss() -> None:
    assert listing(RSS).links == [
        Link(article(1), "新桥通车", "2025-10-24"),  # 17:30 in Greenwich is the next day in Beijing
        Link(article(2), "图书馆 开放", "2025-10-22"),
        Link("https://other.example/2025/10/23/9.html", "别家", None),
    ]
    assert [link.url for link in listing(RSS, PORTAL).links] == [article(1), article(2)]


def test_atom() -> None:
    found = listing(ATOM, PORTAL)
    assert found.links == [Link(article(1), "新桥通车", "2025-10-24"), Link(article(2), "图书馆开放", "2025-10-20")]
    assert found.next_page == HOST + "/atom?page=2"


def test_rdf() -> None:
    assert listing(RDF, PORTAL).links == [Link(article(1), "新桥通车", "2025-10-23")]


@pytest.mark.parametrize("outlet", [PORTAL, replace(PORTAL, articles=[]), None])
def test_a_sitemap_gives_its_articles(outlet: Outlet | None) -> None:
    assert listing(SITEMAP, outlet).links == [Link(article(1), "新桥通车", "2025-10-23"), Link(article(2), "", "2025-10-22")]


def test_a_feed_in_another_encoding() -> None:
    assert listing(RSS.replace("utf-8", "gb2312").encode("gb18030"), PORTAL).links[0].title == "新桥通车"


def test_a_sitemap_index_leads_to_the_newest_sitemaps() -> None:
    maps = "".join(
        f"<sitemap><loc>{HOST}/map{n}.xml</loc><lastmod>2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}</lastmod></sitemap>"
        for n in range(80)
    )
    found = listing(f"<sitemapindex>{maps}<sitemap><loc>https://other.example/map.xml</loc></sitemap></sitemapindex>", PORTAL)
    assert found.links == []
    assert len(found.further) == MAX_SITEMAPS
    days = [link.day or "" for link in found.further]
    assert days == sorted(days, reverse=True)
    assert days[0].startswith("2025-12")


def test_a_packed_sitemap_is_unpacked() -> None:
    assert unpack(gzip.compress(SITEMAP.encode())) == SITEMAP.encode()
    assert unpack(b"\x1f\x8bnot gzip") == b"\x1f\x8bnot gzip"
    assert unpack(b"<html>") == b"<html>"


@pytest.mark.parametrize(
    "broken",
    [
        RSS[: len(RSS) // 2], "<rss>", "<rss><channel><item><link>https://[</link></item>", "<urlset><url><loc/></url></urlset>",
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY b{n} "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' for n in range(9)) + "]><rss><item><title>&b8;</title></item></rss>",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title><link>https://news.linchuan.example/2025/10/23/1.html</link></item></rss>',
    ],
)  # fmt: skip
def test_broken_and_hostile_feeds(broken: str) -> None:
    assert all(link.url == article(1) and "root" not in link.title for link in listing(broken, PORTAL).links)


def test_a_huge_sitemap_takes_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 10_000)
    text = (
        "<urlset>"
        + "".join(f"<url><loc>{article(n)}</loc><lastmod>2025-10-22</lastmod></url>" for n in range(15_000))
        + "</urlset>"
    )
    start = time.process_time()
    assert len(listing(text, PORTAL).links) == 10_000
    assert time.process_time() - start < 15


JSON = replace(PORTAL, json_list={"links": "data.rows[].url", "titles": "data.rows[].title", "next": "data.next"})
DATA: dict[str, Any] = {
    "data": {
        "rows": [
            {"url": "/2025/10/23/1.html", "title": " 新桥通车 "},
            {"url": article(2), "title": None},
            {"url": None},
            {"url": "/about.html"},
        ],
        "next": "/api/list?page=2",
    }
}


@pytest.mark.parametrize("wrap", ["{}", "\ufeff  {}\n", "callback({});", "jQuery123_4( {} )"])
def test_a_json_list(wrap: str) -> None:
    found = listing(wrap.replace("{}", json.dumps(DATA, ensure_ascii=False)), JSON, HOST + "/api/list")
    assert found.links[0].url == article(1)
    assert [link.url for link in found.links] == [article(1), article(2)]
    assert found.next_page == HOST + "/api/list?page=2"


def test_titles_that_fit_the_links_are_kept() -> None:
    rows = {"data": {"rows": [{"url": article(1), "title": " 新桥通车 "}, {"url": article(2), "title": "图书馆开放"}]}}
    assert [link.title for link in listing(json.dumps(rows), JSON).links] == ["新桥通车", "图书馆开放"]


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("/api?channel=1&page=3", "/api?channel=1&page=4"),
        ("/api?channel=1", "/api?channel=1&page=2"),
        ("/api?page=x", "/api?page=2"),
        ("/api?k=%D6%D0&page=1", "/api?k=%D6%D0&page=2"),
    ],
)
def test_json_pages_are_counted_up_while_they_bring_links(url: str, following: str) -> None:
    counting = replace(PORTAL, json_list={"links": "[].url", "page": "page"})
    assert listing(json.dumps([{"url": article(1)}]), counting, HOST + url).next_page == HOST + following
    assert listing("[]", counting, HOST + url).next_page is None


def test_addresses_made_of_ids() -> None:
    made = replace(PORTAL, json_list={"links": "list[].join('', ['/2025/10/23/', to_string(id), '.html'])"})
    assert [link.url for link in listing('{"list": [{"id": 1}, {"id": 2}]}', made).links] == [article(1), article(2)]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "null", '{"data": 5}', "callback(", '{"data": {"rows": {}}}'])
def test_json_that_is_none_or_else_gives_nothing(text: str) -> None:
    assert listing(text, JSON).links == []


def test_an_html_page_of_an_outlet_with_json_lists_is_read_as_html() -> None:
    assert [link.url for link in listing(f'<a href="{article(1)}">新桥通车</a>', JSON).links] == [article(1)]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('titles = "data[].title"', "json_list.links: missing"),
        ('links = "data[", titles = "a"', "json_list.links: 'data[' is no JMESPath expression"),
        ('links = "a", link = "b"', "json_list.link: unknown key"),
    ],
)
def test_the_loader_says_what_is_wrong_with_a_json_list(table: str, said: str, tmp_path: Path) -> None:
    record = '[jiangxi_linchuan]\nname = "临川在线"\nprovince = "CN-JX"\nkind = "portal"\nfamily = "trs"\nhosts = ["linchuan.example"]\n'
    (tmp_path / "sites.toml").write_text(f"{record}json_list = {{ {table} }}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(said)):
        load_outlets(tmp_path)


def rows(numbers: range) -> str:
    return "".join(f"<record><![CDATA[<li><a href='/2025/10/23/{n}.html'>第{n}条新闻的标题</a></li>]]></record>" for n in numbers)


def jpage_list(total: int, shown: int, *, script: bool = True, group: str = "") -> str:
    arguments = (
        f"{{themeName:'default',totalRecord:{total},dataBefore:'<ul>',dataAfter:'</ul>',groupSize:3,proxyUrl:'/module/web/jpage/dataproxy.jsp',"
        "perPage:2,barPosition:'bottom',ajaxParam:{col:1,appid:'1',webid:60,path:'/',columnid:30067,unitid:'49468',webname:'临川 在线',permissiontype:0}}"
    )
    return (
        f'<html><div id="49468"><script type="text/xml"><datastore><nextgroup>{group}</nextgroup><recordset>{rows(range(1, shown + 1))}'
        f"</recordset></datastore></script></div>"
        + (f"<script>$(function(){{$('#49468').jpage({arguments});}});</script>" if script else "")
    )


def test_hanweb_rows_are_asked_for_as_the_page_would() -> None:
    first = listing(jpage_list(20, 6), PORTAL, HOST + "/col/col30067/index.html")
    assert [link.url for link in first.links] == [article(n) for n in range(1, 7)]
    assert first.next_page == HOST + "/module/web/jpage/dataproxy.jsp?startrecord=7&endrecord=12&perpage=2"
    form = "col=1&appid=1&webid=60&path=%2F&columnid=30067&unitid=49468&webname=%E4%B8%B4%E5%B7%9D+%E5%9C%A8%E7%BA%BF&permissiontype=0"
    assert first.next_form == form
    answer = f"<datastore><totalrecord>20</totalrecord><recordset>{rows(range(7, 13))}</recordset></datastore>"
    second = listing(answer, PORTAL, first.next_page, form)
    assert [link.url for link in second.links] == [article(n) for n in range(7, 13)]
    assert second.next_page == HOST + "/module/web/jpage/dataproxy.jsp?startrecord=13&endrecord=18&perpage=2"
    assert second.next_form == form
    last = HOST + "/module/web/jpage/dataproxy.jsp?startrecord=19&endrecord=24&perpage=2"
    assert listing(answer, PORTAL, last, form).next_page is None
    assert listing("<datastore><recordset></recordset></datastore>", PORTAL, first.next_page, form).next_page is None


def test_hanweb_list_that_shows_all_its_rows_has_no_next() -> None:
    assert listing(jpage_list(6, 6), PORTAL).next_page is None


def test_hanweb_without_a_script_follows_the_group_link() -> None:
    group = '<![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&amp;webid=60&amp;columnid=30067&amp;unitid=49468"></a>]]>'
    found = listing(jpage_list(20, 6, script=False, group=group), PORTAL)
    assert found.next_page == HOST + "/module/web/jpage/dataproxy.jsp?page=1&webid=60&columnid=30067&unitid=49468"
    assert found.next_form is None
    assert [link.url for link in found.links] == [article(n) for n in range(1, 7)]


def test_a_hostile_script_takes_no_time() -> None:
    start = time.process_time()
    for piece in ("{", "a:'", "ajaxParam:{", "proxyUrl:'", "x:1,"):
        listing("<recordset>.jpage(" + piece * 200_000, PORTAL)
    assert time.process_time() - start < 5


# Crawls


RECORD = """
[jiangxi_linchuan]
name = "临川在线"
province = "CN-JX"
kind = "portal"
family = "hanweb"
hosts = ["linchuan.example"]
lists = ["https://news.linchuan.example/list/"]
articles = ["https://{host}/{yyyy}/{mm}/{dd}/{id}.html", "https://{host}/undated/{id}.html"]
"""


def story(number: int) -> str:
    return (
        f"<html><title>临川第{number}座桥通车-临川在线</title><body><h1>临川第{number}座桥通车</h1><div id='zoom'>"
        f"<p>本报讯（记者魏晓星）昨日，跨越赣江的第{number}座新桥正式通车，两岸群众出行更加便捷，沿线绿化同步完工。</p>"
        f"<p>新桥全长{number}千米，双向六车道，由本地工程队历时三年建成，通行时间由四十分钟缩短到十分钟。</p></div></body></html>"
    )


def site(tmp_path: Path, lists: dict[str, str | bytes], articles: list[str], record: str = RECORD) -> tuple[object, ...]:
    """Write record and archive; the arguments of a crawl."""
    (tmp_path / "sites.toml").write_text(record, encoding="utf-8")
    stories = {url: story(number) for number, url in enumerate(articles, 1)}
    write_warc(tmp_path / "p.warc", {**lists, **stories})
    return ("crawl", "jiangxi_linchuan", "--sites", "sites.toml", "--replay", "p.warc", "--output", "out")


def stored(tmp_path: Path) -> list[str]:
    return sorted(row["url"] for row in written(tmp_path / "out"))


def page_of(urls: list[str], following: str = "") -> str:
    turn = f'<a href="{following}">下一页</a>' if following else ""
    return "<html><body>" + "".join(f'<li><a href="{url}">临川新桥今日正式通车{url[-8]}</a></li>' for url in urls) + turn


def test_since_leaves_older_articles_and_the_lists_below_them(tmp_path: Path) -> None:
    new = [article(n, "2025/10/23") for n in (1, 2)]
    pinned, undated = article(3, "2021/01/01"), HOST + "/undated/4.html"
    mixed = [article(5, "2025/10/20"), article(6, "2025/09/30")]
    old = [article(n, "2025/09/29") for n in (7, 8)]
    below = [article(9, "2025/10/22")]  # never seen: the page above it is all older
    lists = {
        HOST + "/list/": page_of([pinned, *new, undated], "index_2.html"),
        HOST + "/list/index_2.html": page_of(mixed, "index_3.html"),
        HOST + "/list/index_3.html": page_of(old, "index_4.html"),
        HOST + "/list/index_4.html": page_of(below),
    }
    arguments = site(tmp_path, lists, [*new, pinned, undated, *mixed, *old, *below])
    newsspider(*arguments, "--since", "2025-10-01", cwd=tmp_path)
    assert stored(tmp_path) == sorted([*new, undated, mixed[0]])
    again = newsspider(*arguments, "--since", "2025-10-01", cwd=tmp_path)
    assert "0 articles written" in again.stdout
    newsspider(*arguments, cwd=tmp_path)  # what was left out is still unknown: a crawl without the day finds it all
    assert stored(tmp_path) == sorted([*new, pinned, undated, *mixed, *old, *below])


def test_since_needs_lists_and_a_day(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(article(1))
    assert newsspider("crawl", "--urls", "urls.txt", "--since", "2025-10-01", cwd=tmp_path, ok=False).returncode == 2
    assert newsspider("crawl", "jiangxi_jxnews", "--since", "gestern", cwd=tmp_path, ok=False).returncode == 2


def test_a_crawl_follows_a_sitemap_index_and_packed_sitemaps(tmp_path: Path) -> None:
    new, old = article(1, "2025/10/23"), article(2, "2025/08/01")
    maps = {"/a.xml.gz": (new, "2025-10-23"), "/b.xml": (old, "2025-08-02")}
    index = "".join(f"<sitemap><loc>{HOST}{path}</loc><lastmod>{day}</lastmod></sitemap>" for path, (_, day) in maps.items())
    lists: dict[str, str | bytes] = {
        HOST + "/list/": f"<?xml version='1.0'?><sitemapindex>{index}</sitemapindex>",
        HOST + "/a.xml.gz": gzip.compress(f"<urlset><url><loc>{new}</loc></url></urlset>".encode()),
        HOST + "/b.xml": f"<urlset><url><loc>{old}</loc></url></urlset>",
    }
    arguments = site(tmp_path, lists, [new, old])
    newsspider(*arguments, "--since", "2025-10-01", cwd=tmp_path)
    assert stored(tmp_path) == [new]
    newsspider(*arguments, cwd=tmp_path)
    assert stored(tmp_path) == sorted([new, old])


def test_a_crawl_posts_hanwebs_form_for_further_rows(tmp_path: Path) -> None:
    proxy = HOST + "/module/web/jpage/dataproxy.jsp"
    lists = {
        HOST + "/list/": jpage_list(14, 6),
        f"{proxy}?startrecord=7&endrecord=12&perpage=2": f"<datastore><totalrecord>14</totalrecord><recordset>{rows(range(7, 13))}</recordset></datastore>",
        f"{proxy}?startrecord=13&endrecord=18&perpage=2": f"<datastore><totalrecord>14</totalrecord><recordset>{rows(range(13, 15))}</recordset></datastore>",
    }
    articles = [article(n) for n in range(1, 15)]
    newsspider(*site(tmp_path, lists, articles), cwd=tmp_path)
    assert stored(tmp_path) == sorted(articles)


# what is broken, and what is no list

ITEM = "<item><title>第{n}条</title><link>{url}</link><pubDate>Thu, 23 Oct 2025 09:30:00 GMT</pubDate></item>"


def rss(*items: str) -> str:
    return '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>' + "".join(items) + "</channel></rss>"


def urls(text: str, outlet: Outlet | None = None, url: str = HOST + "/list") -> list[str]:
    return [link.url for link in listing(text, outlet, url).links]


QUERY = HOST + "/show.php?cid=3&id="


@pytest.mark.parametrize(
    "printed",
    ["{q}1", "{q}1".replace("&", "&"), "<![CDATA[{q}1]]>", "{a}1", "{n}1", "<![CDATA[{a}1]]>", "\n  {q}1\n", "&#104;ttps{rest}1"],
)
def test_an_ampersand_in_an_address_however_it_is_written(printed: str) -> None:
    link = printed.format(q=QUERY, a=QUERY.replace("&", "&amp;"), n=QUERY.replace("&", "&#x26;"), rest=QUERY[5:])
    assert urls(rss(ITEM.format(n=1, url=link), ITEM.format(n=2, url=article(2)))) == [QUERY + "1", article(2)]
    assert listing(f"<urlset><url><loc>{link}</loc></url></urlset>", replace(PORTAL, articles=["https://{host}/show.php"])).links


@pytest.mark.parametrize(
    ("title", "read"),
    [("a&nbsp;b", "a b"), ("A & B", "A & B"), ("&ldquo;桥&rdquo;", "“桥”"), ("&foo;", "&foo;"), ("AT&T;", "AT&T;")],
)
def test_entities_that_xml_does_not_know(title: str, read: str) -> None:
    assert [link.title for link in listing(rss(ITEM.format(n=1, url=article(1)).replace("第1条", title))).links] == [read]


def test_entities_that_the_feed_declares() -> None:
    text = '<!DOCTYPE rss [<!ENTITY base "https://news.linchuan.example/2025/10/23">]>' + rss(
        ITEM.format(n=1, url="&base;/1.html")
    )
    assert urls(text) == [article(1)]


def test_a_base_of_xml() -> None:
    entries = '<entry><title>一</title><link href="1.html"/></entry><entry xml:base="24/"><title>二</title><link href="2.html"/></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{HOST}/2025/10/23/">{entries}</feed>'
    assert urls(feed) == [article(1), HOST + "/2025/10/23/24/2.html"]
    broken = feed.replace('</title><link href="2', '<link href="2')
    assert urls(broken) == [article(1), HOST + "/2025/10/23/24/2.html"], "of a broken entry the address and its base are left"
    nowhere = feed.replace(f"{HOST}/2025/10/23/", "//[::1]`")
    assert urls(nowhere) == [], "relative to nobody knows what"
    assert listing(nowhere).incomplete


ITEMS = [ITEM.format(n=n, url=article(n)) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (rss(*ITEMS)[: rss(*ITEMS).index("3.html")], [1, 2]),  # half an address is a wrong one
        (rss(*ITEMS)[: rss(*ITEMS).index("</item></channel>")], [1, 2, 3, 4, 5]),
        (rss(*ITEMS).replace("</title>", "", 1), [1, 2, 3, 4, 5]),
        (rss(*ITEMS).replace("</item>", "", 2), [1, 2, 3, 4, 5]),
        (rss(*ITEMS).replace("2.html</link>", "2.html"), [1, 3, 4, 5]),
        (rss(*ITEMS).replace("/2.html", "/<b>2.html"), [1, 3, 4, 5]),
        (rss(*ITEMS).replace("第4", "\x01第4<"), [1, 2, 3, 4, 5]),
        ("\n".join(ITEMS), [1, 2, 3, 4, 5]),  # no element around them
    ],
)
def test_a_broken_feed_gives_what_came_whole_and_says_that_it_is_broken(text: str, numbers: list[int]) -> None:
    found = listing(text)
    assert [link.url for link in found.links] == [article(n) for n in numbers]
    assert found.incomplete


def test_a_whole_feed_is_not_called_broken() -> None:
    for text in (RSS, ATOM, RDF, SITEMAP, rss(*ITEMS), "<urlset/>", RSS + "<!-- served in 3 ms -->"):
        assert not listing(text).incomplete
        assert listing(text).is_list


def test_pictures_of_a_sitemap_are_no_pages() -> None:
    image = f"<image:image xmlns:image='i'><image:loc>{HOST}/1.jpg</image:loc></image:image>"
    assert urls(f"<urlset><url>{image}<loc>{article(1)}</loc></url></urlset>", PORTAL) == [article(1)]


@pytest.mark.parametrize(
    "text", [f"{article(1)}\r\n{article(2)}\r\n", f"\ufeff{article(1)}\n\n  {article(2)}", f"{article(1)}\n{article(2)}#top"]
)
def test_a_sitemap_as_text(text: str) -> None:
    assert urls(text, PORTAL) == [article(1), article(2)]
    assert urls(text, None) == [article(1), article(2)]


FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "要闻",
    "next_url": "/feed.json?page=2",
    "items": [
        {"id": "1", "url": article(1) + "#a", "title": "新桥 通车", "date_published": "2025-10-23T17:30:00Z"},
        {"id": article(2)}, {"id": "3"}, {"url": None, "title": 5}, "x", {"url": "/2025/10/23/4.html", "title": ["x"], "date_published": 7},
    ],
}  # fmt: skip


def test_a_json_feed_needs_no_record() -> None:
    for outlet in (None, PORTAL):
        found = listing(json.dumps(FEED, ensure_ascii=False), outlet, HOST + "/feed.json")
        assert found.links == [
            Link(article(1), "新桥 通车", "2025-10-24"),
            Link(article(2), "", None),
            Link(article(4), "", None),
        ]
        assert found.next_page == HOST + "/feed.json?page=2"
    assert listing(json.dumps(FEED).replace("/", "\\/"), PORTAL, HOST + "/feed.json").links


def test_a_json_feed_that_breaks_off_or_is_damaged_says_so() -> None:
    whole = json.dumps(FEED | {"items": FEED["items"][:2]}, ensure_ascii=False)
    for text, numbers in (
        (whole[: whole.index(article(2))], [1]),
        (whole.replace('"url"', '"u\x01rl"'), [2]),
        (whole.replace("23/1.html", "23/ 1.html"), [2]),
        (whole + "<!-- 3 ms -->", [1, 2]),
    ):
        found = listing(text, None, HOST + "/feed.json")
        assert [link.url for link in found.links] == [article(number) for number in numbers]
        assert found.incomplete


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"{article(1)}\n{article(2)[:-1]}", [1]),  # half an address is a wrong one
        (f"{article(1)}\n{HOST}/2025/10/\n23/2.html\n{article(3)}\n", [1, 3]),  # a wrapped line
        (f"# ours\n{article(1)}\n{article(2)}\n{article(3)} x\n", [1]),
    ],
)
def test_a_text_sitemap_with_odd_lines(text: str, numbers: list[int]) -> None:
    found = listing(text, PORTAL)
    assert [link.url for link in found.links] == [article(number) for number in numbers]
    assert found.incomplete


def test_of_a_broken_entry_no_other_address_is_read() -> None:
    other = HOST + "/2025/10/20/9.html"
    for more in (
        f"<source><link>{other}</link></source>",
        f"<!-- <link>{other}</link> -->",
        f"<d><![CDATA[<link>{other}</link>]]></d>",
    ):
        broken = ITEM.format(n=1, url=article(1)).replace("<title>", more + "<title><br>")
        assert urls(rss(broken, ITEM.format(n=2, url=article(2)))) in ([article(1), article(2)], [article(2)])
    translated = f'<url><x:link rel="alternate" href="{other}"/><loc>{article(1)}</loc></url>'
    assert urls(f"<urlset xmlns:x='x'>{translated}</urlset>") == [article(1)]


@pytest.mark.parametrize(
    "text", ["没有地址的文字", '{"rows": []}', "<opml><body/></opml>", "var list = [];", f"看这里：{article(1)}\n{article(2)}"]
)
def test_what_is_no_list_says_so(text: str) -> None:
    found = listing(text, PORTAL)
    assert not found.links
    assert not found.is_list


def test_a_list_without_links_is_a_list_all_the_same() -> None:
    assert listing("<html><body><p>暂无新闻</p></body></html>", PORTAL).is_list
    assert not listing("<html><body>Not Found</body></html>", JSON, HOST + "/api/list").is_list, (
        "JSON is what the record promises"
    )


@pytest.mark.parametrize(("last", "whole"), [("1203", True), ("12", False), ("12034", False)])
def test_a_last_line_without_an_end_is_read_where_it_is_like_the_others(last: str, whole: bool) -> None:
    lines = [f"{HOST}/show.php?id={number}" for number in ("1201", "1202", last)]
    found = read_text_sitemap(load("\n".join(lines).encode(), url=f"{HOST}/sitemap.txt"))
    assert found
    assert [link.url for link in found.links] == lines[: 3 if whole else 2]
    assert found.incomplete is not whole
