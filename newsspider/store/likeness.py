"""Whether two texts are one: the same words but for a cut and a few changed characters, and above all the same figures.

Of two reports made from one template most figures and names differ, and little else; of two prints of one report the few
changes fall anywhere. So what differs inside the common part is weighed, figures apart; what only one of them has is a cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsspider.lazy_pattern import lazy_pattern

SAME_CLAUSES = 0.4
"""Texts that share a smaller part of the shorter one in whole clauses are not compared further."""
KEPT_OF_SHORTER, KEPT_OF_LONGER = 0.8, 0.5
"""How much of each must be in the common part: a reprint may leave out paragraphs, or add its own."""
CHANGED = 0.05
"""How much of the common part may differ."""
FIGURES_CHANGED = 0.25
"""How many of the figures in the common part may differ (one may always)."""
CUT = 10
"""A run of so many characters that only one text has is a cut or an addition, not a change."""
COMPARED = 1_000_000
"""Characters times characters: a larger block that differs is not looked into."""

FIGURE = lazy_pattern(r"\d+(?:\.\d+)*")


@dataclass(slots=True)
class Likeness:
    """What two texts have in common."""

    shorter: int
    longer: int
    """Lengths of the two texts, in characters."""
    same: int = 0
    """Characters that both have."""
    changed: int = 0
    """Characters that differ within the common part."""
    figures: int = 0
    """Figures in the common part."""
    figures_changed: int = 0
    """Those of them that differ."""

    @property
    def too_different(self) -> bool:
        """Whether what differs is too much, whatever else is the same."""
        return self.changed > CHANGED * self.longer

    @property
    def is_one_text(self) -> bool:
        """Whether one is a reprint of the other."""
        return (
            self.same >= KEPT_OF_SHORTER * self.shorter
            and self.same >= KEPT_OF_LONGER * self.longer
            and self.changed <= CHANGED * (self.same + self.changed)
            and self.figures_changed <= max(1, FIGURES_CHANGED * self.figures)
        )


def is_one_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one of two texts, as lists of clauses, is a reprint of the other."""
    return compare(one, other, only_if_alike=True).is_one_text


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the longer text that the other one has, 0 to 1."""
    likeness = compare(one, other)
    return likeness.same / likeness.longer if likeness.longer else 0.0


def compare(one: Sequence[str], other: Sequence[str], *, only_if_alike: bool = False) -> Likeness:
    """What two texts, as lists of clauses, have in common; counted no further, when asked so, than until they are two texts."""
    shorter, longer = sorted((sum(map(len, one)), sum(map(len, other))))
    likeness = Likeness(shorter, longer)
    if only_if_alike and (shorter < KEPT_OF_LONGER * longer or _shared(one, other) < SAME_CLAUSES * shorter):
        return likeness
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for tag, i, j, _, _ in blocks:
        if tag == "equal":
            text = "".join(one[i:j])
            likeness.same += len(text)
            likeness.figures += len(FIGURE.findall(text))
    if only_if_alike and likeness.same < SAME_CLAUSES * shorter:
        return likeness
    for tag, i, j, k, m in blocks:
        if tag != "equal":
            _add_block(likeness, "".join(one[i:j]), "".join(other[k:m]))
            if only_if_alike and likeness.too_different:
                break
    return likeness


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Characters of the first text in clauses that the other one has, too, wherever."""
    known = set(other)
    return sum(len(clause) for clause in one if clause in known)


def _add_block(likeness: Likeness, left: str, right: str) -> None:
    """Weigh two pieces that differ, character by character."""
    if len(left) * len(right) > COMPARED:
        likeness.changed += max(len(left), len(right))
        return
    touched: tuple[set[int], set[int]] = (set(), set())
    cut: tuple[set[int], set[int]] = (set(), set())
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            likeness.same += b - a
        elif abs((b - a) - (d - c)) >= CUT:
            likeness.changed += min(b - a, d - c)
            cut[0].update(range(a, b))
            cut[1].update(range(c, d))
        else:
            likeness.changed += max(b - a, d - c)
            touched[0].update(range(a, b))
            touched[1].update(range(c, d))
    totals, lost = zip(*(_figures(text, *places) for text, *places in zip((left, right), touched, cut, strict=True)), strict=True)
    likeness.figures += max(totals)
    likeness.figures_changed += max(lost)


def _figures(text: str, touched: set[int], cut: set[int]) -> tuple[int, int]:
    """How many figures of a piece are in the common part, and how many of them differ."""
    places = [set(range(*match.span())) for match in FIGURE.finditer(text)]
    common = [place for place in places if not place <= cut]
    return len(common), sum(not place.isdisjoint(touched | cut) for place in common)
