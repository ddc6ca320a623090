"""While the database is away: a page that cannot be looked up is counted and left to the next run, and the run goes on."""

import logging
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from newsspider.counters import count
from newsspider.errors import StoreAway

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

REASON = "store_away"


class StoreAwayMiddleware:
    """A spider middleware. What the spider asked for before stays asked for; its articles wait in the spool."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "StoreAwayMiddleware":
        """The middleware."""
        return cls(crawler)

    def process_spider_exception(self, response: "Response", exception: Exception) -> Iterable[Any] | None:
        """Count a list or print page whose links could not be entered: it is read again by the next run."""
        if not isinstance(exception, StoreAway):
            return None
        spider: Any = self.crawler.spider
        outlet = spider.outlet_id(response.url)
        count(self.crawler.stats, "failed", outlet, REASON)
        logger.warning("%s: %s: left to the next run: %s", outlet, response.url, exception)
        return ()

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What an earlier run left unfinished cannot be looked up: it stays unfinished."""
        try:
            async for each in start:
                yield each
        except StoreAway as error:
            logger.warning("left to the next run: %s", error)
