"""Undo the pinyin pollution: `標(biāo)題` is 標題 again, and 日報 is whole where its second character was lost (see holes.py)."""

import re
import unicodedata
from functools import cache

from newsspider.lazy_pattern import lazy_pattern
from pipelines.holes import SYLLABLE, TONED, fill_holes, readings, traditional

HAN = r"\u3400-\u9fff\uf900-\ufaff"
_OPEN, _CLOSE, _BLANK = r"[(（\[［【〔]", r"[)）\]］】〕]", r"[ \t\u3000\xa0]"
_LETTER = rf"a-zü{TONED}ɑɡê\u0300\u0301\u0304\u0308\u030c\u3105-\u312f"
_READING = rf"[A-Z{_LETTER}][{_LETTER}:ˉˊˇˋ˙0-5¹²³⁴⁵]{{0,9}}(?:[,/、|] ?[{_LETTER}][{_LETTER}:0-5]{{0,7}})?"

QUICK = lazy_pattern(rf"{_OPEN}{_BLANK}{{0,2}}{_READING}{_BLANK}{{0,2}}{_CLOSE}")
"""Found in every polluted text; the cheap first look."""

READING = lazy_pattern(rf"([{HAN}]){_BLANK}{{0,3}}{_OPEN}{_BLANK}{{0,2}}({_READING}){_BLANK}{{0,2}}{_CLOSE}({_BLANK}{{0,3}})")
"""A character, what stands in brackets behind it, and the blanks behind the bracket."""
_STRAY = lazy_pattern(rf"(?<=[A-Za-z，。、；：！？”]){_OPEN}{_BLANK}{{0,2}}{SYLLABLE}{_BLANK}{{0,2}}{_CLOSE}")
_MARKED = lazy_pattern(rf"{SYLLABLE}|[\u3105-\u3129]{{1,3}}[ˉˊˇˋ˙]?|˙[\u3105-\u3129]{{1,3}}")
_NUMBERED = lazy_pattern(r"([a-zü]{1,5})([0-5])([a-z]{0,2})")
_PLAIN_LETTERS = str.maketrans("ɑɡ¹²³⁴⁵", "ag12345")

MIN_READINGS = 3
MIN_SHARE = 0.02
DENSE_READINGS = 8
DENSE_SHARE = 0.05


def is_polluted(text: str) -> bool:
    """Whether a text carries the pollution, not the few readings that an article about language prints.

    At least three readings, on one in fifty characters; most of them behind Traditional characters. Behind Simplified ones
    the readings must be denser, and no character may have two of them: an article about readings compares them.
    A reading with a figure or without any tone counts only where the character is read so.
    """
    if not QUICK.search(text):
        return False
    pairs = [(match[1], match[2]) for match in READING.finditer(text) if _is_sure(match[1], match[2])]
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
    blanks = [bool(match[3]) for match in READING.finditer(text) if _is_reading(match[1], match[2])]
    keep = sum(blanks) * 2 <= len(blanks)  # a blank behind most readings belongs to the pollution

    def without(match: re.Match[str]) -> str:
        return match[1] + (match[3] if keep else "") if _is_reading(match[1], match[2]) else match[0]

    return _STRAY.sub("", READING.sub(without, text))


def _is_sure(char: str, printed: str) -> bool:
    """Whether what stands behind a character is a reading and cannot be anything else."""
    return all(_MARKED.fullmatch(part) or _reads(char, _toneless(part)) for part in _parts(printed))


def _is_reading(char: str, printed: str) -> bool:
    """Whether it is a reading, in a polluted text: behind a character without known readings a syllable with a figure will do."""
    return _is_sure(char, printed) or all(
        char not in traditional()
        and (found := _NUMBERED.fullmatch(part)) is not None
        and len(found[1] + found[3]) > 1
        and _toneless(part) in _syllables()
        for part in _parts(printed)
    )


@cache
def _parts(printed: str) -> tuple[str, ...]:
    """The readings in a bracket, in one form: letters composed and small, ü for `u:` and v, the tone's figure a plain one."""
    plain = unicodedata.normalize("NFC", printed.translate(_PLAIN_LETTERS)).lower().replace("u:", "ü")
    parts = (part.strip() for part in re.split(r"[,/、|]", plain))
    return tuple(part.replace("v", "ü") if part[:1] in "ln" else part for part in parts)


def _reads(char: str, toneless: str) -> bool:
    """Whether a character is read so; tools print ü as u, too."""
    chars = _syllables().get(toneless, "")
    if toneless[:1] in ("l", "n") and "u" in toneless:
        chars += _syllables().get(toneless.replace("u", "ü", 1), "")
    return char in chars


def _toneless(part: str) -> str:
    return re.sub(r"[0-5]", "", part)


@cache
def _syllables() -> dict[str, str]:
    """Syllable without its tone -> the Traditional characters that are read so."""
    out: dict[str, str] = {}
    for syllable, chars in readings().items():
        bare = _bare(syllable)
        out[bare] = out.get(bare, "") + chars
    return out


def _bare(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    for tone in "\u0300\u0301\u0304\u030c":
        letters = letters.replace(tone, "")
    return unicodedata.normalize("NFC", letters).replace("v", "ü")
