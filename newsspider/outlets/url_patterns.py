"""URL patterns with placeholders: which addresses they fit, and how one form of an address is turned into another."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from newsspider.lazy_pattern import lazy_pattern

PLACEHOLDERS = {
    "yyyy": r"(?P<yyyy>(?:19|20)\d\d)",
    "mm": r"(?P<mm>[01]\d)",
    "dd": r"(?P<dd>[0-3]\d)",
    "yyyymm": r"(?P<yyyy>(?:19|20)\d\d)(?P<mm>[01]\d)",
    "mmdd": r"(?P<mm>[01]\d)(?P<dd>[0-3]\d)",
    "yyyymmdd": r"(?P<yyyy>(?:19|20)\d\d)(?P<mm>[01]\d)(?P<dd>[0-3]\d)",
    "yyyy-mm": r"(?P<yyyy>(?:19|20)\d\d)-(?P<mm>[01]\d)",
    "yyyy-mm-dd": r"(?P<yyyy>(?:19|20)\d\d)-(?P<mm>[01]\d)-(?P<dd>[0-3]\d)",
    "id": r"\d+",
    "id9": r"\d{9}",
    "node": r"\d+",
    "nn": r"\d{2,3}",
    "n": r"\d+",
    "hex": r"[0-9a-fA-F]+",
    "ch": r"[\w-]+",
    "host": r"[\w.-]+(?::\d+)?",
    "sec": r"[\w-]+(?:/[\w-]+)*",
    "ext": r"s?html?",
}
"""What `{name}` stands for in an article pattern; a date part may occur again and must then be the same."""

DATES = frozenset(name for name, expression in PLACEHOLDERS.items() if "?P<" in expression)
FIELD = lazy_pattern(r"\{([^{}]*)\}")
MAX_ADDRESS = 4096
"""Longer addresses are never matched by a mirror rule."""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression of an article pattern. Raises ValueError for an unknown placeholder or a stray brace."""
    return lazy_pattern(_expression(pattern, numbered=False))


def _expression(pattern: str, *, numbered: bool) -> str:
    """The same as text; with `numbered`, the placeholders that are no dates become the groups `name_0`, `name_1`, …"""
    parts = FIELD.split(_bare(pattern))
    seen: set[str] = set()
    counts: dict[str, int] = {}
    out = [r"https?://"]
    for index, part in enumerate(parts):
        if index % 2 == 0:
            if "{" in part or "}" in part:
                raise ValueError("stray brace")
            out.append(re.escape(part))
        elif part not in PLACEHOLDERS:
            raise ValueError(f"unknown placeholder {{{part}}}; known: {', '.join(PLACEHOLDERS)}")
        elif part in DATES or not numbered:
            out.append(_once(PLACEHOLDERS[part], seen))
        else:
            out.append(f"(?P<{part}_{counts.get(part, 0)}>{PLACEHOLDERS[part]})")
            counts[part] = counts.get(part, 0) + 1
    return "".join(out)


def keys_of(pattern: str) -> list[str]:
    """The query keys that a pattern holds, in lower case."""
    return [part.partition("=")[0].lower() for part in pattern.partition("?")[2].partition("#")[0].split("&") if part]


def sorted_query(pattern: str) -> str:
    """The pattern with the keys of its query in the order of a canonical address."""
    address, mark, query = pattern.partition("?")
    return address + mark + "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("=")[0].encode()))


def _bare(pattern: str) -> str:
    return re.sub(r"^https?://", "", pattern)


def _once(expression: str, seen: set[str]) -> str:
    """The expression with each named group that occurred before turned into a back-reference."""

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return match[0]

    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\(\?:[^()]*\))*\)", group, expression)


def fill(pattern: str, day: date, **values: str) -> str:
    """The address that a pattern gives for a day; `values` for its placeholders that are no dates. Raises KeyError for a missing one."""
    parts = {"yyyy": f"{day:%Y}", "mm": f"{day:%m}", "dd": f"{day:%d}"}
    return FIELD.sub(lambda field: dated(field[1], parts) if field[1] in DATES else values[field[1]], pattern)


def dated(name: str, parts: Mapping[str, str]) -> str:
    """What a date placeholder stands for: `20251023` for `yyyymmdd` and the parts yyyy, mm, dd."""
    return re.sub("yyyy|mm|dd", lambda part: parts[part[0]], name)


class Mirror:
    """A rule that one form of address shows the same article as another.

    Args:
        shown: pattern of the mirror's addresses.
        main: pattern of the address that counts, made of the same placeholders: the second `{id}` here is the second
            `{id}` there; a date may be written in another form (`{yyyymmdd}` for `{yyyy-mm}/{dd}`).

    Raises ValueError when a pattern is wrong, or `main` needs what `shown` has not.
    """

    def __init__(self, shown: str, main: str) -> None:
        self.shown, self.main = shown, _bare(main)
        compile_pattern(main)
        if _bare(shown) == self.main:
            raise ValueError("both forms are the same")
        expression = _expression(shown, numbered=True)
        missing = [name for name, group in self._needed() if f"(?P<{group}>" not in expression]
        if missing:
            raise ValueError(f"{{{missing[0]}}} of the second form is not in the first")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern of the mirror's addresses."""
        return lazy_pattern(_expression(self.shown, numbered=True))

    def _needed(self) -> list[tuple[str, str]]:
        """(placeholder, group) for everything the main form takes from the mirror's."""
        counts: dict[str, int] = {}
        out = []
        for name in FIELD.findall(self.main):
            if name in DATES:
                out += [(name, part) for part in ("yyyy", "mm", "dd") if part in name]
            else:
                out.append((name, f"{name}_{counts.get(name, 0)}"))
                counts[name] = counts.get(name, 0) + 1
        return out

    def fold(self, url: str) -> str | None:
        """The main address of a URL, with its scheme; None for one that the rule does not fit."""
        match = self.pattern.fullmatch(url) if len(url) <= MAX_ADDRESS else None
        if match is None:
            return None
        values = match.groupdict()
        counts: dict[str, int] = {}

        def value(field: re.Match[str]) -> str:
            name = field[1]
            if name in DATES:
                return dated(name, values)
            number = counts.get(name, 0)
            counts[name] = number + 1
            return values[f"{name}_{number}"]

        return f"{url.partition('://')[0]}://{FIELD.sub(value, self.main)}"
