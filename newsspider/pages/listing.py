"""Lists of every kind: the article links, and the next page."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from newsspider.language.titles import paper_notice
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages import jpage
from newsspider.pages.feeds import feed_kind, read_feed
from newsspider.pages.json_lists import JSONP, read_json, read_json_feed
from newsspider.pages.links import Candidate, Link, Listing, add_titled, address_key, anchors, collect, find_articles
from newsspider.pages.nodes import Element, css
from newsspider.pages.page import Page
from newsspider.pages.pagers import Turn, boxed_next, continuation, path_step, scripted_next, step, turns
from newsspider.pages.paging import selected_next
from newsspider.pages.text_lists import read_text_sitemap
from newsspider.pages.written_links import json_links, written_links
from newsspider.urls import netloc
from newsspider.values.query_keys import NO_KEYS

HTML = lazy_pattern(r"<(?:!doctype html|html|div|p|a|ul|ol|table)\b", re.I)
"""What a text that is no HTML, no feed and no JSON does not hold."""
BROKEN_JSON = lazy_pattern(r'[\s\ufeff]{0,99}(?:\[\s{0,99})?\{\s{0,99}"')
"""Links in texts of JSON are written otherwise than in HTML: read as such they lead elsewhere."""
FEW = 10
"""With fewer articles linked, the scripts of a page are searched for its list."""
MAX_TURN = 20
"""Characters of what a link of a pager shows: a number, an arrow, 下一页."""
LEAST_WRITTEN = 3
"""Fewer articles in scripts are no list."""
ARROW = lazy_pattern(r"[>›»→]{1,2}|&gt;")
NEXT_LAYOUT = lazy_pattern(r"[\[【(（<]?下一?[版叠][\]】)）]?[>»›→]*")
OTHER_LAYOUT = lazy_pattern(r"[\[【(（<«‹]*[上前后下]一?[版叠期]")
LAYOUT_LEAF = lazy_pattern(
    r"(?:node|page|ver|v|col|layout)_?[A-Za-z]{0,3}\d{1,6}(?:_\d{1,3})?[A-Za-z]{0,3}\.s?html?|nbs\.D\d+\w*_\w{1,4}\.s?html?", re.I
)
"""`node_A01.html`, `Page01NU.htm`, `v02.shtml`, `col03.html`, `nbs.D110000gmrb_01.htm`."""
FRONT_NUMBER = lazy_pattern(r"(?:(?:/index|/default)?[_-]?\d{0,4})?(?:\.s?html?)?/?$")
PAGE_QUERY = lazy_pattern(r"(?:^|&)(?:page|p|pn|pg|pageno|curpage)=\d+")
COUNTED = lazy_pattern(r"_(\d{6,9})\.s?html?$")
"""Enorth list pages under `system/count//` count down: the newest page has no number, the one before it the highest."""


def read_listing(page: Page, outlet: Outlet | None = None, form: str | None = None) -> Listing:
    """The articles that a list page, an e-paper's layout page, a feed, a sitemap or a JSON list leads to, and what comes next.

    With a site record: the outlet's own links that fit its article patterns, on a page inside `selectors["list"]` where it
    has one. Without one (or without patterns): links that look like articles by address, title and company.

    Args:
        page: the page.
        outlet: its site record; None for an unknown site.
        form: the form that was sent for the page; None when it was fetched plainly.
    """
    if outlet and outlet.json_list and (listing := read_json(page, outlet, form)) is not None:
        return _own(listing, outlet)
    if kind := feed_kind(page):
        return _of_feed(page, read_feed(page, kind), kind, outlet)
    if (feed := read_json_feed(page)) is not None:
        return _of_feed(page, feed, "feed", outlet)
    if (sitemap := read_text_sitemap(page)) is not None:
        return _of_feed(page, sitemap, "sitemap", outlet)
    if BROKEN_JSON.match(page.text) or JSONP.match(page.text):
        return _of_json(page, outlet)
    listing = _of_page(page, outlet, form)
    if not listing.links and ((outlet and outlet.json_list) or not HTML.search(page.text)):
        listing.is_list = False
    return listing


def _of_page(page: Page, outlet: Outlet | None, form: str | None) -> Listing:
    """What a list in HTML leads to."""
    selector = outlet.selectors.get("list") if outlet else None
    keys = outlet.query_keys if outlet else NO_KEYS
    candidates = collect(page, css(selector)(page.tree) if selector else [page.tree, *jpage.rows(page)], keys)
    found = _fitting(candidates, page, outlet)
    if len(found) < FEW:
        written: dict[str, Candidate] = {}
        add_titled(written, written_links(page), address_key(page.url, keys) if page.url else None, keys)
        told = _fitting(list(written.values()), page, outlet)
        if len(told) >= LEAST_WRITTEN and len(told) > len(found):
            known = {address_key(candidate.url, keys) for candidate in found}
            found += [candidate for candidate in told if address_key(candidate.url, keys) not in known]
    if outlet:
        is_layout = outlet.kind == "epaper"
    else:
        is_layout = is_layout_url(page.url or "") and any(
            area.get("href") is not None and _in_map(area) for area in page.tree.iter("area")
        )
    if is_layout:
        found = [candidate for candidate in found if not paper_notice(candidate.title)]
    links = [Link(candidate.url, candidate.title) for candidate in found]
    if is_layout:
        return Listing(links, _next_layout(page))
    if more := jpage.next_rows(page, form):
        return Listing(links, *more)
    return Listing(links, _next_list_page(page, outlet))


def _of_json(page: Page, outlet: Outlet | None) -> Listing:
    """What a JSON text of no known form lists: the titles with addresses of articles in it, if there are several."""
    keys = outlet.query_keys if outlet else NO_KEYS
    written: dict[str, Candidate] = {}
    add_titled(written, json_links(page), address_key(page.url, keys) if page.url else None, keys)
    found = _fitting(list(written.values()), page, outlet)
    is_list = len(found) >= LEAST_WRITTEN
    return Listing([Link(one.url, one.title) for one in found] if is_list else [], is_list=is_list)


def _fitting(candidates: list[Candidate], page: Page, outlet: Outlet | None) -> list[Candidate]:
    """The candidates that lead to articles: by the outlet's patterns where it has some, else by what articles' addresses look like."""
    if outlet and outlet.articles:
        return [candidate for candidate in candidates if outlet.match_article(candidate.url) and outlet.owns(candidate.url)]
    return [candidate for candidate in find_articles(candidates, page.base_url) if outlet is None or outlet.owns(candidate.url)]


def _own(listing: Listing, outlet: Outlet) -> Listing:
    """The listing with the outlet's articles only, each once."""
    once: dict[str, Link] = {}
    for link in listing.links:
        if outlet.owns(link.url) and (not outlet.articles or outlet.match_article(link.url)):
            once.setdefault(address_key(link.url, outlet.query_keys), link)
    listing.links = list(once.values())
    listing.further = [link for link in listing.further if outlet.owns(link.url)]
    return listing


def _of_feed(page: Page, listing: Listing, kind: str, outlet: Outlet | None) -> Listing:
    """The articles of a feed or sitemap. A sitemap holds pages of all kinds: without patterns only what has an article's address counts."""
    if kind == "sitemap" and not (outlet and outlet.articles):
        candidates = [Candidate(link.url) for link in listing.links]
        likely = {candidate.url for candidate in find_articles(candidates, page.url)}
        listing.links = [link for link in listing.links if link.url in likely]
    return _own(listing, outlet) if outlet else listing


def _next_layout(page: Page) -> str | None:
    """The next layout page of the same issue: the one after this in the page list, else what 下一版 leads to."""
    if page.url is None:
        return None
    folder = urljoin(page.url, ".")
    own = address_key(page.url)
    named = None
    layouts: dict[str, str] = {}
    for anchor, url in anchors(page, page.tree):
        text = "".join("".join(anchor.itertext()).split()) or (anchor.get("title") or "") or "".join(_alternatives(anchor))
        if not is_layout_url(url):
            continue
        if NEXT_LAYOUT.fullmatch(text):
            named = url
        elif not OTHER_LAYOUT.match(text):
            layouts.setdefault(address_key(url), url)
    if is_layout_url(page.url):
        layouts = {key: url for key, url in layouts.items() if urljoin(url, ".") == folder}
    issue = list(layouts)
    if own in issue:
        later = issue[issue.index(own) + 1 :]
        return layouts[later[0]] if later else None
    return named or (layouts[issue[0]] if issue else None)


def _in_map(area: Element) -> bool:
    """Whether a hot zone lies right in a map."""
    return (around := area.getparent()) is not None and around.tag == "map"


def _alternatives(anchor: Element) -> Iterator[str]:
    """The texts in place of the pictures right in an anchor."""
    return (child.get("alt", "") for child in anchor.children() if child.tag == "img")


def is_layout_url(url: str) -> bool:
    """Whether an address is that of an e-paper's print page."""
    return LAYOUT_LEAF.fullmatch(urlsplit(url).path.rpartition("/")[2]) is not None


def _next_list_page(page: Page, outlet: Outlet | None) -> str | None:
    """The next page of a list that the page links to or whose script writes it out."""
    if outlet and "next_page" in outlet.selectors:
        return selected_next(page, outlet.selectors["next_page"])
    if page.url is None:
        return None
    host = netloc(page.url)
    short = (turn for turn in turns(page) if len(turn.text) <= MAX_TURN or "/system/count/" in turn.url)
    pager = [turn for turn in short if netloc(turn.url) == host and not (outlet and outlet.match_article(turn.url))]
    for turn in pager:
        if turn.says_next:
            return turn.url
    if boxed := boxed_next(page):
        return boxed if netloc(boxed) == host else None
    rel = page.absolute(next((link.get("href", "") for link in page.tree.iter("a", "link") if link.get("rel") == "next"), ""))
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
        and (number := continuation(own, turn.url) or step(own, turn.url) or path_step(own, turn.url))
    }
    return turned[min(turned)] if turned else None


def _series(url: str) -> str:
    """The address without page number: `/news/`, `/news/index.html`, `/news/index_2.html` and `/news/?page=2` are one series."""
    parts = urlsplit(url)
    path = FRONT_NUMBER.sub("", parts.path).rstrip("/_-")
    return f"{parts.netloc}{path}?{PAGE_QUERY.sub('', parts.query.lower())}"
