"""`newsspider validate`: does a site record still hold? Lists reached, articles read, fields found; nothing is stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.crawl.runner import run, settings_for
from newsspider.items import Article
from newsspider.outlets import Outlet, Outlets
from newsspider.spiders.ledger import NoLedger
from newsspider.units import Unit

if TYPE_CHECKING:
    from rich.table import Table
    from scrapy.crawler import Crawler

BAR = 0.9
"""Share of the fetched pages that must give an article with every demanded field."""
FIELDS = ("headline", "published_at", "source", "authors", "credits", "body")
"""Fields whose shares are told."""
LIMIT = 20
"""Articles that are read of an outlet."""


@dataclass(slots=True)
class Check:
    """What was seen of one outlet."""

    outlet: Outlet
    lists: dict[str, int | None] = field(default_factory=dict)
    """Links that each list brought; None for one that could not be read."""
    articles: list[Article] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    """Pages that gave no article, by reason."""
    seconds: float = 0.0

    @property
    def demanded(self) -> tuple[str, ...]:
        """The fields that every article must have: the record's `lacks` left out; a newspaper's articles name no source."""
        spared = {*self.outlet.lacks, *(["source"] if self.outlet.kind == "epaper" else [])}
        return tuple(name for name in ("headline", "body", "published_at", "source") if name not in spared)

    @property
    def asked(self) -> int:
        """Pages that were fetched as articles."""
        return len(self.articles) + self.lost.total()

    @property
    def complete(self) -> int:
        """Articles with every demanded field."""
        return sum(all(has(article, name) for name in self.demanded) for article in self.articles)

    @property
    def faults(self) -> list[str]:
        """Why the outlet is below the bar; [] when it is above."""
        faults = [f"list {url} could not be read" for url, links in self.lists.items() if links is None]
        faults += [f"list {url} has no article links: check `articles`" for url, links in self.lists.items() if links == 0]
        if not self.asked:
            faults.append("no article was read")
        elif self.complete < BAR * self.asked:
            faults.append(f"{self.complete} of {self.asked} pages gave an article with {', '.join(self.demanded)}")
        return faults

    def share(self, name: str) -> float | None:
        """Share of the articles that have a field; None without articles."""
        return round(sum(has(article, name) for article in self.articles) / len(self.articles), 3) if self.articles else None

    def row(self) -> dict[str, Any]:
        """The check as JSON."""
        return {
            "outlet": self.outlet.id, "name": self.outlet.name, "passed": not self.faults, "faults": self.faults,
            "lists": [{"url": url, "links": links} for url, links in self.lists.items()],
            "asked": self.asked, "read": len(self.articles), "complete": self.complete,
            "fields": {name: self.share(name) for name in FIELDS}, "lost": dict(self.lost), "seconds": round(self.seconds, 1),
        }  # fmt: skip


def has(article: Article, name: str) -> bool:
    """Whether an article has a field; pictures or a video stand for the text of a story that is nothing else."""
    value = getattr(article, name)
    return bool(value) or (name == "body" and bool(article.images or article.videos))


class LosingLedger(NoLedger):
    """A ledger that remembers only what was lost, and why."""

    def __init__(self, check: Check) -> None:
        self.check = check

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """The page gives no article."""
        self.check.lost[reason] += 1

    gone = refused

    def failed(self, url: str, outlet: str, reason: str, retry_at: datetime | None = None) -> None:
        """The page could not be fetched."""
        self.check.lost[reason] += 1


def validate(
    outlets: Outlets, chosen: Sequence[Outlet], *, limit: int, replay: Sequence[Path], contact: str | None, verbose: bool
) -> list[Check]:
    """Crawl the first pages of each outlet's lists without a store; a check for each.

    Raises UsageError for an outlet without lists, KeyboardInterrupt when it was broken off.
    """
    from scrapy import signals

    checks = {outlet.id: Check(outlet, dict.fromkeys(outlet.lists)) for outlet in chosen}

    def prepare(crawler: "Crawler") -> None:
        def of_spider() -> Check:
            return checks[crawler.spider.outlet.id]  # type: ignore[union-attr] # a signal of the spider's own run

        def opened() -> None:
            crawler.spider.ledger = LosingLedger(of_spider())  # type: ignore[union-attr] # as above

        def scraped(item: Any) -> None:
            of_spider().articles.append(item.article)

        def closed() -> None:
            of_spider().lists |= crawler.spider.links  # type: ignore[union-attr] # as above

        receivers = {
            signals.spider_opened: opened, signals.item_scraped: scraped, signals.spider_closed: closed,
        }  # fmt: skip
        for signal, receiver in receivers.items():
            crawler.signals.connect(receiver, signal, weak=False)

    settings = settings_for(outlets, replay=replay, contact=contact, verbose=verbose, RETRY_TIMES=1)
    settings.set("EXTENSIONS", {}, "cmdline")
    settings.set("ITEM_PIPELINES", settings.getdict("ITEM_PIPELINES") | {"pipelines.store.StorePipeline": None}, "cmdline")
    units = [_unit(outlet, outlets, limit) for outlet in chosen]
    if run(units, settings, prepare):
        raise KeyboardInterrupt
    for unit in units:
        if unit.error:
            raise unit.error
        check = checks[unit.arguments["outlet"]]
        check.seconds = float(unit.stats.get("elapsed_time_seconds") or 0.0)
        check.lists = {url: links for url, links in check.lists.items() if url in check.outlet.lists}
    return list(checks.values())


def _unit(outlet: Outlet, outlets: Outlets, limit: int) -> Unit:
    """A crawl that takes as many articles from each list."""
    per_page = -(-limit // max(1, len(outlet.lists)))
    return Unit("outlet", {"outlet": outlet.id, "limit": limit, "per_page": per_page, "outlets": outlets})


def verified_line(check: Check) -> str:
    """What to write into the record of an outlet that passed against the live site."""
    return f'[{check.outlet.id}]: verified = "{datetime.now(UTC):%Y-%m-%d}"'


def checks_table(checks: Sequence[Check]) -> "Table":
    """The checks for the terminal."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE)
    table.add_column("outlet")
    for name in ("lists", "links", "read", *FIELDS, "seconds"):
        table.add_column(name, justify="right")
    table.add_column("verdict", overflow="fold")
    for check in checks:
        reached = [links for links in check.lists.values() if links is not None]
        shares = ["-" if (share := check.share(name)) is None else f"{share:.0%}" for name in FIELDS]
        lost = "".join(f", {reason} {number}" for reason, number in sorted(check.lost.items()))
        table.add_row(
            check.outlet.id, f"{len(reached)}/{len(check.lists)}", str(sum(reached)), f"{len(check.articles)}/{check.asked}", *shares,
            f"{check.seconds:.1f}", ("below the bar" if check.faults else "good") + lost,
        )  # fmt: skip
    return table
