"""From what a page printed to an article: one step a file, in the order of `STEPS`."""

from collections.abc import Callable

from newsspider.items import Article, Draft, Printed, start_draft
from pipelines import byline, check, credits, dates, headline, identity, restore

STEPS: tuple[Callable[[Draft], None], ...] = (
    restore.step,
    headline.step,
    byline.step,
    credits.step,
    dates.step,
    identity.step,
    check.step,
)
"""What a draft goes through, in order; each step needs what the ones before it set."""


def to_article(printed: Printed) -> Article:
    """The article of a printed page; `printed` itself stays unchanged. Raises Refused when the page gives none."""
    return run_steps(printed).article


def run_steps(printed: Printed) -> Draft:
    """The draft behind all steps: the article, and the candidates among which its fields were chosen. Raises Refused."""
    draft = start_draft(printed)
    for step in STEPS:
        step(draft)
    return draft
