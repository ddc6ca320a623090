"""The configuration as Scrapy settings: `newsspider/settings.py` and the command line's runs take the same."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from newsspider import __version__
from newsspider.config.keys import Config

MEGABYTE = 1024 * 1024


def scrapy_settings(config: Config) -> dict[str, Any]:
    """The settings that the configuration decides."""
    polite, files, archive = config.politeness, config.files, config.archive
    settings: dict[str, Any] = {
        "NEWSSPIDER_OUTPUT": str(config.output),
        "NEWSSPIDER_DATABASE": config.database or sqlite_in(config.output),
        "NEWSSPIDER_SITES": str(config.sites) if config.sites else None,
        "NEWSSPIDER_CONTACT": config.contact or "",
        "USER_AGENT": user_agent(config.contact, polite.user_agent_suffix),
        "DOWNLOAD_DELAY": 1.5 if polite.delay is None else polite.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency or 1,
        "DOWNLOAD_TIMEOUT": polite.timeout,
        "RETRY_TIMES": polite.retries,
        "NEWSSPIDER_MAX_CRAWL_DELAY": polite.max_crawl_delay,
        "NEWSSPIDER_PATIENCE": polite.patience,
        "NEWSSPIDER_OUTLETS_AT_ONCE": polite.outlets_at_once,
        "NEWSSPIDER_LOOK_AGAIN": [age / timedelta(seconds=1) for age in sorted(config.look_again)],
        "NEWSSPIDER_ROTATE_COUNT": files.articles,
        "NEWSSPIDER_ROTATE_BYTES": int(files.megabytes * MEGABYTE),
        "NEWSSPIDER_COMPRESSION": files.compression,
        "NEWSSPIDER_ARCHIVE": str(archive.folder or config.output / "archive") if archive.on else None,
        "NEWSSPIDER_ARCHIVE_BYTES": int(archive.megabytes * MEGABYTE),
        "NEWSSPIDER_METRICS_PORT": config.metrics_port,
        "NEWSSPIDER_METRICS_ADDRESS": config.metrics_address,
        "NEWSSPIDER_LOG_FORMAT": config.log.format,
        "LOG_LEVEL": config.log.level or "INFO",
    }
    if config.metrics_port is not None:
        settings["ITEM_PROCESSOR"] = "newsspider.telemetry.metrics.TimedPipelines"
    return settings


def sqlite_in(output: Path) -> str:
    """The URL of the database that an output folder holds by default."""
    path = os.path.realpath(output / "newsspider.db")  # unlike Path.resolve it does not fail for a loop of links
    return f"sqlite:///{path}".replace("%", "%25").replace("?", "%3F")  # a `?` would begin the URL's query


def user_agent(contact: str | None, suffix: str | None = None) -> str:
    """Who asks: `newsspider/VERSION (+contact) suffix`."""
    parts = [f"newsspider/{__version__}", f"(+{contact})" if contact else "", suffix or ""]
    return " ".join(part for part in parts if part)


def slot(config: Config, delay: float, concurrency: int) -> dict[str, float]:
    """A download slot for an outlet whose record asks for this pace: the more patient of the two counts."""
    polite = config.politeness
    return {
        "delay": max(delay, polite.delay or 0.0),
        "concurrency": min(concurrency, polite.concurrency or concurrency),
    }
