"""The largest form in which a page prints a picture: of the sizes in `srcset`, of the sources round it, of what it is a link to."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.nodes import Element

SETS = ("srcset", "data-srcset", "data-lazy-srcset", "lazy-srcset", "data-original-set", "data-src-set", "data-srcSet")
"""Attributes that name a picture in several sizes."""
WHOLE = (
    "data-original", "original", "zoomfile", "data-large", "data-big", "data-full", "data-hd", "data-zoom", "data-zoom-image", "data-zoom-src",
    "data-large-src", "data-big-src", "data-full-src", "data-large-file", "data-orig-file", "data-large_image", "data-origin", "data-raw-src",
    "data-max-src", "data-bigimg", "bigsrc", "data-rel-src",
)  # fmt: skip
"""Attributes that by their name hold the picture as a whole."""
_FORM = lazy_pattern(r"([^\s,]\S*+)(?:(?<=,)|(?:\s++([^,()]*+))?,?)")
"""An address, which a comma may end, and its descriptor."""
_SIZE = lazy_pattern(r"(\d{1,5}(?:\.\d{1,3})?)([wx])\b")
_MIN_WIDTH = lazy_pattern(r"min-(?:device-)?width\s*:\s*(\d{1,5})")
_PICTURE_FILE = lazy_pattern(r"\.(?:jpe?g|png|gif|bmp|webp)(?:!\w{1,20}|@\w{1,40})?$", re.I)
_DIGITS = lazy_pattern(r"(\d{2,5})\D*\Z")
_LONGEST = 8_000
_NESTED = 9
"""Sources of a picture that are looked through."""
_ABOVE = 3
"""How many elements round a picture are looked at for its link."""


def largest(image: Element, own: str | None) -> str | None:
    """The address of a picture's largest form, as printed; None when it has none.

    Args:
        image: the picture.
        own: the address that it shows plainly; None for a placeholder.
    """
    names = image.keys()
    for name in WHOLE:
        if name in names and ("/" in (value := image.get(name) or "") or is_picture_file(value)):
            return value
    best: tuple[tuple[float, float, float], str] | None = None
    for weight, link in _forms(image, 0.0) if any("set" in name for name in names) else ():
        if best is None or weight > best[0]:
            best = (weight, link)
    if (above := _picture_element(image)) is not None:
        for source in above.iter("source"):
            media = source.get("media") or ""
            width = _MIN_WIDTH.search(media)
            if width is None and "max-" in media:
                continue  # for small screens
            for weight, link in _forms(source, float(width[1]) if width else 0.0):
                if (best is None and (own is None or weight > (0.0, 0.0, 1.0))) or (best is not None and weight > best[0]):
                    best = (weight, link)
    if best is None:
        return own
    return own if own is not None and _larger_by_name(own, best[1]) else best[1]


def _picture_element(image: Element) -> Element | None:
    """The `picture` round a picture; the sources in it may have been read as lying in one another."""
    for _, up in zip(range(_NESTED), image.iterancestors(), strict=False):
        if up.tag != "source":
            return up if up.tag == "picture" else None
    return None


def _forms(element: Element, width: float) -> Iterator[tuple[tuple[float, float, float], str]]:
    """(weight, address) of each form that an element names; weight: least width of the screen, width, density."""
    for name in SETS:
        for match in _FORM.finditer((element.get(name) or "")[:_LONGEST]):
            size = _SIZE.search(match[2] or "")
            number = float(size[1]) if size else 1.0
            wide = size is not None and size[2] == "w"
            yield (width, number if wide else 0.0, 1.0 if wide else number), match[1].rstrip(",")


def _larger_by_name(one: str, other: str) -> bool:
    """Whether two addresses differ in the last number alone, and the first has the greater: `a_1600.jpg`, `a_800.jpg`."""
    first, second = (urlsplit(link).path.rpartition("/")[2] for link in (one, other))
    here, there = _DIGITS.search(first), _DIGITS.search(second)
    return (
        here is not None
        and there is not None
        and (first[: here.start()], first[here.end() :]) == (second[: there.start()], second[there.end() :])
        and int(here[1]) > int(there[1])
    )


def linked_picture(image: Element) -> str | None:
    """The address of the picture that a picture is a link to; None for a link to a page and without any."""
    link = next((up for _, up in zip(range(_ABOVE), image.iterancestors(), strict=False) if up.tag == "a"), None)
    return href if link is not None and is_picture_file(href := link.get("href") or "") else None


def is_picture_file(href: str) -> bool:
    """Whether an address is a picture's by its ending."""
    return len(href) <= _LONGEST and _PICTURE_FILE.search(href.partition("?")[0].partition("#")[0].strip()) is not None
