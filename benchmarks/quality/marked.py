"""How much of the answers marked by hand is found: the scorer beside the checkout, run over the records of each set of marked pages."""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.corpus import Document, read_document, read_folder
from benchmarks.peers import Record
from newsspider.outlets import Outlets, load_outlets

MEASURES = (
    "body", "paragraphs", "headline", "published", "published_wrong", "source", "authors", "credits",
    "published_clean", "source_clean", "authors_clean", "credits_clean",
)  # fmt: skip
"""The scorer's measures that are shown; 1 is best, for `published_wrong` 0."""
SCORE = re.compile(r"^(\w+)\s+([\d.]+)\s+n=\d+$", re.M)
PERFECT = re.compile(r"^perfect pages\s+(\d+)/(\d+)", re.M)


def score(documents: list[Document], extract: Callable[[Document], Record], scorer: Path, gold: Path) -> dict[str, str]:
    """Measure -> figure, as the scorer prints it; `perfect` is "pages/all"."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        with answers.open("w", encoding="utf-8") as out:
            for document in documents:
                row = {**extract(document), "file": document.file}
                out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        told = subprocess.run([sys.executable, scorer, gold, answers], capture_output=True, text=True, check=True).stdout
    told = "\n".join(line.strip() for line in told.splitlines())
    figures = {name: f"{float(value):.3f}" for name, value in SCORE.findall(told)}
    if perfect := PERFECT.search(told):
        figures["perfect"] = f"{perfect[1]}/{perfect[2]}"
    return figures


def sets(shared: Path) -> list[Path]:
    """The folders of marked pages under `shared`; [] where there are none, or no scorer."""
    found = [path for path in sorted((shared / "corpus").glob("*")) if (path / "gold").is_dir() and (path / "pages").is_dir()]
    return found if (shared / "tools" / "score.py").is_file() else []


def hosts_of(folder: Path) -> dict[str, list[Document]]:
    """The pages of a set by their hosts; those of which no address is known under `unknown`."""
    rows = map(json.loads, (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    hosts = {Path(row["file"]).name: row.get("host") or "unknown" for row in rows}
    found: dict[str, list[Document]] = defaultdict(list)
    for document in read_folder(folder / "pages", folder / "manifest.jsonl"):
        found[hosts.get(document.file, "unknown")].append(document)
    return dict(found)


def gold_of(folder: Path) -> dict[str, Record]:
    """The answers of a set by the names of its pages' files."""
    found = (path for path in sorted((folder / "gold").glob("*.json")))
    return {f"{path.stem}.html": json.loads(path.read_text(encoding="utf-8")) for path in found}


def score_set(shared: Path, folder: Path, extract: Callable[[Document], Record]) -> dict[str, str]:
    """Measure -> figure for a set of marked pages."""
    documents = read_folder(folder / "pages", folder / "manifest.jsonl")
    return score(documents, extract, shared / "tools" / "score.py", folder / "gold")


def print_columns(name: str, columns: dict[str, dict[str, str]]) -> None:
    """A table of figures, a column for each set of pages."""
    print(f"{name}\n{'':18}" + "".join(f"{column:>10}" for column in columns))
    for measure in (*MEASURES, "perfect"):
        print(f"{measure:18}" + "".join(f"{figures.get(measure, '-'):>10}" for figures in columns.values()))


def report_sets(shared: Path) -> None:
    """Print one column for each set of marked pages under `shared`; say so where there is none."""
    if not (found := sets(shared)):
        print(f"marked pages: not measured, {shared}/tools/score.py and {shared}/corpus are not there")
        return
    reader = partial(ours, load_outlets())
    print_columns("marked pages", {path.name: score_set(shared, path, reader) for path in found})


def ours(outlets: Outlets, document: Document) -> Record:
    """The record of a page; empty where it gives no article."""
    article = read_document(document, outlets)
    return asdict(article) if article else {}
