"""What commands print is UTF-8, whatever the console's encoding."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from article_factory import make_article

from newsspider.store import Outcome, Store

CONSOLES = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "gbk": {"PYTHONIOENCODING": "gbk:strict"},
    "latin1": {"PYTHONIOENCODING": "latin-1"},
    "C": {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


def run(folder: Path, console: str, *arguments: str, ok: bool = True) -> tuple[str, str]:
    """stdout and stderr of a command, read as UTF-8."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONIO"))}
    code = "from newsspider.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, check=False, env=environment | CONSOLES[console]
    )  # fmt: skip
    assert not ok or done.returncode == 0, done.stderr
    return done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store(f"sqlite:///{tmp_path / 'output' / 'newsspider.db'}")
    article = make_article(1, headline="𠮷田说“喆”", outlet_name="江西日报")
    store.save([Outcome(article.url or "", "x", "stored", article=article)])
    store.close()
    return tmp_path


@pytest.mark.parametrize("console", CONSOLES)
def test_stdout_is_utf8_whatever_the_console(console: str, folder: Path) -> None:
    (folder / "page.html").write_text(
        "<html><head><title>𠮷田说喆</title></head><body><h1>𠮷田说喆</h1>"
        + "<p>本报讯 这是一段足够长的正文，写给读者看。</p>" * 8,
        encoding="utf-8",
    )
    out, _ = run(folder, console, "extract", "page.html")
    assert json.loads(out)["headline"] == "𠮷田说喆"
    if console != "gbk":
        return
    assert json.loads(run(folder, console, "export")[0])["headline"] == "𠮷田说“喆”"
    assert json.loads(run(folder, console, "tail")[0])["headline"] == "𠮷田说“喆”"
    out, _ = run(folder, console, "outlets")
    assert "江西日报" in out
    assert "─" in out
    _, errors = run(folder, console, "outlets", "𠮷田", ok=False)
    assert "𠮷田" in errors
