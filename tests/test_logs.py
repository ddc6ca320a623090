"""The log: every line carries its own run, outlet and address, as text and as JSON, for one spider and for several."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commands import newsspider, write_sites
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from newsspider.demo import Press
from newsspider.outlets import Outlets
from newsspider.telemetry import logs

SEVERAL = ("demo_gbk", "demo_founder", "demo_trs")


def spider(outlet: str | None, run: int | None = None) -> Any:
    """What of a spider the log looks at."""
    fake = SimpleNamespace(ledger=SimpleNamespace(run=run), settings={"NEWSSPIDER_RUN": 5})
    if outlet:
        fake.outlet = SimpleNamespace(id=outlet)
    else:
        fake.outlet_id = lambda url: url.split("/")[2]
    return fake


def placed(*args: Any, message: str = "%s", **extra: Any) -> logging.LogRecord:
    record = logging.LogRecord("a.logger", logging.INFO, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    assert logs.place(record)
    return record


def row(record: logging.LogRecord) -> dict[str, Any]:
    line = logs.JsonFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)  # type: ignore[no-any-return]


def test_a_record_without_spider_has_no_place() -> None:
    found = row(placed("hello"))
    assert (found["run"], found["outlet"], found["url"], found["message"]) == (None, None, None, "hello")


def test_the_spider_of_the_record_goes_before_the_spider_of_the_task() -> None:
    async def task() -> None:
        logs._current.set(spider("of_task", 1))
        assert row(placed("x"))["outlet"] == "of_task"
        assert row(placed("x", spider=spider("of_record", 2)))["outlet"] == "of_record"
        assert row(placed("x", spider=spider("of_record", 2)))["run"] == 2

    asyncio.run(task())


def test_the_run_is_the_ledgers_else_the_settings() -> None:
    assert row(placed("x", spider=spider("a", 7)))["run"] == 7
    assert row(placed("x", spider=spider("a")))["run"] == 5


@pytest.mark.parametrize(
    "argument",
    ["https://example.org/a.html", Request("https://example.org/a.html"), Response("https://example.org/a.html")],
    ids=["text", "request", "response"],
)
def test_the_address_is_found_among_the_arguments(argument: Any) -> None:
    assert row(placed("x", argument, message="%s: %s"))["url"] == "https://example.org/a.html"
    assert row(placed({"request": argument, "status": 200}, message="%(request)s"))["url"] == "https://example.org/a.html"
    assert row(placed("x", argument, message="%s: %s", url="https://said.example/"))["url"] == "https://said.example/"


def test_a_spider_of_many_outlets_is_told_by_the_address() -> None:
    assert row(placed("https://example.org/a.html", spider=spider(None)))["outlet"] == "example.org"
    assert row(placed("no address", spider=spider(None)))["outlet"] is None


def test_an_object_is_one_line_whatever_is_said() -> None:
    try:
        raise ValueError("两行\nof text")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, __file__, 1, "line\nline %s", (object,), sys.exc_info())
    logs.place(record)
    found = row(record)
    assert found["message"].startswith("line\nline <class")
    assert "ValueError: 两行\nof text" in found["exception"]
    assert datetime.fromisoformat(found["time"]).utcoffset() is not None
    assert found["time"].endswith("Z")
    assert (found["level"], found["logger"]) == ("ERROR", "a")


@pytest.fixture
def root() -> Iterator[None]:
    level = logging.root.level
    yield
    logs.uninstall()
    logging.root.setLevel(level)


def test_one_handler_by_scrapys_settings(tmp_path: Path, root: None) -> None:
    before = list(logging.root.handlers)
    settings = {"LOG_FILE": str(tmp_path / "run.log"), "LOG_LEVEL": "WARNING", "NEWSSPIDER_LOG_FORMAT": "json"}
    logs.install(Settings(settings))
    logs.install(Settings(settings))
    assert len(logging.root.handlers) == len(before) + 1
    log = logging.getLogger("test")
    log.info("below the level")
    log.warning("新闻 %s", "x")
    logs.uninstall()
    assert logging.root.handlers == before
    (line,) = (tmp_path / "run.log").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["message"] == "新闻 x"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with Press.on_free_ports() as press:
        chosen = [press.outlets[name] for name in SEVERAL]
        yield write_sites(Outlets(chosen), tmp_path_factory.mktemp("sites") / "sites.toml")


def test_each_line_of_a_crawl_is_an_object_with_its_own_outlet(sites: Path, tmp_path: Path) -> None:
    arguments = ("crawl", "--all", "--sites", sites, "--output", "out", "-v", "--log-format", "json")
    found = [json.loads(line) for line in newsspider(*arguments, cwd=tmp_path).stderr.splitlines()]
    assert all(list(line)[:7] == ["time", "level", "logger", "message", "run", "outlet", "url"] for line in found)
    assert {line["outlet"] for line in found} == {*SEVERAL, None}
    assert {line["run"] for line in found if line["outlet"]} == {1}
    for name in SEVERAL:
        core = [line for line in found if line["outlet"] == name and line["logger"] == "scrapy.core.engine"]
        assert {"Spider opened", "Closing spider (finished)"} <= {line["message"] for line in core}
    (gone,) = [line for line in found if "http_404" in line["message"] and line["logger"] == "outlet"]
    assert gone["outlet"] == "demo_gbk"
    assert gone["url"] in gone["message"]
    assert not [
        line["message"] for line in found if any(name in line["message"][:20] and line["outlet"] != name for name in SEVERAL)
    ]


def test_text_lines_name_run_and_outlet(sites: Path, tmp_path: Path) -> None:
    done = newsspider("crawl", "demo_gbk", "--sites", sites, "--output", "out", "-v", cwd=tmp_path)
    (line,) = [line for line in done.stderr.splitlines() if "http_404" in line and "failed:" in line]
    assert " [outlet] INFO run 1 demo_gbk: demo_gbk: http://" in line


def test_plain_scrapy_logs_the_same(sites: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "newsspider.settings", "NEWSSPIDER_LOG_FORMAT": "json", "NEWSSPIDER_SITES": str(sites),
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "outlet",
        "-a",
        "outlet=demo_gbk",
        "-a",
        "limit=2",
        "-s",
        "DOWNLOAD_DELAY=0",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, env=environment, check=True)
    found = [json.loads(line) for line in done.stderr.splitlines()]
    assert {line["outlet"] for line in found} == {"demo_gbk"}
    assert {line["run"] for line in found if line["message"].startswith("Closing spider")} == {1}


@pytest.mark.parametrize("in_full", [False, True])
def test_an_exception_is_said_in_words_in_the_line_or_with_its_traceback(in_full: bool) -> None:
    try:
        raise RuntimeError("broken\nin two lines")
    except RuntimeError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "%s failed", ("it",), (type(error), error, error.__traceback__)
        )
    said = logs.TextFormatter("%(message)s", in_full=in_full).format(record)
    assert said.startswith("it failed")
    assert "RuntimeError: broken" in said
    assert (len(said.splitlines()) > 1) == in_full
    assert record.exc_info, "other handlers have it still"
