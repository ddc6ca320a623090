"""The top of the report: what it is about, the headline figures, what needs a look."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from newsspider.days import SHANGHAI
from newsspider.report.charts import percent
from newsspider.report.judging import bad_pages, barren, falls, silent
from newsspider.report.markup import Child, Element, el
from newsspider.report.sections.parts import View, grouped, spoken, time

SHOWN = 8
"""Points that need a look, at most."""

SECTIONS = ("look", "over_time", "by_outlet", "coverage", "failures", "hosts", "runs", "revised_vanished", "reprints")


def title(view: View) -> str:
    """Of the page."""
    scope, words = view.figures.scope, view.words
    if scope.run is not None:
        return words("title_run", run=scope.run)
    return words("title_days", first=scope.days[0], last=scope.days[-1])


def masthead(view: View) -> Element:
    """Name, time, language switch, contents."""
    figures, words = view.figures, view.words
    days = figures.scope.days
    said: Child = words("days" if len(days) > 1 else "one_day", first=days[0], last=days[-1])
    note = None
    if figures.scope.run is not None:
        said = words("run", run=figures.scope.run)
        run = figures.runs[0]
        note = el(
            "p", words("run_scope", began=time(run.started_at), command=run.command, first=days[0], last=days[-1]), class_="note"
        )
    made = f"{figures.made_at.replace(tzinfo=UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    other = "en" if words.language == "zh" else "zh"
    return el(
        "header",
        el(
            "div",
            el("span", "newsspider", class_="brand"),
            el("button", words("other_language"), type="button", data_to=other, lang="zh-Hans" if other == "zh" else "en"),
            class_="top",
        ),
        el("h1", el("span", words("title"), class_="name"), " ", el("span", said, class_="when")),
        note,
        el("p", words("made", at=made, store=figures.store, count=figures.stored_in_all), class_="note"),
        el(
            "nav",
            el("ul", (el("li", el("a", words(name), href=f"#{view.key(name)}")) for name in SECTIONS)),
            aria_label=words("contents"),
        ),
    )


def headlines(view: View) -> Element:
    """The headline figures."""
    figures, words = view.figures, view.words
    new = sum(each.total.new for each in figures.outlets)
    revised = sum(each.total.revised for each in figures.outlets)
    reprints = sum(each.reprints for each in figures.outlets)
    active = sum(1 for each in figures.outlets if each.total.texts)
    crawled = sum(1 for each in figures.outlets if each.crawled.runs)
    refused = sum(each.crawled.counts["refused"] for each in figures.outlets)
    failed = sum(bad_pages(each) for each in figures.outlets) - refused
    runs = sum(figures.run_states.values())
    bad = figures.run_states.get("failed", 0) + figures.run_states.get("killed", 0)
    share = f"{percent(reprints / new)}%" if new else "–"
    days = len(figures.scope.days)
    cards = [
        ("new_articles", grouped(new), words("new_per_day", count=round(new / days)) if figures.scope.run is None else None, False),
        ("active_outlets", grouped(active), words("of_crawled", count=crawled), False),
        ("revisions", grouped(revised), words("vanished_count", count=figures.vanished_in_all), False),
        ("reprint_share", share, words("of_new", count=reprints), False),
        ("not_read", grouped(refused + failed), words("refused_failed", refused=refused, failed=failed), False),
        ("runs_count", grouped(runs), words("runs_bad", count=bad) if bad else words("runs_well"), bool(bad)),
    ]  # fmt: skip
    if figures.scope.run is not None:
        run = figures.runs[0]
        seconds = ((run.finished_at or figures.made_at) - run.started_at) / timedelta(seconds=1)
        bad_run = run.state in ("failed", "killed")
        cards[-1] = ("state", words(f"state_{run.state}"), words("run_took", seconds=words.took(seconds)), bad_run)
    return el(
        "dl",
        (
            el(
                "div",
                el("dt", words(name)),
                el("dd", value, class_="figure"),
                el("dd", below, class_="below bad" if wrong else "below"),
            )
            for name, value, below, wrong in cards
        ),
        class_="headlines",
    )


Point = tuple[str, str, Child, str]
"""What kind it is, whom it is about, what was seen, what more there is to say."""


def attention(view: View) -> Element:
    """What needs a look: alarms, broken lists, fields that fell, runs that did not end well."""
    words = view.words
    points = [*_alarms(view), *_outlets(view), *_runs(view)]
    rest = len(points) - SHOWN
    shown = [
        el("li", el("b", kind), el("div", el("strong", who), el("span", told), el("span", more, class_="sub") if more else None))
        for kind, who, told, more in points[:SHOWN]
    ]
    return el(
        "section",
        el("h2", words("look"), id=view.key("look-head")),
        el("ul", shown, class_="points") if points else el("p", words("nothing_wrong"), class_="fine"),
        el("p", words("and_more", count=rest), class_="note") if rest > 0 else None,
        id=view.key("look"),
        aria_labelledby=view.key("look-head"),
    )


def _alarms(view: View) -> Iterator[Point]:
    words = view.words
    for alarm in view.figures.alarms:
        since = words("alarm_since", since=time(alarm.since), runs=alarm.runs)
        yield words.cause(alarm.monitor), view.name(alarm.outlet), spoken(alarm.message), since


def _outlets(view: View) -> Iterator[Point]:
    """What the figures show of outlets of which no alarm tells."""
    figures, words = view.figures, view.words
    told = {alarm.outlet for alarm in figures.alarms}
    for each in silent(figures):
        if each.id not in told:
            yield words("silent"), each.name, words("silent_told", runs=each.crawled.runs), ""
    for each in barren(figures):
        if each.id not in told:
            yield words("barren"), each.name, words("barren_told", bad=bad_pages(each)), ""
    for each in figures.outlets:
        found = falls(each, figures.scope.run is not None) if each.id not in told else {}
        for fall in found.values():
            shares = {"before": percent(fall.before), "now": percent(fall.now)}
            yield words("fallen"), each.name, words("fallen_told", field=words.field(fall.field), **shares), ""


def _runs(view: View) -> Iterator[Point]:
    words = view.words
    for run in view.figures.runs:
        if run.state in ("failed", "killed"):
            yield (
                words("bad_run"),
                words("run", run=run.run),
                f"{words(f'state_{run.state}')} {time(run.started_at)}",
                run.reason or "",
            )
