"""How well the watch sees changes of templates: seeded changes of the demo press, caught or missed, named right or wrong, and false alarms.

    python -m benchmarks.watch --changes 208 --unchanged 204 --seed 1

Every run is a whole crawl (spider, pipelines, store, extension) of a site that is served on loopback, all in one process. Each site has a
chain of ordinary runs, with new articles before most of them; each is judged by those before it, and should raise no alarm. After the
1st, 3rd and 10th run site and store are forked: in the fork new articles appear, the site's templates change, and one run is judged.
"""

import argparse
import asyncio
import copy
import json
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from newsspider.config import Watch
from newsspider.crawl.runner import settings_for
from newsspider.demo import Change, Kind, Press, changes
from newsspider.demo.changes import VARIANTS
from newsspider.notify.digest import Alarm
from newsspider.store import Runs, Store
from newsspider.store.runs import OutletRun
from newsspider.telemetry.counters import counts_by_outlet
from newsspider.watch import judge

WATCH = Watch()
HISTORIES = (1, 3, 10)
"""How many runs lie before a change."""
ARTICLES = (2, 15)
"""New articles before a run, least and most."""
QUIET = (0, 0, 1)
"""New articles before a quiet run: every tenth of the unchanged ones."""


@dataclass(frozen=True)
class Case:
    """One judged run."""

    site: str
    change: Change | None
    """None: nothing was changed."""
    history: int
    """Runs before it."""
    articles: int
    """New articles before it."""
    alarms: list[Alarm]
    counts: dict[str, Any]

    @property
    def named(self) -> str:
        """The cause that the first alarm names; `-` without alarm."""
        return self.alarms[0].monitor if self.alarms else "-"


class Laboratory:
    """A press, and crawls of its sites into stores that can be forked."""

    def __init__(self, press: Press, folder: Path) -> None:
        self.press = press
        self.folder = folder
        self.settings = settings_for(
            press.outlets, output=folder, command="benchmark", EXTENSIONS={"newsspider.watch.observing.Observer": 400},
            DOWNLOAD_DELAY=0, DOWNLOAD_SLOTS={}, CONCURRENT_REQUESTS_PER_DOMAIN=8, RETRY_BACKOFF=0.0, LOG_LEVEL="CRITICAL", STATS_DUMP=False, ASYNCIO_EVENT_LOOP=None,
        )  # fmt: skip

    def store(self, name: str) -> Path:
        """Where a store lies."""
        return self.folder / f"{name}.db"

    async def crawl(self, outlet: str, name: str) -> dict[str, Any]:
        """Crawl a site into a store; what was counted of it."""
        from scrapy.crawler import AsyncCrawlerRunner, Crawler

        from newsspider.spiders.outlet import OutletSpider

        settings = self.settings.copy()
        settings.set("NEWSSPIDER_DATABASE", f"sqlite:///{self.store(name)}", "cmdline")
        crawler = Crawler(OutletSpider, settings)
        await AsyncCrawlerRunner(settings).crawl(crawler, outlet=outlet, outlets=self.press.outlets)
        return counts_by_outlet(crawler.stats.get_stats()).get(outlet, {"reasons": {}})

    def history(self, outlet: str, name: str) -> list[OutletRun]:
        """The finished runs of a store, newest first."""
        store = Store(f"sqlite:///{self.store(name)}")
        try:
            return Runs(store).history(outlet)
        finally:
            store.close()

    async def changed(self, change: Change, articles: int, name: str) -> dict[str, Any]:
        """Crawl a site once with so many new articles and a change of its templates; site and store stay as they were."""
        site = self.press.site(change.site)
        before = copy.copy(site)
        shutil.copy(self.store(name), self.store("fork"))
        try:
            self.press.publish(articles, change.site)
            self.press.change(change.site, change)
            return await self.crawl(change.site, "fork")
        finally:
            vars(site).update(vars(before))
            self.store("fork").unlink()


def short(families: Sequence[str] = ("demo_people", "demo_trs")) -> list[Change]:
    """One change of each kind in two families."""
    return [
        Change(site, kind, VARIANTS[kind][number % len(VARIANTS[kind])], "rich-view-1a2b3")
        for number, site in enumerate(families)
        for kind in Kind
    ]


async def prove(lab: Laboratory, planned: Sequence[Change], unchanged: int, seed: int) -> AsyncIterator[Case]:
    """Every case: so many unchanged runs, over all sites that a change is planned for, and the changes."""
    rng = Random(seed)
    by_site: dict[str, list[tuple[int, Change]]] = defaultdict(list)
    for number, change in enumerate(planned):
        by_site[change.site].append((HISTORIES[(number // len(Kind)) % len(HISTORIES)], change))
    each = -(-unchanged // len(by_site))
    for site, mine in sorted(by_site.items()):
        await lab.crawl(site, site)
        runs = max([each, *(history - 1 for history, _ in mine)])
        for done in range(1, runs + 2):
            history = lab.history(site, site)
            for change in [change for wanted, change in mine if wanted == done]:
                articles = rng.randint(*ARTICLES)
                counts = await lab.changed(change, articles, site)
                yield Case(site, change, done, articles, judge(site, counts, history, WATCH), counts)
            if done <= runs:
                articles = rng.choice(QUIET) if rng.random() < 0.1 else rng.randint(*ARTICLES)
                if articles:
                    lab.press.publish(articles, site)
                counts = await lab.crawl(site, site)
                if done <= each:
                    yield Case(site, None, done, articles, judge(site, counts, history, WATCH), counts)


def report(cases: Sequence[Case], seconds: float) -> dict[str, Any]:
    """Print what was caught, as a confusion table, and each miss; the figures."""
    changed, plain = [case for case in cases if case.change], [case for case in cases if not case.change]
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for case in changed:
        table[case.change.reason if case.change else ""][case.named] += 1
    said = sorted({name for row in table.values() for name in row})
    print(f"{'changed':18}{'runs':>5}{'caught':>8}{'right':>7}  first alarm")
    for reason, row in table.items():
        total = row.total()
        print(
            f"{reason:18}{total:5}{(total - row['-']) / total:8.1%}{row[reason] / total:7.1%}  {', '.join(f'{name} {row[name]}' for name in said if row[name])}"
        )
    caught = sum(bool(case.alarms) for case in changed)
    right = sum(case.change is not None and case.named == case.change.reason for case in changed)
    false = sum(bool(case.alarms) for case in plain)
    for wanted in HISTORIES:
        some = [case for case in changed if case.history == wanted]
        if some:
            print(f"after {wanted} runs: {sum(bool(case.alarms) for case in some)} of {len(some)} caught")
    print(
        f"caught {caught} of {len(changed)}, reason right {right}, false alarms {false} of {len(plain)} unchanged runs, {seconds:.0f} s"
    )
    for case in cases:
        if (case.change and case.named != case.change.reason) or (not case.change and case.alarms):
            what = f"{case.change.kind.value}/{case.change.variant}" if case.change else "unchanged"
            counts = {name: value for name, value in case.counts.items() if name not in ("examples", "seconds")}
            print(
                f"! {case.site} {what} history {case.history} articles {case.articles}: {[a.monitor + ':' + (a.field or '') for a in case.alarms]}"
            )
            print("  ", json.dumps(counts, ensure_ascii=False))
    return {
        "changes": len(changed),
        "caught": caught,
        "right": right,
        "unchanged": len(plain),
        "false_alarms": false,
        "seconds": round(seconds),
    }


def in_one_loop(work: Callable[[], Any]) -> Any:
    """Run a coroutine function within Scrapy's reactor, once in a process; its result."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed
    results: list[Any] = []

    async def main() -> None:
        try:
            results.append(await work())
        except BaseException as error:
            results.append(error)
        finally:
            reactor.stop()

    reactor.callWhenRunning(lambda: asyncio.ensure_future(main()))
    reactor.run()
    if isinstance(results[0], BaseException):
        raise results[0]
    return results[0]


def main() -> int:
    """Run the proof; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=208)
    parser.add_argument("--unchanged", type=int, default=204)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="one change of each kind in two families, ten unchanged runs")
    options = parser.parse_args()
    planned, unchanged = (short(), 10) if options.short else (changes(options.seed, options.changes), options.unchanged)
    began = time.monotonic()

    async def work() -> list[Case]:
        with Press.on_free_ports() as press, tempfile.TemporaryDirectory() as folder:
            lab = Laboratory(press, Path(folder))
            return [case async for case in prove(lab, planned, unchanged, options.seed)]

    figures = report(in_one_loop(work), time.monotonic() - began)
    print(json.dumps(figures))
    good = figures["caught"] >= 0.95 * figures["changes"] and figures["right"] >= 0.9 * figures["changes"]
    return 0 if good and figures["false_alarms"] <= 0.01 * figures["unchanged"] else 1


if __name__ == "__main__":
    sys.exit(main())
