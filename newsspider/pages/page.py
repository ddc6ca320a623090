"""A fetched page: bytes, decoded once and parsed once."""

import hashlib
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import quote, urljoin

from newsspider.errors import NotAnArticle
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.bounds import flattened
from newsspider.pages.compiled import bound, read
from newsspider.pages.decoding import decode, is_binary, is_sure
from newsspider.pages.nodes import Element
from newsspider.urls import Url, as_url
from newsspider.values import valid_text

SCHEME = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
XML_START = lazy_pattern(r"[\s\ufeff]{0,99}<(?:\?xml|urlset|sitemapindex|rss|feed)\b")
"""A sitemap may hold 50,000 entries; it is not read as HTML. What is read as HTML after all is limited when it is parsed."""
MAX_TAGS = 100_000
"""More are no page: each costs up to half a kilobyte and some microseconds. Real pages have some thousands."""
MAX_URL = 4096
"""Longer addresses are inline data or an attack; no server takes them."""
IN_HREF = str.maketrans({"\t": None, "\n": None, "\r": None, "\\": "/"})
BLANK = lazy_pattern(r"[\s\x00-\x1f\x7f]")


@dataclass(frozen=True, eq=False)
class Page:
    """One page, ready to be read by every reader of this package."""

    body: bytes
    """The response body as received (after content decoding)."""
    text: str
    """The decoded text, valid Unicode without NUL."""
    utf8: bytes
    """The text in UTF-8, to be parsed and searched: `body` itself where that is UTF-8."""
    encoding: str
    """Python codec name that decoded it."""
    url: Url | None = None
    """Address after redirects; None when unknown, and for what is none."""
    content_type: str | None = None
    """The Content-Type header; None when unknown."""

    @cached_property
    def tree(self) -> Element:
        """The parsed document: its `html` element. Parsed and walked at first use, once."""
        return _parse(self._parsable)

    @cached_property
    def _parsable(self) -> bytes:
        return _parsable(self.utf8)

    @cached_property
    def base_url(self) -> Url | None:
        """What relative addresses are relative to: `<base href>`, if it is an address, else `url`; None when neither is known."""
        base = next((base for base in self.tree.iter("base") if base.get("href") is not None), None)
        return (_join(self.url, base.get("href", "")) if base is not None else None) or self.url

    @cached_property
    def scripts(self) -> list[str]:
        """What stands in the page's scripts, data included, in page order; empty ones left out."""
        return [text for script in self.tree.iter("script") if (text := script.text)]

    def absolute(self, href: str, base: str | None = None) -> Url | None:
        """The absolute http(s) URL of an address printed on the page; None for scripts, mail, bare fragments and malformed ones.

        Also None for a relative address when the page's own address is unknown. What is given can be made canonical and fetched.

        Args:
            href: the address as printed.
            base: what it is relative to; None: `base_url`, for which the page is parsed as HTML.
        """
        return _join(base or self.base_url, href)

    def with_text(self, text: str) -> "Page":
        """The page with another text in the place of its own."""
        return replace(self, text=text, utf8=text.encode("utf-8", "replace"))

    @cached_property
    def is_surely_read(self) -> bool:
        """Whether its letters beyond ASCII are surely what was meant."""
        return is_sure(self.text, self.encoding, self.body, self.content_type)

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
    if codec != "utf-8" or "\0" in text:  # nothing is valid UTF-8 and no valid text, but for NUL
        text = valid_text(text)
    utf8 = _in_utf8(body, text, codec)
    page = Page(body, text, utf8, codec, _join(None, url) if url else None, content_type)
    if not XML_START.match(text):
        _ = page._parsable
    return page


def _in_utf8(body: bytes, text: str, codec: str) -> bytes:
    """The text in UTF-8. A body that is UTF-8 as a whole need not be encoded again."""
    whole = codec == "utf-8" and body[-1] < 0x80 and "\ufffd" not in text
    return body.removeprefix(BOM_UTF8) if whole else text.encode()


def _parsable(utf8: bytes) -> bytes:
    """The markup to be parsed: as it is, or flattened where it is nested as no page needs.

    Raises NotAnArticle (`oversized`) for markup that no page needs and that would cost seconds and hundreds of megabytes.
    """
    if len(utf8) > 2 * MAX_TAGS and (tags := utf8.count(b"<")) > MAX_TAGS:
        raise NotAnArticle("oversized", f"{tags:,} tags")
    if b"\x00" in utf8:
        utf8 = utf8.replace(b"\x00", b"")
    too_much = bound(utf8)
    if too_much == "attributes":
        raise NotAnArticle("oversized", "a tag of more attributes than a page has")
    return flattened(utf8) if too_much else utf8


def parse(text: str) -> Element:
    """The `html` element of a document or a piece of one.

    Raises NotAnArticle (`oversized`) for markup that no page needs.
    """
    return _parse(_parsable(text.encode("utf-8", "replace")))


def _parse(utf8: bytes) -> Element:
    try:
        return Element(read(utf8), 0)
    except NotAnArticle:  # more elements than tags: those that are not ended may be opened again
        return Element(read(flattened(utf8)), 0)


@lru_cache(maxsize=1 << 13)  # a link is met by several readers of its page, and on each list of its site
def _join(base: str | None, href: str) -> Url | None:
    href = href.strip()
    if " " in href or "\\" in href or not href.isprintable():
        href = BLANK.sub(lambda blank: quote(blank[0]), href.translate(IN_HREF))
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
    except ValueError:
        return None
    return as_url(url)
