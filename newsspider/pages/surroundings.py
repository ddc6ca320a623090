"""The lines round an article that tell its date, source and names: above the text, below it, and the issue line of an e-paper."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from newsspider.items import Found
from newsspider.language.boilerplate import is_boilerplate, is_imprint, is_related_heading
from newsspider.language.facts import Line
from newsspider.language.grammar import read_line
from newsspider.language.lines import byline, empty_label, labelled, names_desk, signs, without_controls
from newsspider.language.meta_lines import is_credit_line, is_date_piece, is_meta_line
from newsspider.language.person_names import perhaps_outlet
from newsspider.language.tail import unknown_labels
from newsspider.language.timestamps import printed_date, read_stamps
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.blocks import Content
from newsspider.pages.cells import byline_of_two, index_lines, value_beside
from newsspider.pages.headline import Headline
from newsspider.pages.index import text_of
from newsspider.pages.metadata import url_date
from newsspider.pages.nodes import Element
from newsspider.pages.reading import Reading
from newsspider.pages.survey import Block, Survey

HEAD_REACH = 12
"""How many blocks above the body may hold the lines of date and source when the headline is not shown."""
UNSHOWN_REACH = 6
"""How many blocks below the headline, where the text itself is not shown but came from the page's data."""
FOOT_REACH = 25
"""How many blocks below it."""
ISSUE_REACH = 40
"""How many blocks above the headline may hold the issue line of an e-paper."""
PIECES = 60
"""How many pieces of text of one element are looked at for where a source ends."""
MOST_LINE = 200
"""Characters of a line of date and source."""
MOST_LINKED = 14
"""Characters of a link in it, unless it is an address; a longer one is a title."""
BESIDE = 2
"""How many blocks from the time an outlet may stand that stands alone."""
PAGE = lazy_pattern(
    r"第?\s?(?<![A-Z\d])(?P<number>[A-Z]{0,3}\d{1,5})\s?版(?:\s?[:：·]\s?|\s+)?(?:(?<=[:：\s·])(?P<name>[^\s:：|>\d][^\s:：|>]{0,11}))?"
)
"""A print page with its name: `第01版：要闻`, `A02版 时政`."""
_ADDRESS = lazy_pattern(r"https?://|www\.[a-z]", re.I)
_DAY = lazy_pattern(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")


def head_range(found: Survey, headline: Headline, span: tuple[int, int] | None, content: Content) -> range:
    """The blocks round and below the headline, down to the body; a few when the text is not shown."""
    place = headline.block
    if span is None:
        return range(0) if place is None else range(max(0, place - 3), min(len(found.blocks), place + UNSHOWN_REACH))
    start = span[0]
    if place is not None and start <= place < span[1]:
        return range(max(0, start - 3), max(start, content.first))
    if place is None or place >= start or start - place > 60:
        return range(max(0, start - HEAD_REACH), start)
    return range(max(0, place - 3), max(start, content.first))


def foot_range(found: Survey, span: tuple[int, int] | None, content: Content) -> range:
    """The blocks below the text that may name the desk."""
    if span is None:
        return range(0)
    cut = content.cut
    return range(cut, min(len(found.blocks), max(cut, span[1]) + FOOT_REACH))


def read_lines(reading: Reading, headline: Headline, head: range, foot: range, content: Content, issue: str | None) -> list[str]:
    """The lines of date, source and names above the text, and the desk's below it. `issue` is the e-paper's issue line."""
    blocks = reading.found.blocks
    lines: list[str] = []
    marked = ((text_of(element), element) for element in reading.elements("meta_line"))
    lines += [seen_line(text, element) for text, element in marked if 4 <= len(text) <= 200 and is_meta_line(text)]
    if headline.block is not None:
        lines += index_lines(blocks, headline.block)
    for index in head:
        block = blocks[index]
        above = headline.block is not None and index < headline.block  # where the masthead prints today's date
        if block.kind != "text" or index == headline.block:
            continue
        mostly_links = block.links * 2 > len(block.text) + 8
        if mostly_links or (block.links and (block.links > MOST_LINKED or "http" in block.text or "www." in block.text)):
            line = "" if above else _beside_links(block)
            if line and _tells(line):
                lines.append(line)
                continue
            if mostly_links or not labelled(block.text):
                continue
        if (label := empty_label(block.text)) and not above:
            lines += value_beside(blocks, index, label, head)
        elif not above and index + 1 in head and (joined := byline_of_two(block, blocks[index + 1])):
            lines.append(joined)
        elif (labelled if above else _tells)(block.text) or _is_desks(blocks, index, head):
            lines.append(seen_line(block.text, block.owner))
    lines += content.set_aside
    if issue and not any(_DAY.search(line) for line in lines):
        lines.insert(0, issue)
    for index in foot:
        block = blocks[index]
        if is_imprint(block.text) or any(stamp.updated for stamp in read_stamps(block.text)):
            continue
        text = seen_line(block.text, block.owner) if names_desk(block.text) else block.text
        if label := empty_label(text):
            lines += value_beside(blocks, index, label, foot)
        elif (
            is_credit_line(text)
            or signs(text)
            or _is_desks(blocks, index, foot)
            or (labelled(text) and block.links * 2 <= len(text) and (not block.aside or (len(text) <= 60 and printed_date(text))))
        ):
            lines.append(text)
        elif is_related_heading(block.text) and index > foot.start:
            break
    return list(dict.fromkeys(line for text in _whole_dates(lines) if (line := without_controls(text))))


def _is_desks(blocks: list[Block], index: int, zone: range) -> bool:
    """Whether a line of a label that nobody knows stands beside one of the desk."""
    beside = (blocks[place].text for place in (index - 1, index + 1) if place in zone)
    return bool(unknown_labels([blocks[index].text])) and any(is_credit_line(text) for text in beside)


def _beside_links(block: Block) -> str:
    """A line of date and source whose outlet, site and buttons are links, without addresses; empty for a line of linked titles."""
    text = block.text
    if len(text) > MOST_LINE or not printed_date(text):
        return ""
    links = [text_of(element) for element in block.owner.iter("a")]
    if any(len(link) > MOST_LINKED and not _ADDRESS.search(link) for link in links):
        return ""
    shown, rest, reached = text, text, 0
    for link in links:
        place = text.find(link, reached)
        if place >= 0:
            blank, reached = " " * len(link), place + len(link)
            rest = rest[:place] + blank + rest[reached:]
            if _ADDRESS.search(link) or is_boilerplate(link):
                shown = shown[:place] + blank + shown[reached:]
    return " ".join(shown.split()) if printed_date(rest) else ""


def _tells(text: str) -> bool:
    """Whether a line between headline and text tells date, source or names."""
    return is_meta_line(text) or (len(text) <= 50 and byline(text) is not None)


def lone_sources(found: Survey, headline: Headline, head: range) -> Iterator[Found]:
    """Outlets that stand alone beside the time, below the headline: the source on pages that print no label."""
    if headline.block is None:
        return
    dated = [index for index in head if index > headline.block and printed_date(found.blocks[index].text)]
    for index in head:
        block = found.blocks[index]
        if (
            index > headline.block
            and block.kind == "text"
            and 2 <= len(block.text) <= 20
            and any(0 < abs(index - place) <= BESIDE for place in dated)
            and not is_boilerplate(block.text)
        ):
            line = read_line(block.text)
            outlets = [token for token in line.tokens if token.kind == "e" or perhaps_outlet(token.text)]
            if len(outlets) == 1 and all(token.kind in "ek_*" or token is outlets[0] for token in line.tokens):
                yield Found(outlets[0].text, "beside_date")


def crumb_source(found: Survey, headline: Headline, head: range) -> Iterator[Found]:
    """The office whose part of the site the page stands in, where the label of the source is left empty (`文章来源：`)."""
    labels = (read_line(found.blocks[index].text) for index in head if empty_label(found.blocks[index].text))
    if headline.block is None or not any(token.kind == "S" for line in labels for token in line.labels):
        return
    for block in reversed(found.blocks[max(0, headline.block - ISSUE_REACH) : headline.block]):
        steps = [step.strip() for step in re.split(r"[>»›→]", block.text)]
        if len(block.text) <= 160 and len(steps) >= 2:
            offices = [
                step for step in steps if any(token.kind in "ef" and token.text == step for token in read_line(step).tokens)
            ]
            yield from (Found(office, "breadcrumb") for office in offices[-1:])
            return


def issue_line(reading: Reading, headline: Headline) -> str | None:
    """The nearest line above an e-paper's headline that dates the issue: `2025年10月23日　第01版：要闻`; None without one.

    Its day must be that of the page's address; where the address has none, a print page must stand beside it.
    """
    if not reading.family.epaper or headline.block is None:
        return None
    dated = url_date(reading.page.url, reading.outlet)
    for block in reversed(reading.found.blocks[max(0, headline.block - ISSUE_REACH) : headline.block]):
        if len(block.text) <= 80 and block.links * 2 <= len(block.text) and (day := _DAY.search(block.text)):
            printed = f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
            if printed == dated.value if dated else PAGE.search(block.text):
                return block.text
    return None


def seen_line(text: str, element: Element) -> str:
    """A line as it is seen, where nothing but markup stands between two things: with a blank there, where that reads better.

    `<span>2026-02-25 10:15</span><span>来源望川发布</span>` is two things, `<b>来</b><b>源</b>：` one.
    """
    pieces = _pieces(element)
    if len(pieces) < 2 or len(text) > 200:
        return text
    forms = [text, _spaced(text, pieces, lambda before, after: before.isdigit() and after.isdigit())]
    forms.append(_spaced(text, pieces, lambda before, after: True))
    return max(dict.fromkeys(forms), key=lambda form: _worth(read_line(form)))


def _worth(line: Line) -> tuple[int, float, int]:
    """How well a line reads: facts that stand on a label, the share that is understood, times."""
    sure = sum(fact.strength in ("labelled", "role", "medium", "bare") for fact in line.facts)
    long = sum(len(fact.value) for fact in line.of("source"))
    times = sum(1 + (token.text[-3:-2] == ":") for token in line.tokens if token.kind == "t")
    return sure + times + len(line.labels), round(line.understood, 2), -long


def spaced_text(element: Element) -> str:
    """An element's text with a blank between figures of two elements that touch: `<em>2024</em><em>09/12</em>`."""
    return _spaced(text_of(element), _pieces(element), lambda before, after: before.isdigit() and after.isdigit())


def _pieces(element: Element) -> list[str]:
    return [piece for raw in islice(element.itertext(), PIECES) if (piece := " ".join(raw.split()))]


def _spaced(text: str, pieces: list[str], parts: Callable[[str, str], bool]) -> str:
    """A text with a blank between pieces that touch, where `parts` says so of the two letters."""
    reached = 0
    for piece in pieces:
        place = text.find(piece, reached)
        if place < 0:
            continue
        if 0 < place == reached and not text[place - 1].isspace() and parts(text[place - 1], piece[0]):
            text = f"{text[:place]} {text[place:]}"
            place += 1
        reached = place + len(piece)
    return text


def _whole_dates(lines: list[str]) -> Iterator[str]:
    """The lines, the pieces of a date (`2024`, `05/15`, `08:58`) put together; a lone piece is left out."""
    pieces: list[str] = []
    parts = [part for line in lines for part in line.split("\n") if "\n" not in line or is_meta_line(part)]
    for line in [*parts, ""]:
        if is_date_piece(line):
            pieces.append(line)
            continue
        if len(pieces) > 1:
            yield " ".join(pieces)
        pieces.clear()
        if line:
            yield line
