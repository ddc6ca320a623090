"""Writing WARC/1.1 files while a crawl runs: each record whole or lost alone, files rotated by size, an index beside each."""

import contextlib
import fcntl
import io
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from newsspider import __version__
from newsspider.archive.cdxj import index_bytes, index_line
from newsspider.archive.index import scan
from newsspider.archive.names import index_path
from newsspider.archive.reading import ArchivedPage
from newsspider.errors import BadUrl, InputError, OutputError
from newsspider.lazy_pattern import lazy_pattern

MAX_BYTES = 1 << 30
"""A file is closed when it is this long: 1 GiB, as crawlers commonly have it."""

LEVEL = 3
"""Of gzip: a page of 60 KB takes half a millisecond; level 9 takes more than twice as long for files that are a twelfth smaller."""

OURS = lazy_pattern(r"\d{6,}-\d{5,}\.warc\.gz")
FRAMING = {b"transfer-encoding", b"content-length"}
"""Headers of the transfer: Scrapy has undone the chunks, so that the length of what is left is written."""

Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response."""

    url: str
    """The address that was asked, without fragment."""
    method: str
    request_headers: Headers
    """As sent, but for those that the connection adds."""
    form: bytes
    """The request's body."""
    status: int
    headers: Headers
    """The response's, as received."""
    body: bytes
    """As received, content encoding kept, chunks undone."""
    fetched_at: str
    """ISO 8601 in UTC."""
    ip: str | None = None
    """Of the server; None when unknown."""
    protocol: str = "HTTP/1.1"
    """As the response's first line names it."""


@dataclass(slots=True)
class _File:
    """The file that is being written. Its lock says that somebody writes it; the lock ends with the process."""

    path: Path
    descriptor: int
    size: int = 0
    lines: list[bytes] = field(default_factory=list)


class ArchiveWriter:
    """Writes `RUN-NNNNN.warc.gz` into a folder. Opens a file at the first record; indexes those that killed runs left.

    A record, its request with it, is one write of whole gzip members: a process that is killed loses at most the last one.

    Args:
        folder: made when it does not exist.
        run: number of the run, the first part of the names.
        max_bytes: a file that is this long is closed and the next one begun.
        about: further lines of each file's warcinfo record.

    Every method raises OutputError when the folder cannot be written.
    """

    def __init__(self, folder: Path, run: int, *, max_bytes: int = MAX_BYTES, about: Sequence[tuple[str, str]] = ()) -> None:
        self.folder = folder
        self.run = run
        self.max_bytes = max_bytes
        self.about = about
        self._file: _File | None = None
        self._number = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.warc.gz")):
                if OURS.fullmatch(path.name) and not index_path(path).exists():
                    finish_killed(path)
        except OSError as error:
            raise self._failed(error) from error

    def write(self, exchange: Exchange) -> None:
        """Write a request and its response."""
        try:
            file = self._file = self._file or self._open()
            request, response, digest = _members(exchange)
            place = file.size + len(request)
            self._append(file, request + response)
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in exchange.headers]
            page = ArchivedPage(
                exchange.url,
                exchange.status,
                headers,
                b"",
                exchange.fetched_at,
                place,
                exchange.method,
                exchange.form,
                digest,
                True,
            )
            with contextlib.suppress(BadUrl):  # what is no address for the index stands in the archive all the same
                file.lines.append(index_line(page, file.path.name, len(response)))
            if file.size >= self.max_bytes:
                self.close()
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Sync the file under way and write its index; the next record begins a new one."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            os.fsync(file.descriptor)
            _write_index(file.path, file.lines, file.size)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            os.close(file.descriptor)

    def _open(self) -> _File:
        """The run's next file, new: what another process or an earlier run wrote is never added to."""
        while True:
            self._number += 1
            path = self.folder / f"{self.run:06d}-{self._number:05d}.warc.gz"
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            except FileExistsError:
                continue
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            file = _File(path, descriptor)
            self._append(file, _warcinfo(path.name, self.run, self.about))
            return file

    @staticmethod
    def _append(file: _File, data: bytes) -> None:
        """Add data to a file; a file that cannot take all of it (disk full) is left as it was."""
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file.descriptor, rest) :]
        except OSError:
            os.ftruncate(file.descriptor, file.size)
            os.lseek(file.descriptor, file.size, os.SEEK_SET)
            raise
        file.size += len(data)

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(
            f"cannot write the archive in {error.filename or self.folder}: {error.strerror or error}; "
            "make room or set another archive.folder in newsspider.toml, and run the same command again"
        )


def finish_killed(path: Path) -> bool:
    """Index a file that a killed run left; half a record at its end is cut off. False when a living process still writes it."""
    with path.open("r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        end, rest = whole_until(stream)
        if rest == "torn":
            stream.truncate(end)
        lines: list[bytes] = []
        with contextlib.suppress(InputError):  # nothing in it can be read
            lines, _ = scan(path)
        _write_index(path, lines, path.stat().st_size)
    return True


def whole_until(stream: BinaryIO) -> tuple[int, str | None]:
    """Where a file's whole gzip members end, and what follows: None (the end), `torn` or `corrupt`."""
    end, member = 0, zlib.decompressobj(wbits=31)
    data = stream.read(1 << 20)
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
    return end, "torn" if end or stream.tell() else None


_shared: dict[tuple[str, int], tuple[ArchiveWriter, int]] = {}
"""The writers of this process, with how many use each."""


def shared_writer(folder: Path, run: int, *, max_bytes: int = MAX_BYTES, about: Sequence[tuple[str, str]] = ()) -> ArchiveWriter:
    """The writer of a run, one for all its spiders; each gives it back at its end. Raises OutputError as ArchiveWriter does."""
    key = (os.path.realpath(folder), run)
    writer, users = _shared.get(key) or (ArchiveWriter(folder, run, max_bytes=max_bytes, about=about), 0)
    _shared[key] = writer, users + 1
    return writer


def give_back(writer: ArchiveWriter) -> None:
    """One user of a shared writer less; after the last its file is closed. Raises OutputError when that fails."""
    key = (os.path.realpath(writer.folder), writer.run)
    _, users = _shared[key]
    if users > 1:
        _shared[key] = writer, users - 1
    else:
        del _shared[key]
        writer.close()


def _write_index(archive: Path, lines: Sequence[bytes], size: int) -> None:
    """The index whole or not at all: where there is one, the archive is finished."""
    path = index_path(archive)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as stream:
        stream.write(index_bytes(lines, size))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def _members(exchange: Exchange) -> tuple[bytes, bytes, str | None]:
    """The request's and the response's record, each a gzip member, and the digest of the response's payload."""
    target = urlsplit(exchange.url)
    asked = [(b"Host", target.netloc.rpartition("@")[2].encode("idna" if not target.netloc.isascii() else "ascii"))]
    asked += [(name, value) for name, value in exchange.request_headers if name.lower() not in (*FRAMING, b"host")]
    if exchange.form:
        asked.append((b"Content-Length", b"%d" % len(exchange.form)))
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    request = _record(WarcRecordType.request, exchange, f"{exchange.method} {path} HTTP/1.1", asked, exchange.form)

    got = [(name, value) for name, value in exchange.headers if name.lower() not in FRAMING]
    if exchange.body or exchange.status not in (204, 304):
        got.append((b"Content-Length", b"%d" % len(exchange.body)))
    protocol = exchange.protocol if exchange.protocol.startswith("HTTP/1.") else "HTTP/1.1"
    line = f"{protocol} {exchange.status} {responses.get(exchange.status, '')}".rstrip()
    response = _record(WarcRecordType.response, exchange, line, got, exchange.body)
    if response.record_id:
        request.headers["WARC-Concurrent-To"] = response.record_id
    if exchange.ip:
        response.headers["WARC-IP-Address"] = exchange.ip
    packed = _packed(response)
    return _packed(request), packed, response.headers.get("WARC-Payload-Digest")


def _record(kind: WarcRecordType, exchange: Exchange, line: str, headers: Headers, body: bytes) -> WarcRecord:
    head = b"".join(b"%s: %s\r\n" % (name, value) for name, value in headers)
    record = WarcRecord()
    record.init_headers(kind)
    record.headers["WARC-Date"] = exchange.fetched_at
    record.headers["WARC-Target-URI"] = exchange.url
    record.set_bytes_content(line.encode("latin-1", "replace") + b"\r\n" + head + b"\r\n" + body)
    record.is_http = True
    record.parse_http()  # so that the payload gets a digest of its own
    return record


def _warcinfo(name: str, run: int, about: Sequence[tuple[str, str]]) -> bytes:
    """The first record of a file."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    record.headers["WARC-Date"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    fields = [
        ("software", f"newsspider/{__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("isPartOf", f"run {run}"),
        *about,
    ]
    record.set_bytes_content("".join(f"{key}: {value}\r\n" for key, value in fields).encode())
    return _packed(record)


def _packed(record: WarcRecord) -> bytes:
    """A record as one gzip member."""
    buffer = io.BytesIO()
    stream = GzipWriter(buffer, LEVEL)
    record.write(stream, checksum_data=True)
    stream.finish()
    return buffer.getvalue()
