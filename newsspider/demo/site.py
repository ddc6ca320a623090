"""The frame that every demo site is built in: pages by path, true records, and the furniture around each article."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import Any

from newsspider.demo.stories import Record, Story
from newsspider.outlets import Outlet
from newsspider.urls import canonical_url, url_id

PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""The smallest picture there is: what every picture of the press answers with."""


@dataclass(frozen=True)
class Resource:
    """What a path answers with; the bytes are made when asked for."""

    render: Callable[[], bytes]
    content_type: str = "text/html"
    status: int = 200
    form: str = ""
    """What the form of a POST must hold (`columnid=1021`); empty for what a GET asks for."""


@dataclass
class Site:
    """One site of the press."""

    outlet: Outlet
    resources: dict[str, Resource] = field(default_factory=dict)
    """By path, where the query is left aside, or by path and query."""
    records: list[Record] = field(default_factory=list)
    """True records of all articles that the outlet's lists lead to."""
    archive: list[Record] = field(default_factory=list)
    """True records of articles in older issues, which no list leads to."""
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    """E-papers: by day (YYYY-MM-DD), what the account of its issue must say when all of it was fetched; a day without is not there."""

    @property
    def base(self) -> str:
        """`http://127.0.0.1:8710`."""
        return f"http://{self.outlet.hosts[0]}"

    def add_html(self, path: str, encoding: str, page: Callable[[], str], *, declared: str | None = None) -> None:
        """Serve a page under a path; `declared` is the charset of the Content-Type header, None for a header without one."""
        kind = "text/html" + (f"; charset={declared}" if declared else "")
        self.resources[path] = Resource(lambda: page().encode(encoding), kind)

    def add_image(self, path: str) -> None:
        """Serve a picture under a path."""
        self.resources[path] = Resource(lambda: PIXEL, "image/gif")

    def identity(self, path: str) -> Record:
        """The fields of a record that follow from its address."""
        url = canonical_url(self.base + path)
        return {
            "id": url_id(url), "url": url, "outlet": self.outlet.id, "outlet_name": self.outlet.name,
            "province": self.outlet.province,
        }  # fmt: skip

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
