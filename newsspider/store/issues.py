"""Issues of e-papers: which print pages and articles each has, what is left to fetch, and how complete each is.

What became of an article is told by the ledger (`urls`) alone, so that an issue is never called complete before all its
articles are settled.
"""

import contextlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Table, func, select

from newsspider.days import SHANGHAI
from newsspider.errors import StoreAway
from newsspider.store.accounts import IssueStatus, accounts_of, is_settled
from newsspider.store.known import HELD, enter_urls, finished_ids, given_ids
from newsspider.store.sql import Store
from newsspider.store.tables import issue_articles, issue_pages, issues, urls
from newsspider.urls import url_id

logger = logging.getLogger(__name__)


class PrintPage(Protocol):
    """A print page as `newsspider.pages` reads it."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> str | None: ...  # noqa: D102
    @property
    def section(self) -> str | None: ...  # noqa: D102


class Entry(Protocol):
    """An article as a print page lists it."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def page(self) -> str: ...  # noqa: D102
    @property
    def skip(self) -> str | None: ...  # noqa: D102
    @property
    def source(self) -> str | None: ...  # noqa: D102


class Layout(Protocol):
    """What one fetched page tells about its issue."""

    @property
    def read(self) -> set[str]: ...  # noqa: D102
    @property
    def pages(self) -> Sequence[PrintPage]: ...  # noqa: D102
    @property
    def entries(self) -> Sequence[Entry]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Todo:
    """An article of an issue that is to be fetched."""

    url: str
    """Canonical URL."""
    number: str | None
    """Print page, as the page list prints it."""
    section: str | None
    """版面 name, likewise."""
    title: str | None
    """As listed; None for a hot zone without text."""
    source: str | None
    """Where the text is to be had when not at `url`."""


@dataclass(frozen=True, slots=True)
class Left:
    """What an earlier run left of an issue."""

    pages: list[str]
    """Layout pages that were not read."""
    articles: list[Todo]
    """Articles to fetch."""


class Issues:
    """The issues in a store. Every method is one transaction; OutputError when the database fails.

    Args:
        store: the open store.
        run: number of the run that finds the articles; None to look only.
    """

    def __init__(self, store: Store, run: int | None = None) -> None:
        self.store = store
        self.run = run

    def due(self, outlet: str, days: Sequence[date], today: date) -> list[date]:
        """The days to ask for: not settled, or last asked before the day was over (a paper may add pages until then)."""
        return [status.day for status in self.table(outlet, days) if status.day >= today or not is_settled(status)]

    def left(self, outlet: str, day: date) -> Left | None:
        """What is left of an issue whose page list is known; None when its front page is to be asked for."""
        with self.store.reading() as connection:
            query = select(issues.c.state, issues.c.asked_at).where(issues.c.outlet == outlet, issues.c.day == day)
            issue = connection.execute(query).first()
            if issue is None or issue.state != "listed" or issue.asked_at.astimezone(SHANGHAI).date() <= day:
                return None
            return Left(_unread(connection, outlet, day), _todo(connection, outlet, day, None))

    def read(self, outlet: str, day: date, front: str, layout: Layout) -> Left:
        """Enter what a page told, its articles as pending before any is fetched; the pages and these articles that are to be fetched.

        Args:
            outlet: id of the outlet.
            day: the issue's day.
            front: address of the front page when this is one: all pages of the issue are asked for again; else empty.
            layout: what the page told.
        """
        with self.store.transaction() as connection:
            if front:
                _set_issue(connection, outlet, day, "listed", front=front)
                connection.execute(issue_pages.update().where(*_of(issue_pages, outlet, day)).values(state="pending"))
            _enter_pages(connection, outlet, day, layout)
            given = given_ids(connection, [url_id(entry.url) for entry in layout.entries])
            found = {given[url_id(entry.url)]: entry for entry in layout.entries}
            known = set(connection.scalars(select(issue_articles.c.id).where(*_of(issue_articles, outlet, day))))
            rows = [
                {"outlet": outlet, "day": day, "id": key, "url": entry.url, "page": entry.page, "title": entry.title,
                 "source": entry.source, "skip": entry.skip}
                for key, entry in found.items() if key not in known
            ]  # fmt: skip
            if rows:
                connection.execute(issue_articles.insert(), rows)
            enter_urls(connection, outlet, {key: entry.url for key, entry in found.items() if not entry.skip}, self.run)
            return Left(_unread(connection, outlet, day), _todo(connection, outlet, day, found))

    def no_issue(self, outlet: str, day: date) -> None:
        """The paper did not appear that day."""
        with self._noting() as connection:
            _set_issue(connection, outlet, day, "no_issue")

    def missing(self, outlet: str, day: date, reason: str) -> None:
        """The issue could not be fetched; what is known of it stays."""
        with self._noting() as connection:
            _set_issue(connection, outlet, day, "missing", reason=reason)

    def page_failed(self, outlet: str, day: date, url: str, reason: str) -> None:
        """A print page could not be fetched; a later run tries again."""
        with self._noting() as connection:
            unread = (*_of(issue_pages, outlet, day), issue_pages.c.id == url_id(url), issue_pages.c.state != "read")
            connection.execute(issue_pages.update().where(*unread).values(state="failed", reason=reason))

    @contextlib.contextmanager
    def _noting(self) -> Iterator[Connection]:
        """A transaction for a note that a day or page need not, or cannot, be read. While the database is away it is not taken: the next
        run asks for that day or page again.
        """
        try:
            with self.store.transaction() as connection:
                yield connection
        except StoreAway as error:
            logger.warning("not noted, left to the next run: %s", error)

    def is_stored(self, url: str) -> bool:
        """Whether the article is in the store already."""
        with self.store.reading() as connection:
            key = given_ids(connection, [url_id(url)])[url_id(url)]
            return connection.scalar(select(urls.c.state).where(urls.c.id == key)) in HELD

    def span(self, outlet: str) -> tuple[date, date] | None:
        """The first and the last day that was asked for; None when none was."""
        with self.store.reading() as connection:
            days = select(func.min(issues.c.day), func.max(issues.c.day)).where(issues.c.outlet == outlet)
            first, last = connection.execute(days).one()
        return (first, last) if first else None

    def table(self, outlet: str, days: Iterable[date]) -> list[IssueStatus]:
        """The account of each day, in the order given."""
        with self.store.reading() as connection:
            return accounts_of(connection, outlet, days)


def _of(table: Table, outlet: str, day: date) -> tuple[Any, Any]:
    return table.c.outlet == outlet, table.c.day == day


def _set_issue(
    connection: Connection, outlet: str, day: date, state: str, *, reason: str | None = None, front: str | None = None
) -> None:
    """Enter or change an issue; one whose page list was read stays so."""
    values = {"state": state, "reason": reason, "front": front, "asked_at": datetime.now(UTC)}
    known = connection.scalar(select(issues.c.state).where(*_of(issues, outlet, day)))
    if known is None:
        connection.execute(issues.insert().values(values | {"outlet": outlet, "day": day}))
    elif known != "listed" or state == "listed":
        connection.execute(issues.update().where(*_of(issues, outlet, day)).values(values))


def _enter_pages(connection: Connection, outlet: str, day: date, layout: Layout) -> None:
    """Enter the print pages that are unknown, mark those read, and fill in labels that an earlier page did not print."""
    now = datetime.now(UTC)
    known = {row.url: row for row in connection.execute(select(issue_pages).where(*_of(issue_pages, outlet, day)))}
    place = len(known)
    for page in layout.pages:
        values: dict[str, Any] = {"state": "read", "reason": None, "asked_at": now} if page.url in layout.read else {}
        row = known.get(page.url)
        if row is None:
            place += 1
            new = {
                "outlet": outlet,
                "day": day,
                "id": url_id(page.url),
                "url": page.url,
                "place": place,
                "number": page.number,
                "section": page.section,
            }
            connection.execute(issue_pages.insert().values({"state": "pending", "asked_at": now} | new | values))
            continue
        values |= {
            name: getattr(page, name) for name in ("number", "section") if getattr(row, name) is None and getattr(page, name)
        }
        if values:
            connection.execute(
                issue_pages.update().where(*_of(issue_pages, outlet, day), issue_pages.c.id == row.id).values(values)
            )


def _unread(connection: Connection, outlet: str, day: date) -> list[str]:
    """The issue's print pages that were not read, in printed order."""
    query = select(issue_pages.c.url).where(*_of(issue_pages, outlet, day), issue_pages.c.state != "read")
    return list(connection.scalars(query.order_by(issue_pages.c.place)))


def _todo(connection: Connection, outlet: str, day: date, among: Iterable[str] | None) -> list[Todo]:
    """The issue's articles that a run should fetch, of these ids or all, in printed order."""
    wanted = None if among is None else list(among)
    query = (
        select(issue_articles, issue_pages.c.number, issue_pages.c.section)
        .join(
            issue_pages,
            (issue_pages.c.outlet == outlet) & (issue_pages.c.day == day) & (issue_pages.c.url == issue_articles.c.page),
            isouter=True,
        )
        .where(*_of(issue_articles, outlet, day), issue_articles.c.skip.is_(None))
        .order_by(issue_pages.c.place)
    )
    rows = {row.id: row for row in connection.execute(query) if wanted is None or row.id in set(wanted)}
    done = finished_ids(connection, list(rows))
    order = wanted if wanted is not None else list(rows)
    return [
        Todo(row.url, row.number, row.section, row.title, row.source)
        for key in order
        if (row := rows.get(key)) is not None and key not in done
    ]
