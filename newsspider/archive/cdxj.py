"""CDXJ: the lines of an archive's index, one for each page, sorted by address and time."""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from newsspider.archive.reading import ArchivedPage, Kind
from newsspider.days import seconds_of
from newsspider.errors import InputError
from newsspider.urls import canonical_url, url_id
from newsspider.values import BadJson, load_json
from newsspider.values.query_keys import NO_KEYS, QueryKeys

META = b"!meta "
"""Begins the first line of an index of ours: `!` sorts before every address, and other readers of CDXJ skip such lines."""
REVISIT = "warc/revisit"
"""What CDXJ calls the media type of a revisit."""
NO_TIME = "0" * 14


@dataclass(frozen=True, slots=True)
class Capture:
    """One page in an archive, as its index tells it."""

    path: Path
    position: int
    url: str
    status: int
    fetched_at: str | None
    """ISO 8601 in UTC, to the second; None when that is not known."""
    mime: str
    """Media type without parameters; `unk` when the answer named none, `warc/revisit` for a revisit."""
    method: str
    form: bytes
    paired: bool
    """Whether the archive holds the request; without it the answer may be to any method."""
    kind: Kind = "response"
    """As of ArchivedPage."""
    inner: int = 0
    """As of ArchivedPage."""
    part: str = ""
    """As of ArchivedPage."""
    digest: str | None = None
    """As of ArchivedPage."""

    def id(self, keys: QueryKeys = NO_KEYS) -> str:
        """Id of the address, whichever way it is written, as the rules of its site and the time of the answer make it."""
        return url_id(canonical_url(self.url, keys, seconds_of(self.fetched_at)))

    @property
    def place(self) -> tuple[Path, str, int, int]:
        """Where it stands."""
        return self.path, self.part, self.position, self.inner


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


def index_line(page: ArchivedPage, name: str, length: int | None = None) -> bytes:
    """The CDXJ line of a page. Raises BadUrl for an address that is none.

    Args:
        page: the page; its body is not needed.
        name: the archive's file name.
        length: bytes of the record in its file; None when that is not known.
    """
    key = url_key(page.url, page.method, page.form)
    mime = (page.content_type or "unk").partition(";")[0].strip().lower() or "unk"
    row: dict[str, Any] = {"url": page.url, "mime": REVISIT if page.kind == "revisit" else mime, "status": str(page.status)}
    if page.digest:
        row["digest"] = page.digest
    if length is not None:
        row["length"] = str(length)
    row |= {"offset": str(page.position), "filename": name}
    if page.method != "GET":
        row |= {"method": page.method, "requestBody": page.form.decode("latin-1")}
    if not page.paired:
        row["paired"] = False
    row |= {name: value for name, value in (("inner", page.inner), ("part", page.part)) if value}
    if page.kind != "response":
        row["kind"] = page.kind
    stamp = re.sub(r"\D", "", page.fetched_at or NO_TIME).encode()
    return b"%s %s %s\n" % (key, stamp, json.dumps(row).encode())


def parse_line(path: Path, line: bytes) -> Capture:
    """The page that a line tells of. Raises InputError for a line that tells of none."""
    try:
        _, stamp, data = line.split(b" ", 2)
        row, text = load_json(data), stamp.decode("ascii")
        date = None if text == NO_TIME else f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"
        form = row.get("requestBody", "").encode("latin-1")
        return Capture(
            path, int(row["offset"]), row["url"], int(row["status"]), date, row["mime"], row.get("method", "GET"), form, row.get("paired", True),
            row.get("kind", "response"), int(row.get("inner", 0)), row.get("part", ""), row.get("digest"),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise InputError(f"{path}: its index holds a line that is none; delete the .cdxj file beside it") from error


def index_bytes(lines: Iterable[bytes], size: int) -> bytes:
    """A whole index: sorted lines below one that tells how long the archive is that they are of."""
    head = META + json.dumps({"archive_bytes": size}).encode() + b"\n"
    return head + b"".join(sorted(lines))


def is_index_of(head: bytes, path: Path) -> bool:
    """Whether an index's first line says that it is of this archive as it is now."""
    if not head.startswith(META):
        return False
    try:
        told = load_json(head[len(META) :])
    except BadJson:
        return False
    return isinstance(told, dict) and told.get("archive_bytes") == path.stat().st_size
