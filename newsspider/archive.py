"""Reading WARC archives: every archived response in order, or the one of a URL; damage is told, never passed over."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newsspider.errors import BadUrl, DamagedArchive, InputError
from newsspider.urls import canonical_url, url_id

GZIP_MAGIC = b"\x1f\x8b"

DECODED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers that describe the body on the wire; they are dropped, as `ArchivedPage.body` is decoded."""


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
    """WARC-Date, ISO 8601 in UTC."""
    position: int
    """Byte position of the record in its file."""

    @property
    def content_type(self) -> str | None:
        """The Content-Type header; None when there is none."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


def read_archive(path: Path) -> Iterator[ArchivedPage]:
    """Every response and resource record of a WARC file (plain, gzip or zstd), in order.

    Raises InputError when the file cannot be opened or is no WARC, DamagedArchive when it breaks off: after the records before the damage.
    """
    read = last = 0
    with _open(path) as stream:
        records = _records(stream)
        while True:
            try:
                record = next(records, None)
                if record is None:
                    break
                page = _page(record)
            except (OSError, ValueError, EOFError) as error:
                raise _damage(path, read, str(error)) from error
            read, last = read + 1, record.stream_pos
            if page is not None:
                yield page
        if not _ends_whole(stream, last):
            raise _damage(path, read, "its last gzip member breaks off")
    if read == 0:
        raise InputError(f"{path}: no WARC record in it; is it a WARC file?")


def read_record(path: Path, position: int) -> ArchivedPage:
    """The record at a position that `index_archive` gave. Raises DamagedArchive when it cannot be read."""
    with _open(path) as stream:
        stream.seek(position)
        try:
            page = _page(next(_records(stream)))
        except (OSError, ValueError, EOFError, StopIteration) as error:
            raise _damage(path, 0, str(error)) from error
    if page is None:
        raise _damage(path, 0, "the record holds no response")
    return page


class ArchiveIndex:
    """Where each URL's response stands in some WARC files; the last one of a URL counts. Holds no bodies."""

    def __init__(self, paths: list[Path]) -> None:
        """Read the files through once. Raises InputError or DamagedArchive for a file that cannot be read whole."""
        self._places: dict[str, tuple[Path, int]] = {}
        for path in paths:
            for page in read_archive(path):
                try:
                    self._places[url_id(canonical_url(page.url))] = (path, page.position)
                except BadUrl:
                    continue  # dns: and other records that are no pages

    def __len__(self) -> int:
        return len(self._places)

    def find(self, url: str) -> ArchivedPage | None:
        """The archived response of a URL, in whatever form it is written; None when there is none."""
        place = self._places.get(url_id(canonical_url(url)))
        return read_record(*place) if place else None


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _records(stream: BinaryIO) -> Iterator[WarcRecord]:
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.warcinfo
    return iter(ArchiveIterator(stream, record_types=kinds, parse_http=False))


def _ends_whole(stream: BinaryIO, position: int) -> bool:
    """Whether a gzip file ends with a whole member, told from the member at a position on; true for any other file.

    fastwarc 2.0 ends without a word at a member that was cut off.
    """
    stream.seek(0)
    if stream.read(2) != GZIP_MAGIC:
        return True
    stream.seek(position)
    member = zlib.decompressobj(wbits=31)
    data = stream.read(1 << 20)
    while data:
        try:
            member.decompress(data)
        except zlib.error:
            return False
        data = member.unused_data or stream.read(1 << 20)
        if member.eof and data:
            member = zlib.decompressobj(wbits=31)
    return member.eof


def _page(record: WarcRecord) -> ArchivedPage | None:
    """A record's response; None for a record that holds none. Raises EOFError when its block is shorter than it says."""
    if "Content-Length" not in record.headers.keys() or record.record_date is None:  # noqa: SIM118 iterating gives pairs
        raise EOFError("a record's headers break off")
    expected = record.content_length
    block = record.reader.read()
    if len(block) < expected:
        raise EOFError(f"a record of {expected} bytes ends after {len(block)}")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    if record.record_type == WarcRecordType.warcinfo or not url.startswith(("http://", "https://")):
        return None
    position, date = record.stream_pos, record.record_date.strftime("%Y-%m-%dT%H:%M:%SZ")
    if record.record_type == WarcRecordType.resource:
        kind = record.headers.get("Content-Type")
        return ArchivedPage(url, 200, [("Content-Type", kind)] if kind else [], block, date, position)
    record.set_bytes_content(block)
    record.is_http = True
    record.parse_http(auto_decode="all")
    headers = [(name, value) for name, value in record.http_headers.to_tuples() if name.lower() not in DECODED_HEADERS]
    return ArchivedPage(url, record.http_headers.status_code or 200, headers, record.reader.read(), date, position)


def _damage(path: Path, read: int, what: str) -> InputError:
    if not read and "header" in what.lower():
        return InputError(f"{path}: not a WARC file ({what})")
    return DamagedArchive(f"{path}: damaged after {read} records ({what}); what came before was read, fetch the file again")
