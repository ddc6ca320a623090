"""Patterns over words of the lexicon: a template names a section where one of its words is to stand.

    phrase("boilerplate.rights", "{forbid}.{0,20}{copying}")

Words are the lexicon's, lengths and order the template's. They match a text as it is printed (in small letters, see `plain`), so that
no line need be folded first: a word stands for its traditional form as well, and `{:}` inside a class for every colon.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain, product

from newsspider.language.fold import fold
from newsspider.language.lexicon import either, section, words
from newsspider.lazy_pattern import lazy_pattern

_SLOT = lazy_pattern(r"\{([a-z_.]+|[^\w\s{}])\}")
_BLOCKS = ((0x21, 0x7F), (0xA1, 0x100), (0x2010, 0x2070), (0x2500, 0x2580), (0x3000, 0x3040), (0xFE10, 0xFE70), (0xFF00, 0xFFEF))
"""Where Unicode keeps signs of Chinese print."""
_MOST_FORMS = 8
"""Traditional forms of one word."""


def plain(text: str) -> str:
    """A text as phrases are matched against it: in small letters."""
    return text.lower()


def squeezed(text: str) -> str:
    """The same without blanks: feet of pages are set `版 权 所 有`."""
    return "".join(plain(text).split())


def phrase(sections: str, *templates: str) -> re.Pattern[str]:
    """One of several templates, over the sections of a file or of a group of it.

    Args:
        sections: the file (`titles`), or file and group (`boilerplate.rights`); `{prompt.app}` is a section of another group.
        templates: regular expressions with `{section}` for any word of it, longest first, and with `{:}` inside a class for
            every sign that is folded to `:`.
    """
    return lazy_pattern("|".join(_SLOT.sub(lambda slot: _meant(sections, slot[1]), template) for template in templates))


def _meant(sections: str, name: str) -> str:
    if not name[0].isalpha():
        return re.escape(_printed()[name])
    file, _, group = sections.partition(".")
    outer, _, part = name.rpartition(".")
    group = outer or group
    return either(chain.from_iterable(map(_forms, words(file, group, part) if group else words(file, part))))


@cache
def _printed() -> dict[str, str]:
    """Sign -> the signs that are folded to it, itself among them."""
    found: dict[str, str] = defaultdict(str)
    for letter in map(chr, chain.from_iterable(range(*block) for block in _BLOCKS)):
        found[fold(letter)] += letter
    return found


@cache
def _traditional() -> dict[str, str]:
    forms: dict[str, str] = defaultdict(str)
    for printed, letter in section("traditional", "simplified").items():
        forms[letter] += printed
    return forms


def _forms(word: str) -> Iterator[str]:
    """A word in small letters, and its traditional forms."""
    yield word.lower()
    forms = [_traditional().get(letter, letter) for letter in word.lower()]
    yield from ("".join(form) for form, _ in zip(product(*forms), range(_MOST_FORMS), strict=False))
