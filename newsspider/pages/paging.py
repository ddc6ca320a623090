"""Articles over several pages: the next page, the joined article; and stubs that only lead elsewhere."""

import re
from dataclasses import replace
from itertools import islice
from typing import Any

from newsspider.items import Printed
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.nodes import css
from newsspider.pages.page import Page
from newsspider.pages.pagers import Turn, article_turns, continuation, scripted_next, step

CLOSING = frozenset("。！？…；：.!?;:”’」』》〉）)】]—~～")
"""What ends a paragraph; one that ends otherwise was cut, if it reads like running text."""
RUNNING = lazy_pattern(r"[，。；、？！,]")
CLOSING_LINES, CLOSING_LENGTH = 3, 80
"""How many last paragraphs, of how many characters, may be lines that every page repeats."""
CUT_LENGTH = 12
"""A shorter last line is a cross-head or a name, not a cut paragraph."""
STUB_TEXT = 200
"""Visible characters up to which a page that names another address is a stub."""
STUB_DELAY = 10
"""Seconds; a page that is shown for longer refreshes itself."""
MAX_STUB = 30_000
REFRESH = lazy_pattern(
    r"\s{0,9}(\d{1,4})(?:\.\d{0,3})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?\s{0,9}([^\"'\s][^\"']*)", re.I
)
LOCATION = lazy_pattern(
    r"(?<![\w.])(?:(?:window|document|self|top|parent|this)\.){0,2}location(?:\.href)?\s*"
    r"(?:=(?!=)|\.(?:replace|assign)\s*\()\s*(?:([\"'])([^\"'\n]{1,2000})\1(?!\s{0,9}[+.])|([A-Za-z_$][\w$]{0,60})\s*[;)\n}])"
)
ASSIGNED = r"""(?<![\w.$]){name}\s*=\s*(["'])([^"'\n]{{1,2000}})\1(?!\s{{0,9}}[+.])"""
DEVICE = lazy_pattern(r"userAgent|navigator\.platform|isMobile", re.I)


def next_page(page: Page, outlet: Outlet | None = None) -> str | None:
    """The address of the next page of the same article; None on the last page and for the next article or a list.

    An outlet's `next_page` selector overrules; else a link counts when its address is the page's own with the next page
    number (`{id}_01.shtml`, `{id}_2.html`, `{id}-2.html`, `?page=2`), or when a paging script writes such an address out.
    """
    if page.url is None:
        return None
    if outlet and "next_page" in outlet.selectors:
        return selected_next(page, outlet.selectors["next_page"])
    own = page.url.partition("#")[0]
    scripted = scripted_next(page)
    if scripted and (continuation(own, scripted) or step(own, scripted)):
        return scripted
    seconds: dict[int, Turn] = {}
    for turn in article_turns(page):
        if number := continuation(own, turn.url):
            if turn.says_next:
                return turn.url
            if turn.number != 1:  # `_1` behind the text 1 is the page itself under another name
                seconds.setdefault(number, turn)
        elif (turn.says_next or turn.number is not None) and step(own, turn.url):
            return turn.url
    return seconds[min(seconds)].url if seconds else None


def selected_next(page: Page, selector: str) -> str | None:
    """The address of the first link that a CSS selector finds, itself or inside; None without one or for the page's own."""
    for element in css(selector)(page.tree):
        for anchor in element.iter("a"):
            url = page.absolute(anchor.get("href") or "")
            if url and page.url and url.partition("#")[0] != page.url.partition("#")[0]:
                return url.partition("#")[0]
    return None


def join_pages(parts: list[Printed]) -> Printed:
    """One article of its pages in order: texts, pictures and videos of all, everything else of the first.

    A paragraph cut by the page break is put together again. Names and lines of the desk that only a later page prints are
    kept; `next_page` is that of the last part. Raises ValueError without parts.
    """
    if not parts:
        raise ValueError("an article has at least one page")
    first, last = parts[0], parts[-1]
    closing = {text for text in last.paragraphs[-CLOSING_LINES:] if len(text) <= CLOSING_LENGTH}
    paragraphs: list[str] = []
    for part in parts:
        more = list(part.paragraphs)
        while part is not last and more and more[-1] in closing:
            more.pop()  # the desk's line under every page stays under the last
        if paragraphs and more and _is_cut(paragraphs[-1], more[0]):
            paragraphs[-1] += more[0]
            more = more[1:]
        paragraphs += more
    return replace(
        first,
        paragraphs=paragraphs,
        images=_once([image for part in parts for image in part.images], "url"),
        videos=_once([video for part in parts for video in part.videos], "url"),
        captions=[caption for part in parts for caption in part.captions],
        meta_lines=list(dict.fromkeys(line for part in parts for line in part.meta_lines)),
        editors=_once([editor for part in parts for editor in part.editors], "value"),
        next_page=parts[-1].next_page,
    )


def redirect_target(page: Page) -> str | None:
    """Where a page that holds next to no text sends its reader: by meta refresh or by script; None for every other page."""
    if len(page.text) > MAX_STUB or not ("refresh" in page.text.lower() or "location" in page.text):
        return None
    shown = sum(len(" ".join(body.text_content().split())) for body in islice(page.tree.iter("body"), 1))
    scripts = [script.text or "" for script in page.tree.iter("script")]
    if shown - sum(len(" ".join(script.split())) for script in scripts) > STUB_TEXT:
        return None
    for meta in page.tree.iter("meta"):
        refresh = (meta.get("http-equiv") or "").strip().lower() == "refresh"
        match = REFRESH.match(meta.get("content") or "") if refresh else None
        if match and int(match[1]) <= STUB_DELAY and (target := _other(page, match[2])):
            return target
    for script in scripts:
        targets = [target for match in LOCATION.finditer(script) if (target := _other(page, _literal(script, match)))]
        if targets and not (DEVICE.search(script) and len(targets) == 1):
            return targets[-1]  # of two, the last is the branch for other devices
    return None


def _literal(script: str, match: re.Match[str]) -> str:
    """The address of a location statement: the literal itself, or the literal that its variable was set to."""
    if match[2]:
        return match[2]
    found = list(re.finditer(ASSIGNED.format(name=re.escape(match[3])), script[: match.start()]))
    return found[-1][2] if found else ""


def _other(page: Page, href: str) -> str | None:
    url = page.absolute(href.strip())
    return url if url and url != page.url else None


def _is_cut(end: str, start: str) -> bool:
    """Whether a paragraph goes on after the page break."""
    last, begin = end.rstrip(), start.lstrip()
    running = len(last) >= CUT_LENGTH and RUNNING.search(last) is not None
    return bool(last and begin) and begin == start and last[-1] not in CLOSING and running


def _once(items: list[Any], key: str) -> list[Any]:
    """The items, of those with the same value under a key the first only; items without a value are all kept."""
    seen: set[Any] = set()
    kept = []
    for item in items:
        value = getattr(item, key)
        if value is None or value not in seen:
            kept.append(item)
            seen.add(value)
    return kept
