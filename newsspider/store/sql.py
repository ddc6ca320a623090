"""The store's operations, each one transaction: what was found, what became of it, what was written where."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from newsspider.store.connecting import OPENING
from newsspider.store.dialects import shown
from newsspider.store.engine import failing, open_engine
from newsspider.store.known import (
    LOOK_AGAIN,
    Due,
    Outcome,
    due_urls,
    enter_urls,
    finished_ids,
    given_ids,
    held_ids,
    ids_of,
    take_turn,
)
from newsspider.store.records import Saved, as_given, chunks, newest_rows, published_moment, record, store_article
from newsspider.store.settling import Settled, settle
from newsspider.store.tables import articles, feeds, lists, meta
from newsspider.store.upserts import insert_new, upsert
from newsspider.urls import url_id


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a list page brought."""

    new: list[str]
    """The canonical URLs that the ledger did not know, in order, each once."""
    fresh: bool
    """Whether the list goes on below with what may be unknown: some URL is new, or was found by a run that did not read
    the list to its end (killed, a page failed)."""
    settled: list[str]
    """The canonical URLs of which an earlier run found out what becomes of them."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """When a list was last read to its end."""

    run: int
    """Number of the run."""
    etag: str | None
    """Of its first page, to be sent as If-None-Match; None when the server gave none."""
    last_modified: str | None
    """Likewise, for If-Modified-Since."""


class Store:
    """A database of articles, open. All times are aware datetimes in UTC.

    Every method is one transaction. A database that fails raises OutputError, StoreAway where it may go well later, and leaves the
    transaction undone.

    Args:
        url: SQLAlchemy URL.
        look_again: how long after a text was stored its page is looked at again, ascending.
    """

    def __init__(self, url: str, look_again: Sequence[timedelta] = LOOK_AGAIN) -> None:
        self.engine = open_engine(url)
        self.url = shown(self.engine.url)
        """For people: without password."""
        self.look_again = look_again
        with self.reading(**{OPENING: True}) as connection:
            self.id: str = connection.scalar(select(meta.c.value).where(meta.c.key == "store_id")) or ""

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose writes are all committed at the end, or none."""
        with failing(f"the database {self.url} failed"), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def reading(self, **options: Any) -> Iterator[Connection]:
        """A connection to read from, without a lock; with SQLAlchemy's options of an execution."""
        with failing(f"the database {self.url} failed"), self.engine.connect() as connection:
            yield connection.execution_options(reading=True, **options)

    # the ledger

    def found(self, outlet: str, found: Iterable[str], *, run: int | None = None, since: int | None = None) -> Discovery:
        """Enter the URLs that the ledger does not know as pending.

        Args:
            outlet: id of the outlet, or host of an unknown site.
            found: canonical URLs.
            run: number of the run that found them.
            since: number of the run that last read the list to its end; None when none did.
        """
        with self.transaction() as connection:
            by_id = ids_of(connection, found)
            known = enter_urls(connection, outlet, by_id, run)
        unknown = [url for key, url in by_id.items() if key not in known]
        later = since is None or any((seen.found_in or 0) > since for seen in known.values())
        settled = [by_id[key] for key, seen in known.items() if seen.state != "pending"]
        return Discovery(unknown, bool(unknown) or (later and bool(known)), settled)

    def list_read(self, url: str) -> ListRead | None:
        """Which run last read a list to its end, and its validators then; None when none did."""
        query = select(lists.c.completed_in, lists.c.etag, lists.c.last_modified).where(lists.c.id == url_id(url))
        with self.reading() as connection:
            row = connection.execute(query).first()
        return ListRead(*row) if row else None

    def enter_list_read(self, url: str, outlet: str, run: int, etag: str | None = None, last_modified: str | None = None) -> None:
        """A run has read a list to its end: down to what earlier such runs knew, to its last page, or to the page limit."""
        values = {
            "outlet": outlet,
            "completed_in": run,
            "completed_at": datetime.now(UTC),
            "etag": etag,
            "last_modified": last_modified,
        }
        with self.transaction() as connection:
            upsert(connection, lists, [values | {"id": url_id(url), "url": url}])

    def due(self, outlet: str) -> list[Due]:
        """The outlet's URLs to take up again: found but not finished by an earlier run, or failed and rested, oldest first; then
        the stored ones that are to be looked at again.
        """
        with self.reading() as connection:
            return due_urls(connection, outlet)

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs, the canonical ones that a run should fetch: pending, or failed and rested, in order, each once."""
        with self.reading() as connection:
            by_id = ids_of(connection, wanted)
            done = finished_ids(connection, list(by_id))
        return [url for key, url in by_id.items() if key not in done]

    def without_article(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs, the canonical ones of which no article is stored."""
        with self.reading() as connection:
            by_id = ids_of(connection, wanted)
            held = held_ids(connection, list(by_id))
        return [url for key, url in by_id.items() if key not in held]

    # articles

    def save(
        self, outcomes: Sequence[Outcome], run: int | None = None, *, place: tuple[str, int] | None = None
    ) -> list[Saved | None]:
        """Commit what became of these URLs, articles and ledger in one transaction; for each, what storing its article did.

        An article whose text the store has already is not stored again; a changed text becomes the next revision.

        Args:
            outcomes: what became of each URL.
            run: number of the run that fetched them.
            place: name of an input, and how far it is read with these outcomes; committed with them.
        """
        with self.transaction() as connection:
            take_turn(connection)
            now = datetime.now(UTC)
            given = given_ids(connection, [outcome.article.id for outcome in outcomes if outcome.article])
            newest = newest_rows(connection, list(given.values()))
            batch = []
            for made in outcomes:
                outcome = replace(made, article=as_given(made.article, given, newest)) if made.article else made
                saved = store_article(connection, outcome.article, newest, run, now) if outcome.article else None
                published = published_moment(outcome.article.published_at) if outcome.article else None
                batch.append(Settled(outcome, saved, published))
            settle(connection, batch, self.look_again, now)
            if place:
                upsert(connection, feeds, [{"id": url_id(place[0]), "feed": place[0], "position": place[1]}])
        return [settled.saved[0] if settled.saved else None for settled in batch]

    def position_of(self, name: str) -> int:
        """How far an input or output is read or written; 0 for one that is not known."""
        with self.reading() as connection:
            return connection.scalar(select(feeds.c.position).where(feeds.c.id == url_id(name))) or 0

    def forget(self, name: str) -> None:
        """An input or output is no more."""
        with self.transaction() as connection:
            connection.execute(feeds.delete().where(feeds.c.id == url_id(name)))

    def articles_after(self, position: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """Committed articles behind a position in commit order, as (position, record); at most `limit`."""
        query = select(articles).where(articles.c.position > position).order_by(articles.c.position).limit(limit)
        with self.reading() as connection:
            return [(row.position, record(row)) for row in connection.execute(query)]

    def latest(self, ids: Iterable[str]) -> dict[str, tuple[int, dict[str, Any]]]:
        """The newest revision of each of these articles that is stored, by id, as (position, record)."""
        found: dict[str, tuple[int, dict[str, Any]]] = {}
        with self.reading() as connection:
            for chunk in chunks(list(ids)):
                query = select(articles).where(articles.c.id.in_(chunk)).order_by(articles.c.revision)
                found |= {row.id: (row.position, record(row)) for row in connection.execute(query)}
        return found

    def count(self) -> int:
        """How many articles are stored, revisions counted once."""
        with self.reading() as connection:
            return connection.scalar(select(func.count(func.distinct(articles.c.id)))) or 0

    @contextlib.contextmanager
    def feed(self, name: str) -> Iterator["Feed"]:
        """One output's place, held for writing: two processes never write the same output at once. Committed at the end."""
        key = url_id(name)
        with self.transaction() as connection:
            insert_new(connection, feeds, [{"id": key, "feed": name, "position": 0}])
            position = connection.scalar(select(feeds.c.position).where(feeds.c.id == key).with_for_update()) or 0
            feed = Feed(connection, position)
            yield feed
            connection.execute(feeds.update().where(feeds.c.id == key).values(position=feed.position))


class Feed:
    """How far an output was written, and the committed articles behind that."""

    def __init__(self, connection: Connection, position: int) -> None:
        self._connection = connection
        self.position = position

    def next(self, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """The next committed articles as (position, record); the place stays until `position` is set."""
        query = select(articles).where(articles.c.position > self.position).order_by(articles.c.position).limit(limit)
        return [(row.position, record(row)) for row in self._connection.execute(query)]
