"""What the store remembers of alarms: table `alarms`."""

from collections.abc import Iterable

from sqlalchemy import select

from newsspider.masking import mask
from newsspider.notify.digest import Alarm
from newsspider.notify.folding import Known
from newsspider.store import Store
from newsspider.store.tables import alarms
from newsspider.store.upserts import upsert


class AlarmBook:
    """The alarms of a store. Each method is one transaction; OutputError when the database fails."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def open_alarms(self) -> dict[str, Known]:
        """The alarms that go on, by id."""
        with self.store.reading() as connection:
            found = connection.execute(select(alarms).where(alarms.c.state == "open")).all()
        return {
            row.id: Known(
                Alarm(outlet=row.outlet, monitor=row.monitor, field=row.field, message=row.message, runs=row.runs),
                row.first_run, row.last_run, row.first_at, row.last_at, row.told_at,
            )
            for row in found
        }  # fmt: skip

    def enter(self, known: Iterable[Known]) -> None:
        """Remember alarms as they stand now."""
        rows = [
            {
                "id": each.alarm.id, "outlet": each.alarm.outlet, "monitor": each.alarm.monitor, "field": each.alarm.field,
                "message": mask(each.alarm.message), "first_run": each.first_run, "last_run": each.last_run, "runs": each.alarm.runs,
                "first_at": each.first_at, "last_at": each.last_at, "told_at": each.told_at, "state": each.state,
            }
            for each in known
        ]  # fmt: skip
        if rows:
            with self.store.transaction() as connection:
                upsert(connection, alarms, rows)
