"""Finding an e-paper's issues: the list of a month's issues, else the addresses that the site record tells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newsspider import pages
from newsspider.days import today
from newsspider.errors import BadUrl, NotAnArticle, OutputError, UsageError
from newsspider.outlets import Outlet, check_epaper
from newsspider.spiders.accounting import bounded
from newsspider.spiders.base import NewsSpider, load
from newsspider.spiders.failures import failure_reason
from newsspider.spiders.issues import Todo
from newsspider.spiders.requests import request_for
from newsspider.telemetry.faults import word_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


@dataclass(frozen=True)
class Front:
    """How a day's front page is asked for."""

    others: tuple[str, ...] = ()
    """Addresses to try when this one gives nothing."""
    listed: bool = False
    """The issue list names the issue."""
    telling: bool = True
    """Whether a 404 says that there was no issue: not when the list could not be read or the address is inferred."""


class IssueFinder(NewsSpider):
    """The part of the e-paper spider that finds the front page of each day's issue, or that there was none."""

    outlet: Outlet
    days: list[date]

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> "IssueFinder":
        """The spider of one outlet, at that outlet's pace."""
        wanted = kwargs.pop("outlet", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, cls)  # noqa: S101 from_crawler makes its own class
        if not wanted:
            raise UsageError("which e-paper? `scrapy crawl epaper -a outlet=ID -a start=2022-11-01`")
        spider.outlet = spider.outlets[wanted]
        check_epaper(spider.outlet)
        return spider

    def first_requests(self) -> Iterator[Request]:
        """What earlier runs left of issues that are known, then the issue lists of the days of which nothing is."""
        due = self.ledger.issues.due(self.outlet.id, self.days, today())
        self.count("issues", self.outlet.id, number=len(self.days))
        by_list: dict[str | None, list[date]] = {}
        for day in due:
            left = self.ledger.issues.left(self.outlet.id, day)
            if left is None:
                by_list.setdefault(self.outlet.issue_list(day), []).append(day)
            else:
                yield from self.ask_pages(day, left.pages)
                yield from self.ask_articles(day, left.articles)
        for url, days in by_list.items():
            if url:
                yield from self._ask_for_days(url, days, self.parse_issue_list, self.issue_list_failed)
            else:
                yield from self._fronts(days, Front())

    def broke(self, error: Exception, request: Request) -> Iterable[Any]:
        """As every spider; when it was an issue's list or its way to the front page, the days go on without it."""
        days = request.cb_kwargs.get("days")
        if days is None or isinstance(error, OutputError):
            yield from super().broke(error, request)
            return
        self.say_fault(error, self.outlet.id, request.url)
        yield from self._way_lost(days, request.cb_kwargs.get("front"), word_for(error))

    def _way_lost(self, days: list[date], front: Front | None, reason: str) -> Iterator[Request]:
        """What tells where days' front pages are (with `front` the entry page, else the issue list) is not to be had."""
        if front:
            self._missing(days, f"entry_{reason}")
        else:
            self.count("lists_failed", self.outlet.id, f"issue_list_{reason}")
            yield from self._fronts(days, Front(telling=False))

    def _ask_for_days(self, url: str, days: list[date], callback: Any, errback: Any, **front: Any) -> Iterator[Request]:
        """The request for a page that tells where days' front pages are; for an address that nobody can ask for, what follows from that."""
        try:
            request = self.request(url, callback, errback, days=days, **front)
        except BadUrl:
            yield from self._way_lost(days, front.get("front"), "bad_url")
        else:
            yield request

    @bounded
    def parse_issue_list(self, response: Response, days: list[date]) -> Iterator[Request]:
        """Front pages of the days that the list names; the others had no issue."""
        try:
            listed = pages.read_issue_list(load(response, self.outlet))
        except NotAnArticle:
            listed = {}
        if not listed:
            self.count("lists_failed", self.outlet.id, "issue_list_unreadable")
            self.logger.warning("%s: %s: no issue list", self.outlet.id, response.url)
            yield from self._fronts(days, Front(telling=False))
            return
        for day in days:
            front = listed.get(day)
            if day not in listed:
                self.ledger.issues.no_issue(self.outlet.id, day)
            elif front and self.outlet.owns(front):
                yield from self._front(day, front, Front(tuple(self.outlet.front_pages(day)), listed=True))
            else:
                yield from self._fronts([day], Front(listed=True))

    @bounded
    def issue_list_failed(self, failure: "Failure") -> Iterator[Request]:
        """Errback: without a list the days' front pages are tried by their addresses."""
        reason, gone = failure_reason(failure)
        if not gone:
            self.count("lists_failed", self.outlet.id, f"issue_list_{reason}")
        self.logger.info("%s: issue list: %s", self.outlet.id, reason)
        yield from self._fronts(failure.request.cb_kwargs["days"], Front(telling=gone))  # type: ignore[attr-defined] # Scrapy sets it

    def _fronts(self, days: Iterable[date], front: Front, node: str | None = None) -> Iterator[Request]:
        """Requests for front pages by address; where that needs a column id, for the entry page that tells it."""
        unknown = []
        for day in days:
            addresses = self.outlet.front_pages(day, node)
            if addresses:
                yield from self._front(day, addresses[0], replace(front, others=tuple(addresses[1:])))
            else:
                unknown.append(day)
        if unknown and self.outlet.lists and node is None:
            yield from self._ask_for_days(self.outlet.lists[0], unknown, self.parse_entry, self.entry_failed, front=front)
        elif unknown:
            self._missing(unknown, "front_page_unknown")

    @bounded
    def parse_entry(self, response: Response, days: list[date], front: Front) -> Iterator[Request]:
        """The newest issue's front page, for its column id; ids change, so that a 404 under it says nothing of other days."""
        target = self._stub(response)
        if target:
            yield target
        elif node := self.outlet.front_node(response.url):
            yield from self._fronts(days, replace(front, telling=False), node)
        else:
            self._missing(days, "front_page_unknown")

    @bounded
    def entry_failed(self, failure: "Failure") -> None:
        """Errback: without the column id no front page can be asked for."""
        reason, _ = failure_reason(failure)
        self._missing(failure.request.cb_kwargs["days"], f"entry_{reason}")  # type: ignore[attr-defined] # Scrapy sets it

    def _front(self, day: date, url: str, front: Front) -> Iterator[Request]:
        self.begin(day, url)
        try:
            request = self.request(url, self.parse_layout, self.front_failed, day=day, asked=url, front=front)
        except BadUrl:
            yield from self._no_front(day, url, front, "bad_url", gone=False)
        else:
            yield request

    @bounded
    def front_failed(self, failure: "Failure") -> Iterator[Request]:
        """Errback: the next address, else the issue is missing, or there was none."""
        reason, gone = failure_reason(failure)
        yield from self._no_front(**failure.request.cb_kwargs, reason=reason, gone=gone)  # type: ignore[attr-defined] # Scrapy sets it

    def _no_front(self, day: date, asked: str, front: Front, reason: str, gone: bool) -> Iterator[Request]:
        if rest := tuple(url for url in front.others if url != asked):
            yield from self._front(day, rest[0], replace(front, others=rest[1:], telling=front.telling and gone))
        elif gone and front.telling and not front.listed:
            self.ledger.issues.no_issue(self.outlet.id, day)
        else:
            self._missing([day], reason)

    def _missing(self, days: Iterable[date], reason: str) -> None:
        for day in days:
            self.count("lists_failed", self.outlet.id, f"issue_{reason}")
            self.logger.warning("%s: issue of %s: %s", self.outlet.id, day, reason)
            self.ledger.issues.missing(self.outlet.id, day, reason)

    # what the reading part does

    def begin(self, day: date, url: str) -> None:
        """The day's front page is asked for."""
        raise NotImplementedError

    def parse_layout(self, response: Response, day: date, asked: str, front: Front | None = None) -> Iterator[Any]:
        """A print page came."""
        raise NotImplementedError

    def ask_pages(self, day: date, urls: Sequence[str]) -> Iterator[Request]:
        """Requests for print pages of an issue."""
        raise NotImplementedError

    def ask_articles(self, day: date, todos: Sequence[Todo]) -> Iterator[Request]:
        """Requests for articles of an issue."""
        raise NotImplementedError

    # requests

    def _stub(self, response: Response) -> Request | None:
        """The request again for where a page that only redirects leads, within the outlet's hosts and a few times; else None."""
        try:
            target = pages.redirect_target(load(response, self.outlet))
        except NotAnArticle:
            return None
        hops = response.meta.get("stub_hops", 0)
        if not target or not self.outlet.owns(target) or hops >= self.crawler.settings.getint("REDIRECT_MAX_TIMES"):
            return None
        assert response.request is not None  # noqa: S101 Scrapy sets it
        return response.request.replace(url=target, meta=response.request.meta | {"stub_hops": hops + 1})

    def request(self, url: str, callback: Any, errback: Any, priority: int = 0, **kwargs: Any) -> Request:
        """A request for a list or print page, at the outlet's pace; `kwargs` go to both callbacks. Raises BadUrl."""
        return request_for(url, self.outlet, callback=callback, errback=errback, priority=priority, cb_kwargs=kwargs)
