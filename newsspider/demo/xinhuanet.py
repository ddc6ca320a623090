"""溪山网: a xinhuanet portal. A date in three pieces, the headline once for desktops and once for phones, and pages of an older template."""

from functools import partial
from hashlib import md5
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Site, fill, in_pages, page_size, paragraphs, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "溪山网"
COLUMNS = {"时政": "politics", "地方": "local"}
PER_SCALE = 10


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about ten articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_xinhuanet", name="溪山网(示例)", province="CN-YN", kind="portal", family="xinhuanet", hosts=[host],
        lists=[f"http://{host}/{column}/index.html" for column in COLUMNS.values()],
        articles=["http://{host}/{sec}/{yyyymmdd}/{hex}/c.html", "http://{host}/{sec}/{yyyy-mm}/{dd}/c_{id}.htm"],
        delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("xinhuanet", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=1310000000)
    return Site.printed(outlet, NAME, stories, _lay_out, list(COLUMNS), padding)


def _lay_out(site: Site) -> None:
    stories = site.stories
    common = furniture.around(NAME, site.base)
    for index, story in enumerate(stories):
        _add_article(site, story, common, [stories[(index + step) % len(stories)] for step in range(1, 9)])
    for section, column in COLUMNS.items():
        _add_lists(site, common, section, column, [story for story in stories if story.section == section])
    site.add_html("/", "utf-8", partial(furniture.front, NAME, site.base, site.outlet.lists), declared="utf-8")


def _path(story: Story) -> str:
    """The address that lists link to: a folder named by a hash, or a number on pages of the older template."""
    column = COLUMNS[story.section]
    if story.layout == "older":
        return f"/{column}/{story.at:%Y-%m/%d}/c_{story.number}.htm"
    return f"/{column}/{story.at:%Y%m%d}/{_hash(story)}/c.html"


def _hash(story: Story) -> str:
    return md5(str(story.number).encode(), usedforsecurity=False).hexdigest()


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story]) -> None:
    path = _path(story)
    folder = path.rpartition("/")[0] + "/"
    stamp = f"{story.at:%Y-%m-%d %H:%M:%S}"
    links = [(site.base + _path(other), other.headline, f"{other.at:%Y-%m-%d}") for other in others]
    values = common | {
        "headline": escape(story.headline), "section": story.section, "column": COLUMNS[story.section],
        "identifier": f"{story.at:%Y%m%d}{_hash(story)}", "day": f"{story.at:%Y-%m-%d}", "stamp": stamp,
        "year": f"{story.at:%Y}", "month_day": f"{story.at:%m/%d}", "time": f"{story.at:%H:%M:%S}", "source": story.source or "",
        "keywords": ",".join(story.record.get("keywords", [])), "text": _text(story), "editor": story.editor or "",
        "related": furniture.related(links),
    }  # fmt: skip
    name = "xinhuanet_older" if story.layout == "older" else "xinhuanet_article"
    site.add_html(path, "utf-8", partial(fill, name, values), declared="utf-8", kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M:%S}+08:00",
        "published_raw": stamp if story.layout == "older" else f"{story.at:%Y %m/%d %H:%M:%S}",
        "published_precision": "second", "published_from": "visible", "encoding": "utf-8",
        "images": site.pictures(story, folder),
    }  # fmt: skip
    site.records.append(site.record(story, path, **facts))


def _text(story: Story) -> str:
    """The text with pictures by addresses relative to the page, as the system writes them."""
    pictures = [
        (
            image["after"],
            f'<p style="text-align: center;"><img style="margin: 0px auto;" src="{image["file"]}" /></p>\n'
            f'<p style="text-align: center;"><font style="font-size: 10.5pt;" color="navy">　　{escape(image["printed"])}</font></p>',
        )
        for image in story.images
    ]
    return with_pictures([paragraphs([line]) for line in story.text], pictures)


def _add_lists(site: Site, common: dict[str, str], section: str, column: str, stories: list[Story]) -> None:
    """Page one is `index.html`, page two `index_2.html`."""
    pages = in_pages(stories, page_size(len(stories)))
    names = ["index.html"] + [f"index_{number}.html" for number in range(2, len(pages) + 1)]
    for index, rows in enumerate(pages):
        before = f'<a href="{names[index - 1]}">上一页</a> ' if index else ""
        after = f'<a href="{names[index + 1]}">下一页</a>' if index + 1 < len(names) else ""
        values = common | {"section": section, "rows": "\n".join(_row(story) for story in rows), "pager": before + after}
        site.add_html(
            f"/{column}/{names[index]}", "utf-8", partial(fill, "xinhuanet_list", values), declared="utf-8", kind="list"
        )


def _row(story: Story) -> str:
    path = _path(story).removeprefix(f"/{COLUMNS[story.section]}/")
    return (
        f'<li class="clearfix"><h3><a href="{path}" target="_blank">{escape(story.headline)}</a></h3>'
        f'<span class="time">{story.at:%Y-%m-%d}</span></li>'
    )
