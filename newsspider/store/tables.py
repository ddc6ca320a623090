"""The tables of the store, as SQLAlchemy Core metadata.

`articles`  one row per article and revision, in commit order (`position`); its columns are the fields of `Article`
`urls`      the ledger: one row per URL that was ever found, with what became of it
`aliases`   the id that was given out for an address, by the id of its canonical form of today where these differ
`address_keys`  what was learnt of a host's query keys
`address_rules`  by what rules an outlet's addresses were last made canonical
`lists`     one row per list that an outlet's crawl starts from, with the run that last read it to its end
`signatures`  one row per article: what its text is compared by, and the family of reprints that it belongs to
`bands`     parts of the signatures, by which likely reprints are looked up
`issues`    one row per outlet and day whose issue was asked for: what its list or front page said
`issue_pages`     one row per print page that an issue's page list names
`issue_articles`  one row per article that a print page lists; what became of it is told by `urls`
`runs`      one row per run: what was asked for, by which process, and how it ended
`outlet_runs`  one row per run and outlet: what was counted
`locks`     one row per outlet that is being crawled: by which process
`hosts`     one row per host that was asked: when it may be asked again, over all outlets and processes
`due_units` one row per scheduled piece of work: when it was due, and what became of it
`alarms`    one row per fault that a watched run showed: since when, and when somebody was told
`feeds`     how far each output was written, as a position in `articles`
`meta`      the id of this store
"""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects.mysql import DATETIME, LONGBLOB, LONGTEXT
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from newsspider.items import Article

metadata = MetaData()

Key = String(32)
"""A `newsspider.urls.url_id`: MySQL takes no text of any length as a key."""
Name = String(255)
"""Id of an outlet, or a host (RFC 1035: 253 characters at most); any other name that is a key."""
Word = String(64)
LongText = Text().with_variant(LONGTEXT(), "mysql", "mariadb")  # TEXT ends at 64 KiB there
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Bytes = LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb")


def Table(name: str, *columns: Any, **options: Any) -> SqlTable:  # noqa: N802 it stands for SQLAlchemy's
    """A table of the store. MySQL compares text byte for byte, as the other databases do."""
    return SqlTable(
        name, metadata, *columns, mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin", mysql_engine="InnoDB", **options
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC. SQLite and MySQL have no time zones: there the zone is taken off and put back."""

    impl = DateTime(timezone=True).with_variant(DATETIME(fsp=6), "mysql", "mariadb")
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


KEYS: dict[str, String] = {"id": Key, "outlet": Name, "province": Word, "published_at": Word, "duplicate_of": Key}
"""Fields that are looked up by; the others are text of any length."""


def _article_columns() -> list[Column[Any]]:
    """One column per field of Article: text, Integer, or JSON for lists."""
    hints = get_type_hints(Article)
    columns: list[Column[Any]] = []
    for field in fields(Article):
        hint = hints[field.name]
        nullable = type(None) in get_args(hint)
        kind: Any = Json if get_origin(hint) is list else Integer if hint is int else KEYS.get(field.name, LongText)
        columns.append(Column(field.name, kind, nullable=nullable))
    return columns


BigKey = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up by itself only an INTEGER PRIMARY KEY

articles = Table(
    "articles",
    Column("position", BigKey, primary_key=True, autoincrement=True),
    Column("run", BigInteger),
    Column("committed_at", UtcDateTime, nullable=False),
    Column("published", UtcDateTime),
    Column("changed", Json),
    *_article_columns(),
    UniqueConstraint("id", "revision", name="articles_revision"),
    Index("articles_outlet", "outlet", "published_at"),
    Index("articles_run", "run"),
    sqlite_autoincrement=True,
)
"""`published` is the moment that `published_at` names, of a bare day its beginning in Shanghai, to sort by; `changed` names the
fields that differ from the revision before (null for the first)."""

urls = Table(
    "urls",
    Column("id", Key, primary_key=True),
    Column("url", LongText, nullable=False),
    Column("outlet", Name, nullable=False),
    Column("state", Word, nullable=False),
    Column("reason", LongText),
    Column("attempts", Integer, nullable=False, default=0),
    Column("found_in", BigInteger),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("next_try", UtcDateTime),
    Column("looks", Integer, nullable=False, default=0, server_default="0"),
    Column("etag", LongText),
    Column("last_modified", LongText),
    Column("article", Key),
    Index("urls_due", "outlet", "state", "next_try"),
)
"""`attempts` counts fetches that failed one after the other, `looks` those since the article was stored; `next_try` is when a failed URL
is tried, or a stored one looked at, again (null: not any more); `etag` and `last_modified` are the server's of the last whole answer."""

aliases = Table("aliases", Column("id", Key, primary_key=True), Column("given", Key, nullable=False))

address_keys = Table(
    "address_keys",
    Column("host", Name, primary_key=True),
    Column("key", Word, primary_key=True),
    Column("kind", Word, nullable=False),
)
"""`kind`: identity (the key names the article), ignored (it says nothing of it)."""

address_rules = Table("address_rules", Column("outlet", Name, primary_key=True), Column("rules", Key, nullable=False))

lists = Table(
    "lists",
    Column("id", Key, primary_key=True),
    Column("url", LongText, nullable=False),
    Column("outlet", Name, nullable=False),
    Column("completed_in", BigInteger, nullable=False),
    Column("completed_at", UtcDateTime, nullable=False),
    Column("etag", LongText),
    Column("last_modified", LongText),
)

signatures = Table(
    "signatures",
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Key, nullable=False),
    Column("family", Key, nullable=False),
    Column("published", UtcDateTime),
    Column("minhash", Bytes, nullable=False),
    Index("signatures_id", "id"),
    Index("signatures_family", "family"),
    Index("signatures_published", "published"),
)
"""`position` is that of the article's newest revision; `family` the id of an article that heads those that print one text, no duplicate
itself; `minhash` as `signatures.signature_of` gives it."""

bands = Table(
    "bands",
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

issues = Table(
    "issues",
    Column("outlet", Name, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("state", Word, nullable=False),
    Column("reason", LongText),
    Column("front", LongText),
    Column("asked_at", UtcDateTime, nullable=False),
)

issue_pages = Table(
    "issue_pages",
    Column("outlet", Name, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("id", Key, primary_key=True),
    Column("url", LongText, nullable=False),
    Column("place", Integer, nullable=False),
    Column("number", LongText),
    Column("section", LongText),
    Column("state", Word, nullable=False),
    Column("reason", LongText),
    Column("asked_at", UtcDateTime, nullable=False),
)

issue_articles = Table(
    "issue_articles",
    Column("outlet", Name, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("id", Key, primary_key=True),
    Column("url", LongText, nullable=False),
    Column("page", LongText, nullable=False),
    Column("title", LongText),
    Column("source", LongText),
    Column("skip", LongText),
    Index("issue_articles_id", "id"),
)

runs = Table(
    "runs",
    Column("run", BigKey, primary_key=True, autoincrement=True),
    Column("command", LongText, nullable=False),
    Column("outlets", Json, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("state", Word, nullable=False),
    Column("reason", LongText),
    Column("counts", Json, nullable=False),
    Column("host", Name, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process_started", Float(53), nullable=False),
    sqlite_autoincrement=True,
)
"""`state`: running, finished, failed (`reason` says why), killed (its process is gone); `counts` per outlet, as `outlet_runs` has them."""

outlet_runs = Table(
    "outlet_runs",
    Column("run", BigInteger, primary_key=True, autoincrement=False),
    Column("outlet", Name, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("state", Word, nullable=False),
    Column("counts", Json, nullable=False),
    Index("outlet_runs_history", "outlet", "started_at"),
)

locks = Table(
    "locks",
    Column("name", Name, primary_key=True),
    Column("run", BigInteger, nullable=False),
    Column("host", Name, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process_started", Float(53), nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)
"""`seen_at` is renewed while the process lives: of a process on another machine nothing else is known."""

hosts = Table(
    "hosts",
    Column("host", Name, primary_key=True),
    Column("asked_at", Float(53), nullable=False),
    Column("free_at", Float(53), nullable=False),
    Column("crawl_delay", Float(53), nullable=False),
    Column("rests", Integer, nullable=False),
    Column("rested_at", Float(53), nullable=False),
    Column("rest_until", Float(53), nullable=False),
    Column("reason", LongText),
)
"""Moments are seconds since 1970, 0 for never: `asked_at` of the last request, `free_at` from which on the pace allows the next, `rested_at`
and `rest_until` of the last rest that the host asked for (`reason`: `HTTP 429, Retry-After 20 s`); `rests` counts those without another
answer between them; `crawl_delay` is what robots.txt asks for, in seconds, 0 when it does not. `host` has its port where it is not the
scheme's own."""

due_units = Table(
    "due_units",
    Column("unit", BigKey, primary_key=True, autoincrement=True),
    Column("job", Name, nullable=False),
    Column("outlet", Name, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("waits_since", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("state", Word, nullable=False),
    Column("exit_code", Integer),
    Column("host", Name),
    Column("pid", Integer),
    Column("process_started", Float(53)),
    Column("seen_at", UtcDateTime),
    UniqueConstraint("job", "outlet", "due_at", name="due_units_once"),
    Index("due_units_state", "state", "due_at"),
    sqlite_autoincrement=True,
)
"""`state`: due, running, finished (`exit_code` says how; null when nobody saw the end), timed_out, coalesced (a later one of the same
job and outlet was due before it started, and has taken over its `waits_since`, its place in the queue), skipped (before the job was
first seen), dropped (it left the schedule); the process is that of the crawl, `seen_at` is renewed while its scheduler lives."""

alarms = Table(
    "alarms",
    Column("id", Key, primary_key=True),
    Column("outlet", Name, nullable=False),
    Column("monitor", Name, nullable=False),
    Column("field", Name),
    Column("message", LongText, nullable=False),
    Column("first_run", BigInteger, nullable=False),
    Column("last_run", BigInteger, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("state", Word, nullable=False),
)

feeds = Table(
    "feeds",
    Column("id", Key, primary_key=True),
    Column("feed", LongText, nullable=False),
    Column("position", BigInteger, nullable=False),
)

meta = Table("meta", Column("key", Word, primary_key=True), Column("value", LongText, nullable=False))
