"""Reads generated pages and counts by printed form."""

import multiprocessing
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from benchmarks.newsroom_lines import Line, lines
from benchmarks.newsroom_pages import Page, build
from benchmarks.quality.judging import FIELDS, Count, Verdict, judge
from newsspider.errors import Refused
from newsspider.items import Article
from newsspider.saved.extract import read_article

CHUNK = 200
Judged = tuple[int, Line, str, Verdict]
"""Number, line, layout and verdict of a page."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is generated."""

    seed: int
    count: int
    forms: tuple[str, ...] = ()
    """Words of forms' names; () for all."""


@dataclass(slots=True)
class Row:
    """The figures of one group of pages."""

    pages: int = 0
    misread: int = 0
    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    scores: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, verdict: Verdict) -> None:
        self.pages += 1
        self.misread += bool(verdict.faults)
        for name in FIELDS:
            self.counts[name].add(verdict.counts[name])
        for name, score in verdict.scores.items():
            self.scores[name].append(score)


def pages(run: Run) -> Iterator[Page]:
    """The pages of a run, in order."""
    for number, line in lines(run.seed, run.count, run.forms):
        yield build(number, line, run.seed)


def read(page: Page) -> tuple[Article | None, str]:
    """The page's article, or None and the reason of its refusal."""
    try:
        return read_article(page.body, page.url, fetched_at=page.fetched_at), ""
    except Refused as refused:
        return None, f"{refused.reason} {refused.detail or ''}".strip()


def verdicts(run: Run, jobs: int = 1) -> Iterator[Judged]:
    """Number, line, layout and verdict of every page, in order."""
    spans = [(run, start, min(start + CHUNK, run.count)) for start in range(0, run.count, CHUNK)]
    if jobs == 1:
        for span in spans:
            yield from _judged(span)
    else:
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            for part in pool.imap(_judged, spans):
                yield from part


def _judged(span: tuple[Run, int, int]) -> list[Judged]:
    run, start, end = span
    found = []
    for number, line in lines(run.seed, run.count, run.forms, start, end):
        page = build(number, line, run.seed)
        found.append((number, line, page.layout, judge(page, *read(page))))
    return found


def spread(judged: Sequence[Judged]) -> list[Judged]:
    """The same pages, one of each form in turn, forms with the most of them first."""
    forms: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        forms[one[1].form].append(one)
    order = sorted(forms.values(), key=len, reverse=True)
    return [one for turn in zip_longest(*order) for one in turn if one is not None]


def by_group(judged: Sequence[Judged], group: str) -> dict[str, Row]:
    """Name -> figures, by form, place or layout, in order of name."""
    rows: dict[str, Row] = defaultdict(Row)
    for _, line, layout, verdict in judged:
        rows[{"form": line.form, "place": line.where.value, "layout": layout}[group]].add(verdict)
    return dict(sorted(rows.items()))


def total(rows: dict[str, Row]) -> Row:
    """All groups as one."""
    whole = Row()
    for row in rows.values():
        whole.pages += row.pages
        whole.misread += row.misread
        for name in FIELDS:
            whole.counts[name].add(row.counts[name])
        for name, scores in row.scores.items():
            whole.scores[name].extend(scores)
    return whole
