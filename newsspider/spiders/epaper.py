"""The issues of an e-paper by date: issue list or date pattern -> front page -> layout pages -> articles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newsspider import pages
from newsspider.days import days_between
from newsspider.errors import BadUrl, NotAnArticle, OutputError, StoreAway, Unstorable
from newsspider.items import Draft, Printed, start_draft
from newsspider.outlets import Outlet
from newsspider.spiders.accounting import bounded
from newsspider.spiders.base import load
from newsspider.spiders.failures import failure_reason
from newsspider.spiders.fronts import Front, IssueFinder
from newsspider.spiders.issues import Left, Todo
from newsspider.telemetry.faults import in_words, word_for
from newsspider.urls import as_url

if TYPE_CHECKING:
    from twisted.python.failure import Failure

LAYOUTS, ARTICLES = 5, 7
"""Priorities of requests above those for front pages: an issue is finished before the next is begun."""


@dataclass
class Running:
    """One day's issue under way."""

    open: set[str] = field(default_factory=set)
    """Layout pages and articles that are asked for and not settled."""
    pages: set[str] = field(default_factory=set)
    """Layout pages read or asked for."""
    articles: list[str] = field(default_factory=list)
    """Articles asked for."""
    held: dict[str, Draft] = field(default_factory=dict)
    """Articles that began on another page, until it is known whether the beginning links them."""


class EpaperSpider(IssueFinder):
    """`scrapy crawl epaper -a outlet=jiangxi_jxrb -a start=2022-11-01 [-a end=2022-11-30] [-a limit=100]`.

    Arguments:
        outlet: id of the site record of an e-paper.
        start, end: first and last day, YYYY-MM-DD; `end` is today in Shanghai when left out.
        limit: at most this many new articles; what is beyond stays pending for the next run. 0: no limit.

    Raises UnknownOutlet for an id that has no record; UsageError for a portal, for an e-paper whose issues have no known
    address, and for days that are none.
    """

    name = "epaper"

    def __init__(self, start: str = "", end: str = "", limit: int | str = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.days = days_between(start, end or None)
        self.limit = int(limit)
        self.asked = 0
        self.running: dict[date, Running] = {}
        self.todo: dict[str, tuple[date, Todo]] = {}
        """Articles of the issues under way, by canonical URL."""
        self.done: set[str] = set()
        """Those of them that stand in a draft, their own or that of the article they continue."""

    # the pages of an issue

    @bounded
    def parse_layout(self, response: Response, day: date, asked: str, front: Front | None = None) -> Iterator[Request | Draft]:
        """Requests for the articles of a print page, and for the other pages that it names."""
        if target := self._stub(response):
            yield target
            return
        try:
            layout = pages.read_layout(load(response, self.outlet), self.outlet, day, asked=None if front else asked)
        except NotAnArticle as error:
            yield from self._layout_lost(day, asked, front, error.reason)
            return
        if front and not layout.entries and len(layout.pages) < 2:
            yield from self._layout_lost(day, asked, front, "no_articles")
            return
        left = self._enter(day, response.url if front else "", layout)
        running = self.running[day]
        running.pages |= layout.read
        self.count("list_pages", self.outlet.id)
        self.count("listed", self.outlet.id, number=len(layout.entries))
        todo = {each.url for each in left.articles}
        for entry in layout.entries:
            if entry.skip:
                self.count("skipped", self.outlet.id, entry.skip)
            elif entry.url not in todo:
                self.account.know(entry.url, self.outlet.id)
        yield from self.ask_articles(day, left.articles)
        yield from self.ask_pages(day, left.pages)
        yield from self._settle(day, asked)

    def _enter(self, day: date, front: str, layout: pages.Layout) -> Left:
        """Enter what a page told; an entry that the store does not take is one failure, the others go on."""
        issues, outlet = self.ledger.issues, self.outlet.id
        try:
            return issues.read(outlet, day, front, layout)
        except Exception as error:
            if isinstance(error, OutputError) and not isinstance(error, Unstorable):
                raise
        good = []
        for entry in layout.entries:
            try:
                issues.read(outlet, day, front, replace(layout, entries=[entry]))
                good.append(entry)
            except Exception as error:
                if isinstance(error, OutputError) and not isinstance(error, Unstorable):
                    raise
                self.logger.warning("%s: entry %r of %s: %s", outlet, entry.url, day, in_words(error))
                self.fail(entry.url, outlet, word_for(error))
        return issues.read(outlet, day, front, replace(layout, entries=good))

    @bounded
    def layout_failed(self, failure: "Failure") -> Iterator[Request | Draft]:
        """Errback: one page less; the rest of the issue goes on, and a later run tries the page again."""
        reason, _ = failure_reason(failure)
        yield from self._layout_lost(**failure.request.cb_kwargs, front=None, reason=reason)  # type: ignore[attr-defined] # Scrapy sets it

    def _layout_lost(self, day: date, asked: str, front: Front | None, reason: str) -> Iterator[Request | Draft]:
        if front:
            yield from self._no_front(day, asked, front, reason, gone=False)
            return
        self.count("lists_failed", self.outlet.id, f"page_{reason}")
        self.logger.warning("%s: %s: failed: %s", self.outlet.id, asked, reason)
        self.ledger.issues.page_failed(self.outlet.id, day, asked, reason)
        yield from self._settle(day, asked)

    def broke(self, error: Exception, request: Request) -> Iterable[Any]:
        """As every spider; when it was a print page, the rest of its issue goes on."""
        day: Any = request.cb_kwargs.get("day")
        asked: Any = request.cb_kwargs.get("asked")
        if asked is None or (isinstance(error, OutputError) and not isinstance(error, StoreAway)):
            yield from super().broke(error, request)
        elif isinstance(error, StoreAway):
            yield from super().broke(error, request)
            yield from self._settle(day, asked)
        else:
            self.say_fault(error, self.outlet.id, asked)
            yield from self._layout_lost(day, asked, request.cb_kwargs.get("front"), word_for(error))

    def begin(self, day: date, url: str) -> None:
        """The day's front page is asked for."""
        self.running[day] = Running({url})

    def ask_pages(self, day: date, urls: Sequence[str]) -> Iterator[Any]:
        """Requests for the print pages that were not asked for yet."""
        running = self.running.setdefault(day, Running())
        for url in urls:
            if url not in running.pages and not self._full():
                running.pages.add(url)
                running.open.add(url)
                try:
                    request = self.request(url, self.parse_layout, self.layout_failed, LAYOUTS, day=day, asked=url)
                except BadUrl:
                    yield from self._layout_lost(day, url, None, "bad_url")
                else:
                    yield request

    # its articles

    def ask_articles(self, day: date, todos: Sequence[Todo]) -> Iterator[Request]:
        """Requests for the articles that were not taken up yet; those beyond the limit are left."""
        running = self.running.setdefault(day, Running())
        new = [
            todo for todo in todos
            if todo.url not in self.todo and todo.url not in self.done and self.account.take_up(todo.url, self.outlet.id)
        ]  # fmt: skip
        for todo in new:
            if self._full():
                self.leave(todo.url, self.outlet.id, "limit")
                continue
            self.asked += 1
            self.count("new", self.outlet.id)
            for request in self.ask(todo.url, self.outlet.id, todo.source):
                self.todo[todo.url] = (day, todo)
                running.articles.append(todo.url)
                running.open.add(todo.url)
                yield request.replace(priority=ARTICLES)

    def read(self, page: pages.Page, outlet: Outlet | None, requested: str, fetched_at: str | None) -> Printed:
        """What a page of an article printed; what its print page is called; where it goes on."""
        _, todo = self.todo[requested]
        if todo.source:
            page = replace(pages.article_page(page), url=as_url(requested))
        printed = super().read(page, outlet, requested, fetched_at)
        if todo.title is None and pages.paper_notice(printed.headline or ""):
            raise NotAnArticle("advertisement", "a hot zone without text")
        printed.page_number = printed.page_number or todo.number
        printed.section = printed.section or todo.section
        if printed.next_page is None and (target := pages.continuation(page, self.outlet)) and self._claim(requested, target):
            printed.next_page = target
        return printed

    def _claim(self, requested: str, target: str) -> bool:
        """Take an article as the continuation of another, unless it stands on its own already."""
        key = self.canonical(target)
        running = self.running[self.todo[requested][0]]
        if key == requested or key in self.done or self.ledger.issues.is_stored(key):
            return False
        running.held.pop(key, None)
        self.done.add(key)
        if not self.account.settle(key, self.outlet.id, "refused", "continuation"):
            self.count("skipped", self.outlet.id, "continuation")
        self.ledger.refused(key, self.outlet.id, "continuation")
        return True

    @bounded
    def parse_article(
        self, response: Response, requested: str, parts: tuple[Printed, ...] = (), seen: frozenset[str] = frozenset()
    ) -> Iterator[Request | Draft]:
        """As every spider; an article that another one has taken as its continuation is left."""
        taken = requested in self.done and not parts
        yield from self._watched(requested, () if taken else super().parse_article(response, requested, parts, seen))

    @bounded
    def article_failed(self, failure: "Failure") -> Iterator[Request | Draft]:
        """As every spider."""
        requested = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined] # Scrapy sets it
        if requested not in self.done:
            yield from super().article_failed(failure)
        yield from self._watched(requested, ())

    @bounded
    def next_page_failed(self, failure: "Failure") -> Iterator[Request | Draft]:
        """As every spider."""
        requested = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined] # Scrapy sets it
        yield from self._watched(requested, super().next_page_failed(failure))

    def _watched(self, requested: str, outcome: Iterable[Request | Draft]) -> Iterator[Request | Draft]:
        """The outcome of a fetch; a text that began elsewhere is held back while the beginning may still come."""
        day, _ = self.todo[requested]
        for result in outcome:
            if isinstance(result, Request):  # its next page, or what a stub leads to: not settled yet
                yield result
                return
            if pages.is_continued(result.printed):
                self.running[day].held[requested] = result
            else:
                self.done.add(requested)
                yield result
        yield from self._settle(day, requested)

    def _draft(self, parts: tuple[Printed, ...], requested: str) -> Draft:
        draft = start_draft(pages.join_continued(list(parts)))
        draft.requested_url = requested
        return draft

    def _settle(self, day: date, key: str) -> Iterator[Draft]:
        """One page or article less to wait for; after the last, what was held back stands on its own."""
        running = self.running[day]
        running.open.discard(key)
        if not running.open:
            del self.running[day]
            for url in running.articles:
                del self.todo[url]
            self.done.difference_update(running.articles)
            yield from running.held.values()

    def _full(self) -> bool:
        return bool(self.limit) and self.asked >= self.limit
