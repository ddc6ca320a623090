"""A browser for the outlets whose pages are made by script: scrapy-playwright, an extra that is installed only where needed."""

import os
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from newsspider.errors import ConfigError
from newsspider.outlets import Outlet, Outlets

CHROMIUM = "NEWSSPIDER_CHROMIUM"
"""Environment variable with the path of a Chromium or Chrome; without it, the one that `playwright install` brought."""
HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
SECONDS = 30


def rendering(outlets: Outlets, ids: Iterable[str], urls: Iterable[str]) -> list[Outlet]:
    """The outlets among these, named by id or by address, whose pages need a browser."""
    named = [outlets[key] for key in ids] + [outlet for url in urls if (outlet := outlets.outlet_for(url))]
    return [outlet for outlet in {outlet.id: outlet for outlet in named}.values() if outlet.render]


def browser_settings(outlet: Outlet) -> dict[str, Any]:
    """Scrapy settings with which requests marked `playwright` go through a browser.

    Raises ConfigError when scrapy-playwright is not installed, or the named browser is not there.
    """
    if find_spec("scrapy_playwright") is None:
        raise ConfigError(f"outlet {outlet.id} says render = true, which needs a browser: pip install 'newsspider[browser]'")
    path = os.environ.get(CHROMIUM)
    if path and not os.access(path, os.X_OK):
        raise ConfigError(
            f"{CHROMIUM}={path}: no program there; name a Chromium, or unset it and run `playwright install chromium`"
        )
    options: dict[str, Any] = {"headless": True}
    if path:
        options["executable_path"] = path
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options["chromium_sandbox"] = False  # Chromium's sandbox does not start for root
    return {
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": SECONDS * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
        "PLAYWRIGHT_ABORT_REQUEST": "newsspider.crawl.browser.is_unneeded",
    }


def is_unneeded(request: Any) -> bool:
    """Whether a browser's request is for something that holds no text."""
    return request.resource_type in ("image", "media", "font")
