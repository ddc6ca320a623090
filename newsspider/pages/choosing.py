"""The body of a page chosen among candidates, each weighed by evidence that has a name.

Candidates are the comments and elements that a site record or a CMS family names, the generic reader's range, and what stands
below the headline without a sentence. The chosen one is widened by the prose of its column; see `pages.column`. What the page holds as
data is weighed against it; see `pages.page_data`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsspider.items import Candidate
from newsspider.pages.column import PICTURE, Span, below_headline, is_loaded, widened
from newsspider.pages.generic import find_body
from newsspider.pages.nodes import Element
from newsspider.pages.survey import Survey

SHORT_BODY = 150
"""Characters with which the most trusted candidate is taken before the others of its kind."""
UNSEATS = 3
"""How many times the weight of a named candidate an unnamed one must have to be taken in its place."""
LOADED = 200
"""Characters below which prose apart from a headline whose text a script loads is no text."""
SHOWN = 20
"""Characters of a candidate's opening that are told."""


@dataclass(slots=True)
class Weighed:
    """A range that may be the body."""

    of: str
    """Who names it: comment, element, prose, column."""
    place: str
    """The element, as a selector names it; empty for a range."""
    span: Span
    evidence: dict[str, float]
    """Name of the evidence -> characters that it speaks for, or (below 0) against the range."""

    @property
    def weight(self) -> float:
        """The sum of the evidence."""
        return sum(self.evidence.values())


@dataclass(slots=True)
class Choice:
    """What was chosen, and among what."""

    span: Span | None = None
    marked: bool = False
    """Whether the page's own system marked the chosen range."""
    chosen: Weighed | None = None
    candidates: list[Weighed] = field(default_factory=list)


def choose(found: Survey, bodies: list[Element], headline: int | None) -> Choice:
    """The body of a page.

    Args:
        found: the page.
        bodies: the elements that site record and family name, most trusted first.
        headline: index of the headline's block; None when it is not shown.
    """
    named = [*_commented(found), *_elements(found, bodies)]
    heavy = (one for one in named if one.weight >= SHORT_BODY)
    best = next(heavy, None) or max(named, key=lambda one: one.weight, default=None)
    if best is not None and best.weight <= 0:
        best = None
    out = Choice(None, best is not None, best, named)
    if best is None or found.prose[-1] > UNSEATS * best.weight:
        _unseat(found, out, headline)
    if out.chosen is not None:
        start, end = out.span = widened(found, out.chosen.span, headline)
        if gained := found.prose[end] - found.prose[start] - int(out.chosen.evidence.get("prose", 0)):
            out.chosen.evidence["adjoining prose"] = float(gained)
    return out


def _unseat(found: Survey, out: Choice, headline: int | None) -> None:
    """Hold the chosen candidate against what no name but the prose itself marks."""
    span, of = find_body(found, headline), "prose"
    if span is None and out.chosen is None:
        span, of = below_headline(found, headline), "column"
    if span is None:
        return
    rival = Weighed(of, "", span, evidence_of(found, span))
    out.candidates.append(rival)
    held = out.chosen
    if held is None and of == "prose" and rival.weight < LOADED and is_loaded(found, headline, span[0]):
        rival.evidence["apart from the headline, whose text a script loads"] = -rival.weight
        return
    if held is not None:
        start, end = held.span
        inside = span[0] <= start and end <= span[1]
        if rival.weight <= UNSEATS * held.weight or (inside and held.weight >= SHORT_BODY):
            return
        if inside:
            return
    out.chosen, out.marked = rival, False


def _commented(found: Survey) -> Iterator[Weighed]:
    """The ranges that a system's comments enclose."""
    start: int | None = None
    for mark, index in found.marks:
        if mark == "start":
            start = index
        elif start is not None and index > start:
            yield Weighed("comment", "", (start, index), evidence_of(found, (start, index)))
            start = None


def _elements(found: Survey, bodies: list[Element]) -> Iterator[Weighed]:
    for element in bodies:
        if (span := found.spans.get(element.row)) is not None:
            yield Weighed("element", selector(element), span, evidence_of(found, span))


def evidence_of(found: Survey, span: Span) -> dict[str, float]:
    """What speaks for a range: its own text (of which `prose` are sentences), pictures, and against it what is linked."""
    text = links = pictures = 0
    for block in found.blocks[slice(*span)]:
        if block.kind == "image":
            pictures += PICTURE
        elif block.links * 2 <= len(block.text):
            text += len(block.text)
            links += block.links
    prose = found.prose[span[1]] - found.prose[span[0]]
    parts = {"prose": prose, "other text": text - prose, "pictures": pictures, "links": -links}
    return {name: float(value) for name, value in parts.items() if value}


def selector(element: Element) -> str:
    """An element as a selector names it: `div#content`, `div.text`."""
    if ident := (element.get("id") or "").strip():
        return f"{element.tag}#{ident[:40]}"
    names = (element.get("class") or "").split()
    return ".".join([str(element.tag), *names])[:40]


def told(found: Survey, choice: Choice) -> list[Candidate]:
    """The candidates for the body as `extract --explain` shows them."""
    held = choice.chosen
    out: list[Candidate] = []
    for one in choice.candidates:
        opening = next((block.text[:SHOWN] for block in found.blocks[slice(*one.span)] if block.text), "").replace("\n", " ")
        refused = "" if one is held else "holds less" if held is None or one.weight <= held.weight else "less trusted"
        evidence = {f"body.{name}": value for name, value in one.evidence.items()}
        out.append(
            Candidate(
                "body",
                opening,
                one.place or one.of,
                opening,
                strength=one.of,
                evidence=evidence,
                score=one.weight,
                refused=refused,
                chosen=one is held,
            )
        )
    return out


def left_out(found: Survey, span: Span | None) -> int:
    """Characters of sentences that are neither in a range nor in a part known to be none of the text."""
    start, end = span or (0, 0)
    known = sorted([*found.asides, (start, end)])
    total, reached = found.prose[-1], 0
    for first, last in known:
        if last > reached:
            total -= found.prose[last] - found.prose[max(first, reached)]
            reached = last
    return total
