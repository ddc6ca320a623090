"""The secrets that this process was given, as literals: whoever repeats one bare, a driver or a library, does not show it."""

import base64
import html
import json
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from newsspider.lazy_pattern import lazy_pattern
from newsspider.masking.addresses import HOSTED, MASK, WEB, is_secret, parts_of, query_of

SHORTEST = 4
"""Characters; a shorter secret is masked where the address says that it is one, not wherever its letters stand."""
SURE = 8
"""From so many characters on a secret is found inside of words, too."""

COMMON = lazy_pattern(r".{0,5}|[a-z]{6,15}|\d{6,7}|[\w-]+(?:\.[\w-]+){1,3}|\S*@\S*")
"""Of the parts of a target those that are no token: words, short numbers, hosts, mail addresses."""

BREAK = lazy_pattern(r"[\"']?\n\s*[\"']?")
"""Where a text goes on in the next line, in Python between two pieces in quotes."""

_known: frozenset[str] = frozenset()
_squeezed: frozenset[str] = frozenset()
_pattern: re.Pattern[str] | None = None


def know(*urls: str) -> None:
    """Databases and proxies whose passwords are to be masked from now on."""
    _add(secret for url in urls for secret in secrets_of(url))


def know_target(*urls: str) -> None:
    """Targets of notifications: of an Apprise URL almost every part may be a token."""
    _add(secret for url in urls for secret in tokens_of(url))


def know_environment() -> None:
    """The proxies that the environment names (http_proxy and its like)."""
    know(*(value for name, value in os.environ.items() if name.lower().endswith("_proxy")))


def forget() -> None:
    """Know no secret any more."""
    global _known, _squeezed, _pattern
    _known, _squeezed, _pattern = frozenset(), frozenset(), None


def mask_known(text: str) -> str:
    """The text without the secrets that are known."""
    if not _pattern:
        return text
    squeezed = _squeeze(text)  # the pattern is slow, and most texts hold nothing that it could find
    return _pattern.sub(MASK, text) if any(form in squeezed for form in _squeezed) else text


def secrets_of(url: str) -> Iterator[str]:
    """The password of an address, what a proxy is sent of it, and the secret values of its query."""
    parts = parts_of(url)
    if parts is None:
        return
    if parts.password:
        user = parts.before[:-1]
        shown = {user, unquote(user), *re.split(r"[@/:?]", parts.after)}
        yield from {parts.password, unquote(parts.password)} - shown
        if parts.kind in WEB:
            yield base64.b64encode(f"{unquote(user)}:{unquote(parts.password)}".encode()).decode()
    for _, piece in query_of(parts.before if parts.password is None else parts.after, parts.kind):
        key, _, value = piece.partition("=")
        if is_secret(key, ""):  # what a database's address hides besides is no secret for sure: `true`, `10`
            yield value


def tokens_of(url: str) -> Iterator[str]:
    """What may be a token in an Apprise URL: its password, and every other part but common words, hosts and mail addresses."""
    yield from secrets_of(url)
    parts = parts_of(url)
    if parts is None:
        return
    first, *others = re.split(r"[/?#&;]+", url[len(parts.scheme) :])
    user, at, host = first.rpartition("@")
    login = user.split(":") if at else []
    for piece in (*login[1:], *others) if parts.kind in HOSTED | WEB else (*login, *host.split(":"), *others):
        token = piece.rpartition("=")[2]
        if not COMMON.fullmatch(token):
            yield token


def forms_of(secret: str) -> set[str]:
    """A secret as it may be written: percent-encoded or not, in JSON, in Python's and the shell's quotes, in HTML. In lower case."""
    plain = {secret, unquote(secret), unquote_plus(secret)}
    forms = set(plain)
    for each in plain:
        forms |= {quote(each, safe=""), quote(each), quote(each, safe=" +"), quote_plus(each), json.dumps(each)[1:-1]}
        forms |= {json.dumps(each, ensure_ascii=False)[1:-1], repr(each)[1:-1], html.escape(each), each.replace("'", "''")}
        forms.add(shlex.quote(each).removeprefix("'").removesuffix("'"))
    return {form.lower() for form in forms if len(form) >= SHORTEST and form != MASK}


def _add(secrets: Iterable[str]) -> None:
    global _known, _squeezed, _pattern  # one process, one set of secrets
    found = _known.union(*map(forms_of, secrets))
    if found != _known:
        pattern = re.compile("|".join(map(_literal, sorted(found, key=len, reverse=True))), re.IGNORECASE)
        _known, _squeezed, _pattern = found, frozenset(map(_squeeze, found)), pattern


def _squeeze(text: str) -> str:
    """The text in lower case, without blanks and quotation marks: the same however its lines are broken."""
    return re.sub(r"[\s\"']+", "", text).lower()


def _literal(form: str) -> str:
    """A pattern for a form, also where whoever printed it broke the line; a short one stands alone or between signs."""
    body = f"(?:{BREAK.pattern})?".join(map(re.escape, form))
    if len(form) >= SURE:
        return body
    return ("(?<![A-Za-z0-9])" if form[0].isalnum() else "") + body + ("(?![A-Za-z0-9])" if form[-1].isalnum() else "")
