"""`--replay`: every request is answered from WARC files, never from the network."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newsspider.archive.index import open_index
from newsspider.middlewares.errors import NotArchived
from newsspider.values.query_keys import NO_KEYS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

FETCHED_AT = "fetched_at"
"""Key of `response.meta` that holds when an archived page was fetched."""


class ReplayMiddleware:
    """Answers from the archives of setting NEWSSPIDER_REPLAY (files and folders); raises NotArchived for any other request.

    The newest answer to a request that can be read counts, errors and redirects too; POSTs are told apart by what they sent,
    addresses by the query keys that name the articles of their site. A
    page keeps the time at which it was fetched: `response.meta["fetched_at"]`. What of the archives cannot be read is logged at
    the end and counted by reason in the stats, as `archive/skipped/<reason>`.
    """

    def __init__(self, paths: list[Path], crawler: "Crawler") -> None:
        self.index = open_index(paths)
        self.crawler = crawler

    def spider_closed(self) -> None:
        """Say what could not be read."""
        for damage in self.index.damage:
            logger.error("%s", damage)
        reasons = sorted(self.index.reasons.items())
        for reason, number in reasons:
            self.crawler.stats.set_value(f"archive/skipped/{reason}", number)
        if reasons:
            logger.error("--replay: not read of the archives: %s", ", ".join(f"{reason} {number}" for reason, number in reasons))

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ReplayMiddleware":
        """The middleware, or NotConfigured without archives."""
        paths = crawler.settings.getlist("NEWSSPIDER_REPLAY")
        if not paths:
            raise NotConfigured
        middleware = cls([Path(path) for path in paths], crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> Response:
        """The archived response."""
        outlets = getattr(self.crawler.spider, "outlets", None)  # spiders of others have no site records
        keys = outlets.keys_of(request.url) if outlets else NO_KEYS
        page = self.index.find(request.url, request.method, request.body, keys)
        if page is None:
            raise NotArchived(request.url)
        headers = Headers()
        for name, value in page.headers:
            headers.appendlist(name, value)
        request.meta[FETCHED_AT] = page.fetched_at
        kind = responsetypes.from_args(headers=headers, url=page.url, body=page.body)
        return kind(url=request.url, status=page.status, headers=headers, body=page.body, request=request)
