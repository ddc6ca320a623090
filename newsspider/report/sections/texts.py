"""What became of texts: revised, vanished, reprinted by others."""

from collections.abc import Sequence

from newsspider.days import SHANGHAI
from newsspider.report.charts import rank_bar
from newsspider.report.markup import Child, Element, el, link
from newsspider.report.sections.parts import View, grouped, section, table, time
from newsspider.store.families import Member, first_published

PRINTS = 6
"""Prints of a family that are shown, at most."""


def revised_vanished(view: View) -> Element:
    """The newest revisions, and the articles that vanished."""
    figures, words = view.figures, view.words
    revised = [
        _item(
            link(each.url, el("bdi", each.headline)),
            words("parted").join([
                view.name(each.outlet), time(each.at), words("revision_number", number=each.revision),
                *([words("changed", fields=words("joined").join(map(words.field, each.changed)))] if each.changed else []),
            ]),
        )
        for each in figures.revisions
    ]  # fmt: skip
    gone = [
        _item(
            link(each.url, el("bdi", each.headline or each.url)),
            words("parted").join([view.name(each.outlet), time(each.at), each.reason or ""]),
        )
        for each in figures.vanished
    ]
    shown = len(figures.vanished)
    more = words("shown_of", count=figures.vanished_in_all, shown=shown) if figures.vanished_in_all > shown else None
    return section(
        view, "revised_vanished", None,
        el(
            "div",
            el("div", el("h3", words("newest_revisions")), _list(revised, words("revisions_none"))),
            el("div", el("h3", words("vanished")), _list(gone, words("vanished_none")), el("p", more, class_="note") if more else None),
            class_="pair even",
        ),
    )  # fmt: skip


def _item(headline: Element, told: str) -> Element:
    return el("li", headline, el("span", told.strip("，, "), class_="sub"))


def _list(items: Sequence[Element], none: str) -> Element:
    return el("ul", items, class_="texts") if items else el("p", none, class_="note")


def reprints(view: View) -> Element:
    """The families of the last day, and the pairs of who reprinted whom."""
    figures, words = view.figures, view.words
    if not figures.families and not figures.pairs:
        return section(view, "reprints", words("families_none"))
    head = words("families_run") if figures.scope.run is not None else words("families_day", day=figures.last_day)
    families: Child = [_family(view, family) for family in figures.families] or el("p", words("families_none"), class_="note")
    most = max((pair.count for pair in figures.pairs), default=0)
    rows = [
        [view.name(pair.then), view.name(pair.first), rank_bar(pair.count, most), grouped(pair.count)] for pair in figures.pairs
    ]  # fmt: skip
    columns = [words("reprinter"), words("origin"), "", words("count")]
    whom = table(columns, rows, numbers=(3,), caption=words("who_whom"), class_="whom") if rows else None
    return section(
        view, "reprints", None, el("h3", head), el("div", families, class_="families"),
        [el("h3", words("who_whom")), whom] if whom is not None else None,
    )  # fmt: skip


def _family(view: View, family: list[Member]) -> Element:
    words = view.words
    first = first_published(family)
    prints = [
        el(
            "li",
            el("time", _time(each) or words("undated")),
            link(each.url, view.name(each.outlet), class_="who"),
            el("em", words("first")) if first is not None and each.id == first.id else None,
        )
        for each in family[:PRINTS]
    ]
    rest = len(family) - PRINTS
    said = words("family_size", count=len(family)) + ("" if first else words("parted") + words("unknown_first"))
    return el(
        "article",
        el("h4", el("bdi", (first or family[0]).headline or "")),
        el("p", said, class_="sub"),
        el("ol", prints),
        el("p", words("more_prints", count=rest), class_="note") if rest > 0 else None,
        class_="family",
    )


def _time(member: Member) -> str:
    """In Beijing, as exactly as the page says it."""
    if member.published is None or member.published_at is None:
        return ""
    if len(member.published_at) == len("2025-10-21"):
        return f"{member.published.astimezone(SHANGHAI):%m-%d}"
    return time(member.published)
