"""Lines that stand in cells or elements of their own: a label and its value, the index of a document, a byline in two parts."""

from collections.abc import Iterator

from newsspider.language.grammar import read_line
from newsspider.language.lines import byline, empty_label, labelled
from newsspider.language.meta_lines import is_credit_line
from newsspider.language.timestamps import printed_date
from newsspider.pages.survey import Block

INDEX_REACH = 24
"""How many blocks straight above a headline may be the index of a document."""
MOST_CELL = 60
"""Characters of a cell of it."""
CLOSING = 16
"""How many of the last lines of a text may be the desk's."""
MOST_LABEL = 8
"""Characters of a label that stands in a cell of its own at the end of a text."""
MOST_VALUE = 30
"""Characters of a value that stands in a cell of its own."""


def index_lines(blocks: list[Block], headline: int) -> Iterator[str]:
    """Date and source in the index above a document's headline: rows of cells or items, a label and its value each."""
    first = headline
    while first > max(0, headline - INDEX_REACH) and _is_index_cell(blocks[first - 1]):
        first -= 1
    for index in range(first, headline):
        text = blocks[index].text
        lines = value_beside(blocks, index, label, range(first, headline)) if (label := empty_label(text)) else iter((text,))
        yield from (line for line in lines if labelled(line) and all(one.kind in "SD" for one in read_line(line).labels))


def _is_index_cell(block: Block) -> bool:
    """Whether a block may be of such an index."""
    return (
        block.kind == "text"
        and len(block.text) <= MOST_CELL
        and not block.links
        and (block.cell >= 0 or block.tag in ("li", "dt", "dd"))
    )


def value_beside(blocks: list[Block], index: int, label: str, head: range) -> Iterator[str]:
    """A label that stands alone, with the value in the next cell or element: `信息来源`, `望川县民政局`."""
    if index + 1 not in head:
        return
    value = blocks[index + 1].text
    opens = any(token.start == 0 for token in read_line(value).labels) if len(value) <= MOST_VALUE else True
    if blocks[index + 1].kind == "text" and value and not opens:
        joined = read_line(label + value)
        dated = any(token.kind == "D" for token in joined.labels) and printed_date(value)
        if (joined.facts or dated) and not joined.unknown:
            yield label + value


def byline_of_two(block: Block, other: Block) -> str | None:
    """The byline that two cells or elements make: `文：` and names, `张三／` and an outlet."""
    if other.kind != "text" or max(len(block.text), len(other.text)) > MOST_VALUE or block.links or other.links:
        return None
    joined = f"{block.text} {other.text}"
    if not byline(joined) or byline(other.text) or read_line(block.text).of("author", "credit", "source"):
        return None
    return joined


def with_values(blocks: list[Block], kept: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines of a text, where among the last ones a label of the desk and its value stand apart those two in one."""
    out = list(kept)
    for place in range(len(out) - 2, max(-1, len(out) - 2 - CLOSING), -1):
        index, text = out[place]
        if len(text) <= MOST_LABEL and out[place + 1][0] == index + 1 and (label := empty_label(text)):
            line = next(value_beside(blocks, index, label, range(index, index + 2)), None)
            if line and is_credit_line(line):
                out[place : place + 2] = [(index, line)]
    return out
