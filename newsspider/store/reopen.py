"""Addresses that gave no article because the whole site was out of order: they are tried again, each time after a longer rest."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from newsspider.store.sql import Store
from newsspider.store.tables import urls

REST = tuple(timedelta(hours=hours) for hours in (1 / 6, 1, 6, 24, 24, 48, 96))
"""How long an address rests, by how often it was tried; after a week of it, it is left alone."""


def reopen(store: Store, outlet: str, since: datetime, reasons: Collection[str]) -> int:
    """Have an outlet's addresses that were refused, or failed, since a moment for one of these reasons tried again; how many.

    They become `failed` with a `next_try`; articles that are stored stay as they are. Raises OutputError when the database fails.

    Args:
        store: the open store.
        outlet: id of the outlet.
        since: when the run began, aware.
        reasons: words of the ledger.
    """
    now = datetime.now(UTC)
    lost = (
        (urls.c.outlet == outlet)
        & urls.c.state.in_(("refused", "failed"))
        & urls.c.reason.in_(reasons)
        & (urls.c.last_seen >= since)
    )
    reopened = 0
    with store.transaction() as connection:
        for row in connection.execute(select(urls.c.id, urls.c.attempts).where(lost)).all():
            if row.attempts > len(REST):
                continue
            again = now + REST[max(1, row.attempts) - 1]
            connection.execute(urls.update().where(urls.c.id == row.id).values(state="failed", next_try=again))
            reopened += 1
    return reopened
