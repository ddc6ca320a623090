"""The headline: the visible line that agrees with the page's title, never the site's name; with the lines above and below it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from newsspider.language.boilerplate import is_boilerplate
from newsspider.language.meta_lines import is_meta_line
from newsspider.language.titles import BADGE, ORIGINAL, ORIGINAL_BEHIND, ORNAMENT, SEPARATOR
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.nodes import Element
from newsspider.pages.page_title import clean_title, is_site_name, squash, without_lead
from newsspider.pages.survey import Survey

_HEADING_NAMES = lazy_pattern(r"title|biaoti|headline|\bbt\b|\btit\b|h-?title|subject", re.I)
_STEP = lazy_pattern(r"\s*[>›»〉＞→]+\s*")
RANKS = {"h1": 30.0, "founder-title": 30.0, "h2": 20.0, "h3": 10.0}
"""How much more a heading by its element counts than one by its name."""
MOST_LINES = 5
"""A heading of more lines is not taken apart."""
SHORTEST = 4
"""Characters of a headline; a main heading with which the page's title begins may be shorter: `讣告`."""
LIMIT = 160  # characters: a longer line is no headline


@dataclass(slots=True)
class Headline:
    """What stands at the head of the article."""

    text: str | None = None
    block: int | None = None
    """Index of its block; None when it is not shown as a block of its own."""
    kicker: str | None = None
    subheadlines: list[str] = field(default_factory=list)


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
        text, tag = block.text, block.tag
        if (block.links or "\n" in text) and tag in ("h1", "h2", "h3"):
            lines = text.split("\n")
            text = "\n".join(lines[slice(*run)]) if (run := _titled_lines(lines, short)) else _last_step(text)
        if letters.isdisjoint(text[:6]):
            continue
        text = _opening(text, whole)
        if len(text) < SHORTEST and best is None and _is_short_heading(text, tag, title):
            best = (0.0, index)
        if not SHORTEST <= len(text) <= LIMIT or (block.links * 2 > len(text) and tag not in ("h1", "h2")):
            continue
        heading = tag in ("h1", "h2", "h3", "founder-title") or names_heading(block.owner)
        if not heading and "\u4e00" <= text[0] <= "\u9fff" and text[0] != whole[:1]:
            continue  # it cannot begin the title
        line = squash(text)
        starts = len(line) >= 8 and (whole.startswith(line) or printed.startswith(line))
        if not (starts or (heading and agree(line, short))) or is_boilerplate(text):
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
            return _parted(text, found, place, short)
    if best is not None:
        text = _joined(found, best[1], whole)
        return _parted(_last_step(text) if found.blocks[best[1]].links else text, found, best[1], short)
    if best is None and (parted := _in_pieces(found, cleaned, short)):
        return parted
    if cleaned and len(cleaned) <= LIMIT:
        return Headline(bare_headline(cleaned, found, None, short), _place(found, short))
    return Headline()


def _is_short_heading(text: str, tag: str, title: str) -> bool:
    """Whether a main heading of two or three letters is the headline: the page's title begins with it and goes on with other names."""
    return len(text) > 1 and tag in ("h1", "h2") and title.startswith(text) and SEPARATOR.match(title, len(text)) is not None


def names_heading(element: Element) -> bool:
    """Whether an element's class or id says that it is a heading."""
    attributes = element.columns.attributes(element.row)
    return bool(attributes) and _is_heading_name(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300])


@lru_cache(maxsize=1024)
def _is_heading_name(names: str) -> bool:
    return _HEADING_NAMES.search(names) is not None


def _parted(text: str, found: Survey, place: int | None, title: str) -> Headline:
    """A headline; of a heading of several lines what the title holds, with the lines above and below as kicker and subheadlines."""
    lines = found.blocks[place].text.split("\n") if place is not None else []
    if len(lines) > 1 and (run := _titled_lines(lines, title)):
        above, below = ([line for line in part if _is_title_line(line)] for part in (lines[: run[0]], lines[run[1] :]))
        return Headline(" ".join(lines[slice(*run)]), place, " ".join(above) or None, below)
    return Headline(bare_headline(one_line(text), found, place, title), place)


def _in_pieces(found: Survey, title: str, squashed: str) -> Headline | None:
    """A headline that stands in an element of its own between those of kicker and subheadlines, all in one line."""
    for index, block in enumerate(found.blocks):
        if not len(title) < len(block.text) <= LIMIT or block.links or title not in block.text:
            continue
        children = list(islice(block.owner.children(), MOST_LINES + 1))
        pieces = [piece for child in children if (piece := " ".join(child.text_content().split()))]
        run = _titled_lines(pieces, squashed) if squash("".join(pieces)) == squash(block.text) else None
        if len(children) <= MOST_LINES and run and run[1] - run[0] == 1:
            above, below = ([line for line in part if _is_title_line(line)] for part in (pieces[: run[0]], pieces[run[1] :]))
            return Headline(pieces[run[0]], index, " ".join(above) or None, below)
    return None


def _titled_lines(lines: list[str], title: str) -> tuple[int, int] | None:
    """The range of a heading's lines that are the title; None where none are."""
    if len(lines) > MOST_LINES:
        return None
    runs = ((first, end) for first in range(len(lines)) for end in range(len(lines), first, -1))
    return next((run for run in runs if squash("".join(lines[slice(*run)])) == title), None)


def _is_title_line(line: str) -> bool:
    """Whether a line above or below a title in its own heading is one of a title, no note on the document and no date."""
    return 4 <= len(line) <= 60 and line[0] not in "（([【" and line[-1] not in "。：:" and not is_meta_line(line)


def _is_label(text: str, title: str) -> bool:
    """Whether a marked line is the label of something beside the headline that the page shows: `时政快报：`."""
    return text.endswith((":", "：")) or (len(squash(text)) < 6 and not agree(squash(text), title))


def _last_step(text: str) -> str:
    """What stands behind the last sign of a breadcrumb: `首页 > 要闻 > 甲县新桥今日通车`; the text itself where none is."""
    return _STEP.split(text)[-1] if "\n" not in text else text


def bare_headline(text: str, found: Survey, place: int | None, title: str) -> str:
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
    text = ORIGINAL_BEHIND.sub("", text)
    line = squash(text)
    if (
        line != title
        and (mark := BADGE.match(text))
        and squash(rest := text[mark.end() :].strip()) == title
        and rest[0] not in "：:|｜丨"
    ):
        return rest
    owner = found.blocks[place].owner if place is not None else None
    if owner is None or owner.end == owner.row + 1 or line == title:
        return text
    for element in islice(owner.iterdescendants(), 12):
        badge = element.text_content().strip()
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
