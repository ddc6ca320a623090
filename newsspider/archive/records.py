"""The records of an archive one after the other, whatever stands between them: what is none is told, and reading goes on behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from newsspider.archive.heads import NEAR, Head, begins, behind_blank, digest_holds, head_at, next_start, text_of
from newsspider.archive.http import ends_itself, parse_message
from newsspider.archive.sources import Source
from newsspider.archive.unpacking import DICTIONARY, GZIP_MEMBERS, ZSTD, Fault, Packing, Run, peek, zstd_frames, zstd_module
from newsspider.lazy_pattern import lazy_pattern

MAX_RECORD = 64 << 20
"""Bytes; a larger record is not read: no news page is."""
STEP = 1 << 20
COPIED = 64 << 10
"""Twice the bytes over which deflate copies what came before."""
WRONG: dict[Fault, str] = {"cut_off": "breaks off", "damaged": "is damaged", "oversized": "unpacks to gigabytes, 200-fold"}
SKIPPABLE = lazy_pattern(rb"[\x50-\x5f]\x2a\x4d\x18")
"""Begins a zstd frame without data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something in an archive that gives no page although it should, or that is no record."""

    reason: str
    """One word: see `newsspider.archive.reading.REASONS`."""
    detail: str
    """What was seen."""
    url: str | None = None
    """The record's address as written; None when that is not known."""
    end: int
    """Where reading goes on, in what holds the record."""
    position: int = 0
    """Byte position in its file, or in its part of a WACZ; of the packed member where it is packed."""
    inner: int = 0
    """Byte position in what that member unpacks to."""
    part: str = ""
    """Its part of a WACZ; empty in a file by itself."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """A record that is whole."""

    kind: str
    """As of Head."""
    fields: dict[str, list[bytes]]
    """As of Head."""
    source: Source
    block: int
    """Where its block begins in the source."""
    end: int
    """Where its block ends."""
    position: int = 0
    """As of Skipped."""
    inner: int = 0
    part: str = ""

    def first(self, name: str) -> str | None:
        """A field's first value; None when there is none."""
        values = self.fields.get(name)
        return text_of(values[0]) if values else None

    @cached_property
    def data(self) -> bytes:
        """Its block."""
        return self.source.read(self.block, self.end - self.block)


class Archive:
    """The bytes of an archive: a file, or a part of a WACZ. Whether a record is packed, and how, is told from the bytes.

    Args:
        source: the bytes.
        part: the part's name.
    """

    def __init__(self, source: Source, part: str = "") -> None:
        self.source = source
        self.part = part
        self._may_be_arc = True

    def __iter__(self) -> Iterator[Record | Skipped]:
        at = self._behind_gap(0)
        while at < self.source.size:
            if packing := self.packing_at(at):
                run = self.run_at(at, packing)
                yield from self._records_of(run, at)
                at = run.end if run.fault is None else self._behind_damage(run)
            else:
                found = self.record_at(self.source, at)
                yield replace(found, position=at, part=self.part)
                at = found.end
            at = self._behind_gap(at)

    def begins(self) -> bool:
        """Whether it begins with a record."""
        at = self._behind_gap(0)
        return self._is_start(self.source, at)

    def packing_at(self, at: int) -> Packing | None:
        """How what begins at a place is packed; None when it is not. Raises InputError for zstd where that cannot be read."""
        mark = self.source.read(at, 4)
        if mark.startswith(GZIP_MEMBERS.mark):
            return GZIP_MEMBERS
        return self._zstd if mark == ZSTD else None

    def run_at(self, at: int, packing: Packing) -> Run:
        """The packed members from a place on that belong together: behind the first, those that no record begins."""

        def goes_on(behind: int) -> bool:
            if self.source.read(behind, len(packing.mark)) != packing.mark:
                return False
            first, sure = peek(self.source, behind, packing, NEAR)
            return sure and not begins(first)

        return Run(self.source, at, packing, goes_on)

    def record_at(self, source: Source, at: int) -> Record | Skipped:
        """The record that begins at a place of the source or of a run; what is there instead, when none does."""
        head = head_at(source, at)
        if head is None:
            end = self._next(source, at + 1)
            if begins(source.read(at, NEAR)):
                return Skipped(
                    reason="cut_off" if end == source.size else "no_record", detail="a record's head breaks off", end=end
                )
            return Skipped(reason="no_record", detail=f"{end - at:,} bytes that belong to no record", end=end)
        self._may_be_arc &= head.is_arc
        if head.length is None:
            said = b", ".join(head.fields.get("content-length", [b"nothing"]))[:40].decode("latin-1")
            return self._wrong(source, head, f"its Content-Length is {said}")
        end = head.block + head.length
        if end > source.size:
            return self._wrong(
                source, head, f"a record of {head.length:,} bytes ends after {source.size - head.block:,}", "cut_off"
            )
        if not self._ends_there(source, head, end):
            return self._wrong(source, head, f"its {head.length:,} bytes do not lead to the next record")
        if head.length > MAX_RECORD:
            return Skipped(reason="oversized", detail=f"a record of {head.length:,} bytes", url=head.url, end=end)
        return Record(kind=head.kind, fields=head.fields, source=source, block=head.block, end=end)

    def _wrong(self, source: Source, head: Head, detail: str, last: str = "wrong_length") -> Skipped:
        """A record that does not end where it says; `last` is the reason when none follows. What its block holds is looked through."""
        end = self._next(source, head.block)
        return Skipped(reason=last if end == source.size else "wrong_length", detail=detail, url=head.url, end=end)

    def _records_of(self, run: Run, position: int) -> Iterator[Record | Skipped]:
        """The records of a packed run; of one that breaks off or is damaged, those that are certainly right."""
        right = run.size
        if run.fault == "damaged":
            right = max(run.whole, self._located_damage(run))
        elif run.fault:  # of what breaks off, the last record may be the one that does, though it looks whole
            right = max(run.whole, run.size - 1)
        inner = behind_blank(run, 0)
        while inner < run.size:
            found = self.record_at(run, inner)
            end = behind_blank(run, found.end)
            if end > right:
                break
            yield replace(found, position=position, inner=inner, part=self.part)
            inner = end
        if run.fault:
            head = head_at(run, inner) if run.fault != "damaged" else None
            url, detail = head.url if head else None, f"what is packed here {WRONG[run.fault]}"
            place = {"position": position, "inner": inner, "end": run.size}
            yield Skipped(reason=run.fault, detail=detail, url=url, part=self.part, **place)

    def _located_damage(self, run: Run) -> int:
        """How much of a damaged run is right as its records' digests show: all until well before the first that has none that holds.

        A digest does not cover a record's head, and damage in one is copied into others of the same packed member: hence the
        distance, and nothing is right where all digests hold.
        """
        at = behind_blank(run, 0)
        while at < run.size:
            found = self.record_at(run, at)
            if isinstance(found, Skipped) or not digest_holds(found.fields, found.data, parse_message(found.data).body):
                return at - COPIED
            at = behind_blank(run, found.end)
        return 0

    def _ends_there(self, source: Source, head: Head, end: int) -> bool:
        """Whether a record's length is to be believed: the next record stands behind it, or nothing, and none within.

        Where that is not so, a digest that holds decides. With a record within, the response's own end may decide, too (somebody
        archived an archive); with junk behind, the blank line that ends a record, unless the HTTP headers speak of more bytes.
        """
        behind = behind_blank(source, end)
        clean = behind >= source.size or self._is_start(source, behind)
        alone = next_start(source, head.block, end, arc=head.is_arc, after_blank_line=True) >= end
        if clean and alone:
            return True
        if end - head.block > MAX_RECORD:
            return False
        block = source.read(head.block, end - head.block)
        message = parse_message(block)
        if digest_holds(head.fields, block, message.body):
            return True
        if clean:
            return ends_itself(message)
        marked = not head.is_arc and source.read(end, 4) == b"\r\n\r\n"
        return alone and marked and (message.declared_length or 0) <= len(message.body)

    def _is_start(self, source: Source, at: int) -> bool:
        return begins(source.read(at, NEAR)) or (source is self.source and self._is_packed_start(at))

    def _is_packed_start(self, at: int, *, of_record: bool = True) -> bool:
        """Whether a packed member stands at a place, one that begins with a record."""
        packing = self.packing_at(at)
        first, sure = peek(self.source, at, packing, NEAR) if packing else (b"", False)
        return begins(first) or (sure and not of_record)

    def _next(self, source: Source, at: int) -> int:
        """Where the next record begins from a place on; the source's size when none does."""
        plain = next_start(source, at, source.size, arc=self._may_be_arc)
        return self._next_packed(at, plain) if source is self.source else plain

    def _next_packed(self, at: int, end: int, *, of_record: bool = True) -> int:
        """Where the next packed member stands, before an end: one that begins with a record; that end when there is none."""
        marks = (GZIP_MEMBERS.mark, ZSTD) if zstd_module() else (GZIP_MEMBERS.mark,)
        while at < end:
            data = self.source.read(at, STEP + 3)
            found = min((place for mark in marks if 0 <= (place := data.find(mark)) < STEP), default=STEP)
            at += found
            if found < STEP:
                if at < end and self._is_packed_start(at, of_record=of_record):
                    return at
                at += 1
        return end

    def _behind_damage(self, run: Run) -> int:
        """Where to go on behind a run that is damaged or breaks off: at the next member.

        Records that are not packed are looked for only in a file that begins with one: what stands in a damaged member is not to
        be believed, even where it can be read.
        """
        at, end = run.last_member + 1, self.source.size
        if self._begins_plain:
            end = next_start(self.source, at, end, arc=self._may_be_arc)
        return self._next_packed(at, end, of_record=False)

    def _behind_gap(self, at: int) -> int:
        """The first place from one on that holds neither a line end nor a zstd frame without data."""
        while True:
            at = behind_blank(self.source, at)
            head = self.source.read(at, 8)
            if not SKIPPABLE.match(head):
                return at
            at += 8 + int.from_bytes(head[4:], "little")

    @cached_property
    def _begins_plain(self) -> bool:
        return self.packing_at(self._behind_gap(0)) is None

    @cached_property
    def _zstd(self) -> Packing:
        """With the dictionary that stands at the beginning, where one does."""
        head = self.source.read(0, 8)
        size = int.from_bytes(head[4:], "little")
        return zstd_frames(self.source.read(8, size) if head.startswith(DICTIONARY) and size <= MAX_RECORD else None)
