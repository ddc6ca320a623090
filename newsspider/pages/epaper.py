"""The pages of an e-paper's issue: their numbers and sections, the articles on each, and what is no article.

An issue is reached by its front page, an HTML layout page or JSON (`issue_json`). Node numbers and file names are read from
the page list, never counted: a paper's column ids follow no order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit, urlunsplit

from newsspider.language.titles import paper_notice
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.issue_json import JSON_START, read_json_issue
from newsspider.pages.labels import PageLabel, read_label
from newsspider.pages.layouts import Entry, Layout, PrintPage
from newsspider.pages.links import MAX_LINKS, anchor_titles
from newsspider.pages.listing import LAYOUT_LEAF, NEXT_LAYOUT, OTHER_LAYOUT, read_listing
from newsspider.pages.nodes import Element, css
from newsspider.pages.page import Page
from newsspider.urls import Url, canonical_url

NODE_LEAF = lazy_pattern(r"node\.html?", re.I)
"""A layout page in a folder of its own: `2025-10/23/002/node.htm`."""
MAX_LABEL = 60
GROUPS = (("div.nav-items", ".nav-panel-heading"), ("#webtree dl", "dt"))
"""Front pages that list the whole issue: (a print page's part of the list, its label inside)."""
FLAT_GROUPS = ".listdaohang"
"""The same without a part of its own for each page: `h4` labels and `ul` lists take turns."""


def read_layout(page: Page, outlet: Outlet, day: date, *, asked: str | None = None) -> Layout:
    """What a page of an issue tells: the print pages it names and the articles it lists.

    Args:
        page: a layout page (HTML), or an issue in JSON.
        outlet: its site record; its article patterns say what is an article.
        day: the issue's day; articles and pages of other days are left out.
        asked: the address by which the page list named this page; None for a front page.

    Of a page that holds no such lists both are empty.
    """
    if page.url is None:
        return Layout()
    if JSON_START.match(page.text):
        return read_json_issue(page, outlet, day)
    if groups := _groups(page, outlet, day):
        return groups
    own = asked or page_address(page.url)
    texts = _page_list(page, own, outlet)
    pages = {url: PrintPage(url, *_joined_label(found)) for url, found in texts.items()}
    if len(pages) < 2 and (following := read_listing(page, outlet).next_page):
        pages.setdefault(page_address(following), PrintPage(page_address(following)))
    if own not in pages or pages[own].number is None:
        label = _own_label(page, texts)
        pages = {own: PrintPage(own, *label)} | pages if own not in pages else pages | {own: _filled(pages[own], label)}
    return Layout({own}, list(pages.values()), list(_entries(page, [page.tree], own, outlet, day)))


def page_address(url: str) -> Url:
    """The address under which a print page is known: without fragment, and without the query that some links carry."""
    parts = urlsplit(url)
    if _is_layout_leaf(parts.path):
        return Url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")))
    return canonical_url(url)


def _page_list(page: Page, own: str, outlet: Outlet) -> dict[str, list[str]]:
    """The print pages of the same issue that the page links to, in printed order, with the texts of all links to each."""
    texts: dict[str, list[str]] = {}
    folder = _issue_folder(page_address(page.url or ""))
    for anchor in page.tree.iter("a"):
        url = page.absolute(anchor.get("href") or "")
        if not url or not _is_layout_leaf(urlsplit(url).path) or outlet.match_article(url):
            continue
        url = page_address(url)
        if _issue_folder(url) != folder or not outlet.owns(url):
            continue
        titles = [text for text in anchor_titles(anchor) if len(text) <= MAX_LABEL]
        if any(NEXT_LAYOUT.fullmatch(text) or OTHER_LAYOUT.match(text) for text in titles):
            continue
        here = own if url.partition("://")[2] == own.partition("://")[2] else url
        texts.setdefault(here, []).extend(titles)
    return texts


def _joined_label(texts: Iterable[str]) -> PageLabel:
    """One label of the texts of all links to one page: `01` and `头版` stand in two of them."""
    number = section = None
    for text in texts:
        label = read_label(text)
        number = number or label.number
        section = section or label.section
    return PageLabel(number, section)


def _own_label(page: Page, listed: dict[str, list[str]]) -> PageLabel:
    """The page's own label where the list leaves it unlinked: the first of the list's form that no other page bears."""
    labels = {text: read_label(text) for texts in listed.values() for text in texts}
    taken = {label.number for label in labels.values()}
    forms = {_form(text, label) for text, label in labels.items() if label.number}
    named = page.tree.first("title")
    for text in islice(chain(page.tree.itertext(), re.split(r"[-_|–—\s]", named.text if named else "")), MAX_LINKS):
        text = text.strip()
        if 2 <= len(text) <= MAX_LABEL:
            label = read_label(text)
            if label.number and label.number not in taken and ("版" in text or _form(text, label) in forms):
                return label
    return PageLabel(None, None)


def _form(text: str, label: PageLabel) -> str:
    """`(0)` for `(01) 要闻`: what stands around the number."""
    number = label.number or ""
    return re.sub(r"\d+", "0", text[: text.index(number) + len(number) + 1]) if number in text else ""


def _filled(printed: PrintPage, label: PageLabel) -> PrintPage:
    return PrintPage(printed.url, printed.number or label.number, printed.section or label.section)


def _is_layout_leaf(path: str) -> bool:
    leaf = path.rpartition("/")[2]
    return bool(LAYOUT_LEAF.fullmatch(leaf) or NODE_LEAF.fullmatch(leaf))


def _issue_folder(url: str) -> str:
    """What the addresses of an issue's pages have in common, without scheme."""
    folder = urljoin(url, "..") if NODE_LEAF.fullmatch(url.rpartition("/")[2]) else urljoin(url, ".")
    return folder.partition("://")[2]


def _groups(page: Page, outlet: Outlet, day: date) -> Layout | None:
    """The whole issue of a page that lists it, None elsewhere."""
    parts: list[tuple[Element, list[Element]]] = [
        (named[0], [part]) for selector, heading in GROUPS for part in css(selector)(page.tree) if (named := css(heading)(part))
    ]
    for container in css(FLAT_GROUPS)(page.tree)[:1]:
        for child in container.children():
            if child.tag == "h4":
                parts.append((child, []))
            elif parts:
                parts[-1][1].append(child)
    layout = Layout()
    for element, scopes in parts:
        label = read_label(" ".join(element.text_content().split()))
        address = f"{page_address(page.url or '')}#{label.number or len(layout.pages) + 1}"
        entries = list(_entries(page, scopes, address, outlet, day))
        layout.read.add(address)
        layout.pages.append(PrintPage(address, *label))
        layout.entries += entries
    return layout if layout.entries else None


@dataclass(slots=True)
class _Links:
    """All links to one address."""

    source: str | None
    """The address as printed when it is a mirror's."""
    titles: list[str] = field(default_factory=list)
    listed: bool = False
    """Some link is an `a`, no hot zone on the picture of the page."""
    shown: bool = False
    """Some `a` shows a picture."""


def _entries(page: Page, scopes: list[Element], own: str, outlet: Outlet, day: date) -> Iterator[Entry]:
    """The articles listed inside the elements, each once, in printed order, with what marks them as none."""
    found: dict[str, _Links] = {}
    for scope in scopes:
        for anchor in scope.iter("a", "area"):
            href = anchor.get("daoxiang") or anchor.get("data-href") or anchor.get("href")
            url = page.absolute(href) if href else None
            if url is None or not (match := outlet.match_article(url)) or not outlet.owns(url):
                continue
            parts = {name: int(text) for name, text in match.groupdict().items() if text}
            if any(parts.get(name, value) != value for name, value in (("yyyy", day.year), ("mm", day.month), ("dd", day.day))):
                continue
            known = outlet.canonical(url)
            links = found.setdefault(known, _Links(None if known == canonical_url(url, outlet.query_keys) else url))
            links.titles += anchor_titles(anchor)
            if anchor.tag == "a":
                links.listed = True
                links.shown = links.shown or anchor.first("img") is not None
    for address, links in found.items():
        title = max((text for text in links.titles if len(text) <= MAX_LABEL), key=len, default=next(iter(links.titles), None))
        skip = next((word for text in links.titles if (word := paper_notice(text))), None)
        if title is None and links.listed and not links.shown:
            skip = "untitled"
        yield Entry(address, title, own, skip, links.source)
