"""What a run observes of each outlet beside its counts: fields missing, statuses, latency, length of text. A Scrapy extension."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING, Any

from scrapy import signals

from newsspider.items import Article, Draft
from newsspider.pages.symptoms import is_garbled
from newsspider.telemetry.counters import count, example, figures, observe

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

SHORT = 60
"""Characters below which a text is a line that stood around it, or a caption."""
LEFT_OUT = 100
"""Characters of sentences of a page that may stand beside its text, as teasers of other articles do."""

LACKS: Mapping[str, Callable[[Article], bool]] = {
    "published_at": lambda article: not article.published_at,
    "published_time": lambda article: article.published_precision not in ("hour", "minute", "second"),
    "source": lambda article: not article.source,
    "authors": lambda article: not article.authors,
    "credits": lambda article: not article.credits,
    "section": lambda article: not article.section,
    "images": lambda article: not article.images,
    "text": lambda article: length(article) < SHORT,
    "legible": lambda article: is_garbled("\n".join([article.headline or "", *article.body])),
}
"""Whether an article lacks a field; beside those of the schema `published_time` (an hour, not a day only), `text` (some sentences of it),
`legible` (it was decoded rightly), and `own_text` (no other article of the run has the same), which needs the others, and
`whole_text` (hardly any sentences of the page were left out), which needs the page."""


def length(article: Article) -> int:
    """Characters of the text."""
    return sum(map(len, article.body))


class Observer:
    """Puts what it sees into Scrapy's stats, where `newsspider.telemetry.counters.counts_by_outlet` finds it."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.characters: dict[str, list[int]] = defaultdict(list)
        self.texts: dict[tuple[str, bytes], str] = {}
        """The address of the first article with a text, by outlet and digest."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "Observer":
        """The extension, listening."""
        observer = cls(crawler)
        for receiver, signal in (
            (observer.response_downloaded, signals.response_downloaded),
            (observer.item_scraped, signals.item_scraped),
            (observer.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return observer

    def response_downloaded(self, response: "Response", request: "Request") -> None:
        """A server answered. What belongs to no outlet (robots.txt) is left out."""
        outlet = request.meta.get("outlet")
        if outlet is None:
            return
        observe(self.crawler.stats, "statuses", outlet.id, str(response.status))
        if (latency := request.meta.get("download_latency")) is not None:
            self.seconds[outlet.id].append(latency)

    def item_scraped(self, item: Any) -> None:
        """An article passed every check."""
        if not isinstance(item, Draft):
            return
        article, stats = item.article, self.crawler.stats
        outlet, url = article.outlet or "unknown", item.requested_url or article.url or ""
        count(stats, "read", outlet)
        lacking = [name for name, lacks in LACKS.items() if lacks(article)]
        if article.body and self._is_copy(outlet, article, url):
            lacking.append("own_text")
        if item.printed.left_out > max(LEFT_OUT, length(article) // 2):
            lacking.append("whole_text")
        for name in lacking:
            observe(stats, "fields", outlet, name)
            example(stats, outlet, f"no_{name}", url)
        if article.body:
            self.characters[outlet].append(length(article))

    def _is_copy(self, outlet: str, article: Article, url: str) -> bool:
        """Whether another article of the run has this text."""
        digest = hashlib.blake2b("\n".join(article.body).encode("utf-8", "replace"), digest_size=16).digest()
        return self.texts.setdefault((outlet, digest), url) != url

    def spider_closed(self) -> None:
        """Put the figures over all answers and articles."""
        for outlet, values in self.seconds.items():
            p90 = quantiles(values, n=10)[-1] if len(values) > 1 else values[0]
            figures(self.crawler.stats, "seconds", outlet, {"mean": round(fmean(values), 3), "p90": round(p90, 3)})
        for outlet, sizes in self.characters.items():
            figures(self.crawler.stats, "characters", outlet, {"median": int(median(sizes))})
