"""An archive's file opened: the file by itself, or the WARC files in a WACZ."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from newsspider.archive.names import is_archive_name
from newsspider.archive.records import Archive, Record, Skipped
from newsspider.archive.sources import FileSource, Source, Window
from newsspider.archive.unpacking import DEFLATED, Run
from newsspider.errors import InputError

ZIP = b"PK\x03\x04"
LOCAL_HEAD = 30
"""Bytes before the name in a zip file's own head of a part."""
STEP = 1 << 20
WRONG = (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, struct.error)
"""What `zipfile` raises for a zip that is none, or damaged."""


class ArchiveFile:
    """A file that is open, to be closed after use. Raises InputError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = FileSource(path)
        self._parts: list[Archive | Skipped] | None = None

    def parts(self) -> list[Archive | Skipped]:
        """What is read of it, in the file's order; what of a WACZ cannot be read is told.

        A zip whose list of files is damaged is looked through for records as if it were an archive itself.
        """
        if self._parts is None:
            if self.source.read(0, 4) == ZIP:
                self._parts = list(self._zipped())
            else:
                self._parts = [Archive(self.source)]
        return self._parts

    def part(self, name: str) -> Archive | None:
        """The part of a name; empty: the file by itself. None when it has no such part."""
        if not name:
            return Archive(self.source)
        return next((part for part in self.parts() if isinstance(part, Archive) and part.part == name), None)

    def close(self) -> None:
        """Close the file."""
        self.source.close()

    def __enter__(self) -> "ArchiveFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _zipped(self) -> Iterator[Archive | Skipped]:
        try:
            with zipfile.ZipFile(self.path) as file:
                parts = [info for info in file.infolist() if is_part(info.filename)]
        except WRONG as error:
            yield Skipped(reason="damaged", detail=f"its list of files cannot be read ({error})", end=self.source.size)
            yield Archive(self.source)
            return
        for info in parts:
            part = self._part(info)
            if isinstance(part, str):
                yield Skipped(
                    reason="damaged", detail=part, end=self.source.size, position=info.header_offset, part=info.filename
                )
            else:
                if isinstance(part, Run) and part.fault:
                    yield Skipped(reason=part.fault, detail="the zip breaks off in it", end=part.size, part=info.filename)
                    part = Window(part, 0, part.size if part.fault == "cut_off" else part.whole)
                yield Archive(part, info.filename)

    def _part(self, info: zipfile.ZipInfo) -> Source | str:
        """A part's bytes; what is wrong with it when they cannot be had."""
        head = self.source.read(info.header_offset, LOCAL_HEAD)
        start = info.header_offset + LOCAL_HEAD + sum(struct.unpack("<HH", head[26:30])) if len(head) == LOCAL_HEAD else 0
        if not head.startswith(ZIP) or start + info.compress_size > self.source.size:
            return "it does not stand where the zip's list of files says"
        if info.flag_bits & 1:
            return "it is encrypted"
        window = Window(self.source, start, info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            part: Source = window
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            part = Run(window, 0, DEFLATED)
        else:
            return f"it is packed by method {info.compress_type}, which is not read: unpack the zip"
        if not (isinstance(part, Run) and part.fault) and Archive(part).packing_at(0) is None and _checksum(part) != info.CRC:
            return "its checksum is wrong: any of its records may be damaged"
        return part


def is_part(name: str) -> bool:
    """Whether a file in a zip, by its name, is an archive."""
    return is_archive_name(name.rpartition("/")[2]) and not name.endswith("/")


def _checksum(source: Source) -> int:
    """Of bytes that are not packed: nothing else would tell damage in them."""
    value = 0
    for start in range(0, source.size, STEP):
        value = zlib.crc32(source.read(start, STEP), value)
    return value


def holds_records(path: Path) -> bool:
    """Whether a file that is packed with zstd begins with a record, or a zip file holds archives; nothing more is unpacked for it."""
    try:
        with ArchiveFile(path) as file:
            if file.source.read(0, 4) != ZIP:
                return Archive(file.source).begins()
        with zipfile.ZipFile(path) as zipped:
            return any(map(is_part, zipped.namelist()))
    except (InputError, OSError, *WRONG):
        return False  # opening it says what is wrong


def record_at(path: Path, part: str, position: int, inner: int) -> Record | Skipped:
    """The record at a place that an earlier reading named. Raises InputError when the file or its part cannot be opened."""
    try:
        found = path.stat()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    archive, source = _place(path, found.st_size, found.st_mtime_ns, part, position)
    return archive.record_at(source, inner if source is not archive.source else position)


@lru_cache(maxsize=4)
def _opened(path: Path, size: int, changed: int) -> ArchiveFile:
    return ArchiveFile(path)


@lru_cache(maxsize=4)
def _place(path: Path, size: int, changed: int, part: str, position: int) -> tuple[Archive, Source]:
    """What holds the records at a position: a long packed run is gone through once, not once for each of its records."""
    archive = _opened(path, size, changed).part(part)
    if archive is None:
        raise InputError(f"{path}: it has no part {part} any more")
    packing = archive.packing_at(position)
    return archive, archive.run_at(position, packing) if packing else archive.source
