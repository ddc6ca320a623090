"""The fields of `Printed`, each from where it is trusted most: site record, family, shared marks, lines near the article."""

import re
from collections.abc import Iterable, Iterator

from newsspider.items import Found, Printed
from newsspider.language.meta_lines import is_meta_line
from newsspider.language.paths import section_of, steps_of
from newsspider.language.timestamps import printed_date
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.blocks import Content
from newsspider.pages.described import describe
from newsspider.pages.families import GENERIC
from newsspider.pages.headline import Headline
from newsspider.pages.index import text_of
from newsspider.pages.inline import Inline
from newsspider.pages.metadata import script_date, url_date
from newsspider.pages.nodes import Element
from newsspider.pages.page_title import site_name
from newsspider.pages.paging import next_page
from newsspider.pages.reading import Reading
from newsspider.pages.surroundings import (
    PAGE,
    crumb_source,
    foot_range,
    head_range,
    issue_line,
    lone_sources,
    read_lines,
    seen_line,
    spaced_text,
)
from newsspider.pages.survey import Block, Survey
from newsspider.urls import netloc

_ACCOUNT = lazy_pattern(
    r"(?:author|media|account|nick|user|writer)[\w-]{0,30}name|(?:account|nickname|mediaName|authorName)\b", re.I
)
_NO_ACCOUNT = lazy_pattern(r"\d|登录|注册|关注|用户|作者|[，。！？]")
_PAPER_URL = lazy_pattern(r"//[^/]*paper|/(?:e?paper|szb|dzb|epaper)\b", re.I)
"""An address of an e-paper whose system is not known."""
_DAY = lazy_pattern(r"\d[-/.年月]\s?\d|\d{8}|[A-Z][a-z]{2}")
"""A day in figures, or with an English month."""


def assemble(
    reading: Reading,
    headline: Headline,
    span: tuple[int, int] | None,
    content: Content,
    inline: Inline | None,
    fetched_at: str | None,
) -> Printed:
    """What the page printed, field by field; `span` is the body's range, None when the text came from the page's data."""
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
        captions=content.captions,
        site_name=site_name(meta.title, meta.site_name) or None,
        keywords=meta.keywords,
        next_page=next_page(page, outlet),
    )
    if outlet:
        out.outlet, out.outlet_name, out.province, out.simplify = outlet.id, outlet.name, outlet.province, outlet.simplify
    elif url:
        out.outlet = out.outlet_name = netloc(url) or None
    head, foot = head_range(found, headline, span, content), foot_range(found, span, content)
    issue = issue_line(reading, headline)
    out.meta_lines = read_lines(reading, headline, head, foot, content, issue)
    _marked_values(reading, out, head, foot)
    out.sources += [*lone_sources(found, headline, head), *crumb_source(found, headline, head)]
    if inline:
        out.dates += inline.dates
        out.sources += inline.sources
        out.authors += inline.authors
        out.editors += inline.editors
    unsourced = not out.sources and not any("源" in line for line in out.meta_lines)
    undated = not _tell_day(out.dates) and not any(_DAY.search(line) for line in out.meta_lines)
    if headline.text and (unsourced or undated):
        dates, sources = describe(page.scripts, headline.text, url, meta.keywords)
        out.dates += _unique(dates) if undated else []
        out.sources += _unique(sources) if unsourced else []
    if not _tell_day(out.dates) and (date := script_date(page.scripts)):
        out.dates.append(date)
    if date := url_date(url, outlet):
        out.dates.append(date)
    _section(reading, out, head, headline, issue)
    return out


def _marked_values(reading: Reading, out: Printed, head: range, foot: range) -> None:
    """Dates, sources, authors and editors: by site record and family, then the marks all share, then names of classes near the head."""
    meta = reading.meta
    for field, target, shared in (
        ("date", out.dates, meta.dates), ("source", out.sources, meta.sources),
        ("author", out.authors, meta.authors), ("editor", out.editors, meta.editors),
    ):  # fmt: skip
        shown = spaced_text if field == "date" else text_of if field in ("source", "author") else _seen
        own = [Found(text, "visible") for e in reading.elements(field) if (text := shown(e)) and len(text) <= 120]
        visible = [value for value in shared if value.origin == "visible"]
        near = [] if own or visible else list(_near(reading, field, head, foot))
        target.extend(_unique([*own, *visible, *near, *(value for value in shared if value.origin != "visible")]))
    for element in reading.index.find("time"):
        span, value = reading.found.span(element.row), element.get("datetime")
        if value and span and head and head.start <= span[0] and span[1] <= head.stop:
            out.dates.append(Found(value[:40], "meta"))

    if not out.sources and not any("源" in line for line in out.meta_lines) and (account := _account(reading, head)):
        out.sources.append(account)


def _seen(element: Element) -> str:
    return seen_line(text_of(element), element)


def _near(reading: Reading, field: str, head: range, foot: range) -> Iterator[Found]:
    """Values of elements with a telling class name, in the head or the foot of the article."""
    for selector in GENERIC.fields.get(field, ()):
        for element in reading.index.find(selector):
            span = reading.found.span(element.row)
            if span and (
                (head and head.start <= span[0] and span[1] <= head.stop) or (field == "editor" and foot and span[0] in foot)
            ):
                text = _seen(element) if field == "editor" else text_of(element)
                limit = 60 if field in ("date", "editor") else 30
                if text and len(text) <= limit and (field == "date" or not printed_date(text)) and "发布时间" not in text:
                    yield Found(text, "visible")


def _account(reading: Reading, head: range) -> Found | None:
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


def _tell_day(dates: list[Found]) -> bool:
    """Whether one of the marked dates tells a day of its own, not a time of change and not one from the fetch on (`昨天`)."""
    return any(date.origin != "changed" and _DAY.search(date.value) for date in dates)


def _unique(values: Iterable[Found]) -> list[Found]:
    held = list(values)
    return list({value.value: value for value in reversed(held)}.values())[::-1] if len(held) > 1 else held


def _section(reading: Reading, out: Printed, head: range, headline: Headline, issue: str | None) -> None:
    """Section and, on e-papers, print page: by selector, metadata, the page line, the breadcrumb."""
    blocks = reading.found.blocks
    for element in reading.elements("section"):
        if (text := text_of(element)) and len(text) <= 40:
            out.section = text
            break
    if reading.family.epaper or _PAPER_URL.search(out.url or ""):
        stop = head.stop if head else len(blocks)
        texts = [
            reading.meta.title,
            *(_without_links(b) for b in blocks[:stop] if b.kind == "text" and len(b.text) <= 80 and b.links * 2 <= len(b.text)),
        ]
        if issue and PAGE.search(issue):
            texts = [issue]
        matches = [match for text in texts if (match := PAGE.search(text))]
        if not matches:
            bars = (_without_links(b) for b in blocks[:stop] if b.links * 2 > len(b.text) and PAGE.match(b.text))
            matches = [match for text in bars if (match := PAGE.search(text))]
        numbers = {match["number"] for match in matches}
        if len(numbers) == 1:
            out.page_number = matches[0]["number"]
            out.section = out.section or next((match["name"] for match in matches if match["name"]), None)
    if out.section is None and reading.meta.sections:
        out.section = reading.meta.sections[0][:40]
    if out.section is None:
        out.section = _breadcrumb(reading.found, head, headline)


def _without_links(block: Block) -> str:
    """A block's text; of one that begins with the label of a print page what stands before its first link."""
    if not block.links or not PAGE.match(block.text):
        return block.text
    first = next((text for link in block.owner.iter("a") if (text := text_of(link))), "")
    return block.text.partition(first)[0].strip() if first else block.text


def _breadcrumb(found: Survey, head: range, headline: Headline) -> str | None:
    """The section that the path above the headline names; None without a path, or where it names none."""
    top = headline.block if headline.block is not None else head.stop
    for index in range(top - 1, max(-1, top - 40), -1):
        text = found.blocks[index].text
        if len(steps_of(text)) >= 2:
            return section_of(text, headline.text or "")
    return None
