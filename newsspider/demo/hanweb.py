"""屏川之窗: a Hanweb portal. Rows as CDATA, further rows by form or by link, government metadata, text pasted from Word."""

from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Resource, Site, fill, in_pages, paragraphs, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet

NAME = "屏川之窗"
COLUMNS = {"屏川要闻": 1021, "部门动态": 1022}
ASKED_BY_FORM = 1021
"""The column whose script asks for further rows with a form; the other one names them in a link."""
PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP = 2
"""Screens of rows that are asked for at once."""
PER_SCALE = 10
FIGURES = lazy_pattern(r"\d+")


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about ten articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_hanweb", name="屏川之窗(示例)", province="CN-JS", kind="portal", family="hanweb", hosts=[host],
        lists=[f"http://{host}/col/col{column}/index.html" for column in COLUMNS.values()],
        articles=["http://{host}/art/{yyyy}/{n}/{n}/art_{node}_{id}.html"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("hanweb", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=4100000)
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
    """Month and day without a leading zero."""
    return f"/art/{story.at.year}/{story.at.month}/{story.at.day}/art_{COLUMNS[story.section]}_{story.number}.html"


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story]) -> None:
    path = _path(story)
    folder = f"/picture/{COLUMNS[story.section]}/"
    stamp = f"{story.at:%Y-%m-%d %H:%M}"
    links = [(site.base + _path(other), other.headline, f"{other.at:%Y-%m-%d}") for other in others]
    values = common | {
        "headline": escape(story.headline), "section": story.section, "column": str(COLUMNS[story.section]),
        "url": site.base + path, "day": f"{story.at:%Y-%m-%d}", "stamp": stamp, "source": story.source or "",
        "keywords": ",".join(story.record.get("keywords", [])), "text": _text(story, folder), "editor": story.editor or "",
        "related": furniture.related(links),
    }  # fmt: skip
    site.add_html(path, "utf-8", partial(fill, "hanweb_article", values), declared="utf-8", kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M}+08:00", "published_raw": stamp, "published_precision": "minute",
        "published_from": "meta", "encoding": "utf-8", "images": site.pictures(story, folder),
    }  # fmt: skip
    site.records.append(site.record(story, path, **facts))


def _text(story: Story, folder: str) -> str:
    pictures = [
        (
            image["after"],
            f'<p style="text-align: center;"><img src="{folder}{image["file"]}" title="{image["file"]}" border="0"></p>\n'
            f'<p style="text-align: center;">{_figures(escape(image["printed"]))}</p>',
        )
        for image in story.images
    ]
    mark = '<p class="MsoNormal" style="text-indent:32.0pt;mso-char-indent-count:2.0"><span style="font-family:仿宋_GB2312">{}</span></p>'
    return with_pictures([_figures(paragraphs([line], "{}"), mark) for line in story.text], pictures)


def _figures(html: str, mark: str = "{}") -> str:
    """HTML with figures in spans of their own, as Word leaves them."""
    return mark.format(FIGURES.sub(r'<span lang="EN-US">\g<0></span>', html))


def _add_lists(site: Site, common: dict[str, str], section: str, column: int, stories: list[Story]) -> None:
    """The list holds its first rows; the proxy answers with the others, group by group."""
    per_page = max(2, -(-len(stories) // 20))
    groups = in_pages(stories, GROUP * per_page)
    by_form = column == ASKED_BY_FORM
    for index, rows in enumerate(groups):
        link = f"{PROXY}?page={index + 1}&amp;appid=1&amp;webid=7&amp;columnid={column}&amp;unitid=49468"
        group = f'<![CDATA[<a href="{link}"></a>]]>' if index + 1 < len(groups) and not by_form else ""
        records = "\n".join(f"<record><![CDATA[{_row(story)}]]></record>" for story in rows)
        data = (
            f"<datastore>\n<nextgroup>{group}</nextgroup>\n<recordset>\n{records}\n</recordset>\n"
            f"<totalrecord>{len(stories)}</totalrecord><totalpage>{-(-len(stories) // per_page)}</totalpage>\n</datastore>"
        )
        if index == 0:
            values = common | {
                "section": section,
                "data": data,
                "paging": _script(column, len(stories), per_page) if by_form else "",
            }
            site.add_html(
                f"/col/col{column}/index.html", "utf-8", partial(fill, "hanweb_list", values), declared="utf-8", kind="list"
            )
        elif by_form:
            first = index * GROUP * per_page + 1
            address = f"{PROXY}?startrecord={first}&endrecord={first + GROUP * per_page - 1}&perpage={per_page}"
            site.resources[address] = Resource(data.encode, "text/html;charset=UTF-8", kind="list", form=f"columnid={column}")
        else:
            address = f"{PROXY}?page={index}&appid=1&webid=7&columnid={column}&unitid=49468"
            site.resources[address] = Resource(data.encode, "text/html;charset=UTF-8", kind="list")


def _script(column: int, total: int, per_page: int) -> str:
    return (
        "<script type=\"text/javascript\">$(function(){$('#49468').jpage({themeName:'default',"
        f"totalRecord:{total},dataBefore:'<ul>',dataAfter:'</ul>',groupSize:{GROUP},proxyUrl:'{PROXY}',perPage:{per_page},"
        f"barPosition:'bottom',ajaxParam:{{col:1,appid:'1',webid:7,path:'/',columnid:{column},sourceContentType:1,unitid:'49468',"
        f"webname:'{NAME}',permissiontype:0}}}});}});</script>"
    )


def _row(story: Story) -> str:
    return (
        f'<li><a href="{_path(story)}" title="{escape(story.headline)}" target="_blank">{escape(story.headline)}</a>'
        f"<span>{story.at:%Y-%m-%d}</span></li>"
    )
