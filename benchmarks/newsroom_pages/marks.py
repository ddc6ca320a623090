"""Values that a page carries beside what it prints: metadata, inline data, named elements, Founder's comment."""

import json
from collections.abc import Sequence
from html import escape

from benchmarks.newsroom_pages.story import Story

Mark = tuple[str, str, str]
"""Kind (meta, json, id, class, element, enp), name and value."""


def read(line: str) -> list[Mark]:
    """The marks of a line of `kind name=value`, one a line break."""
    found = []
    for mark in line.split("\n"):
        where, _, value = mark.partition("=")
        kind, name = where.split(" ")
        found.append((kind, name, value))
    return found


def of_founder(marks: Sequence[Mark]) -> bool:
    """Whether only pages of one system carry such marks."""
    return any(kind in ("element", "enp") for kind, _, _ in marks)


def metadata(marks: Sequence[Mark], story: Story) -> str:
    """What stands in the page's head."""
    told = [f'<meta name="{name}" content="{escape(value)}">' for kind, name, value in marks if kind == "meta"]
    if data := {name: value for kind, name, value in marks if kind == "json"}:
        record = {"id": 20017, "title": story.headline, "pubtime": f"{story.published:%Y-%m-%d %H:%M:%S}", **data}
        told.append(f"<script>var contentInfo = {json.dumps(record, ensure_ascii=False)};</script>")
    return "".join(told)


def elements(marks: Sequence[Mark]) -> str:
    """What stands in the head lines."""
    told = []
    for kind, name, value in marks:
        shown = escape(value, quote=False)
        if kind in ("id", "class"):
            told.append(f'<span {kind}="{name}">{shown}</span>')
        elif kind == "element":
            told.append(f"<{name}>{shown}</{name}>")
    return f'<div class="m3">{" ".join(told)}</div>' if told else ""


def comment(marks: Sequence[Mark], story: Story) -> str:
    """Founder's comment with these values."""
    told = "".join(f"<{name}>{escape(value, quote=False)}</{name}>" for kind, name, value in marks if kind == "enp")
    if not told:
        return ""
    return f"<!--enpproperty <articleid>88021</articleid><date>{story.published:%Y-%m-%d %H:%M:%S}.0</date><title>{escape(story.headline)}</title>{told}/enpproperty-->"
