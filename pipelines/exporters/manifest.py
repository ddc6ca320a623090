"""`manifest.jsonl`: which files are finished, and up to which position the articles are in files."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsspider.errors import OutputError
from newsspider.export.atomic_files import sync_folder
from newsspider.values import load_json

MANIFEST = "manifest.jsonl"
OPENING = b'{"file": "articles/'
"""How a line of ours begins."""
LAST_BYTES = 65536
"""Read from the manifest's end to find its last line; a line has some 400 bytes."""


def enter(folder: Path, entry: dict[str, Any]) -> None:
    """Add a line to the folder's manifest; it is on disk when this returns."""
    path = folder / MANIFEST
    new = not path.exists()
    with path.open("ab") as manifest:
        manifest.write(json.dumps(entry).encode() + b"\n")
        manifest.flush()
        os.fsync(manifest.fileno())
    if new:
        sync_folder(folder)


def last_position(folder: Path, store_id: str) -> int:
    """The last position that the manifest enters; 0 when there is no manifest or it is empty.

    A half line (killed while it was written) is cut off: its file is written again. Raises OutputError for another store's
    manifest and for one that is damaged, or none of ours; it stays as it is.
    """
    path = folder / MANIFEST
    try:
        with path.open("r+b") as manifest:
            start = max(0, manifest.seek(0, os.SEEK_END) - LAST_BYTES)
            manifest.seek(start)
            data = manifest.read()
            whole = data.rfind(b"\n") + 1
            lines, half = data[:whole].splitlines(), data[whole:]
            position = _position(path, lines[-1], store_id) if lines else 0
            if half:
                if not half.startswith(OPENING[: len(half)]) or (start and not lines):
                    raise _damaged(path)
                manifest.truncate(start + whole)
                os.fsync(manifest.fileno())
    except FileNotFoundError:
        return 0
    return position


def _position(path: Path, line: bytes, store_id: str) -> int:
    """The last position of a manifest's line. Raises OutputError for a line that is none of this store's."""
    try:
        entry = load_json(line)
        owner, position = entry["store"], entry["last_position"]
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    if owner != store_id:
        raise OutputError(f"{path} belongs to another database; give --database that one, or another --output folder")
    if type(position) is not int or position < 0:
        raise _damaged(path)
    return position


def _damaged(path: Path) -> OutputError:
    return OutputError(f"{path}: its last line is damaged; mend or remove it, or take another --output folder")


def manifest_entries(folder: Path) -> Iterable[dict[str, Any]]:
    """The entries of a folder's manifest, in order; none when there is no manifest."""
    path = folder / MANIFEST
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield load_json(line)
