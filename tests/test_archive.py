"""WARC files: every response read, encodings undone, damage told after what came before it."""

import gzip
import zlib
from pathlib import Path

import pytest

from newsspider.archive import ArchiveIndex, read_archive
from newsspider.errors import DamagedArchive, InputError
from newsspider.urls import canonical_url


def record(url: str, http: bytes, kind: str = "response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-11-12T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{zlib.crc32(url.encode()):012d}>\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def response(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return ("\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html; charset=gbk", *headers]) + "\r\n\r\n").encode() + body


PAGES = [record(f"http://a.example/{n}.html", response(f"第{n}页".encode("gbk") * 200)) for n in range(5)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(b"".join(gzip.compress(page) for page in PAGES))
    return path


def test_every_response_is_read_in_order(archive: Path) -> None:
    pages = list(read_archive(archive))
    assert [page.url for page in pages] == [f"http://a.example/{n}.html" for n in range(5)]
    assert pages[1].body == "第1页".encode("gbk") * 200
    assert (pages[1].status, pages[1].content_type, pages[1].fetched_at) == (
        200,
        "text/html; charset=gbk",
        "2022-11-12T00:00:00Z",
    )


def test_transfer_and_content_encoding_are_undone(tmp_path: Path) -> None:
    body = gzip.compress("正文".encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    path = tmp_path / "x.warc"
    path.write_bytes(record("http://a.example/", response(chunked, "Content-Encoding: gzip", "Transfer-Encoding: chunked")))
    (page,) = read_archive(path)
    assert page.body == "正文".encode()
    assert [name for name, _ in page.headers] == ["Content-Type"]


def test_the_index_finds_a_url_in_every_form(archive: Path) -> None:
    index = ArchiveIndex([archive])
    assert len(index) == 5
    found = index.find("http://a.example:80/3.html?utm_source=app#top")
    assert found is not None
    assert found.body == "第3页".encode("gbk") * 200
    assert index.find("http://a.example/9.html") is None


def test_the_last_record_of_a_url_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("http://a.example/", response(b"old")) + record("http://a.example/", response(b"new")))
    found = ArchiveIndex([path]).find("http://a.example/")
    assert found is not None
    assert found.body == b"new"


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("share", [0.5, 0.7, 0.95])
def test_a_cut_archive_gives_what_came_before_and_says_so(packed: bool, share: float, tmp_path: Path) -> None:
    data = b"".join(gzip.compress(page) if packed else page for page in PAGES)
    path = tmp_path / ("cut.warc.gz" if packed else "cut.warc")
    path.write_bytes(data[: int(len(data) * share)])
    read: list[str] = []
    with pytest.raises(DamagedArchive, match=r"damaged after \d records"):
        read.extend(page.url for page in read_archive(path))  # what came before the damage is kept
    assert read == [f"http://a.example/{n}.html" for n in range(len(read))]
    assert len(read) == int(5 * share)


@pytest.mark.parametrize(
    "content", [b"", b"<html>a page</html>", b"\x1f\x8b\x08\x00 not gzip"], ids=["empty", "html", "gzip head"]
)
def test_what_is_no_archive_is_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.warc\.gz"):
        list(read_archive(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        list(read_archive(tmp_path / "none.warc.gz"))


def test_the_real_archive_is_read_whole(shared: Path) -> None:
    pages = list(read_archive(shared / "corpus/dev/dev.warc.gz"))
    wanted = (shared / "corpus/dev/urls.txt").read_text().split()
    assert {canonical_url(page.url) for page in pages} >= {canonical_url(url) for url in wanted}
