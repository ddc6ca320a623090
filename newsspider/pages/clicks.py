"""Links that are no plain `href`: addresses in `onclick` and data attributes, and anchors whose quotes are broken."""

import re
from collections.abc import Iterator
from itertools import islice

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.nodes import Element
from newsspider.pages.page import Page
from newsspider.values import unescape

MAX_CLICKS = 20_000
MAX_SCANNED = 4_000_000
"""Characters of a page whose broken anchors are read again."""
NAMES = (
    "data-href", "data-url", "data-link", "data-jump", "data-to", "data-target-url", "data-page-url", "data-jump-url", "data-news-url",
    "data-article-url", "data-open", "jump-url", "_href", "ahref", "data-ahref", "url", "link", "to",
)  # fmt: skip
"""Attributes in which scripts find the address that a click leads to."""
_PRINTED = (
    (b"onclick", "onclick"),
    (b"javascript:", "href"),
    *(((f"{name}=" if "-" in name else f" {name}=").encode(), name) for name in NAMES),
)
"""What a page must hold -> the attribute in which an element then may have it."""
_LITERAL = lazy_pattern(r"""(?<![+\w])\s{0,3}(["'])([^"'\s<>+]{3,500})\1(?!\s{0,3}\+)""")
_ADDRESS = lazy_pattern(r"(?:https?:)?/{1,2}[\w.%~-]|\.{1,2}/\w|[\w%~-]+(?:/[\w.%~-]+)*\.(?:s?html?|php|jsp|aspx?|do)\b", re.I)
_QUOTES = "\"'“”‘’＂＇`\\"
_CUT = lazy_pattern(f"[{re.escape(_QUOTES)}<>]")
_NEXT_ATTRIBUTE = lazy_pattern(r"\s(?:target|title|class|style|id|rel|onclick|alt)\s?=.{0,2000}", re.S)
"""What stands behind an address whose end quote is missing."""
_BROKEN = lazy_pattern(rb"""href\s*=\s*(?:""|'')[^\s>"']""")
_ANCHOR = lazy_pattern(
    r"<a\b(?:[^<>]{0,500}?\s)?href\s{0,3}=[\s"
    + re.escape(_QUOTES)
    + r"]{0,9}([^\s<>"
    + re.escape(_QUOTES)
    + r"]{1,2000})([^<>]{0,500})>(.{0,600}?)</a",
    re.I | re.S,
)
_TITLE = lazy_pattern(r"""\btitle\s{0,3}=\s{0,3}(?:"([^"<>]{1,300})"|'([^'<>]{1,300})')""", re.I)
_TAG = lazy_pattern(r"<[^<>]{0,1000}>")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def clean_href(href: str) -> str:
    """An address as printed, without the quotes that were meant to stand round it and what follows them.

    >>> clean_href("/news/t20240517_1.html' target=")
    '/news/t20240517_1.html'
    """
    if _CUT.search(href) is not None:
        href = _CUT.split(href.strip().lstrip(_QUOTES).lstrip(), maxsplit=1)[0].strip()
    return _NEXT_ATTRIBUTE.sub("", href) if "=" in href and " " in href else href


def is_address(text: str) -> bool:
    """Whether a text may be the address of a page: a path or a name of a document, without blanks."""
    return len(text) <= 2000 and _ADDRESS.match(text) is not None and not re.search(r"[\s<>{}\"']", text)


def clicks(page: Page, scope: Element) -> Iterator[tuple[str, list[str]]]:
    """(address, titles) of what opens a page when it is clicked, though it is no link: by `onclick`, `javascript:` or a data attribute."""
    names = {name for printed, name in _PRINTED if printed in page.utf8}
    if not names:
        return
    for element in islice(_having(scope, names), MAX_CLICKS):
        href = (element.get("href") or "").strip()
        if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
            continue
        if link := _clicked(element, href):
            url = page.absolute(link)
            if url:
                yield url.partition("#")[0], _titles(element)


def _having(scope: Element, names: set[str]) -> Iterator[Element]:
    """The elements inside one that have one of these attributes; `href` counts where it is a script."""
    for element in scope.iterdescendants():
        attributes = scope.columns.attributes(element.row)
        found = names.intersection(attributes) if attributes else ()
        if found and (len(found) > 1 or "href" not in found or (attributes["href"] or "").startswith("javascript:")):
            yield element


def _clicked(element: Element, href: str) -> str | None:
    """The address that a click on an element leads to, as printed."""
    for name in NAMES:
        value: str = (element.get(name) or "").strip()
        if value and is_address(value):
            return value
    for script in (element.get("onclick"), href):
        if script:
            for match in _LITERAL.finditer(script[:4000]):
                if is_address(match[2]):
                    return str(match[2])
    return None


def _titles(element: Element) -> list[str]:
    """The titles of what is clicked: its heading, else its own texts."""
    heading = next(element.iter(*_HEADINGS), None)
    if element.tag != "a" and heading is not None:
        texts = ["".join(heading.itertext())]
    elif element.tag in ("a", "span", "em", "b", "strong", "p", *_HEADINGS):
        texts = ["".join(element.itertext())]
    else:
        texts = [text for text in islice(element.itertext(), 60) if text.strip()][:1]
    texts += [element.get("title") or "", *(picture.get("alt") or "" for picture in element.iter("img"))]
    return [collapsed for text in texts if (collapsed := " ".join(text.split()))]


def broken_anchors(page: Page) -> Iterator[tuple[str, list[str]]]:
    """(address, titles) of all anchors of a page on which a quote that is missing hides some from the parser; nothing on other pages."""
    hidden = _BROKEN.search(page.utf8) is not None or any("<" in (anchor.get("href") or "") for anchor in page.tree.iter("a"))
    return read_anchors(page, page.text[:MAX_SCANNED]) if hidden else iter(())


def read_anchors(page: Page, text: str) -> Iterator[tuple[str, list[str]]]:
    """(address, titles) of the anchors in a text, whatever the quotes round their addresses."""
    for match in islice(_ANCHOR.finditer(text), MAX_CLICKS):
        title = _TITLE.search(match[2])
        shown = " ".join(unescape(_TAG.sub("", match[3])).split())
        url = page.absolute(unescape(match[1]))
        if url:
            yield url.partition("#")[0], [text for text in (shown, unescape((title[1] or title[2]) if title else "")) if text]
