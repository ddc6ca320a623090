"""Every option and argument of every command with values that nobody means: one sentence, a documented exit code, no traceback."""

import atexit
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from article_factory import make_article
from in_process import run

from newsspider.cli.commands import MODULES, load_command
from newsspider.config.scrapy import sqlite_in
from newsspider.store import Outcome, Store

CODES = set(range(9)) - {6, 7, 8}
"""What these commands may end with; 9 would be an error of newsspider itself."""

TAKEN = socket.create_server(("127.0.0.1", 0))
"""Its port keeps `browse` from serving."""
atexit.register(TAKEN.close)

BASE: dict[str, list[str]] = {
    "crawl": ["--urls", "none.txt"],
    "schedule": ["--plan", "--file", "none.toml"],
    "runs": [],
    "report": ["--to", "report.html"],
    "browse": ["--port", str(TAKEN.getsockname()[1]), "--output", "none"],
    "reprints": ["--day", "2025-10-21"],
    "export": [],
    "tail": [],
    "scrape": ["ftp://none.example/"],
    "extract": ["page.html"],
    "reprocess": ["file"],
    "issues": ["jiangxi_jxrb", "--from", "2025-10-20", "--to", "2025-10-20"],
    "outlets": ["--province", "JX"],
    "new-outlet": ["http://127.0.0.1:1/x.html", "--list-file", "page.html", "--article-file", "page.html"],
    "record": ["ftp://none.example/"],
    "validate": ["none_none"],
    "demo": ["--records", "none/x"],
    "config": [],
    "notify": [],
}
"""Arguments with which each command ends by itself, and soon."""

PATHS = [
    "", "a\0b", "x" * 300, "y/" * 2500, "loop", "loop/x", "dangling", "dangling/x", "file", "file/x", "/dev/null/x", "/proc/self/x",
    "folder", ".", "/", "..", "binary", "empty", "folder.toml", "deep.toml", "long_key.toml", "number.toml", "nul.toml", "bom.toml",
    "gbk.toml", "deep.json", "none/none", "\udcff", "a\nb", "~nobody/x",
]  # fmt: skip
URLS = [
    "", " ", "x", "a\0b", "\udcff", "postgresql://h:port/x", "postgresql://[::1/x", "postgresql://u:secret@127.0.0.1:99999/x",
    "postgresql://127.0.0.1:1/x", "mysql://root@127.0.0.1:1/x", "mysql://127.0.0.1:1/", "mysql://127.0.0.1:1", "nosuch://h/x", "oracle://h/x",
    "mssql+pyodbc://h/x", "mysql+mysqldb://h/x", "mysql+nosuch://h/x", "sqlite+aiosqlite:///x.db", "sqlite+pysqlcipher://:p@/x.db",
    "postgresql+asyncpg://h/x", "sqlite://host/x.db", "sqlite:///", "sqlite:///folder", "sqlite:///binary", "sqlite:///empty",
    "sqlite:///file", "sqlite:///file/x", "sqlite:///loop", "sqlite:////dev/null", "sqlite:////dev/full", "sqlite:///fifo", "sqlite:///" + "x" * 300,
    "sqlite:///output/newsspider.db?timeout=abc", "sqlite:///output/newsspider.db?timeout=nan", "sqlite:///output/newsspider.db?timeout=1e30",
    "sqlite:///output/newsspider.db?isolation_level=NOPE", "sqlite:///output/newsspider.db?detect_types=x",
    "postgresql://127.0.0.1:1/x?connect_timeout=abc", "mysql://127.0.0.1:1/x?connect_timeout=abc", "mysql://127.0.0.1:1/x?nope=1",
    "mysql://127.0.0.1:1/x?charset=nope", "mysql://127.0.0.1:1/x?read_timeout=-1", "postgresql://127.0.0.1:1/x?nope=1",
]  # fmt: skip
TEXTS = [
    "", " ", "a\0b", "\udcff", "x" * 100_000, "\n", "../x", "[", "%s", "9" * 5000, "-1", "1e400", "nan", "0001-01-01", "9999-12-31",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "10000-01-01", "２０２５-10-21",
    "http://127.0.0.1:99999/", "javascript:x", "http://", "con", "'; DROP TABLE articles; --",
]  # fmt: skip
NUMBERS = ["", "x", "-1", "0", "9" * 30, "9" * 5000, "1e3", "nan", "inf", "-inf", "1e300", "0x10", "٣"]

HANGS_OR_RUNS = {
    ("tail", "command"),
    ("browse", "port"),
    ("demo", "port"),
    ("demo", "scale"),
    ("demo", "padding"),
    ("demo", "records"),
    ("schedule", "planned"),
}
"""Options whose values start a shell or a server."""


def values(parameter: click.Parameter) -> list[str]:
    if parameter.name == "database":
        return URLS
    if isinstance(parameter.type, click.Path):
        whole_disk = ("/", "..")
        return [path for path in PATHS if path not in whole_disk or isinstance(parameter, click.Option)]
    if isinstance(parameter.type, (click.types.IntParamType, click.types.FloatParamType)):
        return NUMBERS
    return TEXTS


def cases() -> Iterator[Any]:
    for name in MODULES:
        for parameter in load_command(name).params:
            flag = isinstance(parameter, click.Option) and parameter.is_flag
            if not flag and parameter.name != "help" and (name, parameter.name) not in HANGS_OR_RUNS:
                yield pytest.param(name, parameter, id=f"{name} {parameter.opts[-1]}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of three articles in `output`, and with what stands in the way."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "output").mkdir()
    store = Store(f"sqlite:///{folder / 'output' / 'newsspider.db'}")
    articles = [make_article(number) for number in range(3)]
    store.save([Outcome(article.url or "", article.outlet or "", "stored", article=article) for article in articles])
    store.close()
    files = {
        "page.html": b"<title>x</title>", "file": b"in the way", "binary": bytes(range(256)) * 20, "empty": b"",
        "deep.toml": b"a = " + b"[" * 100_000, "long_key.toml": b".".join([b"a"] * 100_000) + b" = 1", "number.toml": b"a = " + b"9" * 5000,
        "nul.toml": b"a = 1\0", "bom.toml": b"\xef\xbb\xbflimit = 1", "gbk.toml": "名 = '中'".encode("gbk"), "deep.json": b"[" * 100_000,
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for name in ("folder", "folder.toml"):
        (folder / name).mkdir()
    (folder / "loop").symlink_to("loop")
    (folder / "dangling").symlink_to("nowhere")
    os.mkfifo(folder / "fifo")
    return folder


def arguments(name: str, parameter: click.Parameter, value: str) -> list[str]:
    """The command's usual arguments, those of one parameter replaced by a value."""
    base = list(BASE[name])
    if isinstance(parameter, click.Option):
        for option in parameter.opts:
            if option in base:
                del base[base.index(option) : base.index(option) + 2]
        option = parameter.opts[-1]
        return [name, *base, f"{option}={value}"]
    kept = base if base and base[0].startswith("--") and name not in ("crawl", "reprints") else []
    return [name, *kept, "--", value]


@pytest.mark.parametrize(("name", "parameter"), list(cases()))
def test_one_sentence_and_a_documented_code(
    name: str, parameter: click.Parameter, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    for value in values(parameter):
        with (place / "stdout").open("w", encoding="utf-8") as out:
            code, _, said = run(*arguments(name, parameter, value), stdout=out)
        told = f"{value[:60]!r}: {code}, {said[-600:]!r}"
        assert code in CODES, told
        assert "Traceback" not in said, told
        assert "secret" not in said or parameter.name != "database", told
        lines = [line for line in said.splitlines() if not line.startswith("  ")]
        assert len(lines) == 1 if code else len(lines) <= 2, told
        assert len(said) < 2200, told


def test_every_command_is_pressed() -> None:
    assert BASE.keys() == MODULES.keys()


@pytest.mark.parametrize("value", ["a\0b", "x" * 300, ""])
def test_the_sentence_names_the_option_and_what_is_wrong(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, said = run("runs", "--output", value)
    assert code == 2
    assert said.startswith("newsspider: Invalid value for '--output': ")
    assert said.endswith("; see `newsspider runs --help`\n")


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@none.example/",
        "http://user@none.example/",
        "http://:secret@none.example/",
        "https://user:secret@[::1]/x",
    ],
)
def test_what_an_address_may_not_hold_is_told_without_it(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """User names and passwords; wherever an address is given, and before anything is asked for."""
    monkeypatch.chdir(tmp_path)
    Path("urls.txt").write_text(f"{url}\n")
    Path("page.html").write_text("<title>x</title>")
    Path("manifest.jsonl").write_text(f'{{"file": "page.html", "url": "{url}"}}\n')
    files = ("--list-file", "page.html", "--article-file", "page.html")
    for command in (
        ("scrape", url), ("record", url, "--to", "x"), ("new-outlet", url), ("new-outlet", url, *files), ("crawl", "--urls", "urls.txt"),
        ("extract", "page.html", "--manifest", "manifest.jsonl"), ("new-outlet", "http://none.example/", *files, "--article", url),
    ):  # fmt: skip
        code, _, said = run(*command)
        assert (code, said.count("\n")) == (4 if command[0] == "extract" else 2, 1), said
        assert "user names and passwords in addresses are not supported" in said
        assert "secret" not in said


@pytest.mark.parametrize("name", ["what?", "50%41", "a#b", "a b", "新闻", "a@b:c"])
def test_a_folder_whose_name_means_something_in_a_url(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`?` begins no query of the database's URL, `%41` is no A."""
    monkeypatch.chdir(tmp_path)
    Path(name).mkdir()
    Store(sqlite_in(Path(name))).close()
    assert [path.name for path in Path(name).iterdir()] == ["newsspider.db"]
    assert run("runs", "--output", name)[0] == 0
