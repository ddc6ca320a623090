"""Reading WARC files: every archived response in order, with what was asked; damage is told, never passed over."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newsspider.days import FIRST_YEAR, LAST_YEAR
from newsspider.errors import DamagedArchive, InputError
from newsspider.values import valid_text

GZIP_MAGIC = b"\x1f\x8b"

DECODED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers that describe the body on the wire; they are dropped, as `ArchivedPage.body` is decoded."""

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One archived response."""

    url: str
    """WARC-Target-URI."""
    status: int
    """HTTP status; 200 for a `resource` record."""
    headers: list[tuple[str, str]]
    """HTTP headers without those of the transfer."""
    body: bytes
    """Body, transfer and content encoding undone."""
    fetched_at: str
    """WARC-Date, ISO 8601 in UTC, to the second; empty where the record has none that can be."""
    position: int
    """Byte position of the record in its file."""
    method: str = "GET"
    """Of the request; GET where the archive holds no request record."""
    form: bytes = b""
    """The request's body."""
    digest: str | None = None
    """WARC-Payload-Digest as written (`sha1:…`); None when the record has none."""
    paired: bool = False
    """Whether the archive holds its request, so that `method` and `form` are known."""

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case; None when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header; None when there is none."""
        return self.header("Content-Type")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request record."""

    ids: frozenset[str]
    """Its own id and those of the records it goes with."""
    method: str
    form: bytes


@dataclass(slots=True)
class _Pairing:
    """Brings responses and their requests together; either may come first (wget writes the request first, warcio the response)."""

    asked: _Asked | None = None
    held: tuple[frozenset[str], ArchivedPage] | None = None

    def take_request(self, asked: _Asked) -> Iterator[ArchivedPage]:
        """The response that waited for this request, or for none."""
        if self.held is None:
            self.asked = asked
        elif self.held[0] & asked.ids:
            page, self.held = self.held[1], None
            yield replace(page, method=asked.method, form=asked.form, paired=True)
        else:
            yield from self.rest()
            self.asked = asked

    def take_response(self, ids: frozenset[str], page: ArchivedPage) -> Iterator[ArchivedPage]:
        """What is known of whole by now, in order."""
        yield from self.rest()
        if self.asked and self.asked.ids & ids:
            yield replace(page, method=self.asked.method, form=self.asked.form, paired=True)
        else:
            self.held = (ids, page)
        self.asked = None

    def rest(self) -> Iterator[ArchivedPage]:
        """A response that no request came for."""
        if self.held:
            page, self.held = self.held[1], None
            yield page


def read_archive(path: Path, *, bodies: bool = True) -> Iterator[ArchivedPage]:
    """Every response and resource record of a WARC file (plain, gzip or zstd), in order.

    Args:
        path: the file.
        bodies: without, `body` is empty: to make an index takes a fifth of the time.

    Raises InputError when the file cannot be opened or is no WARC, DamagedArchive when it breaks off: after the records before the damage.
    """
    read = last = 0
    pairing = _Pairing()
    with _open(path) as stream:
        records = iter(ArchiveIterator(stream, parse_http=False))
        damage: Exception | None = None
        while damage is None:
            try:
                record = next(records, None)
                if record is None:
                    break
                taken = _take(record, pairing, bodies=bodies)
            except (OSError, ValueError, EOFError) as error:
                damage = error
            else:
                read, last = read + 1, record.stream_pos
                yield from taken
        yield from pairing.rest()
        if damage is not None:
            raise _damage(path, read, str(damage)) from damage
        if not _ends_whole(stream, last):
            raise _damage(path, read, "its last gzip member breaks off")
    if read == 0:
        raise InputError(f"{path}: no WARC record in it; is it a WARC file?")


def read_record(path: Path, position: int) -> ArchivedPage:
    """The response at a position that an index gave; its request is not read. Raises DamagedArchive when it cannot be read."""
    with _open(path) as stream:
        stream.seek(position)
        try:
            page = _page(next(iter(ArchiveIterator(stream, parse_http=False))), bodies=True)
        except (OSError, ValueError, EOFError, StopIteration) as error:
            raise _damage(path, 0, str(error)) from error
    if page is None:
        raise _damage(path, 0, "the record holds no response")
    return page


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _take(record: WarcRecord, pairing: _Pairing, *, bodies: bool) -> list[ArchivedPage]:
    """The responses that a record makes whole. Raises EOFError when its block is shorter than it says."""
    if record.record_type == WarcRecordType.request:
        return list(pairing.take_request(_asked(record)))
    page = _page(record, bodies=bodies)
    return list(pairing.take_response(_ids(record), page)) if page else []


def _ids(record: WarcRecord) -> frozenset[str]:
    """A record's own id and those of the records that were written with it."""
    return frozenset({record.record_id or "", *record.headers.get_multiple("WARC-Concurrent-To")} - {""})


def _block(record: WarcRecord) -> bytes:
    if "Content-Length" not in record.headers.keys():  # noqa: SIM118 iterating gives pairs
        raise EOFError("a record's headers break off")
    expected = record.content_length
    block = record.reader.read()
    if len(block) < expected:
        raise EOFError(f"a record of {expected} bytes ends after {len(block)}")
    return block


def _asked(record: WarcRecord) -> _Asked:
    head, _, form = _block(record).partition(b"\r\n\r\n")
    return _Asked(_ids(record), head.split(b" ", 1)[0].decode("latin-1").upper(), form)


def _page(record: WarcRecord, *, bodies: bool) -> ArchivedPage | None:
    """A record's response; None for a record that holds none."""
    block = _block(record)
    url = valid_text(record.headers.get("WARC-Target-URI") or "").strip("<>")
    kind = record.record_type
    if kind not in (WarcRecordType.response, WarcRecordType.resource) or not url.startswith(("http://", "https://")):
        return None
    position, date = record.stream_pos, _date(record)
    digest = record.headers.get("WARC-Payload-Digest")
    if kind == WarcRecordType.resource:
        mime = record.headers.get("Content-Type")
        headers = [("Content-Type", mime)] if mime else []
        return ArchivedPage(url, 200, headers, block if bodies else b"", date, position, digest=digest)
    record.set_bytes_content(block)
    record.is_http = True
    record.parse_http(auto_decode="all" if bodies else "none")
    headers = [(name, value) for name, value in record.http_headers.to_tuples() if name.lower() not in DECODED_HEADERS]
    body = record.reader.read() if bodies else b""
    return ArchivedPage(url, record.http_headers.status_code or 200, headers, body, date, position, digest=digest)


def _date(record: WarcRecord) -> str:
    try:
        found = record.record_date
    except (ValueError, OverflowError):
        return ""
    return found.strftime("%Y-%m-%dT%H:%M:%SZ") if found and FIRST_YEAR <= found.year <= LAST_YEAR else ""


def _ends_whole(stream: BinaryIO, position: int) -> bool:
    """Whether a gzip file ends with a whole member, told from the member at a position on; true for any other file.

    fastwarc 2.0 ends without a word at a member that was cut off.
    """
    stream.seek(0)
    return stream.read(2) != GZIP_MAGIC or whole_until(stream, position)[1] is None


def whole_until(stream: BinaryIO, position: int = 0) -> tuple[int, str | None]:
    """Where the whole gzip members from a position on end, and what follows: None (the end), `torn` or `corrupt`."""
    stream.seek(position)
    end, member = position, zlib.decompressobj(wbits=31)
    data = stream.read(1 << 20)
    if not data:
        return end, None
    while data:
        try:
            member.decompress(data)
        except zlib.error:
            return end, "corrupt"
        if member.eof:
            end = stream.tell() - len(member.unused_data)
            data = member.unused_data or stream.read(1 << 20)
            if not data:
                return end, None
            member = zlib.decompressobj(wbits=31)
        else:
            data = stream.read(1 << 20)
    return end, "torn"


def _damage(path: Path, read: int, what: str) -> InputError:
    if not read and "header" in what.lower():
        return InputError(f"{path}: not a WARC file ({what})")
    return DamagedArchive(f"{path}: damaged after {read} records ({what}); what came before was read, fetch the file again")
