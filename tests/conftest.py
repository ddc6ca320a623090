"""Shared fixtures: the material beside the project, where it is present."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.masking import known
from newsspider.telemetry import logs

os.environ["NEWSSPIDER_CONFIG"] = ""  # the tests do not read the newsspider.toml of whoever runs them

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and samples beside the checkout; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real pages is not beside this checkout")
    return SHARED


@pytest.fixture(autouse=True)
def nothing_is_secret() -> Iterator[None]:
    """A password of one test is a plain word in the next."""
    yield
    known.forget()


@pytest.fixture(autouse=True)
def no_spider_is_logged() -> Iterator[None]:
    """A spider that one test made in this process has no part in what the next one logs."""
    yield
    logs._current.set(None)
