"""Lists whose links are no plain `href`, pagers that are drop-down boxes, and links that lead to no article."""

import json
import time

import pytest

from newsspider.pages.clicks import clean_href
from newsspider.pages.listing import read_listing
from newsspider.pages.page import Page, load

OWN = "http://www.qingchuan.test/xj/index.html"
TITLES = [
    "柳溪乡卫生所添了听力筛查仪",
    "两村合开一班夜公交",
    "老井修好之后的第一个夏天",
    "镇上的木匠铺收了三个徒弟",
    "晚稻提前一周开镰",
]
LINKS = [f"/xj/202507/t2025070{day}_{7100 + day}.html" for day in range(1, 6)]
PAIRS = list(zip(TITLES, LINKS, strict=True))
MENU = "<div><a href=/a/>首页</a><a href=/b/>要闻</a><a href='javascript:;' onclick=\"addFavorite('/index.html','清川网')\">收藏本站到收藏夹</a></div>"


def page(body: str, url: str = OWN) -> Page:
    return load(f"<html><head><meta charset=utf-8></head><body>{MENU}{body}</body></html>".encode(), url=url)


def listed(body: str, url: str = OWN) -> list[tuple[str, str]]:
    links = read_listing(page(body, url)).links
    return [(link.title, link.url.removeprefix("http://www.qingchuan.test")) for link in links]


def rows(form: str) -> str:
    return "<ul>" + "".join(form.format(title=title, link=link) for title, link in PAIRS) + "</ul>"


@pytest.mark.parametrize(
    "form",
    [
        "<li><a href='javascript:void(0);' onclick=\"showNews('{link}', 1)\">{title}</a></li>",
        "<li onclick='window.location.href=\"{link}\"'><h4>{title}</h4><p>昨天上午</p></li>",
        "<table><tr><td onclick=\"top.location='{link}';return false\">{title}</td></tr></table>",
        "<li><a href='#' onclick=\"window.open('http://www.qingchuan.test{link}','_blank','width=900')\">{title}</a></li>",
        "<li><a href=\"javascript:goDetail('{link}')\">{title}</a></li>",
        "<li><a onclick=\"go('{link}')\"><img src=/t.jpg alt='{title}'></a></li>",
        "<div class=card data-link='{link}'><img src=/t.jpg><h3>{title}</h3><p>摘要文字一行</p></div>",
        "<a data-url='{link}' href='javascript:;'>{title}</a>",
        "<li data-jump='{link}'><span>{title}</span><i>07-08</i></li>",
        "<li><a href=“{link}” target=“_blank”>{title}</a></li>",
        '<li><a href=\\"{link}\\">{title}</a></li>',
        "<li><a href='\"{link}\"'>{title}</a></li>",
        '<li><a href={link}" target=_blank>{title}</a></li>',
        '<li><a href=""{link}"">{title}</a></li>',
    ],
)
def test_links_that_are_no_plain_href(form: str) -> None:
    assert listed(rows(form)) == PAIRS


def test_missing_quote_hides_no_link() -> None:
    whole = [f'<li><a href="{link}" target="_blank">{title}</a></li>' for title, link in PAIRS]
    whole[1] = whole[1].replace('.html"', ".html", 1)
    assert sorted(listed("<ul>" + "".join(whole) + "</ul>")) == sorted(PAIRS)


def data(kind: str) -> str:
    match kind:
        case "objects":
            return (
                "var d=[" + ",".join(f"{{id:{n},url:'{link}',title:'{title}'}}" for n, (title, link) in enumerate(PAIRS)) + "];"
            )
        case "calls":
            return "".join(
                f"items.push({{'subject':\"{title}\",'href':\"{link}\",'wapurl':\"/m{link}\"}});" for title, link in PAIRS
            )
        case "rows":
            return "var d=" + json.dumps(
                [[title, link, "2025-07-08", "/thumb/1.jpg"] for title, link in PAIRS], ensure_ascii=False
            )
        case "flat":
            return "var d=new Array(" + ",".join(f'"{link}","{title}"' for title, link in PAIRS) + ");"
        case "statements":
            return "".join(f'title[{n}]="{title}";link[{n}]="{link}";\n' for n, (title, link) in enumerate(PAIRS))
        case "nested":
            return "window.__INITIAL__=" + json.dumps(
                {
                    "list": {
                        "items": [
                            {"doc": {"name": t, "desc": "一段摘要文字，说的是别的事。"}, "link": {"pc": u}} for t, u in PAIRS
                        ]
                    }
                }
            )
        case "template":
            return "var h='';" + "".join(
                f"h+='<li><a target=_blank href=\\'{link}\\'>{title}</a></li>';" for title, link in PAIRS
            )
        case _:
            return (
                'document.writeln("'
                + "".join(f"<a href='{link}' title='{title}'>{title[:4]}…<\\/a>" for title, link in PAIRS)
                + '");'
            )


@pytest.mark.parametrize("kind", ["objects", "calls", "rows", "flat", "statements", "nested", "template", "written"])
def test_list_in_a_script(kind: str) -> None:
    assert [link for _, link in listed(f"<div id=l></div><script>{data(kind)}</script>")] == LINKS
    if kind != "written":
        assert listed(f"<div id=l></div><script>{data(kind)}</script>") == PAIRS


def test_scripts_of_a_page_with_a_list_of_its_own_are_left_alone() -> None:
    other = (
        "var hot=[" + ",".join(f"{{title:'别处的一条热门新闻{n}',url:'/rd/202507/t20250701_{n}.html'}}" for n in range(4)) + "];"
    )
    assert listed(rows("<li><a href='{link}'>{title}</a></li>") + f"<script>{other}</script>") == PAIRS


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (
            "var nav=[{name:'民生新闻频道首页',url:'/ms/'},{name:'清川县融媒体中心',url:'/about/index.html'},{name:'专题报道集中展示',url:'/zt/a1.html'}]",
            "menus",
        ),
        (
            "var pics=[{title:'夏日荷塘里的白鹭',url:'/p/20250701/1.jpg'},{title:'夏日荷塘里的野鸭',url:'/p/20250701/2.jpg'},{title:'荷塘月色照片一组',url:'/p/3.jpg'}]",
            "files",
        ),
        ("var a='/xj/202507/t20250701_1.html',b='/xj/202507/t20250702_2.html',c='/xj/202507/t20250703_3.html'", "no titles"),
    ],
)
def test_other_data_is_no_list(script: str, why: str) -> None:
    assert listed(f"<script>{script}</script>") == [], why


@pytest.mark.parametrize(
    ("box", "own", "following"),
    [
        (
            "<option value=/xj/index.html selected>1</option><option value=/xj/index_1.html>2</option><option value=/xj/index_2.html>3</option>",
            OWN,
            "index_1.html",
        ),
        (
            "<option value=index.html>第1页</option><option value=index_1.html selected>第2页</option><option value=index_2.html>第3页</option>",
            OWN.replace("index", "index_1"),
            "index_2.html",
        ),
        (
            "<option value='?page=1'>1/3</option><option value='?page=2'>2/3</option><option value='?page=3'>3/3</option>",
            OWN,
            "?page=2",
        ),
        (
            "<option value=index.html>1</option><option value=index_1.html selected>2</option>",
            OWN.replace("index", "index_1"),
            None,
        ),
        ("<option value=1>1</option><option value=2>2</option>", OWN, None),
        (
            "<option value=''>选择县区</option><option value=http://a.test/>柳溪</option><option value=http://b.test/>清川</option>",
            OWN,
            None,
        ),
        ("<option>2024</option><option value=http://other.test/2025/>2025</option>", OWN, None),
    ],
)
def test_pager_that_is_a_box(box: str, own: str, following: str | None) -> None:
    found = read_listing(
        page(rows("<li><a href='{link}'>{title}</a></li>") + f"<select onchange='location=this.value'>{box}</select>", own)
    )
    assert found.next_page == (
        f"http://www.qingchuan.test/xj/{following}"
        if following and following[0] != "?"
        else f"{OWN}{following}"
        if following
        else None
    )


@pytest.mark.parametrize("tail", ["", "/hans", "/trad"])
def test_articles_with_codes_for_addresses(tail: str) -> None:
    codes = ["c7ewk14gx08o", "cq20m69jxy2o", "cz6dy7e5gy9o", "cpvrkqej2vzo", "cmwqkzjxnbdo"]
    pairs = [(title, f"/news/articles/{code}{tail}") for title, code in zip(TITLES, codes, strict=True)]
    body = "".join(f"<h3><a href='{link}'>{title}</a></h3>" for title, link in pairs)
    menu = "".join(f"<a href='/news/{word}'>{word}</a>" for word in ("topics", "entertainment", "international"))
    assert listed(menu + body) == pairs


@pytest.mark.parametrize(
    "row",
    [
        "<a href=/home/2025-03/29/content_5953.htm>县直部门网站</a>",
        "<a href=/home/2025-03/29/content_5954.htm>清川县政府网微博、微信</a>",
        "<a href=/xj/202507/t20250701_9.html>春耕备耕专题</a>",
        "<a href=/zt2025/202507/t20250701_9.html>一条大河怎样变清的故事</a>",
        "<a href=/shipin/202507/t20250701_9.html>视频：一条大河怎样变清</a>",
        "<a href=/xj/202507/t20250701_9.html>手机客户端</a>",
    ],
)
def test_links_to_no_article(row: str) -> None:
    assert listed(rows("<li><a href='{link}'>{title}</a></li>") + row) == PAIRS


@pytest.mark.parametrize("title", ["清川日报推出新版手机客户端", "我县开通政务服务微信公众号", "柳溪乡有了第一个直播平台"])
def test_news_of_such_things(title: str) -> None:
    assert (title, "/xj/202507/t20250701_9.html") in listed(
        rows("<li><a href='{link}'>{title}</a></li>") + f"<a href=/xj/202507/t20250701_9.html>{title}</a>"
    )


def test_other_domain_of_the_same_house() -> None:
    links = [f"https://k.qingchuan.cn/article_{n}5077_1a0{n}e3b00{n}xz{n}.html" for n in range(5)]
    body = "".join(f"<a href='{link}'>{title}，村里人这样说</a>" for title, link in zip(TITLES, links, strict=True))
    assert [link for _, link in listed(body, "http://news.qingchuan.com.cn/")] == links


@pytest.mark.parametrize(
    ("href", "clean"),
    [
        ("/a.html", "/a.html"),
        ("“/a.html”", "/a.html"),
        ("'/a.html", "/a.html"),
        ("/a.html' target=", "/a.html"),
        ("\\'/a.html\\'", "/a.html"),
    ],
)
def test_clean_href(href: str, clean: str) -> None:
    assert clean_href(href) == clean


HOSTILE = {
    "quotes": "<script>汉" + '"' * 300_000 + "</script>",
    "escaped": '<script>汉"' + '\\"' * 200_000 + "</script>",
    "brackets": "<script>汉" + "{[(" * 150_000 + "</script>",
    "anchors": "<script>汉 <a href=" + "<a href=x " * 9_000 + "</script>",
    "clicks": "<a onclick=\"go('/a/b.html'\">题目一二三四五</a>" * 8_000,
    "literal": '<a onclick="' + "'" * 200_000 + '">题目一二三四五</a>',
    "broken": '<a href="/a.html target=_blank>题目一二三四五</a><b>' * 8_000,
    "boxes": "<select>" + "<option value=/a_1.html>1</option>" * 20_000 + "</select>",
    "nested": "<div onclick=\"go('/x/202507/t20250701_1.html')\">" * 1_500 + "题目一二三四五" + "</div>" * 1_500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_list(name: str) -> None:
    started = time.process_time()
    read_listing(page(HOSTILE[name]))
    assert time.process_time() - started < 4


@pytest.mark.parametrize("path", ["/index.php/home/news/detail/id/{}.html", "/app/article/{}", "/home/content/{}.html"])
def test_modules_of_a_site_in_the_paths_of_articles(path: str) -> None:
    links = [path.format(4100 + n) for n in range(5)]
    body = "".join(f"<p><a href='{link}'>{title}</a></p>" for title, link in zip(TITLES, links, strict=True))
    assert listed(body) == list(zip(TITLES, links, strict=True))


@pytest.mark.parametrize("pager", ["<a href='{0}'>2</a><a href='{0}'>3</a>", "<a href='{0}'>&gt;&gt;</a>"])
@pytest.mark.parametrize(
    ("own", "following"),
    [
        ("/index.php/home/news/index.html", "/index.php/home/news/index/p/2.html"),
        ("/xj/", "/xj/page/2"),
        ("/xj/index/page/4.html", "/xj/index/page/5.html"),
    ],
)
def test_page_numbers_in_a_part_of_the_path(own: str, following: str, pager: str) -> None:
    host = "http://www.qingchuan.test"
    body = rows("<li><a href='{link}'>{title}</a></li>") + f"<div>{pager.format(following)}</div>"
    assert read_listing(page(body, host + own)).next_page == host + following


@pytest.mark.parametrize(
    "pager",
    [
        "<a href='javascript:void(0)' onclick=\"location.href='index_1.html'\">下一页</a>",
        "<span onclick=\"window.location='/xj/index_1.html'\">下页</span>",
        "<a href='#' data-url='/xj/index_1.html'>下一页</a>",
    ],
)
def test_pagers_that_are_clicked(pager: str) -> None:
    body = rows("<li><a href='{link}'>{title}</a></li>") + f"<div><b>1</b>{pager}</div>"
    assert read_listing(page(body)).next_page == "http://www.qingchuan.test/xj/index_1.html"


@pytest.mark.parametrize("key", ["url", "linkUrl", "shareUrl", "h5_url"])
@pytest.mark.parametrize("form", ["{}", "callback({});", '{{"code":0,"data":{}}}'])
def test_list_that_is_json_as_a_whole(key: str, form: str) -> None:
    items = [
        {"id": n, "title": title, "thumb": f"/t/{n}.jpg", key: link, "publishTime": "2025-07-08 08:00"}
        for n, (title, link) in enumerate(PAIRS)
    ]
    text = form.format(json.dumps({"total": 90, "list": items}, ensure_ascii=False))
    got = read_listing(load(text.encode(), url="http://www.qingchuan.test/api/list?page=1", content_type="application/json"))
    assert [(link.title, link.url.removeprefix("http://www.qingchuan.test")) for link in got.links] == PAIRS


def test_other_json_is_no_list() -> None:
    text = json.dumps({"code": 0, "data": {"title": TITLES[0], "url": LINKS[0], "content": "一段摘要文字，说的是别的事。"}})
    assert not read_listing(load(text.encode(), url=OWN, content_type="application/json")).is_list
