"""Ways in which a page is damaged between newsroom and reader, each a function of a random source and the page's bytes.

Used by `test_robustness.py` and by `python -m benchmarks.fuzz`. The same seed gives the same damage.
"""

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

TAG = re.compile(rb"<[^<>]{1,2000}>")
ATTRIBUTE = re.compile(rb"=\s{0,9}(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}')")
ADDRESS = re.compile(rb"(?:href|src|content|data-src)=\"[^\"<>]{0,2000}\"")
DIGITS = re.compile(rb"\d{2,14}")
CHARSET = re.compile(rb"charset=[\"']?[\w-]{2,20}", re.I)

STRAYS = (
    b"\x00", b"\x00" * 5, b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\x1b$B", b"\x1f", b"\x0b", b"\x85",
    "\u2028\u202e\u200b\u200d\ufeff\ufffe\uffff".encode(), "\U0001f468\u200d\U0001f469".encode(), "e\u0301".encode() * 3, b"\xd6\xd0",
)  # fmt: skip
"""Bytes that belong to no text, and characters that show nothing."""

BROKEN_MARKUP = (
    b"<", b">", b"</", b"<!", b"<?", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<plaintext>", b"<xmp>", b"<textarea>", b"<title>", b"<script>",
    b"<style>", b"<noscript>", b"<template>", b"<svg><![CDATA[", b"<math><mi>", b"<frameset>", b"<select>", b"</body></html>", b"</div>" * 50,
    b"<html><html>", b"<body hidden>", b"<table><tr><p>", b"<a href=", b"<p class='", b'<p class="', b"<enpcontent>", b"<!--enpcontent-->",
    b"<!--/enpcontent-->", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE html [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>&c;",
    b"<p:p xmlns:p='q'>", b"<\xe6\xad\xa3>", b"<p \x00=1>", b"<p ==''>", b"<1>", b"<->", b"<p/ /p>",
)  # fmt: skip
BROKEN_ENTITIES = (
    b"&", b"&#", b"&#x", b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999999999999;", b"&nbsp", b"&nosuch;", b"&amp;lt;p&amp;gt;", b"&#128;",
    b"&#xFEFF;", b"&#1;", b"&lt;script&gt;", b"&#x6B63", b"&#12288;" * 9,
)  # fmt: skip
ADDRESSES = (
    b"http://", b"http://[", b"http://[::1", b"http://[::1]:99999/a", b"http://a:b:c/", b"http://h:-1/", b"http://h:999999/", b"//", b"///a", b"http:///a",
    b"http://a b/c d", b"http://\xe6\xb4\x9b\xe5\xb7\x9d.cn/\xe6\xad\xa3", b"http://a/%zz%", b"http://a/?%00", b"javascript:void(0)", b"data:,x", b"about:blank",
    b"mailto:a@b", b"file:///etc/passwd", b"http://user:pw@h/", b"http://xn--/", b"http://a..b/", b"HTTP://H/A", b"?", b"#", b"\\\\h\\a", b"http://h\\a", b"\x01",
    b"http://[v1.a]/", b"http://\xe2\x84\x80/", b"http://1.2.3.4.5/", b"ht!tp://a", b":", b"http://h/" + b"a/../" * 300, b"http://h/" + b"x" * 9000,
    b"http://h/2023-13/45/content_1.htm", b"http://h/0000/00/00/1.shtml", b"http://h/t99999999_1.html",
)  # fmt: skip
"""Addresses that are none, or that a careless parser stumbles over."""

NUMBERS = (
    b"0000", b"9999", b"20231399", b"00000000000000", b"99999999999999", b"10000-00-00", b"2023-02-30 25:61:61", b"-1", b"1e999", b"253402300800000", b"0",
    "２０２３".encode(), "٢٠٢٣".encode(), "二〇二三".encode(), "²³".encode(), "①②".encode(), "𝟚𝟘𝟚𝟛".encode(), b"9" * 5000,
)  # fmt: skip
"""What stands where a date should: out of range, far too long, in the digits of other scripts."""

CHARSETS = (
    b"utf-8", b"gb2312", b"gbk", b"big5", b"iso-8859-1", b"utf-16", b"utf-7", b"shift_jis", b"hz", b"rot13", b"base64", b"idna", b"unknown", b"utf_8_sig", b"\xff",
    b"x" * 500,
)  # fmt: skip


def cut(rng: Random, body: bytes) -> bytes:
    """End anywhere."""
    return body[: rng.randrange(len(body) + 1)]


def behead(rng: Random, body: bytes) -> bytes:
    """Begin anywhere."""
    return body[rng.randrange(len(body) + 1) :]


def flip(rng: Random, body: bytes) -> bytes:
    """Change some bytes."""
    out = bytearray(body)
    for _ in range(rng.choice((1, 10, 200)) if out else 0):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def swap_parts(rng: Random, body: bytes) -> bytes:
    """Put a later part of the page before an earlier one."""
    first, second, third = sorted(rng.randrange(len(body) + 1) for _ in range(3))
    return body[:first] + body[second:third] + body[first:second] + body[third:]


def repeat_part(rng: Random, body: bytes) -> bytes:
    """Print a part several times."""
    start, end = sorted(rng.randrange(len(body) + 1) for _ in range(2))
    return body[:end] + body[start:end] * rng.randint(1, 3) + body[end:]


def insert_strays(rng: Random, body: bytes) -> bytes:
    """Put bytes anywhere that belong to no text."""
    return _insert(rng, body, STRAYS)


def insert_markup(rng: Random, body: bytes) -> bytes:
    """Put markup anywhere that opens what is never closed, or closes what was never opened."""
    return _insert(rng, body, BROKEN_MARKUP)


def insert_entities(rng: Random, body: bytes) -> bytes:
    """Put broken character references anywhere."""
    return _insert(rng, body, BROKEN_ENTITIES)


def duplicate_tags(rng: Random, body: bytes) -> bytes:
    """Print some tags twice."""
    return TAG.sub(lambda tag: tag[0] * (2 if rng.random() < 0.05 else 1), body)


def remove_tags(rng: Random, body: bytes) -> bytes:
    """Leave some tags out."""
    return TAG.sub(lambda tag: b"" if rng.random() < 0.05 else tag[0], body)


def shuffle_tags(rng: Random, body: bytes) -> bytes:
    """Print some tags in the place of others."""
    tags = TAG.findall(body)
    return TAG.sub(lambda tag: rng.choice(tags) if rng.random() < 0.03 else tag[0], body)


def empty_attributes(rng: Random, body: bytes) -> bytes:
    """Take the values of some attributes."""
    return ATTRIBUTE.sub(lambda value: rng.choice((b"=''", b"", b"=")) if rng.random() < 0.2 else value[0], body)


def swell_attribute(rng: Random, body: bytes) -> bytes:
    """Give some attributes a huge value."""
    huge = b'="' + rng.choice((b"x", "正文 ".encode(), b"a/", b"2023", b"display:none;")) * 20_000 + b'"'
    return ATTRIBUTE.sub(lambda value: huge if rng.random() < 0.01 else value[0], body)


def spoil_addresses(rng: Random, body: bytes) -> bytes:
    """Put addresses that are none into links, pictures and metadata, and perhaps a base."""
    spoilt = ADDRESS.sub(
        lambda old: old[0].split(b"=")[0] + b'="' + rng.choice(ADDRESSES) + b'"' if rng.random() < 0.3 else old[0], body
    )
    base = b'<base href="' + rng.choice(ADDRESSES) + b'">'
    return base + spoilt if rng.random() < 0.5 else spoilt


def spoil_numbers(rng: Random, body: bytes) -> bytes:
    """Put nonsense where dates and numbers stand."""
    return DIGITS.sub(lambda old: rng.choice(NUMBERS) if rng.random() < 0.1 else old[0], body)


def declare_charset(rng: Random, body: bytes) -> bytes:
    """Declare an encoding that the page is not in."""
    wrong = b"charset=" + rng.choice(CHARSETS)
    return CHARSET.sub(lambda _: wrong, body) if CHARSET.search(body) else b"<meta " + wrong + b">" + body


def encode_anew(rng: Random, body: bytes) -> bytes:
    """Write the page in another encoding, or wrongly decoded."""
    read, written = rng.choice(
        (("utf-8", "gb18030"), ("utf-8", "utf-16"), ("utf-8", "big5"), ("latin-1", "utf-8"), ("gb18030", "utf-8"))
    )
    return body.decode(read, "replace").encode(written, "replace")


def nest(rng: Random, body: bytes) -> bytes:
    """Put a part into 5,000 elements in one another."""
    tag = rng.choice((b"div", b"span", b"font", b"table", b"ul", b"a", b"b", b"p", b"blockquote"))
    place = rng.randrange(len(body) + 1)
    closing = b"</%b>" % tag * 5_000 if rng.random() < 0.5 else b""
    return body[:place] + b"<%b>" % tag * 5_000 + body[place:] + closing


def _insert(rng: Random, body: bytes, pieces: tuple[bytes, ...]) -> bytes:
    for _ in range(rng.choice((1, 3, 20))):
        place = rng.randrange(len(body) + 1)
        body = body[:place] + rng.choice(pieces) + body[place:]
    return body


MUTATIONS: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        cut, behead, flip, swap_parts, repeat_part, insert_strays, insert_markup, insert_entities, duplicate_tags, remove_tags, shuffle_tags,
        empty_attributes, swell_attribute, spoil_addresses, spoil_numbers, declare_charset, encode_anew, nest,
    )
}  # fmt: skip
"""All of them, by name."""


def mutate(body: bytes, names: list[str], seed: int) -> bytes:
    """The page after so many mutations in turn."""
    rng = Random(seed)  # noqa: S311 the same damage for the same seed
    for name in names:
        body = MUTATIONS[name](rng, body)
    return body
