"""Pages: bytes and URL to what was printed. No network, no Scrapy, no cleaning of text."""

import contextlib
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsspider.days import seconds_of
from newsspider.errors import BadUrl, NotAnArticle
from newsspider.items import Printed
from newsspider.language.titles import paper_notice
from newsspider.outlets import Outlet
from newsspider.pages.article import read_article
from newsspider.pages.metadata import own_address, url_date
from newsspider.pages.page import Page, load
from newsspider.pages.pagers import first_pages
from newsspider.pages.paging import join_pages, redirect_target
from newsspider.pages.plain import is_plain_text, read_text
from newsspider.pages.turned import continuation, is_continued, join_continued
from newsspider.urls import canonical_url

if TYPE_CHECKING:
    from newsspider.pages.epaper import read_layout
    from newsspider.pages.feeds import unpack
    from newsspider.pages.issue_json import article_page
    from newsspider.pages.issue_lists import read_issue_list
    from newsspider.pages.layouts import Layout
    from newsspider.pages.links import Link, Listing
    from newsspider.pages.listing import read_listing
    from newsspider.pages.symptoms import symptom

__all__ = [
    "Layout",
    "Link",
    "Listing",
    "Page",
    "article_page",
    "continuation",
    "first_pages",
    "is_continued",
    "join_continued",
    "join_pages",
    "load",
    "own_address",
    "paper_notice",
    "read",
    "read_article",
    "read_issue_list",
    "read_layout",
    "read_listing",
    "read_text",
    "redirect_target",
    "symptom",
    "unpack",
    "url_date",
]

_LATE = {
    "Layout": "layouts", "Link": "links", "Listing": "links", "article_page": "issue_json",
    "read_issue_list": "issue_lists", "read_layout": "epaper", "read_listing": "listing", "symptom": "symptoms", "unpack": "feeds",
}  # fmt: skip
"""What no article needs, and its module."""

MAX_PARAGRAPHS = 20_000
"""More are no article: the pipelines take some 30 µs for each."""


def __getattr__(name: str) -> Any:
    """What lists, feeds and e-papers need is loaded when it is first asked for: reading one article starts faster."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    return found


def read(page: Page, outlet: Outlet | None = None, *, fetched_at: str | None = None) -> Printed:
    """What a page printed, whether it is HTML or plain text; its address is the canonical one, of a mirror the one that counts.

    Raises NotAnArticle with a reason when it is no article.
    """
    reader = read_text if is_plain_text(page.text, page.content_type) else read_article
    printed = reader(page, outlet, fetched_at=fetched_at)
    if len(printed.paragraphs) > MAX_PARAGRAPHS:
        raise NotAnArticle("oversized", f"{len(printed.paragraphs):,} paragraphs")
    if printed.url:
        with contextlib.suppress(BadUrl):
            now = seconds_of(fetched_at)
            printed.url = outlet.canonical(printed.url, now) if outlet else canonical_url(printed.url, now=now)
    return printed
