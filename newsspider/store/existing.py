"""Opening the store that an earlier crawl made."""

from pathlib import Path

from newsspider.errors import InputError
from newsspider.store.sql import Store


def existing_store(output: Path, database: str | None = None) -> Store:
    """The store at a URL, or the SQLite one in an output folder. Raises InputError when the folder has none."""
    path = output / "newsspider.db"
    if database is None and not path.is_file():
        raise InputError(f"{path}: no database there; name the crawl's --output or --database")
    return Store(database or f"sqlite:///{path.resolve()}")
