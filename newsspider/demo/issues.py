"""What both demo e-papers share: the stories of a day on the pages of an issue."""

from dataclasses import dataclass
from datetime import datetime

from newsspider.demo.stories import Story

SECTIONS = ("要闻", "时政", "民生", "文化副刊")
MOST_PAGES = 16
"""Pages of the thickest issue: fewer than a crawl's `max_pages`."""


@dataclass(frozen=True)
class Issue:
    """One day's paper."""

    day: datetime
    pages: list[list[Story]]

    @property
    def printed_day(self) -> str:
        """As articles print it."""
        return f"{self.day:%Y年%m月%d日}"


def section(page: int) -> str:
    """The name of a print page, pages counted from 1."""
    return SECTIONS[(page - 1) % len(SECTIONS)]


def spread(stories: list[Story]) -> list[Story]:
    """The generated stories over the pages of the issue, about eight a page, without 来源: a paper does not name itself."""
    pages = min(MOST_PAGES, max(len(SECTIONS), len(stories) // 8))
    for index, story in enumerate(stories):
        story.page = index % pages + 1
        story.source = None
    return stories


def issues(stories: list[Story]) -> list[Issue]:
    """The issues that the stories fill, newest first."""
    by_day: dict[datetime, list[Story]] = {}
    for story in stories:
        by_day.setdefault(story.at.replace(hour=0, minute=0, second=0), []).append(story)
    return [Issue(day, _pages(mine)) for day, mine in sorted(by_day.items(), reverse=True)]


def _pages(stories: list[Story]) -> list[list[Story]]:
    last = max(story.page for story in stories)
    return [[story for story in stories if story.page == page] for page in range(1, last + 1)]
