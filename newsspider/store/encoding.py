"""Whether a database can hold Chinese: one that cannot is refused when it is opened, with the command that makes a right one.

PostgreSQL: the database is UTF8. MySQL and MariaDB: the database, and every text column of our tables, is utf8mb4 (their `utf8` knows no
character outside of the first 65,536, such as 𠮷). SQLite holds Unicode in each of its encodings.
"""

import shlex
from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Engine, event

from newsspider.errors import OutputError
from newsspider.store.dialects import exact_collation, shown
from newsspider.store.tables import metadata

JOBS = "apscheduler_jobs"
"""APScheduler's own table, made by it in the database's character set."""

COLUMNS = (
    "SELECT table_name, column_name, character_set_name FROM information_schema.columns "
    "WHERE table_schema = DATABASE() AND character_set_name IS NOT NULL ORDER BY table_name, ordinal_position"
)
VERSION = "SELECT value FROM meta WHERE `key` = 'store_version'"

Rows = list[tuple[Any, ...]]


def refuse_other_encodings(engine: Engine) -> None:
    """Have the engine's first connection looked at, before SQLAlchemy does: it fails at a server whose texts come as bytes.

    That connection raises OutputError where Chinese would be lost.
    """
    find = {"postgresql": _fault_of_postgresql, "mysql": _fault_of_mysql}.get(engine.dialect.name)
    if find is None:
        return

    @event.listens_for(engine, "connect", insert=True, once=True)
    def look(connection: Any, _record: Any) -> None:
        def query(statement: str) -> Rows:
            cursor = connection.cursor()
            try:
                cursor.execute(statement)
                return [tuple(map(_text, row)) for row in cursor.fetchall()]
            finally:
                cursor.close()

        fault = find(query, engine.url)
        connection.rollback()
        if fault:
            raise OutputError(f"the database {shown(engine.url)} cannot hold Chinese: {fault}")


def _fault_of_postgresql(query: Callable[[str], Rows], url: URL) -> str | None:
    """What is wrong with a database of PostgreSQL, and what to do."""
    ((server,),) = query("SHOW server_encoding")
    if server != "UTF8":
        (words,) = query("SELECT current_database(), current_user")
        place = [
            word
            for option, value in (("-h", url.host), ("-p", url.port), ("-U", url.username))
            if value
            for word in (option, str(value))
        ]
        name = f"{words[0]}_utf8"
        command = shlex.join(["createdb", *place, "--template=template0", "--encoding=UTF8", "--locale=C", name])
        return f"its encoding is {server}, not UTF8; make another with `{command}`, and name {name} in --database"
    ((client,),) = query("SHOW client_encoding")
    return None if client == "UTF8" else f"the connection's encoding is {client}; take client_encoding out of --database"


def _fault_of_mysql(query: Callable[[str], Rows], url: URL) -> str | None:
    """What is wrong with a database of MySQL or MariaDB, and what to do."""
    ((client, database, name),) = query("SELECT @@character_set_client, @@character_set_database, DATABASE()")
    if client != "utf8mb4":
        return f"the connection's character set is {client}; take charset out of --database"
    if database != "utf8mb4":
        return (
            f"its character set is {database}, not utf8mb4; change it with ALTER DATABASE {_quoted(name)} CHARACTER SET utf8mb4"
        )
    columns = [row for row in query(COLUMNS) if row[0] in {*metadata.tables, JOBS}]
    wrong = [row for row in columns if row[2] != "utf8mb4"]
    if not wrong:
        return None
    table, column, kind = wrong[0]
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    said = f"its column {table}.{column}{more} is {kind}, not utf8mb4"
    if {("meta", "key"), ("meta", "value")} <= {row[:2] for row in columns} and query(VERSION):  # a store, moved by hand
        ((server,),) = query("SELECT VERSION()")
        exact = exact_collation(is_mariadb="mariadb" in server.lower())
        tables = dict.fromkeys(row[0] for row in wrong)
        return f"{said}; change it with " + "; ".join(
            f"ALTER TABLE {_quoted(each)} CONVERT TO CHARACTER SET utf8mb4 COLLATE {exact}" for each in tables
        )
    other = f"{name}_utf8mb4"
    return f"{said}; make another with CREATE DATABASE {_quoted(other)} CHARACTER SET utf8mb4, and name {other} in --database"


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(value: Any) -> Any:
    """A server in SQL_ASCII gives bytes."""
    return value.decode(errors="replace") if isinstance(value, bytes | bytearray) else value
