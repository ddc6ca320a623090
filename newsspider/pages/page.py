"""A fetched page: bytes, decoded once and parsed once."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from lxml.etree import ElementDefaultClassLookup, ErrorTypes, ParserError
from lxml.html import HtmlComment, HtmlElement, HTMLParser, document_fromstring

from newsspider.errors import NotAnArticle
from newsspider.pages.decoding import decode, is_binary

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
BLOCK_TAG = re.compile(r"</?(?:div|section|article|main|center|blockquote|table|tbody|tr|td|ul|ol|li|dl|dd|form)\b[^<>]*>", re.I)
INLINE_TAG = re.compile(r"</?(?:font|span|b|strong|i|em|u|a|big|small|o:p|st1:[a-z]+)\b[^<>]*>", re.I)
END_TAG = re.compile(rb"</(?:html|body)\s*>", re.I)
XML_START = re.compile(r"[\s\ufeff]{0,99}<(?:\?xml|urlset|sitemapindex|rss|feed)\b")
"""A sitemap may hold 50,000 entries; it is not read as HTML. What is read as HTML after all is limited when it is parsed."""
MAX_TAGS = 100_000
"""More are no page: each costs up to half a kilobyte and some microseconds. Real pages have some thousands."""
MAX_ATTRIBUTES = 40_000
"""libxml2's time grows with the square of a tag's attributes: 40,000 take 2 s. Scripts hold up to 12,000 quoted words after a `<`."""
TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
ATTRIBUTE = re.compile(r"""[\s/"'][^\s/>="']""")
MAX_URL = 4096
"""Longer addresses are inline data or an attack; no server takes them."""
IN_HREF = str.maketrans({"\t": None, "\n": None, "\r": None, "\\": "/"})
BLANK = re.compile(r"[\s\x00-\x1f\x7f]")
HOST = re.compile(r"[\w.:-]+")
_PLAIN = ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
"""One class for all elements: lxml's own choice calls back into Python for every element."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page, ready to be read by every reader of this package."""

    body: bytes
    """The response body as received (after content decoding)."""
    text: str
    """The decoded text."""
    encoding: str
    """Python codec name that decoded it."""
    url: str | None = None
    """Address after redirects; None when unknown."""
    content_type: str | None = None
    """The Content-Type header; None when unknown."""

    @cached_property
    def tree(self) -> HtmlElement:
        """The parsed document, an `html` element, bare for a page without elements. Parsed at first use, once."""
        return (parse if XML_START.match(self.text) else _parse)(self.text)

    @cached_property
    def base_url(self) -> str | None:
        """What relative addresses are relative to: `<base href>`, else `url`; None when neither is known."""
        return _join(self.url, self.tree.xpath("string((//base/@href)[1])")) or self.url

    def absolute(self, href: str) -> str | None:
        """The absolute http(s) URL of an address printed on the page; None for scripts, mail, bare fragments and malformed ones.

        Also None for a relative address when the page's own address is unknown.
        """
        return _join(self.base_url, href)

    @cached_property
    def content_sha256(self) -> str:
        """SHA-256 of `body`, 64 hex digits."""
        return hashlib.sha256(self.body).hexdigest()


def load(body: bytes, *, url: str | None = None, content_type: str | None = None, encoding: str | None = None) -> Page:
    """Decode a page.

    Args:
        body: the bytes of an HTML page or a plain text.
        url: where it came from; None when unknown.
        content_type: the Content-Type header; None when unknown.
        encoding: overrules everything declared (a site record's `encoding`).

    An address that is no http(s) URL counts as unknown. Raises NotAnArticle: `empty`, `binary` when there is no text to read,
    `oversized` for markup that no page needs.
    """
    if not body.strip(b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf"):
        raise NotAnArticle("empty")
    if is_binary(body):
        raise NotAnArticle("binary", f"starts with {body[:8]!r}")
    text, codec = decode(body, content_type=content_type, override=encoding)
    if not XML_START.match(text):
        _refuse_oversized(text)
    return Page(body, text, codec, url and _join(None, url), content_type)


def _refuse_oversized(text: str) -> None:
    """Raises NotAnArticle (`oversized`) for markup that no page needs and that would cost seconds and hundreds of megabytes."""
    if (tags := text.count("<")) > MAX_TAGS:
        raise NotAnArticle("oversized", f"{tags:,} tags")
    if len(text) > 4 * MAX_ATTRIBUTES:
        long = (tag[0] for tag in TAG.finditer(text) if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES)
        if any(len(ATTRIBUTE.findall(tag)) > MAX_ATTRIBUTES for tag in long):
            raise NotAnArticle("oversized", f"a tag of more than {MAX_ATTRIBUTES:,} attributes")


@lru_cache(maxsize=512)
def css(selector: str) -> Any:
    """A CSS selector compiled once: call it with an element for the list of what it finds."""
    from lxml.cssselect import CSSSelector  # at first use: `extract` starts faster without it

    return CSSSelector(selector, translator="html")


def parse(text: str) -> HtmlElement:
    """The `html` element of a document or a piece of one; text without any element gives a bare one.

    Raises NotAnArticle (`oversized`) for markup that no page needs.
    """
    _refuse_oversized(text)
    return _parse(text)


def _parse(text: str) -> HtmlElement:
    tree, cut = _parse_once(text)
    if cut:  # libxml2 stops 2048 elements deep and drops the rest: keep the text, give up the nesting
        tree, _ = _parse_once(INLINE_TAG.sub("", BLOCK_TAG.sub("<p>", text)))
    return tree


def _parse_once(text: str) -> tuple[HtmlElement, bool]:
    """The tree, and whether the parser gave up before the end. Bytes parse faster than str and may hold an XML declaration."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_PLAIN)
    # libxml2 2.14 drops what follows a stray </html> or </body>; pages put together of several print them midway
    body = END_TAG.sub(b"", text.replace("\x00", "").encode("utf-8", "replace"))
    try:
        tree = document_fromstring(body, parser=parser)
    except ParserError:  # no element at all: a lone comment, doctype or processing instruction
        return document_fromstring("<html></html>"), False
    return tree, bool(parser.error_log.filter_types((ErrorTypes.ERR_RESOURCE_LIMIT,)))


def _join(base: str | None, href: str) -> str | None:
    href = BLANK.sub(lambda blank: quote(blank[0]), href.strip().translate(IN_HREF))
    if not href or href[0] == "#" or len(href) > MAX_URL:
        return None
    scheme = SCHEME.match(href)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return None
    try:
        if href.startswith("//") and not base:
            url = "https:" + href
        else:
            url = href if scheme and href[scheme.end() :].startswith("//") else urljoin(base or "", href)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.hostname or ""):
            return None
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    return url
