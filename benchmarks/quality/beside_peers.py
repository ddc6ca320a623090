"""Ours and the peers' answers on all sets of marked pages in one run: fields, articles refused, other pages taken, pages that a peer reads better."""

import runpy
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.corpus import Document, read_folder
from benchmarks.peers import Peer, Record
from benchmarks.quality.marked import MEASURES, gold_of, ours, sets
from newsspider.outlets import load_outlets
from newsspider.pages import load

OURS = "newsspider"
BETTER = 0.005
"""A body that is closer to the marked one by so much is a better one."""
MOST = 2
"""A page of so few letters of body counts as refused: a peer that finds nothing may still give a line."""


@dataclass
class Answers:
    """What one reader made of all pages."""

    scores: dict[str, dict[str, Record]] = field(default_factory=dict)
    """By set and file, the scorer's measures."""
    refused: list[str] = field(default_factory=list)
    """Articles of which it gave no text."""
    taken: list[str] = field(default_factory=list)
    """Pages that are no article and of which it gave a text."""
    failed: list[str] = field(default_factory=list)
    """Pages on which it raised."""

    def mean(self, measure: str, group: str | None = None) -> float | None:
        """The mean of a measure over the pages that tell it, of a set or of all; None when no page tells it."""
        chosen = [rows for name, rows in self.scores.items() if group in (None, name)]
        values = [row[measure] for rows in chosen for row in rows.values() if measure in row]
        return fmean(values) if values else None


def _theirs(peer: Peer, answers: Answers, document: Document) -> Record:
    try:
        return peer.extract(load(document.body).text, document.url)
    except Exception:  # whatever a peer fails with, its page counts as empty and the others are still measured
        answers.failed.append(document.file)
        return {}


def _length(record: Record) -> int:
    return sum(len("".join(text.split())) for text in record.get("body") or ())


def ask(shared: Path, extract: Callable[[Document], Record], answers: Answers) -> Answers:
    """Fill in what a reader makes of the marked pages and of those that are no article."""
    one: Callable[[Record, Record], dict[str, Any]] = runpy.run_path(str(shared / "tools" / "score.py"))["one"]
    for folder in sets(shared):
        gold = {name: told for name, told in gold_of(folder).items() if told.get("kind", "article") == "article"}
        rows = answers.scores.setdefault(folder.name, {})
        for document in read_folder(folder / "pages", folder / "manifest.jsonl"):
            record = extract(document)
            if told := gold.get(document.file):
                rows[document.file] = one(told, record)
            if bool(told) != (_length(record) > MOST):
                (answers.refused if told else answers.taken).append(document.file)
        if (folder / "other").is_dir():
            others = read_folder(folder / "other", None)
            answers.taken += [document.file for document in others if _length(extract(document)) > MOST]
    return answers


def report(shared: Path, peers: list[Peer]) -> None:
    """Print a column for us and one for each peer; say so where there is nothing to score against."""
    if not sets(shared):
        print(f"quality: not measured, {shared}/tools/score.py and {shared}/corpus are not there")
        return
    columns = {OURS: ask(shared, partial(ours, load_outlets()), Answers())}
    for peer in peers:
        own = Answers()
        columns[f"{peer.name} {peer.version}"] = ask(shared, partial(_theirs, peer, own), own)
    groups = list(columns[OURS].scores)
    print(f"{'':22}" + "".join(f"{name:>24}" for name in columns))
    rows = [("body", group) for group in groups] + [(measure, None) for measure in MEASURES]
    for measure, group in rows:
        values = (one.mean(measure, group) for one in columns.values())
        title = f"{measure}, {group}" if group else measure
        print(f"{title:22}" + "".join(f"{'-' if value is None else f'{value:.3f}':>24}" for value in values))
    for title, pick in (("articles refused", "refused"), ("other pages taken", "taken"), ("failed on", "failed")):
        print(f"{title:22}" + "".join(f"{len(getattr(one, pick)):>24}" for one in columns.values()))
    _report_pages(columns)


def _report_pages(columns: dict[str, Answers]) -> None:
    """Which articles everybody refuses, which other pages we take, and which bodies a peer reads better than we."""
    own = columns[OURS]
    for name, answers in columns.items():
        print(f"articles that {name} refuses: {', '.join(answers.refused) or 'none'}")
    print(f"other pages that {OURS} takes: {', '.join(own.taken) or 'none'}")
    better: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, answers in columns.items():
        for group, rows in answers.scores.items():
            for file, row in rows.items():
                if row["body"] > own.scores[group][file]["body"] + BETTER:
                    better[group, file].append(f"{name} {row['body']:.3f}")
    print("bodies that a peer reads better:" + ("" if better else " none"))
    for (group, file), names in better.items():
        print(f"  {group}/{file}: ours {own.scores[group][file]['body']:.3f}, {', '.join(names)}")
