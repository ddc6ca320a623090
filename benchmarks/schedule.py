"""A scheduler before the demo press for some minutes, killed now and then: `python -m benchmarks.schedule --minutes 4`.

Exit code 1 when two crawls of one outlet ran at once, a due time is not in the account, nothing came of one, a kill -9 lost a
run, or SIGTERM took longer than the grace time.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

import psutil

from benchmarks.corpus import ROOT
from newsspider.demo import Press

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
from scheduled import Desk, Watch, crawls, lost, missed

GRACE = 30.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=4.0)
    parser.add_argument("--every", type=int, default=10, help="seconds")
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--kills", type=int, default=3, help="kill -9 of the scheduler, spread over the time")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where its files stay; by default they are deleted")
    options = parser.parse_args()
    random, every = Random(options.seed), timedelta(seconds=options.every)
    with Press.on_free_ports() as press, tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        outlets = list(press.outlets)[: options.outlets]
        text = f'at_once = {options.at_once}\ngrace = "{GRACE:g}s"\n[jobs.all]\noutlets = {outlets}\nevery = "{options.every}s"\n'
        desk = Desk(folder, press, text.replace("'", '"'))
        try:
            return soak(desk, outlets, every, options.minutes * 60, options.kills, random)
        finally:
            desk.clean_up()


def soak(desk: Desk, outlets: list[str], every: timedelta, seconds: float, kills: int, random: Random) -> int:
    """Run it; the exit code."""
    up, open_at_kills, memory = [], [], 0
    length = seconds / (kills + 1)
    with Watch(desk.folder) as watch:
        for number in range(kills + 1):
            desk.start()
            since = desk.wait_for_log("at once", times=number + 1)
            time.sleep(length * (1 if number == kills else random.uniform(0.7, 1.0)))
            assert desk.process
            memory = max(memory, psutil.Process(desk.process.pid).memory_info().rss)
            up.append((since, datetime.now(UTC) - timedelta(seconds=2)))  # the loop looks once a second
            if number < kills:
                open_at_kills += [row for row in desk.rows() if row.state in ("due", "running")]
                desk.kill()
                time.sleep(random.uniform(0, every.total_seconds()))
        code, took = desk.stop(signal.SIGTERM, within=2 * GRACE)
    rows = desk.rows()
    became = {(row.outlet, row.due_at): row.state for row in rows}
    faults = {
        "crawls of one outlet at once": sum(number - 1 for number in watch.most.values()),
        "due times missed": len(missed(rows, outlets, every, up)),
        "due runs that nothing came of": len(lost(rows)),
        "runs lost by kill -9": sum(
            became[row.outlet, row.due_at] not in ("finished", "coalesced", "due") for row in open_at_kills
        ),
        "outlets never crawled": len(set(outlets) - set(watch.most)),
        "crawls left running": len(crawls(desk.folder)),
        "rows left running": sum(row.state == "running" for row in rows),
        "SIGTERM not in time": int(code != 0 or took > GRACE),
    }
    states = Counter(row.state for row in rows)
    done = {outlet: sum(row.state == "finished" and row.outlet == outlet for row in rows) for outlet in outlets}
    waits = [(row.started_at - row.due_at).total_seconds() for row in rows if row.started_at]
    print(f"{len(outlets)} outlets every {every.total_seconds():g} s for {seconds / 60:g} min; {kills} times kill -9")
    print(f"rows in the account: {len(rows)}: " + ", ".join(f"{state} {number}" for state, number in sorted(states.items())))
    print("crawls finished: " + ", ".join(f"{outlet} {number}" for outlet, number in done.items()))
    print(f"from due to start: median {median(waits):.1f} s, longest {max(waits):.1f} s")
    print(f"most crawls at once {watch.most_at_once}; looked {watch.looks} times; open at the kills: {len(open_at_kills)}")
    print(f"scheduler: at most {memory / 1e6:.0f} MB; ended with {code} {took:.1f} s after SIGTERM")
    for name, number in faults.items():
        print(f"{'ok ' if not number else 'BAD'} {name}: {number}")
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main())
