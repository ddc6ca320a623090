"""鹭交日报: a PaperIndex e-paper. A stub for each day's issue, page numbers and names in links of their own, 公告 in the title list."""

from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.issues import Issue, PrintPage, day_facts, issues, older, serve_parts, spread, titles
from newsspider.demo.site import Site, fill, stub
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "鹭交日报"
PER_SCALE = 6
SUFFIXES = ("NU", "BC", "NU", "TB")
"""Letters at the end of a page's file name, which differ from page to page."""
NOTICE = 990
"""Number of the notices on a page: older issues have one each."""


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about six articles for each step of the scale in the newest issue, and one older issue."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_paperindex", name=f"{NAME}(示例)", province="CN-SD", kind="epaper", family="paperindex", hosts=[host],
        lists=[f"http://{host}/content/PaperIndex.htm"], articles=["http://{host}/content/{yyyymmdd}/Articel{ch}.htm"],
        layout=[f"http://{host}/content/{{yyyymmdd}}/IssueIndex.htm"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("paperindex", rng)
    stories += spread(
        generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=[""], first_number=1000, one_day=True)
    )
    stories += older(NAME, 100, 2)
    return Site.printed(outlet, NAME, stories, _lay_out, padding=padding)


def _lay_out(site: Site) -> None:
    printed = issues(site.stories)
    common = furniture.around(NAME, site.base)
    for issue in printed:
        _add_issue(site, issue, common, newest=issue is printed[0])
    site.add_html("/content/PaperIndex.htm", "utf-8", partial(stub, f"{printed[0].day:%Y%m%d}/IssueIndex.htm"))
    site.add_html("/", "utf-8", partial(stub, "content/PaperIndex.htm"))


def _leaf(page: PrintPage) -> str:
    return f"Page{page.number}{SUFFIXES[page.place % len(SUFFIXES)]}.htm"


def _file(number: int) -> str:
    return f"Articel{number:05}MT.htm"


def _add_issue(site: Site, issue: Issue, common: dict[str, str], *, newest: bool) -> None:
    code = f"{issue.day:%Y%m%d}"
    folder = f"/content/{code}/"
    site.issues[f"{issue.day:%Y-%m-%d}"] = issue.account(skipped=len(issue.pages) if issue.older else 0)
    site.add_html(folder + "IssueIndex.htm", "utf-8", partial(stub, _leaf(issue.pages[0])))
    for page in issue.pages:
        entries = titles(page, lambda _, number: _file(number))
        if issue.older:
            entries.append((_file(NOTICE + page.place), "公告"))
        values = common | {
            "page": page.number, "section": page.section, "day": issue.printed_day, "code": code, "front": _leaf(page),
            "folio": f"第{page.number}版：{page.section}" if not issue.older else "",
            "articles": "\n".join(f'<LI><A href="{file}">{title}</A></LI>' for file, title in entries),
        }  # fmt: skip
        _add_layout(site, folder, issue, page, [file for file, _ in entries], values)
        for story in page.stories:
            known = _add_article(site, folder, story, page, values)
            if story.layout != "gone":
                (site.records if newest else site.archive).append(known)


def _add_layout(site: Site, folder: str, issue: Issue, page: PrintPage, zones: list[str], values: dict[str, str]) -> None:
    layouts = "\n".join(
        f'<LI class=banci>[<SPAN class=banci-A01><A href="{_leaf(other)}">{other.number}</A></SPAN>]:'
        f'<A href="{_leaf(other)}">{other.section}</A>'
        for other in issue.pages
    )
    following = issue.pages[page.place : page.place + 1]
    more = {
        "areas": "\n".join(f'<area shape="rect" coords="0,{index},9,{index + 8}" href="{file}">' for index, file in enumerate(zones)),
        "layouts": layouts, "turn": "".join(f'<A href="{_leaf(other)}">下一版</A>' for other in following),
    }  # fmt: skip
    site.add_html(folder + _leaf(page), "utf-8", partial(fill, "paperindex_layout", values | more), kind="list")


def _add_article(site: Site, folder: str, story: Story, page: PrintPage, values: dict[str, str]) -> Record:
    shown = values | {
        "headline": escape(story.headline), "kicker": escape(story.record.get("kicker", "")), "editor": story.editor or "",
        "subtitle": "<br>".join(escape(line) for line in story.record.get("subheadlines", [])),
    }  # fmt: skip
    serve_parts(
        site,
        story,
        lambda number: folder + _file(number),
        lambda text: fill("paperindex_article", shown | {"text": text}),
        "utf-8",
        None,
    )
    facts = day_facts(story, values["day"], page)
    return site.record(story, folder + _file(story.number), **facts, encoding="utf-8")
