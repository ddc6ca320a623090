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
        self.list_pages: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """What an earlier run left unfinished, then the lists."""
        for request in self._articles(self.ledger.due(self.outlet.id)):
            yield request
        for url in self.outlet.lists:
            yield self._list_request(url, url, 1)

    def parse_list(self, response: Response, walk: str, number: int) -> Iterator[Request]:
        """Requests for the unseen articles of a list page, and for the next page while there may be more of them.

        Args:
            response: the list page.
            walk: where the list starts; the ledger remembers under it how far the list was read.
            number: which page of the list this is, from 1.
        """
        try:
            page = load(response, self.outlet)
        except NotAnArticle as error:
            self.count("failed", self.outlet.id, f"list_{error.reason}")
            self.logger.warning("%s: list %s: %s", self.outlet.id, response.url, error)
            return
        if target := pages.redirect_target(page):
            yield from self._next_page(walk, target, number)
            return
        listing = pages.read_listing(page, self.outlet)
        discovery = self.ledger.found(self.outlet.id, [link.url for link in listing.links], walk)
        self.count("list_pages", self.outlet.id)
        self.count("listed", self.outlet.id, number=len(listing.links))
        self.count("new", self.outlet.id, number=len(discovery.new))
        if not listing.links:
            self.logger.warning(
                "%s: list %s: no article links; check `articles` of its site record", self.outlet.id, response.url
            )
        yield from self._articles(discovery.new)
        # An e-paper's pages are one issue: a page that was seen says nothing about the next one.
        more = discovery.fresh or self.outlet.kind == "epaper"
        if listing.next_page and more:
            yield from self._next_page(walk, listing.next_page, number)
        else:
            self.ledger.list_read(walk, self.outlet.id)

    def _next_page(self, walk: str, url: str, number: int) -> Iterator[Request]:
        """The request for a list's next page; at the page limit, or where the list goes in a circle, its end."""
        if self._full():
            return  # the next run reads on from here
        if number >= self.outlet.max_pages or url in self.list_pages or not self.outlet.owns(url):
            self.ledger.list_read(walk, self.outlet.id)
        else:
            yield self._list_request(walk, url, number + 1)

    def list_failed(self, failure: "Failure") -> None:
        """Errback: count and log why a list could not be fetched; the next run reads the list to its end."""
        reason, _ = failure_reason(failure)
        self.count("failed", self.outlet.id, f"list_{reason}")
        url = failure.request.url  # type: ignore[attr-defined] # Scrapy sets it
        self.logger.warning("%s: list %s: failed: %s", self.outlet.id, url, reason)

    def _list_request(self, walk: str, url: str, number: int) -> Request:
        self.list_pages.add(url)
        return Request(
            url,
            callback=self.parse_list,
            errback=self.list_failed,
            cb_kwargs={"walk": walk, "number": number},
            meta=slot(self.outlet),
            dont_filter=True,  # list_pages knows which pages were asked for
        )

    def _articles(self, urls: list[str]) -> Iterator[Request]:
        for url in urls:
            if self._full():
                return
            self.asked += 1
            yield self.article_request(url)

    def _full(self) -> bool:
        return bool(self.limit) and self.asked >= self.limit
