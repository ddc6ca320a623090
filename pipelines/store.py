"""store: opens the database, takes the outlet's lock, lends the spider its ledger, hands finished articles to it in batches."""

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newsspider.errors import InputError, NewsspiderError, OutputError, StoreAway
from newsspider.items import Draft
from newsspider.masking import command_line
from newsspider.store import Outcome, RunLedger, Runs, Saved, Store
from newsspider.store.batches import UNSTORABLE
from newsspider.store.runs import REFRESH_SECONDS, RunState
from newsspider.store.spool import write_waiting
from newsspider.telemetry.account import Account, add_fault, incomplete
from newsspider.telemetry.counters import count, counts_by_outlet
from newsspider.telemetry.faults import in_words

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ERROR_STAT = "news_error"
"""Stat that holds the message of an error that ended the run; absent otherwise."""

COMMITTED = object()
"""Scrapy signal: outcomes were committed; receivers take `outcomes`, in the order of the commit."""

SPOOLED_STAT = "news_spooled"
"""Stat that counts the outcomes of earlier runs that had waited for the database and were written."""


class StorePipeline:
    """The last step. Settings: NEWSSPIDER_DATABASE (SQLAlchemy URL), NEWSSPIDER_COMMAND (what the run is called), NEWSSPIDER_RUN
    (its number, when whoever runs several spiders has entered it), NEWSSPIDER_LOOK_AGAIN (seconds after which a stored page is
    looked at again).

    While the database is away what was fetched waits in NEWSSPIDER_SPOOL (default: `spool` in the output folder), and the run goes on
    with what it has. A database that fails ends it with reason `store_failed`: what was not committed is fetched again by the next.
    """

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.store = Store(
            settings["NEWSSPIDER_DATABASE"],
            look_again=[timedelta(seconds=float(each)) for each in settings.getlist("NEWSSPIDER_LOOK_AGAIN")],
        )
        self.runs = Runs(self.store)
        self.started_at = datetime.now(UTC)
        self.outlet: str | None = getattr(getattr(crawler.spider, "outlet", None), "id", None)
        """The outlet that is locked; None for a spider over single URLs."""
        self.own_run = not settings.getint("NEWSSPIDER_RUN")
        command = settings.get("NEWSSPIDER_COMMAND") or command_line(sys.argv)
        self.run = settings.getint("NEWSSPIDER_RUN") or self.runs.begin(command, [self.outlet] if self.outlet else [])
        self.spool = Path(settings.get("NEWSSPIDER_SPOOL") or Path(settings["NEWSSPIDER_OUTPUT"]) / "spool")
        self.ledger = RunLedger(self.store, self.run, self.committed, self.spool, self.guarded)
        self.heart: asyncio.Task[None] | None = None
        self.closing: asyncio.Future[None] | None = None
        self.broken = False

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "StorePipeline":
        """The pipeline with its database open and its outlet locked; NotConfigured for a spider of Scrapy's own (`scrapy shell`).

        Raises OutputError when the database cannot be opened, Locked when another run is crawling the outlet.
        """
        if not hasattr(crawler.spider, "ledger"):
            raise NotConfigured
        pipeline = cls(crawler)
        pipeline.lock()
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        crawler.signals.connect(pipeline.spider_error, signals.spider_error)
        return pipeline

    def lock(self) -> None:
        """Take the outlet for this run, and write what earlier runs left waiting. Raises Locked."""
        try:
            if self.outlet:
                self.runs.lock(self.outlet, self.run)
            self.crawler.stats.inc_value(SPOOLED_STAT, write_waiting(self.store, self.spool))
        except InputError as error:  # a damaged line costs itself: its address is still pending
            add_fault(self.crawler.stats, str(error))
            logger.error("%s", error)
        except NewsspiderError as error:
            if self.own_run:
                self.runs.end(self.run, "failed", str(error), {})
            self.store.close()
            raise

    def open_spider(self) -> None:
        """The spider looks up and enters URLs through its ledger from here on."""
        spider: Any = self.crawler.spider
        spider.ledger = self.ledger
        self.guarded(lambda: self.adopt(spider))
        self.heart = asyncio.ensure_future(self.beat())

    def adopt(self, spider: Any) -> None:
        """Have the spider know what was learnt of query keys, and the ledger the ids that were given out under other rules."""
        spider.take_keys(self.ledger.addresses.learned())
        spider.adopt()

    async def beat(self) -> None:
        """Say from time to time that this process lives."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                self.runs.refresh(self.run)
            except Exception as error:  # of a database that fails the next commit says it
                logger.debug("%s", in_words(error))

    def process_item(self, item: Draft) -> Draft:
        """Take an article into the batch."""
        outlet = item.article.outlet or "unknown"
        url = item.requested_url or item.article.url
        if url is None:
            raise ValueError(f"{outlet}: an article without URL cannot be stored")
        outcome = Outcome(
            url, outlet, "stored", article=item.article, etag=item.etag, last_modified=item.last_modified
        )  # fmt: skip
        self.ledger.add(outcome)
        return item

    def spider_error(self, failure: Any) -> None:
        """The database failed under the spider's own hands (a look-up, a list's entries)."""
        if isinstance(failure.value, OutputError) and not isinstance(failure.value, StoreAway):
            self.give_up(failure.value)

    @property
    def account(self) -> Account:
        """The spider's account of its addresses."""
        return self.crawler.spider.account  # type: ignore[union-attr,no-any-return] # the spiders of this project have one

    def committed(self, batch: Sequence[Outcome], saved: Sequence[Saved | None]) -> None:
        """Settle and count what a commit stored, and what the database did not take."""
        for outcome, what in zip(batch, saved, strict=True):
            if what is not None:
                name = self.account.settle(outcome.url, outcome.outlet, "unchanged" if what == "unchanged" else "stored")
                if what == "revised":
                    count(self.crawler.stats, "revised", name or outcome.outlet)
            elif outcome.reason == UNSTORABLE:
                self.account.settle(outcome.url, outcome.outlet, "failed", UNSTORABLE)
        self.crawler.signals.send_catch_log(COMMITTED, outcomes=batch)

    def close_spider(self) -> None:
        """Commit the rest; what cannot be is left."""
        self.closing = self.closing or asyncio.get_running_loop().create_future()
        if not self.broken:
            self.guarded(lambda: self.ledger.commit(last=True))
        if self.broken:
            self.account.close("store_failed")
        for url in self.ledger.spooled():
            self.account.settle(url, self.outlet or "unknown", "left", "spooled")
        if (spool := self.ledger.spool) and spool.waiting:
            self.say(
                f"the database {self.store.url} is away: {spool.waiting} outcomes wait in {spool.path}; "
                "the next crawl into this database writes them"
            )

    def spider_closed(self, reason: str) -> None:
        """Enter how the run ended, and give the outlet back."""
        if self.heart:
            self.heart.cancel()
        if not self.broken:
            try:
                self.guarded(lambda: self.end(reason))
            except Exception as error:  # the articles are committed; the run says what is wrong
                add_fault(self.crawler.stats, f"its end could not be entered: {in_words(error)}")
                logger.error("the run's end could not be entered: %s", in_words(error))
        if self.ledger.spool:
            self.ledger.spool.close()
        self.store.close()

    def end(self, reason: str) -> None:
        """Enter what each outlet counted; of a run of its own also its end."""
        stats = self.crawler.stats.get_stats()
        missing = incomplete(stats, self.outlet or "the run")
        state: RunState = "finished" if reason == "finished" and not missing else "failed"
        counts = counts_by_outlet(stats)
        if self.outlet:
            counts.setdefault(self.outlet, {"reasons": {}})
        for name, row in counts.items():
            self.runs.enter_outlet(self.run, name, self.started_at, state, row)
        if self.own_run:
            self.runs.end(self.run, state, missing or (None if state == "finished" else reason), counts)
        if self.outlet:
            self.runs.unlock(self.outlet, self.run)

    def guarded(self, write: Callable[[], None]) -> None:
        """Write; a database that fails ends the run, and is asked for nothing more."""
        if self.broken:
            return
        try:
            write()
        except StoreAway as error:
            if not self.crawler.stats.get_value(ERROR_STAT):
                self.say(str(error))
        except OutputError as error:
            self.give_up(error)

    def say(self, message: str) -> None:
        """What went wrong, for the log and for whoever runs the spiders."""
        self.crawler.stats.set_value(ERROR_STAT, message)
        logger.error("%s", message)

    def give_up(self, error: OutputError) -> None:
        """Say once what failed and close the spider."""
        if self.broken:
            return
        self.broken = True
        self.say(str(error))
        if not self.closing and self.crawler.engine:
            self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="store_failed"))
