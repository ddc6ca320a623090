"""Resident memory over tens of thousands of page reads: its peak, and whether it stays flat after a warm-up."""

import os
import resource
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import linear_regression, median

from benchmarks.corpus import Document, read_document
from newsspider.outlets import Outlets

WARM_UP = 2_000
"""Reads before the first sample: what is loaded and compiled at first use is there by then."""
SAMPLES = 40
FLAT = 0.05
"""How far the slope may carry memory over the run, and any sample from their median, as shares of it."""
MB = 1_000_000


def resident() -> int:
    """Bytes of resident memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def sampled(documents: list[Document], outlets: Outlets, reads: int) -> Iterator[tuple[int, int]]:
    """(reads done, resident bytes) after the warm-up and after each of `SAMPLES` equal parts of the reads that follow."""
    endless = cycle(documents)
    for document in islice(endless, WARM_UP):
        read_document(document, outlets)
    yield 0, resident()
    step = max(1, reads // SAMPLES // len(documents)) * len(documents)  # whole rounds: each sample follows the same page
    for done in range(step, reads + 1, step):
        for document in islice(endless, step):
            read_document(document, outlets)
        yield done, resident()


def report(documents: list[Document], outlets: Outlets, reads: int) -> bool:
    """Print the figures; whether memory is flat."""
    samples = list(sampled(documents, outlets, reads))
    middle = median(held for _, held in samples)
    slope = linear_regression(*zip(*samples, strict=True)).slope
    drift = slope * samples[-1][0] / middle
    spread = max(abs(held - middle) for _, held in samples) / middle
    flat = abs(drift) <= FLAT and spread <= FLAT
    print(f"memory over {samples[-1][0]:,} page reads after {WARM_UP:,} to warm up, {len(samples)} samples")
    for done, held in samples[:: max(1, len(samples) // 8)]:
        print(f"  {done:>7,} reads {held / MB:8.1f} MB")
    print(f"  median {middle / MB:.1f} MB, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB:.1f} MB")
    print(
        f"  slope {slope * 1000 / 1024:+.2f} KiB per 1,000 reads: {drift:+.2%} over the run; farthest sample {spread:.2%} from the median"
    )
    print(f"  {'flat' if flat else 'NOT FLAT'} (within {FLAT:.0%})")
    return flat
