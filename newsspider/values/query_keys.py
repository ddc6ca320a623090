"""Which keys of a query say which article it is, and which say who asked, when, and how they came there."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from newsspider.lazy_pattern import lazy_pattern

DAY = 86_400

_SESSION = lazy_pattern(r"jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w*")
"""Keys that hold a session on every server, whatever their value looks like."""
_TRACKER = lazy_pattern(r"utm_\w+|spm|isappinstalled|share_?token|share_?from|wxshare|fbclid|gclid")
"""Keys that say how a reader came to the page, on every site."""
_SHARED = frozenset({"from", "share", "sourceid", "source_id"})
"""Keys that nearly always say who shared the link; on some sites they name the article."""
_DOUBTFUL = frozenset({
    "_", "_t", "_ts", "cachebuster", "nocache", "rand", "random", "rnd", "sess", "sessid", "session", "session_id", "sessionid", "sid",
    "ssid", "timestamp", "ts",
})  # fmt: skip
"""Keys that hold a session or a clock on one site and name the article on another: their value tells."""
_CLOCK_ONLY = frozenset({"t", "time"})
"""Likewise, but never a session."""
_SESSION_VALUE = lazy_pattern(r"(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{16,}")
_RANDOM_VALUE = lazy_pattern(r"0\.[0-9]{6,}")
"""JavaScript's Math.random()."""
_CLOCK_VALUE = lazy_pattern(r"[0-9]{10}(?:[0-9]{3})?")


@dataclass(frozen=True, slots=True)
class QueryKeys:
    """What is known of a site's query keys, names in lower case."""

    kept: frozenset[str] = frozenset()
    """They name the article, whatever they are called."""
    ignored: frozenset[str] = frozenset()
    """They never do."""

    def with_key(self, key: str, *, identity: bool) -> "QueryKeys":
        """The same, and that one key names the article, or never does."""
        kept, ignored = self.kept - {key}, self.ignored - {key}
        return QueryKeys(kept | {key}, ignored) if identity else QueryKeys(kept, ignored | {key})


NO_KEYS = QueryKeys()
"""Nothing is known of the site."""


def query_pairs(query: str, *, blanks: bool = True) -> list[tuple[str, str]]:
    """The pairs of a query, in order; escapes that are no UTF-8 (`%D6%D0` of GBK) stay apart from each other, as surrogates.

    Args:
        query: the query, escaped.
        blanks: whether pairs without a value count.
    """
    return parse_qsl(query, keep_blank_values=blanks, errors="surrogateescape")


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    """The query of pairs that `query_pairs` read: their bytes escaped as they were, in capital hex digits."""
    return urlencode(list(pairs), errors="surrogateescape")


def is_identity(key: str, value: str, keys: QueryKeys, now: float) -> bool:
    """Whether a pair of a query belongs to the article's address.

    Args:
        key: its name.
        value: its value.
        keys: what is known of the site's keys.
        now: seconds since 1970, in UTC.
    """
    name = key.lower()
    if name in keys.kept:
        return True
    if name in keys.ignored or _SESSION.fullmatch(name) or _TRACKER.fullmatch(name) or name in _SHARED:
        return False
    if name in _DOUBTFUL and looks_like_session(value):
        return False
    return not (name in (_DOUBTFUL | _CLOCK_ONLY) and looks_like_clock(value, now))


def looks_like_session(value: str) -> bool:
    """Sixteen or more letters and digits, mixed; or a random fraction."""
    return bool(_SESSION_VALUE.fullmatch(value) or _RANDOM_VALUE.fullmatch(value))


def looks_like_clock(value: str, now: float | None = None) -> bool:
    """Seconds or milliseconds since 1970, within a day of `now`; None: of whatever time."""
    if not _CLOCK_VALUE.fullmatch(value):
        return False
    return now is None or abs(int(value[:10]) - now) <= DAY


def may_be_stamp(key: str, value: str) -> bool:
    """Whether a pair may be a stamp of the page it stands on: a doubtful key with a session, or a clock of whatever time."""
    name = key.lower()
    return (name in _DOUBTFUL and looks_like_session(value)) or (name in (_DOUBTFUL | _CLOCK_ONLY) and looks_like_clock(value))


def may_name_article(key: str, value: str) -> bool:
    """Whether a pair that is cut by its key's name alone may name the article after all: a number or a code, no session and no clock."""
    name = key.lower()
    if not (name in _SHARED or name in _DOUBTFUL):
        return False
    return any(letter.isdigit() for letter in value) and not (looks_like_session(value) or looks_like_clock(value))
