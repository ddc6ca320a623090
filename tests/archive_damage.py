"""Archives made from known pages, damaged in known ways: what of each must be read, may be read and must be told is known, too.

Used by `test_archive_damage.py` and by `python -m benchmarks.fuzz_archives`. The same seed gives the same file.
"""

import base64
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import brotli
from backports import zstd

from newsspider.archive.index import ArchiveIndex
from newsspider.archive.reading import REASONS, ArchivedPage, page_address, read_archive
from newsspider.archive.records import Skipped
from newsspider.errors import InputError

WORDS = "沿江水渠昨日通水两岸村民欢欣鼓舞本报记者现场采访了解到工程历时三年总投资逾亿元"
COUNT = 6
"""Records of a file that hold pages."""


@dataclass(slots=True)
class Made:
    """One record as it is to be written."""

    url: str
    body: bytes
    """What a reader must give."""
    wire: bytes
    """As it stands in the record: perhaps packed, perhaps in chunks."""
    headers: list[str]
    kind: str = "response"
    status_line: str = "HTTP/1.1 200 OK"
    fields: dict[str, str | bytes | None] = field(default_factory=dict)
    """Further fields of the head, or others in their place; None: left out."""
    line_end: bytes = b"\r\n"
    """Of the head."""
    behind: bytes = b"\r\n\r\n"
    before: bytes = b""
    """Junk before the record."""
    edit: Callable[[bytes], bytes] = bytes
    """What is done to the block after its length was written."""
    spoil: Callable[[bytes], bytes] = bytes
    """What is done to the packed member, where each record is packed by itself."""
    fate: str = "read"
    """read: it must be read, and right; told: it must be told and not read; either."""

    def block(self) -> bytes:
        head = "\r\n".join([self.status_line, *self.headers] if self.status_line else self.headers)
        return (head.encode() + b"\r\n\r\n" if head else b"") + self.wire

    def warc(self) -> bytes:
        block = self.block()
        payload = self.wire
        fields: dict[str, str | bytes | None] = {
            "WARC-Type": self.kind, "WARC-Target-URI": self.url, "WARC-Date": "2022-11-12T00:00:00Z",
            "WARC-Record-ID": f"<urn:uuid:{zlib.crc32(self.url.encode()):08x}>", "Content-Type": "application/http; msgtype=response",
            "Content-Length": str(len(block)),
        }  # fmt: skip
        fields |= self.fields
        if fields.pop("digests", None):
            fields["WARC-Block-Digest"] = "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
            fields["WARC-Payload-Digest"] = (
                "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
            )
        lines = [b"WARC/1.0"]
        for name, value in fields.items():
            if value is not None:
                lines.append(name.encode() + b": " + (value.encode() if isinstance(value, str) else value))
        return self.before + self.line_end.join([*lines, b"", b""]) + self.edit(block) + self.behind

    def arc(self) -> bytes:
        block = self.block()
        length = self.fields.get("Content-Length", str(len(block))) or ""
        line = f"{self.url} 127.0.0.1 20221112000000 text/html {length if isinstance(length, str) else ''}\n"
        return self.before + line.encode() + self.edit(block) + self.behind.replace(b"\r\n\r\n", b"\n")


def page(rng: Random, number: int) -> Made:
    """A record of a page that needs no mending."""
    text = "".join(
        f"<p>第{number}页：{WORDS[: rng.randrange(len(WORDS))]}{rng.getrandbits(60)}{WORDS[rng.randrange(len(WORDS)) :]}。</p>\n"
        for _ in range(rng.randrange(2, 20))
    )
    body = f"<html><head><title>第{number}条消息</title></head><body>\n{text}</body></html>".encode()
    wire, headers = encoded(rng, body)
    made = Made(
        f"http://w{number % 3}.example/2022/11/12/{number}.html", body, wire, ["Content-Type: text/html; charset=utf-8", *headers]
    )
    if rng.random() < 0.5:
        made.headers.append(f"Content-Length: {len(wire)}")
    if rng.random() < 0.4:
        made.fields["digests"] = "yes"
    return made


def zstd_frame(data: bytes) -> bytes:
    """With a checksum: without one nobody can tell a flipped bit."""
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


def chunked(rng: Random, data: bytes) -> bytes:
    out, at = [], 0
    while at < len(data):
        size = rng.randrange(1, 900)
        part = data[at : at + size]
        out.append(b"%x%s\r\n%s\r\n" % (len(part), rng.choice((b"", b"", b";x=y", b"  ")), part))
        at += size
    return b"".join(out) + b"0\r\n" + rng.choice((b"", b"", b"X-Trailer: 1\r\n")) + b"\r\n"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "br": lambda data: brotli.compress(data, quality=2),
    "deflate": zlib.compress,
    "zstd": zstd_frame,
}


def encoded(rng: Random, body: bytes) -> tuple[bytes, list[str]]:
    """A body on the wire, and the headers that say how; some of what they say was undone already."""
    headers, wire = [], body
    coding = rng.choice((None, None, *PACKERS))
    if coding:
        headers.append(f"{rng.choice(('Content-Encoding', 'content-encoding'))}: {coding}")
        if rng.random() < 0.7:
            wire = raw_deflate(wire) if coding == "deflate" and rng.random() < 0.5 else PACKERS[coding](wire)
            if coding == "gzip" and rng.random() < 0.2:
                wire = gzip.compress(wire)
    if rng.random() < 0.3:
        headers.append("Transfer-Encoding: chunked")
        if rng.random() < 0.6:
            wire = chunked(rng, wire)
    return wire, headers


Change = Callable[[Random, list[Made], int], None]


def length_of_nonsense(rng: Random, records: list[Made], victim: int) -> None:
    said = rng.choice(("-5", "12abc", "", "9" * 30, "1e3", "٣٣٣", "0x40", "+ 7"))
    records[victim].fields["Content-Length"] = said
    records[victim].fate = "told"


def no_length(rng: Random, records: list[Made], victim: int) -> None:
    records[victim].fields["Content-Length"] = None
    records[victim].fate = "told"


def length_too_large(rng: Random, records: list[Made], victim: int) -> None:
    size, more = len(records[victim].block()), rng.choice((1, 2, 3, 5, 40, 700, 10**6, 10**12))
    records[victim].fields["Content-Length"] = str(size + more)
    records[victim].fate = "either" if more < 5 else "told"  # up to four bytes more are the blank line behind it


def length_too_small(rng: Random, records: list[Made], victim: int) -> None:
    size, less = len(records[victim].block()), rng.choice((1, 2, 7, 100, 10**6))
    records[victim].fields["Content-Length"] = str(max(0, size - less))
    records[victim].fate = "either" if less < 3 else "told"  # the last chunk's line end is no loss


def length_over_the_next(rng: Random, records: list[Made], victim: int) -> None:
    """The length leads over the next record to a clean end."""
    if victim == len(records) - 1:
        return
    this, following = records[victim], records[victim + 1]
    this.headers = [each for each in this.headers if "Content-Length" not in each] + [f"Content-Length: {len(this.wire)}"]
    this.fields["Content-Length"] = str(len(this.block()) + len(this.behind) + len(following.warc()) - len(following.behind))
    this.fate = "told"


def bytes_left_out(rng: Random, records: list[Made], victim: int) -> None:
    size = rng.randrange(5, 60)

    def edit(block: bytes) -> bytes:
        place = rng.randrange(len(block) - size) if len(block) > size else 0
        return block[:place] + block[place + size :]

    records[victim].edit = edit
    records[victim].fate = "told"


def bytes_put_in(rng: Random, records: list[Made], victim: int) -> None:
    extra = bytes(rng.choices(b"abcdefgh<>", k=rng.randrange(1, 60)))

    def edit(block: bytes) -> bytes:
        place = rng.randrange(len(block))
        return block[:place] + extra + block[place:]

    records[victim].edit = edit
    records[victim].fate = "told"


def junk_between(rng: Random, records: list[Made], victim: int) -> None:
    junk = rng.choice(
        (
            b"junk",
            b"\x00" * 40,
            b"WARC/1.0 is a format\r\n",
            b"\r\njunk junk\r\n\r\n",
            b"WARC/1.0\r\n\r\n",
            b"\x1f\x8b\x08junk",
            b"HTTP/1.1 200 OK\r\n\r\n",
        )
    )
    records[victim].before = junk
    if rng.random() < 0.5:
        records[victim].before += b"\r\n"
    if victim:
        records[victim - 1].fate = "either" if records[victim - 1].fate == "read" else records[victim - 1].fate


def loose_ends(rng: Random, records: list[Made], victim: int) -> None:
    records[victim].behind = rng.choice((b"", b"\r\n", b"\n", b"\n\n", b"\r\n" * 5))


def no_address(rng: Random, records: list[Made], victim: int) -> None:
    bad = (
        None,
        "",
        "<>",
        "http://",
        "http:///a",
        "not an address",
        "http://a b/c",
        "javascript:void(0)",
        "//h/a",
        "http://[::1",
        "http://h:x/",
        "/a.html",
    )
    records[victim].fields["WARC-Target-URI"] = rng.choice(bad)
    records[victim].fate = "told"


def odd_address(rng: Random, records: list[Made], victim: int) -> None:
    """Addresses that are ones, oddly written: the address to read is known."""
    made = records[victim]
    written, read = rng.choice((
        (f"<{made.url}>".encode(), made.url),
        (f"  {made.url}  ".encode(), made.url),
        (made.url.encode() + b"?n=\xd6\xd0", made.url + "?n=%D6%D0"),
        ((made.url + "?n=中").encode(), made.url + "?n=中"),
        (made.url.encode() + b"?a b", made.url + "?a%20b"),
    ))  # fmt: skip
    made.fields["WARC-Target-URI"] = written
    made.url = read


def odd_head(rng: Random, records: list[Made], victim: int) -> None:
    made = records[victim]
    odd = rng.randrange(6)
    if odd == 0:
        made.line_end = b"\n"
    elif odd == 1:
        made.fields["X-Note"] = b"\xd6\xd0\xff"
    elif odd == 2:
        made.fields["X-Note"] = "folded\r\n  on two lines"
    elif odd == 3:
        made.fields["WARC-Date"] = rng.choice(
            (None, "yesterday", "2022-13-45T99:00:00Z", "20221112000000", "0000-00-00", "2022-11-12T00:00:00.123456789Z")
        )
    elif odd == 4:
        made.fields["X-Long"] = "x" * rng.choice((7000, 9000, 30000))
    else:
        made.fields["WARC-Record-ID"] = None


def odd_kind(rng: Random, records: list[Made], victim: int) -> None:
    records[victim].fields["WARC-Type"] = rng.choice((None, "", "picture", "continuation"))
    records[victim].fate = "told"


def truncated(rng: Random, records: list[Made], victim: int) -> None:
    records[victim].fields["WARC-Truncated"] = rng.choice(("length", "time", "disconnect", "unspecified"))
    records[victim].fate = "told"


def odd_status(rng: Random, records: list[Made], victim: int) -> None:
    made = records[victim]
    made.status_line = rng.choice(
        (
            "HTTP/2 200",
            "HTTP/2.0 200 ",
            "http/1.0 200 ok",
            "HTTP/1.1  200",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK",
            "",
            "h2 200",
        )
    )


def no_status(rng: Random, records: list[Made], victim: int) -> None:
    records[victim].status_line = rng.choice(("HTTP/1.1", "HTTP/1.1 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 -1"))
    records[victim].fate = "told"


def odd_headers(rng: Random, records: list[Made], victim: int) -> None:
    made = records[victim]
    made.headers = [each for each in made.headers if "Content-Length" not in each]
    made.headers.append(
        rng.choice(
            (
                f"Content-Length: {len(made.wire) + 1000}",
                "Content-Length: -1",
                "Content-Length: 3",
                "no colon here",
                "X-Fold: a\r\n b",
                ": nameless",
            )
        )
    )


def body_breaks_off(rng: Random, records: list[Made], victim: int) -> None:
    """A packed or chunked body that ends early, its record being whole."""
    made = records[victim]
    coding = rng.choice((*PACKERS, "chunked"))
    whole = chunked(rng, made.body) if coding == "chunked" else PACKERS[coding](made.body)
    made.wire = whole[: max(20, len(whole) * rng.randrange(30, 95) // 100)]
    made.headers = [
        "Content-Type: text/html; charset=utf-8",
        "Transfer-Encoding: chunked" if coding == "chunked" else f"Content-Encoding: {coding}",
    ]
    made.fate = "told"


CHANGES: dict[str, Change] = {change.__name__: change for change in (
    length_of_nonsense, no_length, length_too_large, length_too_small, length_over_the_next, bytes_left_out, bytes_put_in, junk_between, loose_ends,
    no_address, odd_address, odd_head, odd_kind, truncated, odd_status, no_status, odd_headers, body_breaks_off,
)}  # fmt: skip
IN_ARC = (
    "length_too_large",
    "length_too_small",
    "bytes_left_out",
    "bytes_put_in",
    "odd_status",
    "no_status",
    "odd_headers",
    "body_breaks_off",
)
"""Those that mean something in an ARC file."""


def member_flipped(rng: Random, packed: bytes) -> bytes:
    place = rng.randrange(4, len(packed))
    return packed[:place] + bytes([packed[place] ^ (1 << rng.randrange(8))]) + packed[place + 1 :]


def member_cut(rng: Random, packed: bytes) -> bytes:
    return packed[: rng.randrange(1, len(packed))]


def member_with_a_hole(rng: Random, packed: bytes) -> bytes:
    start = rng.randrange(1, len(packed) - 1)
    return packed[:start] + packed[start + rng.randrange(1, 40) :]


def member_overwritten(rng: Random, packed: bytes) -> bytes:
    start = rng.randrange(len(packed))
    return packed[:start] + rng.randbytes(len(packed) - start)


SPOILERS = (member_flipped, member_cut, member_with_a_hole, member_overwritten)


def packed_whole(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


def in_blocks(data: bytes) -> bytes:
    """Packed in members that have nothing to do with the records, as bgzip does."""
    return b"".join(gzip.compress(data[at : at + 5000], mtime=0) for at in range(0, len(data), 5000)) + gzip.compress(
        b"", mtime=0
    )


def as_wacz(name: str, data: bytes, method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("datapackage.json", "{}")
        file.writestr(f"archive/{name}", data)
        file.writestr("indexes/index.cdx.gz", gzip.compress(b"example)/ 2022 {}\n"))
    return out.getvalue()


CONTAINERS = (
    "plain",
    "gzip",
    "gzip",
    "gzip",
    "zstd",
    "one member",
    "blocks",
    "wacz",
    "wacz deflated",
    "wacz plain",
    "arc",
    "arc.gz",
)


@dataclass(slots=True)
class Case:
    """A damaged archive, and what is to become of its records."""

    seed: int
    container: str
    changes: list[str]
    data: bytes
    records: list[Made]
    cut: bool = False
    """Whether its end is missing: then the last records may be, too."""

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.container}, {', '.join(self.changes) or 'nothing'}"


def case(seed: int) -> Case:
    """An archive in one of the containers, with none to three changes."""
    rng = Random(seed)  # noqa: S311 the same file for the same seed
    container = rng.choice(CONTAINERS)
    records = [page(rng, number) for number in range(COUNT)]
    names: list[str] = []
    arc = container.startswith("arc")
    changes = IN_ARC if arc else tuple(CHANGES)
    victims = rng.sample(range(COUNT), k=rng.choice((0, 1, 1, 2)))
    for victim in sorted(victims, reverse=True):
        name = rng.choice(changes)
        if name in ("length_over_the_next", "junk_between") and any(abs(victim - other) == 1 for other in victims):
            continue  # what one adds the other may have taken away
        CHANGES[name](rng, records, victim)
        names.append(f"{name} of {victim}")
    parts = [made.arc() if arc else made.warc() for made in records]
    by_member = container in ("gzip", "zstd", "arc.gz", "wacz", "wacz deflated")
    head = first_record(arc)
    if by_member:
        pack = zstd_frame if container == "zstd" else gzip.compress
        members = [pack(part) for part in parts]
        if rng.random() < 0.4:
            victim, spoiler = rng.randrange(COUNT), rng.choice(SPOILERS)
            members[victim] = spoiler(rng, members[victim])
            records[victim].fate = "told" if records[victim].fate != "either" else "either"
            if container == "zstd" or spoiler is member_flipped:
                records[victim].fate = "either"  # no checksum, or a flag of the packing that means nothing
            names.append(f"{spoiler.__name__} of {victim}")
        data = pack(head) + b"".join(members)
    else:
        data = head + b"".join(parts)
    if container == "one member":
        data = packed_whole(data)
    elif container == "blocks":
        data = in_blocks(data)
    cut = rng.random() < 0.15
    if cut:
        data = data[: rng.randrange(len(data) // 2, len(data))]
        names.append("cut")
    elif container in ("one member", "blocks") and rng.random() < 0.3:
        data = member_flipped(rng, data)
        names.append("flipped")
        for made in records:
            made.fate = "either"
    if container.startswith("wacz"):
        inner = "a.warc" if container == "wacz plain" else "a.warc.gz"
        data = as_wacz(inner, data, zipfile.ZIP_DEFLATED if container == "wacz deflated" else zipfile.ZIP_STORED)
        if rng.random() < 0.2:
            data = data[: rng.randrange(len(data) // 2, len(data))]
            cut = True
            names.append("zip cut")
    return Case(seed, container, names, data, records, cut)


def first_record(arc: bool) -> bytes:
    """What stands before the pages: of a file."""
    if arc:
        block = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
        return b"filedesc://a.arc 0.0.0.0 20221112000000 text/plain %d\n%s\n" % (len(block), block)
    block = b"software: test\r\n"
    return b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2022-11-12T00:00:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (
        len(block),
        block,
    )


def check(one: Case, folder: Path) -> tuple[int, int]:
    """Read a case and hold what came against what must; how many pages were read, and how many things told. Raises AssertionError."""
    path = folder / "case.bin"
    path.write_bytes(one.data)
    pages: dict[str, bytes] = {}
    told: list[Skipped] = []
    refused = None
    try:
        for found in read_archive(path):
            if isinstance(found, Skipped):
                assert found.reason in REASONS, f"{one}: {found}"
                told.append(found)
            else:
                assert found.url not in pages, f"{one}: {found.url} comes twice"
                pages[found.url] = found.body
    except InputError as error:
        refused = error
    right = {made.url: made.body for made in one.records}
    for url, body in pages.items():
        assert url in right, f"{one}: {url} is no address of its"
        assert body.rstrip(b"\r\n") == right[url], f"{one}: {url} has another body"
    for number, made in enumerate(one.records):
        if made.fate == "told":
            assert made.url not in pages, f"{one}: record {number} was read"
        if made.fate == "read" and not one.cut:
            assert made.url in pages, f"{one}: record {number} is lost: {told} {refused}"
    missing = len(right) - len(pages)
    if missing and not one.cut:  # nobody can tell what stood behind a cut between two records
        assert told or refused, f"{one}: {missing} records are lost without a word"
    if missing and not one.cut and not refused and one.container not in ("one member", "blocks"):
        assert len(told) >= min(missing, 1 + sum("of" in name for name in one.changes)), f"{one}: {missing} lost, told {told}"
    _check_index(one, path, pages, told, refused is not None)
    return len(pages), len(told) + (refused is not None)


def check_anything(seed: int, folder: Path) -> None:
    """Read an archive of which any bytes were changed: it ends, tells in its own way, and the index agrees. Raises AssertionError."""
    one = case(seed)
    rng = Random(seed)  # noqa: S311 as above
    data = bytearray(one.data)
    for _ in range(rng.choice((1, 3, 20))):
        start = rng.randrange(len(data) + 1)
        size = rng.choice((1, 1, 4, 60, 3000))
        change = rng.randrange(4)
        data[start : start + size] = (rng.randbytes(size), b"", bytes(data[start : start + size]) * 2, rng.choice(TOKENS))[change]
    one.data = bytes(data)
    path = folder / "case.bin"
    path.write_bytes(one.data)
    try:
        found = list(read_archive(path))
    except InputError:
        found = []
    pages = [each for each in found if isinstance(each, ArchivedPage)]
    for page in pages:
        assert page_address([page.url.encode()]) == page.url, f"{one}: {page.url} is no address"
    told = [each for each in found if isinstance(each, Skipped)]
    assert all(each.reason in REASONS for each in told)
    if len({page.url for page in pages}) == len(pages):
        _check_index(one, path, {page.url: page.body for page in pages}, told, not found)


TOKENS = (
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"Content-Length: 5\r\n",
    b"\x1f\x8b\x08\x00",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    b"\x5d\x2a\x4d\x18\xff\xff\xff\xff",
    b"\x00" * 99,
)


def _check_index(one: Case, path: Path, pages: dict[str, bytes], told: list[Skipped], refused: bool) -> None:
    """The index gives the same pages, and counts the same."""
    try:
        index = ArchiveIndex([path])
    except InputError:
        assert refused, f"{one}: only the index refuses it"
        return
    assert not refused, f"{one}: only the index reads it"
    found = {page.url: page.body for capture in index.captures() if (page := index.read(capture))}
    assert found == pages, f"{one}: the index gives other pages"
    places = {(each.part, each.position, each.inner, each.reason) for each in told}
    assert sorted(index.reasons.elements()) == sorted(reason for *_, reason in places), (
        f"{one}: it counts {index.reasons}, told were {told}"
    )
