"""Lists for machines: RSS, Atom and RDF feeds, sitemaps in XML and as text, and their indexes."""

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.entities import html5
from itertools import islice, pairwise

from lxml import etree
from lxml.etree import _Element as Element

from newsspider.days import day_in_shanghai
from newsspider.pages.links import Link, Listing
from newsspider.pages.page import Page

ROOTS = {"rss": "feed", "feed": "feed", "RDF": "feed", "urlset": "sitemap", "sitemapindex": "index"}
"""Name of the outermost element -> what kind of list it is."""
ENTRIES = {"feed": ("item", "entry"), "sitemap": ("url",), "index": ("sitemap",)}
"""Names of the elements that are its entries."""
FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z]\w*)")
HEAD = 4000
MAX_ENTRIES = 50_000
"""Entries of one file that are looked at: the most that the sitemap protocol allows."""
MAX_SITEMAPS = 50
"""Sitemaps of an index that are followed, the newest first."""
MAX_DATE = 100
"""Characters of a date that are read."""
MAX_UNPACKED = 64 * 1024 * 1024
ISO_DAY = re.compile(r"\s*((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
PREFIX = re.compile(r"[<\s/]([A-Za-z][\w.-]*):[A-Za-z]")
ROOT_BASE = re.compile(r"""xml:base=(?:"[^"<>&]*"|'[^'<>&]*')""")
ADDRESSES = re.compile(
    r"<((?:[\w.-]+:)?(?:link|loc))(?:\s[^<>]{0,2000})?(?:/>|>[^<]{0,4000}(?:<!\[CDATA\[[^<]{0,4000}\]\]>)?[^<]{0,99}</\1\s*>)"
)
"""Elements that hold an entry's address, each whole."""
UNPRINTABLE = re.compile(r"""[\s<>"]""")
"""What stands in no address: where it does, something else has run into it."""
NO_ADDRESS = re.compile(r"(?!https?://)[^/?#]*://", re.I)
"""A scheme that is none."""
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
SECTION = re.compile(r"(<!\[CDATA\[|\]\]>|<!--|-->)")
SECTION_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)(?:([A-Za-z][\w.-]{0,31});)?")
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
DECLARED = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+(?:"([^"&<%]{0,256})"|'([^'&<%]{0,256})')\s*>""")
ADDRESS_LINE = re.compile(r"https?://[^\s<>]+", re.I)


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
    """What a feed, a sitemap or a sitemap index lists, whichever site its entries belong to.

    One that is no well-formed XML is read entry by entry: those that are well-formed by themselves count, and it is marked
    `incomplete`. libxml2's own mending is not used: behind the first fault it drops every `&amp;`, and half an address is a wrong one.
    """
    text = _mended(page.text)
    tree = _parse(text)
    whole = tree is not None
    entries = list(islice(_all(tree, ENTRIES[kind]) if tree is not None else _pieces(text, ENTRIES[kind]), MAX_ENTRIES))
    links = [link for entry in entries if (link := _link(page, entry))]
    if kind == "index":
        further = sorted(links, key=lambda link: link.day or "", reverse=True)[:MAX_SITEMAPS]
        return Listing(further=further, incomplete=not whole)
    return Listing(links, next_page=_next(page, tree) if tree is not None else None, incomplete=not whole)


def read_text_sitemap(page: Page) -> Listing | None:
    """A sitemap in the text form, one address a line; None for every other text."""
    if "<" in page.text[:HEAD]:
        return None
    lines = [line.strip() for line in page.text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line][:MAX_ENTRIES]
    if not lines or not all(ADDRESS_LINE.fullmatch(line) for line in lines):
        return None
    urls = dict.fromkeys(url.partition("#")[0] for line in lines if (url := page.absolute(line, page.url)))
    return Listing([Link(url, "") for url in urls])


def _next(page: Page, tree: Element) -> str | None:
    """The next page that a feed names, before its entries."""
    for element in tree.iter():
        if _name(element) == "link" and element.get("rel") == "next" and element.getparent() is not None:
            return page.absolute(element.get("href") or "", _base(page, element))
        if _name(element) in ("item", "entry", "url"):
            break
    return None


def _pieces(text: str, names: tuple[str, ...]) -> Iterator[Element]:
    """The entries of a broken list, in order: each that is well-formed by itself; of any other the addresses that are."""
    kinds = "|".join(names)
    starts = [match.start() for match in re.finditer(rf"<(?:[\w.-]+:)?(?:{kinds})[\s/>]", text)]
    end = re.compile(rf"</(?:[\w.-]+:)?(?:{kinds})\s*>")
    base = ROOT_BASE.search(text[:HEAD])
    for start, following in pairwise([*starts, len(text)]):
        closed = end.search(text, start, following)
        root = _parse(_list_of(text[start : closed.end()], base)) if closed else None
        if root is None:
            addresses = "".join(match[0] for match in ADDRESSES.finditer(text, start, closed.start() if closed else following))
            root = _parse(_list_of(f"<item>{addresses}</item>", base))
        if root is not None:
            yield root[0]


def _list_of(piece: str, base: re.Match[str] | None) -> str:
    """A document around an entry, with the prefixes that it uses and the base of the list it comes from."""
    spaces = "".join(f' xmlns:{name}="{name}"' for name in sorted(set(PREFIX.findall(piece)) - {"xml", "xmlns"}))
    return f"<list{spaces} {base[0] if base else ''}>{piece}</list>"


def _mended(text: str) -> str:
    """The XML text with every `&` that begins no reference of XML's own written out, outside of CDATA and comments.

    Left to itself the parser drops `&id` of `?cid=3&id=1` and makes another address of it.
    """
    if "&" not in text:
        return text
    declared = {name: double or single for name, double, single in DECLARED.findall(text[:HEAD])}

    def written_out(reference: re.Match[str]) -> str:
        name = reference[1]
        if name in XML_ENTITIES:
            return reference[0]
        value = declared.get(name) or html5.get(f"{name};") if name else None
        return "".join(f"&#{ord(letter)};" for letter in value) if value else f"&amp;{reference[0][1:]}"

    end = ""
    parts = SECTION.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            if end == part:
                end = ""
            elif not end:
                end = SECTION_ENDS.get(part, "")
        elif not end:
            parts[index] = AMPERSAND.sub(written_out, part)
    return "".join(parts)


def _parse(text: str) -> Element | None:
    """The root of a well-formed XML text; None for any other."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8", remove_comments=True)
    try:
        tree: Element = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return tree


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
    """What an address in an element is relative to: its `xml:base`, else those around it, else the page."""
    bases = [each.get(XML_BASE) for each in (element, *element.iterancestors()) if each.get(XML_BASE)]
    base = page.url
    for each in reversed(bases):
        base = page.absolute(each or "", base) or base
    return base


def _address(page: Page, element: Element) -> str | None:
    """The address that an element's text is; None for a text that holds anything else: elements, references, line breaks."""
    if len(element):
        return None
    return _absolute(page, element, element.text or "")


def _absolute(page: Page, element: Element, printed: str) -> str | None:
    """The absolute address of one that is printed in an element; also one whose `&` was written out twice."""
    href = printed.strip().replace("&amp;", "&")
    return None if not href or NO_ADDRESS.match(href) or UNPRINTABLE.search(href) else page.absolute(href, _base(page, element))


def _url(page: Page, entry: Element) -> str | None:
    """The address of an entry: `loc`, `link` as text or as `href`, a `guid` that is one."""
    inside = list(entry)
    links = [element for element in inside if _name(element) == "link"]
    for element in links:
        if element.get("href") and element.get("rel", "alternate") == "alternate":
            return _absolute(page, element, element.get("href") or "")
    for element in (*(each for each in inside if _name(each) == "loc"), *links):
        if url := _address(page, element):
            return url
    for element in inside:
        if _name(element) == "guid" and element.get("isPermaLink") != "false" and (element.text or "").strip().startswith("http"):
            return _address(page, element)
    return None


def _link(page: Page, entry: Element) -> Link | None:
    url = _url(page, entry)
    if url is None:
        return None
    title = re.sub(r"<[^<>]{1,200}>", "", _text(entry, "title"))
    day = day_of(_text(entry, "pubDate", "publication_date", "published", "date") or _text(entry, "lastmod", "updated"))
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
