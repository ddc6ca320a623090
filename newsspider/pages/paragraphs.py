"""The paragraphs of a text put right: without the abstract above it, the notices and scraps below it, counters and advertisements."""

from collections import Counter

from newsspider.language.boilerplate import foot_words, is_boilerplate, is_rights_notice
from newsspider.language.lines import byline, labelled
from newsspider.language.meta_lines import is_credit_line
from newsspider.language.scraps import (
    ABSTRACT,
    NOTE_ITEM,
    advert_label,
    counted,
    is_clock,
    is_note_heading,
)
from newsspider.language.tail import unknown_labels
from newsspider.language.timestamps import printed_date
from newsspider.language.titles import NOTICE
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import is_abstract_name
from newsspider.pages.nodes import Element
from newsspider.pages.page_title import squash
from newsspider.pages.survey import Block, Survey

Line = tuple[int, str]
"""Index of a block, and its text."""
TOLD = 25
"""Characters of a sentence of which a column of text holds more than one."""
MOST_ADVERTISED = 4
"""How many blocks a label of an advertisement stands for, itself included."""
SENTENCE_END = lazy_pattern(r"[。！？!?…；]”?\s*$")
_FIGURES = lazy_pattern(r"[\[【(（]?\d{1,12}[\]】)）]?")


def without_abstract(blocks: list[Block], kept: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The paragraphs without an abstract above the text: one in a part named so, or one that only repeats a paragraph."""
    total = sum(len(text) for _, text in kept)
    count = next((n for n, (index, _) in enumerate(kept[:4]) if not _in_abstract(blocks[index].owner)), 0)
    if count and sum(len(text) for _, text in kept[:count]) * 3 <= total:
        kept = kept[count:]
    if len(kept) < 2 or len(kept[0][1]) < 20:
        return kept
    first = squash(ABSTRACT.sub("", kept[0][1]))
    letters = [letter for letter in first if "\u4e00" <= letter <= "\u9fff"]
    repeated = any(all(letter in text for letter in letters) and first in squash(text) for _, text in kept[1:8])
    return kept[1:] if repeated else kept


def _in_abstract(owner: Element) -> bool:
    near = [owner, *(up for _, up in zip(range(2), owner.iterancestors(), strict=False))]
    return any(is_abstract_name(f"{here.get('class') or ''} {here.get('id') or ''}"[:200]) for here in near)


def without_tail(kept: list[Line], set_aside: list[str]) -> list[Line]:
    """The paragraphs without what follows the text: notices, page counts, headings of promos, and scraps behind the desk's credits.

    The credits stay; lines that tell the page's date and source at the foot go to `set_aside`.
    """
    out = list(kept)
    credits: list[Line] = []
    while out:
        index, text = out[-1]
        if NOTICE.match(text) or (is_credit_line(text) and not printed_date(text)):
            credits.append((index, text))
        elif labelled(text) and printed_date(text):
            set_aside.append(text)
        else:
            notice = is_rights_notice(text) or (NOTE_ITEM.match(text) and any(is_rights_notice(line) for _, line in out[-6:-1]))
            scrap = not notice and is_boilerplate(text, behind=True) and any(SENTENCE_END.search(line) for _, line in out[:-1])
            if not (notice or scrap) or (notice and _for_readers([line for _, line in out[-6:]])):
                break
            if "\n" in text:  # a notice and the desk in one paragraph
                credits += [(index, line) for line in reversed(text.split("\n")) if is_credit_line(line)]
        out.pop()
    last = max((position for position, (_, text) in enumerate(out) if is_credit_line(text)), default=None)
    if (
        last is not None
        and last * 2 > len(out)
        and all(len(text) <= 40 and not SENTENCE_END.search(text) for _, text in out[last + 1 :])
    ):
        out = out[: last + 1] + [
            (index, text) for index, text in out[last + 1 :] if labelled(text) or byline(text) or unknown_labels([text])
        ]
    return out + credits[::-1]


def _for_readers(lines: list[str]) -> bool:
    """Whether the last lines are notes for those who want to come, under a heading that notices of rights have as well."""
    head = max((i for i, line in enumerate(lines) if is_note_heading(line)), default=None)
    if head is None or not all(NOTE_ITEM.match(line) for line in lines[head + 1 :]):
        return False
    return head + 1 < len(lines) and not any(is_rights_notice(line) or foot_words(line) == 2 for line in lines[head + 1 :])


def without_counters(blocks: list[Block], kept: list[Line]) -> list[Line]:
    """The paragraphs without the counters of a gallery and the length of a recording: beside a picture, before and behind the text, or more than one of a series."""
    totals = Counter(total for _, text in kept if (total := counted(text)))
    if not totals and not any(is_clock(text) for _, text in kept):
        return kept
    sentences = [place for place, (_, text) in enumerate(kept) if SENTENCE_END.search(text)]
    first, last = (sentences[0], sentences[-1]) if sentences else (len(kept), -1)
    out: list[Line] = []
    for place, (index, text) in enumerate(kept):
        total = counted(text)
        near = blocks[max(0, index - 1) : index + 2]
        if is_clock(text) and any(block.kind != "text" for block in near):
            continue
        if total and (totals[total] > 1 or not first <= place <= last or any(block.kind == "image" for block in near)):
            continue
        out.append((index, text))
    return out


def is_page_number(blocks: list[Block], index: int) -> bool:
    """Whether a block is of a pager: figures of which some are linked, or that stand beside linked ones."""
    if not _FIGURES.fullmatch(blocks[index].text):
        return False
    around = blocks[max(0, index - 1) : index + 2]
    return any(block.links and _FIGURES.fullmatch(block.text) for block in around)


def is_advertisement(block: Block) -> bool:
    """Whether a block is marked as an advertisement: by its words, or by a label in an element of its own before the text."""
    text = block.text
    if (label := advert_label(text)) is None or is_credit_line(text):
        return False
    if label == text or len(text) - len(label) < 2 or not text[: len(label)].isalnum():
        return True
    first = next(block.owner.children(), None)
    return first is not None and not block.owner.text.strip() and first.text_content().strip() == label


def advertised(found: Survey, index: int) -> range:
    """The blocks that a label `广告` in a part of its own stands for; those of the label alone where the part holds more."""
    block = found.blocks[index]
    for around in (block.row, block.above):
        start, end = found.spans.get(around, (index, index))
        if start == index and 1 < end - index <= MOST_ADVERTISED:
            return range(index, end)
    return range(index, index + 1)


def join_rows(blocks: list[Block], kept: list[tuple[int, str]]) -> list[str]:
    """The texts, the cells of a table's row joined by a tab; not those that are columns of a text."""
    out: list[str] = []
    told = Counter(blocks[index].cell for index, text in kept if len(text) >= TOLD and SENTENCE_END.search(text))
    columns = {cell for cell, count in told.items() if cell >= 0 and count > 1}
    row = cell = -1
    for index, text in kept:
        here, above = blocks[index].cell, blocks[index].line
        beside = here >= 0 and above == row and here != cell and columns.isdisjoint((here, cell))
        if beside and len(text) <= 120 and len(out[-1]) <= 400:
            out[-1] += "\t" + text
        else:
            out.append(text)
        row, cell = above, here
    return out
