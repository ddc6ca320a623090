"""Running spiders in one process: units of work, settings from the command line, counts at the end."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider import __version__
from newsspider.browser import browser_settings, rendering
from newsspider.counters import table
from newsspider.errors import NewsspiderError, OutputError

if TYPE_CHECKING:
    import asyncio

    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

    from newsspider.outlets import Outlet, Outlets

OUTLETS_AT_ONCE = 8
"""Outlets that are crawled side by side; each has its own pace."""


@dataclass
class Unit:
    """One spider's run over one piece of work; can be repeated without harm."""

    spider: str
    """Name of the spider: outlet or url."""
    arguments: dict[str, Any]
    """Its arguments."""
    stats: dict[str, Any] = field(default_factory=dict)
    """Scrapy's stats, filled when the unit has run."""
    error: NewsspiderError | None = None
    """Why it could not start or went down; None when it ran."""

    @property
    def counts(self) -> dict[str, dict[str, Any]]:
        """Per outlet what was counted: see `newsspider.counters.table`."""
        return table(self.stats)


def settings_for(
    outlets: "Outlets",
    *,
    output: Path | None = None,
    database: str | None = None,
    contact: str | None = None,
    replay: Sequence[Path] = (),
    command: str = "",
    verbose: bool = False,
    **more: Any,
) -> "Settings":
    """Scrapy settings of this project with what the command line says on top."""
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    chosen: dict[str, Any] = {
        "NEWSSPIDER_COMMAND": command,
        "LOG_LEVEL": "INFO" if verbose else "ERROR",
        "DOWNLOAD_SLOTS": {outlet.id: {"concurrency": outlet.concurrency, "delay": outlet.delay} for outlet in outlets.values()},
    }
    if output:
        chosen["NEWSSPIDER_OUTPUT"] = str(output)
        chosen["NEWSSPIDER_DATABASE"] = database or f"sqlite:///{output.resolve() / 'newsspider.db'}"
    if contact:
        chosen["USER_AGENT"] = f"newsspider/{__version__} (+{contact})"
    if replay:
        # Nothing goes to a server: no robots.txt to ask for, no pace to keep, no sense in trying again.
        chosen |= {
            "NEWSSPIDER_REPLAY": [str(path) for path in replay],
            "ROBOTSTXT_OBEY": False,
            "RETRY_ENABLED": False,
            "DOWNLOAD_DELAY": 0,
            "DOWNLOAD_SLOTS": {},
        }
    settings.setdict(chosen | more, priority="cmdline")
    return settings


def run(units: Sequence[Unit], settings: "Settings", prepare: Callable[["Crawler"], None] = lambda crawler: None) -> bool:
    """Run the units, OUTLETS_AT_ONCE side by side; fills their stats and errors. Whether the user broke it off (Ctrl-C).

    Args:
        units: what to run.
        settings: from `settings_for`.
        prepare: called with each crawler before it starts, to listen to its signals.

    Raises ConfigError when an outlet's pages need a browser and there is none.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    if not settings.getlist("NEWSSPIDER_REPLAY"):
        for outlet in [outlet for unit in units for outlet in _rendering(unit.arguments)][:1]:
            settings.setdict(browser_settings(outlet), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    waiting = deque(units)
    broken_off = False

    def start_next() -> None:
        if waiting:
            unit = waiting.popleft()
            crawler = process.create_crawler(unit.spider)
            prepare(crawler)
            task = process.crawl(crawler, **unit.arguments)
            task.add_done_callback(lambda done: finish(unit, crawler, done))

    def finish(unit: Unit, crawler: "Crawler", done: "asyncio.Task[None]") -> None:
        nonlocal broken_off
        failure = done.exception()
        if isinstance(failure, NewsspiderError):
            unit.error = failure  # it never started, and has no stats
        elif failure is not None:
            raise failure
        else:
            unit.stats = dict(crawler.stats.get_stats())
        if "news_error" in unit.stats:
            unit.error = OutputError(unit.stats["news_error"])
        if unit.stats.get("finish_reason") == "shutdown":
            broken_off = True
            waiting.clear()
        start_next()

    for _ in range(OUTLETS_AT_ONCE):
        start_next()
    process.start()
    return broken_off


def _rendering(arguments: dict[str, Any]) -> list["Outlet"]:
    """The outlets of a unit whose pages need a browser."""
    ids = [arguments["outlet"]] if "outlet" in arguments else []
    return rendering(arguments["outlets"], ids, arguments.get("url", ()))
