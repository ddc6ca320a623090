"""An article page read as it was printed: `read_article`.

Every field is looked for where the site record says, then where the page's CMS family keeps it, then among the marks all systems
share, and last by the generic reader.
"""

from dataclasses import dataclass, replace

from newsspider.errors import NotAnArticle
from newsspider.items import Printed
from newsspider.language.boilerplate import is_boilerplate
from newsspider.language.meta_lines import is_meta_line
from newsspider.language.timestamps import printed_date
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.blocks import Content, read_content, read_pictures
from newsspider.pages.choosing import choose, left_out, told
from newsspider.pages.families import GENERIC, Family, recognise
from newsspider.pages.fields import assemble
from newsspider.pages.headline import Headline, agree, find_headline
from newsspider.pages.index import Index
from newsspider.pages.inline import Inline, find_inline
from newsspider.pages.media import Absolute
from newsspider.pages.metadata import read_metadata
from newsspider.pages.nodes import Element, css
from newsspider.pages.page import Page, parse
from newsspider.pages.page_data import Held, Where, outweighs, tell, weigh, where_more
from newsspider.pages.page_title import clean_title, is_site_name, is_site_title, squash
from newsspider.pages.reading import Reading
from newsspider.pages.refusal import refusal, refuse_endless, stub_reason
from newsspider.pages.section_heading import below_section, headline_above
from newsspider.pages.survey import Survey, survey, walk
from newsspider.pages.title_lines import lines_named
from newsspider.pages.wrapped_text import unwrap

PERHAPS_DATA = frozenset({"needs_render", "list_page", "no_text"})
"""Reasons of refusal that a text which only the page's data holds would explain."""
SAVED = lazy_pattern(r"(?:_files|\.files|_文件|\.assets)/")
"""The folder into which a browser puts a saved page's pictures."""
HEAD_LINES = 3
"""How many lines below a short headline may hold its date."""
POOR_BODY = 60
"""With fewer characters than this shown, the page's data is searched for the text."""


def read_article(page: Page, outlet: Outlet | None = None, *, fetched_at: str | None = None) -> Printed:
    """The article of a page.

    Args:
        page: the page.
        outlet: its site record; None for an unknown site.
        fetched_at: ISO 8601 in UTC; None when unknown.

    Raises NotAnArticle with the reason: list_page, forum, video_only, error_page, login, needs_render, redirect_stub, no_text, oversized.
    """
    found = walk(page.tree)
    refuse_endless(found)
    index = Index(page.tree)
    meta = read_metadata(page, index)
    family = recognise(page, index, outlet)
    bodies = _bodies(index, family, outlet)
    if not found.shows(bodies):
        found = walk(page.tree, bodies)
    unwrap(found)
    found.set_aside(bodies)
    reading = Reading(page, outlet, index, meta, family, found)
    out = _shown(reading, bodies, fetched_at)
    poor = out.reason in PERHAPS_DATA or out.size < POOR_BODY
    where = _where_more(reading, out, poor=poor)
    if where:
        if inline := _inline(reading, out, where):
            out = _with_data(reading, out, inline, fetched_at, poor=poor)
        elif poor and reading.found.hidden:  # perhaps a script shows the text
            unhidden = Reading(page, outlet, index, meta, family, survey(page.tree, bodies, hidden=True))
            other = _shown(unhidden, bodies, fetched_at)
            out = other if other.reason is None and other.size > out.size else out
    if out.reason:
        raise NotAnArticle(out.reason)
    return out.printed


@dataclass(slots=True)
class _Attempt:
    """What was read one way."""

    printed: Printed
    reason: str | None
    """Why it is no article; None when it is one."""
    headline: Headline
    agreed: bool
    """Whether the headline that the page's title names is shown."""
    span: tuple[int, int] | None
    content: Content
    marked: bool = False
    """Whether the page's own system marked the text."""
    weight: float = 0.0
    """Of the candidate that was chosen."""

    @property
    def size(self) -> int:
        return sum(map(len, self.printed.paragraphs))


def _shown(reading: Reading, bodies: list[Element], fetched_at: str | None) -> _Attempt:
    """What the page shows."""
    meta = reading.meta
    headline = _headline(reading)
    choice = choose(reading.found, bodies, headline.block)
    span = choice.span
    agreed = headline.block is not None
    if not agreed and span:
        above = headline_above(reading.found, span[0], meta.site_name)
        headline = _with_lines(reading, above) if above else headline
    elif span and (below := below_section(reading.found, headline, span[0], meta.site_name)):
        headline = _with_lines(reading, below)
    lines = (headline.text, headline.kicker, *headline.subheadlines)
    absolute = _absolute(reading)
    content = read_content(reading.found, span, headlines=lines, absolute=absolute) if span else Content()
    if span and headline.block is not None and span[0] - headline.block < 60:
        content.images = [*read_pictures(reading.found, headline.block, span[0], absolute), *content.images]
    printed = assemble(reading, headline, span, content, None, fetched_at)
    printed.bodies, printed.left_out = told(reading.found, choice), left_out(reading.found, span)
    shown = agreed and _tells_article(reading, headline)
    reason = stub_reason(reading.page, reading.found) or refusal(
        reading, printed, shown=shown, headed=headline.block is not None, marked=choice.marked
    )
    weight = choice.chosen.weight if choice.chosen else 0.0
    return _Attempt(printed, reason, headline, agreed, span, content, choice.marked, weight)


def _tells_article(reading: Reading, headline: Headline) -> bool:
    """Whether a shown headline is one of an article: no name of a site, and a short one with the line of date and source below it."""
    text, blocks = headline.text or "", reading.found.blocks
    if not is_site_title(text, reading.meta.site_name):
        return True
    if headline.block is None or is_site_name(text, reading.meta.site_name):
        return False
    below = blocks[headline.block + 1 : headline.block + 1 + HEAD_LINES]
    return any(is_meta_line(block.text) and printed_date(block.text) and not block.links for block in below)


def _absolute(reading: Reading) -> Absolute:
    """What makes addresses of pictures absolute: the page's address, else what it calls its own; no copies saved beside a page."""
    page, own = reading.page, reading.meta.canonical
    if page.base_url or not own:
        return page.absolute
    return lambda href: None if SAVED.search(href) else page.absolute(href, own)


def _where_more(reading: Reading, shown: _Attempt, *, poor: bool) -> Where | None:
    """Where the page's data may hold a longer text than the one shown; anywhere for a `poor` one."""
    if poor:
        return Where()
    texts, hidden = shown.printed.paragraphs, bool(reading.found.hidden)
    return (
        where_more(reading.page, reading.meta.body, shown.headline.text, texts, hidden=hidden) if shown.reason is None else None
    )


def _with_data(reading: Reading, shown: _Attempt, inline: Inline, fetched_at: str | None, *, poor: bool) -> _Attempt:
    """The article with the text that the page's data holds, where that outweighs the shown one; a `poor` text is no match for it."""
    headline = shown.headline
    text = headline.text if shown.agreed else inline.headline or headline.text
    held = _held(reading.page, inline, text, shown)
    taken = shown.reason is not None or (poor and not held.agrees) or outweighs(held, shown.weight, marked=shown.marked)
    bodies = tell(shown.printed.bodies, held, taken=taken)
    if not taken:
        shown.printed.bodies = bodies
        return shown
    headline.text = text
    content, span = held.content, shown.span if headline.block is None else None
    if held.agrees and shown.span and shown.reason is None:  # the lines round the shown part are those of the article
        content, span = replace(shown.content, paragraphs=content.paragraphs), shown.span
        content.images = held.content.images or content.images
        content.captions += held.content.captions
        content.set_aside += held.content.set_aside
    printed = assemble(reading, headline, span, content, inline, fetched_at)
    printed.bodies = bodies
    reason = refusal(reading, printed, shown=True, headed=True, marked=True)
    return _Attempt(printed, reason, headline, shown.agreed, span, content, marked=True, weight=held.weight)


def _bodies(index: Index, family: Family, outlet: Outlet | None) -> list[Element]:
    """The elements that may be the body by name, most trusted first."""
    out: list[Element] = []
    if outlet and (selector := outlet.selectors.get("body")):
        out += css(selector)(index.tree)[:10]
    for selector in family.fields.get("body", ()):
        out += [element for element, _ in zip(index.find(selector), range(5), strict=False)]
    return list(dict.fromkeys(out))[:24]


def _headline(reading: Reading) -> Headline:
    """The headline with kicker and subheadlines."""
    meta, found = reading.meta, reading.found
    marked: list[tuple[str, int | None]] = []
    cleaned = clean_title(meta.title, meta.site_name)
    title, nameless = squash(cleaned), is_site_title(cleaned, meta.site_name)
    for element in reading.elements("headline"):
        text = " ".join(reading.lines(element))
        if len(text) >= 2 and (
            element.tag not in ("h1", "h2")
            or agree(squash(text), title)
            or (nameless and not is_site_title(text, meta.site_name))
        ):
            marked.append((text, reading.place(element)))
    marked += [(text, None) for text in meta.headlines]
    return _with_lines(reading, find_headline(found, marked=marked, title=meta.title, site_name=meta.site_name))


def _with_lines(reading: Reading, out: Headline) -> Headline:
    """A headline with its kicker and subheadlines."""
    meta, found = reading.meta, reading.found
    whole = squash(out.text or "")
    kickers = _lines_near(reading, "kicker", out.block)
    subs = _lines_near(reading, "subheadline", out.block)
    if out.block is not None:
        kickers = [(lines, place) for lines, place in kickers if place is not None and place < out.block]
        subs = [(lines, place) for lines, place in subs if place is not None and place > out.block]
        if not subs and not meta.subheadlines:
            subs = _heading_beside(found, out.block, 1)
        if not kickers and not meta.kicker:
            kickers = _heading_beside(found, out.block, -1)
    above = [" ".join(lines) for lines, _ in kickers]
    out.kicker = (
        next((text for text in above if 2 <= len(text) <= 120 and squash(text) not in whole), None) or out.kicker or meta.kicker
    )
    below = dict.fromkeys(line for lines, _ in subs for line in lines if 2 <= len(line) <= 200 and squash(line) not in whole)
    out.subheadlines = list(below) or out.subheadlines or meta.subheadlines
    return out


def _lines_near(reading: Reading, field: str, headline: int | None) -> list[tuple[list[str], int | None]]:
    """(lines, block) of kicker or subheadline: where the site or family keeps them, else by usual class names near the headline."""
    found = [(reading.lines(element), reading.place(element)) for element in reading.elements(field)]
    if found or headline is None:
        return found
    named = [element for selector in GENERIC.fields[field] for element in reading.index.find(selector)]
    places = [(reading.lines(element), reading.place(element)) for element in named]
    near = [(lines, place) for lines, place in places if place is not None and abs(place - headline) <= 4]
    return [*(near or lines_named(reading.found, field, headline))]


def _heading_beside(found: Survey, block: int, step: int) -> list[tuple[list[str], int | None]]:
    """A heading of lower rank straight above (step -1) or below (1) the headline, in the same element: kicker or subheadline.

    A line below that begins with a dash is a subheadline whatever its element.
    """
    here, place = found.blocks[block].owner, block + step
    if not 0 <= place < len(found.blocks):
        return []
    beside = found.blocks[place]
    text, rank = beside.text, beside.owner.tag
    if step == 1 and text.startswith("——") and 6 <= len(text) <= 60 and not text.endswith("。") and not beside.links:
        return [([text], place)]
    if (
        here.tag not in ("h1", "h2", "h3")
        or rank not in ("h2", "h3", "h4", "h5", "h6")
        or rank <= here.tag
        or beside.above != found.blocks[block].above
        or beside.links
    ):
        return []
    fits = 4 <= len(text) <= 60 and not is_meta_line(text) and not is_boilerplate(text) and not text.endswith(("。", "：", ":"))
    return [([text], place)] if fits and (step == 1 or not is_site_title(text, "")) else []


def _inline(reading: Reading, shown: _Attempt, where: Where) -> Inline | None:
    """The article in the page's data, if it is the one that the page's title names."""
    meta, headline = reading.meta, shown.headline
    if meta.body and len(meta.body) >= max(POOR_BODY, shown.size):
        return Inline(meta.body, headline.text)
    title = clean_title(meta.title, meta.site_name) or headline.text or ""
    return find_inline(reading.page.tree, title, where.scripts, where.opening)


def _held(page: Page, inline: Inline, headline: str | None, shown: _Attempt) -> Held:
    """The text that the page held as data, weighed against the shown one."""
    text = inline.html
    if "<" not in text:
        text = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    found = survey(parse(f"<html><body>{text}</body></html>"))
    content = read_content(found, (0, len(found.blocks)), headlines=(inline.headline, headline), absolute=page.absolute)
    return weigh(found, inline, content, shown.printed.paragraphs, marked=shown.marked)
