"""Inserting rows that may be there already, as each database says it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.mysql import insert as mysql_insert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet. (How many that were MySQL does not tell: it counts rows that it found, too.)"""
    if not rows:
        return
    statement: Any
    if connection.dialect.name in ("mysql", "mariadb"):
        key = table.primary_key.columns[0]
        statement = mysql_insert(table).on_duplicate_key_update({key.name: key})  # IGNORE would pass over other errors, too
    else:
        insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
        statement = insert(table).on_conflict_do_nothing()
    connection.execute(statement, list(rows))


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows; where the primary key is there, its row takes their values."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    changing = [name for name in rows[0] if name not in keys]
    statement: Any
    if connection.dialect.name in ("mysql", "mariadb"):
        statement = mysql_insert(table)
        statement = statement.on_duplicate_key_update({name: statement.inserted[name] for name in changing})
    else:
        statement = (postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert)(table)
        statement = statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in changing}
        )
    connection.execute(statement, list(rows))
