"""云溪晚报: a Founder e-paper of the older kind. Pages named by column ids, `?div=-1`, navi.xml, titles told by order only."""

from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.issues import Issue, issues, section, spread
from newsspider.demo.site import Resource, Site, fill, paragraphs, stub
from newsspider.demo.stories import Record, Story, generated, record, written
from newsspider.outlets import Outlet

NAME = "云溪晚报"
PER_SCALE = 10
NODES = [5201, 5233, 5214, 5226, *range(5301, 5313)]
"""The column id of each page: neither counted from 1 nor in order."""


def build(host: str, scale: int) -> Site:
    """The site on a host, with about ten articles for each step of the scale, most of them in the newest issue."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_classic", name="云溪晚报(示例)", province="CN-HN", kind="epaper", family="founder_classic", hosts=[host],
        lists=[f"http://{host}/"], articles=["http://{host}/html/{yyyy-mm}/{dd}/content_{node}_{id}.htm"], delay=0.0, concurrency=4,
    )  # fmt: skip
    site = Site(outlet)
    stories = written("classic", rng)
    stories += spread(
        generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=[""], first_number=7700000, one_day=True)
    )
    printed = issues(stories)
    common = furniture.around(NAME, site.base)
    for issue in printed:
        _add_issue(site, issue, common, newest=issue is printed[0])
    site.resources["/html/2025-10/navi.xml"] = Resource(partial(_navigation, printed), "text/xml")
    site.add_html("/", "utf-8", partial(stub, f"html/{_folder(printed[0])}/node_{NODES[0]}.htm"), declared="utf-8")
    return site


def _folder(issue: Issue) -> str:
    return f"{issue.day:%Y-%m/%d}"


def _file(story: Story) -> str:
    return f"content_{NODES[story.page - 1]}_{story.number}.htm"


def _add_issue(site: Site, issue: Issue, common: dict[str, str], *, newest: bool) -> None:
    for page, stories in enumerate(issue.pages, start=1):
        articles = [f'<li><a href="{_file(story)}?div=-1"><div>{escape(story.headline)}</div></a></li>' for story in stories]
        values = common | {
            "page": f"{page:02}", "section": section(page), "day": issue.printed_day, "folder": _folder(issue),
            "front": f"node_{NODES[page - 1]}.htm", "articles": "\n".join(articles),
        }  # fmt: skip
        _add_layout(site, issue, page, values)
        for story in stories:
            (site.records if newest else site.archive).append(_add_article(site, story, values))


def _add_layout(site: Site, issue: Issue, page: int, values: dict[str, str]) -> None:
    count = len(issue.pages)
    areas = [
        f'<area coords="0,{60 * index},300,{60 * index + 59}" shape="poly" href="{_file(story)}?div=-1">'
        for index, story in enumerate(issue.pages[page - 1])
    ]
    layouts = [
        f'<tr><td class="default"><a id="pageLink" href="node_{NODES[number - 1]}.htm">第{number:02}版：{section(number)}</a></td>'
        f'<td><a href="../../../resfile/{issue.day:%Y-%m-%d}/{number:02}/yxwb{issue.day:%Y%m%d}{number:02}.pdf">PDF</a></td></tr>'
        for number in range(1, count + 1)
    ]
    turn = f'<a href="node_{NODES[page - 2]}.htm">上一版</a> ' if page > 1 else ""
    turn += f'<a href="node_{NODES[page]}.htm">下一版</a>' if page < count else ""
    path = f"/html/{_folder(issue)}/node_{NODES[page - 1]}.htm"
    page_values = values | {"areas": "\n".join(areas), "layouts": "\n".join(layouts), "turn": turn}
    site.add_html(path, "utf-8", partial(fill, "classic_layout", page_values))


def _add_article(site: Site, story: Story, values: dict[str, str]) -> Record:
    path = f"/html/{values['folder']}/{_file(story)}"
    folder = f"/images/{values['folder']}/"
    page = values | {
        "headline": escape(story.headline), "kicker": escape(story.record.get("kicker", "")), "number": str(story.number),
        "subtitle": "<br>".join(escape(line) for line in story.record.get("subheadlines", [])),
        "author": story.printed.get("author", ""), "text": paragraphs(story.text), "editor": story.editor or "",
        "pictures": "\n".join(_picture(folder, image) for image in story.images),
        "turn": '<a href="javascript:history.back()">返回</a>',
    }  # fmt: skip
    site.add_html(path, "utf-8", partial(fill, "classic_article", page))
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%d}", "published_raw": values["day"], "published_precision": "day",
        "published_from": "visible", "encoding": "utf-8", "images": site.pictures(story, folder), "section": values["section"],
        "page_number": values["page"],
    }  # fmt: skip
    return record(story, **site.identity(path), **facts)


def _picture(folder: str, image: dict[str, str]) -> str:
    return (
        f'<table align="center"><tr><td><img src="../../..{folder}{image["file"]}"></td></tr>'
        f"<tr><td>{escape(image['printed'])}</td></tr></table>"
    )


def _navigation(printed: list[Issue]) -> bytes:
    """The month's issues; each address is written as seen from a page of an issue."""
    rows = "".join(
        f"<period><date>{issue.day:%Y-%m-%d}</date><url>../{issue.day:%d}/node_{NODES[0]}.htm</url></period>" for issue in printed
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<navi>{rows}</navi>\n'.encode()
