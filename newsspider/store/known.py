"""The URL ledger's rows: what a run finds, what it should fetch, and what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, or_, select

from newsspider.items import Article
from newsspider.store.upserts import insert_new
from newsspider.store.records import Saved, chunks
from newsspider.store.tables import articles, meta, urls
from newsspider.urls import canonical_url, url_id

State = Literal["pending", "stored", "not_modified", "refused", "failed", "gone"]

HELD = ("stored", "not_modified")
"""States of a URL whose article is stored: a later look at it may fail without changing that."""

FINISHED = (*HELD, "refused", "gone")

RETRY_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""How long a URL that failed rests before a later run tries it again; after the last one it is left alone."""

LOOK_AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(hours=72))
"""How long after a text was stored its page is looked at again."""

RECENT = timedelta(days=7)
"""An article that was published longer ago when it was fetched is not looked at again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one URL that was fetched, ready to be committed."""

    url: str
    """The URL as the ledger knows it (any form: it is made canonical)."""
    outlet: str
    """Id of the outlet, or host of an unknown site."""
    state: State
    """stored (with an article), not_modified (the server said so), refused or failed (with a reason), gone (404, 410)."""
    reason: str | None = None
    """One word; None for stored."""
    article: Article | None = None
    """The article to store; None when there is none."""
    etag: str | None = None
    """The answer's ETag, to ask later whether the page changed; None when it gave none."""
    last_modified: str | None = None
    """Likewise its Last-Modified."""


@dataclass(frozen=True, slots=True)
class Due:
    """A URL that a run should fetch."""

    url: str
    """Canonical URL."""
    held: bool = False
    """Whether its article is stored: this is another look at it."""
    etag: str | None = None
    """To be sent as If-None-Match; None when the server gave none."""
    last_modified: str | None = None
    """To be sent as If-Modified-Since; likewise."""


def take_turn(connection: Connection) -> None:
    """Hold the ledger until the commit: whoever writes it does so alone. So positions of articles are in the order of the commits, and
    two runs that know the same URLs never wait for each other in a circle.
    """
    connection.execute(select(meta.c.value).where(meta.c.key == "store_id").with_for_update())


def enter_urls(connection: Connection, outlet: str, by_id: dict[str, str], run: int | None) -> dict[str, int | None]:
    """Enter the canonical URLs, by id, that the ledger does not know as pending; for those it knows, the run that found them."""
    take_turn(connection)
    now = datetime.now(UTC)
    known: dict[str, int | None] = {}
    for chunk in chunks(sorted(by_id)):
        rows = connection.execute(select(urls.c.id, urls.c.found_in).where(urls.c.id.in_(chunk)))
        known |= {row.id: row.found_in for row in rows}
        if met := [key for key in chunk if key in known]:
            connection.execute(urls.update().where(urls.c.id.in_(met)).values(last_seen=now))
    row = {"outlet": outlet, "state": "pending", "attempts": 0, "looks": 0, "found_in": run, "first_seen": now, "last_seen": now}
    unknown = [row | {"id": key, "url": by_id[key]} for key in sorted(by_id) if key not in known]
    insert_new(connection, urls, unknown)
    return known


def finished_ids(connection: Connection, ids: list[str]) -> set[str]:
    """Which of the URLs a run should not fetch: settled for good, or failed and still resting."""
    resting = (urls.c.state == "failed") & or_(urls.c.next_try.is_(None), urls.c.next_try > datetime.now(UTC))
    done: set[str] = set()
    for chunk in chunks(ids):
        done.update(connection.scalars(select(urls.c.id).where(urls.c.id.in_(chunk), or_(urls.c.state.in_(FINISHED), resting))))
    return done


def due_urls(connection: Connection, outlet: str) -> list[Due]:
    """The outlet's URLs to take up again: found but not finished by an earlier run, or failed and rested, oldest first; then
    the stored ones that are to be looked at again.
    """
    rested = urls.c.state.in_(("failed", *HELD)) & (urls.c.next_try <= datetime.now(UTC))
    query = select(urls).where(urls.c.outlet == outlet, or_(urls.c.state == "pending", rested)).order_by(urls.c.first_seen)
    found = [Due(row.url, row.state in HELD, row.etag, row.last_modified) for row in connection.execute(query)]
    return sorted(found, key=lambda due: due.held)


def settle(
    connection: Connection,
    outcome: Outcome,
    saved: tuple[Saved, datetime] | None,
    published: datetime | None,
    look_again: Sequence[timedelta],
    now: datetime,
) -> None:
    """Write an outcome into the ledger; a URL that nobody announced (a single scrape) is entered.

    Args:
        connection: a transaction.
        outcome: what became of the URL.
        saved: what storing its article did, and when its text was first stored so; None without an article.
        published: when its article was published; None when it has none or does not say.
        look_again: how long after its text was stored the page is looked at again.
        now: the time of this commit.
    """
    url = canonical_url(outcome.url)
    key = url_id(url)
    row = connection.execute(select(urls).where(urls.c.id == key)).first()
    held = row is not None and row.state in HELD
    values: dict[str, Any] = {"last_seen": now, "reason": outcome.reason, "next_try": None}
    if saved is not None or outcome.state == "not_modified":
        what, since = saved or ("unchanged", _held_since(connection, row.article if row else None) or now)
        values |= {"state": "not_modified" if what == "unchanged" and held else "stored", "attempts": 0}
        values["looks"] = row.looks + 1 if held and row is not None else 0
        if now - (published or now) <= RECENT:
            values["next_try"] = next_look(since, now, look_again)
        if saved is not None and outcome.article is not None:
            values |= {"article": outcome.article.id, "etag": outcome.etag, "last_modified": outcome.last_modified}
    elif outcome.state == "failed":
        attempts = (row.attempts if row else 0) + 1
        values |= {"attempts": attempts, "state": row.state if held and row is not None else "failed"}
        if attempts <= len(RETRY_AFTER):
            values["next_try"] = now + RETRY_AFTER[attempts - 1]
    elif held and row is not None and outcome.state == "refused":  # a captcha, a page under repair: the stored text stands
        values |= {"state": row.state, "looks": row.looks + 1}
        values["next_try"] = next_look(_held_since(connection, row.article) or now, now, look_again)
    else:
        values |= {"state": outcome.state, "attempts": (row.attempts if row else 0) + 1}
    if row is None:
        new = {"id": key, "url": url, "outlet": outcome.outlet, "first_seen": now, "attempts": 0, "looks": 0}
        connection.execute(urls.insert().values(new | values))
    else:
        connection.execute(urls.update().where(urls.c.id == key).values(values))


def next_look(since: datetime, now: datetime, look_again: Sequence[timedelta]) -> datetime | None:
    """The first time of the schedule that is still to come; None when all are over."""
    return next((since + after for after in look_again if since + after > now), None)


def _held_since(connection: Connection, article: str | None) -> datetime | None:
    """When the newest text of an article was stored; None when there is none."""
    query = select(articles.c.committed_at).where(articles.c.id == article).order_by(articles.c.revision.desc()).limit(1)
    return connection.scalar(query)


def ids_of(found: Iterable[str]) -> dict[str, str]:
    """URLs in any form, canonical, by id, each once."""
    return {url_id(url): url for url in map(canonical_url, found)}
