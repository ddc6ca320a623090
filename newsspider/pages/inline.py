"""Articles that a page holds only as data: JSON of its own script, JSON-LD, or HTML put away in a textarea.

No site is known here: every assigned or embedded object is searched for the one that looks like an article, a dictionary with a
title and a long text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from newsspider.items import Found
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import hides
from newsspider.pages.headline import agree
from newsspider.pages.nodes import Element
from newsspider.pages.page_title import squash
from newsspider.pages.script_values import script_values
from newsspider.values import unescape

TITLES = ("title", "headline", "articletitle", "newstitle", "subject", "listtitle", "doctitle", "name", "contenttitle")
TEXTS = (
    "content", "articlebody", "body", "contenthtml", "html", "text", "artcontent", "newscontent", "articlecontent", "cnthtml",
    "detail", "contents", "contentlist", "cntattr", "originalcontent", "originattribute", "htmlcontent", "txt", "contenttext", "main",
)  # fmt: skip
DATES = (
    "publishtime", "pubtime", "pubdate", "publishdate", "datepublished", "publishedat", "releasetime", "releasedate", "createtime",
    "ctime", "publishat", "published", "publish", "newstime", "time", "date", "ptime", "showtime", "displaytime", "createdat",
)  # fmt: skip
SOURCES = ("source", "sourcename", "src", "media", "medianame", "copyfrom", "origin", "originname", "copyright", "newssource")
AUTHORS = ("author", "authorname", "authors", "writer", "reporter")
EDITORS = ("editor", "editorname", "dutyeditor", "responsibleeditor", "zeren")

_HAN = lazy_pattern("[\u4e00-\u9fff]")
_TAGS = lazy_pattern(r"<[^<>]{0,2000}>")
MIN_TEXT = 40  # Han characters of a text that may be an article
MOST_HIDDEN = 100
"""How many hidden elements are looked at for the whole of a text."""
PIECES = 200
"""How many pieces of text of each."""
DATED = 500
"""Characters that a date counts for among objects that look like articles."""
FEW = 3
"""How many objects may look like articles when none of them bears the page's title: more make a list."""
_MAX_NODES = 200_000


@dataclass(slots=True)
class Inline:
    """An article found in a page's data."""

    html: str
    """Its text, as HTML or plain text."""
    headline: str | None = None
    dates: list[Found] = field(default_factory=list)
    sources: list[Found] = field(default_factory=list)
    authors: list[Found] = field(default_factory=list)
    editors: list[Found] = field(default_factory=list)


def find_inline(tree: Element, title: str, scripts: list[str] | None = None, opening: str | None = None) -> Inline | None:
    """The article in a page's data; None when no object looks like one, or when it cannot be told which of many is the page's.

    Args:
        tree: the page.
        title: the page's own title, without the site's name; empty when unknown.
        scripts: those to look into; None: all.
        opening: how the text begins that a hidden element holds as a whole; None: unknown, all that is put away is looked at; empty:
            nothing of it.
    """
    wanted = squash(title)
    best: tuple[int, Inline] | None = None
    named, others = False, 0
    for value in script_values(tree, scripts):
        for thing in _dicts(value):
            made = _article(thing)
            if made is None:
                continue
            agrees = agree(squash(made[1].headline or ""), wanted)
            others += not agrees
            if best is None or (agrees, made[0] + DATED) > (named, best[0]):
                rank = made[0] + DATED * _tell(thing, made[1])
                if best is None or (agrees, rank) > (named, best[0]):
                    best, named = (rank, made[1]), agrees
    if (
        not named
        and opening != ""
        and (away := _put_away(tree, opening or ""))
        and (best is None or agree(squash(away[1].headline or ""), wanted))
    ):
        best, named = away, agree(squash(away[1].headline or ""), wanted)
    if best is None or named:
        return best[1] if best else None
    told = len(wanted) >= 8 and best[1].headline is not None  # the page names another article
    return None if told or others > FEW else best[1]


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    for _ in range(_MAX_NODES):
        if not stack:
            return
        here = stack.pop()
        if isinstance(here, dict):
            yield here
            stack.extend(item for item in here.values() if isinstance(item, dict | list))
        elif isinstance(here, list):
            stack.extend(item for item in here if isinstance(item, dict | list))


def _key(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _article(thing: dict[str, Any]) -> tuple[int, Inline] | None:
    """(length of the text, article) of a dictionary with a text; a title counts as much as a thousand characters. See `_tell`."""
    fields = _fields(thing)
    text = max((_text(fields[name]) for name in TEXTS if name in fields), key=len, default="")
    size = len(_HAN.findall(_TAGS.sub("", text[:200_000])))
    if size < MIN_TEXT:
        return None
    if "&lt;" in text and "<" not in text:
        text = unescape(text).strip('"')
    title = next((value.strip() for name in TITLES if isinstance(value := fields.get(name), str) and value.strip()), None)
    out = Inline(text, _TAGS.sub("", title) if title else None)
    out.headline = unescape(out.headline).strip('"') if out.headline else None
    return size + 1000 * bool(title), out


def _fields(thing: dict[str, Any]) -> dict[str, Any]:
    return {_key(name): value for name, value in thing.items() if isinstance(name, str)}


def _tell(thing: dict[str, Any], out: Inline) -> bool:
    """Give an article its dates, sources and names; whether it has a date."""
    fields = _fields(thing)
    for names, target in ((DATES, out.dates), (SOURCES, out.sources), (AUTHORS, out.authors), (EDITORS, out.editors)):
        target.extend(Found(value, "json") for name in names if (value := _plain(fields.get(name))))
    return bool(out.dates)


def _text(value: Any, depth: int = 0) -> str:
    """The HTML of a text value: a string, or a list of paragraphs (strings, or parts with a type and a value)."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and depth < 4:
        inner = [_text(value[name], depth + 1) for name in value if _key(name) in (*TEXTS, "value")]
        return max(inner, key=len, default="") if len(value) <= 12 else ""
    if isinstance(value, list):
        parts = []
        for item in value[:5000]:
            part = item if isinstance(item, str) else ""
            if isinstance(item, dict):
                named = {_key(name): inner for name, inner in item.items() if isinstance(inner, str)}
                part = (
                    named.get("value")
                    or named.get("text")
                    or named.get("content")
                    or named.get("desc")
                    or named.get("html")
                    or named.get("data")
                    or ""
                )
                if part.startswith(("http://", "https://", "//")):
                    part = (
                        f'<img src="{part}">' if re.search(r"\.(?:jpe?g|png|gif|webp)|img|pic", part) and '"' not in part else ""
                    )
            if part:
                parts.append(part if part.lstrip().startswith("<") else f"<p>{part}</p>")
        return "".join(parts)
    return ""


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[name] for name in ("name", "title") if isinstance(value.get(name), str)), "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return text if 2 <= len(text) <= 60 and not text.startswith(("http:", "https:", "//")) else ""


def _inner(element: Element) -> str:
    """The text of a textarea, the markup of a template."""
    return element.text if element.tag in ("textarea", "xmp", "script") else element.columns.markup(element.row)


def _hidden(tree: Element, opening: str) -> list[Element]:
    """The hidden elements that hold a text which begins so."""
    parts = tree.iter("div", "section", "article", "td", "p")
    hidden = (element for element in parts if element.get("hidden") is not None or hides(element.get("style") or ""))
    return [element for element in islice(hidden, MOST_HIDDEN) if opening in "".join(islice(element.itertext(), PIECES))]


def _put_away(tree: Element, opening: str) -> tuple[int, Inline] | None:
    """The article in textareas, templates, script templates or hidden elements: the longest Chinese text, with its neighbours by class name."""
    best: tuple[int, Inline] | None = None
    areas = [
        element
        for element in tree.iter("textarea", "template", "noscript", "xmp", "script")
        if element.tag != "script" or "html" in (element.get("type") or "")
    ]
    hidden = _hidden(tree, opening) if opening else []
    for element in [*areas[:200], *hidden]:
        text = _inner(element)
        size = len(_HAN.findall(_TAGS.sub("", text[:200_000])))
        if size >= MIN_TEXT and (best is None or size > best[0]):
            best = (size, Inline(text))
    if best is not None:
        for element in areas[:200]:
            value = (element.text or "").strip()
            name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
            if not value or len(value) > 200:
                continue
            if "title" in name and best[1].headline is None:
                best[1].headline = _TAGS.sub("", value)
            elif "time" in name or "date" in name:
                best[1].dates.append(Found(value, "json"))
            elif "source" in name and "<" not in value:
                best[1].sources.append(Found(value, "json"))
            elif "source" in name:
                best[1].sources.append(Found(_TAGS.sub("", value).strip(), "json"))
            elif "author" in name or "editor" in name:
                (best[1].authors if "author" in name else best[1].editors).append(Found(_TAGS.sub("", value).strip(), "json"))
    return best
