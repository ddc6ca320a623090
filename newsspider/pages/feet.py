"""Where the foot of a page begins: the lines at its end that sound like one and that stand apart from headline and prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.language.boilerplate import foot_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsspider.pages.nodes import Element
    from newsspider.pages.survey import Block

MOST = 60
"""How many blocks from the end of the page are looked at."""
SCRAP = 12
"""Characters of a line that may stand anywhere in a foot."""
_LINES = frozenset({"p", "li", "span", "dd", "dt", "h3", "h4", "h5", "h6"})
"""Elements that are a line among others of the element round them."""
_HEADINGS = frozenset({"h1", "h2", "h3"})


def foot_start(blocks: list[Block], spans: dict[int, tuple[int, int]], bodies: Collection[Element]) -> int:
    """The index of the first block of the page's foot; the number of blocks when it has none.

    The foot is the longest run at the page's end of links, scraps and lines that sound like a foot. It holds no part of a
    body by name, shares no element with the prose before it, and lies outside of the column of the headline.
    """
    end = len(blocks)
    lowest = max([end - MOST, 0, *(spans[body.row][1] for body in bodies if body.row in spans)])
    first = end
    for index in range(end - 1, lowest - 1, -1):
        block = blocks[index]
        size = len(block.text)
        linked = block.links * 2 > size
        words = foot_words(block.text) if size > 3 and not (linked and first == end) else 0
        if words == 2 or (words == 1 and first == index + 1 < end):
            first = index
        elif block.kind == "text" and not linked and size > SCRAP:
            break
    return _apart(blocks, spans, first) if first < end else end


def _apart(blocks: list[Block], spans: dict[int, tuple[int, int]], first: int) -> int:
    """The first block at or behind that index whose element holds nothing of the article."""
    end = len(blocks)
    column = _headed(blocks, spans, first)
    while first < end:
        block = blocks[first]
        start, stop = spans.get(block.above if block.tag in _LINES else block.row, (first, first + 1))
        shared = start < first and stop < end and any(_is_prose(block) for block in blocks[start:first])
        if first >= column and not shared:
            break
        first = max(first + 1, stop if shared else first + 1)
    return min(first, end)


def _headed(blocks: list[Block], spans: dict[int, tuple[int, int]], first: int) -> int:
    """Where the column of the last heading before the foot ends; 0 where it reaches to the end of the page, or without one."""
    heading = next((block for block in blocks[:first][::-1] if block.tag in _HEADINGS), None)
    row = heading.row if heading is not None else -1
    for _ in range(2):
        row = heading.columns.parents[row] if heading is not None and row >= 0 else -1
        span = spans.get(row)
        if span is not None and span[1] > first:
            return span[1] if span[1] < len(blocks) else 0
    return 0


def _is_prose(block: Block) -> bool:
    return block.kind == "text" and len(block.text) >= 15 and block.links * 2 < len(block.text) and foot_words(block.text) != 2
