"""The index of archives: CDXJ lines by address, read from beside an archive or made from it, looked up by bisection."""

import mmap
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from newsspider.archive.cdxj import META, Capture, index_line, is_index_of, parse_line, url_key
from newsspider.archive.names import archive_files, index_path
from newsspider.archive.reading import DAMAGE, NOT_MODIFIED, ArchivedPage, read_archive, read_record
from newsspider.archive.records import Skipped
from newsspider.days import seconds_of
from newsspider.errors import BadUrl, DamagedArchive, InputError
from newsspider.urls import canonical_url, url_id
from newsspider.values.query_keys import NO_KEYS, QueryKeys

IN_MEMORY = 1 << 20
"""A larger index is mapped, not read: its memory is the system's page cache."""


def scan(path: Path) -> tuple[list[bytes], list[Skipped]]:
    """The index lines of an archive, read through once, and what of it gives no page. Raises InputError when it is none at all."""
    lines: list[bytes] = []
    skipped: list[Skipped] = []
    for found in read_archive(path, bodies=False):
        if isinstance(found, Skipped):
            skipped.append(found)
        else:
            lines.append(index_line(found, path.name))
    return lines, skipped


class ArchiveIndex:
    """Every page of some archives, by address. Holds no bodies; the index files of archives of ours are mapped.

    An archive without an index of its own is read through once; some 250 bytes are kept of each page. What cannot be read,
    then or when a page is asked for, is counted: see `reasons` and `damage`.

    Raises InputError for a file that cannot be opened or is no archive.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = archive_files(paths)
        self._skipped: dict[tuple[Path, str, int, int, str], str] = {}
        """Reason by place."""
        self._tables = [(path, self._table(path)) for path in self.paths]

    def __len__(self) -> int:
        """How many pages there are."""
        return self._count

    @property
    def reasons(self) -> Counter[str]:
        """How much has given no page so far, by reason: see `newsspider.archive.reading.REASONS`."""
        return Counter(self._skipped.values())

    @property
    def damage(self) -> list[str]:
        """One line for each archive that is not as it was written: where, and how often."""
        places: dict[Path, list[tuple[int, str]]] = {}
        for (path, _, position, _, _), reason in self._skipped.items():
            if reason in DAMAGE:
                places.setdefault(path, []).append((position, reason))
        return [
            f"{path}: damaged in {len(found)} place{'s' if len(found) > 1 else ''}, first at byte {min(found)[0]:,} ({min(found)[1]}); "
            "the other records were read, fetch the file again"
            for path, found in places.items()
        ]

    def captures(self) -> Iterator[Capture]:
        """Every page, archive by archive, in order of address and time."""
        for _, _, capture in self._lines():
            yield capture

    def captures_of(self, url: str, method: str = "GET", form: bytes = b"", keys: QueryKeys = NO_KEYS) -> list[Capture]:
        """The responses to a request, in whatever form its address is written, oldest first; none for an address that is none.

        Args:
            url: the address.
            method: of the request.
            form: what it sent.
            keys: what is known of the site's query keys: two addresses that one of them tells apart are two.
        """
        try:
            key, here = url_key(url, method, form), url_key(url.partition("?")[0].partition("#")[0])
            today = url_id(canonical_url(url, keys))
        except BadUrl:
            return []

        def is_wanted(capture: Capture) -> bool:
            if (capture.method, capture.form) != (method, form):
                return False
            return capture.id(keys) in (today, url_id(canonical_url(url, keys, seconds_of(capture.fetched_at))))

        found = [capture for capture in self._under(key + b" ") if is_wanted(capture)]
        if not found:  # the index is cut by the rules of all sites, and its clocks by the time when it was made
            otherwise = _cut_otherwise(keys)
            some = None if otherwise.search(url.encode() + b" ") else otherwise
            found = [capture for mark in (b" ", b"?") for capture in self._under(here + mark, some) if is_wanted(capture)]
        order = {path: number for number, path in enumerate(self.paths)}
        return sorted(found, key=lambda capture: (capture.fetched_at or "", order[capture.path], capture.position, capture.inner))

    def _under(self, prefix: bytes, holding: re.Pattern[bytes] | None = None) -> Iterator[Capture]:
        """The pages whose lines begin so; with a pattern those alone whose addresses hold it."""
        for path, table in self._tables:
            place = _first_not_before(table, prefix)
            while table[place : place + len(prefix)] == prefix:
                end = _line_end(table, place)
                if holding is None or holding.search(table, place, table.find(b" ", place) + 1):
                    yield parse_line(path, table[place:end])
                place = end

    def find(self, url: str, method: str = "GET", form: bytes = b"", keys: QueryKeys = NO_KEYS) -> ArchivedPage | None:
        """The newest response to a request that can be read; None when there is none. "Not modified" is no response: the text before it counts.

        Of http and https, or of addresses with and without tracking parameters, the one that was asked for goes first. In an
        archive without request records, an answer is taken by its address alone. A page's text by itself (a `conversion`) answers
        only where the page is not there. Arguments as for `captures_of`.
        """
        found = self.captures_of(url, method, form, keys)
        if not found and method != "GET":
            found = [capture for capture in self.captures_of(url, keys=keys) if not capture.paired]
        asked = url.partition("#")[0]
        answers = [capture for capture in found if capture.status != NOT_MODIFIED]
        answers.sort(key=lambda capture: (capture.kind != "conversion", capture.url == asked))  # the order of time stays within
        return next((page for capture in reversed(answers) if (page := self.read(capture))), None)

    def read(self, capture: Capture) -> ArchivedPage | None:
        """The page; None when it cannot be read, which is counted.

        Raises InputError when the archive is not the one that was indexed.
        """
        try:
            page = read_record(capture.path, capture.position, capture.inner, capture.part)
        except DamagedArchive as error:
            self._count_skipped(capture.path, capture.part, capture.position, capture.inner, error.reason)
            return None
        if page.url != capture.url:
            raise InputError(
                f"{capture.path}: {page.url} stands where its index has {capture.url}; delete the .cdxj file beside it"
            )
        page = replace(page, method=capture.method, form=capture.form)
        if page.kind != "revisit":
            return page
        resolved = self.resolve(page)
        if resolved is None:
            self._count_skipped(*capture.place, "no_original")
        return resolved

    def resolve(self, page: ArchivedPage) -> ArchivedPage | None:
        """A revisit with the body of the page that it shows again; None when that is in none of the archives."""
        for original in self._originals(page):
            try:
                shown = read_record(original.path, original.position, original.inner, original.part)
            except DamagedArchive:
                continue
            return replace(page, body=shown.body, headers=page.headers or shown.headers)
        return None

    def _originals(self, page: ArchivedPage) -> Iterator[Capture]:
        """Where the body of a revisit may stand, the likeliest first."""
        url, date = page.refers_to or ("", None)
        if date:
            for capture in self.captures_of(url):
                if (
                    capture.kind in ("response", "resource")
                    and capture.fetched_at == date
                    and _agree(capture.digest, page.digest)
                ):
                    yield capture
        if page.digest and (known := self._by_digest.get(page.digest.lower())):
            number, place = known
            path, table = self._tables[number]
            yield parse_line(path, table[place : _line_end(table, place)])

    @cached_property
    def _by_digest(self) -> dict[str, tuple[int, int]]:
        """Table and place of the first page of each digest; made when the first revisit is asked for."""
        found: dict[str, tuple[int, int]] = {}
        for number, place, capture in self._lines():
            if capture.digest and capture.kind in ("response", "resource"):
                found.setdefault(capture.digest.lower(), (number, place))
        return found

    def _lines(self) -> Iterator[tuple[int, int, Capture]]:
        """Every page, with the number of its table and the place in it."""
        for number, (path, table) in enumerate(self._tables):
            place = 0
            while place < len(table):
                end = _line_end(table, place)
                if table[place : place + len(META)] != META:
                    yield number, place, parse_line(path, table[place:end])
                place = end

    @cached_property
    def _count(self) -> int:
        return sum(1 for _ in self.captures())

    def _table(self, path: Path) -> bytes | mmap.mmap:
        beside = index_path(path)
        if beside.is_file() and path.is_file():
            with beside.open("rb") as stream:
                if is_index_of(stream.readline(), path):
                    size = beside.stat().st_size
                    return beside.read_bytes() if size < IN_MEMORY else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        lines, skipped = scan(path)
        for each in skipped:
            self._count_skipped(path, each.part, each.position, each.inner, each.reason)
        return b"".join(sorted(lines))

    def _count_skipped(self, path: Path, part: str, position: int, inner: int, reason: str) -> None:
        self._skipped[path, part, position, inner, reason] = reason


def open_index(paths: Sequence[Path]) -> ArchiveIndex:
    """The index of these archives; the spiders of one process share it while the files stay as they are. Raises as ArchiveIndex does."""
    return _shared(tuple((path, *_state(path)) for path in archive_files(paths)))


@lru_cache(maxsize=64)
def _cut_otherwise(keys: QueryKeys) -> re.Pattern[bytes]:
    """What an address holds that may be cut from it in one place and not in another: a clock, a key that its site ignores."""
    ignored = "".join(f"|[?&]{re.escape(key)}=" for key in sorted(keys.ignored))
    return re.compile(rf"=[0-9]{{10}}(?:[0-9]{{3}})?[& #]{ignored}".encode(), re.I)


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two digests may be of the same bytes; where one is not known, or of another kind, they may."""
    if not one or not other or one.partition(":")[0].lower() != other.partition(":")[0].lower():
        return True
    return one.lower() == other.lower()


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0  # opening it says what is wrong
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=1)
def _shared(files: tuple[tuple[Path, int, int], ...]) -> ArchiveIndex:
    return ArchiveIndex([path for path, _, _ in files])


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
