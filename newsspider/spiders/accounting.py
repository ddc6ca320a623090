"""What every spider does with its addresses: each is taken up, and settled once; a fault costs what it was about and nothing else."""

import functools
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from newsspider.errors import OutputError, Refused, StoreAway
from newsspider.items import Draft
from newsspider.spiders.ledger import Ledger, NoLedger
from newsspider.telemetry.account import Account, add_fault
from newsspider.telemetry.counters import Event, count
from newsspider.telemetry.faults import in_words, word_for
from newsspider.urls import netloc

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

STORE_AWAY = "store_away"
"""Why an address is left, or a list not read, that cannot be looked up while the database is away."""

S = TypeVar("S", bound="AccountingSpider")
A = TypeVar("A", Response, Failure)
P = ParamSpec("P")


def bounded(
    work: Callable[Concatenate[S, A, P], Iterable[Any] | None],
) -> Callable[Concatenate[S, A, P], Iterator[Any]]:
    """A callback or errback behind a boundary: any exception becomes a failure of what it was about, through `broke`.

    What it yielded before stays.
    """

    @functools.wraps(work)
    def run(spider: S, answer: A, /, *args: P.args, **kwargs: P.kwargs) -> Iterator[Any]:
        request: Request = answer.request  # type: ignore[attr-defined,assignment] # Scrapy sets it, of failures, too
        try:
            yield from spider.handed_over(work(spider, answer, *args, **kwargs) or ())
        except Exception as error:
            try:
                yield from spider.broke(error, request)
            except Exception as worse:
                spider.give_up_on(worse, request)

    return run


class AccountingSpider(Spider):
    """Base of the spiders: the account of a run's addresses, and the boundaries around links, pages, items and the spider itself."""

    ledger: Ledger = NoLedger()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = Account(self.count)

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> "AccountingSpider":
        """The spider, listening to what becomes of its items and requests."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for receiver, signal in (
            (spider.item_scraped, signals.item_scraped),
            (spider.item_dropped, signals.item_dropped),
            (spider.item_error, signals.item_error),
            (spider.request_dropped, signals.request_dropped),
            (spider.spider_error, signals.spider_error),
            (spider.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return spider

    def count(self, event: Event, outlet: str, reason: str | None = None, number: int = 1, url: str | None = None) -> None:
        """Count an event in the run's stats; keep the address as an example of its reason."""
        count(self.crawler.stats, event, outlet, reason, number, url)

    def outlet_id(self, url: str) -> str:
        """Id of the URL's outlet; its host for an unknown site."""
        return netloc(url)

    # what becomes of an address

    def refuse(self, url: str, outlet: str, error: Refused) -> None:
        """The page gives no article: one count, one log line, one ledger entry."""
        if self.account.settle(url, outlet, "refused", error.reason):
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
        if not self.account.settle(url, outlet, "gone" if gone else "failed", reason):
            return
        self.logger.info("%s: %s: failed: %s", outlet, url, reason)
        if reason == "not_archived":
            return  # nothing was learnt about the URL itself
        if gone:
            self.ledger.gone(url, outlet, reason)
        else:
            self.ledger.failed(url, outlet, reason, retry_at)

    def leave(self, url: str, outlet: str, reason: str) -> None:
        """The address is not finished in this run and stays pending: one count, one log line, no ledger entry.

        Args:
            url: the address under which it is known.
            outlet: id of the outlet.
            reason: one word.
        """
        if self.account.settle(url, outlet, "left", reason):
            self.logger.debug("%s: %s: left to a later run: %s", outlet, url, reason)

    # boundaries

    async def start(self) -> AsyncIterator[Any]:
        """The first requests. What goes wrong between them is the spider's death; those before it are done."""
        try:
            for each in self.first_requests():
                yield each
        except StoreAway as error:
            self.count("lists_failed", getattr(getattr(self, "outlet", None), "id", self.name), STORE_AWAY)
            self.logger.warning("left to the next run: %s", error)
        except OutputError as error:
            self.store_failed(error)
        except Exception as error:
            self.died(error)

    def first_requests(self) -> Iterable[Request]:
        """What the spider begins with."""
        raise NotImplementedError

    def handed_over(self, results: Iterable[Any]) -> Iterator[Any]:
        """The results of a callback, noting of which addresses the article is on its way to the store."""
        for each in results:
            if isinstance(each, Draft) and each.requested_url:
                self.account.hand_over(each.requested_url)
            yield each

    def broke(self, error: Exception, request: Request) -> Iterable[Any]:
        """A callback or errback ended with an exception: one failure of the address, or of the list, that the request was about.

        A database that is away leaves the address, or list, to the next run; one that fails for good ends the run.
        """
        requested = request.cb_kwargs.get("requested")
        outlet = self.outlet_id(requested or request.url)
        if isinstance(error, StoreAway):
            self.logger.warning("%s: %s: left to the next run: %s", outlet, request.url, error)
            if requested:
                self.leave(requested, outlet, STORE_AWAY)
            else:
                self.count("lists_failed", outlet, STORE_AWAY)
        elif isinstance(error, OutputError):
            self.store_failed(error)
        else:
            self.say_fault(error, outlet, requested or request.url)
            if not requested:
                self.count("lists_failed", outlet, f"list_{word_for(error)}", url=request.url)
            elif not self.account.is_handed_over(requested):
                self.fail(requested, outlet, word_for(error))
        return ()

    def give_up_on(self, error: Exception, request: Request) -> None:
        """Even the failure could not be dealt with: it is said, and the account finds what is missing."""
        if isinstance(error, OutputError) and not isinstance(error, StoreAway):
            self.store_failed(error)
        else:
            self.logger.error("%s: %s", request.url, in_words(error))

    def store_failed(self, error: OutputError) -> None:
        """Tell the store pipeline, which ends the run."""
        failure = Failure(error)  # type: ignore[no-untyped-call]
        self.crawler.signals.send_catch_log(signals.spider_error, failure=failure, response=None, spider=self)

    def died(self, error: BaseException) -> None:
        """The spider itself went down; the run ends with its own exit code and says so."""
        add_fault(self.crawler.stats, f"its spider died: {in_words(error)}")
        self.logger.error("the spider died: %s; please report it", in_words(error))
        self.logger.debug("the spider died", exc_info=error)

    def say_fault(self, error: BaseException, outlet: str, url: str) -> None:
        """newsspider itself failed on something: one line, with the place; the traceback for whoever debugs."""
        self.logger.error("%s: %s: newsspider failed on it: %s; please report it", outlet, url, in_words(error))
        self.logger.debug("%s: %s", outlet, url, exc_info=error)

    # what Scrapy tells

    def item_scraped(self, item: Any) -> None:
        """An article passed every step. Where nothing is committed, it is done."""
        if isinstance(item, Draft) and not self.ledger.commits:
            self.account.settle(*self._place(item), "stored")

    def item_dropped(self, item: Any, exception: Exception) -> None:
        """A step let an article fall: it refused it, or failed on it."""
        if not isinstance(item, Draft):
            return
        cause = exception.__cause__
        url, outlet = self._place(item)
        if isinstance(cause, Refused):
            self.refuse(url, outlet, cause)
        elif cause is None:
            self.refuse(url, outlet, Refused("dropped", str(exception)))
        else:
            self.say_fault(cause, outlet, url)
            self.fail(url, outlet, word_for(cause))

    def item_error(self, item: Any, failure: Failure) -> None:
        """A step of somebody else's failed on an article; Scrapy has logged the traceback."""
        if isinstance(item, Draft):
            url, outlet = self._place(item)
            self.fail(url, outlet, word_for(_error(failure)))

    def request_dropped(self, request: Request) -> None:
        """The scheduler does not take a request."""
        if requested := request.cb_kwargs.get("requested"):
            self.fail(requested, self.outlet_id(requested), "dropped")

    def spider_error(self, failure: Failure, response: Any) -> None:
        """An exception that passed the boundaries, from somebody else's middleware; Scrapy has logged the traceback."""
        if isinstance(failure.value, OutputError):
            return  # the store pipeline ends the run
        request = getattr(response, "request", None)
        if request is None:
            self.died(_error(failure))
        else:
            AccountingSpider.broke(self, _error(failure), request)

    def spider_closed(self, reason: str) -> None:
        """The run is over: what was not settled is left, or lost."""
        self.account.close(reason)

    @staticmethod
    def close(spider: Spider, reason: str) -> Any:
        """Scrapy's call of `closed`, where a spider has it."""
        try:
            return Spider.close(spider, reason)
        except Exception as error:
            assert isinstance(spider, AccountingSpider)  # noqa: S101 Scrapy calls it with the spider itself
            spider.died(error)

    def _place(self, item: Draft) -> tuple[str, str]:
        """Address and outlet of an article under way."""
        url = item.requested_url or item.printed.url or ""
        return url, item.printed.outlet or self.outlet_id(url)


def _error(failure: Failure) -> Exception:
    """What went wrong."""
    return failure.value if isinstance(failure.value, Exception) else RuntimeError(str(failure.value))
