"""The kinds of printed lines, by what they tell."""

from benchmarks.newsroom_lines.forms import (
    bylines,
    captions,
    datelines,
    desk,
    desk_around,
    labelled,
    makers,
    marks,
    mixed,
    prose,
    source,
)
from benchmarks.newsroom_lines.forms.registry import FORMS, Form

__all__ = [
    "FORMS",
    "Form",
    "bylines",
    "captions",
    "datelines",
    "desk",
    "desk_around",
    "labelled",
    "makers",
    "marks",
    "mixed",
    "prose",
    "source",
]
