"""How the crawls went: failures by reason, slow hosts, runs."""

from newsspider.report.charts import rank_bar, seconds_bar
from newsspider.report.crawls import Failure
from newsspider.report.markup import Child, Element, el, link
from newsspider.report.sections.parts import View, folded, grouped, section, table, time
from newsspider.telemetry.counters import without_article

REASONS = 20
HOSTS = 12
"""Rows that are shown, at most."""

OUTLETS = 8
"""Outlets that are named under a reason, at most."""


def failures(view: View) -> Element:
    """Reasons with their numbers; each opens to outlets and examples."""
    found, words = view.figures.failures, view.words
    if not found:
        return section(view, "failures", words("failures_none"))
    most = found[0].count
    return section(
        view,
        "failures",
        words("failures_lead"),
        el("div", (_failure(view, each, most) for each in found[:REASONS]), class_="ranks"),
    )


def _failure(view: View, failure: Failure, most: int) -> Element:
    words = view.words
    outlets = words("joined").join(f"{view.name(name)} {number:,}" for name, number in failure.outlets.most_common(OUTLETS))
    examples: Child = [el("li", el("span", view.name(outlet), class_="who"), link(url, url)) for outlet, url in failure.examples]
    return folded(
        [el("code", failure.reason), rank_bar(failure.count, most), el("b", grouped(failure.count))],
        el("p", outlets),
        el("ul", examples, class_="urls") if failure.examples else el("p", words("no_example"), class_="note"),
        class_="rankrow",
    )


def hosts(view: View) -> Element:
    """The hosts that took longest to answer."""
    words = view.words
    measured = [(each.crawled.p90, each.crawled.mean, each) for each in view.figures.outlets if each.crawled.p90 is not None]
    slowest = sorted(
        ((p90, mean, each) for p90, mean, each in measured if mean is not None), key=lambda row: (-row[0], row[2].id)
    )[:HOSTS]
    if not slowest:
        return section(view, "hosts", words("hosts_none"))
    most = max(max(p90, mean) for p90, mean, _ in slowest)
    rows = [
        [
            [el("code", each.host or each.id), el("span", each.name, class_="sub")],
            seconds_bar(mean, p90, most),
            words("seconds", value=_seconds(mean)),
            words("seconds", value=_seconds(p90)),
        ]
        for p90, mean, each in slowest
    ]
    made = table([words("host"), "", words("mean"), words("p90")], rows, numbers=(2, 3), caption=words("hosts"), class_="hosts")
    return section(view, "hosts", words("hosts_lead"), made)


def _seconds(value: float) -> str:
    """Three digits."""
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def runs(view: View) -> Element:
    """The runs, how each ended and what it stored."""
    figures, words = view.figures, view.words
    if not figures.runs:
        return section(view, "runs", words("runs_none"))
    states = words("parted").join(f"{words(f'state_{state}')} {number:,}" for state, number in sorted(figures.run_states.items()))
    lead = words("runs_lead", states=states)
    if sum(figures.run_states.values()) > len(figures.runs):
        lead += " " + words("runs_shown", count=len(figures.runs))
    rows = []
    for run in figures.runs:
        took = words.took((run.finished_at - run.started_at).total_seconds()) if run.finished_at else ""
        bad = sum(map(without_article, run.counts.values()))
        state = el("span", words(f"state_{run.state}"), class_=f"state {run.state}")
        told = [el("code", run.command), el("span", run.reason, class_="sub bad") if run.reason else None]
        rows.append(
            [str(run.run), time(run.started_at), took, state, grouped(len(run.outlets)), grouped(run.stored), grouped(bad), told]
        )
    columns = ["#", *(words(name) for name in ("began", "took", "state", "outlets", "stored", "not_read", "command"))]
    return section(view, "runs", lead, table(columns, rows, numbers=(2, 4, 5, 6), caption=words("runs"), class_="runs"))
