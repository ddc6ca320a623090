"""The SQL store: articles with revisions, URL ledger, runs, feed positions. The one truth; files are written from it."""

from newsspider.store.accounts import IssueStatus
from newsspider.store.issues import Issues
from newsspider.store.ledger import RunLedger
from newsspider.store.sql import Discovery, Feed, Outcome, Store

__all__ = ["Discovery", "Feed", "IssueStatus", "Issues", "Outcome", "RunLedger", "Store"]
