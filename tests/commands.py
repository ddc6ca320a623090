"""Runs the `newsspider` command as a user does, in a process of its own."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from newsspider.outlets import Outlet, Outlets

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


def write_sites(outlets: Outlets, path: Path) -> Path:
    """Site records as a TOML file."""
    path.write_text("\n".join(_table(outlet) for outlet in outlets.values()), encoding="utf-8")
    return path


def _table(outlet: Outlet) -> str:
    values = {field.name: getattr(outlet, field.name) for field in fields(outlet) if field.name != "id"}
    selectors = dict(values.pop("selectors"))
    lines = [f"[{outlet.id}]"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value is not None]
    lines += [f"[{outlet.id}.selectors]"] if selectors else []
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in selectors.items()]
    return "\n".join(lines) + "\n"
