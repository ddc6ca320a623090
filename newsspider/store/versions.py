"""Versions of the tables: made in a fresh database, upgraded in an older one, refused in a newer one.

`meta.store_version` holds the version, `alembic_version` the same for Alembic, which is loaded only to upgrade. A new version is
a script in `migrations/versions`, the new number here, and the change in `tables.py`; a test compares the two ways.
"""

import contextlib
import logging
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, select, text

from newsspider.errors import OutputError, SchemaTooNew
from newsspider.store.connecting import OPENING, set_patience
from newsspider.store.dialects import shown
from newsspider.store.tables import meta, metadata

logger = logging.getLogger(__name__)

STORE_VERSION = 5
"""Rises with every change of the tables; the newest migration is named for it."""

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK_NAME = "newsspider_upgrade"
LOCK_NUMBER = 0x6E657773  # "news"
UPGRADE_SECONDS = 3600
"""How long a program waits for another one that upgrades the same database, and how long a step of an upgrade may take."""
POLL_SECONDS = 0.2

alembic_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def bring_up_to_date(engine: Engine) -> None:
    """Make or upgrade the tables, alone: of two programs that start at once the second waits and finds the work done.

    Raises SchemaTooNew for a database that a newer newsspider made, SQLAlchemyError when the database fails.
    """
    engine = engine.execution_options(**{OPENING: True})  # a server that is silent is noticed here
    with engine.connect().execution_options(reading=True) as connection:
        if _version(connection) == STORE_VERSION:
            return
    with _alone(engine) as connection:
        version = _version(connection)
        if version is None:
            _make(connection)
        elif version < STORE_VERSION:
            _upgrade(connection)
            logger.info("the database was upgraded from version %d to %d", version, STORE_VERSION)


def revision_of(version: int) -> str:
    """Alembic's name of a version."""
    return f"{version:04d}"


def _version(connection: Connection) -> int | None:
    """The version of the tables; None in a database without them. Raises SchemaTooNew."""
    if not inspect(connection).has_table("meta"):
        return None
    found = connection.scalar(select(meta.c.value).where(meta.c.key == "store_version"))
    if found is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", found):
        raise OutputError(
            f"the database {shown(connection.engine.url)} has store version {found[:40]!r}, which is none: put a copy in its place, or take another --database"
        )
    if int(found) > STORE_VERSION:
        raise SchemaTooNew(
            f"the database {shown(connection.engine.url)} has store version {found}, this newsspider "
            f"reads {STORE_VERSION}: use the newer newsspider that made it (pip install -U newsspider), or another --database"
        )
    return int(found)


def _make(connection: Connection) -> None:
    """All tables, as they are now. MySQL commits each: one that was broken off is made again, the version comes last."""
    metadata.create_all(connection)
    alembic_version.create(connection, checkfirst=True)
    connection.execute(alembic_version.delete())
    connection.execute(alembic_version.insert().values(version_num=revision_of(STORE_VERSION)))
    rows = [{"key": "store_id", "value": secrets.token_hex(8)}, {"key": "store_version", "value": str(STORE_VERSION)}]
    connection.execute(meta.insert(), rows)


def _upgrade(connection: Connection) -> None:
    """Run the migrations that the database has not seen."""
    from alembic import command
    from alembic.config import Config

    set_patience(connection.connection.dbapi_connection, UPGRADE_SECONDS)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
    connection.execute(meta.update().where(meta.c.key == "store_version").values(value=str(STORE_VERSION)))


def _wait_for(connection: Connection, statement: str, lock: int | str) -> None:
    """Ask for the lock until it is ours. Raises OutputError when another program has it for too long."""
    deadline = time.monotonic() + UPGRADE_SECONDS
    while not connection.scalar(text(statement), {"lock": lock}):
        if time.monotonic() > deadline:
            raise OutputError(f"another program has been upgrading the database for {UPGRADE_SECONDS} s; look for one that hangs")
        time.sleep(POLL_SECONDS)


@contextlib.contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the database's lock for upgrades until it is committed; SQLite's writers are alone anyway."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{UPGRADE_SECONDS}s'"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            _wait_for(connection, "SELECT pg_try_advisory_xact_lock(:lock)", LOCK_NUMBER)
            yield connection
        elif engine.dialect.name == "mysql":  # the lock is the connection's, and every DDL statement commits
            name = f"{LOCK_NAME}.{engine.url.database}"[:64]
            _wait_for(connection, "SELECT GET_LOCK(:lock, 0)", name)
            try:
                with engine.begin() as working:
                    yield working
            finally:
                connection.execute(text("SELECT RELEASE_LOCK(:name)"), {"name": name})
        else:
            yield connection
