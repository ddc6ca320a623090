"""Where a SQLite store lies: whether it can be one, and whether the files beside it tell of a store that is gone."""

import os
from pathlib import Path

from newsspider.errors import InputError, OutputError
from newsspider.lazy_pattern import lazy_pattern
from newsspider.values import load_json

NUMBERED = lazy_pattern(r"\d{12}\.jsonl(?:\.gz|\.zst)?")
"""The name of a file of articles: the position of its first."""

FIRST_LINE = 65536


def check_place(database: str | None) -> None:
    """Look at the place of a SQLite database before it is opened.

    Args:
        database: its path; None, `:memory:` and SQLite's `file:` addresses are no business of ours.

    Raises OutputError for what is no file, and for a missing or empty one beside the files of a store that was there.
    """
    if not _is_path(database):
        return
    path = Path(database or "")
    if os.path.exists(path) and not os.path.isfile(path):
        raise OutputError(f"{path} is no file, so no database; name another --output or --database")
    if not _has_content(path) and (trace := trace_of_store(path.parent)):
        raise OutputError(f"{_lack(path)}, but {trace} beside it comes of a store that was there; {CURE}")


CURE = "put a copy of it back, name it with --database, or take another --output folder; nothing was written"


def check_existing(database: str | None) -> None:
    """The same for a store that is to be read. Raises InputError when there is none, OutputError for what is no file."""
    if not database or database == ":memory:":
        raise InputError("a database in memory holds nothing; name the crawl's --output or --database")
    if not _is_path(database):
        return
    path = Path(database)
    if _has_content(path) or (os.path.exists(path) and not os.path.isfile(path)):
        check_place(database)
    elif trace := trace_of_store(path.parent):
        raise InputError(f"{_lack(path)}, but {trace} beside it comes of a store that was there; {CURE}")
    else:
        raise InputError(f"{path}: no database there; name the crawl's --output or --database")


def trace_of_store(folder: Path) -> str | None:
    """The name of what a store's exports left in a folder: its manifest, or a file of articles; None where there is nothing."""
    if _is_manifest(folder / "manifest.jsonl"):
        return "manifest.jsonl"
    try:
        return next((f"articles/{name}" for name in sorted(os.listdir(folder / "articles")) if NUMBERED.fullmatch(name)), None)
    except OSError:
        return None


def _is_path(database: str | None) -> bool:
    return bool(database) and database != ":memory:" and not str(database).startswith("file:")


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _lack(path: Path) -> str:
    return f"{path} is empty" if os.path.exists(path) else f"{path} is not there"


def _is_manifest(path: Path) -> bool:
    """Whether a file begins as our manifests do; others use the name, too."""
    try:
        with path.open("rb") as file:
            entry = load_json(file.readline(FIRST_LINE))
    except (OSError, ValueError):
        return False
    return isinstance(entry, dict) and entry.keys() >= {"file", "store"}
