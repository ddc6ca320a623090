"""`--replay`: every request is answered from WARC files, never from the network."""

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newsspider.archive import ArchiveIndex
from newsspider.middlewares.errors import NotArchived

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FETCHED_AT = "fetched_at"
"""Key of `response.meta` that holds when an archived page was fetched."""


class ReplayMiddleware:
    """Answers from the archives of setting NEWSSPIDER_REPLAY (a list of paths); raises NotArchived for any other URL.

    A page keeps the time at which it was fetched: `response.meta["fetched_at"]`.
    """

    def __init__(self, paths: list[Path]) -> None:
        self.index = ArchiveIndex(paths)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ReplayMiddleware":
        """The middleware, or NotConfigured without archives."""
        paths = crawler.settings.getlist("NEWSSPIDER_REPLAY")
        if not paths:
            raise NotConfigured
        return cls([Path(path) for path in paths])

    def process_request(self, request: Request) -> Response:
        """The archived response."""
        page = self.index.find(request.url)
        if page is None:
            raise NotArchived(request.url)
        headers = Headers()
        for name, value in page.headers:
            headers.appendlist(name, value)
        request.meta[FETCHED_AT] = page.fetched_at
        kind = responsetypes.from_args(headers=headers, url=page.url, body=page.body)
        return kind(url=request.url, status=page.status, headers=headers, body=page.body, request=request)
