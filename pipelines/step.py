"""The Scrapy shell of a pipeline step: a Refused page is counted once, logged once and dropped."""

import logging
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from newsspider.errors import Refused
from newsspider.items import Draft
from newsspider.telemetry.counters import count

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)


class Step(Protocol):
    """A step: fills or changes the draft in place; raises Refused when the page gives no article."""

    def __call__(self, draft: Draft) -> None:
        """Fill or change the draft."""
        ...


class StepPipeline:
    """Base of the pipelines: a subclass names its step."""

    run: ClassVar[Step]

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Scrapy's constructor; keeps the crawler for its counters."""
        return cls(crawler)

    def process_item(self, item: Draft) -> Draft:
        """The draft after the step. Raises scrapy's DropItem for a refused page, after counting and logging it."""
        try:
            type(self).run(item)
        except Refused as refusal:
            from scrapy.exceptions import DropItem

            outlet = item.printed.outlet or "unknown"
            count(self.crawler.stats, "refused", outlet, refusal.reason, url=item.requested_url)
            log.info("%s: %s: %s", outlet, item.requested_url or item.printed.url, refusal)
            raise DropItem(str(refusal), log_level="DEBUG") from refusal
        return item
