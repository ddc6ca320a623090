"""What the spiders share: a request for an article, and reading it page by page."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from newsspider import pages
from newsspider.errors import BadUrl, NotAnArticle
from newsspider.items import Draft, Printed, start_draft
from newsspider.lazy_pattern import lazy_pattern
from newsspider.middlewares.replay import FETCHED_AT
from newsspider.middlewares.whole import no_end
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.outlets.records import rules_of
from newsspider.spiders.accounting import AccountingSpider, bounded
from newsspider.spiders.conditional import NOT_MODIFIED, if_changed, validators
from newsspider.spiders.failures import BROKEN_OFF, NOT_ASKED, failure_reason, retry_at
from newsspider.spiders.keys import proven_keys, unproven_keys
from newsspider.spiders.ledger import Due, KeyKind
from newsspider.spiders.requests import request_for
from newsspider.telemetry import logs
from newsspider.telemetry.counters import example, observe
from newsspider.telemetry.faults import in_words, word_for
from newsspider.urls import CanonicalUrl, canonical_url, netloc
from newsspider.values.query_keys import QueryKeys

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

MAX_ARTICLE_PAGES = 30
"""Pages of one article that are joined at most."""

UNKNOWN = "unknown"
"""What counts as the outlet of an address that has not even a host."""
NEVER_COMING = ("not_archived", "robots_txt", "redirect_offsite", "url_too_long")
"""Why a later page of an article is not to be had, however often it is tried."""


class NewsSpider(AccountingSpider):
    """Base of the spiders. Settings: NEWSSPIDER_SITES (folder of site records; default: the ones that ship)."""

    outlets: Outlets
    outlet: Any = None
    """The outlet that the run is about; None for single URLs."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> "NewsSpider":
        """The spider with its site records: the argument `outlets`, else loaded. Raises ConfigError for wrong records."""
        outlets = kwargs.pop("outlets", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, cls)  # noqa: S101 from_crawler makes its own class
        logs.follow(spider, crawler.settings)
        sites = crawler.settings.get("NEWSSPIDER_SITES")
        spider.outlets = outlets or load_outlets(Path(sites) if sites else None)
        return spider

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

    def take_keys(self, learned: Mapping[str, QueryKeys]) -> None:
        """Make addresses canonical by what was learnt of query keys, by host."""
        self.outlets = self.outlets.with_keys(learned)
        if self.outlet is not None:
            self.outlet = self.outlets[self.outlet.id]

    def adopt(self) -> None:
        """Have the ledger find the ids that were given out under other rules of making addresses canonical."""
        for name, outlet in self.sites().items():
            rules = outlet.address_rules if outlet else rules_of(self.outlets.keys_of(f"http://{name}/"))
            self.ledger.adopt(name, rules, self.outlets.canonical)

    def sites(self) -> dict[str, Outlet | None]:
        """The sites that the run is about, by outlet id; unknown ones by host, with None."""
        return {self.outlet.id: self.outlet} if self.outlet is not None else {}

    def learn(self, url: str, key: str, kind: KeyKind, alias: tuple[str, str] | None = None) -> None:
        """A page told what a query key is on its host: addresses are made canonical by that from here on, in later runs, too.

        Args:
            url: an address on the host.
            key: the key, in lower case.
            kind: what it is.
            alias: today's address of the article that proved it, and the one it was taken up under.
        """
        host, name = netloc(url), self.outlet_id(url)
        self.take_keys({host: self.outlets.keys_of(url).with_key(key, identity=kind == "identity")})
        self.count("keys_learned", name, f"key_{kind}_{key}", url=url)
        self.logger.warning(
            "%s: query key %r on %s: %s; `%s_keys` of the site record says so from the start", name, key, host, kind, kind
        )
        self.ledger.learn(host, key, kind, alias)
        self.adopt()

    def canonical(self, url: str) -> CanonicalUrl:
        """The address by which an article is known: canonical, and mirrors of a known outlet undone."""
        return self.outlets.canonical(url)

    def address(self, url: str, outlet: str | None = None) -> CanonicalUrl | None:
        """The address by which the ledger knows a link's article; None for a link that has none, after counting the failure.

        Args:
            url: the link.
            outlet: id of the outlet it is counted under; None: that of the address.
        """
        try:
            return self.canonical(url)
        except Exception as error:  # whatever is wrong with one link, the others go on
            if self.account.settle(url, outlet or UNKNOWN, "failed", word_for(error)):  # the ledger can take no such address
                self.logger.warning("link %r: %s", url, in_words(error))
            return None

    def article_request(self, url: str, requested: str) -> Request:
        """A request for an article, in the download slot of its outlet: one pace over all its hosts. Raises BadUrl.

        Args:
            url: where it was found, and is fetched.
            requested: the address by which the ledger knows it, under which its outcome is entered.
        """
        return request_for(
            url,
            self.outlets.outlet_for(url) or self.outlets.outlet_for(requested),
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"requested": requested},
        )

    def ask(self, requested: str, outlet: str, url: str | None = None) -> Iterator[Request]:
        """The request for an address that was taken up; one that nobody can ask for has failed.

        Args:
            requested: the address by which the ledger knows it.
            outlet: id of the outlet that it was taken up for.
            url: where it is fetched, when that is another one.
        """
        try:
            request = self.article_request(url or requested, requested)
        except BadUrl as error:
            self.logger.info("%s: %s", outlet, error)
            self.fail(requested, outlet, "bad_url")
        else:
            yield request

    def look_again(self, due: Due, outlet: str) -> Iterator[Request]:
        """The request for a stored article: has its text changed, is it gone?"""
        for request in self.ask(due.url, outlet):
            yield if_changed(request, due)

    @bounded
    def parse_article(
        self, response: Response, requested: str, parts: tuple[Printed, ...] = (), seen: frozenset[str] = frozenset()
    ) -> Iterator[Request | Draft]:
        """Read one page of an article; yield the request for its next page or, after the last, the whole as a draft."""
        outlet = self.outlets.outlet_for(response.url)
        name = self.outlet_id(requested)
        if response.status == NOT_MODIFIED:
            if self.account.settle(requested, name, "unchanged"):
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
            printed = self.read(page, outlet, requested, response.meta.get(FETCHED_AT, now()))
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
        if not parts:
            yield from self._learn_from(response, page, requested)
        version = validators(response) if not parts else (None, None)
        parts = (*parts, printed)
        seen |= {self.canonical(response.url)}
        if following := self._following(printed, requested, parts, seen, outlet):
            yield following
        else:
            draft = self._draft(parts, requested)
            if len(parts) == 1:
                draft.etag, draft.last_modified = version
            yield draft

    def _learn_from(self, response: Response, page: pages.Page, requested: str) -> Iterator[Request]:
        """Learn which keys the page's canonical link proves to name the article; requests for what was merged without them."""
        keys = self.outlets.keys_of(response.url)
        if not unproven_keys(response.url, keys) or not (own := pages.own_address(page)):
            return
        for key in proven_keys(response.url, own, keys):
            known = keys.with_key(key, identity=True)
            self.learn(response.url, key, "identity", (canonical_url(response.url, known), requested))
            yield from self.merged_under(key)

    def merged_under(self, key: str) -> Iterator[Request]:
        """Requests by which addresses are found again that were one while a key was cut; none where there is no list."""
        yield from ()

    def _following(
        self, printed: Printed, requested: str, parts: tuple[Printed, ...], seen: frozenset[str], outlet: Outlet | None
    ) -> Request | None:
        """The request for an article's next page; None after the last, and where its address is none."""
        following = printed.next_page
        try:
            if not following or self.canonical(following) in seen or len(parts) >= MAX_ARTICLE_PAGES:
                return None
            return request_for(
                following,
                outlet,
                callback=self.parse_article,
                errback=self.next_page_failed,
                cb_kwargs={"requested": requested, "parts": parts, "seen": seen},
                priority=10,
            )
        except BadUrl:
            self._kept_without_next(requested, "bad_url")
            return None

    def _kept_without_next(self, requested: str, reason: str) -> None:
        self.count("incomplete", self.outlet_id(requested), f"next_page_{reason}")
        self.logger.info("%s: %s: kept without its next page: %s", self.outlet_id(requested), requested, reason)

    def read(self, page: pages.Page, outlet: Outlet | None, requested: str, fetched_at: str | None) -> Printed:
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
            request = self.article_request(target, requested)
            yield request.replace(meta=request.meta | {"stub_hops": hops})

    @bounded
    def article_failed(self, failure: "Failure") -> None:
        """Errback: count, log and enter why the article could not be fetched."""
        requested = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined] # Scrapy sets it
        reason, gone = failure_reason(failure)
        if reason in NOT_ASKED:
            self._not_asked(requested, reason)
            return
        self.fail(requested, self.outlet_id(requested), reason, gone=gone, retry_at=retry_at(failure))
        self.look_at_failed(self.outlet_id(requested), failure, requested)

    @bounded
    def next_page_failed(self, failure: "Failure") -> Iterator[Draft]:
        """Errback: an article whose later page is not to be had is kept as it is; else a later run fetches it whole."""
        requested = failure.request.cb_kwargs["requested"]  # type: ignore[attr-defined] # Scrapy sets it
        reason, gone = failure_reason(failure)
        if reason in NOT_ASKED:
            self._not_asked(requested, reason)
        elif gone or reason in NEVER_COMING:
            self._kept_without_next(requested, reason)
            yield self._draft(failure.request.cb_kwargs["parts"], requested)  # type: ignore[attr-defined] # as above
        else:
            self.fail(requested, self.outlet_id(requested), f"next_page_{reason}", retry_at=retry_at(failure))

    def _not_asked(self, requested: str, reason: str) -> None:
        """Nothing was learnt of the address. What a run that is broken off leaves is counted at its end, when it is known why it ended."""
        if reason != BROKEN_OFF:
            self.leave(requested, self.outlet_id(requested), reason)


def load(response: Response, outlet: Outlet | None) -> pages.Page:
    """The response as a page. Raises NotAnArticle for an empty or binary one."""
    header = response.headers.get("Content-Type")
    return pages.load(
        response.body,
        url=response.url,
        content_type=header.decode("latin-1") if header else None,
        encoding=outlet.encoding if outlet else None,
    )


FRONT = lazy_pattern(r"/?(?:(?:index|default|home)\.\w+)?", re.I)


def was_redirected(response: Response) -> bool:
    """Whether the response stands at another address than the one that was asked for, by status or by a page that redirects."""
    return bool(response.meta.get("redirect_times") or response.meta.get("stub_hops"))


def is_front(url: str, outlet: Outlet | None) -> bool:
    """Whether an address is that of a site's front page, or of one of the outlet's lists: where articles that are no more lead to."""
    if FRONT.fullmatch(urlsplit(url).path):
        return True
    return outlet is not None and outlet.canonical(url) in map(outlet.canonical, outlet.lists)


def now() -> str:
    """The time in UTC, to the second: `2026-11-23T08:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
