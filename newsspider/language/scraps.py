"""Scraps that stand before, behind or between the paragraphs of a text: counters, abstracts, notes, labels of advertisements.

They could be lines of a text by their words; their place tells.
"""

from newsspider.language.phrases import phrase, plain
from newsspider.lazy_pattern import lazy_pattern

ABSTRACT = phrase("boilerplate.scrap", r"\W?{abstract}\W{0,2}")
"""The word before an abstract."""
NOTE_ITEM = phrase("boilerplate.scrap", r"[①-⑩]|[1-9][.、．]|[（(][1-9一二三四五六][)）]|[一二三四五六]、|\*|{writing}")
"""The opening of an item of a notice."""
_COUNTER = lazy_pattern(r"\W?\s?[第图]?\s?(\d{1,3})\s?[页张幅]?\s?(?:[/／|]\s?共?|of|共)\s?(\d{1,3})\s?[页张幅]?\s?\W?")
_CLOCK = lazy_pattern(r"(?:\d{1,2}:)?[0-5]\d:[0-5]\d")
_SPEAKS = phrase("boilerplate.scrap", "{speaks}", "^{bids}")
_ADVERT = phrase(
    "boilerplate.scrap", r"[{[}{(}]\s?{advert}\s?[{]}{)}]|{advert}\s?[{|}{:}{·}]|{advert_part}$|{advert}|ad(?![a-z])"
)
_NOTE = phrase("boilerplate.scrap", r"\W?{noting}?{note}\W{0,2}")


def counted(line: str) -> str:
    """The total that a counter counts up to: `3/10`, `第3页/共10页`; empty for any other line."""
    if len(line) > 20 or (found := _COUNTER.fullmatch(plain(line))) is None:
        return ""
    return found[2] if 0 < int(found[1]) <= int(found[2]) else ""


def is_clock(line: str) -> bool:
    """Whether a line is a bare length or position of a recording: `05:21`."""
    return len(line) <= 8 and _CLOCK.fullmatch(line) is not None


def addresses_reader(line: str) -> bool:
    """Whether a line asks its reader to do something, or speaks of the outlet as we."""
    return _SPEAKS.search(plain(line)) is not None


def advert_label(line: str) -> str | None:
    """The label with which a line begins as an advertisement; None without one. A bare word must be set apart as well."""
    found = _ADVERT.match(plain(line[:12]))
    return line[: found.end()] if found else None


def is_note_heading(line: str) -> bool:
    """Whether a line is the heading of notes, for readers or about rights: `特别提示：`."""
    return len(line) <= 12 and _NOTE.fullmatch(plain(line)) is not None
