"""Printed newsroom lines, invented, with their answers: what a reader of pages is measured with.

Written from how newsrooms print, with words of its own; it shares nothing with what the reader knows, so that the two check each other.
"""

from benchmarks.newsroom_lines.facts import Desk, Facts, Line, Person, Where
from benchmarks.newsroom_lines.forms import FORMS
from benchmarks.newsroom_lines.writing import chosen_forms, lines, write

__all__ = ["FORMS", "Desk", "Facts", "Line", "Person", "Where", "chosen_forms", "lines", "write"]
