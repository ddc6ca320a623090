"""Single URLs, of known outlets or any other host."""

from collections.abc import Iterator
from typing import Any

from scrapy import Request

from newsspider.errors import UsageError
from newsspider.outlets import Outlet
from newsspider.spiders.base import NewsSpider
from newsspider.urls import check_url


class UrlSpider(NewsSpider):
    """`scrapy crawl url -a url=https://…` (several parted by blanks).

    Arguments:
        url: URLs parted by blanks, or a list of them.
        limit: at most this many are fetched, the others stay pending; 0: all.

    Raises UsageError without a URL, BadUrl for one that is not http(s).
    """

    name = "url"

    def __init__(self, url: str | list[str] = "", limit: int | str = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        wanted = url.split() if isinstance(url, str) else url
        if not wanted:
            raise UsageError("which URL? `scrapy crawl url -a url=https://…`")
        self.wanted: list[str] = [check_url(each) for each in wanted]
        self.limit = int(limit)

    def first_requests(self) -> Iterator[Request]:
        """Requests for the URLs that the ledger does not know as finished."""
        found: dict[str, str] = {}
        for wanted in self.wanted:  # of several mirrors, the first is fetched
            if (address := self.address(wanted)) is not None:
                found.setdefault(address, wanted)
        todo = self.ledger.unfinished(found)
        self._know(set(found) - set(todo))
        by_outlet: dict[str, list[str]] = {}
        for url in todo:
            self.account.take_up(url, self.outlet_id(url))
            by_outlet.setdefault(self.outlet_id(url), []).append(url)
        for name, urls in by_outlet.items():
            self.count("listed", name, number=len(urls))
            self.count("new", name, number=len(self.ledger.found(name, urls).new))
        for number, url in enumerate(todo):
            if self.limit and number >= self.limit:
                self.leave(url, self.outlet_id(url), "limit")
            else:
                yield from self.ask(url, self.outlet_id(url), found.get(url, url))

    def sites(self) -> dict[str, Outlet | None]:
        """The sites of the URLs."""
        return {self.outlet_id(url): self.outlets.outlet_for(url) for url in self.wanted}

    def _know(self, settled: set[str]) -> None:
        """Count the URLs that an earlier run settled, and those of them that gave no article."""
        empty = set(self.ledger.without_article(settled))
        for url in sorted(settled):
            self.account.know(url, self.outlet_id(url))
            if url in empty:
                self.count("known_without_article", self.outlet_id(url))
                self.logger.info("%s: %s: gave no article in an earlier run", self.outlet_id(url), url)
