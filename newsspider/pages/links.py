"""Article links among all the links of a page: by the shape of the address and the length of the title."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

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

DATED = re.compile(
    r"/(?:19|20)\d\d[-_/]?(?:0[1-9]|1[0-2])[-_/]?(?:[0-2]\d|3[01])(?=\D)"  # /2024/05/17/, /2024-05/17/, /20240517/, /2024_05_17_
    r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d*[_.-]"  # t20240517_123.html
    r"|/(?:19|20)\d\d[-/]?(?:0[1-9]|1[0-2])/"  # /202405/, /2024-05/
    r"|/(?:19|20)\d\d/[1-9]\d?/[1-9]\d?/"  # /2024/5/7/
    r"|/\d\d/(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])/"  # /14/0428/
)
"""A publication date in a path. Every alternative starts at a slash or at a digit that follows none: one pass."""
QUERY_ID = re.compile(r"(?:^|&)(?:(?:news|article|art|content|doc|info|item|msg|post|[anx])?_?id|p)=[\w-]{1,80}(?:&|$)", re.I)
"""A query key that names one article; cateid, typeid, columnid name lists."""
ARTICLE_WORD = re.compile(r"/(?:article|content|detail|doc|news|art|post)", re.I)
"""What paths of articles begin a segment with, lists of them seldom on another host."""
DIGIT = re.compile(r"\d")
LONG_NUMBER = re.compile(r"\d{4,}")
HASH = re.compile(r"(?=[A-Za-z_-]*\d)[\w-]{8,}")
PREFIX = re.compile(r"[A-Za-z]{3,}[_-]")
RUNS = re.compile(r"\d+|[A-Z][a-z]+|[A-Z]+|[a-z]+")
FRONT = re.compile(r"(?:index|default|main|home|node|list|layout|channel|col(?:umn)?)[-_]?\d*(?:\.\w+)?", re.I)
DOCUMENT = re.compile(r"\.(?:s?html?|php|jsp|aspx?|do|action)$", re.I)
FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|pptx?|zip|rar|7z|apk|exe|ipa|mp[34]|flv|m3u8|css|js|json|xml|rss|txt)$", re.I
)
NEVER_ARTICLES = frozenset({
    "bbs", "blog", "comment", "comments", "forum", "login", "passport", "photo-list", "register", "search", "shop", "space",
    "special", "specials", "subject", "subjects", "tag", "tags", "thread", "topic", "topics", "user", "usercenter", "users",
    "video", "videos", "vote", "weibo", "zhibo", "zhuanti", "zt", "ztbd",
})  # fmt: skip
"""Path segments of topics, users, tags, videos, forums and shops, dated or not."""
SELDOM_ARTICLES = frozenset({
    "about", "activity", "ad", "ads", "adv", "album", "app", "author", "authors", "channel", "client", "club", "column",
    "columns", "company", "contact", "corp", "download", "friend", "game", "help", "home", "hr", "job", "jobs", "join",
    "keyword", "keywords", "link", "list", "live", "mail", "mall", "member", "organization", "product", "products", "profile",
    "rank", "reg", "rss", "service", "sitemap", "so", "team", "tv", "u",
})  # fmt: skip
"""Path segments of pages that are no articles unless their address is dated."""
NO_ARTICLE_HOSTS = frozenset({
    "ad", "ads", "adv", "bbs", "blog", "club", "corp", "forum", "g", "game", "help", "hr", "im", "img", "job", "live",
    "login", "mail", "mall", "passport", "pay", "reg", "search", "shop", "so", "t", "tv", "user", "v", "video", "vote",
    "weibo", "zhibo",
})  # fmt: skip
"""First labels of hosts that hold no articles."""
SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac"})
HAN_OR_WORD = re.compile(r"[㐀-䶿一-鿿々〇]|[A-Za-z0-9]+")
BLANKS = re.compile(r"\s+")


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


def collect(page: Page, scopes: Iterable[HtmlElement], keys: QueryKeys = NO_KEYS) -> list[Candidate]:
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
    return list(found.values())


def anchors(page: Page, scope: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The anchors and hot zones inside an element with their absolute addresses, fragments removed."""
    for anchor in islice(scope.iter("a", "area"), MAX_LINKS):
        href = anchor.get("href")
        if href and (url := page.absolute(href)):
            yield anchor, url.partition("#")[0]


def address_key(url: str, keys: QueryKeys = NO_KEYS) -> str:
    """What two addresses of one page have in common: the canonical URL without its scheme."""
    return canonical_url(url, keys).partition("://")[2]


def anchor_titles(anchor: HtmlElement) -> list[str]:
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
        host = _host(candidate.url)
        words = path_words(parts.path)
        if host.partition(".")[0] in NO_ARTICLE_HOSTS or not words.isdisjoint(NEVER_ARTICLES):
            continue
        units = title_units(candidate.title)
        foreign = bool(own_host) and _domain(host) != _domain(own_host)
        if _is_dated(parts.path):
            if not 0 < units <= LABEL and not (foreign and units < HEADLINE):
                dated.add(id(candidate))
        elif not foreign and words.isdisjoint(SELDOM_ARTICLES) and (template := _template(parts.path, parts.query)):
            groups[host, template].append(candidate)
    chosen = dated | _repeated(groups, own_host, len(dated))
    return [candidate for candidate in candidates if id(candidate) in chosen]


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
    templates = {template for _, template in lists}
    return {
        id(candidate)
        for key, members in groups.items()
        if key in lists or key[1] in templates
        for candidate in members
        if not 0 < title_units(candidate.title) <= LABEL
    }


def _is_dated(path: str) -> bool:
    """Whether a path holds a date and something after it that is no front page."""
    match = DATED.search(path)
    if not match:
        return False
    leaf = path.rstrip("/").rpartition("/")[2]
    rest = path[match.end() :].strip("/")
    if not rest or FRONT.fullmatch(leaf) or FILE.search(leaf):
        return False
    return not path.endswith("/") or bool(LONG_NUMBER.search(leaf)) or is_hash(leaf)


def _template(path: str, query: str) -> str | None:
    """The path with ids replaced; None for an address without an id."""
    segments = path.strip("/").split("/")
    leaf = segments[-1]
    name = DOCUMENT.sub("", leaf)
    if FILE.search(leaf) or FRONT.fullmatch(leaf):
        return None
    if not DIGIT.search(name) and not QUERY_ID.search(query):
        return None
    return "/" + "/".join(_segment_template(segment) for segment in segments)


def _segment_template(segment: str) -> str:
    """`article_*` of `article_170_655dd5f3020019l12.html`, `page-0.html` of `page-168120.html`."""
    if is_hash(DOCUMENT.sub("", segment)):
        prefix = PREFIX.match(segment)
        return (prefix[0] if prefix else "") + "*"
    return re.sub(r"\d+", "0", segment)


def is_hash(name: str) -> bool:
    """Whether letters and digits are mixed as in `8imBLz5C9gX`."""
    return bool(HASH.fullmatch(name)) and len(RUNS.findall(name)) >= 4


def path_words(path: str) -> set[str]:
    """The segments of a path, and their first words; `list` for a segment that ends so."""
    segments = path.lower().strip("/").split("/")
    firsts = {segment.partition("_")[0].partition("-")[0].partition(".")[0] for segment in segments}
    lists = {"list"} if any(segment.endswith("list") for segment in segments) else set()
    return {*segments, *firsts, *lists}


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _domain(host: str) -> str:
    """The registrable domain, near enough: `jxnews.com.cn` of `nc.jxnews.com.cn`."""
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in SECOND_LEVEL else labels[-2:])
