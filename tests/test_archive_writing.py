"""Writing WARC: every record whole, rotated, indexed; a kill or a full disk loses at most the last record."""

import errno
import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from newsspider.archive.index import ArchiveIndex
from newsspider.archive.names import index_path
from newsspider.archive.reading import read_archive
from newsspider.archive.writing import ArchiveWriter, Exchange, finish_killed, give_back, shared_writer
from newsspider.errors import OutputError


def exchange(number: int, **more: object) -> Exchange:
    values = {
        "url": f"http://a.example/{number}.html", "method": "GET", "request_headers": [(b"User-Agent", b"test")], "form": b"", "status": 200,
        "headers": [(b"Content-Type", b"text/html"), (b"Transfer-Encoding", b"chunked")], "body": b"page %d " % number * 500,
        "fetched_at": "2025-10-20T00:00:00Z", "ip": "127.0.0.1",
    }  # fmt: skip
    return Exchange(**(values | more))  # type: ignore[arg-type] # a test's shorthand


def written(folder: Path, count: int, run: int = 1) -> Path:
    writer = ArchiveWriter(folder, run)
    for number in range(count):
        writer.write(exchange(number))
    writer.close()
    return folder / f"{run:06d}-00001.warc.gz"


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = written(tmp_path, 3)
    pages = list(read_archive(path))
    assert [(page.url, page.status, page.body, page.fetched_at) for page in pages] == [
        (f"http://a.example/{number}.html", 200, b"page %d " % number * 500, "2025-10-20T00:00:00Z") for number in range(3)
    ]
    assert pages[0].headers == [("Content-Type", "text/html")]


def test_the_records_are_warc_1_1_with_digests_that_hold(tmp_path: Path) -> None:
    path = written(tmp_path, 2)
    with path.open("rb") as stream:
        records = [
            (record.headers["WARC-Type"], record.headers.to_dict(), record.verify_block_digest())
            for record in ArchiveIterator(stream, parse_http=False)
        ]
    assert path.read_bytes()[:2] == b"\x1f\x8b"
    assert [name for name, _, _ in records] == ["warcinfo", "request", "response", "request", "response"]
    assert all(whole for _, _, whole in records)
    assert records[1][1]["WARC-Concurrent-To"] == records[2][1]["WARC-Record-ID"]
    assert records[2][1]["WARC-IP-Address"] == "127.0.0.1"
    with path.open("rb") as stream:
        answer = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.response)))
        assert answer.http_headers.to_tuples() == (("Content-Type", "text/html"), ("Content-Length", str(len(exchange(0).body))))
        assert answer.http_headers.status_line == "HTTP/1.1 200 OK"


def test_a_packed_body_stays_packed_and_is_read_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress("正文".encode() * 100)
    writer = ArchiveWriter(tmp_path, 1)
    writer.write(exchange(1, body=packed, headers=[(b"Content-Encoding", b"gzip"), (b"Content-Length", b"999")]))
    writer.close()
    (page,) = read_archive(tmp_path / "000001-00001.warc.gz")
    assert page.body == "正文".encode() * 100
    with (tmp_path / "000001-00001.warc.gz").open("rb") as stream:
        answer = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.response)))
        assert answer.http_headers.get("Content-Length") == str(len(packed))
        assert answer.reader.read() == packed


def test_forms_come_back_with_the_index(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1)
    forms = [b"a=1&b=%E5", b"a=2", b'{"page": 3}', "页=4".encode()]
    for form in forms:
        writer.write(exchange(1, method="POST", form=form, body=b"answer to " + form))
    writer.close()
    index = ArchiveIndex([tmp_path])
    for form in forms:
        page = index.find("http://a.example/1.html", "POST", form)
        assert page is not None
        assert page.body == b"answer to " + form
    assert index.find("http://a.example/1.html") is None
    lines = (tmp_path / "000001-00001.cdxj").read_bytes().splitlines()
    assert lines == sorted(lines)
    assert any(line.startswith(b"example,a)/1.html?__wb_method=post&a=2 20251020000000 {") for line in lines)


def test_files_are_rotated_and_each_is_indexed(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 7, max_bytes=4000)
    for number in range(40):
        writer.write(exchange(number, body=os.urandom(500)))
    writer.close()
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert [file.name for file in files] == [f"000007-{number:05d}.warc.gz" for number in range(1, len(files) + 1)]
    assert len(files) > 5
    assert all(index_path(file).exists() for file in files)
    assert len(ArchiveIndex([tmp_path])) == sum(len(list(read_archive(file))) for file in files) == 40


def test_the_index_beside_equals_the_one_made_by_reading(tmp_path: Path) -> None:
    path = written(tmp_path, 5)
    beside = [(capture.url, capture.position, capture.fetched_at) for capture in ArchiveIndex([path]).captures()]
    index_path(path).unlink()
    assert [(capture.url, capture.position, capture.fetched_at) for capture in ArchiveIndex([path]).captures()] == beside


def test_a_run_of_the_same_number_never_writes_into_an_old_file(tmp_path: Path) -> None:
    before = written(tmp_path, 2).read_bytes()
    written(tmp_path, 1)
    assert (tmp_path / "000001-00001.warc.gz").read_bytes() == before
    assert len(list(read_archive(tmp_path / "000001-00002.warc.gz"))) == 1


@pytest.mark.parametrize("cut", [1, 30, 700])
def test_half_a_record_is_told_and_the_next_run_cuts_it_off(cut: int, tmp_path: Path) -> None:
    path = written(tmp_path, 5)
    index_path(path).unlink()
    path.write_bytes(path.read_bytes()[:-cut])
    *whole, half = read_archive(path)
    assert (len(whole), half.reason) == (4, "cut_off")
    written(tmp_path, 1, run=2)
    assert [page.url for page in read_archive(path)] == [f"http://a.example/{number}.html" for number in range(4)]
    assert len(ArchiveIndex([path])) == 4
    assert index_path(path).exists()


def test_corruption_in_the_middle_is_not_cut_off(tmp_path: Path) -> None:
    path = written(tmp_path, 5)
    index_path(path).unlink()
    data = bytearray(path.read_bytes())
    damaged = list(read_archive(path))[2].position + 100
    data[damaged] ^= 0xFF
    path.write_bytes(data)
    finish_killed(path)
    assert path.read_bytes() == data
    assert [capture.url for capture in ArchiveIndex([path]).captures()] == [f"http://a.example/{n}.html" for n in (0, 1, 3, 4)]


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1)
    writer.write(exchange(1))
    path = tmp_path / "000001-00001.warc.gz"
    assert not finish_killed(path)
    written(tmp_path, 1, run=2)
    assert not index_path(path).exists()
    writer.write(exchange(2))
    writer.close()
    assert len(ArchiveIndex([path])) == 2


def test_a_killed_writer_loses_nothing_that_it_had_written(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from test_archive_writing import exchange; from newsspider.archive.writing import ArchiveWriter\n"
        "writer = ArchiveWriter(Path(sys.argv[1]), 1)\n"
        "for number in range(10**6):\n    writer.write(exchange(number)); print(number, flush=True)"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(50)]
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    written(tmp_path, 1, run=2)
    found = [page.url for page in read_archive(tmp_path / "000001-00001.warc.gz")]
    last = int(next(line for line in reversed(said) if line.endswith("\n")))
    assert found == [f"http://a.example/{number}.html" for number in range(len(found))]
    assert len(found) >= last + 1 >= 50
    assert len(ArchiveIndex([tmp_path / "000001-00001.warc.gz"])) == len(found)


def test_a_full_disk_is_said_and_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = ArchiveWriter(tmp_path, 1)
    writer.write(exchange(1))
    real = os.write

    def half(descriptor: int, data: bytes) -> int:
        if len(data) < 60:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, bytes(data[: len(data) // 2]))

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OutputError, match=r"No space left.*make room"):
        writer.write(exchange(2))
    monkeypatch.undo()
    writer.write(exchange(3))
    writer.close()
    assert [page.url for page in read_archive(tmp_path / "000001-00001.warc.gz")] == [
        "http://a.example/1.html",
        "http://a.example/3.html",
    ]
    assert len(ArchiveIndex([tmp_path])) == 2


def test_the_spiders_of_a_run_share_one_file(tmp_path: Path) -> None:
    one, other = shared_writer(tmp_path, 1), shared_writer(tmp_path, 1)
    assert one is other
    one.write(exchange(1))
    give_back(one)
    other.write(exchange(2))
    assert not list(tmp_path.glob("*.cdxj"))
    give_back(other)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["000001-00001.cdxj", "000001-00001.warc.gz"]
    assert len(ArchiveIndex([tmp_path])) == 2
