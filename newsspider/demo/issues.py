"""What the demo e-papers share: the stories of a day on the pages of an issue, and what its account must say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from random import Random
from typing import Any

from newsspider.demo.site import Site, paragraphs
from newsspider.demo.stories import NEWEST, Record, Story, generated

SECTIONS = ("要闻", "时政", "民生", "文化副刊")
MOST_PAGES = 16
"""Pages of the thickest issue: fewer than a crawl's `max_pages`."""
CONTINUED_NUMBER = 50
"""What is added to a story's number for its second half."""


@dataclass(frozen=True)
class PrintPage:
    """One print page; `place` counts from 1."""

    place: int
    number: str
    section: str
    stories: list[Story]
    """Those that begin here."""
    continued: list[Story]
    """Those whose second half stands here."""


@dataclass(frozen=True)
class Issue:
    """One day's paper."""

    day: datetime
    pages: list[PrintPage]

    @property
    def older(self) -> bool:
        """Whether it is one of the issues before the press's own day, which are laid out in other ways."""
        return self.day.date() < NEWEST.date()

    @property
    def printed_day(self) -> str:
        """As articles print it."""
        return f"{self.day:%Y年%m月%d日}"

    def account(self, *, skipped: int) -> dict[str, Any]:
        """What its account must say when the whole issue was fetched; `skipped` notices are listed besides its stories."""
        stories = [story for page in self.pages for story in page.stories]
        continued = sum(len(page.continued) for page in self.pages)
        gone = sum(story.layout == "gone" for story in stories)
        return {
            "state": "complete", "pages": len(self.pages), "pages_read": len(self.pages), "pending": 0, "failed": gone,
            "listed": len(stories) + continued + skipped, "stored": len(stories) - gone, "skipped": skipped + continued,
        }  # fmt: skip


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


def older(paper: str, first_number: int, days_before: int) -> list[Story]:
    """An older issue of six stories on three pages: the first goes on on the third page, which is two in one; one is gone."""
    rng = Random(f"{paper} {days_before}")  # noqa: S311 - the same press every time is the aim
    newest = NEWEST - timedelta(days=days_before)
    stories = generated(rng, 6, paper=paper, sections=[""], first_number=first_number, one_day=True, newest=newest)
    for index, story in enumerate(stories):
        story.page = index // 2 + 1
        story.page_number = "0304" if story.page == 3 else None
        story.source = None
    stories[0].continued = 3
    stories[3].layout = "gone"
    return stories


def issues(stories: list[Story]) -> list[Issue]:
    """The issues that the stories fill, newest first."""
    by_day: dict[datetime, list[Story]] = {}
    for story in stories:
        by_day.setdefault(story.at.replace(hour=0, minute=0, second=0), []).append(story)
    return [Issue(day, _pages(mine)) for day, mine in sorted(by_day.items(), reverse=True)]


def _pages(stories: list[Story]) -> list[PrintPage]:
    pages = []
    for place in range(1, max(story.page for story in stories) + 1):
        mine = [story for story in stories if story.page == place]
        number = next((story.page_number for story in mine if story.page_number), f"{place:02}")
        pages.append(PrintPage(place, number, section(place), mine, [story for story in stories if story.continued == place]))
    return pages


def serve_parts(
    site: Site, story: Story, path: Callable[[int], str], page: Callable[[str], str], codec: str, declared: str | None
) -> None:
    """Serve a story's page, and a second one when it goes on elsewhere; nothing for a story that is gone.

    Args:
        site: where.
        story: the story.
        path: the address of the article of a number.
        page: the page that prints a text (HTML).
        codec: what pages are encoded with.
        declared: charset of the header.
    """
    if story.layout == "gone":
        return
    if story.continued is None:
        text = paragraphs(story.text)
        site.add_html(path(story.number), codec, lambda: page(text), declared=declared, kind="article")
        return
    half = len(story.text) // 2
    rest = path(story.number + CONTINUED_NUMBER)
    turn = f'<p>　　<a href="{rest}">（下转第{story.continued}版）</a></p>'
    first = paragraphs(story.text[:half]) + turn
    second = paragraphs([f"（上接第{story.page}版）{story.text[half]}", *story.text[half + 1 :]])
    site.add_html(path(story.number), codec, lambda: page(first), declared=declared, kind="article")
    site.add_html(rest, codec, lambda: page(second), declared=declared, kind="article")


def titles(page: PrintPage, path: Callable[[Story, int], str]) -> list[tuple[str, str]]:
    """Address and title of everything that stands on a page; second halves bear the story's title."""
    own = [(path(story, story.number), escape(story.headline)) for story in page.stories]
    return own + [(path(story, story.number + CONTINUED_NUMBER), escape(story.headline)) for story in page.continued]


def day_facts(story: Story, printed_day: str, page: PrintPage) -> Record:
    """The fields of a record that follow from the print page."""
    return {
        "published_at": f"{story.at:%Y-%m-%d}", "published_raw": printed_day, "published_precision": "day",
        "published_from": "visible", "section": page.section, "page_number": page.number,
    }  # fmt: skip
