"""HTTP responses as archives keep them: status, headers and body, each transfer and content encoding undone that is still there."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newsspider.archive.heads import text_of
from newsspider.archive.unpacking import GZIP, ZSTD, zstd_module
from newsspider.lazy_pattern import lazy_pattern

MAX_BODY = 64 << 20
"""Bytes; what unpacks to more is no news page."""
MAX_UNPACKED_AGAIN = 3

STATUS_LINE = lazy_pattern(rb"[\r\n]{0,8}(?:HTTP(?:/\d{1,2}(?:\.\d{1,2})?)?|h[23])[ \t]+(\d{3})(?!\d)([^\r\n]*)(?:\r?\n|$)", re.I)
ANY_STATUS_LINE = lazy_pattern(rb"[\r\n]{0,8}HTTP/[^\r\n]*(?:\r?\n|$)", re.I)
HEADER = lazy_pattern(r"([!#$%&'*+.^_`|~\w-]+)[ \t]*:(.*)", re.S)
TRAILER = lazy_pattern(rb"(?:[^\r\n]+\r?\n)*(?:\r?\n)?")
HEAD_END = lazy_pattern(rb"\r?\n\r?\n")
FOLD = lazy_pattern(r"\r?\n[ \t]+")
HEADERS_ALONE = lazy_pattern(
    rb"(?=[^\r\n]{1,200}:)(?:[\w-]{1,60}:[^\r\n]*\r?\n){0,20}(?:date|server|content-(?:type|length|encoding)|transfer-encoding|set-cookie)[ \t]*:",
    re.I,
)
"""Begins a response that lost its status line: headers, one of them well known."""
CHUNK = lazy_pattern(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
TEXTUAL = lazy_pattern(r"(?:text/|application/(?:xhtml|xml|json|rss|atom|javascript|[\w.+-]*\+(?:xml|json)))", re.I)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
NO_CODING = ("", "identity", "none", "utf-8", "binary", "8bit")

DECODED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers that describe the body on the wire; they are dropped once it is decoded."""


class BodyLost(ValueError):
    """A body that cannot be had whole: `reason` is truncated, bad_encoding or oversized."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Message:
    """A response taken apart."""

    status: int | None
    """None when the status line has none; 200 when there is no such line."""
    headers: list[tuple[str, str]]
    """All of them, names as written."""
    body: bytes
    """As it stands in the archive."""

    def values(self, name: str) -> list[str]:
        """What the headers of a name (in lower case) say, parted at commas."""
        return [each.strip() for key, value in self.headers if key.lower() == name for each in value.split(",")]

    @property
    def declared_length(self) -> int | None:
        """What Content-Length says; None when it says nothing, or not one number."""
        said = set(self.values("content-length"))
        text = said.pop() if len(said) == 1 else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    @property
    def codings(self) -> list[str]:
        """What is said to have been done to the body, the last first."""
        said = [each.lower() for name in ("content-encoding", "transfer-encoding") for each in self.values(name)]
        return [each for each in reversed(said) if each not in NO_CODING]


def parse_message(block: bytes) -> Message:
    """A response record's block taken apart. Interim answers (1xx) are passed over; without a head all of it is the body."""
    found = STATUS_LINE.match(block)
    while found and (found[1].startswith(b"1") or b"established" in found[2].lower()):
        end = HEAD_END.search(block, found.end() - 2)
        following = STATUS_LINE.match(block, end.end()) if end else None
        if following is None:
            break
        block = block[following.start() :]
        found = STATUS_LINE.match(block)
    if found:
        return Message(int(found[1]), *_parts(block, found.end()))
    if line := ANY_STATUS_LINE.match(block):
        return Message(None, *_parts(block, line.end()))
    if HEADERS_ALONE.match(block):
        return Message(200, *_parts(block, 0))
    return Message(200, [], block)


def _parts(block: bytes, start: int) -> tuple[list[tuple[str, str]], bytes]:
    """The headers from a place on, and the body."""
    if block[start : start + 1] == b"\n" or block[start : start + 2] == b"\r\n":
        return [], block[start:].removeprefix(b"\r").removeprefix(b"\n")
    end = HEAD_END.search(block, start)
    head, body = (block[start : end.start()], block[end.end() :]) if end else (block[start:], b"")
    lines = FOLD.sub(" ", text_of(head)).split("\n")
    return [(header[1], header[2].strip()) for line in lines if (header := HEADER.match(line))], body


def ends_itself(message: Message) -> bool:
    """Whether the response says by its own length or its last chunk that it ends just where it does."""
    if "chunked" in message.codings[:1]:
        try:
            return _chunks_end(message.body) == len(message.body)
        except BodyLost:
            return False
    return message.declared_length is not None and message.declared_length == len(message.body) > 0


def decoded_body(message: Message) -> bytes:
    """The body without its encodings. One that is said and was undone already is passed over.

    Raises BodyLost for a body that breaks off or is damaged, and for one that unpacks to more than MAX_BODY bytes.
    """
    body, codings = message.body, message.codings
    for coding in codings:
        undo = UNDO.get(coding)
        body = undo(body) if undo else body
    kind = next(iter(message.values("content-type")), "")
    textual = not kind or TEXTUAL.match(kind) is not None
    for _ in range(MAX_UNPACKED_AGAIN):
        if (codings or textual) and body.startswith(GZIP):  # packed twice, or in another way than the headers say
            body = _gunzipped(body)
        elif (codings or textual) and body.startswith(ZSTD):
            body = _zstd_undone(body)
        else:
            break
    if codings and textual and not _is_plain(body):
        raise BodyLost("bad_encoding", f"what is left of {', '.join(codings)} is no text")
    return body


def _is_plain(body: bytes) -> bool:
    """Whether bytes look like a text: packed ones hold control characters."""
    sample = body[:4096]
    return len(sample.translate(None, CONTROLS)) == len(sample) or sample.startswith(UTF16) or len(sample) < 64 or _few(sample)


def _few(sample: bytes) -> bool:
    return len(sample) - len(sample.translate(None, CONTROLS)) < len(sample) // 50


def _chunks_end(body: bytes) -> int:
    """Where the last chunk and its trailer end. Raises BodyLost where that does not come."""
    at = 0
    while line := CHUNK.match(body, at):
        size, at = int(line[1], 16), line.end()
        if size == 0:
            trailer = TRAILER.match(body, at)
            return trailer.end() if trailer else at
        at += size
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1
        else:
            break
    raise BodyLost("truncated", "its last chunk is missing")


def _unchunked(body: bytes) -> bytes:
    if not CHUNK.match(body):
        return body  # undone already
    _chunks_end(body)
    at, parts = 0, []
    while (line := CHUNK.match(body, at)) and (size := int(line[1], 16)):
        at = line.end() + size
        parts.append(body[line.end() : at])
        at += 2 if body[at : at + 1] == b"\r" else 1
    return b"".join(parts)


def _gunzipped(body: bytes) -> bytes:
    return _of_members(body, GZIP, lambda: zlib.decompressobj(wbits=31), zlib.error, "gzip")


def _of_members(body: bytes, magic: bytes, begin: Callable[[], Any], error: type[Exception], name: str) -> bytes:
    """What members one behind the other hold; a body that does not begin with one as it is. Raises BodyLost."""
    if not body.startswith(magic):
        return body
    parts: list[bytes] = []
    size, rest = 0, body
    while rest.startswith(magic):
        member = begin()
        try:
            part = member.decompress(rest, MAX_BODY + 1 - size)
        except error as damaged:
            raise BodyLost("bad_encoding", f"{name}: {damaged}") from damaged
        parts.append(part)
        size += len(part)
        _check_size(size)
        if not member.eof:
            raise BodyLost("truncated", f"its {name} breaks off")
        rest = member.unused_data
    return b"".join(parts)


def _inflated(body: bytes) -> bytes:
    """`deflate` is zlib's form by the standard, bare in some servers."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        state = zlib.decompressobj(wbits)
        try:
            data = state.decompress(body, MAX_BODY + 1)
        except zlib.error:
            continue
        _check_size(len(data))
        if state.eof and (wbits > 0 or not state.unused_data):
            return data
        if not state.eof and not _is_plain(body):
            raise BodyLost("truncated", "its deflate breaks off")
    return body


def _unbrotlied(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped] # at first use: few archives hold it

    state = brotli.Decompressor()
    try:
        data: bytes = state.process(body, output_buffer_limit=MAX_BODY + 1)
    except brotli.error:
        return body
    _check_size(len(data))
    if state.is_finished():
        return data
    if _is_plain(body):
        return body
    raise BodyLost("truncated", "its brotli breaks off")


def _zstd_undone(body: bytes) -> bytes:
    module = zstd_module()
    return body if module is None else _of_members(body, ZSTD, module.ZstdDecompressor, module.ZstdError, "zstd")


def _check_size(size: int) -> None:
    if size > MAX_BODY:
        raise BodyLost("oversized", f"it unpacks to more than {MAX_BODY >> 20} MiB")


UNDO: dict[str, Callable[[bytes], bytes]] = {
    "chunked": _unchunked,
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _zstd_undone,
}
"""What undoes each encoding; bytes that are not in it come back as they are."""
