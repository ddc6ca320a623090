"""Files to write behind links, pipes and devices: a target is replaced whole in its own folder, what is no file is never renamed over."""

import contextlib
import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from article_factory import make_article
from click.testing import CliRunner, Result
from commands import rows

from newsspider.cli import main
from newsspider.errors import InputError, OutputError
from newsspider.export.atomic_files import WholeFile, write_whole
from newsspider.export.cursor import Cursor
from newsspider.export.places import place_of
from newsspider.store import Outcome, Store

NULL, FULL = os.makedev(1, 3), os.makedev(1, 7)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with a store of three articles."""
    folder = tmp_path / "out"
    store = Store(f"sqlite:///{folder / 'newsspider.db'}")
    store.save([Outcome(article.url or "", "x", "stored", article=article) for article in map(make_article, range(3))])
    store.close()
    return folder


def export(out: Path, to: Path) -> Result:
    return CliRunner().invoke(main, ["export", "--output", str(out), "--to", str(to)])


def device(path: Path, number: int) -> Path:
    """A device node of the test's own, so that none of the system is at risk; skips the test where none can be made."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, number)
        os.close(os.open(path, os.O_WRONLY))
    except OSError:
        pytest.skip("device nodes can be made by root alone, on a file system that takes them")
    return path


@pytest.mark.parametrize("depth", [1, 3])
def test_behind_a_link_the_target_is_replaced_in_its_own_folder(out: Path, tmp_path: Path, depth: int) -> None:
    home = tmp_path / "home"
    home.mkdir()
    target = home / "real.jsonl"
    target.write_text("old\n")
    before = target.stat().st_ino
    links = [tmp_path / f"link{number}.jsonl" for number in range(depth)]
    for link, leads_to in zip(links, [*links[1:], Path("home/real.jsonl")], strict=True):
        link.symlink_to(leads_to)
    assert export(out, links[0]).exit_code == 0
    assert all(link.is_symlink() for link in links)
    assert len(rows(target.read_text())) == 3
    assert target.stat().st_ino != before, "replaced whole, not written into"
    assert {path.name for path in home.iterdir()} == {"real.jsonl"}


def test_an_export_that_fails_leaves_link_and_target_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with contextlib.suppress(KeyError), WholeFile(tmp_path / "link") as file:
        file.stream.write(b"new")
        raise KeyError
    assert (tmp_path / "link").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"link", "real"}


def test_a_link_to_what_is_not_there_yet_makes_it(out: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "home" / "new.csv")
    assert export(out, tmp_path / "link.csv").exit_code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "home" / "new.csv").read_text().startswith("id,url,")


@pytest.mark.parametrize(
    ("leads_to", "why"),
    [
        ("loop", "symbolic links"),
        ("nowhere/new.jsonl", "No such file"),
        ("out", "Is a directory"),
        ("out/newsspider.db/x", "Not a dir"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(out: Path, tmp_path: Path, leads_to: str, why: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    link = tmp_path / "link"
    link.symlink_to(leads_to)
    done = export(out, link)
    assert done.exit_code == 5
    assert f"cannot write --to {link}: " in done.output
    assert why in done.output
    assert link.is_symlink()


@pytest.mark.parametrize("by_link", [False, True])
@pytest.mark.parametrize("name", ["pipe", "pipe.jsonl.gz"])
def test_a_pipe_is_written_through(out: Path, tmp_path: Path, name: str, by_link: bool) -> None:
    pipe = tmp_path / name
    os.mkfifo(pipe)
    to = tmp_path / f"link-{name}" if by_link else pipe
    if by_link:
        to.symlink_to(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    done = export(out, to)
    reader.join(10)
    assert done.exit_code == 0, done.output
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    text = (
        subprocess.run(["gzip", "-dc"], input=read[0], capture_output=True, check=True).stdout
        if name.endswith(".gz")
        else read[0]
    )
    assert len(rows(text.decode())) == 3


def test_a_pipe_whose_reader_goes_is_an_error(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=lambda: os.close(os.open(pipe, os.O_RDONLY))).start()
    with pytest.raises(BrokenPipeError):
        write_whole(pipe, b"x" * (1 << 22))
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("by_link", [False, True])
@pytest.mark.parametrize(("number", "code"), [(NULL, 0), (FULL, 5)])
def test_a_device_is_written_through_and_stays(out: Path, tmp_path: Path, number: int, code: int, by_link: bool) -> None:
    node = device(tmp_path / "node", number)
    to = tmp_path / "link" if by_link else node
    if by_link:
        to.symlink_to(node)
    done = export(out, to)
    assert done.exit_code == code, done.output
    assert ("No space left" in done.output) == (code == 5)
    assert node.stat().st_rdev == number
    assert stat.S_ISCHR(node.stat().st_mode)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_stdout_by_its_name_goes_on_where_it_stands(name: str, out: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    file = tmp_path / "appended"
    file.write_text("before\n")
    command = [sys.executable, "-c", "from newsspider.cli import main; main()", "export", "--output", str(out), "--to", name]
    with file.open("ab") as stream:
        subprocess.run(command, stdout=stream, cwd=tmp_path, check=True, stderr=subprocess.DEVNULL)
    text = file.read_text()
    assert text.startswith("before\n")
    assert len(rows(text.removeprefix("before\n"))) == 3
    assert Path("/dev/stdout").is_symlink()


def test_every_name_of_a_descriptor_of_ours_is_known(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        number = file.fileno()
        for name in (
            f"/proc/self/fd/{number}",
            f"/proc/{os.getpid()}/fd/{number}",
            f"/dev/fd/{number}",
            f"/proc/self/../self/fd/{number}",
        ):
            assert place_of(Path(name)).descriptor == number
    assert place_of(tmp_path / "file").descriptor is None
    with pytest.raises(OSError, match="descriptor") as caught:
        place_of(Path("/dev/fd/987654")).open()
    assert caught.value.errno == errno.EBADF


def test_what_stands_at_the_name_of_the_half_file_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("of somebody else")
    (tmp_path / "new.part").symlink_to("other")
    write_whole(tmp_path / "new", b"data")
    os.mkfifo(tmp_path / "new.part")
    write_whole(tmp_path / "new", b"data, again")
    assert (tmp_path / "other").read_text() == "of somebody else"
    assert (tmp_path / "new").read_text() == "data, again"


def test_a_report_is_written_behind_a_link_too(out: Path, tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to("real.html")
    done = CliRunner().invoke(main, ["report", "--output", str(out), "--to", str(tmp_path / "link.html")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text().startswith("<!DOCTYPE html>")


def test_a_cursor_is_kept_behind_a_link_and_never_in_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    with Cursor(tmp_path / "link", "id") as cursor:
        cursor.move(3, None)
    assert (tmp_path / "link").is_symlink()
    with Cursor(tmp_path / "real", "id") as cursor:
        assert cursor.position == 3
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a pipe or device"):
        Cursor(tmp_path / "pipe", "id")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="symbolic links"):
        Cursor(tmp_path / "loop", "id")
    assert {path.name for path in tmp_path.iterdir()} == {"link", "real", "real.lock", "pipe", "loop"}
