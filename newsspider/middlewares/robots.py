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

from newsspider.middlewares.downloader import gate_of
from newsspider.middlewares.errors import NotAsked, RobotsUnreachable
from newsspider.middlewares.wishes import robots_delay
from newsspider.urls import netloc

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

TOO_MANY, SERVER_ERROR = 429, 500


class SharedRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, with one look-up per host that all waiting requests share.

    In Scrapy 2.19 only the first of the requests that wait for one robots.txt gets its rules; the others get None from the
    Deferred they share and go out as if everything were allowed (seen with eleven requests for one host).

    A robots.txt that the server has not (404 and the other 4xx) allows everything. One that cannot be had (5xx, 429, no answer, a
    broken one) may forbid anything: the host is left alone in this run, and each request for it raises RobotsUnreachable; NotAsked
    when the host rests, or the run was broken off. The pace that it asks for is kept by the downloader; where that is more than
    politeness.max_crawl_delay, each request raises CrawlDelayTooLong.
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
            self._fetching[host] = asyncio.ensure_future(self._look_up(request, host))
        # shielded: a request that is given up meanwhile does not take the others' look-up with it
        parser = await asyncio.shield(self._fetching[host])
        why = self._unreachable.get(host)
        if isinstance(why, NotAsked):
            raise type(why)(str(why)) from why
        gate_of(self.crawler).check(netloc(request.url))
        if why is not None:
            said = why if isinstance(why, str) else type(why).__name__
            raise RobotsUnreachable(f"robots.txt of {host} cannot be had: {said}") from (None if isinstance(why, str) else why)
        return parser

    async def _look_up(self, request: Request, host: str) -> RobotParser | None:
        """The rules; the pace that they ask for is known to the downloader before any request of the host goes on."""
        parser = await super().robot_parser(request)
        if parser is not None and host not in self._unreachable:
            agent = self._robotstxt_useragent or self._default_useragent
            await gate_of(self.crawler).learn(netloc(request.url), request, robots_delay(parser, agent))
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status == TOO_MANY or response.status >= SERVER_ERROR:
            self._unreachable[netloc] = f"HTTP {response.status}"
        elif 400 <= response.status < SERVER_ERROR:  # there is none, whatever the error page says
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest) or isinstance(exc, NotAsked) or "decompression" in str(exc):
            self._unreachable[netloc] = exc
        super()._robots_error(exc, netloc)
