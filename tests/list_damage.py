"""Feeds and sitemaps of known addresses, damaged in known ways: no other address may be read from them, and nothing may pass in silence.

Used by `test_list_damage.py` and by `python -m benchmarks.fuzz_lists`. The same seed gives the same list.
"""

from collections import Counter
from dataclasses import dataclass
from random import Random

from list_changes import AFTER, BEFORE, HARMLESS, cut, packed, stray_bytes
from list_forms import FORMS, LIST_URL, Printed, entries
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from newsspider.errors import NotAnArticle
from newsspider.outlets import Outlet, Outlets
from newsspider.pages import Listing, feeds, json_lists, load, read_listing, text_lists, unpack
from newsspider.pages.page import Page
from newsspider.spiders.ledger import NoLedger
from newsspider.spiders.outlet import OutletSpider
from newsspider.telemetry.counters import counts_by_outlet
from newsspider.urls import canonical_url

OUTLET = Outlet(
    id="jiangxi_linchuan", name="临川在线", province=None, kind="portal", family="generic", hosts=["linchuan.example"], lists=[LIST_URL],
    articles=[
        "https://{host}/2025/10/{dd}/{id}.html", "https://{host}/2025/10/{dd}/content_{id}.html", "https://{host}/show.php",
        "https://{host}/{sec}/2025/10/23/{id}.html",
        "https://{host}/新闻/2025/10/23/{id}.html", "https://{host}/%E6%96%B0%E9%97%BB/2025/10/23/{id}.html",
    ],
)  # fmt: skip


@dataclass(slots=True)
class Case:
    """A damaged list, and which addresses are its own."""

    seed: int
    form: str
    changes: list[str]
    data: bytes
    content_type: str | None
    own: dict[str, str]
    """Address by canonical form."""
    harmless: bool

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.form}, {', '.join(self.changes) or 'nothing'}"


ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "gb18030", "gb18030", "utf-16", "utf-8-sig", "big5hkscs")
NAMES = ("utf-8", "gb2312", "GBK", "iso-8859-1", "us-ascii", "big5", "utf-16", "x-unknown", "")


def case(seed: int) -> Case:
    """A list in one of the forms, with none to four changes, in some encoding."""
    rng = Random(seed)  # noqa: S311 the same list for the same seed
    form = rng.choice(tuple(FORMS))
    printed = Printed(entries(rng, form))
    fitting = [name for name, (_, forms) in BEFORE.items() if form in forms]
    names = sorted(rng.sample(fitting, k=min(len(fitting), rng.choice((0, 1, 1, 2, 3)))), key=fitting.index)
    for name in names:
        BEFORE[name][0](rng, printed)
    own = {canonical_url(entry.url): entry.url for entry in printed.entries}
    printed.prolog = rng.random() < 0.8
    text = FORMS[form](printed)
    if rng.random() < 0.45:
        fit = [
            name for name in AFTER if form not in ("text", "json") or name in ("stray_characters", "junk_behind", "other_lines")
        ]
        for name in rng.sample(fit, k=rng.choice((1, 1, 2))):
            text = AFTER[name](rng, text)
            names.append(name)
    data, content_type, said = _encoded(rng, text)
    names += said
    if rng.random() < 0.15:
        data = stray_bytes(rng, data)
        names.append("stray_bytes")
    may_be_cut = (
        form != "text" or "blanks_inside" not in names
    )  # half a line that was wrapped, cut behind its line end, is a line
    if rng.random() < 0.2 and may_be_cut:
        data = cut(rng, data)
        names.append("cut")
    if rng.random() < 0.2:
        data = packed(rng, data)
        names.append("packed")
        if rng.random() < 0.3 and may_be_cut:
            data = cut(rng, data)
            names.append("packed and cut")
    return Case(seed, form, names, data, content_type, own, set(names) <= set(HARMLESS) | {"packed", "other_lines"})


def _encoded(rng: Random, text: str) -> tuple[bytes, str | None, list[str]]:
    """The text in bytes, the header that comes with it, and what is odd of that."""
    encoding = rng.choice(ENCODINGS)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        encoding = "utf-8"
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    odd = [] if encoding == "utf-8" else [encoding]
    if rng.random() < 0.25:
        declared = rng.choice(NAMES)
        odd.append(f"declared {declared}")
    text = text.replace(' encoding="utf-8"', f' encoding="{declared}"' if declared else "")
    header = rng.choice((None, "text/xml", "text/html; charset=utf-8", f"application/rss+xml; charset={declared}"))
    if header == "text/html; charset=utf-8" and encoding != "utf-8":
        odd.append("header utf-8")
    return text.encode(encoding), header, odd


def check(one: Case) -> tuple[int, int, str]:
    """Read a case at every door.

    How many of its addresses were read, how many it has, and what became of it: read, incomplete, told (nothing was read), or lost (some
    was not read, without a word). Raises AssertionError for an address that is not its own, and for silence.
    """
    try:
        page = load(unpack(one.data), url=LIST_URL, content_type=one.content_type)
    except NotAnArticle:
        page = None
    found: set[str] = set()
    listing = Listing()
    if page:
        listing = _raw(page)
        for each in (listing, read_listing(page, None), read_listing(page, OUTLET)):
            for link in (*each.links, *each.further):
                assert canonical_url(link.url) in one.own, f"{one}: {link.url} is no address of its: {sorted(one.own.values())}"
        found = {canonical_url(link.url) for link in (*listing.links, *listing.further)}
    assert len(found) == len(one.own) or not one.harmless, f"{one}: read are {sorted(found)} of {sorted(one.own)}"
    asked, reasons = _crawled(one)
    assert asked or reasons, f"{one}: nothing is read, and nothing said"
    if one.form != "index":
        wanted = len({canonical_url(link.url) for link in listing.links if OUTLET.match_article(link.url)})
        assert asked == wanted, f"{one}: {asked} asked for of {wanted}"
    whole = len(found) == len(one.own)
    assert whole or not found or reasons or "cut" in str(one), f"{one}: {len(found)} read of {len(one.own)}, and nothing said"
    outcome = "read" if whole else "told" if not found else "incomplete" if reasons else "lost"
    return len(found), len(one.own), outcome


def _raw(page: Page) -> Listing:
    """What the readers of lists for machines find, before anything is sorted out."""
    if kind := feeds.feed_kind(page):
        return feeds.read_feed(page, kind)
    return json_lists.read_json_feed(page) or text_lists.read_text_sitemap(page) or Listing()


def _crawled(one: Case) -> tuple[int, Counter[str]]:
    """How many addresses the spider asks for, and the reasons that it counts."""
    spider = OutletSpider.from_crawler(get_crawler(OutletSpider), outlet=OUTLET.id, outlets=Outlets([OUTLET]))
    spider.ledger = NoLedger()
    headers = {"Content-Type": one.content_type} if one.content_type else {}
    answer = Response(LIST_URL, body=one.data, headers=headers, request=Request(LIST_URL))
    asked = [request.url for request in spider.parse_list(answer, walk=LIST_URL, number=1)]
    assert len(set(asked)) == len(asked), f"{one}: asked for twice: {asked}"
    counts = counts_by_outlet(spider.crawler.stats.get_stats()).get(OUTLET.id, {})
    return len(asked), Counter(counts.get("reasons", {}))
