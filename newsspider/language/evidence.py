"""Evidence for what a page's lines say, and the one choice among candidates.

A labelled fact stands on its label: only a named veto refuses it. A weak one needs enough evidence, else it stays text.
"""

import math
import tomllib
from collections.abc import Iterable
from functools import cache

from newsspider.items import Candidate
from newsspider.language.facts import Fact
from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.grammar_people import SHORT_ENDS
from newsspider.language.lexicon import FOLDER, any_of, label
from newsspider.language.lines import may_tell
from newsspider.language.person_names import NOBODY, PLACES, is_outlet, name_score, perhaps_outlet
from newsspider.language.timestamps import is_only_time
from newsspider.lazy_pattern import lazy_pattern

ENOUGH = 0.8
"""How probable a weak fact must be."""
MOST_SOURCE = 60
SURE_KINDS = ("labelled", "role", "medium", "bare")


@cache
def weights() -> dict[str, float]:
    """The weight of each piece of evidence, by name."""
    with (FOLDER / "weights.toml").open("rb") as file:
        groups = tomllib.load(file)
    return {f"{group}.{name}": entry["weight"] for group, entries in groups.items() for name, entry in entries.items()}


def candidate(fact: Fact, place: str, line: str, evidence: Iterable[str] = ()) -> Candidate:
    """A fact with the evidence for it: how it is said, where it stands, how surely a name is one, and what the caller adds."""
    known = weights()
    names = [f"{fact.field}.{fact.strength}", f"{fact.field}.{place}", *(f"{fact.field}.{name}" for name in evidence)]
    if fact.field == "author":
        names.append(f"author.name{fact.score}")
    held = {name: known[name] for name in names if name in known}
    return Candidate(
        fact.field,
        fact.value,
        place,
        line,
        fact.role,
        fact.label,
        fact.organization,
        fact.strength,
        held,
        round(sum(held.values()), 1),
    )


def add(one: Candidate, name: str) -> None:
    """Add a piece of evidence to a candidate that stands already."""
    key = f"{one.of}.{name}"
    one.evidence[key] = weights()[key]
    one.score = round(sum(one.evidence.values()), 1)


def probable(one: Candidate) -> float:
    """How probable a candidate is, 0 to 1."""
    return 1 / (1 + math.exp(-one.score))


def choose(candidates: list[Candidate], *, single: bool = False) -> list[Candidate]:
    """The candidates that win, marked as chosen: all that are sure enough, or the best of them.

    Of equal ones the first printed wins. Each that does not says why in `refused`.
    """
    able = [one for one in candidates if not one.refused]
    for one in able:
        if one.strength not in SURE_KINDS and probable(one) < ENOUGH:
            one.refused = f"{probable(one):.2f} is not enough"
    able = [one for one in able if not one.refused]
    if single and able:
        best = max(able, key=lambda one: one.score)
        for one in able:
            if one is not best:
                one.refused = "another has more evidence"
        able = [best]
    for one in able:
        one.chosen = True
    return able


def source_name(value: str) -> str | None:
    """The name of a source alone, as printed: signs and title marks round it and the edition's note off; None when it names nobody."""
    text = value.strip(" \t　\xa0/／|｜丨:：;；,，、·-—_*\n")
    folded = fold(text)
    if len(text) > 2 and folded[0] == "<" and folded.endswith(">") and "<" not in folded[1:-1]:
        text = text[1:-1].strip()
    folded = fold(text)
    entry = label(folded)
    if (
        not 2 <= len(text) <= MOST_SOURCE
        or folded.lower() in NOBODY
        or folded in PLACES
        or not any(letter.isalpha() for letter in folded)
        or (entry and entry.kind in ("aside", "date", "source", "desk", "role", "maker"))
        or _NOWHERE.match(folded)
        or is_only_time(text)
    ):
        return None
    return text


def source_facts(value: str) -> list[Fact]:
    """The sources of a marked value, with or without its label."""
    if may_tell(fold(value)):
        line = read_line(value)
        if any(token.kind == "S" for token in line.labels):
            return line.of("source")
        if line.labels and not is_outlet(value) and not any(token.start > 1 for token in line.labels):
            return []
    return [Fact("source", fact.value, "source", "", None, "labelled", 3) for fact in read_line(_MARK + value).of("source")]


def source_evidence(value: str) -> list[str]:
    """What the form of a value says of its being a source."""
    if is_outlet(value):
        return ["outlet"]
    if name_score(value) == 3 and value[-1] not in SHORT_ENDS:
        return ["person"]
    return ["perhaps_outlet"] if perhaps_outlet(value) else []


_MARK = "来源:"
_NOWHERE = lazy_pattern(any_of("outlets", "nowhere") + r".{0,4}$|^[\W\d_]*$")
