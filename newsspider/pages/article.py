"""An article page read as it was printed: `read_article`.

Every field is looked for where the site record says, then where the page's CMS family keeps it, then among the marks all systems
share, and last by the generic reader.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsspider.errors import NotAnArticle
from newsspider.items import Found, Printed
from newsspider.outlets import Outlet
from newsspider.pages.blocks import Content, read_content, read_pictures
from newsspider.pages.families import GENERIC, Family, recognise
from newsspider.pages.furniture import DATE, is_credit_line, is_cut, is_date_piece, is_labelled, is_meta_line, without_buttons
from newsspider.pages.generic import find_body
from newsspider.pages.headline import Headline, agree, clean_title, find_headline, headline_above, is_site_title, squash
from newsspider.pages.index import Index, text_of
from newsspider.pages.inline import Inline, find_inline
from newsspider.pages.metadata import Metadata, read_metadata, script_date, url_date
from newsspider.pages.page import Page, css
from newsspider.pages.paging import next_page
from newsspider.pages.refusal import refusal, stub_reason
from newsspider.pages.survey import Survey, survey
from newsspider.urls import netloc

HEAD_REACH = 12
"""How many blocks above the body may hold the lines of date and source when the headline is not shown."""
FOOT_REACH = 25
"""How many blocks below it."""
SHORT_BODY = 150
"""A marked body with fewer characters is checked against the generic reader's."""
POOR_BODY = 60
"""With fewer characters than this shown, the page's data is searched for the text."""
_PAGE = re.compile(r"第?\s?(?P<number>[A-Z]{0,3}\d{1,4})\s?版\s?(?:[:：\s·]\s?(?P<name>[^\s:：|>\d][^\s:：|>]{0,11}))?")
_ACCOUNT = re.compile(
    r"(?:author|media|account|nick|user|writer)[\w-]{0,30}name|(?:account|nickname|mediaName|authorName)\b", re.I
)
_NO_ACCOUNT = re.compile(r"\d|登录|注册|关注|用户|作者|[，。！？]")
_CRUMB = re.compile(r"\s*(?:>{1,2}|»|›|→)\s*|\s+/\s+")


@dataclass(slots=True)
class _Reading:
    """A page and what is known of it so far."""

    page: Page
    outlet: Outlet | None
    index: Index
    meta: Metadata
    family: Family
    found: Survey

    def elements(self, field: str) -> Iterator[HtmlElement]:
        """The elements of a field: by the site record, then by the family."""
        if self.outlet and (selector := self.outlet.selectors.get(field)):
            yield from css(selector)(self.page.tree)[:20]
        if self.family is not GENERIC:
            for selector in self.family.fields.get(field, ()):
                yield from self.index.find(selector)

    def place(self, element: HtmlElement) -> int | None:
        """The index of an element's first block; None when it shows none."""
        span = self.found.spans.get(element)
        return span[0] if span and span[0] < span[1] else None


def read_article(page: Page, outlet: Outlet | None = None, *, fetched_at: str | None = None) -> Printed:
    """The article of a page.

    Args:
        page: the page.
        outlet: its site record; None for an unknown site.
        fetched_at: ISO 8601 in UTC; None when unknown.

    Raises NotAnArticle with the reason: list_page, forum, video_only, error_page, login, script_only, redirect_stub, no_text.
    """
    index = Index(page.tree)
    meta = read_metadata(page, index)
    family = recognise(page, index, outlet)
    bodies = _bodies(index, family, outlet)
    reading = _Reading(page, outlet, index, meta, family, survey(page.tree, bodies))
    headline = _headline(reading)
    span, marked = _body_span(reading, bodies, headline)
    agreed = headline.block is not None
    if not agreed and span:
        headline = headline_above(reading.found, span[0], meta.site_name) or headline
    content = read_content(reading.found, span, headline=headline.text, absolute=page.absolute) if span else Content()
    if span and headline.block is not None and span[0] - headline.block < 60:
        content.images = [*read_pictures(reading.found, headline.block, span[0], page.absolute), *content.images]
    inline = None
    if sum(map(len, content.paragraphs)) < POOR_BODY and (inline := _inline(page, headline, meta)):
        content = _inline_content(page, inline, headline)
        headline.text = headline.text if headline.block is not None else inline.headline or headline.text
    elif reason := stub_reason(page, reading.found):
        raise NotAnArticle(reason)
    printed = _assemble(reading, headline, span, content, inline, fetched_at)
    shown = inline is not None or (agreed and not is_site_title(headline.text or "", meta.site_name))
    if reason := refusal(page, index, meta, reading.found, printed, shown=shown, marked=marked):
        raise NotAnArticle(reason)
    return printed


def _bodies(index: Index, family: Family, outlet: Outlet | None) -> list[HtmlElement]:
    """The elements that may be the body by name, most trusted first."""
    out: list[HtmlElement] = []
    if outlet and (selector := outlet.selectors.get("body")):
        out += css(selector)(index.tree)[:10]
    for selector in family.fields.get("body", ()):
        out += [element for element, _ in zip(index.find(selector), range(5), strict=False)]
    return list(dict.fromkeys(out))[:24]


def _headline(reading: _Reading) -> Headline:
    """The headline with kicker and subheadlines."""
    meta, found = reading.meta, reading.found
    marked: list[tuple[str, int | None]] = []
    cleaned = clean_title(meta.title, meta.site_name)
    title, nameless = squash(cleaned), is_site_title(cleaned, meta.site_name)
    for element in reading.elements("headline"):
        text = text_of(element)
        if len(text) >= 2 and (element.tag not in ("h1", "h2") or agree(squash(text), title) or (nameless and not is_site_title(text, meta.site_name))):
            marked.append((text, reading.place(element)))
    marked += [(text, None) for text in meta.headlines]
    out = find_headline(found, marked=marked, title=meta.title, site_name=meta.site_name)
    whole = squash(out.text or "")
    kickers = _lines_near(reading, "kicker", out.block)
    subs = _lines_near(reading, "subheadline", out.block)
    if out.block is not None:
        kickers = [(text, place) for text, place in kickers if place is not None and place < out.block]
        subs = [(text, place) for text, place in subs if place is not None and place > out.block]
        if not subs and not meta.subheadlines:
            subs = _heading_below(found, out.block)
    out.kicker = next((text for text, _ in kickers if 2 <= len(text) <= 120 and squash(text) not in whole), None) or meta.kicker
    lines = dict.fromkeys(line for text, _ in subs if 2 <= len(text) <= 200 for line in [text] if squash(line) not in whole)
    out.subheadlines = list(lines) or meta.subheadlines
    return out


def _lines_near(reading: _Reading, field: str, headline: int | None) -> list[tuple[str, int | None]]:
    """(text, block) of kicker or subheadline: where the site or family keeps them, else by usual class names near the headline."""
    lines = [(text_of(element), reading.place(element)) for element in reading.elements(field)]
    if not lines and headline is not None:
        for selector in GENERIC.fields[field]:
            near = [
                (text_of(e), p)
                for e in reading.index.find(selector)
                if (p := reading.place(e)) is not None and abs(p - headline) <= 4
            ]
            lines += near
    return lines


def _heading_below(found: Survey, block: int) -> list[tuple[str, int | None]]:
    """A heading of lower rank straight below the headline, beside it in the same element: a subheadline."""
    here = found.blocks[block].owner
    if here.tag not in ("h1", "h2") or block + 1 >= len(found.blocks):
        return []
    below = found.blocks[block + 1]
    rank = below.owner.tag
    if rank in ("h2", "h3", "h4") and rank > here.tag and below.owner.getparent() is here.getparent() and not below.links:
        if 4 <= len(below.text) <= 60 and not is_meta_line(below.text) and not below.text.endswith(("。", "：", ":")):
            return [(below.text, block + 1)]
    return []


def _body_span(reading: _Reading, bodies: list[HtmlElement], headline: Headline) -> tuple[tuple[int, int] | None, bool]:
    """The body's range of blocks, and whether it was marked: the comments that enclose it, else the first named element with
    text, else what the generic reader finds."""
    found = reading.found
    spans = [*_enclosed(found), *(found.spans[element] for element in bodies if element in found.spans)]
    best: tuple[int, tuple[int, int]] | None = None
    for start, end in spans:
        size = sum(len(b.text) - b.links for b in found.blocks[start:end])
        if size >= SHORT_BODY:
            return (start, end), True
        if best is None or size > best[0]:
            best = (size, (start, end))
    generic = find_body(found, headline.block)
    if best is None or best[0] == 0:
        return generic, False
    if generic is None:
        return best[1], True
    size = sum(len(b.text) - b.links for b in found.blocks[slice(*generic)])
    inside = generic[0] <= best[1][0] and best[1][1] <= generic[1]
    return (generic, False) if size > 3 * best[0] and not inside else (best[1], True)


def _enclosed(found: Survey) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for mark, index in found.marks:
        if mark == "start":
            start = index
        elif start is not None and index > start:
            yield start, index
            start = None


def _inline(page: Page, headline: Headline, meta: Metadata) -> Inline | None:
    """The article in the page's data, if it is the one that the page's title names."""
    if meta.body and len(meta.body) >= POOR_BODY:
        return Inline(meta.body, headline.text)
    inline = find_inline(page.tree)
    if inline is None:
        return None
    title, own = squash(meta.title or headline.text or ""), squash(inline.headline or "")
    return inline if not title or not own or agree(own, title) or len(title) < 8 else None


def _inline_content(page: Page, inline: Inline, headline: Headline) -> Content:
    """The content of a text that the page held as data."""
    text = inline.html
    if "<" not in text:
        text = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    tree = Page(page.body, f"<html><body>{text}</body></html>", page.encoding, page.url).tree
    found = survey(tree)
    return read_content(found, (0, len(found.blocks)), headline=inline.headline or headline.text, absolute=page.absolute)


def _assemble(
    reading: _Reading,
    headline: Headline,
    span: tuple[int, int] | None,
    content: Content,
    inline: Inline | None,
    fetched_at: str | None,
) -> Printed:
    page, outlet, meta, found = reading.page, reading.outlet, reading.meta, reading.found
    url = page.url or meta.canonical
    out = Printed(
        reader="inline" if inline else reading.family.name,
        encoding=page.encoding,
        content_sha256=page.content_sha256,
        url=url,
        fetched_at=fetched_at,
        headline=headline.text,
        kicker=headline.kicker,
        subheadlines=headline.subheadlines,
        paragraphs=content.paragraphs,
        images=content.images,
        videos=content.videos,
        keywords=meta.keywords,
        next_page=next_page(page, outlet),
    )
    if outlet:
        out.outlet, out.outlet_name, out.province, out.simplify = outlet.id, outlet.name, outlet.province, outlet.simplify
    elif url:
        out.outlet = out.outlet_name = netloc(url) or None
    head, foot = _head_range(found, headline, span), _foot_range(found, span, content)
    out.meta_lines = _meta_lines(reading, headline, head, foot, content)
    _marked_values(reading, out, head, foot)
    if inline:
        out.dates += inline.dates
        out.sources += inline.sources
        out.authors += inline.authors
        out.editors += inline.editors
    if not out.dates and (date := script_date(page.tree)):
        out.dates.append(date)
    if date := url_date(url, outlet):
        out.dates.append(date)
    _section(reading, out, head, headline)
    return out


def _head_range(found: Survey, headline: Headline, span: tuple[int, int] | None) -> range:
    """Blocks round and below the headline, down to the body."""
    if span is None:
        return range(0)
    start = span[0]
    place = headline.block
    if place is not None and start <= place < span[1]:
        return range(max(0, start - 3), start)
    if place is None or place >= start or start - place > 60:
        return range(max(0, start - HEAD_REACH), start)
    return range(max(0, place - 3), start)


def _foot_range(found: Survey, span: tuple[int, int] | None, content: Content) -> range:
    if span is None:
        return range(0)
    cut = content.cut
    return range(cut, min(len(found.blocks), max(cut, span[1]) + FOOT_REACH))


def _meta_lines(reading: _Reading, headline: Headline, head: range, foot: range, content: Content) -> list[str]:
    """The lines of date, source and names above the text, and the desk's below it."""
    blocks = reading.found.blocks
    lines = [text for e in reading.elements("meta_line") if 4 <= len(text := text_of(e)) <= 200 and is_meta_line(text)]
    for index in head:
        block = blocks[index]
        above = headline.block is not None and index < headline.block  # where the masthead prints today's date
        if (
            block.kind == "text"
            and block.links * 2 <= len(block.text) + 8
            and (is_labelled if above else is_meta_line)(block.text)
        ):
            lines.append(block.text)
    lines += content.set_aside
    for index in foot:
        block = blocks[index]
        if is_credit_line(block.text) or (
            is_labelled(block.text)
            and block.links * 2 <= len(block.text)
            and (not block.aside or (len(block.text) <= 60 and DATE.search(block.text)))
        ):
            lines.append(block.text)
        elif is_cut(block.text) and index > foot.start:
            break
    return list(dict.fromkeys(line for text in _whole_dates(lines) if (line := without_buttons(text))))


def _whole_dates(lines: list[str]) -> Iterator[str]:
    """The lines, the pieces of a date (`2024`, `05/15`, `08:58`) put together; a lone piece is left out."""
    pieces: list[str] = []
    for line in [*lines, ""]:
        if is_date_piece(line):
            pieces.append(line)
            continue
        if len(pieces) > 1:
            yield " ".join(pieces)
        pieces.clear()
        if line:
            yield line


def _marked_values(reading: _Reading, out: Printed, head: range, foot: range) -> None:
    """Dates, sources, authors and editors: by site record and family, then the marks all share, then names of classes near the head."""
    meta = reading.meta
    for field, target, shared in (
        ("date", out.dates, meta.dates), ("source", out.sources, meta.sources),
        ("author", out.authors, meta.authors), ("editor", out.editors, meta.editors),
    ):  # fmt: skip
        own = [Found(text, "visible") for e in reading.elements(field) if (text := text_of(e)) and len(text) <= 120]
        visible = [value for value in shared if value.origin == "visible"]
        near = [] if own or visible else list(_near(reading, field, head, foot))
        target.extend(_unique([*own, *visible, *near, *(value for value in shared if value.origin != "visible")]))

    if not out.sources and not any("源" in line for line in out.meta_lines) and (account := _account(reading, head)):
        out.sources.append(account)


def _near(reading: _Reading, field: str, head: range, foot: range) -> Iterator[Found]:
    """Values of elements with a telling class name, in the head or the foot of the article."""
    for selector in GENERIC.fields.get(field, ()):
        for element in reading.index.find(selector):
            span = reading.found.span(element)
            if span and (
                (head and head.start <= span[0] and span[1] <= head.stop) or (field == "editor" and foot and span[0] in foot)
            ):
                text = text_of(element)
                limit = 60 if field in ("date", "editor") else 30
                if text and len(text) <= limit and (field == "date" or not DATE.search(text)) and "发布时间" not in text:
                    yield Found(text, "visible")


def _account(reading: _Reading, head: range) -> Found | None:
    """The account that posted the article, named in the head of a platform's page; None where there is none."""
    for index in head:
        block = reading.found.blocks[index]
        names = f"{block.owner.get('class') or ''} {block.owner.get('id') or ''}"
        if (
            2 <= len(block.text) <= 20
            and _ACCOUNT.search(names)
            and not is_meta_line(block.text)
            and not _NO_ACCOUNT.search(block.text)
        ):
            return Found(block.text, "visible")
    return None


def _unique(values: Iterable[Found]) -> list[Found]:
    return list({value.value: value for value in reversed(list(values))}.values())[::-1]


def _section(reading: _Reading, out: Printed, head: range, headline: Headline) -> None:
    """Section and, on e-papers, print page: by selector, metadata, the page line, the breadcrumb."""
    blocks = reading.found.blocks
    for element in reading.elements("section"):
        if (text := text_of(element)) and len(text) <= 40:
            out.section = text
            break
    if reading.family.epaper:
        stop = head.stop if head else len(blocks)
        texts = [
            reading.meta.title,
            *(b.text for b in blocks[:stop] if b.kind == "text" and len(b.text) <= 80 and b.links * 2 <= len(b.text)),
        ]
        matches = [match for text in texts if (match := _PAGE.search(text))]
        numbers = {match["number"] for match in matches}
        if len(numbers) == 1:
            out.page_number = matches[0]["number"]
            out.section = out.section or next((match["name"] for match in matches if match["name"]), None)
    if out.section is None and reading.meta.sections:
        out.section = reading.meta.sections[0][:40]
    if out.section is None:
        out.section = _breadcrumb(reading.found, head, headline)


def _breadcrumb(found: Survey, head: range, headline: Headline) -> str | None:
    """The last step of the path above the headline that is neither 正文 nor the headline itself."""
    top = headline.block if headline.block is not None else head.stop
    for index in range(top - 1, max(-1, top - 40), -1):
        text = found.blocks[index].text
        if len(text) <= 160 and ("首页" in text or "位置" in text or "正文" in text) and len(steps := _CRUMB.split(text)) >= 2:
            names = [step.strip(" \u3000[]【】") for step in steps]
            names = [
                name
                for name in names
                if name and name not in ("正文", "文章", "内容", "详情") and squash(name) != squash(headline.text or "")
            ]
            if len(names) >= 2 and len(names[-1]) <= 12:
                return re.sub(r"\s*正文$", "", names[-1]) or None
            return None
    return None
