"""Which files are archives, by name; light, as every command that takes files asks."""

import os
from collections.abc import Iterable
from pathlib import Path

from newsspider.errors import InputError

SUFFIXES = (".warc.gz", ".warc", ".warc.zst")


def is_archive(path: Path) -> bool:
    """Whether a file's name says WARC."""
    return path.name.lower().endswith(SUFFIXES)


def archive_files(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and, of folders, the WARC files in them and theirs, in order of name; each once.

    Raises InputError for a folder without any, and for one that cannot be listed.
    """
    files: list[Path] = []
    for path in paths:
        if os.path.isdir(path):  # Path.is_dir raises for what it may not look at
            walked = (Path(here, name) for here, _, names in os.walk(path, onerror=_refuse) for name in names)
            found = sorted(file for file in walked if is_archive(file) and os.path.isfile(file))
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
