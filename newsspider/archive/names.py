"""Which files are archives, by name; light, as every command that takes files asks."""

from collections.abc import Iterable
from pathlib import Path

from newsspider.errors import InputError

SUFFIXES = (".warc.gz", ".warc", ".warc.zst")


def is_archive(path: Path) -> bool:
    """Whether a file's name says WARC."""
    return path.name.lower().endswith(SUFFIXES)


def archive_files(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and, of folders, the WARC files in them and theirs, in order of name; each once.

    Raises InputError for a folder without any.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if is_archive(file) and file.is_file())
            if not found:
                raise InputError(f"{path}: no WARC file in this folder")
            files += found
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def index_path(archive: Path) -> Path:
    """Where an archive's index stands: `000012-00001.cdxj` beside `000012-00001.warc.gz`."""
    suffix = next((suffix for suffix in SUFFIXES if archive.name.lower().endswith(suffix)), "")
    return archive.with_name(archive.name[: len(archive.name) - len(suffix)] + ".cdxj")
