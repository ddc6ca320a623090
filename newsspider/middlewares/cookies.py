"""Cookies, where a site gives its pages to nobody else: a jar an outlet, for the length of a run, never written anywhere."""

import logging
from collections.abc import Iterable
from http.cookiejar import Cookie
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from tldextract import TLDExtract

from newsspider.telemetry.counters import count
from newsspider.urls import netloc

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

REDIRECTS = (301, 302, 303, 307, 308)
MOST_COOKIES = 100
"""Of one jar; a site that sets more is given an empty one."""
public_suffix = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
"""From the list that ships with the package: nothing is fetched for it, nothing is kept on the disk."""


class OutletCookiesMiddleware(CookiesMiddleware):
    """Scrapy's own, with a jar for each outlet whose record says `cookies = true`; all other requests carry no cookies.

    A page that redirects back to where it was asked for and sets a cookie on the way gives itself to nobody without that cookie: it
    is asked for once more with it, and so is what comes later from that outlet in this run. That is counted as `cookie_wall` and
    logged with the key to set: without the key every run asks twice.
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__()
        self.crawler = crawler
        self.walled: set[str] = set()
        """Jars of outlets whose record does not ask for cookies and whose pages did."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "OutletCookiesMiddleware":
        """The middleware, whatever COOKIES_ENABLED says: site records do."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Any = None) -> None:
        """Put in the outlet's cookies, or see to it that there are none."""
        name = jar_name(request)
        outlet = request.meta.get("outlet")
        if (outlet is not None and outlet.cookies) or name in self.walled:
            request.meta["cookiejar"] = name
            request.meta.pop("dont_merge_cookies", None)
            super().process_request(request)
        else:
            request.meta["dont_merge_cookies"] = True
            request.headers.pop("Cookie", None)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Keep the cookies of an outlet that has a jar; ask again with them where a page asks for them."""
        if not request.meta.get("dont_merge_cookies"):
            return self._kept(request, response)
        if response.status not in REDIRECTS or not response.headers.get("Set-Cookie") or not leads_back(request, response):
            return response
        name = jar_name(request)
        if name not in self.walled:
            self.walled.add(name)
            logger.warning(
                "%s: %s comes only with a cookie; asked for again with it. `cookies = true` in the site record spares the detour",
                name, request.url,
            )  # fmt: skip
        count(self.crawler.stats, "cookie_wall", name, url=request.url)
        again = request.replace(url=urljoin(request.url, location(response)), dont_filter=True)
        again.meta.update({"cookiejar": name, "dont_merge_cookies": False})
        self._kept(again, response)
        return again

    def _kept(self, request: Request, response: Response) -> Request | Response:
        jar = self.jars[request.meta["cookiejar"]]
        kept = super().process_response(request, response)
        if len(jar.jar) > MOST_COOKIES:
            jar.jar.clear()
        return kept

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        """Scrapy's, with a list of public suffixes that nothing is fetched for: no cookie for all of `.gov.cn`."""
        host = (urlsplit(request.url).hostname or "").lower()
        for cookie in cookies:
            domain = cookie.domain.removeprefix(".")
            if domain and not public_suffix(domain).domain:
                if domain != host:
                    continue
                cookie.domain = host
            jar.set_cookie_if_ok(cookie, request)


def jar_name(request: Request) -> str:
    """Which jar a request belongs to: its outlet's id; the host of an unknown site."""
    outlet = request.meta.get("outlet")
    return outlet.id if outlet is not None else netloc(request.url)


def location(response: Response) -> str:
    """Where a redirect leads, as the server wrote it."""
    return (response.headers.get("Location") or b"").decode("latin-1").strip()


def leads_back(request: Request, response: Response) -> bool:
    """Whether a redirect leads to the address itself, or to one that has led here."""
    try:
        target = urljoin(request.url, location(response))
    except ValueError:
        return False
    return target.partition("#")[0] in {request.url.partition("#")[0], *request.meta.get("redirect_urls", ())}
