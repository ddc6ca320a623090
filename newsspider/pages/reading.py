"""A page under reading: what is known of it so far, and where its site and family keep each field."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsspider.outlets import Outlet
from newsspider.pages.families import GENERIC, Family
from newsspider.pages.index import Index, text_of
from newsspider.pages.metadata import Metadata
from newsspider.pages.nodes import Element, css
from newsspider.pages.page import Page
from newsspider.pages.survey import Survey


@dataclass(slots=True)
class Reading:
    """A page and what is known of it so far."""

    page: Page
    outlet: Outlet | None
    index: Index
    meta: Metadata
    family: Family
    found: Survey

    def elements(self, field: str) -> Iterator[Element]:
        """The elements of a field: by the site record, then by the family."""
        if self.outlet and (selector := self.outlet.selectors.get(field)):
            yield from css(selector)(self.page.tree)[:20]
        if self.family is not GENERIC:
            for selector in self.family.fields.get(field, ()):
                yield from self.index.find(selector)

    def place(self, element: Element) -> int | None:
        """The index of an element's first block; None when it shows none."""
        span = self.found.spans.get(element.row)
        return span[0] if span and span[0] < span[1] else None

    def lines(self, element: Element) -> list[str]:
        """The lines of an element as they are shown; its whole text as one for an inline element."""
        if span := self.found.spans.get(element.row):
            return [line for block in self.found.blocks[slice(*span)] for line in block.text.split("\n") if line]
        return [text] if (text := text_of(element)) else []
