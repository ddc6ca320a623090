"""Archives of every kind: encodings that were undone, odd records and heads, ARC, WACZ, zstd, one member; none costs the others."""

import base64
import gzip
import hashlib
import struct
import tracemalloc
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import brotli
import pytest
from archive_damage import in_blocks, raw_deflate, zstd_frame
from backports import zstd
from test_archive import record, response

from newsspider.archive import http, records, unpacking
from newsspider.archive.index import ArchiveIndex
from newsspider.archive.names import archive_files, is_archive
from newsspider.archive.reading import REASONS, ArchivedPage, iso_time, page_address, read_archive
from newsspider.archive.records import Skipped
from newsspider.errors import InputError
from newsspider.outlets import load_outlets
from newsspider.saved.extract import extract_articles

LINES = [f"水渠第{n}段昨日通水，两岸村民都来观看，记者在现场数到{n}条渡船。" for n in range(12)]
TEXT = f"<html><head><title>水渠昨日通水</title></head><body><h1>水渠昨日通水</h1><p>2022-11-11 10:00</p><p>{'</p><p>'.join(LINES)}</p></body></html>"
BODY = TEXT.encode("gbk")
URL = "http://a.example/2022/11/12/1.html"


def read(path: Path) -> tuple[list[ArchivedPage], list[Skipped]]:
    found = list(read_archive(path))
    return [each for each in found if isinstance(each, ArchivedPage)], [each for each in found if isinstance(each, Skipped)]


def among_others(
    tmp_path: Path, *odd: bytes, pack: Any = bytes, name: str = "x.warc"
) -> tuple[list[ArchivedPage], list[Skipped]]:
    """What is read of odd records between two plain ones; the index reads the same. The two are checked and left out."""
    first, last = (record(f"http://a.example/{n}", response(BODY), name=n) for n in ("first", "last"))
    path = tmp_path / name
    path.write_bytes(b"".join(pack(each) for each in (first, *odd, last)))
    pages, told = read(path)
    index = ArchiveIndex([path])
    assert [index.find(page.url) and index.find(page.url).body for page in pages if page.kind != "revisit"] == [
        page.body for page in pages if page.kind != "revisit"
    ]
    assert index.reasons == Counter(each.reason for each in told)
    assert [(page.url, page.body) for page in (pages[0], pages[-1])] == [
        ("http://a.example/first", BODY),
        ("http://a.example/last", BODY),
    ]
    assert all(each.reason in REASONS for each in told)
    return pages[1:-1], told


def with_fields(url: str, http: bytes, fields: str, kind: str = "response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-11-12T00:00:00Z\r\n{fields}"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"


GZIPPED = gzip.compress(BODY)
CODINGS = {
    "plain": (BODY, ()),
    "gzip undone": (BODY, ("Content-Encoding: gzip",)),
    "x-gzip undone": (BODY, ("Content-Encoding: X-GZIP",)),
    "br undone": (BODY, ("Content-Encoding: br",)),
    "deflate undone": (BODY, ("Content-Encoding: deflate",)),
    "zstd undone": (BODY, ("Content-Encoding: zstd",)),
    "chunked undone": (BODY, ("Transfer-Encoding: chunked",)),
    "both undone": (BODY, ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
    "chunked undone, gzip not": (GZIPPED, ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
    "gzip undone, chunked not": (b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
    "neither undone": (b"%x;a=b\r\n%s\r\n0\r\nX: y\r\n\r\n" % (len(GZIPPED), GZIPPED), ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
    "transfer coding gzip": (b"%x\n%s\n0\n\n" % (len(GZIPPED), GZIPPED), ("Transfer-Encoding: gzip, chunked",)),
    "br": (brotli.compress(BODY), ("Content-Encoding: br",)),
    "zstd": (zstd_frame(BODY), ("Content-Encoding: zstd",)),
    "zlib": (zlib.compress(BODY), ("Content-Encoding: deflate",)),
    "raw deflate": (raw_deflate(BODY), ("Content-Encoding: deflate",)),
    "gzip twice, said once": (gzip.compress(GZIPPED), ("Content-Encoding: gzip",)),
    "gzip twice, said twice": (gzip.compress(GZIPPED), ("Content-Encoding: gzip, gzip",)),
    "gzip twice, one undone": (GZIPPED, ("Content-Encoding: gzip", "Content-Encoding: gzip")),
    "gzip unsaid": (GZIPPED, ()),
    "br said, gzip true": (GZIPPED, ("Content-Encoding: br",)),
    "two members": (gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]), ("Content-Encoding: gzip",)),
    "gzip with junk behind": (GZIPPED + b"\x00\x00", ("Content-Encoding: gzip",)),
    "length of the packed body": (BODY, ("Content-Encoding: gzip", f"Content-Length: {len(GZIPPED)}")),
    "length too large": (BODY, ("Content-Length: 99999999",)),
    "length negative": (BODY, ("Content-Length: -1",)),
    "a coding that is none": (BODY, ("Content-Encoding: UTF-8",)),
}  # fmt: skip


@pytest.mark.parametrize("name", CODINGS)
def test_a_body_is_read_whether_its_encoding_was_undone_or_not(name: str, tmp_path: Path) -> None:
    wire, headers = CODINGS[name]
    (page,), told = among_others(tmp_path, record(URL, response(wire, *headers)), pack=gzip.compress)
    assert (page.body, told) == (BODY, [])
    assert {name for name, _ in page.headers} == {"Content-Type"}


CHUNKS = b"".join(b"20\r\n" + BODY[at : at + 32] + b"\r\n" for at in range(0, 640, 32))
BROKEN = {
    "no last chunk": (CHUNKS, ("Transfer-Encoding: chunked",), "truncated"),
    "half a chunk": (CHUNKS[:-20], ("Transfer-Encoding: chunked",), "truncated"),
    "a chunk too long": (CHUNKS.replace(b"\r\n20\r\n", b"\r\n30\r\n", 1) + b"0\r\n\r\n", ("Transfer-Encoding: chunked",), "truncated"),
    "gzip cut": (GZIPPED[:-9], ("Content-Encoding: gzip",), "truncated"),
    "gzip damaged": (GZIPPED[:60] + b"\xff\xff" + GZIPPED[62:], ("Content-Encoding: gzip",), "bad_encoding"),
    "br cut": (brotli.compress(BODY)[:-9], ("Content-Encoding: br",), "truncated"),
    "zstd cut": (zstd_frame(BODY)[:-9], ("Content-Encoding: zstd",), "truncated"),
    "zlib cut": (zlib.compress(BODY)[:-9], ("Content-Encoding: deflate",), "truncated"),
    "no such coding": (bytes(range(1, 256)) * 9, ("Content-Encoding: compress",), "bad_encoding"),
    "gzip bomb": (gzip.compress(bytes(4 << 20)), ("Content-Encoding: gzip",), "oversized"),
    "br bomb": (brotli.compress(bytes(4 << 20), quality=1), ("Content-Encoding: br",), "oversized"),
    "zlib bomb": (zlib.compress(bytes(4 << 20)), ("Content-Encoding: deflate",), "oversized"),
    "zstd bomb": (zstd.compress(bytes(4 << 20)), ("Content-Encoding: zstd",), "oversized"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_body_that_is_not_whole_is_never_taken_for_one(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_BODY", 1 << 20)
    wire, headers, reason = BROKEN[name]
    path = tmp_path / "x.warc"
    path.write_bytes(record(URL, response(wire, *headers)) + record(URL + "?2", response(BODY)))
    pages, told = read(path)
    assert [(page.url, page.body) for page in pages] == [(URL + "?2", BODY)]
    assert [(each.reason, each.url) for each in told] == [(reason, URL)]
    index = ArchiveIndex([path])
    assert index.find(URL) is None  # the index does not look at bodies, but whoever asks for one is told
    assert index.reasons == {reason: 1}


HEADS = {
    "no address": (with_fields("", response(BODY), ""), "no_address"),
    "no field for it": (with_fields("x", response(BODY), "").replace(b"WARC-Target-URI: x\r\n", b""), "no_address"),
    "two addresses": (with_fields(URL, response(BODY), "WARC-Target-URI: http://b.example/\r\n"), "no_address"),
    "no url": (with_fields("javascript:void(0)", response(BODY), ""), "no_address"),
    "no host": (with_fields("http:///a", response(BODY), ""), "no_address"),
    "no length": (with_fields(URL, response(BODY), "").replace(b"Content-Length", b"Content-Size"), "wrong_length"),
    "two lengths": (with_fields(URL, response(BODY), "Content-Length: 7\r\n"), "wrong_length"),
    "truncated": (with_fields(URL, response(BODY), "WARC-Truncated: length\r\n"), "truncated"),
    "first of several": (with_fields(URL, response(BODY), "WARC-Segment-Number: 1\r\n"), "segmented"),
    "second of several": (with_fields(URL, BODY, "WARC-Segment-Number: 2\r\n", "continuation"), "segmented"),
    "unknown type": (with_fields(URL, response(BODY), "", "picture"), "unknown_type"),
    "no status": (with_fields(URL, response(BODY, status="OK"), ""), "bad_response"),
    "junk": (b"junk\r\n\r\n", "no_record"),
    "zeros": (bytes(5000), "no_record"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd_frame], ids=["plain", "gzip", "zstd"])
def test_one_odd_record_is_told_and_costs_no_other(name: str, pack: Any, tmp_path: Path) -> None:
    odd, reason = HEADS[name]
    pages, told = among_others(tmp_path, odd, pack=pack)
    assert (pages, [each.reason for each in told]) == ([], [reason])


@pytest.mark.parametrize("length", ["-5", "12abc", "", "9" * 30, "1e3", "0", "100", "5000", "1000000000000"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_length_that_leads_nowhere_costs_its_record_alone(length: str, pack: Any, tmp_path: Path) -> None:
    right = record(URL, response(BODY))
    size = len(right.partition(b"\r\n\r\n")[2]) - 4
    _, told = among_others(tmp_path, right.replace(b"Content-Length: %d" % size, f"Content-Length: {length}".encode()), pack=pack)
    assert {each.reason for each in told} <= {"wrong_length", "cut_off", "no_record"}
    assert told


def test_a_length_over_the_next_record_swallows_it_not(tmp_path: Path) -> None:
    """The length leads to a clean end, one record too far: what the server said of its own, or a digest, tells."""
    inner = record(URL + "?2", response(BODY))
    http = response(BODY, f"Content-Length: {len(BODY)}") + b"\r\n\r\n" + inner[:-4]
    pages, told = among_others(tmp_path, with_fields(URL, http, ""))
    assert ([page.url for page in pages], [each.reason for each in told]) == ([URL + "?2"], ["wrong_length"])
    whole = response(inner[:-4] + b"\r\n\r\n" + inner[:-4])
    digest = "sha1:" + base64.b32encode(hashlib.sha1(whole, usedforsecurity=False).digest()).decode()
    (page,), told = among_others(tmp_path, with_fields(URL, whole, f"WARC-Block-Digest: {digest}\r\n"))
    assert (page.url, told) == (URL, [])  # somebody archived an archive


def test_addresses_oddly_written_are_the_right_ones(tmp_path: Path) -> None:
    written = {
        f"<{URL}>": URL,
        f"  {URL} ": URL,
        f"{URL}?a b": f"{URL}?a%20b",
        f"{URL}?中": f"{URL}?中",
        f"{URL}#top": f"{URL}#top",
    }
    for one, right in written.items():
        (page,), told = among_others(tmp_path, with_fields(one, response(BODY), ""))
        assert (page.url, told) == (right, [])
    (page,), _ = among_others(tmp_path, with_fields(URL + "?@", response(BODY), "").replace(b"?@", b"?\xd6\xd0"))
    assert page.url == URL + "?%D6%D0"  # the bytes as they are, not as another encoding has them


@pytest.mark.parametrize(
    "address",
    [
        b"",
        b"<>",
        b"http://a b/c",
        b"//h/a",
        b"http://h:x/",
        b"http://[::1",
        b"http://h/\x01",
        b"http://h/" + b"x" * 9000,
        b"http://\xff/",
    ],
)
def test_what_is_no_address_is_none(address: bytes) -> None:
    assert page_address([address]) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022-11-12T01:02:03Z", "2022-11-12T01:02:03Z"),
        ("2022-11-12T01:02:03.123456789Z", "2022-11-12T01:02:03Z"),
        ("2022-11-12T09:02:03+08:00", "2022-11-12T01:02:03Z"),
        ("2022-11-12T01:02:03", "2022-11-12T01:02:03Z"),
        ("20221112010203", "2022-11-12T01:02:03Z"),
        ("202211120102", "2022-11-12T01:02:00Z"),
        ("2022-11-12", "2022-11-12T00:00:00Z"),
        ("0001-01-01T00:00:00+08:00", None),
        ("2022-13-45T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_times(written: str | None, read: str | None) -> None:
    assert iso_time(written) == read


def test_a_record_without_a_time_is_read_and_its_time_unknown(tmp_path: Path) -> None:
    (page,), told = among_others(tmp_path, with_fields(URL, response(BODY), "").replace(b"2022-11-12T00:00:00Z", b"some day"))
    assert (page.fetched_at, told) == (None, [])


STATUSES = {
    "HTTP/2 200": 200, "HTTP/2.0 404 ": 404, "http/1.0 200 ok": 200, "HTTP/1.1  503 x": 503, "HTTP 200 OK": 200, "h2 301": 301, "HTTP/1.1 999 Denied": 999,
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK": 200, "HTTP/1.0 200 Connection established\r\n\r\nHTTP/1.1 404 Not Found": 404,
}  # fmt: skip


@pytest.mark.parametrize("line", STATUSES)
def test_status_lines(line: str, tmp_path: Path) -> None:
    http = line.encode() + b"\r\nContent-Type: text/html\r\n\r\n" + BODY
    (page,), told = among_others(tmp_path, record(URL, http))
    assert (page.status, page.body, page.content_type, told) == (STATUSES[line], BODY, "text/html", [])


@pytest.mark.parametrize(
    ("block", "kind", "body"),
    [
        (b"Server: x\r\nContent-Type: text/html\r\n\r\n" + BODY, "text/html", BODY),
        (BODY, None, BODY),
        (b"HTTP/1.1 200 OK\r\n\r\n" + BODY, None, BODY),
        (b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + BODY, "text/html", BODY),
        (b"HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Type:\r\n text/html\r\n\r\n" + BODY, "text/html", BODY),
        (b"HTTP/1.1 200 OK\r\nX-A: \xd6\xd0\xff\r\nno header\r\nContent-Type: text/html\r\n\r\n" + BODY, "text/html", BODY),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", "text/html", b""),
    ],
    ids=["no status line", "no head", "no headers", "line feeds", "folded", "not UTF-8", "no body"],
)  # fmt: skip
def test_heads_of_responses(block: bytes, kind: str | None, body: bytes, tmp_path: Path) -> None:
    (page,), told = among_others(tmp_path, record(URL, block))
    assert (page.status, page.content_type, page.body, told) == (200, kind, body, [])


def test_what_is_not_of_the_web_is_passed_over(tmp_path: Path) -> None:
    beside = [
        with_fields("dns:a.example", b"20221112000000\na.example. 1 IN A 127.0.0.1\n", ""),
        with_fields("urn:text:" + URL, BODY, "", "resource"),
    ]
    beside += [with_fields(URL, b"a: b", "", kind) for kind in ("warcinfo", "metadata", "request")]
    assert among_others(tmp_path, *beside) == ([], [])


def test_resources_and_the_texts_of_pages_are_pages(tmp_path: Path) -> None:
    resource = with_fields(URL, BODY, "Content-Type: text/html; charset=gbk\r\n", "resource")
    other, text = URL.replace("1.html", "2.html"), "\n".join(["水渠昨日通水", *LINES])
    conversion = with_fields(other, text.encode(), "Content-Type: text/plain\r\n", "conversion")
    (file, page), _ = among_others(tmp_path, resource, conversion)
    assert (file.kind, file.status, file.body, file.content_type) == ("resource", 200, BODY, "text/html; charset=gbk")
    assert (page.kind, page.body, page.content_type) == ("conversion", text.encode(), "text/plain")
    rows = {row["url"]: row for row in extract_articles([tmp_path / "x.warc"], load_outlets())}
    assert rows[other]["extractor"].endswith(" text")
    assert not rows[URL]["extractor"].endswith(" text")


def test_the_text_of_a_page_answers_only_where_the_page_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    conversion = with_fields(URL, b"text", "Content-Type: text/plain\r\n", "conversion").replace(b"2022-11-12", b"2023-11-12")
    path.write_bytes(record(URL, response(BODY)) + conversion)
    assert [page.body for page in [ArchiveIndex([path]).find(URL)] if page] == [BODY]
    path.write_bytes(conversion)
    assert [page.body for page in [ArchiveIndex([path]).find(URL)] if page] == [b"text"]


def revisit(
    url: str, fields: str, http: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nX-Seen: again\r\n\r\n"
) -> bytes:
    profile = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n"
    return with_fields(url, http, profile + fields, "revisit").replace(b"WARC-Date: 2022-11-12", b"WARC-Date: 2023-01-01")


@pytest.mark.parametrize(
    "fields",
    [
        "WARC-Payload-Digest: sha1:ABC\r\n",
        f"WARC-Refers-To-Target-URI: {URL}\r\nWARC-Refers-To-Date: 2022-11-12T00:00:00Z\r\n",
        f"WARC-Payload-Digest: sha1:abc\r\nWARC-Refers-To-Target-URI: {URL}\r\nWARC-Refers-To-Date: 2022-11-12T00:00:00Z\r\n",
        "WARC-Payload-Digest: sha1:ABC\r\nWARC-Refers-To-Target-URI: http://gone.example/\r\nWARC-Refers-To-Date: 2020-11-12T00:00:00Z\r\n",
    ],
    ids=["digest", "address and time", "both", "another copy"],
)
@pytest.mark.parametrize("head", [True, False], ids=["with head", "empty"])
def test_a_revisit_shows_the_page_again(fields: str, head: bool, tmp_path: Path) -> None:
    original = with_fields(URL, response(BODY, "X-Seen: first"), "WARC-Payload-Digest: sha1:ABC\r\n")
    again = revisit("http://a.example/again", fields) if head else revisit("http://a.example/again", fields, b"")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(again) + gzip.compress(original))  # the original may come later, or in another file
    index = ArchiveIndex([path])
    page = index.find("http://a.example/again")
    assert page is not None
    assert (page.url, page.status, page.body, page.fetched_at) == ("http://a.example/again", 200, BODY, "2023-01-01T00:00:00Z")
    assert page.header("X-Seen") == ("again" if head else "first")
    rows = list(extract_articles([path], load_outlets()))
    assert [(row["url"], row["fetched_at"]) for row in rows] == [(page.url, page.fetched_at), (URL, "2022-11-12T00:00:00Z")]
    assert rows[0]["body"] == rows[1]["body"] != []


def test_a_revisit_of_what_is_in_another_archive_is_read_from_there(tmp_path: Path) -> None:
    (tmp_path / "2.warc").write_bytes(with_fields(URL, response(BODY), "WARC-Payload-Digest: sha1:ABC\r\n"))
    (tmp_path / "1.warc").write_bytes(revisit(URL, "WARC-Payload-Digest: sha1:ABC\r\n"))
    assert [row.get("error") for row in extract_articles([tmp_path], load_outlets())] == [None, None]
    alone = list(extract_articles([tmp_path / "1.warc"], load_outlets()))
    assert [(row["url"], row["error"], row["reason"]) for row in alone] == [(URL, "refused", "no_original")]
    index = ArchiveIndex([tmp_path / "1.warc"])
    assert (index.find(URL), index.reasons) == (None, {"no_original": 1})


@pytest.mark.parametrize(
    "fields",
    ["", "WARC-Payload-Digest: sha1:XYZ\r\n", f"WARC-Refers-To-Target-URI: {URL}\r\n", f"WARC-Payload-Digest: sha1:XYZ\r\nWARC-Refers-To-Target-URI: {URL}\r\nWARC-Refers-To-Date: 2022-11-12T00:00:00Z\r\n"],
    ids=["nothing", "another digest", "no time", "digests differ"],
)  # fmt: skip
def test_a_revisit_never_shows_another_page(fields: str, tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(
        with_fields(URL, response(BODY), "WARC-Payload-Digest: sha1:ABC\r\n") + revisit("http://a.example/again", fields)
    )
    index = ArchiveIndex([path])
    assert (index.find("http://a.example/again"), index.reasons) == (None, {"no_original": 1})


def test_a_revisit_that_was_not_modified_is_no_response(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    again = revisit(URL, "").replace(b"identical-payload-digest", b"server-not-modified")
    path.write_bytes(record(URL, response(BODY)) + again)
    assert [page.body for page in [ArchiveIndex([path]).find(URL)] if page] == [BODY]
    assert [(page.status, page.kind) for page in read(path)[0]] == [(200, "response"), (304, "response")]


MANY = [record(f"http://a.example/{n}", response(f"第{n}页".encode("gbk") * 3000), name=str(n)) for n in range(30)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", b"".join(MANY)),
        ("a.warc.gz", b"".join(map(gzip.compress, MANY))),
        ("a.gz", b"".join(map(gzip.compress, MANY))),
        ("a.warc.gz.open", b"".join(map(gzip.compress, MANY))),
        ("a", b"".join(MANY)),
        ("one.warc.gz", gzip.compress(b"".join(MANY))),
        ("one.gz", gzip.compress(b"\r\n" + b"".join(MANY))),
        ("blocks.warc.gz", in_blocks(b"".join(MANY))),
        ("a.warc.zst", b"".join(map(zstd_frame, MANY))),
        ("one.warc.zst", zstd_frame(b"".join(MANY))),
        ("zst", zstd.compress(b"".join(MANY))),
        ("mixed.warc", gzip.compress(MANY[0]) + b"".join(MANY[1:9]) + b"".join(map(gzip.compress, MANY[9:20])) + b"".join(map(zstd_frame, MANY[20:]))),
    ],
)  # fmt: skip
def test_an_archive_is_known_by_its_bytes_however_it_is_named_and_packed(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "PAGE", 20_000)
    monkeypatch.setattr(unpacking, "PIECE", 3_000)
    path = tmp_path / name
    path.write_bytes(data)
    assert is_archive(path)
    assert archive_files([tmp_path]) == [path]
    pages, told = read(path)
    assert ([page.url for page in pages], told) == ([f"http://a.example/{n}" for n in range(30)], [])
    index = ArchiveIndex([path])
    for n in (29, 3, 17, 0):
        page = index.find(f"http://a.example/{n}")
        assert page is not None
        assert page.body == f"第{n}页".encode("gbk") * 3000


def test_what_is_no_archive_is_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("word/document.xml", "<a/>")
    for name, data in {
        "a.gz": gzip.compress(BODY),
        "b.gz": b"\x1f\x8b junk",
        "c": b"WARC/1.0 is a format of archives",
        "d": b"",
        "e.zst": zstd.compress(BODY),
    }.items():
        (tmp_path / name).write_bytes(data)
    assert not [path for path in tmp_path.iterdir() if is_archive(path)]
    with pytest.raises(InputError, match="no WARC file in this folder"):
        archive_files([tmp_path])


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "raw"])
@pytest.mark.parametrize("trained", [True, False], ids=["trained", "any bytes"])
def test_zstd_with_a_dictionary(packed: bool, trained: bool, tmp_path: Path) -> None:
    known = (
        zstd.train_dict([each[:2000] + bytes([n]) * n for n, each in enumerate(MANY)], 3000)
        if trained
        else zstd.ZstdDict(MANY[0][:3000], is_raw=True)
    )
    content = zstd.compress(known.dict_content) if packed else known.dict_content
    path = tmp_path / "x.warc.zst"
    frames = b"".join(zstd.compress(each, zstd_dict=known) for each in MANY)
    path.write_bytes(struct.pack("<4sI", b"\x5d\x2a\x4d\x18", len(content)) + content + frames[:0] + frames)
    pages, told = read(path)
    assert (len(pages), told) == (30, [])
    assert [page.body for page in [ArchiveIndex([path]).find("http://a.example/7")] if page] == ["第7页".encode("gbk") * 3000]


def test_zstd_that_is_not_there_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.warc.zst"
    path.write_bytes(b"".join(map(zstd_frame, MANY)))
    monkeypatch.setattr(unpacking, "zstd_module", lambda: None)
    with pytest.raises(
        InputError, match=r"x\.warc\.zst: packed with zstd, which this Python has not: pip install backports\.zstd"
    ):
        list(read_archive(path))
    rows = list(extract_articles([path], load_outlets()))
    assert [(row["error"], row["reason"]) for row in rows] == [("input", "unreadable")]


@pytest.mark.parametrize("damage", ["flip", "cut", "head", "zeros"])
@pytest.mark.parametrize("pack", [gzip.compress, zstd_frame], ids=["gzip", "zstd"])
def test_behind_a_damaged_member_reading_goes_on_at_the_next(damage: str, pack: Any, tmp_path: Path) -> None:
    members = [pack(each) for each in MANY]
    bad = members[3]
    members[3] = {
        "flip": bad[:50] + bytes([bad[50] ^ 0xFF]) + bad[51:],
        "cut": bad[:70],
        "head": b"\x00" + bad[1:],
        "zeros": bytes(len(bad)),
    }[damage]
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(members))
    pages, told = read(path)
    assert [page.url for page in pages] == [f"http://a.example/{n}" for n in range(30) if n != 3]
    assert len(told) == 1
    assert told[0].position == len(b"".join(members[:3]))
    index = ArchiveIndex([path])
    assert (len(index), len(index.damage)) == (29, 1)
    assert f"x.warc: damaged in 1 place, first at byte {told[0].position:,}" in index.damage[0]


def test_of_a_damaged_member_of_many_records_only_what_digests_prove_is_read(tmp_path: Path) -> None:
    """Any other address of it may be another one: most damage shows only in the checksum at the member's end."""
    words = [hashlib.sha1(b"%d" % n, usedforsecurity=False).hexdigest()[: 3 + n % 9] for n in range(9000)]
    texts = [" ".join(Random(n).choices(words, k=2000)).encode() for n in range(40)]  # noqa: S311 the same text every time
    digests = [base64.b32encode(hashlib.sha1(text, usedforsecurity=False).digest()).decode() for text in texts]
    with_digests = b"".join(
        with_fields(f"http://a.example/{n}", response(texts[n]), f"WARC-Payload-Digest: sha1:{digests[n]}\r\n") for n in range(40)
    )
    without = b"".join(with_fields(f"http://a.example/{n}", response(text), "") for n, text in enumerate(texts))
    path = tmp_path / "x.warc.gz"
    for flipped in (-20_000, -90_000):
        data = bytearray(gzip.compress(with_digests))
        data[flipped] ^= 4
        path.write_bytes(data)
        pages, told = read(path)
        assert 8 < len(pages) < 35
        assert [(page.url, page.body) for page in pages] == [(f"http://a.example/{n}", texts[n]) for n in range(len(pages))]
        assert [each.reason for each in told] == ["damaged"]
    data = bytearray(gzip.compress(without))
    data[-20_000] ^= 4
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"no WARC record in it that can be read \(what is packed here is damaged\)"):
        list(read_archive(path))


def arc(*records: tuple[str, bytes], version: int = 1) -> list[bytes]:
    block = b"%d 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n" % version
    more = "200 - - 0 a.arc " if version == 2 else ""
    head = f"filedesc://a.arc 0.0.0.0 20221112000000 text/plain {more}{len(block)}\n".encode() + block + b"\n"
    return [
        head,
        *(f"{url} 127.0.0.1 20221112010203 text/html {more}{len(http)}\n".encode() + http + b"\n" for url, http in records),
    ]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["arc", "arc.gz"])
def test_arc_files(version: int, pack: Any, tmp_path: Path) -> None:
    wanted = [
        (URL, response(BODY)),
        (URL + "?a b", response(GZIPPED, "Content-Encoding: gzip")),
        ("dns:a.example", b"x"),
        (URL + "?3", response(BODY, status="404 No")),
    ]
    path = tmp_path / "a.arc"
    path.write_bytes(b"".join(pack(each) for each in arc(*wanted, version=version)))
    pages, told = read(path)
    assert [(page.url, page.status, page.body, page.fetched_at) for page in pages] == [
        (URL, 200, BODY, "2022-11-12T01:02:03Z"), (URL + "?a%20b", 200, BODY, "2022-11-12T01:02:03Z"), (URL + "?3", 404, BODY, "2022-11-12T01:02:03Z"),
    ]  # fmt: skip
    assert told == []
    (tmp_path / "no suffix").write_bytes(path.read_bytes())
    assert is_archive(tmp_path / "no suffix")
    assert [page.body for page in [ArchiveIndex([path]).find(URL + "?a%20b")] if page] == [BODY]


def test_an_odd_record_of_an_arc_file_costs_no_other(tmp_path: Path) -> None:
    head, *rest = arc(*((f"{URL}?{n}", response(BODY)) for n in range(5)))
    rest[1] = rest[1].replace(b"text/html %d" % len(response(BODY)), b"text/html 50")
    rest[3] = rest[3][:-300] + b"\n"
    path = tmp_path / "a.arc"
    path.write_bytes(head + b"".join(rest))
    pages, told = read(path)
    assert [page.url[-1] for page in pages] == ["0", "2", "4"]
    assert [(each.reason, (each.url or "")[-1]) for each in told] == [("wrong_length", "1"), ("wrong_length", "3")]


PLAIN = record("http://a.example/plain", response(BODY))


def wacz(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("datapackage.json", "{}")
        for name, data in parts.items():
            file.writestr(name, data)
        file.writestr("indexes/index.cdx.gz", gzip.compress(b"example,a)/ 2022 {}"))
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
@pytest.mark.parametrize("name", ["a.wacz", "a.zip", "a"])
def test_wacz(method: int, name: str, tmp_path: Path) -> None:
    packed, plain = b"".join(map(gzip.compress, MANY[:9])), b"".join(MANY[9:])
    path = wacz(tmp_path / name, {"archive/z.warc.gz": packed, "archive/a.warc": plain}, method)
    assert is_archive(path)
    pages, told = read(path)
    assert ([page.url for page in pages], told) == ([f"http://a.example/{n}" for n in range(30)], [])
    assert [pages[0].part, pages[9].part] == ["archive/z.warc.gz", "archive/a.warc"]
    index = ArchiveIndex([path])
    for n in (3, 27):
        page = index.find(f"http://a.example/{n}")
        assert page is not None
        assert page.body == f"第{n}页".encode("gbk") * 3000


def test_a_damaged_wacz_is_told_and_what_can_be_read_is(tmp_path: Path) -> None:
    path = wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": b"".join(map(gzip.compress, MANY)), "archive/b.warc": PLAIN})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    pages, told = read(path)
    assert "damaged" in {each.reason for each in told}
    assert "its list of files cannot be read" in " ".join(each.detail for each in told)
    assert [page.url for page in pages] == [f"http://a.example/{n}" for n in range(len(pages))]
    assert 5 < len(pages) < 25
    index = ArchiveIndex([path])
    assert [page.body for page in [index.find("http://a.example/3")] if page] == ["第3页".encode("gbk") * 3000]
    place = whole.rindex(PLAIN) + 400
    path.write_bytes(whole[:place] + b"!" + whole[place + 1 :])
    pages, told = read(path)
    assert (len(pages), [(each.reason, each.part) for each in told]) == (30, [("damaged", "archive/b.warc")])
    assert "its checksum is wrong" in told[0].detail


def test_a_record_too_large_is_skipped_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_RECORD", 100_000)
    large = record(URL, response(b"x" * 200_000))
    for pack in (bytes, gzip.compress):
        pages, told = among_others(tmp_path, large, pack=pack)
        assert (pages, [(each.reason, each.url) for each in told]) == ([], [("oversized", URL)])


def test_what_unpacks_without_end_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "BOMB", 1 << 20)
    monkeypatch.setattr(unpacking, "PIECE", 1 << 18)
    pages, told = among_others(tmp_path, record(URL, response(bytes(8 << 20))), pack=gzip.compress)
    assert (pages, [(each.reason, each.url) for each in told]) == ([], [("oversized", URL)])


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_memory_is_bounded(pack: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_RECORD", 1 << 20)
    path = tmp_path / "x.warc"
    path.write_bytes(pack(record(URL, response(bytes(48 << 20)))) + pack(MANY[0]))
    tracemalloc.start()
    try:
        pages, told = read(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert ([page.url for page in pages], [each.reason for each in told]) == (["http://a.example/0"], ["oversized"])
    assert peak < 36 << 20, f"{peak >> 20} MiB"


def test_the_docs_name_every_reason() -> None:
    page = (Path(__file__).parent.parent / "docs" / "archives.md").read_text(encoding="utf-8")
    assert "".join(f"| `{reason}` | {meaning} |\n" for reason, meaning in REASONS.items()) in page


def test_the_situation_of_the_field(shared: Path) -> None:
    folder = shared / "field" / "09-warc-stale-headers"
    for name, errors in {"mix_gz.warc.gz": [], "mix_chunk.warc.gz": [], "truncated.warc.gz": [("refused", "truncated")]}.items():
        rows = list(extract_articles([folder / name], load_outlets()))
        assert [(row["error"], row["reason"]) for row in rows if "error" in row] == errors
        assert len(rows) == (4 if not errors else 1)
