"""The store's operations, each one transaction: what was found, what became of it, what was written where."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from newsspider.errors import OutputError
from newsspider.items import Article
from newsspider.store.engine import open_engine
from newsspider.store.tables import articles, feeds, lists, meta, runs, urls
from newsspider.urls import canonical_url, url_id

State = Literal["pending", "stored", "refused", "failed", "gone"]

ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
ABOUT_THE_FETCH = {"revision", "duplicate_of", "fetched_at", "content_sha256", "encoding", "extractor"}
"""Fields that may differ between two fetches of one and the same text."""

RETRY_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""How long a URL that failed rests before a later run tries it again; after the last one it is left alone."""

CHUNK = 500
"""URLs in one IN (…): below SQLite's limit of bound variables."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one URL that was fetched, ready to be committed."""

    url: str
    """The URL as the ledger knows it (any form: it is made canonical)."""
    outlet: str
    """Id of the outlet, or host of an unknown site."""
    state: State
    """stored (with an article), refused or failed (with a reason), gone (404, 410)."""
    reason: str | None = None
    """One word; None for stored."""
    article: Article | None = None
    """The article to store; None when there is none."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a list page brought."""

    new: list[str]
    """The canonical URLs that the ledger did not know, in order, each once."""
    fresh: bool
    """Whether the list goes on below with what may be unknown: some URL is new, or was found by a run that did not read
    the list to its end (killed, a page failed)."""


class Store:
    """A database of articles, open. All times are aware datetimes in UTC.

    Every method is one transaction. A database that fails raises OutputError and leaves the transaction undone.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.url = self.engine.url.render_as_string(hide_password=True)
        with self.reading() as connection:
            self.id: str = connection.scalar(select(meta.c.value).where(meta.c.key == "store_id")) or ""

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose writes are all committed at the end, or none."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise OutputError(f"the database {self.url} failed: {getattr(error, 'orig', None) or error}") from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from, without a lock."""
        try:
            with self.engine.connect().execution_options(reading=True) as connection:
                yield connection
        except SQLAlchemyError as error:
            raise OutputError(f"the database {self.url} failed: {getattr(error, 'orig', None) or error}") from error

    # the ledger

    def found(self, outlet: str, found: Iterable[str], *, run: int | None = None, since: int | None = None) -> Discovery:
        """Enter the URLs that the ledger does not know as pending.

        Args:
            outlet: id of the outlet, or host of an unknown site.
            found: URLs in any form.
            run: number of the run that found them.
            since: number of the run that last read the list to its end; None when none did.
        """
        by_id = {url_id(url): url for url in map(canonical_url, found)}
        with self.transaction() as connection:
            known = enter_urls(connection, outlet, by_id, run)
        unknown = [url for key, url in by_id.items() if key not in known]
        later = since is None or any((seen or 0) > since for seen in known.values())
        return Discovery(unknown, bool(unknown) or (later and bool(known)))

    def list_read(self, url: str) -> int | None:
        """Number of the run that last read a list to its end; None when none did."""
        with self.reading() as connection:
            return connection.scalar(select(lists.c.completed_in).where(lists.c.url == url))

    def enter_list_read(self, url: str, outlet: str, run: int) -> None:
        """A run has read a list to its end: down to what earlier such runs knew, to its last page, or to the page limit."""
        values = {"outlet": outlet, "completed_in": run, "completed_at": datetime.now(UTC)}
        with self.transaction() as connection:
            if not connection.execute(lists.update().where(lists.c.url == url).values(values)).rowcount:
                connection.execute(lists.insert().values(values | {"url": url}))

    def due(self, outlet: str) -> list[str]:
        """The outlet's URLs to take up again: found but not finished by an earlier run, or failed and rested. Oldest first."""
        now = datetime.now(UTC)
        rested = (urls.c.state == "failed") & (urls.c.next_try <= now)
        query = (
            select(urls.c.url).where(urls.c.outlet == outlet, or_(urls.c.state == "pending", rested)).order_by(urls.c.first_seen)
        )
        with self.reading() as connection:
            return list(connection.scalars(query))

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs, the canonical ones that a run should fetch: pending, or failed and rested, in order, each once."""
        by_id = {url_id(url): url for url in map(canonical_url, wanted)}
        with self.reading() as connection:
            done = finished_ids(connection, list(by_id))
        return [url for key, url in by_id.items() if key not in done]

    # articles

    def save(self, outcomes: Sequence[Outcome], run: int | None = None) -> list[bool]:
        """Commit what became of these URLs, articles and ledger in one transaction; for each, whether it stored an article.

        An article whose text the store has already is not stored again; a changed text becomes the next revision.
        """
        now = datetime.now(UTC)
        stored = []
        with self.transaction() as connection:
            for outcome in outcomes:
                stored.append(outcome.article is not None and _store_article(connection, outcome.article, run, now))
                _settle(connection, outcome, now)
        return stored

    def articles_after(self, position: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """Committed articles behind a position in commit order, as (position, record); at most `limit`."""
        query = select(articles).where(articles.c.position > position).order_by(articles.c.position).limit(limit)
        with self.reading() as connection:
            return [(row.position, _record(row)) for row in connection.execute(query)]

    def count(self) -> int:
        """How many articles are stored, revisions counted once."""
        with self.reading() as connection:
            return connection.scalar(select(func.count(func.distinct(articles.c.id)))) or 0

    # feeds and runs

    @contextlib.contextmanager
    def feed(self, name: str) -> Iterator["Feed"]:
        """One output's place, held for writing: two processes never write the same output at once. Committed at the end."""
        with self.transaction() as connection:
            query = select(feeds.c.position).where(feeds.c.feed == name).with_for_update()
            position = connection.scalar(query)
            if position is None:
                position = 0
                connection.execute(feeds.insert().values(feed=name, position=position))
            feed = Feed(connection, position)
            yield feed
            connection.execute(feeds.update().where(feeds.c.feed == name).values(position=feed.position))

    def begin_run(self, command: str) -> int:
        """Enter a run as running; its number."""
        values = {"command": command, "started_at": datetime.now(UTC), "state": "running", "counts": {}}
        with self.transaction() as connection:
            key = connection.execute(runs.insert().values(values)).inserted_primary_key
            return int(key[0]) if key else 0

    def end_run(self, run: int, state: str, counts: dict[str, Any]) -> None:
        """Enter how a run ended: its state (the spider's close reason) and what it counted."""
        values = {"finished_at": datetime.now(UTC), "state": state, "counts": counts}
        with self.transaction() as connection:
            connection.execute(runs.update().where(runs.c.run == run).values(values))


class Feed:
    """How far an output was written, and the committed articles behind that."""

    def __init__(self, connection: Connection, position: int) -> None:
        self._connection = connection
        self.position = position

    def next(self, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """The next committed articles as (position, record); the place stays until `position` is set."""
        query = select(articles).where(articles.c.position > self.position).order_by(articles.c.position).limit(limit)
        return [(row.position, _record(row)) for row in self._connection.execute(query)]


def enter_urls(connection: Connection, outlet: str, by_id: dict[str, str], run: int | None) -> dict[str, int | None]:
    """Enter the canonical URLs, by id, that the ledger does not know as pending; for those it knows, the run that found them."""
    now = datetime.now(UTC)
    known: dict[str, int | None] = {}
    for chunk in chunks(list(by_id)):
        rows = connection.execute(select(urls.c.id, urls.c.found_in).where(urls.c.id.in_(chunk)))
        known |= {row.id: row.found_in for row in rows}
        connection.execute(urls.update().where(urls.c.id.in_(chunk)).values(last_seen=now))
    unknown = [(key, url) for key, url in by_id.items() if key not in known]
    if unknown:
        row = {"outlet": outlet, "state": "pending", "attempts": 0, "found_in": run, "first_seen": now, "last_seen": now}
        connection.execute(urls.insert(), [row | {"id": key, "url": url} for key, url in unknown])
    return known


def finished_ids(connection: Connection, ids: list[str]) -> set[str]:
    """Which of the URLs a run should not fetch: settled for good, or failed and still resting."""
    resting = (urls.c.state == "failed") & or_(urls.c.next_try.is_(None), urls.c.next_try > datetime.now(UTC))
    finished = urls.c.state.in_(("stored", "refused", "gone"))
    done: set[str] = set()
    for chunk in chunks(ids):
        done.update(connection.scalars(select(urls.c.id).where(urls.c.id.in_(chunk), or_(finished, resting))))
    return done


def _store_article(connection: Connection, article: Article, run: int | None, now: datetime) -> bool:
    """Whether the article went in: false when its latest revision says the same."""
    query = select(articles).where(articles.c.id == article.id).order_by(articles.c.revision.desc()).limit(1)
    latest = connection.execute(query).first()
    if latest is not None:
        if _text_of(_record(latest)) == _text_of(asdict(article)):
            return False
        article = replace(article, revision=latest.revision + 1)
    connection.execute(articles.insert().values(asdict(article) | {"run": run, "committed_at": now}))
    return True


def _settle(connection: Connection, outcome: Outcome, now: datetime) -> None:
    """Write an outcome into the ledger; a URL that nobody announced (a single scrape) is entered."""
    url = canonical_url(outcome.url)
    key = url_id(url)
    attempts = connection.scalar(select(urls.c.attempts).where(urls.c.id == key))
    values: dict[str, Any] = {
        "state": outcome.state,
        "reason": outcome.reason,
        "attempts": (attempts or 0) + 1,
        "last_seen": now,
        "next_try": None,
        "article": outcome.article.id if outcome.article else None,
    }
    if outcome.state == "failed" and values["attempts"] <= len(RETRY_AFTER):
        values["next_try"] = now + RETRY_AFTER[values["attempts"] - 1]
    if attempts is None:
        connection.execute(urls.insert().values(values | {"id": key, "url": url, "outlet": outcome.outlet, "first_seen": now}))
    else:
        connection.execute(urls.update().where(urls.c.id == key).values(values))


def _record(row: Row[Any]) -> dict[str, Any]:
    """A row of `articles` as a record in the schema's field order."""
    return {name: getattr(row, name) for name in ARTICLE_FIELDS}


def _text_of(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ABOUT_THE_FETCH}


def chunks(keys: list[str]) -> Iterator[list[str]]:
    """The keys in pieces that one IN (…) can hold."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
