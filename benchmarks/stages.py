"""Where the time goes: CPU seconds of each stage from bytes to article, beside lxml's bare parse of the same pages."""

import gc
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import TypeVar

from benchmarks.corpus import Document
from benchmarks.timed import bare, caches
from newsspider import pages
from newsspider.errors import Refused
from newsspider.items import start_draft
from newsspider.outlets import Outlets
from pipelines import STEPS

Result = TypeVar("Result")
BARE = "lxml bare parse"


class Clock:
    """CPU seconds by stage and page: the least of the rounds, since other work on the machine only adds."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self.page = 0

    def time(self, stage: str, call: Callable[[], Result]) -> Result:
        """What the call gives; its time counts for the stage, also when it raises."""
        start = process_time()
        try:
            return call()
        finally:
            taken = process_time() - start
            self.seconds[stage][self.page] = min(taken, self.seconds[stage].get(self.page, taken))


def _read(document: Document, outlets: Outlets, clock: Clock) -> None:
    outlet = outlets.outlet_for(document.url) if document.url else None
    try:
        page = clock.time(
            "decode", lambda: pages.load(document.body, url=document.url, encoding=outlet.encoding if outlet else None)
        )
        clock.time(BARE, lambda: bare(page.utf8))
        clock.time("parse", lambda: page.tree)
        draft = start_draft(clock.time("read", lambda: pages.read(page, outlet, fetched_at=document.fetched_at)))
        for step in STEPS:
            clock.time(step.__module__, partial(step, draft))
    except Refused:
        pass


def measure(documents: list[Document], outlets: Outlets, rounds: int, *, cold: bool) -> dict[str, float]:
    """Milliseconds a page by stage; with `cold` the caches of lines and names are cleared before each page."""
    for document in documents:
        _read(document, outlets, Clock())  # what is made at first use is made
    clock, held = Clock(), caches() if cold else []
    for _ in range(rounds):
        gc.collect()
        for clock.page, document in enumerate(documents):
            for one in held:
                one.cache_clear()
            _read(document, outlets, clock)
    return {stage: sum(least.values()) * 1000 / len(documents) for stage, least in clock.seconds.items()}


def report(documents: list[Document], outlets: Outlets, rounds: int) -> None:
    """Print milliseconds a page, the same in bare parses, and the share of each stage; warm, then with caches cleared."""
    for title, cold in (("warm", False), ("caches cleared before each page", True)):
        seconds = measure(documents, outlets, rounds, cold=cold)
        unit = seconds.pop(BARE)
        print(f"\n{title:32}{'ms a page':>12}{'bare parses':>13}{'share':>9}")
        total = sum(seconds.values())
        for stage, taken in (*seconds.items(), ("all", total)):
            print(f"{stage:32}{taken:12.3f}{taken / unit:13.2f}{taken / total:9.1%}")
        print(f"{BARE:32}{unit:12.3f}")
