"""The draft of a site record: what list pages and sample articles of a site show, gathered page by page."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsspider import pages
from newsspider.errors import BadUrl, InputError, NotAnArticle, Refused
from newsspider.items import Article
from newsspider.lazy_pattern import lazy_pattern
from newsspider.onboarding.selectors import suggest
from newsspider.onboarding.shapes import Shape, shapes
from newsspider.outlets import PROVINCES, Outlet, Outlets
from newsspider.outlets.checks import MAX_ID
from newsspider.pages import Page
from newsspider.pages.address_shapes import FRONT
from newsspider.pages.families import BY_NAME, recognise
from newsspider.pages.index import Index
from newsspider.pages.links import NEVER_ARTICLES, anchor_titles, anchors, path_words, title_units
from newsspider.pages.listing import is_layout_url
from newsspider.pages.metadata import read_metadata
from newsspider.pages.page_title import clean_title
from newsspider.urls import canonical_url, netloc
from pipelines import to_article

SAMPLES = 3
"""Articles that are read to see which fields come out."""
CHANNEL_LINKS = 3
"""Article links that make a page a list."""
NAME = 16
"""Characters of an outlet's name at most."""
CHANNEL_NAME = 6
"""Han characters of a channel's name at most."""
WANTED = {"headline": "headline", "date": "published_at", "source": "source", "body": "body"}
"""Selector key -> the Article field that it is to give."""
TITLE_PART = lazy_pattern(r"[^-_|—–·\s]*[\u4e00-\u9fff][^-_|—–·\s]*")
NO_NAME = lazy_pattern(r"\d|版|首页|列表")
OUTLET_NAME = lazy_pattern(r"(?:网|报|在线|新闻|客户端|云|周刊|之声|广播|电视台|频道|社)(?:[（(].{1,6}[）)])?$")


@dataclass(slots=True)
class ListPage:
    """A list page as read without a record."""

    url: str
    """The address that the record will name: the one asked for."""
    links: list[str]
    """Its article links."""
    title: str
    layout: str | None = None
    """For an e-paper: the pattern of the print page that was shown."""


@dataclass(slots=True)
class Sample:
    """An article page and what was read from it."""

    page: Page
    family: str
    site_name: str
    article: Article | None = None
    refused: str | None = None
    fetched_at: str | None = None


@dataclass(slots=True)
class Draft:
    """A record under way: pages are taken as they come, then `outlet` gives the record."""

    outlets: Outlets
    id: str | None = None
    lists: list[ListPage] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was found and what could not be, a line each."""

    def take_list(self, requested: str, page: Page) -> list[str]:
        """Take a list page; its links that may lead to further lists of the site, in page order."""
        listing = pages.read_listing(page)
        links = [link.url for link in listing.links if not is_layout_url(link.url)]
        if links:
            self.lists.append(ListPage(requested, links, _title(page), layout_pattern(page.url or "")))
            self.notes.append(f"{len(links)} article links on {requested}")
        return channels(page, set(links))

    def take_article(self, page: Page, fetched_at: str | None) -> None:
        """Take a sample article."""
        index = Index(page.tree)
        family = recognise(page, index, None)
        self.samples.append(Sample(page, family.name, read_metadata(page, index).site_name, fetched_at=fetched_at))

    def wanted_samples(self) -> list[str]:
        """Article addresses to read as samples: the first of each shape, then more of the most frequent one."""
        found = shapes(url for each in self.lists for url in each.links)
        firsts = [shape.urls[0] for shape in found]
        rest = [url for shape in found for url in shape.urls[1:]]
        return (firsts + rest)[:SAMPLES]

    def outlet(self) -> Outlet:
        """The record. Raises InputError when no list led to an article."""
        found = self._shapes()
        family = Counter(sample.family for sample in self.samples).most_common(1)[0][0] if self.samples else "generic"
        epaper = family in BY_NAME and BY_NAME[family].epaper
        name = self._name()
        record = Outlet(
            id=self.id or self._own_id(), name=name, province=self._province(name), kind="epaper" if epaper else "portal",
            family=family, hosts=self._hosts(found), lists=[each.url for each in self.lists],
            articles=[shape.pattern for shape in found],
            layout=list(dict.fromkeys(each.layout for each in self.lists if each.layout)) if epaper else [],
        )  # fmt: skip
        if self.id and self.id in self.outlets:
            self.notes.append(f"the id [{self.id}] is taken: change that record, or choose another with --id")
        self._encoding()
        return self._with_selectors(record)

    def _shapes(self) -> list[Shape]:
        links = [url for each in self.lists for url in each.links] + [sample.page.url or "" for sample in self.samples]
        found = shapes(url for url in links if url)
        if not found:
            raise InputError(
                "no article link was found; name an article page with --article, and a list page that links to articles"
            )
        known = {canonical_url(url) for shape in found for url in shape.urls}
        stray = [url for url in dict.fromkeys(map(canonical_url, filter(None, links))) if url not in known]
        for shape in found:
            self.notes.append(f"{len(shape.urls)} links fit {shape.pattern}")
        if stray:
            self.notes.append(f"{len(stray)} links fit none of the patterns, like {stray[0]}")
        return found

    def _hosts(self, found: list[Shape]) -> list[str]:
        hosts = list(
            dict.fromkeys(netloc(url) for url in [*(each.url for each in self.lists), *(u for s in found for u in s.urls)])
        )
        for host in hosts:
            if known := self.outlets.outlet_for(f"http://{host}/"):
                self.notes.append(f"{host} is a host of [{known.id}] already: change that record, or part them by path")
        return hosts

    def _name(self) -> str:
        """The site's Chinese name: what pages say, else the part that most of their titles share."""
        named = [sample.site_name for sample in self.samples if sample.site_name]
        titles = [each.title for each in self.lists] + [_title(sample.page) for sample in self.samples]
        named += [part for title in titles for part in TITLE_PART.findall(title)[1:] or TITLE_PART.findall(title)]
        likely = [name for name in named if len(name) <= NAME and not NO_NAME.search(name)]
        sure = [name for name in likely if OUTLET_NAME.search(name)]
        if not likely:
            self.notes.append("the site's name was not found: write it into `name`")
            return "名称"
        return Counter(sure or likely).most_common(1)[0][0]

    def _province(self, name: str) -> str | None:
        """By the id's province, else by a province that the name holds."""
        prefix = (self.id or "").partition("_")[0]
        by_id = [outlet.province for outlet in self.outlets.values() if outlet.id.partition("_")[0] == prefix]
        by_name = [code for code, province in PROVINCES.items() if province in name]
        province = next(iter([*by_id, *by_name]), None)
        if province is None:
            self.notes.append("the province is not known: write its ISO 3166-2 code into `province`, like CN-JX")
        return province

    def _own_id(self) -> str:
        host = (urlsplit(self.lists[0].url if self.lists else self.samples[0].page.url or "").hostname or "site").removeprefix(
            "www."
        )
        self.notes.append("the id is made from the host: write province_outlet instead, like jiangxi_jxnews")
        return ("site_" + re.sub(r"[^a-z0-9]+", "_", host.rpartition(".")[0] or host))[:MAX_ID]

    def _encoding(self) -> None:
        """Say when pages were not in the encoding that they declare; the reader finds that out page by page."""
        for page in [sample.page for sample in self.samples]:
            declared = re.search(r"charset=[\"']?([\w-]+)", f"{page.content_type or ''} {page.text[:3000]}", re.I)
            if declared and _codec(declared[1]) != _codec(page.encoding):
                self.notes.append(f"pages say {declared[1]} and are {page.encoding}: found page by page, no `encoding` is needed")
                return
            if "\ufffd" in page.text:
                self.notes.append(f"{page.url} does not decode cleanly as {page.encoding}: try `encoding`")
                return

    def _with_selectors(self, record: Outlet) -> Outlet:
        """The record with selectors for what came out empty, each proved on the samples."""
        read_samples(self.samples, record)
        if self.samples and all(sample.refused == "needs_render" for sample in self.samples):
            self.notes.append("the articles are made by script: a browser is needed to read them, see `render`")
            return replace(record, render=True)
        for key, name in WANTED.items():
            lacking = [sample for sample in self.samples if not _has(sample, name)]
            if not lacking or (record.kind == "epaper" and name == "source"):
                continue
            sample = lacking[0]
            selector = suggest(sample.page, key, clean_title(_title(sample.page), sample.site_name))
            tried = replace(record, selectors={**record.selectors, key: selector}) if selector else record
            if selector:
                read_samples(self.samples, tried)
            if selector and _has(sample, name):
                record = tried
                self.notes.append(f"{name} came from the selector {selector!r} only")
            else:
                read_samples(self.samples, record)
                why = f" (refused: {sample.refused})" if sample.refused else ""
                self.notes.append(f"{name} was not found on {sample.page.url}{why}: look at the page and write selectors.{key}")
        return record


def layout_pattern(url: str) -> str | None:
    """The pattern of an e-paper's print page, `node_{nn}` where pages are counted, `node_{node}` where ids name columns; else None."""
    number = re.search(r"(\d+)\.\w+$", urlsplit(url).path)
    found = shapes([url]) if number and is_layout_url(url) else []
    if not (number and found and found[0].dated):
        return None
    counted = number[1].startswith("0") and len(number[1]) in (2, 3)
    return found[0].pattern.replace("{id}", "{nn}" if counted else "{node}")


def read_samples(samples: list[Sample], outlet: Outlet) -> None:
    """Read the samples by a record."""
    for sample in samples:
        sample.article = sample.refused = None
        try:
            sample.article = to_article(pages.read(sample.page, outlet, fetched_at=sample.fetched_at))
        except Refused as error:
            sample.refused = error.reason


def channels(page: Page, articles: set[str]) -> list[str]:
    """Links of a page that may lead to further lists on its host: short names, addresses of folders and front pages."""
    found: dict[str, None] = {}
    for anchor, url in anchors(page, page.tree):
        parts = urlsplit(url)
        leaf = parts.path.rpartition("/")[2]
        name = max(anchor_titles(anchor), key=len, default="")
        is_list = not leaf or FRONT.fullmatch(leaf) or (not re.search(r"\d", leaf) and "." not in leaf)
        short = title_units(name) <= CHANNEL_NAME or name.startswith("http")
        if not path_words(parts.path).isdisjoint(NEVER_ARTICLES):
            continue
        if url in articles or not is_list or not short or netloc(url) != netloc(page.url or "") or parts.query:
            continue
        if parts.path.strip("/") and urljoin(url, ".") != urljoin(page.url or "", "."):
            found.setdefault(url)
    return list(found)


def load_page(body: bytes, url: str | None, content_type: str | None = None) -> Page:
    """A page to look at. Raises InputError, naming it, for an empty or binary one and an address that is none."""
    try:
        return pages.load(pages.unpack(body), url=canonical_url(url) if url else None, content_type=content_type)
    except NotAnArticle as error:
        raise InputError(f"{url}: {error}") from error
    except BadUrl as error:
        raise InputError(str(error)) from error


def _has(sample: Sample, name: str) -> bool:
    value: Any = getattr(sample.article, name) if sample.article else None
    return bool(value) or (name == "body" and bool(sample.article and (sample.article.images or sample.article.videos)))


def _title(page: Page) -> str:
    return " ".join(next((title.text_content() for title in page.tree.iter("title")), "").split())


def _codec(name: str) -> str:
    name = name.lower().replace("_", "-")
    return "gb18030" if name in ("gb2312", "gbk", "gb-2312", "gb18030") else name.replace("utf8", "utf-8")
