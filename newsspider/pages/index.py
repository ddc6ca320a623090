"""Finding elements by id, class and tag: an index built in one pass, and the small selectors that the families use."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter

from lxml.html import HtmlElement

POOL = 100
"""How many elements of one name are looked at: a field that a hundred elements claim is no field."""
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
Numbered = tuple[int, HtmlElement]


def text_of(element: HtmlElement) -> str:
    """The element's text, blanks joined, stripped. Ideographic blanks inside it stay."""
    return _BLANKS.sub(" ", str(element.text_content())).strip(" \u3000\xa0\u200b\ufeff")


@lru_cache(maxsize=1024)
def _parse(selector: str) -> tuple[tuple[str, str, str], ...]:
    """`div.box .fl` -> ((tag, '#' or '.' or '', name), …), the target last."""
    steps = []
    for part in selector.split():
        match = re.fullmatch(r"([a-z][\w-]*)?(?:([#.])(.+))?", part)
        if match is None:
            raise ValueError(f"{selector!r} is not of the form tag#id or tag.class, blank-separated")
        steps.append((match[1] or "", match[2] or "", (match[3] or "").lower()))
    return tuple(steps)


def _fits(element: HtmlElement, step: tuple[str, str, str]) -> bool:
    tag, sign, name = step
    if tag and element.tag != tag:
        return False
    if not sign:
        return True
    value = (element.get("id" if sign == "#" else "class") or "").lower()
    return name in value.split()


class Index:
    """The elements of a tree by id and class. Case and stray blanks in a name do not matter (`id="source_baidu "` is met)."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree

    @cached_property
    def _names(self) -> tuple[dict[str, list[HtmlElement]], dict[str, list[list[Numbered]]]]:
        """Id -> elements; class name -> the elements of each attribute that holds it, numbered in document order.

        Many elements share one attribute, so that each attribute is taken apart once.
        """
        ids: dict[str, list[HtmlElement]] = {}
        groups: dict[str, list[Numbered]] = {}
        for number, element in enumerate(self.tree.iter("*")):
            if names := element.get("class"):
                groups.setdefault(names, []).append((number, element))
            if ident := element.get("id"):
                ids.setdefault(ident.strip().lower(), []).append(element)
        classes: dict[str, list[list[Numbered]]] = {}
        for names, elements in groups.items():
            for name in set(names.lower().split()):
                classes.setdefault(name, []).append(elements)
        return ids, classes

    def by_id(self, name: str) -> list[HtmlElement]:
        """Elements with that id."""
        return self._names[0].get(name, [])

    def by_class(self, name: str) -> list[HtmlElement]:
        """Elements with that class."""
        groups = self._names[1].get(name, [])
        if not groups:
            return []
        if len(groups) == 1:
            return [element for _, element in groups[0]]
        return [element for _, element in sorted((numbered for group in groups for numbered in group), key=itemgetter(0))]

    def find(self, selector: str) -> Iterator[HtmlElement]:
        """Elements, in document order, of a selector `tag#id`, `tag.class` or `tag`, or several of them as descendants."""
        steps = _parse(selector)
        tag, sign, name = steps[-1]
        for element in islice(self._pool(tag, sign, name), POOL):
            if tag and element.tag != tag:
                continue
            left = list(steps[:-1])
            if left:
                for up in element.iterancestors():
                    if _fits(up, left[-1]):
                        left.pop()
                        if not left:
                            break
            if not left:
                yield element

    def _pool(self, tag: str, sign: str, name: str) -> Iterable[HtmlElement]:
        if sign:
            return self.by_id(name) if sign == "#" else self.by_class(name)
        found: Iterable[HtmlElement] = self.tree.iter(tag)
        return found
