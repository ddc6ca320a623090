"""The headline: the visible line that agrees with the page's title, never the site's name; with the lines above and below it."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newsspider.language.boilerplate import is_furniture
from newsspider.language.person_names import is_outlet, perhaps_outlet
from newsspider.language.titles import (
    BADGE,
    LEAD,
    NO_SITE_NAME,
    ORIGINAL,
    ORNAMENT,
    OTHER_NETS,
    PAPER,
    SEPARATOR,
    SITE_WORDS,
)
from newsspider.pages.survey import Survey

_HEADING_NAMES = re.compile(r"title|biaoti|headline|\bbt\b|\btit\b|h-?title|subject", re.I)
_LETTERS = re.compile(r"[\W_]+")
_STEP = re.compile(r"\s*[>›»〉＞→]+\s*")
RANKS = {"h1": 30.0, "founder-title": 30.0, "h2": 20.0, "h3": 10.0}
"""How much more a heading by its element counts than one by its name."""
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
    """A `title` element's text without the names of site and channel before and behind it.

    >>> clean_title("甲县新桥今日通车_要闻_某某新闻网")
    '甲县新桥今日通车'
    >>> clean_title("某某新闻网--要闻--甲县新桥今日通车")
    '甲县新桥今日通车'
    """
    return _without_tail(without_lead(" ".join(title.split())[:400], site_name), site_name)


def _without_tail(text: str, site_name: str) -> str:
    """A title without the names behind it."""
    site = squash(site_name)
    while cuts := list(SEPARATOR.finditer(text)):
        last = cuts[-1]
        tail, head = text[last.end() :], text[: last.start()]
        strong = any(sign in last[0] for sign in "_|｜") or "--" in last[0]
        sure = (site and squash(tail) == site) or (len(tail) <= 20 and (SITE_WORDS.search(tail) or perhaps_outlet(tail)))
        # of two parts that are no names, the far longer one is no name: `学习时刻|一粒种子怎样走进千家万户`
        named = sure or (len(tail) <= 20 and strong and len(squash(tail)) < max(9, 2 * len(squash(head))))
        if tail and not (named and len(squash(head)) >= 4):
            break
        text = head
    return text.strip(" -_|—")


def site_name(title: str, named: str = "") -> str:
    """The site's name: as its metadata say, else what stands last behind the headline in the `title` element, else what stands
    first before it; empty when nothing does.

    >>> site_name("甲县新桥今日通车_要闻_某某新闻网")
    '某某新闻网'
    """
    whole, cleaned = " ".join(title.split())[:400], clean_title(title, named)
    behind = whole[len(cleaned) :] if whole.startswith(cleaned) else ""
    before = LEAD.match(whole) if not behind and whole.endswith(cleaned) and whole != cleaned else None
    return named or SEPARATOR.split(behind)[-1].strip(" -_|—") or (before["boxed"] or before["name"] if before else "")


def without_lead(title: str, site_name: str = "") -> str:
    """A `title` element's text without the names of paper, site and section before the headline.

    >>> without_lead("甲日报数字报-甲县新桥今日通车")
    '甲县新桥今日通车'
    """
    paper = PAPER.match(title)
    if paper and not SITE_WORDS.search(title[paper.end() :]):
        return title[paper.end() :]
    text, led = title, False
    while (lead := LEAD.match(text)) and _is_lead(lead, _without_tail(text[lead.end() :], site_name), site_name, led=led):
        text, led = text[lead.end() :], True
    return text


def _is_lead(lead: re.Match[str], rest: str, site_name: str, *, led: bool) -> bool:
    """Whether a title begins with the name of a site or, behind one (`led`), of its section.

    Args:
        lead: a match of `LEAD`.
        rest: what follows it, without the names behind the headline.
        site_name: the site's name; empty when unknown.
        led: whether the site's name stood before it.
    """
    name, sign = (lead["boxed"] or lead["name"]).strip(), lead["sign"] or ""
    size, left = len(squash(name)), len(squash(rest))
    if left < 6 or is_site_name(rest, site_name):
        return False
    if site_name and squash(name) == squash(site_name):
        return True
    if left < max(8, size) or NO_SITE_NAME.search(name) or OTHER_NETS.search(name):
        return False
    if SITE_WORDS.search(name) is not None and (is_outlet(name) or name.endswith(("网", "在线", "客户端", "频道"))):
        return True
    strong = sign[:1] == "_" or sign == "--"  # a bar stands behind the label of a series, too: `学习时刻｜…`
    section = SITE_WORDS.search(name) is not None or perhaps_outlet(name)
    return (led and bool(sign) and (section or size <= 6)) or (strong and section and size * 2 <= left)


def find_headline(found: Survey, *, marked: list[tuple[str, int | None]], title: str, site_name: str) -> Headline:
    """The headline of a page.

    Args:
        found: the page.
        marked: (text, block) of what site record, family and metadata call the headline, most trusted first.
        title: the `title` element.
        site_name: the site's name; empty when unknown.
    """
    cleaned = clean_title(title, site_name)
    printed, short = squash(title), squash(cleaned)
    whole = squash(without_lead(title, site_name))
    best: tuple[float, int] | None = None
    letters = set(cleaned)
    for index, block in enumerate(found.blocks):
        text = block.text
        if block.links and block.owner.tag in ("h1", "h2", "h3"):
            text = _last_step(text)
        if letters.isdisjoint(text[:6]):
            continue
        text = _opening(text, whole)
        tag = block.owner.tag
        if not 4 <= len(text) <= LIMIT or (block.links * 2 > len(text) and tag not in ("h1", "h2")):
            continue
        heading = tag in ("h1", "h2", "h3", "founder-title") or names_heading(block.owner)
        if not heading and "\u4e00" <= text[0] <= "\u9fff" and text[0] != whole[:1]:
            continue  # it cannot begin the title
        line = squash(text)
        starts = len(line) >= 8 and (whole.startswith(line) or printed.startswith(line))
        if not (starts or (heading and agree(line, short))) or is_furniture(text):
            continue
        rank = RANKS.get(tag, 5.0) + min(len(line), 60) - (40 if block.aside else 0)
        if best is None or rank > best[0]:
            best = (rank, index)
    for text, place in marked:
        if (
            text
            and len(text) <= LIMIT
            and not (is_site_name(text, site_name) if place is None else squash(text) == squash(site_name))
            and not (place is not None and best is not None and _is_label(text, short))
        ):
            line = squash(text)
            if best is not None and place is None:
                shown = found.blocks[best[1]].text
                if agree(line, squash(shown)):
                    break
            place = place if place is not None else _place(found, line)
            return Headline(_bare(one_line(text), found, place, short), place)
    if best is not None:
        text = _last_step(_joined(found, best[1], whole)) if found.blocks[best[1]].links else _joined(found, best[1], whole)
        return Headline(_bare(one_line(text), found, best[1], short), best[1])
    if cleaned and len(cleaned) <= LIMIT:
        return Headline(_bare(cleaned, found, None, short), _place(found, short))
    return Headline()


def names_heading(element: HtmlElement) -> bool:
    """Whether an element's class or id says that it is a heading."""
    return _is_heading_name(f"{element.get('class', '')} {element.get('id', '')}"[:300])


@lru_cache(maxsize=1024)
def _is_heading_name(names: str) -> bool:
    return _HEADING_NAMES.search(names) is not None


def _is_label(text: str, title: str) -> bool:
    """Whether a marked line is the label of something beside the headline that the page shows: `时政快报：`."""
    return text.endswith((":", "：")) or (len(squash(text)) < 6 and not agree(squash(text), title))


def _last_step(text: str) -> str:
    """What stands behind the last sign of a breadcrumb: `首页 > 要闻 > 甲县新桥今日通车`; the text itself where none is."""
    return _STEP.split(text)[-1] if "\n" not in text else text


def _bare(text: str, found: Survey, place: int | None, title: str) -> str:
    """A headline without what is set before or behind it: signs, and the marks of an original post and their kin.

    Args:
        text: the headline in one line.
        found: the page.
        place: its block; None when it has none.
        title: what the `title` element calls it, squashed.
    """
    text = ORNAMENT.sub("", text)
    if (mark := ORIGINAL.match(text)) and len(squash(text[mark.end() :])) >= 4:
        text = text[mark.end() :]
    line = squash(text)
    owner = found.blocks[place].owner if place is not None else None
    if owner is None or len(owner) == 0 or line == title:
        return text
    for element in islice(owner.iterdescendants(), 12):
        badge = "".join(element.itertext()).strip() if isinstance(element.tag, str) else ""
        if not badge or len(badge) > 6 or len(badge) * 2 > len(text):
            continue
        known = BADGE.fullmatch(badge) is not None
        for rest in (text.removeprefix(badge), text.removesuffix(badge)):
            rest = rest.strip()
            if rest != text and (squash(rest) == title or (known and not title.startswith(line))):
                return rest
    return text


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
    return len(squash(text)) < 6 or is_site_name(text, site_name)


def is_site_name(text: str, site_name: str) -> bool:
    """Whether a text is the site's name, or a short one that ends as names of sites and sections do."""
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


def one_line(text: str) -> str:
    """A text's lines joined by blanks."""
    return " ".join(part.strip() for part in text.split("\n"))
