"""One pass over a page: its visible text as a flat list of blocks, with the range of blocks that each element covers.

Everything else (finding the body, the headline, the lines that tell date and source) works on this list, so that a page is
walked once and every question about an element's share of it is a matter of two numbers.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, repeat

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import KINDS, is_portrait_name, may_name_portrait
from newsspider.pages.feet import foot_start
from newsspider.pages.folded import is_folded
from newsspider.pages.nodes import Element
from newsspider.pages.walk import Columns, Shown

_SENTENCE = lazy_pattern(r"[。！？；]|[.!?]\s")

MOST_LOOKED_AT = 2_000
"""Characters of a block among which its first sentence ends."""
PROSE = 15
"""Characters of the shortest sentence that counts as prose."""

TRIFLE = 3
"""How many times the prose before it a part named as not being the article must hold to be the article after all."""


@dataclass(slots=True)
class Block:
    """A paragraph, a picture or a player, as it stands on the page."""

    text: str
    """The text, stripped; line breaks inside as newlines. Empty for a picture or a player."""
    row: int
    """Row of its owner: the nearest block-level element, or the picture or player itself."""
    links: int
    """How many of the characters are linked."""
    kind: str
    """text, image or player."""
    cell: int
    """Row of the innermost table cell round it; -1 without one."""
    columns: Columns
    aside: bool = False
    """Whether it stands in a part whose name says it is not the article."""

    @property
    def owner(self) -> Element:
        """The element that holds the block."""
        return Element(self.columns, self.row)

    @property
    def tag(self) -> str:
        """The name of its owner."""
        return self.columns.tags[self.row]

    @property
    def above(self) -> int:
        """Row of the element round its owner; -1 for `html`."""
        return self.columns.parents[self.row]

    @property
    def line(self) -> int:
        """Row of the element round the table cell that holds it: of the table's row; -1 outside of a table."""
        return self.columns.parents[self.cell] if self.cell >= 0 else -1


@dataclass(slots=True)
class Survey:
    """The blocks of a page in document order."""

    columns: Columns
    blocks: list[Block]
    spans: dict[int, tuple[int, int]]
    """Row -> range of its blocks, for every block-level element that was entered, in the order in which the elements end."""
    marks: list[tuple[str, int]]
    """(start or end, index of the next block) of the comments that enclose the body."""
    aside_rows: list[int]
    """The elements named as not being the article."""
    text: str
    """The texts of all blocks, a line break between them: to see at once that a word stands nowhere."""
    hidden: int
    """How many hidden elements were left out."""
    asides: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of the parts named as not being the article; may lie in one another. See `set_aside`."""
    foot: int = 0
    """Index of the first block of the page's foot; the number of blocks without one. See `set_aside`."""
    prose: list[int] = field(default_factory=list)
    """How many characters of sentences stand before each block, and in all; those of the foot do not count. See `set_aside`."""

    def span(self, row: int) -> tuple[int, int] | None:
        """The range of an element's blocks; for an inline element that of the nearest block-level one round it."""
        parents = self.columns.parents
        while row >= 0:
            if (span := self.spans.get(row)) is not None:
                return span
            row = parents[row]
        return None

    def shows(self, bodies: Iterable[Element]) -> bool:
        """Whether all of these elements were entered and met as block-level, so that naming them changes nothing in the blocks."""
        return all(body.row in self.spans or KINDS.get(body.tag, "break") != "break" for body in bodies)

    def set_aside(self, bodies: Collection[Element]) -> None:
        """Mark the foot and the parts named as not being the article, but for one that holds a body or most of the page's sentences.

        A part behind prose that is no trifle beside its own is one, however much it holds: a portrait in a sidebar beside short news.
        """
        around = _around(bodies)
        ranges = sorted(self.spans[row] for row in self.aside_rows if row not in around)
        blocks = self.blocks
        self.foot = foot_start(blocks, self.spans, bodies)
        sizes = [0] * len(blocks)
        for index, block in enumerate(blocks[: self.foot]):
            size = len(block.text)
            if size >= PROSE and block.links * 2 < size and _SENTENCE.search(block.text, 0, MOST_LOOKED_AT):
                sizes[index] = size
        prose = self.prose = [0, *accumulate(sizes)]
        self.asides = [
            (start, end)
            for start, end in ranges
            if (prose[end] - prose[start]) * 2 <= prose[-1] or prose[start] * TRIFLE > prose[end] - prose[start]
        ]
        if self.foot < len(blocks):
            self.asides.append((self.foot, len(blocks)))
        reached = 0
        for start, end in self.asides:
            for index in range(max(start, reached), end):
                blocks[index].aside = True
            reached = max(reached, end)


def survey(root: Element, bodies: Collection[Element] = (), *, hidden: bool = False) -> Survey:
    """The survey of a page.

    Args:
        root: its `html` element.
        bodies: elements that a family's selector names, to be treated as block-level whatever their tag, and to be entered even
            when they are hidden.
        hidden: whether to enter all hidden elements.
    """
    out = walk(root, bodies, hidden=hidden)
    out.set_aside(bodies)
    return out


def walk(root: Element, bodies: Collection[Element] = (), *, hidden: bool = False) -> Survey:
    """The survey of a page with nothing set aside yet: for a page whose bodies become known by it."""
    columns = root.columns
    breaks, entered = {body.row for body in bodies}, _around(bodies)
    shown = columns.show(breaks, entered, every=hidden) if breaks or hidden else columns.shown
    judged: set[int] = set()
    while folded := {row for row in shown.hidden if row not in judged and is_folded(Element(columns, row))}:
        judged.update(shown.hidden)
        entered |= folded
        shown = columns.show(breaks, entered, every=hidden)
    return _made(columns, shown)


def _made(columns: Columns, shown: Shown) -> Survey:
    blocks = list(map(Block, shown.texts, shown.owners, shown.links, shown.kinds, shown.cells, repeat(columns)))
    asides = [*shown.asides, *(row for row in _portraits(columns) if row in shown.spans)]
    return Survey(columns, blocks, shown.spans, shown.marks, asides, "\n".join(shown.texts), len(shown.hidden))


def _portraits(columns: Columns) -> Iterator[int]:
    """The rows of the boxes that tell who the author is."""
    for names in (columns.classes, columns.ids):
        if not may_name_portrait("\n".join(names)):
            continue
        yield from chain.from_iterable(rows for name, rows in names.items() if is_portrait_name(name[:200]))


def _around(bodies: Iterable[Element]) -> set[int]:
    """The rows of elements and of all round them."""
    return {up.row for body in bodies for up in (body, *body.iterancestors())}
