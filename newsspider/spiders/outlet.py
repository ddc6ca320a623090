"""The scheduled crawl of one outlet: lists -> unseen articles -> next list page while new articles appear."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newsspider import pages
from newsspider.errors import BadUrl, NotAnArticle, UsageError
from newsspider.outlets import Outlet
from newsspider.spiders.accounting import bounded
from newsspider.spiders.base import NewsSpider, load
from newsspider.spiders.conditional import NOT_MODIFIED, if_changed, validators
from newsspider.spiders.failures import failure_reason
from newsspider.spiders.keys import stamps
from newsspider.spiders.requests import request_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


NO_LINKS = ("no_links", "no article links; check `articles` of its site record")
NOT_A_LIST = (
    "not_a_list",
    "neither HTML nor a feed, a sitemap or JSON that the record describes; check `lists` of its site record",
)
"""Why a list gave nothing, for the counts, and what to do about it."""


class OutletSpider(NewsSpider):
    """`scrapy crawl outlet -a outlet=jiangxi_jxnews [-a limit=100] [-a since=2025-10-01]`.

    Arguments:
        outlet: id of the site record.
        limit: at most this many new articles; what is beyond stays pending for the next run. 0: no limit.
        per_page: of each list page at most this many new articles; 0: all.
        since: articles from this day on (`2025-10-01`), as their address or feed tells; what tells no date is fetched.

    Raises UnknownOutlet for an id that has no record, UsageError for a record without lists or a `since` that is no day.
    """

    name = "outlet"
    outlet: Outlet

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> "OutletSpider":
        """The spider of one outlet, at that outlet's pace."""
        wanted = kwargs.pop("outlet", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, cls)  # noqa: S101 from_crawler makes its own class
        if not wanted:
            raise UsageError("which outlet? `scrapy crawl outlet -a outlet=ID`; `newsspider outlets` lists the ids")
        spider.outlet = spider.outlets[wanted]
        if not spider.outlet.lists:
            raise UsageError(f"outlet {wanted} has no list pages to start from; add `lists` to its site record")
        return spider

    def __init__(self, limit: int | str = 0, since: str | None = None, per_page: int | str = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = int(limit)
        self.per_page = int(per_page)
        self.since = _day(since) if since else None
        self.asked = 0
        self.list_pages: set[tuple[str, str | None]] = set()
        self.validators: dict[str, tuple[str | None, str | None]] = {}
        """ETag and Last-Modified of each list's first page, by the address where it starts."""
        self.faulty: set[str] = set()
        """Where lists start that had a link without address."""
        self.links: dict[str, int] = {}
        """Links that each list brought so far, by the address where it starts; without those that could not be read."""

    def first_requests(self) -> Iterator[Request]:
        """What an earlier run left unfinished, then the lists."""
        due = self.ledger.due(self.outlet.id)
        for each in due:
            self.account.take_up(each.url, self.outlet.id)
        recent = []
        for each in due:
            if self._is_older(pages.Link(each.url, "")):
                self.leave(each.url, self.outlet.id, "since")
            else:
                recent.append(each)
        yield from self._articles([(each.url, each.url) for each in recent if not each.held])
        for each in recent:
            if each.held:
                yield from self.look_again(each, self.outlet.id)
        for url in self.outlet.lists:
            for request in self._list_request(url, pages.Listing(next_page=url), 1):
                # The pages of an e-paper's issue are lists of their own: the first one says nothing about the others.
                read = self.ledger.last_read(self._walk_name(url)) if self.outlet.kind != "epaper" else None
                yield if_changed(request, read) if read else request

    @bounded
    def parse_list(self, response: Response, walk: str, number: int, form: str | None = None) -> Iterator[Request]:
        """Requests for the unseen articles of a list page, and for the next page while there may be more of them.

        Args:
            response: the list page.
            walk: where the list starts; the ledger remembers under it how far the list was read.
            number: which page of the list this is, from 1.
            form: the form that was sent for it; None for a plain GET.
        """
        if response.status == NOT_MODIFIED:
            self.count("lists_unchanged", self.outlet.id)
            return
        if number == 1:
            self.validators[walk] = validators(response)
        try:
            page = load(response.replace(body=pages.unpack(response.body)), self.outlet)
            if target := pages.redirect_target(page):
                yield from self._next_page(walk, pages.Listing(next_page=target), number)
                return
            listing = pages.read_listing(page, self.outlet, form)
            if listing.further:
                self.validators.pop(walk, None)  # a list of lists stays the same while those grow
        except NotAnArticle as error:
            self.count("lists_failed", self.outlet.id, f"list_{error.reason}", url=response.url)
            self.logger.warning("%s: list %s: %s", self.outlet.id, response.url, error)
            return
        recent = [link for link in listing.links if not self._is_older(link)]
        found = self._addresses(recent, walk)
        discovery = self.ledger.found(self.outlet.id, found, self._walk_name(walk))
        new = [url for url in discovery.new if self.account.take_up(url, self.outlet.id)]
        for url in discovery.settled:
            self.account.know(url, self.outlet.id)
        self.links[walk] = self.links.get(walk, 0) + len(listing.links) + len(listing.further)
        self.count("list_pages", self.outlet.id)
        self.count("listed", self.outlet.id, number=len(listing.links))
        self.count("new", self.outlet.id, number=len(new))
        empty = not listing.links and not listing.further
        if empty:
            reason, advice = NO_LINKS if listing.is_list else NOT_A_LIST
            self.count("lists_empty", self.outlet.id, reason, url=response.url)
            self.look_at(self.outlet.id, page, response.url, "list_")
            self.logger.warning("%s: list %s: %s: %s", self.outlet.id, response.url, reason, advice)
        if listing.incomplete:
            self._list_failed(response.url, "incomplete_body")
        for url in new[self.per_page :] if self.per_page else ():
            self.leave(url, self.outlet.id, "per_page")
        yield from self._articles([(url, found.get(url, url)) for url in new[: self.per_page or None]])
        yield from self._further(listing, number)
        # An e-paper's pages are one issue: a page that was seen says nothing about the next one.
        more = discovery.fresh or self.outlet.kind == "epaper"
        all_older = bool(listing.links) and not recent
        if listing.incomplete or (empty and number == 1):
            return  # not read to its end: the next run asks again, and for all of it
        if not (listing.next_page and more) or all_older:
            self._list_read(walk)
        elif not self._full():  # else the next run reads on from here
            yield from self._next_page(walk, listing, number)

    def _next_page(self, walk: str, listing: pages.Listing, number: int) -> Iterator[Request]:
        """The request for a list's next page; at the page limit, or where the list goes in a circle, its end."""
        url = listing.next_page or ""
        if number >= self.outlet.max_pages or (url, listing.next_form) in self.list_pages or not self.outlet.owns(url):
            self._list_read(walk)
        else:
            yield from self._list_request(walk, listing, number + 1)

    def _list_read(self, walk: str) -> None:
        """The list was read to its end. One of whose links nothing could be made is read again by the next run."""
        if walk in self.faulty:
            return
        self.ledger.list_read(self._walk_name(walk), self.outlet.id, *self.validators.get(walk, (None, None)))

    def _further(self, listing: pages.Listing, number: int) -> Iterator[Request]:
        """Requests for the lists that a list leads to, each a list of its own."""
        for link in listing.further:
            if (link.url, None) in self.list_pages or number >= self.outlet.max_pages:
                continue
            if not (self.since and link.day and link.day < self.since):
                yield from self._list_request(link.url, pages.Listing(next_page=link.url), number + 1)

    def _walk_name(self, walk: str) -> str:
        """What the ledger remembers a list under: read down to a day is not read to its end."""
        return f"{walk}#since={self.since}" if self.since else walk

    def _is_older(self, link: pages.Link) -> bool:
        """Whether an article is older than `since`, as its address tells, else its feed. Without a date it is not."""
        if self.since is None:
            return False
        printed = pages.url_date(link.url, self.outlet)
        day = printed.value if printed else link.day
        return day is not None and day < self.since

    @bounded
    def list_failed(self, failure: "Failure") -> None:
        """Errback: count and log why a list could not be fetched; the next run reads the list to its end."""
        reason, _ = failure_reason(failure)
        url = failure.request.url  # type: ignore[attr-defined] # Scrapy sets it
        self._list_failed(url, reason)
        self.look_at_failed(self.outlet.id, failure, url, "list_")

    def _list_failed(self, url: str, reason: str) -> None:
        self.count("lists_failed", self.outlet.id, f"list_{reason}", url=url)
        self.logger.warning("%s: list %s: failed: %s", self.outlet.id, url, reason)

    def _list_request(self, walk: str, listing: pages.Listing, number: int) -> Iterator[Request]:
        """The request for a listing's next page, by GET or with its form; none for an address that nobody can ask for."""
        url, form = listing.next_page or "", listing.next_form
        self.list_pages.add((url, form))
        try:
            request = request_for(
                url,
                self.outlet,
                method="GET" if form is None else "POST",
                headers={} if form is None else {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
                body=form or "",
                callback=self.parse_list,
                errback=self.list_failed,
                cb_kwargs={"walk": walk, "number": number, "form": form},
            )
        except BadUrl:
            self._list_failed(url, "bad_url")
        else:
            yield request

    def merged_under(self, key: str) -> Iterator[Request]:
        """The lists once more, from their beginning: links that were one address are several now."""
        self.list_pages.clear()
        for url in self.outlet.lists:
            yield from self._list_request(url, pages.Listing(next_page=url), 1)

    def _addresses(self, links: Sequence[pages.Link], walk: str) -> dict[str, str]:
        """Where to fetch each article, by the address that the ledger knows it by; of two mirrors, the first is fetched."""
        for key in stamps([link.url for link in links], self.outlet.query_keys):
            self.learn(links[0].url, key, "ignored")
        found: dict[str, str] = {}
        for link in links:
            if (address := self.address(link.url, self.outlet.id)) is None:
                self.faulty.add(walk)
            else:
                found.setdefault(address, link.url)
        return found

    def _articles(self, addresses: Iterable[tuple[str, str]]) -> Iterator[Request]:
        """Requests for addresses taken up, each with where it is fetched, up to the limit."""
        for requested, url in addresses:
            if self._full():
                self.leave(requested, self.outlet.id, "limit")
                continue
            self.asked += 1
            yield from self.ask(requested, self.outlet.id, url)

    def _full(self) -> bool:
        return bool(self.limit) and self.asked >= self.limit


def _day(text: str) -> str:
    """A day in ISO 8601. Raises UsageError for what is none."""
    try:
        return str(date.fromisoformat(text))
    except ValueError as error:
        raise UsageError(f"since {text!r} is not a day; write it like 2025-10-01") from error
