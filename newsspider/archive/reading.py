"""Reading archives (WARC, ARC, WACZ): every archived page in order, with what was asked; what is not read is told, never passed over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from newsspider.archive.files import ArchiveFile, record_at
from newsspider.archive.http import DECODED_HEADERS, BodyLost, decoded_body, parse_message
from newsspider.archive.records import Record, Skipped
from newsspider.days import FIRST_YEAR, LAST_YEAR
from newsspider.errors import DamagedArchive, InputError
from newsspider.lazy_pattern import lazy_pattern
from newsspider.urls import as_url
from newsspider.values import valid_text

NOT_MODIFIED = 304
MAX_URL = 4096
"""Longer addresses are inline data or an attack; no server takes them."""

REASONS = {
    "cut_off": "the file ends in the middle of it",
    "damaged": "what it is packed in is damaged",
    "wrong_length": "it does not end where its Content-Length says",
    "no_record": "bytes that belong to no record",
    "truncated": "whoever archived it says that it is not whole, or its chunks or its packing break off",
    "bad_encoding": "its content encoding cannot be undone",
    "bad_response": "its status line has no status",
    "oversized": "it is larger than 64 MiB, or unpacks to more",
    "no_address": "it has no address, or one that is no http(s) URL",
    "no_original": "a revisit of a page that is in none of the archives",
    "segmented": "a piece of a record that goes on elsewhere",
    "unknown_type": "its WARC-Type is none that WARC has",
}
"""Why something in an archive gives no page."""
DAMAGE = ("cut_off", "damaged", "wrong_length", "no_record")
"""Of these, the ones that say that the file is not as it was written."""

Kind = Literal["response", "resource", "conversion", "revisit"]
PAGES: tuple[Kind, ...] = ("response", "resource", "conversion", "revisit")
WITHOUT_PAGE = ("warcinfo", "request", "metadata")
NOT_THE_WEB = ("dns", "whois", "ftp", "ftps", "urn", "metadata", "filedesc", "warcinfo")
"""Schemes of what crawlers archive beside pages."""
NOT_UTF8 = lazy_pattern(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One archived page."""

    url: str
    """WARC-Target-URI."""
    status: int
    """HTTP status; 200 for `resource` and `conversion` records."""
    headers: list[tuple[str, str]]
    """HTTP headers without those of the transfer."""
    body: bytes
    """Body, transfer and content encoding undone; empty for a `revisit`."""
    fetched_at: str | None
    """WARC-Date, ISO 8601 in UTC, to the second; None when there is none that can be read."""
    position: int
    """Byte position in its file, or in its part of a WACZ; of the packed member where it is packed."""
    method: str = "GET"
    """Of the request; GET where the archive holds no request record."""
    form: bytes = b""
    """The request's body."""
    digest: str | None = None
    """WARC-Payload-Digest as written (`sha1:…`); None when the record has none."""
    paired: bool = False
    """Whether the archive holds its request, so that `method` and `form` are known."""
    inner: int = 0
    """Byte position in what the packed member unpacks to; 0 where each record is packed by itself."""
    part: str = ""
    """Its part of a WACZ; empty in a file by itself."""
    kind: Kind = "response"
    """response; resource: a file that was not fetched by HTTP; conversion: the text of a page; revisit: what it shows is another
    record's, see `newsspider.archive.index.ArchiveIndex.resolve`."""
    refers_to: tuple[str, str | None] | None = None
    """Of a revisit, address and time of the page that it shows again; None when it names none."""

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case; None when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header; None when there is none."""
        return self.header("Content-Type")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request record."""

    ids: frozenset[str]
    """Its own id and those of the records it goes with."""
    method: str
    form: bytes


@dataclass(slots=True)
class _Pairing:
    """Brings responses and their requests together; either may come first (wget writes the request first, warcio the response)."""

    asked: _Asked | None = None
    held: tuple[frozenset[str], ArchivedPage] | None = None

    def take_request(self, asked: _Asked) -> Iterator[ArchivedPage]:
        """The response that waited for this request, or for none."""
        if self.held is None:
            self.asked = asked
        elif self.held[0] & asked.ids:
            page, self.held = self.held[1], None
            yield replace(page, method=asked.method, form=asked.form, paired=True)
        else:
            yield from self.rest()
            self.asked = asked

    def take_response(self, ids: frozenset[str], page: ArchivedPage) -> Iterator[ArchivedPage]:
        """What is known of whole by now, in order."""
        yield from self.rest()
        if self.asked and self.asked.ids & ids:
            yield replace(page, method=self.asked.method, form=self.asked.form, paired=True)
        else:
            self.held = (ids, page)
        self.asked = None

    def rest(self) -> Iterator[ArchivedPage]:
        """A response that no request came for."""
        if self.held:
            page, self.held = self.held[1], None
            yield page


def read_archive(path: Path, *, bodies: bool = True) -> Iterator[ArchivedPage | Skipped]:
    """Every archived page of a WARC, ARC or WACZ file, plain or packed, in order; and whatever should have given one and does not.

    One odd record never costs the others: reading goes on behind it. Records that hold no page (requests, metadata, what is
    not of the web) are passed over.

    Args:
        path: the file; its name does not count.
        bodies: without, `body` is empty and not looked at: so an index is made.

    Raises InputError when the file cannot be opened, or no record is in it.
    """
    first: list[Skipped] | None = []
    """What is told once a record shows that it is an archive at all."""
    with ArchiveFile(path) as file:
        for part in file.parts():
            pairing = _Pairing()
            try:
                for record in [part] if isinstance(part, Skipped) else part:
                    if first is not None:
                        if isinstance(record, Skipped):
                            first.append(record)
                            continue
                        yield from first
                        first = None
                    yield from _taken(record, pairing, bodies=bodies)
            except InputError as error:
                raise error if str(path) in str(error) else InputError(f"{path}: {error}") from error
            yield from pairing.rest()
    if first is not None:
        why = f" ({first[0].detail})" if first else ""
        raise InputError(f"{path}: no WARC record in it that can be read{why}; is it a WARC file?")


def read_record(path: Path, position: int, inner: int = 0, part: str = "") -> ArchivedPage:
    """The page at a place that an index gave; its request is not read.

    Raises DamagedArchive, with the reason, when it cannot be read.
    """
    record = record_at(path, part, position, inner)
    page = _page(record, bodies=True) if isinstance(record, Record) else record
    if isinstance(page, ArchivedPage):
        return replace(page, position=position, inner=inner, part=part)
    reason, detail = (page.reason, page.detail) if page else ("no_record", "the record holds no page")
    raise DamagedArchive(f"{path}: the record at byte {position:,} cannot be read: {detail}", reason)


def _taken(record: Record | Skipped, pairing: _Pairing, *, bodies: bool) -> Iterator[ArchivedPage | Skipped]:
    """What a record makes whole."""
    if isinstance(record, Record) and record.kind == "request":
        yield from pairing.take_request(_asked(record))
        return
    page = record if isinstance(record, Skipped) else _page(record, bodies=bodies)
    if isinstance(page, Skipped):
        yield from pairing.rest()
        yield page
    elif page and isinstance(record, Record):
        yield from pairing.take_response(_ids(record), page)


def _ids(record: Record) -> frozenset[str]:
    """A record's own id and those of the records that were written with it."""
    values = [*record.fields.get("warc-record-id", []), *record.fields.get("warc-concurrent-to", [])]
    return frozenset(value.decode("latin-1") for value in values if value)


def _asked(record: Record) -> _Asked:
    head, _, form = record.data.partition(b"\r\n\r\n")
    return _Asked(_ids(record), head.split(b" ", 1)[0].decode("latin-1").upper(), form)


def _page(record: Record, *, bodies: bool) -> ArchivedPage | Skipped | None:
    """A record's page; why it has none; None for a record that is to have none."""

    def skipped(reason: str, detail: str) -> Skipped:
        return Skipped(reason=reason, detail=detail, url=record.first("warc-target-uri"), end=record.end, **place)

    place: dict[str, Any] = {"position": record.position, "inner": record.inner, "part": record.part}

    kind = next((each for each in PAGES if each == record.kind), None)
    if kind is None:
        if record.kind in WITHOUT_PAGE:
            return None
        if record.kind == "continuation":
            return skipped("segmented", "the record before it goes on here")
        return skipped("unknown_type", f"its WARC-Type is {record.kind or 'not given'}")
    url = page_address(record.fields.get("warc-target-uri", []))
    if url is None:
        said = record.first("warc-target-uri")
        if said and said.strip("<>").partition(":")[0].lower() in NOT_THE_WEB:
            return None
        return skipped("no_address", f"{said[:200]!r} is no http(s) address" if said else "it names no address")
    if why := record.first("warc-truncated"):
        return skipped("truncated", f"WARC-Truncated: {why}")
    if record.first("warc-segment-number"):
        return skipped("segmented", "it goes on in another record")
    date, digest = iso_time(record.first("warc-date")), record.first("warc-payload-digest")
    if kind in ("resource", "conversion"):
        mime = record.first("content-type") or ("text/plain" if kind == "conversion" else None)
        headers = [("Content-Type", mime)] if mime else []
        return ArchivedPage(url, 200, headers, record.data if bodies else b"", date, digest=digest, kind=kind, **place)
    message = parse_message(record.data)
    headers = [(name, value) for name, value in message.headers if name.lower() not in DECODED_HEADERS]
    if kind == "revisit":
        if "server-not-modified" in (record.first("warc-profile") or ""):
            return ArchivedPage(url, NOT_MODIFIED, headers, b"", date, digest=digest, **place)
        original = page_address(record.fields.get("warc-refers-to-target-uri", []))
        refers_to = (original, iso_time(record.first("warc-refers-to-date"))) if original else None
        status = message.status or 200
        return ArchivedPage(url, status, headers, b"", date, digest=digest, kind=kind, refers_to=refers_to, **place)
    if message.status is None:
        return skipped("bad_response", f"it begins with {record.data[:60]!r}")
    if not message.headers and (mime := record.first("content-type")) and not mime.startswith("application/http"):
        headers = [("Content-Type", mime)]
    try:
        body = decoded_body(message) if bodies else b""
    except BodyLost as error:
        return skipped(error.reason, str(error))
    return ArchivedPage(url, message.status, headers, body, date, digest=digest, **place)


def page_address(values: list[bytes]) -> str | None:
    """The http(s) address that a field's values name; None for none, for several, and for what is no address.

    `<…>` around it, which old wget writes, is left out; blanks in it are %20, bytes that are not UTF-8 are percent-encoded as
    they are.
    """
    said = set(values)
    if len(said) != 1:
        return None
    value = said.pop().strip()
    if value.startswith(b"<") and value.endswith(b">"):
        value = value[1:-1].strip()
    try:
        url = value.decode("utf-8")
    except UnicodeDecodeError:
        url = NOT_UTF8.sub(lambda byte: b"%%%02X" % byte[0][0], value).decode("ascii")
    url = url.replace(" ", "%20")
    return as_url(valid_text(url)) if len(url) <= MAX_URL and url.isprintable() else None


def iso_time(text: str | None) -> str | None:
    """A time as WARC (ISO 8601) or ARC (up to 14 digits) writes it, in UTC, to the second; None for none and what is no time."""
    if not text:
        return None
    try:
        if text.isascii() and text.isdigit():
            time = datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        else:
            time = datetime.fromisoformat(text)
        if not FIRST_YEAR <= time.year <= LAST_YEAR:
            return None
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"
    except (ValueError, OverflowError):
        return None
