"""Running spiders in one process: units of work, settings from the command line, counts at the end."""

import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.config import in_force
from newsspider.config.scrapy import scrapy_settings, slot, sqlite_in, user_agent
from newsspider.crawl.browser import browser_settings, rendering
from newsspider.errors import NewsspiderError, OutputError, RunIncomplete, UsageError
from newsspider.telemetry import logs
from newsspider.telemetry.account import Account, incomplete
from newsspider.telemetry.faults import in_words
from newsspider.units import Unit

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    import asyncio

    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

    from newsspider.outlets import Outlet, Outlets


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
    """Scrapy settings of this project: the configuration in force, with what the command line says on top."""
    from scrapy.settings import Settings

    config = in_force().values
    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    settings.setdict(scrapy_settings(config), priority="project")
    chosen: dict[str, Any] = {
        "NEWSSPIDER_COMMAND": command,
        "NEWSSPIDER_ARCHIVE": None,  # only a crawl keeps its answers
        "LOG_LEVEL": config.log.level or ("INFO" if verbose else "ERROR"),
        "DOWNLOAD_SLOTS": {outlet.id: slot(config, outlet.delay, outlet.concurrency) for outlet in outlets.values()},
    }
    if output:
        chosen["NEWSSPIDER_OUTPUT"] = str(output)
        chosen["NEWSSPIDER_DATABASE"] = database or sqlite_in(output)
    if contact:
        chosen["USER_AGENT"] = user_agent(contact, config.politeness.user_agent_suffix)
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
    """Run the units, NEWSSPIDER_OUTLETS_AT_ONCE side by side; fills their stats and errors. Whether it was broken off: by Ctrl-C or
    SIGTERM, upon which the spiders close, or by a second one, upon which they drop what they have under way.

    Args:
        units: what to run.
        settings: from `settings_for`.
        prepare: called with each crawler before it starts, to listen to its signals.

    Raises ConfigError when an outlet's pages need a browser and there is none, UsageError when the metrics port is taken.
    """
    from newsspider.crawl.process import Process

    if not settings.getlist("NEWSSPIDER_REPLAY"):
        for outlet in [outlet for unit in units for outlet in _rendering(unit.arguments)][:1]:
            settings.setdict(browser_settings(outlet), priority="cmdline")
    logs.install(settings)
    if settings.get("NEWSSPIDER_METRICS_PORT") is not None and settings.getdict("EXTENSIONS"):
        _serve_figures(settings)
    process = Process(settings)
    waiting = deque(units)
    running: list[tuple[Unit, Crawler]] = []

    def start_next() -> None:
        if waiting and not process.interrupted:
            unit = waiting.popleft()
            crawler = process.create_crawler(unit.spider)
            running.append((unit, crawler))
            prepare(crawler)
            task = process.crawl(crawler, **unit.arguments)
            task.add_done_callback(lambda done: finish(unit, crawler, done))

    def finish(unit: Unit, crawler: "Crawler", done: "asyncio.Task[None]") -> None:
        if done.cancelled():
            return  # the second Ctrl-C
        running.remove((unit, crawler))
        close(unit, crawler, done.exception(), interrupted=process.interrupted)
        start_next()

    for _ in range(settings.getint("NEWSSPIDER_OUTLETS_AT_ONCE")):
        start_next()
    process.start()
    for unit, crawler in running:
        if isinstance(account := getattr(crawler.spider, "account", None), Account):
            account.close("shutdown")
        close(unit, crawler, None, interrupted=True)
    return process.interrupted or bool(running)


def close(unit: Unit, crawler: "Crawler", failure: BaseException | None, *, interrupted: bool) -> None:
    """Fill in what a unit's spider counted, and what is wrong with its run.

    Args:
        unit: the unit.
        crawler: its crawler, which may not have come so far as to have stats.
        failure: what ended it; None when it ended by itself.
        interrupted: whether somebody broke the run off.
    """
    name = unit.arguments.get("outlet") or unit.spider
    with contextlib.suppress(RuntimeError):  # it went down before it had any
        unit.stats = dict(crawler.stats.get_stats())
    if isinstance(failure, NewsspiderError):
        unit.error = failure
    elif failure is not None:
        unit.error = RunIncomplete(f"{name}: its spider died: {in_words(failure)}")
        logger.debug("%s", name, exc_info=failure)
    elif "news_error" in unit.stats:
        unit.error = OutputError(unit.stats["news_error"])
    elif said := incomplete(unit.stats, name):
        unit.error = RunIncomplete(said)
    elif unit.stats.get("finish_reason") == "shutdown" and not interrupted:
        unit.error = RunIncomplete(f"{name}: its spider died: Scrapy's engine stopped, the log says why")


def _serve_figures(settings: "Settings") -> None:
    """Serve the figures. A port that the command line asks for must be free; one that the configuration names for every
    crawl may be another crawl's: then this one goes without.
    """
    from newsspider.telemetry.metrics import serve

    try:
        serve(settings.getint("NEWSSPIDER_METRICS_PORT"), settings["NEWSSPIDER_METRICS_ADDRESS"])
    except UsageError as error:
        if in_force().origins["metrics_port"].startswith("command line"):
            raise
        logger.warning("no figures are served: %s", error)
        settings.set("NEWSSPIDER_METRICS_PORT", None, "cmdline")


def _rendering(arguments: dict[str, Any]) -> list["Outlet"]:
    """The outlets of a unit whose pages need a browser."""
    ids = [arguments["outlet"]] if "outlet" in arguments else []
    return rendering(arguments["outlets"], ids, arguments.get("url", ()))
