"""What each kind of database needs: driver, connection, session, and which of its failures pass by themselves."""

import sqlite3
import time
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable

from newsspider.masking import mask_url
from newsspider.store.connecting import CONNECT_SECONDS, KEEPALIVE, OPENING, STATEMENT_SECONDS, guard, limit_of

BUSY_SECONDS = 30
"""How long a SQLite writer waits for another one."""

LOCK_SECONDS = 60
"""How long a statement waits for a row that another program holds."""

BRIEF_SECONDS = 2
"""The same for a connection that would rather fail than wait; and BUSY_BRIEFLY of it for SQLite."""
BUSY_BRIEFLY = 0.2

DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",  # one name of the dialect for both: the tables' options are found under it
    "mariadb+pymysql": "mysql+pymysql",
}
KINDS = ("sqlite", "postgresql", "mysql")
"""What a store may be kept in."""
EXTRAS = {"postgresql": "postgres", "mysql": "mysql"}

AWAY_CLASSES = ("08", "53", "57P", "58")
"""Classes of PostgreSQL's SQLSTATE: connection, resources (disk, connections), operator intervention, system error."""

AWAY_STATES = {"25006", "40001", "40P01", "55P03", "57014"}
"""Read-only (a failover), serialization, deadlock, lock not available, statement timeout."""

AWAY_NUMBERS = {
    1021, 1040, 1053, 1129, 1152, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1290, 1317, 1792, 1836, 1927, 1969, 2002, 2003, 2006, 2013, 2055,
    3024,
}  # fmt: skip
"""Of MySQL and MariaDB: disk full, too many connections, shutting down, network, lock timeout, deadlock, read-only, killed, refused, lost."""

AWAY_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED")
"""Of SQLite: another process holds the file."""

MEND = "; the database is damaged: put a copy in its place, or take another --output"

VALUE_ERRORS = (DataError, IntegrityError, ProgrammingError)
VALUE_CLASSES = ("22", "23", "54")
"""Classes of PostgreSQL's SQLSTATE: data, integrity, a limit of the program that a value exceeds."""
VALUE_NUMBERS = {1118, 1153, 1301, 3140, 3141}
"""Of MySQL and MariaDB, beside its data errors: a row or packet that is too large, a result too large, JSON that is none."""


def with_driver(url: URL) -> URL:
    """The URL with the driver that newsspider has an extra for, unless it names one."""
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def shown(url: URL) -> str:
    """The URL for people: no password, neither before the host nor in the query."""
    return mask_url(url.render_as_string(hide_password=False))


def extra_for(url: URL) -> str | None:
    """Name of the extra that installs the URL's driver; None when there is none."""
    return EXTRAS.get(url.get_backend_name())


def engine_options(url: URL) -> dict[str, Any]:
    """Arguments of `create_engine`; what the URL's query says itself is left to it."""
    kind = url.get_backend_name()
    if kind == "sqlite":
        return {}
    connecting: dict[str, Any]
    if kind == "postgresql":
        connecting = {
            "application_name": "newsspider",
            "client_encoding": "UTF8",  # whatever PGCLIENTENCODING says
            "keepalives_idle": KEEPALIVE["TCP_KEEPIDLE"],
            "keepalives_interval": KEEPALIVE["TCP_KEEPINTVL"],
            "keepalives_count": KEEPALIVE["TCP_KEEPCNT"],
            "tcp_user_timeout": KEEPALIVE["TCP_USER_TIMEOUT"],
        }
    else:
        connecting = {"charset": "utf8mb4", "write_timeout": STATEMENT_SECONDS}
    return {
        "connect_args": {name: value for name, value in connecting.items() if name not in url.query},
        "isolation_level": "READ COMMITTED",
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "pool_timeout": CONNECT_SECONDS,
    }


def prepare(engine: Engine) -> None:
    """Have every connection of the engine set up: UTC, limits of time, and in SQLite a commit that is on disk.

    Raises ValueError for a limit in the engine's URL that is none.
    """
    kind = engine.dialect.name
    if kind == "sqlite":
        _prepare_sqlite(engine)
        return
    statements = {
        "postgresql": (
            "SET TIME ZONE 'UTC'",
            f"SET lock_timeout = '{LOCK_SECONDS}s'",
            f"SET statement_timeout = '{STATEMENT_SECONDS}s'",
        ),
        "mysql": (
            f"SET time_zone = '+00:00', innodb_lock_wait_timeout = {LOCK_SECONDS}, sql_mode = 'TRADITIONAL,NO_AUTO_VALUE_ON_ZERO'",
        ),
    }.get(kind, ())
    opening = limit_of(engine.url, "connect_timeout", CONNECT_SECONDS)
    running = limit_of(engine.url, "read_timeout", STATEMENT_SECONDS + CONNECT_SECONDS)
    guard(engine, statements, opening=opening, running=running)


def brief_options(url: URL) -> dict[str, Any]:
    """Arguments of `create_engine` for one connection that would rather fail than wait, see `prepare_brief`."""
    options = engine_options(url) | {"pool_size": 1, "max_overflow": 0, "pool_pre_ping": False}
    options.pop("isolation_level", None)
    return options


def prepare_brief(engine: Engine) -> None:
    """Have every connection of the engine give up after a moment; in SQLite a commit of it does not wait for the disk."""
    if engine.dialect.name == "sqlite":
        _prepare_brief_sqlite(engine)
        return
    statements = {
        "postgresql": (f"SET lock_timeout = '{BRIEF_SECONDS}s'", f"SET statement_timeout = '{BRIEF_SECONDS}s'"),
        "mysql": (
            f"SET innodb_lock_wait_timeout = {BRIEF_SECONDS}, sql_mode = 'TRADITIONAL'",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        ),
    }.get(engine.dialect.name, ())
    guard(engine, statements, opening=BRIEF_SECONDS, running=2 * BRIEF_SECONDS)


def _prepare_brief_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_BRIEFLY * 1000)}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.commit()


def _prepare_sqlite(engine: Engine) -> None:
    """WAL with full sync, and write transactions that take the lock when they begin."""
    seconds = limit_of(engine.url, "timeout", BUSY_SECONDS, least=0)
    opening = min(seconds, CONNECT_SECONDS)

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own: `begin` below does
        connection.execute(f"PRAGMA busy_timeout = {int(opening * 1000)}")
        _switch_to_wal(connection, time.monotonic() + opening)
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        reading, patience = options.get("reading", False), opening if options.get(OPENING) else seconds
        if connection.info.get(OPENING) != patience:
            connection.connection.dbapi_connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            connection.info[OPENING] = patience
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _switch_to_wal(connection: Any, deadline: float) -> None:
    """Of programs that open a new file at once one switches; SQLite tells the others that it is locked without waiting for it."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def is_away(error: BaseException) -> bool:
    """Whether a failure is the database's state and not the statement's: the same statement may go well later.

    True for a server that cannot be reached, shuts down, is read-only or has no room, and for waits and deadlocks with other
    programs; false for everything that is wrong with the data or the tables. A full disk under SQLite is ours, not a server's.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    cause: Any = error.orig
    if name := getattr(cause, "sqlite_errorname", None):
        return str(name).startswith(AWAY_NAMES)
    number = cause.args[0] if cause is not None and cause.args else None
    if isinstance(number, int):  # pymysql; (0, "") is a connection that it closed
        return number in AWAY_NUMBERS or (number == 0 and isinstance(error, InterfaceError))
    if hasattr(cause, "sqlstate"):  # psycopg; without a state it failed before or after the server spoke
        state = cause.sqlstate
        return (
            isinstance(error, (OperationalError, InterfaceError))
            if state is None
            else state in AWAY_STATES or state.startswith(AWAY_CLASSES)
        )
    return False


def is_of_a_value(error: BaseException) -> bool:
    """Whether the database, or its driver, refuses a value of the statement: other rows may go in."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, StatementError)  # a value that SQLAlchemy cannot bring into the column's form
    cause: Any = error.orig
    state = getattr(cause, "sqlstate", None)
    number = cause.args[0] if cause is not None and cause.args else None
    return isinstance(error, VALUE_ERRORS) or str(state).startswith(VALUE_CLASSES) or number in VALUE_NUMBERS


def is_unreadable(error: ValueError) -> bool:
    """Whether a value that came out of the database is none of its column's: the file is damaged, or somebody changed it by hand."""
    return isinstance(error, (JSONDecodeError, UnicodeDecodeError)) or str(error).startswith("Invalid isoformat string")


def cure_for(error: BaseException) -> str:
    """What to do about a failure, to be put behind it; empty where nothing general can be said."""
    name = getattr(getattr(error, "orig", None), "sqlite_errorname", None) or ""
    return MEND if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) else ""


@compiles(CreateTable, "mysql")
def _create_table(element: CreateTable, compiler: Any, **options: Any) -> str:
    """The collation under which blanks at the end count, too; MySQL and MariaDB name it differently."""
    visit: Callable[..., str] = compiler.visit_create_table
    return visit(element, **options).replace("utf8mb4_bin", exact_collation(is_mariadb=compiler.dialect.is_mariadb))


def exact_collation(*, is_mariadb: bool) -> str:
    """The collation of our tables in MariaDB or MySQL: texts are the same when their bytes are."""
    return "utf8mb4_nopad_bin" if is_mariadb else "utf8mb4_0900_bin"
