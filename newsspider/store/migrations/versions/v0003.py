"""Version 3: the tables as in version 2; passwords that earlier versions wrote into command lines, reasons and alarms are masked.

The mask is the program's own, as it is when the store is upgraded: what it would not show today is not kept from yesterday.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from newsspider.masking import mask, mask_command

revision = "0003"
down_revision = "0002"

Json = sa.JSON().with_variant(JSONB(), "postgresql")
CHUNK = 1000

runs = sa.table("runs", sa.column("run"), sa.column("command"), sa.column("reason"), sa.column("counts", Json))
outlet_runs = sa.table("outlet_runs", sa.column("run"), sa.column("outlet"), sa.column("counts", Json))
alarms = sa.table("alarms", sa.column("id"), sa.column("message"))
meta = sa.table("meta", sa.column("key"), sa.column("value"))


def upgrade() -> None:
    """From version 2."""
    _mask_columns(runs, ["run"], {"command": mask_command, "reason": mask, "counts": _mask_json})
    _mask_columns(outlet_runs, ["run", "outlet"], {"counts": _mask_json})
    _mask_columns(alarms, ["id"], {"message": mask})
    op.execute(meta.update().where(meta.c.key == "store_version").values(value="3"))


def _mask_columns(table: Any, keys: list[str], masks: dict[str, Callable[[Any], Any]]) -> None:
    """Mask columns of a table, CHUNK rows at a time in the order of its key; a row without secrets is left as it is."""
    connection = op.get_bind()
    key = [table.c[name] for name in keys]
    query = sa.select(*key, *(table.c[name] for name in masks)).order_by(*key).limit(CHUNK)
    last: tuple[Any, ...] | None = None
    while rows := connection.execute(query.where(sa.tuple_(*key) > sa.tuple_(*last)) if last else query).all():
        for row in rows:
            old = row._mapping
            new = {name: hide(old[name]) for name, hide in masks.items() if old[name] is not None}
            if changed := {name: value for name, value in new.items() if value != old[name]}:
                connection.execute(table.update().where(*(column == old[column.name] for column in key)).values(changed))
        last = tuple(rows[-1])[: len(keys)]


def _mask_json(value: Any) -> Any:
    """Every text in lists and objects, names included."""
    if isinstance(value, dict):
        return {mask(name): _mask_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mask_json(inner) for inner in value]
    return mask(value) if isinstance(value, str) else value
