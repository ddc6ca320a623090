"""A progress bar on the terminal: articles done of those found, per outlet. Silent in a pipe."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from newsspider.telemetry.counters import SETTLED, counts_by_outlet

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@contextlib.contextmanager
def progress_bar() -> Iterator[Callable[["Crawler"], None]]:
    """A function that shows a crawler's progress on stderr while this context lasts."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield lambda crawler: _watch(crawler, progress)


def _watch(crawler: "Crawler", progress: Progress) -> None:
    from scrapy import signals

    bars: dict[str, TaskID] = {}

    def update() -> None:
        for name, row in counts_by_outlet(crawler.stats.get_stats() if crawler.stats else {}).items():
            numbers = {key: value for key, value in row.items() if isinstance(value, int)}
            done = sum(numbers.get(key, 0) for key in SETTLED)
            total = numbers.get("found", done)
            note = f"{numbers.get('failed', 0)} failed" if numbers.get("failed") else ""
            if name not in bars:
                bars[name] = progress.add_task(name, total=total, note=note)
            progress.update(bars[name], completed=done, total=total, note=note)

    for signal in (signals.item_scraped, signals.item_dropped, signals.response_received, signals.spider_closed):
        crawler.signals.connect(update, signal, weak=False)
