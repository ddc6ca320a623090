"""The stories of the demo press: hand-written ones from `stories/*.toml` and generated ones, each with its true record.

The truth is written next to the text, field by field, as an editor would read the printed page. It is never read back
from a page.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from importlib import resources
from random import Random
from typing import Any

from newsspider.demo import newsroom, prose
from newsspider.items import Article

NEWEST = datetime(2025, 10, 23, 17, 48, 5)
"""When the newest generated story was published, Beijing time. Fixed, so that every run serves the same bytes."""

FETCH_FIELDS = ("fetched_at", "content_sha256", "extractor")
"""Article fields that depend on the fetch; a true record has none of them."""

Record = dict[str, Any]


@dataclass(kw_only=True)
class Story:
    """One story: what its page prints, and the fields of its record that follow from the text alone."""

    number: int
    """The CMS id in its URL."""
    at: datetime
    """Publication time, Beijing time; a site may print less of it."""
    section: str
    headline: str
    body: list[str]
    """The true paragraphs. In a TOML file an entry `+2` stands for two generated ones."""
    source: str | None = None
    """来源 as the head of the page prints it, without label; None when it prints none."""
    opening: list[str] = field(default_factory=list)
    """Paragraphs printed before the body that are not part of it (原标题, a lone byline)."""
    closing: list[str] = field(default_factory=list)
    """Paragraphs printed after it (credits, 来源, copyright notes)."""
    editor: str | None = None
    """The credit line that the page prints outside the text, as printed."""
    images: list[dict[str, Any]] = field(default_factory=list)
    """Pictures: `file`, `caption`, `credit`, `printed` (the caption as printed), `after` (how many paragraphs come first)."""
    printed: dict[str, Any] = field(default_factory=dict)
    """What the page prints otherwise than the record says: `headline`, `body`, `source`, `author`."""
    record: Record = field(default_factory=dict)
    """Article fields as an editor reads them: dateline, byline, authors, credits, …; `kicker` and `subheadlines` too."""
    page: int = 1
    """Print page; e-papers only."""
    page_number: str | None = None
    """The page's number as printed where it is not the plain one: two pages in one."""
    continued: int | None = None
    """The print page on which the second half stands; None for a story on one page."""
    layout: str = "plain"
    """A peculiarity of the page that its site knows: `two_pages`, `stub`, `gone`"""
    revision: int = 1
    """How many texts of it were printed so far."""

    @property
    def text(self) -> list[str]:
        """The paragraphs of the page in printed order."""
        return [*self.opening, *self.printed.get("body", self.body), *self.closing]


def written(name: str, rng: Random) -> list[Story]:
    """The hand-written stories of `stories/NAME.toml`, in file order."""
    text = (resources.files("newsspider.demo") / "stories" / f"{name}.toml").read_text(encoding="utf-8")
    return [Story(**{**table, "body": _filled(table["body"], rng)}) for table in tomllib.loads(text)["story"]]


def _filled(body: list[str], rng: Random) -> list[str]:
    out: list[str] = []
    for paragraph in body:
        out += prose.paragraphs(rng, int(paragraph[1:])) if paragraph.startswith("+") else [paragraph]
    return out


def generated(
    rng: Random,
    count: int,
    *,
    paper: str,
    sections: list[str],
    first_number: int,
    one_day: bool = False,
    newest: datetime = NEWEST,
    taken: Iterable[str] = (),
) -> list[Story]:
    """So many generated stories, newest first (or all of one day), each with other newsroom conventions than the last.

    None bears a headline that is taken.
    """
    stories = []
    seen = set(taken)
    at = newest
    for index in range(count):
        if not one_day:
            at -= timedelta(minutes=rng.randint(3, 55), seconds=rng.randint(1, 59))
        body = prose.paragraphs(rng, rng.randint(4, 7))
        lines = newsroom.conventions(rng, index, paper=paper, at=at)
        body[0] = (lines.dateline or "") + lines.lead + body[0]
        body[-1] += lines.tail
        while (headline := prose.headline(rng)) in seen:
            pass
        seen.add(headline)
        stories.append(
            Story(
                number=first_number + 7 * (count - index),
                at=at,
                section=sections[index % len(sections)],
                headline=headline,
                body=body,
                source=paper,
                opening=lines.opening,
                closing=lines.closing,
                editor=lines.editor,
                record=lines.record,
            )
        )
    return stories


def record(story: Story, **site: Any) -> Record:
    """The true record of a story: every Article field but the three of the fetch, in schema order.

    Args:
        story: the story.
        site: what its site adds: id, url, outlet, dates, encoding, images with their URLs, …
    """
    empty: Record = dict.fromkeys(f.name for f in fields(Article) if f.name not in FETCH_FIELDS)
    lists = ("subheadlines", "original_headline", "authors", "body", "images", "videos", "credits", "keywords", "restorations")
    empty |= {name: [] for name in lists}
    told = {name: _whole(name, value) for name, value in story.record.items()}
    text = {"headline": story.headline, "section": story.section, "source": story.source, "body": story.body}
    return {**empty, "language": "zh-Hans", "revision": story.revision, **text, **site, **told}


def _whole(name: str, value: Any) -> Any:
    """A hand-written value with the empty values of its parts filled in (TOML has no null)."""
    if name == "authors":
        return [{"name": None, "role": None, "organization": None, **author} for author in value]
    if name == "videos":
        return [{"url": None, "credit": None, **video} for video in value]
    return None if value == "" else value
