"""The column that a body stands in: the prose beside it that belongs to it, and what stands below a headline without a sentence."""

from itertools import islice

from newsspider.language.boilerplate import foot_words, is_boilerplate, is_comments_heading, is_related_heading, is_rights_notice
from newsspider.language.meta_lines import is_credit_line, is_meta_line
from newsspider.language.scraps import ABSTRACT
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import is_abstract_name, is_aside_name
from newsspider.pages.media import is_picture
from newsspider.pages.nodes import Element
from newsspider.pages.survey import PROSE, Block, Survey

Span = tuple[int, int]
BETWEEN = 3
"""How many pictures, captions and cross-heads may part a body from the prose that goes on with it."""
ABOVE = 12
"""How many blocks above a body may hold its opening."""
CROSSHEAD = 20
"""Characters of a longer line without a full stop that ends a column."""
PICTURE = 50
"""What a picture counts for, in characters, where a part without sentences is weighed."""
FEWEST = 3
"""How many lines of a text without sentences there are, at least."""
LEVELS = 6
"""How far up from the headline its column is looked for."""
MOST_PLACES = 200
"""How many elements of it are looked at as places that a script may fill."""
_SENTENCE_END = lazy_pattern(r"[。！？!?…；：:][”’」』）)]?\s*$")
_NAME_PART = lazy_pattern(r"[^a-z]+")
_BODY_WORD = lazy_pattern(
    r"art(?:ic[ae]l|icle|ibody|body)?|(?:news|txt|text|main|article|detail)?(?:content|con|body|text|txt|detail)s?|zoom|zw|zhengwen|neirong|app|root"
)
"""The last word of a name under which a page keeps its text."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ROOTS = frozenset({"html"})


def widened(found: Survey, span: Span, headline: int | None) -> Span:
    """A body's range with the prose of the same column straight before and behind it.

    Args:
        found: the page.
        span: the range of the body that was chosen.
        headline: index of the headline's block; None when it is not shown, and then nothing before the body is taken.
    """
    column = _column(found, span)
    if column is None:
        return span
    low, high = found.spans[column]
    blocks, (start, end) = found.blocks, span
    last = end
    closing = next((block.text for block in reversed(blocks[start:end]) if block.kind == "text"), "")
    closed = is_credit_line(closing) or is_rights_notice(closing) or foot_words(closing) == 2
    for index in range(end, end if closed else min(high, found.foot)):
        block = blocks[index]
        if _ends_column(block) or not _in_column(block, column) or index - last > BETWEEN:
            break
        if _is_prose(block):
            last = index + 1
    first = start
    if headline is not None and headline < start:
        for index in range(start - 1, max(low - 1, headline, start - ABOVE), -1):
            block = blocks[index]
            if _ends_column(block) or not _in_column(block, column) or _is_opening(block):
                break
            if block.kind == "text":
                if not _is_prose(block):
                    break
                first = index
    return first, last


def _column(found: Survey, span: Span) -> int | None:
    """Row of the element round the one that a range covers: where what was split off from it stands."""
    start, end = span
    parents = found.columns.parents
    here = found.blocks[start].row if start < end else -1
    while here >= 0:
        around = found.spans.get(here)
        if around is not None and around[0] <= start and end <= around[1] and around != span:
            return here if found.columns.tags[here] not in _ROOTS else None
        here = parents[here]
    return None


def _in_column(block: Block, column: int) -> bool:
    """Whether a block stands right in the column, or in a part of it that holds a paragraph or two."""
    here = block.row
    for _ in range(5 if block.kind != "text" else 4):
        if here <= column:  # what is round an element has a lower row
            return here == column
        here = block.columns.parents[here]
    return False


def _ends_column(block: Block) -> bool:
    """Whether a block is none that stands between the paragraphs of one text."""
    text, size = block.text, len(block.text)
    if block.kind == "player":
        return False
    if block.aside or block.tag in ("h1", "h2"):
        return True
    if block.kind == "image":
        return _linked(block.owner)
    return (
        block.links * 2 > size
        or is_related_heading(text)
        or is_comments_heading(text)
        or is_boilerplate(text)
        or is_rights_notice(text)
        or foot_words(text) == 2
        or is_credit_line(text)
        or is_meta_line(text)
        or (size > CROSSHEAD and not _SENTENCE_END.search(text))
    )


def _is_prose(block: Block) -> bool:
    text = block.text
    return (
        block.kind == "text"
        and len(text) >= PROSE
        and block.tag not in _HEADINGS
        and block.cell < 0
        and _SENTENCE_END.search(text) is not None
    )


def _is_opening(block: Block) -> bool:
    """Whether a block above a text is its abstract, which is no part of it."""
    owner = block.owner
    near = [owner] if (up := owner.getparent()) is None else [owner, up]
    names = " ".join(f"{here.get('class') or ''} {here.get('id') or ''}"[:200] for here in near)
    return is_abstract_name(names) or ABSTRACT.match(block.text) is not None


def below_headline(found: Survey, headline: int | None) -> Span | None:
    """The part below the headline that holds a story without a sentence: pictures, a table, a roll of names. None without one."""
    if headline is None:
        return None
    heading = found.blocks[headline].owner
    here: Element | None = heading
    for _ in range(LEVELS):
        here = here.getparent() if here is not None else None
        span = found.spans.get(here.row) if here is not None else None
        if span is None or span[1] <= headline + 1:
            continue
        first = headline + 1
        while first < span[1] and _is_head(found.blocks[first]):
            first += 1
        last = next((i for i in range(first, span[1]) if _ends_story(found.blocks[i])), span[1])
        if first < last and _tells(found.blocks[first:last]):
            places = islice(here.iterdescendants("div", "section", "article", "td"), MOST_PLACES) if here is not None else ()
            return None if any(_is_empty_body(found, place, headline, first) for place in places) else (first, last)
    return None


def is_loaded(found: Survey, headline: int | None, start: int) -> bool:
    """Whether a script loads the text: headline and date stand in a column with an empty place for it, that ends before a block.

    Args:
        found: the page.
        headline: index of the headline's block.
        start: index of the first block of what else could be the text.
    """
    if headline is None:
        return False
    for here in islice(found.blocks[headline].owner.iterancestors(), LEVELS):
        span = found.spans.get(here.row)
        if span is None or span[1] > start:
            return False
        if any(is_meta_line(block.text) for block in found.blocks[headline + 1 : min(span[1], headline + ABOVE)]):
            places = islice(here.iterdescendants("div", "section", "article", "td", "script"), MOST_PLACES)
            return any(_is_place(found, inside) for inside in places)
    return False


def _is_place(found: Survey, element: Element) -> bool:
    """Whether an element is a place that a script fills, or a script itself."""
    if element.tag == "script":
        return True
    start, end = found.spans.get(element.row, (0, 1))
    named = bool(element.get("id") or element.get("class"))
    return named and not any(
        block.kind != "image" or is_picture(block.owner) for block in found.blocks[start : min(end, start + ABOVE)]
    )


def _is_empty_body(found: Survey, element: Element, headline: int, first: int) -> bool:
    """Whether an element between the headline and a block is named as the text's and shows nothing: a script is to fill it."""
    start, end = found.spans.get(element.row, (0, 0))
    if not headline < start <= first or end > first:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}"[:200].lower()
    return not is_aside_name(names) and any(_BODY_WORD.fullmatch(_NAME_PART.split(name)[-1]) for name in names.split())


def _is_head(block: Block) -> bool:
    """Whether a block is of what a page prints between headline and text."""
    text = block.text
    if block.kind != "text":
        return block.kind == "image" and not is_picture(block.owner)
    return block.aside or block.links * 2 > len(text) or is_meta_line(text) or is_boilerplate(text)


def _ends_story(block: Block) -> bool:
    text = block.text
    return block.kind == "text" and (
        block.aside
        or is_related_heading(text)
        or is_comments_heading(text)
        or foot_words(text) == 2
        or is_rights_notice(text)
        or is_credit_line(text)
    )


def _tells(blocks: list[Block]) -> bool:
    """Whether blocks without a sentence are a story: a picture that leads nowhere, a table with more than links, a roll of lines."""
    if any(block.kind == "image" and not _linked(block.owner) and is_picture(block.owner) for block in blocks):
        return True
    texts = [block for block in blocks if block.kind == "text" and not is_boilerplate(block.text)]
    told = (block for block in texts if block.links * 2 <= len(block.text))
    own = sum(not is_meta_line(line) and not line.isdigit() for block in told for line in block.text.split("\n"))
    linked = sum(block.links * 2 > len(block.text) for block in texts)
    return own >= FEWEST and own > 2 * linked


def _linked(element: Element) -> bool:
    """Whether an image stands in a link."""
    return any(up.tag == "a" and up.get("href") for _, up in zip(range(4), element.iterancestors(), strict=False))
