"""The words of the newsroom, read from `lexicon/*.toml`, and the longest of them at a place of a text.

An entry is a word or an ending (no sign, bracket or blank in it) with the place where it was seen. Labels are composed:
modifiers before an entry leave its role as it is (微信 + 编辑), a suffix behind it likewise (审核 + 人).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).with_name("lexicon")
MAX_LABEL = 8


@cache
def sections(name: str) -> dict[str, dict[str, dict[str, Any]]]:
    """A file of the lexicon: group -> section -> entries as they stand."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def section(name: str, group: str, part: str = "") -> Mapping[str, Any]:
    """The entries of a section: word -> where it was seen, or a table; the letters of a letter table each as an entry."""
    found: Any = sections(name)[group]
    found = found[part] if part else found
    return dict.fromkeys(found["letters"], found["seen"]) if "letters" in found else found


@cache
def words(name: str, group: str, part: str = "") -> frozenset[str]:
    """The words of a section; of all sections of the group when no part is named and it has some."""
    found: Any = sections(name)[group]
    if not part and all(isinstance(value, dict) and "seen" not in value for value in found.values()):
        return frozenset(word for inner in found for word in section(name, group, inner))
    return frozenset(section(name, group, part))


def any_of(name: str, group: str, part: str = "") -> str:
    """The words of a section as a regular expression that takes the longest."""
    return either(words(name, group, part))


def either(found: Iterable[str]) -> str:
    """Any of some words as a regular expression that takes the longest; words that begin alike share their beginning. Of none: no text.

    >>> either(["转载", "转发", "转载自"])
    '转(?:发|载(?:自)?)'
    """
    tails: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(found)):
        tails[word[:1]].append(word[1:])
    ends = bool(tails.pop("", None))
    if not tails:
        return "(?!)"
    branches = [re.escape(first) + (either(rest) if any(rest) else "") for first, rest in tails.items()]
    return branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)}){'?' if ends else ''}"


def endings(name: str, group: str, part: str = "") -> dict[str, tuple[str, ...]]:
    """The words of a section by their last letters, longest first: what `ending` asks."""
    out: dict[str, list[str]] = {}
    for word in sorted(words(name, group, part), key=len, reverse=True):
        out.setdefault(word[-1], []).append(word)
    return {letter: tuple(found) for letter, found in out.items()}


def ending(text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The longest of the known words with which a text ends; empty when it ends with none."""
    return next((word for word in known.get(text[-1:], ()) if text.endswith(word)), "")


class Entry(NamedTuple):
    """What a label stands for."""

    kind: str
    """desk, maker, role, source, picture, date, aside; word for what only looks like a label."""
    role: str
    """Role of the schema (`editor`, `photographer`); for kinds without people the kind's name."""
    bare: bool = False
    """Whether it may lack the sign behind it."""
    behind: bool = False
    """Whether it may stand behind the names."""
    glued: bool = False
    """Whether a label of one letter may touch the names before it."""
    apart: bool = False
    """Whether a blank must stand where the sign is missing: 设计 张三, not 视觉中国."""


@cache
def labels() -> dict[str, Entry]:
    """Every label of the lexicon, as listed."""
    out: dict[str, Entry] = {}
    for kind in ("desk", "maker", "role", "source", "picture", "date", "aside", "word"):
        for role, entries in sections("labels")[kind].items():
            for word, said in entries.items():
                flags = said if isinstance(said, dict) else {}
                bare, behind, glued, apart = (bool(flags.get(flag)) for flag in ("bare", "behind", "glued", "apart"))
                out[word] = Entry(kind, role, bare or kind == "role", behind, glued, apart)
    return out


@cache
def _heads() -> dict[str, frozenset[str]]:
    """Modifier -> the groups that hold it: any, duty, role, text."""
    groups = ("any", "duty", "role", "text")
    held = {group: words("labels", "modifier", group) for group in groups}
    return {word: frozenset(group for group in groups if word in held[group]) for group in groups for word in held[group]}


@cache
def last_letters() -> frozenset[str]:
    """The letters with which a label can end."""
    return frozenset(word[-1] for word in (*labels(), *words("labels", "suffix", "any")))


def label(word: str) -> Entry | None:
    """What a whole word means as a label, composed ones included; None for another word.

    >>> label("新媒体编辑").role, label("值班校对").role, label("编辑部").kind
    ('editor', 'duty_editor', 'word')
    """
    return _label(word) if word[-1:] in last_letters() and len(word) <= 2 * MAX_LABEL else None


@lru_cache(maxsize=4096)
def _label(word: str) -> Entry | None:
    if found := labels().get(word):
        return found
    for size in range(min(6, len(word) - 1), 0, -1):
        groups = _heads().get(word[:size])
        if groups is None:
            head = labels().get(word[:size]) if size > 1 else None
            inner = labels().get(word[size:]) if head and head.kind in ("maker", "desk") and len(word) - size > 1 else None
            if inner and inner.role == "other":  # 航拍剪辑
                return inner
            continue
        if not (inner := label(word[size:])):
            continue
        if inner.kind == "role" and groups & {"role", "any"}:
            photo = inner.role == "reporter" and word[:size] in words("labels", "modifier", "camera")
            return inner._replace(role="photographer") if photo else inner
        if "text" in groups and inner.kind in ("aside", "source", "date", "picture"):
            return inner
        if len(word) - size > 1 and inner.kind in ("desk", "maker") and groups & {"any", "duty"}:
            return inner._replace(role="duty_editor") if "duty" in groups and inner.kind == "desk" else inner
    for tail in words("labels", "suffix", "any"):
        if word.endswith(tail) and len(word) > len(tail) + 1 and (inner := labels().get(word[: -len(tail)])):
            return inner if inner.kind in ("desk", "maker") else None
    return None
