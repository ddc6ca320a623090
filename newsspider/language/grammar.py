"""What the tokens of a line say together: the facts of a line, by at most sixteen productions over the kinds of its tokens.

Every production reads from one place: it takes the tokens it understands, notes facts, and gives the place behind them, or None
where it does not apply. A value ends at a token of a known other kind. What no production understands is kept as `unknown`: it
lowers the line's share of understood letters and ends nothing.
"""

from collections.abc import Callable
from functools import lru_cache

from newsspider.language.facts import Line
from newsspider.language.grammar_desk import desk_before, desk_behind, unknown_label
from newsspider.language.grammar_people import authors, media_pair, medium_before, medium_behind, names, note, role_word
from newsspider.language.grammar_sources import aside, issue, picture, source, unlabelled
from newsspider.language.lexicon import words
from newsspider.language.reading import Reading
from newsspider.language.tokens import tokenise

DRAWN = words("labels", "drawing")


def outlet_or_place(reading: Reading, index: int) -> int | None:
    """`江州日报`, `市公安局`, `南昌`: an outlet or office beside names, which is theirs; a place."""
    kind = reading.kind(index)
    if kind in "eft":
        reading.houses = bool(reading.desk) and kind in "ef" and not reading.taken_by_desk
        if not reading.desk:
            reading.organization = reading.tokens[index].text if kind != "t" else None
    elif kind == "j" and not reading.line.labels and reading.default is None:
        return None
    return index + 1


def sign(reading: Reading, index: int) -> int | None:
    """Signs between the things a line says, controls, figures of a counter."""
    if reading.kind(index) == ")" and reading.desk:
        reading.begin_free()
    return index + 1


Production = Callable[[Reading, int], int | None]
PRODUCTIONS: tuple[tuple[str, Production], ...] = (
    ("S", source), ("L", desk_behind), ("L", desk_before), ("DO", aside), ("e(", issue),
    ("I", picture), ("M", media_pair), ("M", medium_before), ("M", medium_behind),
    ("R", role_word), ("wqn", unknown_label), ("nwqkx", names), ("efpjt", outlet_or_place),
    ("(", note), (":/,_()*kxgOD", sign),
)  # fmt: skip
"""The kinds of the tokens that a production may begin with, and the production; the first that applies is taken."""
_BY_KIND = {
    kind: tuple(one for kinds, one in PRODUCTIONS if kind in kinds) for kind in "".join(kinds for kinds, _ in PRODUCTIONS)
}


@lru_cache(maxsize=2048)
def read_line(text: str, default: str | None = None) -> Line:
    """What a line says. `default`: the role of names without a word beside them, where its place gives them one."""
    reading = Reading(Line(text, tokenise(text)), default)
    index = 0
    while index < len(reading.tokens):
        for production in _BY_KIND.get(reading.tokens[index].kind, ()):
            if (place := production(reading, index)) is not None:
                index = max(place, index + 1)
                break
        else:
            if reading.tokens[index].kind not in ".":
                reading.line.unknown.append(reading.tokens[index])
            index += 1
    authors(reading)
    unlabelled(reading)
    if reading.line.has("M") and all(fact.label in DRAWN for fact in reading.line.of("credit")):  # 文/张三 制图/李四
        for fact in reading.line.of("credit"):
            fact.field, fact.role = "author", "illustrator"
    return reading.line
