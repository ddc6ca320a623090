"""Undo the pinyin pollution: `標(biāo)題` is 標題 again, and 日報 is whole where its second character was lost.

The pollution writes the reading in brackets behind each Traditional character, working on the *bytes* of GBK text. Where the
second byte of one character and the first byte of the next happen to be a Traditional character too, a reading is put in the
middle: 日報 is C8D5 88F3, D588 is 請, so after both readings were put in the bytes are C8D5 88 `(qǐng)` F3 `(bào)`, and the
lone bytes swallow the brackets: `日?qǐng)?bào)`. The two readings and the byte before them tell which character was lost.
"""

import re
from functools import cache
from importlib import resources

HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếềê̄ê̌"
_SYLLABLE = rf"[a-zü]{{0,4}}[{_TONED}][a-zü]{{0,4}}"
_OPEN, _CLOSE, _BLANK = r"[(（]", r"[)）]", r"[ \t\u3000\xa0]"

QUICK = re.compile(rf"[a-z(（ ][{_TONED}][a-z)） ]")
"""Found in every polluted text; the cheap first look."""

READING = re.compile(rf"([{HAN}]){_BLANK}{{0,3}}{_OPEN}{_BLANK}{{0,2}}({_SYLLABLE}){_BLANK}{{0,2}}{_CLOSE}({_BLANK}{{0,3}})")
_NEUTRAL = re.compile(rf"([{HAN}]){_BLANK}{{0,3}}{_OPEN}([a-zü]{{1,6}}){_CLOSE}")
_HOLE = re.compile(rf"([{HAN}])[?\ufffd]{_OPEN}?({_SYLLABLE}){_CLOSE}[?\ufffd]{_OPEN}?({_SYLLABLE}){_CLOSE}")

MIN_READINGS = 3
MIN_SHARE = 0.02
DENSE_READINGS = 8
DENSE_SHARE = 0.05


@cache
def readings() -> dict[str, str]:
    """Syllable with tone mark -> the Traditional characters of GBK that are read so (from pinyin-data, MIT)."""
    lines = resources.files("pipelines").joinpath("readings.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


@cache
def _traditional() -> frozenset[str]:
    return frozenset("".join(readings().values()))


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
    if sum(char in _traditional() for char, _ in pairs) > len(pairs) / 2:
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
    known: dict[str, set[str]] = {}
    blanks = 0
    found = 0
    for match in READING.finditer(text):
        known.setdefault(match[2], set()).add(match[1])
        found += 1
        blanks += bool(match[3])
    text = _HOLE.sub(lambda match: match[1] + _lost(match, known), text)
    keep = "" if blanks * 2 > found else r"\3"  # a blank behind most readings belongs to the pollution
    text = READING.sub(r"\1" + keep, text)
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


def _lost(match: re.Match[str], known: dict[str, set[str]]) -> str:
    """The lost character of a hole; the hole as printed when more than one fits, or none.

    Args:
        match: the character before, the reading of the false character between, the reading of the lost one.
        known: readings met elsewhere in the text, and their characters; decides between several that fit.
    """
    before, false_reading, reading = match.groups()
    as_printed = match[0][1:]
    try:
        second = before.encode("gbk")[1]
    except UnicodeEncodeError:
        return as_printed
    firsts = {code[1] for char in readings().get(false_reading, "") if (code := char.encode("gbk"))[0] == second}
    fits = {char for char in readings().get(reading, "") if char.encode("gbk")[0] in firsts}
    if len(fits) > 1:
        fits &= known.get(reading, set())
    return fits.pop() if len(fits) == 1 else as_printed
