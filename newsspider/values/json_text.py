"""JSON from outside: one way to read it, valid text in it, and one kind of failure."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from newsspider.lazy_pattern import lazy_pattern
from newsspider.values.text import valid_text

MAX_DEPTH = 200
"""Lists and objects in one another; data of pages and lists has some twenty, an attack a hundred thousand."""
_INVALID = lazy_pattern(r"\\u(?:[dD][89a-fA-F]|0000)")
"""Escapes of surrogates and of NUL: what is written without them holds neither."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

Read = TypeVar("Read")


class BadJson(ValueError):
    """A text is no JSON, or JSON that nobody reads: nested more than MAX_DEPTH deep."""


def load_json(text: str | bytes, *, strict: bool = True, clean: bool = True) -> Any:
    """The value of a JSON text.

    Keys and texts in it are valid (`valid_text`). A whole number of more digits than Python reads (4,300) is an infinite float, as
    1e999 is. Raises BadJson, and nothing else, for what cannot be read.

    Args:
        text: the text, or its bytes in UTF-8, UTF-16 or UTF-32.
        strict: whether control characters inside of texts are refused; pages print them.
        clean: False leaves texts as they are, lone surrogates included.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode(json.detect_encoding(text))
        except UnicodeDecodeError as error:
            raise BadJson(f"not {error.encoding.upper()}: {error.reason} at byte {error.start}") from error
        text = text.removeprefix("\ufeff")
    return _checked(_read(lambda decoder: decoder.decode(text), strict), text, clean)


def load_json_at(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at a place of a text, control characters forgiven, and where it ends; else as `load_json`."""
    value, end = _read(lambda decoder: decoder.raw_decode(text, start), strict=False)
    return _checked(value, text[start:end], clean=True), end


def _whole(digits: str) -> int | float:
    try:
        return int(digits)
    except ValueError:
        return float(digits)


_DECODERS = {strict: json.JSONDecoder(strict=strict) for strict in (True, False)}
_LONG_NUMBERS = {strict: json.JSONDecoder(strict=strict, parse_int=_whole) for strict in (True, False)}


def _read(read: Callable[[json.JSONDecoder], Read], strict: bool) -> Read:
    """What a decoder reads; a slower one is asked when a number is too long for the first. Raises BadJson."""
    try:
        try:
            return read(_DECODERS[strict])
        except json.JSONDecodeError as error:
            raise BadJson(str(error)) from error
        except ValueError:
            return read(_LONG_NUMBERS[strict])
    except RecursionError as error:
        raise BadJson(f"nested more than {MAX_DEPTH} deep") from error
    except json.JSONDecodeError as error:
        raise BadJson(str(error)) from error


def _checked(value: Any, text: str, clean: bool) -> Any:
    """The value with valid texts. Raises BadJson for one that is nested too deep."""
    if _nesting(text) > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise BadJson(f"nested more than {MAX_DEPTH} deep")
    if clean and (_INVALID.search(text) or valid_text(text) is not text):
        return _cleaned(value)
    return value


def _nesting(text: str) -> int:
    """How deep a JSON text may be nested at most: quickly told, and too high where texts in it hold brackets."""
    brackets = text.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKETS)
    rounds, size = 0, len(brackets) + 1
    while MAX_DEPTH < len(brackets) < size:
        rounds, size = rounds + 2, len(brackets)  # one round takes away one level, or a list and the object around it
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return rounds + len(brackets)


def _depth(value: Any) -> int:
    """How deep lists and objects are nested, as far as one more than is allowed."""
    level, depth = [value], 0
    while depth <= MAX_DEPTH and (level := [each for each in level if isinstance(each, dict | list)]):
        level = [child for each in level for child in (each.values() if isinstance(each, dict) else each)]
        depth += 1
    return depth


def _cleaned(value: Any) -> Any:
    """The value with every key and text made valid, in place. Nested at most MAX_DEPTH deep."""
    if isinstance(value, str):
        return valid_text(value)
    if isinstance(value, list):
        value[:] = map(_cleaned, value)
    elif isinstance(value, dict):
        pairs = [(valid_text(key), _cleaned(each)) for key, each in value.items()]
        value.clear()
        value.update(pairs)
    return value
