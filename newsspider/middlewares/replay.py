"""`--replay`: every request is answered from WARC files, never from the network."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newsspider.archive.index import open_index
from newsspider.middlewares.errors import NotArchived

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

FETCHED_AT = "fetched_at"
"""Key of `response.meta` that holds when an archived page was fetched."""


class ReplayMiddleware:
    """Answers from the archives of setting NEWSSPIDER_REPLAY (files and folders); raises NotArchived for any other request.

    The newest answer to a request counts, errors and redirects too; POSTs are told apart by what they sent. A page keeps the
    time at which it was fetched: `response.meta["fetched_at"]`. Of an archive that breaks off, what came before is read.
    """

    def __init__(self, paths: list[Path]) -> None:
        self.index = open_index(paths)
        for damage in self.index.damage:
            logger.error("%s", damage)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ReplayMiddleware":
        """The middleware, or NotConfigured without archives."""
        paths = crawler.settings.getlist("NEWSSPIDER_REPLAY")
        if not paths:
            raise NotConfigured
        return cls([Path(path) for path in paths])

    def process_request(self, request: Request) -> Response:
        """The archived response."""
        page = self.index.find(request.url, request.method, request.body)
        if page is None:
            raise NotArchived(request.url)
        headers = Headers()
        for name, value in page.headers:
            headers.appendlist(name, value)
        request.meta[FETCHED_AT] = page.fetched_at
        kind = responsetypes.from_args(headers=headers, url=page.url, body=page.body)
        return kind(url=request.url, status=page.status, headers=headers, body=page.body, request=request)
