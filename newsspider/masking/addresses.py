"""One address without what must stay secret: its password, and values of its query that are keys to something.

A password may hold whatever people type without escaping it (`@ / : # ?`, blanks): it reaches to the last @ of the address.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from newsspider.lazy_pattern import lazy_pattern

MASK = "***"

DATABASES = {
    "postgresql", "postgres", "cockroachdb", "mysql", "mariadb", "mssql", "oracle", "redis", "rediss", "mongodb", "amqp", "amqps",
}  # fmt: skip
FILES = {"sqlite", "file"}
WEB = {"http", "https", "ftp", "ftps", "ws", "wss", "socks", "socks4", "socks4a", "socks5", "socks5h"}
HOSTED = {"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"}
"""Schemes of Apprise whose host is a host; elsewhere a token stands in its place."""

BEGINNING = rf"[A-Za-z][A-Za-z0-9+.-]{{1,40}}:(?:\\?/){{2}}|(?i:{'|'.join(sorted(DATABASES | WEB))})(?:\+\w+)?:/"
"""Scheme and slashes; of a scheme that is known also with one slash, which is what a path makes of two."""
SCHEME = lazy_pattern(BEGINNING)
KNOWN = DATABASES | FILES | WEB | HOSTED

SHOWN = {
    "application_name", "cache", "charset", "client_encoding", "connect_timeout", "dbname", "gssencmode", "host", "mode", "port",
    "read_timeout", "sslmode", "sslrootcert", "ssl_ca", "target_session_attrs", "timeout", "unix_socket", "uri", "user", "write_timeout",
}  # fmt: skip
"""Keys of a database URL's query whose value is shown; every other one may be a secret of some driver."""

HIDDEN_NAME = r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|signature|(?:api|app|access|private|auth|session)[_-]?key)[\w-]{0,20}"
"""Names of what is secret, in queries and in `name=value` of any text; letters before it count as part of the name."""

PORT = lazy_pattern(r"\d{1,5}(?![\w@!$%^&*+=~-]|\.\w)")
SLASH, HOST_END = lazy_pattern("/"), lazy_pattern("[/?#]")
IPV6 = lazy_pattern(r"\[[0-9A-Fa-f:.]+(?:%\w+)?\]")


@dataclass(frozen=True, slots=True)
class Parts:
    """An address taken apart. `scheme + before + password + after` is the address itself."""

    kind: str
    """The scheme in lower case, without a driver's name: `postgresql`."""
    scheme: str
    """As written, with `://`."""
    before: str
    """User and colon; the whole rest where there is no password."""
    password: str | None = None
    """As written; None when there is none."""
    after: str = ""
    """From the @ on."""
    whole: bool = True
    """False for an address that ends before its password does: cut off, or broken at a blank."""


def parts_of(url: str) -> Parts | None:
    """The parts of an address, without password where the scheme is not known; None for a text that does not begin with a scheme."""
    found = SCHEME.match(url)
    if not found:
        return None
    scheme, rest = found[0], url[found.end() :]
    kind = re.split(r"[+:]", scheme.lower(), maxsplit=1)[0]
    if kind not in KNOWN:
        return Parts(kind, scheme, rest)
    hosted = kind in WEB or kind in HOSTED
    colon = rest.find(":")
    end = (HOST_END if hosted else SLASH).search(rest)
    if colon < 0 or (end and end.start() < colon) or IPV6.match(rest):
        return Parts(kind, scheme, rest)
    at = rest.rfind("@", 0, end.start() if end and hosted else None)
    if at < 0:
        if PORT.match(rest, colon + 1):
            return Parts(kind, scheme, rest)
        at = rest.rfind("@")  # a password with a slash in it
    if at > colon:
        return Parts(kind, scheme, rest[: colon + 1], rest[colon + 1 : at], rest[at:])
    if at >= 0 or colon + 1 == len(rest):
        return Parts(kind, scheme, rest)  # the colon is the host's
    return Parts(kind, scheme, rest[: colon + 1], rest[colon + 1 :], whole=False)


def mask_url(url: str) -> str:
    """One address from its first character to its last, without what must stay secret.

    >>> mask_url("postgresql://me:p@ss/w?rd@host/news?sslmode=require&sslpassword=x")
    'postgresql://me:***@host/news?sslmode=require&sslpassword=***'
    >>> mask_url("https://example.org/a?id=5&access_token=x"), mask_url("dingtalk://token/"), mask_url("jsons://u:p@host/hook")
    ('https://example.org/a?id=5&access_token=***', 'dingtalk://***', 'jsons://***@host/***')

    What has no scheme is shown up to a colon and from the last @ on.
    """
    parts = parts_of(url)
    if parts is None:
        return _mask_without_scheme(url)
    if parts.kind in HOSTED:
        return _mask_hosted(parts)
    if parts.kind not in KNOWN:
        return parts.scheme + MASK
    shown = parts.before if parts.password is None else parts.before + MASK + parts.after
    return parts.scheme + _mask_query(shown, parts.kind)


def mask_setting(url: str) -> str:
    """A configured database or target of notifications. Of a web address nothing is shown: its path may be a token."""
    parts = parts_of(url)
    return MASK if parts is None else parts.scheme + MASK if parts.kind in WEB else mask_url(url)


def is_ambiguous(url: str) -> bool:
    """Whether a database URL holds a second @ behind the user's name: where its password ends is anybody's guess."""
    parts = parts_of(url)
    return parts is not None and parts.kind in DATABASES and "@" in (parts.password or "")


def is_secret(key: str, kind: str) -> bool:
    """Whether the value of a query's key is not shown in an address of this kind."""
    name = unquote(key).lower()
    return name not in SHOWN if kind in DATABASES else re.search(HIDDEN_NAME, name) is not None


def query_of(text: str, kind: str) -> list[tuple[str, str]]:
    """The query's pieces, each with the sign before it; a fragment is one of them."""
    found = re.search(r"[?#]" if kind in WEB else r"\?", text)
    if not found:
        return []
    pieces = re.split(r"([?&;#])" if kind in WEB else r"([?&;])", text[found.start() :])
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def _mask_query(text: str, kind: str) -> str:
    pieces = query_of(text, kind)
    length = sum(len(sign) + len(piece) for sign, piece in pieces)
    shown, hiding = [text[: len(text) - length]], kind in DATABASES
    for sign, piece in pieces:
        key, equals, value = piece.partition("=")
        if equals:
            hiding = is_secret(key, kind)
        elif sign in "?#":
            hiding = kind in DATABASES
        if hiding and piece:  # a piece without = belongs to the value before it: a & that was not escaped
            piece = f"{key}={MASK}" if equals and (value or kind in DATABASES) else piece if equals else MASK
        shown.append(sign + piece)
    return "".join(shown)


def _mask_hosted(parts: Parts) -> str:
    """Scheme and host alone: `***@` stands for the user, `/***` for path and query."""
    rest = parts.before if parts.password is None else parts.after
    length = len(re.split(r"[/?#]", rest, maxsplit=1)[0])
    _, at, host = rest[:length].rpartition("@")
    return parts.scheme + (f"{MASK}@" if at else "") + host + (f"/{MASK}" if rest[length:].strip("/") else "")


def _mask_without_scheme(text: str) -> str:
    head, colon, rest = text.partition(":")
    if not colon or head.lower() in FILES:
        return text
    at = rest.rfind("@")
    return head + colon + MASK + (rest[at:] if at >= 0 else "")
