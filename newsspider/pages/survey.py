"""One pass over a page: its visible text as a flat list of blocks, with the range of blocks that each element covers.

Everything else (finding the body, the headline, the lines that tell date and source) works on this list, so that a page is
walked once and every question about an element's share of it is a matter of two numbers.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from newsspider.pages.elements import ASIDE_TAGS, COMMENT_MARKS, KINDS, hides, is_aside_name, keeps_breaks
from newsspider.pages.folded import is_folded

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_INDENT = re.compile(r"[\u3000\xa0\u2002\u2003]{2}|\u2003")
_STRIP = " \t\r\n\u3000\xa0\u2002\u2003\u200b\ufeff"
_SENTENCE_END = re.compile(r"[。！？!?…；：:”）)】]\s*$")

Kind = Literal["text", "image", "player"]


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

    blocks: list[Block] = field(default_factory=list)
    spans: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    """Element -> range of its blocks, for every block-level element that was entered."""
    asides: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of the parts named as not being the article; may lie in one another."""
    marks: list[tuple[str, int]] = field(default_factory=list)
    """(start or end, index of the next block) of the comments that enclose the body."""

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


def survey(root: HtmlElement, breaks: Collection[HtmlElement] = (), *, hidden: bool = False) -> Survey:
    """The survey of a tree.

    Args:
        root: the element to walk.
        breaks: elements to treat as block-level whatever their tag, and to enter even when they are hidden (bodies that
            a family's selector names).
        hidden: whether to enter all hidden elements.
    """
    return _Walk(root, breaks, hidden=hidden).run()


class _Walk:
    """The state of one walk; iterative, since pages nest thousands deep."""

    def __init__(self, root: HtmlElement, breaks: Collection[HtmlElement], *, hidden: bool) -> None:
        self.root = root
        self.hidden = hidden
        self.breaks = set(breaks)
        self.visible = {up for element in breaks for up in (element, *element.iterancestors())}
        self.out = Survey()
        self.lines: list[tuple[str, int]] = []
        self.parts: list[str] = []
        self.linked = 0
        self.in_links = 0
        self.breaks_kept = 0  # open elements in which a line break of the source is one of the text
        self.owners: list[HtmlElement] = [root]
        self.cells: list[HtmlElement | None] = [None]
        self.images: list[HtmlElement] = []

    def run(self) -> Survey:
        blocks, spans, breaks, kinds = self.out.blocks, self.out.spans, self.breaks, KINDS.get
        starts: list[int] = []
        asides: list[HtmlElement] = []
        walk = etree.iterwalk(self.root, events=("start", "end", "comment"))
        skipped: HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                tag = element.tag
                kind = kinds(tag) or ("break" if breaks and element in breaks else "")
                style = element.get("style")
                hidden: object = (style and hides(style[:300])) or element.get("hidden") is not None
                if hidden and kind != "skip" and (self.hidden or element in self.visible or is_folded(element)):
                    hidden = None
                    self.visible.add(element)
                if kind == "skip" or hidden:
                    self.out.hidden += kind != "skip"
                    skipped = element
                    walk.skip_subtree()
                    continue
                if kind == "break":
                    if self.parts or self.lines or self.images:
                        self._flush()
                    starts.append(len(blocks))
                    if tag == "pre" or (style and keeps_breaks(style[:300])):
                        self.breaks_kept += 1
                    self.owners.append(element)
                    self.cells.append(element if tag in ("td", "th") else self.cells[-1])
                    if (tag in ASIDE_TAGS or self._named_aside(element)) and element not in self.visible:
                        asides.append(element)
                elif kind == "link":
                    self.in_links += element.get("href") is not None
                elif kind == "br":
                    self._end_line()
                elif kind == "img":
                    self.images.append(element)
                    if not self._has_text():
                        self._flush()
                elif kind == "player":
                    self._player(element)
                    skipped = element
                    walk.skip_subtree()
                    continue
                if text := element.text:
                    self._text(text)
                continue
            if event == "end":
                if element is skipped:
                    skipped = None
                else:
                    kind = kinds(element.tag) or ("break" if breaks and element in breaks else "")
                    if kind == "break":
                        if self.parts or self.lines or self.images:
                            self._flush()
                        if element.tag == "pre" or ((style := element.get("style")) and keeps_breaks(style[:300])):
                            self.breaks_kept -= 1
                        self.owners.pop()
                        self.cells.pop()
                        spans[element] = (starts.pop(), len(blocks))
                    elif kind == "link":
                        self.in_links -= element.get("href") is not None
                if element is self.root:
                    break
            else:
                self._comment(element)
            if text := element.tail:
                self._text(text)
        self._flush()
        self._mark_asides(sorted(spans[element] for element in asides))
        return self.out

    def _mark_asides(self, ranges: list[tuple[int, int]]) -> None:
        """Mark the blocks of the parts named as not being the article, but for one that holds most of the page's sentences."""
        blocks = self.out.blocks
        prose = [0, *accumulate(len(b.text) if len(b.text) >= 40 and b.links * 2 < len(b.text) else 0 for b in blocks)]
        self.out.asides = [(start, end) for start, end in ranges if (prose[end] - prose[start]) * 2 <= prose[-1]]
        reached = 0
        for start, end in self.out.asides:
            for index in range(max(start, reached), end):
                blocks[index].aside = True
            reached = max(reached, end)

    @staticmethod
    def _named_aside(element: HtmlElement) -> bool:
        names = element.get("class")
        if names and is_aside_name(names[:200]):
            return True
        ident = element.get("id")
        return bool(ident) and is_aside_name(ident[:100])

    def _text(self, text: str) -> None:
        if self.breaks_kept and "\n" in text:
            for line in text.split("\n")[:-1]:
                self.parts.append(line)
                self._end_line()
            text = text.rsplit("\n", 1)[1]
        if self.parts or text.strip(" \t\r\n"):
            self.parts.append(text)
            if self.in_links:
                self.linked += len(text.strip(_STRIP))

    def _has_text(self) -> bool:
        return any(part.strip(_STRIP) for part in self.parts)

    def _comment(self, element: HtmlElement) -> None:
        text = element.text
        if text and len(text) < 60 and (mark := COMMENT_MARKS.get("".join(text.split()).lower())):
            self._flush()
            self.out.marks.append((mark, len(self.out.blocks)))

    def _player(self, element: HtmlElement) -> None:
        self._flush()
        self.out.blocks.append(Block("", element, kind="player", cell=self.cells[-1]))

    def _end_line(self) -> None:
        self.lines.append((_BLANKS.sub(" ", "".join(self.parts)).strip(" "), self.linked))
        self.parts.clear()
        self.linked = 0

    def _flush(self) -> None:
        """Close the block under way: its paragraphs, then the pictures that stood in it."""
        blocks = self.out.blocks
        if self.parts or self.lines:
            self._end_line()
            owner, cell = self.owners[-1], self.cells[-1]
            if len(self.lines) == 1:
                text, links = self.lines[0]
                if text := text.strip(_STRIP):
                    blocks.append(Block(text, owner, min(links, len(text)), cell=cell))
            else:
                for text, links in paragraphs(self.lines):
                    blocks.append(Block(text, owner, min(links, len(text)), cell=cell))
            self.lines.clear()
        if self.images:
            blocks.extend(Block("", image, kind="image", cell=self.cells[-1]) for image in self.images)
            self.images.clear()


def paragraphs(lines: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The paragraphs of a block's lines (text, linked characters).

    A line break parts paragraphs where an empty line or an indented one follows, or where the block is a run of long lines that
    end as sentences do; elsewhere it stays a newline.
    """
    prose = _is_run_of_paragraphs(lines)
    held: list[str] = []
    links = 0
    for text, linked in lines:
        bare = text.strip(_STRIP)
        ends = not bare or (held and (_INDENT.match(text) or (prose and _SENTENCE_END.search(held[-1]))))
        if ends and held:
            yield "\n".join(held), links
            held, links = [], 0
        if bare:
            held.append(bare)
            links += linked
    if held:
        yield "\n".join(held), links


def _is_run_of_paragraphs(lines: list[tuple[str, int]]) -> bool:
    texts = [bare for text, _ in lines if (bare := text.strip(_STRIP))]
    if len(texts) < 2:
        return False
    long = sum(len(text) >= 30 for text in texts)
    return long * 2 >= len(texts) and all(_SENTENCE_END.search(text) for text in texts if len(text) >= 30)
