"""No page breaks the reader: damaged, hostile and oversized pages give a valid record or are refused, within limits of time and memory."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import oversized
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import ADDRESSES, BROKEN_ENTITIES, BROKEN_MARKUP, MUTATIONS, NUMBERS, STRAYS, mutate

from newsspider import pages
from newsspider.demo.press import BASE_PORT, FAMILIES
from newsspider.errors import Refused
from newsspider.export.article_schema import validator
from newsspider.items import Found, Image, Printed, Video
from pipelines import to_article

HERE = Path(__file__).parent
MAX_SECONDS = 2.0
"""CPU time that a page of up to 10 MB may cost."""
MAX_MEGABYTES = 300.0
"""Memory that it may cost above what was held before."""
ADDRESS = "https://news.luochuan.example/2023/10/17/1.html"
FETCHED = "2026-11-23T08:00:00Z"
QUICK = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def invented() -> list[tuple[str, bytes]]:
    """(address, bytes) of every fourth article of the demo press and of the invented pages beside this file."""
    out = []
    for index, build in enumerate(FAMILIES):
        site = build(f"127.0.0.1:{BASE_PORT + index}", 1)
        urls = [record["url"] for record in site.records[::4] if urlsplit(record["url"]).path in site.resources]
        out += [(url, site.resources[urlsplit(url).path].render()) for url in urls]
    for case in sorted((HERE / "pages").glob("*/page.html")):
        url = json.loads(case.with_name("meta.json").read_text(encoding="utf-8")).get("url")
        out.append((url or ADDRESS, case.read_bytes()))
    return out


def read(
    body: bytes, url: str | None = None, *, content_type: str | None = None, fetched_at: str | None = FETCHED
) -> dict[str, Any] | None:
    """The record of a page, held against the schema; None when it is refused. The page is read as a list, too, of a known address."""
    try:
        page = pages.load(body, url=url, content_type=content_type)
    except Refused:
        return None
    with suppress(Refused):
        pages.read_listing(replace(page, url=ADDRESS))
    pages.redirect_target(page)
    try:
        return valid(pages.read(page, fetched_at=fetched_at))
    except Refused:
        return None


def valid(printed: Printed) -> dict[str, Any]:
    """The record of what a page printed; fails where it does not fit the schema or cannot be written as UTF-8."""
    record = asdict(to_article(printed))
    validator()(record)
    json.dumps(record, ensure_ascii=False).encode()
    assert "\x00" not in "".join(record["body"]) + record["headline"]
    return record


def test_undamaged_pages_give_articles() -> None:
    assert sum(read(body, url) is not None for url, body in invented()) > len(invented()) / 2


@settings(QUICK, max_examples=250)
@given(
    which=st.integers(0, 10_000),
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=4),
    seed=st.integers(0, 2**32),
)
def test_damaged_invented_pages(which: int, names: list[str], seed: int) -> None:
    url, body = invented()[which % len(invented())]
    read(mutate(body, names, seed), url)


@settings(QUICK, max_examples=80)
@given(data=st.data(), names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=3), seed=st.integers(0, 2**32))
def test_damaged_real_pages(shared: Path, data: st.DataObject, names: list[str], seed: int) -> None:
    path = data.draw(st.sampled_from(sorted((shared / "corpus" / "dev" / "pages").iterdir())))
    read(mutate(path.read_bytes()[:200_000], names, seed), ADDRESS)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_each_damage(name: str) -> None:
    for seed in range(6):
        url, body = invented()[Random(f"{name} {seed}").randrange(len(invented()))]  # noqa: S311 the same choice every time
        read(mutate(body, [name], seed), url)


@settings(QUICK, max_examples=150)
@given(body=st.binary(max_size=3000))
def test_any_bytes(body: bytes) -> None:
    read(body)
    read(b"<html><head><title>" + body + b"</title></head><body><h1>" + body[:60] + b"</h1><p>" + body + b"</p>")


@settings(QUICK, max_examples=150)
@given(
    lines=st.lists(st.text(max_size=80), max_size=8),
    url=st.text(max_size=60),
    date=st.text(max_size=30),
    kind=st.text(max_size=30),
)
def test_any_text(lines: list[str], url: str, date: str, kind: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in lines)
    head = f'<meta name="publishdate" content="{date}"><meta name="author" content="{url}">'
    read(oversized.page(text, title=date, head=head), url, content_type=f"text/html; charset={kind}")
    read("\n".join(lines).encode("utf-8", "replace"), "https://" + url)


@pytest.mark.parametrize("piece", sorted(set(STRAYS + BROKEN_MARKUP + BROKEN_ENTITIES)), ids=repr)
def test_broken_markup_anywhere(piece: bytes) -> None:
    body = oversized.page("<p>本报讯（记者 张三丰）水渠昨日通水。</p><p>责任编辑：王文</p>")
    for place in (
        0,
        body.index(b"<title>") + 7,
        body.index(b"</head>"),
        body.index(b"<h1>") + 4,
        body.index(b"2023"),
        body.index(b"<p>") + 5,
        len(body),
    ):
        read(body[:place] + piece + body[place:], ADDRESS)


@pytest.mark.parametrize("address", sorted(set(ADDRESSES)), ids=lambda address: repr(address[:40]))
def test_addresses_that_are_none(address: bytes) -> None:
    text = address.decode("utf-8", "replace")
    body = oversized.page(
        f'<img src="{text}"><a href="{text}">下一页</a><a href="{text}">2</a><video src="{text}"></video><p>▲视频来源：洛川卫视</p>',
        head=f'<base href="{text}"><link rel="canonical" href="{text}"><meta property="og:url" content="{text}"><meta http-equiv="refresh" content="9;url={text}">',
    )
    for url in (None, ADDRESS):
        read(body, url)


@pytest.mark.parametrize(
    "address", [address.decode("utf-8", "replace") for address in ADDRESSES], ids=lambda address: repr(address[:40])
)
def test_pages_fetched_from_addresses_that_are_none(address: str) -> None:
    """An archive may name anything as a page's address."""
    read(oversized.page(), address)


@pytest.mark.parametrize("number", sorted(set(NUMBERS)), ids=lambda number: repr(number[:30]))
def test_dates_of_nonsense(number: bytes) -> None:
    """A number that is no date gives no date: the one in the head line is the only true one."""
    text = number.decode()
    meta = "".join(
        f'<meta name="{name}" content="{text}">'
        for name in ("publishdate", "pubdate", "PubDate", "article:published_time", "og:release_date")
    )
    short = text[:200]  # a text of nothing but digits would be no article
    body = oversized.page(f"<p>{short}年{short}月{short}日</p><p>时间：{short}-{short}-{short} {short}:{short}</p>", head=meta)
    for url in (
        None,
        f"https://news.luochuan.example/{text}/{text}/t{text}_{text}.html",
        f"https://h.example/content_{text}.htm",
    ):
        record = read(body, url)
        assert record is not None
        assert (record["published_at"] or "2023-10-17").startswith("2023-10-17")


@pytest.mark.parametrize(
    "fetched",
    [
        None,
        "2022-11-12T00:00:00Z",
        "yesterday",
        "2022-11-12",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ],
)
def test_times_of_fetch_at_the_ends_of_the_calendar(fetched: str | None) -> None:
    for url, body in invented()[::5]:
        read(body, url, fetched_at=fetched)


@pytest.mark.parametrize("name", sorted(oversized.RUNS))
def test_long_runs_in_every_field(name: str) -> None:
    """The pipelines alone, with a long run of one piece in every field that a page can print."""
    run = oversized.filled(oversized.RUNS[name], 60_000)
    found = [Found(run, "meta"), Found(run[:500], "visible"), Found(run, "json")]
    printed = Printed(
        reader="generic", encoding="utf-8", content_sha256="0" * 64, headline=run, kicker=run, subheadlines=[run], meta_lines=[run, run[:300]],
        dates=found, sources=found, authors=found, editors=found, section=run, page_number=run, paragraphs=[run, *[oversized.TEXT] * 5, run[:300], run],
        images=[Image("https://h.example/a.jpg", run, run)], videos=[Video(None, run)], keywords=[run],
    )  # fmt: skip
    seconds = oversized.cpu_seconds(lambda: _answer(printed))
    assert seconds < MAX_SECONDS, f"{seconds:.1f} s of CPU for 60 KB of {name} in each field"


def _answer(printed: Printed) -> None:
    with suppress(Refused):
        valid(printed)


@pytest.fixture(scope="module")
def worker() -> Iterator[subprocess.Popen[str]]:
    """A process that measures pages, each in a child of its own."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("memory is measured through Linux's /proc")
    with subprocess.Popen(
        [sys.executable, HERE / "oversized.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parent
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.mark.parametrize("name", oversized.PAGES)
def test_large_pages_cost_little(name: str, worker: subprocess.Popen[str]) -> None:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(name + "\n")
    worker.stdin.flush()
    cost = json.loads(worker.stdout.readline())
    assert cost["seconds"] is not None, f"{name}: {cost['outcome']}"
    assert cost["outcome"] not in ("MemoryError", "RecursionError"), f"{name}: {cost}"
    assert cost["seconds"] <= MAX_SECONDS, f"{name}: {cost}"
    assert cost["megabytes"] <= MAX_MEGABYTES, f"{name}: {cost}"
