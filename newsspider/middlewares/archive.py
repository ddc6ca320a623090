"""`--archive`: every response is written into WARC files as it came, before anything reads it."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from newsspider.archive.writing import ArchiveWriter, Exchange, give_back, shared_writer
from newsspider.errors import OutputError
from newsspider.middlewares.replay import FETCHED_AT

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

ERROR_STAT = "news_error"
"""Stat that holds the message of an error that ended the run, as `pipelines.store` has it."""

SECRET_HEADERS = {b"authorization", b"proxy-authorization"}
"""Passwords of sites and proxies are not archived."""


class ArchiveMiddleware:
    """The one nearest to the downloader: it sees robots.txt, redirects, errors and every attempt, bodies not unpacked yet.

    Settings: NEWSSPIDER_ARCHIVE (folder; None: no archive), NEWSSPIDER_ARCHIVE_BYTES (a file that is this long is closed).
    The time that a record names is the article's `fetched_at`, so that a replay gives the same line. A folder that cannot be
    written ends the run with reason `archive_failed`; what was read by then is stored.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.writer: ArchiveWriter | None = None
        self.broken = False

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ArchiveMiddleware":
        """The middleware, or NotConfigured without a folder and for answers that come from an archive."""
        if not crawler.settings.get("NEWSSPIDER_ARCHIVE") or crawler.settings.getlist("NEWSSPIDER_REPLAY"):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """The response itself, archived."""
        fetched_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        request.meta[FETCHED_AT] = fetched_at
        if self.broken:
            return response
        try:
            self.writer = self.writer or self._open()
            self.writer.write(exchange(request, response, fetched_at))
            self.crawler.stats.inc_value("news_archived")
        except OutputError as error:
            self._give_up(error)
        return response

    def spider_closed(self) -> None:
        """This spider writes no more; after the last the file gets its index."""
        writer, self.writer = self.writer, None
        if writer is None:
            return
        try:
            give_back(writer)
        except OutputError as error:
            self._give_up(error)

    def _open(self) -> ArchiveWriter:
        # the store pipeline has put the run's ledger in its place by the time of the first response; without one it is run 0
        return writer_for(self.crawler.settings, getattr(getattr(self.crawler.spider, "ledger", None), "run", 0))

    def _give_up(self, error: OutputError) -> None:
        """Say once what failed and close the spider."""
        self.broken = True
        if not self.crawler.stats.get_value(ERROR_STAT):
            self.crawler.stats.set_value(ERROR_STAT, str(error))
        logger.error("%s", error)
        if self.crawler.engine and self.crawler.engine.running and self.crawler.spider:
            self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive_failed"))


def writer_for(settings: "BaseSettings", run: int) -> ArchiveWriter:
    """The writer of a run that the settings describe, shared by all its spiders. Raises OutputError when the folder cannot be written."""
    about = [("http-header-user-agent", settings["USER_AGENT"])]
    if settings.getbool("ROBOTSTXT_OBEY"):
        about.append(("robots", "obey"))
    size = settings.getint("NEWSSPIDER_ARCHIVE_BYTES")
    return shared_writer(Path(settings["NEWSSPIDER_ARCHIVE"]), run, max_bytes=size, about=about)


def exchange(request: Request, response: Response, fetched_at: str) -> Exchange:
    """A request and its response as the archive takes them."""
    return Exchange(
        url=response.url.partition("#")[0],
        method=request.method,
        request_headers=[(name, value) for name, value in _pairs(request.headers) if name.lower() not in SECRET_HEADERS],
        form=request.body,
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        fetched_at=fetched_at,
        ip=str(response.ip_address) if response.ip_address else None,
        protocol=response.protocol or "HTTP/1.1",
    )


PRIVATE = (b"cookie", b"set-cookie")
"""Headers that are not archived: they tell who asked, not what was published."""


def _pairs(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values if name.lower() not in PRIVATE]
