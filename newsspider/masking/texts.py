"""A text, or a command line, without the secrets in it: addresses, `name=value`, headers, and what this process knows as secret."""

import re
import shlex
from collections.abc import Sequence

from newsspider.lazy_pattern import lazy_pattern
from newsspider.masking.addresses import BEGINNING, HIDDEN_NAME, MASK, mask_url, parts_of
from newsspider.masking.known import mask_known

ADDRESS = lazy_pattern(rf"(?<![A-Za-z0-9+.-])(?:{BEGINNING})")
BLANK = lazy_pattern(r"\s")
ENDS = {quote: lazy_pattern(rf"{quote}(?![A-Za-z0-9])|\s") for quote in "\"'`"}
"""What ends an address that stands behind a quotation mark: the next one, unless a word goes on behind it."""
BROKEN = 200
"""Characters behind an address that ends within its password in which the rest of it is looked for."""
PUNCTUATION = ":;,.!)]}>'\"`"
"""Behind an address in a text, and seldom its own."""
QUOTED = r"""b?"(?:[^"\\]|\\.)*"|b?'(?:[^'\\]|\\.)*'"""
ASSIGNED = lazy_pattern(rf"""({HIDDEN_NAME}["']?\s{{0,3}}=\s{{0,3}})({QUOTED}|[^\s&;,)"'\]}}]+)""", re.IGNORECASE)
MAPPED = lazy_pattern(rf"""({HIDDEN_NAME}["']\s{{0,3}}:\s{{0,3}})({QUOTED}|[^\s,)"'\]}}]+)""", re.IGNORECASE)
HEADER = lazy_pattern(
    r"""((?:proxy-)?authorization["']?\s{0,2}[:=]\s{0,2}\[?(?:b?["'])?(?:(?:basic|bearer|digest|token)\s{1,2})?)[^\s"',\]]+""",
    re.IGNORECASE,
)
SIGNS = ("pass", "pwd", "secret", "token", "credential", "signature", "key", "authorization")
"""One of these stands in each text in which a pattern above finds something: looking for them is a hundred times faster."""
OPTION = lazy_pattern(rf"--?[\w-]*{HIDDEN_NAME}", re.IGNORECASE)


def mask(text: str) -> str:
    """The text, each secret in it replaced by `***`; masking twice changes nothing more.

    >>> mask("cannot open postgresql://me:pa ss@host/news: timeout")
    'cannot open postgresql://me:***@host/news: timeout'
    >>> mask("host=db user=me password='x y' dbname=news")
    'host=db user=me password=*** dbname=news'
    """
    text = mask_known(text)
    if ":/" in text or ":\\/" in text:
        text = _mask_addresses(text)
    lower = text.lower()
    if any(sign in lower for sign in SIGNS):
        for pattern in (ASSIGNED, MAPPED, HEADER):
            text = pattern.sub(rf"\g<1>{MASK}", text)
    return text


def command_line(arguments: Sequence[str]) -> str:
    """A program and its arguments as a shell would take them, without the secrets in them."""
    shown, before = [], ""
    for argument in arguments:
        shown.append(MASK if OPTION.fullmatch(before) else _mask_argument(argument, before))
        before = argument
    return shlex.join(shown)


def mask_command(command: str) -> str:
    """A command line that was joined before, masked; one without secrets stays as it is."""
    try:
        arguments = shlex.split(command)
    except ValueError:  # quotes that do not close
        return mask(command)
    masked = command_line(arguments)
    unquoted = any(_is_broken(argument) for argument in arguments)  # blanks of a password part arguments
    return mask(command) if unquoted or masked == shlex.join(arguments) else masked


def _is_broken(argument: str) -> bool:
    found = ADDRESS.search(argument)
    parts = parts_of(argument[found.start() :]) if found else None
    return parts is not None and not parts.whole


def _mask_argument(argument: str, before: str) -> str:
    """An address in an argument ends where the argument does, whatever blanks are in it."""
    found = ADDRESS.search(argument)
    if found:
        return mask(argument[: found.start()] + mask_url(argument[found.start() :]))
    if before == "--database":
        return mask_url(argument)
    name, equals, value = argument.partition("=")
    return name + equals + mask_url(value) if equals and "database" in name.lower() else mask(argument)


def _mask_addresses(text: str) -> str:
    shown, done = [], 0
    for found in ADDRESS.finditer(text):
        if found.start() >= done:
            end = _end(text, found)
            address = mask_url(text[found.start() : end])
            if ADDRESS.search(address, len(found[0])):  # one address in the query of another
                address = found[0] + _mask_addresses(address[len(found[0]) :])
            shown += [text[done : found.start()], address]
            done = end
    return "".join(shown) + text[done:]


def _end(text: str, found: re.Match[str]) -> int:
    """Where an address in a text ends: at a blank or the quotation mark that it stands in; one that is broken within its password,
    where the password's end is found.
    """
    stop = ENDS.get(text[found.start() - 1 : found.start()], BLANK).search(text, found.end())
    end = stop.start() if stop else len(text)
    parts = parts_of(text[found.start() : end])
    if parts is None or parts.whole or parts.password == MASK:
        return found.start() + len(text[found.start() : end].rstrip(PUNCTUATION))
    at = text.find("@", end, end + BROKEN)
    if at < 0 or ADDRESS.search(text, end, at):
        return end
    stop = BLANK.search(text, at)
    return stop.start() if stop else len(text)
