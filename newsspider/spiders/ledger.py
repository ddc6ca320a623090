"""What a spider needs of the store, and the ledger that remembers nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from newsspider.spiders.issues import IssueBook, NoIssueBook

KeyKind = Literal["identity", "ignored"]
"""identity: a query key names the article; ignored: it says nothing of it."""


class Discovery(Protocol):
    """What a list page brought; `newsspider.store.Discovery` fits."""

    @property
    def new(self) -> list[str]:
        """URLs that were unknown, canonical, in order, each once."""

    @property
    def fresh(self) -> bool:
        """Whether the list goes on below with what may be unknown."""

    @property
    def settled(self) -> list[str]:
        """URLs of which an earlier run found out what becomes of them, canonical."""


class Due(Protocol):
    """A URL that an earlier run left, or that is to be looked at again; `newsspider.store.Due` fits."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def held(self) -> bool: ...  # noqa: D102
    @property
    def etag(self) -> str | None: ...  # noqa: D102
    @property
    def last_modified(self) -> str | None: ...  # noqa: D102


class Validators(Protocol):
    """What the server said of the version of a page, to ask whether it changed."""

    @property
    def etag(self) -> str | None: ...  # noqa: D102
    @property
    def last_modified(self) -> str | None: ...  # noqa: D102


class Ledger(Protocol):
    """The URL ledger as a spider sees it; the store pipeline puts the real one in its place when the spider opens."""

    issues: IssueBook
    """The account of e-papers' issues."""
    commits: bool
    """Whether an article is done only when it is committed, and not when it has passed every step."""

    def found(self, outlet: str, found: Iterable[str], walk: str | None = None) -> Discovery:
        """Enter URLs of the list that starts at `walk`."""

    def last_read(self, walk: str) -> Validators | None:
        """The version of the list that starts at `walk` when it was last read to its end; None when it never was."""

    def list_read(self, walk: str, outlet: str, etag: str | None = None, last_modified: str | None = None) -> None:
        """The list that starts at `walk` was read to its end."""

    def due(self, outlet: str) -> Sequence[Due]:
        """The outlet's URLs that an earlier run left unfinished, and those that are to be looked at again."""

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs the ones to fetch, canonical, in order, each once."""

    def without_article(self, wanted: Iterable[str]) -> list[str]:
        """Of these URLs, canonical, the ones of which no article is stored."""

    def learn(self, host: str, key: str, kind: KeyKind, alias: tuple[str, str] | None = None) -> None:
        """Keep what was learnt of a query key of a host; `alias`: today's address of the article that proved it, and its earlier one."""

    def adopt(self, outlet: str, rules: str, canonical: Callable[[str, float], str]) -> None:
        """Find the ids that were given out for an outlet's addresses while their canonical forms were others."""

    def not_modified(self, url: str, outlet: str) -> None:
        """The server says that a stored page is as it was."""

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """The page gives no article."""

    def failed(self, url: str, outlet: str, reason: str, retry_at: datetime | None = None) -> None:
        """The page could not be fetched; a later run tries again, not before the server wishes to be asked again."""

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """The server says that there is no such page."""


@dataclass(frozen=True)
class AllNew:
    """What `NoLedger` finds."""

    new: list[str]
    fresh: bool
    settled: list[str] = field(default_factory=list)


class NoLedger:
    """A ledger without memory, for spiders that run without a store: every URL is new, outcomes are only counted."""

    issues: IssueBook = NoIssueBook()
    commits = False

    def found(self, outlet: str, found: Iterable[str], walk: str | None = None) -> Discovery:
        """All of them are new."""
        new = self.unfinished(found)
        return AllNew(new, bool(new))

    def learn(self, host: str, key: str, kind: KeyKind, alias: tuple[str, str] | None = None) -> None:
        """Nothing."""

    def adopt(self, outlet: str, rules: str, canonical: Callable[[str, float], str]) -> None:
        """Nothing."""

    def last_read(self, walk: str) -> Validators | None:
        """Never."""
        return None

    def list_read(self, walk: str, outlet: str, etag: str | None = None, last_modified: str | None = None) -> None:
        """Nothing."""

    def not_modified(self, url: str, outlet: str) -> None:
        """Nothing."""

    def due(self, outlet: str) -> Sequence[Due]:
        """None."""
        return []

    def unfinished(self, wanted: Iterable[str]) -> list[str]:
        """All of them, canonical, each once."""
        return list(dict.fromkeys(wanted))

    def without_article(self, wanted: Iterable[str]) -> list[str]:
        """None that is known."""
        return []

    def refused(self, url: str, outlet: str, reason: str) -> None:
        """Nothing."""

    def failed(self, url: str, outlet: str, reason: str, retry_at: datetime | None = None) -> None:
        """Nothing."""

    def gone(self, url: str, outlet: str, reason: str) -> None:
        """Nothing."""
