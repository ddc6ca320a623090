"""Finding elements by id, class and tag: an index built in one pass, and the small selectors that the families use."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

POOL = 100
"""How many elements of one name are looked at: a field that a hundred elements claim is no field."""
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_SHOWN = etree.XPath(".//text()[not(parent::script)]")


@dataclass(slots=True)
class Named:
    """The elements of a tree that have an id or a class, as one pass met them. Many share an attribute, which is taken apart once."""

    elements: list[HtmlElement] = field(default_factory=list)
    """Those with a class, in document order."""
    places: dict[str, list[int]] = field(default_factory=dict)
    """Class attribute as printed -> its places among them."""
    ids: dict[str, list[HtmlElement]] = field(default_factory=dict)
    """Id as printed -> elements."""

    def add(self, element: HtmlElement, classes: str, ident: str) -> None:
        """Take the next element, with its attributes."""
        if classes:
            self.places.setdefault(classes, []).append(len(self.elements))
            self.elements.append(element)
        if ident:
            self.ids.setdefault(ident, []).append(element)

    @classmethod
    def of(cls, tree: HtmlElement) -> "Named":
        """Those of a whole tree."""
        out = cls()
        for element in tree.iter("*"):
            out.add(element, element.get("class", ""), element.get("id", ""))
        return out


def text_of(element: HtmlElement) -> str:
    """The text that the element shows, blanks joined, stripped: scripts inside it are left out. Ideographic blanks inside it stay."""
    scripted = element.find(".//script") is not None
    text = "".join(map(str, _SHOWN(element))) if scripted else str(element.text_content())
    return _BLANKS.sub(" ", text).strip(" \u3000\xa0\u200b\ufeff")


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


@lru_cache(maxsize=4096)
def _class_names(names: str) -> frozenset[str]:
    return frozenset(names.lower().split())


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

    def __init__(self, tree: HtmlElement, named: Named | None = None) -> None:
        self.tree = tree
        self._named = named or Named.of(tree)

    @cached_property
    def _ids(self) -> dict[str, list[HtmlElement]]:
        out: dict[str, list[HtmlElement]] = {}
        for ident, elements in self._named.ids.items():
            out.setdefault(ident.strip().lower(), []).extend(elements)
        return out

    @cached_property
    def _classes(self) -> dict[str, list[list[int]]]:
        """Class name -> for each attribute that holds it, the places of its elements."""
        out: dict[str, list[list[int]]] = {}
        for names, places in self._named.places.items():
            for name in _class_names(names):
                out.setdefault(name, []).append(places)
        return out

    def by_id(self, name: str) -> list[HtmlElement]:
        """Elements with that id."""
        return self._ids.get(name, [])

    def by_class(self, name: str) -> list[HtmlElement]:
        """Elements with that class."""
        groups = self._classes.get(name)
        if not groups:
            return []
        places = groups[0] if len(groups) == 1 else sorted(place for group in groups for place in group)
        return [self._named.elements[place] for place in places]

    @cached_property
    def comments(self) -> str:
        """The comments of the page, each with the `<!--` before it, those in front of the root included."""
        found = [*self.tree.itersiblings(etree.Comment, preceding=True), *self.tree.iter(etree.Comment)]
        return "\n".join(f"<!--{comment.text}" for comment in found)

    def has(self, selector: str) -> bool:
        """Whether a selector finds anything."""
        _, sign, name = _parse(selector)[-1]
        if sign and name not in (self._ids if sign == "#" else self._classes):
            return False
        return next(self.find(selector), None) is not None

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
