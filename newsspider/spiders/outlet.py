"""The scheduled crawl of one outlet: lists -> unseen articles -> next list page while new articles appear."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newsspider import pages
from newsspider.errors import NotAnArticle, UsageError
from newsspider.outlets import Outlet
from newsspider.spiders.base import NewsSpider, load, slot
from newsspider.spiders.failures import failure_reason

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


class OutletSpider(NewsSpider):
    """`scrapy crawl outlet -a outlet=jiangxi_jxnews [-a limit=100]`.

    Arguments:
        outlet: id of the site record.
        limit: at most this many new articles; what is beyond stays pending for the next run. 0: no limit.

    Raises UnknownOutlet for an id that has no record, UsageError for a record without lists.
    """

    name = "outlet"
    outlet: Outlet

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> "OutletSpider":
        """The spider of one outlet, at that outlet's pace."""
        wanted = kwargs.pop("outlet", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, cls)  # noqa: S101 from_crawler makes its own class
        if not wanted:
            raise UsageError("which outlet? `scrapy crawl outlet -a outlet=ID`; `newsspider outlets` lists the ids")
        spider.outlet = spider.outlets[wanted]
        if not spider.outlet.lists:
            raise UsageError(f"outlet {wanted} has no list pages to start from; add `lists` to its site record")
        return spider

    def __init__(self, limit: int | str = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = int(limit)
        self.asked = 0

    async def start(self) -> AsyncIterator[Any]:
        """What an earlier run left unfinished, then the lists."""
        for request in self._articles(self.ledger.due(self.outlet.id)):
            yield request
        for url in self.outlet.lists:
            yield self._list_request(url, 1)

    def parse_list(self, response: Response, number: int) -> Iterator[Request]:
        """Requests for the unseen articles of a list page, and for the next page while new articles appear."""
        try:
            page = load(response, self.outlet)
        except NotAnArticle as error:
            self.count("failed", self.outlet.id, f"list_{error.reason}")
            self.logger.warning("%s: list %s: %s", self.outlet.id, response.url, error)
            return
        if target := pages.redirect_target(page):
            if self.outlet.owns(target) and number <= self.outlet.max_pages:
                yield self._list_request(target, number + 1)
            return
        listing = pages.read_listing(page, self.outlet)
        new = self.ledger.found(self.outlet.id, [link.url for link in listing.links])
        self.count("list_pages", self.outlet.id)
        self.count("listed", self.outlet.id, number=len(listing.links))
        self.count("new", self.outlet.id, number=len(new))
        if not listing.links:
            self.logger.warning(
                "%s: list %s: no article links; check `articles` of its site record", self.outlet.id, response.url
            )
        yield from self._articles(new)
        # An e-paper's pages are one issue: a page that was seen says nothing about the next one.
        more = bool(new) or self.outlet.kind == "epaper"
        if listing.next_page and more and number < self.outlet.max_pages and not self._full():
            yield self._list_request(listing.next_page, number + 1)

    def list_failed(self, failure: "Failure") -> None:
        """Errback: count and log why a list could not be fetched."""
        reason, _ = failure_reason(failure)
        self.count("failed", self.outlet.id, f"list_{reason}")
        url = failure.request.url  # type: ignore[attr-defined] # Scrapy sets it
        self.logger.warning("%s: list %s: failed: %s", self.outlet.id, url, reason)

    def _list_request(self, url: str, number: int) -> Request:
        return Request(
            url,
            callback=self.parse_list,
            errback=self.list_failed,
            cb_kwargs={"number": number},
            meta=slot(self.outlet),
            dont_filter=number == 1,  # a list that names itself as its next page ends there
        )

    def _articles(self, urls: list[str]) -> Iterator[Request]:
        for url in urls:
            if self._full():
                return
            self.asked += 1
            yield self.article_request(url)

    def _full(self) -> bool:
        return bool(self.limit) and self.asked >= self.limit
