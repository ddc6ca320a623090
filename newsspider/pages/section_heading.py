"""The headline of a page whose title and first heading name the site or the section alone: the line above the text that it tells of."""

from collections.abc import Iterator

from newsspider.language.boilerplate import is_boilerplate, is_related_heading
from newsspider.language.grammar import read_line
from newsspider.language.meta_lines import is_meta_line
from newsspider.language.timestamps import printed_date
from newsspider.language.titles import ends_as_section
from newsspider.pages.captions import is_bold, is_centred
from newsspider.pages.headline import RANKS, Headline, bare_headline, names_heading, one_line
from newsspider.pages.page_title import is_site_name, is_site_title, squash
from newsspider.pages.survey import Survey

BEFORE, WITHIN = 15, 3
"""How many blocks before the text's beginning, and inside it, may hold its headline."""
MOST_TOLD = 4_000
"""Characters of each of them that are looked at."""
TOLD = 12
"""Blocks of the text whose words are held against a line."""
LOW_RANKS = {"h4": 5.0, "h5": 5.0, "h6": 5.0}
OFFICE = 20
"""Characters of an office's name."""
SHARE = 0.4
"""Part of a headline's pairs of letters that its text holds at least."""


def headline_above(found: Survey, start: int, site_name: str) -> Headline | None:
    """The heading next above the text, for pages whose title names the site or the section alone; None without one.

    Args:
        found: the page.
        start: index of the text's first block.
        site_name: the site's name; empty when unknown.
    """
    best: tuple[float, int] | None = None
    for index in _lines(found, max(0, start - BEFORE), start + WITHIN, site_name):
        owner = found.blocks[index].owner
        rank = RANKS.get(owner.tag, LOW_RANKS.get(owner.tag, 5.0 if names_heading(owner) else 0.0))
        if not rank and index < start and is_centred(found.blocks[index]) and is_bold(owner):
            rank = 2.0
        if rank and (best is None or rank >= best[0]):
            best = (rank, index)
    if best is None:
        best = next(((1.0, index) for index in _above_date(found, max(0, start - BEFORE), start, site_name)), None)
    return _made(found, best[1]) if best else None


def below_section(found: Survey, heading: Headline, start: int, site_name: str) -> Headline | None:
    """The headline below a heading that names a section or an office; None where the heading is the headline for all that is known.

    A short heading is a section's when it ends as sections do, is linked elsewhere on the page or is of three letters; the text
    tells of its headline, so that the line's words come in it, those of the section not.

    An office's name at the head of its site is no headline, however much the text tells of it.

    Args:
        found: the page.
        heading: what was found, with its block.
        start: index of the text's first block.
        site_name: the site's name; empty when unknown.
    """
    text, place = heading.text or "", heading.block
    office = _is_office(text)
    if (
        place is None
        or not 0 <= start - place <= BEFORE
        or not (office or is_site_title(text, site_name))
        or not _is_section(found, place, text)
    ):
        return None
    least = max(SHARE, _share(found, text, start, place) + 0.15)

    def fits(index: int) -> bool:
        return _share(found, found.blocks[index].text, start, index) >= (
            SHARE / 2 if office and _stands_apart(found, place, index) else least
        )

    best: tuple[float, int] | None = None
    for index in _lines(found, place + 1, start + WITHIN, site_name):
        owner = found.blocks[index].owner
        rank = RANKS.get(owner.tag, LOW_RANKS.get(owner.tag, 3.0 if names_heading(owner) else 0.0))
        if rank and (best is None or rank > best[0]) and fits(index):
            best = (rank, index)
    if best is None:
        best = next(((1.0, index) for index in _above_date(found, place + 1, start, site_name) if fits(index)), None)
    return _made(found, best[1]) if best else None


def _made(found: Survey, place: int) -> Headline:
    return Headline(bare_headline(one_line(found.blocks[place].text), found, place, ""), place)


def _lines(found: Survey, first: int, end: int, site_name: str) -> Iterator[int]:
    """The blocks of a range that may be a headline by their words."""
    for index in range(first, min(end, len(found.blocks))):
        block = found.blocks[index]
        text = block.text
        if (
            6 <= len(text) <= 80
            and not block.links
            and not block.aside
            and not text.endswith(("..", "…"))  # a title cut short, as in a list
            and not is_site_name(text, site_name)
            and not is_boilerplate(text)
            and not is_meta_line(text)
        ):
            yield index


def _above_date(found: Survey, first: int, start: int, site_name: str) -> Iterator[int]:
    """Lines without any mark of a heading that stand right above the line of date and source."""
    for index in _lines(found, first, start, site_name):
        text, below = found.blocks[index].text, found.blocks[index + 1].text
        if text.endswith(("。", "：", ":", "；")) or is_related_heading(text) or text.startswith("——"):
            continue
        if is_meta_line(below) and printed_date(below) and _share(found, text, start, index) >= SHARE:
            yield index


def _is_section(found: Survey, place: int, text: str) -> bool:
    """Whether a short heading names a section or the site."""
    if len(squash(text)) <= 3 or ends_as_section(text) or len(squash(text)) >= 6:  # the last is a site's name by its words
        return True
    bare = text.strip()
    return any(block.links and bare in block.text for index, block in enumerate(found.blocks) if index != place)


def _stands_apart(found: Survey, place: int, index: int) -> bool:
    """Whether a line stands in another part of the page than the heading above it, or below the name of a section."""
    between = found.blocks[place + 1 : index]
    own, other = found.blocks[place].owner.getparent(), found.blocks[index].owner.getparent()
    return own != other or any(block.text and is_site_title(block.text, "") for block in between)


def _is_office(text: str) -> bool:
    """Whether a heading is the name of an office, which heads all pages of its site, and nothing else."""
    return len(text) <= OFFICE and any(token.kind in "ef" and token.text == text for token in read_line(text).tokens)


def _share(found: Survey, line: str, start: int, own: int) -> float:
    """The part of a line's pairs of letters that come in the text."""
    told = squash(
        "".join(block.text[:MOST_TOLD] for index, block in enumerate(found.blocks[start : start + TOLD], start) if index != own)
    )
    letters = squash(line)
    pairs = [letters[at : at + 2] for at in range(len(letters) - 1)]
    return sum(pair in told for pair in pairs) / len(pairs) if pairs else 0.0
