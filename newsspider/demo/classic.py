"""Founder e-papers of the older kind: pages named by column ids, `?div=-1`, titles told by order only.

云溪晚报 has `navi.xml` and column ids in its articles' addresses; 浣溪日报 has neither, and hot zones that lead to advertisements.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.issues import Issue, PrintPage, day_facts, issues, older, serve_parts, spread, titles
from newsspider.demo.site import Resource, Site, fill, stub
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NODES: list[int] = [5201, 5233, 5214, 5226, *range(5301, 5313)]
"""The column id of each page: neither counted from 1 nor in order."""
ADVERTISEMENT = 7790000
"""First id of the advertisements of 浣溪日报: each page has one, a hot zone without text."""


@dataclass(frozen=True)
class Paper:
    """What the two papers differ in."""

    name: str
    key: str
    stories: str
    pattern: str
    """Of an article's file name."""
    file: Callable[[int, int], str]
    """File name of an article, by column id and number."""
    first_number: int
    per_scale: int
    navigation: bool
    """Whether there is a `navi.xml`."""
    advertisements: bool


CLASSIC = Paper(
    "云溪晚报", "demo_classic", "classic", "content_{node}_{id}.htm", lambda node, number: f"content_{node}_{number}.htm",
    7700000, 10, navigation=True, advertisements=False,
)  # fmt: skip
PLAIN = Paper(
    "浣溪日报", "demo_plain", "plain", "content_{id}.htm", lambda node, number: f"content_{number}.htm",
    6600000, 6, navigation=False, advertisements=True,
)  # fmt: skip


def build(host: str, scale: int, padding: int = 0) -> Site:
    """云溪晚报 on a host, with about ten articles for each step of the scale in the newest issue, and two older issues."""
    return _build(CLASSIC, host, scale, padding)


def build_plain(host: str, scale: int, padding: int = 0) -> Site:
    """浣溪日报 on a host, with about six articles for each step of the scale in the newest issue, and one older issue."""
    return _build(PLAIN, host, scale, padding)


def _build(paper: Paper, host: str, scale: int, padding: int) -> Site:
    rng = Random(paper.name)  # noqa: S311 - the same press every time is the aim
    folder = f"http://{host}/html/{{yyyy-mm}}/{{dd}}/"
    outlet = Outlet(
        id=paper.key, name=f"{paper.name}(示例)", province="CN-HN", kind="epaper", family="founder_classic", hosts=[host],
        lists=[f"http://{host}/"], articles=["http://{host}/html/{yyyy-mm}/{dd}/" + paper.pattern],
        layout=[folder + ("node_{node}.htm" if paper.navigation else f"node_{NODES[0]}.htm")],
        issues=f"http://{host}/html/{{yyyy-mm}}/navi.xml" if paper.navigation else None, delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written(paper.stories, rng)
    stories += spread(
        generated(
            rng,
            paper.per_scale * scale - len(stories),
            paper=paper.name,
            sections=[""],
            first_number=paper.first_number,
            one_day=True,
        )
    )
    stories += older(paper.name, paper.first_number + 100, 2)
    return Site.printed(outlet, paper.name, stories, partial(_lay_out, paper), padding=padding)


def _lay_out(paper: Paper, site: Site) -> None:
    printed = issues(site.stories)
    common = furniture.around(paper.name, site.base)
    for issue in printed:
        _add_issue(site, paper, issue, common, newest=issue is printed[0])
    for month in sorted({f"{issue.day:%Y-%m}" for issue in printed if paper.navigation}):
        those = [issue for issue in printed if f"{issue.day:%Y-%m}" == month]
        site.resources[f"/html/{month}/navi.xml"] = Resource(partial(_navigation, those), "text/xml")
    site.add_html("/", "utf-8", partial(stub, f"html/{_folder(printed[0])}/node_{NODES[0]}.htm"), declared="utf-8")


def _folder(issue: Issue) -> str:
    return f"{issue.day:%Y-%m/%d}"


def _node(page: PrintPage) -> int:
    return NODES[page.place - 1]


def _listed(paper: Paper, page: PrintPage, _: Story, number: int) -> str:
    return paper.file(_node(page), number)


def _add_issue(site: Site, paper: Paper, issue: Issue, common: dict[str, str], *, newest: bool) -> None:
    advertised = paper.advertisements and issue.older
    site.issues[f"{issue.day:%Y-%m-%d}"] = issue.account(skipped=len(issue.pages) if advertised else 0)
    for page in issue.pages:
        entries = titles(page, partial(_listed, paper, page))
        values = common | {
            "page": page.number, "section": page.section, "day": issue.printed_day, "folder": _folder(issue),
            "front": f"node_{_node(page)}.htm",
            "articles": "\n".join(f'<li><a href="{file}?div=-1"><div>{title}</div></a></li>' for file, title in entries),
        }  # fmt: skip
        zones = [file for file, _ in entries]
        if advertised:
            zones.append(paper.file(_node(page), ADVERTISEMENT + page.place))
            blank = dict.fromkeys(("kicker", "subtitle", "author", "editor", "turn"), "")
            shown = values | blank | {"headline": "广告", "number": "0", "text": "", "pictures": '<p><img src="ad.jpg"></p>'}
            site.add_html(f"/html/{_folder(issue)}/{zones[-1]}", "utf-8", partial(fill, "classic_article", shown))
        _add_layout(site, issue, page, zones, values)
        for story in page.stories:
            known = _add_article(site, paper, story, page, values)
            if story.layout != "gone":
                (site.records if newest else site.archive).append(known)


def _add_layout(site: Site, issue: Issue, page: PrintPage, zones: list[str], values: dict[str, str]) -> None:
    areas = [
        f'<area coords="0,{60 * index},300,{60 * index + 59}" shape="poly" href="{file}?div=-1">'
        for index, file in enumerate(zones)
    ]
    layouts = [
        f'<tr><td class="default"><a id="pageLink" href="node_{_node(other)}.htm">第{other.number}版：{other.section}</a></td>'
        f'<td><a href="../../../resfile/{issue.day:%Y-%m-%d}/{other.number}/{issue.day:%Y%m%d}{other.number}.pdf">PDF</a></td></tr>'
        for other in issue.pages
    ]
    turn = f'<a href="node_{NODES[page.place - 2]}.htm">上一版</a> ' if page.place > 1 else ""
    turn += f'<a href="node_{NODES[page.place]}.htm">下一版</a>' if page.place < len(issue.pages) else ""
    path = f"/html/{_folder(issue)}/node_{_node(page)}.htm"
    page_values = values | {"areas": "\n".join(areas), "layouts": "\n".join(layouts), "turn": turn}
    site.add_html(path, "utf-8", partial(fill, "classic_layout", page_values), kind="list")


def _add_article(site: Site, paper: Paper, story: Story, page: PrintPage, values: dict[str, str]) -> Record:
    folder = f"/images/{values['folder']}/"
    shown = values | {
        "headline": escape(story.headline), "kicker": escape(story.record.get("kicker", "")), "number": str(story.number),
        "subtitle": "<br>".join(escape(line) for line in story.record.get("subheadlines", [])),
        "author": story.printed.get("author", ""), "editor": story.editor or "",
        "pictures": "\n".join(_picture(folder, image) for image in story.images),
        "turn": '<a href="javascript:history.back()">返回</a>',
    }  # fmt: skip

    def path(number: int) -> str:
        node = NODES[(story.continued or story.page) - 1] if number != story.number else _node(page)
        return f"/html/{values['folder']}/{paper.file(node, number)}"

    serve_parts(site, story, path, lambda text: fill("classic_article", shown | {"text": text}), "utf-8", None)
    facts: Record = {"encoding": "utf-8", "images": site.pictures(story, folder)}
    return site.record(story, path(story.number), **day_facts(story, values["day"], page), **facts)


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
