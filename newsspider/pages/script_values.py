"""The values that a page's scripts hold, whatever the way they are written: JSON, JavaScript literals, strings, payloads of frameworks."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.metadata import page_json
from newsspider.pages.nodes import Element
from newsspider.values import BadJson, load_json_at, valid_text

MAX_CHARACTERS = 3_000_000
"""Of the objects that scripts assign; a page's own article stands among the first."""
MAX_OBJECTS = 40
MAX_HEAD = 200
"""Characters at the beginning of a script that pushes a piece of a payload."""
MAX_STRINGS = 200
"""How many strings that a script assigns are looked at."""
MAX_NAME = 60
"""Characters before the sign that gives a string a name."""
_ASSIGNED = lazy_pattern(
    r"(?:\b(?:var|let|const)\s+|\bwindow\s*\.\s*|\bself\s*\.\s*)[\w$.\[\]\"']{1,60}\s*=\s*(?=[\[{]|JSON\.parse\()"
)
_CALLED = lazy_pattern(r"=\s{0,3}\(\s{0,3}function\s{0,3}\(([\w$,\s]{0,20000})\)\s{0,3}\{")
"""A function that is called at once, as Nuxt prints it: `window.__NUXT__=(function(a,b){return {title:a,content:b}}("…","…"))`."""
_RETURNED = lazy_pattern(r"\breturn\s{0,3}(?=[\[{])")
_CALL = lazy_pattern(r"\s*;?\s*\}\s*\)?\s*\(")
_MADE = lazy_pattern(r"\bvoid 0\b|\bArray\(\d{1,6}\)|\bnew Date\([^()]{0,40}\)")
"""Arguments that are no literals."""
_SET = lazy_pattern(r"=\s{0,3}(?=[\"'`])")
_NAME = lazy_pattern(r"(?:^|[\s;,.])([A-Za-z_$][\w$]{1,40})\s{0,3}$")
_PUSHED = "__next_f.push("
_ROW = lazy_pattern(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,7}),)?")
_JSON_TYPES = lazy_pattern(r"application/(?:ld\+)?json|text/json", re.I)
_TOKENS = lazy_pattern(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)"""
    r"""|(?P<word>[A-Za-z_$][\w$.]*)|(?P<number>-?\d[\d.eE+-]*)|(?P<flag>![01])|(?P<call>\.\s?[A-Za-z]{2,20}\([^()]{0,40}\))|(?P<sign>[{}\[\]:,])|(?P<end>;)|(?P<other>\S)""",
    re.S,
)
_ESCAPE = lazy_pattern(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_NAMED_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_CONSTANTS = {"true": "true", "false": "false", "null": "null"}


def script_values(tree: Element, scripts: list[str] | None = None) -> Iterator[Any]:
    """The values of data scripts and of what scripts assign, as far as `MAX_CHARACTERS` go.

    Args:
        tree: the page.
        scripts: those to look into, besides the pieces of a payload; None: all.
    """
    left = MAX_CHARACTERS
    pushed: list[str] = []
    for script in tree.iter("script"):
        text = script.text
        if not text or len(text) < 80 or not (scripts is None or text in scripts or _PUSHED in text[:MAX_HEAD]):
            continue
        if _JSON_TYPES.search(script.get("type") or ""):
            yield page_json(text)
            continue
        if not script.get("src"):
            tries = 0
            reached = 0
            while tries < MAX_OBJECTS and left > 0 and (match := _ASSIGNED.search(text, reached)):
                tries += 1
                value, reached = _literal(text, match.end())
                left -= reached - match.end()
                yield value
            if left > 0 and (called := _CALLED.search(text)):
                left -= len(text)
                yield _returned(text, called)
            if strings := _strings(text):
                yield strings
            if _PUSHED in text:
                pushed += _parts(text)
    if pushed:
        yield from _rows("".join(pushed).encode("utf-8", "replace")[:MAX_CHARACTERS])


def _literal(text: str, start: int, names: Mapping[str, str] = _CONSTANTS) -> tuple[Any, int]:
    """The value of the JavaScript literal at `start` (None when it is none) and where to look on.

    Args:
        text: a script.
        start: where the literal begins.
        names: what the words in it stand for, as JSON; null for every other word.
    """
    if text.startswith("JSON.parse(", start):
        match = _TOKENS.match(text, start + len("JSON.parse("))
        if match and match["string"]:
            return page_json(_string(match["string"])), match.end()
        return None, start + 1
    if names is _CONSTANTS:
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
            parts.append(json.dumps(piece) if after == ":" else names.get(piece, "null"))
        elif kind == "number":
            after = text[match.end() : match.end() + 8].lstrip()[:1]
            parts.append(json.dumps(piece) if after == ":" else piece)
        elif kind == "flag":
            parts.append("true" if piece == "!0" else "false")
        elif kind not in ("comment", "call"):
            return None, match.end()  # an expression, a call: no literal
    return None, len(text)


def _returned(text: str, called: re.Match[str]) -> Any:
    """What a function returns that is called at once; None where that is no literal."""
    start = _RETURNED.search(text, called.end())
    if start is None:
        return None
    _, end = _literal(text, start.end())
    call = _CALL.match(text, end)
    if call is None:
        return None
    last = _closing(text, call.end())
    values, _ = _literal(_MADE.sub("null", f"[{text[call.end() : last]}]"), 0)
    if not isinstance(values, list):
        return None
    words = [name.strip() for name in called[1].split(",")]
    named = {name: json.dumps(value) for name, value in zip(words, values, strict=False)}
    return _literal(text, start.end(), {**_CONSTANTS, **named})[0]


def _closing(text: str, start: int) -> int:
    """Where the bracket closes that is open at a place of a script; its end where none does."""
    depth = 0
    for match in _TOKENS.finditer(text, start):
        if match.lastgroup == "other":
            depth += (match[0] == "(") - (match[0] == ")")
            if depth < 0:
                return match.start()
    return len(text)


def _strings(text: str) -> dict[str, str]:
    """The strings that a script gives names: `var content = "<p>…</p>"`."""
    out: dict[str, str] = {}
    for match in islice(_SET.finditer(text), MAX_STRINGS):
        name = _NAME.search(text[max(0, match.start() - MAX_NAME) : match.start()])
        token = _TOKENS.match(text, match.end()) if name else None
        if name and token and token["string"]:
            out.setdefault(name[1], _string(token["string"]))
    return out


def _parts(text: str) -> Iterator[str]:
    """The pieces of a payload that a script pushes: `self.__next_f.push([1,"…"])`."""
    reached = 0
    while (place := text.find(_PUSHED, reached)) >= 0:
        reached = place + len(_PUSHED)
        try:
            value, reached = load_json_at(text, reached)
        except BadJson:
            return
        if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
            yield value[1]


def _rows(data: bytes) -> Iterator[Any]:
    """The values of such a payload: a line each, long texts apart and named where they belong: `"$1f"`."""
    lines: list[str] = []
    texts: dict[str, str] = {}
    place = 0
    while row := _ROW.match(data, place):
        if row[2]:
            place = row.end() + int(row[2], 16)
            texts[f'"${row[1].decode()}"'] = json.dumps(data[row.end() : place].decode("utf-8", "replace"))
        else:
            place = data.find(b"\n", row.end()) + 1 or len(data)
            lines.append(data[row.end() : place].decode("utf-8", "replace"))
    for line in lines:
        if line[:1] in ("[", "{"):
            yield page_json(re.sub(r'"\$[0-9a-f]{1,8}"', lambda name: texts.get(name[0], name[0]), line))


def _string(token: str) -> str:
    """The value of a JavaScript string with its quotes."""

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _NAMED_ESCAPES.get(match[3], match[3])

    return valid_text(_ESCAPE.sub(plain, token[1:-1]))
