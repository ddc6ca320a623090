"""澜江网: an Enorth portal. GBK bytes declared gb2312, lists that count down, an article over two pages, a dead link."""

from datetime import datetime
from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Site, fill, in_pages, page_size, paragraphs, split_text, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "澜江网"
COLUMNS = {"社会": ("sh", "0013001"), "时政": ("sz", "0013002")}
PER_SCALE = 12


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about ten articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_gbk", name="澜江网(示例)", province="CN-JX", kind="portal", family="enorth", hosts=[host],
        lists=[f"http://{host}/news/{column}/" for column, _ in COLUMNS.values()],
        articles=["http://{host}/system/{yyyy}/{mm}/{dd}/{id9}.shtml"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("enorth", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=101200000)
    return Site.printed(outlet, NAME, stories, _lay_out, list(COLUMNS), padding)


def _lay_out(site: Site) -> None:
    stories = site.stories
    common = furniture.around(NAME, site.base)
    for index, story in enumerate(stories):
        if story.layout != "gone":
            others = [stories[(index + step) % len(stories)] for step in range(1, 9)]
            _add_article(site, story, common, [other for other in others if other.layout != "gone"])
    for section, (column, code) in COLUMNS.items():
        _add_lists(site, common, section, column, code, [story for story in stories if story.section == section])
    site.add_html("/", "utf-8", partial(furniture.front, NAME, site.base, site.outlet.lists), declared="utf-8")


def _path(story: Story, page: int = 0) -> str:
    return f"/system/{story.at:%Y/%m/%d}/{story.number}{f'_{page:02}' if page else ''}.shtml"


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story]) -> None:
    path = _path(story)
    source = f'<span id="source_baidu">来源：<a href="#">{story.source}</a></span>' if story.source else ""
    links = [(site.base + _path(other), other.headline, f"{other.at:%m-%d %H:%M}") for other in others]
    values = common | {
        "headline": escape(story.headline), "section": story.section, "column": COLUMNS[story.section][0],
        "number": str(story.number),
        "date": _printed_date(story.at), "source": source, "editor": story.editor or "", "related": furniture.related(links),
        "keywords": ",".join(story.record.get("keywords", [])),
    }  # fmt: skip
    folder = f"/pic/0/01/{story.number % 100:02}/"
    for page, text in enumerate(_text_of_pages(story, folder)):
        page_values = values | {"text": text, "more_pages": _page_numbers(story, page)}
        site.add_html(_path(story, page), "gb18030", partial(fill, "enorth_article", page_values), kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M}+08:00", "published_raw": _printed_date(story.at),
        "published_precision": "minute", "published_from": "visible", "encoding": "gb18030",
        "images": site.pictures(story, folder),
    }  # fmt: skip
    site.records.append(site.record(story, path, **facts))


def _printed_date(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _text_of_pages(story: Story, folder: str) -> list[str]:
    """The HTML of the text, one part for each page of the article."""
    if story.layout != "two_pages":
        pictures = [(image["after"], _picture(folder, image)) for image in story.images]
        return [with_pictures([paragraphs([line]) for line in story.text], pictures)]
    first, second = split_text(story)
    return [paragraphs(first), paragraphs(second, "<p>{}</p>")]


def _picture(folder: str, image: dict[str, str]) -> str:
    return (
        f'<p align="center"><img src="{folder}{image["file"]}" border="0" /></p>\n'
        f'<p align="center"><font color="#0000ff">{escape(image["printed"])}</font></p>'
    )


def _page_numbers(story: Story, page: int) -> str:
    if story.layout != "two_pages":
        return ""
    first, second = _path(story), _path(story, 1)
    if page == 0:
        return f'<div id="news_more_page_div_id"><b>1</b> <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
    return f'<div id="news_more_page_div_id"><a href="{first}">上一页</a> <a href="{first}">1</a> <b>2</b></div>'


def _add_lists(site: Site, common: dict[str, str], section: str, column: str, code: str, stories: list[Story]) -> None:
    """The newest list page has the column's own address; the others count down to 1."""
    pages = in_pages(stories, page_size(len(stories)))
    oldest = f"/system/count//{code}/000000000000/000/000/c{code}000000000000_"
    paths = [f"/news/{column}/"] + [f"{oldest}{number:09}.shtml" for number in range(len(pages) - 1, 0, -1)]
    for index, (path, rows) in enumerate(zip(paths, pages, strict=True)):
        before = f'<a href="{paths[index - 1]}">上一页</a> ' if index else ""
        after = f'<a href="{paths[index + 1]}">下一页</a> <a href="{paths[-1]}">末页</a>' if index + 1 < len(paths) else ""
        values = common | {"section": section, "rows": "\n".join(_row(story) for story in rows), "pager": before + after}
        site.add_html(path, "gb18030", partial(fill, "enorth_list", values), declared="gb2312", kind="list")


def _row(story: Story) -> str:
    return f'<li><a href="{_path(story)}" target="_blank">{escape(story.headline)}</a><span>{story.at:%m-%d}</span></li>'
