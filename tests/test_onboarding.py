"""`newsspider new-outlet` and `record`: a draft that crawls its site whole, and test pages that nobody has read yet are none."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from archives import write_press, write_warc
from commands import newsspider, written
from in_process import run

from newsspider.demo import Press, founder
from newsspider.onboarding.commands import Visit
from newsspider.onboarding.draft import Draft, channels, layout_pattern, load_page
from newsspider.onboarding.record import record_toml
from newsspider.onboarding.selectors import suggest
from newsspider.onboarding.shapes import shapes
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.outlets.url_patterns import compile_pattern
from newsspider.spiders.fetch import Fetched

PAGES = Path(__file__).parent / "pages"
HOST = "https://news.linchuan.example"


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        yield press


@pytest.fixture(scope="module")
def archive(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_press(tmp_path_factory.mktemp("press") / "press.warc", press)


@pytest.fixture(scope="module")
def drafts(press: Press, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the record that was drafted for each site of the press."""
    folder = tmp_path_factory.mktemp("drafts")
    for key, outlet in press.outlets.items():
        done = newsspider("new-outlet", *outlet.lists, "--id", key, "--channels", 0, "--replay", archive, cwd=folder)
        (folder / f"{key}.toml").write_text(done.stdout, encoding="utf-8")
    return folder


def test_a_drafted_record_crawls_its_site_whole(press: Press, archive: Path, drafts: Path, tmp_path: Path) -> None:
    newsspider("crawl", "--all", "--sites", drafts, "--replay", archive, "--output", "out", cwd=tmp_path, ok=False)
    found = sorted(row["url"] for row in written(tmp_path / "out"))
    assert found == sorted(record["url"] for record in press.expected())


def test_a_drafted_record_names_the_site_as_it_is(press: Press, drafts: Path) -> None:
    drafted = load_outlets(drafts)
    for key, outlet in press.outlets.items():
        draft = drafted[key]
        assert (draft.kind, draft.family, draft.hosts, draft.lists) == (outlet.kind, outlet.family, outlet.hosts, outlet.lists)
        assert draft.name == outlet.name.partition("(")[0]
        assert draft.verified is False


SHAPES = [
    (["http://a.cn/system/2025/10/23/101200001.shtml", "http://a.cn/system/2025/01/02/101200002.shtml"], "http://a.cn/system/{yyyy}/{mm}/{dd}/{id9}.shtml"),
    (["http://a.cn/xw/sz/202510/t20251023_12.html", "http://a.cn/xw/202510/t20251023_13.shtml"], "http://a.cn/{sec}/{yyyymm}/t{yyyymmdd}_{id}.{ext}"),
    (["http://a.cn/art/2025/1/9/art_12_33.html", "http://a.cn/art/2025/10/12/art_12_34.html"], "http://a.cn/art/{yyyy}/{n}/{n}/art_{node}_{id}.html"),
    (["http://nc.a.cn/n2/2025/1023/c10-838.html", "http://ja.a.cn/n2/2025/1023/c11-839.html"], "http://{host}/n2/{yyyy}/{mmdd}/c{node}-{id}.html"),
    (["http://a.cn/gn/2025/10-23/838.shtml"], "http://a.cn/gn/{yyyy}/{mm}-{dd}/{id}.shtml"),
    (["https://a.cn/gn/20251023/0123456789abcdef0123456789abcdef/c.html"], "https://a.cn/gn/{yyyymmdd}/{hex}/c.html"),
    (["http://a.cn/show?id=12&from=x#top", "http://a.cn/show?id=13"], "http://a.cn/show?id={id}"),
    (["http://a.cn/html/2025-10/23/content_5201_77.htm?div=-1"], "http://a.cn/html/{yyyy-mm}/{dd}/content_{node}_{id}.htm"),
    (["http://a.cn/c/8iQx37AbCdZ", "http://a.cn/c/8iQx38AbCdZ"], "http://a.cn/c/{ch}"),
    (["http://a.cn/c/8imKcikfNXM", "http://a.cn/c/8imKd2kfNXM"], "http://a.cn/c/{ch}"),
    (["http://a.cn/2025-10-23/a/12.html"], "http://a.cn/{yyyy-mm-dd}/a/{id}.html"),
    (["http://a.cn/content/20251023/Articel01001MT.htm"], "http://a.cn/content/{yyyymmdd}/Articel{ch}.htm"),
]  # fmt: skip


@pytest.mark.parametrize(("urls", "pattern"), SHAPES, ids=[pattern for _, pattern in SHAPES])
def test_a_pattern_is_made_of_addresses_and_fits_them(urls: list[str], pattern: str) -> None:
    [shape] = shapes(urls)
    assert shape.pattern == pattern
    assert all(compile_pattern(pattern).fullmatch(url) for url in shape.urls)


def test_what_was_seen_once_without_a_date_is_no_shape() -> None:
    found = shapes(
        [
            "http://a.cn/about/12.html",
            "http://a.cn/help.html",
            "http://a.cn/n/12.html",
            "http://a.cn/n/13.html",
            "http://a.cn/n/14.html",
        ]
    )
    assert [(shape.pattern, len(shape.urls)) for shape in found] == [("http://a.cn/{sec}/{id}.html", 4)]
    assert shapes(["http://a.cn/about/12.html", "http://a.cn/help.html"]) == []


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("http://p.cn/pc/layout/202510/23/node_01.html", "http://p.cn/pc/layout/{yyyymm}/{dd}/node_{nn}.html"),
        ("http://p.cn/html/2025-10/23/node_5201.htm", "http://p.cn/html/{yyyy-mm}/{dd}/node_{node}.htm"),
        ("http://p.cn/html/node_5201.htm", None),
        ("http://p.cn/2025-10/23/content_1.htm", None),
    ],
)
def test_layout_pattern(url: str, pattern: str | None) -> None:
    assert layout_pattern(url) == pattern


def story(number: int, source: str = '<i class="origin">来源：临川日报</i>') -> str:
    return (
        f"<html><head><title>临川第{number}座桥通车-临川在线</title></head><body><h1>临川第{number}座桥通车</h1>{source}"
        "<div>2025-10-23 08:22</div><div class='text'><p>本报讯（记者魏晓星）昨日，跨越赣江的新桥正式通车，两岸群众出行更加便捷，沿线绿化同步完工。</p>"
        f"<p>新桥全长{number}千米，双向六车道，由本地工程队历时三年建成，通行时间由四十分钟缩短到十分钟。</p></div></body></html>"
    )


def list_page(numbers: range, more: str = "") -> str:
    rows = "".join(f'<li><a href="/2025/10/23/{n}.html">临川第{n}座桥今日正式通车</a></li>' for n in numbers)
    return f"<html><head><title>要闻-临川在线</title></head><body>{more}{rows}</body></html>"


def test_channels_are_short_links_to_other_folders_of_the_host() -> None:
    links = [("/", "首页"), ("/szxw/", "时政"), ("/ms/index.html", "民生"), ("/zt/2025.html", "专题"), ("/user/", "我的"), ("https://other.example/x/", "友情"),
             ("/x/", "这是一个很长很长的标题不是频道"), ("/list/", "本页"), ("?a=1", "排序"), ("/szxw/", "时政要闻")]  # fmt: skip
    page = load_page("".join(f'<a href="{href}">{text}</a>' for href, text in links).encode(), HOST + "/list/")
    assert channels(page, set()) == [HOST + "/szxw/", HOST + "/ms/index.html"]


def test_a_front_page_leads_to_lists_and_the_lists_to_samples() -> None:
    """Pages are handed in as a spider would; a channel without articles and one that is gone are left out."""
    served = {
        "/": '<a href="/szxw/">时政</a><a href="/ms/">民生</a><a href="/gg/">广告</a><a href="/gone/">旧闻</a>',
        "/szxw/": list_page(range(11, 16)), "/ms/": list_page(range(21, 26)), "/gg/": "<p>没有文章</p>",
        **{f"/2025/10/23/{n}.html": story(n) for n in range(11, 26)},
    }  # fmt: skip
    visit = Visit(Draft(load_outlets(), "jiangxi_linchuan"), (), 10)
    queue = visit.ask("list", [HOST + "/"])
    asked = []
    while queue:
        url = queue.pop(0)
        asked.append(url)
        body = served.get(url.removeprefix(HOST))
        queue += visit.take(
            Fetched(url, url, (body or "").encode(), error=None if body else "http_404", fetched_at="2026-01-02T00:00:00Z")
        )
    outlet = visit.draft.outlet()
    assert asked[:5] == [HOST + path for path in ("/", "/szxw/", "/ms/", "/gg/", "/gone/")]
    assert len(asked) == 8
    assert outlet.lists == [HOST + "/szxw/", HOST + "/ms/"]
    assert outlet.articles == [HOST + "/{yyyy}/{mm}/{dd}/{id}.html"]
    assert (outlet.name, outlet.province, outlet.hosts) == ("临川在线", "CN-JX", ["news.linchuan.example"])
    text = record_toml(outlet, visit.draft.notes, visit.draft.samples, "2026")
    assert "临川第11座桥通车" in text
    assert "5 article links on" in text


def test_the_text_is_a_record_that_loads_as_it_stands(tmp_path: Path) -> None:
    outlet = Outlet(
        id="jiangxi_linchuan", name='临"川\\在线', province=None, kind="portal", family="trs", hosts=["linchuan.example"],
        lists=[f"{HOST}/{n}/" for n in range(9)], articles=["https://{host}/{id}.html"], selectors={"source": "[class='a\"b']"},
    )  # fmt: skip
    (tmp_path / "sites.toml").write_text(record_toml(outlet, ["a note"], [], "2026"), encoding="utf-8")
    assert load_outlets(tmp_path)["jiangxi_linchuan"] == replace(outlet, seen="2026")


@pytest.mark.parametrize(
    ("body", "field", "selector"),
    [
        ('<div id="info"><span class="from">稿源：临川日报</span></div>', "source", "span.from"),
        ('<div class="a x"><b>来源：临川日报</b></div><div class="a"></div>', "source", "div.x > b"),
        ('<p>2025年10月23日 08:22</p><em id="when">2025-10-23 08:22</em>', "date", "em#when"),
        ('<div class="tit"><span>临川新桥通车</span></div><h2 class="tit">别的</h2>', "headline", None),
        ('<div class="bt">临川新桥通车</div>', "headline", "div.bt"),
        ('<div id="side"><p>短</p></div><div id="zw"><p>一段很长的正文</p><p>又一段</p></div>', "body", "div#zw"),
        ("<div>来源：临川日报</div>", "source", None),
        ("<p></p>", "body", None),
        ("", "source", None),
    ],
)
def test_a_selector_names_one_element(body: str, field: str, selector: str | None) -> None:
    page = load_page(f"<html><body>{body}<p></p></body></html>".encode(), HOST + "/1.html")
    found = suggest(page, field, "临川新桥通车")
    assert found == selector or (body in ("<p></p>", "") and field == "body")


def test_two_saved_pages_are_enough(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text(list_page(range(1, 6)), encoding="utf-8")
    (tmp_path / "article.html").write_text(story(1), encoding="utf-8")
    files = ("--list-file", "list.html", "--article-file", "article.html")
    done = newsspider("new-outlet", HOST + "/list/", *files, "--id", "jiangxi_linchuan", cwd=tmp_path)
    (tmp_path / "sites.toml").write_text(done.stdout, encoding="utf-8")
    outlet = load_outlets(tmp_path / "sites.toml")["jiangxi_linchuan"]
    assert outlet.articles == [HOST + "/{yyyy}/{mm}/{dd}/{id}.html"]
    assert outlet.lists == [HOST + "/list/"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("not a url",), 2, "not a url"),
        ((HOST + "/", "--list-file", "list.html"), 2, "go together"),
        ((HOST + "/", "--list-file", "none.html", "--article-file", "list.html"), 4, "none.html"),
        ((HOST + "/", "--list-file", "list.html", "--article-file", "list.html"), 4, "--article"),
        ((HOST + "/gone/", "--replay", "p.warc"), 4, "not_archived"),
        ((HOST + "/", "--replay", "p.warc"), 4, "no article link"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_drafted_is_said(arguments: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text("<p>没有文章</p>", encoding="utf-8")
    write_warc(tmp_path / "p.warc", {HOST + "/": "<p>没有文章</p>"})
    done = newsspider("new-outlet", *arguments, cwd=tmp_path, ok=False)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "jiangxi",
        "Jiangxi_News",
        "jiangxi_新闻",
        "jiangxi news",
        "con",
        "a_" + "b" * 200,
        "jiangxi_news.",
        "_a",
        "a_b\n",
    ],
)
def test_an_id_that_no_record_can_have_is_refused(name: str, tmp_path: Path) -> None:
    """Before anything is fetched: a site's address would not be asked for the sake of a wrong id."""
    (tmp_path / "list.html").write_text(list_page(range(1, 6)), encoding="utf-8")
    for files in (
        ("--list-file", tmp_path / "list.html", "--article-file", tmp_path / "list.html"),
        ("--replay", tmp_path / "none.warc"),
    ):
        code, printed, said = run("new-outlet", HOST + "/list/", *files, "--id", name)
        assert (code, printed, said.count("\n")) == (2, "", 1)
        assert "--id" in said
        assert "province_outlet in a-z, 0-9 and _, of up to 100 characters, like jiangxi_jxnews" in said


def test_an_id_that_is_taken_is_told_in_the_draft(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text(list_page(range(1, 6)), encoding="utf-8")
    (tmp_path / "article.html").write_text(story(1), encoding="utf-8")
    files = ("--list-file", tmp_path / "list.html", "--article-file", tmp_path / "article.html")
    code, printed, _ = run("new-outlet", HOST + "/list/", *files, "--id", "jiangxi_jxnews")
    assert code == 0
    assert "# the id [jiangxi_jxnews] is taken: change that record, or choose another with --id" in printed


def test_a_host_that_has_a_record_is_told(tmp_path: Path) -> None:
    known = Outlets([Outlet(id="jiangxi_old", name="旧", province=None, kind="portal", family="trs", hosts=["linchuan.example"])])
    draft = Draft(known)
    draft.take_list(HOST + "/list/", load_page(list_page(range(1, 6)).encode(), HOST + "/list/"))
    assert draft.outlet().id == "site_news_linchuan"
    assert any("[jiangxi_old]" in note for note in draft.notes)
    assert any("province_outlet" in note for note in draft.notes)


def test_a_page_is_recorded_once(tmp_path: Path) -> None:
    url = HOST + "/2025/10/23/1.html"
    body = story(1).replace("<head>", "<head><meta charset=gbk>").encode("gb18030")
    write_warc(tmp_path / "p.warc", {url: body}, "text/html")
    done = newsspider("record", url, "--to", "case", "--replay", "p.warc", cwd=tmp_path)
    assert done.stdout.split() == ["case/page.html", "case/meta.json", "case/printed.draft.json"]
    assert (tmp_path / "case/page.html").read_bytes() == body
    meta = json.loads((tmp_path / "case/meta.json").read_text())
    assert meta == {"url": url, "content_type": "text/html", "fetched_at": "2026-01-02T03:04:05Z"}
    draft = json.loads((tmp_path / "case/printed.draft.json").read_text())
    assert draft["headline"] == "临川第1座桥通车"
    assert draft["encoding"] == "gb18030"
    assert len(draft["paragraphs"]) == 2
    assert "url" not in draft
    again = newsspider("record", url, "--to", "case", "--replay", "p.warc", cwd=tmp_path, ok=False)
    assert (again.returncode, "case is there already" in again.stderr) == (5, True)


def test_a_page_of_a_known_outlet_brings_its_record(tmp_path: Path) -> None:
    url = "https://jiangxi.jxnews.com.cn/system/2025/10/23/020000001.shtml"
    write_warc(tmp_path / "p.warc", {url: "<html><body><h1>404 Not Found</h1><p>您访问的页面不存在</p></body></html>"})
    newsspider("record", url, "--to", "case", "--replay", "p.warc", cwd=tmp_path)
    meta = json.loads((tmp_path / "case/meta.json").read_text())
    assert Outlet(**meta["outlet"]) == replace(load_outlets()["jiangxi_jxnews"])
    assert json.loads((tmp_path / "case/printed.draft.json").read_text()) == {"refused": "error_page"}


def test_outside_a_checkout_a_place_must_be_named(tmp_path: Path) -> None:
    done = newsspider("record", HOST + "/1.html", cwd=tmp_path, ok=False)
    assert (done.returncode, "--to" in done.stderr) == (2, True)


def test_no_recorded_page_waits_to_be_read() -> None:
    assert list(PAGES.glob("*/*.draft.json")) == [], "read it by eye, correct it, and rename it to printed.json"


def test_the_record_that_the_readme_shows_is_what_comes_out(tmp_path: Path) -> None:
    """The press serves the same pages on the same ports to everybody; the year is that of the day."""
    readme = (resources.files("newsspider") / "sites" / "README.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```toml\n(.*?)```", readme, re.S)
    site = founder.build("127.0.0.1:8711", 1)
    pages = {
        site.base + path: resource.render()
        for path, resource in site.resources.items()
        if resource.content_type.startswith("text/html")
    }
    write_warc(tmp_path / "p.warc", pages)
    [command] = re.findall(r"\$ newsspider (new-outlet .*)", readme)
    done = newsspider(*command.split(), "--replay", "p.warc", cwd=tmp_path)
    assert [line.strip() for line in shown.strip().splitlines() if "seen" not in line] == [
        line.strip() for line in done.stdout.splitlines() if "seen" not in line
    ]
