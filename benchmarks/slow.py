"""No input of 1 MB may take a second: `python -m benchmarks.slow` reads hostile and ordinary ones and names those that do."""

import argparse
import cProfile
import io
import json
import logging
import os
import pstats
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

from benchmarks.slow_shapes import STRUCTURES, Make, shapes
from benchmarks.timed import bare
from newsspider import pages
from newsspider.errors import Refused
from newsspider.outlets import load_outlets
from pipelines import to_article

MOST = 1.0
"""CPU seconds that an input may take."""
STOPPED = 40
"""CPU seconds after which a read is stopped."""
ADDRESS = "https://news.luochuan.example/2023-10/17/content_1.htm"
OUTLETS = load_outlets()


def as_article(body: bytes) -> None:
    """The way of an article from bytes to its record."""
    with suppress(Refused):
        to_article(pages.read(pages.load(body, url=ADDRESS), OUTLETS.outlet_for(ADDRESS), fetched_at="2026-11-23T08:00:00Z"))


def as_list(body: bytes) -> None:
    """The way of a list from bytes to its links."""
    with suppress(Refused):
        pages.read_listing(pages.load(body, url=ADDRESS))


DOORS: dict[str, Callable[[bytes], None]] = {"article": as_article, "list": as_list}


def as_tree(body: bytes) -> None:
    """lxml's bare parse, to tell a slow reader from a slow machine."""
    with suppress(Refused):
        bare(pages.load(body).utf8)


def apart(read: Callable[[bytes], None], body: bytes) -> tuple[float, str]:
    """CPU seconds of a read and how it ended, in a forked child with a limit: a runaway read ends its child and nothing else."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (STOPPED, STOPPED))
        ended, start = "", time.process_time()
        try:
            read(body)
        except BaseException as error:  # told, and the other inputs are still read
            ended = repr(error)[:200]
        os.write(writer, json.dumps([time.process_time() - start, ended]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    seconds, ended = json.loads(told) if told else (float(STOPPED), "stopped")
    return seconds, ended


def profile(read: Callable[[bytes], None], body: bytes) -> str:
    """Where the time of a read goes: the dozen dearest functions."""
    watch, out = cProfile.Profile(), io.StringIO()
    watch.runcall(read, body)
    pstats.Stats(watch, stream=out).sort_stats("tottime").print_stats(12)
    return out.getvalue()


def slow(name: str, make: Make, size: int, tries: int) -> int:
    """How many of the ways of reading take too long or raise, each told in a line; the least of so many tries counts."""
    body, found = make(size), 0
    for door, read in DOORS.items():
        seconds, ended = apart(read, body)
        for _ in range(tries - 1):
            if seconds <= MOST or ended:
                break
            seconds, ended = min((seconds, ended), apart(read, body))
        if seconds > MOST or ended:
            found += 1
            half, tree = apart(read, make(size // 2))[0], apart(as_tree, body)[0]
            print(
                f"{seconds:6.2f} s{seconds / half:6.1f}{tree:8.3f} s  {door:8} {name} ({len(body):,} bytes) {ended}", flush=True
            )
    return found


def main() -> int:
    """The command. Exit code 1 when an input took too long or broke the reader."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slow", description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes of an input (default 1,000,000)")
    parser.add_argument("--only", default="", metavar="WORD", help="inputs with this in their name")
    parser.add_argument("--structures", action="store_true", help="structures only, not each piece of text in each place")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each N-th input only")
    parser.add_argument("--tries", type=int, default=3, help="tries of an input that took too long; the least counts (default 3)")
    parser.add_argument("--profile", action="store_true", help="show where the time of the inputs goes, of one try each")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    chosen = [(name, make) for name, make in (STRUCTURES.items() if asked.structures else shapes()) if asked.only in name][
        :: asked.every
    ]
    if asked.profile:
        for name, make in islice(chosen, 20):
            for door, read in DOORS.items():
                print(f"{name}, read as {door}\n{profile(read, make(asked.size))}")
        return 0
    for read in DOORS.values():
        read(b"<html><body><p>a</p></body></html>")  # what is loaded at first use is loaded before anything is measured
    print("CPU of a read, how often that of half the size (2 is linear), bare parse; read as; input")
    found = sum(slow(name, make, asked.size, asked.tries) for name, make in chosen)
    print(f"{len(chosen):,} inputs of {asked.size:,} bytes, read as article and as list: {found} reads over {MOST:.0f} s of CPU")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
