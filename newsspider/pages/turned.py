"""Articles that go on on another print page (下转第三版 … 上接第一版): the link to follow, and the two parts as one."""

from dataclasses import replace

from newsspider.items import Printed
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.page import Page
from newsspider.pages.paging import join_pages

PAGE_NAME = r"第?\s?[A-Za-z]{0,3}(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?版"
TURNED = lazy_pattern(rf"[(（【\[]?\s?(?:下转|紧转|转)\s?{PAGE_NAME}[^()（）]{{0,12}}[)）】\]]?")
CONTINUED = lazy_pattern(rf"\s{{0,9}}[(（【\[]?\s?(?:上接|紧接)\s?{PAGE_NAME}[^()（）]{{0,12}}[)）】\]]?\s{{0,9}}")


def continuation(page: Page, outlet: Outlet) -> str | None:
    """The address of the article that this one goes on in, where the page links it (下转第三版); else None."""
    own = outlet.match_article(page.url or "")
    if own is None or "转" not in page.text:
        return None
    for anchor in page.tree.iter("a"):
        href = anchor.get("href")
        if not href or not TURNED.fullmatch("".join(anchor.itertext()).strip()):
            continue
        url = page.absolute(href)
        there = outlet.match_article(url) if url else None
        if url and there and outlet.owns(url) and there.groupdict() == own.groupdict() and there[0] != own[0]:
            return url.partition("#")[0]
    return None


def is_continued(printed: Printed) -> bool:
    """Whether a text says that it began on another page."""
    return any(CONTINUED.match(text) for text in [printed.headline or "", *printed.paragraphs[:1]])


def join_continued(parts: list[Printed]) -> Printed:
    """One article of its pages and of the parts on other print pages: as `join_pages`, the words of the turn left out."""
    whole = [parts[0], *(_opened(part) if is_continued(part) else part for part in parts[1:])]
    for index, later in enumerate(parts[1:]):
        if is_continued(later):
            whole[index] = _closed(whole[index])
    return join_pages(whole)


def _closed(part: Printed) -> Printed:
    """The part without 下转…版 at its end."""
    paragraphs = list(part.paragraphs)
    while paragraphs and TURNED.fullmatch(paragraphs[-1].strip()):
        paragraphs.pop()
    for match in TURNED.finditer(paragraphs[-1]) if paragraphs else ():
        if not paragraphs[-1][match.end() :].strip():
            paragraphs[-1] = paragraphs[-1][: match.start()].rstrip()
            break
    return replace(part, paragraphs=paragraphs)


def _opened(part: Printed) -> Printed:
    """The part without 上接…版 at its beginning."""
    paragraphs = list(part.paragraphs)
    if paragraphs and (match := CONTINUED.match(paragraphs[0])):
        paragraphs[0] = paragraphs[0][match.end() :]
    return replace(part, paragraphs=[text for text in paragraphs if text])
