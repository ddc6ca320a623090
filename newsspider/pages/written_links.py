"""Links that only the scripts of a page hold: arrays and objects of titles and addresses, JSON, anchors written out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.address_shapes import FILE
from newsspider.pages.clicks import is_address, read_anchors
from newsspider.pages.json_lists import is_json
from newsspider.pages.links import HAN_OR_WORD, LABEL, LONG_TITLE
from newsspider.pages.page import Page

MAX_SCRIPT = 1_000_000
"""Characters of scripts that are looked through."""
_TOKEN = lazy_pattern(r"""\\.|"((?:[^"\\\n]|\\.)*+)"|'((?:[^'\\\n]|\\.)*+)'|[{}\[\]()]""")
_KEY = lazy_pattern(r"""["']?([A-Za-z_$][\w$-]{0,40})["']?\s{0,9}:\s{0,9}$""")
_UNICODE = lazy_pattern(r"\\u([0-9a-fA-F]{4})")
_ESCAPE = lazy_pattern(r"\\(.)")
_HAN = lazy_pattern("[\u3400-\u9fff]")
_TITLE_KEY = lazy_pattern(r"title|headline|subject|biaoti|\bbt\b|^name$|^text$|^t$", re.I)
_FORM_KEY = lazy_pattern(r"^(?:m|h5|app|wap|mobile|share|amp)_?(?:url|link|href)", re.I)
"""Keys of addresses that are other forms of an article's, taken where no other stands."""
_OTHER_KEY = lazy_pattern(
    r"img|image|pic|thumb|cover|photo|logo|icon|avatar|video|audio|channel|column|categor|node|author|user|source|site|home|api|css|style",
    re.I,
)
"""Keys of addresses that are no article's."""

MOST_OPEN = 10_000
"""Brackets that are open at once in a script; one with more holds no data."""


@dataclass(slots=True)
class _Scope:
    """The strings between a bracket and its end."""

    kind: str
    strings: list[tuple[str, str]] = field(default_factory=list)
    """(key, string) of titles and addresses, in order; the key is empty where none is."""


def written_links(page: Page) -> Iterator[tuple[str, list[str]]]:
    """(address, titles) of what the scripts of a page hold, absolute and without fragments."""
    left = MAX_SCRIPT
    for script in page.scripts:
        if left <= 0:
            return
        text = script[:left]
        left -= len(text)
        if _HAN.search(text) is None and "\\u" not in text:
            continue
        if "<a " in text or "<A " in text or "\\u003ca " in text:
            yield from read_anchors(page, _ESCAPE.sub(r"\1", _UNICODE.sub(_letter, text)))
        for link, title in _pairs(text):
            if url := page.absolute(link):
                yield url.partition("#")[0], [title]


def json_links(page: Page) -> Iterator[tuple[str, list[str]]]:
    """(address, titles) of what a page holds that is JSON as a whole; nothing for any other, broken ones as well."""
    if is_json(page.text):
        for link, title in _pairs(page.text[:MAX_SCRIPT]):
            if url := page.absolute(link, page.url):
                yield url.partition("#")[0], [title]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """(address, title) as they stand together in a script's objects, arrays and calls."""
    open_scopes = [_Scope("")]
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign in "{[(":
            if len(open_scopes) > MOST_OPEN:
                return
            open_scopes.append(_Scope(sign))
        elif sign in "}])":
            if len(open_scopes) > 1:
                closed = open_scopes.pop()
                yield from _told(closed, open_scopes[-1])
        elif sign != "\\" and (kept := _kept(token[1] if sign == '"' else token[2])):
            key = _KEY.search(text, max(0, token.start() - 60), token.start())
            open_scopes[-1].strings.append((key[1] if key else "", kept))
    for scope in open_scopes:
        yield from _in_turn(scope.strings)


def _kept(string: str) -> str | None:
    """A string of a script, its escapes undone, if it may be a title or an address."""
    if "\\" in string:
        string = _ESCAPE.sub(r"\1", _UNICODE.sub(_letter, string))
    string = string.strip()
    if _HAN.search(string):
        named = len(string) <= LONG_TITLE and "<" not in string and len(HAN_OR_WORD.findall(string)) > LABEL
        return string if named else None
    return string if is_address(string) and not FILE.search(string.partition("?")[0]) else None


def _letter(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1][:1] not in "dD" else ""


def _told(scope: _Scope, around: _Scope) -> Iterator[tuple[str, str]]:
    """What a closed scope tells; an address without a title is left to the scope round it, so is a title to an object round it."""
    addresses = [(key, text) for key, text in scope.strings if not _HAN.search(text) and not _OTHER_KEY.search(key)]
    links = [(key, text) for key, text in addresses if not _FORM_KEY.search(key)]
    titles = [(key, text) for key, text in scope.strings if _HAN.search(text)]
    if scope.kind == "{":
        if titles and (links or addresses):
            links = links or addresses
            named = [text for key, text in titles if _TITLE_KEY.search(key)]
            yield links[0][1], (named or [titles[0][1]])[0]
        elif links and around.kind:
            around.strings += links[:1]
        elif titles and around.kind == "{":
            around.strings += titles[:1]
    elif links and titles:
        yield from _in_turn(scope.strings)
    elif len(links) == 1 and around.kind == "{":
        around.strings += links


def _in_turn(strings: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Titles and addresses that stand in turn: each address with the title beside it, before or behind as the first ones stand."""
    texts = [text for key, text in strings if _HAN.search(text) or not (_OTHER_KEY.search(key) or _FORM_KEY.search(key))]
    first = bool(texts) and _HAN.search(texts[0]) is not None
    for here, following in pairwise(texts):
        title, link = (here, following) if first else (following, here)
        if _HAN.search(title) and not _HAN.search(link):
            yield link, title
