"""Pages that end in the middle although the server says that they are whole: asked for again, never read."""

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from newsspider.middlewares.errors import BrokenOff
from newsspider.middlewares.retry import BackoffRetryMiddleware

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

HEAD = 2048


class WholePageMiddleware:
    """A server, or a proxy before it, may give a wrong Content-Length: half a page looks whole then, and its article would end in the middle.

    Such a page is asked for again as one whose connection broke off; after the last retry the request fails with BrokenOff. It stands
    behind the decompression. Answers from an archive are not asked for again.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.retries = crawler.settings.getbool("RETRY_ENABLED")

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "WholePageMiddleware":
        """The middleware."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response; for one that breaks off, after a pause, the request again. Raises BrokenOff after the last retry."""
        if response.status != 200 or not breaks_off(response.body):
            return response
        again = None
        if self.retries and self.crawler.spider and not request.meta.get("dont_retry"):
            again = get_retry_request(request, spider=self.crawler.spider, reason="incomplete_body")
        if again is None:
            raise BrokenOff(f"{response.url} ends in the middle")
        if retry := self.crawler.get_downloader_middleware(BackoffRetryMiddleware):
            await retry.pause(request)
        return again


def breaks_off(body: bytes) -> bool:
    """Whether these are the bytes of an HTML page that ends inside a tag or a text, without its end tags.

    A page that ends with a tag is taken for whole: some sites print no end tags.
    """
    return not body.rstrip().endswith(b">") and no_end(body)


def no_end(body: bytes) -> bool:
    """Whether these are the bytes of an HTML page without its end tags: it may be whole, or not."""
    head = body[:HEAD].lower()
    if b"<html" not in head and b"<!doctype html" not in head:
        return False
    text = body.lower()
    return b"</html" not in text and b"</body" not in text
