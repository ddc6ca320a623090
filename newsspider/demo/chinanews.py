"""禾声新闻网: a chinanews portal. Hidden Baidu spans with the seconds, half-width brackets, text without paragraph indents."""

from datetime import datetime
from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Site, fill, in_pages, page_size, paragraphs, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "禾声新闻网"
COLUMNS = {"国内": "gn", "社会": "sh"}
PER_SCALE = 10


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about ten articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_chinanews", name="禾声新闻网(示例)", province="CN-HN", kind="portal", family="chinanews", hosts=[host],
        lists=[f"http://{host}/{column}/index.shtml" for column in COLUMNS.values()],
        articles=["http://{host}/{ch}/{yyyy}/{mm}-{dd}/{id}.shtml"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("chinanews", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=10500000)
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
    return f"/{COLUMNS[story.section]}/{story.at:%Y/%m-%d}/{story.number}.shtml"


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story]) -> None:
    path = _path(story)
    folder = f"/cr/{story.at:%Y/%m%d}/"
    links = [(site.base + _path(other), other.headline, f"{other.at:%m-%d %H:%M}") for other in others]
    values = common | {
        "headline": escape(story.headline), "section": story.section, "column": COLUMNS[story.section],
        "date": _exact_date(story.at), "shown_date": f"{story.at:%Y年%m月%d日 %H:%M}", "source": story.source or "",
        "keywords": ",".join(story.record.get("keywords", [])), "text": _text(story, folder), "editor": story.editor or "",
        "related": furniture.related(links),
    }  # fmt: skip
    site.add_html(path, "utf-8", partial(fill, "chinanews_article", values), declared="utf-8", kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M:%S}+08:00", "published_raw": _exact_date(story.at),
        "published_precision": "second", "published_from": "visible", "encoding": "utf-8",
        "images": site.pictures(story, folder),
    }  # fmt: skip
    site.records.append(site.record(story, path, **facts))


def _exact_date(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _text(story: Story, folder: str) -> str:
    pictures = [
        (
            image["after"],
            f'<div style="text-align:center"><img src="{folder}{image["file"]}" alt="{escape(image["printed"])}" /></div>\n'
            f'<div class="pictext" style="text-align:center">{escape(image["printed"])}</div>',
        )
        for image in story.images
    ]
    return with_pictures([paragraphs([line]) for line in story.text], pictures)


def _add_lists(site: Site, common: dict[str, str], section: str, column: str, stories: list[Story]) -> None:
    """Page one is `index.shtml`, page two `index_2.shtml`."""
    pages = in_pages(stories, page_size(len(stories)))
    names = ["index.shtml"] + [f"index_{number}.shtml" for number in range(2, len(pages) + 1)]
    for index, rows in enumerate(pages):
        before = f'<a href="{names[index - 1]}">上一页</a> ' if index else ""
        after = f'<a href="{names[index + 1]}">下一页</a>' if index + 1 < len(names) else ""
        values = common | {"section": section, "rows": "\n".join(_row(story) for story in rows), "pager": before + after}
        site.add_html(
            f"/{column}/{names[index]}", "utf-8", partial(fill, "chinanews_list", values), declared="utf-8", kind="list"
        )


def _row(story: Story) -> str:
    return (
        f'<li class="item"><div class="dd_lm">[<a href="/{COLUMNS[story.section]}/index.shtml">{story.section}</a>]</div>'
        f'<div class="dd_bt"><a href="{_path(story)}">{escape(story.headline)}</a></div>'
        f'<div class="dd_time">{story.at.month}-{story.at.day} {story.at:%H:%M}</div></li>'
    )
