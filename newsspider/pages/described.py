"""What a script says of its own page: source and time that stand beside the page's title in one of its objects.

Scripts of portals and apps name the article they belong to (`{"title": …, "source": …, "pubtime": …}`), and related ones as well.
Only what stands in the same object (or the same list of variables) as the page's own title is read.
"""

import json
import re
from collections.abc import Iterator

from newsspider.items import Found
from newsspider.lazy_pattern import lazy_pattern
from newsspider.values import load_json

SOURCE_KEYS = "source|sourceName|source_name|media|mediaName|media_name|newsSource|articleSource|contentSource|copyFrom|copyfrom|origin|originName|laiyuan"
DATE_KEYS = (
    "pubTime|pubtime|pub_time|pubDate|pubdate|pub_date|publishTime|publishtime|publish_time|publishDate|publish_date|publishedAt|"
    "published_at|datePublished|releaseTime|release_time|newsTime|news_time"
)
REACH = 4000
"""How many characters before and behind the title are looked at."""
NEEDLE = 12
"""How many characters of the title are looked for."""
MAX_PLACES = 20
"""How many such places of a page are looked at."""
TITLES = 4
"""How many places of a script that name the title are looked at."""
_TITLE_KEY = lazy_pattern(
    r"""(?:title|headline|subject|(?:article|news|doc|content|share)_?(?:title|name)|name)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']$""",
    re.I,
)
_ID_KEY = lazy_pattern(r"""id\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?$""", re.I)
_KEYWORDS_KEY = lazy_pattern(r"""keywords\\?["']?\s{0,4}[:=]\s{0,4}\\?["']$""", re.I)
_ID = lazy_pattern(r"/(?:[\w-]{0,12}_)?([\w-]{6,40})(?:\.s?html?)?(?:[?#].*)?$")
_PAIR = lazy_pattern(
    rf"""(?<![\w$])\\?["']?(?:(?P<source>{SOURCE_KEYS})|(?P<date>{DATE_KEYS}))\\?["']?\s{{0,4}}[:=]\s{{0,4}}\\?["'](?P<value>[^"'\\<>{{}}\n]{{2,40}}|(?:\\u[0-9a-fA-F]{{4}}){{2,30}})\\?["']"""
)
_BRACES = lazy_pattern(r"[{}]")
_DATE = lazy_pattern(r"(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}|1\d{9}(?:\d{3})?$")
_NO_SOURCE = lazy_pattern(r"^[\w\s./:?&=#%+-]*$", re.ASCII)


def describe(scripts: list[str], title: str, url: str | None, keywords: list[str]) -> tuple[list[Found], list[Found]]:
    """(dates, sources) that the page's scripts give its article; both empty when no script names it.

    Args:
        scripts: what stands in the page's scripts.
        title: the article's headline.
        url: the page's address, whose last part may be the article's id in the scripts; None when unknown.
        keywords: of the page's metadata.
    """
    dates: list[Found] = []
    sources: list[Found] = []
    needles = _needles(title, url, keywords)
    places = 0
    for text in scripts:
        if len(text) < 40:
            continue
        for here in _places(text, needles):
            places += 1
            if places > MAX_PLACES:
                return dates, sources
            for match in _pairs(text, here):
                value = _plain(match["value"])
                if match["date"] and _DATE.match(value):
                    dates.append(Found(value, "json"))
                elif match["source"] and not _NO_SOURCE.match(value):
                    sources.append(Found(value, "json"))
        if dates and sources:
            break
    return dates, sources


def _needles(title: str, url: str | None, keywords: list[str]) -> list[tuple[str, re.Pattern[str]]]:
    """What the object of the page holds, and the key before it: the title, plain and escaped, the id in the address, the keywords."""
    out = []
    if len(start := title[:NEEDLE]) >= 6:
        escaped = json.dumps(start)[1:-1]
        out = [(form, _TITLE_KEY) for form in dict.fromkeys((start, escaped, escaped.replace("\\u", "\\\\u")))]
    if url and (ident := _ID.search(url)) and re.search(r"\d", ident[1]):
        out.append((ident[1], _ID_KEY))
    if len(keywords) > 1:
        out.append((",".join(keywords[:2]), _KEYWORDS_KEY))
    return out


def _places(text: str, needles: list[tuple[str, re.Pattern[str]]]) -> Iterator[int]:
    """Where a script names the article, as the value of a key that holds titles or ids."""
    for needle, key in needles:
        here = -1
        for _ in range(TITLES):
            here = text.find(needle, here + 1)
            if here < 0:
                break
            if key.search(text, max(0, here - 40), here):
                yield here


def _pairs(text: str, here: int) -> Iterator[re.Match[str]]:
    """The keys of source and date in the object that holds the place: no brace opened or closed between them stays unmatched."""
    for match in _PAIR.finditer(text, max(0, here - REACH), min(len(text), here + REACH)):
        low, high = sorted((match.start(), here))
        if _balanced(text, low, high):
            yield match


def _balanced(text: str, start: int, end: int) -> bool:
    depth = 0
    for brace in _BRACES.finditer(text, start, end):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _plain(value: str) -> str:
    if value.startswith("\\u"):
        return str(load_json(f'"{value}"'))
    return value.strip()
