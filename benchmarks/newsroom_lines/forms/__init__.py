"""The kinds of printed lines, by what they tell."""

from benchmarks.newsroom_lines.forms import bylines, captions, desk, mixed, prose, source
from benchmarks.newsroom_lines.forms.registry import FORMS, Form

__all__ = ["FORMS", "Form", "bylines", "captions", "desk", "mixed", "prose", "source"]
