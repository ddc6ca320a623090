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
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import process_time

from lxml import etree

from benchmarks import memory, speed, stages
from benchmarks.corpus import ROOT, Document, documents, read_document
from benchmarks.peers import Peer, installed
from benchmarks.peers_apart import APART, apart
from benchmarks.quality import beside_peers
from benchmarks.speed import OURS, contestants
from benchmarks.timed import bare
from newsspider import __version__
from newsspider.errors import Refused
from newsspider.outlets import load_outlets
from newsspider.pages import load

BARE = "lxml bare parse"


def readable(pages: list[Document]) -> list[Document]:
    """The pages that are text at all."""
    found = []
    for page in pages:
        with contextlib.suppress(Refused):
            load(page.body, url=page.url)
            found.append(page)
    return found


def report_peers(pages: list[Document], peers: list[Peer], rounds: int) -> None:
    """Print the peers' pages a second beside ours and lxml's, all in this process, from the least that each page took."""
    outlets = load_outlets()
    texts = [(load(page.body, url=page.url).text, page.url) for page in pages]
    calls: dict[str, list[Callable[[], object]]] = {
        OURS: [partial(read_document, page, outlets) for page in pages],
        BARE: [partial(bare, text.encode("utf-8", "replace")) for text, _ in texts],
    }
    calls |= {f"{peer.name} {peer.version}": [partial(peer.extract, *text) for text in texts] for peer in peers}
    least = {name: [float("inf")] * len(pages) for name in calls}
    for number in range(rounds + 1):
        for name, todo in calls.items():
            gc.collect()  # nobody pays for another's garbage,
            gc.freeze()  # nor for walking through another's models and tables
            for page, call in enumerate(todo):
                start = process_time()
                with (
                    contextlib.redirect_stdout(io.StringIO()),
                    contextlib.redirect_stderr(io.StringIO()),
                    contextlib.suppress(Exception),
                ):
                    call()  # a peer that fails on a page is scored for it under --quality, not here
                if number:
                    least[name][page] = min(least[name][page], process_time() - start)
    print(f"\n{'':28}{'pages/s':>10}{'ours / it':>12}")
    for name, taken in least.items():
        print(f"{name:28}{len(pages) / sum(taken):10.1f}{sum(taken) / sum(least[OURS]):12.2f}")


def main() -> int:
    """The command. Exit code 1 when memory was measured and is not flat."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument(
        "--pages", type=Path, help="folder of saved pages (default: ../shared/corpus, all sets in one run, else the demo press)"
    )
    parser.add_argument("--manifest", type=Path, help="JSON Lines with file, url, fetched_at")
    parser.add_argument("--rounds", type=int, default=7, help="rounds after a first one that warms up (default 7)")
    parser.add_argument(
        "--beside",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="measure another checkout in turn, too; may be repeated",
    )
    parser.add_argument(
        "--with", dest="settings", action="append", default=[], metavar="NAME=VALUE",
        help="measure this checkout with this in its environment, too; may be repeated",
    )  # fmt: skip
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
    size = sum(len(document.body) for document in pages) / len(pages) / 1000
    sets = Counter(document.group for document in pages if document.group)
    print(
        f"{len(pages)} pages of {size:.0f} KB from {where} {', '.join(f'{name} {count}' for name, count in sets.items())}".rstrip()
    )
    print(
        f"newsspider {__version__}, lxml {etree.__version__}, libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}; CPU time of one core"
    )
    if asked.memory:
        return 0 if memory.report(pages, load_outlets(), asked.reads) else 1
    if asked.profile:
        stages.report(pages, load_outlets(), asked.rounds)
        return 0
    peers, missing = ([], []) if asked.no_peers else installed()
    for name in missing:
        if asked.quality and name.startswith(tuple(APART)):
            continue  # asked apart
        print(f"not measured: {name}; try pip install -e '.[bench]'")
    if asked.quality:
        with ExitStack() as stack:
            beside_peers.report(ROOT.parent / "shared", [*peers, *apart(stack, {peer.name for peer in peers})])
        return 0
    able = readable(pages)
    speed.report(contestants(asked.beside, asked.settings), able, asked.rounds)
    if peers:
        report_peers(able, peers, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
