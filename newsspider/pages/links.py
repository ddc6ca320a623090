"""Article links among all the links of a page: by the shape of the address and the length of the title."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from newsspider.language.titles import names_place
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.address_shapes import is_dated, template
from newsspider.pages.clicks import broken_anchors, clean_href, clicks
from newsspider.pages.nodes import Element
from newsspider.pages.page import Page
from newsspider.urls import canonical_url
from newsspider.values.query_keys import NO_KEYS, QueryKeys

MAX_LINKS = 20_000
"""Links of a page that are looked at: front pages have hundreds, archives thousands."""
LONG_TITLE = 80
"""Longer anchor texts are summaries, not titles."""
HEADLINE = 8
"""Han characters and words of a title that is surely a headline."""
LABEL = 4
"""Titles up to this length are menu labels and names."""

ARTICLE_WORD = lazy_pattern(r"/(?:article|content|detail|doc|news|art|post)", re.I)
"""What paths of articles begin a segment with, lists of them seldom on another host."""
CODE = lazy_pattern(r"[A-Za-z0-9]{8,40}")
NEVER_ARTICLES = frozenset({
    "bbs", "blog", "comment", "comments", "forum", "login", "passport", "photo-list", "register", "search", "shop", "space",
    "special", "specials", "subject", "subjects", "tag", "tags", "thread", "topic", "topics", "user", "usercenter", "users",
    "video", "videos", "vod", "vote", "weibo", "zhibo", "zhuanti", "zt", "ztbd", "zthz", "ztlm", "zhuantilanmu", "shipin",
})  # fmt: skip
"""Path segments of topics, users, tags, videos, forums and shops, dated or not."""
SELDOM_ARTICLES = frozenset({
    "about", "activity", "ad", "ads", "adv", "album", "app", "author", "authors", "channel", "client", "club", "column",
    "columns", "company", "contact", "corp", "download", "friend", "game", "help", "home", "hr", "job", "jobs", "join",
    "keyword", "keywords", "link", "list", "live", "mail", "mall", "member", "organization", "product", "products", "profile",
    "rank", "reg", "rss", "service", "sitemap", "so", "team", "tv", "u",
})  # fmt: skip
"""Path segments of pages that are no articles unless their address is dated."""
MODULES = frozenset({"app", "client", "home"})
"""Those of them that are a part of a site's software where an article word follows: `/index.php/home/news/detail/id/12.html`."""
NO_ARTICLE_HOSTS = frozenset({
    "ad", "ads", "adv", "bbs", "blog", "club", "corp", "forum", "g", "game", "help", "hr", "im", "img", "job", "live",
    "login", "mail", "mall", "passport", "pay", "reg", "search", "shop", "so", "t", "tv", "user", "v", "video", "vote",
    "weibo", "zhibo",
})  # fmt: skip
"""First labels of hosts that hold no articles."""
SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac"})
HAN_OR_WORD = lazy_pattern(r"[㐀-䶿一-鿿々〇]|[A-Za-z0-9]+")
BLANKS = lazy_pattern(r"\s+")


@dataclass(slots=True)
class Link:
    """A link to an article."""

    url: str
    """Absolute URL without fragment."""
    title: str
    """The longest title printed with it, blanks collapsed; empty for a picture without text."""
    day: str | None = None
    """The day on which the article was published at the latest, `2023-10-17`, as a feed or sitemap tells; None elsewhere."""


@dataclass(slots=True)
class Listing:
    """What a list page offers."""

    links: list[Link] = field(default_factory=list)
    """Links to articles, each article once, in page order."""
    next_page: str | None = None
    """Absolute URL of the next page of the list or the next layout page of the issue; None on the last or when none is named."""
    next_form: str | None = None
    """The form, URL-encoded, that is POSTed to `next_page`; None when a plain GET brings it."""
    further: list[Link] = field(default_factory=list)
    """Other lists that this one leads to: the sitemaps of a sitemap index, the newest first; `day`: of their last change."""
    is_list: bool = True
    """Whether the page is of a kind that can be a list; False for a text that is neither HTML nor a feed, a sitemap or JSON of a known form."""
    incomplete: bool = False
    """Whether a feed or sitemap breaks off; its links are those that came whole."""


@dataclass(slots=True)
class Candidate:
    """All anchors of a page that lead to one address."""

    url: str
    """Absolute, without fragment."""
    titles: list[str] = field(default_factory=list)
    """Anchor texts, `title` attributes and alternative texts, blanks collapsed, none empty."""

    @property
    def title(self) -> str:
        """The longest text that can be a headline; empty for pictures without any."""
        titles = [text for text in self.titles if len(text) <= LONG_TITLE]
        return max(titles, key=len) if titles else min(self.titles, key=len, default="")


def collect(page: Page, scopes: Iterable[Element], keys: QueryKeys = NO_KEYS) -> list[Candidate]:
    """The links inside the elements, one per address, in page order; the page's own address is left out."""
    own = address_key(page.url, keys) if page.url else None
    found: dict[str, Candidate] = {}
    known: dict[str, str] = {}
    for scope in scopes:
        for anchor, url in anchors(page, scope):
            key = known.get(url)
            if key is None:
                key = known[url] = address_key(url, keys)
            if key != own:
                found.setdefault(key, Candidate(url)).titles += anchor_titles(anchor)
        add_titled(found, clicks(page, scope), own, keys)
    add_titled(found, broken_anchors(page), own, keys)
    return list(found.values())


def add_titled(
    found: dict[str, Candidate], links: Iterable[tuple[str, list[str]]], own: str | None, keys: QueryKeys = NO_KEYS
) -> None:
    """Add links that are no plain anchors to those found; one without a title that is more than a label is none.

    Args:
        found: key of an address -> its candidate.
        links: (address, titles).
        own: key of the page's own address; None when unknown.
        keys: query keys that do or do not tell articles apart.
    """
    for url, titles in links:
        key = address_key(url, keys)
        if key != own and any(title_units(title) > LABEL for title in titles):
            found.setdefault(key, Candidate(url)).titles += titles


def anchors(page: Page, scope: Element) -> Iterator[tuple[Element, str]]:
    """The anchors and hot zones inside an element with their absolute addresses, fragments removed."""
    for anchor in islice(scope.iter("a", "area"), MAX_LINKS):
        href = anchor.get("href")
        if href and (url := page.absolute(clean_href(href))):
            yield anchor, url.partition("#")[0]


def address_key(url: str, keys: QueryKeys = NO_KEYS) -> str:
    """What two addresses of one page have in common: the canonical URL without its scheme."""
    return canonical_url(url, keys).partition("://")[2]


def anchor_titles(anchor: Element) -> list[str]:
    """The texts an anchor shows or holds ready: its own, its `title`, the `alt` of its pictures."""
    texts = ["".join(anchor.itertext()), anchor.get("title"), anchor.get("alt")]
    texts += [picture.get("alt") for picture in anchor.iter("img")]
    return [collapsed for text in texts if text and (collapsed := BLANKS.sub(" ", text).strip())]


def title_units(text: str) -> int:
    """Length of a title: Han characters and words of other letters."""
    return len(HAN_OR_WORD.findall(text))


def find_articles(candidates: list[Candidate], url: str | None) -> list[Candidate]:
    """The candidates that lead to articles, for a site nobody described.

    A dated address with a title that is no menu label is an article. Undated addresses with an id are articles where
    several of one template carry headlines, on the page's own host or in numbers that match the rest.
    """
    own_host = _host(url) if url else ""
    dated: set[int] = set()
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        parts = urlsplit(candidate.url)
        host = (parts.hostname or "").removeprefix("www.")
        words = path_words(parts.path)
        if host.partition(".")[0] in NO_ARTICLE_HOSTS or not words.isdisjoint(NEVER_ARTICLES):
            continue
        units = title_units(candidate.title)
        foreign = bool(own_host) and _company(host) != _company(own_host)
        if is_dated(parts.path):
            if not 0 < units <= LABEL and not (foreign and units < HEADLINE) and not _names_place(candidate.title, units, words):
                dated.add(id(candidate))
        elif not foreign and _may_hold_articles(words, parts.path) and (shape := template(parts.path, parts.query)):
            groups[host, shape].append(candidate)
    _join_codes(candidates, groups)
    chosen = dated | _repeated(groups, own_host, len(dated))
    return [candidate for candidate in candidates if id(candidate) in chosen]


def _may_hold_articles(words: set[str], path: str) -> bool:
    """Whether no segment of a path names pages that are seldom articles."""
    seldom = words & SELDOM_ARTICLES
    return not seldom or (seldom <= MODULES and ARTICLE_WORD.search(path) is not None)


def _join_codes(candidates: list[Candidate], groups: dict[tuple[str, str], list[Candidate]]) -> None:
    """Put codes that hold few digits or none with their like: as long, in the same place of the address."""
    lengths: dict[tuple[str, str], set[int]] = {}
    for key, members in groups.items():
        if key[1].count("*") == 1 and "/*" in key[1]:
            place = key[1].split("/").index("*") if "*" in key[1].split("/") else None
            if place:
                lengths[key] = {len(urlsplit(member.url).path.split("/")[place]) for member in members}
    if not lengths:
        return
    grouped = {id(member) for key in lengths for member in groups[key]}
    for candidate in candidates:
        if id(candidate) in grouped:
            continue
        parts = urlsplit(candidate.url)
        host = (parts.hostname or "").removeprefix("www.")
        segments = parts.path.rstrip("/").split("/")
        for place in range(1, len(segments)):
            key = (host, "/".join([*segments[:place], "*", *segments[place + 1 :]]))
            if len(segments[place]) in lengths.get(key, ()) and CODE.fullmatch(segments[place]):
                groups[key].append(candidate)
                break


def _names_place(title: str, units: int, words: set[str]) -> bool:
    """Whether a title names a section, a topic or a service rather than an article, though its address is dated."""
    seldom = not words.isdisjoint(SELDOM_ARTICLES)
    return (units < HEADLINE or seldom) and (names_place(title) or (seldom and 0 < units < HEADLINE))


def _repeated(groups: dict[tuple[str, str], list[Candidate]], own_host: str, dated: int) -> set[int]:
    """Members of the groups that are lists of headlines."""
    headlines = {key: sum(title_units(candidate.title) >= HEADLINE for candidate in members) for key, members in groups.items()}
    most = max([dated, *headlines.values()])
    lists = {
        key
        for key, count in headlines.items()
        if count >= 3
        and 2 * count >= len(groups[key])
        and (key[0] == own_host or 3 * count >= most or ARTICLE_WORD.search(key[1]))
    }
    shapes = {shape for _, shape in lists}
    return {
        id(candidate)
        for key, members in groups.items()
        if key in lists or key[1] in shapes
        for candidate in members
        if not 0 < title_units(candidate.title) <= LABEL
    }


def path_words(path: str) -> set[str]:
    """The segments of a path, and their first words; `list` for a segment that ends so."""
    segments = path.lower().strip("/").split("/")
    firsts = {segment.partition("_")[0].partition("-")[0].partition(".")[0] for segment in segments}
    lists = {"list"} if any(segment.endswith("list") for segment in segments) else set()
    topics = NEVER_ARTICLES.intersection(bare for segment in segments if len(bare := segment.strip("0123456789")) > 1)
    return {*segments, *firsts, *lists, *topics}


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _company(host: str) -> str:
    """The name that a host's registrable domain begins with, near enough: `jxnews` of `nc.jxnews.com.cn`. `.cn` and `.com.cn` are one house's."""
    labels = host.split(".")
    if host.replace(".", "").isdecimal() or len(labels) < 2:
        return host
    return labels[-3] if len(labels) > 2 and labels[-2] in SECOND_LEVEL else labels[-2]
