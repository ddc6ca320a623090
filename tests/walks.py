"""Both walks over one page, held against each other value by value."""

from collections.abc import Iterator
from random import Random
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsspider.errors import NotAnArticle
from newsspider.pages import compiled
from newsspider.pages.walk import WITHOUT_EVENTS, Columns

ROWS = 200
"""Elements of a page that are asked one by one."""


def difference(utf8: bytes) -> str | None:
    """What the compiled walk and the one in Python say differently of a page; None when they agree."""
    parser = LexborHTMLParser(utf8, options=WITHOUT_EVENTS)
    sides = []
    for make in (Columns, compiled.made_by_c):
        try:
            sides.append(make(parser))
        except NotAnArticle as refused:
            sides.append(str(refused))
    wanted, given = sides
    if isinstance(wanted, str) or isinstance(given, str):
        return None if wanted == given else f"{wanted!r} and {given!r}"
    both = zip(_told(wanted), _told(given), strict=True)
    return next((f"{what}: {here!r} and {there!r}"[:2_000] for (what, here), (_, there) in both if here != there), None)


def _told(columns: Any) -> Iterator[tuple[str, Any]]:
    for name in ("tags", "parents", "ends", "comments"):
        yield name, getattr(columns, name)
    for name in ("classes", "ids"):
        yield name, list(getattr(columns, name).items())
    yield from _shown("shown", columns.shown)
    rows = range(len(columns.tags))
    rng = Random(len(rows))  # noqa: S311 the same elements of the same page
    some = sorted(rng.sample(rows, min(ROWS, len(rows))))
    for row in some:
        yield f"attributes {row}", list(columns.attributes(row).items())
        names = (*columns.attributes(row), "class", "hidden", "正")
        yield f"attribute {row}", [(name, columns.attribute(row, name)) for name in names]
        yield f"text {row}", columns.text(row)
        yield f"tail {row}", columns.tail(row)
    for row in some[:: len(some) // 5 + 1]:
        yield f"content {row}", columns.content(row)
        yield f"pieces {row}", columns.pieces(row)
        yield f"markup {row}", columns.markup(row)
        yield f"select {row}", columns.select("div, a[href], p:first-child", row)
    yield from _shown("shown with breaks", columns.show(some[::3], some[::4]))
    yield from _shown("shown with all that is hidden", columns.show(every=True))
    yield from _shown("shown with some that is hidden", columns.show((), columns.shown.hidden[::2]))


def _shown(what: str, shown: Any) -> Iterator[tuple[str, Any]]:
    for name in shown.__slots__:
        value = getattr(shown, name)
        yield f"{what}: {name}", list(value.items()) if isinstance(value, dict) else value
