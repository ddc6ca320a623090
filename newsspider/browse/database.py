"""The browsing database: an SQLite file made from the store's newest revisions, brought up to date by position. The store is only read.

`articles`  one row per article, its newest revision, see `newsspider.browse.rows`
`people`    one row per article, person and role
`articles_search`  the full-text index; its rowid is `articles.position`; it keeps no text, see `newsspider.browse.search`
`place`     one row: the store's id, and the position up to which it was read
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from newsspider.browse.rows import article_row, people_rows, texts
from newsspider.browse.search import indexed
from newsspider.errors import OutputError
from newsspider.store import Store

FORMAT = 1
"""Goes up whenever tables, rows or tokens change: an older browsing database is made anew."""
APPLICATION = 0x6E737062
"""SQLite's application id of a browsing database."""
BATCH = 500

SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, published TEXT, day TEXT, province TEXT, outlet TEXT,
    headline TEXT NOT NULL, source TEXT, authors TEXT, section TEXT, page_number TEXT, kicker TEXT, subheadlines TEXT, byline TEXT,
    url TEXT, duplicate_of TEXT REFERENCES articles(id), revision INTEGER NOT NULL, outlet_id TEXT, images TEXT, videos TEXT,
    keywords TEXT, language TEXT, fetched_at TEXT, characters INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX articles_published ON articles (published, id);
CREATE INDEX articles_day ON articles (day, outlet);
CREATE INDEX articles_province ON articles (province, outlet);
CREATE INDEX articles_outlet ON articles (outlet, day);
CREATE INDEX articles_source ON articles (source);
CREATE INDEX articles_authors ON articles (authors);
CREATE INDEX articles_duplicate_of ON articles (duplicate_of);
CREATE TABLE people (
    number INTEGER PRIMARY KEY, article TEXT NOT NULL REFERENCES articles(id), name TEXT NOT NULL, role TEXT NOT NULL,
    organization TEXT, label TEXT, desk INTEGER NOT NULL
);
CREATE INDEX people_article ON people (article);
CREATE INDEX people_name ON people (name, desk);
CREATE VIRTUAL TABLE articles_search USING fts5(headline, body, content='', tokenize='unicode61');
CREATE TABLE place (store TEXT NOT NULL, position INTEGER NOT NULL);
"""


def bring_up_to_date(path: Path, store: Store, told: Callable[[int], None] = lambda entered: None) -> int:
    """Enter what the store has and the browsing database has not; make it when there is none, or when it was made of another store.

    Killed on the way, it goes on there the next time. Two processes may do it at once.

    Args:
        path: of the browsing database; its folder is made.
        store: what is read.
        told: called after each batch with how many articles were entered until then.

    Returns:
        How many revisions were entered.

    Raises:
        OutputError: the file cannot be written, or is no browsing database.
    """
    entered = 0
    with _failing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(_opened(path, store.id)) as connection:
            while True:
                with _transaction(connection):
                    (place,) = connection.execute("SELECT position FROM place").fetchone()
                    found = store.articles_after(place, BATCH)
                    for position, record in found:
                        _enter(connection, position, record)
                    if found:
                        connection.execute("UPDATE place SET position = ?", (found[-1][0],))
                entered += len(found)
                if len(found) < BATCH:
                    return entered
                told(entered)


def forget(path: Path) -> None:
    """Delete a browsing database. Raises OutputError when that is not allowed."""
    with _failing(path):
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)


def _opened(path: Path, store: str) -> sqlite3.Connection:
    """A connection to the browsing database of this store, made anew when it is of another one or of an older newsspider."""
    connection = _connected(path)
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION:
        connection.close()
        raise OutputError(
            f"{path} is no browsing database; move it away, or put one in its place with `newsspider browse --refresh`"
        )
    if tables and not _fits(connection, store):
        connection.close()
        forget(path)
        connection = _connected(path)
    with _transaction(connection):  # another process may have made the tables meanwhile
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in SCHEMA.split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO place VALUES (?, 0)", (store,))
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA page_size = 16384")  # of a new file: more than one article a page
    connection.execute("PRAGMA journal_mode = WAL")  # whoever reads is not held up
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _fits(connection: sqlite3.Connection, store: str) -> bool:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version == FORMAT and connection.execute("SELECT store FROM place").fetchone()[0] == store)


def _enter(connection: sqlite3.Connection, position: int, record: dict[str, Any]) -> None:
    """Put a revision in the place of the one before."""
    if record["revision"] > 1:
        _take_out(connection, record["id"])
    row = article_row(position, record)
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO articles ({', '.join(row)}) VALUES ({marks})", row)  # noqa: S608 our own names
    connection.executemany(
        "INSERT INTO people (article, name, role, organization, label, desk)"
        " VALUES (:article, :name, :role, :organization, :label, :desk)",
        people_rows(record),
    )
    connection.execute(
        "INSERT INTO articles_search (rowid, headline, body) VALUES (?, ?, ?)", (position, *map(indexed, texts(row)))
    )


def _take_out(connection: sqlite3.Connection, article: str) -> None:
    row = connection.execute("SELECT * FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None:
        return
    # An index that keeps no text has to be told what to take out.
    connection.execute(
        "INSERT INTO articles_search (articles_search, rowid, headline, body) VALUES ('delete', ?, ?, ?)",
        (row["position"], *map(indexed, texts(dict(row)))),
    )
    connection.execute("DELETE FROM people WHERE article = ?", (article,))
    connection.execute("DELETE FROM articles WHERE id = ?", (article,))


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Held for writing from its beginning; all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        yield


@contextlib.contextmanager
def _failing(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise OutputError(f"{path}: {error}; `newsspider browse --refresh` makes it anew") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
