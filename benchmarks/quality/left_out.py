"""Generated pages and marked ones, read without a part of the lexicon: what is still found of that which rests on the missing words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import Document, read_document
from benchmarks.newsroom_lines import lines
from benchmarks.newsroom_pages import build
from benchmarks.peers import Record
from benchmarks.quality.gaps import Gap, label_third, open_third, reader_without, seen_only_on
from benchmarks.quality.generated import CHUNK, Run, read
from benchmarks.quality.judging import judge
from benchmarks.quality.marked import hosts_of, print_columns, score_set, sets
from benchmarks.quality.uses import Left, Used, used
from newsspider.outlets import load_outlets

BAR = 0.85
"""The recall that is asked for."""
UNASKED = frozenset(["labels alone"])
"""What is told and not held to the bar: an unknown label with no known one beside it stays text."""
FIELDS = ("source", "authors", "credits")


class Reading(NamedTuple):
    """A page of a run, with what of it rests on left-out words."""

    number: int
    form: str
    text: str
    misread: bool
    used: list[Used]


def readings(run: Run, gaps: set[Gap], jobs: int = 1) -> Iterator[Reading]:
    """Every page of a run, read without some entries."""
    spans = [(run, start, min(start + CHUNK, run.count), frozenset(gaps)) for start in range(0, run.count, CHUNK)]
    with reader_without(gaps, jobs) as pool:
        for part in pool.map(_readings, spans):
            yield from part


def _readings(span: tuple[Run, int, int, frozenset[Gap]]) -> list[Reading]:
    run, start, end, gaps = span
    left, found = Left.of(gaps), []
    for number, line in lines(run.seed, run.count, run.forms, start, end):
        page = build(number, line, run.seed)
        article, refused = read(page)
        found.append(Reading(number, line.form, line.text, bool(judge(page, article, refused).faults), used(line, left, article)))
    return found


def recall(facts: Iterable[Used]) -> float:
    """The share of facts that were read; 1 for none."""
    found = [one.right for one in facts]
    return sum(found) / len(found) if found else 1.0


def report_generated(run: Run, worst: int, jobs: int) -> bool:
    """Print the recall of what rests on left-out words, a line a class of words; whether it reaches the bar."""
    enough = True
    for name, gaps in (("a third of the open classes", open_third()), ("a third of the labels", label_third())):
        pages = list(readings(run, gaps, jobs))
        print(f"without {name} ({len(gaps)} entries): {sum(page.misread for page in pages)} of {len(pages):,} pages misread")
        kinds: dict[str, list[Used]] = defaultdict(list)
        for page in pages:
            for one in page.used:
                kinds[one.kind].append(one)
        for kind, facts in sorted(kinds.items()):
            told = ", ".join(
                f"{field} {recall(of):.3f}" for field in FIELDS if (of := [one for one in facts if one.field == field])
            )
            print(f"  {kind:14}{len(facts):>6} facts  {recall(facts):.3f}  ({told})")
        asked = recall(one for kind, facts in kinds.items() if kind not in UNASKED for one in facts)
        print(f"  recall {asked:.3f}, asked for {BAR}")
        enough &= asked >= BAR
        lost = [(page, one) for page in pages for one in page.used if not one.right]
        for where, one in lost[:worst]:
            print(f"  #{where.number} {where.form}: {where.text!r}\n    {one.kind}: lacks {one.field} {one.what}")
    return enough


def report_hosts(shared: Path) -> bool:
    """Print the scores of the marked pages, each read without the entries that were seen on its host alone; whether they reach the bar."""
    gaps: dict[str, set[Gap]] = {}
    columns: dict[str, dict[str, str]] = {}
    for path in sets(shared):
        answers: dict[str, Record] = {}
        for host, pages in hosts_of(path).items():
            gaps[host] = seen_only_on(host)
            with reader_without(gaps[host]) as pool:
                answers |= pool.map(_answer, pages)
        columns[path.name] = score_set(shared, path, partial(_known, answers))
    if columns:
        left = [found for found in gaps.values() if found]
        print_columns(f"without what one host alone showed ({sum(map(len, left))} entries of {len(left)} hosts)", columns)
    return all(float(figures[field]) >= BAR for figures in columns.values() for field in FIELDS)


def _known(answers: dict[str, Record], document: Document) -> Record:
    return answers[document.file]


def _answer(document: Document) -> tuple[str, Record]:
    article = read_document(document, load_outlets())
    return document.file, asdict(article) if article else {}
