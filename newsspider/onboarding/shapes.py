"""Article addresses -> the patterns that a site record describes them with."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets.url_patterns import DATES
from newsspider.pages.address_shapes import is_hash
from newsspider.urls import canonical_url, netloc

YEAR, MONTH, DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
WHOLE_DATES = (
    (lazy_pattern(f"{YEAR}-{MONTH}-{DAY}"), "yyyy-mm-dd"),
    (lazy_pattern(f"{YEAR}-{MONTH}"), "yyyy-mm"),
    (lazy_pattern(YEAR + MONTH + DAY), "yyyymmdd"),
    (lazy_pattern(YEAR + MONTH), "yyyymm"),
    (lazy_pattern(YEAR), "yyyy"),
)
"""What a whole segment of a path may be, the longer forms first."""
DATE_IN_NAME = lazy_pattern(f"(?<!\\d)(?:({YEAR}-{MONTH}-{DAY})|({YEAR}{MONTH}{DAY}))(?!\\d)")
HEXADECIMAL = lazy_pattern(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,}", re.I)
EXTENSION = lazy_pattern(r"\.([A-Za-z]{2,5})$")
WORD = lazy_pattern(r"[\w-]+")
NUMBERED = lazy_pattern(r"([A-Za-z]{3,})\d+[A-Z]{1,4}")
"""`Articel01001MT`: a word, a number, and letters that differ from page to page."""
MIXED = lazy_pattern(r"[A-Za-z]+\d+[A-Za-z]+\w*|\d+[A-Za-z]+\d+\w*")
SELDOM = 2
"""A shape without a date that fewer links have may be anything."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern and the addresses it was made from."""

    pattern: str
    """As in a site record's `articles`."""
    urls: list[str]
    """The addresses, in page order."""

    @property
    def dated(self) -> bool:
        """Whether the pattern holds a date."""
        return any(f"{{{name}}}" in self.pattern for name in DATES)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """An address in pieces: text, `{placeholder}`, or a run of folder names (a tuple)."""

    url: str
    pieces: list[str | tuple[str, ...]]
    extension: str


def shapes(urls: Iterable[str]) -> list[Shape]:
    """The shapes of these article addresses, the most frequent first; what is seen once and has no date is left out.

    Each pattern fits all addresses it was made from. Folder names that differ become `{sec}`, hosts that differ `{host}`.
    """
    groups: dict[tuple[object, ...], list[_Parsed]] = defaultdict(list)
    for url in dict.fromkeys(map(canonical_url, urls)):
        parsed = _parse(url)
        groups[_key(parsed)].append(parsed)
    found = [Shape(_pattern(members), [member.url for member in members]) for members in groups.values()]
    return sorted(
        (shape for shape in found if "{" in shape.pattern and (shape.dated or len(shape.urls) >= SELDOM)),
        key=lambda shape: -len(shape.urls),
    )


def _parse(url: str) -> _Parsed:
    parts = urlsplit(url)
    *folders, leaf = parts.path.lstrip("/").split("/")
    pieces: list[str | tuple[str, ...]] = []
    words: list[str] = []
    known: set[str] = set()
    for folder in folders:
        piece = _segment(folder, known)
        if piece == folder and WORD.fullmatch(folder):
            words.append(folder)
            continue
        if words:
            pieces.append(tuple(words))
            words = []
        pieces.append(piece)
    if words:
        pieces.append(tuple(words))
    extension = EXTENSION.search(leaf)
    stem = leaf[: extension.start()] if extension else leaf
    pieces.append(_name(stem, known, enorth=bool(folders) and folders[0] == "system"))
    if parts.query and not any(
        "{id" in piece or "{hex}" in piece or "{ch}" in piece for piece in pieces if isinstance(piece, str)
    ):
        pieces.append("?" + "&".join(f"{key}={_value(value)}" for key, value in parse_qsl(parts.query, keep_blank_values=True)))
    return _Parsed(url, pieces, extension[1].lower() if extension else "")


def _segment(text: str, known: set[str]) -> str:
    """A folder's name with what it stands for; `known` holds the parts of the date that the address has given so far."""
    for expression, name in WHOLE_DATES:
        if expression.fullmatch(text) and "yyyy" not in known:
            known.update(part for part in ("yyyy", "mm", "dd") if part in name)
            return f"{{{name}}}"
    if "yyyy" in known and "mm" not in known:
        for written, form in ((MONTH + DAY, "{mmdd}"), (f"{MONTH}-{DAY}", "{mm}-{dd}"), (MONTH, "{mm}")):
            if re.fullmatch(written, text):
                known.update({"mm", "dd"} if "dd" in form else {"mm"})
                return form
    if "mm" in known and "dd" not in known and re.fullmatch(DAY, text):
        known.add("dd")
        return "{dd}"
    if text.isdecimal():
        return "{n}" if len(text) < 3 else "{node}"
    return "{hex}" if HEXADECIMAL.fullmatch(text) else text


def _name(stem: str, known: set[str], *, enorth: bool) -> str:
    """The last part of a path without extension: `t{yyyymmdd}_{id}` of `t20251023_123`."""
    if HEXADECIMAL.fullmatch(stem):
        return "{hex}"
    if numbered := NUMBERED.fullmatch(stem):
        return f"{numbered[1]}{{ch}}"
    if (MIXED.fullmatch(stem) or is_hash(stem)) and not DATE_IN_NAME.search(stem):
        return "{ch}"
    if "dd" in known and re.fullmatch(YEAR + MONTH + DAY, stem):
        return "{yyyymmdd}"
    text = DATE_IN_NAME.sub(lambda match: "{yyyy-mm-dd}" if match[1] else "{yyyymmdd}", stem)
    numbers = re.findall(r"\d+", text)
    left = len(numbers)

    def placeholder(match: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        if left:
            return "{node}"
        return "{id9}" if enorth and len(match[0]) == 9 else "{id}"

    return re.sub(r"\d+", placeholder, text)


def _value(text: str) -> str:
    if text.isdecimal():
        return "{id}"
    return "{hex}" if HEXADECIMAL.fullmatch(text) else "{ch}" if re.search(r"\d", text) and WORD.fullmatch(text) else text


def _key(parsed: _Parsed) -> tuple[object, ...]:
    """What addresses of one shape have in common. Unpadded months and days (`/2025/1/9/`) are one with padded ones."""
    pieces = tuple("*" if isinstance(piece, tuple) else re.sub(r"\{(?:mm|dd|n)\}", "{n}", piece) for piece in parsed.pieces)
    html = re.fullmatch(r"s?html?", parsed.extension)
    return (*pieces, "html" if html else parsed.extension)


def _pattern(members: list[_Parsed]) -> str:
    hosts = {netloc(member.url) for member in members}
    scheme = urlsplit(members[0].url).scheme
    extensions = {member.extension for member in members}
    extension = extensions.pop() if len(extensions) == 1 else "{ext}"
    out = [f"{scheme}://{hosts.pop() if len(hosts) == 1 else '{host}'}"]
    query = ""
    for column in zip(*(member.pieces for member in members), strict=True):
        first = column[0]
        if isinstance(first, tuple):
            out.append("/".join(first) if len(set(column)) == 1 else "{sec}")
        elif first.startswith("?"):
            query = first
        else:
            out.append(first if len(set(column)) == 1 else re.sub(r"\{(?:mm|dd)\}", "{n}", first))
    return "/".join(out) + (f".{extension}" if extension else "") + query
