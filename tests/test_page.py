"""Pages: odd documents, absolute addresses."""

import gc
import weakref

import pytest

from newsspider.errors import NotAnArticle
from newsspider.pages.page import load

URL = "https://news.linchuan.example/a/202405/17/t1.html"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\x00\x00", b"\xef\xbb\xbf\n"])
def test_nothing_to_read(body: bytes) -> None:
    with pytest.raises(NotAnArticle) as error:
        load(body)
    assert error.value.reason == "empty"


@pytest.mark.parametrize(
    "body", [b"%PDF-1.4\n%\xe2\xe3", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04\x14\x00", bytes(range(256)) * 16]
)
def test_bytes_that_are_no_text(body: bytes) -> None:
    with pytest.raises(NotAnArticle) as error:
        load(body)
    assert error.value.reason == "binary"


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ("<html></html>", ""),
        ("<!-- 空 -->", ""),
        ("<!DOCTYPE html>", ""),
        ("临川", "临川"),
        ("<p>临\x00川\x01新\x0b闻</p>", "临川\x01新\x0b闻"),
        ('<?xml version="1.0" encoding="gb2312"?><html><body>临川</body></html>', "临川"),
        ("<frameset><frame src=a.html></frameset>", ""),
        ("<p>a&#0;b&#xd800;c</p>", "a\ufffdb\ufffdc"),
        ("<p>没有结束<div>标签<b>", "没有结束标签"),
        ("\ufeff<p>临川</p>", "临川"),
    ],
)
def test_odd_documents(document: str, shown: str) -> None:
    tree = load(document.encode()).tree
    assert tree.tag == "html"
    assert tree.text_content() == shown


@pytest.mark.parametrize(
    ("body", "utf8"),
    [
        ("\ufeff<p>临川</p>".encode(), "<p>临川</p>"),
        ("<p>临川</p>".encode("gb18030"), "<p>临川</p>"),
        ("<p>临川新闻".encode()[:-1], "<p>临川新"),
        ("<p>临川".encode() + b"\xff</p>", None),
    ],
)
def test_the_text_in_utf8_is_what_is_parsed(body: bytes, utf8: str | None) -> None:
    page = load(body)
    assert page.utf8.decode() == page.text == (page.text if utf8 is None else utf8)
    other = page.with_text("<p>他文</p>")
    assert other.utf8.decode() == other.text
    assert other.tree.text_content() == "他文"


@pytest.mark.parametrize("tag", ["div", "font", "table", "span", "li"])
def test_deep_nesting_loses_no_text(tag: str) -> None:
    page = load((f"<{tag} class=x>" * 5000 + "深处" + f"</{tag}>" * 5000 + "<p>后文</p>").encode())
    assert page.tree.text_content() == "深处后文"


def test_markup_that_no_page_needs_is_refused_before_it_costs_anything() -> None:
    for body in (
        "<div><p>临川区举办新闻发布会。</p></div>" * 30_000,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x</p>",
    ):
        with pytest.raises(NotAnArticle, match="oversized"):
            load(body.encode())
        with pytest.raises(NotAnArticle, match="oversized"):
            _ = load(b"<?xml version='1.0'?>" + body.encode()).tree  # a sitemap may be large, but is not read as HTML
    page = load(("<p>临川区举办新闻发布会。</p>" * 40_000).encode())
    assert sum(1 for _ in page.tree.iter("p")) == 40_000


def test_a_dropped_page_is_freed_at_once() -> None:
    gc.disable()
    try:
        page = load(b"<p>x</p>")
        assert page.tree is page.tree
        gone = weakref.ref(page)
        del page
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("t2.html", "https://news.linchuan.example/a/202405/17/t2.html"),
        ("  ../18/t2.html\n", "https://news.linchuan.example/a/202405/18/t2.html"),
        ("/b/c.html", "https://news.linchuan.example/b/c.html"),
        ("//img.linchuan.example/1.jpg", "https://img.linchuan.example/1.jpg"),
        ("?page=2", "https://news.linchuan.example/a/202405/17/t1.html?page=2"),
        ("HTTP://Other.example/x", "HTTP://Other.example/x"),
        ("http:\\\\other.example\\x.html", "http://other.example/x.html"),
        ("a b.html", "https://news.linchuan.example/a/202405/17/a%20b.html"),
        ("新闻.html", "https://news.linchuan.example/a/202405/17/新闻.html"),
        ("t2\n.html", "https://news.linchuan.example/a/202405/17/t2.html"),
        ("", None),
        ("#top", None),
        ("javascript:void(0)", None),
        ("JavaScript :x", "https://news.linchuan.example/a/202405/17/JavaScript%20:x"),
        ("mailto:a@linchuan.example", None),
        ("tel:10086", None),
        ("data:image/png;base64,AAAA", None),
        ("ftp://linchuan.example/x", None),
        ("ttps://linchuan.example/x", None),
        ("http://", None),
        ("http:///x", None),
        ("http://lin\x1fchuan.example/", None),
        ("http://lin chuan.example/", None),
        ("http://<host>/", None),
        ("/a\u3000b", "https://news.linchuan.example/a%E3%80%80b"),
        ("http://[::1", None),
        ("http://linchuan.example:port/", None),
        ("x" * 5000, None),
    ],
)
def test_absolute(href: str, absolute: str | None) -> None:
    assert load(b"<p>x</p>", url=URL).absolute(href) == absolute


@pytest.mark.parametrize(
    ("base", "absolute"),
    [
        ("https://cdn.linchuan.example/x/", "https://cdn.linchuan.example/x/t2.html"),
        (" /root/ ", "https://news.linchuan.example/root/t2.html"),
        ("", "https://news.linchuan.example/a/202405/17/t2.html"),
        ("javascript:x", "https://news.linchuan.example/a/202405/17/t2.html"),
    ],
)
def test_the_base_element_counts(base: str, absolute: str) -> None:
    assert load(f'<head><base href="{base}"></head><p>x</p>'.encode(), url=URL).absolute("t2.html") == absolute


def test_a_page_of_unknown_address() -> None:
    page = load(b"<p>x</p>")
    assert page.absolute("t2.html") is None
    assert page.absolute("/t2.html") is None
    assert page.absolute("https://a.example/t2.html") == "https://a.example/t2.html"
    assert page.absolute("//a.example/t2.html") == "https://a.example/t2.html"
    assert load(b'<base href="https://a.example/b/"><p>x</p>').absolute("t2.html") == "https://a.example/b/t2.html"


def test_encoding_is_passed_on() -> None:
    page = load("<p>喆</p>".encode("gb18030"), encoding="gb2312")
    assert (page.text, page.encoding) == ("<p>喆</p>", "gb18030")
    assert len(page.content_sha256) == 64


@pytest.mark.parametrize("stray", ["</html>", "</body></html>", "</BODY >"])
def test_what_follows_a_stray_end_tag_is_kept(stray: str) -> None:
    page = load(f"<html><body><h1>标题</h1>{stray}<div><p>正文还在后面。</p></div></body></html>".encode())
    assert [p.text for p in page.tree.iter("p")] == ["正文还在后面。"]
