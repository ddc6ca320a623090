"""Version 2, from the tables of newsspider 0.1.0: keys of bounded length, revisions' differences, looks, runs with their outlets, locks.

Frozen: this script says what version 2 was, whatever the tables become later. No store of version 1 is in MySQL, which could not
hold its keys.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = None

Key, Name, Word = sa.String(32), sa.String(255), sa.String(64)
Json = sa.JSON().with_variant(JSONB(), "postgresql")
BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)

SHANGHAI = timezone(timedelta(hours=8))
LISTS = {
    "subheadlines", "original_headline", "authors", "body", "images", "videos", "credits", "keywords", "restorations",
}  # fmt: skip
COMPARED = (
    "url", "outlet", "outlet_name", "province", "section", "page_number", "headline", "kicker", "subheadlines", "original_headline",
    "dateline", "byline", "authors", "published_at", "published_raw", "published_precision", "published_from", "source", "body", "images",
    "videos", "credits", "keywords", "language", "restorations",
)  # fmt: skip
"""The fields of an article, in order, whose change makes a revision."""
CHUNK = 1000


def upgrade() -> None:
    """From version 1."""
    connection = op.get_bind()
    _articles(connection)
    _urls(connection)
    _issues(connection)
    _remade(connection, "lists", _list_columns(), lambda row: row | {"id": _key(row["url"]), "etag": None, "last_modified": None})
    _remade(connection, "feeds", _feed_columns(), lambda row: row | {"id": _key(row["feed"])})
    _runs(connection)
    _new_tables()
    connection.execute(sa.text("UPDATE meta SET value = '2' WHERE key = 'store_version'"))


def _articles(connection: sa.Connection) -> None:
    unnamed = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
    with op.batch_alter_table(
        "articles", table_kwargs={"sqlite_autoincrement": True}, naming_convention=unnamed, recreate="auto"
    ) as batch:
        for name, kind in (("id", Key), ("outlet", Name), ("province", Word), ("published_at", Word), ("duplicate_of", Key)):
            batch.alter_column(name, type_=kind, existing_type=sa.Text())
        if connection.dialect.name == "sqlite":
            batch.alter_column("run", type_=sa.BigInteger, existing_type=sa.Integer())
        else:
            for name in sorted(LISTS):
                batch.alter_column(name, type_=JSONB(), existing_type=sa.JSON(), postgresql_using=f"{name}::jsonb")
        batch.add_column(sa.Column("published", Moment))
        batch.add_column(sa.Column("changed", Json))
        batch.drop_constraint(
            "articles_id_revision_key" if connection.dialect.name == "postgresql" else "uq_articles_id", type_="unique"
        )
        batch.create_unique_constraint("articles_revision", ["id", "revision"])
        batch.create_index("articles_run", ["run"])
    table = sa.table(
        "articles", sa.column("position"), sa.column("id"), sa.column("revision"), sa.column("published", Moment),
        sa.column("changed", Json), *(sa.column(name, Json if name in LISTS else sa.Text) for name in COMPARED),
    )  # fmt: skip
    _fill_published(connection, table)
    _fill_changed(connection, table)


def _fill_published(connection: sa.Connection, table: Any) -> None:
    """The moment that `published_at` names."""
    query = sa.select(table.c.position, table.c.published_at).where(table.c.published_at.is_not(None))
    update = table.update().where(table.c.position == sa.bindparam("at")).values(published=sa.bindparam("moment"))
    for rows in _pages(connection, query, table.c.position):
        connection.execute(update, [{"at": row.position, "moment": _moment(row.published_at)} for row in rows])


def _fill_changed(connection: sa.Connection, table: Any) -> None:
    """The fields in which each later revision differs from the one before."""
    before = table.alias("before")
    compared = [
        column for name in COMPARED for column in (table.c[name].label(f"new_{name}"), before.c[name].label(f"old_{name}"))
    ]
    query = sa.select(table.c.position, *compared).join(
        before, (before.c.id == table.c.id) & (before.c.revision == table.c.revision - 1)
    )
    update = table.update().where(table.c.position == sa.bindparam("at")).values(changed=sa.bindparam("differing", type_=Json))
    for rows in _pages(connection, query, table.c.position):
        found = [
            {"at": row["position"], "differing": [name for name in COMPARED if row[f"new_{name}"] != row[f"old_{name}"]]}
            for row in (one._mapping for one in rows)
        ]
        connection.execute(update, found)


def _urls(connection: sa.Connection) -> None:
    with op.batch_alter_table("urls") as batch:
        for name, kind in (("id", Key), ("outlet", Name), ("state", Word), ("article", Key)):
            batch.alter_column(name, type_=kind, existing_type=sa.Text())
        batch.add_column(sa.Column("looks", sa.Integer, nullable=False, server_default="0"))
        batch.add_column(sa.Column("etag", sa.Text))
        batch.add_column(sa.Column("last_modified", sa.Text))
    # Version 1 counted every fetch; now `attempts` counts those that failed one after the other.
    connection.execute(sa.text("UPDATE urls SET attempts = 0 WHERE state IN ('stored', 'pending')"))


def _issues(connection: sa.Connection) -> None:
    for name in ("issues", "issue_articles"):
        with op.batch_alter_table(name) as batch:
            batch.alter_column("outlet", type_=Name, existing_type=sa.Text())
            if name == "issues":
                batch.alter_column("state", type_=Word, existing_type=sa.Text())
            else:
                batch.alter_column("id", type_=Key, existing_type=sa.Text())
    _remade(connection, "issue_pages", _page_columns(), lambda row: row | {"id": _key(row["url"])})


def _runs(connection: sa.Connection) -> None:
    """Runs with their outlets; what each outlet counted becomes a row of `outlet_runs`."""
    op.create_table(
        "outlet_runs",
        sa.Column("run", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("outlet", Name, primary_key=True),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=False),
        sa.Column("state", Word, nullable=False),
        sa.Column("counts", Json, nullable=False),
    )
    op.create_index("outlet_runs_history", "outlet_runs", ["outlet", "started_at"])
    outlet_runs = _reflected(connection, "outlet_runs")
    old = [dict(row) for row in connection.execute(sa.select(_reflected(connection, "runs"))).mappings()]
    parts = [
        {"run": row["run"], "outlet": outlet, "started_at": row["started_at"], "finished_at": row["finished_at"],
         "state": "finished" if row["state"] == "finished" else "failed", "counts": counts}
        for row in old if row["finished_at"] is not None for outlet, counts in row["counts"].items()
    ]  # fmt: skip
    if parts:
        connection.execute(outlet_runs.insert(), parts)
    _remade(connection, "runs", _run_columns(), _run, sqlite_autoincrement=True)
    if connection.dialect.name == "postgresql":
        last = connection.scalar(sa.text("SELECT max(run) FROM runs"))
        if last is not None:
            connection.execute(sa.text("SELECT setval(pg_get_serial_sequence('runs', 'run'), :last)"), {"last": last})


def _run(row: dict[str, Any]) -> dict[str, Any]:
    """A run of version 1: its state was Scrapy's reason for closing; of what still `running` meant, the process is gone."""
    state = {"finished": "finished", "running": "killed"}.get(row["state"], "failed")
    reason = row["state"] if state == "failed" else None
    return row | {"outlets": list(row["counts"]), "state": state, "reason": reason, "host": "", "pid": 0, "process_started": 0.0}


def _remade(
    connection: sa.Connection,
    name: str,
    columns: list[sa.Column[Any]],
    change: Callable[[dict[str, Any]], dict[str, Any]],
    **options: Any,
) -> None:
    """Make a small table anew under another key, with its rows changed."""
    rows = [change(dict(row)) for row in connection.execute(sa.select(_reflected(connection, name))).mappings()]
    op.drop_table(name)
    table = op.create_table(name, *columns, **options)
    # http and https are one key: of two rows the later one stays
    rows = list({tuple(row[column.name] for column in table.primary_key): row for row in rows}.values())
    for start in range(0, len(rows), CHUNK):
        connection.execute(table.insert(), rows[start : start + CHUNK])


def _new_tables() -> None:
    op.create_table(
        "signatures",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("family", Key, nullable=False),
        sa.Column("published", Moment),
        sa.Column("minhash", sa.LargeBinary, nullable=False),
    )
    op.create_index("signatures_id", "signatures", ["id"])
    op.create_index("signatures_family", "signatures", ["family"])
    op.create_index("signatures_published", "signatures", ["published"])
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "locks",
        sa.Column("name", Name, primary_key=True),
        sa.Column("run", sa.BigInteger, nullable=False),
        *_process_columns(),
        sa.Column("taken_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
    )
    op.create_table(
        "due_units",
        sa.Column("unit", BigKey, primary_key=True, autoincrement=True),
        sa.Column("job", Name, nullable=False),
        sa.Column("outlet", Name, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("waits_since", Moment, nullable=False),
        sa.Column("started_at", Moment),
        sa.Column("finished_at", Moment),
        sa.Column("state", Word, nullable=False),
        sa.Column("exit_code", sa.Integer),
        *_process_columns(nullable=True),
        sa.Column("seen_at", Moment),
        sa.UniqueConstraint("job", "outlet", "due_at", name="due_units_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("due_units_state", "due_units", ["state", "due_at"])
    op.create_table(
        "alarms",
        sa.Column("id", Key, primary_key=True),
        sa.Column("outlet", Name, nullable=False),
        sa.Column("monitor", Name, nullable=False),
        sa.Column("field", Name),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("first_run", sa.BigInteger, nullable=False),
        sa.Column("last_run", sa.BigInteger, nullable=False),
        sa.Column("runs", sa.Integer, nullable=False),
        sa.Column("first_at", Moment, nullable=False),
        sa.Column("last_at", Moment, nullable=False),
        sa.Column("told_at", Moment),
        sa.Column("state", Word, nullable=False),
    )
    with op.batch_alter_table("meta") as batch:
        batch.alter_column("key", type_=Word, existing_type=sa.Text())


def _process_columns(nullable: bool = False) -> list[sa.Column[Any]]:
    return [
        sa.Column("host", Name, nullable=nullable),
        sa.Column("pid", sa.Integer, nullable=nullable),
        sa.Column("process_started", sa.Float(53), nullable=nullable),
    ]


def _list_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", Key, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", Name, nullable=False),
        sa.Column("completed_in", sa.BigInteger, nullable=False),
        sa.Column("completed_at", Moment, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
    ]


def _feed_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", Key, primary_key=True),
        sa.Column("feed", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
    ]


def _page_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("outlet", Name, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("id", Key, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("section", sa.Text),
        sa.Column("state", Word, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("asked_at", Moment, nullable=False),
    ]


def _run_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("run", BigKey, primary_key=True, autoincrement=True),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("outlets", Json, nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("finished_at", Moment),
        sa.Column("state", Word, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("counts", Json, nullable=False),
        *_process_columns(),
    ]


def _reflected(connection: sa.Connection, name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=connection)


def _pages(connection: sa.Connection, query: Any, position: Any) -> Iterator[list[Any]]:
    """A query's rows by position, CHUNK at a time: a cursor left open would see the updates."""
    last = 0
    while rows := list(connection.execute(query.where(position > last).order_by(position).limit(CHUNK))):
        yield rows
        last = rows[-1].position


def _moment(published_at: str) -> datetime:
    moment = datetime.fromisoformat(published_at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def _key(text: str) -> str:
    """As `newsspider.urls.url_id` made keys in this version."""
    return sha256(text.split("://", 1)[-1].encode()).hexdigest()[:32]
