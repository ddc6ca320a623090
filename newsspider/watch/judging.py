"""Judging one outlet's run by its own history: counts in, alarms out. Pure functions."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from newsspider.config import Watch
from newsspider.notify.digest import Alarm
from newsspider.store.runs import OutletRun
from newsspider.watch.causes import CAUSES
from newsspider.watch.chances import Share, chance
from newsspider.watch.usual import Counts, comparable, healthy, silence, together, usual_figure

NOT_LOST = frozenset({"advertisement", "continuation", "not_archived", "store_away", "no_links", "not_a_list"})
"""Reasons that say nothing about an article's page."""
ELSEWHERE = ("list_", "page_", "issue_", "next_page_", "issue_list_")
"""Beginnings of reasons that are about other pages than articles."""
RENDER = frozenset({"needs_render"})
FRONT = frozenset({"redirect_front"})
FETCHING = frozenset({
    "timeout", "connection_refused", "connection_lost", "host_not_found", "incomplete_body", "redirect_offsite", "too_many_redirects",
    "too_large", "ignored", "robots_unreachable",
})  # fmt: skip
ROBOTS = frozenset({"robots_txt"})
SYMPTOMS = {"captcha": "captcha", "charset_changed": "garbled"}
"""The symptom (see `newsspider.pages.symptoms`) that speaks for a cause, whatever the reason of the refusal was."""
READ = {"charset_changed": "legible", "body_renamed": "text"}
"""What an article that was read all the same lacks."""
FIELDS = {
    "published_time": "date_moved", "published_at": "date_moved", "source": "source_dropped", "authors": "field_lost",
    "credits": "field_lost", "section": "field_lost", "images": "field_lost", "own_text": "same_text",
}  # fmt: skip
"""What is probable when a field is missing far more often than usual."""
SCHEMA = {"published_time": "published_at", "own_text": "body"}
"""The article's field where what was observed has another name."""
ENOUGH_TEXTS = 5
"""Articles by whose length a run is judged, at least."""
ENOUGH_RUNS = 3
"""Runs by whose figures a run is judged, at least."""


@dataclass(frozen=True)
class Finding:
    """What one monitor found."""

    cause: str
    """Word of the probable cause."""
    said: str
    """What was measured and what is usual, in words."""
    field: str | None = None
    figures: dict[str, Any] = dataclasses.field(default_factory=dict)
    examples: tuple[str, ...] = ()


def judge(
    outlet: str, current: Counts, history: Sequence[OutletRun], watch: Watch, *, at: datetime | None = None, limited: bool = False
) -> list[Alarm]:
    """The alarms about one outlet's run, the one that explains most first; what follows from it is left out.

    Args:
        outlet: its id.
        current: what the run counted, a row of `newsspider.telemetry.counters.counts_by_outlet`.
        history: its earlier finished runs, newest first.
        watch: the thresholds.
        at: when the run began, aware; None: now.
        limited: the run did not go through the lists (single URLs, issues by day): they are not judged.
    """
    at = at or datetime.now(UTC)
    usual = healthy(history[: watch.history])
    alike = comparable(usual, at, watch.alike)
    findings = [*_lost(current, alike, watch), *_fields(current, alike, watch), *_figures(current, alike, watch)]
    if not limited:
        findings += [*_lists(current, alike, watch), *_silence(current, usual, watch, at)]
    found = [each for each in findings if each.cause not in watch.ignore]
    hidden = {word for each in found for word in CAUSES[each.cause].hides}
    order = list(CAUSES)
    told = sorted((each for each in found if each.cause not in hidden), key=lambda each: order.index(each.cause))
    once = {(each.cause, each.field if each.cause == "field_lost" else None): each for each in reversed(told)}
    return [_alarm(outlet, each) for each in reversed(once.values())]


def _alarm(outlet: str, found: Finding) -> Alarm:
    cause = CAUSES[found.cause]
    url = found.examples[0] if found.examples else "URL"
    field = f"{found.field}: " if found.field else ""
    message = f"{field}{cause.says}: {found.said}; try `{cause.next.format(outlet=outlet, url=url)}`"
    return Alarm(
        outlet=outlet, monitor=cause.word, field=found.field, message=message, figures=found.figures, examples=found.examples
    )


# articles that gave nothing


def lost_by_cause(counts: Counts) -> dict[str, int]:
    """Articles that were asked for and not read, by probable cause."""
    reasons = {name: number for name, number in counts.get("reasons", {}).items() if is_lost(name)}
    symptoms = counts.get("symptoms", {})
    found = dict.fromkeys(
        ("captcha", "redirect_front", "script_shell", "charset_changed", "http_errors", "robots_refused", "body_renamed"), 0
    )
    for name, number in reasons.items():
        found[_cause_of(name)] += number
    for cause, seen in SYMPTOMS.items():
        left = symptoms.get(seen, 0)
        for other in ("body_renamed", "script_shell", "http_errors"):
            taken = min(left, found[other])
            found[other] -= taken
            found[cause] += taken
            left -= taken
    return found


def hurt_by_cause(counts: Counts) -> dict[str, int]:
    """The same, with the articles that were read without their text: what is left of a page decides whether it passes as an article."""
    found = lost_by_cause(counts)
    for cause, name in READ.items():
        found[cause] += counts.get("fields", {}).get(name, 0)
    return found


def is_lost(reason: str) -> bool:
    """Whether a reason is about an article that was asked for and gave nothing."""
    return reason not in NOT_LOST and (reason == "list_page" or not reason.startswith(ELSEWHERE))


def _of_lists(counts: Counts) -> dict[str, int]:
    """Lists that could not be read, by reason."""
    return {
        name: number for name, number in counts.get("reasons", {}).items() if name.startswith("list_") and name != "list_page"
    }


def _cause_of(reason: str) -> str:
    if reason in RENDER:
        return "script_shell"
    if reason in FRONT:
        return "redirect_front"
    if reason in ROBOTS:
        return "robots_refused"
    return "http_errors" if reason.startswith("http_") or reason in FETCHING else "body_renamed"


def asked(counts: Counts) -> int:
    """Articles that were asked for and read, or not read."""
    return int(counts.get("read", 0)) + sum(lost_by_cause(counts).values())


def _lost(current: Counts, usual: Sequence[OutletRun], watch: Watch) -> Iterator[Finding]:
    """Pages that give no article: by cause, since each has its own usual share."""
    for cause, number in hurt_by_cause(current).items():
        now = Share(number, asked(current))
        before = together(usual, lambda counts, cause=cause: Share(hurt_by_cause(counts)[cause], asked(counts)))  # type: ignore[misc]
        if collapsed(now, before, watch):
            field = "body" if cause in READ else None
            yield _found(cause, "articles", now, before, current, _reasons(current, cause), field)


def _reasons(current: Counts, cause: str) -> list[str]:
    """The names of examples that belong to a cause."""
    return [
        *([SYMPTOMS[cause]] if cause in SYMPTOMS else []),
        *([f"no_{READ[cause]}"] if cause in READ else []),
        *(name for name in current.get("reasons", {}) if is_lost(name) and _cause_of(name) == cause),
    ]


def collapsed(now: Share, before: Share, watch: Watch) -> bool:
    """Whether a share is so much larger than usual that chance does not explain it."""
    if now.part < watch.articles:
        return False
    if not before.whole:  # a new outlet: only what concerns every single article, and many of them
        return now.part == now.whole and now.whole >= ENOUGH_TEXTS
    everything = now.part == now.whole
    return now.value - before.value >= watch.effect and chance(now, before) < (
        watch.chance_of_all if everything else watch.chance
    )


def _found(
    cause: str,
    of: str,
    now: Share,
    before: Share,
    current: Counts,
    names: Sequence[str],
    field: str | None = None,
    lack: str = "",
) -> Finding:
    """A finding about a share."""
    usually = f"usually {before}" if before.whole else "no earlier run to compare with"
    figures: dict[str, Any] = {"now": str(now), "usual": str(before) if before.whole else "unknown"}
    reasons = {name: number for name, number in current.get("reasons", {}).items() if name in names}
    return Finding(cause, f"{now} {of}{lack}, {usually}", field, figures | reasons, examples_of(current, *names))


def examples_of(current: Counts, *names: str) -> tuple[str, ...]:
    """Three addresses at most, of the reasons named."""
    kept = current.get("examples", {})
    return tuple(dict.fromkeys(url for name in names for url in kept.get(name, ())))[:3]


# fields of articles that were read


def _fields(current: Counts, usual: Sequence[OutletRun], watch: Watch) -> Iterator[Finding]:
    lacking = current.get("fields", {})
    for name, cause in FIELDS.items():
        now = Share(lacking.get(name, 0), current.get("read", 0))
        before = together(
            usual, lambda counts, name=name: Share(counts.get("fields", {}).get(name, 0), counts.get("read", 0))  # type: ignore[misc]
        )  # fmt: skip
        told = before.whole or name == "own_text"  # of other fields a new outlet may have none
        if told and collapsed(now, before, watch):
            yield _found(cause, "articles", now, before, current, [f"no_{name}"], SCHEMA.get(name, name), " lack it")


def _figures(current: Counts, usual: Sequence[OutletRun], watch: Watch) -> Iterator[Finding]:
    """Length of text, latency, and texts that change all at once."""
    lengths = usual_figure(usual, "characters", "median")
    now = current.get("characters", {}).get("median")
    if (
        now is not None
        and current.get("read", 0) >= ENOUGH_TEXTS
        and len(lengths) >= ENOUGH_RUNS
        and now * watch.times < min(lengths)
    ):
        said = f"half of them have at most {now} characters, usually {median(lengths):.0f}"
        yield Finding("length_changed", said, "body", {"now": now, "usual": median(lengths)})
    waits = usual_figure(usual, "seconds", "mean")
    mean = current.get("seconds", {}).get("mean")
    if mean is not None and len(waits) >= ENOUGH_RUNS and mean > max(watch.seconds, watch.times * max(waits)):
        said = f"{mean:.1f} s an answer, usually {median(waits):.1f} s"
        yield Finding("slow", said, None, {"now": mean, "usual": median(waits)})
    looked = Share(current.get("revised", 0), current.get("revised", 0) + current.get("unchanged", 0))
    before = together(usual, lambda row: Share(row.get("revised", 0), row.get("revised", 0) + row.get("unchanged", 0)))
    if looked.part >= ENOUGH_TEXTS and collapsed(looked, before, watch):
        yield _found("rewritten", "articles", looked, before, current, [])


# lists


def _lists(current: Counts, usual: Sequence[OutletRun], watch: Watch) -> Iterator[Finding]:
    """Lists that cannot be fetched, or hold nothing."""
    reasons = _of_lists(current)
    read, failed = current.get("list_pages", 0), sum(reasons.values())
    empty, asks = current.get("lists_empty", 0), current.get("symptoms", {}).get("list_captcha", 0)
    listed = [run.counts.get("listed", 0) for run in usual if run.counts.get("list_pages")]
    if asks and asks >= (empty + failed) / 2 and (empty + failed) >= (read + failed) / 2:
        said = f"{asks} of {read + failed} lists"
        yield Finding(
            "captcha", said, None, {"lists": asks, "listed": current.get("listed", 0)}, examples_of(current, "list_captcha")
        )
    elif failed and not read and not current.get("lists_unchanged"):
        if set(reasons) == {"list_robots_txt"}:
            yield Finding("robots_refused", f"{failed} of {failed} lists", None, reasons, examples_of(current, *reasons))
        else:
            said = ", ".join(f"{name.removeprefix('list_')} {number}" for name, number in reasons.items())
            yield Finding("unreachable", said, None, {"failed": failed} | reasons, examples_of(current, *reasons))
    elif read and not current.get("listed") and (not listed or max(listed)):
        usually = f"usually {median(listed):.0f} links" if listed else "no earlier run to compare with"
        figures = {"now": 0, "usual": median(listed) if listed else "unknown"}
        yield Finding(
            "list_empty",
            f"0 links on {read} list pages, {usually}",
            None,
            figures,
            examples_of(current, "no_links", "not_a_list"),
        )
    elif empty:
        now, before = Share(empty, read), together(usual, lambda row: Share(row.get("lists_empty", 0), row.get("list_pages", 0)))
        if collapsed(now, before, watch):
            yield _found("list_empty", "list pages", now, before, current, ["no_links", "not_a_list"])


def _silence(current: Counts, usual: Sequence[OutletRun], watch: Watch, at: datetime) -> Iterator[Finding]:
    """Lists that can be read and bring nothing new for far longer than they ever did."""
    if current.get("new") or not (current.get("listed") or current.get("lists_unchanged")):
        return
    if found := silence(usual, at, watch):
        now, longest = (round(each.total_seconds() / 3600, 1) for each in found)
        yield Finding("nothing_new", f"for {now} hours, {longest} at the longest before", None, {"now": now, "usual": longest})
