"""Opening the store that an earlier crawl made."""

from pathlib import Path

from newsspider.config.scrapy import sqlite_in
from newsspider.store.engine import checked_url
from newsspider.store.place import check_existing
from newsspider.store.sql import Store


def existing_store(output: Path, database: str | None = None) -> Store:
    """The store at a URL, or the SQLite one in an output folder. Raises InputError when there is none, and as `Store` does."""
    url = sqlite_in(output) if database is None else database
    parsed = checked_url(url)
    if parsed.get_backend_name() == "sqlite":
        check_existing(parsed.database)
    return Store(url)
