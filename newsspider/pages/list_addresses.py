"""Addresses as lists for machines print them: what is more or less than one address is none."""

import re

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.page import Page
from newsspider.urls import Url

AMPERSAND = lazy_pattern(r"&(?:amp|#0{0,5}38|#[xX]0{0,5}26);")
"""An ampersand that was written out once more than the list's form asks for, as many programs do."""
AROUND = " \t\r\n\f\v\ufeff\u200b\u2060"
"""What stands around an address and belongs to none: blanks, and byte order marks of files that were put together."""
FOREIGN = lazy_pattern(r"""[\s<>"\ufffd]|&[A-Za-z][\w.-]{0,31};""")
"""What stands in no address: where it does, something else has run into it, or something is missing."""
NO_ADDRESS = lazy_pattern(r"(?!https?://)[^/?#]*://", re.I)
"""A scheme that is none."""
OTHER_SCHEME = lazy_pattern(r"(?!https?:)[a-z][a-z0-9+.-]{0,30}:", re.I)
ABSOLUTE = lazy_pattern(r"https?://", re.I)


def printed_address(page: Page, printed: str, base: str | None) -> Url | None:
    """The absolute address that a list prints; None for a text that holds blanks, marks, unreadable or doubtful letters.

    Half an address, or one with something in it, leads elsewhere or nowhere: better none.

    Args:
        page: the list.
        printed: the text, its own form's escapes undone.
        base: what a relative one is relative to; None when that is not known: then only an absolute one counts.
    """
    href = clean_reference(page, printed)
    if href is None or (base is None and not ABSOLUTE.match(href)):
        return None
    return page.absolute(href, base or href)


def clean_reference(page: Page, printed: str) -> str | None:
    """The text as a reference, blanks around it removed; None for one that cannot be one."""
    href = AMPERSAND.sub("&", printed.strip(AROUND))
    if not href or not href.isprintable() or FOREIGN.search(href) or NO_ADDRESS.match(href):
        return None
    return href if href.isascii() or page.is_surely_read else None


def is_meant(printed: str) -> bool:
    """Whether a text that is no address was meant as one of a page: not empty, and no mail or script."""
    return bool(text := printed.strip(AROUND)) and not OTHER_SCHEME.match(text)
