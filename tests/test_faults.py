"""A full disk in the middle of a crawl: it ends in time, with its own exit code and a clear line; a run with room completes it."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import newsspider, write_sites, written
from databases import fresh
from killing import judge

from newsspider.demo import Press
from newsspider.errors import OutputError

SECONDS = 60
SMALL, LARGE = 700 << 10, 64 << 20
"""Bytes: too few for the articles of the press and their database, and enough."""


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A file system of its own in memory; skips the test where we may not mount one."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only root may mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def crawl(cwd: Path, *arguments: object, prepare: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    code = "from newsspider.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "crawl", "--all", "--sites", "sites.toml", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False, preexec_fn=prepare,
    )  # fmt: skip


def said_once(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code of its own, one line with these words, no traceback."""
    assert done.returncode == OutputError.exit_code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("newsspider: ")]
    assert len([line for line in lines if all(word in line for word in words)]) == 1, done.stderr


def complete(press: Press, out: Path, cwd: Path, *arguments: object) -> None:
    """A later run writes what is missing."""
    newsspider("crawl", "--all", "--sites", "sites.toml", *arguments, cwd=cwd)
    judged = judge(press.expected(), written(out))
    assert judged.good, judged


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as serving:
        yield serving


def test_the_disk_is_full(press: Press, tmp_path: Path) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    with small_disk(tmp_path / "disk", SMALL):
        said_once(crawl(tmp_path, "--output", "disk/out"), "newsspider.db", "full")
        subprocess.run(["mount", "-o", f"remount,size={LARGE}", str(tmp_path / "disk")], check=True)
        complete(press, tmp_path / "disk" / "out", tmp_path, "--output", "disk/out")


def test_the_disk_of_the_files_is_full(press: Press, tmp_path: Path) -> None:
    write_sites(press.outlets, tmp_path / "sites.toml")
    arguments = ("--output", "disk/out", "--database", f"sqlite:///{tmp_path / 'news.db'}")
    with small_disk(tmp_path / "disk", 128 << 10):
        done = crawl(tmp_path, *arguments)
        said_once(done, "disk/out", "No space left", "the next run writes them")
        assert list((tmp_path / "disk" / "out").glob("articles/*.part")) == []
        subprocess.run(["mount", "-o", f"remount,size={LARGE}", str(tmp_path / "disk")], check=True)
        complete(press, tmp_path / "disk" / "out", tmp_path, *arguments)


def test_files_may_not_grow(press: Press, tmp_path: Path) -> None:
    """A quota, as every user has it; the database refuses before the files do."""
    write_sites(press.outlets, tmp_path / "sites.toml")
    done = crawl(tmp_path, "--output", "out", prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL)))
    said_once(done, "newsspider.db")
    complete(press, tmp_path / "out", tmp_path, "--output", "out")


def test_files_may_not_grow_beside_a_server(press: Press, tmp_path: Path) -> None:
    """The database has room, the output folder has none."""
    write_sites(press.outlets, tmp_path / "sites.toml")
    with fresh("postgresql", tmp_path) as database:
        arguments = ("--output", "out", "--database", database)
        done = crawl(tmp_path, *arguments, prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        said_once(done, "cannot write to out", "the next run writes them")
        complete(press, tmp_path / "out", tmp_path, *arguments)
    assert os.listdir(tmp_path / "out" / "articles") == ["000000000001.jsonl"]
