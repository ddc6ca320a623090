"""青禾新闻网: a Founder portal in UTF-8. The enpproperty comment, kickers and subtitles, a photo story, a redirect stub."""

from functools import partial
from html import escape
from random import Random

from newsspider.demo import furniture
from newsspider.demo.site import Site, fill, in_pages, page_size, paragraphs, stub, with_pictures
from newsspider.demo.stories import Record, Story, generated, written
from newsspider.outlets import Outlet

NAME = "青禾新闻网"
COLUMNS = {"要闻": 1021, "县区": 1022}
PER_SCALE = 12


def build(host: str, scale: int, padding: int = 0) -> Site:
    """The site on a host, with about ten articles for each step of the scale."""
    rng = Random(NAME)  # noqa: S311 - the same press every time is the aim
    outlet = Outlet(
        id="demo_founder", name="青禾新闻网(示例)", province="CN-FJ", kind="portal", family="founder_portal", hosts=[host],
        lists=[f"http://{host}/node_{node}.htm" for node in COLUMNS.values()],
        articles=["http://{host}/{yyyy-mm}/{dd}/content_{id}.htm"], delay=0.0, concurrency=4,
    )  # fmt: skip
    stories = written("founder", rng)
    stories += generated(rng, PER_SCALE * scale - len(stories), paper=NAME, sections=list(COLUMNS), first_number=8100000)
    return Site.printed(outlet, NAME, stories, _lay_out, list(COLUMNS), padding)


def _lay_out(site: Site) -> None:
    stories = site.stories
    common = furniture.around(NAME, site.base)
    for index, story in enumerate(stories):
        _add_article(site, story, common, [stories[(index + step) % len(stories)] for step in range(1, 9)])
    for section, node in COLUMNS.items():
        _add_lists(site, common, section, node, [story for story in stories if story.section == section])
    site.add_html("/", "utf-8", partial(furniture.front, NAME, site.base, site.outlet.lists), declared="utf-8")


def _path(story: Story) -> str:
    """The address that lists link to."""
    return f"/{story.at:%Y-%m/%d}/content_{story.number}.htm"


def _add_article(site: Site, story: Story, common: dict[str, str], others: list[Story]) -> None:
    path = _path(story)
    if story.layout == "stub":
        target = f"content_{story.number + 40000}.htm"
        site.add_html(path, "utf-8", partial(stub, target), declared="utf-8")
        path = path.rpartition("/")[0] + "/" + target
    folder = f"/attachment/{story.at:%Y%m/%d}/"
    kicker = story.record.get("kicker", "")
    subtitles = story.record.get("subheadlines", [])
    stamp = f"{story.at:%Y-%m-%d %H:%M:%S}{story.printed.get('stamp_tail', '.0')}"
    links = [(site.base + _path(other), other.headline, f"{other.at:%Y-%m-%d}") for other in others]
    titles = "\n".join(
        [f"<h3 class='pre'>{escape(kicker)}</h3>"] * bool(kicker)
        + [f"<h1>{escape(story.headline)}</h1>"]
        + [f"<h4 class='sub'>{escape(line)}</h4>" for line in subtitles]
    )
    values = common | {
        "headline": escape(story.headline), "titles": titles, "kicker": escape(kicker),
        "subtitle": escape("<br>".join(subtitles), quote=False), "section": story.section, "node": str(COLUMNS[story.section]),
        "number": str(story.number), "stamp": stamp,
        "date": f"{story.at:%Y年%m月%d日}", "source": f"来源：{story.source}" if story.source else "",
        "author": story.printed.get("author", ""), "keywords": ",".join(story.record.get("keywords", [])),
        "text": _text(story, folder), "editor": story.editor or "", "related": furniture.related(links),
    }  # fmt: skip
    site.add_html(path, "utf-8", partial(fill, "founder_article", values), declared="utf-8", kind="article")
    facts: Record = {
        "published_at": f"{story.at:%Y-%m-%dT%H:%M:%S}+08:00", "published_raw": stamp, "published_precision": "second",
        "published_from": "enpproperty", "encoding": "utf-8", "images": site.pictures(story, folder),
    }  # fmt: skip
    site.records.append(site.record(story, path, **facts))


def _text(story: Story, folder: str) -> str:
    pictures = [
        (
            image["after"],
            f'<p style="text-align:center"><img src="/static/loading.gif" data-src="{folder}{image["file"]}"></p>\n'
            f'<p style="text-align:center" class="pictxt">{escape(image["printed"])}</p>',
        )
        for image in story.images
    ]
    return with_pictures([paragraphs([line]) for line in story.text], pictures)


def _add_lists(site: Site, common: dict[str, str], section: str, node: int, stories: list[Story]) -> None:
    pages = in_pages(stories, page_size(len(stories)))
    paths = [f"/node_{node}.htm"] + [f"/node_{node}_{number}.htm" for number in range(2, len(pages) + 1)]
    for index, (path, rows) in enumerate(zip(paths, pages, strict=True)):
        pager = f"<span>{index + 1}/{len(paths)}</span> "
        pager += f'<a href="{paths[index - 1]}">上一页</a> ' if index else ""
        pager += f'<a href="{paths[index + 1]}">下一页</a>' if index + 1 < len(paths) else ""
        values = common | {"section": section, "rows": "\n".join(_row(story) for story in rows), "pager": pager}
        site.add_html(path, "utf-8", partial(fill, "founder_list", values), declared="utf-8", kind="list")


def _row(story: Story) -> str:
    """A row with a thumbnail and a headline: two links to one article."""
    path = _path(story).removeprefix("/")
    return (
        f'<li><a href="{path}" class="pic"><img src="/static/thumb.png" alt=""></a>'
        f'<a href="{path}" title="{escape(story.headline)}">{escape(story.headline)}</a><em>{story.at:%Y-%m-%d %H:%M}</em></li>'
    )
