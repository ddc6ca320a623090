"""Issues of e-papers as pages tell them: labels, page lists, titles that mark no article, issue lists, JSON, turned texts."""

import json
import re
from datetime import date
from typing import Any

import pytest

from newsspider.days import days_between, today
from newsspider.errors import UsageError
from newsspider.items import Printed
from newsspider.outlets import Outlet, check_epaper, load_outlets
from newsspider.pages import (
    Layout,
    article_page,
    continuation,
    is_continued,
    join_continued,
    load,
    read,
    read_issue_list,
    read_layout,
)
from newsspider.pages.labels import read_label
from newsspider.pages.turned import CONTINUED, TURNED

SHIPPED = load_outlets()
DAY = date(2025, 10, 23)

WITHOUT_ISSUES = {
    "xinjiang_xjrb": "print pages were seen, no article on them",
    "yunnan_ynrb": "two trees of print pages were seen, neither with its articles",
}
"""E-papers whose issues cannot be asked for by day, and why."""


def paper(host: str = "paper.example", **more: Any) -> Outlet:
    values: dict[str, Any] = {
        "articles": [f"http://{host}/{{yyyymm}}/{{dd}}/content_{{id}}.html"],
        "layout": [f"http://{host}/{{yyyymm}}/{{dd}}/node_{{nn}}.html"],
    }
    known = {"id": "x_paper", "name": "示例报", "province": None, "kind": "epaper", "family": "founder_epaper", "hosts": [host]}
    return Outlet(**(known | values | more))


def layout(
    html: str, outlet: Outlet | None = None, url: str = "http://paper.example/202510/23/node_01.html", **more: Any
) -> Layout:
    return read_layout(load(f"<html><body>{html}</body></html>".encode(), url=url), outlet or paper(), DAY, **more)


@pytest.mark.parametrize(
    ("text", "number", "section"),
    [
        ("01版：要闻", "01", "要闻"),
        ("第01版 头版", "01", "头版"),
        ("第02版　要闻", "02", "要闻"),
        ("(01) 要闻", "01", "要闻"),
        ("(GA01) 封面", "GA01", "封面"),
        ("第01版:头版", "01", "头版"),
        ("第2版 要闻·时政", "2", "要闻·时政"),
        ("0607版：专题", "0607", "专题"),
        ("第06-07版：特刊", "06-07", "特刊"),
        ("第08、09版：特别报道", "08、09", "特别报道"),
        ("A02", "A02", None),
        ("A02版：要闻", "A02", "要闻"),
        ("01 - 封面", "01", "封面"),
        ("第一版：要闻", "一", "要闻"),
        ("要闻 第02版", "02", "要闻"),
        ("第01版（要闻）", "01", "要闻"),
        ("04版 12345热线", "04", "12345热线"),
        ("00001", "00001", None),
        ("头版", None, "头版"),
        ("下一版", None, None),
        ("PDF下载", None, None),
        ("A叠", None, None),
        ("2025年10月", None, None),
        ("10月23日 星期四", None, None),
        (
            "记者从有关部门获悉，2025年第一版方案已经完成，下一步将分批实施，预计明年全部落地，市民可以放心等待，并关注后续公告和通知安排",
            None,
            None,
        ),
    ],
)
def test_a_page_label_is_read_as_printed(text: str, number: str | None, section: str | None) -> None:
    assert read_label(text) == (number, section)


def test_numbers_come_from_the_page_list_and_are_never_counted() -> None:
    found = layout(
        '<a href="node_5201.html">第A01版：头版</a><a href="a.pdf">PDF</a><a href="node_5233.html">第A0203版：专题</a>'
        '<a href="../22/node_5201.html">上一期</a><a href="node_5233.html">下一版</a><a href="../22/node_1.html">第01版</a>'
        '<ul><li><a href="content_7.html">桥通了</a></li></ul>',
        url="http://paper.example/202510/23/node_5201.html",
    )
    assert [(page.url.rpartition("/")[2], page.number, page.section) for page in found.pages] == [
        ("node_5201.html", "A01", "头版"),
        ("node_5233.html", "A0203", "专题"),
    ]
    assert found.read == {"http://paper.example/202510/23/node_5201.html"}
    assert [(entry.url, entry.title, entry.skip) for entry in found.entries] == [
        ("http://paper.example/202510/23/content_7.html", "桥通了", None)
    ]


def test_number_and_name_in_two_links_are_one_label() -> None:
    found = layout('[<a href="Page01NU.htm">01</a>]:<a href="Page01NU.htm">头版</a> [<a href="Page02BC.htm">02</a>]:<a href="Page02BC.htm">要闻</a>'
                   '<a href="Page03NU.htm">下一版</a>', url="http://paper.example/20251023/Page01NU.htm")  # fmt: skip
    assert [(page.number, page.section) for page in found.pages] == [("01", "头版"), ("02", "要闻")]


def test_a_page_that_does_not_link_to_itself_has_its_label_from_the_text() -> None:
    found = layout(
        '<p>(01) 要闻</p><p><a href="v02.shtml">(02) 时政</a></p><p>(3) 下一步怎么走</p>',
        url="http://paper.example/20251023/v01.shtml",
    )
    assert {page.url.rpartition("/")[2]: (page.number, page.section) for page in found.pages} == {
        "v01.shtml": ("01", "要闻"),
        "v02.shtml": ("02", "时政"),
    }


def test_pages_in_folders_of_their_own_belong_to_one_issue() -> None:
    outlet = paper(articles=["http://paper.example/{yyyy-mm}/{dd}/{nn}/content_rb_{id}.htm"])
    found = layout(
        '<a href="node.htm">第001版：头版</a><a href="../002/node.htm">第002版：要闻</a><a href="../../22/001/node.htm">第001版：旧</a>'
        '<map><area href="content_rb_5.htm"></map>',
        outlet,
        url="http://paper.example/2025-10/23/001/node.htm",
    )
    assert [page.number for page in found.pages] == ["001", "002"]
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == ["content_rb_5.htm"]


def test_a_paper_without_page_list_is_followed_page_by_page() -> None:
    found = layout('<a href="node_02.html">下一版</a><a href="content_1.html">一</a>')
    assert [page.url.rpartition("/")[2] for page in found.pages] == ["node_01.html", "node_02.html"]


def test_marks_tell_what_is_no_article() -> None:
    found = layout(
        '<map><area href="content_1.html"><area href="content_2.html"><area href="content_3.html" title="公告"><area href="content_9.html"></map>'
        '<a href="content_1.html">新桥通车</a><a href="content_2.html">广告</a><a href="content_4.html"> </a>'
        '<a href="content_5.html"><img src="a.jpg"></a><a href="content_6.html">责任编辑：王文</a><a href="../22/content_8.html">昨天的</a>'
    )
    marks = {re.sub(r"\D", "", entry.url[-9:]): (entry.title, entry.skip) for entry in found.entries}
    assert marks == {
        "1": ("新桥通车", None),
        "2": ("广告", "advertisement"),
        "3": ("公告", "notice"),
        "4": (None, "untitled"),
        "5": (None, None),
        "6": ("责任编辑：王文", "notice"),
        "9": (None, None),
    }


@pytest.mark.parametrize(
    "html",
    [
        '<div class="nav-items"><div class="nav-panel-heading">第1版 头版</div><a data-href="content_1.html#page0" href="javascript:;">甲</a></div>'
        '<div class="nav-items"><div class="nav-panel-heading">第2版 要闻</div><a data-href="content_2.html#page1">乙</a></div>',
        '<div id="webtree"><dl><dt>第1版：头版</dt><dd><a href="content_1.html">甲</a></dd></dl>'
        '<dl><dt>第2版：要闻</dt><dd><a href="content_2.html">乙</a></dd></dl></div>',
        '<div class="listdaohang"><h4><a href="p.pdf"></a><a href="Page01BC.htm">第1版：头版</a></h4><ul><li><a daoxiang="content_1.html">甲</a></ul>'
        '<h4><a href="Page02BC.htm">第2版：要闻</a></h4><ul><li><a daoxiang="content_2.html">乙</a></ul></div>',
    ],
    ids=["nav-items", "webtree", "listdaohang"],
)
def test_a_front_page_may_list_the_whole_issue(html: str) -> None:
    found = layout(html)
    labels = {page.url: (page.number, page.section) for page in found.pages}
    assert found.read == set(labels)
    assert [(entry.title, labels[entry.page]) for entry in found.entries] == [("甲", ("1", "头版")), ("乙", ("2", "要闻"))]


@pytest.mark.parametrize(
    ("url", "text", "issues"),
    [
        (
            "http://paper.example/layout/202510/period.xml",
            '<?xml version="1.0" encoding="gb2312"?><list><period><period_date>2025-10-21</period_date><front_page>node_02.html</front_page>'
            "</period><period><period_date>2025-10-23</period_date><front_page>node_01.html</front_page></period></list>",
            {21: "http://paper.example/layout/202510/21/node_02.html", 23: "http://paper.example/layout/202510/23/node_01.html"},
        ),
        (
            "http://paper.example/html/2025-10/navi.xml",
            "<navi><period><date>2025-10-23</date><url><![CDATA[../23/node_5201.htm]]></url></period></navi>",
            {23: "http://paper.example/html/2025-10/23/node_5201.htm"},
        ),
        (
            "http://paper.example/html/2025-10/navi.xml",
            '<navi><period date="2025-10-23" url="../23/node_5201.htm"/></navi>',
            {23: "http://paper.example/html/2025-10/23/node_5201.htm"},
        ),
        ("http://paper.example/period/202510/period.js", 'var datelist=["20251021","20251023"];', {21: None, 23: None}),
        ("http://paper.example/x.xml", "<html><body>404</body></html>", {}),
        ("http://paper.example/x.xml", "no list", {}),
    ],
    ids=["period.xml", "navi.xml", "attributes", "period.js", "html", "text"],
)
def test_issue_lists(url: str, text: str, issues: dict[int, str | None]) -> None:
    assert read_issue_list(load(text.encode(), url=url)) == {date(2025, 10, day): front for day, front in issues.items()}


def test_an_issue_list_cannot_blow_up() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12)
    ) + "]><list><period><period_date>2025-10-23</period_date><front_page>&m;</front_page></period></list>"  # fmt: skip
    assert read_issue_list(load(bomb.encode(), url="http://paper.example/period.xml")) == {}


OUTLINE = [
    {
        "pageNo": "A01",
        "pageName": "要闻",
        "onePageArticleList": [
            {"mainTitle": "重点商圈<br/>客流增长", "articleHref": "20251023_A01_01_9.html"},
            {"articleHref": ""},
        ],
    },
    {"pageNo": "A02", "pageName": "评论", "onePageArticleList": [{"mainTitle": "广告", "articleHref": "20251023_A02_01_9.html"}]},
]


def read_json(data: Any, url: str, outlet: Outlet) -> list[tuple[Any, ...]]:
    found = read_layout(load(json.dumps(data).encode(), url=url), outlet, DAY)
    pages = {page.url: (page.number, page.section) for page in found.pages}
    return [
        *((entry.url, entry.title, entry.skip, entry.source, *pages[entry.page]) for entry in found.entries),
        len(found.pages),
    ]  # type: ignore[list-item] # the number of pages at the end


def test_an_outline_names_pages_and_articles() -> None:
    base = "http://paper.example/html/2025/20251023/"
    assert read_json(OUTLINE, base + "data.json", paper()) == [
        (base + "20251023_A01/20251023_A01_01_9.html", "重点商圈 客流增长", None, None, "A01", "要闻"),
        (base + "20251023_A02/20251023_A02_01_9.html", "广告", "advertisement", None, "A02", "评论"),
        2,
    ]


def test_a_journal_page_names_the_others_and_turns_its_list_round() -> None:
    data = {
        "success": True,
        "object": {
            "page": {"pnumber": "01", "pname": "要闻"},
            "pagelist": [{"pnumber": "01", "pname": "要闻"}, {"pnumber": "02", "pname": "评论"}],
            "articlelist": [{"id": 12, "title": "后一条"}, {"id": 11, "title": "前一条"}],
        },
    }
    url = "https://www.jfdaily.com/journal/2025-10-23/getJournalPage.do?page=01&code=jfrb"
    outlet = SHIPPED["shanghai_jfrb"]
    public = "https://www.jfdaily.com/staticsg/res/html/journal/detail.html?code=jfrb&date=2025-10-23&id={}&page=01"
    source = "https://www.jfdaily.com/journal/getJournalPageArticle.do?id={}"
    assert read_json(data, url, outlet) == [
        (public.format(11), "前一条", None, source.format(11), "01", "要闻"),
        (public.format(12), "后一条", None, source.format(12), "01", "要闻"),
        2,
    ]
    found = read_layout(load(json.dumps(data).encode(), url=url), outlet, DAY)
    assert [page.url.partition("?")[2] for page in found.pages] == ["code=jfrb&page=01", "code=jfrb&page=02"]
    assert found.read == {found.pages[0].url}
    assert all(outlet.match_article(entry.url) for entry in found.entries)


def test_a_journal_of_the_older_form_is_one_file() -> None:
    data = {"pages": [{"pnumber": "03", "pname": "文化", "articleList": [{"id": 7, "title": "修书人"}]}]}
    [entry, count] = read_json(
        data, "https://www.jfdaily.com/staticsg/data/journal/2025-10-23/navi.json", SHIPPED["shanghai_jfrb"]
    )
    assert entry[3:] == ("https://www.jfdaily.com/staticsg/data/journal/2025-10-23/03/article/7.json", "03", "文化")
    assert count == 1


def test_page_codes_lead_to_html_pages_whose_articles_have_public_addresses() -> None:
    outlet = SHIPPED["guangxi_gxrb"]
    front = outlet.front_pages(DAY)[0]
    data = {
        "riqi": "2025-10-23",
        "list": {"001": {"banci": "001", "banming": "头版"}, "002": {"banci": "002", "banming": "要闻"}},
    }
    found = read_layout(load(json.dumps(data).encode(), url=front), outlet, DAY)
    assert [(page.number, page.section) for page in found.pages] == [("001", "头版"), ("002", "要闻")]
    assert found.read == set()
    assert found.entries == []
    page = found.pages[1].url
    assert page == "https://ssw.gxrb.com.cn/json/interface/epaper/api.php?code=002&date=2025-10-23&name=gxrb"
    html = '<map><area href="?name=gxrb&date=2025-10-23&code=002&xuhao=3" title="壮乡秋收"></map>'
    [entry] = layout(html, outlet, url=page, asked=page).entries
    assert entry.url == "https://gxrb.gxrb.com.cn/?code=002&date=2025-10-23&name=gxrb&xuhao=3"
    assert entry.source == "https://ssw.gxrb.com.cn/json/interface/epaper/api.php?name=gxrb&date=2025-10-23&code=002&xuhao=3"
    assert entry.page == page
    other_day = read_layout(load(json.dumps(data).encode(), url=front), outlet, date(2025, 10, 22))
    assert other_day.pages == []


def test_layouts_of_the_app_interface() -> None:
    data = {
        "layouts": [
            {"name": "A01：头版", "list": [{"title": "新桥通车", "shareUrl": "http://paper.example/202510/23/content_1.html"}]}
        ]
    }
    assert read_json(data, "http://paper.example/app_if/getPaperLayouts?id=1&date=20251023", paper()) == [
        ("http://paper.example/202510/23/content_1.html", "新桥通车", None, None, "A01", "头版"), 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"success": false}', "[" * 100_000, '{"list": []}', "{}", '{"pages": {"a": 1}}']
)
def test_json_of_no_known_shape_names_nothing(text: str) -> None:
    found = read_layout(load(text.encode(), url="http://paper.example/data.json"), paper(), DAY)
    assert (found.pages, found.entries, found.read) == ([], [], set())


def test_an_article_in_json_is_read_like_a_page() -> None:
    text = (
        "本报讯（记者 夏一鸣）浣溪河堤步道的最后一段路灯昨天傍晚亮起，十二公里步道至此全线贯通照明。<br/>"
        "附近居民说，从前晚上散步要带手电，孩子放学也只能绕路走大街。如今河边亮堂了，出来走走的人比过去多了一倍。<br>"
        "市政部门介绍，新装的八百盏路灯会随天色调节亮度，入夜后每隔两小时调暗一次，以减少对水鸟的打扰。"
    )
    data = {"object": {"article": {"title": "步道亮灯", "author": "夏一鸣", "content": text}}}
    page = load(json.dumps(data).encode(), url="https://www.jfdaily.com/journal/getJournalPageArticle.do?id=1")
    printed = read(article_page(page))
    assert printed.headline == "步道亮灯"
    assert printed.paragraphs == re.split("<br/?>", text)
    assert printed.content_sha256 == page.content_sha256
    plain = load(b"<html><body><p>x</p></body></html>", url="http://a.example/")
    assert article_page(plain) is plain


def test_a_turned_text_is_followed_only_where_the_page_links_it() -> None:
    outlet = paper()
    url = "http://paper.example/202510/23/content_1.html"

    def target(html: str) -> str | None:
        return continuation(load(f"<html><body>{html}</body></html>".encode(), url=url), outlet)

    assert target('<p>正文<a href="content_9.html">（下转第三版）</a></p>') == "http://paper.example/202510/23/content_9.html"
    assert target('<p>（<a href="content_9.html">下转A03版</a>）</p>') == "http://paper.example/202510/23/content_9.html"
    assert target("<p>（下转第三版）</p>") is None
    assert target('<a href="node_03.html">（下转第三版）</a>') is None
    assert target('<a href="../22/content_9.html">（下转第三版）</a>') is None
    assert target('<a href="content_1.html">（下转第三版）</a>') is None
    assert target('<a href="content_9.html">转载须知</a>') is None


def part(headline: str, *paragraphs: str) -> Printed:
    return Printed(reader="x", encoding="utf-8", content_sha256="", headline=headline, paragraphs=list(paragraphs))


def test_the_words_of_the_turn_leave_a_joined_article() -> None:
    first = part("新桥", "第一段。", "第二段没有写完，下一句在另", "（下转第三版）")
    second = part("新桥（续）", "（上接第一版）一版。", "第三段。")
    assert is_continued(second)
    assert not is_continued(first)
    assert join_continued([first, second]).paragraphs == ["第一段。", "第二段没有写完，下一句在另一版。", "第三段。"]
    assert join_continued([part("a", "一。（下转03版）"), part("b", "（上接01版）", "二。")]).paragraphs == ["一。", "二。"]
    alone = join_continued([second])
    assert alone.paragraphs == second.paragraphs


def test_hostile_text_is_refused_at_once() -> None:
    for piece in ("(", "第", "下转", "上接第", " ", "1", "A1-", "（下转第一版"):
        text = piece * 50_000
        assert read_label(text) == (None, None)
        assert TURNED.fullmatch(text) is None
        CONTINUED.match(text)
    assert layout("<a href='node_02.html'>" + "(" * 200_000 + "</a>").entries == []


def test_days_are_asked_for_in_words_that_name_the_fault() -> None:
    now = date(2025, 10, 24)
    assert days_between("2025-10-22", "2025-10-23", now=now) == [date(2025, 10, 22), date(2025, 10, 23)]
    assert days_between("2025-10-23", None, now=now)[-1] == now
    assert days_between(str(today()), "") == [today()]
    for first, last, said in (
        ("2025-10-23", "2025-10-22", "after"), ("2025-13-01", None, "no day"), ("gestern", None, "no day"),
        ("2025-10-23", "2025-10-25", "not come yet"), (None, "2025-10-22", "--from"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=said):
            days_between(first, last, now=now)


EPAPERS = [key for key, outlet in SHIPPED.items() if outlet.kind == "epaper"]


@pytest.mark.parametrize("key", EPAPERS)
def test_the_issues_of_a_shipped_paper_have_addresses_of_its_own(key: str) -> None:
    outlet = SHIPPED[key]
    if key in WITHOUT_ISSUES:
        with pytest.raises(UsageError, match="layout"):
            check_epaper(outlet)
        return
    check_epaper(outlet)
    fronts = outlet.front_pages(DAY, node="7")
    assert fronts
    for url in [*fronts, *filter(None, [outlet.issue_list(DAY)])]:
        assert SHIPPED.outlet_for(url) is outlet, url
        assert outlet.match_article(url) is None, url
        assert "{" not in url
    assert outlet.issues or outlet.front_pages(DAY) or outlet.lists, "a column id must be told by something"
    for pattern, url in zip(outlet.layout, fronts, strict=True):
        if "{node}" in pattern:
            assert outlet.front_node(url + "?v=1") == "7"


def test_portals_have_no_issues() -> None:
    with pytest.raises(UsageError, match="portal"):
        check_epaper(SHIPPED["jiangxi_jxnews"])
    assert set(WITHOUT_ISSUES) <= set(EPAPERS)
