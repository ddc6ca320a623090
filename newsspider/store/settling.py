"""What became of the URLs of a batch, written into the ledger at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from newsspider.store.known import HELD, Outcome, given_ids
from newsspider.store.records import Saved, chunks
from newsspider.store.tables import articles, urls
from newsspider.urls import check_url, url_id

OF_THE_HOST = ("robots_unreachable",)
"""Reasons that say nothing of the URL itself: they do not count as an attempt."""

RETRY_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""How long a URL that failed rests before a later run tries it again; after the last one it is left alone."""

RECENT = timedelta(days=7)
"""An article that was published longer ago when it was fetched is not looked at again."""

UPDATE = urls.update().where(urls.c.id == bindparam("key"))


class Settled(NamedTuple):
    """One outcome, and what storing its article did."""

    outcome: Outcome
    saved: tuple[Saved, datetime] | None
    """What was done, and when the article's text was first stored so; None without an article."""
    published: datetime | None
    """When the article was published; None when there is none or it does not say."""


def settle(connection: Connection, batch: Sequence[Settled], look_again: Sequence[timedelta], now: datetime) -> None:
    """Write outcomes into the ledger, in order; a URL that nobody announced (a single scrape) is entered.

    Args:
        connection: a transaction.
        batch: the outcomes; a URL may come twice.
        look_again: how long after its text was stored a page is looked at again.
        now: the time of this commit.

    Raises BadUrl for an outcome of what is no address.
    """
    addresses = [check_url(settled.outcome.url) for settled in batch]
    given = given_ids(connection, map(url_id, addresses))
    keys = [given[url_id(url)] for url in addresses]
    rows: dict[str, dict[str, Any]] = {}
    for chunk in chunks(sorted(set(keys))):
        rows |= {row["id"]: dict(row) for row in connection.execute(select(urls).where(urls.c.id.in_(chunk))).mappings()}
    known = set(rows)
    for settled, url, key in zip(batch, addresses, keys, strict=True):
        row = rows.get(key) or {
            "id": key, "url": url, "outlet": settled.outcome.outlet, "state": "pending", "reason": None, "attempts": 0, "found_in": None,
            "first_seen": now, "next_try": None, "looks": 0, "etag": None, "last_modified": None, "article": None,
        }  # fmt: skip
        stands = settled.saved is None and row["state"] in HELD and settled.outcome.state in ("not_modified", "refused")
        since = _stored_at(connection, row["article"]) if stands else None
        rows[key] = row | after(row, settled, since, look_again, now) | {"last_seen": now}
    if new := [row for key, row in rows.items() if key not in known]:
        connection.execute(urls.insert(), new)
    if old := [row | {"key": key} for key, row in rows.items() if key in known]:
        connection.execute(UPDATE, [{name: value for name, value in row.items() if name != "id"} for row in old])


def after(
    row: dict[str, Any], settled: Settled, since: datetime | None, look_again: Sequence[timedelta], now: datetime
) -> dict[str, Any]:
    """What an outcome changes in a URL's row.

    Args:
        row: the row before.
        settled: the outcome.
        since: when the stored text was stored, where that counts; None when it is not known.
        look_again: the schedule of further looks.
        now: the time of this commit.
    """
    outcome, saved, published = settled
    held = row["state"] in HELD
    values: dict[str, Any] = {"reason": outcome.reason, "next_try": None}
    if saved is not None or outcome.state == "not_modified":
        what, since = saved or ("unchanged", since or now)
        values |= {"state": "not_modified" if what == "unchanged" and held else "stored", "attempts": 0}
        values["looks"] = row["looks"] + 1 if held else 0
        if now - (published or now) <= RECENT:
            values["next_try"] = next_look(since, now, look_again)
        if saved is not None and outcome.article is not None:
            values |= {"article": outcome.article.id, "etag": outcome.etag, "last_modified": outcome.last_modified}
    elif outcome.state == "failed":
        attempts = row["attempts"] + (outcome.reason not in OF_THE_HOST)
        values |= {"attempts": attempts, "state": row["state"] if held else "failed"}
        if attempts <= len(RETRY_AFTER):
            values["next_try"] = max(now + RETRY_AFTER[max(attempts, 1) - 1], outcome.retry_at or now)
    elif held and outcome.state == "refused":  # a captcha, a page under repair: the stored text stands
        values |= {"looks": row["looks"] + 1, "next_try": next_look(since or now, now, look_again)}
    else:
        values |= {"state": outcome.state, "attempts": row["attempts"] + 1}
    return values


def next_look(since: datetime, now: datetime, look_again: Sequence[timedelta]) -> datetime | None:
    """The first time of the schedule that is still to come; None when all are over."""
    return next((since + rest for rest in look_again if since + rest > now), None)


def _stored_at(connection: Connection, article: str | None) -> datetime | None:
    """When the newest text of an article was stored; None when there is none."""
    query = select(articles.c.committed_at).where(articles.c.id == article).order_by(articles.c.revision.desc()).limit(1)
    return connection.scalar(query)
