"""Site records: the loader names every fault at once, hosts and patterns find their outlet."""

import re
from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest

from newsspider.errors import ConfigError, UnknownOutlet
from newsspider.outlets import Outlet, load_outlets
from newsspider.outlets.checks import SELECTOR_KEYS
from newsspider.outlets.url_patterns import PLACEHOLDERS, compile_pattern
from newsspider.pages.families import BY_NAME

GOOD = """
[demo_one]
name = "澜江网"
province = "CN-JX"
kind = "portal"
family = "enorth"
hosts = ["lanjiang.example"]
lists = ["https://www.lanjiang.example/news/"]
articles = ["https://{host}/system/{yyyy}/{mm}/{dd}/{id9}.shtml"]
verified = false
seen = "2025"
[demo_one.selectors]
headline = "div.BiaoTi, h1"
"""

EPAPER = """
[demo_paper]
name = "澜州晨报"
province = "CN-HE"
kind = "epaper"
family = "founder_epaper"
hosts = ["paper.lanjiang.example"]
articles = ["http://{host}/pc/con/{yyyymm}/{dd}/content_{id}.html"]
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_outlets(folder)
    return str(caught.value)


def test_a_good_record_keeps_what_it_says(tmp_path: Path) -> None:
    outlet = load_outlets(write(tmp_path, one=GOOD))["demo_one"]
    assert (outlet.name, outlet.province, outlet.kind, outlet.family) == ("澜江网", "CN-JX", "portal", "enorth")
    assert outlet.selectors == {"headline": "div.BiaoTi, h1"}
    assert (outlet.delay, outlet.concurrency, outlet.simplify) == (1.5, 1, False)
    assert (outlet.verified, outlet.guess, outlet.encoding) == (False, False, None)


def test_a_single_file_can_be_loaded(tmp_path: Path) -> None:
    write(tmp_path, one=GOOD, two=EPAPER)
    assert list(load_outlets(tmp_path / "two.toml")) == ["demo_paper"]


def test_an_empty_province_means_none(tmp_path: Path) -> None:
    outlets = load_outlets(write(tmp_path, one=GOOD.replace('"CN-JX"', '""')))
    assert outlets["demo_one"].province is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (('name = "澜江网"\n', ""), "name: missing"),
        (('kind = "portal"', 'kind = "portals"'), "kind: 'portals' is not one of portal, epaper"),
        (('"CN-JX"', '"JX"'), "province: 'JX' is not an ISO 3166-2 code"),
        (('"CN-JX"', '"CN-TW"'), "province: 'CN-TW'"),
        (("hosts =", "host ="), "host: unknown key; did you mean hosts?"),
        (('["lanjiang.example"]', '"lanjiang.example"'), "hosts: 'lanjiang.example' is not a list of texts"),
        (('["lanjiang.example"]', "[]"), "hosts: at least one is needed"),
        (('["lanjiang.example"]', '["http://lanjiang.example"]'), "hosts: 'http://lanjiang.example' is not a bare host"),
        (('["lanjiang.example"]', '["WWW.Lanjiang.example"]'), "hosts: 'WWW.Lanjiang.example' is not a bare host"),
        (('["lanjiang.example"]', '["lanjiang.example/"]'), "hosts: 'lanjiang.example/' is not a bare host in lower case"),
        (("div.BiaoTi, h1", "div[[BiaoTi"), "selectors.headline: 'div[[BiaoTi' is not a CSS selector"),
        (('headline = "', 'title = "'), "selectors.title: unknown key; known: headline, kicker"),
        (("{id9}", "{id8}"), "articles: 'https://{host}/system/{yyyy}/{mm}/{dd}/{id8}.shtml': unknown placeholder {id8}"),
        (("{id9}", "{id9"), "stray brace"),
        (('"https://www.lanjiang.example/news/"', '"www.lanjiang.example/news/"'), "lists: 'www.lanjiang.example/news/' is not"),
        (('seen = "2025"', "seen = 2025"), "seen: 2025 is not a text"),
        (('seen = "2025"', "delay = -1"), "delay: -1 is not a number of 0 or more"),
        (('seen = "2025"', "concurrency = 0"), "concurrency: 0 is not a whole number above 0"),
        (('seen = "2025"', "concurrency = true"), "concurrency: True is not"),
        (('seen = "2025"', 'guess = "yes"'), "guess: 'yes' is not true or false"),
        (("[demo_one]", "[Demo]"), "the table's name must be province_outlet"),
    ],
)
def test_a_fault_is_named_with_file_table_and_key(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    assert change[0] in GOOD
    message = faults(write(tmp_path, province=GOOD.replace(*change)))
    assert named in message
    assert "province.toml: [" in message


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace('kind = "portal"', 'kind = "x"').replace("seen =", "sean =").replace('name = "澜江网"\n', "")
    message = faults(write(tmp_path, a=wrong, b="[broken\n", c=EPAPER.replace("CN-HE", "CN-XX"), d='stray = "key"'))
    for told in (
        "a.toml: [demo_one] kind:",
        "sean: unknown key",
        "name: missing",
        "b.toml: not valid TOML",
        "c.toml: [demo_paper]",
    ):
        assert told in message
    assert "d.toml: [stray] is a bare key" in message


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes(GOOD.encode("gb18030"))
    assert "gbk.toml: not valid TOML" in faults(tmp_path)


def test_one_host_belongs_to_one_outlet(tmp_path: Path) -> None:
    twin = GOOD.replace("demo_one", "demo_two")
    assert "b.toml: [demo_two] hosts: lanjiang.example is also a host of [demo_one]" in faults(write(tmp_path, a=GOOD, b=twin))


def test_a_path_belongs_to_one_outlet(tmp_path: Path) -> None:
    one = EPAPER.replace('["paper.lanjiang.example"]', '["paper.lanjiang.example/lzcb"]')
    twin = one.replace("demo_paper", "demo_twin")
    message = faults(write(tmp_path, a=one, b=twin))
    assert "b.toml: [demo_twin] hosts: paper.lanjiang.example/lzcb is also a host of [demo_paper]" in message


def test_an_id_occurs_once(tmp_path: Path) -> None:
    other = GOOD.replace('["lanjiang.example"]', '["other.example"]')
    assert "the id occurs twice" in faults(write(tmp_path, a=GOOD, b=other))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert "no site file" in faults(tmp_path)
    assert "no site file" in faults(tmp_path / "absent")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://lanjiang.example/", "demo_one"),
        ("http://nc.www.lanjiang.example/a", "demo_one"),
        ("https://LANJIANG.example:443/", "demo_one"),
        ("http://paper.lanjiang.example/pc/", "demo_paper"),
        ("http://m.paper.lanjiang.example/pc/", "demo_paper"),
        ("http://notlanjiang.example/", None),
        ("http://lanjiang.example:8080/", None),
        ("http://lanjiang.example.evil.example/", None),
    ],
)
def test_the_longest_host_finds_the_outlet(tmp_path: Path, url: str, found: str | None) -> None:
    outlet = load_outlets(write(tmp_path, one=GOOD, two=EPAPER)).outlet_for(url)
    assert (outlet.id if outlet else None) == found
    if outlet:
        assert outlet.owns(url)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://paper.lanjiang.example/lzcb/html/2025-10/23/content_1.htm", "demo_paper"),
        ("http://m.paper.lanjiang.example/lzcb", "demo_paper"),
        ("http://paper.lanjiang.example/lzcb/?div=-1", "demo_paper"),
        ("http://paper.lanjiang.example/lzcb/wap/1.html", "demo_wap"),
        ("http://paper.lanjiang.example/lzcb/wapx/1.html", "demo_paper"),
        ("http://paper.lanjiang.example/lzcbs/html/1.htm", "demo_one"),
        ("http://paper.lanjiang.example", "demo_one"),
        ("http://www.lanjiang.example/lzcb/", "demo_one"),
    ],
)
def test_a_path_parts_the_outlets_of_one_host(tmp_path: Path, url: str, found: str) -> None:
    host = '["paper.lanjiang.example"]'
    paper = EPAPER.replace(host, '["paper.lanjiang.example/lzcb"]')
    wap = EPAPER.replace(host, '["paper.lanjiang.example/lzcb/wap"]').replace("demo_paper", "demo_wap")
    outlet = load_outlets(write(tmp_path, a=paper, b=wap, c=GOOD)).outlet_for(url)
    assert outlet
    assert outlet.id == found
    assert outlet.owns(url)


def test_outlets_of_a_province(tmp_path: Path) -> None:
    outlets = load_outlets(write(tmp_path, one=GOOD, two=EPAPER))
    for name in ("CN-JX", "JX", "jx"):
        assert [outlet.id for outlet in outlets.in_province(name)] == ["demo_one"]
    assert len(outlets.in_province("demo")) == 2
    with pytest.raises(UnknownOutlet, match="newsspider outlets"):
        outlets.in_province("CN-BJ")
    with pytest.raises(UnknownOutlet, match="demo_one"):
        outlets["demo_on"]


PATTERNS = [
    (
        "https://{host}/system/{yyyy}/{mm}/{dd}/{id9}.shtml",
        {"http://nc.a.example/system/2025/10/23/123456789.shtml": "2025-10-23", "https://a.example:81/system/2025/10/23/123456789.shtml": "2025-10-23"},
        ["http://a.example/system/2025/10/23/123456789_01.shtml", "http://a.example/system/count//1/2.shtml", "http://a.example/system/2025/10/23/12345678.shtml",
         "http://a.example/system/2025/10/23/123456789xshtml", "ftp://a.example/system/2025/10/23/123456789.shtml"],
    ),
    (
        "http://a.example/{sec}/{yyyymm}/t{yyyymmdd}_{id}.{ext}",
        {"http://a.example/xw/sz/202510/t20251023_1.html": "2025-10-23", "https://a.example/xw/202510/t20251023_99.shtml": "2025-10-23"},
        ["http://a.example/xw/202511/t20251023_1.html", "http://a.example/202510/t20251023_1.html", "http://b.example/xw/202510/t20251023_1.html",
         "http://a.example/xw/202510/t20251343_1.html"],
    ),
    (
        "http://a.example/{yyyy-mm}/{dd}/content_{node}_{id}.htm",
        {"http://a.example/2025-10/23/content_5_77.htm?div=-1": "2025-10-23", "http://a.example/2025-10/23/content_5_77.htm#top": "2025-10-23"},
        ["http://a.example/2025-10/23/content_77.htm", "http://a.example/2025-10/23/node_5.htm", "http://a.example/2025-10/23/content_5_77.html"],
    ),
    ("http://a.example/n2/{yyyy}/{mmdd}/c{node}-{id}.html", {"http://a.example/n2/2025/1023/c1-2.html": "2025-10-23"}, ["http://a.example/n2/2025/1023/c1-2-2.html"]),
    ("http://{ch}.a.example/news/detail?id={id}", {"http://nc.a.example/news/detail?id=12": None}, ["http://nc.x.a.example/news/detail?id=12", "http://nc.a.example/news/detail"]),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "fits", "refuses"), PATTERNS, ids=[pattern for pattern, _, _ in PATTERNS])
def test_a_pattern_fits_its_articles_and_nothing_else(pattern: str, fits: dict[str, str | None], refuses: list[str]) -> None:
    outlet = Outlet(id="a_b", name="甲", province=None, kind="portal", family="generic", hosts=["a.example"], articles=[pattern])
    for url, day in fits.items():
        match = outlet.match_article(url)
        assert match, url
        groups = match.groupdict()
        assert (f"{groups['yyyy']}-{groups['mm']}-{groups['dd']}" if groups else None) == day
    for url in refuses:
        assert outlet.match_article(url) is None, url


def test_a_long_hostile_url_is_refused_at_once() -> None:
    pattern = compile_pattern("http://{host}/{sec}/{yyyymm}/t{yyyymmdd}_{id}.html")
    assert pattern.fullmatch("http://a/" + "a/" * 20_000 + "202510/t20251023_1.htm") is None


def test_the_readme_explains_every_key_placeholder_and_family() -> None:
    readme = (resources.files("newsspider") / "sites" / "README.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(\w+)`", readme))
    assert {f.name for f in fields(Outlet)} - {"id"} <= documented
    assert set(SELECTOR_KEYS) | {"generic"} <= documented
    assert set(BY_NAME) <= documented
    assert set(re.findall(r"`\{([\w-]+)\}`", readme)) == set(PLACEHOLDERS)
