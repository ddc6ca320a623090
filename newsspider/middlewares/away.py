"""What becomes of a page that cannot be looked up: while the database is away it is counted and left to the next run; else the run ends."""

import logging
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from scrapy import signals
from twisted.python.failure import Failure

from newsspider.errors import OutputError, StoreAway
from newsspider.telemetry.counters import count

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
        """Count a list or print page whose links could not be entered: it is read again by the next run.

        A database that fails for good is told to the store pipeline, which ends the run, without a traceback.
        """
        if not isinstance(exception, OutputError):
            return None
        spider: Any = self.crawler.spider
        if not isinstance(exception, StoreAway):
            self.crawler.signals.send_catch_log(
                signals.spider_error,
                failure=Failure(exception),  # type: ignore[no-untyped-call]
                response=response,
                spider=spider,
            )
            return ()
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
