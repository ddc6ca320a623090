"""What a page says of itself outside the text: head metadata, Founder's comment, JSON-LD, marked elements and the URL."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from newsspider.items import Found
from newsspider.language.timestamps import url_stamp
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.index import Index, text_of
from newsspider.pages.meta_names import date_names
from newsspider.pages.nodes import Element, rows
from newsspider.pages.page import Page
from newsspider.values import BadJson, load_json, unescape

SOURCES = ("contentsource", "source", "mediaid", "article:source", "og:source", "news_source", "dc.source", "sourcename")
AUTHORS = ("author", "article:author", "og:author", "dc.creator", "authors", "byl")
EDITORS = ("editor", "og:editor", "article:editor", "responsibleeditor", "dutyeditor")
HEADLINES = ("articletitle", "contenttitle", "og:title", "twitter:title", "dc.title")
SECTIONS = ("columnname", "article:section", "og:section", "channelname", "articlesection")
KEYWORDS = ("keywords", "news_keywords", "article:tag", "og:keywords")

BAIDU = (
    ("dates", ("pubtime_baidu", "pub_time_report", "publishtime_baidu", "pubtime_report")),
    ("sources", ("source_baidu", "source_report")),
    ("authors", ("author_baidu", "author_report")),
    ("editors", ("editor_baidu", "editor_report")),
)
"""Marks agreed with Baidu News; the name may be an id or a class, of any element, with or without its label."""

_ENP_FIELDS = ("date", "author", "title", "keyword", "subtitle", "introtitle", "nodename", "url", "sourcename", "founder-date")
_TAGS = lazy_pattern(r"<[^<>]{0,200}>")
_BREAK = lazy_pattern(r"<(?:br\s?/?|/p)>", re.I)
_KEYWORD_SPLIT = lazy_pattern(r"\s*[,，;；、|]\s*")
_VALUE = r"1\d{9}(?:\d{3})?|20\d\d[-/]\d\d?[-/]\d\d?(?:[ T]\d\d?:\d\d(?::\d\d)?)?"
_SCRIPT_DATES = tuple(
    lazy_pattern(rf"""{name}\s*(?:[=:]\s*["'](?P<value>{_VALUE})["']|=\s*(?P<bare>1\d{{9}}(?:\d{{3}})?)\s*(?:[;,]|$))""")
    for name in (r"ct(?<=\bct)", r"pub(?<=\bpub)(?:lish)?_?(?:[tT]ime|[dD]ate)")
)
"""Two patterns, each with a literal before all else, are found several times faster than one with alternatives."""
_POST_DATE = lazy_pattern(rf"""\b(?:ct|(?:ori_?)?[cC]reate_?[tT]ime)["']?\s*[=:]\s*(?:JsDecode\()?["']?(?P<value>{_VALUE})\b""")
"""In the script of a public account's post, which names no other; elsewhere it may be the time of anything."""
_POST = "msg_title"


@dataclass(slots=True)
class Metadata:
    """The marked values of a page, each list in order of trust."""

    headlines: list[str] = field(default_factory=list)
    kicker: str | None = None
    subheadlines: list[str] = field(default_factory=list)
    dates: list[Found] = field(default_factory=list)
    sources: list[Found] = field(default_factory=list)
    authors: list[Found] = field(default_factory=list)
    editors: list[Found] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    title: str = ""
    """The `title` element, blanks joined."""
    canonical: str | None = None
    """The page's own canonical link or og:url, absolute."""
    site_name: str = ""
    """The site's name; empty when unmarked."""
    body: str | None = None
    """articleBody of JSON-LD."""
    generator: str = ""
    """The software that says it made the page; empty when none does."""


def read_metadata(page: Page, index: Index) -> Metadata:
    """All that a page marks, whatever system made it."""
    out = Metadata()
    named = _metas(page.tree)
    out.title = next((text for element in page.tree.iter("title") if (text := text_of(element))), "")
    out.site_name = next(iter(named.get("og:site_name", named.get("sitename", []))), "")
    out.generator = " ".join(named.get("generator", []))
    _read_baidu(index, out)
    if "<!--enpproperty" in index.comments:
        _read_enp(page.text, out)
    _read_ld(page, out)
    for name, changed in date_names(list(named)):
        out.dates += [Found(value, "changed" if changed else "meta") for value in named[name][:3]]
    for names, target in ((SOURCES, out.sources), (AUTHORS, out.authors), (EDITORS, out.editors)):
        target.extend(Found(value, "meta") for name in names for value in named.get(name, [])[:3])
    out.headlines += [value for name in HEADLINES for value in named.get(name, [])[:1]]
    out.sections += [value for name in SECTIONS for value in named.get(name, [])[:1]]
    words = next((value for name in KEYWORDS for value in named.get(name, [])), "") if not out.keywords else ""
    if words:
        parts = _KEYWORD_SPLIT.split(words) if _KEYWORD_SPLIT.search(words) else words.split()
        out.keywords = list(dict.fromkeys(part for part in parts if part))[:50]
    out.canonical = _canonical(page, named)
    return out


def _metas(tree: Element) -> dict[str, list[str]]:
    """Name, property or itemprop (lower case) -> contents, in page order, empty ones left out."""
    out: dict[str, list[str]] = {}
    columns = tree.columns
    for row in rows(columns, 0, len(columns.tags), "meta"):
        attributes = columns.attributes(row)
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and (content := content.strip()):
            out.setdefault(name.strip().lower(), []).append(content)
    return out


def own_address(page: Page) -> str | None:
    """The address that a page calls its own: its canonical link, else og:url; None without one."""
    return _canonical(page, _metas(page.tree))


def _canonical(page: Page, named: dict[str, list[str]]) -> str | None:
    links = [element.get("href") for element in page.tree.iter("link") if element.get("rel", "").lower() == "canonical"]
    links += named.get("og:url", [])[:1]
    for link in links:
        if link and link.startswith(("http://", "https://", "//")) and (url := page.absolute(link)):
            return url
    return None


def _read_baidu(index: Index, out: Metadata) -> None:
    for name, marks in BAIDU:
        target: list[Found] = getattr(out, name)
        for mark in marks:
            texts = [text_of(element) for element in (index.by_id(mark) + index.by_class(mark))[:3]]
            target += [Found(text, "visible") for text in texts if 0 < len(text) <= 120]


def enp_fields(text: str) -> dict[str, str]:
    """The fields of Founder's `<!--enpproperty …-->` comment, tags in them dropped (line breaks kept); {} without one."""
    start = text.find("<!--enpproperty")
    if start < 0:
        return {}
    end = text.find("/enpproperty-->", start)
    span = text[start : end if end >= 0 else start + 8000][:20000]
    out = {}
    for name in _ENP_FIELDS:
        first = span.find(f"<{name}>")
        last = span.find(f"</{name}>", first)
        if 0 <= first < last:
            value = _TAGS.sub("", _BREAK.sub("\n", unescape(span[first + len(name) + 2 : last])))
            if value := "\n".join(line for part in value.split("\n") if (line := part.strip())):
                out[name] = value
    return out


def _read_enp(text: str, out: Metadata) -> None:
    fields = enp_fields(text)
    for name, target in (("date", out.dates), ("sourcename", out.sources), ("author", out.authors)):
        if value := fields.get(name) or (fields.get("founder-date") if name == "date" else None):
            target.append(Found(value, "enpproperty"))
    if title := fields.get("title"):
        out.headlines.append(" ".join(title.split("\n")))
    if intro := fields.get("introtitle"):
        out.kicker = " ".join(intro.split("\n"))
    if sub := fields.get("subtitle"):
        out.subheadlines = sub.split("\n")
    if node := fields.get("nodename"):
        out.sections.append(node)
    if words := fields.get("keyword"):
        out.keywords = [part for part in _KEYWORD_SPLIT.split(words.replace(" ", ",")) if part]


def _read_ld(page: Page, out: Metadata) -> None:
    columns = page.tree.columns
    for row in rows(columns, 0, len(columns.tags), "script"):
        if "ld+json" not in (columns.attribute(row, "type") or "").lower():
            continue
        for thing in _objects(page_json(columns.text(row))):
            kind = str(thing.get("@type", ""))
            if not ("Article" in kind or "pubDate" in thing or "datePublished" in thing):
                continue
            for key in ("datePublished", "pubDate", "dateCreated"):
                if isinstance(value := thing.get(key), str) and value.strip():
                    out.dates.append(Found(value.strip(), "json"))
            if isinstance(value := thing.get("headline"), str) and value.strip():
                out.headlines.append(value.strip())
            out.authors += [Found(name, "json") for name in _names(thing.get("author"))]
            if isinstance(value := thing.get("articleBody"), str) and len(value) > 40:
                out.body = value


def page_json(text: str) -> Any:
    """The value of a JSON text as pages print it (control characters and a closing semicolon forgiven); None when it is none."""
    try:
        return load_json(text.strip().rstrip(";"), strict=False)
    except BadJson:
        return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    for _ in range(500):
        if not stack:
            return
        here = stack.pop()
        if isinstance(here, dict):
            yield here
            if isinstance(graph := here.get("@graph"), list):
                stack.extend(graph)
        elif isinstance(here, list):
            stack.extend(here)


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, dict):
        return _names(value.get("name")) if value.get("@type") in (None, "Person") else []
    if isinstance(value, list):
        return [name for item in value[:20] if isinstance(item, dict | str) for name in _names(item)]
    return []


def script_date(scripts: list[str]) -> Found | None:
    """The publication time that a script of the page is given (`var ct = "1676201400"`); None without one."""
    for script in scripts:
        patterns = (_POST_DATE,) if _POST in script else _SCRIPT_DATES
        places = [match for pattern in patterns if (match := pattern.search(script))]
        if places:
            first = min(places, key=re.Match.start).groupdict()
            return Found(first["value"] or first["bare"], "json")
    return None


def url_date(url: str | None, outlet: Outlet | None) -> Found | None:
    """The date that an article's address carries (`2024-05-17`): by the site record's patterns, else by the usual forms."""
    if not url:
        return None
    if outlet and (match := outlet.match_article(url)):
        groups = match.groupdict()
        if day := _day(groups.get("yyyy"), groups.get("mm"), groups.get("dd")):
            return Found(day, "url")
    stamp = url_stamp(url)
    return Found(stamp.iso(), "url") if stamp else None


def _day(year: str | None, month: str | None, day: str | None) -> str | None:
    """The day of its numbers, `2024-05-17`; None where one is missing, and for a day that the calendar has not."""
    try:
        return str(date(int(year), int(month), int(day))) if year and month and day else None
    except ValueError:
        return None
