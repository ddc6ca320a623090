"""Names of the counters in Scrapy's stats: one exit, one count, with outlet and reason; and what the watch observes beside them.

Of every address that a run takes up it says what became of it, per outlet and in all:

    found = stored + unchanged + refused + failed + gone + left

`newsspider.telemetry.account` sees to it; what it cannot say is `lost`, and such a run ends with exit code 9.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol, get_args

from newsspider.values import printable

PREFIX = "news"
EXAMPLES = 3
"""Addresses that are kept of each reason."""

Outcome = Literal["stored", "unchanged", "refused", "failed", "gone", "left"]
"""What becomes of an address that was taken up: each has one of these. stored: its article was committed (of `scrape`, which has no
store: given out); unchanged: the store had the text already, or the server says that the page is as it was; refused: its page
gives no article; failed: it could not be fetched, read or stored; gone: the server says that it has no such page; left: it was
not finished in this run and stays pending, for a reason: `limit`, `per_page`, `since`, `broken_off`, `store_failed`, `spooled`, …"""

SETTLED: tuple[Outcome, ...] = get_args(Outcome)

Event = (
    Outcome
    | Literal[
        "found",
        "known",
        "known_without_article",
        "lost",
        "listed",
        "new",
        "read",
        "revised",
        "incomplete",
        "list_pages",
        "lists_unchanged",
        "lists_empty",
        "lists_failed",
        "issues",
        "skipped",
        "cookie_wall",
        "keys_learned",
    ]
)
"""Outside of the sum:

found: addresses taken up: new ones, pending ones of earlier runs, second looks at stored ones; known: addresses met that the ledger
had settled, not taken up; known_without_article: of those that `--urls` asked for, the ones that gave none; lost: of those found, the
ones of which nobody can say what became: a fault of newsspider, they stay pending.
listed: article links seen on lists; new: of these, unknown to the ledger; read: articles that passed every check; revised: of those
stored, a changed text of a known article; incomplete: an article kept without its later pages; list_pages: lists read;
lists_unchanged: of which the server said that they are as they were; lists_empty: of those read, the ones without an article link;
lists_failed: lists, issues and print pages that could not be had or read; issues: days of an e-paper asked for; skipped: entries of a
page list that are advertisements, notices or parts of another article; cookie_wall: pages that came only when they were asked for
again with the cookie that they set; keys_learned: query keys of which pages told whether they name articles."""

Group = Literal["fields", "statuses", "symptoms"]
"""What is counted by name, beside the events. fields: of the articles read, those without it; statuses: answers by HTTP status;
symptoms: what pages without an article, and lists without a link, look like."""

GROUPS = ("fields", "statuses", "symptoms", "examples")
LEFT_REASONS = "left_reasons"
"""Key of a row's reasons of `left` and `lost`: they say nothing about the site."""
RESTED = "rested"
"""Key of the seconds that an outlet waited for hosts that asked to be left alone."""
LEFT_HOSTS_STAT = "news_left_hosts"
"""Stat that tells of each host that was left for this run, in a sentence, by its name."""
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
    url = printable(url)  # it is to be stored and said, whatever stood in the page
    if len(known) < EXAMPLES and url not in known:
        stats.set_value(key, [*known, url])


def figures(stats: Stats, name: Literal["seconds", "characters"], outlet: str, values: dict[str, float]) -> None:
    """Put figures of an outlet."""
    stats.set_value(f"{PREFIX}/{name}/{outlet}", values)


def set_rested(stats: Stats, outlet: str, seconds: float) -> None:
    """Put how long an outlet has waited so far for hosts that asked to be left alone."""
    stats.set_value(f"{PREFIX}/{RESTED}/{outlet}", round(seconds))


def set_alarms(stats: dict[str, object], outlet: str, words: list[str]) -> None:
    """Put the alarms that an outlet's run raised into its stats."""
    stats[f"{PREFIX}/alarms/{outlet}"] = words


def counts_by_outlet(stats: dict[str, object]) -> dict[str, dict[str, Any]]:
    """Per outlet the counts of every event; under `reasons` those of `refused`, `failed`, `gone`, `lists_failed`, `incomplete` and
    `skipped` by reason, under `left_reasons` those of `left` and `lost`; and what was observed: `fields`, `statuses`, `symptoms`
    (counts by name), `examples` (addresses by name), `seconds`, `characters` (figures), `alarms` (words), `rested` (seconds), where
    there is any.
    """
    rows: dict[str, dict[str, Any]] = {}
    for key, value in stats.items():
        parts = key.split("/")
        if parts[0] != PREFIX or len(parts) not in (3, 4):
            continue
        row = rows.setdefault(parts[2], {"reasons": {}})
        if len(parts) == 3:
            row[parts[1]] = value
            continue
        group = parts[1] if parts[1] in GROUPS else LEFT_REASONS if parts[1] in ("left", "lost") else "reasons"
        names = row.setdefault(group, {})
        names[parts[3]] = names[parts[3]] + value if parts[3] in names else value
    return rows


def counts_of(runs: Iterable[dict[str, object]]) -> dict[str, dict[str, Any]]:
    """The counts of several spiders' stats together, as `counts_by_outlet` has them: two may have met articles of one outlet."""
    rows: dict[str, dict[str, Any]] = {}
    for stats in runs:
        for outlet, row in counts_by_outlet(stats).items():
            _add(rows.setdefault(outlet, {"reasons": {}}), row)
    return rows


def _add(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Add one row to another: numbers and lists add up, of figures over a whole run the later ones stand."""
    for key, value in part.items():
        known = whole.get(key)
        if isinstance(value, dict) and key not in FIGURES:
            _add(whole.setdefault(key, {}), value)
        elif isinstance(value, int | list) and known is not None:
            whole[key] = known + [each for each in value if each not in known] if isinstance(value, list) else known + value
        else:
            whole[key] = value


def without_article(row: Mapping[str, Any]) -> int:
    """Of a row's addresses, those that gave no article: refused, failed or gone; and the lists that could not be read.

    Rows without `found`, of earlier versions, count the last two among `failed`.
    """
    own = int(row.get("refused", 0)) + int(row.get("failed", 0))
    return own + int(row.get("gone", 0)) + int(row.get("lists_failed", 0)) if "found" in row else own
