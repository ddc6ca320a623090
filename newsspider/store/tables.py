"""The tables of the store, as SQLAlchemy Core metadata.

`articles`  one row per article and revision, in commit order (`position`); its columns are the fields of `Article`
`urls`      the ledger: one row per URL that was ever found, with what became of it
`lists`     one row per list that an outlet's crawl starts from, with the run that last read it to its end
`issues`    one row per outlet and day whose issue was asked for: what its list or front page said
`issue_pages`     one row per print page that an issue's page list names
`issue_articles`  one row per article that a print page lists; what became of it is told by `urls`
`runs`      one row per run of a spider
`feeds`     how far each output was written, as a position in `articles`
`meta`      the version of these tables
"""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, BigInteger, Column, Date, DateTime, Dialect, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.types import TypeDecorator

from newsspider.items import Article

STORE_VERSION = 1
"""Rises with every change of these tables."""

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC. SQLite has no time zones: there the zone is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database, in UTC. Raises ValueError for a datetime without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _article_columns() -> list[Column[Any]]:
    """One column per field of Article: Text, Integer, or JSON for lists."""
    hints = get_type_hints(Article)
    columns: list[Column[Any]] = []
    for field in fields(Article):
        hint = hints[field.name]
        nullable = type(None) in get_args(hint)
        kind = JSON if get_origin(hint) is list else Integer if hint is int else Text
        columns.append(Column(field.name, kind, nullable=nullable))
    return columns


BigKey = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up by itself only an INTEGER PRIMARY KEY

articles = Table(
    "articles",
    metadata,
    Column("position", BigKey, primary_key=True, autoincrement=True),
    Column("run", BigKey),
    Column("committed_at", UtcDateTime, nullable=False),
    *_article_columns(),
    UniqueConstraint("id", "revision"),
    Index("articles_outlet", "outlet", "published_at"),
    sqlite_autoincrement=True,
)

urls = Table(
    "urls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("found_in", BigInteger),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("next_try", UtcDateTime),
    Column("article", Text),
    Index("urls_due", "outlet", "state", "next_try"),
)

lists = Table(
    "lists",
    metadata,
    Column("url", Text, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("completed_in", BigInteger, nullable=False),
    Column("completed_at", UtcDateTime, nullable=False),
)

issues = Table(
    "issues",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("front", Text),
    Column("asked_at", UtcDateTime, nullable=False),
)

issue_pages = Table(
    "issue_pages",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("number", Text),
    Column("section", Text),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("asked_at", UtcDateTime, nullable=False),
)

issue_articles = Table(
    "issue_articles",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("title", Text),
    Column("source", Text),
    Column("skip", Text),
    Index("issue_articles_id", "id"),
)

runs = Table(
    "runs",
    metadata,
    Column("run", BigKey, primary_key=True, autoincrement=True),
    Column("command", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("state", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    sqlite_autoincrement=True,
)

feeds = Table(
    "feeds",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
