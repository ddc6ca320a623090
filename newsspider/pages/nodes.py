"""Elements of a page, made when somebody asks for one: a row of the page's columns with the questions that readers have."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsspider.pages.walk import Columns


class Element:
    """An element of a page. Two are equal when they are the same row of the same page; none is kept by the page."""

    __slots__ = ("columns", "row")

    def __init__(self, columns: Columns, row: int) -> None:
        self.columns = columns
        self.row = row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.row == other.row and self.columns is other.columns

    def __hash__(self) -> int:
        return self.row

    def __repr__(self) -> str:
        return f"<Element {self.tag} {self.row}>"

    @property
    def tag(self) -> str:
        """The name, in lower case."""
        return self.columns.tags[self.row]

    @property
    def end(self) -> int:
        """The first row behind the element and what it holds."""
        return self.columns.ends[self.row]

    @property
    def text(self) -> str:
        """The text before the first element or comment inside."""
        return self.columns.text(self.row)

    @property
    def tail(self) -> str:
        """The text behind the element, up to the next element or comment."""
        return self.columns.tail(self.row)

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        """An attribute, empty for one without a value; `default` where there is none."""
        value = self.columns.attribute(self.row, name)
        return value if value is not None else default

    def keys(self) -> list[str]:
        """The names of the attributes, as printed."""
        return list(self.columns.attributes(self.row))

    def getparent(self) -> Element | None:
        """The element round it; None for `html`."""
        row = self.columns.parents[self.row]
        return Element(self.columns, row) if row >= 0 else None

    def iterancestors(self) -> Iterator[Element]:
        """The elements round it, the nearest first."""
        columns, parents = self.columns, self.columns.parents
        row = parents[self.row]
        while row >= 0:
            yield Element(columns, row)
            row = parents[row]

    def children(self) -> Iterator[Element]:
        """The elements right inside it."""
        columns, ends, row, end = self.columns, self.columns.ends, self.row + 1, self.end
        while row < end:
            yield Element(columns, row)
            row = ends[row]

    def before(self) -> Iterator[Element]:
        """The elements beside and before it, the nearest first."""
        parents = self.columns.parents
        above, row = parents[self.row], self.row - 1  # the row before is the last inside the element before
        while row > above:
            while parents[row] != above:
                row = parents[row]
            yield Element(self.columns, row)
            row -= 1

    def iter(self, *tags: str) -> Iterator[Element]:
        """The element itself and all inside it, in document order; those with one of the names only, where any is given."""
        return self._within(self.row, tags)

    def iterdescendants(self, *tags: str) -> Iterator[Element]:
        """All elements inside it, in document order; those with one of the names only, where any is given."""
        return self._within(self.row + 1, tags)

    def _within(self, row: int, tags: tuple[str, ...]) -> Iterator[Element]:
        columns, end = self.columns, self.end
        return (Element(columns, found) for found in rows(columns, row, end, *tags))

    def first(self, tag: str) -> Element | None:
        """The first element of a name inside it; None without one."""
        return next(self.iterdescendants(tag), None)

    def text_content(self) -> str:
        """The whole text inside, scripts included."""
        return self.columns.content(self.row)

    def itertext(self) -> Iterator[str]:
        """The pieces of the text inside, scripts included."""
        return iter(self.columns.pieces(self.row))


def rows(columns: Columns, row: int, end: int, *tags: str) -> Iterator[int]:
    """The rows of a range whose elements have one of the names; all of it when none is given."""
    if len(tags) == 1:
        find, row = columns.tags.index, row - 1
        try:
            while True:
                yield (row := find(tags[0], row + 1, end))
        except ValueError:
            return
    elif tags:
        names = frozenset(tags)
        yield from [here for here, tag in enumerate(columns.tags[row:end], row) if tag in names]
    else:
        yield from range(row, end)


def css(selector: str) -> Callable[[Element], list[Element]]:
    """A CSS selector: call it with an element for the list of what it finds there, the element itself included, in document order."""
    return lambda scope: [Element(scope.columns, row) for row in scope.columns.select(selector, scope.row)]
