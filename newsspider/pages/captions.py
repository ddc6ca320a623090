"""Which text is the caption of the picture before it: by element and class name, by its words, by its place and setting."""

import re
from itertools import islice

from newsspider.language.captions import opens_caption, split_caption
from newsspider.language.lines import byline
from newsspider.language.meta_lines import is_credit_line
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.elements import BREAKS
from newsspider.pages.nodes import Element
from newsspider.pages.survey import Block

CAPTION_NAMES = frozenset(
    """caption figcaption img_caption imgcaption img-caption image-caption pic-caption pic_caption photo-caption picdesc pic_desc pic-desc
    img_descr img-desc img_desc imgdesc image-desc image_desc pictext pic_text pic-text pictxt imgtxt img_txt img-text imgtext
    imgnote img-note img_note picnote pic-note zhushi tushuo tuzhu tupianshuoming photo-desc photo_desc picinfo pic_info
    img-info image-info wp-caption-text f_center_caption pgc-img-caption bjh-image-caption image-title""".split()
)
"""Names (class, in lower case) under which captions are printed."""

CAPTION_WORDS = frozenset({"caption", "tushuo", "shuoming"})
"""Words of other such names."""
_WORDS = lazy_pattern("[-_]+")
_CENTRED = lazy_pattern(r"text-align\s*:\s*center", re.I)
_SENTENCE_END = lazy_pattern(r"[。！？!?]”?$")
_CAPTION_LIMIT = 150
MOST_PARTS = 4
"""How many elements a part made for one picture holds."""
TOLD = 30
"""Characters of a sentence that is text rather than a caption where nothing but its place beside a picture speaks for one."""
_BESIDE = {"p": 100, "figure": 150, "center": 100, "td": 40}
"""Element -> how long a text in the same element as the picture may be to be its caption."""


def is_caption(block: Block, image: Element, *, centred: bool) -> bool:
    """Whether the text that follows a picture is its caption.

    Args:
        block: the text block after it.
        image: the picture.
        centred: whether the whole text is centred, so that being centred means nothing.
    """
    text, owner = block.text, block.owner
    if len(text) > 2 * _CAPTION_LIMIT or "视频" in text[:8]:
        return False
    if is_marked_caption(block):
        return True
    if len(text) > _CAPTION_LIMIT or is_credit_line(text):
        return False
    if names_maker(text) or opens_caption(text):
        return True
    if byline(text):
        return False
    holder = next((up for up in image.iterancestors() if up.tag in BREAKS), None)
    tag = owner.tag
    if len(text) <= _BESIDE.get(tag, 0) and holder == owner:
        return tag == "figure" or not _is_told(text) or is_centred(block)
    if holder is not None and holder.row == block.above and not _is_told(text) and _holds_only(holder, text):
        return True
    return not centred and is_centred(block) and not is_bold(owner) and len(text) <= 100


def _holds_only(holder: Element, text: str) -> bool:
    """Whether an element round a picture holds a text and nothing else: a part made for the picture."""
    if holder.tag in ("body", "html") or next(islice(holder.children(), MOST_PARTS, None), None) is not None:
        return False
    return "".join(holder.text_content().split()) == "".join(text.split())


def _is_told(text: str) -> bool:
    """Whether a text is made of whole sentences as long as a paragraph's."""
    return len(text) >= TOLD and _SENTENCE_END.search(text) is not None


def names_maker(text: str) -> bool:
    """Whether a line ends with who made or gave a picture: `郑小山 摄`."""
    return split_caption(text)[1] is not None


def caption_lines(block: Block) -> tuple[str, str]:
    """(caption, what is no longer caption) of a caption's block: its lines up to the first that is complete, more where they name a maker.

    What the page itself calls a caption is one as a whole.
    """
    lines = block.text.split("\n")
    end = len(lines) if is_marked_caption(block) else 1
    while end < len(lines) and (names_maker(lines[end]) or opens_caption(lines[end]) or not _complete(lines[end - 1])):
        end += 1
    return "\n".join(lines[:end]), "\n".join(lines[end:])


def _complete(line: str) -> bool:
    return _SENTENCE_END.search(line) is not None or names_maker(line) or (opens_caption(line) and len(line) <= 4)


def is_marked_caption(block: Block) -> bool:
    """Whether the page itself calls a text a caption, by element or class name."""
    owner = block.owner
    return owner.tag == "figcaption" or _named_caption(owner) or ((up := owner.getparent()) is not None and _named_caption(up))


def is_centred(block: Block) -> bool:
    """Whether the element of a block or the one round it centres its text."""
    for row in (block.row, block.above):
        if row < 0:
            return False
        if block.columns.tags[row] == "center":
            return True
        attributes = block.columns.attributes(row)
        if (attributes.get("align") or "").lower() == "center" or _CENTRED.search(attributes.get("style") or ""):
            return True
    return False


def _named_caption(element: Element) -> bool:
    names = element.get("class")
    return names is not None and any(
        name in CAPTION_NAMES or not CAPTION_WORDS.isdisjoint(_WORDS.split(name)) for name in names.lower().split()
    )


def is_bold(element: Element) -> bool:
    """Whether something in the element is set in bold."""
    return next(element.iterdescendants("strong", "b"), None) is not None


def mostly_centred(blocks: list[Block]) -> bool:
    """Whether most of the longer texts are centred."""
    texts = [block for block in blocks if len(block.text) >= 30]
    return bool(texts) and sum(is_centred(block) for block in texts) * 2 > len(texts)
