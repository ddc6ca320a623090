"""Undo the pinyin pollution: `標(biāo)題` is 標題 again, and 日報 is whole where its second character was lost (see holes.py)."""

import re
from functools import cache

from pipelines.holes import SYLLABLE, TONED, fill_holes, readings, traditional

HAN = r"\u3400-\u9fff\uf900-\ufaff"
_OPEN, _CLOSE, _BLANK = r"[(（]", r"[)）]", r"[ \t\u3000\xa0]"

QUICK = re.compile(rf"[a-z(（ ][{TONED}][a-z)） ]")
"""Found in every polluted text; the cheap first look."""

READING = re.compile(rf"([{HAN}]){_BLANK}{{0,3}}{_OPEN}{_BLANK}{{0,2}}({SYLLABLE}){_BLANK}{{0,2}}{_CLOSE}({_BLANK}{{0,3}})")
_STRAY = re.compile(rf"(?<=[A-Za-z，。、；：！？”]){_OPEN}{SYLLABLE}{_CLOSE}")
_NEUTRAL = re.compile(rf"([{HAN}]){_BLANK}{{0,3}}{_OPEN}([a-zü]{{1,6}}){_CLOSE}")

MIN_READINGS = 3
MIN_SHARE = 0.02
DENSE_READINGS = 8
DENSE_SHARE = 0.05


def is_polluted(text: str) -> bool:
    """Whether a text carries the pollution, not the few readings that an article about language prints.

    At least three readings, on one in fifty characters; most of them behind Traditional characters. Behind Simplified ones
    the readings must be denser, and no character may have two of them: an article about readings compares them.
    """
    if not QUICK.search(text):
        return False
    pairs = [(match[1], match[2]) for match in READING.finditer(text)]
    han = sum(1 for char in text if "\u3400" <= char <= "\u9fff")
    if len(pairs) < MIN_READINGS or len(pairs) < MIN_SHARE * han:
        return False
    if sum(char in traditional() for char, _ in pairs) > len(pairs) / 2:
        return True
    distinct = set(pairs)
    common = sum(_is_common(char) for char, _ in pairs)
    return (
        len(pairs) >= max(DENSE_READINGS, DENSE_SHARE * han)
        and common >= 0.8 * len(pairs)
        and len(distinct) == len({char for char, _ in distinct})
    )


def _is_common(char: str) -> bool:
    """Whether a character is one of the 3755 of GB2312's first level."""
    try:
        return b"\xb0" <= char.encode("gb2312")[:1] <= b"\xd7"
    except UnicodeEncodeError:
        return False


def strip_pinyin(text: str) -> str:
    """A polluted text without its readings and with its holes filled; a hole that is not certain stays as printed."""
    text = fill_holes(text)
    blanks = [bool(match[3]) for match in READING.finditer(text)]
    keep = "" if sum(blanks) * 2 > len(blanks) else r"\3"  # a blank behind most readings belongs to the pollution
    text = _STRAY.sub("", READING.sub(r"\1" + keep, text))
    return _NEUTRAL.sub(lambda match: match[1] if _reads(match[1], match[2]) else match[0], text)


def _reads(char: str, toneless: str) -> bool:
    return any(char in readings().get(syllable, "") for syllable in _tones(toneless))


@cache
def _tones(toneless: str) -> tuple[str, ...]:
    return tuple(syllable for syllable in readings() if _bare(syllable) == toneless)


@cache
def _bare(syllable: str) -> str:
    import unicodedata

    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("v", "ü")
