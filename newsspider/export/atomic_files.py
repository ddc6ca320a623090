"""Files that appear whole or not at all: written as NAME.part, synced, renamed; packed with gzip or zstd on request.

Pipes and devices cannot appear whole: they are written through.
"""

import gzip
import hashlib
import io
import os
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self, cast

from newsspider.errors import UsageError
from newsspider.export.places import place_of

Compression = Literal["gzip", "zstd"]

SUFFIXES: dict[Compression | None, str] = {None: "", "gzip": ".gz", "zstd": ".zst"}
"""What a packed file's name ends in."""

GZIP_LEVEL, ZSTD_LEVEL = 6, 3


class WholeFile:
    """A file to write into; it takes its name when the `with` block ends without an error, and is on disk then.

    Args:
        path: the name it takes; what is there is replaced, behind a link its target. A pipe or device is written through.
        compression: how to pack it; None for not at all.

    Raises UsageError when zstd is asked for and not installed, OSError when the file cannot be written.
    """

    def __init__(self, path: Path, compression: Compression | None = None) -> None:
        check_compression(compression)
        self._place = place_of(path)
        self.path = self._place.path
        self.part = None if self._place.is_special else self.path.with_name(self.path.name + ".part")
        """Where it is written until it is whole; None for what is written through."""
        self._discarded = False
        self._raw = open(self._place.open(), "wb") if self.part is None else _new(self.part)  # noqa: SIM115 closed by __exit__
        self._counted = _Counted(self._raw)
        self.stream = packed(cast("BinaryIO", self._counted), compression)
        """Takes the bytes before they are packed."""

    @property
    def bytes(self) -> int:
        """Bytes in the file; final when the block has ended."""
        return self._counted.size

    @property
    def sha256(self) -> str:
        """Of the file's bytes, in hex digits; final when the block has ended."""
        return self._counted.digest.hexdigest()

    def discard(self) -> None:
        """Leave no file behind at the end of the block."""
        self._discarded = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        keep = kind is None and not self._discarded
        try:
            with self._raw:
                self.stream.close()
                if keep and self.part:
                    self._raw.flush()
                    os.fsync(self._raw.fileno())
            if keep and self.part:
                self.part.replace(self.path)
                sync_folder(self.path.parent)
        except OSError:
            if keep:  # else the error that ended the block is the one to be told
                self._remove_part()
                raise
        if not keep and (kind is None or issubclass(kind, Exception)):
            self._remove_part()

    def _remove_part(self) -> None:
        if self.part:
            self.part.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by these bytes; a reader sees the old ones or the new ones, also after a power cut."""
    with WholeFile(path) as file:
        file.stream.write(data)


def _new(path: Path) -> BinaryIO:
    """A file that was not there before: what stands at its name, left by a kill or put there as a link, is not written into."""
    path.unlink(missing_ok=True)
    return path.open("xb")


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_compression(compression: Compression | None) -> None:
    """Raises UsageError when a way of packing is not installed."""
    if compression == "zstd":
        try:
            import zstandard  # noqa: F401 whether it is there
        except ModuleNotFoundError as error:
            raise UsageError("zstd is not installed: pip install 'newsspider[zstd]', or take gzip") from error


def packed(stream: BinaryIO, compression: Compression | None) -> BinaryIO:
    """A stream that packs what is written into another; closing it leaves the other open. The same input gives the same bytes."""
    if compression == "gzip":
        return cast("BinaryIO", gzip.GzipFile("", "wb", GZIP_LEVEL, stream, mtime=0))
    if compression == "zstd":
        import zstandard

        packer = zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True)
        return cast("BinaryIO", packer.stream_writer(stream, closefd=False))
    return cast("BinaryIO", _LeftOpen(stream))


def opened(path: Path, compression: Compression | None) -> BinaryIO:
    """A packed file to read from. Raises OSError, also for one that cannot be unpacked here."""
    if compression == "gzip":
        return cast("BinaryIO", gzip.open(path))
    if compression == "zstd":
        raw = path.open("rb")
        try:
            import zstandard
        except ModuleNotFoundError as error:
            raw.close()
            raise OSError("zstd is not installed") from error
        return cast("BinaryIO", zstandard.ZstdDecompressor().stream_reader(raw, closefd=True))
    return path.open("rb")


class _LeftOpen(io.RawIOBase):
    """Hands bytes on to a stream; closing it leaves the stream open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._stream.write(data)
        return len(data)


class _Counted(_LeftOpen):
    """Counts what it hands on."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.size += len(data)
        return super().write(data)
