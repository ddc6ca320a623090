"""`--manifest`: what is known of saved files, where each came from and when it was fetched."""

from pathlib import Path
from typing import Any

from newsspider.errors import BadUrl, InputError
from newsspider.outlets import Outlets
from newsspider.saved.join import address_id
from newsspider.urls import check_url
from newsspider.values import BadJson, load_json, printable, valid_text


class Manifest:
    """Rows of a JSON Lines file with `file`, and `url` and `fetched_at` where known.

    A row meets a file by its path relative to the folder given, else by the file name. A name that is not UTF-8 may stand there
    as its bytes, as Python's json writes it (`\\udcd6`), or as `extract` writes it (`\\xd6`).
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._by_path = {row["file"]: row for row in rows}
        self._by_name: dict[str, dict[str, Any] | None] = {}
        for row in rows:
            name = Path(row["file"]).name
            self._by_name[name] = None if name in self._by_name else row  # two files of one name: only the path tells

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read a manifest. Raises InputError naming file and line for a row that is wrong."""
        try:
            lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
        except (OSError, ValueError) as error:
            raise InputError(f"--manifest {path}: {getattr(error, 'strerror', None) or error}") from error
        return cls([cls._row(f"--manifest {path}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()])

    @staticmethod
    def _row(where: str, line: str) -> dict[str, Any]:
        try:
            row = load_json(line, clean=False)
        except BadJson as error:
            raise InputError(f"{where}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("file"), str):
            raise InputError(f'{where}: no "file" in it')
        for key in ("url", "fetched_at"):
            if not isinstance(row.get(key), str | None):
                raise InputError(f'{where}: "{key}" is not a text or null')
        try:
            url = check_url(row["url"]) if row.get("url") else None
        except BadUrl as error:
            raise InputError(f"{where}: {error}") from error
        return row | {"file": valid_text(printable(row["file"])), "url": url}

    def ids(self, outlets: Outlets) -> set[str]:
        """Ids of the URLs of all rows."""
        return {key for row in self._by_path.values() if (key := address_id(row.get("url"), outlets))}

    def row(self, relative: str) -> dict[str, Any]:
        """The row of a file; {} when there is none."""
        return self._by_path.get(relative) or self._by_name.get(Path(relative).name) or {}
