"""What is packed in a file, read as if it were not: runs of gzip members or zstd frames, deflated parts of a zip."""

import importlib
import zlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Literal, Protocol

from newsspider.archive.sources import Source
from newsspider.errors import InputError

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""Begins a WARC file whose zstd frames share a dictionary, which stands in this frame."""
DICTIONARY_CONTENT = b"\x37\xa4\x30\xec"
"""Begins a dictionary that was trained; any other bytes are taken as they are."""
NO_ZSTD = "packed with zstd, which this Python has not: pip install backports.zstd"

CHUNK = 16 << 10
"""Packed bytes that are fed at once."""
PIECE = 1 << 20
"""Unpacked bytes that are taken at once, however few are fed."""
PAGE = 8 << 20
"""Unpacked bytes between two places from which unpacking can begin anew."""
HELD = 2
"""Pages that are held of one run."""
BOMB = 1 << 30
BOMB_RATIO = 200
"""What unpacks to more than a gigabyte and 200-fold is not unpacked further."""

Fault = Literal["cut_off", "damaged", "oversized"]


class Packed(Protocol):
    """A decompressor as `compression.zstd` has it."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next unpacked bytes."""
        ...

    @property
    def eof(self) -> bool:
        """Whether the member is at its end, its checksum compared."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing is left of what was fed."""

    @property
    def unused_data(self) -> bytes:
        """What was fed and stands behind the member."""


class Inflater:
    """zlib's decompressor in that form; `copy` gives another that goes on from the same place."""

    def __init__(self, state: Any) -> None:
        self._state = state

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next unpacked bytes. Raises zlib.error."""
        return self._state.decompress(self._state.unconsumed_tail + data, max_length)  # type: ignore[no-any-return]

    @property
    def eof(self) -> bool:
        """As of Packed."""
        return bool(self._state.eof)

    @property
    def needs_input(self) -> bool:
        """As of Packed."""
        return not self._state.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """As of Packed."""
        return self._state.unused_data  # type: ignore[no-any-return]

    def copy(self) -> "Inflater":
        """Another one at the same place."""
        return Inflater(self._state.copy())


class Packing:
    """One way of packing: makes decompressors, and knows the errors that they raise."""

    def __init__(self, make: Callable[[], Packed], errors: type[Exception], mark: bytes = b"") -> None:
        self.make = make
        self.errors = errors
        self.mark = mark
        """The first bytes of a member; b"" when it has none of its own."""


GZIP_MEMBERS = Packing(lambda: Inflater(zlib.decompressobj(wbits=31)), zlib.error, GZIP)
DEFLATED = Packing(lambda: Inflater(zlib.decompressobj(wbits=-15)), zlib.error)
"""A part of a zip file."""


def zstd_frames(dictionary: bytes | None = None) -> Packing:
    """zstd frames that share a dictionary. Raises InputError where Python has no zstd, and for a dictionary that is none."""
    module = zstd_module()
    if module is None:
        raise InputError(NO_ZSTD)
    known = None
    if dictionary:
        try:
            content = module.decompress(dictionary) if dictionary.startswith(ZSTD) else dictionary
            known = module.ZstdDict(content, is_raw=not content.startswith(DICTIONARY_CONTENT))
        except (module.ZstdError, ValueError) as error:
            raise InputError(f"its zstd dictionary cannot be read ({error})") from error
    return Packing(lambda: module.ZstdDecompressor(zstd_dict=known), module.ZstdError, ZSTD)


def zstd_module() -> Any:
    """Python's own zstd, or its backport, which Scrapy brings; None when there is neither."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


def peek(source: Source, at: int, packing: Packing, length: int) -> tuple[bytes, bool]:
    """The first unpacked bytes of the member at a place, and whether they are so many because it is no longer, or as many as asked for.

    No bytes and False for a member that is damaged from the start.
    """
    cursor, data = _Cursor(source, packing, at), b""
    try:
        while len(data) < length:
            data += cursor.next_piece(length)
            if cursor.state is None:
                break
    except EOFError:
        return data, False
    except packing.errors:
        return b"", False
    return data[:length], True


class _Cursor:
    """Unpacks a source from a place on, member by member."""

    def __init__(self, source: Source, packing: Packing, at: int, state: Packed | None = None) -> None:
        self.at = at
        """Where the next packed byte stands."""
        self.member = at
        """Where the member under way begins."""
        self.state = state
        self._source, self._packing = source, packing

    def next_piece(self, length: int = PIECE) -> bytes:
        """The next unpacked bytes, perhaps none; the state is None behind a member's end. Raises EOFError, and the packing's errors."""
        if self.state is None:
            self.member, self.state = self.at, self._packing.make()
        data = b""
        if self.state.needs_input:
            data = self._source.read(self.at, CHUNK)
            if not data:
                raise EOFError
            self.at += len(data)
        piece = self.state.decompress(data, length)
        if self.state.eof:
            self.at -= len(self.state.unused_data)
            self.state = None
        return piece


class Run:
    """The unpacked bytes of one packed member and of those behind it that go on with it: a source of its own.

    It is unpacked once when it is made, to know its size and whether it is whole; what does not fit into two pages is
    unpacked again where it is read.

    Args:
        source: what holds it.
        start: where its first member begins.
        packing: how it is packed.
        goes_on: tells of a place behind a member whether what stands there belongs to the run.
    """

    def __init__(self, source: Source, start: int, packing: Packing, goes_on: Callable[[int], bool] = lambda at: False) -> None:
        self.size = 0
        self.fault: Fault | None = None
        """What ended it, unless its end did."""
        self.whole = 0
        """How many of its bytes are of members that are whole, their checksums right. A damaged member may be wrong anywhere: most
        damage shows only in the checksum at its end."""
        self._source, self._packing = source, packing
        self._pages: OrderedDict[int, bytes] = OrderedDict()
        self._marks: list[tuple[int, int, Packed | None]] = []
        """For each page: its first byte's place here and in the source, and the decompressor there, where it can be copied."""
        self._ahead: tuple[int, _Cursor] | None = None
        """The page that a cursor has come to, for decompressors that cannot be copied."""
        self._survey(start, goes_on)

    def read(self, start: int, length: int) -> bytes:
        """The bytes from a place on; fewer at the end."""
        end = min(start + length, self.size)
        if start >= end:
            return b""
        number = self._page_of(start)
        parts = []
        while start < end:
            page, first = self._page(number), self._marks[number][0]
            parts.append(page[start - first : end - first])
            start, number = first + len(page), number + 1
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _survey(self, start: int, goes_on: Callable[[int], bool]) -> None:
        cursor = _Cursor(self._source, self._packing, start)
        pieces: list[bytes] = []
        self._mark(cursor)
        while True:
            try:
                piece = cursor.next_piece()
            except EOFError:
                self.fault = "cut_off"
                break
            except self._packing.errors:
                self.fault = "damaged"
                break
            pieces.append(piece)
            self.size += len(piece)
            ended = cursor.state is None
            if ended:
                self.whole = self.size
                if not goes_on(cursor.at):
                    break
            if self.size > BOMB and self.size > BOMB_RATIO * (cursor.at - start):
                self.fault = "oversized"
                break
            if self.size - self._marks[-1][0] >= PAGE:
                self._hold(len(self._marks) - 1, b"".join(pieces))
                pieces = []
                self._mark(cursor)
        self._hold(len(self._marks) - 1, b"".join(pieces))
        self.end = cursor.at
        """Where the run ends in its source; behind the damage, where there is any."""
        self.last_member = cursor.member
        """Where its last member begins."""

    def _mark(self, cursor: _Cursor) -> None:
        state = cursor.state.copy() if isinstance(cursor.state, Inflater) else None
        resumable = state is not None or cursor.state is None
        self._marks.append((self.size, cursor.at if resumable else -1, state))

    def _hold(self, number: int, page: bytes) -> None:
        self._pages[number] = page
        if len(self._pages) > HELD:
            self._pages.popitem(last=False)

    def _page_of(self, place: int) -> int:
        low, high = 0, len(self._marks) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._marks[middle][0] <= place else (low, middle - 1)
        return low

    def _page(self, number: int) -> bytes:
        if number not in self._pages:
            self._hold(number, self._unpacked(number))
        self._pages.move_to_end(number)
        return self._pages[number]

    def _unpacked(self, number: int) -> bytes:
        """A page, unpacked again from the nearest place before it from which that can begin."""
        if self._ahead and self._ahead[0] == number and self._marks[number][1] < 0:
            at, cursor = self._ahead
        else:
            at = next(each for each in range(number, -1, -1) if self._marks[each][1] >= 0)
            _, packed, state = self._marks[at]
            cursor = _Cursor(self._source, self._packing, packed, state.copy() if isinstance(state, Inflater) else None)
        page = b""
        for each in range(at, number + 1):
            end = self._marks[each + 1][0] if each + 1 < len(self._marks) else self.size
            wanted, pieces = end - self._marks[each][0], []
            while wanted > 0:
                pieces.append(cursor.next_piece())
                wanted -= len(pieces[-1])
            page = b"".join(pieces)
        self._ahead = number + 1, cursor
        return page
