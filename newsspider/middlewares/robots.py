"""robots.txt, obeyed by every request, also by those that wait while it is fetched."""

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from newsspider.middlewares.errors import RobotsUnreachable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

TOO_MANY, SERVER_ERROR = 429, 500


class SharedRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, with one look-up per host that all waiting requests share.

    In Scrapy 2.19 only the first of the requests that wait for one robots.txt gets its rules; the others get None from the
    Deferred they share and go out as if everything were allowed (seen with eleven requests for one host).

    A robots.txt that the server has not (404 and the other 4xx) allows everything. One that cannot be had (5xx, 429, no answer, a
    broken one) may forbid anything: the host is left alone in this run, and each request for it raises RobotsUnreachable.
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        # a host that does not answer is counted and said in one line by the spider; this would add a traceback
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)
        self._fetching: dict[str, asyncio.Task[RobotParser | None]] = {}
        self._unreachable: dict[str, str | Exception] = {}
        """Why, by host."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; None when there are none to be had."""
        host = urlparse_cached(request).netloc
        if host not in self._fetching:
            self._fetching[host] = asyncio.ensure_future(super().robot_parser(request))
        # shielded: a request that is given up meanwhile does not take the others' look-up with it
        parser = await asyncio.shield(self._fetching[host])
        if host in self._unreachable:
            why = self._unreachable[host]
            said = why if isinstance(why, str) else type(why).__name__
            raise RobotsUnreachable(f"robots.txt of {host} cannot be had: {said}") from (None if isinstance(why, str) else why)
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status == TOO_MANY or response.status >= SERVER_ERROR:
            self._unreachable[netloc] = f"HTTP {response.status}"
        elif 400 <= response.status < SERVER_ERROR:  # there is none, whatever the error page says
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest) or "decompression" in str(exc):
            self._unreachable[netloc] = exc
        super()._robots_error(exc, netloc)
