"""How commands end, whatever happens: one sentence, a documented exit code, no traceback."""

import errno
import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from article_factory import make_article
from in_process import run

from newsspider.cli.commands import Commands
from newsspider.cli.ending import ended
from newsspider.cli.streams import Stdout
from newsspider.errors import ConfigError, NotAnArticle, OutputError
from newsspider.store import Outcome, Runs, Store
from newsspider.terminal.sentences import LONGEST, shown

FULL = Path("/dev/full")
LOST = "cannot write to stdout: {}; make room, or send the output elsewhere"
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
PAGE = "<html><title>x</title><p>A page without article."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a page and a store of three articles in `output`."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(PAGE)
    Path("schedule.toml").write_text('[jobs.a]\noutlets = ["jiangxi_jxnews"]\ncron = "0 0 1 1 *"\n')
    Path("list.html").write_text('<a href="http://a.example/2025/1.html">一条新闻的标题在这里</a>' * 3)
    articles = [make_article(number) for number in range(3)]
    Path("output").mkdir()
    store = Store(f"sqlite:///{tmp_path / 'output' / 'newsspider.db'}")
    store.save([Outcome(article.url or "", article.outlet or "", "stored", article=article) for article in articles])
    Runs(store).begin("newsspider crawl x")
    store.close()
    return tmp_path


PRINTING = [
    ("--help",), ("--version",), ("crawl", "--help"), ("outlets",), ("outlets", "--json"), ("config",), ("config", "--json"),
    ("runs",), ("runs", "--json"), ("runs", "1"), ("export",), ("export", "--format", "csv"), ("export", "--format", "parquet"), ("tail",), ("extract", "page.html"),
    ("extract", "--links", "page.html"), ("report",), ("reprints", "--day", "2025-10-21"), ("reprints", "--day", "2025-10-21", "--json"),
    ("issues", "jiangxi_jxrb", "--from", "2025-10-20", "--to", "2025-10-21"), ("schedule", "--plan"), ("schedule", "--plan", "--json"),
    ("new-outlet", "http://a.example/", "--article", "http://a.example/2025/1.html", "--list-file", "list.html", "--article-file", "page.html"),
]  # fmt: skip
"""Commands that print and end."""


@needs_full
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_stdout_on_a_full_disk_is_told(arguments: tuple[str, ...], folder: Path) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        code, _, said = run(*arguments, stdout=full)
    assert code == 5, said
    assert said.count("\n") == 1, said
    assert "stdout: No space left on device" in said or "cannot write the articles up to" in said


@needs_full
@pytest.mark.parametrize("arguments", [("runs",), ("runs", "--output", "none"), ("export",), ("nonsense",), ()])
def test_a_stderr_on_a_full_disk_changes_nothing(arguments: tuple[str, ...], folder: Path) -> None:
    wanted, printed, _ = run(*arguments)
    with FULL.open("w", encoding="utf-8") as full:
        code, still_printed, _ = run(*arguments, stderr=full)
    assert (code, still_printed) == (wanted, printed)


@needs_full
def test_both_streams_on_a_full_disk_as_a_process(folder: Path) -> None:
    """Also the interpreter, which writes out what is left when it ends, finds nothing to complain about."""
    command = [sys.executable, "-m", "newsspider", "outlets"]
    with FULL.open("wb") as out, FULL.open("wb") as err:
        assert subprocess.run(command, stdout=out, stderr=err, check=False).returncode == 5
    closed = subprocess.run(["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command], stderr=subprocess.PIPE, text=True, check=False)
    assert (closed.returncode, closed.stderr) == (5, f"newsspider: {LOST.format('Bad file descriptor')}\n")
    assert (
        subprocess.run(["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *command], stdout=subprocess.PIPE, check=False).returncode == 0
    )


@needs_full
def test_scrape_onto_a_full_disk(folder: Path) -> None:
    command = [sys.executable, "-m", "newsspider", "scrape", *(f"http://127.0.0.1:1/{number}.html" for number in range(3))]
    with FULL.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (5, f"newsspider: {LOST.format('No space left on device')}\n")


def test_a_reader_that_leaves_is_no_error_to_tell(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as pipe:
        code, _, said = run("outlets", "--json", stdout=pipe)
    assert (code, said) == (1, "")


def test_what_the_encoding_of_stdout_lacks_is_written_as_an_escape() -> None:
    below = io.BytesIO()
    narrow = Stdout(io.TextIOWrapper(below, encoding="latin-1", write_through=True))
    assert narrow.write("大江网 ok") == 6
    assert below.getvalue() == b"\\u5927\\u6c5f\\u7f51 ok"


def test_a_stdout_without_bytes_below_does(folder: Path) -> None:
    """Somebody who runs the command inside of a program may catch its output so."""
    caught = io.StringIO()
    code, _, said = run("outlets", "--province", "JX", stdout=caught)
    assert (code, said) == (0, "")
    assert "大江网" in caught.getvalue()


def test_stdout_takes_utf8_whatever_its_encoding_was(folder: Path) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", write_through=True)
    code, _, said = run("outlets", "--province", "JX", "--json", stdout=narrow)
    assert (code, said) == (0, "")
    assert "大江网".encode() in narrow.buffer.getvalue()  # type: ignore[attr-defined]


# what may happen in a command


BUG = "an error of newsspider itself:"


def fails(error: BaseException) -> Callable[[], Any]:
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ConfigError("a.toml: [x] y: unknown key"), 3, "a.toml: [x] y: unknown key"),
        (OutputError("cannot write"), 5, "cannot write"),
        (NotAnArticle("list_page"), 1, "not_article: list_page"),
        (click.UsageError("No such option: --x."), 2, "No such option: --x"),
        (KeyboardInterrupt(), 130, "broken off"),
        (click.Abort(), 130, "broken off"),
        (
            OSError(errno.EACCES, "Permission denied", "out/x"),
            5,
            "out/x: Permission denied; look at the paths on the command line",
        ),
        (KeyError("x"), 9, f"{BUG} KeyError: 'x' (newsspider/cli/ending.py:"),
        (RecursionError("maximum recursion depth exceeded"), 9, f"{BUG} RecursionError"),
        (MemoryError(), 9, f"{BUG} MemoryError"),
        (AssertionError(), 9, f"{BUG} AssertionError"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), 9, f"{BUG} UnicodeDecodeError"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_every_exception_becomes_a_sentence_and_a_code(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(fails(error)) == code
    said = capsys.readouterr().err
    assert said.startswith(f"newsspider: {words}")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    if code == 9:
        assert "please report it, with the traceback that NEWSSPIDER_DEBUG=1 shows" in said


def test_developers_see_the_traceback(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    @click.group(cls=Commands)
    def group() -> None:
        pass

    @group.command()
    @click.option("-v", "--verbose", is_flag=True)
    def broken(verbose: bool) -> None:
        raise LookupError("here")

    def end(*arguments: str) -> str:
        with pytest.raises(SystemExit) as caught:
            group.main(list(arguments), prog_name="newsspider")
        assert caught.value.code == 9
        return capsys.readouterr().err

    assert "Traceback" not in end("broken")
    assert "LookupError: here" in (text := end("broken", "-v"))
    assert "Traceback" in text
    monkeypatch.setenv("NEWSSPIDER_DEBUG", "1")
    assert "Traceback" in end("broken")
    monkeypatch.setenv("NEWSSPIDER_DEBUG", "0")
    assert "Traceback" not in end("broken")
    with pytest.raises(LookupError):
        group.main(["broken"], standalone_mode=False)


def test_the_variable_for_developers_is_no_misspelt_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSSPIDER_DEBUG", "1")
    assert run("config")[0] == 0


def test_codes_of_commands_are_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(lambda: 7) == 7
    assert ended(lambda: None) == 0
    assert ended(lambda: "text") == 0
    assert capsys.readouterr().err == ""


def test_the_streams_are_given_back() -> None:
    before = sys.stdout, sys.stderr
    ended(fails(KeyError("x")))
    assert (sys.stdout, sys.stderr) == before


def test_a_wrong_command_line_is_one_sentence(folder: Path) -> None:
    for arguments, words in (
        (("nonsense",), "No such command 'nonsense'"),
        (("runs", "--nonsense"), "No such option"),
        (("runs", "--limit", "x"), "Invalid value for '--limit': 'x' is not a valid integer range; see `newsspider runs --help`"),
        (("extract",), "Missing argument 'PATH...'; see `newsspider extract --help`"),
    ):
        code, _, said = run(*arguments)
        assert code == 2
        assert words in said
        assert said.count("\n") == 1, said


def test_no_command_at_all_shows_the_help(folder: Path) -> None:
    code, _, said = run()
    assert code == 2
    assert "Usage: newsspider" in said


def test_a_sentence_is_fit_for_a_terminal() -> None:
    assert shown("a\nb\x1b[31m\x00\x9b") == "a\\nb\\x1b[31m\\x00\\x9b"
    assert shown("two faults:\n  one\n  two") == "two faults:\n  one\n  two"
    long = shown("begins" + "x" * 100_000 + "the cure")
    assert len(long) < LONGEST + 10
    assert long.startswith("begins")
    assert long.endswith("the cure")


@pytest.mark.parametrize(
    "start", ["from newsspider.cli import main; main()", "import runpy; runpy.run_module('newsspider', run_name='__main__')"]
)
def test_ctrl_c_while_the_program_is_loaded(start: str, folder: Path) -> None:
    """As the console script and as `python -m newsspider`; the interrupt comes in the middle of the imports."""
    code = f"""
import sys
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == "newsspider.cli.options":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupts())
{start}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


def test_logging_onto_a_full_disk_prints_no_traceback(folder: Path) -> None:
    """The handlers of the log take the guarded stderr."""
    if not FULL.exists():
        pytest.skip("this system has no /dev/full")
    with FULL.open("w", encoding="utf-8") as full:
        before = logging.getLogger("newsspider").handlers[:]
        try:
            code, _, _ = run("crawl", "--due", "--output", "output", stderr=full)
        finally:
            logging.getLogger("newsspider").handlers = before
    assert code == 0
