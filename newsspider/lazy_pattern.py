"""Regular expressions that are compiled at their first use: a command pays only for those that it needs.

Compiling is half of a short command's time, and most of several hundred patterns are never asked. Used for every pattern of a module;
a pattern made in a function is compiled there.
"""

import re
from typing import Any, AnyStr, cast

_METHODS = (
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
    "pattern",
    "flags",
    "groups",
    "groupindex",
)


def lazy_pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives for the expression, which is compiled when a method of the pattern is first called.

    >>> digits = lazy_pattern(r"[0-9]+")
    >>> digits.findall("3 of 12")
    ['3', '12']

    A wrong expression raises re.error at its first use: tests/test_lazy_pattern.py compiles all of them.
    """
    return cast("re.Pattern[AnyStr]", LazyPattern(expression, flags))


class LazyPattern:
    """The methods of a compiled pattern, which are set when the first of them is asked for: later calls cost nothing more."""

    __slots__ = ("_expression", "_flags", *_METHODS)

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        """Called only while the attribute is not set."""
        compiled = re.compile(self._expression, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
