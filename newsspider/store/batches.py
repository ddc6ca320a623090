"""Batches of outcomes into the database: one transaction, and one by one where the database refuses a value of one of them."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsspider.errors import OutputError, Unstorable
from newsspider.store.known import Outcome
from newsspider.store.records import Saved
from newsspider.store.sql import Store
from newsspider.values import printable

logger = logging.getLogger(__name__)

UNSTORABLE = "unstorable"
"""Reason of an address whose article, as it was read, the database does not take."""

Place = tuple[str, int]
"""Name of an input, and how far it is read with a batch."""


def commits(
    store: Store, outcomes: Sequence[Outcome], run: int | None, place: Place | None = None
) -> Iterator[tuple[list[Outcome], list[Saved | None]]]:
    """Commit outcomes, in order; after each transaction what went in, and what storing each article did.

    In place of an outcome that the database refuses comes one that is `failed`, for UNSTORABLE. Raises OutputError (StoreAway) when
    the database itself fails; what came before is committed.

    Args:
        store: the open store.
        outcomes: what became of each URL.
        run: number of the run that fetched them.
        place: committed with the last of them; the one before it with the one before, and so on.
    """
    try:
        saved = store.save(outcomes, run, place=place)
    except Exception as error:  # a driver's own, too: of a character that cannot be encoded, a number that is too large
        if is_of_the_database(error):
            raise
    else:
        yield list(outcomes), saved
        return
    for number, outcome in enumerate(outcomes, 1):
        here = (place[0], place[1] - len(outcomes) + number) if place else None
        entered, what = _one(store, outcome, run, here)
        yield [entered], [what]


def _one(store: Store, outcome: Outcome, run: int | None, place: Place | None) -> tuple[Outcome, Saved | None]:
    """Commit one outcome; or, when the database refuses it, that it has failed; or only how far the input is read."""
    try:
        return outcome, store.save([outcome], run, place=place)[0]
    except Exception as error:
        if is_of_the_database(error):
            raise
        logger.error("%s: %s: cannot be stored: %s", *_shown(outcome, error))
    failed = replace(outcome, state="failed", reason=UNSTORABLE, article=None, etag=None, last_modified=None, retry_at=None)
    try:
        store.save([failed], run, place=place)
    except Exception as error:
        if is_of_the_database(error):
            raise
        logger.error("%s: %s: cannot even be entered as failed, it stays as it is: %s", *_shown(outcome, error))
        store.save([], run, place=place)
    return failed, None


def is_of_the_database(error: Exception) -> bool:
    """Whether the database failed, and not one value."""
    return isinstance(error, OutputError) and not isinstance(error, Unstorable)


def _shown(outcome: Outcome, error: Exception) -> tuple[str, str, str]:
    """Outlet, address and fault for the log, which is to take what the database did not."""
    return printable(outcome.outlet), printable(outcome.url), printable(str(error))
