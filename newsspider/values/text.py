"""Valid text: Unicode without halves of surrogate pairs and without NUL, which no file and no database takes."""

import html
import re

from newsspider.lazy_pattern import lazy_pattern

_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_LONG_REFERENCE = lazy_pattern(r"&#[0-9]{20,};?")
"""No such character exists; Python refuses to read a number of thousands of digits."""


def valid_text(text: str) -> str:
    """The text without NUL; the halves of a surrogate pair joined, and each lone one replaced by U+FFFD. Itself where it is valid."""
    if "\0" in text:
        text = text.replace("\0", "")
    if _is_unicode(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def unescape(text: str) -> str:
    """The text with its character references read as HTML has them; those of no character become U+FFFD or nothing."""
    if "&" not in text:
        return text
    return valid_text(html.unescape(_LONG_REFERENCE.sub("\ufffd", text)))


def printable(name: str) -> str:
    """A file's name, or a text with one in it, as valid text: a byte that is no UTF-8 is written as `\\xd6`, a lone surrogate as `\\ud800`.

    Python hands such bytes on as surrogates (PEP 383); archives that were packed on GBK machines are full of them.
    """
    return name if _is_unicode(name) else _SURROGATE.sub(_escaped, name)


def _is_unicode(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _escaped(letter: re.Match[str]) -> str:
    code = ord(letter[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
