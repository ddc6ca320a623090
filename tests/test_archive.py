"""WARC files: every response read, encodings undone, damage told after what came before it."""

import gzip
import zlib
from pathlib import Path
from random import Random

import pytest

from newsspider.archive.index import ArchiveIndex
from newsspider.archive.reading import read_archive
from newsspider.archive.records import Skipped
from newsspider.errors import InputError
from newsspider.urls import canonical_url


def record(url: str, http: bytes, kind: str = "response", name: str | None = None, beside: str | None = None) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-11-12T00:00:00Z\r\n"
        f"WARC-Record-ID: {urn(name or url)}\r\n{f'WARC-Concurrent-To: {urn(beside)}' if beside else 'WARC-Nothing: 0'}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def urn(name: str) -> str:
    return f"<urn:uuid:00000000-0000-0000-0000-{zlib.crc32(name.encode()):012d}>"


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


def test_http_and_https_are_told_apart_where_both_are_there(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("https://a.example/1", response(b"safe")) + record("http://a.example/1", response(b"plain")))
    index = ArchiveIndex([path])
    bodies = [page.body for url in ("https://a.example/1#top", "http://a.example/1") if (page := index.find(url))]
    assert bodies == [b"safe", b"plain"]


def test_addresses_that_differ_in_case_alone_are_two(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("http://a.example/A", response(b"A")) + record("http://a.example/a", response(b"a")))
    index = ArchiveIndex([path])
    assert [page.body for url in ("http://a.example/A", "http://a.example/a") if (page := index.find(url))] == [b"A", b"a"]


def test_not_modified_does_not_hide_the_text_and_an_error_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    url = "http://a.example/"
    path.write_bytes(record(url, response(b"text")) + record(url, response(b"", status="304 Not Modified")))
    assert [page.body for page in [ArchiveIndex([path]).find(url)] if page] == [b"text"]
    path.write_bytes(path.read_bytes() + record(url, response(b"gone", status="404 Not Found")))
    assert [page.status for page in [ArchiveIndex([path]).find(url)] if page] == [404]
    path.write_bytes(record(url, response(b"", status="304 Not Modified")))
    assert ArchiveIndex([path]).find(url) is None


@pytest.mark.parametrize("request_first", [True, False], ids=["as wget", "as warcio"])
def test_answers_to_different_forms_are_told_apart(request_first: bool, tmp_path: Path) -> None:
    url, records = "http://a.example/list.jsp?size=9", b""
    for page in (1, 2):
        form = f"column=7&page={page}"
        asked = record(
            url, f"POST /list.jsp HTTP/1.1\r\nHost: a.example\r\n\r\n{form}".encode(), "request", f"q{page}", f"p{page}"
        )
        answer = record(url, response(b"page %d" % page), "response", f"p{page}")
        records += asked + answer if request_first else answer + asked
    path = tmp_path / "x.warc"
    asked = record(url, b"GET /list.jsp HTTP/1.1\r\nHost: a.example\r\n\r\n", "request", "q0", "p0")
    path.write_bytes(records + asked + record(url, response(b"by get"), "response", "p0"))
    index = ArchiveIndex([path])
    found = [index.find(url, "POST", form) for form in (b"column=7&page=1", b"column=7&page=2", b"column=7&page=3")]
    assert [page and page.body for page in found] == [b"page 1", b"page 2", None]
    assert [page.body for page in [index.find(url)] if page] == [b"by get"]
    assert index.find(url, "POST", b"\xff not a form") is None


def test_without_requests_in_the_archive_the_address_alone_counts(archive: Path) -> None:
    found = ArchiveIndex([archive]).find("http://a.example/3.html", "POST", b"page=3")
    assert found is not None
    assert found.body == "第3页".encode("gbk") * 200


def test_a_damaged_archive_is_indexed_up_to_the_damage(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-20])
    index = ArchiveIndex([archive])
    assert (len(index), len(index.damage)) == (4, 1)
    assert index.find("http://a.example/3.html") is not None


def test_an_index_of_another_file_is_not_believed(archive: Path) -> None:
    archive.with_name("pages.cdxj").write_bytes(b'!meta {"archive_bytes": 1}\n')
    assert len(ArchiveIndex([archive])) == 5
    archive.with_name("pages.cdxj").write_bytes(b'!meta {"archive_bytes": %d}\n' % archive.stat().st_size)
    assert len(ArchiveIndex([archive])) == 0


def test_a_folder_stands_for_the_archives_in_it(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "x.warc").write_bytes(record("http://b.example/", response(b"b")))
    assert len(ArchiveIndex([tmp_path])) == 6
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="no WARC file"):
        ArchiveIndex([tmp_path / "none"])


def test_the_last_record_of_a_url_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("http://a.example/", response(b"old")) + record("http://a.example/", response(b"new")))
    found = ArchiveIndex([path]).find("http://a.example/")
    assert found is not None
    assert found.body == b"new"


@pytest.mark.parametrize("packed", ["gzip", "one member", "plain"])
@pytest.mark.parametrize("share", [0.5, 0.7, 0.95])
def test_a_cut_archive_gives_what_came_before_and_says_so(packed: str, share: float, tmp_path: Path) -> None:
    data = b"".join(gzip.compress(page) if packed == "gzip" else page for page in PAGES)
    if packed == "one member":
        rng = Random(1)  # noqa: S311 the same bytes every time
        noise = [record(f"http://a.example/{n}.html", response(rng.randbytes(3000))) for n in range(5)]
        data = gzip.compress(b"".join(noise))
    path = tmp_path / "cut.warc"
    path.write_bytes(data[: int(len(data) * share)])
    *read, last = read_archive(path)
    assert [page.url for page in read] == [f"http://a.example/{n}.html" for n in range(int(5 * share))]
    assert isinstance(last, Skipped)
    assert last.reason == "cut_off"
    assert last.url == (None if packed == "gzip" else f"http://a.example/{len(read)}.html")  # half of 250 bytes shows no head


@pytest.mark.parametrize(
    "content", [b"", b"<html>a page</html>", b"\x1f\x8b\x08\x00 not gzip"], ids=["empty", "html", "gzip head"]
)
def test_what_is_no_archive_is_said(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.warc\.gz: no WARC record in it"):
        list(read_archive(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        list(read_archive(tmp_path / "none.warc.gz"))


def test_the_real_archive_is_read_whole(shared: Path) -> None:
    pages = list(read_archive(shared / "corpus/dev/dev.warc.gz"))
    wanted = (shared / "corpus/dev/urls.txt").read_text().split()
    assert {canonical_url(page.url) for page in pages} >= {canonical_url(url) for url in wanted}
