"""`python -m benchmarks.quality.fit`: what the evidence would weigh if it were fitted, beside what it weighs; nothing is written.

Logistic regression over what is decided on the marked pages and on some invented lines. What the data does not tell keeps the
weight it has: the penalty draws each weight towards it. Most facts are labelled and ask no weight; few decisions are left to fit on.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.corpus import ROOT, Document, read_document
from benchmarks.peers import Record
from benchmarks.quality.decisions import GROUPS, Example, group_of, invented_examples, marked_examples
from benchmarks.quality.generated import Run, verdicts
from benchmarks.quality.marked import hosts_of, print_columns, score_set, sets
from newsspider.language import evidence
from newsspider.outlets import load_outlets

INVENTED = 240
"""Invented lines beside the marked pages."""
LEAST = 0.1
"""No weight gets the sign that nobody would expect: each keeps at least so much of its own."""
ROUNDS, STEP, PENALTY = 300, 2.0, 0.02


def fit(examples: list[Example]) -> dict[str, float]:
    """The weights by logistic regression, with one decimal."""
    start = evidence.weights()
    now = dict(start)
    for _ in range(ROUNDS):
        slope = {name: PENALTY * (now[name] - start[name]) for name in now}
        for one in examples:
            odds = [math.exp(sum(now[name] for name in names)) for names, _ in one.options]
            right = sum(odd for odd, (_, fits) in zip(odds, one.options, strict=True) if fits)
            for odd, (names, fits) in zip(odds, one.options, strict=True):
                off = odd / sum(odds) - (odd / right if fits else 0)
                for name in names:
                    slope[name] += off / len(examples)
        for name, value in slope.items():
            moved = now[name] - STEP * value
            now[name] = max(moved, LEAST) if start[name] > 0 else min(moved, -LEAST)
    return {name: round(value, 1) for name, value in now.items()}


@contextmanager
def weighing(other: dict[str, float]) -> Iterator[None]:
    """Other weights than the lexicon's, for a while."""
    known = evidence.weights()
    own = dict(known)
    known.update(other)
    try:
        yield
    finally:
        known.update(own)


def answers(shared: Path, weights: dict[str, float], group: int | None = None) -> dict[Path, dict[str, Record]]:
    """What is read of the marked pages with some weights: of all, or of one group of hosts."""
    outlets, found = load_outlets(), {}
    with weighing(weights):
        for folder in sets(shared):
            chosen = [one for host, pages in hosts_of(folder).items() if group in (None, group_of(host)) for one in pages]
            found[folder] = {one.file: asdict(article) if (article := read_document(one, outlets)) else {} for one in chosen}
    return found


def facts(read_pages: dict[Path, dict[str, Record]]) -> set[tuple[str, ...]]:
    """Every source, author and credit that was read."""
    found: set[tuple[str, ...]] = set()
    for folder, pages in read_pages.items():
        for file, record in pages.items():
            found |= {(folder.name, file, "source", str(record.get("source")))} if record.get("source") else set()
            for field in ("authors", "credits"):
                found |= {(folder.name, file, field, *map(str, person.values())) for person in record.get(field, ())}
    return found


def differing(shared: Path, seeds: tuple[int, int] = (1, 2)) -> float:
    """The share of the facts of the marked pages that differ between two fits."""
    marked = marked_examples(shared)
    one, other = (facts(answers(shared, fit(marked + invented_examples(seed, INVENTED)))) for seed in seeds)
    return len(one ^ other) / len(one | other)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.fit", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="seed of the invented lines (default 1)")
    parser.add_argument("--lines", type=int, default=3_000, help="generated lines that are read with both (default 3,000)")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with marked pages")
    asked = parser.parse_args()
    marked, invented, own = marked_examples(asked.shared), invented_examples(asked.seed, INVENTED), dict(evidence.weights())
    whole = fit(marked + invented)
    print(f"{len(marked)} decisions on marked pages, {len(invented)} on {INVENTED} invented lines")
    print("  ".join(f"{name} {own[name]:+}→{value:+}" for name, value in whole.items() if value != own[name]))
    left: dict[Path, dict[str, Record]] = {folder: {} for folder in sets(asked.shared)}
    for group in range(GROUPS):
        fitted = fit([one for one in marked + invented if one.group != group])
        for folder, found in answers(asked.shared, fitted, group).items():
            left[folder] |= found
    for title, read_pages in (
        ("weights as they are", answers(asked.shared, own)),
        ("fitted, the page's group of hosts left out", left),
    ):
        print_columns(
            title, {path.name: score_set(asked.shared, path, partial(_known, pages)) for path, pages in read_pages.items()}
        )
    for title, weights in (("as they are", own), ("fitted", whole)):
        with weighing(weights):
            misread = sum(bool(verdict.faults) for *_, verdict in verdicts(Run(asked.seed + 1000, asked.lines)))
        print(f"generated lines misread with the weights {title}: {misread} of {asked.lines:,}")
    print(f"facts of marked pages that differ between two fits: {differing(asked.shared):.1%}")
    return 0


def _known(pages: dict[str, Record], document: Document) -> Record:
    return pages[document.file]


if __name__ == "__main__":
    sys.exit(main())
