"""From the body's range of blocks to paragraphs, pictures with captions, and videos.

Furniture goes by structure (named parts, link density) and by words; nothing inside a kept paragraph is changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from newsspider.items import Image, Video
from newsspider.language.boilerplate import is_boilerplate, is_comments_heading, is_imprint, is_pointer, is_related_heading
from newsspider.language.grammar import read_line
from newsspider.language.lines import byline, empty_label
from newsspider.language.meta_lines import ends_article, is_credit_line, is_date_piece, is_meta_line
from newsspider.language.timestamps import printed_date
from newsspider.language.titles import NOTICE
from newsspider.pages.captions import caption_lines, is_caption, is_marked_caption, mostly_centred
from newsspider.pages.cells import with_values
from newsspider.pages.families import names_field
from newsspider.pages.media import Absolute, is_picture, picture_url, video_url
from newsspider.pages.neighbours import goes_on, is_attachment, is_card, only_cards, told_between
from newsspider.pages.nodes import Element
from newsspider.pages.page_title import squash
from newsspider.pages.paragraphs import (
    SENTENCE_END,
    advertised,
    is_advertisement,
    is_page_number,
    join_rows,
    without_abstract,
    without_counters,
    without_tail,
)
from newsspider.pages.picture_sizes import linked_picture
from newsspider.pages.survey import Block, Survey

_LINKED = 0.8
MAX_CUTS = 5
"""How many headings of related news are held against what follows them."""
FIELD = 30
"""Characters of a value above the text whose element is named as one of author, source or date."""
NOTE = 24
"""Characters of a longer line in brackets that may be no date with its outlet."""
HALF = 0.5
"""The share of its letters that is understood in a line of date and outlet."""
STRAY_LINES = 3
"""How many other lines (a kicker, a byline) may stand among those of headline, date and source."""


@dataclass(slots=True)
class Content:
    """What a body holds."""

    paragraphs: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    """Captions of pictures whose address is not known: they may name a photographer."""
    set_aside: list[str] = field(default_factory=list)
    """Lines of date, source and names that stood above the text, inside the body's element."""
    first: int = 0
    """Index of the block where the text begins: behind headline, date and source where the range holds those too."""
    cut: int = 0
    """Index of the block where the text ended: the range's end, or the heading of related news before it."""


def read_content(found: Survey, span: tuple[int, int], *, headlines: Iterable[str | None], absolute: Absolute) -> Content:
    """The content of a range of blocks.

    Args:
        found: the page.
        span: the body's range.
        headlines: headline, kicker and subheadlines, not to be repeated as paragraphs above the text.
        absolute: makes the addresses of pictures absolute.
    """
    blocks = found.blocks
    start, end = span
    dropped = _named_aside(found, start, end)
    out = Content(cut=end)
    kept: list[tuple[int, str]] = []
    captions: list[tuple[int, str]] = []
    pictured = any(block.kind == "image" for block in blocks[start:end])
    centred = pictured and mostly_centred(blocks[start:end])
    titles = {squash(line) for line in headlines if line}
    image: tuple[int, Image] | None = None  # the picture that a caption may follow
    total = sum(len(b.text) for b in blocks[start:end])
    seen = cuts = 0
    ended = False  # the responsible editor's line has been met: only the rest of the desk may follow
    first = out.first = _text_start(blocks, start, end, titles)
    for index in range(start, end):
        block = blocks[index]
        seen += len(block.text)
        if index < first and block.kind == "text":
            if is_meta_line(block.text) or is_date_piece(block.text):
                out.set_aside.append(block.text)
            continue
        if index in dropped:
            if is_credit_line(block.text):
                out.set_aside.append(block.text)
            continue
        if block.kind == "image":
            if not is_card(block.owner):
                if url := picture_url(block.owner, absolute):
                    out.images.append(Image(url))
                    image = (index, out.images[-1])
                elif (
                    is_picture(block.owner) or not block.owner.get("src", "").strip()
                ):  # on a saved page of unknown address: its caption is no text all the same
                    image = (index, Image(""))
            continue
        if block.kind == "player":
            video = video_url(block.owner, absolute)
            if video or block.owner.tag == "video":
                out.videos.append(Video(video))
            image = None
            continue
        text = block.text
        size = len(text)
        over = found.prose[end] == found.prose[index + 1]
        if (
            kept
            and (is_comments_heading(text) or (is_imprint(text) and over))
            and (total - seen < seen or is_comments_heading(text))
        ):
            out.cut = index
            break
        cuts += is_related_heading(text)
        if (
            is_related_heading(text)
            and not goes_on(blocks, index, kept, end)
            and ((total - seen) * 2 < seen or (kept and cuts <= MAX_CUTS and only_cards(blocks[index + 1 : end])))
        ):
            out.cut = index
            break
        if ended and kept and kept[-1][0] == index - 1 and empty_label(kept[-1][1]):
            kept.append((index, text))  # the value that belongs to it
            continue
        if ended and not is_credit_line(text):
            if SENTENCE_END.search(text) or block.links * 2 > size:
                out.cut = index
                break
            continue
        ended = ended or (seen * 2 > total and ends_article(text))
        if is_advertisement(block):
            dropped.update(advertised(found, index))
            continue
        if is_page_number(blocks, index):
            continue
        if (
            (is_boilerplate(text) or is_related_heading(text))
            and not is_credit_line(text)
            and not told_between(blocks, index, kept, end)
        ):
            text = "\n".join(line for line in text.split("\n") if not is_boilerplate(line)) if "\n" in text else ""
        if not text:
            continue
        if not kept and (text := _without_headline(text, titles)) == "":
            continue
        if image and is_caption(block, blocks[image[0]].owner, centred=centred):
            own, text = caption_lines(block)
            image[1].caption = f"{image[1].caption}\n{own}" if image[1].caption else own
            if not image[1].url:
                out.captions.append(own)
            if not is_marked_caption(block):
                captions.append((index, own))
            if not text:
                continue
        if block.links >= _LINKED * size and not (SENTENCE_END.search(text) and size >= 30) and not is_attachment(block.owner):
            continue
        if block.links * 2 > size and is_pointer(text):
            continue
        image = None
        kept.append((index, text))
    kept += [(i, blocks[i].text) for i in range(out.cut, end) if NOTICE.match(blocks[i].text) and i not in dropped]
    kept = without_abstract(blocks, without_tail(with_values(blocks, without_counters(blocks, kept)), out.set_aside))
    if sum(len(text) for _, text in kept) < 60 and sum(len(text) for _, text in captions) >= 20:
        kept = sorted(kept + captions)  # a photo story told in plain lines below its pictures
    out.paragraphs = join_rows(blocks, kept)
    return out


def read_pictures(found: Survey, start: int, end: int, absolute: Absolute) -> list[Image]:
    """The pictures with their captions between the headline and the body, where e-papers print them; no linked ones."""
    out: list[Image] = []
    last: Element | None = None
    for block in found.blocks[start:end]:
        if block.aside:
            continue
        if block.kind == "image":
            linked = any(up.tag == "a" for _, up in zip(range(3), block.owner.iterancestors(), strict=False))
            if (not linked or linked_picture(block.owner)) and (url := picture_url(block.owner, absolute)):
                out.append(Image(url))
                last = block.owner
        elif last is not None and not is_meta_line(block.text) and is_caption(block, last, centred=False):
            out[-1].caption = block.text
            last = None
    return out


def _without_headline(text: str, titles: set[str]) -> str:
    """A first block without the lines that repeat the headline."""
    lines = text.split("\n")
    for count in range(1, min(len(lines), 4) + 1):
        if squash("".join(lines[:count])) in titles:
            return "\n".join(lines[count:])
    return text


def _text_start(blocks: list[Block], start: int, end: int, titles: set[str]) -> int:
    """The index behind the head of the article (headline, line of date and source) where the range holds that too; else `start`."""
    first, others = start, 0
    for index in range(start, min(end, start + 15)):
        text = blocks[index].text
        if (
            _is_row(blocks, index, end)
            or (len(text) >= 60 and not is_meta_line(text))
            or (SENTENCE_END.search(text) and squash(text) not in titles)
        ):
            break
        head = text and (squash(text) in titles or _is_head_line(text) or _ends_date(blocks, start, index))
        if head or (text and len(text) <= FIELD and names_field(blocks[index].owner) and not byline(text)):
            first = index + 1
        elif text and not is_boilerplate(text):
            others += 1
        if others > STRAY_LINES:
            break
    return first


def _is_row(blocks: list[Block], index: int, end: int) -> bool:
    """Whether a row of a table begins with a block, whose first cell is no label, date or source: times may follow it."""
    cell = blocks[index].cell
    if cell < 0 or index + 1 >= end or is_meta_line(blocks[index].text) or empty_label(blocks[index].text):
        return False
    beside = blocks[index + 1]
    return beside.cell >= 0 and beside.cell != cell and beside.line == blocks[index].line and not blocks[index].links


def _ends_date(blocks: list[Block], start: int, index: int) -> bool:
    """Whether a block is the time of a date printed in pieces: `2024`, `05/15`, `08:58`."""
    text = blocks[index].text
    return ":" in text and is_date_piece(text) and index > start and is_date_piece(blocks[index - 1].text)


def _is_head_line(text: str) -> bool:
    """Whether a line above the text is one of date and source, not a byline of the paper's (`□本报记者 吴佳妮`, `（记者 …）`).

    Nor is it the note on when a law was passed, in brackets: `（2024年3月1日甲市人民代表大会常务委员会通过）`.
    """
    if text[0] in "（(" and text[-1] in ")）" and len(text) > NOTE and read_line(text).understood < HALF:
        return False
    return is_meta_line(text) and bool(printed_date(text) or "来源" in text or "稿源" in text)


def _named_aside(found: Survey, start: int, end: int) -> set[int]:
    """Blocks of the range in parts that are named as not being the article; a part that holds a third of its text is kept."""
    sums = [0, *accumulate(len(block.text) for block in found.blocks[start:end])]
    out: set[int] = set()
    reached = start
    for first, last in found.asides:
        if first < reached or last > end or (first, last) == (start, end):
            continue
        if (sums[last - start] - sums[first - start]) * 3 < sums[-1] or sums[-1] == 0:
            out.update(range(first, last))
            reached = last
    return out
