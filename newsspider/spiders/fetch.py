"""Pages as they come, politely fetched, for a caller that says which to fetch next."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newsspider.errors import BadUrl
from newsspider.middlewares.replay import FETCHED_AT
from newsspider.spiders.accounting import bounded
from newsspider.spiders.base import NewsSpider, now
from newsspider.spiders.failures import failure_reason
from newsspider.spiders.requests import request_for
from newsspider.urls import check_url

if TYPE_CHECKING:
    from twisted.python.failure import Failure


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address."""

    requested: str
    """The address that was asked for."""
    url: str
    """The address after redirects."""
    body: bytes = b""
    """The response's bytes, content encoding undone."""
    content_type: str | None = None
    """The Content-Type header; None when there was none."""
    fetched_at: str | None = None
    """ISO 8601 in UTC; None when it failed."""
    error: str | None = None
    """One word why it could not be fetched; None when it could."""


Take = Callable[[Fetched], Iterable[str]]
"""Takes a page and gives the addresses to fetch next; those asked for before are left out."""


class FetchSpider(NewsSpider):
    """Fetches addresses and hands every outcome to a function. Only from Python: `newsspider.crawl.fetch_pages`."""

    name = "fetch"

    def __init__(self, url: list[str], take: Take, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wanted = [check_url(each) for each in url]
        self.take = take
        self.asked: set[str] = set()

    def first_requests(self) -> Iterator[Request]:
        """The first addresses."""
        return self._requests(self.wanted)

    def broke(self, error: Exception, request: Request) -> Iterator[Request]:
        """What takes the pages failed on one: the command that asked for them cannot go on."""
        self.died(error)
        return iter(())

    @bounded
    def parse_page(self, response: Response) -> Iterator[Request]:
        """Hand a page over; request what is wanted next."""
        header = response.headers.get("Content-Type")
        yield from self._next(
            Fetched(
                response.meta["requested"], response.url, response.body, header.decode("latin-1") if header else None,
                response.meta.get(FETCHED_AT, now()),
            )
        )  # fmt: skip

    @bounded
    def page_failed(self, failure: "Failure") -> Iterator[Request]:
        """Errback: hand the failure over."""
        request = failure.request  # type: ignore[attr-defined] # Scrapy sets it
        reason, _ = failure_reason(failure)
        yield from self._next(Fetched(request.meta["requested"], request.url, error=reason))

    def _next(self, fetched: Fetched) -> Iterator[Request]:
        return self._requests(self.take(fetched))

    def _requests(self, urls: Iterable[str]) -> Iterator[Request]:
        for url in urls:
            if url in self.asked:
                continue
            self.asked.add(url)
            outlet = self.outlets.outlet_for(url)
            try:
                request = request_for(url, outlet, callback=self.parse_page, errback=self.page_failed, meta={"requested": url})
            except BadUrl:
                yield from self._next(Fetched(url, url, error="bad_url"))
            else:
                yield request
