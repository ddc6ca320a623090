"""What of the figures needs a look: fields that fell, outlets that gave nothing."""

from dataclasses import dataclass
from math import sqrt

from newsspider.report.crawls import WITHOUT
from newsspider.report.figures import Day, Figures, Outlet
from newsspider.report.queries import FIELDS

DROP = 0.3
"""By how much the share of a field must fall to be told."""

ENOUGH = 5
"""Texts that there must be, before and on the last day."""

SIGMAS = 3.0
"""How far from chance the fall must be, in standard errors of two shares."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A field of an outlet that fewer texts have on the last day than before."""

    outlet: Outlet
    field: str
    before: float
    now: float
    """Shares, 0 to 1."""


def falls(outlet: Outlet, run: bool) -> dict[str, Fall]:
    """Field -> how it fell: on the outlet's last day, or in the one run, beside the days before.

    Args:
        outlet: with its days.
        run: whether `total` is what one run stored.
    """
    if not outlet.days:
        return {}
    last = max(outlet.days)
    before = Day()
    for day, counted in outlet.days.items():
        if day < last:
            before.add(counted.new, counted.texts, counted.have)
    now = outlet.total if run else outlet.days[last]
    found = {}
    for index, name in enumerate(FIELDS):
        one, other = before.share(index), now.share(index)
        if one is not None and other is not None and fell(one, before.texts, other, now.texts):
            found[name] = Fall(outlet, name, one, other)
    return found


def fell(before: float, texts_before: int, now: float, texts_now: int) -> bool:
    """Whether a share fell by more than chance makes it."""
    if min(texts_before, texts_now) < ENOUGH or before - now < DROP:
        return False
    pooled = (before * texts_before + now * texts_now) / (texts_before + texts_now)
    error = sqrt(pooled * (1 - pooled) * (1 / texts_before + 1 / texts_now))
    return before - now >= SIGMAS * error


def silent(figures: Figures) -> list[Outlet]:
    """The outlets that were crawled and on whose lists no article link was read."""
    return [each for each in figures.outlets if each.crawled.runs and not each.crawled.counts["listed"] and not each.total.texts]


def barren(figures: Figures) -> list[Outlet]:
    """The outlets whose lists had links, and of which nothing but refusals and failures came."""
    return [
        each
        for each in figures.outlets
        if each.crawled.counts["listed"] and bad_pages(each) and not each.total.texts and not each.crawled.counts["unchanged"]
    ]


def bad_pages(outlet: Outlet) -> int:
    """Pages that were refused, failed or are gone, and lists that could not be read."""
    return outlet.crawled.counts[WITHOUT]
