"""A headless Chromium for tests of pages."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""It asks nobody for anything of its own."""


@dataclass
class Seen:
    """What a page did."""

    messages: list[str] = field(default_factory=list)
    """Of the console, and uncaught errors."""
    requests: list[str] = field(default_factory=list)
    """URLs, in order."""


def find_chromium() -> str:
    """Path of a Chromium that playwright may drive; skips the test where there is none."""
    if find_spec("playwright") is None:
        pytest.skip("no playwright is installed: pip install 'newsspider[browser]'")
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(NAMES)})")
    return path


@contextlib.contextmanager
def chromium_page(*, width: int = 1200, height: int = 900, color_scheme: str = "light") -> Iterator[tuple[Any, Seen]]:
    """A page of playwright (its synchronous form) of a fresh browser, and what it does."""
    path = find_chromium()
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # it has none for root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        try:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=color_scheme)
            seen = Seen()
            page.on("console", lambda message: seen.messages.append(message.text))
            page.on("pageerror", lambda error: seen.messages.append(str(error)))
            page.on("request", lambda request: seen.requests.append(request.url))
            yield page, seen
        finally:
            browser.close()
