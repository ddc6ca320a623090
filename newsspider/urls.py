"""Canonical URLs and the stable article id: one article has one address, whichever way it was found."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from newsspider.errors import BadUrl

TRACKING = re.compile(r"utm_\w+|spm|from|isappinstalled|share(?:_?token|_?from)?|source_?id|wxshare|timestamp|fbclid|gclid")
"""Query keys that say who shared the link, never which article it is."""

DEFAULT_PORTS = {"http": 80, "https": 443}
CANONICAL_QUERY = re.compile(r"^div=-?\d+$")  # Founder's `?div=-1` selects a frame of the same article


def check_url(url: str) -> str:
    """The URL itself. Raises BadUrl when it is not an absolute http(s) URL with a host."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadUrl(f"{url!r} is not a URL ({error}); give it whole, like https://jiangxi.jxnews.com.cn/…") from error
    if parts.scheme not in DEFAULT_PORTS or not host or re.search(r"\s", text):
        raise BadUrl(f"{url!r} is not an http(s) URL; give it whole, like https://jiangxi.jxnews.com.cn/…")
    return text


@lru_cache(maxsize=1 << 14)  # each list page of a site has the same links around its rows
def canonical_url(url: str) -> str:
    """The URL without default port, fragment, tracking parameters and Founder's frame query; query keys sorted.

    Raises BadUrl for anything but an absolute http(s) URL.
    """
    parts = urlsplit(canonicalize_url(check_url(url)))
    host = parts.hostname or ""
    port = parts.port
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    query = parts.query
    if CANONICAL_QUERY.match(query):
        query = ""
    elif query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(key, value) for key, value in pairs if not TRACKING.fullmatch(key.lower())]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def url_id(url: str) -> str:
    """First 32 hex digits of the SHA-256 of a canonical URL without its scheme: http and https are one article."""
    return hashlib.sha256(url.split("://", 1)[-1].encode()).hexdigest()[:32]


def netloc(url: str) -> str:
    """Host, with the port where it is not the scheme's default, in lower case."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return host if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"
