"""Retries: of a page that failed after a pause that is longer each time, of a host that has enough when its rest is over."""

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from newsspider.middlewares.downloader import gate_of
from newsspider.middlewares.errors import HostResting
from newsspider.middlewares.wishes import asks_for_rest
from newsspider.urls import netloc


class BackoffRetryMiddleware(RetryMiddleware):
    """Scrapy's own, with a pause of RETRY_BACKOFF seconds before each retry, doubled each time, at most RETRY_BACKOFF_MAX.

    An answer by which the whole host asks to be left alone is not paused for here: the downloader holds back whatever goes to that host,
    and this request with it. Where the host rests for longer than the run waits, the answer stands.
    """

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or after a pause the request again."""
        result = super().process_response(request, response)
        if isinstance(result, Request):
            if asks_for_rest(response):
                return response if self._is_left(request) else result
            await self.pause(request)
        return result

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """After a pause the request again, where the exception is one to retry."""
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            await self.pause(request)
        return result

    async def pause(self, request: Request) -> None:
        """Wait as long as this attempt's back-off is, or until the run is broken off."""
        settings = self.crawler.settings
        seconds = settings.getfloat("RETRY_BACKOFF") * 2.0 ** request.meta.get("retry_times", 0)
        await gate_of(self.crawler).pause(min(settings.getfloat("RETRY_BACKOFF_MAX"), seconds))

    def _is_left(self, request: Request) -> bool:
        try:
            gate_of(self.crawler).check(netloc(request.url))
        except HostResting:
            return True
        return False
