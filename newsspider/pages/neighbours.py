"""What the blocks beside a line of a body say about it: a card in the text, a sentence of the text, a list of other articles."""

import re
from itertools import islice

from newsspider.language.boilerplate import is_rights_notice
from newsspider.language.scraps import addresses_reader
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.cards import card_texts
from newsspider.pages.nodes import Element
from newsspider.pages.paragraphs import SENTENCE_END, Line
from newsspider.pages.picture_sizes import is_picture_file
from newsspider.pages.survey import PROSE, Block

DOCUMENT = lazy_pattern(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|zip|rar|7z|ceb)$", re.I)
"""How the addresses of documents end."""
MOST_LINKS = 4
"""How many links of a line are looked at."""
MOST_CARD = 40
"""How many blocks a card in the text may hold."""


def goes_on(blocks: list[Block], index: int, kept: list[Line], end: int) -> bool:
    """Whether a linked heading of related news stands in a card, and the text goes on behind it in the element of the text."""
    block = blocks[index]
    if not kept or block.links * 2 <= len(block.text):
        return False
    last = blocks[kept[-1][0]]
    follow = (
        later for later in blocks[index + 1 : min(end, index + MOST_CARD)] if later.tag == last.tag and later.above == last.above
    )
    return block.above != last.above and any(
        later.links == 0 and len(later.text) >= PROSE and SENTENCE_END.search(later.text) for later in follow
    )


def told_between(blocks: list[Block], index: int, kept: list[Line], end: int) -> bool:
    """Whether a sentence with words of furniture (a hotline, an app) stands between two paragraphs of the text, set like them.

    One that ends the text must not speak to its reader either.
    """
    block = blocks[index]
    if block.links or not kept or not _is_told(block) or not _set_alike(blocks[kept[-1][0]], block):
        return False
    if any(later.text for later in blocks[index + 1 : min(end, index + MOST_CARD)]):
        return _set_alike(block, blocks[index + 1])
    return not addresses_reader(block.text)


def _set_alike(one: Block, other: Block) -> bool:
    """Whether two blocks are sentences in elements of one kind beside one another."""
    return (
        _is_told(one)
        and _is_told(other)
        and one.tag == other.tag
        and one.above == other.above
        and one.owner.keys() == other.owner.keys()
    )


def _is_told(block: Block) -> bool:
    return len(block.text) >= PROSE and SENTENCE_END.search(block.text) is not None and not is_rights_notice(block.text)


def only_cards(blocks: list[Block]) -> bool:
    """Whether what follows a heading is a list of other articles, summaries and all."""
    cards = set(card_texts(blocks))
    own = sum(len(block.text) - block.links for index, block in enumerate(blocks) if index not in cards)
    return bool(cards) and own * 4 <= sum(len(block.text) for block in blocks)


def is_attachment(owner: Element) -> bool:
    """Whether the link of a line leads to a document to be downloaded, as those of a notice do."""
    links = [str(link.get("href")) for link in islice(owner.iter("a"), MOST_LINKS) if link.get("href")]
    return bool(links) and all(DOCUMENT.search(link.partition("?")[0]) for link in links)


def is_card(image: Element) -> bool:
    """Whether a picture belongs to a link with a text of its own: the card of another article."""
    link = next((up for _, up in zip(range(4), image.iterancestors(), strict=False) if up.tag == "a"), None)
    if link is None or not link.get("href") or is_picture_file(link.get("href", "")):
        return False
    return bool(str(link.text_content()).strip())
