"""Which files are archives: by name, or by their first bytes; light, as every command that takes files asks."""

import os
import zlib
from collections.abc import Iterable
from pathlib import Path

from newsspider.errors import InputError
from newsspider.lazy_pattern import lazy_pattern

SUFFIXES = (".warc.gz", ".warc.zst", ".warc", ".arc.gz", ".arc", ".wacz")
OPEN = ".open"
"""Behind the name of a file that a crawler still writes, or was killed at."""
HEAD = 4096
FIRST = lazy_pattern(rb"[\r\n]*(?:WARC/\d{1,2}\.\d{1,3}[ \t]*\r?\n|filedesc://)")
"""First bytes of a WARC and of an ARC file."""
GZIP = b"\x1f\x8b"
OTHERS = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18", b"PK\x03\x04")
"""First bytes of zstd frames, of their dictionary, and of a zip file."""


def is_archive_name(name: str) -> bool:
    """Whether a file's name says that it is an archive."""
    return name.lower().removesuffix(OPEN).endswith(SUFFIXES)


def is_archive(path: Path) -> bool:
    """Whether a file is an archive, by its name or, whatever that is, by its first bytes."""
    return is_archive_name(path.name) or _begins_like_one(path)


def _begins_like_one(path: Path) -> bool:
    try:
        if not os.path.isfile(path):  # Path.is_file raises for what it may not look at
            return False
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return False  # opening it says what is wrong
    if head.startswith(OTHERS):
        from newsspider.archive.files import holds_records  # at first use: hardly any file is packed so

        return holds_records(path)
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD)
        except zlib.error:
            return False
    return FIRST.match(head) is not None


def archive_files(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and, of folders, the archives in them and theirs, in order of name; each once.

    Raises InputError for a folder without any, and for one that cannot be listed.
    """
    files: list[Path] = []
    for path in paths:
        if os.path.isdir(path):  # Path.is_dir raises for what it may not look at
            walked = (Path(here, name) for here, _, names in os.walk(path, onerror=_refuse) for name in names)
            found = sorted(file for file in walked if os.path.isfile(file) and is_archive(file))
            if not found:
                raise InputError(f"{path}: no WARC file in this folder")
            files += found
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename}: {error.strerror or error}") from error


def index_path(archive: Path) -> Path:
    """Where an archive's index stands: `000012-00001.cdxj` beside `000012-00001.warc.gz`."""
    suffix = next((suffix for suffix in SUFFIXES if archive.name.lower().endswith(suffix)), "")
    return archive.with_name(archive.name[: len(archive.name) - len(suffix)] + ".cdxj")
