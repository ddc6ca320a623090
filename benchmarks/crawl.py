"""The whole crawl (fetch, read, normalise, store, export) beside a Scrapy spider that only yields URLs: `python -m benchmarks.crawl`.

The demo press with pages of ~60 KB is served by a process of its own; each contestant runs in a fresh process, in turn, over the same pages,
without delay, with the same concurrency and event loop. Pages are all answers, lists too; seconds are those of the process from its first
request to its end. Modules are imported, and patterns compiled, before either clock starts. Exit code 1 below the goal.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import Any

GOAL = 0.30
CONCURRENCY, AT_ONCE = 4, 8
"""Requests at once to one outlet, and outlets at once."""
PARTS = ("save", "settle", "found", "list_read", "export")
"""What is timed inside our run. `settle`, the ledger's part, is within `save`; `found` and `list_read` are the ledger's, too."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=int, default=8, help="of the press: about 120 articles each")
    parser.add_argument("--padding", type=int, default=60_000)
    parser.add_argument("--profile", type=Path, help="write our run's profile (cProfile) there")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--run", choices=["ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve(options)
    if options.run:
        print(json.dumps(profiled(options, {"ours": ours, "bare": bare}[options.run])))
        return 0
    results: dict[str, list[dict[str, Any]]] = {"ours": [], "bare": []}
    with tempfile.TemporaryDirectory() as folder, served(options, Path(folder)):
        for number in range(options.rounds):
            for name, rows in results.items():
                rows.append(child(options, "--run", name, "--folder", folder))
                row = rows[-1]
                print(
                    f"round {number + 1} {name}: {row['pages']} pages, {row['seconds']:.1f} s, CPU {row['cpu']:.1f} s", flush=True
                )
    return say(results)


def say(results: dict[str, list[dict[str, Any]]]) -> int:
    """The table; the exit code."""
    rates = {name: median(row["pages"] / row["cpu"] for row in rows) for name, rows in results.items()}
    walls = {name: median(row["pages"] / row["seconds"] for row in rows) for name, rows in results.items()}
    ratios = [ours["pages"] / ours["cpu"] / (bare["pages"] / bare["cpu"]) for ours, bare in zip(*results.values(), strict=True)]
    print(f"\n{'':8}{'pages/CPU s':>14}{'pages/s':>10}{'KB a page':>12}{'RSS MB':>9}")
    for name, rows in results.items():
        row = rows[-1]
        print(
            f"{name:8}{rates[name]:14.1f}{walls[name]:10.1f}{row['bytes'] / row['pages'] / 1000:12.1f}{row['memory'] / 1e6:9.0f}"
        )
    print(f"ours / bare: {median(ratios):.3f} by CPU (goal {GOAL}), {walls['ours'] / walls['bare']:.3f} by the clock")
    ours = results["ours"]
    spent = {name: median(row["parts"][name] / row["pages"] * 1000 for row in ours) for name in PARTS}
    print(f"CPU ms a page: {', '.join(f'{name} {value:.2f}' for name, value in spent.items())}")
    print(
        f"the ledger alone: {spent['settle'] + spent['found'] + spent['list_read']:.2f} ms a page; articles stored: {ours[-1]['stored']}"
    )
    return int(median(ratios) < GOAL)


# the press


@contextmanager
def served(options: argparse.Namespace, folder: Path) -> Iterator[None]:
    """The press in a process of its own; sites.json and urls.json tell what it serves."""
    command = ["--serve", "--folder", str(folder), "--scale", str(options.scale), "--padding", str(options.padding)]
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crawl", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as press:
        assert press.stdout
        assert press.stdin
        press.stdout.readline()
        try:
            yield
        finally:
            press.stdin.close()


def serve(options: argparse.Namespace) -> int:
    """Serve until stdin is closed."""
    from newsspider.demo import Press

    with Press.on_free_ports(options.scale, padding=options.padding) as press:
        urls = [site.base + path for site in press.sites for path in site.resources if site.resources[path].status == 200]
        for site in press.sites:  # made before anything is measured
            for resource in site.resources.values():
                resource.body  # noqa: B018
        (options.folder / "urls.json").write_text(json.dumps(urls))
        sites = [asdict(replace(outlet, concurrency=CONCURRENCY)) for outlet in press.outlets.values()]
        (options.folder / "sites.json").write_text(json.dumps(sites))
        print("ready", flush=True)
        sys.stdin.read()
    return 0


# the contestants


def child(options: argparse.Namespace, *arguments: str) -> dict[str, Any]:
    """What a run in a process of its own measured."""
    more = ["--profile", str(options.profile)] if options.profile and "ours" in arguments else []
    done = subprocess.run([sys.executable, "-m", "benchmarks.crawl", *arguments, *more], stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def profiled(options: argparse.Namespace, run: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """Run it; under cProfile when that is asked for."""
    if not options.profile:
        return run(options.folder)
    import cProfile

    with cProfile.Profile() as profile:
        result = run(options.folder)
    profile.dump_stats(options.profile)
    return result


def ours(folder: Path) -> dict[str, Any]:
    """A crawl of all outlets into a fresh database and fresh files."""
    from newsspider.crawl.runner import run, settings_for
    from newsspider.outlets import Outlet, Outlets
    from newsspider.store import Store, sql
    from newsspider.telemetry.counters import counts_of
    from newsspider.units import Unit
    from pipelines.exporters import jsonlines

    outlets = Outlets([Outlet(**values) for values in json.loads((folder / "sites.json").read_text())])
    spent: Counter[str] = Counter()
    timed(Store, "save", spent)
    timed(sql, "settle", spent)
    timed(Store, "found", spent)
    timed(Store, "enter_list_read", spent, "list_read")
    timed(jsonlines, "export", spent)
    with tempfile.TemporaryDirectory(dir=folder) as output:
        settings = settings_for(outlets, output=Path(output), command="benchmark", NEWSSPIDER_OUTLETS_AT_ONCE=AT_ONCE)
        units = [Unit("outlet", {"outlet": name, "outlets": outlets}) for name in outlets]
        warm(settings, ours=True)
        start, cpu = time.perf_counter(), time.process_time()
        run(units, settings)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    for unit in units:
        if unit.error:
            raise unit.error
    stats: Counter[str] = Counter()
    for unit in units:
        stats.update({name: value for name, value in unit.stats.items() if isinstance(value, int)})
    stored = sum(int(row.get("stored", 0)) for row in counts_of(unit.stats for unit in units).values())
    parts = {name: spent[name] for name in PARTS}
    return measured(stats, seconds, cpu) | {"parts": parts, "stored": stored}


def bare(folder: Path) -> dict[str, Any]:
    """A spider that yields the URL of each answer."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from newsspider import settings as our_settings

    urls = json.loads((folder / "urls.json").read_text())

    class Bare(scrapy.Spider):
        name = "bare"

        async def start(self) -> AsyncIterator[Any]:
            for url in urls:
                yield scrapy.Request(url, self.parse)

        def parse(self, response: Any) -> Iterator[dict[str, str]]:
            yield {"url": response.url}

    same = (
        "ASYNCIO_EVENT_LOOP",
        "COOKIES_ENABLED",
        "TELNETCONSOLE_ENABLED",
        "CONCURRENT_REQUESTS",
        "CONCURRENT_ITEMS",
        "ROBOTSTXT_OBEY",
    )
    settings = Settings({name: getattr(our_settings, name) for name in same if hasattr(our_settings, name)})
    settings.setdict(
        {
            "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY * AT_ONCE,
            "DOWNLOAD_DELAY": 0,
            "LOG_LEVEL": "ERROR",
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    warm(settings, ours=False)
    start, cpu = time.perf_counter(), time.process_time()
    process.crawl(crawler)
    process.start()
    return measured(crawler.stats.get_stats(), time.perf_counter() - start, time.process_time() - cpu)


def warm(settings: Any, *, ours: bool) -> None:
    """Import what a run with these settings imports while it starts, and compile our patterns, which else happens at their first use."""
    import gc
    from importlib import import_module
    from pkgutil import walk_packages

    from scrapy.exceptions import NotConfigured
    from scrapy.utils.misc import load_object

    import newsspider
    import pipelines
    from newsspider.lazy_pattern import LazyPattern

    for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "DOWNLOAD_HANDLERS", "ITEM_PIPELINES"):
        for key, value in settings.getwithbase(name).items():
            part = value if name == "DOWNLOAD_HANDLERS" else key
            if isinstance(part, str):
                with suppress(ImportError, NotConfigured):  # of an optional library: FTP, S3
                    load_object(part)
    for name in ("SCHEDULER", "DUPEFILTER_CLASS", "DOWNLOADER", "ITEM_PROCESSOR", "STATS_CLASS", "TWISTED_REACTOR"):
        load_object(settings[name])
    if ours:
        rooms = ("crawl", "language", "masking", "middlewares", "outlets", "pages", "spiders", "store", "telemetry", "watch")
        for package in (newsspider, pipelines):
            for module in walk_packages(package.__path__, f"{package.__name__}."):
                if package is pipelines or (module.name.split(".")[1] in rooms and ".migrations" not in module.name):
                    import_module(module.name)
        for pattern in [each for each in gc.get_objects() if isinstance(each, LazyPattern)]:
            pattern.pattern  # noqa: B018


def measured(stats: Any, seconds: float, cpu: float) -> dict[str, Any]:
    """What is told of a run."""
    import psutil

    pages, size = stats["downloader/response_count"], stats["downloader/response_bytes"]
    return {"pages": pages, "bytes": size, "seconds": seconds, "cpu": cpu, "memory": psutil.Process().memory_info().rss}


def timed(owner: Any, name: str, spent: Counter[str], label: str | None = None) -> None:
    """Add the CPU seconds of each call to `spent`."""
    call = getattr(owner, name)

    def called(*arguments: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return call(*arguments, **named)
        finally:
            spent[label or name] += time.process_time() - begun  # type: ignore[assignment]

    setattr(owner, name, called)


if __name__ == "__main__":
    sys.exit(main())
