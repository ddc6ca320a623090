"""Articles that a page holds only as data: JSON of its own script, JSON-LD, or HTML put away in a textarea.

No site is known here: every assigned or embedded object is searched for the one that looks like an article, a dictionary with a
title and a long text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from newsspider.items import Found
from newsspider.pages.headline import agree
from newsspider.pages.metadata import page_json
from newsspider.pages.nodes import Element
from newsspider.pages.page_title import squash
from newsspider.values import BadJson, load_json_at, unescape, valid_text

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

_ASSIGNED = re.compile(
    r"(?:\b(?:var|let|const)\s+|\bwindow\s*\.\s*|\bself\s*\.\s*)[\w$.\[\]\"']{1,60}\s*=\s*(?=[\[{]|JSON\.parse\()"
)
_JSON_TYPES = re.compile(r"application/(?:ld\+)?json|text/json", re.I)
_HAN = re.compile("[\u4e00-\u9fff]")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_TOKENS = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)"""
    r"""|(?P<word>[A-Za-z_$][\w$.]*)|(?P<number>-?\d[\d.eE+-]*)|(?P<flag>![01])|(?P<call>\.\s?[A-Za-z]{2,20}\([^()]{0,40}\))|(?P<sign>[{}\[\]:,])|(?P<end>;)|(?P<other>\S)""",
    re.S,
)
MIN_TEXT = 40  # Han characters of a text that may be an article
FEW = 3
"""How many objects may look like articles when none of them bears the page's title: more make a list."""
MAX_CHARACTERS = 3_000_000
"""Of the objects that scripts assign; a page's own article stands among the first."""
_MAX_OBJECTS = 40
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


def find_inline(tree: Element, title: str) -> Inline | None:
    """The article in a page's data; None when no object looks like one, or when it cannot be told which of many is the page's.

    Args:
        tree: the page.
        title: the page's own title, without the site's name; empty when unknown.
    """
    wanted = squash(title)
    best: tuple[int, Inline] | None = None
    named, others = False, 0
    for value in _values(tree):
        for thing in _dicts(value):
            made = _article(thing)
            if made is None:
                continue
            agrees = agree(squash(made[1].headline or ""), wanted)
            others += not agrees
            if best is None or (agrees, made[0]) > (named, best[0]):
                best, named = made, agrees
    if not named and (away := _put_away(tree)) and (best is None or agree(squash(away[1].headline or ""), wanted)):
        best, named = away, agree(squash(away[1].headline or ""), wanted)
    if best is None or named:
        return best[1] if best else None
    told = len(wanted) >= 8 and best[1].headline is not None  # the page names another article
    return None if told or others > FEW else best[1]


def _values(tree: Element) -> Iterator[Any]:
    """The values of data scripts and of objects assigned in scripts, as far as `MAX_CHARACTERS` go."""
    left = MAX_CHARACTERS
    for script in tree.iter("script"):
        text = script.text
        if not text or len(text) < 80:
            continue
        if _JSON_TYPES.search(script.get("type") or ""):
            yield page_json(text)
            continue
        if not script.get("src"):
            tries = 0
            reached = 0
            while tries < _MAX_OBJECTS and left > 0 and (match := _ASSIGNED.search(text, reached)):
                tries += 1
                value, reached = _literal(text, match.end())
                left -= reached - match.end()
                yield value


def _literal(text: str, start: int) -> tuple[Any, int]:
    """The value of the JavaScript literal at `start` (None when it is none) and where to look on."""
    if text.startswith("JSON.parse(", start):
        match = _TOKENS.match(text, start + len("JSON.parse("))
        if match and match["string"]:
            return page_json(_string(match["string"])), match.end()
        return None, start + 1
    try:
        return load_json_at(text, start)
    except BadJson:
        pass
    parts: list[str] = []
    depth = 0
    for match in _TOKENS.finditer(text, start):
        kind, piece = match.lastgroup, match[0]
        if kind == "sign":
            depth += (piece in "{[") - (piece in "}]")
            if piece in "}]" and parts and parts[-1] == ",":
                parts.pop()
            parts.append(piece)
            if depth == 0:
                return page_json("".join(parts)), match.end()
        elif kind == "string":
            parts.append(json.dumps(_string(piece)))
        elif kind == "word":
            after = text[match.end() : match.end() + 8].lstrip()[:1]
            parts.append(json.dumps(piece) if after == ":" else piece if piece in ("true", "false", "null") else "null")
        elif kind == "number":
            after = text[match.end() : match.end() + 8].lstrip()[:1]
            parts.append(json.dumps(piece) if after == ":" else piece)
        elif kind == "flag":
            parts.append("true" if piece == "!0" else "false")
        elif kind not in ("comment", "call"):
            return None, match.end()  # an expression, a call: no literal
    return None, len(text)


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_NAMED_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": ""}


def _string(token: str) -> str:
    """The value of a JavaScript string with its quotes."""

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _NAMED_ESCAPES.get(match[3], match[3])

    return valid_text(_ESCAPE.sub(plain, token[1:-1]))


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
    """(length of the text, article) of a dictionary with a text; a title counts as much as a thousand characters."""
    fields = {_key(name): value for name, value in thing.items() if isinstance(name, str)}
    text = max((_text(fields[name]) for name in TEXTS if name in fields), key=len, default="")
    size = len(_HAN.findall(_TAGS.sub("", text[:200_000])))
    if size < MIN_TEXT:
        return None
    if "&lt;" in text and "<" not in text:
        text = unescape(text).strip('"')
    title = next((value.strip() for name in TITLES if isinstance(value := fields.get(name), str) and value.strip()), None)
    out = Inline(text, _TAGS.sub("", title) if title else None)
    for names, target in ((DATES, out.dates), (SOURCES, out.sources), (AUTHORS, out.authors), (EDITORS, out.editors)):
        target.extend(Found(value, "json") for name in names if (value := _plain(fields.get(name))))
    out.headline = unescape(out.headline).strip('"') if out.headline else None
    return size + 1000 * bool(title) + 500 * bool(out.dates), out


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
    return element.columns.markup(element.row) if element.tag in ("template", "noscript") else element.text


def _put_away(tree: Element) -> tuple[int, Inline] | None:
    """The article in textareas, templates or script templates: the longest Chinese text, with its neighbours by class name."""
    best: tuple[int, Inline] | None = None
    areas = [
        element
        for element in tree.iter("textarea", "template", "noscript", "xmp", "script")
        if element.tag != "script" or "html" in (element.get("type") or "")
    ]
    for element in areas[:200]:
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
