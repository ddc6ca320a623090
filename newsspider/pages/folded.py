"""Text that a page folds away: a hidden element that goes on with the paragraphs before it (展开全文, 打开APP阅读全文)."""

from collections.abc import Iterator
from itertools import islice

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import BREAKS
from newsspider.pages.nodes import Element

MIN_TEXT = 60
"""Characters of a hidden element's sentences that make it a piece of text rather than a message or a button."""
PIECES = 80
"""How many pieces of text of an element are looked at."""
NEIGHBOURS = 3
"""How many elements before it may part the hidden text from the shown one (the button that unfolds it)."""
_SENTENCE = lazy_pattern("[。！？；]")
_PROSE = 20
_TOLD = frozenset("p div section span br strong font".split())
"""Elements whose text counts, and the text behind them."""


def is_folded(element: Element) -> bool:
    """Whether a hidden element holds the rest of a text whose beginning is shown right before it.

    It holds sentences, next to no links, nothing that its neighbour has already shown; and its neighbour is prose.
    """
    if element.tag not in BREAKS:
        return False
    whole = element.text_content()
    if len(whole) < MIN_TEXT or not _SENTENCE.search(whole):
        return False
    shown = _shown_before(element)
    if not shown:
        return False
    texts = list(_prose(element))
    if sum(map(len, texts)) < MIN_TEXT or not any(_SENTENCE.search(text) for text in texts):
        return False
    linked = sum(len(text) for link in islice(element.iter("a"), 20) for text in islice(link.itertext(), 5))
    return linked * 4 <= sum(map(len, texts)) and not any(text in shown for text in texts[:3])


def _shown_before(element: Element) -> str:
    """The prose of the nearest neighbour before an element that has some; empty when none does."""
    for neighbour in islice(element.before(), NEIGHBOURS):
        if neighbour.tag in BREAKS and (text := "\n".join(_prose(neighbour))):
            return text
    return ""


def _prose(element: Element) -> Iterator[str]:
    """The longer pieces of an element's text."""
    for text in islice(_texts(element), PIECES):
        if len(text) >= _PROSE and len(bare := text.strip()) >= _PROSE:
            yield bare


def _texts(element: Element) -> Iterator[str]:
    """The texts in the elements that tell something and behind them, in page order."""
    opened: list[Element] = []
    for here in element.iter():
        while opened and opened[-1].end <= here.row:
            if text := opened.pop().tail:
                yield text
        if here.tag in _TOLD:
            if text := here.text:
                yield text
            if here.row != element.row:
                opened.append(here)
    while opened:
        if text := opened.pop().tail:
            yield text
