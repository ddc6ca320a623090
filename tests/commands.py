"""Runs the `newsspider` command as a user does, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from newsspider.demo.records import write_records as write_sites

__all__ = ["newsspider", "rows", "write_sites", "written"]

SECONDS = 120


def newsspider(*arguments: object, cwd: Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command; with `ok` it must end with 0. Never a traceback."""
    code = "from newsspider.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=SECONDS, check=False)
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    if ok:
        assert done.returncode == 0, done.stderr + done.stdout
    return done


def rows(text: str) -> list[dict[str, Any]]:
    """The rows of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def written(folder: Path) -> list[dict[str, Any]]:
    """The articles that the manifest of an output folder leads to."""
    found = []
    for entry in rows((folder / "manifest.jsonl").read_text(encoding="utf-8")):
        found += rows((folder / entry["file"]).read_text(encoding="utf-8"))
    return found
