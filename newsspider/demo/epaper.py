"""澜州晨报: a Founder e-paper. Issues by date, layout pages with hot zones, kickers and subtitles, advertisements, thumbnails."""

from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.issues import Issue, PrintPage, day_facts, issues, older, serve_parts, spread, titles
from newsspider.demo.site import Resource, Site, fill, stub
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "澜州晨报"
PER_SCALE = 14
ADVERTISEMENT = 10990000
"""First id of the advertisements: each page has one, which is no article."""


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about fourteen articles for each step of the scale in the newest issue, and two older issues."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_epaper", name="澜州晨报(示例)", province="CN-HE", kind="epaper", family="founder_epaper", hosts=[host],
        lists=[f"http://{host}/pc/layout/index.html"],
        articles=["http://{host}/pc/con/{yyyymm}/{dd}/content_{id}.html"],
        layout=[f"http://{host}/pc/layout/{{yyyymm}}/{{dd}}/node_{{nn}}.html"],
        issues=f"http://{host}/pc/layout/{{yyyymm}}/period.xml", delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("epaper", rng)
    stories += spread(
        generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=[""], first_number=10200000, one_day=True)
    )
    stories += older(NAME, 10200100, 3)
    return Site.printed(outlet, NAME, stories, _lay_out, padding=padding)


def _lay_out(site: Site) -> None:
    printed = issues(site.stories)
    common = furniture.around(NAME, site.base)
    for issue in printed:
        _add_issue(site, issue, common, newest=issue is printed[0])
    for month in sorted({f"{issue.day:%Y%m}" for issue in printed}):
        those = [issue for issue in printed if f"{issue.day:%Y%m}" == month]
        site.resources[f"/pc/layout/{month}/period.xml"] = Resource(partial(_period, those), "text/xml")
    site.add_html("/pc/layout/index.html", "utf-8", partial(stub, f"{_folder(printed[0])}/node_01.html"), declared="utf-8")
    site.add_html("/", "utf-8", partial(stub, "pc/layout/index.html"), declared="utf-8")


def _path(story: Story, number: int) -> str:
    return f"/pc/con/{story.at:%Y%m/%d}/content_{number}.html"


def _folder(issue: Issue) -> str:
    return f"{issue.day:%Y%m/%d}"


def _node(page: PrintPage) -> str:
    return f"node_{page.place:02}.html"


def _add_issue(site: Site, issue: Issue, common: dict[str, str], *, newest: bool) -> None:
    site.issues[f"{issue.day:%Y-%m-%d}"] = issue.account(skipped=len(issue.pages))
    for page in issue.pages:
        advertisement = f"/pc/con/{_folder(issue)}/content_{ADVERTISEMENT + page.place}.html"
        entries = [*titles(page, _path), (advertisement, "广告")]
        values = common | {
            "page": page.number, "section": page.section, "day": issue.printed_day, "folder": _folder(issue), "node": _node(page),
            "articles": "\n".join(f'<li><a href="../../..{path[3:]}">{title}</a></li>' for path, title in entries),
        }  # fmt: skip
        _add_layout(site, issue, page, entries, values)
        for index, story in enumerate(page.stories):
            known = _add_article(site, story, page, values, entries, index)
            if story.layout != "gone":
                (site.records if newest else site.archive).append(known)
        picture = '<p><img src="../../../att/ad.jpg.1"></p>'
        blank = dict.fromkeys(("kicker", "subtitle", "text", "turn", "editor", "related"), "")
        site.add_html(
            advertisement, "utf-8", partial(fill, "epaper_article", values | blank | {"headline": "广告", "pictures": picture})
        )


def _add_layout(site: Site, issue: Issue, page: PrintPage, entries: list[tuple[str, str]], values: dict[str, str]) -> None:
    areas = "\n".join(_hot_zone(path, top=9 * index) for index, (path, _) in enumerate(entries))
    layouts = "\n".join(
        f'<li><a href="{_node(other)}">第{other.number}版：{other.section}</a> '
        f'<a class="pdf" href="../../../att/{_folder(issue)}/{other.number}.pdf">PDF</a></li>'
        for other in issue.pages
    )
    turn = f'<a class="preart" href="node_{page.place - 1:02}.html">上一版</a> ' if page.place > 1 else ""
    turn += f'<a class="nextart" href="node_{page.place + 1:02}.html">下一版</a>' if page.place < len(issue.pages) else ""
    path = f"/pc/layout/{_folder(issue)}/{_node(page)}"
    site.add_html(
        path, "utf-8", partial(fill, "epaper_layout", values | {"areas": areas, "layouts": layouts, "turn": turn}), kind="list"
    )


def _hot_zone(path: str, top: int) -> str:
    corners = f"0%,{top}%,50%,{top}%,50%,{top + 8}%,0%,{top + 8}%"
    return f'<area shape="polygon" coords="{corners}" href="../../..{path[3:]}">'


def _add_article(
    site: Site, story: Story, page: PrintPage, values: dict[str, str], entries: list[tuple[str, str]], index: int
) -> Record:
    folder = f"/pc/att/{values['folder']}/"
    after, _ = entries[index + 1]
    before = entries[index - 1][0] if index else None
    turn = f'<a href="../../..{before[3:]}">上一篇</a> ' if before else ""
    back = [
        (f"{site.base}/pc/layout/2025{month:02}/09/node_01.html", f"2025年{month:02}月09日 第01版", f"2025-{month:02}-09")
        for month in range(1, 9)
    ]
    shown = values | {
        "headline": escape(story.headline), "kicker": escape(story.record.get("kicker", "")),
        "subtitle": "<br>".join(escape(line) for line in story.record.get("subheadlines", [])),
        "pictures": "\n".join(_picture(folder, image) for image in story.images), "editor": story.editor or "",
        "turn": turn + f'<a href="../../..{after[3:]}">下一篇</a>', "related": furniture.related(back),
    }  # fmt: skip
    serve_parts(site, story, partial(_path, story), lambda text: fill("epaper_article", shown | {"text": text}), "utf-8", None)
    facts: Record = {"encoding": "utf-8", "images": site.pictures(story, folder)}
    return site.record(story, _path(story, story.number), **day_facts(story, values["day"], page), **facts)


def _picture(folder: str, image: dict[str, str]) -> str:
    """A thumbnail (`.jpg.1`) and its caption; the record names the full picture."""
    return f'<div class="pic"><img src="../../..{folder[3:]}{image["file"]}.1"><p>{escape(image["printed"])}</p></div>'


def _period(printed: list[Issue]) -> bytes:
    """The month's issues, oldest first; a day without a paper is not there."""
    rows = "".join(
        f"<period><period_name>{issue.printed_day}</period_name><period_date>{issue.day:%Y-%m-%d}</period_date>"
        f"<front_page>node_01.html</front_page></period>"
        for issue in reversed(printed)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<period_list>{rows}</period_list>\n'.encode()
