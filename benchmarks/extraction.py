"""Extraction side by side with lxml's bare parse and with the peers that are installed: `python -m benchmarks.extraction`."""

import argparse
import contextlib
import gc
import io
import logging
import os
import platform
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from benchmarks import memory, stages
from benchmarks.corpus import Document, documents, read_document
from benchmarks.peers import Peer, installed
from benchmarks.quality import marked
from newsspider import __version__
from newsspider.errors import Refused
from newsspider.outlets import Outlets, load_outlets
from newsspider.pages import load

OURS, BARE = "newsspider", "lxml bare parse"
GOAL_SPEED = 150
"""Pages a second on one core that the project aims at."""
GOAL_SHARE = 0.25
"""The share of lxml's bare parse that the project aims at."""

Pass = Callable[[], None]
"""One run over all documents."""


def passes(pages: list[Document], outlets: Outlets, peers: list[Peer]) -> dict[str, Pass]:
    """What is timed, by name. Ours starts from bytes; lxml and the peers are handed the decoded text."""
    texts: list[tuple[str, str | None]] = []
    for document in pages:
        with contextlib.suppress(Refused):
            texts.append((load(document.body, url=document.url).text, document.url))
    encoded = [text.encode("utf-8", "replace") for text, _ in texts]

    def ours() -> None:
        for document in pages:
            read_document(document, outlets)

    def bare() -> None:
        for body in encoded:
            document_fromstring(body, parser=HTMLParser(encoding="utf-8", huge_tree=True))

    def theirs(peer: Peer) -> Pass:
        def run() -> None:
            for text, url in texts:
                with contextlib.suppress(Exception):  # a peer that fails on a page is scored for it under --quality, not here
                    peer.extract(text, url)

        return run

    return {OURS: ours, BARE: bare} | {f"{peer.name} {peer.version}": theirs(peer) for peer in peers}


def interleaved(todo: dict[str, Pass], rounds: int) -> dict[str, float]:
    """CPU seconds of one pass, by name: the median of so many rounds after a first one, everybody running once a round."""
    times: dict[str, list[float]] = {name: [] for name in todo}
    for _ in range(rounds + 1):
        for name, run in todo.items():
            gc.collect()  # nobody pays for another's garbage,
            gc.freeze()  # nor for walking through another's models and tables
            start = process_time()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                run()
            times[name].append(process_time() - start)
    return {name: median(seconds[1:]) for name, seconds in times.items()}


def report_speed(pages: list[Document], outlets: Outlets, peers: list[Peer], rounds: int) -> None:
    """Print pages a second and how they compare."""
    seconds = interleaved(passes(pages, outlets, peers), rounds)
    ours = len(pages) / seconds[OURS]
    print(f"{'':28}{'pages/s':>10}{'ours / it':>12}")
    for name, taken in seconds.items():
        print(f"{name:28}{len(pages) / taken:10.1f}{taken / seconds[OURS]:12.2f}")
    share = seconds[BARE] / seconds[OURS]
    print(
        f"goal {GOAL_SPEED} pages/s: {_met(ours >= GOAL_SPEED)} ({ours:.0f}); goal {GOAL_SHARE} of lxml: {_met(share >= GOAL_SHARE)} ({share:.2f})"
    )


def _met(reached: bool) -> str:
    return "met" if reached else "NOT met"


def main() -> int:
    """The command. Exit code 1 when memory was measured and is not flat."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument(
        "--pages", type=Path, help="folder of saved pages (default: ../shared/corpus/dev/pages, else the demo press)"
    )
    parser.add_argument("--manifest", type=Path, help="JSON Lines with file, url, fetched_at")
    parser.add_argument("--rounds", type=int, default=5, help="rounds after the first (default 5)")
    parser.add_argument("--no-peers", action="store_true", help="measure us and lxml alone")
    parser.add_argument("--profile", action="store_true", help="time by stage instead")
    parser.add_argument("--memory", action="store_true", help="memory over many reads instead")
    parser.add_argument("--reads", type=int, default=20_000, help="page reads of --memory (default 20,000)")
    parser.add_argument(
        "--quality", action="store_true", help="scores against the marked answers instead, where ../shared is present"
    )
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    where, pages = documents(asked.pages, asked.manifest)
    if not pages:
        parser.error(f"no pages in {where}")
    outlets = load_outlets()
    size = sum(len(document.body) for document in pages) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} KB from {where}")
    print(
        f"newsspider {__version__}, lxml {etree.__version__}, libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}; CPU time of one core"
    )
    if asked.memory:
        return 0 if memory.report(pages, outlets, asked.reads) else 1
    if asked.profile:
        stages.report(pages, outlets, asked.rounds)
        return 0
    peers, missing = ([], []) if asked.no_peers else installed()
    for name in missing:
        print(f"not measured: {name}; try pip install -e '.[bench]'")
    if asked.quality:
        marked.report(pages, outlets, peers)
    else:
        report_speed(pages, outlets, peers, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
