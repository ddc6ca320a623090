"""Reading beside lxml's bare parse, for this checkout and others in turn: what `python -m benchmarks.extraction` prints first."""

import json
import os
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.corpus import ROOT, Document

OURS = "newsspider"
TIMED = ROOT / "benchmarks" / "timed.py"
ROUNDS = ("bare", "warm", "cold")
"""lxml alone; reading; reading with the caches of lines and names cleared before each page."""
GOAL, GOAL_COMPILED = 0.20, 0.30
"""The share of lxml's bare parse that the project aims at, without and with the compiled walk."""
GOAL_SPREAD = 4.0
"""How many medians the slowest hundredth of the pages may take."""


@dataclass
class Contestant:
    """A checkout, with or without something in its environment, and what each page cost it."""

    name: str
    """As the table shows it."""
    root: Path
    """Its folder."""
    environment: dict[str, str] = field(default_factory=dict)
    """What is set for it beside the environment of this process."""
    rounds: dict[str, list[list[float]]] = field(default_factory=lambda: {name: [] for name in ROUNDS})
    """By kind of round, the CPU seconds of each page."""
    starts: list[float] = field(default_factory=list)
    """CPU seconds of the command for one page, a process each."""

    def least(self, kind: str) -> list[float]:
        """The least that each page cost. Other work on the machine only adds, so the least of some rounds is what reading takes."""
        return [min(page) for page in zip(*self.rounds[kind], strict=True)]

    def environ(self) -> dict[str, str]:
        """The environment of its processes."""
        return {**os.environ, "PYTHONPATH": str(self.root), "PYTHONHASHSEED": "0", **self.environment}


def contestants(beside: list[Path], settings: list[str]) -> list[Contestant]:
    """This checkout; this checkout with each setting of the environment; the other checkouts."""
    pairs = [setting.partition("=") for setting in settings]
    return [
        Contestant(OURS, ROOT),
        *(Contestant(f"{OURS} {name}={value}", ROOT, {name: value}) for name, _, value in pairs),
        *(Contestant(str(root), root.resolve()) for root in beside),
    ]


def _worker(contestant: Contestant, pages: list[Document]) -> subprocess.Popen[str]:
    worker = subprocess.Popen(
        [sys.executable, TIMED, contestant.root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=contestant.environ(),
    )
    told = [{"body": b64encode(one.body).decode(), "url": one.url, "fetched_at": one.fetched_at} for one in pages]
    assert worker.stdin
    print(json.dumps(told), file=worker.stdin, flush=True)
    return worker


def _ask(worker: subprocess.Popen[str], kind: str) -> list[float]:
    assert worker.stdin
    assert worker.stdout
    print(kind, file=worker.stdin, flush=True)
    answer: list[float] = json.loads(worker.stdout.readline())
    return answer


def measure(contestants: list[Contestant], pages: list[Document], rounds: int) -> None:
    """Fill the contestants' rounds: a process each for all pages and rounds, everybody one round of each kind in turn."""
    with ExitStack() as stack:
        workers = [(one, stack.enter_context(_worker(one, pages))) for one in contestants]
        for _ in range(rounds):
            for one, worker in workers:
                for kind in ROUNDS:
                    one.rounds[kind].append(_ask(worker, kind))
        for _, worker in workers:
            assert worker.stdin
            worker.stdin.close()


def measure_starts(contestants: list[Contestant], page: Document, rounds: int) -> None:
    """Fill the contestants' starts: `newsspider extract` of one page from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "page.html"
        saved.write_bytes(page.body)
        for number in range(rounds + 1):
            for one in contestants:
                command = [sys.executable, "-m", "newsspider", "extract", str(saved)]
                child = subprocess.Popen(
                    command, cwd=folder, env=one.environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
                _, _, used = os.wait4(child.pid, 0)
                child.returncode = 0  # it has been waited for
                if number:  # the first one may have had to compile its modules
                    one.starts.append(used.ru_utime + used.ru_stime)


def share(seconds: list[float], part: float) -> float:
    """The value below which this part of the pages is."""
    return quantiles(seconds, n=1000, method="inclusive")[round(part * 1000) - 1] if len(seconds) > 1 else seconds[0]


def _groups(pages: list[Document]) -> Iterator[tuple[str, list[int]]]:
    """(name, numbers of its pages): all pages, then each set."""
    yield "all", list(range(len(pages)))
    names = list(dict.fromkeys(page.group for page in pages))
    for name in names if len(names) > 1 else ():
        yield name, [number for number, page in enumerate(pages) if page.group == name]


def _row(contestant: Contestant, numbers: list[int]) -> str:
    bare, warm, cold = ([contestant.least(kind)[number] for number in numbers] for kind in ROUNDS)
    middle, top = median(cold), share(cold, 0.99)
    cells = [sum(bare), sum(warm), sum(cold)]
    means = "".join(f"{total / len(numbers) * 1000:8.2f}" for total in cells)
    ratios = "".join(f"{cells[0] / total:8.3f}" for total in cells[1:])
    spread = "".join(f"{value * 1000:8.1f}" for value in (middle, share(cold, 0.95), top, max(cold)))
    return f"{len(numbers):>6}{means}{ratios}{spread}{top / middle:8.1f}"


def report(contestants: list[Contestant], pages: list[Document], rounds: int) -> None:
    """Measure, and print a block for each contestant: milliseconds a page, ratios, spread, the slowest pages, the start."""
    measure(contestants, pages, rounds)
    measure_starts(contestants, pages[0], min(rounds, 5))
    first = contestants[0]
    titles = ("pages", "bare", "warm", "cold", "warm/", "cold/", "median", "p95", "p99", "max", "p99/med")
    print(
        f"sums of the least of {rounds} rounds for each page, milliseconds of CPU a page; warm/ and cold/ are shares of the bare parse"
    )
    for one in contestants:
        print(f"\n{one.name:24}" + "".join(f"{title:>{6 if title == 'pages' else 8}}" for title in titles))
        for name, numbers in _groups(pages):
            print(f"  {name:22}{_row(one, numbers)}")
        cold, bare = one.least("cold"), one.least("bare")
        slowest = sorted(range(len(pages)), key=cold.__getitem__, reverse=True)[:3]
        print(
            "  slowest: " + ", ".join(f"{pages[n].file} {cold[n] * 1000:.1f} ms ({cold[n] / bare[n]:.1f} bare)" for n in slowest)
        )
        print(f"  whole rounds, median: warm {_whole(one, 'warm'):.2f}, cold {_whole(one, 'cold'):.2f} ms a page")
        print(f"  start: {min(one.starts) * 1000:.0f} ms of CPU for `extract` of one page")
        if one is not first:
            _report_beside(first, one)
    print(f"\ngoals: {GOAL} of the bare parse, {GOAL_COMPILED} with the compiled walk; p99 within {GOAL_SPREAD:.0f} medians")


def _whole(contestant: Contestant, kind: str) -> float:
    return median(sum(seconds) / len(seconds) for seconds in contestant.rounds[kind]) * 1000


def _report_beside(first: Contestant, other: Contestant) -> None:
    """One line: what part of the other's time ours is."""
    parts = [f"{kind} {sum(first.least(kind)) / sum(other.least(kind)):.2f}" for kind in ("warm", "cold")]
    print(f"  {first.name} takes of its time: {', '.join(parts)}, start {min(first.starts) / min(other.starts):.2f}")
