"""Linked titles among the blocks of a page: which texts beside them are summaries of other articles, and which are the page's own."""

from itertools import islice, pairwise

from newsspider.language.boilerplate import is_boilerplate, is_related_heading
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.survey import Block

MOST_ROUNDUPS = 8
"""How many elements that may hold a roundup are looked at."""
MOST_BOXED = 12
"""How many blocks a box of links in a text holds."""
PARAGRAPH = 25
"""Characters of a paragraph under a linked cross-head, or beside a box of links."""
_SENTENCE = lazy_pattern("[。！？；]|[.!?](?:\\s|$)")


def card_texts(blocks: list[Block]) -> list[int]:
    """The summaries of a list of articles: each stands behind a linked title, and another linked title is near.

    The cross-heads of a roundup may be linked, too: what stands behind them is its text, see `_roundups`.
    """
    linked = [i for i, b in enumerate(blocks) if b.links and b.links >= 0.8 * len(b.text) and len(b.text) >= _shortest(b)]
    lists = set(linked)
    titles = [i for i in linked if i + 1 in lists or not is_boilerplate(blocks[i].text)]
    out: list[int] = []
    on = _texts_between(blocks, titles)
    for before, here, after in zip([-9, *titles], titles, [*titles[1:], len(blocks) + 9], strict=False):
        if 2 <= after - here <= 4 or 2 <= here - before <= 4:
            out += range(here + 1, min(here + 3, after, len(blocks)))
    texts = on | _roundup(blocks, titles)
    return [index for index in out if index not in texts] if texts else out


def _shortest(block: Block) -> int:
    """Characters of a linked title, fewer in a heading."""
    return 4 if block.tag in ("h2", "h3", "h4", "h5", "h6") else 8


def _texts_between(blocks: list[Block], titles: list[int]) -> set[int]:
    """The paragraphs with which a text goes on behind a box of linked titles in its midst: set like the one before the box."""
    out: set[int] = set()
    for here, following in pairwise([*titles, len(blocks)]):
        if following - here < 2 or not (told := _before_box(blocks, here)):
            continue
        behind = islice(blocks, here + 1, min(here + 3, following))
        out.update(here + 1 + place for place, block in enumerate(behind) if _is_set_like(block, told) and not block.links)
    return out


def _before_box(blocks: list[Block], title: int) -> Block | None:
    """The paragraph before the box of two links or more that a linked title closes; None where it stands in none."""
    first = title
    while first > 0 and title - first < MOST_BOXED and (blocks[first].links or is_related_heading(blocks[first].text)):
        first -= 1
    told = blocks[first]
    column = told.above
    if title - first < 2 or column < 0 or len(told.text) < PARAGRAPH or told.links:
        return None
    return told if all(block.above != column for block in blocks[first + 1 : title + 1] if block.links) else None


def _is_set_like(block: Block, other: Block) -> bool:
    """Whether two blocks are paragraphs of one element."""
    return (
        block.above == other.above
        and block.tag == other.tag
        and len(block.text) >= PARAGRAPH
        and _SENTENCE.search(block.text) is not None
    )


def _roundup(blocks: list[Block], titles: list[int]) -> set[int]:
    """The paragraphs of a roundup: linked cross-heads among them in one element, prose before the first of them and behind each."""
    out: set[int] = set()
    tried = 0
    columns: dict[int, list[int]] = {}
    for index in titles:
        if (column := blocks[index].above) >= 0:
            columns.setdefault(column, []).append(index)
    for column, heads in columns.items():
        first = heads[0] - 1
        if tried == MOST_ROUNDUPS:
            break
        if first < 0 or not _is_paragraph(blocks[first], column) or is_related_heading(blocks[first].text):
            continue
        behind = [index + 1 for index in heads if index + 1 < len(blocks)]
        if len(behind) < 2 or not all(_is_paragraph(blocks[index], column) for index in behind):
            continue
        tried += 1
        lead = sum(len(block.text) for block in blocks[: first + 1] if block.above == column)
        if sum(len(blocks[index].text) for index in behind) > lead:
            out.update(index for index in range(first, len(blocks)) if _is_paragraph(blocks[index], column))
    return out


def _is_paragraph(block: Block, column: int) -> bool:
    """Whether a block is a whole sentence or more of the text that stands in the element of a row."""
    text = block.text
    return (
        block.above == column
        and len(text) >= PARAGRAPH
        and block.links * 4 < len(text)
        and text.endswith(("。", "！", "？", "”"))
    )
