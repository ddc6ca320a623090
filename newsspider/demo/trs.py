"""望川在线: a TRS portal. Baidu spans with their traps, lists paged by script, a polluted page, a story published twice."""

from datetime import datetime
from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Site, fill, in_pages, page_size, paragraphs, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet
from newsspider.urls import url_id

NAME = "望川在线"
COLUMNS = {"时政新闻": "xwzx/szxw", "民生新闻": "xwzx/msxw"}
PER_SCALE = 13


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about thirteen articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_trs", name="望川在线(示例)", province="CN-ZJ", kind="portal", family="trs", hosts=[host],
        lists=[f"http://{host}/{folder}/" for folder in COLUMNS.values()],
        articles=["http://{host}/{sec}/{yyyymm}/t{yyyymmdd}_{id}.html"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("trs", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=6010000)
    _copy_text(stories)
    return Site.printed(outlet, NAME, stories, _lay_out, list(COLUMNS), padding)


def _lay_out(site: Site) -> None:
    stories = site.stories
    common = furniture.around(NAME, site.base)
    paths = {story.number: _path(story) for story in stories}
    for index, story in enumerate(stories):
        _add_article(site, story, common, [stories[(index + step) % len(stories)] for step in range(1, 9)], paths)
    for section, folder in COLUMNS.items():
        _add_lists(site, common, section, folder, [story for story in stories if story.section == section])
    site.add_html("/", "utf-8", partial(furniture.front, NAME, site.base, site.outlet.lists), declared="utf-8")


def _copy_text(stories: list[Story]) -> None:
    """A story that names another one under `same_as` prints that one's text."""
    by_number = {story.number: story for story in stories}
    for story in stories:
        if original := by_number.get(story.printed.get("same_as", 0)):
            story.body = list(original.body)


def _path(story: Story) -> str:
    return f"/{COLUMNS[story.section]}/{story.at:%Y%m}/t{story.at:%Y%m%d}_{story.number}.html"


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story], paths: dict[int, str]) -> None:
    path = _path(story)
    folder = path.rpartition("/")[0] + "/"
    source = story.printed.get("source", story.source)
    links = [(site.base + _path(other), other.headline, f"{other.at:%Y-%m-%d}") for other in others]
    values = common | {
        "headline": escape(story.printed.get("headline", story.headline)), "section": story.section,
        "date": _printed_date(story.at), "source": f"来源：{source}" if source else "来源：",
        "author": story.printed.get("author", ""), "editor": story.editor or "责任编辑：",
        "keywords": ",".join(story.record.get("keywords", [])), "text": _text(story), "related": furniture.related(links),
    }  # fmt: skip
    site.add_html(path, "utf-8", partial(fill, "trs_article", values), kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M:%S}+08:00", "published_raw": _printed_date(story.at),
        "published_precision": "second", "published_from": "visible", "encoding": "utf-8",
        "images": site.pictures(story, folder),
    }  # fmt: skip
    if original := paths.get(story.printed.get("same_as", 0)):
        facts["duplicate_of"] = url_id(site.base + original)
    site.records.append(site.record(story, path, **facts))


def _printed_date(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _text(story: Story) -> str:
    pictures = [
        (
            image["after"],
            f'<p align="center"><img src="./{image["file"]}" oldsrc="{image["file"]}" style="border-width:0px" /></p>\n'
            f'<p align="center">{escape(image["printed"])}</p>',
        )
        for image in story.images
    ]
    lines = [paragraphs([line], '<p align="justify" style="text-indent:2em">{}</p>') for line in story.text]
    return with_pictures(lines, pictures)


def _add_lists(site: Site, common: dict[str, str], section: str, folder: str, stories: list[Story]) -> None:
    """Page one is `index.html` (and the folder itself), page two `index_1.html`; only a script says how many there are."""
    pages = in_pages(stories, page_size(len(stories)))
    for index, rows in enumerate(pages):
        values = common | {
            "section": section, "rows": "\n".join(_row(story) for story in rows), "pages": str(len(pages)), "page": str(index),
        }  # fmt: skip
        names = [f"index_{index}.html"] if index else ["index.html", ""]
        for name in names:
            site.add_html(f"/{folder}/{name}", "utf-8", partial(fill, "trs_list", values), kind="list")


def _row(story: Story) -> str:
    """A row with an address relative to the list's folder, as TRS writes it."""
    address = f"./{story.at:%Y%m}/t{story.at:%Y%m%d}_{story.number}.html"
    headline = story.printed.get("headline", story.headline)
    return f'<li><a href="{address}" target="_blank">{escape(headline)}</a><span>{story.at:%m/%d}</span></li>'
