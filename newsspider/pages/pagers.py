"""Page numbers: which address is the next one of a series, read from links and paging scripts, never counted beyond them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.clicks import clicks
from newsspider.pages.links import MAX_LINKS
from newsspider.pages.nodes import rows
from newsspider.pages.page import Page
from newsspider.values.query_keys import query_pairs

NEXT_TEXT = lazy_pattern(r"[\[【(（<]?(?:下一?[页頁]|后一?页|後一?頁|next(?:page)?)[\]】)）]?[>»›→]*", re.I)
NUMBER_TEXT = lazy_pattern(r"[\[【(（]?第?(\d{1,4})[页頁]?[\]】)）]?")
BOXED_NUMBER = lazy_pattern(
    r"[\[【(（]?(?:第|page)?(\d{1,4})(?:[/／]\d{1,4})?[页頁]?(?:[/／]?共?\d{1,4}[页頁]?)?[\]】)）]?", re.I
)
"""Texts of a drop-down pager: `2`, `第2页`, `2/10`, `第2页/共10页`."""
MAX_BOXES = 50
NUMBERED = lazy_pattern(r"(?P<mark>[_-]|(?<=\d)/)(?P<number>\d{1,3})$")
PATH_PAGE = lazy_pattern(r"/(?:p|pg|pn|page|pageno)/(\d{1,4})/?$", re.I)
EXTENSION = lazy_pattern(r"\.[A-Za-z]{2,5}$")
PAGE_KEYS = frozenset({
    "page", "p", "pn", "pg", "pageno", "pagenum", "pageindex", "curpage", "currentpage", "pageid", "cms_node_post_list_page",
})  # fmt: skip
"""Query keys that hold a page number; the last is 南方网's."""
CREATE_PAGES = lazy_pattern(
    r"""createPage(?:HTML)?\(\s*(?:["'][\w-]{0,60}["']\s*,\s*)?(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*["']([\w-]{1,80})["']\s*,\s*["'](\w{3,5})["']"""
)
"""TRS: `createPageHTML(total, current, "index", "html")`, current from zero; skins put the id of a box in front."""
COUNT_PAGE = lazy_pattern(r"\bcountPage\s*=\s*(\d{1,6})\b")
CURRENT_PAGE = lazy_pattern(r"\bcurrentPage\s*=\s*(\d{1,6})\b")
WHOLE_PATH = lazy_pattern(r"\s*(?:https?:/)?/", re.I)
"""How an address begins that holds its path as a whole."""
WRITTEN_EXTENSION = lazy_pattern(r"""["'.](s?html?)\\?["']""")


@dataclass(frozen=True, slots=True)
class Turn:
    """A link that may belong to a pager."""

    url: str
    """Absolute, without fragment, never the page's own."""
    text: str
    """What the link shows, or its `title`, blanks removed."""

    @property
    def says_next(self) -> bool:
        """下一页, 下页, next."""
        return bool(NEXT_TEXT.fullmatch(self.text))

    @property
    def number(self) -> int | None:
        """The page number that is its text: 2 of `2`, `[2]`, `第2页`; else None."""
        match = NUMBER_TEXT.fullmatch(self.text)
        return int(match[1]) if match else None


def turns(page: Page) -> Iterator[Turn]:
    """The links of a page to other pages, in page order, and behind them what is no link and leads there when it is clicked."""
    yield from _turns(page, "", "")
    own = (page.url or "").partition("#")[0]
    for url, titles in clicks(page, page.tree):
        if url != own and titles:
            yield Turn(url, "".join(titles[0].split()))


def article_turns(page: Page) -> Iterator[Turn]:
    """Those that may lead to another page of the same article: the printed address holds its name, or is a mere query."""
    stem, _, _ = _split((page.url or "").partition("#")[0])
    path = "/" + NUMBERED.sub("", stem).partition("/")[2]
    return _turns(page, path.rpartition("/")[2], path)


def _turns(page: Page, name: str, path: str) -> Iterator[Turn]:
    """Those whose printed address holds the name and, where it is not a relative one, the path."""
    own = (page.url or "").partition("#")[0]
    columns = page.tree.columns
    for row in islice(rows(columns, 0, len(columns.tags), "a"), MAX_LINKS):
        href = columns.attribute(row, "href")
        if not href or (name not in href and href.lstrip()[:1] != "?"):
            continue
        if path not in href and WHOLE_PATH.match(href) and "/." not in href:
            continue
        url = (page.absolute(href) or own).partition("#")[0]
        if url != own:
            yield Turn(url, "".join(columns.content(row).split()) or "".join((columns.attribute(row, "title") or "").split()))


def boxed_next(page: Page) -> str | None:
    """The next page of a pager that is a drop-down box of page numbers; None on the last page and without such a box."""
    if b"<option" not in page.utf8 and b"<OPTION" not in page.utf8:
        return None
    own = (page.url or "").partition("#")[0]
    for box in islice(page.tree.iter("select"), MAX_BOXES):
        numbers: dict[int, str] = {}
        here = None
        for option in islice(box.iter("option"), MAX_LINKS):
            match = BOXED_NUMBER.fullmatch("".join("".join(option.itertext()).split()))
            address = option.get("value") or ""
            url = page.absolute(address) if match and not address.strip().isdecimal() else None
            if match and url:
                numbers.setdefault(int(match[1]), url.partition("#")[0])
                if option.get("selected") is not None or (here is None and url.partition("#")[0] == own):
                    here = int(match[1])
        if len(numbers) > 1:
            following = numbers.get((here or min(numbers)) + 1)
            return following if following != own else None
    return None


def first_pages(url: str) -> list[str]:
    """Where the first page of an article stands if this address is a later one: `{id}.html` for `{id}_2.html`; else []."""
    stem, extension, query = _split(url)
    match = NUMBERED.search(stem)
    if match is None or query:
        return []
    scheme = url.partition("://")[0]
    return [f"{scheme}://{stem[: match.start()]}{extension}"]


def continuation(own: str, url: str) -> int | None:
    """The page number that `url` adds to the page's own address; None when it is not the second page of it.

    `{id}.html` is continued by `{id}_1`, `{id}_01` (TRS, Enorth), `{id}_2`, `{id}-2` (people) and `{id}/2`; any by `?page=2`.
    """
    stem, extension, query = _split(own)
    other_stem, other_extension, other_query = _split(url)
    if stem == other_stem and extension == other_extension:
        return 2 if _turns_query(query, other_query) == (1, 2) else None
    match = NUMBERED.search(other_stem)
    if match is None or other_stem[: match.start()] != stem or other_extension not in (extension, "") or query != other_query:
        return None
    return int(match["number"]) if int(match["number"]) in (1, 2) else None


def step(own: str, url: str) -> int | None:
    """The page number of `url` when it is one more than that of the page's own address and all else is the same; else None."""
    stem, extension, query = _split(own)
    other_stem, other_extension, other_query = _split(url)
    if extension != other_extension:
        return None
    if stem == other_stem:
        before, after = _turns_query(query, other_query)
        return after if after > 2 and after == before + 1 else None
    here, there = NUMBERED.search(stem), NUMBERED.search(other_stem)
    if here is None or there is None or query != other_query:
        return None
    same = stem[: here.end("mark")] == other_stem[: there.end("mark")]
    return int(there["number"]) if same and int(there["number"]) == int(here["number"]) + 1 else None


def path_step(own: str, url: str) -> int | None:
    """The page number of `url` when it follows that of the page's own address and both keep it in a part of the path: `/p/2.html`."""
    (here, before), (there, after) = _path_page(own), _path_page(url)
    return after if here == there and after == before + 1 else None


def _path_page(url: str) -> tuple[str, int]:
    """(the address without its page number, extension and index, the number, 1 where there is none)."""
    parts = urlsplit(url)
    path = EXTENSION.sub("", parts.path)
    match = PATH_PAGE.search(path)
    stem = (path[: match.start()] if match else path).rstrip("/").removesuffix("/index")
    return f"{parts.netloc.lower()}{stem}?{parts.query}", int(match[1]) if match else 1


def scripted_next(page: Page) -> str | None:
    """The next page that a TRS paging script writes out; None on the last page and where there is no such script."""
    if b"createPage" not in page.utf8 and b"countPage" not in page.utf8:
        return None
    if match := CREATE_PAGES.search(page.text):
        total, current = int(match[1]), int(match[2])
        return page.absolute(f"{match[3]}_{current + 1}.{match[4]}") if current + 1 < total else None
    total_match, current_match = COUNT_PAGE.search(page.text), CURRENT_PAGE.search(page.text)
    if not (page.url and total_match and current_match and int(current_match[1]) + 1 < int(total_match[1])):
        return None
    leaf = urlsplit(page.url).path.rpartition("/")[2]
    if not leaf and (extension := WRITTEN_EXTENSION.search(page.text, total_match.end())):
        leaf = f"index.{extension[1]}"
    stem, dot, extension_text = leaf.partition(".")
    return page.absolute(f"{NUMBERED.sub('', stem)}_{int(current_match[1]) + 1}.{extension_text}") if dot else None


def _split(url: str) -> tuple[str, str, str]:
    """Host and path without extension, extension, query."""
    parts = urlsplit(url)
    path = parts.netloc.lower() + parts.path.rstrip("/")
    match = EXTENSION.search(parts.path)
    extension = match[0] if match else ""
    return path.removesuffix(extension), extension, parts.query


def _turns_query(here: str, there: str) -> tuple[int, int]:
    """The page numbers of two queries that differ in nothing else, 1 where there is none; (0, 0) when they differ otherwise."""
    mine, theirs = dict(query_pairs(here, blanks=False)), dict(query_pairs(there, blanks=False))
    changed = [key for key in {**mine, **theirs} if theirs.get(key) != mine.get(key)]
    if len(changed) != 1 or changed[0].lower() not in PAGE_KEYS or changed[0] not in theirs:
        return 0, 0
    before, after = mine.get(changed[0], "1"), theirs[changed[0]]
    return (int(before), int(after)) if before.isdecimal() and after.isdecimal() and len(before + after) < 12 else (0, 0)
