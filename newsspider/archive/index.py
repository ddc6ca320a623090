"""The index of WARC files: CDXJ lines by address, read from beside the archive or made from it, looked up by bisection."""

import base64
import json
import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from newsspider.archive.names import archive_files, index_path
from newsspider.archive.reading import NOT_MODIFIED, ArchivedPage, read_archive, read_record
from newsspider.errors import BadUrl, DamagedArchive, InputError
from newsspider.urls import canonical_url, url_id
from newsspider.values import BadJson, load_json

META = b"!meta "
"""Begins the first line of an index of ours: `!` sorts before every address, and other readers of CDXJ skip such lines."""
UNDATED = b"0" * 14
"""Stands where a line has the time of a capture, when that is not known."""
IN_MEMORY = 1 << 20
"""A larger index is mapped, not read: its memory is the system's page cache."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One response in an archive, as its index tells it."""

    path: Path
    position: int
    url: str
    status: int
    fetched_at: str
    """ISO 8601 in UTC, to the second; empty where the archive does not say."""
    mime: str
    """Media type without parameters; `unk` when the answer named none."""
    method: str
    form: bytes
    paired: bool
    """Whether the archive holds the request; without it the answer may be to any method."""

    @property
    def id(self) -> str:
        """Id of the address, whichever way it is written."""
        return url_id(canonical_url(self.url))

    def read(self) -> ArchivedPage:
        """The response. Raises DamagedArchive when it cannot be read, InputError when the archive is not the one that was indexed."""
        page = read_record(self.path, self.position)
        if page.url != self.url:
            raise InputError(f"{self.path}: {page.url} stands where its index has {self.url}; delete the .cdxj file beside it")
        return replace(page, method=self.method, form=self.form)


def url_key(url: str, method: str = "GET", form: bytes = b"") -> bytes:
    """What a request is indexed under: the address with the host turned round, as CDX has it (`cn,com,jxnews)/a.html?b=1`).

    The form of a POST stands behind the address, as pywb and cdxj-indexer put it there. Raises BadUrl for no http(s) URL.
    """
    parts = urlsplit(canonical_url(url))
    host = ",".join(reversed((parts.hostname or "").split(".")))
    key = host + (f":{parts.port}" if parts.port else "") + ")" + parts.path
    queries = [parts.query] if parts.query else []
    if method != "GET":
        queries += [f"__wb_method={method}", _form_query(form)]
    return quote(key + ("?" if queries else "") + "&".join(queries), safe="/?&=%,:;()!*'~@+$-._[]|").lower().encode("ascii")


def _form_query(form: bytes) -> str:
    """A request's body as a query: a form as it is, anything else in Base64."""
    if re.fullmatch(rb"[\w%.+*=&-]*", form, re.ASCII) and b"=" in form:
        return form.decode("ascii")
    return f"__wb_post_data={base64.b64encode(form).decode('ascii')}" if form else ""


def index_line(page: ArchivedPage, name: str, length: int | None = None) -> bytes | None:
    """The CDXJ line of a response; None for an address that is none.

    Args:
        page: the response; its body is not needed.
        name: the archive's file name.
        length: bytes of the record in its file; None when that is not known.
    """
    try:
        key = url_key(page.url, page.method, page.form)
    except BadUrl:
        return None
    mime = (page.content_type or "unk").partition(";")[0].strip().lower() or "unk"
    row: dict[str, Any] = {"url": page.url, "mime": mime, "status": str(page.status)}
    if page.digest:
        row["digest"] = page.digest
    if length is not None:
        row["length"] = str(length)
    row |= {"offset": str(page.position), "filename": name}
    if page.method != "GET":
        row |= {"method": page.method, "requestBody": page.form.decode("latin-1")}
    if not page.paired:
        row["paired"] = False
    stamp = re.sub(r"\D", "", page.fetched_at).encode() or UNDATED
    return b"%s %s %s\n" % (key, stamp, json.dumps(row).encode())


def index_bytes(lines: Iterable[bytes], size: int) -> bytes:
    """A whole index: sorted lines below one that tells how long the archive is that they are of."""
    head = META + json.dumps({"archive_bytes": size}).encode() + b"\n"
    return head + b"".join(sorted(lines))


def scan(path: Path) -> tuple[list[bytes], DamagedArchive | None]:
    """The index lines of an archive, read through once, and what damage ended that; InputError when it is none at all."""
    lines: list[bytes] = []
    try:
        lines.extend(line for page in read_archive(path, bodies=False) if (line := index_line(page, path.name)))
    except DamagedArchive as damage:
        return lines, damage
    return lines, None


class ArchiveIndex:
    """Every response of some WARC files, by address. Holds no bodies; the index files of archives of ours are mapped.

    An archive without an index of its own is read through once; some 250 bytes are kept of each response. `damage` names
    the archives that break off: what came before is in the index.

    Raises InputError for a file that cannot be opened or is no WARC.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = archive_files(paths)
        self.damage: list[str] = []
        self._tables = [(path, self._table(path)) for path in self.paths]

    def __len__(self) -> int:
        """How many responses there are."""
        return self._count

    def captures(self) -> Iterator[Capture]:
        """Every response, archive by archive, in order of address and time."""
        for path, table in self._tables:
            place = 0
            while place < len(table):
                end = _line_end(table, place)
                if table[place : place + len(META)] != META:
                    yield _capture(path, table[place:end])
                place = end

    def captures_of(self, url: str, method: str = "GET", form: bytes = b"") -> list[Capture]:
        """The responses to a request, in whatever form its address is written, oldest first; none for an address that is none."""
        try:
            prefix, wanted = url_key(url, method, form) + b" ", url_id(canonical_url(url))
        except BadUrl:
            return []
        found = []
        for path, table in self._tables:
            place = _first_not_before(table, prefix)
            while table[place : place + len(prefix)] == prefix:
                end = _line_end(table, place)
                capture = _capture(path, table[place:end])
                if (capture.id, capture.method, capture.form) == (wanted, method, form):
                    found.append(capture)  # addresses that differ in case alone share a key
                place = end
        order = {path: number for number, path in enumerate(self.paths)}
        return sorted(found, key=lambda capture: (capture.fetched_at, order[capture.path], capture.position))

    def find(self, url: str, method: str = "GET", form: bytes = b"") -> ArchivedPage | None:
        """The newest response to a request; None when there is none. "Not modified" is no response: the text before it counts.

        Of http and https, or of addresses with and without tracking parameters, the one that was asked for goes first. In an
        archive without request records, an answer is taken by its address alone.
        """
        found = self.captures_of(url, method, form)
        if not found and method != "GET":
            found = [capture for capture in self.captures_of(url) if not capture.paired]
        answers = [capture for capture in found if capture.status != NOT_MODIFIED]
        exact = [capture for capture in answers if capture.url == url.partition("#")[0]]
        return (exact or answers)[-1].read() if answers else None

    @cached_property
    def _count(self) -> int:
        return sum(1 for _ in self.captures())

    def _table(self, path: Path) -> bytes | mmap.mmap:
        beside = index_path(path)
        if beside.is_file() and path.is_file():
            with beside.open("rb") as stream:
                if _is_of(stream.readline(), path):
                    size = beside.stat().st_size
                    return beside.read_bytes() if size < IN_MEMORY else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        lines, damage = scan(path)
        if damage:
            self.damage.append(str(damage))
        return b"".join(sorted(lines))


def open_index(paths: Sequence[Path]) -> ArchiveIndex:
    """The index of these archives; the spiders of one process share it while the files stay as they are. Raises as ArchiveIndex does."""
    return _shared(tuple((path, *_state(path)) for path in archive_files(paths)))


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0  # opening it says what is wrong
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=1)
def _shared(files: tuple[tuple[Path, int, int], ...]) -> ArchiveIndex:
    return ArchiveIndex([path for path, _, _ in files])


def _is_of(head: bytes, path: Path) -> bool:
    """Whether an index's first line says that it is of this archive as it is now."""
    if not head.startswith(META):
        return False
    try:
        told = load_json(head[len(META) :])
    except BadJson:
        return False
    return isinstance(told, dict) and told.get("archive_bytes") == path.stat().st_size


def _capture(path: Path, line: bytes) -> Capture:
    """The capture of an index line. Raises InputError for a line that is none."""
    try:
        _, stamp, data = line.split(b" ", 2)
        row, text = load_json(data), stamp.decode("ascii")
        date = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z" if stamp != UNDATED else ""
        form = row.get("requestBody", "").encode("latin-1")
        method, paired = row.get("method", "GET"), row.get("paired", True)
        return Capture(path, int(row["offset"]), row["url"], int(row["status"]), date, row["mime"], method, form, paired)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise InputError(f"{path}: its index holds a line that is none; delete the .cdxj file beside it") from error


def _line_end(table: bytes | mmap.mmap, place: int) -> int:
    end = table.find(b"\n", place)
    return len(table) if end < 0 else end + 1


def _first_not_before(table: bytes | mmap.mmap, prefix: bytes) -> int:
    """Where the first line that sorts at or behind a prefix begins; the table's length when there is none."""
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", low, middle) + 1 or low
        end = _line_end(table, start)
        if table[start : min(end, start + len(prefix))] < prefix:
            low = end
        else:
            high = start
    return low
