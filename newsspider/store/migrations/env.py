"""Alembic's environment: the connection comes from whoever upgrades (or, for `alembic revision`, the database from ALEMBIC_DATABASE)."""

import os
from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine

from newsspider.store.tables import metadata


def migrate(connection: Connection) -> None:
    """Run the scripts in the connection's transaction. SQLite changes a table by making it anew."""
    kept: dict[str, Any] = {"render_as_batch": connection.dialect.name == "sqlite"}
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=False, **kept)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with create_engine(os.environ["ALEMBIC_DATABASE"]).begin() as own:
        migrate(own)
