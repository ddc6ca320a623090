"""Pages made to be expensive, and a worker that measures what one costs: `python oversized.py` reads names, prints JSON lines.

Each page is read in a forked child of its own under hard limits of CPU time and address space, so that a runaway page ends
its child and nothing else. All sizes are bytes unless said otherwise.
"""

import json
import math
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

MB = 1_000_000
CPU_SECONDS = 3
"""Hard limit of the CPU time for reading a page."""
ADDRESS_SPACE = 3_000 * MB
"""Hard limit of a child's memory; a page that runs into it ends in MemoryError."""

TEXT = "洛川县今年新修水渠三十公里，引水上山，两万亩旱地变成水浇地，种粮户的收成比去年多了三成。"
HEADLINE = "洛川县新修水渠三十公里"


def page(body: str = "", *, title: str = HEADLINE, head: str = "") -> bytes:
    """An article page of a plain portal with something put into its text, title or head."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<div class='nav'><a href='/'>首页</a></div><h1>{HEADLINE}</h1>"
        "<div class='info'>2023-10-17 08:22　来源：洛川日报</div>"
        f"<div class='article-content'>{f'<p>　　{TEXT}</p>' * 4}{body}<p>{TEXT}</p></div></body></html>"
    ).encode()


def filled(piece: str, size: int) -> str:
    """A piece of text repeated up to so many bytes of UTF-8."""
    return piece * (size // len(piece.encode()))


RUNS = {
    "blanks": " ", "ideographic blanks": "　", "tabs and newlines": "\t\n", "sources": "来源：", "reporters": "（记者 ",
    "digits": "7", "editors": "编辑：", "original headlines": "原标题：", "han": "国", "pinyin": "标(biāo)", "brackets": "（",
    "closing brackets": "）", "dates": "2023-10-17 ", "months": "1月", "names": "张三丰 ", "letters": "a", "dots": "·",
    "colons": "：", "bars": "|", "entities": "&amp;", "quotes": "“", "sentences": "好。", "datelines": "本报讯", "by": "摄",
    "reporters joined": "记者张三、", "credit lines": "责任编辑：王文 ", "traditional": "國際記者報導，", "mojibake": "æˆ‘", "emoji": "👨‍👩‍👧",
}  # fmt: skip
"""Name -> a piece whose long runs make a careless pattern slow."""


def _in_text(piece: str, size: int) -> bytes:
    return page(
        f"<p>{filled(piece, size)}</p><p>{'好，' * (size // 150)}好。</p>"
    )  # a text without marks is a roster, read no further


def _in_lines(piece: str, size: int) -> bytes:
    return page(f"<p>{filled(piece, 3_000)}{'好，' * 20}好。</p>" * (size // 3_000))


def _in_head(piece: str, size: int) -> bytes:
    run = filled(piece, size // 8)
    names = ("author", "source", "publishdate", "keywords", "description", "editor", "ArticleTitle")
    return page(title=run, head="".join(f'<meta name="{name}" content="{run}">' for name in names))


STRUCTURES: dict[str, Callable[[], bytes]] = {
    "10 MB of <p>": lambda: filled("<p>", 10 * MB).encode(),
    "20 MB of <p>": lambda: filled("<p>", 20 * MB).encode(),
    "20 MB of <b>": lambda: filled("<b>", 20 * MB).encode(),
    "10 MB of <div>": lambda: filled("<div>", 10 * MB).encode(),
    "10 MB of <a>": lambda: filled("<a href=x>", 10 * MB).encode(),
    "10 MB of <td>": lambda: filled("<td>", 10 * MB).encode(),
    "20 MB of <": lambda: filled("<", 20 * MB).encode(),
    "10 MB of </p>": lambda: filled("</p>", 10 * MB).encode(),
    "20 MB of <!": lambda: filled("<!", 20 * MB).encode(),
    "5 MB of nested <div>": lambda: page(filled("<div>", 5 * MB) + TEXT),
    "5 MB of nested <span>": lambda: page(filled("<span>", 5 * MB) + TEXT),
    "5,000 nested <font>": lambda: page("<font>" * 5_000 + TEXT + "</font>" * 5_000),
    "100,000 links": lambda: page("".join(f'<a href="/a/{n}.html">水渠修到第{n}村</a>' for n in range(100_000))),
    "100,000 paragraphs of links": lambda: page("".join(f'<p><a href="/a/{n}.html">水渠修到{n}村</a></p>' for n in range(100_000))),
    "one paragraph of 10 MB": lambda: page(f"<p>{filled(TEXT, 10 * MB)}</p>"),
    "1,000,000 <br>": lambda: page("<br>" * 1_000_000),
    "300,000 lines in a paragraph": lambda: page("水渠修到了村头。<br>" * 300_000),
    "200,000 paragraphs": lambda: page("<p>水渠修到了村头。</p>" * 200_000),
    "10 MB of paragraphs": lambda: page(filled(f"<p>{TEXT}</p>", 10 * MB)),
    "10 MB of plain text in one line": lambda: filled(TEXT, 10 * MB).encode(),
    "10 MB of plain text in short lines": lambda: filled("水渠修到了村头。\n", 10 * MB).encode(),
    "10 MB of plain text in wrapped lines": lambda: filled(TEXT[:40] + "\n", 10 * MB).encode(),
    "10 MB of JSON in a script": lambda: page(head=f"<script>var data = {_json(10 * MB)};</script>"),
    "5 MB of JSON-LD": lambda: page(head=f'<script type="application/ld+json">{_json(5 * MB)}</script>'),
    "1 MB of open brackets in JSON-LD": lambda: page(head=f'<script type="application/ld+json">{"[" * MB}</script>'),
    "1 MB of open braces in a script": lambda: page(head=f"<script>var data = {'{' * MB}</script>"),
    "data instead of a page": lambda: f'<html><body><script>window.__DATA__={_json(5 * MB)}</script></body></html>'.encode(),
    "100,000 &nbsp;": lambda: page("&nbsp;" * 100_000),
    "a table of 100,000 cells": lambda: page(f"<table>{('<tr>' + '<td>一百亩</td>' * 10 + '</tr>') * 10_000}</table>"),
    "a row of 100,000 cells": lambda: page(f"<table><tr>{'<td>一百亩</td>' * 100_000}</tr></table>"),
    "100,000 pictures": lambda: page("".join(f'<p><img src="/p/{n}.jpg"></p>' for n in range(100_000))),
    "1 MB of srcsets of commas": lambda: page(f"<p><img src='/p/1.jpg' srcset='{',' * 7_900}'></p>" * 120),
    "1 MB of srcsets of digits": lambda: page(f"<p><img src='/p/{'7' * 4_000}.jpg' srcset='/p/{'7' * 4_000}.png 2x'></p>" * 120),
    "100,000 scripts": lambda: page("<script>a=1</script>" * 100_000),
    "100,000 metas": lambda: page(head='<meta name="author" content="张三">' * 100_000),
    "100,000 class names": lambda: page(f"<div class='{' '.join(f'c{n}' for n in range(100_000))}'>{TEXT}</div>"),
    "40,000 headings": lambda: page(f"<h1>{HEADLINE}</h1>" * 40_000),
    "40,000 dates": lambda: page("<p>2023-10-17 08:22</p>" * 40_000),
    "20,000 different head lines": lambda: page("".join(f"<p>2023-10-17 08:22 来源：洛川日报 {n}</p>" for n in range(20_000))),
    "40,000 credits": lambda: page("<p>责任编辑：王文</p>" * 40_000),
    "100,000 page numbers": lambda: page("".join(f'<a href="content_{n}.htm">{n}</a>' for n in range(100_000))),
    "an attribute of 10 MB": lambda: page(f"<div title='{'x' * 10 * MB}'>{TEXT}</div>"),
    "a class of 5 MB": lambda: page(f"<div class='{filled('article ', 5 * MB)}'>{TEXT}</div>"),
    "a style of 5 MB": lambda: page(f"<p style='{filled('display :', 5 * MB)}'>{TEXT}</p>"),
    "an address of 5 MB": lambda: page(f"<a href='http://{filled('a.', 5 * MB)}'>下一页</a>"),
    "a base of 5 MB": lambda: page(head=f"<base href='http://{filled('a.', 5 * MB)}'>"),
    "50,000 attributes": lambda: page(f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>{TEXT}</p>"),
    "a comment of 10 MB": lambda: page(f"<!--{filled(TEXT, 10 * MB)}-->"),
    "100,000 comments": lambda: page("<!--enpcontent-->" * 100_000),
    "10 MB of <meta": lambda: filled("<meta ", 10 * MB).encode(),
    "10 MB of high bytes": lambda: b"<html><body><p>" + b"\x80\xff" * (5 * MB),
    "10 MB of GBK": lambda: page().replace(b"utf-8", b"gb2312").decode().encode("gb18030") + filled(TEXT, 14 * MB).encode("gb18030"),
    "10 MB of UTF-16": lambda: page(f"<p>{filled(TEXT, 14 * MB)}</p>").decode().encode("utf-16"),
}  # fmt: skip
"""Name -> a page whose structure is expensive."""


def _json(size: int) -> str:
    item = {"title": HEADLINE, "content": TEXT, "time": "2023-10-17 08:22", "list": [1, 2, 3], "next": {"url": "/a/1.html"}}
    piece = json.dumps(item, ensure_ascii=False)
    return "[" + ",".join([piece] * (size // len(piece.encode()))) + "]"


PAGES: dict[str, Callable[[], bytes]] = STRUCTURES | {
    f"{name} in the {place}": partial(make, piece, size)
    for name, piece in RUNS.items()
    for place, make, size in (("text", _in_text, MB), ("lines", _in_lines, MB), ("head", _in_head, MB))
}
"""All of them."""


def cpu_seconds(call: Callable[[], None]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def measure(body: bytes) -> dict[str, object]:
    """What reading a page costs: `seconds` of CPU, `megabytes` at the peak above those held before, `outcome`."""
    outcome = "article"
    held = _reset_peak()
    start = time.process_time()
    try:
        article = to_article(pages.read(pages.load(body, url="https://news.luochuan.example/2023-10/17/content_1.htm")))
        validator()(asdict(article))
    except Refused as error:
        outcome = error.reason
    except (MemoryError, RecursionError) as error:
        outcome = type(error).__name__
    return {"seconds": time.process_time() - start, "megabytes": (_memory("VmHWM") - held) / MB, "outcome": outcome}


def _reset_peak() -> int:
    """Make the peak of memory what is held now; returns that."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(key: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(key + ":"))
    return int(line.split()[1]) * 1024


def measure_apart(name: str) -> dict[str, object]:
    """`measure` in a forked child; `outcome` tells how it ended when it did not answer."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        os.close(reader)
        body = PAGES[name]()
        limit = math.ceil(time.process_time()) + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        os.write(writer, json.dumps(measure(body)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    return json.loads(told) if told else {"seconds": None, "megabytes": None, "outcome": f"ended by status {status}"}


if __name__ == "__main__":
    from dataclasses import asdict

    from newsspider import pages
    from newsspider.errors import Refused
    from newsspider.export.article_schema import validator
    from pipelines import to_article

    measure(page())  # what is loaded at first use is loaded before anything is measured
    for asked in sys.stdin:
        print(json.dumps(measure_apart(asked.strip())), flush=True)  # noqa: T201 this is how the worker answers
