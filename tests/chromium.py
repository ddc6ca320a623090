"""Finding a Chromium for the tests that look at pages, and starting it so that it talks to nobody but the page's server."""

import os
import shutil

import pytest

QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Options without which Chromium asks its makers for one thing or another."""


def find_chromium() -> str:
    """Path of a Chromium or Chrome: NEWSSPIDER_CHROMIUM, or one on the PATH. The test is skipped where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = os.environ.get("NEWSSPIDER_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("no Chromium found; install one, or name it in NEWSSPIDER_CHROMIUM")
    return path
