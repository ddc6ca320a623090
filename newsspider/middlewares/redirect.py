"""Redirects are followed only within the outlet's hosts, and never lost."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from newsspider.middlewares.errors import RedirectOffsite


class OutletRedirectMiddleware(RedirectMiddleware):
    """Scrapy's own, but a redirect off the hosts of `request.meta["outlet"]` raises RedirectOffsite.

    A request without outlet (a single URL of an unknown site) may be redirected anywhere. A redirect to a page that was asked for
    before is followed, too: each address has an outcome of its own.
    """

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        outlet = request.meta.get("outlet")
        if outlet is not None and not outlet.owns(redirected.url):
            raise RedirectOffsite(f"{request.url} -> {redirected.url}")
        followed = super()._redirect(redirected, request, reason)
        followed.dont_filter = True  # where it leads may have been asked for: the address that led there must not be lost
        return followed
