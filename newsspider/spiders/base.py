"""What the spiders share: a request for an article, reading it page by page, and one exit for every outcome."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from newsspider import pages
from newsspider.errors import NotAnArticle, OutputError
from newsspider.items import Draft, Printed, start_draft
from newsspider.middlewares.replay import FETCHED_AT
from newsspider.middlewares.whole import no_end
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.spiders.conditional import NOT_MODIFIED, if_changed, validators
from newsspider.spiders.failures import failure_reason, retry_at
from newsspider.spiders.ledger import Due, Ledger, NoLedger
from newsspider.telemetry import logs
from newsspider.telemetry.counters import Event, count, example, observe
from newsspider.urls import canonical_url, netloc

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

MAX_ARTICLE_PAGES = 30
"""Pages of one article that are joined at most."""


BY_BROWSER = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}
"""Request meta of scrapy-playwright: the page is taken when its scripts have asked for nothing for half a second."""
NEVER_COMING = ("not_archived", "robots_txt", "redirect_offsite")
"""Why a later page of an article is not to be had, however often it is tried."""


class NewsSpider(Spider):
    """Base of the spiders. Settings: NEWSSPIDER_SITES (folder of site records; default: the ones that ship)."""

    ledger: Ledger = NoLedger()
    outlets: Outlets

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> "NewsSpider":
        """The spider with its site records: the argument `outlets`, else loaded. Raises ConfigError for wrong records."""
        outlets = kwargs.pop("outlets", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        logs.follow(spider, crawler.settings)
        sites = crawler.settings.get("NEWSSPIDER_SITES")
        spider.outlets = outlets or load_outlets(Path(sites) if sites else None)
        crawler.signals.connect(spider.broke, signals.spider_error)
        crawler.signals.connect(spider.broke, signals.item_error)
        return spider

    def count(self, event: Event, outlet: str, reason: str | None = None, number: int = 1, url: str | None = None) -> None:
        """Count an event in the run's stats; keep the address as an example of its reason."""
        count(self.crawler.stats, event, outlet, reason, number, url)

    def look_at(self, outlet: str, page: pages.Page, url: str, prefix: str = "") -> None:
        """Count what a page without an article (or with the prefix `list_`, a list without a link) looks like."""
        if seen := pages.symptom(page):
            observe(self.crawler.stats, "symptoms", outlet, prefix + seen)
            example(self.crawler.stats, outlet, prefix + seen, url)

    def look_at_failed(self, outlet: str, failure: "Failure", url: str, prefix: str = "") -> None:
        """The same for the page that came with a status of failure: some servers ask whether a human asks with 403 or 412."""
        if isinstance(failure.value, HttpError):
            with contextlib.suppress(NotAnArticle):  # an empty or binary one shows nothing
                self.look_at(outlet, load(failure.value.response, self.outlets.outlet_for(url)), url, prefix)

    def outlet_id(self, url: str) -> str:
        """Id of the URL's outlet; its host for an unknown site."""
        outlet = self.outlets.outlet_for(url)
        return outlet.id if outlet else netloc(url)

    def canonical(self, url: str) -> str:
        """The address by which an article is known: canonical, and mirrors of a known outlet undone."""
        outlet = self.outlets.outlet_for(url)
        return outlet.canonical(url) if outlet else canonical_url(url)

    def article_request(self, url: str) -> Request:
        """A request for an article, in the download slot of its outlet: one pace over all its hosts.

        It is fetched where it was found; its outcome is entered under its canonical address.
        """
        outlet = self.outlets.outlet_for(url)
        return Request(
            url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"requested": self.canonical(url)},
            meta=slot(outlet),
        )

    def look_again(self, due: Due) -> Request:
        """A request for a stored article: has its text changed, is it gone?"""
        return if_changed(self.article_request(due.url), due)

    def parse_article(
        self, response: Response, requested: str, parts: tuple[Printed, ...] = (), seen: frozenset[str] = frozenset()
    ) -> Iterator[Request | Draft]:
        """Read one page of an article; yield the request for its next page or, after the last, the whole as a draft."""
        outlet = self.outlets.outlet_for(response.url)
        name = self.outlet_id(requested)
        if response.status == NOT_MODIFIED:
            self.count("unchanged", name)
            self.ledger.not_modified(requested, name)
            return
        page: pages.Page | None = None
        try:
            if not parts and was_redirected(response) and is_front(response.url, outlet):
                raise NotAnArticle("redirect_front", response.url)
            page = load(response, outlet)
            if not parts and (target := pages.redirect_target(page)):
                yield from self._follow_stub(response, target, requested)
                return
            printed = self.read(page, outlet, requested, response.meta.get(FETCHED_AT) or now())
        except NotAnArticle as error:
            if no_end(response.body) or not response.body:  # what is missing may be the text
                self.fail(requested, name, "incomplete_body" if response.body else "empty_body")
            elif parts:  # a next page without text ends the article; what was read is whole
                yield self._draft(parts, requested)
            else:
                self.refuse(requested, name, error)
                if page:
                    self.look_at(name, page, requested)
            return
        version = validators(response) if not parts else (None, None)
        parts = (*parts, printed)
        seen |= {canonical_url(response.url)}
        following = printed.next_page
        if following and canonical_url(following) not in seen and len(parts) < MAX_ARTICLE_PAGES:
            yield Request(
                following,
                callback=self.parse_article,
                errback=self.next_page_failed,
                cb_kwargs={"requested": requested, "parts": parts, "seen": seen},
                meta=slot(outlet),
                dont_filter=True,
                priority=10,
            )
        else:
            draft = self._draft(parts, requested)
            if len(parts) == 1:
                draft.etag, draft.last_modified = version
            yield draft

    def read(self, page: pages.Page, outlet: Outlet | None, requested: str, fetched_at: str) -> Printed:
        """What a page of the article `requested` printed. Raises NotAnArticle."""
        return pages.read(page, outlet, fetched_at=fetched_at)

    def _draft(self, parts: tuple[Printed, ...], requested: str) -> Draft:
        draft = start_draft(pages.join_pages(list(parts)))
        draft.requested_url = requested
        return draft

    def _follow_stub(self, response: Response, target: str, requested: str) -> Iterator[Request]:
        """Follow a page that only redirects, within the outlet's hosts, a few times."""
        outlet = self.outlets.outlet_for(requested)
        name = self.outlet_id(requested)
        hops = response.meta.get("stub_hops", 0) + 1
        if outlet and not outlet.owns(target):
            self.fail(requested, name, "redirect_offsite")
        elif hops > self.crawler.settings.getint("REDIRECT_MAX_TIMES"):
            self.fail(requested, name, "too_many_redirects")
        else:
            request = self.article_request(target)
            yield request.replace(cb_kwargs={"requested": requested}, meta=request.meta | {"stub_hops": hops}, dont_filter=True)

    def article_failed(self, failure: "Failure") -> None:
        """Errback: count, log and enter why the article could not be fetched."""
        requested = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined] # Scrapy sets it
        reason, gone = failure_reason(failure)
        self.fail(requested, self.outlet_id(requested), reason, gone=gone, retry_at=retry_at(failure))
        self.look_at_failed(self.outlet_id(requested), failure, requested)

    def next_page_failed(self, failure: "Failure") -> Iterator[Draft]:
        """Errback: an article whose later page is not to be had is kept as it is; else a later run fetches it whole."""
        requested = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined] # Scrapy sets it
        reason, gone = failure_reason(failure)
        if gone or reason in NEVER_COMING:
            self.count("incomplete", self.outlet_id(requested), f"next_page_{reason}")
            self.logger.info("%s: %s: kept without its next page: %s", self.outlet_id(requested), requested, reason)
            yield self._draft(failure.request.cb_kwargs["parts"], requested)  # type: ignore[attr-defined] # as above
        else:
            self.fail(requested, self.outlet_id(requested), f"next_page_{reason}", retry_at=retry_at(failure))

    def broke(self, failure: "Failure", response: Response) -> None:
        """newsspider itself failed on a page (Scrapy has logged the traceback): the URL is entered as failed, not lost."""
        if isinstance(failure.value, OutputError):
            return  # the store pipeline ends the run
        reason = f"internal_{type(failure.value).__name__}"
        requested = response.request.cb_kwargs.get("requested") if response.request else None
        if requested:
            self.fail(requested, self.outlet_id(requested), reason)
        else:
            self.count("failed", self.outlet_id(response.url), f"list_{reason}")

    def refuse(self, url: str, outlet: str, error: NotAnArticle) -> None:
        """The page gives no article: one count, one log line, one ledger entry."""
        self.count("refused", outlet, error.reason, url=url)
        self.logger.info("%s: %s: %s", outlet, url, error)
        self.ledger.refused(url, outlet, error.reason)

    def fail(self, url: str, outlet: str, reason: str, *, gone: bool = False, retry_at: datetime | None = None) -> None:
        """The page could not be fetched: one count, one log line, one ledger entry.

        Args:
            url: the address under which it is known.
            outlet: id of the outlet.
            reason: one word.
            gone: whether the server says that there is no such page.
            retry_at: when the server wishes to be asked again; None when it said nothing.
        """
        self.count("failed", outlet, reason, url=url)
        if gone:
            self.count("gone", outlet)
        self.logger.info("%s: %s: failed: %s", outlet, url, reason)
        if reason == "not_archived":
            return  # nothing was learnt about the URL itself
        if gone:
            self.ledger.gone(url, outlet, reason)
        else:
            self.ledger.failed(url, outlet, reason, retry_at)


def load(response: Response, outlet: Outlet | None) -> pages.Page:
    """The response as a page. Raises NotAnArticle for an empty or binary one."""
    header = response.headers.get("Content-Type")
    return pages.load(
        response.body,
        url=response.url,
        content_type=header.decode("latin-1") if header else None,
        encoding=outlet.encoding if outlet else None,
    )


FRONT = re.compile(r"/?(?:(?:index|default|home)\.\w+)?", re.I)


def was_redirected(response: Response) -> bool:
    """Whether the response stands at another address than the one that was asked for, by status or by a page that redirects."""
    return bool(response.meta.get("redirect_times") or response.meta.get("stub_hops"))


def is_front(url: str, outlet: Outlet | None) -> bool:
    """Whether an address is that of a site's front page, or of one of the outlet's lists: where articles that are no more lead to."""
    if FRONT.fullmatch(urlsplit(url).path):
        return True
    return outlet is not None and canonical_url(url) in map(canonical_url, outlet.lists)


def slot(outlet: Outlet | None) -> dict[str, Any]:
    """Request meta that puts an outlet's requests into one download slot, keeps redirects on its hosts, and has a browser
    fetch the pages of an outlet that renders them by script.
    """
    if outlet is None:
        return {}
    return {"download_slot": outlet.id, "outlet": outlet} | (BY_BROWSER if outlet.render else {})


def now() -> str:
    """The time in UTC, to the second: `2026-11-23T08:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
