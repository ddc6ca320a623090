"""What must hold of any address, any JSON text and any date, wherever it comes in: no exception but the documented one, and
whatever is let in can be stored, written and fetched. Each function takes one value and fails with an AssertionError.
"""

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from scrapy import Request

from newsspider import pages
from newsspider.archive.index import url_key
from newsspider.days import FIRST_YEAR, LAST_YEAR
from newsspider.errors import BadUrl, InputError, Refused
from newsspider.export.article_schema import validator
from newsspider.items import Found, Printed, start_draft
from newsspider.language.timestamps import read_stamps, url_stamp
from newsspider.outlets import Outlet, load_outlets
from newsspider.saved.manifest import Manifest
from newsspider.urls import as_url, canonical_url, check_url, netloc, url_id
from newsspider.values import BadJson, load_json, valid_text
from pipelines import check, dates, identity, to_article
from pipelines.dates import parse_fetched

ADDRESS = "https://news.luochuan.example/2023/10/17/1.html"
FETCHED = "2026-11-23T08:00:00Z"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TEXT = "<p>本报讯（记者 张三丰）昨日，洛川县水渠通水，两岸群众用水更加便捷，沿线绿化同步完工，工程历时三年。</p>"
OUTLETS = load_outlets()
PAGE, STRAY = pages.load(b"<p>x", url=ADDRESS), pages.load(b"<p>x")
JSON_LIST = Outlet(
    id="shaanxi_luochuan", name="洛川", province=None, kind="portal", family="generic", hosts=["luochuan.example"],
    json_list={"links": "[url, next, links, list[].url, data[*].url][]", "titles": "list[].title", "next": "next"},
)  # fmt: skip
EPAPER = Outlet(
    id="shaanxi_luochuanrb", name="洛川日报", province=None, kind="epaper", family="generic", hosts=["luochuan.example"],
    articles=["https://news.luochuan.example/{yyyy}/{mm}/{dd}/{id}.html"],
)  # fmt: skip


def storable(value: Any) -> None:
    """Every database takes it, and so does a file in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    text.encode()
    assert "\\u0000" not in text.replace("\\\\", "")


def good_url(url: str) -> None:
    """An address that was let in."""
    assert check_url(url) == url
    known = canonical_url(url)
    assert canonical_url(known) == known
    assert check_url(known) == known
    known.encode("ascii")
    assert len(url_id(known)) == 32
    assert urlsplit(url).hostname
    assert urlsplit(url).port is None or netloc(known)
    for each in (url, known):
        assert canonical_url(Request(each).url) == known
    assert url_key(url) == url_key(known)


def check_address(text: str) -> bool:
    """Any text where an address is expected; whether it is one."""
    if found := OUTLETS.outlet_for(text):
        assert found.owns(text)
    for absolute in {PAGE.absolute(text), STRAY.absolute(text), pages.load(b"<p>x", url=text).url} - {None}:
        good_url(absolute or "")
    based = pages.load(
        f"<base href={quoteattr(text)}><a href='/2023/10/17/2.html'>x</a>".encode("utf-8", "surrogatepass"), url=ADDRESS
    )
    link = based.absolute("2.html")
    assert link is not None
    good_url(link)
    try:
        url = check_url(text)
    except BadUrl as error:
        assert as_url(text.strip()) is None
        str(error).encode()
        return False
    good_url(url)
    return True


def check_json(text: str, place: int) -> None:
    """Any JSON text in a page, a list, an issue or a manifest, by the place (0 to 5)."""
    with suppress(BadJson):
        storable(load_json(text))
    if place == 0:
        _read(_page(f'<script type="application/ld+json">{text}</script>'))
    elif place == 1:
        _read(_page(f"<script>var article = {text}; window.data = JSON.parse({json.dumps(text)});</script>"))
    elif place == 2:
        _read(_bytes(text))
    elif place == 3:
        _listed(pages.read_listing(_load(_bytes(text)), JSON_LIST) if text.strip() else None)
    elif place == 4 and text.strip():
        layout = pages.read_layout(_load(_bytes(text)), EPAPER, date(2023, 10, 17))
        storable(asdict(layout) | {"read": sorted(layout.read)})
        for entry in layout.entries:
            assert canonical_url(entry.url) == entry.url
            if entry.source:
                good_url(entry.source)
    elif place == 5:
        try:
            row = Manifest._row("m", text)
        except InputError as error:
            str(error).encode("utf-8", "backslashreplace")
        else:
            storable(row["file"])
            if row["url"]:
                good_url(row["url"])


def check_date(text: str) -> None:
    """Any text where a date is expected."""
    for stamp in read_stamps(text, now=NOW):
        assert stamp.year is None or stamp.on
    fetched = parse_fetched(text)
    assert fetched is None or FIRST_YEAR <= fetched.year <= LAST_YEAR
    url_stamp(f"https://news.luochuan.example/{text}/1.html")
    printed = pages.url_date(f"https://news.luochuan.example/{text}.html", None)
    assert printed is None or date.fromisoformat(printed.value)
    feed = "".join(
        f"<item><link>{ADDRESS}?id={n}</link><pubDate>{escape(day)}</pubDate></item>" for n, day in ((1, text), (2, FETCHED))
    )
    listing = pages.read_listing(_load(_bytes(f"<rss><channel>{feed}</channel></rss>")))
    assert len(listing.links) == 2
    assert listing.links[1].day == "2026-11-23"
    assert listing.links[0].day is None or FIRST_YEAR <= date.fromisoformat(listing.links[0].day).year <= LAST_YEAR
    text = valid_text(text)  # the pipelines get what pages/ let in
    found = [Found(text, "meta"), Found(text, "json")]
    draft = start_draft(
        Printed(reader="generic", encoding="utf-8", content_sha256="0" * 64, dates=found, meta_lines=[text], fetched_at=text)
    )
    draft.article.headline, draft.article.body, draft.article.dateline = (
        "洛川水渠昨日通水",
        [f"洛川电{text}，水渠通水。"],
        "洛川电",
    )
    for step in (dates.step, identity.step, check.step):
        step(draft)
    published = draft.article.published_at
    assert published is None or FIRST_YEAR <= datetime.fromisoformat(published).year <= LAST_YEAR
    storable(asdict(draft.article))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _page(more: str) -> bytes:
    head = "<html><head><title>洛川水渠昨日通水了</title></head><body><h1>洛川水渠昨日通水了</h1>"
    return _bytes(f"{head}{more}<div class='content'>{TEXT * 3}</div></body></html>")


def _load(body: bytes) -> pages.Page:
    return pages.load(body, url=ADDRESS)


def _read(body: bytes) -> None:
    with suppress(Refused):
        printed = pages.read(pages.article_page(_load(body)), fetched_at=FETCHED)
        storable(asdict(printed))
        _article(printed)


def _article(printed: Printed) -> None:
    try:
        record = asdict(to_article(printed))
    except Refused:
        return
    validator()(record)
    storable(record)
    if record["url"]:
        assert canonical_url(record["url"]) == record["url"]
    for media in (*record["images"], *record["videos"]):
        if media["url"]:
            good_url(media["url"])
    if record["published_at"]:
        assert FIRST_YEAR <= datetime.fromisoformat(record["published_at"]).year <= LAST_YEAR


def _listed(listing: pages.Listing | None) -> None:
    for link in listing.links if listing else ():
        good_url(link.url)
        storable(asdict(link))
    if listing and listing.next_page:
        good_url(listing.next_page)
