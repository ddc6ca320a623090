"""Heads of WARC and ARC records: where they begin, what they say, and how long the record is."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from newsspider.archive.sources import Source
from newsspider.lazy_pattern import lazy_pattern
from newsspider.values import valid_text

MAX_HEAD = 64 << 10
WARC = b"WARC"
NEAR = 8 << 10
"""Bytes that show whether a record begins: an ARC record's first line holds an address."""
STEP = 1 << 20

WARC_START = lazy_pattern(rb"WARC/\d{1,2}\.\d{1,3}[ \t]*\r?\n(?=[A-Za-z])")
ARC_SCHEME = rb"(?:https?|ftp|dns|whois|filedesc|metadata|news|nntp|mailto|gopher|rtsp|mms|urn|file):"
ARC_START = lazy_pattern(
    rb"("
    + ARC_SCHEME
    + rb"[^\r\n]{0,6000}?) ([0-9a-f.:]{2,45}|-) (\d{8}|\d{12}|\d{14}) ([^\r\n]{0,1000}?) ?(\d{1,19})[ \t]*\r?\n",
    re.I,
)
"""Address, server, time, media type (and in the second version more fields), length."""
AFTER_BLANK_LINE = lazy_pattern(rb"\n\r?\n(?=WARC/)")
LINE_WITH_ADDRESS = lazy_pattern(rb"\n(?=" + ARC_SCHEME + rb")", re.I)
USUAL = {"warc-type", "warc-target-uri", "warc-date", "warc-record-id", "content-length"}
"""A head has most of these fields."""
HEAD_END = lazy_pattern(rb"\r?\n\r?\n")
FIELD = lazy_pattern(rb"([^\s:][^:\r\n]*):([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a record's block."""

    kind: str
    """WARC-Type in lower case; empty when it has none. Of ARC records `response`, or `warcinfo` of a file's first one."""
    fields: dict[str, list[bytes]]
    """The named fields by name in lower case; an ARC record's under the names that WARC has for them."""
    block: int
    """Where its block begins."""
    length: int | None
    """Of the block; None when it says none, or one that cannot be."""
    is_arc: bool = False

    @property
    def url(self) -> str | None:
        """Its address as written, for whoever reads messages; None without one."""
        return text_of(self.fields.get("warc-target-uri", [b""])[0]).strip("<>") or None


def text_of(value: bytes) -> str:
    """A field's value as text: UTF-8, else byte by byte; valid text."""
    try:
        return valid_text(value.decode("utf-8"))
    except UnicodeDecodeError:
        return valid_text(value.decode("latin-1"))


def begins(data: bytes) -> bool:
    """Whether these are the first bytes of a record."""
    return (WARC_START.match(data) or ARC_START.match(data)) is not None


def head_at(source: Source, at: int) -> Head | None:
    """The head of the record that begins at a place; None when none does, or it does not end."""
    data = source.read(at, NEAR)
    if line := WARC_START.match(data):
        end = HEAD_END.search(data, line.end())
        if end is None:
            data = source.read(at, MAX_HEAD)
            end = HEAD_END.search(data, line.end())
        return _warc_head(data[line.end() : end.start()], at + end.end()) if end else None
    if line := ARC_START.match(data):
        return _arc_head(line, at + line.end())
    return None


def _warc_head(data: bytes, block: int) -> Head:
    fields: dict[str, list[bytes]] = {}
    for name, value in FIELD.findall(data):
        fields.setdefault(name.decode("latin-1").strip().lower(), []).append(b" ".join(value.split()))
    lengths = set(fields.get("content-length", []))
    said = lengths.pop() if len(lengths) == 1 else b""
    length = int(said) if said.isdigit() and len(said) < 19 else None
    kind = text_of(fields.get("warc-type", [b""])[0]).lower()
    return Head(kind, fields, block, length)


def _arc_head(line: re.Match[bytes], block: int) -> Head:
    url, _, date, kind, length = line.groups()
    fields = {"warc-target-uri": [url], "warc-date": [date], "content-type": kind.split()[:1]}
    of_file = url.startswith(b"filedesc:")
    return Head("warcinfo" if of_file else "response", fields, block, int(length), is_arc=True)


def next_start(source: Source, start: int, end: int, *, arc: bool = False, after_blank_line: bool = False) -> int:
    """Where the first record begins from a place on and before another; that other when none does.

    Args:
        source: the bytes.
        start: where to begin.
        end: where to stop.
        arc: whether it may be an ARC record.
        after_blank_line: take a WARC record only where a blank line stands before it, as between records.
    """
    at = start
    while at < end:
        first = max(start, at - 4)  # a blank line may stand at the end of the step before
        data = source.read(first, min(STEP + NEAR, end - first))
        places = _warc_places(data, AFTER_BLANK_LINE if after_blank_line else WARC_START) if WARC in data else []
        if arc:
            places = sorted(places + _arc_places(data, first))
        for place in places:
            if at <= first + place < at + STEP and _is_head(source, first + place):
                return first + place
        at += STEP
    return end


def _warc_places(data: bytes, pattern: re.Pattern[bytes]) -> list[int]:
    return [found.end() if pattern is AFTER_BLANK_LINE else found.start() for found in pattern.finditer(data)]


def _arc_places(data: bytes, at: int) -> list[int]:
    places = [0] if at == 0 else []
    places += [found.end() for found in LINE_WITH_ADDRESS.finditer(data)]
    return [place for place in places if ARC_START.match(data, place)]


def _is_head(source: Source, at: int) -> bool:
    """Whether what looks like a record's first line goes on like one."""
    head = head_at(source, at)
    return head is not None and len(head.fields.keys() & USUAL) > 1


def behind_blank(source: Source, at: int) -> int:
    """The first place from one on that holds no line end."""
    while data := source.read(at, NEAR):
        rest = data.lstrip(b"\r\n")
        at += len(data) - len(rest)
        if rest:
            break
    return at


def digest_holds(fields: dict[str, list[bytes]], block: bytes, payload: bytes) -> bool:
    """Whether a record has a digest of its block or its payload, and that is right."""
    return any(
        _is_digest_of(value, data)
        for name, data in (("warc-block-digest", block), ("warc-payload-digest", payload))
        for value in fields.get(name, [])
    )


def _is_digest_of(value: bytes, data: bytes) -> bool:
    name, _, said = text_of(value).partition(":")
    try:
        found = hashlib.new(name.lower().replace("-", ""), data, usedforsecurity=False).digest()
    except (ValueError, TypeError):
        return False
    forms = (base64.b32encode(found), binascii.hexlify(found), base64.b64encode(found), base64.urlsafe_b64encode(found))
    return said.strip().rstrip("=").lower() in {form.decode().rstrip("=").lower() for form in forms}
