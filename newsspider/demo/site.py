"""The frame that every demo site is built in: pages by path, true records, and the furniture around each article."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from html import escape
from http import HTTPStatus
from importlib import resources
from string import Template
from typing import Any, Literal, Self

from newsspider.demo import furniture
from newsspider.demo.stories import NEWEST, Record, Story, record
from newsspider.outlets import Outlet
from newsspider.urls import canonical_url, url_id

PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""The smallest picture there is: what every picture of the press answers with."""


Kind = Literal["article", "list", "other"]


@dataclass(frozen=True)
class Resource:
    """What a path answers with; the bytes are made when asked for first, and kept."""

    render: Callable[[], bytes]
    content_type: str = "text/html"
    status: int = 200
    form: str = ""
    """What the form of a POST must hold (`columnid=1021`); empty for what a GET asks for."""
    kind: Kind = "other"
    """An article's page, a page of a list, or anything else: stubs, pictures, front pages, issue lists."""
    modified: datetime = NEWEST
    """When these bytes were printed first, by the clock of the press."""
    location: str = ""
    """Where a redirect leads to."""

    @cached_property
    def body(self) -> bytes:
        """The bytes."""
        return self.render()

    @cached_property
    def etag(self) -> str:
        """A strong validator of the bytes, quoted."""
        return f'"{hashlib.sha1(self.body, usedforsecurity=False).hexdigest()}"'


def gone(status: int = 404) -> Resource:
    """The answer for what is not there."""
    title = f"{status} {HTTPStatus(status).phrase}"
    page = f"<html><head><title>{title}</title></head><body><h1>您访问的页面不存在或已被删除</h1></body></html>"
    return Resource(page.encode, "text/html; charset=utf-8", status)


@dataclass
class Site:
    """One site of the press: its stories, and the pages and true records that follow from them."""

    outlet: Outlet
    name: str
    """As the site calls itself."""
    stories: list[Story]
    lay_out: Callable[["Site"], None]
    """Adds every page and record of the stories to an empty site."""
    sections: list[str] = field(default_factory=list)
    """Columns of a portal; empty for an e-paper."""
    padding: int = 0
    """Bytes that a page of an article or a list has at least; what is missing is furniture."""
    resources: dict[str, Resource] = field(default_factory=dict)
    """By path, where the query is left aside, or by path and query."""
    records: list[Record] = field(default_factory=list)
    """True records of all articles that the outlet's lists lead to."""
    archive: list[Record] = field(default_factory=list)
    """True records of articles in older issues, which no list leads to."""
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    """E-papers: by day (YYYY-MM-DD), what the account of its issue must say when all of it was fetched; a day without is not there."""
    by_url: dict[str, Story] = field(default_factory=dict)
    """The story of each record's URL."""
    removed: dict[str, Resource] = field(default_factory=dict)
    """What answers where something stood that was removed."""
    alter: Callable[[str, Resource], Resource] | None = None
    """What a change of templates makes of the resource of a path."""

    @classmethod
    def printed(
        cls,
        outlet: Outlet,
        name: str,
        stories: list[Story],
        lay_out: Callable[["Site"], None],
        sections: list[str] | None = None,
        padding: int = 0,
    ) -> Self:
        """A site with all its pages."""
        site = cls(outlet, name, stories, lay_out, sections or [], padding)
        lay_out(site)
        return site

    def print_anew(self, at: datetime, *, everything: bool = False) -> None:
        """Make the pages that the stories have become.

        What stays the same byte for byte keeps its time, the rest (or everything) was modified `at`.
        """
        fresh = replace(self, resources={}, records=[], archive=[], issues={}, by_url={})
        self.lay_out(fresh)
        for path, resource in fresh.resources.items():
            known = self.resources.get(path)
            same = known and (known.body, known.content_type, known.form) == (resource.body, resource.content_type, resource.form)
            fresh.resources[path] = known if known and same and not everything else replace(resource, modified=at)
        self.records, self.archive, self.issues, self.by_url = fresh.records, fresh.archive, fresh.issues, fresh.by_url
        self.resources = self.removed | fresh.resources  # at once: the site is being served

    def answer(self, path: str) -> Resource | None:
        """What stands under exactly this path now; None where nothing does."""
        found, alter = self.resources.get(path), self.alter
        return alter(path, found) if found and alter else found

    @property
    def base(self) -> str:
        """`http://127.0.0.1:8710`."""
        return f"http://{self.outlet.hosts[0]}"

    def add_html(
        self, path: str, encoding: str, page: Callable[[], str], *, declared: str | None = None, kind: Kind = "other"
    ) -> None:
        """Serve a page under a path; `declared` is the charset of the Content-Type header, None for a header without one."""

        def render() -> bytes:
            html = page()
            if self.padding and kind != "other":
                html = furniture.padded(html, self.name, self.base, self.padding, encoding)
            return html.encode(encoding)

        self.resources[path] = Resource(render, "text/html" + (f"; charset={declared}" if declared else ""), kind=kind)

    def add_image(self, path: str) -> None:
        """Serve a picture under a path."""
        self.resources[path] = Resource(lambda: PIXEL, "image/gif")

    def record(self, story: Story, path: str, **facts: Any) -> Record:
        """The true record of a story that stands under a path; `facts` are the fields that the site prints in its own way."""
        url = canonical_url(self.base + path)
        self.by_url[url] = story
        outlet = {"outlet": self.outlet.id, "outlet_name": self.outlet.name, "province": self.outlet.province}
        return record(story, id=url_id(url), url=url, **outlet, **facts)

    def pictures(self, story: Story, folder: str) -> list[Record]:
        """The story's pictures as its record tells them; they are served too."""
        for image in story.images:
            self.add_image(folder + image["file"])
        return [
            {"url": self.base + folder + image["file"], "caption": image.get("caption"), "credit": image.get("credit")}
            for image in story.images
        ]


@cache
def template(name: str) -> Template:
    """`templates/NAME.html`."""
    return Template((resources.files("newsspider.demo") / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def fill(name: str, values: Mapping[str, Any]) -> str:
    """The template with its values."""
    return template(name).substitute(values)


def in_pages(stories: list[Story], size: int) -> list[list[Story]]:
    """The stories, newest first, in list pages of so many rows; one empty page when there are none."""
    ordered = sorted(stories, key=lambda story: story.at, reverse=True)
    return [ordered[start : start + size] for start in range(0, len(ordered), size)] or [[]]


def page_size(count: int) -> int:
    """Rows of a list page: a site of many stories prints longer lists, so that a crawl's `max_pages` reaches the end."""
    return max(4, -(-count // 10))


def paragraphs(lines: list[str], mark: str = "<p>　　{}</p>") -> str:
    """Each line as a paragraph; a newline inside one is printed as `<br>`."""
    return "\n".join(mark.format(escape(line, quote=False).replace("\n", "<br>")) for line in lines)


def with_pictures(blocks: list[str], pictures: list[tuple[int, str]]) -> str:
    """Blocks of HTML with each picture put after so many of them."""
    out = list(blocks)
    for after, html in sorted(pictures, reverse=True):
        out.insert(after, html)
    return "\n".join(out)


def split_text(story: Story) -> list[list[str]]:
    """The paragraphs of each page of the story's article: one page, or two that part before `printed["cut"]`, inside a paragraph."""
    whole, cut = story.text, story.printed.get("cut")
    if cut is None:
        return [whole]
    index = next(index for index, line in enumerate(whole) if cut in line)
    head, _, rest = whole[index].partition(cut)
    return [[*whole[:index], head], [cut + rest, *whole[index + 1 :]]]


def stub(target: str) -> str:
    """A page that only sends the reader on."""
    return f'<html><head><meta http-equiv="refresh" content="0; URL={target}"></head><body></body></html>'
