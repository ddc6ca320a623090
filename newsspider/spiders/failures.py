"""One word for each way a fetch can fail, for counters, ledger and log."""

import re
import zlib
from datetime import UTC, datetime, timedelta
from gzip import BadGzipFile
from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from newsspider.middlewares.errors import (
    BrokenOff,
    CrawlDelayTooLong,
    HostResting,
    NotArchived,
    RedirectOffsite,
    RobotsUnreachable,
    RunEnding,
    UrlTooLong,
)
from newsspider.middlewares.wishes import retry_after

if TYPE_CHECKING:
    from twisted.python.failure import Failure

NOBODY_THERE = (CannotResolveHostError, DownloadConnectionRefusedError)
"""The page could not be had any more than robots.txt: that is the better reason."""

GONE = (404, 410)
"""Statuses that say that there is no such page: not tried again."""

BROKEN_OFF = "broken_off"
NOT_ASKED = ("host_resting", "crawl_delay", BROKEN_OFF)
"""Reasons of what was not asked for: it stays pending, for a later run."""

REASONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (UrlTooLong, "url_too_long"),
    (NotArchived, "not_archived"),
    (RedirectOffsite, "redirect_offsite"),
    (HostResting, "host_resting"),
    (CrawlDelayTooLong, "crawl_delay"),
    (RunEnding, BROKEN_OFF),
    (RobotsUnreachable, "robots_unreachable"),
    (BrokenOff, "incomplete_body"),
    (CannotResolveHostError, "host_not_found"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "incomplete_body"),
    (DownloadCancelledError, "too_large"),
    (DownloadFailedError, "connection_lost"),
    ((zlib.error, BadGzipFile, EOFError), "bad_compression"),
)
"""The first that fits wins."""

IGNORED = (("robots.txt", "robots_txt"), ("redirect", "too_many_redirects"), ("decompression", "too_large"))
"""What Scrapy says where it has one class for several reasons."""


def failure_reason(failure: "Failure") -> tuple[str, bool]:
    """One word for a failed download, and whether the page is gone for good."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"http_{error.response.status}", error.response.status in GONE
    if isinstance(error, RobotsUnreachable) and isinstance(error.__cause__, NOBODY_THERE):
        error = error.__cause__
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason, False
    if isinstance(error, IgnoreRequest):
        text = str(error).lower()
        return next((reason for word, reason in IGNORED if word in text), "ignored"), False
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower(), False


def retry_at(failure: "Failure") -> datetime | None:
    """When the server wishes to be asked again (Retry-After), in UTC; None when it said nothing."""
    if not isinstance(failure.value, HttpError):
        return None
    seconds = retry_after(failure.value.response)
    return None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)
