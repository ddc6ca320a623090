"""A selector for a field that neither the page's family nor the shared marks gave: the smallest element that shows it."""

import re

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.index import Index, text_of
from newsspider.pages.nodes import Element
from newsspider.pages.page import Page

NAME = lazy_pattern(r"[A-Za-z][\w-]*")
LABELLED_SOURCE = lazy_pattern(r"(?:信息|稿件|文章|新闻)?(?:来源|稿源|出处)\s*[:：]\s*\S")
CLOCKED_DATE = lazy_pattern(r"(?:19|20)\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}\s?日?\s*\d{1,2}:\d\d")
MOST_TEXT = 120
"""Characters of an element that shows a date or a source."""


def suggest(page: Page, field: str, headline: str | None = None) -> str | None:
    """A CSS selector for `headline`, `date`, `source` or `body` of an article page; None when no element can be named safely.

    Args:
        page: the article page.
        field: which field is missing.
        headline: the headline as the page's title names it.
    """
    if field == "body":
        return _body(page)
    for element in page.tree.iter("h1", "h2", "h3", "div", "p", "span", "td", "em", "li", "i"):
        text = text_of(element)
        if not 0 < len(text) <= MOST_TEXT:
            continue
        if field == "headline":
            shows = bool(headline) and text.startswith((headline or "")[:20]) and element.tag != "li"
        else:
            shows = bool((CLOCKED_DATE if field == "date" else LABELLED_SOURCE).search(text))
        if shows and (selector := selector_of(page, _innermost(element, text))):
            return selector
    return None


def _innermost(element: Element, text: str) -> Element:
    """The element itself or the only child that shows the same text."""
    for child in element.children():
        if text_of(child) == text:
            return _innermost(child, text)
    return element


def _body(page: Page) -> str | None:
    """The element whose own paragraphs hold most text."""
    sizes: dict[Element, int] = {}
    for paragraph in page.tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None:
            sizes[parent] = sizes.get(parent, 0) + len(text_of(paragraph))
    return selector_of(page, max(sizes, key=sizes.__getitem__)) if sizes else None


def selector_of(page: Page, element: Element) -> str | None:
    """`tag#id`, or `tag.class` that nothing else on the page has, of the element or one around it; None without either."""
    below = ""
    for around in [element, *list(element.iterancestors())[:2]]:
        name = (around.get("id") or "").strip()
        if NAME.fullmatch(name) and not re.search(r"\d{4}", name):
            return f"{around.tag}#{name}{below}"
        for word in (around.get("class") or "").split():
            if NAME.fullmatch(word) and len(Index(page.tree).by_class(word.lower())) == 1:
                return f"{around.tag}.{word}{below}"
        below = f" > {around.tag}{below}"
        if (up := around.getparent()) is not None and sum(child.tag == around.tag for child in up.children()) > 1:
            return None  # which of its like it is cannot be said by name
    return None
