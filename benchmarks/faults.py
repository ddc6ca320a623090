"""kill -9 at random moments of crawls of the demo press, and what was lost or came twice: `python -m benchmarks.faults`.

Each crawl is killed again and again, and so is a tail that follows the database into a file; then one run goes to its end. Whole records
are compared with the true ones (but for fields that a crawl which nobody kills reads wrong, too), in the database, in the files that the manifest lists, and in the tail's file. The seed is printed and
draws the same moments again (what they meet depends on the machine). Exit code 1 when anything was lost, came twice or is wrong.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from random import Random, SystemRandom
from urllib.parse import urlsplit

from benchmarks.corpus import ROOT
from newsspider.demo import Faults, Press

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
from commands import newsspider, write_sites, written
from databases import fresh
from killing import Judgement, Scene, judge

AT_ITS_END = 3
"""So many kills of each crawl may fall into its end."""


@dataclass
class Total:
    """One kind of database over all its crawls."""

    kind: str
    crawls: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    tail_kills: int = 0
    judged: dict[str, list[Judgement]] = field(default_factory=dict)
    stored: list[int] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def add(self, scene: Scene) -> None:
        """One crawl that was killed and then went to its end."""
        for place, judgement in scene.judge().items():
            self.judged.setdefault(place, []).append(judgement)
        self.crawls += 1
        self.kills += scene.kills
        self.tail_kills += scene.tail_kills
        self.stored += scene.stored_at_kills
        self.trouble += scene.trouble

    def leave_out(self, known: set[str]) -> None:
        """What is read wrong without any kill is the reader's."""
        for row in self.judged.values():
            for each in row:
                each.wrong = [wrong for wrong in each.wrong if urlsplit(wrong).path not in known]

    @property
    def good(self) -> bool:
        """Whether nothing was lost, twice or wrong."""
        return not self.trouble and all(each.good for row in self.judged.values() for each in row)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="for each kind of database")
    parser.add_argument("--per-crawl", type=int, default=25, help="kills of one crawl before it may end")
    parser.add_argument("--scale", type=int, default=17, help="of the press: 17 gives 2,000 articles")
    parser.add_argument("--span", type=float, default=6.0, help="kills by the clock fall up to so many seconds after the start")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    start = time.monotonic()
    print(f"seed {options.seed}; {options.kills} kills for each kind of database", flush=True)
    with ThreadPoolExecutor() as pool:
        undisturbed = pool.submit(misread, options)
        totals = list(pool.map(torment, options.databases, repeat(options)))
    known = undisturbed.result()
    for total in totals:
        total.leave_out(known)
    print(f"read otherwise than printed, without any kill, too: {len(known)} fields; they are left out")
    print(
        f"{'':12}{'crawls':>7}{'kills':>7}{'tail':>7}"
        + "".join(f"{place + ' lost twice wrong':>26}" for place in totals[0].judged)
    )
    for total in totals:
        cells = [f"{total.kind:12}{total.crawls:7}{total.kills.total():7}{total.tail_kills:7}"]
        for row in total.judged.values():
            lost, twice, wrong = (
                sum(each.lost for each in row),
                sum(each.twice for each in row),
                sum(len(each.wrong) for each in row),
            )
            cells.append(f"{lost:14}{twice:6}{wrong:6}")
        print("".join(cells))
    for total in totals:
        print(f"{total.kind}: killed at " + ", ".join(f"{moment} {times}" for moment, times in total.kills.most_common()))
        print(f"{total.kind}: articles stored at the kills: {' '.join(map(str, sorted(total.stored)))}")
        for line in [
            *total.trouble,
            *sorted({wrong for row in total.judged.values() for each in row for wrong in each.wrong})[:20],
        ]:
            print(f"{total.kind}: BAD: {line}")
    print(f"{time.monotonic() - start:.0f} s")
    return int(not all(total.good for total in totals))


def misread(options: argparse.Namespace) -> set[str]:
    """`path field` of what a crawl that nobody kills reads otherwise than the true records say."""
    with Press.on_free_ports(options.scale) as press, tempfile.TemporaryDirectory() as folder:
        write_sites(press.outlets, Path(folder) / "sites.toml")
        newsspider("crawl", "--all", "--sites", "sites.toml", "--output", "out", cwd=Path(folder), ok=False)
        return {urlsplit(wrong).path for wrong in judge(press.expected(), written(Path(folder) / "out")).wrong}


def torment(kind: str, options: argparse.Namespace) -> Total:
    """Crawl and kill until there were enough kills, each crawl in a folder and database of its own."""
    total = Total(kind)
    with Press.on_free_ports(options.scale, faults=Faults(delay=0.02)) as press:
        while total.kills.total() < options.kills:
            want = min(options.per_crawl, options.kills - total.kills.total())
            with tempfile.TemporaryDirectory() as temporary, fresh(kind, Path(temporary)) as database:
                folder = Path(temporary)
                write_sites(press.outlets, folder / "sites.toml")
                scene = Scene(press, folder, database, Random(f"{options.seed} {kind} {total.crawls}"), options.span)
                with scene:
                    while scene.kills.total() < want - AT_ITS_END and scene.kill_a_crawl():
                        pass
                    while scene.kills.total() < want and scene.kill_a_crawl(at_its_end=True):
                        pass
                    scene.finish()
                scene.finish_tail()
                total.add(scene)
            print(
                f"{kind}: crawl {total.crawls} of {len(press.expected())} articles: {scene.kills.total()} kills, then to its end",
                flush=True,
            )
    return total


if __name__ == "__main__":
    sys.exit(main())
