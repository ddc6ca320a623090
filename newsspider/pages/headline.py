"""The headline: the visible line that agrees with the page's title, never the site's name; with the lines above and below it."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.html import HtmlElement

from newsspider.language.boilerplate import is_furniture, is_meta_line
from newsspider.language.person_names import perhaps_outlet
from newsspider.language.titles import NO_SITE_NAME, PAPER, SEPARATOR, SITE_WORDS
from newsspider.pages.captions import is_bold, is_centred
from newsspider.pages.survey import Survey

_HEADING_NAMES = re.compile(r"title|biaoti|headline|\bbt\b|\btit\b|h-?title|subject", re.I)
_LETTERS = re.compile(r"[\W_]+")
_RANKS = {"h1": 30.0, "founder-title": 30.0, "h2": 20.0, "h3": 10.0}
LIMIT = 160  # characters: a longer line is no headline


@dataclass(slots=True)
class Headline:
    """What stands at the head of the article."""

    text: str | None = None
    block: int | None = None
    """Index of its block; None when it is not shown as a block of its own."""
    kicker: str | None = None
    subheadlines: list[str] = field(default_factory=list)


def squash(text: str) -> str:
    """Letters and digits alone, NFKC, lower case: for comparing headlines, never for keeping."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def agree(line: str, title: str) -> bool:
    """Whether a line is (nearly) the page's title or its beginning. Both squashed."""
    if len(line) < 4 or not title:
        return False
    if line in title:
        return len(line) >= 8 or len(line) * 3 >= len(title)
    if title in line:
        return len(title) >= 6 and len(title) * 2 >= len(line)
    if line[:12] == title[:12] and len(title) >= 12:
        return True
    pairs, others = {line[i : i + 2] for i in range(len(line) - 1)}, {title[i : i + 2] for i in range(len(title) - 1)}
    return len(pairs & others) >= 0.7 * min(len(pairs), len(others)) and min(len(pairs), len(others)) >= 5


def clean_title(title: str, site_name: str = "") -> str:
    """A `title` element's text without the names of site and channel behind it.

    >>> clean_title("甲县新桥今日通车_要闻_某某新闻网")
    '甲县新桥今日通车'
    """
    text = without_paper(" ".join(title.split())[:400])
    site = squash(site_name)
    while cuts := list(SEPARATOR.finditer(text)):
        last = cuts[-1]
        tail, head = text[last.end() :], text[: last.start()]
        strong = any(sign in last[0] for sign in "_|｜") or "--" in last[0]
        named = (site and squash(tail) == site) or (
            len(tail) <= 20 and (strong or SITE_WORDS.search(tail) or perhaps_outlet(tail))
        )
        if tail and not (named and len(squash(head)) >= 4):
            break
        text = head
    return text.strip(" -_|—")


def site_name(title: str, named: str = "") -> str:
    """The site's name: as its metadata say, else what stands last behind the headline in the `title` element; empty when nothing does.

    >>> site_name("甲县新桥今日通车_要闻_某某新闻网")
    '某某新闻网'
    """
    whole = " ".join(title.split())[:400]
    behind = whole[len(clean_title(title, named)) :] if whole.startswith(clean_title(title, named)) else ""
    return named or SEPARATOR.split(behind)[-1].strip(" -_|—")


def without_paper(title: str) -> str:
    """A `title` element's text without the name of a paper before the headline.

    >>> without_paper("甲日报数字报-甲县新桥今日通车")
    '甲县新桥今日通车'
    """
    paper = PAPER.match(title)
    return title[paper.end() :] if paper and not SITE_WORDS.search(title[paper.end() :]) else title


def find_headline(found: Survey, *, marked: list[tuple[str, int | None]], title: str, site_name: str) -> Headline:
    """The headline of a page.

    Args:
        found: the page.
        marked: (text, block) of what site record, family and metadata call the headline, most trusted first.
        title: the `title` element.
        site_name: the site's name; empty when unknown.
    """
    cleaned = clean_title(title, site_name)
    whole, short = squash(without_paper(title)), squash(cleaned)
    best: tuple[float, int] | None = None
    letters = set(cleaned)
    for index, block in enumerate(found.blocks):
        if letters.isdisjoint(block.text[:6]):
            continue
        text = _opening(block.text, whole)
        tag = block.owner.tag
        if not 4 <= len(text) <= LIMIT or (block.links * 2 > len(text) and tag not in ("h1", "h2")):
            continue
        heading = tag in ("h1", "h2", "h3", "founder-title") or _names_heading(block.owner)
        if not heading and "\u4e00" <= text[0] <= "\u9fff" and text[0] != whole[:1]:
            continue  # it cannot begin the title
        line = squash(text)
        starts = len(line) >= 8 and whole.startswith(line)
        if not (starts or (heading and agree(line, short))) or is_furniture(text):
            continue
        rank = _RANKS.get(tag, 5.0) + min(len(line), 60) - (40 if block.aside else 0)
        if best is None or rank > best[0]:
            best = (rank, index)
    for text, place in marked:
        if (
            text
            and len(text) <= LIMIT
            and not (_is_site_name(text, site_name) if place is None else squash(text) == squash(site_name))
        ):
            line = squash(text)
            if best is not None and place is None:
                shown = found.blocks[best[1]].text
                if agree(line, squash(shown)):
                    break
            return Headline(_one_line(text), place if place is not None else _place(found, line))
    if best is not None:
        return Headline(_one_line(_joined(found, best[1], whole)), best[1])
    if cleaned and len(cleaned) <= LIMIT:
        return Headline(cleaned, _place(found, squash(cleaned)))
    return Headline()


def _names_heading(element: HtmlElement) -> bool:
    return _is_heading_name(f"{element.get('class', '')} {element.get('id', '')}"[:300])


@lru_cache(maxsize=1024)
def _is_heading_name(names: str) -> bool:
    return _HEADING_NAMES.search(names) is not None


def headline_above(found: Survey, start: int, site_name: str) -> Headline | None:
    """The heading next above the text, for pages whose title names the site or the section alone; None without one.

    Args:
        found: the page.
        start: index of the text's first block.
        site_name: the site's name; empty when unknown.
    """
    best: tuple[float, int] | None = None
    for index in range(max(0, start - 15), min(start + 3, len(found.blocks))):
        block = found.blocks[index]
        text, owner = block.text, block.owner
        if (
            not 6 <= len(text) <= 80
            or block.links
            or block.aside
            or _is_site_name(text, site_name)
            or is_furniture(text)
            or is_meta_line(text)
        ):
            continue
        if text.endswith(("..", "…")):  # a title cut short, as in a list
            continue
        rank = _RANKS.get(owner.tag, 5.0 if _names_heading(owner) else 0.0)
        if not rank and index < start and is_centred(owner) and is_bold(owner):
            rank = 2.0
        if rank and (best is None or rank >= best[0]):
            best = (rank, index)
    return Headline(_one_line(found.blocks[best[1]].text), best[1]) if best else None


def _opening(text: str, title: str) -> str:
    """The first lines of a block as far as the title goes on with them: all of it, but where the text follows after a line break."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    for count in range(min(len(lines), 4), 0, -1):
        if title.startswith(squash("".join(lines[:count]))):
            return "\n".join(lines[:count])
    return text


def _joined(found: Survey, index: int, title: str) -> str:
    """A headline's text, with the lines that follow it where the title goes on with them."""
    text = _opening(found.blocks[index].text, title)
    for block in found.blocks[index + 1 : index + 3]:
        if not block.text or len(block.text) > LIMIT or not title.startswith(squash(text + block.text)):
            break
        text += "\n" + block.text
    return text


def is_site_title(text: str, site_name: str) -> bool:
    """Whether a text is a site's or section's name rather than a headline."""
    return len(squash(text)) < 6 or _is_site_name(text, site_name)


def _is_site_name(text: str, site_name: str) -> bool:
    bare = text.strip()
    return (
        not bare
        or (bool(site_name) and squash(bare) == squash(site_name))
        or (len(bare) <= 14 and SITE_WORDS.search(bare) is not None and not NO_SITE_NAME.search(bare))
    )


def _place(found: Survey, line: str) -> int | None:
    """The block that shows a headline: the first that is no link and no breadcrumb."""
    for index, block in enumerate(found.blocks):
        size = len(block.text)
        if len(line) <= size <= len(line) + 40 and block.links * 2 <= size and squash(block.text) == line:
            return index
    return None


def _one_line(text: str) -> str:
    return " ".join(part.strip() for part in text.split("\n"))
