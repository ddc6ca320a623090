"""Which facts of a generated line rest on words that were left out of the lexicon, and which of them were read all the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.newsroom_lines.facts import Desk, Facts, Line, Person, same
from benchmarks.quality.gaps import LABELS, OPEN, Gap, of_class, of_files
from newsspider.items import Article
from newsspider.language.lexicon import label

ENDS = ("outlets", "offices")
INSIDE = ("places", "titles", "buttons")
"""Classes of which a word anywhere in a line is enough; of one letter it would be in every line."""
_HAN = "\u4e00-\u9fff"


class Used(NamedTuple):
    """A fact that rests on left-out words."""

    kind: str
    """The class of the words."""
    field: str
    what: str
    right: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What was left out, by class; and what is still known of outlets and offices."""

    gone: dict[str, frozenset[str]]
    labels: frozenset[str]
    known: tuple[str, ...]

    @classmethod
    def of(cls, gaps: frozenset[Gap]) -> "Left":
        gone = {name: frozenset(gap.word for gap in of_class(name, gaps)) for name in OPEN}
        every = of_files(ENDS)
        known = tuple(gap.word for name in ENDS for gap in of_class(name, every) - gaps)
        return cls(gone, frozenset(gap.word for gap in gaps if gap.file == "labels" and gap.group in LABELS), known)

    def surname(self, name: str) -> bool:
        return name[:1] in self.gone["surnames"] or name[:2] in self.gone["surnames"]

    def classes(self, line: Line) -> Iterator[str]:
        """The classes of left-out words that a line holds, surnames and labels aside."""
        people = [one for facts in line.readings for one in facts.authors]
        named = [*(facts.sources[0] for facts in line.readings), *(each for one in people for each in one.organizations)]
        houses = [name for name in named if name and not name.endswith(self.known)]
        for kind in ENDS:
            if self.gone[kind] and any(name.endswith(tuple(self.gone[kind])) for name in houses):
                yield kind
        for kind in INSIDE:
            if any(len(word) > 1 and word in line.text for word in self.gone[kind]):
                yield kind


def used(line: Line, left: Left, article: Article | None) -> list[Used]:
    """The facts that rest on left-out words, under the reading of the line of which the most was read."""
    found = [list(_of_reading(line, facts, left, article)) for facts in line.readings]
    return max(found, key=lambda facts: sum(one.right for one in facts) - len(facts))


def _of_reading(line: Line, facts: Facts, left: Left, article: Article | None) -> Iterator[Used]:
    kinds = list(left.classes(line))
    beside = any(label(same(desk.label)) for desk in facts.credits)
    if None not in facts.sources:
        right = article is not None and same(article.source) in {same(value) for value in facts.sources}
        yield from (Used(kind, "source", str(facts.sources[0]), right) for kind in kinds)
    for person in facts.authors:
        if person.optional:
            continue
        right = article is not None and _has_author(article, person)
        for kind in [*kinds, *(["surnames"] if left.surname(person.name) else [])]:
            yield Used(kind, "authors", person.name, right)
        if word := _label_of(line.text, person.name, left.labels):
            right = right or (article is not None and _has_credit(article, Desk(word, person.name, ("other",))))
            yield Used("labels" if beside else "labels alone", "authors", f"{word} {person.name}", right)
    for desk in facts.credits:
        if desk.optional:
            continue
        right = article is not None and _has_credit(article, desk)
        for kind in [*kinds, *(["surnames"] if left.surname(desk.name) else [])]:
            yield Used(kind, "credits", f"{desk.label} {desk.name}", right)
        if desk.label in left.labels:
            right = article is not None and _has_credit(article, Desk(desk.label, desk.name, (*desk.roles, "other")))
            yield Used(
                "labels" if beside and _signed(line.text, desk) else "labels alone", "credits", f"{desk.label} {desk.name}", right
            )


def _has_author(article: Article, person: Person) -> bool:
    return any(same(one.name) == same(person.name) and one.role in person.roles for one in article.authors)


def _has_credit(article: Article, desk: Desk) -> bool:
    return any(
        (same(one.label), same(one.name)) == (same(desk.label), same(desk.name)) and one.role in desk.roles
        for one in article.credits
    )


def _label_of(text: str, name: str, labels: frozenset[str]) -> str | None:
    """The left-out label that stands with its sign right before a name."""
    squeezed = same(text)
    found = re.search(rf"(?<![{_HAN}])([{_HAN}]+)[^{_HAN}\w]{{1,3}}{re.escape(same(name))}", squeezed)
    return found[1] if found and found[1] in labels else None


def _signed(text: str, desk: Desk) -> bool:
    """Whether a desk's label is parted from its first name by a sign, not by a blank or nothing."""
    return re.search(rf"{re.escape(same(desk.label))}[^{_HAN}\w]", same(text)) is not None
