"""Kicker and subheadlines by their names: class or id of the lines next to a headline, in whatever way a system spells them."""

from functools import lru_cache

from newsspider.language.boilerplate import is_boilerplate
from newsspider.language.meta_lines import is_meta_line
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.survey import Block, Survey

NAMES = {
    "kicker": lazy_pattern(
        r"yin(?:ti|biao)|jian(?:ti|biao)|yt(?:itle)?|kicker|eyebrow|(?:art|article|news)yt|(?:pre|intro|lead|shoulder|up|upper|top|super|over)(?:title|tit|biaoti|headline)|shoulder|overline"
    ),
    "subheadline": lazy_pattern(
        r"fu(?:ti|biao|biaoti|bt|title|tit)|f(?:bt|title)|ft|(?:art|article|news)ft|(?:sub|second|secondary|vice|deputy|small|minor|assist|attach)(?:title|tit|headline|head|heading|biaoti)|deck|standfirst|titlesub|headlinesub"
    ),
}
"""Field -> its names, letters alone: `pre_title`, `preTitle` and `pretitle` are one."""
REACH = 3
"""How many lines above or below the headline may be such."""
LONGEST = 80
_PARTS = lazy_pattern(r"[^a-z]+")


def lines_named(found: Survey, field: str, headline: int) -> list[tuple[list[str], int]]:
    """(lines, block) of the kicker above or the subheadlines below a headline, as far as lines follow one another.

    Args:
        found: the page.
        field: kicker or subheadline.
        headline: the headline's block.
    """
    step = -1 if field == "kicker" else 1
    out: list[tuple[list[str], int]] = []
    for place in range(headline + step, headline + step * (REACH + 1), step):
        if not 0 <= place < len(found.blocks):
            break
        block = found.blocks[place]
        if not block.text or block.links or len(block.text) > LONGEST or is_meta_line(block.text) or is_boilerplate(block.text):
            break
        if _named(found, block, field, headline):
            out.append((block.text.split("\n"), place))
    return out[::step]


def _named(found: Survey, block: Block, field: str, headline: int) -> bool:
    """Whether a block's element, or the one round it that does not hold the headline, has a name of the field's."""
    owner = block.owner
    up = owner.getparent()
    if is_line_name(f"{owner.get('class') or ''} {owner.get('id') or ''}"[:200], field):
        return True
    first, end = found.spans.get(block.above, (headline, headline + 1))
    return (
        up is not None
        and not first <= headline < end
        and is_line_name(f"{up.get('class') or ''} {up.get('id') or ''}"[:200], field)
    )


@lru_cache(maxsize=1024)
def is_line_name(names: str, field: str) -> bool:
    """Whether class names or an id (blank-separated) name a kicker or a subheadline.

    >>> is_line_name("news-preTitle f16", "kicker")
    True
    """
    for name in names.lower().split():
        parts = [part for part in _PARTS.split(name) if part]
        joined = ("".join(parts), "".join(parts[1:]), "".join(parts[:2]), *parts[-1:])
        if any(NAMES[field].fullmatch(part) for part in joined if part):
            return True
    return False
