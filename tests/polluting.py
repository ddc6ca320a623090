"""Clean Simplified texts as pinyin tools and converters leave them: Traditional, with readings in brackets."""

import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from pipelines.holes import readings

TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
STYLES = ("marks", "figures", "none", "mixed")


def parts(reading: str) -> tuple[str, int]:
    """A reading without its tone mark, and the tone; 5 is the neutral one."""
    letters = unicodedata.normalize("NFD", reading)
    tone = next((TONES[letter] for letter in letters if letter in TONES), 5)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES)), tone


PRINTED: dict[str, Callable[[str, random.Random], str]] = {
    "marks": lambda reading, chance: reading,
    "figures": lambda reading, chance: "{}{}".format(*parts(reading)),
    "none": lambda reading, chance: parts(reading)[0],
    "mixed": lambda reading, chance: chance.choice((reading, "{}{}".format(*parts(reading)), parts(reading)[0] + " ")),
}
FRAMES = ("({})", "( {} )", "（{}）", "({} )")


@cache
def read_as() -> dict[str, list[str]]:
    """Each Traditional character with its readings."""
    out: dict[str, list[str]] = {}
    for reading, chars in readings().items():
        for char in chars:
            out.setdefault(char, []).append(reading)
    return out


def polluted(text: str, style: str, seed: int, to_traditional: Callable[[str], str], share: float = 0.7) -> str:
    """The text in Traditional characters, most of them followed by one of their readings in brackets."""
    chance = random.Random(seed)  # noqa: S311
    frame = FRAMES[seed % len(FRAMES)]
    out = []
    for char in to_traditional(text):
        out.append(char)
        if char in read_as() and chance.random() < share:
            out.append(frame.format(PRINTED[style](chance.choice(read_as()[char]), chance)))
    return "".join(out)


def right(expected: str, got: str) -> int:
    """How many characters of a text came back in their place; blanks count for nothing."""
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, re.sub(r"\s", "", expected), re.sub(r"\s", "", got), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)
