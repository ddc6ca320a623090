"""Addresses that are too long are not asked for, and not lost either."""

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured

from newsspider.middlewares.errors import UrlTooLong

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class UrlLengthMiddleware:
    """In place of Scrapy's spider middleware of that name, which drops such requests without a word to whoever made them.

    Setting: URLLENGTH_LIMIT, characters; 0: any length goes.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "UrlLengthMiddleware":
        """The middleware, or NotConfigured without a limit."""
        limit = crawler.settings.getint("URLLENGTH_LIMIT")
        if not limit:
            raise NotConfigured
        return cls(limit)

    def process_request(self, request: Request) -> None:
        """Raises UrlTooLong, which reaches the errback of the request."""
        if len(request.url) > self.limit:
            raise UrlTooLong(f"{len(request.url)} characters, at most {self.limit} are asked for")
