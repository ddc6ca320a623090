"""Lists of known addresses, printed as feeds and sitemaps of every form. Used by `list_damage.py`. The same random source prints the same."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

HOST = "https://news.linchuan.example"
LIST_URL = HOST + "/2025/10/23/list.xml"
WORDS = "沿江水渠昨日通水两岸村民欢欣鼓舞本报记者现场采访了解到工程历时三年总投资逾亿元绿化同步完工"
DECOY = HOST + "/2025/10/20/9{}.html"
"""Addresses that stand in a list and are none of its own."""


@dataclass(slots=True)
class Entry:
    """One entry: its true address, and how it is printed."""

    url: str
    title: str
    printed: str
    """The address as it is printed, nothing escaped yet."""
    way: str = "escaped"
    """How an XML list writes it, of WAYS."""
    around: tuple[str, str] = ("", "")
    before: str = ""
    """Further elements in front of the others."""
    behind: str = ""
    base: str = ""
    """`xml:base="…"` of the entry, with a blank before it."""
    own_base: str = ""
    """The same of the element that holds the address."""
    guid: bool = False
    """Whether an RSS item gives its address as `guid` alone."""


@dataclass(slots=True)
class Printed:
    """How a list as a whole is printed."""

    entries: list[Entry]
    root_base: str = ""
    """`xml:base="…"` of the outermost element, with a blank before it."""
    prefix: str = ""
    """Of all elements: `sm:`."""
    head: str = ""
    """What stands before the entries."""
    between: str = "\n"
    declared: str = ' encoding="utf-8"'
    prolog: bool = True
    doctype: str = ""
    entities: dict[str, str] = field(default_factory=dict)
    namespaces: bool = True


def entries(rng: Random, form: str) -> list[Entry]:
    """The entries of a list that needs no mending."""
    made = []
    for number in rng.sample(range(100, 1000), rng.randrange(1, 9)):
        path = rng.choice((
            f"/2025/10/23/{number}.html", f"/2025/10/{number % 28 + 1:02d}/content_{number}.html", f"/show.php?cid=3&id={number}",
            f"/show.php?lang=cn&copy={number}&section=2", f"/新闻/2025/10/23/{number}.html", f"/show.php?k=%E6%96%B0&lt={number}",
        ))  # fmt: skip
        if form == "index":
            path = f"/map_{number}.xml"
        url = HOST + path
        start = rng.randrange(len(WORDS) - 8)
        made.append(Entry(url, WORDS[start : start + rng.randrange(4, 20)], url))
    return made


def _in_cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


WAYS: dict[str, Callable[[str], str]] = {
    "escaped": lambda text: text.replace("&", "&amp;"),
    "bare": lambda text: text,
    "twice": lambda text: text.replace("&", "&amp;amp;"),
    "decimal": lambda text: text.replace("&", "&#38;"),
    "hexadecimal": lambda text: text.replace("&", "&#x26;"),
    "letters": lambda text: f"&#{ord(text[0])};" + text[1:].replace("&", "&amp;"),
    "cdata": _in_cdata,
    "escaped in cdata": lambda text: _in_cdata(text.replace("&", "&amp;")),
    "number in cdata": lambda text: _in_cdata(text.replace("&", "&#038;")),
}
"""How an address with an ampersand is written; those in CDATA stand in no attribute."""


def address(entry: Entry, *, attribute: bool = False) -> str:
    way = "escaped" if attribute and "cdata" in entry.way else entry.way
    before, behind = entry.around
    return before + WAYS[way](entry.printed) + behind


def document(printed: Printed, root: str, spaces: str, body: str, wrap: tuple[str, str] = ("", "")) -> str:
    """An XML document."""
    prolog = f'<?xml version="1.0"{printed.declared}?>\n' if printed.prolog else ""
    entities = "".join(f'<!ENTITY {name} "{value}">' for name, value in printed.entities.items())
    doctype = f"<!DOCTYPE {root} [{entities}]>\n" if entities else ""
    spaces = spaces if printed.namespaces else ""
    return f"{prolog}{doctype}<{root}{spaces}{printed.root_base}>{wrap[0]}{body}{wrap[1]}</{root}>\n"


DC = ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="m" xmlns:atom="http://www.w3.org/2005/Atom"'


def _item(entry: Entry) -> str:
    name = "guid" if entry.guid else "link"
    return (
        f"<item{entry.base}>{entry.before}<title>{entry.title}</title><{name}{entry.own_base}>{address(entry)}</{name}>"
        f"<dc:date>2025-10-23</dc:date>{entry.behind}</item>"
    )


def rss2(printed: Printed) -> str:
    items = printed.between.join(map(_item, printed.entries))
    head = f'<channel><title>要闻</title><link>{HOST}/</link><atom:link rel="self" href="{DECOY.format(1)}"/>{printed.head}\n'
    return document(printed, "rss", ' version="2.0"' + DC, items, (head, "</channel>"))


def rss09(printed: Printed) -> str:
    items = printed.between.join(map(_item, printed.entries)).replace("<dc:date>2025-10-23</dc:date>", "")
    head = f"<channel><title>要闻</title><link>{HOST}/</link><image><link>{DECOY.format(2)}</link></image>{printed.head}"
    return document(printed, "rss", ' version="0.91"', items, (head, "</channel>"))


def rss1(printed: Printed) -> str:
    items = printed.between.join(map(_item, printed.entries))
    spaces = ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"' + DC
    head = f'<channel rdf:about="{DECOY.format(3)}"><title>要闻</title><link>{HOST}/</link></channel>{printed.head}\n'
    return document(printed, "rdf:RDF", spaces, items, (head, ""))


def atom(printed: Printed) -> str:
    items = printed.between.join(
        f'<entry{entry.base}>{entry.before}<title>{entry.title}</title><id>tag:linchuan,2025:{number}</id>'
        f'<link{entry.own_base} href="{address(entry, attribute=True)}"/><updated>2025-10-23T08:00:00Z</updated>{entry.behind}</entry>'
        for number, entry in enumerate(printed.entries)
    )  # fmt: skip
    head = f'<title>要闻</title><link rel="self" href="{DECOY.format(4)}"/><link href="{HOST}/"/>{printed.head}\n'
    return document(printed, "feed", ' xmlns="http://www.w3.org/2005/Atom"' + DC, items, (head, ""))


SITEMAP = (
    '="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="i" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:news="n"'
)


def _of_sitemaps(printed: Printed, root: str, name: str) -> str:
    prefix = printed.prefix
    items = printed.between.join(
        f"<{prefix}{name}{entry.base}>{entry.before}<{prefix}loc{entry.own_base}>{address(entry)}</{prefix}loc>"
        f"<{prefix}lastmod>2025-10-23</{prefix}lastmod>{entry.behind}</{prefix}{name}>"
        for entry in printed.entries
    )
    spaces = f" xmlns{':' + prefix[:-1] if prefix else ''}" + SITEMAP
    return document(printed, prefix + root, spaces, items, (printed.head, ""))


def sitemap(printed: Printed) -> str:
    return _of_sitemaps(printed, "urlset", "url")


def index(printed: Printed) -> str:
    return _of_sitemaps(printed, "sitemapindex", "sitemap")


def text(printed: Printed) -> str:
    lines = [entry.around[0] + entry.printed + entry.around[1] for entry in printed.entries]
    return "\n".join(lines) + "\n"


def json_feed(printed: Printed) -> str:
    items = [
        {"id": str(number), "url": entry.around[0] + entry.printed + entry.around[1], "title": entry.title, "content_html": f'<a href="{DECOY.format(5)}">x</a>'}
        for number, entry in enumerate(printed.entries)
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": HOST + "/", "feed_url": LIST_URL, "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1)


FORMS: dict[str, Callable[[Printed], str]] = {
    "rss2": rss2,
    "rss1": rss1,
    "rss09": rss09,
    "atom": atom,
    "sitemap": sitemap,
    "index": index,
    "text": text,
    "json": json_feed,
}
