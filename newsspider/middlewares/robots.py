"""robots.txt, obeyed by every request, also by those that wait while it is fetched."""

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class SharedRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, with one look-up per host that all waiting requests share.

    In Scrapy 2.19 only the first of the requests that wait for one robots.txt gets its rules; the others get None from the
    Deferred they share and go out as if everything were allowed (seen with eleven requests for one host).
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        # a host that does not answer is counted and said in one line by the spider; this would add a traceback
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)
        self._fetching: dict[str, asyncio.Task[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; None when there are none to be had."""
        host = urlparse_cached(request).netloc
        if host not in self._fetching:
            self._fetching[host] = asyncio.ensure_future(super().robot_parser(request))
        return await self._fetching[host]
