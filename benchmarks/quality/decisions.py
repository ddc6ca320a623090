"""What the weights decide on marked pages and on invented lines, with the right answers: what they are fitted on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from benchmarks.newsroom_lines.facts import same
from benchmarks.quality.generated import Run
from benchmarks.quality.generated import pages as generated_pages
from benchmarks.quality.marked import gold_of, hosts_of, sets
from newsspider.errors import Refused
from newsspider.items import Draft
from newsspider.language import evidence
from newsspider.outlets import load_outlets
from newsspider.pages import load, read
from pipelines import run_steps

GROUPS = 5
"""Groups of hosts, of which each is left out once."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the weights decide: which of a page's sources, or whether a weak author is one (beside the option without evidence)."""

    options: tuple[tuple[tuple[str, ...], bool], ...]
    """The evidence of each, and whether it is right; one of them is."""
    group: int
    """The group of its page's host; -1 for an invented line."""


def group_of(host: str) -> int:
    """The group of a host; the hosts of one site are in one group."""
    return (
        crc32(".".join(host.split(".")[-3:] if host.endswith((".com.cn", ".gov.cn")) else host.split(".")[-2:]).encode()) % GROUPS
    )


def _examples(draft: Draft, authors: set[str], sources: set[str], group: int) -> Iterator[Example]:
    able = [one for one in draft.candidates if one.evidence and one.refused != "it names nobody"]
    options = tuple((tuple(one.evidence), same(one.value) in sources) for one in able if one.of == "source")
    if len({right for _, right in options}) == 2:
        yield Example(options, group)
    for one in able:
        if one.of == "author" and one.strength not in evidence.SURE_KINDS:
            right = same(one.value) in authors
            yield Example(((tuple(one.evidence), right), ((), not right)), group)


def marked_examples(shared: Path) -> list[Example]:
    """The decisions on all marked pages."""
    outlets = load_outlets()
    found: list[Example] = []
    for folder in sets(shared):
        gold = gold_of(folder)
        for host, documents in hosts_of(folder).items():
            for document in documents:
                told = gold.get(document.file)
                outlet = outlets.outlet_for(document.url) if document.url else None
                if told is None:
                    continue
                try:
                    page = load(document.body, url=document.url, encoding=outlet.encoding if outlet else None)
                    draft = run_steps(read(page, outlet, fetched_at=document.fetched_at))
                except Refused:
                    continue
                found += _examples(draft, names_of(told.get("authors")), names_of([told.get("source")]), group_of(host))
    return found


def names_of(told: Iterable[Any] | None) -> set[str]:
    """The names of marked people or sources."""
    return {same(one["name"] if isinstance(one, dict) else one) for one in told or () if one}


def invented_examples(seed: int, count: int) -> list[Example]:
    """The decisions on invented lines."""
    found: list[Example] = []
    for page in generated_pages(Run(seed, count)):
        try:
            draft = run_steps(read(load(page.body, url=page.url), None, fetched_at=page.fetched_at))
        except Refused:
            continue
        authors = {same(one.name) for facts in page.readings for one in facts.authors}
        found += _examples(draft, authors, {same(name) for facts in page.readings for name in facts.sources if name}, -1)
    return found
