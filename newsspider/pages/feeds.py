"""Lists for machines: RSS, Atom and RDF feeds, sitemaps in XML, and their indexes."""

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import islice

from lxml.etree import _Element as Element

from newsspider.days import day_in_shanghai
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.links import Link, Listing
from newsspider.pages.list_addresses import ABSOLUTE, AROUND, clean_reference, is_meant, printed_address
from newsspider.pages.list_markup import DAMAGED, HEAD, JOINER, cleaned, parse, pieces
from newsspider.pages.page import Page

ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "index"}
"""Name of the outermost element, in small letters -> what kind of list it is."""
ENTRIES = {"feed": ("item", "entry"), "sitemap": ("url",), "index": ("sitemap",)}
"""Names of the elements that are its entries."""
ROOT = lazy_pattern(rf"<((?:[\w.-]+:)?({'|'.join(ROOTS)}))(?=[\s/>])")
ENTRY = lazy_pattern(r"<(?:[\w.-]+:)?(item|entry|url|sitemap)(?=[\s>])")
"""An entry, where the outermost element is missing."""
ADDRESS = lazy_pattern(r"<(?:[\w.-]+:)?(?:link|loc|guid)[\s>]")
XML = lazy_pattern(r"[\s\ufeff]{0,99}<\?xml\b")
HTML = lazy_pattern(r"<(?:!doctype\s+html|html|head|body|script|div|table|ul)\b", re.I)
"""Where it stands in front, the text is a page for people, whatever stands in it."""
MAX_ENTRIES = 50_000
"""Entries of one file that are looked at: the most that the sitemap protocol allows."""
MAX_SITEMAPS = 50
"""Sitemaps of an index that are followed, the newest first."""
MAX_DATE = 100
"""Characters of a date that are read."""
MAX_UNPACKED = 64 * 1024 * 1024
GZIP = b"\x1f\x8b"
ISO_DAY = lazy_pattern(r"\s*((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def unpack(body: bytes) -> bytes:
    """The body, gzip undone (`sitemap.xml.gz` arrives packed), of several members all; anything else, damaged gzip too, as it is."""
    if body[:2] != GZIP:
        return body
    parts: list[bytes] = []
    rest, room = body, MAX_UNPACKED
    while rest[:2] == GZIP and room > 0:
        member = zlib.decompressobj(wbits=31)
        try:
            parts.append(member.decompress(rest, room))
        except zlib.error:
            return body
        rest, room = member.unused_data, room - len(parts[-1])
    return b"".join(parts)


def feed_kind(page: Page) -> str | None:
    """feed, sitemap or index by the outermost element, or by the entries of one that has lost it; None for every other page."""
    head = cleaned(page.text[:HEAD])
    html = HTML.search(head)
    end = html.start() if html else len(head)
    if root := ROOT.search(head, 0, end):
        return ROOTS[root[2]]
    if (entry := ENTRY.search(head, 0, end)) and (XML.match(page.text) or ADDRESS.search(head, entry.end(), end)):
        return next(kind for kind, names in ENTRIES.items() if entry[1] in names)
    return None


def read_feed(page: Page, kind: str) -> Listing:
    """What a feed, a sitemap or a sitemap index lists, whichever site its entries belong to.

    One that is no well-formed XML is read entry by entry: those that are well-formed by themselves count, and it is marked
    `incomplete`, as is one with an entry whose address cannot be read. libxml2's own mending is not used: behind the first fault it
    drops every `&amp;`, and half an address is a wrong one.
    """
    text = _from_root(cleaned(page.text))
    tree = parse(text)
    names = ENTRIES[kind]
    entries = (([entry], True) for entry in _all(tree, names)) if tree is not None else pieces(text, names)
    links: dict[str, Link] = {}
    whole = tree is not None
    for forms, sure in islice(entries, MAX_ENTRIES):
        spoilt = any(map(_is_spoilt, forms))
        if not spoilt and (link := next(filter(None, (_link(page, entry, kind, sure=sure) for entry in forms)), None)):
            links.setdefault(link.url, link)
        elif spoilt or any(map(_names_a_page, forms)):
            whole = False
    if kind == "index":
        further = sorted(links.values(), key=lambda link: link.day or "", reverse=True)[:MAX_SITEMAPS]
        return Listing(further=further, incomplete=not whole)
    return Listing(list(links.values()), next_page=_next(page, tree) if tree is not None else None, incomplete=not whole)


def _from_root(text: str) -> str:
    """The outermost element alone, without what programs print before and behind it; all of a text that has lost it."""
    root = ROOT.search(text, 0, HEAD)
    if root is None:
        return text
    end = text.rfind(f"</{root[1]}")
    close = text.find(">", end) if end >= 0 else -1
    return text[root.start() : close + 1] if close >= 0 else text[root.start() :]


def _is_spoilt(entry: Element) -> bool:
    """Whether the rest of a tag stands among an entry's elements or behind it: what belongs where nobody can tell."""
    texts = (entry.text, entry.tail, *(element.tail for element in entry))
    return any(text and ">" in text for text in texts)


def _names_a_page(entry: Element) -> bool:
    """Whether an entry holds something that was meant as its address."""
    own = [element for element in entry if _space(element) == _space(entry)]
    links = [each for each in own if _name(each) in ("link", "loc") and each.get("rel", "alternate") == "alternate"]
    return any(is_meant(each.get("href") or each.text or "") for each in links) or any(
        _is_guid(each) and "://" in (each.text or "") for each in own
    )


def _is_guid(element: Element) -> bool:
    """Whether an element is a `guid` that may be an address."""
    return _name(element) == "guid" and element.get("isPermaLink") != "false"


def _next(page: Page, tree: Element) -> str | None:
    """The next page that a feed names, before its entries."""
    for element in tree.iter():
        if _name(element) == "link" and element.get("rel") == "next" and element.getparent() is not None:
            return printed_address(page, element.get("href") or "", _base(page, element))
        if _name(element) in ("item", "entry", "url"):
            break
    return None


def _name(element: Element) -> str:
    """The element's name without namespace; empty for a processing instruction or an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(tree: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """The entries of a list, in order."""
    return (element for element in tree.iter() if _name(element) in names and element.getparent() is not None)


def _text(entry: Element, *names: str) -> str:
    """The text of the first element inside an entry that has one of the names; empty without one."""
    for element in entry.iterdescendants():
        if _name(element) in names and (text := "".join(map(str, element.itertext())).strip()):
            return text
    return ""


def _base(page: Page, element: Element) -> str | None:
    """What an address in an element is relative to: its `xml:base`, else those around it, else the page; None when one cannot be read."""
    base: str | None = page.url
    for each in reversed([each.get(XML_BASE) for each in (element, *element.iterancestors())]):
        if each and each.strip():
            href = clean_reference(page, each)
            base = page.absolute(href, base or href) if href else None
            if base is None:
                return None
    return base


def _address(page: Page, element: Element, *, sure: bool) -> str | None:
    """The address that an element's text is; None for a text that holds anything else: elements, blanks, line breaks."""
    return None if len(element) else printed_address(page, element.text or "", _base(page, element) if sure else None)


def _url(page: Page, entry: Element, kind: str, *, sure: bool) -> str | None:
    """The address of an entry: `loc`, `link` as text or as `href`, a `guid` that is one; of other vocabularies only a link that says so."""
    space = _space(entry)
    own = [element for element in entry if _space(element) == space]
    if kind != "feed":
        return next((url for each in own if _name(each) == "loc" and (url := _address(page, each, sure=sure))), None)
    links = [element for element in own if _name(element) == "link"]
    for element in links:
        if (href := element.get("href")) and element.get("rel", "alternate") == "alternate":
            return printed_address(page, href, _base(page, element) if sure else None)
    for element in links:
        if element.get("href") is None and (url := _address(page, element, sure=sure)):
            return url
    if links and not all(element.get("href") for element in links):
        return None
    for element in own:
        if _is_guid(element) and ABSOLUTE.match((element.text or "").strip(AROUND)):
            return _address(page, element, sure=sure)
    for element in entry:
        if _name(element) == "link" and element.get("rel") == "alternate" and (href := element.get("href")):
            return printed_address(page, href, _base(page, element) if sure else None)
    return None


def _space(element: Element) -> str:
    """The namespace of an element; empty without one, and for what is no element."""
    return element.tag.rpartition("}")[0] if isinstance(element.tag, str) else ""


def _link(page: Page, entry: Element, kind: str, *, sure: bool) -> Link | None:
    url = _url(page, entry, kind, sure=sure)
    if url is None:
        return None
    title = re.sub(r"<[^<>]{1,200}>", "", _text(entry, "title")).replace(DAMAGED, "").replace(JOINER, "")
    day = day_of(_text(entry, "pubdate", "publication_date", "published", "date") or _text(entry, "lastmod", "updated"))
    return Link(url.partition("#")[0], " ".join(title.split()), day)


def day_of(text: str) -> str | None:
    """The day of a date in Beijing, `2023-10-17`; None when it cannot be read, and for one of an absurd year."""
    text = text.strip()
    try:
        match = ISO_DAY.match(text)
        if match and "T" not in text:
            moment = datetime(int(match[1]), int(match[2]), int(match[3]))
        else:
            moment = datetime.fromisoformat(text) if match else parsedate_to_datetime(text[:MAX_DATE])
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    day = day_in_shanghai(moment)
    return str(day) if day else None
