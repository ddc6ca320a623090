"""Lists for machines: RSS, Atom and RDF feeds, sitemaps and their indexes, and JSON by a site record's expressions."""

import json
import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from newsspider.outlets import Outlet
from newsspider.pages.links import Link, Listing
from newsspider.pages.page import Page

SHANGHAI = timezone(timedelta(hours=8))
ROOTS = {"rss": "feed", "feed": "feed", "RDF": "feed", "urlset": "sitemap", "sitemapindex": "index"}
"""Name of the outermost element -> what kind of list it is."""
FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z]\w*)")
HEAD = 4000
MAX_ENTRIES = 50_000
"""Entries of one file that are looked at: the most that the sitemap protocol allows."""
MAX_SITEMAPS = 50
"""Sitemaps of an index that are followed, the newest first."""
MAX_UNPACKED = 64 * 1024 * 1024
ISO_DAY = re.compile(r"\s*((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
JSONP = re.compile(r"\s*[\w$.]{1,100}\s*\(\s*(?=[\[{])")


def unpack(body: bytes) -> bytes:
    """The body, gzip undone (`sitemap.xml.gz` arrives packed); anything else, damaged gzip too, as it is."""
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_UNPACKED)
    except zlib.error:
        return body


def feed_kind(page: Page) -> str | None:
    """feed, sitemap or index by the outermost element; None for every other page."""
    first = FIRST_TAG.search(page.text[:HEAD])
    return ROOTS.get(first[1]) if first else None


def read_feed(page: Page, kind: str) -> Listing:
    """What a feed, a sitemap or a sitemap index lists, whichever site its entries belong to."""
    tree = _parse(page.text)
    if tree is None:
        return Listing()
    if kind == "index":
        maps = [link for entry in _all(tree, "sitemap") if (link := _link(page, entry))]
        return Listing(further=sorted(maps, key=lambda link: link.day or "", reverse=True)[:MAX_SITEMAPS])
    listing = Listing([link for entry in _all(tree, "item", "entry", "url") if (link := _link(page, entry))])
    for element in tree.iter():
        if _name(element) == "link" and element.get("rel") == "next" and element.getparent() is not None:
            listing.next_page = page.absolute(element.get("href") or "")
            break
        if _name(element) in ("item", "entry", "url"):
            break  # a feed names its next page before its entries
    return listing


def read_json(page: Page, outlet: Outlet, form: str | None = None) -> Listing | None:
    """What a JSON list offers, by the record's `json_list`; None for a page that is no JSON."""
    import jmespath

    keys = outlet.json_list
    data = _json(page.text) if keys else None
    if data is None:
        return None
    links = jmespath.search(keys["links"], data)
    titles = jmespath.search(keys["titles"], data) if "titles" in keys else None
    links = links if isinstance(links, list) else []
    titles = titles if isinstance(titles, list) and len(titles) == len(links) else [None] * len(links)
    found: dict[str, Link] = {}
    for href, title in zip(links, titles, strict=True):
        url = page.absolute(href) if isinstance(href, str) else None
        if url:
            found.setdefault(url, Link(url.partition("#")[0], title.strip() if isinstance(title, str) else ""))
    listing = Listing(list(found.values()))
    if "next" in keys:
        href = jmespath.search(keys["next"], data)
        listing.next_page = page.absolute(href) if isinstance(href, str) else None
    elif "page" in keys and found and page.url:
        listing.next_page, listing.next_form = _counted_up(page.url, keys["page"], form)
    return listing


def _counted_up(url: str, key: str, form: str | None) -> tuple[str, str | None]:
    """Address and form with the page number under a key one higher; a missing number is 1."""
    parts = urlsplit(url)
    pairs = dict(parse_qsl(form if form is not None else parts.query, keep_blank_values=True))
    number = pairs.get(key, "1")
    pairs[key] = str(int(number) + 1) if number.isdecimal() and len(number) < 9 else "2"
    if form is not None:
        return url, urlencode(pairs)
    return parts._replace(query=urlencode(pairs), fragment="").geturl(), None


def _json(text: str) -> object:
    """The value of a JSON or JSONP text; None for any other."""
    text = text.strip().lstrip("\ufeff")
    if call := JSONP.match(text):
        text = text[call.end() :].rstrip("; \r\n\t").removesuffix(")")
    if text[:1] not in ("{", "["):
        return None
    try:
        value: object = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return value


def _parse(text: str) -> Element | None:
    """The root of an XML text, mended where it is broken; entities stay as they are. None when nothing can be read."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8", remove_comments=True)
    try:
        tree: Element | None = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return tree


def _name(element: Element) -> str:
    """The element's name without namespace; empty for a processing instruction or an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(tree: Element, *names: str) -> Iterator[Element]:
    """The entries of a list, in order."""
    count = 0
    for element in tree.iter():
        if _name(element) in names and element.getparent() is not None:
            yield element
            count += 1
            if count >= MAX_ENTRIES:
                return


def _text(entry: Element, *names: str) -> str:
    """The text of the first element inside an entry that has one of the names; empty without one."""
    for element in entry.iter():
        if _name(element) in names and element is not entry and (text := "".join(map(str, element.itertext())).strip()):
            return text
    return ""


def _url(page: Page, entry: Element) -> str | None:
    """The address of an entry: `loc`, `link` as text or as `href`, a `guid` that is one."""
    for element in entry:
        if _name(element) == "link" and element.get("href") and element.get("rel", "alternate") == "alternate":
            return page.absolute(element.get("href") or "")
    url = page.absolute(_text(entry, "loc") or _text(entry, "link") or "")
    guid = _text(entry, "guid")
    return url or (page.absolute(guid) if guid.startswith(("http://", "https://")) else None)


def _link(page: Page, entry: Element) -> Link | None:
    url = _url(page, entry)
    if url is None:
        return None
    title = re.sub(r"<[^<>]{1,200}>", "", _text(entry, "title"))
    day = _day(_text(entry, "pubDate", "publication_date", "published", "date") or _text(entry, "lastmod", "updated"))
    return Link(url.partition("#")[0], " ".join(title.split()), day)


def _day(text: str) -> str | None:
    """The day of a date in Beijing, `2023-10-17`; None when it cannot be read."""
    try:
        if match := ISO_DAY.match(text):
            printed = date(int(match[1]), int(match[2]), int(match[3]))
            moment = datetime.fromisoformat(text.strip()) if "T" in text else None
            return str(moment.astimezone(SHANGHAI).date() if moment and moment.tzinfo else printed)
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return str(moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date())
