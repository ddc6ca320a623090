"""Version 4: the table `hosts`, pace and rests of each host over all processes.

Frozen: this script says what version 4 was, whatever the tables become later.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import LONGTEXT

revision = "0004"
down_revision = "0003"

Text = sa.Text().with_variant(LONGTEXT(), "mysql", "mariadb")

meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.String))


def upgrade() -> None:
    """From version 3."""
    exact = "utf8mb4_nopad_bin" if getattr(op.get_bind().dialect, "is_mariadb", False) else "utf8mb4_0900_bin"
    op.create_table(
        "hosts",
        sa.Column("host", sa.String(255), primary_key=True),
        sa.Column("asked_at", sa.Float(53), nullable=False),
        sa.Column("free_at", sa.Float(53), nullable=False),
        sa.Column("crawl_delay", sa.Float(53), nullable=False),
        sa.Column("rests", sa.Integer, nullable=False),
        sa.Column("rested_at", sa.Float(53), nullable=False),
        sa.Column("rest_until", sa.Float(53), nullable=False),
        sa.Column("reason", Text),
        mysql_charset="utf8mb4",
        mysql_collate=exact,
        mysql_engine="InnoDB",
    )
    op.execute(meta.update().where(meta.c.key == "store_version").values(value="4"))
