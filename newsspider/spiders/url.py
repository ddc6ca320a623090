"""Single URLs, of known outlets or any other host."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from newsspider.errors import UsageError
from newsspider.spiders.base import NewsSpider
from newsspider.urls import check_url

if TYPE_CHECKING:
    pass


class UrlSpider(NewsSpider):
    """`scrapy crawl url -a url=https://…` (several parted by blanks).

    Arguments:
        url: URLs parted by blanks, or a list of them.
        limit: at most this many are fetched; 0: all.

    Raises UsageError without a URL, BadUrl for one that is not http(s).
    """

    name = "url"

    def __init__(self, url: str | list[str] = "", limit: int | str = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        wanted = url.split() if isinstance(url, str) else url
        if not wanted:
            raise UsageError("which URL? `scrapy crawl url -a url=https://…`")
        self.wanted = [check_url(each) for each in wanted]
        self.limit = int(limit)

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the URLs that the ledger does not know as finished."""
        found = {self.canonical(url): url for url in reversed(self.wanted)}  # of several mirrors, the first is fetched
        todo = self.ledger.unfinished(map(self.canonical, self.wanted))[: self.limit or None]
        by_outlet: dict[str, list[str]] = {}
        for url in todo:
            by_outlet.setdefault(self.outlet_id(url), []).append(url)
        for name, urls in by_outlet.items():
            self.count("listed", name, number=len(urls))
            self.count("new", name, number=len(self.ledger.found(name, urls).new))
        for url in todo:
            yield self.article_request(found.get(url, url))
