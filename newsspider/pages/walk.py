"""One walk over a parsed page: its elements and its visible text as flat columns.

Everything that is read of a page is read from these columns: an element is a row, a paragraph is a number, and whether one lies
in another is a comparison of numbers. No object is made for an element that nobody asks for.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from newsspider.errors import NotAnArticle
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import ASIDE_TAGS, COMMENT_MARKS, KINDS, hides, is_aside_name, keeps_breaks
from newsspider.pages.line_breaks import STRIP, paragraphs

_BLANKS = lazy_pattern(r"[ \t\r\n\f\v]+")
_SPACES = " \t\r\n"
_End = tuple[int, int, int, bool]
"""What the end of an element that breaks the text restores or tells: the element and the cell round it, its first block, whether it kept
line breaks."""
_LINK: _End = (-1, -1, -1, False)
"""The same of a link."""
_NO_ELEMENTS: dict[str | None, str] = {"-comment": "comment", "-text": "none", "-doctype": "none", None: "none"}
_KINDS: dict[str | None, str] = dict(_NO_ELEMENTS)
_KINDS.update(KINDS)
_NOTHING = frozenset[int]()
LEAVES = frozenset({"script", "style", "meta", "link", "title", "textarea", "input", "area"})
"""Elements that no reader sees and that hold no others."""
CELLS = frozenset({"td", "th"})
PREFORMATTED = frozenset({"pre"})
"""Elements that show the line breaks of the source."""
WITHOUT_EVENTS = 1
"""lexbor tells nobody what it builds: parsing is faster, and no `<selectedcontent>` is filled in."""
MOST_ROWS = 100_000
"""Elements: more are no page."""
MARK = 60
"""Characters of a comment that may enclose a body, and more."""


@dataclass(slots=True)
class Shown:
    """What a page shows, in document order: one entry a block in each of the first five."""

    texts: list[str] = field(default_factory=list)
    """Stripped; line breaks inside as newlines. Empty for a picture or a player."""
    owners: list[int] = field(default_factory=list)
    """Row of the element that holds the block: the nearest block-level one, or the picture or player itself."""
    links: list[int] = field(default_factory=list)
    """How many of the characters are linked."""
    kinds: list[str] = field(default_factory=list)
    """text, image or player."""
    cells: list[int] = field(default_factory=list)
    """Row of the innermost table cell round it; -1 without one."""

    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Row of each block-level element that was entered -> range of its blocks, in the order in which the elements end."""
    asides: list[int] = field(default_factory=list)
    """Rows of the elements named as not being the article."""
    marks: list[tuple[str, int]] = field(default_factory=list)
    """(start or end, index of the next block) of the comments that enclose the body."""
    hidden: list[int] = field(default_factory=list)
    """Rows of the hidden elements that were left out; those inside them are not told."""


class Columns:
    """The elements of a page by row: their number in document order, `html` being 0.

    Texts, comments and what a `template` holds have no row.
    """

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self._nodes: list[Any] = []
        self._attributes: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.parents: list[int] = []
        """Row of the element round each; -1 for `html`."""
        self.ends: list[int] = []
        """The first row behind each element and what it holds."""
        self.classes: dict[str, list[int]] = {}
        """Class attribute as printed -> rows, of all elements, whether they are shown or not."""
        self.ids: dict[str, list[int]] = {}
        """Id as printed -> rows."""
        self.comments: list[str] = []
        """What the page's comments hold, stripped; those beside `html` included."""
        self.shown = _walk(self, self._parser.root, fill=True)

    def show(self, breaks: Collection[int] = (), entered: Collection[int] = (), *, every: bool = False) -> Shown:
        """What the page shows otherwise.

        Args:
            breaks: rows of elements that are block-level whatever their tag.
            entered: rows of elements that are entered even when they are hidden, and that are the article by whatever name.
            every: whether all hidden elements are entered.
        """
        return _walk(self, self._parser.root, frozenset(breaks), frozenset(entered), every=every, fill=False)

    def attributes(self, row: int) -> dict[str, str | None]:
        """The attributes of an element; None or empty for one without a value."""
        return self._attributes[row]

    def attribute(self, row: int, name: str) -> str | None:
        """An attribute of an element, empty for one without a value; None where there is none."""
        attributes = self._attributes[row]
        value = attributes.get(name)
        return value if value is not None else "" if name in attributes else None

    def text(self, row: int) -> str:
        """The text before the first element or comment inside an element."""
        return _run(self._nodes[row].first_child)

    def tail(self, row: int) -> str:
        """The text behind an element, up to the next element or comment."""
        return _run(self._nodes[row].next)

    def content(self, row: int) -> str:
        """The whole text inside an element, scripts included."""
        return str(self._nodes[row].text(deep=True))

    def pieces(self, row: int) -> list[str]:
        """The whole text inside an element, a piece for each text between two tags."""
        whole = self._nodes[row].text(deep=True, separator="\0")
        return whole.split("\0") if whole else []

    def markup(self, row: int) -> str:
        """The markup inside an element; that of a `template`, too."""
        return markup_inside(self._nodes[row])

    def select(self, selector: str, row: int = 0) -> list[int]:
        """The rows of what a CSS selector finds in an element, which may be the element itself; each once, in document order."""
        found = {self._rows.get(node.mem_id, -1) for node in self._nodes[row].css(selector)}
        return sorted(found - {-1})

    @cached_property
    def _rows(self) -> dict[int, int]:
        """Address of a node -> row; the nodes are kept, so that no address is used twice."""
        return {node.mem_id: row for row, node in enumerate(self._nodes)}


def mark_of(comment: str) -> str | None:
    """Whether a comment stands before a body ("start") or behind one ("end"); None for any other."""
    return COMMENT_MARKS.get("".join(comment.split()).lower()) if len(comment) < MARK else None


def markup_inside(node: Any) -> str:
    """The markup inside an element of the parser's; that of a `template`, too."""
    whole = str(node.html or "")
    return whole[whole.find(">") + 1 : whole.rfind("</")]


def _run(node: Any) -> str:
    """The text that begins with a node, up to the next element or comment."""
    parts = []
    while node is not None and (text := node.text_content) is not None:
        parts.append(text)
        node = node.next
    return "".join(parts)


def _walk(
    columns: Columns,
    root: Any,
    breaks: Collection[int] = _NOTHING,
    entered: Collection[int] = _NOTHING,
    *,
    every: bool = False,
    fill: bool,
) -> Shown:
    """Walk a tree; with `fill`, fill the columns of the elements, too.

    This loop is where most of a page's reading time goes, so it asks lexbor for as little as it can; iterative, since pages nest
    thousands deep.
    """
    out = Shown()
    texts, owners, block_links, kinds, cells = out.texts, out.owners, out.links, out.kinds, out.cells
    spans, asides, hidden, kind_of, none_of = out.spans, out.asides, out.hidden, _KINDS.get, _NO_ELEMENTS.get
    tags, parents, ends = columns.tags, columns.parents, columns.ends
    nodes, attributes, classes, ids, comments = (
        columns._nodes,
        columns._attributes,
        columns.classes,
        columns.ids,
        columns.comments,
    )
    parts: list[str] = []  # of the line under way
    linked: list[int] = []  # characters of those parts that stand in a link
    lines: list[tuple[str, int]] = []  # of the block under way that are ended
    images: list[int] = []  # pictures that stand in it
    links = 0  # how many open elements are links
    kept = 0  # how many of them show the line breaks of the source
    owner, cell = 0, -1  # the innermost open element that breaks the text, and the innermost table cell
    stack: list[tuple[Any, int, _End | None]] = []  # the open elements with their rows, and what their ends mean for the text

    def end_line() -> None:
        lines.append((_BLANKS.sub(" ", "".join(parts)).strip(" "), sum(linked)))
        parts.clear()
        linked.clear()

    def add(text: str, owner: int, links: int, kind: str, cell: int) -> None:
        """A block; without text where it is a picture or a player."""
        texts.append(text)
        owners.append(owner)
        block_links.append(links)
        kinds.append(kind)
        cells.append(cell)

    def flush(owner: int, cell: int) -> None:
        """Close the block under way: its paragraphs, then the pictures that stood in it."""
        if lines:
            end_line()
            for text, count in paragraphs(lines):
                add(text, owner, min(count, len(text)), "text", cell)
            lines.clear()
        elif parts:
            text = (parts[0] if len(parts) == 1 else "".join(parts)).strip(STRIP)
            if "  " in text or not text.isprintable():  # of all blanks, only a single space is printable
                text = _BLANKS.sub(" ", text).strip(STRIP)
            if text:
                add(text, owner, min(sum(linked), len(text)) if linked else 0, "text", cell)
            parts.clear()
            linked.clear()
        for image in images:
            add("", image, 0, "image", cell)
        images.clear()

    def last_line(text: str) -> str:
        """The last line of a text whose line breaks are shown; the lines before it are ended."""
        *before, last = text.split("\n")
        for line in before:
            parts.append(line)
            end_line()
        return last

    def pass_by(top: Any, first: int) -> None:
        """Take the rows of what an element that is not read holds."""
        node, row = top.first_child, first
        inside: list[tuple[Any, int]] = [(top, first)]
        while True:
            while node is None:
                node, row = inside.pop()
                ends[row] = len(tags)
                if not inside:
                    return
                row, node = inside[-1][1], node.next
            tag = node.tag
            if (kind := none_of(tag)) is None:
                here = len(tags)
                if attrs := node.attributes:
                    if name := attrs.get("class"):
                        classes.setdefault(name, []).append(here)
                    if name := attrs.get("id"):
                        ids.setdefault(name, []).append(here)
                nodes.append(node)
                tags.append(tag)
                parents.append(row)
                ends.append(here + 1)
                attributes.append(attrs)
                if here == MOST_ROWS:
                    raise NotAnArticle("oversized", f"more than {MOST_ROWS:,} elements")
                if tag not in LEAVES:
                    inside.append((node, here))
                    row, node = here, node.first_child
                    continue
            elif kind == "comment":
                comments.append(node.comment_content or "")
            node = node.next

    if fill:
        comments += [beside.comment_content or "" for beside in _beside(root, "prev")[::-1] if beside.is_comment_node]
    node, above, row, count = root, -1, 0, 0
    while True:
        if (text := node.text_content) is not None:
            if text and (parts or kept or text[0] > " " or text.strip(_SPACES)):
                parts.append(text if not kept else last_line(text))
                if links:
                    linked.append(len(parts[-1].strip(STRIP)))
            node = node.next
        elif (kind := kind_of(tag := node.tag, "")) != "none" and kind != "comment":
            row = count
            count += 1
            name: str | None = ""
            ident: str | None = ""
            style = ""
            unfolded = False
            if fill:
                if attrs := node.attributes:
                    if name := attrs.get("class"):
                        classes.setdefault(name, []).append(row)
                    if ident := attrs.get("id"):
                        ids.setdefault(ident, []).append(row)
                nodes.append(node)
                tags.append(tag)
                parents.append(above)
                ends.append(count)
                attributes.append(attrs)
            elif attrs := attributes[row]:
                name, ident = attrs.get("class"), attrs.get("id")
            if breaks and row in breaks and not kind:
                kind = "break"
            if attrs and ("style" in attrs or "hidden" in attrs) and kind != "skip":
                style = (attrs["style"] or "")[:300] if "style" in attrs else ""
                if "hidden" in attrs or hides(style):
                    if every or row in entered:
                        unfolded = True
                    else:
                        hidden.append(row)
                        kind = "skip"
            if kind == "break":
                if row > MOST_ROWS:
                    raise NotAnArticle("oversized", f"more than {MOST_ROWS:,} elements")
                if parts or lines or images:
                    flush(owner, cell)
                keeps = tag in PREFORMATTED or (style != "" and keeps_breaks(style))
                stack.append((node, row, (owner, cell, len(texts), keeps)))
                if (
                    (tag in ASIDE_TAGS or (name and is_aside_name(name[:200])) or (ident and is_aside_name(ident[:100])))
                    and not unfolded
                    and row not in entered
                ):
                    asides.append(row)
                owner = above = row
                if tag in CELLS:
                    cell = row
                kept += keeps
                node = node.first_child
            elif not kind:
                stack.append((node, row, None))
                above, node = row, node.first_child
            elif kind == "link":
                if "href" in attrs:
                    stack.append((node, row, _LINK))
                    links += 1
                else:
                    stack.append((node, row, None))
                above, node = row, node.first_child
            else:
                if kind == "br":
                    end_line()
                elif kind == "img":
                    images.append(row)
                    if not any(part.strip(STRIP) for part in parts):
                        flush(owner, cell)
                elif tag not in LEAVES:
                    if kind == "player":
                        flush(owner, cell)
                        add("", row, 0, "player", cell)
                    if fill:
                        pass_by(node, row)
                    count = ends[row]
                node = node.next if stack else None  # the root itself may be hidden
        else:
            if kind == "comment":
                text = node.comment_content or ""
                if fill:
                    comments.append(text)
                if text and (mark := mark_of(text)):
                    flush(owner, cell)
                    out.marks.append((mark, len(texts)))
            node = node.next
        while node is None:
            if not stack:
                break
            node, row, end = stack.pop()
            ends[row] = count
            if end is not None:
                if end is _LINK:
                    links -= 1
                else:
                    if parts or lines or images:
                        flush(owner, cell)
                    owner, cell, start, keeps = end
                    kept -= keeps
                    spans[row] = (start, len(texts))
                    if not stack:
                        break
            above, node = stack[-1][1], node.next
        else:
            continue
        break
    if fill and count > MOST_ROWS:
        raise NotAnArticle("oversized", f"more than {MOST_ROWS:,} elements")
    if fill:
        comments += [beside.comment_content or "" for beside in _beside(root, "next") if beside.is_comment_node]
    return out


def _beside(root: Any, step: str) -> list[Any]:
    """The nodes before or behind the root, the nearest first."""
    out, node = [], root
    while (node := getattr(node, step)) is not None:
        out.append(node)
    return out
