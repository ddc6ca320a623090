"""Addresses: an http(s) URL is checked once, and has one canonical form, which gives the article at it its id.

`Url` passed the check: urlsplit, Scrapy's Request, the store and the archives take it without a fault. `CanonicalUrl` is the
one form of all addresses that lead to the same page; making it canonical again changes nothing.
"""

import hashlib
import re
import time
import unicodedata
from functools import lru_cache
from ipaddress import IPv6Address
from typing import NewType
from urllib.parse import urlsplit, urlunsplit

from newsspider.errors import BadUrl
from newsspider.lazy_pattern import lazy_pattern
from newsspider.masking import mask_url
from newsspider.values.query_keys import NO_KEYS, QueryKeys, is_identity, query_of, query_pairs

Url = NewType("Url", str)
"""An absolute http(s) URL of a host that can exist, as it was written."""

CanonicalUrl = NewType("CanonicalUrl", Url)
"""A Url in its canonical form."""

CANONICAL_RULES = 3
"""Rises when the canonical form of any address changes; stores then look their addresses through, see `newsspider.store.addresses`."""
SESSION_IN_PATH = lazy_pattern(r";jsessionid=[^/?#;&]*", re.I)
CLOCK = lazy_pattern(r"=[0-9]{10}(?:[0-9]{3})?(?:[&#]|\Z)")
HOUR = 3600
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_HOST = 253
"""Characters of a host with its port; the DNS allows no longer names."""
FRAME_QUERY = lazy_pattern(r"div=-?\d+")  # Founder's `?div=-1` selects a frame of the same article

_LABEL = r"[A-Za-z0-9_-]{1,63}"
_NAME = rf"{_LABEL}(?:\.{_LABEL})*\.?"
_FORBIDDEN = lazy_pattern(r"[\s\x00-\x1f\x7f\ud800-\udfff]")
_PLAIN = lazy_pattern(
    rf"https?://(?={_NAME}(?::(?:[0-9]{{1,4}}|[1-5][0-9]{{4}}))?(?:[/?#]|\Z))[^/?#]{{1,{MAX_HOST}}}(?:[/?#][^\s\x00-\x1f\x7f\ud800-\udfff]*)?"
)
"""What nearly all addresses look like: they need no closer look."""
_STRAY = lazy_pattern(r"%(?![0-9A-Fa-f]{2})(?=(?:[0-9A-Fa-f]|%3[0-9]|%[46][1-6]){2})")
"""A percent sign that is none of an escape, and would begin one when the escapes behind it are undone."""
_AUTHORITY = lazy_pattern(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]{0,9}))?")
MAX_SHOWN = 200
"""Characters of a refused address that an error shows."""


def check_url(url: str) -> Url:
    """The URL itself, blanks around it removed. Raises BadUrl when it is not an absolute http(s) URL of a possible host."""
    text = url.strip()
    if fault := _fault(text):
        raise BadUrl(
            f"{_shown(text)!r} is not a URL that can be fetched: {fault}; give it whole, like https://jiangxi.jxnews.com.cn/…"
        )
    return Url(text)


def as_url(text: str) -> Url | None:
    """The text as an address; None for what `check_url` refuses."""
    return None if _fault(text) else Url(text)


def canonical_url(url: str, keys: QueryKeys = NO_KEYS, now: float | None = None) -> CanonicalUrl:
    """The URL without default port, fragment, Founder's frame query and what says nothing of the article; query keys sorted.

    Session keys and keys that say who shared the link are cut by their name, others by a value that is a session or the clock's
    time, see `newsspider.values.query_keys`. The form stays: a clock that was cut is gone, one that was not is old by then.

    Args:
        url: the address.
        keys: what is known of the site's query keys.
        now: seconds since 1970, in UTC; None: the present.

    Raises BadUrl as `check_url` does.
    """
    hour = int(time.time() if now is None else now) // HOUR if CLOCK.search(url) else 0
    return _canonical(url, keys, hour)


@lru_cache(maxsize=1 << 14)  # each list page of a site has the same links around its rows
def _canonical(url: str, keys: QueryKeys, hour: int) -> CanonicalUrl:
    from w3lib.url import canonicalize_url  # at first use: with it come urllib.request, http and email

    parts = urlsplit(canonicalize_url(_STRAY.sub("%25", check_url(url))))
    place = _place(parts.scheme, *_host_and_port(parts.netloc))
    path = SESSION_IN_PATH.sub("", parts.path) or "/"
    query = _article_query(SESSION_IN_PATH.sub("", parts.query), keys, hour * HOUR)
    return CanonicalUrl(Url(urlunsplit((parts.scheme, place, path, query, ""))))


def url_id(url: str) -> str:
    """First 32 hex digits of the SHA-256 of a canonical URL without its scheme: http and https are one article."""
    return hashlib.sha256(url.split("://", 1)[-1].encode()).hexdigest()[:32]


def netloc(url: str) -> str:
    """Host, with the port where it is not the scheme's default, in lower case; empty for what is no address."""
    return host_and_path(url)[0]


@lru_cache(maxsize=1 << 13)  # asked several times of each link of a list
def host_and_path(url: str) -> tuple[str, str]:
    """`netloc` of an address, and its path; both empty for what is no address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    return _place(parts.scheme, f"[{host}]" if ":" in host else host, port), parts.path


def _place(scheme: str, host: str, port: int | None) -> str:
    return host if port in (None, DEFAULT_PORTS.get(scheme)) else f"{host}:{port}"


def _fault(text: str) -> str | None:
    """Why a text is no address that can be fetched, in words; None for one that is."""
    if _PLAIN.fullmatch(text):
        return None
    if found := _FORBIDDEN.search(text):
        return f"it holds {found[0]!r}"
    try:
        parts = urlsplit(text)
    except ValueError:  # what it says may hold a password
        return "its host or port cannot be read"
    if parts.scheme not in DEFAULT_PORTS or not parts.netloc:
        return "it does not begin with http:// or https:// and a host"
    try:
        _host_and_port(parts.netloc)
    except ValueError as error:
        return str(error)
    return None


def _shown(text: str) -> str:
    """A refused address for an error: short, and without a password."""
    shown = mask_url(text)
    return shown if len(shown) <= MAX_SHOWN else f"{shown[:MAX_SHOWN]}…"


def _host_and_port(netloc: str) -> tuple[str, int | None]:
    """Host in lower-case ASCII, an IPv6 address in its brackets and shortest form, and port, None where none is given.

    Raises ValueError saying what is wrong.
    """
    if "@" in netloc:
        raise ValueError("user names and passwords in addresses are not supported")
    match = _AUTHORITY.fullmatch(netloc)
    if match is None:
        raise ValueError("its host or port cannot be read")
    port = int(match["port"]) if match["port"] else None
    if port is not None and port > 65535:
        raise ValueError(f"there is no port {port}")
    host = _ipv6(match["host"]) if match["host"].startswith("[") else _ascii_name(match["host"])
    if len(host) + len(f":{port}" if port is not None else "") > MAX_HOST:
        raise ValueError("its host is too long")
    return host, port


def _ipv6(host: str) -> str:
    if "%" in host:
        raise ValueError("a zone of an IPv6 address means nothing to a server")
    try:
        return f"[{IPv6Address(host[1:-1])}]"
    except ValueError as error:
        raise ValueError(f"{host} is no IPv6 address") from error


def _ascii_name(name: str) -> str:
    """A host name as the DNS has it. Raises ValueError for one that cannot exist."""
    if not name.isascii() and len(name) <= MAX_HOST:
        try:
            name = unicodedata.normalize("NFKC", name).encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError("its host name cannot be written in ASCII") from error
    if not re.fullmatch(_NAME, name):
        raise ValueError("its host name has characters or lengths that no host name has")
    return name.lower()


def _article_query(query: str, keys: QueryKeys, now: float) -> str:
    """A canonical query without what does not say which article it is."""
    if not query:
        return ""
    pairs = query_pairs(query)
    kept = [(key, value) for key, value in pairs if is_identity(key, value, keys, now)]
    if len(kept) != len(pairs):
        query = query_of(kept)
    return "" if FRAME_QUERY.fullmatch(query) else query
