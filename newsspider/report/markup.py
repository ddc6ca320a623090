"""HTML and SVG as a tree: what comes from the web becomes text of it, and can be nothing else."""

from collections.abc import Iterable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from lxml import etree

from newsspider.lazy_pattern import lazy_pattern

Element: TypeAlias = Any
"""lxml's element."""
Child: TypeAlias = "Element | str | int | Iterable[Child] | None"

UNPRINTABLE = lazy_pattern("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML text may hold, and control characters."""


def el(tag: str, *children: Child, **attributes: Any) -> Element:
    """An element.

    Args:
        tag: its name.
        children: text, elements, and lists of them; None is nothing.
        attributes: `class_` for class, `data_lang` for data-lang; None leaves one out, True gives one without value.
    """
    made = etree.Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            key = name.rstrip("_").replace("_", "-")
            made.set(
                key,
                ""
                if value is True
                else clean(f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)),
            )
    _append(made, children)
    return made


def _append(parent: Element, children: Iterable[Child]) -> None:
    for child in children:
        if child is None:
            continue
        if isinstance(child, (str, int)):
            text = clean(str(child))
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + text
            else:
                parent.text = (parent.text or "") + text
        elif isinstance(child, etree._Element):
            parent.append(child)
        else:
            _append(parent, child)


def clean(text: str) -> str:
    """The text with U+FFFD in place of what cannot be printed."""
    return UNPRINTABLE.sub("\ufffd", text)


def link(url: str | None, *children: Child, **attributes: Any) -> Element:
    """A link to a page of the web; a plain `span` for no URL, and for one that is not http or https."""
    return (
        el("a", *children, href=url, rel="noreferrer noopener", **attributes)
        if is_web(url)
        else el("span", *children, **attributes)
    )


def is_web(url: str | None) -> bool:
    """Whether a URL leads to a page of the web, and runs nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def document(root: Element) -> str:
    """The page as text."""
    return str(etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")) + "\n"
