"""Writes lines: every form in turn, in a place where it may stand, the same for the same seed."""

from collections.abc import Iterator, Sequence
from random import Random

from benchmarks.newsroom_lines.facts import KEEP, Line, Where, plain
from benchmarks.newsroom_lines.forms import FORMS, Form
from benchmarks.newsroom_lines.pen import Pen


def write(form: Form, where: Where, rng: Random) -> Line:
    """One line of this form for this place."""
    pen = Pen(rng, where)
    marked = form.write(pen)
    return Line(form.name, where, marked, pen.readings(), pen.day, _kept(form.kept, where, marked))


def lines(seed: int, count: int, forms: Sequence[str] = (), start: int = 0, end: int | None = None) -> Iterator[tuple[int, Line]]:
    """So many lines with their numbers, of all forms or of those whose names hold one of these words; `start`, `end`: a part of them.

    Raises KeyError for a word that no form's name holds.
    """
    chosen = chosen_forms(forms)
    for number in range(start, count if end is None else min(end, count)):
        form = chosen[number % len(chosen)]
        places = form.places
        where = places[number // len(chosen) % len(places)]
        yield number, write(form, where, Random(f"{seed} {form.name} {number // len(chosen)}"))


def chosen_forms(words: Sequence[str]) -> list[Form]:
    """The forms whose names hold one of these words, all for none. Raises KeyError for a word that no name holds."""
    for word in words:
        if not any(word in name for name in FORMS):
            fields = sorted({name.partition(":")[0] for name in FORMS})
            raise KeyError(f"no form is called {word!r}; forms are of {', '.join(fields)}")
    return [form for name, form in FORMS.items() if not words or any(word in name for word in words)]


def _kept(rule: str, where: Where, marked: str) -> tuple[str, ...]:
    if KEEP in marked:
        before = plain(marked.split(KEEP)[0])
        return (before,) if where == Where.CLOSING else ("", before)
    whole = plain(marked)
    if rule == "byline":
        rule = "stays" if where in (Where.CLOSING, Where.LEAD) else "either"
    return {"gone": ("",), "stays": (whole,), "either": ("", whole)}[rule]
