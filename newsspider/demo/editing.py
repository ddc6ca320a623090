"""What a newsroom does to its articles after the first crawl: new ones, corrected ones, ones that are taken down."""

from datetime import datetime, timedelta
from random import Random

from newsspider.demo import prose
from newsspider.demo.issues import spread
from newsspider.demo.site import Site, gone
from newsspider.demo.stories import Record, Story, generated


def publish(site: Site, count: int, at: datetime) -> list[Record]:
    """So many new stories, printed `at`; a portal prints them on top of its lists, an e-paper as its next issue. Their records."""
    rng = Random(f"{site.name} {len(site.stories)}")  # noqa: S311 - the same press every time is the aim
    number = max(story.number for story in site.stories)
    portal = bool(site.sections)
    fresh = generated(
        rng, count, paper=site.name, sections=site.sections or [""], first_number=number, one_day=not portal,
        newest=after(site, count), taken=[story.headline for story in site.stories],
    )  # fmt: skip
    site.stories = [*(fresh if portal else spread(fresh)), *site.stories]
    known = set(site.by_url)
    site.print_anew(at)
    return [record for record in site.records if record["url"] not in known]


def after(site: Site, count: int) -> datetime:
    """When the newest of so many new stories is from: all of them are newer than what the site has."""
    step = timedelta(hours=count) if site.sections else timedelta(days=1)  # two stories of a portal are less than an hour apart
    return max(story.at for story in site.stories) + step


def edit(site: Site, url: str, headline: str | None, body: list[str] | None, at: datetime) -> Record:
    """Give a story another headline or body, or one more paragraph when neither is told; its new record. Raises KeyError."""
    story = site.by_url[url]
    if headline is not None:
        _reprint(story, "headline")
        story.headline = headline
    if body is not None:
        _reprint(story, "body")
        story.body = list(body)
    if headline is None and body is None:
        _add_paragraph(story)
    story.revision += 1
    site.print_anew(at)
    return next(record for record in [*site.records, *site.archive] if record["url"] == url)


def _reprint(story: Story, part: str) -> None:
    """Print a part of the story as it is from now on: without what pollution or a page break made of it."""
    story.printed.pop(part, None)
    if part == "body" and story.printed.pop("cut", None):
        story.layout = "plain"


def _add_paragraph(story: Story) -> None:
    """One more paragraph behind the first half: dateline and closing byline stay where they are."""
    rng = Random(f"{story.number} {story.revision}")  # noqa: S311
    [paragraph] = prose.paragraphs(rng, 1)
    story.body = _with(story.body, paragraph)  # a list of its own: the record before keeps its own
    if "body" in story.printed:
        story.printed["body"] = _with(story.printed["body"], paragraph)


def _with(lines: list[str], paragraph: str) -> list[str]:
    half = -(-len(lines) // 2)
    return [*lines[:half], paragraph, *lines[half:]]


def remove(site: Site, url: str, status: int, at: datetime) -> None:
    """Take a story down: each page that only it had answers with the status. Raises KeyError."""
    site.stories = [story for story in site.stories if story is not site.by_url[url]]
    before = site.resources
    site.print_anew(at)
    for path, resource in before.items():
        if path not in site.resources and resource.kind != "list":
            site.removed[path] = gone(status)
    site.resources = site.removed | site.resources
