"""What the e-paper spider needs of the store, and the book of issues that remembers nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from newsspider.pages import Layout


class Todo(Protocol):
    """An article of an issue to fetch; `newsspider.store.Todo` fits."""

    @property
    def url(self) -> str:
        """Canonical URL."""

    @property
    def number(self) -> str | None:
        """Print page, as the page list prints it."""

    @property
    def section(self) -> str | None:
        """版面 name, likewise."""

    @property
    def title(self) -> str | None:
        """As listed; None for a hot zone without text."""

    @property
    def source(self) -> str | None:
        """Where the text is to be had when not at `url`."""


class Left(Protocol):
    """What is left to fetch of an issue."""

    @property
    def pages(self) -> Sequence[str]:
        """Layout pages that were not read."""

    @property
    def articles(self) -> Sequence[Todo]:
        """Articles to fetch."""


class IssueBook(Protocol):
    """The account of issues as a spider sees it."""

    def due(self, outlet: str, days: Sequence[date], today: date) -> list[date]:
        """The days to ask for."""

    def left(self, outlet: str, day: date) -> Left | None:
        """What is left of an issue whose page list is known; None when its front page is to be asked for."""

    def read(self, outlet: str, day: date, front: str, layout: Layout) -> Left:
        """Enter what a page told; what is to be fetched now."""

    def no_issue(self, outlet: str, day: date) -> None:
        """The paper did not appear that day."""

    def missing(self, outlet: str, day: date, reason: str) -> None:
        """The issue could not be fetched."""

    def page_failed(self, outlet: str, day: date, url: str, reason: str) -> None:
        """A print page could not be fetched."""

    def is_stored(self, url: str) -> bool:
        """Whether the article is in the store already."""


@dataclass(frozen=True)
class PlainTodo:
    """What `NoIssueBook` gives."""

    url: str
    number: str | None
    section: str | None
    title: str | None
    source: str | None


@dataclass(frozen=True)
class PlainLeft:
    """What `NoIssueBook` gives."""

    pages: list[str]
    articles: list[PlainTodo]


class NoIssueBook:
    """A book without memory, for spiders that run without a store: every day is due, every article to be fetched."""

    def due(self, outlet: str, days: Sequence[date], today: date) -> list[date]:
        """All of them."""
        return list(days)

    def left(self, outlet: str, day: date) -> None:
        """Nothing is known."""

    def read(self, outlet: str, day: date, front: str, layout: Layout) -> PlainLeft:
        """All pages not read and all articles."""
        pages = {page.url: page for page in layout.pages}
        todo = [
            PlainTodo(entry.url, pages[entry.page].number, pages[entry.page].section, entry.title, entry.source)
            for entry in layout.entries
            if not entry.skip
        ]
        return PlainLeft([url for url in pages if url not in layout.read], todo)

    def no_issue(self, outlet: str, day: date) -> None:
        """Nothing."""

    def missing(self, outlet: str, day: date, reason: str) -> None:
        """Nothing."""

    def page_failed(self, outlet: str, day: date, url: str, reason: str) -> None:
        """Nothing."""

    def is_stored(self, url: str) -> bool:
        """Nothing is."""
        return False
