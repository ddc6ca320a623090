"""Names of the counters in Scrapy's stats: one exit, one count, with outlet and reason."""

from typing import Literal, Protocol

PREFIX = "news"

Event = Literal["listed", "new", "stored", "revised", "unchanged", "gone", "refused", "failed", "incomplete", "list_pages", "lists_unchanged", "issues", "skipped"]
"""listed: article links seen on lists; new: of these, unknown to the ledger; stored: committed; revised: of these, a
changed text of a known article; unchanged: the store had the text already; gone: of those failed, what the server says it has not; refused: a page that gives no article; failed: a page or list that could not be fetched; incomplete: an article kept
without its later pages; list_pages: lists read; lists_unchanged: of which the server said that they are as they were; issues: days of an e-paper asked for; skipped: entries of a page list that are
advertisements, notices or parts of another article."""


class Stats(Protocol):
    """The part of Scrapy's StatsCollector that is used."""

    def inc_value(self, key: str, count: int = 1) -> None:
        """Add to a counter."""


def count(stats: Stats, event: Event, outlet: str, reason: str | None = None, number: int = 1) -> None:
    """Add to `news/<event>/<outlet>`, and to `news/<event>/<outlet>/<reason>` where there is a reason."""
    key = f"{PREFIX}/{event}/{outlet}"
    stats.inc_value(key, number)
    if reason:
        stats.inc_value(f"{key}/{reason}", number)


def table(stats: dict[str, object]) -> dict[str, dict[str, object]]:
    """Per outlet the counts of every event, and under `reasons` those of `refused` and `failed` by reason."""
    rows: dict[str, dict[str, object]] = {}
    for key, value in stats.items():
        parts = key.split("/")
        if parts[0] != PREFIX or len(parts) not in (3, 4) or parts[1] == "field":
            continue
        row = rows.setdefault(parts[2], {"reasons": {}})
        if len(parts) == 3:
            row[parts[1]] = value
        else:
            reasons = row["reasons"]
            assert isinstance(reasons, dict)  # noqa: S101 made three lines above
            reasons[parts[3]] = value
    return rows
