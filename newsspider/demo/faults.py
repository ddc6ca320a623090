"""Faults that the press answers with when it is told to: which ones, where, how often, and how many there were."""

import re
import zlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from random import Random
from threading import Lock

BOMB_SIZE = 200 << 20
"""Bytes of zeros that a gzip bomb unpacks to."""


class Fault(StrEnum):
    """What can go wrong with an answer."""

    STATUS_403 = "status_403"
    STATUS_404 = "status_404"
    """Also for an article that is there."""
    STATUS_410 = "status_410"
    STATUS_429 = "status_429"
    """With Retry-After, where the rule says one."""
    STATUS_500 = "status_500"
    STATUS_503 = "status_503"
    """With Retry-After, where the rule says one."""
    HALF_BODY = "half_body"
    """A right Content-Length, half of the bytes, then the connection is closed."""
    LENGTH_TOO_LONG = "length_too_long"
    """All bytes, but the header promises 1,000 more; then the connection is closed."""
    LENGTH_TOO_SHORT = "length_too_short"
    """All bytes, but the header promises half of them; then the connection is closed."""
    CHUNKED_CUT = "chunked_cut"
    """Chunked, cut off in the middle of a chunk."""
    SLOW_BODY = "slow_body"
    """A byte each `interval` seconds; when the page is over, blanks without end."""
    HANG = "hang"
    """The request is read and nothing is answered."""
    RESET = "reset"
    """The request is read and the connection reset."""
    GZIP_BOMB = "gzip_bomb"
    """200 KB that unpack to 200 MB of zeros."""
    GZIP_GARBAGE = "gzip_garbage"
    """Said to be gzip; is none."""
    EMPTY = "empty"
    """200 without a byte."""
    REDIRECT_LOOP = "redirect_loop"
    """302 to `/sso`, which sends back to the page."""


STATUSES = {
    Fault.STATUS_403: 403, Fault.STATUS_404: 404, Fault.STATUS_410: 410, Fault.STATUS_429: 429, Fault.STATUS_500: 500, Fault.STATUS_503: 503,
}  # fmt: skip
"""The faults that are a status."""


@dataclass(frozen=True)
class Rule:
    """Which requests get which fault: all conditions must hold. The first rule that fits wins."""

    fault: Fault
    site: str | None = None
    """Outlet id; None for all sites."""
    path: str = ""
    """Regular expression that is looked for in path and query; the empty one fits all but `/robots.txt`. `/sso` is never faulty."""
    nth: Collection[int] | None = None
    """Which of the requests that fit so far, counted from 1 over all paths; None for each."""
    per_path: bool = False
    """Count `nth` for each path by itself: `nth={1}` fails every page once."""
    share: float = 1.0
    """Share of the requests, from 0 to 1, chosen by the seed, the path and how often that was asked for: not by the order of threads."""
    limit: int | None = None
    """How often at most; None without end."""
    retry_after: int | datetime | None = None
    """Retry-After of 429 and 503: seconds, or an aware time, printed as an HTTP date; None without the header."""
    interval: float = 1.0
    """Seconds between the bytes of a slow body."""


@dataclass
class _Count:
    """What a rule has seen."""

    fitting: int = 0
    answered: int = 0
    paths: Counter[str] = field(default_factory=Counter)


class Faults:
    """The rules in force. They can be changed while the press serves; all methods are safe between threads.

    Args:
        seed: what `share` chooses by.
        delay: seconds that each answer waits, faulty or not; it may be set at any time.
    """

    def __init__(self, seed: int = 0, delay: float = 0.0) -> None:
        self.seed = seed
        self.delay = delay
        self._rules: dict[Rule, _Count] = {}
        self._answered: Counter[tuple[str, Fault]] = Counter()
        self._lock = Lock()

    def add(
        self,
        fault: Fault | str,
        site: str | None = None,
        path: str = "",
        *,
        nth: Collection[int] | None = None,
        per_path: bool = False,
        share: float = 1.0,
        limit: int | None = None,
        retry_after: int | datetime | None = None,
        interval: float = 1.0,
    ) -> Rule:
        """Put a rule behind the others; see Rule. Raises ValueError for a fault, share or pattern that is none."""
        if not 0 <= share <= 1:
            raise ValueError(f"share {share} is not between 0 and 1")
        if isinstance(retry_after, datetime) and retry_after.tzinfo is None:
            raise ValueError("retry_after needs a time zone")
        try:
            re.compile(path)
        except re.error as error:
            raise ValueError(f"path {path!r} is no regular expression: {error}") from error
        wanted = frozenset(nth) if nth is not None else None
        rule = Rule(Fault(fault), site, path, wanted, per_path, share, limit, retry_after, interval)
        with self._lock:
            self._rules.setdefault(rule, _Count())
        return rule

    def remove(self, rule: Rule) -> None:
        """Take a rule back; what is being answered by it goes on. Raises KeyError when it is not in force."""
        with self._lock:
            del self._rules[rule]

    def clear(self) -> None:
        """Take all rules back. What was counted stays."""
        with self._lock:
            self._rules.clear()

    def counts(self) -> Counter[tuple[str, Fault]]:
        """How many answers were faulty so far, by outlet id and fault."""
        with self._lock:
            return self._answered.copy()

    def answered(self, rule: Rule) -> int:
        """How many answers a rule in force has spoilt."""
        with self._lock:
            return self._rules[rule].answered

    def choose(self, site: str, target: str) -> Rule | None:
        """The rule for a request for a path with its query, which counts as answered then; None when all is well."""
        with self._lock:
            for rule, count in self._rules.items():
                fits = re.search(rule.path, target) if rule.path else target != "/robots.txt"
                if rule.site not in (None, site) or not fits:
                    continue
                key = f"{site}{target}"
                count.fitting += 1
                count.paths[key] += 1
                number = count.paths[key] if rule.per_path else count.fitting
                if rule.nth is not None and number not in rule.nth:
                    continue
                if rule.limit is not None and count.answered >= rule.limit:
                    continue
                if rule.share < 1 and not self._drawn(rule, site, target, count.paths[key]):
                    continue
                count.answered += 1
                self._answered[site, rule.fault] += 1
                return rule
        return None

    def _drawn(self, rule: Rule, site: str, target: str, time: int) -> bool:
        draw = Random(f"{self.seed} {rule.fault} {site} {target} {time}")  # noqa: S311 - the same draw every time is the aim
        return draw.random() < rule.share


@cache
def bomb() -> bytes:
    """A gzip file of BOMB_SIZE zeros; about 200 KB."""
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    parts = [packer.compress(block) for _ in range(BOMB_SIZE >> 20)]
    return b"".join([*parts, packer.flush()])
