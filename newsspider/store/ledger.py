"""The ledger of one run: outcomes gathered into batches, each committed with its articles in one transaction."""

import time
from collections.abc import Callable, Iterable, Sequence

from newsspider.store.issues import Issues
from newsspider.store.sql import Discovery, Outcome, Store

BATCH_SIZE = 50
BATCH_SECONDS = 5.0
"""A batch is committed when it is full, when it is this old as the next outcome comes, and at the end of the run."""


class RunLedger:
    """Fits `newsspider.spiders.ledger.Ledger`; every method raises OutputError when the database fails.

    Args:
        store: the open store.
        run: number of the run.
        committed: called after each commit with the outcomes and, for each, whether it stored an article.
    """

    def __init__(self, store: Store, run: int, committed: Callable[[Sequence[Outcome], Sequence[bool]], None]) -> None:
        self.store = store
        self.run = run
        self.issues = Issues(store, run)
        self.committed = committed
        self.batch: list[Outcome] = []
        self.committed_at = time.monotonic()

    def found(self, outlet: str, found: Iterable[str], walk: str | None = None) -> Discovery:
        """Enter URLs as pending; which were unknown, and whether the list `walk` may hold more below."""
        since = self.store.list_read(walk) if walk else None
        return self.store.found(outlet, found, run=self.run, since=since)

    def list_read(self, walk: str, outlet: str) -> None:
        """The list was read to its end."""
        self.store.enter_list_read(walk, outlet, self.run)

    def due(self, outlet: str) -> list[str]:
        """The outlet's URLs that an earlier run left unfinished."""
        return self.store.due(outlet)

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs the ones to fetch."""
        return self.store.unfinished(wanted)

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """The page gives no article."""
        self.add(Outcome(url, outlet, "refused", reason))

    def failed(self, url: str, outlet: str, reason: str) -> None:
        """The page could not be fetched; a later run tries again."""
        self.add(Outcome(url, outlet, "failed", reason))

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """The server says that there is no such page."""
        self.add(Outcome(url, outlet, "gone", reason))

    def add(self, outcome: Outcome) -> None:
        """Take an outcome into the batch; commit when the batch is full or old."""
        self.batch.append(outcome)
        if len(self.batch) >= BATCH_SIZE or time.monotonic() - self.committed_at > BATCH_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Commit the batch. After a failure it is still there."""
        if self.batch:
            stored = self.store.save(self.batch, self.run)
            batch, self.batch = self.batch, []
            self.committed(batch, stored)
        self.committed_at = time.monotonic()
