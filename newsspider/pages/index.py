"""Finding elements by id, class and tag: an index built in one pass, and the small selectors that the families use."""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.nodes import Element, rows

POOL = 100
"""How many elements of one name are looked at: a field that a hundred elements claim is no field."""
_BLANKS = lazy_pattern(r"[ \t\r\n\f\v]+")


def text_of(element: Element) -> str:
    """The text that the element shows, blanks joined, stripped: scripts inside it are left out. Ideographic blanks inside it stay."""
    scripts = [text for script in element.iterdescendants("script") if (text := script.text)]
    text = "".join(_without(element.itertext(), scripts)) if scripts else element.text_content()
    return _BLANKS.sub(" ", text).strip(" \u3000\xa0\u200b\ufeff")


def _without(pieces: Iterable[str], scripts: list[str]) -> Iterator[str]:
    """The pieces of a text but for those of the scripts, which come in the same order."""
    ahead = iter(scripts)
    script = next(ahead, None)
    for piece in pieces:
        if piece == script:
            script = next(ahead, None)
        else:
            yield piece


@lru_cache(maxsize=1024)
def _parse(selector: str) -> tuple[tuple[str, str, str], ...]:
    """`div.box .fl` -> ((tag, '#' or '.' or '', name), …), the target last."""
    steps = []
    for part in selector.split():
        tag, sign, name = part.partition("#") if "#" in part else part.partition(".")
        if tag and not tag.replace("-", "").isalnum():
            raise ValueError(f"{selector!r} is not of the form tag#id or tag.class, blank-separated")
        steps.append((tag, sign, name.lower()))
    return tuple(steps)


def _fits(element: Element, step: tuple[str, str, str]) -> bool:
    tag, sign, name = step
    if tag and element.tag != tag:
        return False
    if not sign:
        return True
    return name in element.get("id" if sign == "#" else "class", "").lower().split()


class Index:
    """The elements of a page by id and class. Case and stray blanks in a name do not matter (`id="source_baidu "` is met)."""

    def __init__(self, tree: Element) -> None:
        self.tree = tree
        self._columns = tree.columns

    @cached_property
    def _ids(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for ident, found in self._columns.ids.items():
            out.setdefault(ident.strip().lower(), []).extend(found)
        return out

    @cached_property
    def _classes(self) -> str:
        """All class attributes, in lower case, NUL between them: most names that are asked for stand in none."""
        return "\0".join(self._columns.classes).lower()

    def _by_class(self, name: str) -> list[int]:
        if name not in self._classes:
            return []
        names = zip(self._classes.split("\0"), self._columns.classes.values(), strict=True)
        groups = [found for printed, found in names if name in printed and name in printed.split()]
        return groups[0] if len(groups) == 1 else sorted(row for group in groups for row in group)

    def by_id(self, name: str) -> list[Element]:
        """Elements with that id."""
        return [Element(self._columns, row) for row in self._ids.get(name, ())]

    def by_class(self, name: str) -> list[Element]:
        """Elements with that class."""
        return [Element(self._columns, row) for row in self._by_class(name)]

    @cached_property
    def comments(self) -> str:
        """The comments of the page, each with the `<!--` before it, those in front of the root included."""
        return "\n".join([f"<!--{comment}" for comment in self._columns.comments])

    def has(self, selector: str) -> bool:
        """Whether a selector finds anything."""
        _, sign, name = _parse(selector)[-1]
        if sign and name not in (self._ids if sign == "#" else self._classes):
            return False
        return next(self.find(selector), None) is not None

    def find(self, selector: str) -> Iterator[Element]:
        """Elements, in document order, of a selector `tag#id`, `tag.class` or `tag`, or several of them as descendants."""
        steps = _parse(selector)
        tag, sign, name = steps[-1]
        tags = self._columns.tags
        for row in islice(self._pool(tag, sign, name), POOL):
            if tag and tags[row] != tag:
                continue
            element = Element(self._columns, row)
            left = list(steps[:-1])
            if left:
                for up in element.iterancestors():
                    if _fits(up, left[-1]):
                        left.pop()
                        if not left:
                            break
            if not left:
                yield element

    def _pool(self, tag: str, sign: str, name: str) -> Iterable[int]:
        if sign:
            return self._ids.get(name, ()) if sign == "#" else self._by_class(name)
        return rows(self._columns, 0, len(self._columns.tags), tag)
