"""What a printed newsroom line says, marked while it is written: its people, desk and source, and every right way to read them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CUT = "\ue000"
"""Stands in a line where a page may open a new element with no blank between: behind a label and its sign."""
GAP = "\ue001"
"""Two of them stand round the sign or blank between two facts: a page may break the line there instead."""
KEEP = "\ue002"
"""Closes that part of a line which stays in the text when the rest is taken off; in a paragraph of its own it may stay."""
ANYTHING: tuple[str | None, ...] = ()
"""Organizations of a person that nobody is asked for."""

_BETWEEN = re.compile(f"{GAP}([^{GAP}]*){GAP}")
_DOTS = str.maketrans("•・‧‧∙", "·····")
_BLANK = re.compile(r"[\s\u200b\ufeff□]+")


class Where(StrEnum):
    """Where a line stands on its page."""

    HEAD = "head"
    """Beside the time, between headline and text."""
    OPENING = "opening"
    """The text's first paragraph, alone."""
    LEAD = "lead"
    """The beginning of the text's first paragraph."""
    MIDDLE = "middle"
    """A paragraph among others."""
    CLOSING = "closing"
    """The end of the text's last paragraph."""
    ENDING = "ending"
    """The last paragraph or paragraphs, alone."""
    TAIL = "tail"
    """Elements of their own behind the text."""
    CAPTION = "caption"
    """Under a picture."""
    MARKS = "marks"
    """In the page's metadata, inline data or named elements; a line of `name=value` pairs, parted by line breaks."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the text or the pictures."""

    name: str
    """Without padding."""
    roles: tuple[str, ...]
    """The roles that are right, the best first."""
    organizations: tuple[str | None, ...] = ANYTHING
    """The organizations that are right."""
    optional: bool = False
    """True when leaving this one out is right, too."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody of the desk."""

    label: str
    """As printed, blanks inside removed."""
    name: str
    """Without padding; a staff code where no name is printed."""
    roles: tuple[str, ...]
    """The roles that are right, the best first."""
    optional: bool = False
    """True when leaving this one out is right, too."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One right reading of a line."""

    sources: tuple[str | None, ...] = (None,)
    """The sources that are right; None among them when naming none is right."""
    authors: tuple[Person, ...] = ()
    credits: tuple[Desk, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line with its answers."""

    form: str
    """The name of its kind."""
    where: Where
    marked: str
    """The text with CUT, GAP and KEEP in it."""
    readings: tuple[Facts, ...]
    """Every right reading; the first is what most people would say."""
    day: date
    """The day of which the line tells, and its page with it."""
    kept: tuple[str, ...]
    """What may be left of it in the text: "" where all goes, the whole where it stays."""

    @property
    def text(self) -> str:
        """The line as printed on paper."""
        return plain(self.marked)

    @property
    def facts(self) -> Facts:
        """The first reading."""
        return self.readings[0]


def plain(marked: str) -> str:
    """A marked line as printed on paper."""
    return _BETWEEN.sub(r"\1", marked).replace(CUT, "").replace(KEEP, "")


def same(text: str | None) -> str:
    """A value in the form in which two are compared: full and half width, blanks and the kinds of dots make no difference."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text or "").translate(_DOTS))
