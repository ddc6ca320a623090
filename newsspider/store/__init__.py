"""The SQL store: articles with revisions, URL ledger, runs, feed positions. The one truth; files are written from it."""

from newsspider.store.accounts import IssueStatus
from newsspider.store.existing import existing_store
from newsspider.store.issues import Issues
from newsspider.store.known import Due, Outcome
from newsspider.store.ledger import RunLedger
from newsspider.store.records import Saved
from newsspider.store.runs import OutletRun, Run, Runs
from newsspider.store.sql import Discovery, Feed, Store

__all__ = [
    "Discovery",
    "Due",
    "Feed",
    "IssueStatus",
    "Issues",
    "Outcome",
    "OutletRun",
    "Run",
    "RunLedger",
    "Runs",
    "Saved",
    "Store",
    "existing_store",
]
