"""A text that stands as a whole in one link, as shared pages print it to open their app wherever it is touched: it is no link's title."""

from newsspider.pages.paragraphs import SENTENCE_END
from newsspider.pages.survey import Block, Survey

FEWEST, LEAST = 2, 80
"""How many sentences, of how many characters in all, such a link holds; a card of another article holds less."""
SENTENCE = 25
"""Characters of the shortest sentence that counts."""
LEVELS = 8
"""How far up from a paragraph the link round it is looked for."""


def unwrap(found: Survey) -> None:
    """Count the characters of such a text as linked no longer. A page with several such links is a list of cards."""
    held: dict[int, list[Block]] = {}
    for block in found.blocks:
        size = len(block.text)
        if size >= SENTENCE and block.links * 2 > size and SENTENCE_END.search(block.text) and (link := _link_round(block)) >= 0:
            held.setdefault(link, []).append(block)
    texts = [blocks for blocks in held.values() if len(blocks) >= FEWEST and sum(len(block.text) for block in blocks) >= LEAST]
    if len(texts) == 1 and len(held) == 1:
        [link] = held
        start, end = _range(found, link)
        for block in found.blocks[start:end]:
            block.links = 0


def _link_round(block: Block) -> int:
    """The row of the link round a block's element; -1 where it stands in none."""
    columns, here = block.columns, block.above
    for _ in range(LEVELS):
        if here < 0:
            break
        if columns.tags[here] == "a" and columns.attribute(here, "href") is not None:
            return here
        here = columns.parents[here]
    return -1


def _range(found: Survey, link: int) -> tuple[int, int]:
    """The first block in a link, and the one behind its last."""
    inside = [index for index, block in enumerate(found.blocks) if block.links and _link_round(block) == link]
    return inside[0], inside[-1] + 1
