"""Requests as the spiders make them: at their outlet's pace, kept on its hosts, and never of an address that nobody can ask for."""

from typing import Any

from scrapy import Request
from scrapy.utils.httpobj import urlparse_cached

from newsspider.errors import BadUrl
from newsspider.outlets import Outlet

BY_BROWSER = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}
"""Request meta of scrapy-playwright: the page is taken when its scripts have asked for nothing for half a second."""


def request_for(url: str, outlet: Outlet | None, **arguments: Any) -> Request:
    """A request in the download slot of its outlet. Each is sent, also when the address was asked for before: the account knows.

    Args:
        url: the address.
        outlet: its outlet; None for an unknown site.
        arguments: as of `scrapy.Request`.

    Raises BadUrl when no request can be made of it.
    """
    meta = slot(outlet) | arguments.pop("meta", {})
    try:
        request = Request(url, meta=meta, **{"dont_filter": True} | arguments)
        parts = urlparse_cached(request)
        host, _ = parts.hostname, parts.port
    except ValueError as error:  # a UnicodeError is one, too
        raise BadUrl(f"{url!r} cannot be asked for: {error}") from error
    if not host:
        raise BadUrl(f"{url!r} cannot be asked for: it has no host")
    return request


def slot(outlet: Outlet | None) -> dict[str, Any]:
    """Request meta that puts an outlet's requests into one download slot, keeps redirects on its hosts, and has a browser
    fetch the pages of an outlet that renders them by script.
    """
    if outlet is None:
        return {}
    return {"download_slot": outlet.id, "outlet": outlet} | (BY_BROWSER if outlet.render else {})
