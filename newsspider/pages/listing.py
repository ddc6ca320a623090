"""List pages and e-paper layouts: the article links, and the next page."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newsspider.outlets import Outlet
from newsspider.pages.links import address_key, anchors, collect, find_articles
from newsspider.pages.page import Page, css, parse
from newsspider.pages.pagers import Turn, continuation, scripted_next, step, turns
from newsspider.pages.paging import selected_next
from newsspider.urls import netloc

ARROW = re.compile(r"[>›»→]{1,2}|&gt;")
NEXT_LAYOUT = re.compile(r"[\[【(（<]?下一?[版叠][\]】)）]?[>»›→]*")
OTHER_LAYOUT = re.compile(r"[\[【(（<«‹]*[上前后下]一?[版叠期]")
LAYOUT_LEAF = re.compile(
    r"(?:node|page|ver|v|col|layout)_?[A-Za-z]{0,3}\d{1,6}(?:_\d{1,3})?[A-Za-z]{0,3}\.s?html?|nbs\.D\d+\w*_\w{1,4}\.s?html?", re.I
)
"""`node_A01.html`, `Page01NU.htm`, `v02.shtml`, `col03.html`, `nbs.D110000gmrb_01.htm`."""
NOTICE = re.compile(r"[\[【(（]?(?:(?:整版|公益|商业|分类|形象)?广告(?:专版)?|公告|启事|(?:遗失)?声明|分类信息)[\]】)）]?")
"""Titles of advertisements and paid notices on a layout page."""
FRONT_NUMBER = re.compile(r"(?:(?:/index|/default)?[_-]?\d{0,4})?(?:\.s?html?)?/?$")
PAGE_QUERY = re.compile(r"(?:^|&)(?:page|p|pn|pg|pageno|curpage)=\d+")
COUNTED = re.compile(r"_(\d{6,9})\.s?html?$")
"""Enorth list pages under `system/count//` count down: the newest page has no number, the one before it the highest."""


@dataclass(slots=True)
class Link:
    """A link to an article."""

    url: str
    """Absolute URL without fragment."""
    title: str
    """The longest title printed with it, blanks collapsed; empty for a picture without text."""


@dataclass(slots=True)
class Listing:
    """What a list page offers."""

    links: list[Link] = field(default_factory=list)
    """Links to articles, each article once, in page order."""
    next_page: str | None = None
    """Absolute URL of the next page of the list or the next layout page of the issue; None on the last or when none is named."""


def read_listing(page: Page, outlet: Outlet | None = None) -> Listing:
    """The articles that a list page or an e-paper's layout page links to, and its next page.

    With a site record: the outlet's own links that fit its article patterns, inside `selectors["list"]` where it has one.
    Without one (or without patterns): links that look like articles by address, title and company.
    """
    selector = outlet.selectors.get("list") if outlet else None
    candidates = collect(page, css(selector)(page.tree) if selector else [page.tree, *_records(page)])
    if outlet and outlet.articles:
        found = [candidate for candidate in candidates if outlet.match_article(candidate.url) and outlet.owns(candidate.url)]
    else:
        found = [
            candidate for candidate in find_articles(candidates, page.base_url) if outlet is None or outlet.owns(candidate.url)
        ]
    if outlet:
        is_layout = outlet.kind == "epaper"
    else:
        is_layout = _is_layout_url(page.url or "") and page.tree.find(".//map/area[@href]") is not None
    if is_layout:
        found = [candidate for candidate in found if not NOTICE.fullmatch(candidate.title)]
    links = [Link(candidate.url, candidate.title) for candidate in found]
    return Listing(links, _next_layout(page) if is_layout else _next_list_page(page, outlet))


def _records(page: Page) -> list[HtmlElement]:
    """The rows that Hanweb pages keep as CDATA in a `text/xml` script, as one element; [] elsewhere."""
    if "<recordset" not in page.text:
        return []
    rows = [part.partition("]]>")[0] for part in page.text.split("<![CDATA[")[1:]]
    return [parse("".join(rows))]


def _next_layout(page: Page) -> str | None:
    """The next layout page of the same issue: the one after this in the page list, else what 下一版 leads to."""
    if page.url is None:
        return None
    folder = urljoin(page.url, ".")
    own = address_key(page.url)
    named = None
    layouts: dict[str, str] = {}
    for anchor, url in anchors(page, page.tree):
        text = "".join("".join(anchor.itertext()).split()) or (anchor.get("title") or "") or "".join(anchor.xpath("img/@alt"))
        if not _is_layout_url(url):
            continue
        if NEXT_LAYOUT.fullmatch(text):
            named = url
        elif not OTHER_LAYOUT.match(text):
            layouts.setdefault(address_key(url), url)
    if _is_layout_url(page.url):
        layouts = {key: url for key, url in layouts.items() if urljoin(url, ".") == folder}
    issue = list(layouts)
    if own in issue:
        later = issue[issue.index(own) + 1 :]
        return layouts[later[0]] if later else None
    return named or (layouts[issue[0]] if issue else None)


def _is_layout_url(url: str) -> bool:
    return LAYOUT_LEAF.fullmatch(urlsplit(url).path.rpartition("/")[2]) is not None


def _next_list_page(page: Page, outlet: Outlet | None) -> str | None:
    """The next page of a list that the page links to or whose script writes it out."""
    if outlet and "next_page" in outlet.selectors:
        return selected_next(page, outlet.selectors["next_page"])
    if page.url is None:
        return None
    host = netloc(page.url)
    pager = [turn for turn in turns(page) if netloc(turn.url) == host and not (outlet and outlet.match_article(turn.url))]
    for turn in pager:
        if turn.says_next:
            return turn.url
    rel = page.absolute(page.tree.xpath("string((//a | //link)[@rel='next'][1]/@href)"))
    return (
        (rel if rel != page.url else None) or scripted_next(page) or _counted_down(page.url, pager) or _numbered(page.url, pager)
    )


def _counted_down(own: str, pager: list[Turn]) -> str | None:
    """Enorth: the page numbered one less; from the unnumbered newest page the highest number linked."""
    lists: dict[str, dict[int, str]] = {}
    for turn in pager:
        if "/system/count/" in turn.url and (match := COUNTED.search(turn.url)):
            lists.setdefault(turn.url[: match.start()], {})[int(match[1])] = turn.url
    if match := COUNTED.search(own):
        return lists.get(own[: match.start()], {}).get(int(match[1]) - 1)
    if len(lists) != 1:  # a front page links to the lists of many channels
        return None
    [numbered] = lists.values()
    return numbered[max(numbered)]


def _numbered(own: str, pager: list[Turn]) -> str | None:
    """The link that shows the next number, or an arrow to it, and whose address is the list's own with another number."""
    stem = _series(own)
    series = [turn for turn in pager if _series(turn.url) == stem]
    numbers = {turn.number: turn.url for turn in reversed(series) if turn.number is not None}
    unlinked = next(number for number in range(1, len(numbers) + 2) if number not in numbers)
    parts = urlsplit(own)
    here = unlinked if re.search(r"\d", parts.path + parts.query) else 1  # a first page may link to itself
    if here + 1 in numbers:
        return numbers[here + 1]
    turned = {
        number: turn.url
        for turn in pager
        if ((turn.number or 0) > 1 or ARROW.fullmatch(turn.text))
        and (number := continuation(own, turn.url) or step(own, turn.url))
    }
    return turned[min(turned)] if turned else None


def _series(url: str) -> str:
    """The address without page number: `/news/`, `/news/index.html`, `/news/index_2.html` and `/news/?page=2` are one series."""
    parts = urlsplit(url)
    path = FRONT_NUMBER.sub("", parts.path).rstrip("/_-")
    return f"{parts.netloc}{path}?{PAGE_QUERY.sub('', parts.query.lower())}"
