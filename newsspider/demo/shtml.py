"""浣水早报: an e-paper of `shtml` files. No charset in the header, page labels in brackets, titles left empty for notices."""

from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.issues import Issue, PrintPage, day_facts, issues, older, serve_parts, spread, titles
from newsspider.demo.site import Site, fill, stub
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "浣水早报"
CODE = "hszb"
PER_SCALE = 6
NOTICE = 990
"""Added to the first number of an issue for its notice, whose title is left empty."""


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about six articles for each step of the scale in the newest issue, and one older issue."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_shtml", name=f"{NAME}(示例)", province="CN-SC", kind="epaper", family="shtml_epaper", hosts=[host],
        lists=[f"http://{host}/shtml/{CODE}/index.shtml"], articles=[f"http://{{host}}/shtml/{CODE}/{{yyyymmdd}}/{{id}}.shtml"],
        layout=[f"http://{host}/shtml/{CODE}/{{yyyymmdd}}/v{{nn}}.shtml"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("shtml", rng)
    stories += spread(
        generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=[""], first_number=4410000, one_day=True)
    )
    stories += older(NAME, 4409100, 1)
    return Site.printed(outlet, NAME, stories, _lay_out, padding=padding)


def _lay_out(site: Site) -> None:
    printed = issues(site.stories)
    common = furniture.around(NAME, site.base)
    for issue in printed:
        _add_issue(site, issue, common, newest=issue is printed[0])
    site.add_html(f"/shtml/{CODE}/index.shtml", "utf-8", partial(stub, f"{printed[0].day:%Y%m%d}/v01.shtml"))
    site.add_html("/", "utf-8", partial(stub, f"shtml/{CODE}/index.shtml"))


def _leaf(page: PrintPage) -> str:
    return f"v{page.place:02}.shtml"


def _file(number: int) -> str:
    return f"{number}.shtml"


def _label(page: PrintPage) -> str:
    return f"({page.number}) {page.section}"


def _add_issue(site: Site, issue: Issue, common: dict[str, str], *, newest: bool) -> None:
    folder = f"/shtml/{CODE}/{issue.day:%Y%m%d}/"
    site.issues[f"{issue.day:%Y-%m-%d}"] = issue.account(skipped=1 if issue.older else 0)
    for page in issue.pages:
        entries = titles(page, lambda _, number: _file(number))
        if issue.older and page.place == 1 and page.stories:
            entries.append((_file(page.stories[0].number + NOTICE), ""))
        values = common | {
            "page": page.number, "day": issue.printed_day, "current": _label(page),
            "folio": f"第{page.number}版：{page.section}" if not issue.older else "",
            "articles": "\n".join(f'<li><a href="{file}">{title}</a></li>' for file, title in entries),
        }  # fmt: skip
        _add_layout(site, folder, issue, page, values)
        for story in page.stories:
            known = _add_article(site, folder, story, page, values)
            if story.layout != "gone":
                (site.records if newest else site.archive).append(known)


def _add_layout(site: Site, folder: str, issue: Issue, page: PrintPage, values: dict[str, str]) -> None:
    """A page does not link to itself in its list."""
    layouts = "\n".join(
        f"<p>{_label(other)}</p>" if other is page else f'<p><a href="{_leaf(other)}">{_label(other)}</a></p>'
        for other in issue.pages
    )
    turn = "".join(f'<a href="{_leaf(other)}">下一版</a>' for other in issue.pages[page.place : page.place + 1])
    site.add_html(
        folder + _leaf(page), "utf-8", partial(fill, "shtml_layout", values | {"layouts": layouts, "turn": turn}), kind="list"
    )


def _add_article(site: Site, folder: str, story: Story, page: PrintPage, values: dict[str, str]) -> Record:
    shown = values | {
        "headline": escape(story.headline), "kicker": escape(story.record.get("kicker", "")), "editor": story.editor or "",
        "subtitle": "<br>".join(escape(line) for line in story.record.get("subheadlines", [])), "turn": "",
    }  # fmt: skip
    serve_parts(
        site,
        story,
        lambda number: folder + _file(number),
        lambda text: fill("shtml_article", shown | {"text": text}),
        "utf-8",
        None,
    )
    facts = day_facts(story, values["day"], page)
    return site.record(story, folder + _file(story.number), **facts, encoding="utf-8")
