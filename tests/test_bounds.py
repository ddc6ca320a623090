"""What must be bounded before a page is parsed, in Python and in compiled code."""

import time
from random import Random

import pytest
from mutations import BROKEN_MARKUP
from selectolax.lexbor import LexborHTMLParser

from newsspider.errors import NotAnArticle
from newsspider.pages import bounds, compiled
from newsspider.pages.page import load

BOLD = b"".join(b"<b a=%d>" % number for number in range(1_000))

WILD = {
    "elements": (b"<div>" * 6_000, "deep"),
    "unknown elements": (b"<x-y>" * 6_000, "deep"),
    "elements that are closed": (b"<section>" * 6_000 + b"</section>" * 6_000, "deep"),
    "end tags of others": (b"<div></p>" * 6_000, "deep"),
    "end tags in values": (b"<div title='</div>'>" * 6_000, "deep"),
    "end tags in comments": (b"<div><!--</div>-->" * 6_000, "deep"),
    "end tags in scripts": (b"<div><script><!--<script></script></div>--></script>" * 6_000, "deep"),
    "end tags in drawings": (b"<div><svg><title><![CDATA[</title></svg></div>]]>" * 6_000, "deep"),
    "many tags far inside": (b"<div>" * 4_000 + b"<div></div>" * 20_000, "deep"),
    "bold text that goes on": (b"<p>" + BOLD + b"</p>" + b"<p>x</p>" * 2_000, "deep"),
    "bold text that is ended elsewhere": (
        b"<p>" + BOLD + b"<table><td>" + b"</b>" * 1_000 + b"</table></p>" + b"<p>x</p>" * 2_000,
        "deep",
    ),
    "attributes": (b"<p " + b" ".join(b"a%d=1" % number for number in range(19_000)) + b">", "attributes"),
    "attributes of many tags": ((b"<p " + b" ".join(b"a%d" % number for number in range(5_000)) + b">") * 14, "attributes"),
    "attributes with quotes": (b"<p " + b" ".join(b"a%d='>\"<'" % number for number in range(19_000)) + b">", "attributes"),
}
TAME = {
    "paragraphs that are not ended": b"<p>x" * 20_000,
    "lists that are not ended": b"<ul><li><p>x<li>y<p>z</ul>" * 3_000,
    "tables that are not ended": b"<table><tr><td><p>x<td>y<tr><th>z</table>" * 3_000,
    "links that are not ended": b"<p><a href=x>y</p>" * 6_000,
    "the same bold text, not ended": b"<p><b>x</p>" * 6_000,
    "elements that hold nothing": b"<br><img src=x><input><hr>" * 6_000,
    "small drawings": b"<svg viewBox='0 0 1 1'><title>x</title><path d='m'/><path d='n' /></svg>" * 3_000,
    "choices": b"<select><option>x<option selected>y</select>" * 3_000,
    "scripts full of tags": b"<script>document.write('<div><div><!--<p a a a>')</script>" * 6_000,
    "comments full of tags": b"<!--<div><b a=1>-->" * 6_000,
    "a text with many words": b"<p>" + b"a b=c 'd' \"e\" / " * 20_000,
}
ODD = [
    *BROKEN_MARKUP,
    b"<",
    b"</",
    b"<a",
    b"<a b='",
    b'<a b="x>',
    b"<!--",
    b"<!-->",
    b"<!--->",
    b"<!--x--!>",
    b"<script>",
    b"<script></script",
    b"</>",
    b"<!",
    b"<?",
]


def answers(utf8: bytes) -> set[str]:
    """The answers of both scans and of the numbers before them."""
    answer = bounds.scan(utf8)
    return {bounds.bound(utf8), compiled.bound(utf8), *([answer] if answer != "unsure" else [])}


@pytest.mark.parametrize("name", WILD)
def test_what_no_page_needs_is_seen(name: str) -> None:
    utf8, wanted = WILD[name]
    assert answers(utf8) == {wanted}


@pytest.mark.parametrize("name", TAME)
def test_careless_pages_are_read_as_they_are(name: str) -> None:
    assert answers(TAME[name]) == {""}


@pytest.mark.parametrize("name", WILD)
def test_it_costs_less_than_a_second(name: str) -> None:
    utf8, _ = WILD[name]
    start = time.process_time()
    try:
        text = load("正文。".encode() + utf8).tree.text_content()
    except NotAnArticle as refused:
        assert refused.reason == "oversized"  # noqa: PT017 both ends are right
    else:
        assert text.startswith("正文。")
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize("seed", range(20))
def test_both_scans_say_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(seed)  # noqa: S311 the same pages for the same seed
    limits = {"MAX_DEPTH": 8, "MAX_STEPS": 600, "MAX_REOPENED": 60, "MAX_ATTRIBUTE_WORK": 300, "LONG_TAG": 20}
    for name, value in limits.items():
        monkeypatch.setattr(bounds, name, value)
    scan = compiled.scan_with(bounds) if compiled.made_by_c else bounds.scan
    try:
        for _ in range(300):
            soup = b"".join(_piece(rng) for _ in range(rng.randint(1, 60)))
            wanted = bounds.scan(soup)
            assert scan(soup) == wanted, soup
    finally:
        monkeypatch.undo()
        if compiled.made_by_c:
            compiled.scan_with(bounds)


@pytest.mark.parametrize("seed", range(20))
def test_no_page_is_deeper_than_it_seems(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(seed)  # noqa: S311 the same pages for the same seed
    deepest = 0
    push = bounds._Open.push

    def measured(self: bounds._Open, name: bytes, key: bytes = b"") -> None:
        nonlocal deepest
        push(self, name, key)
        deepest = max(deepest, len(self.names) + self.reopened)

    monkeypatch.setattr(bounds._Open, "push", measured)
    for _ in range(100):
        soup = b"".join(_piece(rng) for _ in range(rng.randint(1, 60)))
        deepest = 0
        if bounds.scan(soup) == "unsure":
            continue
        node = LexborHTMLParser(soup).root
        real = max((_depth(inside) for inside in node.css("*")), default=0)
        implied = 3 + 2 * len(node.css("table"))  # html, body; body and row of a table
        assert real <= deepest + implied, soup


def _depth(node: object) -> int:
    depth = 0
    while node is not None:
        node = node.parent  # type: ignore[attr-defined]
        depth += 1
    return depth - 1


def _piece(rng: Random) -> bytes:
    names = (
        b"div p b font a span li ul td tr table select option svg math title style script textarea path foreignObject BR IMG i x-y nobr h1 mi tbody "
        b"button plaintext caption object template"
    ).split()
    name = rng.choice(names)
    kind = rng.random()
    if kind < 0.5:
        values = (b"", b"=1", b"='>'", b'=">"', b"='</b>'", b"=x/", b" = 'y'", b"='", b"=")
        attributes = b"".join(
            b" " + rng.choice((b"a", b"b", b"=", b"'", b"c/d")) + rng.choice(values) for _ in range(rng.randint(0, 3))
        )
        return b"<" + name + attributes + rng.choice((b">", b">", b"/>", b" />"))
    if kind < 0.85:
        return b"</" + name + rng.choice((b">", b" >", b" a='>'>"))
    return rng.choice([b"x ", *ODD])
