"""Which files hold pages: those named, and of folders those whose names say so; and the bytes of one."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsspider.archive.names import is_archive
from newsspider.errors import InputError
from newsspider.values import printable

PAGE_SUFFIXES = {".html", ".htm", ".shtml", ".xhtml", ".txt", ".php", ".asp", ".aspx", ".jsp"}
"""What is read out of a folder; a file that is named on the command line is read whatever its name."""

MAX_BYTES = 64 * 1024 * 1024
"""A page larger than this is not read: no news page is."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file to read pages from."""

    path: Path
    shown: str
    """Its name in rows: as it was named, of one in a folder relative to that; bytes that are no UTF-8 as `\\xd6`."""
    error: InputError | None = None
    """Why it cannot be read, as far as is known without opening it; None when nothing speaks against it."""


def page_files(paths: Iterable[Path]) -> Iterator[PageFile]:
    """The files of each path, in order of name; of a folder those in its folders, too.

    Links to files are followed. Links to folders are not: one that leads out of the folder comes with an error, as do folders
    that cannot be listed, and pipes, sockets and dangling links with the name of a page.
    """
    for path in paths:
        if not os.path.isdir(path):  # Path.is_dir raises for what it may not look at
            yield PageFile(path, printable(path.as_posix()))
            continue
        for file, error in sorted(_walk(path), key=lambda pair: pair[0]):
            shown = file if file == path else file.relative_to(path)
            yield PageFile(file, printable(shown.as_posix()), error)


def read_file(path: Path) -> bytes:
    """The bytes of a page, gzip undone. Raises InputError."""
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES >> 20} MiB; is it a page?")
        if body[:2] != b"\x1f\x8b":
            return body
        with gzip.open(io.BytesIO(body)) as packed:
            body = packed.read(MAX_BYTES + 1)
    except (EOFError, zlib.error) as error:
        raise InputError(f"{path}: truncated or damaged gzip ({error})") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if len(body) > MAX_BYTES:
        raise InputError(f"{path}: unpacks to more than {MAX_BYTES >> 20} MiB; is it a page?")
    return body


def _walk(root: Path) -> Iterator[tuple[Path, InputError | None]]:
    """The files of a folder that may hold pages, and what cannot be read in it, with the reason."""
    folders = [root]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(here) as listed:
                names = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in listed]
        except OSError as error:
            yield here, InputError(f"{here}: {error.strerror or error}")
            continue
        for name, is_folder in names:
            file = here / name
            if is_folder:
                folders.append(file)
            elif os.path.isdir(file):
                if not _is_inside(file, root):
                    yield file, InputError(f"{file}: a link to another folder is not followed; name it on the command line, too")
            elif file.suffix.lower() in PAGE_SUFFIXES or is_archive(file) or file.suffix == ".gz":
                yield file, _unreadable(file)


def _is_inside(link: Path, root: Path) -> bool:
    """Whether a link leads into the folder that is being read: what is there is read where it stands."""
    return Path(os.path.realpath(link)).is_relative_to(os.path.realpath(root))


def _unreadable(file: Path) -> InputError | None:
    try:
        mode = file.stat().st_mode
    except OSError as error:
        return InputError(f"{file}: {error.strerror or error}")
    return None if stat.S_ISREG(mode) else InputError(f"{file}: no regular file, but a pipe, a socket or a device")
