"""The URL ledger's rows: what a run finds, what it should fetch, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, or_, select

from newsspider.items import Article
from newsspider.store.records import chunks
from newsspider.store.tables import aliases, meta, urls
from newsspider.store.upserts import insert_new
from newsspider.urls import url_id

State = Literal["pending", "stored", "not_modified", "refused", "failed", "gone"]

HELD = ("stored", "not_modified")
"""States of a URL whose article is stored: a later look at it may fail without changing that."""

FINISHED = (*HELD, "refused", "gone")

LOOK_AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(hours=72))
"""How long after a text was stored its page is looked at again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one URL that was fetched, ready to be committed."""

    url: str
    """The canonical URL, as the spider or the ledger has it."""
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
    retry_at: datetime | None = None
    """failed: when the server wishes to be asked again, aware; None when it said nothing."""


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


class Known(NamedTuple):
    """A URL that the ledger knew when it was met again."""

    found_in: int | None
    """Number of the run that found it."""
    state: State


def enter_urls(connection: Connection, outlet: str, by_id: dict[str, str], run: int | None) -> dict[str, Known]:
    """Enter the canonical URLs, by id, that the ledger does not know as pending; those that it knows, by id."""
    take_turn(connection)
    now = datetime.now(UTC)
    known: dict[str, Known] = {}
    for chunk in chunks(sorted(by_id)):
        rows = connection.execute(select(urls.c.id, urls.c.found_in, urls.c.state).where(urls.c.id.in_(chunk)))
        known |= {row.id: Known(row.found_in, row.state) for row in rows}
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


def held_ids(connection: Connection, ids: list[str]) -> set[str]:
    """Which of the URLs have an article that is stored."""
    held: set[str] = set()
    for chunk in chunks(ids):
        stored = or_(urls.c.state.in_(HELD), urls.c.article.is_not(None))  # one that is gone meanwhile keeps its article
        held.update(connection.scalars(select(urls.c.id).where(urls.c.id.in_(chunk), stored)))
    return held


def due_urls(connection: Connection, outlet: str) -> list[Due]:
    """The outlet's URLs to take up again: found but not finished by an earlier run, or failed and rested, oldest first; then
    the stored ones that are to be looked at again.
    """
    rested = urls.c.state.in_(("failed", *HELD)) & (urls.c.next_try <= datetime.now(UTC))
    query = select(urls).where(urls.c.outlet == outlet, or_(urls.c.state == "pending", rested)).order_by(urls.c.first_seen)
    found = [Due(row.url, row.state in HELD, row.etag, row.last_modified) for row in connection.execute(query)]
    return sorted(found, key=lambda due: due.held)


def ids_of(connection: Connection, found: Iterable[str]) -> dict[str, str]:
    """Canonical URLs by the id that was given out for them, each once."""
    made = {url_id(url): url for url in found}
    given = given_ids(connection, made)
    by_id: dict[str, str] = {}
    for key, url in made.items():
        by_id.setdefault(given[key], url)
    return by_id


def given_ids(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """For each id of a canonical address, the one that was given out for it: itself, but for aliases."""
    given = {key: key for key in ids}
    for chunk in chunks(sorted(given)):
        given |= {row.id: row.given for row in connection.execute(select(aliases).where(aliases.c.id.in_(chunk)))}
    return given


def enter_aliases(connection: Connection, changed: dict[str, str]) -> None:
    """Enter the ids that were given out, by the ids of the addresses' forms of today; what stands already stays."""
    insert_new(connection, aliases, [{"id": made, "given": given} for made, given in sorted(changed.items())])
