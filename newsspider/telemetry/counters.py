"""Names of the counters in Scrapy's stats: one exit, one count, with outlet and reason; and what the watch observes beside them."""

from typing import Any, Literal, Protocol

PREFIX = "news"
EXAMPLES = 3
"""Addresses that are kept of each reason."""

Event = Literal[
    "listed",
    "new",
    "read",
    "stored",
    "revised",
    "unchanged",
    "gone",
    "refused",
    "failed",
    "incomplete",
    "list_pages",
    "lists_unchanged",
    "lists_empty",
    "issues",
    "skipped",
    "cookie_wall",
]
"""listed: article links seen on lists; new: of these, unknown to the ledger; read: articles that passed every check; stored: committed; revised: of these, a
changed text of a known article; unchanged: the store had the text already; gone: of those failed, what the server says it has not; refused: a page that gives no article; failed: a page or list that could not be fetched; incomplete: an article kept
without its later pages; list_pages: lists read; lists_unchanged: of which the server said that they are as they were; lists_empty: of those read, the ones without an
article link; issues: days of an e-paper asked for; skipped: entries of a page list that are advertisements, notices or parts of another article;
cookie_wall: pages that came only when they were asked for again with the cookie that they set."""

Group = Literal["fields", "statuses", "symptoms"]
"""What is counted by name, beside the events. fields: of the articles read, those without it; statuses: answers by HTTP status;
symptoms: what pages without an article, and lists without a link, look like."""

GROUPS = ("fields", "statuses", "symptoms", "examples")
FIGURES = ("seconds", "characters")
"""seconds: from the request to the first byte of the answer, {mean, p90}; characters: of the articles' texts, {median}."""


class Stats(Protocol):
    """The part of Scrapy's StatsCollector that is used."""

    def inc_value(self, key: str, count: int = 1) -> None:
        """Add to a counter."""

    def get_value(self, key: str, default: Any = None) -> Any:
        """A value."""

    def set_value(self, key: str, value: Any) -> None:
        """Put a value."""


def count(stats: Stats, event: Event, outlet: str, reason: str | None = None, number: int = 1, url: str | None = None) -> None:
    """Add to `news/<event>/<outlet>`, and to `news/<event>/<outlet>/<reason>` where there is a reason; keep the address as its example."""
    key = f"{PREFIX}/{event}/{outlet}"
    stats.inc_value(key, number)
    if reason:
        stats.inc_value(f"{key}/{reason}", number)
        if url:
            example(stats, outlet, reason, url)


def observe(stats: Stats, group: Group, outlet: str, name: str) -> None:
    """Add one to `news/<group>/<outlet>/<name>`."""
    stats.inc_value(f"{PREFIX}/{group}/{outlet}/{name}")


def example(stats: Stats, outlet: str, name: str, url: str) -> None:
    """Keep an address as an example of a reason, a symptom or a field that is missing (`no_source`), while there are not enough."""
    key = f"{PREFIX}/examples/{outlet}/{name}"
    known: list[str] = stats.get_value(key, [])
    if len(known) < EXAMPLES and url not in known:
        stats.set_value(key, [*known, url])


def figures(stats: Stats, name: Literal["seconds", "characters"], outlet: str, values: dict[str, float]) -> None:
    """Put figures of an outlet."""
    stats.set_value(f"{PREFIX}/{name}/{outlet}", values)


def set_alarms(stats: dict[str, object], outlet: str, words: list[str]) -> None:
    """Put the alarms that an outlet's run raised into its stats."""
    stats[f"{PREFIX}/alarms/{outlet}"] = words


def counts_by_outlet(stats: dict[str, object]) -> dict[str, dict[str, Any]]:
    """Per outlet the counts of every event; under `reasons` those of `refused`, `failed` and `incomplete` by reason; and what was observed:
    `fields`, `statuses`, `symptoms` (counts by name), `examples` (addresses by name), `seconds`, `characters` (figures), `alarms` (words), where there is any.
    """
    rows: dict[str, dict[str, Any]] = {}
    for key, value in stats.items():
        parts = key.split("/")
        if parts[0] != PREFIX or len(parts) not in (3, 4):
            continue
        row = rows.setdefault(parts[2], {"reasons": {}})
        if len(parts) == 3:
            row[parts[1]] = value
        else:
            row.setdefault(parts[1] if parts[1] in GROUPS else "reasons", {})[parts[3]] = value
    return rows
