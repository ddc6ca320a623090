"""One pass over a page: its visible text as a flat list of blocks, with the range of blocks that each element covers.

Everything else (finding the body, the headline, the lines that tell date and source) works on this list, so that a page is
walked once and every question about an element's share of it is a matter of two numbers.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any, Literal

from lxml import etree
from lxml.html import HtmlElement

from newsspider.pages.elements import ASIDE_TAGS, COMMENT_MARKS, KINDS, hides, is_aside_name, keeps_breaks
from newsspider.pages.feet import foot_start
from newsspider.pages.folded import is_folded
from newsspider.pages.index import Named
from newsspider.pages.line_breaks import STRIP, paragraphs

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_SPACES = " \t\r\n"
_SENTENCE = re.compile(r"[。！？；]|[.!?]\s")
_KINDS: dict[Any, str] = {**KINDS, etree.Comment: "comment", etree.ProcessingInstruction: "skip"}

MOST_LOOKED_AT = 2_000
"""Characters of a block among which its first sentence ends."""
PROSE = 15
"""Characters of the shortest sentence that counts as prose."""

TRIFLE = 3
"""How many times the prose before it a part named as not being the article must hold to be the article after all."""

Kind = Literal["text", "image", "player"]
_Frame = tuple[HtmlElement, HtmlElement | None, int, bool]
"""An open element: itself, the innermost table cell round it, its first block, and whether it shows the source's line breaks."""


@dataclass(slots=True)
class Block:
    """A paragraph, a picture or a player, as it stands on the page."""

    text: str
    """The text, stripped; line breaks inside as newlines. Empty for a picture or a player."""
    owner: HtmlElement
    """The element that holds the block: the nearest block-level one, or the picture or player itself."""
    links: int = 0
    """How many of the characters are linked."""
    kind: Kind = "text"
    cell: HtmlElement | None = None
    """The innermost table cell round it."""
    aside: bool = False
    """Whether it stands in a part whose name says it is not the article."""


@dataclass(slots=True)
class Survey:
    """The blocks of a page in document order."""

    named: Named = field(default_factory=Named)
    """The elements with an id or a class, of the parts that were not entered, too."""
    blocks: list[Block] = field(default_factory=list)
    spans: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    """Element -> range of its blocks, for every block-level element that was entered."""
    asides: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of the parts named as not being the article; may lie in one another. See `set_aside`."""
    marks: list[tuple[str, int]] = field(default_factory=list)
    """(start or end, index of the next block) of the comments that enclose the body."""

    aside_elements: list[HtmlElement] = field(default_factory=list)
    """The elements of such parts."""
    text: str = ""
    """The texts of all blocks, a line break between them: to see at once that a word stands nowhere."""
    foot: int = 0
    """Index of the first block of the page's foot; the number of blocks without one. See `set_aside`."""
    prose: list[int] = field(default_factory=list)
    """How many characters of sentences stand before each block, and in all; those of the foot do not count. See `set_aside`."""
    hidden: int = 0
    """How many hidden elements were left out."""

    def span(self, element: HtmlElement) -> tuple[int, int] | None:
        """The range of an element's blocks; for an inline element that of the nearest block-level one round it."""
        here: HtmlElement | None = element
        while here is not None:
            if here in self.spans:
                return self.spans[here]
            here = here.getparent()
        return None

    def shows(self, bodies: Iterable[HtmlElement]) -> bool:
        """Whether all of these elements were entered and met as block-level, so that naming them changes nothing in the blocks."""
        return all(body in self.spans or KINDS.get(body.tag, "break") != "break" for body in bodies)

    def set_aside(self, bodies: Collection[HtmlElement]) -> None:
        """Mark the foot and the parts named as not being the article, but for one that holds a body or most of the page's sentences.

        A part behind prose that is no trifle beside its own is one, however much it holds: a portrait in a sidebar beside short news.
        """
        around = {up for body in bodies for up in (body, *body.iterancestors())}
        ranges = sorted(self.spans[element] for element in self.aside_elements if element not in around)
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


def survey(root: HtmlElement, bodies: Collection[HtmlElement] = (), *, hidden: bool = False) -> Survey:
    """The survey of a tree.

    Args:
        root: its `html` element.
        bodies: elements that a family's selector names, to be treated as block-level whatever their tag, and to be entered even
            when they are hidden.
        hidden: whether to enter all hidden elements.
    """
    out = walk(root, bodies, hidden=hidden)
    out.set_aside(bodies)
    return out


def walk(root: HtmlElement, bodies: Collection[HtmlElement] = (), *, hidden: bool = False) -> Survey:
    """The survey of a tree with nothing set aside yet: for a page whose bodies become known by it."""
    return _Walk(root, bodies, hidden=hidden).run()


class _Walk:
    """The state of one walk; iterative, since pages nest thousands deep."""

    def __init__(self, root: HtmlElement, bodies: Collection[HtmlElement], *, hidden: bool) -> None:
        self.root = root
        self.hidden = hidden
        self.breaks = set(bodies)
        self.visible = {up for element in bodies for up in (element, *element.iterancestors())}
        self.out = Survey()
        self.lines: list[tuple[str, int]] = []
        self.parts: list[str] = []
        self.linked: list[int] = []
        """Characters of those parts that stand in a link."""
        self.images: list[HtmlElement] = []
        self.frames: list[_Frame] = [(root, None, 0, False)]
        """The open elements that break the text, outermost first."""

    def run(self) -> Survey:
        """The survey. This loop is where most of a page's reading time goes, so it asks lxml for as little as it can."""
        parts, lines, images, frames = self.parts, self.lines, self.images, self.frames
        blocks, spans, breaks, kind_of = self.out.blocks, self.out.spans, self.breaks, _KINDS.get
        linked, add_named = self.linked, self.out.named.add
        opened: list[Any] = [None]  # the elements round the one under the loop, outermost first
        inner = self.root  # the innermost of them that breaks the text
        links: list[HtmlElement] = []  # those of them that are links
        kept = 0  # how many of them show the line breaks of the source
        nodes = chain(self.root.iter(), (etree.Comment(),))  # the last one stands outside of the tree: all elements end before it
        for element in nodes:
            parent = element.getparent()
            while (last := opened[-1]) is not parent:
                opened.pop()
                if last is inner:
                    if parts or lines or images:
                        self._flush()
                    _, _, start, keeps = frames.pop()
                    spans[last] = (start, len(blocks))
                    kept -= keeps
                    inner = frames[-1][0]
                elif links and last is links[-1]:
                    links.pop()
                if (text := last.tail) and (parts or kept or text[0] > " " or text.strip(_SPACES)):
                    parts.append(text if not kept else self._last_line(text))
                    if links:
                        linked.append(len(parts[-1].strip(STRIP)))
            opened.append(element)
            tag = element.tag
            kind = kind_of(tag) or ("break" if breaks and element in breaks else "")
            names = element.keys()
            classes = element.get("class", "") if "class" in names else ""
            ident = element.get("id", "") if "id" in names else ""
            if classes or ident:
                add_named(element, classes, ident)
            if kind == "skip":
                self._pass_by(element, nodes)
                continue
            style = ""
            if "style" in names or "hidden" in names:
                style = element.get("style", "")[:300]
                if ("hidden" in names or hides(style)) and not self._enters(element):
                    self.out.hidden += 1
                    self._pass_by(element, nodes)
                    continue
            if kind == "break":
                if parts or lines or images:
                    self._flush()
                keeps = tag == "pre" or (style != "" and keeps_breaks(style))
                frames.append((element, element if tag in ("td", "th") else frames[-1][1], len(blocks), keeps))
                kept += keeps
                inner = element
                named = (classes and is_aside_name(classes[:200])) or (ident and is_aside_name(ident[:100]))
                if (named or tag in ASIDE_TAGS) and element not in self.visible:
                    self.out.aside_elements.append(element)
            elif kind == "link":
                if "href" in names:
                    links.append(element)
            elif kind == "br":
                self._end_line()
            elif kind == "img":
                images.append(element)
                if not any(part.strip(STRIP) for part in parts):
                    self._flush()
            elif kind == "comment":
                self._comment(element)
                continue
            elif kind == "player":
                self._flush()
                blocks.append(Block("", element, 0, "player", frames[-1][1]))
                self._pass_by(element, nodes)
                continue
            if (text := element.text) and (parts or kept or text[0] > " " or text.strip(_SPACES)):
                parts.append(text if not kept else self._last_line(text))
                if links:
                    linked.append(len(parts[-1].strip(STRIP)))
        self._flush()
        self.out.text = "\n".join([block.text for block in blocks])
        return self.out

    def _enters(self, element: HtmlElement) -> bool:
        """Whether a hidden element is entered for all that."""
        if self.hidden or element in self.visible or is_folded(element):
            self.visible.add(element)
            return True
        return False

    def _pass_by(self, element: HtmlElement, nodes: Iterator[HtmlElement]) -> None:
        """Take what an element holds from the nodes to come."""
        for inside in element.iterdescendants():
            next(nodes)
            self.out.named.add(inside, inside.get("class", ""), inside.get("id", ""))

    def _last_line(self, text: str) -> str:
        """The last line of a text whose line breaks are shown; the lines before it are ended."""
        *before, last = text.split("\n")
        for line in before:
            self.parts.append(line)
            self._end_line()
        return last

    def _comment(self, element: HtmlElement) -> None:
        text = element.text
        if text and len(text) < 60 and (mark := COMMENT_MARKS.get("".join(text.split()).lower())):
            self._flush()
            self.out.marks.append((mark, len(self.out.blocks)))

    def _end_line(self) -> None:
        self.lines.append((_BLANKS.sub(" ", "".join(self.parts)).strip(" "), sum(self.linked)))
        self.parts.clear()
        self.linked.clear()

    def _flush(self) -> None:
        """Close the block under way: its paragraphs, then the pictures that stood in it."""
        owner, cell, _, _ = self.frames[-1]
        if self.lines:
            self._end_line()
            for text, links in paragraphs(self.lines):
                self.out.blocks.append(Block(text, owner, min(links, len(text)), "text", cell))
            self.lines.clear()
        elif self.parts:
            text = (self.parts[0] if len(self.parts) == 1 else "".join(self.parts)).strip(STRIP)
            if "  " in text or not text.isprintable():  # of all blanks, only a single space is printable
                text = _BLANKS.sub(" ", text).strip(STRIP)
            if text:
                self.out.blocks.append(Block(text, owner, min(sum(self.linked), len(text)) if self.linked else 0, "text", cell))
            self.parts.clear()
            self.linked.clear()
        if self.images:
            self.out.blocks.extend(Block("", image, 0, "image", cell) for image in self.images)
            self.images.clear()
