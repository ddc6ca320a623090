"""List pages and e-paper layouts: which links are articles, and what comes next."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.outlets import Outlet
from newsspider.pages import links
from newsspider.pages.listing import Link, read_listing
from newsspider.pages.page import Page, load

LISTS = Path(__file__).parents[2] / "shared/corpus/dev/lists"
HOST = "https://news.linchuan.example"
PORTAL = Outlet(
    id="jiangxi_linchuan", name="临川在线", province="CN-JX", kind="portal", family="enorth", hosts=["linchuan.example"],
    articles=["https://{host}/system/{yyyy}/{mm}/{dd}/{id9}.shtml"],
)  # fmt: skip
PAPER = Outlet(
    id="jiangxi_lcrb", name="临川日报", province="CN-JX", kind="epaper", family="founder_epaper", hosts=["paper.linchuan.example"],
    articles=["http://paper.linchuan.example/lcrb/html/{yyyy-mm}/{dd}/content_{id}.htm"],
)  # fmt: skip
ISSUE = "http://paper.linchuan.example/lcrb/html/2024-05/17/"


def page(body: str, url: str | None = HOST + "/lead/") -> Page:
    return load(f"<html><body>{body}</body></html>".encode(), url=url)


def anchors(*links: tuple[str, str]) -> str:
    return "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)


def urls(body: str, outlet: Outlet | None = None, url: str = HOST + "/lead/") -> list[str]:
    return [link.url.removeprefix(HOST) for link in read_listing(page(body, url), outlet).links]


def article(number: int) -> str:
    return f"/system/2024/05/{number:02d}/{number:09d}.shtml"


def test_known_outlet_lists_what_its_patterns_fit() -> None:
    body = anchors(
        ("/", "首页"),
        ("/lead/", "要闻"),
        (article(1), "临川区召开春耕生产现场会"),
        (HOST + article(2) + "#comments", "短题"),
        ("//nc.linchuan.example" + article(3), "子站的文章也是它的文章"),
        ("https://other.example" + article(4), "别家网站的文章不是它的文章"),
        ("https://evil-linchuan.example" + article(5), "后缀相同的别家网站"),
        ("/system/count//0001/000000000000/000/000/c0001_000000012.shtml", "更多要闻请看这里"),
        ("javascript:open('/system/2024/05/06/000000006.shtml')", "脚本"),
    )
    listing = read_listing(page(body), PORTAL)
    assert [link.url for link in listing.links] == [
        HOST + article(1),
        HOST + article(2),
        "https://nc.linchuan.example" + article(3),
    ]


def test_picture_and_text_of_one_article_are_one_link() -> None:
    body = (
        f'<a href="{article(1)}"><img src="1.jpg" alt="现场会"></a><a href="{article(2)}">第二条</a>'
        f'<a href="http://news.linchuan.example{article(1)}?from=timeline" title="临川区召开春耕生产现场会">临川区召开春…</a>'
        f'<a href="{article(1)}">{"会议的内容很长，" * 20}</a>'
    )
    assert read_listing(page(body), PORTAL).links == [
        Link(HOST + article(1), "临川区召开春耕生产现场会"),
        Link(HOST + article(2), "第二条"),
    ]


def test_the_list_selector_bounds_the_search() -> None:
    body = f'<div class="hot">{anchors((article(1), "热门"))}</div><ul class="list">{anchors((article(2), "最新"))}</ul>'
    assert urls(body, PORTAL) == [article(1), article(2)]
    assert urls(body, replace(PORTAL, selectors={"list": "ul.list"})) == [article(2)]
    assert urls(body, replace(PORTAL, selectors={"list": "ul.list a, ul.list"})) == [article(2)]
    assert urls(body, replace(PORTAL, selectors={"list": ".gone"})) == []


def test_the_page_itself_and_its_base_address() -> None:
    body = f'<base href="{HOST}/system/2024/05/17/">' + anchors(("000000001.shtml", "一"), ("000000002.shtml", "二"))
    assert urls(body, PORTAL, HOST + "/system/2024/05/17/000000002.shtml") == ["/system/2024/05/17/000000001.shtml"]


def test_rows_in_cdata() -> None:
    body = (
        '<script type="text/xml"><datastore><nextgroup></nextgroup><recordset><record><![CDATA['
        "<li><a href='/system/2024/05/01/000000001.shtml'>临川区召开春耕生产现场会</a></li>]]></record>"
        "<record><![CDATA[<li><a href='/system/2024/05/02/000000002.shtml' title='全文标题'>全文…</a></li>]]></record>"
        "</recordset></datastore></script>"
    )
    assert urls(body, PORTAL) == [article(1), article(2)]


TITLES = [
    "临川区召开春耕生产现场会", "全市重点项目集中开工", "图书馆下月起延长开放时间", "山区小学迎来首批支教老师",
    "文昌里历史街区修缮完成", "今夏防汛物资储备到位", "农民画展走进社区", "汤显祖戏剧节将于九月开幕",
]  # fmt: skip
ARTICLE_FORMS = [
    "/2024/05/17/{:06d}.html", "/2024-05/17/content_{:07d}.htm", "/xw/202405/t20240517_{:07d}.html", "/2024/0517/c1013-{:08d}.html",
    "/20240517/{:032x}/c.html", "/gn/2024/05-17/{:08d}.shtml", "/art/2024/5/17/art_12_{}.html", "/XinWen/2024_05_17_{:06d}.shtml",
    "/a/202405/17/WS66{:022x}.html", "/p/{:016d}", "/article/{}.html", "/news/show.php?id={}", "/?p={:05d}", "/c/8iQx{:03d}AbCdZ",
    "/24/0517/10/9QTO{:04d}000125LI.html", "/newsDetail_forward_{:08d}", "/page-{:06d}.html", "/News/news/id/{:06d}.html",
    "/rumor/detail?id=ag{:x}",
]  # fmt: skip


@pytest.mark.parametrize("form", ARTICLE_FORMS)
def test_unknown_site_articles_are_found_by_shape_and_title(form: str) -> None:
    wanted = [form.format(371 + index) for index in range(len(TITLES))]
    noise = anchors(
        ("/", "首页"), ("/lead/", "要闻"), ("/lead/index.html", "要闻频道最新消息列表"), ("/2024/05/17/", "五月十七日的全部新闻"),
        ("/zt/2024/05/17/1234567.html", "聚焦全市高质量发展大会专题"), ("/special/20240517/", "聚焦全市高质量发展大会"),
        ("/user/1234567.html", "临川区融媒体中心官方账号"), ("/tag/1234567.html", "乡村振兴相关的全部文章"),
        ("https://v.linchuan.example/2024/05/17/1.html", "视频：文昌里的灯会真好看"), ("https://bbs.linchuan.example/t/12345.html", "网友热议今年的灯会"),
        ("https://ads.other.example/2024/05/17/1.html", "这是一条很长很长的广告语"), ("https://www.gov.example/", "中国政府网友情链接首页"),
        ("/pdf/2024/05/17/1234567.pdf", "本报电子版下载请点击这里"), ("/node_1234.html", "本地新闻频道全部内容"), ("javascript:void(0)", "返回顶部"),
        (wanted[0].replace("371", "999"), "更多"),
    )  # fmt: skip
    assert urls(noise + anchors(*zip(wanted, TITLES, strict=True)) + noise) == wanted


def test_unknown_site_a_few_numbered_pages_are_no_list() -> None:
    body = anchors(
        ("/about/12345.html", "关于我们的网站与版权声明"), ("/help/12346.html", "如何向我们投稿的说明"), ("/s/1.html", "登录")
    )
    assert urls(body) == []


def test_unknown_site_short_labels_and_textless_pictures() -> None:
    dated = "/2024/05/17/{}.html"
    body = anchors((dated.format(11111), "专栏"), (dated.format(22222), '<img src="1.jpg">'), (dated.format(33333), "灯会开幕啦"))
    assert urls(body) == [dated.format(22222), dated.format(33333)]


def test_unknown_site_another_hosts_minor_pattern_is_left_out() -> None:
    news = anchors(*((f"/2024/05/17/{number}.html", title) for number, title in enumerate(TITLES, 10001)))
    houses = anchors(
        *((f"https://house.linchuan.example/{number}.html", "三室两厅南北通透精装修") for number in range(20001, 20003))
    )
    sister = anchors(
        *((f"https://news2.linchuan.example/2024/05/18/{number}.html", title) for number, title in enumerate(TITLES, 1))
    )
    found = urls(news + houses + sister)
    assert len(found) == 2 * len(TITLES)
    assert not any("house" in url for url in found)


def test_outlet_without_patterns_keeps_to_its_hosts() -> None:
    body = anchors(("/2024/05/17/10001.html", TITLES[0]), ("https://other.example/2024/05/17/10001.html", TITLES[1]))
    assert len(urls(body)) == 2
    assert urls(body, replace(PORTAL, articles=[])) == ["/2024/05/17/10001.html"]


@pytest.mark.parametrize(
    ("url", "body", "following"),
    [
        ("/lead/", anchors(("index_2.shtml", "下一页")), "/lead/index_2.shtml"),
        ("/lead/", anchors(("index_2.shtml", " [下一页] ")), "/lead/index_2.shtml"),
        ("/lead/", anchors(("index_2.shtml", "下页&gt;")), "/lead/index_2.shtml"),
        ("/lead/", anchors(("index_2.shtml", "Next")), "/lead/index_2.shtml"),
        ("/lead/", anchors(("#", "下一页"), ("javascript:go(2)", "下一页"), ("/lead/", "下一页")), None),
        ("/lead/", anchors(("https://other.example/lead/index_2.shtml", "下一页")), None),
        ("/lead/", anchors((article(1), "下一页")), None),
        ("/lead/", anchors(("index_2.shtml", "下一页看点：灯会")), None),
        ("/lead/", '<link rel="next" href="index_2.shtml">', "/lead/index_2.shtml"),
        ("/lead/index.html", '<script>createPageHTML(34, 0, "index", "html");</script>', "/lead/index_1.html"),
        ("/lead/index_1.html", "<script>createPageHTML('page_div', 34, 1, 'index', 'html', 9);</script>", "/lead/index_2.html"),
        ("/lead/index_33.html", '<script>createPageHTML(34, 33, "index", "html");</script>', None),
        ("/lead/", '<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}</script>', None),
        ("/lead/index.shtml", "<script>var currentPage = 0; var countPage = 9;</script>", "/lead/index_1.shtml"),
        ("/lead/index_3.shtml", "<script>var countPage = 9; var currentPage = 3;</script>", "/lead/index_4.shtml"),
        ("/lead/index_8.shtml", "<script>var countPage = 9; var currentPage = 8;</script>", None),
        ("/lead/", '<script>var countPage = 9; var currentPage = 0; w("index_"+n+"."+"htm");</script>', "/lead/index_1.htm"),
        ("/index.html", anchors(("index.html", "1"), ("index2.html", "2"), ("index3.html", "3")), "/index2.html"),
        ("/index2.html", anchors(("index.html", "1"), ("index3.html", "3"), ("index4.html", "4")), "/index3.html"),
        ("/index4.html", anchors(("index.html", "1"), ("index2.html", "2"), ("index3.html", "3")), None),
        ("/lead/", anchors(("?page=2", "2"), ("?page=3", "3")), "/lead/?page=2"),
        ("/lead/?page=2", anchors(("?page=1", "1"), ("?page=3", "3")), "/lead/?page=3"),
        ("/node_12.htm", anchors(("node_12_2.htm", "2"), ("node_12_3.htm", "3")), "/node_12_2.htm"),
        ("/node_12.htm", anchors(("node_12_2.htm", ">")), "/node_12_2.htm"),
        ("/lead/", anchors(("/culture/", ">"), ("/sports/", "»")), None),
        ("/lead/", anchors(("/rank/1.html", "1"), ("/rank/2.html", "2")), None),
        (
            "/lead/index.shtml",
            anchors(*((f"/system/count//0001/00/000/c0001_{number:09d}.shtml", text) for number, text in ((11, "[3]"), (12, "[2]")))),
            "/system/count//0001/00/000/c0001_000000012.shtml",
        ),
        (
            "/system/count//0001/00/000/c0001_000000012.shtml",
            anchors(*((f"/system/count//0001/00/000/c0001_{number:09d}.shtml", "") for number in (13, 11, 10))),
            "/system/count//0001/00/000/c0001_000000011.shtml",
        ),
        ("/system/count//0001/00/000/c0001_000000001.shtml", anchors(("/system/count//0001/00/000/c0001_000000002.shtml", "")), None),
        (
            "/",
            anchors(("/system/count//0001/00/000/c0001_000000012.shtml", "更多"), ("/system/count//0002/00/000/c0002_000000034.shtml", "更多")),
            None,
        ),
        ("/lead/", anchors((article(1), TITLES[0])), None),
    ],
)  # fmt: skip
def test_next_list_page(url: str, body: str, following: str | None) -> None:
    assert read_listing(page(body, HOST + url), PORTAL).next_page == (HOST + following if following else None)


def test_next_list_page_by_the_site_record() -> None:
    body = '<div class="turn"><a href="prev.htm">‹</a><a class="n" href="more.htm">更早</a></div>'
    assert read_listing(page(body), replace(PORTAL, selectors={"next_page": ".turn a.n"})).next_page == HOST + "/lead/more.htm"


LAYOUTS = anchors(("node_18.htm", "第01版：要闻"), ("node_25.htm", "第02版：综合"), ("node_7.htm", "第03版：副刊"))
ZONES = (
    '<map name="PagePicMap"><area coords="0,0,9,9" shape="polygon" href="content_101.htm"><area href="content_102.htm">'
    '<area href="content_103.htm"><area href="content_104.htm?div=-1"></map>'
)
ARTICLES = anchors(
    ("content_102.htm", "图书馆下月起延长开放时间"),
    ("content_101.htm?div=-1", "临川区召开春耕生产现场会"),
    ("content_103.htm", "广告"),
)


def test_layout_page() -> None:
    listing = read_listing(page(LAYOUTS + ZONES + ARTICLES, ISSUE + "node_18.htm"), PAPER)
    assert listing.links == [
        Link(ISSUE + "content_101.htm", "临川区召开春耕生产现场会"),
        Link(ISSUE + "content_102.htm", "图书馆下月起延长开放时间"),
        Link(ISSUE + "content_104.htm?div=-1", ""),
    ]
    assert listing.next_page == ISSUE + "node_25.htm"


def test_layout_page_of_an_unknown_paper() -> None:
    listing = read_listing(page(LAYOUTS + ZONES + ARTICLES, ISSUE + "node_25.htm"))
    assert [link.url for link in listing.links] == [ISSUE + f"content_{number}.htm" for number in (101, 102)] + [
        ISSUE + "content_104.htm?div=-1"
    ]
    assert listing.next_page == ISSUE + "node_7.htm"


@pytest.mark.parametrize(
    ("leaf", "body", "following"),
    [
        ("node_7.htm", LAYOUTS, None),
        ("node_7.htm", LAYOUTS + anchors(("node_18.htm", "下一版")), None),
        ("node_25.htm", anchors(("node_18.htm", "上一版"), ("node_7.htm", "下一版")) + LAYOUTS, "node_7.htm"),
        ("node_18.htm", anchors(("node_25.htm", "下一版&gt;&gt;")), "node_25.htm"),
        ("node_18.htm", '<a href="node_25.htm"><img alt="下一版"></a>', "node_25.htm"),
        ("node_18.htm", anchors(("../18/node_18.htm", "下一期"), ("../16/node_18.htm", "上一期")), None),
        ("node_A01.html", anchors(("node_A01.html", "A01"), ("node_B01.html", "B01")), "node_B01.html"),
        ("Page01NU.htm", anchors(("Page01NU.htm", "1"), ("Page02TB.htm", "2")), "Page02TB.htm"),
        ("v01.shtml", anchors(("v01.shtml", "第1版"), ("v02.shtml", "第2版"), ("123456.shtml", "一篇文章")), "v02.shtml"),
        ("index.html", LAYOUTS, "node_18.htm"),
        ("node_18.htm", ZONES, None),
        ("node_18.htm", anchors(("../16/node_18.htm", "16日"), ("../18/node_18.htm", "18日")), None),
        ("node_18.htm", anchors(("node_18.htm", "第01版：要闻"), ("node_9.htm", "第02版：天下版")), "node_9.htm"),
    ],
)
def test_next_layout_page(leaf: str, body: str, following: str | None) -> None:
    assert read_listing(page(body, ISSUE + leaf), PAPER).next_page == (ISSUE + following if following else None)


def test_a_page_of_unknown_address_has_no_next_page() -> None:
    listing = read_listing(page(anchors(("index_2.html", "下一页"), (HOST + article(1), TITLES[0])), None), PORTAL)
    assert listing.links == [Link(HOST + article(1), TITLES[0])]
    assert listing.next_page is None


@pytest.mark.parametrize("body", ["", "<p>没有链接</p>", "<a>空</a><a href=''>空</a><area>", "<recordset><![CDATA["])
def test_pages_without_links(body: str) -> None:
    for outlet in (None, PORTAL, PAPER):
        listing = read_listing(page(body), outlet)
        assert (listing.links, listing.next_page) == ([], None)


def test_countless_links_are_not_all_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_LINKS", 50)
    body = anchors(*((f"/2024/05/17/{number}.html", TITLES[0]) for number in range(100)))
    assert len(urls(body)) == 50


def test_hostile_addresses_take_linear_time() -> None:
    body = anchors(*((piece * 4000, "标题" * 4000) for piece in ("1", "/1", "_1", "a-", "/20", "id=1&", "2024/05/", "=", "%")))
    start = time.process_time()
    read_listing(page(body * 20))
    assert time.process_time() - start < 4


@pytest.mark.skipif(not LISTS.exists(), reason="the marked list pages are not beside this project")
def test_marked_list_pages() -> None:
    precision, recall = [], []
    for line in (LISTS / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        marked = json.loads((LISTS / Path(row["file"]).name).with_suffix(".json").read_text(encoding="utf-8"))
        found = {link.url for link in read_listing(load((LISTS / row["file"]).read_bytes(), url=row["url"])).links}
        found -= set(marked["either"])
        right = found & set(marked["articles"])
        precision.append(len(right) / len(found))
        recall.append(len(right) / len(marked["articles"]))
    assert sum(precision) / len(precision) >= 0.95
    assert sum(recall) / len(recall) >= 0.95
