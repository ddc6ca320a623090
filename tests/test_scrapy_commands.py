"""Scrapy's own commands over the project: feeds equal the export, the cache, early ends, logs, the shell."""

import asyncio
import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from article_factory import make_article
from commands import newsspider, rows, write_sites
from itemadapter import ItemAdapter
from scrapy.utils.spider import DefaultSpider
from scrapy.utils.test import get_crawler

from newsspider.demo import Press
from newsspider.export.article_json import FIELDS
from newsspider.items import Author, Draft, Image, Printed
from pipelines.exporters.feeds import ArticleFeeds, ArticleXmlExporter

SECONDS = 120


def start(folder: Path, *arguments: object, output: str = "out") -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "newsspider.settings", "NEWSSPIDER_SITES": "sites.toml", "NEWSSPIDER_OUTPUT": output,
    }  # fmt: skip
    pace = ("-s", "DOWNLOAD_DELAY=0") if arguments[0] == "crawl" else ()
    command = [sys.executable, "-m", "scrapy", *map(str, arguments), *pace]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def end(process: "subprocess.Popen[bytes]") -> str:
    out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, err.decode()[-3000:]
    assert b"Traceback" not in err, err.decode()[-3000:]
    return out.decode("utf-8", "replace")


def exported(folder: Path, name: str) -> bytes:
    newsspider("export", "--output", "out", "--to", name, cwd=folder)
    return (folder / name).read_bytes()


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        yield press


@pytest.fixture(scope="module")
def crawled(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the feeds of one crawl; one of its articles is a reprint of another."""
    folder = tmp_path_factory.mktemp("crawled")
    write_sites(press.outlets, folder / "sites.toml")
    feeds = [part for name in ("a.csv", "b.jl", "c.xml", "d.json") for part in ("-O", name)]
    end(start(folder, "crawl", "outlet", "-a", "outlet=demo_trs", *feeds))
    return folder


def test_feeds_are_what_the_export_gives(crawled: Path) -> None:
    lines = exported(crawled, "e.jsonl")
    assert (crawled / "b.jl").read_bytes() == lines
    assert (crawled / "a.csv").read_bytes() == exported(crawled, "e.csv")
    wanted = rows(lines.decode())
    assert len(wanted) > 5
    assert [row for row in wanted if row["duplicate_of"]]
    assert json.loads((crawled / "d.json").read_text(encoding="utf-8")) == wanted
    items = ElementTree.parse(crawled / "c.xml").getroot()  # noqa: S314 our own file
    assert [element.tag for element in items[0]] == list(FIELDS)
    assert [
        (item.findtext("id"), item.findtext("kicker"), [each.text for each in item.iterfind("body/value")]) for item in items
    ] == [(row["id"], row["kicker"] or "", row["body"]) for row in wanted]
    cells = next(csv.DictReader(io.StringIO((crawled / "a.csv").read_text(encoding="utf-8"))))
    assert (json.loads(cells["authors"]), cells["kicker"]) == (wanted[0]["authors"], wanted[0]["kicker"] or "")


def test_an_article_read_again_is_in_the_feed_as_the_store_has_it(crawled: Path) -> None:
    before = rows((crawled / "b.jl").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(crawled / "out" / "newsspider.db")) as database:
        for row in before[:2]:
            database.execute("UPDATE urls SET state = 'pending', next_try = NULL WHERE id = ?", (row["id"],))
        database.execute("UPDATE articles SET headline = '改过的标题' WHERE id = ?", (before[0]["id"],))
        database.commit()
    urls = " ".join(row["url"] for row in before[:2])
    end(start(crawled, "crawl", "url", "-a", f"url={urls}", "-o", "again.jl"))
    again = {row["id"]: row for row in rows((crawled / "again.jl").read_text(encoding="utf-8"))}
    assert again.keys() == {row["id"] for row in before[:2]}
    assert (again[before[0]["id"]]["revision"], again[before[0]["id"]]["headline"]) == (2, before[0]["headline"])
    assert again[before[1]["id"]] == before[1]
    newest = {row["id"]: row for row in rows(exported(crawled, "f.jsonl").decode())}
    assert all(newest[key] == row for key, row in again.items())


def test_scrapys_other_commands(press: Press, tmp_path: Path) -> None:
    """What docs/scrapy.md says."""
    write_sites(press.outlets, tmp_path / "sites.toml")
    url = press.site("demo_trs").records[0]["url"]
    first = start(
        tmp_path, "crawl", "outlet", "-a", "outlet=demo_trs", "-O", "few.jl", "-s", "CLOSESPIDER_ITEMCOUNT=2", "-s", "HTTPCACHE_ENABLED=1",
        "-s", f"HTTPCACHE_DIR={tmp_path / 'cache'}", "-s", "LOG_FILE=crawl.log", "-s", "LOG_LEVEL=DEBUG",
    )  # fmt: skip
    others = [
        start(tmp_path, *words, output="none") for words in (("list",), ("check",), ("shell", url, "-c", "response.status"))
    ]
    listed, checked, shown = map(end, others)
    assert listed.split() == ["epaper", "fetch", "outlet", "url"]
    assert shown.strip() == "200"
    assert not (tmp_path / "none").exists(), "a look at a page stores nothing"
    assert checked == ""
    end(first)
    assert 2 <= len(rows((tmp_path / "few.jl").read_text(encoding="utf-8"))) < len(press.site("demo_trs").records)
    log = (tmp_path / "crawl.log").read_text(encoding="utf-8")
    assert "run 1 demo_trs: Spider closed (closespider_itemcount)" in log
    assert "'httpcache/store':" in log
    rest = start(
        tmp_path, "crawl", "outlet", "-a", "outlet=demo_trs", "-O", "rest.jl", "-s", "HTTPCACHE_ENABLED=1", "-s", f"HTTPCACHE_DIR={tmp_path / 'cache'}",
        "-s", "LOG_FILE=rest.log",
    )  # fmt: skip
    end(rest)
    both = [row["id"] for name in ("few.jl", "rest.jl") for row in rows((tmp_path / name).read_text(encoding="utf-8"))]
    assert sorted(both) == sorted({record["id"] for record in press.site("demo_trs").records})
    assert "'httpcache/hit':" in (tmp_path / "rest.log").read_text(encoding="utf-8")


def test_an_item_adapter_sees_the_article_and_not_its_envelope() -> None:
    draft = Draft(
        Printed(reader="generic", encoding="utf-8", content_sha256="0" * 64), make_article(authors=[Author("魏星", "reporter")])
    )
    item = ItemAdapter(draft)
    assert ItemAdapter.is_item(draft)
    assert (list(item.field_names()), item.asdict()) == (list(FIELDS), asdict(draft.article))
    assert item["authors"] == [{"name": "魏星", "role": "reporter", "organization": None}]
    item["headline"], item["images"] = "另一个标题", [{"url": "https://a.example/1.jpg"}]
    assert (draft.article.headline, draft.article.images) == ("另一个标题", [Image("https://a.example/1.jpg")])
    for wrong in ("printed", "requested_url"):
        assert wrong not in item
        with pytest.raises(KeyError):
            item[wrong] = None
    with pytest.raises(KeyError):
        del item["headline"]


def test_without_the_store_articles_are_in_the_feed_as_they_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = tmp_path / "a.jl"
    crawler = get_crawler(settings_dict={"FEEDS": {feed: {"format": "jl"}}, "FEED_EXPORT_ENCODING": "utf-8"})
    monkeypatch.setattr(crawler, "get_item_pipeline", lambda kind: None)
    spider, article = DefaultSpider.from_crawler(crawler), make_article()
    exporter = ArticleFeeds.from_crawler(crawler)
    exporter.open_spider(spider)
    exporter.item_scraped(Draft(Printed(reader="generic", encoding="utf-8", content_sha256="0" * 64), article), spider)
    exporter.item_scraped({"of": "another spider"}, spider)
    asyncio.run(exporter.close_spider(spider))
    assert rows(feed.read_text(encoding="utf-8")) == [asdict(article), {"of": "another spider"}]


def test_xml_holds_what_xml_can() -> None:
    stream = io.BytesIO()
    exporter = ArticleXmlExporter(stream, encoding="utf-8")
    exporter.start_exporting()
    exporter.export_item({"a": None, "b": "x\x0b\ufffey", "c": [{"d": None, "e": "<&>"}], "f": 1})
    exporter.finish_exporting()
    item: Any = ElementTree.fromstring(stream.getvalue())[0]  # noqa: S314 our own text
    assert [(each.tag, each.text) for each in item.iter()] == [
        ("item", None), ("a", None), ("b", "xy"), ("c", None), ("value", None), ("d", None), ("e", "<&>"), ("f", "1"),
    ]  # fmt: skip
