"""The kinds of lines: each a function that writes one with a pen, entered here under its name and places."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.newsroom_lines.facts import Where
from benchmarks.newsroom_lines.pen import Pen

Write = Callable[[Pen], str]
HEAD, OPENING, LEAD, MIDDLE, CLOSING, ENDING, TAIL, CAPTION, MARKS = Where
FOOT = (ENDING, TAIL)
"""Lines of their own below the text."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of printed line."""

    name: str
    """`field: what is particular`; forms of a field sort together."""
    write: Write
    """Writes one line and notes its facts."""
    places: tuple[Where, ...]
    """Where such a line may stand."""
    kept: str
    """What may be left of it in the text: gone, stays, either, or byline (in a text's last paragraph it stays, alone either is right)."""


FORMS: dict[str, Form] = {}


def form(name: str, *places: Where, kept: str = "gone") -> Callable[[Write], Write]:
    """Enter a kind of line."""

    def enter(write: Write) -> Write:
        if name in FORMS:
            raise ValueError(f"two forms are called {name!r}")
        FORMS[name] = Form(name, write, places, kept)
        return write

    return enter
