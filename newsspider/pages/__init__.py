"""Pages: bytes and URL to what was printed. No network, no Scrapy, no cleaning of text."""

from newsspider.items import Printed
from newsspider.outlets import Outlet
from newsspider.pages.article import read_article
from newsspider.pages.listing import Link, Listing, read_listing
from newsspider.pages.page import Page, load
from newsspider.pages.pagers import first_pages
from newsspider.pages.paging import join_pages, redirect_target
from newsspider.pages.plain import is_plain_text, read_text

__all__ = [
    "Link",
    "Listing",
    "Page",
    "first_pages",
    "join_pages",
    "load",
    "read",
    "read_article",
    "read_listing",
    "read_text",
    "redirect_target",
]


def read(page: Page, outlet: Outlet | None = None, *, fetched_at: str | None = None) -> Printed:
    """What a page printed, whether it is HTML or plain text. Raises NotAnArticle with a reason when it is no article."""
    reader = read_text if is_plain_text(page.text, page.content_type) else read_article
    return reader(page, outlet, fetched_at=fetched_at)
