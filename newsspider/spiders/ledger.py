"""What a spider needs of the store, and the ledger that remembers nothing."""

from collections.abc import Iterable
from typing import Protocol

from newsspider.urls import canonical_url


class Ledger(Protocol):
    """The URL ledger as a spider sees it; the store pipeline puts the real one in its place when the spider opens."""

    def found(self, outlet: str, found: Iterable[str]) -> list[str]:
        """Enter URLs; those that were unknown, canonical, in order, each once."""

    def due(self, outlet: str) -> list[str]:
        """The outlet's URLs that an earlier run left unfinished."""

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs the ones to fetch, canonical, in order, each once."""

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """The page gives no article."""

    def failed(self, url: str, outlet: str, reason: str) -> None:
        """The page could not be fetched; a later run tries again."""

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """The server says that there is no such page."""


class NoLedger:
    """A ledger without memory, for spiders that run without a store: every URL is new, outcomes are only counted."""

    def found(self, outlet: str, found: Iterable[str]) -> list[str]:
        """All of them, canonical, each once."""
        return self.unfinished(found)

    def due(self, outlet: str) -> list[str]:
        """None."""
        return []

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """All of them, canonical, each once."""
        return list(dict.fromkeys(map(canonical_url, wanted)))

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """Nothing."""

    def failed(self, url: str, outlet: str, reason: str) -> None:
        """Nothing."""

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """Nothing."""
