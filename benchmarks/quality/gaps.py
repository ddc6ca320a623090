"""Entries that are taken out of the lexicon, so that a reader is measured that has never seen them.

The reader builds its tables when it is imported. Entries are therefore taken out in a process of its own, before anything of the
reader but its lexicon is there: `reader_without` gives such processes.
"""

import multiprocessing
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

from newsspider.language import lexicon

FILES = ("boilerplate", "datelines", "labels", "offices", "outlets", "page_states", "people", "places", "times", "titles")
OPEN = {
    "surnames": ("people surname common", "people surname rare", "people surname compound"),
    "outlets": ("outlets ending sure", "outlets known known"),
    "offices": ("offices ending sure",),
    "places": ("places place place",),
    "titles": ("people title title",),
    "buttons": ("boilerplate ui",),
}
"""Classes of words of which nobody can list all -> their sections."""
LABELS = ("desk", "maker")
"""Groups of labels whose names are people: a name behind an unknown one can be kept."""
HEADS = frozenset(
    "编辑 责任编辑 责编 主编 总编 美编 校对 审核 审校 监制 策划 统筹 设计 制作 记者 通讯员 作者 文字 撰文 文 摄影 摄 图 供图 翻译".split()
)
"""The 25 head words among the labels, which are never left out."""


class Gap(NamedTuple):
    """An entry: its file, group, part of the group ("" where it has none) and word; one letter of a table of letters is a word."""

    file: str
    group: str
    part: str
    word: str


def entries(file: str) -> Iterator[tuple[Gap, str]]:
    """The entries of a file of the lexicon, each with the place where it was seen."""
    for group, found in lexicon.sections(file).items():
        for part in found if all(map(_is_section, found.values())) else [""]:
            for word, said in lexicon.section(file, group, part).items():
                yield Gap(file, group, part, word), said["seen"] if isinstance(said, dict) else said


def _is_section(value: Any) -> bool:
    return isinstance(value, dict) and ("letters" in value or "seen" not in value)


def third(gaps: Iterable[Gap]) -> set[Gap]:
    """A third of some entries, always the same ones."""
    return {gap for gap in gaps if zlib.crc32(" ".join(gap).encode()) % 3 == 0}


def of_class(name: str, gaps: Iterable[Gap]) -> set[Gap]:
    """Those of some entries that are of an open class."""
    return {gap for gap in gaps if " ".join(gap[:3]).strip() in OPEN[name]}


def of_files(files: Iterable[str] = FILES) -> set[Gap]:
    """All entries of some files."""
    return {gap for file in files for gap, _ in entries(file)}


def open_third() -> set[Gap]:
    """A third of each open class."""
    every = of_files()
    return {gap for name in OPEN for gap in third(of_class(name, every))}


def label_third() -> set[Gap]:
    """A third of the labels beside the head words."""
    return third(gap for gap in of_files(["labels"]) if gap.group in LABELS and gap.word not in HEADS)


def seen_only_on(host: str) -> set[Gap]:
    """The entries of which the note names this host and nothing else; `unknown`: pages of which no address is known."""
    return {gap for file in FILES for gap, seen in entries(file) if seen == host}


def take_out(gaps: Iterable[Gap]) -> None:
    """Take entries out of this process's lexicon; no table may have been built of it."""
    if lexicon.words.cache_info().currsize or lexicon.labels.cache_info().currsize:
        raise RuntimeError("the lexicon is in use already")
    for gap in gaps:
        inside: Any = lexicon.sections(gap.file)[gap.group]
        inside = inside[gap.part] if gap.part else inside
        if "letters" in inside:
            inside["letters"] = inside["letters"].replace(gap.word, "")
        else:
            del inside[gap.word]
    lexicon.section.cache_clear()


def reader_without(gaps: Iterable[Gap], jobs: int = 1) -> ProcessPoolExecutor:
    """Processes whose reader does not know some entries. What they are given to do is imported behind the taking out."""
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), take_out, (sorted(gaps),))
