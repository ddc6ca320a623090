"""Whether an attack held: what the command said, what the store, the files and the account of the run hold."""

import contextlib
import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.attack.site import SECRET, Site

BINS = ("stored", "unchanged", "refused", "failed", "gone", "left")
KEPT_BY_US = {"newsspider.toml", "sites.toml"}
"""Files that the attack itself wrote."""


@dataclass
class Ended:
    """A command that ended."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    folder: Path
    faults: list[str] = field(default_factory=list)


def judge(site: Site, ended: Ended, *, code: int | None = None) -> list[str]:
    """What did not hold, in words; empty when all did.

    Args:
        site: the attack.
        ended: the command that crawled it.
        code: the exit code that is right, where the command did more than this attack.
    """
    wanted = site.code if code is None else code
    faults = [] if ended.code == wanted else [f"exit code {ended.code}, not {wanted}"]
    said = ended.stdout + ended.stderr
    faults += ["a traceback"] if "Traceback (most recent" in said else []
    faults += [f"never says {words!r}" for words in site.said if words not in said]
    faults += [f"the secret stands in {where}" for where in secrets(ended)]
    if (ended.folder / "out" / "newsspider.db").is_file():
        faults += _stored(site, ended.folder / "out")
    return faults


def secrets(ended: Ended) -> list[str]:
    """Where the planted secret stands, in any of its forms."""
    found = [name for name, text in (("stdout", ended.stdout), ("stderr", ended.stderr)) if SECRET in text]
    files = (path for path in ended.folder.rglob("*") if path.is_file() and path.name not in KEPT_BY_US)
    return found + [str(path.relative_to(ended.folder)) for path in files if SECRET.encode() in path.read_bytes()]


def _stored(site: Site, out: Path) -> list[str]:
    """What is wrong in the store, in the files and in the account of the run."""
    with contextlib.closing(sqlite3.connect(out / "newsspider.db")) as database:
        ledger = {url: (state, reason) for url, state, reason in database.execute("SELECT url, state, reason FROM urls")}
        counts = [
            json.loads(row[0]) for row in database.execute("SELECT counts FROM outlet_runs WHERE outlet = ?", [site.outlet])
        ]
    lines = _lines(out)
    faults = []
    for path in site.good:
        url = f"http://{site.host}{path}"
        if ledger.get(url, ("unknown", None))[0] != "stored" or url not in lines:
            faults.append(f"good article {path}: {ledger.get(url, ('unknown to the ledger', None))[0]}")
    for path, outcomes in site.expected.items():
        url = path if "://" in path else f"http://{site.host}{path}"
        state, reason = ledger.get(url, ("absent", None))
        if not {state, f"{state}:{reason}"} & set(outcomes):
            faults.append(f"{path[:60]}: {state}:{reason}, not {' or '.join(outcomes)}")
    faults += [f"pending: {url[:80]}" for url, (state, _) in ledger.items() if state == "pending" and site.host in url]
    for row in counts[-1:]:
        found, sums = row.get("found", 0), {name: row.get(name, 0) for name in BINS}
        if found != sum(sums.values()) or not found:
            faults.append(f"found {found} is not the sum of {sums}")
    return faults


def _lines(out: Path) -> dict[str, dict[str, Any]]:
    """The articles in the files, by address; a line that is no JSON or no UTF-8 raises."""
    rows = [
        json.loads(line) for file in (out / "articles").rglob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()
    ]
    for row in rows:
        json.dumps(row, ensure_ascii=False).encode()
    return {row["url"]: row for row in rows}
