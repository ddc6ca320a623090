"""store: opens the database, lends the spider its ledger, hands finished articles to it in batches."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scrapy import signals

from newsspider.counters import count, table
from newsspider.errors import OutputError, Refused
from newsspider.items import Draft
from newsspider.store import Outcome, RunLedger, Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ERROR_STAT = "news_error"
"""Stat that holds the message of an error that ended the run; absent otherwise."""


class StorePipeline:
    """The last step. Settings: NEWSSPIDER_DATABASE (SQLAlchemy URL), NEWSSPIDER_COMMAND (what the run is called).

    A database that fails ends the run with reason `store_failed`: what was not committed is fetched again by the next.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.store = Store(crawler.settings["NEWSSPIDER_DATABASE"])
        self.ledger: RunLedger
        self.closing: asyncio.Future[None] | None = None
        self.broken = False

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "StorePipeline":
        """The pipeline with its database open. Raises OutputError when it cannot be opened."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        crawler.signals.connect(pipeline.item_dropped, signals.item_dropped)
        crawler.signals.connect(pipeline.spider_error, signals.spider_error)
        return pipeline

    def open_spider(self) -> None:
        """Enter the run; the spider looks up and enters URLs through its ledger from here on."""
        command = self.crawler.settings.get("NEWSSPIDER_COMMAND") or " ".join(sys.argv)
        self.ledger = RunLedger(self.store, self.store.begin_run(command), self.committed)
        self.crawler.spider.ledger = self.ledger  # type: ignore[union-attr]

    def process_item(self, item: Draft) -> Draft:
        """Take an article into the batch."""
        outlet = item.article.outlet or "unknown"
        url = item.requested_url or item.article.url
        if url is None:
            raise ValueError(f"{outlet}: an article without URL cannot be stored")
        self.guarded(self.ledger.add, Outcome(url, outlet, "stored", article=item.article))
        return item

    def item_dropped(self, item: Any, exception: Exception) -> None:
        """A pipeline refused the article: the ledger says why."""
        refusal = exception.__cause__
        if isinstance(item, Draft) and isinstance(refusal, Refused) and item.requested_url:
            self.guarded(self.ledger.refused, item.requested_url, item.printed.outlet or "unknown", refusal.reason)

    def spider_error(self, failure: Any) -> None:
        """The database failed under the spider's own hands (a look-up, a list's entries)."""
        if isinstance(failure.value, OutputError):
            self.give_up(failure.value)

    def committed(self, batch: Sequence[Outcome], stored: Sequence[bool]) -> None:
        """Count what a commit stored."""
        for outcome, new in zip(batch, stored, strict=True):
            if outcome.article is not None:
                count(self.crawler.stats, "stored" if new else "unchanged", outcome.outlet)

    def close_spider(self) -> None:
        """Commit the rest."""
        self.closing = self.closing or asyncio.get_running_loop().create_future()
        if not self.broken:
            self.guarded(self.ledger.commit)

    def spider_closed(self, reason: str) -> None:
        """Enter how the run ended."""
        if not self.broken:
            self.guarded(self.store.end_run, self.ledger.run, reason, table(self.crawler.stats.get_stats()))
        self.store.close()

    def guarded(self, write: Any, *args: Any) -> None:
        """Write; a database that fails ends the run."""
        try:
            write(*args)
        except OutputError as error:
            self.give_up(error)

    def give_up(self, error: OutputError) -> None:
        """Say once what failed and close the spider."""
        if self.broken:
            return
        self.broken = True
        self.crawler.stats.set_value(ERROR_STAT, str(error))
        logger.error("%s", error)
        if not self.closing and self.crawler.engine:
            self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="store_failed"))
