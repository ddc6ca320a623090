"""The figures: exact against a crawl with known answers, seen while it runs, never falling; a taken port."""

import json
import socket
import subprocess
import sys
import time
import types
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path

import pytest
from commands import newsspider, write_sites
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from newsspider import __version__
from newsspider.demo import Press
from newsspider.errors import UsageError
from newsspider.outlets import Outlets
from newsspider.telemetry.metrics import Units, counted, serve

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]
CHOSEN = ("demo_gbk", "demo_plain")


def parse(text: str) -> Figures:
    found: Figures = {}
    for family in text_string_to_metric_families(text):
        assert isinstance(family, Metric)
        found |= {(sample.name, frozenset(sample.labels.items())): sample.value for sample in family.samples}
    return found


def of(figures: Figures, name: str, **labels: str) -> float:
    return figures.get((name, frozenset(labels.items())), 0.0)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        yield press


@pytest.fixture(scope="module")
def sites(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = [press.outlets[name] for name in CHOSEN]
    return write_sites(Outlets(chosen), tmp_path_factory.mktemp("sites") / "sites.toml")


def test_stats_become_counters() -> None:
    stats = {
        "news/stored/a": 3, "news/revised/a": 1, "news/listed/a": 9, "news/refused/a": 2, "news/refused/a/list_page": 2,
        "news/failed/b:8080/http_404": 1, "news/failed/b:8080": 1, "news/field/a/missing": 7, "news_exported": 4,
        "downloader/request_count": 9, "news/rested/a": 40,
    }  # fmt: skip
    assert counted(stats) == {
        ("newsspider_articles", ("a", "stored")): 3,
        ("newsspider_articles", ("a", "revised")): 1,
        ("newsspider_events", ("a", "listed")): 9,
        ("newsspider_rested_seconds", ("a",)): 40,
        ("newsspider_lost", ("a", "refused", "list_page")): 2,
        ("newsspider_lost", ("b:8080", "failed", "http_404")): 1,
    }


def test_what_ended_stays_counted() -> None:
    class Stats:
        def get_stats(self) -> dict[str, int]:
            return {"news/stored/a": 3, "scheduler/enqueued": 5, "scheduler/dequeued": 3}

    class Spider:
        name = "outlet"

    class Downloader:
        active = frozenset([1, 2, 3])
        slots = types.MappingProxyType({"a": types.SimpleNamespace(transferring=[1, 2])})
        gate = types.SimpleNamespace(waiting=1)

    class Engine:
        downloader = Downloader()

    class Crawler:
        stats, spider, engine = Stats(), Spider(), Engine()

    def samples(units: Units) -> dict[str, float]:
        return {
            " ".join((sample.name, *sample.labels.values())): sample.value
            for metric in units.collect()
            for sample in metric.samples
        }

    units, first, second = Units(), Crawler(), Crawler()
    units.start(first)  # type: ignore[arg-type] # the part of a crawler that is read
    units.start(second)  # type: ignore[arg-type]
    running = samples(units)
    units.end(first)  # type: ignore[arg-type]
    units.end(second)  # type: ignore[arg-type]
    ended = samples(units)
    assert running["newsspider_articles_total a stored"] == ended["newsspider_articles_total a stored"] == 6
    assert (running["newsspider_running_units"], ended["newsspider_running_units"]) == (2, 0)
    assert running["newsspider_queue outlet waiting"] == 2 * (2 + 2)
    assert running["newsspider_queue outlet fetching"] == 2
    assert "newsspider_queue outlet waiting" not in ended


def test_the_figures_after_a_crawl_are_exact(press: Press, sites: Path, tmp_path: Path) -> None:
    code = (
        "from newsspider.cli import main; from newsspider.telemetry.metrics import registry;"
        "from prometheus_client import generate_latest; import sys;"
        "main(sys.argv[1:], standalone_mode=False); print('FIGURES'); print(generate_latest(registry).decode())"
    )
    command = [sys.executable, "-c", code, "crawl", *CHOSEN, "--sites", str(sites), "--output", "out", "--metrics-port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=True)
    figures = parse(done.stdout.partition("FIGURES\n")[2])
    known = {name: sum(record["outlet"] == name for record in press.expected()) for name in CHOSEN}
    for name, number in known.items():
        assert of(figures, "newsspider_articles_total", outlet=name, outcome="stored") == number
        assert of(figures, "newsspider_fetch_seconds_count", outlet=name) >= number
        assert of(figures, "newsspider_fetch_seconds_bucket", outlet=name, le="+Inf") >= number
    assert of(figures, "newsspider_lost_total", outlet="demo_gbk", outcome="failed", reason="http_404") == 1
    assert of(figures, "newsspider_pages_total", outlet="demo_gbk", status="404") == 1
    assert of(figures, "newsspider_pages_total", outlet="demo_gbk", status="200") >= known["demo_gbk"]
    assert of(figures, "newsspider_events_total", outlet="demo_gbk", event="listed") >= known["demo_gbk"]
    assert of(figures, "newsspider_step_seconds_count", step="pipelines") == sum(known.values())
    assert of(figures, "newsspider_step_seconds_count", step="read") >= sum(known.values())
    assert of(figures, "newsspider_step_seconds_count", step="commit") >= len(CHOSEN)
    for step in ("read", "pipelines", "commit"):
        assert 0 < of(figures, "newsspider_step_seconds_sum", step=step) < 60
    assert of(figures, "newsspider_units_total", reason="finished") == len(CHOSEN)
    assert of(figures, "newsspider_running_units") == 0
    assert of(figures, "newsspider_info", version=__version__) == 1
    assert of(figures, "process_resident_memory_bytes") > 0


def test_the_figures_are_served_while_it_runs(press: Press, tmp_path: Path) -> None:
    slow = [replace(press.outlets[name], delay=0.1) for name in CHOSEN]
    sites = write_sites(Outlets(slow), tmp_path / "sites.toml")
    command = [
        sys.executable, "-c", "from newsspider.cli import main; main()", "crawl", "--all", "--sites", str(sites), "--output", "out",
        "--metrics-port", "0", "-v", "--log-format", "json",
    ]  # fmt: skip
    seen: list[Figures] = []
    with (tmp_path / "log").open("w+") as log, subprocess.Popen(command, cwd=tmp_path, stderr=log, stdout=log) as crawl:
        try:
            address = _address(tmp_path / "log")
            while crawl.poll() is None:
                try:
                    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 loopback
                        seen.append(parse(answer.read().decode()))
                except (OSError, HTTPException):
                    break  # it has ended, perhaps while it answered
                time.sleep(0.05)
            assert crawl.wait(60) == 0
        finally:
            crawl.kill()
    assert max(of(figures, "newsspider_running_units") for figures in seen) == len(CHOSEN)
    assert max(of(figures, "newsspider_queue", outlet="demo_gbk", place="waiting") for figures in seen) > 0
    pages = [of(figures, "newsspider_pages_total", outlet="demo_gbk", status="200") for figures in seen]
    assert len(set(pages)) > 3, "the figures move"
    for before, after in pairwise(seen):
        for key, value in before.items():
            if key[0].endswith(("_total", "_count")) and key[0].startswith("newsspider"):
                assert after[key] >= value, key


def _address(log: Path) -> str:
    for _ in range(600):
        for line in log.read_text(encoding="utf-8").splitlines():
            if '"newsspider.telemetry.metrics"' in line and line.endswith("}"):
                return str(json.loads(line)["message"]).removeprefix("figures on ")
        time.sleep(0.05)
    raise AssertionError("the log names no address")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_one_line(taken: int, sites: Path, tmp_path: Path) -> None:
    done = newsspider("crawl", "--all", "--sites", sites, "--output", "out", "--metrics-port", taken, cwd=tmp_path, ok=False)
    assert done.returncode == UsageError.exit_code
    assert done.stderr.count("\n") == 1
    assert f"--metrics-port {taken}: 127.0.0.1: Address already in use; take another port" in done.stderr
    with pytest.raises(UsageError, match=f"--metrics-port {taken}"):
        serve(taken)


def test_a_taken_port_of_the_configuration_does_not_stop_a_crawl(taken: int, sites: Path, tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text(f'metrics_port = {taken}\n[log]\nlevel = "WARNING"\n', encoding="utf-8")
    done = newsspider("crawl", "demo_plain", "--sites", sites, "--output", "out", "--config", "n.toml", cwd=tmp_path)
    (line,) = done.stderr.splitlines()
    assert f"no figures are served: --metrics-port {taken}" in line
    assert "6 articles written" in done.stdout
