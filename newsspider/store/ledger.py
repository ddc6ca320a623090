"""The ledger of one run: outcomes gathered into batches, each committed with its articles in one transaction."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from newsspider.store.addresses import Addresses, Canonical, Kind
from newsspider.store.batches import commits
from newsspider.store.issues import Issues
from newsspider.store.known import Due, Outcome
from newsspider.store.records import Saved
from newsspider.store.spool import Spool
from newsspider.store.sql import Discovery, ListRead, Store

BATCH_SIZE = 50
BATCH_SECONDS = 5.0
"""A batch is committed when it is full, when it is this old as the next outcome comes, and at the end of the run."""


def plainly(commit: Callable[[], None]) -> None:
    """Commit, and let errors be."""
    commit()


class RunLedger:
    """Fits `newsspider.spiders.ledger.Ledger`; every look-up raises OutputError when the database fails, and every outcome where
    `guard` lets it pass.

    Args:
        store: the open store.
        run: number of the run.
        committed: called after each commit with the outcomes and, for each, what storing its article did.
        spool: folder where outcomes wait while the database is away; None: a database that is away is one that fails.
        guard: calls the commit that an outcome brings about, and decides what becomes of its OutputError.
    """

    commits = True

    def __init__(
        self,
        store: Store,
        run: int,
        committed: Callable[[Sequence[Outcome], Sequence[Saved | None]], None],
        spool: Path | None = None,
        guard: Callable[[Callable[[], None]], None] = plainly,
    ) -> None:
        self.store = store
        self.run = run
        self.issues = Issues(store, run)
        self.addresses = Addresses(store)
        self.committed = committed
        self.spool = Spool(store, spool, run) if spool else None
        self.guard = guard
        self.batch: list[Outcome] = []
        self.committed_at = time.monotonic()

    def found(self, outlet: str, found: Iterable[str], walk: str | None = None) -> Discovery:
        """Enter URLs as pending; which were unknown, and whether the list `walk` may hold more below."""
        read = self.store.list_read(walk) if walk else None
        return self.store.found(outlet, found, run=self.run, since=read.run if read else None)

    def learn(self, host: str, key: str, kind: Kind, alias: tuple[str, str] | None = None) -> None:
        """Keep what was learnt of a query key of a host."""
        self.addresses.learn(host, key, kind, alias)

    def adopt(self, outlet: str, rules: str, canonical: Canonical) -> None:
        """Find the ids that were given out for an outlet's addresses while their canonical forms were others."""
        self.addresses.adopt(outlet, rules, canonical)

    def last_read(self, walk: str) -> ListRead | None:
        """When the list that starts at `walk` was last read to its end; None when it never was."""
        return self.store.list_read(walk)

    def list_read(self, walk: str, outlet: str, etag: str | None = None, last_modified: str | None = None) -> None:
        """The list was read to its end; what the server said of the version of its first page."""
        self.store.enter_list_read(walk, outlet, self.run, etag, last_modified)

    def due(self, outlet: str) -> list[Due]:
        """The outlet's URLs that an earlier run left unfinished, and those that are to be looked at again."""
        return self.store.due(outlet)

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs the ones to fetch."""
        return self.store.unfinished(wanted)

    def without_article(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs the ones of which no article is stored."""
        return self.store.without_article(wanted)

    def not_modified(self, url: str, outlet: str) -> None:
        """The server says that a stored page is as it was."""
        self.add(Outcome(url, outlet, "not_modified"))

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """The page gives no article."""
        self.add(Outcome(url, outlet, "refused", reason))

    def failed(self, url: str, outlet: str, reason: str, retry_at: datetime | None = None) -> None:
        """The page could not be fetched; a later run tries again, not before the server wishes to be asked again."""
        self.add(Outcome(url, outlet, "failed", reason, retry_at=retry_at))

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """The server says that there is no such page."""
        self.add(Outcome(url, outlet, "gone", reason))

    def add(self, outcome: Outcome) -> None:
        """Take an outcome into the batch; commit when the batch is full or old."""
        self.batch.append(outcome)
        if len(self.batch) >= BATCH_SIZE or time.monotonic() - self.committed_at > BATCH_SECONDS:
            self.guard(self.commit)

    def commit(self, *, last: bool = False) -> None:
        """Commit the batch, or have it wait in the spool. After a failure it is still there.

        Args:
            last: at the end of a run: what waits is tried once more.
        """
        batch = self.batch
        if self.spool:
            self.spool.save(batch, self.committed, now=last)
            self.batch = []
        elif batch:
            for entered, saved in commits(self.store, list(batch), self.run):
                self.batch = self.batch[len(entered) :]
                self.committed(entered, saved)
        self.committed_at = time.monotonic()

    def spooled(self) -> list[str]:
        """URLs whose outcome waits for the database on disk."""
        return list(self.spool.urls) if self.spool else []
