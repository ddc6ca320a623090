"""Which text is the caption of the picture before it: by element and class name, by its words, by its place and setting."""

import re

from lxml.html import HtmlElement

from newsspider.pages.elements import BREAKS
from newsspider.pages.furniture import is_credit_line
from newsspider.pages.survey import Block

CAPTION_NAMES = frozenset(
    """caption figcaption img_caption imgcaption img-caption image-caption pic-caption pic_caption photo-caption picdesc pic_desc pic-desc
    img_descr img-desc img_desc imgdesc image-desc image_desc pictext pic_text pic-text pictxt imgtxt img_txt img-text imgtext
    imgnote img-note img_note picnote pic-note zhushi tushuo tuzhu tupianshuoming photo-desc photo_desc picinfo pic_info
    img-info image-info wp-caption-text f_center_caption pgc-img-caption bjh-image-caption image-title""".split()
)
"""Names (class, in lower case) under which captions are printed."""

_MEDIA_CREDIT = re.compile(
    r"(?:摄|供图|摄影|资料图片?|资料照片|截图|制图|绘图?|配图|图源网络|新华社发|中新社发|视觉中国|摄像)\s?[)）】\]。]?$|\s摄\s?/\s?文$|(?:图|图片)(?:/|来源[:：]|自)[^。]{1,20}$"
)
_PICTURE_LEAD = re.compile(
    r"(?:图为|图示|图[:：]|图[\d一二三四五六七八九十]{1,3}|上图|下图|左图|右图|组图[:：]|资料图|[▲△↑⬆◀◁←](?!.{0,6}视频)|[（(]?图(?:片来源|源|/))"
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_CAPTION_LIMIT = 150
_BESIDE = {"p": 100, "figure": 150, "center": 100, "td": 40}
"""Element -> how long a text in the same element as the picture may be to be its caption."""


def is_caption(block: Block, image: HtmlElement, *, centred: bool) -> bool:
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
    if is_media_credit(text) or _PICTURE_LEAD.match(text):
        return True
    holder = next((up for up in image.iterancestors() if up.tag in BREAKS), None)
    if len(text) <= _BESIDE.get(owner.tag, 0) and holder is owner:
        return True
    return not centred and is_centred(owner) and not is_bold(owner) and len(text) <= 100


def is_media_credit(text: str) -> bool:
    """Whether a line ends with who made or gave a picture: `郑小山 摄`."""
    return _MEDIA_CREDIT.search(text) is not None


def is_marked_caption(block: Block) -> bool:
    """Whether the page itself calls a text a caption, by element or class name."""
    owner = block.owner
    return owner.tag == "figcaption" or _named_caption(owner) or ((up := owner.getparent()) is not None and _named_caption(up))


def is_centred(element: HtmlElement) -> bool:
    """Whether the element or the one round it centres its text."""
    for here in (element, element.getparent()):
        if here is None:
            return False
        if here.tag == "center" or (here.get("align") or "").lower() == "center" or _CENTRED.search(here.get("style") or ""):
            return True
    return False


def _named_caption(element: HtmlElement) -> bool:
    names = element.get("class")
    return bool(names) and any(name in CAPTION_NAMES for name in names.lower().split())


def is_bold(element: HtmlElement) -> bool:
    """Whether something in the element is set in bold."""
    return next(element.iterdescendants("strong", "b"), None) is not None


def mostly_centred(blocks: list[Block]) -> bool:
    """Whether most of the longer texts are centred."""
    texts = [block for block in blocks if len(block.text) >= 30]
    return bool(texts) and sum(is_centred(block.owner) for block in texts) * 2 > len(texts)
