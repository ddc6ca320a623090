"""Where the time goes: CPU seconds of each stage from bytes to article."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import TypeVar

from benchmarks.corpus import Document
from newsspider import pages
from newsspider.errors import Refused
from newsspider.items import start_draft
from newsspider.outlets import Outlets
from pipelines import STEPS

Result = TypeVar("Result")


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def time(self, stage: str, call: Callable[[], Result]) -> Result:
        """What the call gives; its time is added to the stage, also when it raises."""
        start = process_time()
        try:
            return call()
        finally:
            self.seconds[stage] += process_time() - start


def _read(document: Document, outlets: Outlets, clock: Clock) -> None:
    outlet = outlets.outlet_for(document.url) if document.url else None
    try:
        page = clock.time(
            "decode", lambda: pages.load(document.body, url=document.url, encoding=outlet.encoding if outlet else None)
        )
        clock.time("parse", lambda: page.tree)
        draft = start_draft(clock.time("read", lambda: pages.read(page, outlet, fetched_at=document.fetched_at)))
        for step in STEPS:
            clock.time(step.__module__, partial(step, draft))
    except Refused:
        pass


def report(documents: list[Document], outlets: Outlets, rounds: int) -> None:
    """Print milliseconds a page and share of each stage, over all rounds but a first one that warms up."""
    clock = Clock()
    for number in range(rounds + 1):
        if number == 1:
            clock = Clock()
        for document in documents:
            _read(document, outlets, clock)
    total = sum(clock.seconds.values())
    print(f"{'stage':24}{'ms a page':>12}{'share':>9}")
    for stage, seconds in clock.seconds.items():
        print(f"{stage:24}{seconds * 1000 / rounds / len(documents):12.3f}{seconds / total:9.1%}")
    print(f"{'all':24}{total * 1000 / rounds / len(documents):12.3f}{1:9.1%}")
