"""Hosts that ask for patience, in real time: `python -m benchmarks.patience` (make patience). The hosts' own logs are what is judged.

One crawl goes to three hosts: one whose robots.txt says `Crawl-delay: 3`, one that answers 429 with `Retry-After: 20` to each third
request, one that answers 503 with `Retry-After: 3600`. Then two processes at once crawl two outlets of one host with Crawl-delay 3, for each
kind of database (a server that runs, or a private one). At last what the shared pace costs: the same crawl with and without it, CPU a page. Exit code 1 when a host was
asked too soon, or an article was lost.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.corpus import ROOT
from benchmarks.crawl import served

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
from databases import KINDS, fresh, with_driver
from patient import Answer, Asked, PatientHost, fine, hosts
from sqlalchemy import create_engine, text

DELAY, WISH, HOUR = 3.0, 20.0, 3600.0
ROBOTS = f"User-agent: *\nCrawl-delay: {DELAY:g}\n"
TWO = {"trial_one": "a", "trial_other": "b"}
"""Outlets of one host, and their folders."""
CRAWL = ("--sites", "sites.toml", "--output", "out", "--no-watch")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=6, help="of each outlet")
    parser.add_argument("--rounds", type=int, default=3, help="of the crawls whose cost is compared")
    parser.add_argument("--cost", choices=["alone", "shared"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--only-cost", action="store_true")
    options = parser.parse_args()
    if options.cost:
        print(json.dumps(cost(options.folder, shared=options.cost == "shared")))
        return 0
    faults: list[str] = []
    if not options.only_cost:
        faults = three_hosts(options.articles)
        for kind in KINDS:
            faults += two_processes(kind, options.articles)
    what_it_costs(options.rounds)
    print("\n" + ("\n".join(f"BAD {fault}" for fault in faults) or "ok: no host was asked too soon, no article is missing"))
    return int(bool(faults))


# what the hosts see


def three_hosts(articles: int) -> list[str]:
    """One crawl of three hosts; what was wrong."""

    def busy(path: str, number: int) -> Answer:
        return (429, {"Retry-After": f"{WISH:g}"}) if number in (2, 5) else (200, {})

    def away(path: str, number: int) -> Answer:
        return (503, {"Retry-After": f"{HOUR:g}"}) if number >= 2 else (200, {})

    slow, tired, gone = (PatientHost(robots, answer, articles) for robots, answer in ((ROBOTS, fine), (None, busy), (None, away)))
    with tempfile.TemporaryDirectory() as folder, hosts(slow, tired, gone):
        sites = [slow.record("trial_slow"), tired.record("trial_tired"), gone.record("trial_gone")]
        Path(folder, "sites.toml").write_text("".join(sites))
        print(f"one crawl of three hosts, {articles} articles each, records with delay 0.05")
        process = start(folder, "crawl", "--all", *CRAWL)
        said, errors = process.communicate()
        print(said + errors)
        states = ledger(f"sqlite:///{folder}/out/newsspider.db")
    show("Crawl-delay 3", slow.log)
    show("429, Retry-After 20", tired.log)
    show("503, Retry-After 3600", gone.log)
    faults = too_soon("Crawl-delay 3", slow.log, DELAY)
    for before, after in pairwise(tired.log):
        if before.status == 429 and after.at - before.at < WISH:
            faults.append(f"429: asked again after {after.at - before.at:.2f} s")
    if [asked.status for asked in gone.log[3:]] != [503]:
        faults.append("503: asked again")
    wanted = {("trial_slow", "stored"): articles, ("trial_tired", "stored"): articles, ("trial_gone", "stored"): 1, ("trial_gone", "failed"): 1, ("trial_gone", "pending"): articles - 2}  # fmt: skip
    return faults + [f"{key}: {states.get(key, 0)} of {number}" for key, number in wanted.items() if states.get(key, 0) != number]


def two_processes(kind: str, articles: int) -> list[str]:
    """Two outlets of one host in two processes at once; what was wrong."""
    host = PatientHost(ROBOTS, articles=articles)
    with tempfile.TemporaryDirectory() as folder, fresh(kind, Path(folder)) as database, host:
        Path(folder, "sites.toml").write_text("".join(host.record(name, folder) for name, folder in TWO.items()))
        both = [start(folder, "crawl", name, "--database", database, *CRAWL) for name in TWO]
        said = [process.communicate() for process in both]
        codes = [process.returncode for process in both]
        states = ledger(database)
    name = f"two processes, {kind}"
    show(name, host.log)
    faults = too_soon(name, host.log, DELAY)
    if any(codes):
        faults.append(f"{name}: exit codes {codes}: {said}")
    return faults + [f"{name}: {outlet} incomplete" for outlet in TWO if states.get((outlet, "stored")) != articles]


def start(folder: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from newsspider.cli import main; main()", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ledger(database: str) -> dict[tuple[str, str], int]:
    """How many addresses of an outlet are in which state."""
    engine = create_engine(with_driver(database))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT outlet, state, count(*) FROM urls GROUP BY outlet, state"))
        rows = {(row[0], row[1]): int(row[2]) for row in found}
    engine.dispose()
    return rows


def too_soon(name: str, log: list[Asked], least: float) -> list[str]:
    gaps = [after.at - before.at for before, after in pairwise(log)]
    return [f"{name}: {gap:.3f} s apart" for gap in gaps if gap < least]


def show(name: str, log: list[Asked]) -> None:
    """A host's log, and how far apart its requests came."""
    gaps = [after.at - before.at for before, after in pairwise(log)]
    print(f"\n{name}: {len(log)} requests, {min(gaps):.3f} to {max(gaps):.3f} s apart, median {median(gaps):.3f}")
    for asked in log:
        print(f"{asked.at - log[0].at:9.3f} {asked.status} {asked.path}")


# what it costs


def what_it_costs(rounds: int) -> None:
    """CPU a page of a crawl with the shared pace, as a share of that of one that keeps its pace alone."""
    ratios = []
    press = argparse.Namespace(scale=4, padding=60_000)
    with tempfile.TemporaryDirectory() as folder, served(press, Path(folder)):
        for _ in range(rounds):
            each = {way: child("--cost", way, "--folder", folder) for way in ("alone", "shared")}
            ratios.append(each["shared"]["cpu"] / each["alone"]["cpu"])
            print(
                f"\ncost, {each['shared']['pages']} pages: {each['alone']['cpu'] * 1000:.2f} ms CPU a page alone, "
                f"{each['shared']['cpu'] * 1000:.2f} shared, ratio {ratios[-1]:.3f}",
                flush=True,
            )
    print(f"median ratio {median(ratios):.3f}")


def child(*arguments: str) -> dict[str, Any]:
    """What a crawl in a process of its own measured."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.patience", *arguments], stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def cost(folder: Path, *, shared: bool) -> dict[str, Any]:
    """Crawl the press that is served, a request every two milliseconds to each outlet, into SQLite."""
    from newsspider.crawl.runner import run, settings_for
    from newsspider.middlewares import downloader, turns
    from newsspider.outlets import Outlet, Outlets
    from newsspider.units import Unit

    if not shared:
        enter = turns.enter
        downloader.enter = lambda url: enter(None)  # type: ignore[attr-defined] # the name that it calls
    outlets = Outlets([Outlet(**values | {"delay": 0.002}) for values in json.loads((folder / "sites.json").read_text())])
    with tempfile.TemporaryDirectory(dir=folder) as output:
        settings = settings_for(outlets, output=Path(output), command="benchmark")
        units = [Unit("outlet", {"outlet": name, "outlets": outlets}) for name in outlets]
        begun = time.process_time()
        run(units, settings)
        cpu = time.process_time() - begun
    pages = sum(unit.stats["downloader/response_count"] for unit in units)
    return {"pages": pages, "cpu": cpu / pages}


if __name__ == "__main__":
    sys.exit(main())
