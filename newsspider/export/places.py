"""Where a file that is to be written stands: behind its links, as a file, or as a pipe or device."""

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

MOST_LINKS = 40
"""As many as the kernel follows; more are a loop."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a path leads to."""

    path: Path
    """Behind all links: what is renamed to this replaces their target, and they stay."""
    is_special: bool = False
    """Whether it is a pipe, a terminal or another device: written through, never renamed over."""
    descriptor: int | None = None
    """The descriptor of this process that it names (`/dev/stdout`, `/dev/fd/3`); None for what is opened by its path."""

    def open(self) -> int:
        """A new descriptor on what is special; a pipe without reader waits for one. Raises OSError."""
        if self.descriptor is not None:
            return os.dup(self.descriptor)  # with its offset: a file that stdout is appended to keeps what it holds
        return os.open(self.path, os.O_WRONLY | os.O_NOCTTY | os.O_CLOEXEC)


def place_of(path: Path) -> Place:
    """Follow the links of a path, whose end need not exist. Raises OSError for a loop of links, a folder, and what cannot be asked."""
    here = path
    for _ in range(MOST_LINKS):
        written, here = here, Path(os.path.realpath(here.parent)) / here.name
        for name in (written, here):
            if (number := _descriptor(name)) is not None:
                return Place(name, True, number)
        if not here.is_symlink():
            return Place(here, _is_special(here))
        here = here.parent / here.readlink()
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def _is_special(path: Path) -> bool:
    """Whether there is a pipe or device. Raises IsADirectoryError for a folder."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return not stat.S_ISREG(mode)


def _descriptor(path: Path) -> int | None:
    """The descriptor of this process that a path names; the system gives it as a link to what may have no path."""
    found = re.fullmatch(rf"(?:/dev/fd|/proc/(?:self|thread-self|{os.getpid()}(?:/task/\d+)?)/fd)/(\d+)", os.fspath(path))
    return int(found[1]) if found else None
