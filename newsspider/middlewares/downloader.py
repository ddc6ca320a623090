"""The place where requests leave: each waits for its turn at its host, and every answer says whether the host has enough."""

import logging
import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers import DownloadHandlers
from scrapy.http import Response

from newsspider.middlewares.errors import CrawlDelayTooLong, HostResting
from newsspider.middlewares.host import Host, Line
from newsspider.middlewares.turns import LOOK_SECONDS, Manners, Turns, enter, leave
from newsspider.middlewares.wishes import asks_for_rest, retry_after
from newsspider.telemetry.counters import LEFT_HOSTS_STAT, set_rested
from newsspider.urls import netloc

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

SPACING = 0.001
"""Seconds between two requests of a slot, as Scrapy's downloader keeps it: without any, Scrapy 2.19 does not keep a slot's concurrency."""

HOLD = 10.0
"""Seconds that the answer to a robots.txt is waited for, over all processes: it may ask for more time than is known until then."""


class PatientDownloader(Downloader):
    """Scrapy's, which keeps the queues and how many requests of a slot are under way; when each of them is sent is said by its gate.

    Settings: DOWNLOAD_DELAY and `delay` in DOWNLOAD_SLOTS (pace), NEWSSPIDER_PATIENCE, NEWSSPIDER_MAX_CRAWL_DELAY, RETRY_BACKOFF,
    RETRY_BACKOFF_MAX (all in seconds).
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        paces = {key: float(each["delay"]) for key, each in self.per_slot_settings.items() if "delay" in each}
        self.gate = Gate(crawler, self.handlers, paces, self._delay)
        self.handlers = self.gate  # type: ignore[assignment] # the one method of it that is called
        self.per_slot_settings = {key: {**each, "delay": SPACING} for key, each in self.per_slot_settings.items()}
        self._delay = SPACING

    def close(self) -> None:
        """No more requests."""
        super().close()
        self.gate.close()


class Gate:
    """Stands between the downloader and its handlers: a request that passes is sent at once, whichever way it came here."""

    def __init__(self, crawler: "Crawler", handlers: DownloadHandlers, paces: dict[str, float], pace: float) -> None:
        settings = crawler.settings
        self.crawler, self.handlers = crawler, handlers
        self.paces, self.pace = paces, pace
        self.manners = Manners(
            settings.getfloat("NEWSSPIDER_PATIENCE"), settings.getfloat("RETRY_BACKOFF"), settings.getfloat("RETRY_BACKOFF_MAX")
        )
        self.max_crawl_delay = settings.getfloat("NEWSSPIDER_MAX_CRAWL_DELAY")
        self.waiting = 0
        """Requests that hold a place of their slot and wait."""
        self._entered: tuple[str, Turns] | None = None
        self._lines: dict[str, Line] = {}
        self._of_records: dict[str, float | None] = {}
        self._rested: dict[str, tuple[float, float]] = {}
        """By outlet: seconds that it waited for resting hosts, and until when that is counted."""

    async def download_request_async(self, request: Request) -> Response:
        """The answer. Raises NotAsked when the request is not sent, else what the handlers raise."""
        if not request.url.startswith(("http://", "https://")):
            return await self.handlers.download_request_async(request)
        host = netloc(request.url)
        hold = HOLD if request.url.endswith("/robots.txt") else 0.0
        await self._wait(host, request, hold)
        asked_at = self.turns.clock()
        try:
            response = await self.handlers.download_request_async(request)
        except Exception:
            await self.turns.hold_back(host)
            raise
        finally:
            if hold:
                await self.turns.release(host, self._pace(host, request))
        if asks_for_rest(response):
            await self._rest(host, response, asked_at)
        else:
            await self.turns.answered(host, asked_at)
        return response

    def check(self, host: str) -> None:
        """Raises HostResting for a host that is left for this run, CrawlDelayTooLong for one whose robots.txt asks for too much."""
        known = self.turns.host(host)
        if known.is_left(self.turns.clock(), self.manners.patience):
            self._say_resting(host, known)
            raise HostResting(host)
        if known.wished_delay > self.max_crawl_delay:
            raise CrawlDelayTooLong(host)

    async def learn(self, host: str, request: Request, delay: float) -> None:
        """A host's robots.txt was read: the seconds between two requests that it asks for."""
        self.turns.host(host).wished_delay = delay
        if delay > self.max_crawl_delay:
            self._say(
                host,
                f"{host} asks in robots.txt for {delay:g} s between two requests, more than politeness.max_crawl_delay "
                f"({self.max_crawl_delay:g} s): it is left alone; max_crawl_delay = {math.ceil(delay)} crawls it",
            )
        await self.turns.learn(host, min(delay, self.max_crawl_delay), self._pace(host, request))

    async def pause(self, seconds: float) -> None:
        """Wait, but not for longer than the run goes on."""
        until = self.turns.clock() + seconds
        while (left := until - self.turns.clock()) > 0 and not self.is_ending():
            await self.turns.sleep(min(left, LOOK_SECONDS))

    def is_ending(self) -> bool:
        """Whether the spider is being closed before it has finished."""
        engine: Any = self.crawler.engine
        return not engine.running or engine._slot is None or engine._slot.closing is not None

    @property
    def turns(self) -> Turns:
        """The turns that this spider takes; shared through its store, when it has one."""
        if self._entered is None:
            store = getattr(getattr(self.crawler.spider, "ledger", None), "store", None)
            self._entered = enter(store.engine.url if store else None)
        return self._entered[1]

    def close(self) -> None:
        """No more requests."""
        if self._entered:
            leave(self._entered[0])
            self._entered = None

    async def _wait(self, host: str, request: Request, hold: float) -> None:
        slot = request.meta.get("download_slot", "")
        outlet = self._outlet(host, request)
        self.waiting += 1
        try:
            await self.turns.take(
                host, self._pace(host, request), self._lines.setdefault(slot, Line()), self.manners, hold=hold,
                ending=self.is_ending, rested=lambda since, until: self._count_rest(outlet, since, until),
            )  # fmt: skip
        except HostResting:
            self._say_resting(host, self.turns.host(host))
            raise
        finally:
            self.waiting -= 1

    async def _rest(self, host: str, response: Response, asked_at: float) -> None:
        wish = retry_after(response)
        why = f"HTTP {response.status}" + ("" if wish is None else f", Retry-After {wish:.0f} s")
        known = await self.turns.rest(host, wish, asked_at, self.manners, why)
        if known.is_left(self.turns.clock(), self.manners.patience):
            self._say_resting(host, known)
        else:
            logger.info("%s rests for %.0f s: %s", host, known.rest_until - self.turns.clock(), why)

    def _pace(self, host: str, request: Request) -> float:
        """Seconds between two requests to a host: the most that the request's slot and any record with pages there ask for; the
        configuration's where there is neither.
        """
        if host not in self._of_records:
            outlets = getattr(self.crawler.spider, "outlets", None)
            there = outlets.of_host(host) if outlets is not None else ()
            self._of_records[host] = max((self.paces.get(outlet.id, self.pace) for outlet in there), default=None)
        of_records = self._of_records[host]
        of_slot = self.paces.get(request.meta.get("download_slot", ""))
        return max((pace for pace in (of_records, of_slot) if pace is not None), default=self.pace)

    def _outlet(self, host: str, request: Request) -> str:
        outlet = request.meta.get("outlet") or getattr(self.crawler.spider, "outlet", None)
        return str(outlet.id) if outlet is not None else host

    def _count_rest(self, outlet: str, since: float, until: float) -> None:
        """Requests of an outlet waited for a resting host; those that waited at the same time count once."""
        seconds, counted = self._rested.get(outlet, (0.0, 0.0))
        seconds += max(0.0, until - max(since, counted))
        self._rested[outlet] = seconds, max(until, counted)
        set_rested(self.crawler.stats, outlet, seconds)

    def _say_resting(self, host: str, known: Host) -> None:
        until = datetime.now(UTC) + timedelta(seconds=known.rest_until - self.turns.clock())
        self._say(
            host,
            f"{host} rests until {until:%Y-%m-%d %H:%M:%S} UTC ({known.why}), longer than politeness.patience "
            f"({self.manners.patience:g} s): it is left to a later run",
        )

    def _say(self, host: str, sentence: str) -> None:
        """Tell of a host that is left, once in a run."""
        told = self.crawler.stats.get_value(LEFT_HOSTS_STAT, {})
        if host not in told:
            self.crawler.stats.set_value(LEFT_HOSTS_STAT, {**told, host: sentence})
            logger.warning("%s", sentence)


def gate_of(crawler: "Crawler") -> Gate:
    """The gate of a spider that runs."""
    downloader: Any = crawler.engine.downloader if crawler.engine else None
    gate: Gate = downloader.gate
    return gate
