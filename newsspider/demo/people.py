"""澜声网: a people.cn portal. UTF-8 bytes declared gb2312, kickers, an article over two pages, the desk on its last page only."""

from datetime import datetime
from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Site, fill, in_pages, page_size, paragraphs, split_text, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "澜声网"
COLUMNS = {"要闻": 338201, "社会": 338214}
PER_SCALE = 10


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about ten articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_people", name="澜声网(示例)", province="CN-SX", kind="portal", family="people", hosts=[host],
        lists=[f"http://{host}/GB/{node}/index.html" for node in COLUMNS.values()],
        articles=["http://{host}/n2/{yyyy}/{mmdd}/c{node}-{id}.html"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("people", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=40600000)
    return Site.printed(outlet, NAME, stories, _lay_out, list(COLUMNS), padding)


def _lay_out(site: Site) -> None:
    stories = site.stories
    common = furniture.around(NAME, site.base)
    for index, story in enumerate(stories):
        _add_article(site, story, common, [stories[(index + step) % len(stories)] for step in range(1, 9)])
    for section, node in COLUMNS.items():
        _add_lists(site, common, section, node, [story for story in stories if story.section == section])
    site.add_html("/", "utf-8", partial(furniture.front, NAME, site.base, site.outlet.lists), declared="utf-8")


def _path(story: Story, page: int = 1) -> str:
    return f"/n2/{story.at:%Y/%m%d}/c{COLUMNS[story.section]}-{story.number}{f'-{page}' if page > 1 else ''}.html"


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story]) -> None:
    path = _path(story)
    subtitles = story.record.get("subheadlines", [])
    links = [(site.base + _path(other), other.headline, f"{other.at:%Y-%m-%d}") for other in others]
    values = common | {
        "headline": escape(story.headline), "kicker": escape(story.record.get("kicker", "")),
        "subtitles": "\n".join(f'<h4 class="sub">{escape(line)}</h4>' for line in subtitles),
        "section": story.section, "node": str(COLUMNS[story.section]), "number": str(story.number),
        "date": _printed_date(story.at), "day": f"{story.at:%Y-%m-%d}", "source": story.source or "",
        "author": story.printed.get("author", ""), "keywords": ",".join(story.record.get("keywords", [])),
        "related": furniture.related(links),
    }  # fmt: skip
    folder = f"/NMediaFile/{story.at:%Y/%m%d}/"
    pictures = [(image["after"], _picture(folder, image)) for image in story.images]
    parts = split_text(story)
    for number, lines in enumerate(parts, 1):
        blocks = [paragraphs([line]) for line in lines]
        page_values = values | {
            "text": with_pictures(blocks, pictures), "pages": _page_links(story, number, len(parts)),
            "editor": story.editor or "" if number == len(parts) else "",
        }  # fmt: skip
        site.add_html(_path(story, number), "utf-8", partial(fill, "people_article", page_values), kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M}+08:00", "published_raw": _printed_date(story.at),
        "published_precision": "minute", "published_from": "visible", "encoding": "utf-8",
        "images": site.pictures(story, folder),
    }  # fmt: skip
    site.records.append(site.record(story, path, **facts))


def _printed_date(at: datetime) -> str:
    return f"{at:%Y年%m月%d日%H:%M}"


def _picture(folder: str, image: dict[str, str]) -> str:
    return (
        f'<p style="text-align: center;"><img alt="" src="{folder}{image["file"]}" /></p>\n'
        f'<p class="desc" style="text-align: center;">{escape(image["printed"])}</p>'
    )


def _page_links(story: Story, page: int, count: int) -> str:
    if count == 1:
        return ""
    numbers = "".join(f'<a href="{_path(story, number)}">[{number}]</a>' for number in range(1, count + 1))
    further = f'<a href="{_path(story, page + 1)}">下一页</a>' if page < count else ""
    return f'<div class="zdfy clearfix">{numbers}{further}</div>'


def _add_lists(site: Site, common: dict[str, str], section: str, node: int, stories: list[Story]) -> None:
    """Page one is `index.html`, page two `index2.html`."""
    pages = in_pages(stories, page_size(len(stories)))
    names = ["index.html"] + [f"index{number}.html" for number in range(2, len(pages) + 1)]
    for index, rows in enumerate(pages):
        before = f'<a href="{names[index - 1]}">上一页</a>' if index else ""
        numbers = "".join(f'<a href="{name}">{number}</a>' for number, name in enumerate(names, 1))
        after = f'<a href="{names[index + 1]}">下一页</a>' if index + 1 < len(names) else ""
        values = common | {
            "section": section,
            "rows": "\n".join(_row(story) for story in rows),
            "pager": before + numbers + after,
        }
        site.add_html(f"/GB/{node}/{names[index]}", "utf-8", partial(fill, "people_list", values), kind="list")


def _row(story: Story) -> str:
    return f'<li><a href="{_path(story)}" target="_blank">{escape(story.headline)}</a> <em>{story.at:%Y-%m-%d}</em></li>'
