"""Articles over several pages, and stubs that lead elsewhere."""

import pytest

from newsspider.items import Found, Image, Printed, Video
from newsspider.outlets import Outlet
from newsspider.pages.page import Page, load
from newsspider.pages.paging import join_pages, next_page, redirect_target

ENORTH = "https://news.linchuan.example/system/2024/05/17/012345678.shtml"
TRS = "https://news.linchuan.example/news/202405/t20240517_987654.html"
PEOPLE = "http://jx.linchuan.example/n2/2024/0517/c190260-40847000.html"
FOUNDER = "http://www.linchuan.example/2024-05/17/content_1234567.htm"


def page(url: str | None, body: str) -> Page:
    return load(f"<html><body><div><p>正文</p></div>{body}</body></html>".encode(), url=url)


def anchors(*links: tuple[str, str]) -> str:
    return "".join(f'<a href="{href}">{text}</a>' for href, text in links)


@pytest.mark.parametrize(
    ("url", "links", "following"),
    [
        (ENORTH, [("012345678_01.shtml", "2"), ("012345678_02.shtml", "3"), ("012345678_01.shtml", "下一页")], "012345678_01.shtml"),
        (ENORTH.replace(".shtml", "_01.shtml"), [("012345678.shtml", "1"), ("012345678_02.shtml", "[3]")], "012345678_02.shtml"),
        (ENORTH.replace(".shtml", "_02.shtml"), [("012345678.shtml", "1"), ("012345678_01.shtml", "上一页")], None),
        (ENORTH, [("012345679.shtml", "下一篇：另一条新闻"), ("012345679.shtml", "下一页")], None),
        (TRS, [("t20240517_987654_1.html", "2"), ("t20240517_987654_2.html", "3")], "t20240517_987654_1.html"),
        (TRS, [("./t20240517_987655.html", "下一页")], None),
        (PEOPLE, [("c190260-40847000-2.html", "2"), ("c190260-40847000-3.html", "3")], "c190260-40847000-2.html"),
        (PEOPLE, [("/n2/2024/0517/c190260-40847000-2.html", "【2】")], "c190260-40847000-2.html"),
        (PEOPLE, [("c190260-40847001.html", "2")], None),
        (PEOPLE, [("/n2/2024/0518/c190260-40847000-2.html", "2")], None),
        (PEOPLE, [("/n2/2024/./0517/c190260-40847000-2.html", "2")], "/n2/2024/0517/c190260-40847000-2.html"),
        (PEOPLE, [(PEOPLE.replace(".html", "-2.html"), "2")], "c190260-40847000-2.html"),
        (FOUNDER, [("content_1234567_2.htm", "下一页"), ("content_1234567_3.htm", "3")], "content_1234567_2.htm"),
        (FOUNDER, [("content_1234567_1.htm", "1"), ("content_1234567_2.htm", "2")], "content_1234567_2.htm"),
        (FOUNDER, [("content_1234567_3.htm", "尾页")], None),
        (FOUNDER, [("node_123.htm", "下一页"), ("index_2.htm", "下一页")], None),
        (FOUNDER, [("http://other.example/2024-05/17/content_1234567_2.htm", "下一页")], None),
        (FOUNDER, [("javascript:void(0)", "下一页"), ("#", "2")], None),
        (FOUNDER, [("?page=2", "2"), ("?page=3", "3")], "content_1234567.htm?page=2"),
        (FOUNDER + "?page=2", [("?page=2", "2"), ("?page=3", "下页")], "content_1234567.htm?page=3"),
        (FOUNDER, [("?from=2", "分享")], None),
        ("https://linchuan.example/show/4455", [("/show/4455/2", "下一页")], "https://linchuan.example/show/4455/2"),
        ("https://linchuan.example/news/1_12.html", [("1_13.html", "乡村振兴在路上"), ("1_11.html", "上一篇")], None),
        (None, [(FOUNDER.replace(".htm", "_2.htm"), "下一页")], None),
    ],
)  # fmt: skip
def test_next_page(url: str | None, links: list[tuple[str, str]], following: str | None) -> None:
    found = next_page(page(url, anchors(*links)))
    assert found is None if following is None else found is not None and found.endswith(following)


def test_next_page_by_script() -> None:
    script = '<script>createPageHTML({}, "t20240517_987654", "html");</script>'
    assert next_page(page(TRS, script.format("3, 0"))) == TRS.replace(".html", "_1.html")
    assert next_page(page(TRS.replace(".html", "_1.html"), script.format("3, 1"))) == TRS.replace(".html", "_2.html")
    assert next_page(page(TRS.replace(".html", "_2.html"), script.format("3, 2"))) is None
    assert next_page(page(TRS, '<script>createPageHTML(9, 0, "index", "html");</script>')) is None


def test_next_page_by_the_site_record() -> None:
    outlet = Outlet(
        id="jiangxi_linchuan", name="临川在线", province="CN-JX", kind="portal", family="own", hosts=["linchuan.example"],
        selectors={"next_page": ".turn a.next"},
    )  # fmt: skip
    turn = '<div class="turn"><a class="next" href="{}">›</a></div>'
    assert next_page(page(FOUNDER, turn.format("part-two.htm")), outlet) == FOUNDER.replace("content_1234567", "part-two")
    assert next_page(page(FOUNDER, turn.format("content_1234567.htm#x")), outlet) is None
    assert next_page(page(FOUNDER, anchors(("content_1234567_2.htm", "下一页"))), outlet) is None


def printed(*paragraphs: str, **values: object) -> Printed:
    return Printed(reader="trs", encoding="utf-8", content_sha256="0" * 64, paragraphs=list(paragraphs), **values)  # type: ignore[arg-type]


def test_join_pages_takes_the_first_pages_word() -> None:
    first = printed(
        "甲。",
        url="https://a.example/1.html",
        headline="题",
        meta_lines=["2024年5月17日"],
        next_page="https://a.example/1_2.html",
    )
    second = printed("乙。", url="https://a.example/1_2.html", headline="题(2)", meta_lines=["2024年5月17日", "(责编：李临)"])
    second.images = [Image("https://a.example/1.jpg"), Image("https://a.example/2.jpg")]
    second.editors = [Found("责编：李临", "visible")]
    second.videos = [Video(credit="临川卫视")]
    first.images = [Image("https://a.example/1.jpg", caption="会场")]
    joined = join_pages([first, second])
    assert joined.paragraphs == ["甲。", "乙。"]
    assert (joined.headline, joined.url, joined.next_page) == ("题", "https://a.example/1.html", None)
    assert joined.images == [Image("https://a.example/1.jpg", caption="会场"), Image("https://a.example/2.jpg")]
    assert joined.videos == [Video(credit="临川卫视")]
    assert joined.meta_lines == ["2024年5月17日", "(责编：李临)"]
    assert joined.editors == [Found("责编：李临", "visible")]
    assert first.paragraphs == ["甲。"]


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("会议指出，要把粮食安全放在首位，加快建设", "现代农业。", True),
        ("会议指出，要把粮食安全放在首位，", "加快建设现代农业。", True),
        ("会议指出，要把粮食安全放在首位。", "加快建设现代农业。", False),
        ("他说：“要把粮食安全放在首位，加快建设”", "会后参观。", False),
        ("会议指出，要把粮食安全放在首位，加快建设", "　　现代农业。", False),
        ("一、把粮食安全放在首位", "会议指出。", False),
        ("临川区农业农村局工作人员在田间察看苗情", "会议指出。", False),
        ("甲，乙", "丙。", False),
    ],
)
def test_a_paragraph_cut_by_the_page_break(end: str, start: str, joined: bool) -> None:
    assert join_pages([printed("首段。", end), printed(start, "尾段。")]).paragraphs == (
        ["首段。", end + start, "尾段。"] if joined else ["首段。", end, start, "尾段。"]
    )


def test_join_pages_of_one_none_and_empty_parts() -> None:
    assert join_pages([printed("甲。")]) == printed("甲。")
    assert join_pages([printed(), printed("甲。"), printed()]).paragraphs == ["甲。"]
    with pytest.raises(ValueError, match="at least one page"):
        join_pages([])


PAPER = "http://paper.linchuan.example/lcrb/"


@pytest.mark.parametrize(
    ("document", "target"),
    [
        ('<meta http-equiv="refresh" content="0; URL=html/2024-05/17/node_18.htm">', "html/2024-05/17/node_18.htm"),
        ("<META HTTP-EQUIV=REFRESH CONTENT=\"0;url='html/a.htm'\">", "html/a.htm"),
        ('<meta http-equiv="refresh" content="1,html/a.htm"><p>正在跳转…</p>', "html/a.htm"),
        ('<meta http-equiv="refresh" content="300; url=html/a.htm">', None),
        ('<meta http-equiv="refresh" content="0">', None),
        ('<meta http-equiv="refresh" content="0; url=http://paper.linchuan.example/lcrb/">', None),
        ('<meta http-equiv="refresh" content="0; url=javascript:x">', None),
        ('<script>window.location.href="html/a.htm";</script>', "html/a.htm"),
        ("<script>document.location = 'html/a.htm'</script>", "html/a.htm"),
        ("<script>location.replace('html/a.htm');</script>", "html/a.htm"),
        ("<script>top.location='html/a.htm'</script>", "html/a.htm"),
        ('<script>var a="html/a.htm"; document.location=a;</script>', "html/a.htm"),
        ('<script>var b="html/a.htm"; document.location=a;</script>', None),
        ('<script>if (location.href == "x") {}; mylocation="html/a.htm"; x.location="html/a.htm"</script>', None),
        ('<script>location.href="/m" + id</script>', None),
        ('<script>var a = "/m" + id; location.href = a;</script>', None),
        ("<script>if (/Android/.test(navigator.userAgent)) location.href='m.htm';</script>", None),
        ("<script>if (/Android/.test(navigator.userAgent)) location.href='m.htm'; else location.href='pc.htm';</script>", "pc.htm"),
        ('<script>window.location.href="html/a.htm";</script><p>' + "今天的新闻很长。" * 40 + "</p>", None),
        ('<noscript><meta http-equiv="refresh" content="0; url=html/a.htm"></noscript><p>' + "今天的新闻很长。" * 40 + "</p>", None),
        ("<p>没有跳转</p>", None),
    ],
)  # fmt: skip
def test_redirect_target(document: str, target: str | None) -> None:
    found = redirect_target(load(f"<html><head><title>临川日报</title></head><body>{document}</body></html>".encode(), url=PAPER))
    assert found == (PAPER + target if target else None)


def test_the_desk_line_that_every_page_repeats_stays_under_the_last() -> None:
    desk = "(责编：温知行、林采薇)"
    parts = [
        printed("第一段说完了。", "这一段被分页切开，后半句在", desk),
        printed("下一页上，读来仍是一段。", "最后一段。", desk),
    ]
    assert join_pages(parts).paragraphs == [
        "第一段说完了。",
        "这一段被分页切开，后半句在下一页上，读来仍是一段。",
        "最后一段。",
        desk,
    ]
