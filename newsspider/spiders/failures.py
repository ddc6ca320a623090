"""One word for each way a fetch can fail, for counters, ledger and log."""

import re
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

from newsspider.middlewares.errors import NotArchived, RedirectOffsite

if TYPE_CHECKING:
    from twisted.python.failure import Failure

GONE = (404, 410)
"""Statuses that say that there is no such page: not tried again."""

REASONS: tuple[tuple[type[Exception], str], ...] = (
    (NotArchived, "not_archived"),
    (RedirectOffsite, "redirect_offsite"),
    (CannotResolveHostError, "host_not_found"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "incomplete_body"),
    (DownloadCancelledError, "too_large"),
    (DownloadFailedError, "connection_lost"),
)
"""The first that fits wins."""


def failure_reason(failure: "Failure") -> tuple[str, bool]:
    """One word for a failed download, and whether the page is gone for good."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"http_{error.response.status}", error.response.status in GONE
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason, False
    if isinstance(error, IgnoreRequest):
        text = str(error).lower()
        return ("robots_txt" if "robots.txt" in text else "too_many_redirects" if "redirect" in text else "ignored"), False
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower(), False
