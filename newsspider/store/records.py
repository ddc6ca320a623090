"""Rows of `articles`: from an article to a row and back, and when a text counts as changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from newsspider.days import SHANGHAI
from newsspider.items import Article
from newsspider.store import reprints, signatures
from newsspider.store.tables import articles

ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
ABOUT_THE_FETCH = {"revision", "duplicate_of", "fetched_at", "content_sha256", "encoding", "extractor"}
"""Fields that may differ between two fetches of one and the same text."""

Saved = Literal["new", "revised", "unchanged"]
"""What storing an article did: its first text, a changed one, or nothing, since the store has this text."""

INSERT = articles.insert()

CHUNK = 500
"""Keys in one IN (…): below SQLite's limit of bound variables."""


def newest_rows(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The newest row of each of these articles that is stored, by id."""
    found: dict[str, dict[str, Any]] = {}
    for chunk in chunks(list(ids)):
        query = select(articles).where(articles.c.id.in_(chunk)).order_by(articles.c.revision)
        found |= {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return found


def as_given(article: Article, given: Mapping[str, str], newest: Mapping[str, Mapping[str, Any]]) -> Article:
    """An article under the id, and the address, that were given out for it.

    Args:
        article: the article under the id of today's form of its address.
        given: ids that were given out, by the ids of today's forms.
        newest: from `newest_rows`, by the ids that were given out.
    """
    key = given[article.id]
    if key == article.id:
        return article
    return replace(article, id=key, url=newest[key]["url"] if key in newest else article.url)


def store_article(
    connection: Connection, article: Article, newest: dict[str, dict[str, Any]], run: int | None, now: datetime
) -> tuple[Saved, datetime]:
    """Insert an article unless its newest revision says the same; what was done, and when its text was first stored so.

    Args:
        connection: a transaction.
        article: the article, as revision 1.
        newest: from `newest_rows`, for this article among others; kept up to date.
        run: number of the run that fetched it; None outside a run.
        now: the time of this commit.
    """
    latest = newest.get(article.id)
    changed = None
    if latest is not None:
        changed = changed_fields(latest, asdict(article))
        if not changed:
            return "unchanged", latest["committed_at"]
        article = replace(article, revision=latest["revision"] + 1)
    signature = signatures.signature_of(article.body)
    article = replace(article, duplicate_of=reprints.original_of(connection, signature, article))
    moment = published_moment(article.published_at)
    row = asdict(article) | {"run": run, "committed_at": now, "published": moment, "changed": changed}
    key = connection.execute(INSERT, row).inserted_primary_key
    assert key is not None  # noqa: S101 the table counts its key up
    newest[article.id] = row
    reprints.enter(connection, key[0], article, signature, moment)
    return ("new" if latest is None else "revised"), now


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the fields in which two records of one article differ, but for those about the fetch."""
    return [name for name in ARTICLE_FIELDS if name not in ABOUT_THE_FETCH and before[name] != after[name]]


def record(row: Row[Any]) -> dict[str, Any]:
    """A row of `articles` as a record in the schema's field order."""
    return {name: getattr(row, name) for name in ARTICLE_FIELDS}


def published_moment(published_at: str | None) -> datetime | None:
    """The moment that `published_at` names, in UTC; of a bare day its beginning in Shanghai; None for None."""
    if published_at is None:
        return None
    moment = datetime.fromisoformat(published_at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def chunks(keys: list[str]) -> Iterator[list[str]]:
    """The keys in pieces that one IN (…) can hold."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
