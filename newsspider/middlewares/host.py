"""One host, as a process knows it: when it may be asked again, how long it rests, since when it has given nothing. Arithmetic only."""

from dataclasses import dataclass

MOST_DOUBLINGS = 30


@dataclass(slots=True)
class Line:
    """Requests that are sent one behind the other. Moments are seconds of a clock that never goes back."""

    free_at: float = 0.0
    """The next request may be sent from here on."""

    def take(self, now: float, pace: float) -> None:
        """A request is sent; the next one `pace` seconds later at the earliest."""
        self.free_at = now + pace


@dataclass(slots=True)
class Host(Line):
    """A host (with its port), over all outlets that have pages there."""

    crawl_delay: float = 0.0
    """Seconds that its robots.txt asks for, from the answer to one request until the next; 0 when it asks for none."""
    wished_delay: float = 0.0
    """The same, also where it is more than is kept: then the host is not asked."""
    rest_until: float = 0.0
    rests: int = 0
    """Rests one behind the other, without an answer of another kind between them."""
    rested_at: float = 0.0
    """When the last of them began."""
    resting_since: float | None = None
    """When the first of them began; None while all is well."""
    why: str = ""
    """Why it rests, in words: `HTTP 429, Retry-After 20 s`."""

    def wait(self, now: float) -> float:
        """Seconds until it may be asked; 0 or less when it may."""
        return max(self.free_at, self.rest_until) - now

    def rest(self, now: float, seconds: float, asked_at: float, why: str) -> None:
        """It asks to be left alone for so long. What was asked before the last rest began tells nothing new of how often it asks."""
        if not self.rests or asked_at >= self.rested_at:
            self.rests += 1
            self.rested_at = now
        if self.resting_since is None:
            self.resting_since = now
        if now + seconds >= self.rest_until:
            self.rest_until, self.why = now + seconds, why

    def answered(self, asked_at: float) -> bool:
        """It gave an answer that asks for no rest; whether that ended a series of rests. What was asked before the last one says nothing."""
        if not self.rests or asked_at < self.rested_at:
            return False
        self.rests, self.resting_since = 0, None
        return True

    def know(self, now: float, free_in: float, rest_in: float, rests: int, why: str) -> None:
        """What other processes know of it: seconds until it may be asked, seconds that it rests, after how many rests in a row."""
        self.free_at = now + free_in
        if rest_in > 0 and now + rest_in > self.rest_until:
            self.rest_until, self.why = now + rest_in, why
            self.rests, self.rested_at = max(self.rests, rests), now
            self.resting_since = now if self.resting_since is None else self.resting_since

    def hold_back(self, now: float) -> None:
        """What robots.txt asks for counts from the answer: so the server sees it, however long a request is under way."""
        if self.crawl_delay:
            self.free_at = max(self.free_at, now + self.crawl_delay)

    def is_left(self, now: float, patience: float) -> bool:
        """Whether it rests for longer than a run waits: `patience` seconds, one rest behind the other."""
        if self.resting_since is None or self.rest_until <= now:
            return False
        return self.rest_until - self.resting_since > patience


def backoff(rests: int, base: float, longest: float, draw: float) -> float:
    """Seconds to wait after so many rests one behind the other: `base`, doubled each time, at most `longest`.

    `draw`, from 0 to 1, adds up to a half: several who were sent away together do not come back together.
    """
    return min(longest, base * 2.0 ** min(rests, MOST_DOUBLINGS) * (1 + draw / 2))
