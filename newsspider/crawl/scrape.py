"""`newsspider scrape`: single URLs to JSON lines, without a store."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.crawl.runner import run, settings_for
from newsspider.items import Draft
from newsspider.outlets import Outlets
from newsspider.spiders.ledger import NoLedger
from newsspider.units import Unit
from newsspider.urls import check_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Emit = Callable[[dict[str, Any]], None]


class PrintingLedger(NoLedger):
    """A ledger that remembers nothing and emits a line for every URL that gave no article."""

    def __init__(self, emit: Emit) -> None:
        self.emit = emit
        self.count = 0

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """The page gives no article."""
        self._fault(url, "not_article", reason)

    def failed(self, url: str, outlet: str, reason: str, retry_at: datetime | None = None) -> None:
        """The page could not be fetched."""
        self._fault(url, "failed", reason)

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """The server has no such page."""
        self._fault(url, "failed", reason)

    def _fault(self, url: str, error: str, reason: str) -> None:
        self.count += 1
        self.emit({"url": url, "error": error, "reason": reason})


def scrape_urls(
    urls: Sequence[str], outlets: Outlets, emit: Emit, *, replay: Sequence[Path], contact: str | None, verbose: bool
) -> int:
    """Fetch the URLs and emit a row for each, as they come; how many gave no article.

    Raises BadUrl before anything is fetched when one of them is no URL.
    """
    from scrapy import signals

    for url in urls:
        check_url(url)
    ledger = PrintingLedger(emit)

    def prepare(crawler: "Crawler") -> None:
        def opened() -> None:
            crawler.spider.ledger = ledger  # type: ignore[union-attr] # a signal of the spider's own run

        def scraped(item: Draft) -> None:
            emit(asdict(item.article))

        def dropped(item: Draft, exception: Exception) -> None:
            ledger.refused(item.requested_url or "", "", getattr(exception.__cause__, "reason", "refused"))

        for receiver, signal in (
            (opened, signals.spider_opened),
            (scraped, signals.item_scraped),
            (dropped, signals.item_dropped),
        ):
            crawler.signals.connect(receiver, signal, weak=False)

    settings = settings_for(outlets, replay=replay, contact=contact, verbose=verbose, RETRY_TIMES=1, RETRY_BACKOFF=1.0)
    settings.set("EXTENSIONS", {}, "cmdline")
    settings.set("ITEM_PIPELINES", settings.getdict("ITEM_PIPELINES") | {"pipelines.store.StorePipeline": None}, "cmdline")
    unit = Unit("url", {"url": list(urls), "outlets": outlets})
    run([unit], settings, prepare)
    if unit.error:
        raise unit.error
    return ledger.count
