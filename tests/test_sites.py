"""The shipped site records: complete, consistent, and found by addresses made from their own patterns."""

import re
import statistics
import tomllib
from importlib import resources
from itertools import chain
from pathlib import Path

import pytest

from newsspider.outlets import PROVINCES, load_outlets
from newsspider.outlets.checks import SELECTOR_KEYS
from newsspider.outlets.url_patterns import PLACEHOLDERS
from newsspider.pages.families import BY_NAME
from newsspider.pages.metadata import url_date
from newsspider.pages.nodes import css
from newsspider.pages.page import load
from newsspider.urls import canonical_url

SHIPPED = load_outlets()
FILES = {path.name: path for path in resources.files("newsspider").joinpath("sites").iterdir() if path.name.endswith(".toml")}

SPELLED = {
    "anhui": "CN-AH", "beijing": "CN-BJ", "chongqing": "CN-CQ", "fujian": "CN-FJ", "gansu": "CN-GS", "guangdong": "CN-GD",
    "guangxi": "CN-GX", "guizhou": "CN-GZ", "hainan": "CN-HI", "hebei": "CN-HE", "heilongjiang": "CN-HL", "henan": "CN-HA",
    "hubei": "CN-HB", "hunan": "CN-HN", "jiangsu": "CN-JS", "jiangxi": "CN-JX", "jilin": "CN-JL", "liaoning": "CN-LN",
    "neimenggu": "CN-NM", "ningxia": "CN-NX", "qinghai": "CN-QH", "shaanxi": "CN-SN", "shandong": "CN-SD",
    "shanghai": "CN-SH", "shanxi": "CN-SX", "sichuan": "CN-SC", "tianjin": "CN-TJ", "xinjiang": "CN-XJ", "xizang": "CN-XZ",
    "yunnan": "CN-YN", "zhejiang": "CN-ZJ",
}  # fmt: skip
"""File name of a province -> its ISO 3166-2 code."""

WITHOUT_PATTERN = {
    "xinjiang_xjrb": "only print pages were seen, no article address",
    **dict.fromkeys(
        (f"{province}_chinanews" for province in ("jilin", "liaoning", "neimenggu", "ningxia", "qinghai", "tianjin", "yunnan")),
        "the editions' addresses differ and none of this one was seen of late",
    ),
}
"""Records whose articles are not known by address, and why; links of their lists are judged by their looks."""

OWN_SYSTEM = {
    "beijing_bjrb": "one HTML page per issue",
    "guangxi_gxrb": "JSON with pinyin keys behind a single-page application",
    "shanghai_jfrb": "JSON behind a script",
    "xinjiang_xjrb": "own page layout, GBK",
    "yunnan_ynrb": "a directory per print page",
}
"""E-papers of no known family: read by the generic reader until they have a page class."""

LEFT_OUT = {"江西新闻客户端": "answers JSON; the address of its public pages was never seen"}
"""Outlets of the study that have an article address but no record, and why."""

VALUES = {
    "yyyy": "2025", "mm": "10", "dd": "23", "yyyymm": "202510", "mmdd": "1023", "yyyymmdd": "20251023", "yyyy-mm": "2025-10",
    "yyyy-mm-dd": "2025-10-23", "id": "1000001", "id9": "100000001", "node": "3001", "nn": "003", "n": "4",
    "hex": "5f3a9c0b1d", "ch": "a1-b_2", "sec": "xw/szyw", "ext": "shtml",
}  # fmt: skip
"""What an invented address holds for each placeholder but `{host}`."""


def invented(pattern: str, host: str) -> str:
    """An article address made from a pattern."""
    return re.sub(r"\{([^{}]+)\}", lambda match: host if match[1] == "host" else VALUES[match[1]], pattern)


def bare_hosts(key: str) -> list[str]:
    return list(dict.fromkeys(entry.partition("/")[0] for entry in SHIPPED[key].hosts))


ADDRESSES = [
    (key, pattern, invented(pattern, host))
    for key in SHIPPED
    for pattern in SHIPPED[key].articles
    for host in (chain.from_iterable((h, f"nc.{h}") for h in bare_hosts(key)) if "{host}" in pattern else ("",))
]


def test_every_placeholder_has_a_value() -> None:
    assert set(VALUES) == set(PLACEHOLDERS) - {"host"}


def test_there_is_a_file_for_each_province() -> None:
    assert {name.removesuffix(".toml") for name in FILES} == set(SPELLED)
    assert set(SPELLED.values()) == set(PROVINCES)


@pytest.mark.parametrize("province", SPELLED)
def test_a_province_has_its_paper_and_a_portal(province: str) -> None:
    with FILES[f"{province}.toml"].open("rb") as file:
        keys = list(tomllib.load(file))
    assert all(key.startswith(f"{province}_") for key in keys)
    kinds = [SHIPPED[key].kind for key in keys if not key.endswith(("_people", "_chinanews"))]
    assert kinds.count("epaper") >= 1
    assert kinds.count("portal") >= 1
    assert {SHIPPED[key].province for key in keys} == {SPELLED[province]}


def test_there_are_two_outlets_a_province_at_least() -> None:
    assert len(SHIPPED) >= 62
    names = [outlet.name for outlet in SHIPPED.values()]
    assert len(names) == len(set(names))


def test_a_record_is_short() -> None:
    lengths = [
        len([line for line in record.splitlines() if line.strip()])
        for path in FILES.values()
        for record in re.split(r"\n(?=\[[a-z]+_[a-z0-9]+\])", path.read_text(encoding="utf-8"))[1:]
    ]
    assert len(lengths) == len(SHIPPED)
    assert statistics.median(lengths) <= 14


@pytest.mark.parametrize("key", SHIPPED)
def test_a_record_holds(key: str) -> None:
    outlet = SHIPPED[key]
    assert re.search(r"[\u4e00-\u9fff]", outlet.name)
    if outlet.family == "generic":
        assert (key in OWN_SYSTEM) == (outlet.kind == "epaper")
    else:
        assert BY_NAME[outlet.family].epaper == (outlet.kind == "epaper")
        assert key not in OWN_SYSTEM
    assert (key in WITHOUT_PATTERN) == (not outlet.articles)
    assert outlet.lists or outlet.articles, "neither to be crawled nor known by address"
    assert outlet.kind == "portal" or outlet.lists, "an e-paper has an entry page"
    assert outlet.delay >= 1
    assert outlet.verified or re.fullmatch(r"20\d\d", outlet.seen or ""), "say in which year the facts were seen"
    assert set(outlet.selectors) <= set(SELECTOR_KEYS)
    for selector in outlet.selectors.values():
        css(selector)(load(b"<p>").tree)


@pytest.mark.parametrize("key", SHIPPED)
def test_lists_and_fronts_are_the_outlets_and_no_articles(key: str) -> None:
    outlet = SHIPPED[key]
    for url in outlet.lists:
        assert SHIPPED.outlet_for(url) is outlet, url
        assert outlet.owns(url), url
        assert outlet.match_article(url) is None, url
    for entry in outlet.hosts:
        for front in (f"https://{entry}", f"http://{entry}/", f"http://{entry}/index.html"):
            assert SHIPPED.outlet_for(front) is outlet, front
            assert outlet.match_article(front) is None, front


@pytest.mark.parametrize(("key", "pattern", "url"), ADDRESSES, ids=[f"{key}-{url}" for key, _, url in ADDRESSES])
def test_a_pattern_knows_an_address_of_its_shape(key: str, pattern: str, url: str) -> None:
    outlet = SHIPPED[key]
    assert SHIPPED.outlet_for(url) is outlet
    assert outlet.owns(url)
    same = [url, url.replace("https://", "http://"), f"{url}#p1", canonical_url(url)]
    if "?" not in url:
        same.append(f"{url}?div=-1")
    for form in same:
        match = outlet.match_article(form)
        assert match, form
        parts = {name: text for name, text in match.groupdict().items() if text}
        assert parts.items() <= {"yyyy": "2025", "mm": "10", "dd": "23"}.items()
        if re.search(r"dd\b", pattern):
            found = url_date(form, outlet)
            assert found
            assert found.value == "2025-10-23"


@pytest.mark.parametrize(("key", "pattern", "url"), ADDRESSES, ids=[f"{key}-{url}" for key, _, url in ADDRESSES])
def test_a_pattern_leaves_lists_layouts_and_files_beside_it(key: str, pattern: str, url: str) -> None:
    bare = url.split("?")[0]
    folder, _, leaf = bare.rpartition("/")
    beside = [f"{folder}/", f"{folder}/node_3.htm", f"{folder}/index_1.shtml", f"{folder}/{leaf}.jpg", f"{bare}/comments/"]
    for other in [*beside, url.replace("://", "://x.example/")]:
        assert SHIPPED[key].match_article(other) is None, other


@pytest.mark.parametrize("key", SHIPPED)
def test_a_long_hostile_address_is_refused_at_once(key: str) -> None:
    for pattern in SHIPPED[key].articles:
        stem = invented(pattern, bare_hosts(key)[0])
        for piece in ("a/", "1", "a1-b_2", "20251023", "2025/10/23/"):
            url = stem[: stem.rindex("/") + 1] + piece * 20_000 + "!?"
            assert SHIPPED[key].match_article(url + "x" * 20_000) is None


STUDY_VALUES = {
    **VALUES, "nnn": "003", "nnnnn": "01001", "24hex": "5f3a9c0b1d" + "0" * 14, "10hex": "5f3a9c0b1d", "19 digits": "1" * 19,
    "mm-dd": "10-23", "timestamp": "1761180000", "siteid": "646", "style": "1", "city": "hz", "sub": "szyw", "sec": "xw", "ch": "news",
}  # fmt: skip


def study_addresses(path: Path) -> list[tuple[str, str]]:
    """(outlet name, invented article address) of the study of outlets: each `article:` line read with the `name:` above it."""
    out, name = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\s+(?:- )?name: (.+)", line):
            name = match[1]
        elif match := re.match(r'\s+article: "(?:JSON )?(.*)"', line):
            for address in re.findall(r"(?:https?://|\bwww\.)(?:[^\s{;()]|\{[^}]*\})+", match[1]):
                filled = re.sub(r"\{([^{}]+)\}", lambda part: STUDY_VALUES[part[1]], address).translate({91: None, 93: None})
                out.append((name, filled if "://" in filled else f"http://{filled}"))
    return out


def test_every_article_address_of_the_study_is_known(shared: Path) -> None:
    addresses = study_addresses(shared / "domain" / "outlets.yaml")
    assert len(addresses) > 70
    unknown = []
    for name, url in addresses:
        outlet = SHIPPED.outlet_for(url)
        if outlet and outlet.name in name and outlet.match_article(url):
            continue
        if not any(left in name for left in LEFT_OUT):
            unknown.append((name, url))
    assert unknown == []


def test_nothing_left_out_has_a_record(shared: Path) -> None:
    names = {name for name, _ in study_addresses(shared / "domain" / "outlets.yaml")}
    for left in LEFT_OUT:
        assert any(left in name for name in names), f"{left} is not in the study"
        assert all(outlet.name != left for outlet in SHIPPED.values())
