"""How surprising a share is, given the shares before it: small counts make no alarm."""

from dataclasses import dataclass
from math import exp, lgamma

MOST = 100.0
"""Articles of history that count at most: what an outlet prints varies from run to run more than by chance."""
BEFORE = 0.5
"""What is assumed of a share before anything is known (Jeffreys)."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    def __str__(self) -> str:
        return f"{self.part} of {self.whole}"


def chance(now: Share, before: Share) -> float:
    """How likely it is that at least `now.part` of `now.whole` have what `before.part` of `before.whole` had, if nothing changed.

    The tail of a beta-binomial distribution; 1.0 when there is nothing to judge by.
    """
    if not before.whole or not now.whole:
        return 1.0
    weight = min(1.0, MOST / before.whole)
    a = BEFORE + weight * before.part
    b = BEFORE + weight * (before.whole - before.part)
    return min(1.0, sum(exp(_log(k, now.whole, a, b)) for k in range(now.part, now.whole + 1)))


def _log(k: int, n: int, a: float, b: float) -> float:
    """Logarithm of the beta-binomial probability of k of n."""
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return ways + lgamma(k + a) + lgamma(n - k + b) - lgamma(n + a + b) - lgamma(a) - lgamma(b) + lgamma(a + b)
