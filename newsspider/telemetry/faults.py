"""An exception that nobody expected, in one line: what it is, what it says, and where it came from."""

import traceback
from pathlib import Path

from newsspider.errors import BadUrl, Unstorable
from newsspider.masking import mask
from newsspider.values import printable

HOME = Path(__file__).parents[2]
OURS = ("newsspider", "pipelines")
LONGEST = 200
"""Characters of a message."""


WORDS: tuple[tuple[type[Exception], str], ...] = ((BadUrl, "bad_url"), (Unstorable, "unstorable"))


def word_for(error: BaseException) -> str:
    """One word for the counters: one of WORDS, else `internal_` and the exception's name."""
    return next((word for kind, word in WORDS if isinstance(error, kind)), f"internal_{type(error).__name__}")


def in_words(error: BaseException) -> str:
    """`RuntimeError: what it says (newsspider/pages/article.py:88)`: the innermost line of ours, or of whoever raised it.

    Passwords in it are masked.
    """
    text = printable(next(iter(mask(str(error)).splitlines()), ""))
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    places = [(_ours(frame.filename), frame.lineno) for frame in frames]
    if not places:
        return said
    path, line = next((place for place in reversed(places) if place[0]), (Path(frames[-1].filename).name, frames[-1].lineno))
    return f"{said} ({path}:{line})"


def _ours(filename: str) -> str | None:
    """The path of a source file of ours, from the folder that holds our packages; None for one of others."""
    path = Path(filename)
    if not path.is_relative_to(HOME) or path.relative_to(HOME).parts[0] not in OURS:
        return None
    return path.relative_to(HOME).as_posix()
