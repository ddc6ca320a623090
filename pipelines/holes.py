"""Find the characters that pinyin pollution destroyed, byte by byte.

The pollution writes a reading in brackets behind the *bytes* of each Traditional character of GBK text, also where the second
byte of one character (b) and the first byte of the next (c) happen to be one: 日報 is C8D5 88F3, D588 is 請, so the text becomes
C8D5 88 `(qǐng)` F3 `(bào)`. The lone c swallows the bracket and prints as `?`; from there on the bytes pair up wrongly, up to the
next lone byte (`?bào)`) or up to a second byte that is a letter: 們在這 prints as `們?cè)谶@`.

b is known from the character before, the false character's reading names c, and the bytes of what was printed behind give the rest.
A hole is filled only when exactly one c leads to characters that GB2312 or the Traditional list has; otherwise it stays as printed.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from newsspider.lazy_pattern import lazy_pattern

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
SYLLABLE = rf"[a-zü]{{0,4}}[{TONED}][a-zü]{{0,4}}"
_HOLE = lazy_pattern(rf"([\u3400-\u9fff](?:[(（]{SYLLABLE}[)）])?)[?\ufffd][(（]?({SYLLABLE})[)）]")
_UNIT = lazy_pattern(rf"[?\ufffd][(（]?({SYLLABLE})[)）]|[(（]({SYLLABLE})[)）]|([^?\ufffd\s()（）])")
MAX_UNITS = 80
"""Printed characters followed behind a hole; the bytes have paired up again long before."""


@cache
def readings() -> dict[str, str]:
    """Syllable with tone mark -> the Traditional characters of GBK that are read so (from pinyin-data, MIT)."""
    lines = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


@cache
def traditional() -> frozenset[str]:
    """Every character of the readings."""
    return frozenset("".join(readings().values()))


@cache
def _codes(reading: str) -> tuple[bytes, ...]:
    return tuple(char.encode("gbk") for char in readings().get(reading, ""))


def fill_holes(text: str) -> str:
    """The text with every certain hole filled; its readings elsewhere stay in."""
    out: list[str] = []
    at = 0
    while match := _HOLE.search(text, at):
        found = _repair(text, match)
        if found is None:
            out.append(text[at : match.end()])
            at = match.end()
        else:
            repaired, end = found
            out += [text[at : match.end(1)], repaired]
            at = end
    return "".join([*out, text[at:]])


def _repair(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    """The characters that stood behind a hole, and where the bytes pair up again; None when that is not certain."""
    before = _bytes(match[1][0])
    if before is None or len(before) != 2:
        return None
    firsts = {code[1] for code in _codes(match[2]) if code[0] == before[1]}
    found = {result for first in firsts for result in _follow(text, match.end(), first)}
    return found.pop() if len(found) == 1 else None


def _follow(text: str, at: int, pending: int) -> Iterator[tuple[str, int]]:
    """Pair up the bytes from a lone first byte on: every (characters, place behind them) that is possible."""
    chars: list[str] = []
    for _ in range(MAX_UNITS):
        unit = _UNIT.match(text, at)
        if unit is None:
            return
        at = unit.end()
        if unit[2]:  # a reading between two bytes: it belongs to a false character, or to the one just completed
            continue
        if unit[1]:  # a lone second byte: its reading tells it
            for code in _codes(unit[1]):
                if code[0] == pending:
                    yield "".join([*chars, code.decode("gbk")]), at
            return
        second = _bytes(unit[3])
        char = _character(bytes((pending, second[0]))) if second else None
        if second is None or char is None:
            return
        chars.append(char)
        if len(second) == 1:  # a letter: the bytes have paired up again
            yield "".join(chars), at
            return
        pending = second[1]


def _bytes(char: str) -> bytes | None:
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return None


@cache
def _character(code: bytes) -> str | None:
    """The character of two bytes, if running text has it: one of GB2312 or of the Traditional list; else None."""
    try:
        char = code.decode("gbk")
        if char not in traditional():
            char.encode("gb2312")
    except UnicodeError:
        return None
    return char
