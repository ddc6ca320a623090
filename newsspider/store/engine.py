"""Opening a database: the URL checked, SQLite set up to lose nothing, failures told in one line."""

import json
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from newsspider.errors import OutputError, UsageError
from newsspider.store.tables import STORE_VERSION, meta, metadata

BUSY_SECONDS = 60
"""How long a SQLite writer waits for another one."""

dumps: Callable[[Any], str] = partial(json.dumps, ensure_ascii=False)


def open_engine(url: str) -> Engine:
    """An engine whose tables exist and are of this program's version.

    Raises UsageError for a URL that is none, OutputError for a database that cannot be opened or written, or that a
    newer newsspider made.
    """
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, json_serializer=dumps)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise UsageError(f"--database {url!r}: {_first_line(error)}; try sqlite:///news.db") from error
    shown = parsed.render_as_string(hide_password=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, parsed.database)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            _check_version(connection, shown)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise OutputError(
            f"cannot open the database {shown}: {_first_line(error)}; try another --database or --output"
        ) from error
    except OutputError:
        engine.dispose()
        raise
    return engine


def _prepare_sqlite(engine: Engine, path: str | None) -> None:
    """WAL with full sync (a commit is on disk), and write transactions that take the lock when they begin."""
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"cannot create the folder of the database {path}: {error.strerror or error}; try another --output"
            ) from error

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own: `begin` below does
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {BUSY_SECONDS * 1000}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _check_version(connection: Connection, shown: str) -> None:
    found = connection.scalar(select(meta.c.value).where(meta.c.key == "store_version"))
    if found is None:
        rows = [{"key": "store_version", "value": str(STORE_VERSION)}, {"key": "store_id", "value": secrets.token_hex(8)}]
        connection.execute(meta.insert(), rows)
    elif int(found) != STORE_VERSION:
        raise OutputError(
            f"the database {shown} has store version {found}, this newsspider reads {STORE_VERSION}: "
            "use the newsspider that made it, or another --database"
        )


def _first_line(error: Exception) -> str:
    """What went wrong, without the driver's class name, SQL text and links."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
