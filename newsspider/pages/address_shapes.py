"""What an address looks like: whether it is dated, which part of it is the code of one article, and the template of its like."""

import re

from newsspider.lazy_pattern import lazy_pattern

DATED = lazy_pattern(
    r"/(?:19|20)\d\d[-_/]?(?:0[1-9]|1[0-2])[-_/]?(?:[0-2]\d|3[01])(?=\D)"  # /2024/05/17/, /2024-05/17/, /20240517/, /2024_05_17_
    r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d*[_.-]"  # t20240517_123.html
    r"|/(?:19|20)\d\d[-/]?(?:0[1-9]|1[0-2])/"  # /202405/, /2024-05/
    r"|/(?:19|20)\d\d/[1-9]\d?/[1-9]\d?/"  # /2024/5/7/
    r"|/\d\d/(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])/"  # /14/0428/
)
"""A publication date in a path. Every alternative starts at a slash or at a digit that follows none: one pass."""
QUERY_ID = lazy_pattern(r"(?:^|&)(?:(?:news|article|art|content|doc|info|item|msg|post|[anx])?_?id|p)=[\w-]{1,80}(?:&|$)", re.I)
"""A query key that names one article; cateid, typeid, columnid name lists."""
DIGIT = lazy_pattern(r"\d")
LONG_NUMBER = lazy_pattern(r"\d{4,}")
SHORT_LEAF = 8
"""Letters of the name of an edition behind an article's code."""
HASH = lazy_pattern(r"(?=[A-Za-z_-]*\d)[\w-]{8,}")
PREFIX = lazy_pattern(r"[A-Za-z]{3,}[_-]")
RUNS = lazy_pattern(r"\d+|[A-Z][a-z]+|[A-Z]+|[a-z]+")
FRONT = lazy_pattern(r"(?:index|default|main|home|node|list|layout|channel|col(?:umn)?)[-_]?\d*(?:\.\w+)?", re.I)
DOCUMENT = lazy_pattern(r"\.(?:s?html?|php|jsp|aspx?|do|action)$", re.I)
FILE = lazy_pattern(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|pptx?|zip|rar|7z|apk|exe|ipa|mp[34]|flv|m3u8|css|js|json|xml|rss|txt)$", re.I
)


def is_dated(path: str) -> bool:
    """Whether a path holds a date and something after it that is no front page."""
    match = DATED.search(path)
    if not match:
        return False
    leaf = path.rstrip("/").rpartition("/")[2]
    rest = path[match.end() :].strip("/")
    if not rest or FRONT.fullmatch(leaf) or FILE.search(leaf):
        return False
    return not path.endswith("/") or bool(LONG_NUMBER.search(leaf)) or is_hash(leaf)


def template(path: str, query: str) -> str | None:
    """The path with ids replaced; None for an address without an id."""
    segments = path.strip("/").split("/")
    leaf = segments[-1]
    name = DOCUMENT.sub("", leaf)
    if FILE.search(leaf) or FRONT.fullmatch(leaf):
        return None
    coded = (
        len(segments) > 1 and leaf.isalpha() and len(leaf) <= SHORT_LEAF and is_hash(segments[-2])
    )  # /articles/cjew14ge08xo/simp
    if not DIGIT.search(name) and not QUERY_ID.search(query) and not coded:
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
