"""Redirects are followed only within the outlet's hosts."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from newsspider.middlewares.errors import RedirectOffsite


class OutletRedirectMiddleware(RedirectMiddleware):
    """Scrapy's own, but a redirect off the hosts of `request.meta["outlet"]` raises RedirectOffsite.

    A request without outlet (a single URL of an unknown site) may be redirected anywhere.
    """

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        outlet = request.meta.get("outlet")
        if outlet is not None and not outlet.owns(redirected.url):
            raise RedirectOffsite(f"{request.url} -> {redirected.url}")
        return super()._redirect(redirected, request, reason)
