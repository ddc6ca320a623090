"""Retries that wait longer each time, and as long as the server asks."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

LONGEST = 7 * 24 * 3600.0
"""Seconds; a server that asks for more is asked again after that."""


class BackoffRetryMiddleware(RetryMiddleware):
    """Scrapy's own, with a pause before each retry: RETRY_BACKOFF seconds, doubled each time, or the server's Retry-After.

    A pause is never longer than RETRY_BACKOFF_MAX seconds: a server that asks for more is left to a later run.
    """

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or after a pause the request again."""
        result = super().process_response(request, response)
        if isinstance(result, Request):
            wait = retry_after(response)
            if wait is not None and wait > self.longest:
                return response
            await self.pause(request, wait)
        return result

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """After a pause the request again, where the exception is one to retry."""
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            await self.pause(request, None)
        return result

    async def pause(self, request: Request, wait: float | None) -> None:
        """Sleep for the server's wish, else for the back-off of this attempt."""
        base = self.crawler.settings.getfloat("RETRY_BACKOFF")
        backoff = base * 2 ** request.meta.get("retry_times", 0)
        await asyncio.sleep(min(self.longest, backoff if wait is None else wait))

    @property
    def longest(self) -> float:
        """Seconds."""
        return self.crawler.settings.getfloat("RETRY_BACKOFF_MAX")


def retry_after(response: Response) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 10.2.3: a number or a date), a week at most; None without a readable one."""
    header = response.headers.get("Retry-After")
    if not header:
        return None
    text = header.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST)
    try:
        at = parsedate_to_datetime(text)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)  # -0000: a time in UTC
        return min(max(0.0, (at - datetime.now(UTC)).total_seconds()), LONGEST)
    except (TypeError, ValueError, OverflowError):
        return None
