"""Prometheus figures of the spiders in this process: read from Scrapy's stats when somebody asks, served over HTTP.

newsspider_pages_total{outlet, status}          responses of servers, redirects and errors included
newsspider_articles_total{outlet, outcome}      stored, revised (of these), unchanged, gone
newsspider_lost_total{outlet, outcome, reason}  pages that gave no article (refused), could not be fetched (failed: lists, too), …
newsspider_left_total{outlet, reason}           addresses that a run took up and left to the next one
newsspider_events_total{outlet, event}          the other counts: found, known, lost, listed, new, list_pages, issues, skipped
newsspider_rested_seconds_total{outlet}         waited for hosts that asked to be left alone
    newsspider_queue{outlet, place}                 requests that are waiting (for their turn, too), and fetching
newsspider_fetch_seconds{outlet}                histogram: from the request to the first byte of the answer
newsspider_step_seconds{step}                   summary: read (a page), pipelines (an article), commit (a batch)
newsspider_running_units                        spiders that run
newsspider_units_total{reason}                  spiders that ended, by the reason
newsspider_info{version}                        1; and what prometheus-client tells of the process
"""

import functools
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, Summary, start_http_server
from prometheus_client import Counter as PrometheusCounter
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.pipelines import ItemPipelineManager

from newsspider import __version__
from newsspider.errors import UsageError
from newsspider.telemetry.counters import PREFIX, RESTED

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

OUTCOMES = ("stored", "revised", "unchanged", "gone")
LOST = {"refused": "refused", "failed": "failed", "gone": "failed", "lists_failed": "failed", "incomplete": "incomplete"}
"""Events with a reason, and the outcome that they are said under."""
Sample = tuple[str, tuple[str, ...]]
"""Name of a counter without `_total`, and the values of its labels."""
LABELS = {
    "newsspider_articles": ("outlet", "outcome"),
    "newsspider_lost": ("outlet", "outcome", "reason"),
    "newsspider_left": ("outlet", "reason"),
    "newsspider_events": ("outlet", "event"),
    "newsspider_rested_seconds": ("outlet",),
}
HELP = {
    "newsspider_articles": "Articles by what became of them",
    "newsspider_lost": "Pages without an article, by reason",
    "newsspider_left": "Addresses left to the next run, by reason",
    "newsspider_events": "What else was counted",
    "newsspider_rested_seconds": "Waited for hosts that asked to be left alone",
}

registry = CollectorRegistry()
ProcessCollector(registry=registry)
PAGES = PrometheusCounter("newsspider_pages", "Responses of servers", ("outlet", "status"), registry=registry)
FETCH = Histogram("newsspider_fetch_seconds", "From the request to the answer's first byte", ("outlet",), registry=registry)
STEP = Summary("newsspider_step_seconds", "Seconds by step", ("step",), registry=registry)
ENDED = PrometheusCounter("newsspider_units", "Spiders that ended", ("reason",), registry=registry)


def counted(stats: dict[str, Any]) -> Counter[Sample]:
    """The counts of one spider's stats (`news/<event>/<outlet>[/<reason>]`) as samples of Prometheus counters."""
    found: Counter[Sample] = Counter()
    for key, value in stats.items():
        prefix, event, outlet, reason, *more = [*key.split("/"), "", "", ""]
        if prefix != PREFIX or any(more) or not outlet or not isinstance(value, int):
            continue
        if reason:  # the sum over the reasons is Prometheus' to make
            if event in LOST:
                found["newsspider_lost", (outlet, LOST[event], reason)] += value
            elif event == "left":
                found["newsspider_left", (outlet, reason)] += value
        elif event == RESTED:
            found["newsspider_rested_seconds", (outlet,)] += value
        elif event in OUTCOMES:
            found["newsspider_articles", (outlet, event)] += value
        elif event not in LOST and event not in ("left", "field"):
            found["newsspider_events", (outlet, event)] += value
    return found


class Units(Collector):
    """The figures of the spiders that run, and what those that ended have counted: counters of a process never fall."""

    def __init__(self) -> None:
        self.state: tuple[list[Crawler], Counter[Sample]] = ([], Counter())
        """The spiders that run and the counts of those that ended; replaced whole, since the server's thread reads it."""

    def start(self, crawler: "Crawler") -> None:
        """A spider runs."""
        running, ended = self.state
        self.state = ([*running, crawler], ended)

    def end(self, crawler: "Crawler") -> None:
        """A spider has ended."""
        running, ended = self.state
        self.state = ([each for each in running if each is not crawler], ended + counted(_stats(crawler)))

    def collect(self) -> Iterator[Metric]:
        """The figures now. Called in the server's thread: reads copies only."""
        running, totals = self.state
        for crawler in running:
            totals = totals + counted(_stats(crawler))
        for name, labels in LABELS.items():
            family = CounterMetricFamily(name, HELP[name], labels=labels)
            for (each, values), number in totals.items():
                if each == name:
                    family.add_metric(values, number)
            yield family
        queue = GaugeMetricFamily("newsspider_queue", "Requests that wait", labels=("outlet", "place"))
        waiting: Counter[tuple[str, str]] = Counter()
        for crawler in running:
            stats, downloader = _stats(crawler), crawler.engine.downloader
            held: int = downloader.gate.waiting  # type: ignore[attr-defined] # ours
            scheduled = stats.get("scheduler/enqueued", 0) - stats.get("scheduler/dequeued", 0)
            fetching = sum(len(slot.transferring) for slot in list(downloader.slots.values())) - held
            waiting[_outlet(crawler), "waiting"] += max(0, scheduled + len(downloader.active) - fetching)
            waiting[_outlet(crawler), "fetching"] += fetching
        for (outlet, place), number in waiting.items():
            queue.add_metric((outlet, place), number)
        yield queue
        yield GaugeMetricFamily("newsspider_running_units", "Spiders that run", value=len(running))
        info = GaugeMetricFamily("newsspider_info", "The program", labels=("version",))
        info.add_metric((__version__,), 1)
        yield info


def _stats(crawler: "Crawler") -> dict[str, Any]:
    """A copy of a spider's stats."""
    return dict(crawler.stats.get_stats()) if crawler.stats else {}


def _outlet(crawler: "Crawler") -> str:
    """Id of the spider's outlet; the spider's name where it has many."""
    spider = crawler.spider
    return str(getattr(getattr(spider, "outlet", None), "id", None) or getattr(spider, "name", ""))


units = Units()
registry.register(units)
_port: int | None = None


def serve(port: int, address: str = "127.0.0.1") -> int:
    """Serve the figures from a thread of this process; the port. Called again, it gives the port that is served already.

    Args:
        port: 0 takes a free one.
        address: the address of this machine to listen on.

    Raises UsageError when the port is taken or not allowed.
    """
    global _port  # one process, one server
    if _port is None:
        try:
            server, _ = start_http_server(port, address, registry)
        except OSError as error:
            raise UsageError(
                f"--metrics-port {port}: {address}: {error.strerror or error}; take another port, or 0 for a free one"
            ) from error
        _port = int(server.server_port)
        logger.info("figures on http://%s:%d/metrics", address, _port)
    return _port


def timed(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its time measured as a step."""

    @functools.wraps(work)
    def measured(*args: Any, **named: Any) -> Any:
        with STEP.labels(step).time():
            return work(*args, **named)

    return measured


class MetricsExtension:
    """Adds its spider to the figures. Settings: NEWSSPIDER_METRICS_PORT (None: no figures), NEWSSPIDER_METRICS_ADDRESS."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "MetricsExtension":
        """The extension, listening; the server is up. NotConfigured without a port, or (said in the log) when it is taken."""
        try:
            serve(_configured_port(crawler), crawler.settings["NEWSSPIDER_METRICS_ADDRESS"])
        except UsageError as error:
            raise NotConfigured(str(error)) from error
        extension = cls(crawler)
        for receiver, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.response_downloaded, signals.response_downloaded),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    def spider_opened(self) -> None:
        """The spider runs; the commits of its ledger are timed."""
        units.start(self.crawler)
        ledger: Any = getattr(self.crawler.spider, "ledger", None)
        if commit := getattr(ledger, "commit", None):
            ledger.commit = timed("commit", commit)

    def response_downloaded(self, response: "Response", request: "Request") -> None:
        """A server answered."""
        outlet = _outlet(self.crawler) if hasattr(self.crawler.spider, "outlet") else str(request.meta.get("download_slot"))
        PAGES.labels(outlet, str(response.status)).inc()
        if (latency := request.meta.get("download_latency")) is not None:
            FETCH.labels(outlet).observe(latency)

    def spider_closed(self, reason: str) -> None:
        """The spider has ended."""
        ENDED.labels(reason).inc()
        units.end(self.crawler)


class ReadingTime:
    """Spider middleware that measures how long a page takes to read: the time in the spider's callback."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ReadingTime":
        """The middleware; NotConfigured without figures."""
        _configured_port(crawler)
        return cls()

    async def process_spider_output(self, response: "Response", result: Any) -> AsyncIterator[Any]:
        """The callback's output; it works while it is asked for the next one."""
        seconds, since = 0.0, time.perf_counter()
        async for each in result:
            seconds += time.perf_counter() - since
            yield each
            since = time.perf_counter()
        STEP.labels("read").observe(seconds + time.perf_counter() - since)


class TimedPipelines(ItemPipelineManager):
    """Setting ITEM_PROCESSOR: Scrapy's item pipelines, measured over all steps of an article."""

    async def process_item_async(self, item: Any) -> Any:
        """The item after the pipelines."""
        with STEP.labels("pipelines").time():
            return await super().process_item_async(item)


def _configured_port(crawler: "Crawler") -> int:
    """The port to serve on. Raises NotConfigured when there is none."""
    if crawler.settings.get("NEWSSPIDER_METRICS_PORT") is None:
        raise NotConfigured
    return int(crawler.settings.getint("NEWSSPIDER_METRICS_PORT"))
