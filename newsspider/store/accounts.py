"""The account of each issue of an e-paper: how many pages and articles it has, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from newsspider.days import SHANGHAI
from newsspider.store.tables import issue_articles, issue_pages, issues, urls

State = Literal["complete", "partial", "no_issue", "missing", "not_asked"]

NO_ARTICLES = ("advertisement", "continuation")
"""Reasons of refusal that say that an entry was no article of its own."""


@dataclass(slots=True)
class IssueStatus:
    """One issue's account."""

    outlet: str
    day: date
    state: State = "not_asked"
    """complete: every page read and every article settled; partial: something is left; no_issue: the paper did not appear;
    missing: it could not be fetched; not_asked: no run asked for that day."""
    reason: str | None = None
    """Why it is missing."""
    pages: int = 0
    """Print pages named by the page list."""
    pages_read: int = 0
    listed: int = 0
    """Articles and notices listed."""
    stored: int = 0
    skipped: int = 0
    """Advertisements, notices, and articles that went into the one they continue."""
    failed: int = 0
    """Articles that are not to be had: gone, refused, or failed so far."""
    pending: int = 0
    """Articles that were not fetched yet."""
    asked_at: datetime | None = None
    """When the front page or the issue list was last asked, UTC."""
    gaps: list[dict[str, str]] = field(default_factory=list)
    """`url` and `reason` of each page and article that is missing."""


def accounts_of(connection: Connection, outlet: str, days: Iterable[date]) -> list[IssueStatus]:
    """The account of each day, in the order given."""
    accounts = {day: IssueStatus(outlet, day) for day in days}
    if not accounts:
        return []
    first, last = min(accounts), max(accounts)
    within = {
        table: (table.c.outlet == outlet, table.c.day.between(first, last)) for table in (issues, issue_pages, issue_articles)
    }
    states: dict[date, str] = {}
    for row in connection.execute(select(issues).where(*within[issues])):
        if account := accounts.get(row.day):
            states[row.day] = row.state
            account.reason, account.asked_at = row.reason, row.asked_at
    for row in connection.execute(select(issue_pages).where(*within[issue_pages]).order_by(issue_pages.c.place)):
        if account := accounts.get(row.day):
            _add_page(account, row)
    query = (
        select(issue_articles, urls.c.state, urls.c.reason)
        .join(urls, urls.c.id == issue_articles.c.id, isouter=True)
        .where(*within[issue_articles])
        .order_by(issue_articles.c.url)
    )
    for row in connection.execute(query):
        if account := accounts.get(row.day):
            _add_article(account, row)
    for day, state in states.items():
        account = accounts[day]
        account.state = state if state in ("no_issue", "missing") else _completeness(account)  # type: ignore[assignment]
    return list(accounts.values())


def is_settled(status: IssueStatus) -> bool:
    """Whether an issue need not be asked for again: nothing is left, and the day was over when it was asked for."""
    asked = status.asked_at.astimezone(SHANGHAI).date() if status.asked_at else None
    return status.state in ("complete", "no_issue") and asked is not None and asked > status.day


def _completeness(account: IssueStatus) -> State:
    retried = any(gap["reason"].startswith("failed:") for gap in account.gaps)
    return "partial" if account.pages_read < account.pages or account.pending or retried else "complete"


def _add_page(account: IssueStatus, row: Row[Any]) -> None:
    account.pages += 1
    if row.state == "read":
        account.pages_read += 1
    else:
        account.gaps.append({"url": row.url, "reason": f"page_{row.reason or 'not_read'}"})


def _add_article(account: IssueStatus, row: Row[Any]) -> None:
    account.listed += 1
    if row.skip or (row.state == "refused" and (row.title is None or row.reason in NO_ARTICLES)):
        account.skipped += 1
    elif row.state in ("stored", "not_modified"):
        account.stored += 1
    elif row.state == "pending":
        account.pending += 1
        account.gaps.append({"url": row.url, "reason": "pending"})
    else:
        account.failed += 1
        account.gaps.append({"url": row.url, "reason": f"{row.state}:{row.reason}"})
