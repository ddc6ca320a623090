"""The SQL store: articles with revisions, URL ledger, runs, feed positions. The one truth; files are written from it."""

from newsspider.store.ledger import RunLedger
from newsspider.store.sql import Feed, Outcome, Store

__all__ = ["Feed", "Outcome", "RunLedger", "Store"]
