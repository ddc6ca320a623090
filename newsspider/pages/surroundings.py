"""The lines round an article that tell its date, source and names: above the text, below it, and the issue line of an e-paper."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsspider.items import Found
from newsspider.pages.blocks import Content
from newsspider.pages.furniture import (
    DATE,
    LABEL,
    SOURCE_LABEL,
    is_credit_line,
    is_cut,
    is_date_piece,
    is_footer,
    is_furniture,
    is_labelled,
    is_meta_line,
    without_buttons,
)
from newsspider.pages.headline import Headline
from newsspider.pages.index import text_of
from newsspider.pages.metadata import url_date
from newsspider.pages.reading import Reading
from newsspider.pages.survey import Survey

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
PAGE = re.compile(
    r"第?\s?(?<![A-Z\d])(?P<number>[A-Z]{0,3}\d{1,5})\s?版\s?(?:[:：\s·]\s?(?P<name>[^\s:：|>\d][^\s:：|>]{0,11}))?"
)
"""A print page with its name: `第01版：要闻`, `A02版 时政`."""
_DAY = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_GOES_ON = re.compile(r"[\s\u3000]*(?:$|[|｜/／、,，;；·•\-—－~《〈（(【\[\])）】：:]|和|与|及)")
_BYLINE = re.compile(
    r"(?:记者|通讯员|评论员|实习生|撰文|采写|[文图]/)[\s:：/]{0,3}(?!站|证|节|团|协会|发现|获悉|从|在|了解|看到|手记|观察|调查)"
)
_MARKED = re.compile(r"[□■◎●○◇◆]\s*[\u3400-\u9fff·\s、]{2,40}$")
_NO_BYLINE = re.compile(r"[。！？!?“”《]|责|编辑|登录|关注|订阅|粉丝|\d{4}")


def head_range(found: Survey, headline: Headline, span: tuple[int, int] | None) -> range:
    """The blocks round and below the headline, down to the body; a few when the text is not shown."""
    place = headline.block
    if span is None:
        return range(0) if place is None else range(max(0, place - 3), min(len(found.blocks), place + UNSHOWN_REACH))
    start = span[0]
    if place is not None and start <= place < span[1]:
        return range(max(0, start - 3), start)
    if place is None or place >= start or start - place > 60:
        return range(max(0, start - HEAD_REACH), start)
    return range(max(0, place - 3), start)


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
    for element in reading.elements("meta_line"):
        if 4 <= len(text := text_of(element)) <= 200 and is_meta_line(text):
            lines += _parted(text, element)
    for index in head:
        block = blocks[index]
        above = headline.block is not None and index < headline.block  # where the masthead prints today's date
        if (
            block.kind == "text"
            and block.links * 2 <= len(block.text) + 8
            and (is_labelled if above else is_meta_line)(block.text)
        ):
            lines += _parted(block.text, block.owner)
    lines += content.set_aside
    if issue and not any(_DAY.search(line) for line in lines):
        lines.insert(0, issue)
    for index in foot:
        block = blocks[index]
        if is_footer(block.text) or "更新时间" in block.text:
            continue
        if is_credit_line(block.text) or (
            is_labelled(block.text)
            and block.links * 2 <= len(block.text)
            and (not block.aside or (len(block.text) <= 60 and DATE.search(block.text)))
        ):
            lines += _parted(block.text, block.owner)
        elif is_cut(block.text) and index > foot.start:
            break
    return list(dict.fromkeys(line for text in _whole_dates(lines) if (line := without_buttons(text))))


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


def bylines(found: Survey, headline: Headline, head: range) -> Iterator[Found]:
    """Lines between headline and text that name reporters without a label: `溪口日报记者 郑小山`."""
    for index in head:
        block = found.blocks[index]
        if (
            headline.block is not None
            and headline.block < index
            and 4 <= len(block.text) <= 50
            and (_BYLINE.search(block.text) or _MARKED.match(block.text))
            and not _NO_BYLINE.search(block.text)
            and not LABEL.search(block.text)
        ):
            yield Found(block.text, "visible")


def _parted(text: str, element: HtmlElement) -> list[str]:
    """A line as it is seen, where nothing but markup stands between two things: in one part or two.

    Figures of two elements are set apart, buttons at the end go, and where the element that holds the source ends and other
    words follow without a sign, the line ends: `来源：<a>甲日报</a><a>农业</a>`.
    """
    pieces = _pieces(element)
    if len(pieces) < 2:
        return [text]
    text = _spaced(text, pieces)
    while len(pieces) > 1 and text.endswith(pieces[-1]) and is_furniture(pieces[-1]):
        text = text[: -len(pieces.pop())].rstrip(" \u3000|｜")
    if not (label := SOURCE_LABEL.search(text)):
        return [text]
    value = _source_value(pieces)
    end = text.find(value, label.end()) if value else -1
    rest = text[end + len(value) :]
    if (
        end < 0
        or len(value) > 40
        or text[label.end() : end].strip()
        or any(sign.match(rest.strip()) for sign in (_GOES_ON, LABEL, DATE))
    ):
        return [text]
    return [text[: end + len(value)], *([rest.strip()] if is_meta_line(rest.strip()) else [])]


def spaced_text(element: HtmlElement) -> str:
    """An element's text with a blank between figures of two elements that touch: `<em>2024</em><em>09/12</em>`."""
    return _spaced(text_of(element), _pieces(element))


def _pieces(element: HtmlElement) -> list[str]:
    return [piece for raw in islice(element.itertext(), PIECES) if (piece := " ".join(raw.split()))]


def _spaced(text: str, pieces: list[str]) -> str:
    """A text with a blank between figures of two elements that touch."""
    reached = 0
    for piece in pieces:
        place = text.find(piece, reached)
        if place < 0:
            continue
        if 0 < place == reached and text[place - 1].isdigit() and piece[0].isdigit():
            text = f"{text[:place]} {text[place:]}"
            place += 1
        reached = place + len(piece)
    return text


def _source_value(pieces: list[str]) -> str:
    """What stands behind the label of the source, up to the end of the element; empty when there is none."""
    for here, following in zip(pieces, [*pieces[1:], ""], strict=True):
        if match := SOURCE_LABEL.search(here):
            return here[match.end() :].strip() or following
    return ""


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
