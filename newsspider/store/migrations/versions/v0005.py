"""Version 5: the tables `aliases`, `address_keys` and `address_rules`: ids that were given out stay when addresses get another form.

Frozen: this script says what version 5 was, whatever the tables become later.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Key, Name, Word = sa.String(32), sa.String(255), sa.String(64)

meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.String))


def upgrade() -> None:
    """From version 4."""
    _table("aliases", sa.Column("id", Key, primary_key=True), sa.Column("given", Key, nullable=False))
    _table(
        "address_keys",
        sa.Column("host", Name, primary_key=True),
        sa.Column("key", Word, primary_key=True),
        sa.Column("kind", Word, nullable=False),
    )
    _table("address_rules", sa.Column("outlet", Name, primary_key=True), sa.Column("rules", Key, nullable=False))
    op.execute(meta.update().where(meta.c.key == "store_version").values(value="5"))


def _table(name: str, *columns: Any) -> None:
    op.create_table(name, *columns, mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin", mysql_engine="InnoDB")
