"""Plain text: an article without markup, its lines or its blocks of lines being the paragraphs."""

import re
import string
import unicodedata

from newsspider.items import Printed
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.metadata import url_date
from newsspider.pages.page import Page

HTML_START = lazy_pattern(r"[\s\ufeff]{0,999}<(?:!doctype|html|head|body|meta|title|script|div|table|\?xml|!--)\b", re.I)
HTML_TAG = lazy_pattern(
    r"</?(?:html|head|body|meta|title|link|div|p|br|span|table|tr|td|ul|li|h[1-6]|script|style|img|a)(?:\s[^<>]*)?/?>", re.I
)
JSON_START = lazy_pattern(r"""[\s\ufeff]{0,999}[{\[]\s{0,99}(?:["'{\[\]}]|-?\d)""")
LINE_BREAK = lazy_pattern(r"\r\n?|[\n\f\u0085\u2028\u2029]")
INDENT = lazy_pattern(r"[　\u2003]|[ \u00a0]{2}|\t")
ENDS_SENTENCE = lazy_pattern(r"""[。！？…：；.!?:;][”’"'」』）)】》]{0,3}$""")
LATIN_END = lazy_pattern(r"[A-Za-z0-9,;)]$")
LATIN_START = lazy_pattern(r"[A-Za-z0-9(]")
MIN_WRAP = 40
"""Columns, a Han character being two; lines wrapped narrower are verse, lists or names."""
WRAP_SLACK = 5
"""How many columns a wrapped line may leave: for a character that may not start a line. A Latin word may leave its length."""
LATIN = string.ascii_letters + string.digits + "'’-"


def is_plain_text(text: str, content_type: str | None = None) -> bool:
    """Whether a document is plain text and not HTML or JSON.

    A header that says text/plain is believed unless the text starts like an HTML document; text/html is not believed where
    there is no tag at all.
    """
    if HTML_START.match(text) or JSON_START.match(text):
        return False
    if content_type and content_type.split(";")[0].strip().lower() == "text/plain":
        return True
    return HTML_TAG.search(text) is None


def read_text(page: Page, outlet: Outlet | None = None, *, fetched_at: str | None = None) -> Printed:
    """A plain text as an article: `reader` is text, every line a paragraph, no headline (none is marked).

    Where blank lines part blocks whose lines are wrapped at one width, the block is the paragraph.
    The date in its address is the only marked one.
    """
    date = url_date(page.url, outlet)
    return Printed(
        reader="text",
        encoding=page.encoding,
        content_sha256=page.content_sha256,
        url=page.url,
        fetched_at=fetched_at,
        outlet=outlet.id if outlet else None,
        outlet_name=outlet.name if outlet else None,
        province=outlet.province if outlet else None,
        simplify=outlet.simplify if outlet else False,
        dates=[date] if date else [],
        paragraphs=text_paragraphs(page.text),
    )


def text_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, outer blanks removed, in order; empty lines part, they are no paragraphs."""
    paragraphs: list[str] = []
    block: list[str] = []
    for line in [*LINE_BREAK.split(text), ""]:
        if line.strip() and not (block and INDENT.match(line)):
            block.append(line)
            continue
        paragraphs += _unwrapped(block)
        block = [line] if line.strip() else []
    return paragraphs + _unwrapped(block)


def _unwrapped(block: list[str]) -> list[str]:
    """One paragraph for a block of lines wrapped at one width, else each line by itself."""
    lines = [line.strip() for line in block]
    if not _is_wrapped(block):
        return lines
    joined = lines[0]
    for line in lines[1:]:
        joined += (" " if LATIN_END.search(joined[-1:]) and LATIN_START.match(line) else "") + line
    return [joined]


def _is_wrapped(block: list[str]) -> bool:
    """Whether all lines but the last are about as wide as a page, and not all of them end a sentence."""
    if len(block) < 3 or all(ENDS_SENTENCE.search(line.rstrip()[-4:]) for line in block[:-1]):
        return False
    *full, last = (_columns(line.rstrip()) for line in block)
    width = max(full)
    words = [len(text) - len(text.lstrip(LATIN)) for text in map(str.strip, block[1:])]
    return (
        width >= MIN_WRAP
        and last <= width
        and all(width - w <= max(WRAP_SLACK, word) for w, word in zip(full, words, strict=True))
    )


def _columns(line: str) -> int:
    """Width on a terminal: two columns for each East Asian letter."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line)
