"""What the sections are built from: the view of the figures in one language, tables, folded parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 `date` is used as a name
from datetime import datetime

from newsspider.days import SHANGHAI
from newsspider.report.figures import Figures
from newsspider.report.markup import Child, Element, el
from newsspider.report.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """The figures, and the language they are told in."""

    figures: Figures
    words: Words

    def name(self, outlet: str | None) -> str:
        """Name of an outlet."""
        return self.figures.name_of(outlet or "") or self.words("other")

    def key(self, name: str) -> str:
        """An id of the page's own: both languages stand in one page."""
        return f"{self.words.language}-{name}"


def day(moment: Date) -> str:
    """`11-23`."""
    return f"{moment:%m-%d}"


def time(moment: datetime | None) -> str:
    """`11-23 08:05`, in Beijing."""
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}" if moment else ""


def section(view: View, name: str, lead: Child, *children: Child) -> Element:
    """A section with its heading and a sentence of what it says."""
    return el(
        "section",
        el("h2", view.words(name), id=view.key(f"{name}-head")),
        el("p", lead, class_="lead") if lead else None,
        *children,
        id=view.key(name),
        aria_labelledby=view.key(f"{name}-head"),
    )


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Child]], *, numbers: Iterable[int] = (), caption: str = "", class_: str = ""
) -> Element:
    """A table that scrolls sideways where it is too wide.

    Args:
        columns: headings.
        rows: cells; the first of a row heads it.
        numbers: indexes of the columns that hold numbers.
        caption: what it is, for who cannot see it.
        class_: of the table.
    """
    right = set(numbers)
    head = el(
        "tr", (el("th", text, scope="col", class_="number" if index in right else None) for index, text in enumerate(columns))
    )
    body = (
        el(
            "tr",
            (
                el("th", cell, scope="row") if index == 0 else el("td", cell, class_="number" if index in right else None)
                for index, cell in enumerate(row)
            ),
        )
        for row in rows
    )
    made = el(
        "table",
        el("caption", caption, class_="unseen") if caption else None,
        el("thead", head),
        el("tbody", body),
        class_=class_ or None,
    )
    return el("div", made, class_="scroll", tabindex="0", role="region", aria_label=caption or columns[0])


def folded(summary: Child, *children: Child, class_: str | None = None) -> Element:
    """A part that opens when it is asked for."""
    return el("details", el("summary", summary), *children, class_=class_)


def grouped(number: int) -> str:
    """By thousands."""
    return f"{number:,}"


def spoken(text: str) -> Child:
    """A text in which commands stand between backticks."""
    return [el("code", part) if index % 2 else part for index, part in enumerate(text.split("`"))]
