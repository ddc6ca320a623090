"""`newsspider scrape`: single URLs to JSON lines, without a store."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.crawl.runner import run, settings_for
from newsspider.errors import OutputError
from newsspider.items import Draft
from newsspider.outlets import Outlets
from newsspider.telemetry.counters import Outcome
from newsspider.telemetry.faults import word_for
from newsspider.units import Unit
from newsspider.urls import check_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Emit = Callable[[dict[str, Any]], None]
ERRORS: dict[Outcome | None, str] = {"refused": "not_article", "left": "left"}
"""What `error` says of an outcome, where it is not `failed`."""


def scrape_urls(
    urls: Sequence[str], outlets: Outlets, emit: Emit, *, replay: Sequence[Path], contact: str | None, verbose: bool
) -> int:
    """Fetch the URLs and emit a row for each, as they come; how many gave no article.

    A URL without article gives `url`, `error` (`not_article`, `failed`, or `left` for one that was not finished) and `reason`.

    Raises BadUrl before anything is fetched when one of them is no URL, KeyboardInterrupt when it was broken off, RunIncomplete when a
    URL was lost, and the OSError or OutputError of an `emit` that cannot write any more.
    """
    from scrapy import signals

    for url in urls:
        check_url(url)
    printer = Printer(emit)

    def prepare(crawler: "Crawler") -> None:
        def opened() -> None:
            printer.crawler = crawler
            crawler.spider.account.listener = printer.settled  # type: ignore[union-attr] # a signal of the spider's own run

        crawler.signals.connect(opened, signals.spider_opened, weak=False)
        crawler.signals.connect(printer.scraped, signals.item_scraped, weak=False)

    settings = settings_for(outlets, replay=replay, contact=contact, verbose=verbose, RETRY_TIMES=1, RETRY_BACKOFF=1.0)
    settings.set("EXTENSIONS", {}, "cmdline")
    settings.set("ITEM_PIPELINES", settings.getdict("ITEM_PIPELINES") | {"pipelines.store.StorePipeline": None}, "cmdline")
    unit = Unit("url", {"url": list(urls), "outlets": outlets})
    broken_off = run([unit], settings, prepare)
    if printer.fault:
        raise printer.fault
    if broken_off:
        raise KeyboardInterrupt
    if unit.error:
        raise unit.error
    return printer.empty


class Printer:
    """Emits a row for each address: its article, or why there is none."""

    def __init__(self, emit: Emit) -> None:
        self.emit = emit
        self.empty = 0
        """Addresses that gave no article."""
        self.fault: OSError | OutputError | None = None
        """Why nothing can be emitted any more."""
        self.crawler: Crawler | None = None

    def scraped(self, item: Draft) -> None:
        """An article passed every step; one that cannot be written as a row is a failure of its own."""
        try:
            self.write(asdict(item.article))
        except Exception as error:
            self.empty += 1
            self.write({"url": item.requested_url, "error": "failed", "reason": word_for(error)})

    def settled(self, url: str, outcome: Outcome | None, reason: str | None) -> None:
        """What became of an address."""
        if outcome not in ("stored", "unchanged"):
            self.empty += 1
            self.write({"url": url, "error": ERRORS.get(outcome, "failed"), "reason": reason})

    def write(self, row: dict[str, Any]) -> None:
        """Emit a row. When there is nowhere to write to the spider is told to close."""
        if self.fault:
            return
        try:
            self.emit(row)
        except (OSError, OutputError) as error:
            self.fault = error
            if self.crawler and self.crawler.engine.running:
                self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="output_failed"))
