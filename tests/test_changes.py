"""Template changes of the demo press: each is seen over HTTP, takes from the reading what it says it takes, and nothing else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from html import unescape
from http.client import HTTPConnection, HTTPMessage
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from newsspider.demo import Change, Kind, Press, changes
from newsspider.demo.changes import SITES, VARIANTS
from newsspider.errors import NotAnArticle
from newsspider.saved.extract import read_article

Reading = dict[str, Any] | str
"""An article, or the reason why there is none."""
FETCHED = "2025-10-24T00:00:00Z"
ALL = [(kind, variant) for kind in Kind for variant in VARIANTS[kind]]
STAYS = ("headline", "kicker", "body", "byline", "authors", "source", "published_at", "published_raw", "section", "credits")
"""Fields that a change leaves alone, but for those that it is about."""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as serving:
        yield serving


def fetch(url: str) -> tuple[int, HTTPMessage, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", parts._replace(scheme="", netloc="").geturl())
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def read(press: Press, url: str) -> Reading:
    """What newsspider reads from what the press answers."""
    status, headers, body = fetch(url)
    if status != 200:
        return f"http_{status}"
    try:
        return asdict(read_article(body, url, content_type=headers["Content-Type"], outlets=press.outlets, fetched_at=FETCHED))
    except NotAnArticle as error:
        return error.reason


def sample(press: Press, outlet: str) -> list[str]:
    """Some articles of a site: two written by hand, two generated."""
    urls = [record["url"] for record in press.site(outlet).records]
    return [urls[0], urls[1], urls[-2], urls[-1]]


@pytest.fixture(scope="module")
def unchanged(press: Press) -> dict[str, dict[str, Any]]:
    """The readings before any change."""
    out = {url: read(press, url) for site in press.sites for url in sample(press, site.outlet.id)}
    return {url: reading for url, reading in out.items() if isinstance(reading, dict)}


@pytest.fixture
def changed(press: Press) -> Iterator[Callable[[str, Kind, str], None]]:
    done = []

    def change(outlet: str, kind: Kind, variant: str) -> None:
        press.change(outlet, Change(outlet, kind, variant, "rich-view-1a2b3"))
        done.append(outlet)

    yield change
    for outlet in done:
        press.restore(outlet)


def lost_body(before: dict[str, Any], after: Reading) -> bool:
    """No article, or not one paragraph of its text: at most some lines that stood around it."""
    return isinstance(after, str) or not set(before["body"]) & set(after["body"])


def lost_time(before: dict[str, Any], after: Reading) -> bool:
    return isinstance(after, dict) and after["published_precision"] in ("day", None) and len(after["published_at"]) == 10


def lost_source(before: dict[str, Any], after: Reading) -> bool:
    return isinstance(after, dict) and after["source"] != before["source"]


def refused(before: dict[str, Any], after: Reading) -> bool:
    return isinstance(after, str)


def nothing(before: dict[str, Any], after: Reading) -> bool:
    return isinstance(after, dict)


LOSSES: dict[Kind, tuple[Callable[[dict[str, Any], Reading], bool], set[str]]] = {
    Kind.BODY_RENAMED: (lost_body, {"body", "byline", "authors", "credits", "kicker", "source"}),
    Kind.DATE_MOVED: (lost_time, {"published_at", "published_raw"}),
    Kind.LIST_EMPTY: (nothing, set()),
    Kind.CAPTCHA: (refused, set(STAYS)),
    Kind.SCRIPT_SHELL: (refused, set(STAYS)),
    Kind.SOURCE_DROPPED: (lost_source, {"source"}),
    Kind.CHARSET_CHANGED: (lost_body, set(STAYS)),
    Kind.REDIRECT_FRONT: (refused, set(STAYS)),
}
"""What the reading of every article loses, and the fields that may differ then."""
REASONS = {
    Kind.CAPTCHA: {"no_text", "needs_render", "error_page", "http_412"},
    Kind.SCRIPT_SHELL: {"needs_render"},
    Kind.REDIRECT_FRONT: {"http_301", "http_302", "redirect_stub"},
}


@pytest.mark.parametrize(("kind", "variant"), ALL, ids=lambda value: str(value))
def test_a_change_takes_what_it_says_and_leaves_the_rest(
    press: Press, unchanged: dict[str, dict[str, Any]], changed: Callable[[str, Kind, str], None], kind: Kind, variant: str
) -> None:
    is_lost, about = LOSSES[kind]
    for outlet in SITES[kind]:
        changed(outlet, kind, variant)
        for url in sample(press, outlet):
            before, after = unchanged[url], read(press, url)
            if kind is Kind.DATE_MOVED and before["published_precision"] == "day":
                continue
            if kind is Kind.SOURCE_DROPPED and not before["source"]:
                continue
            assert is_lost(before, after), (url, after)
            if isinstance(after, str):
                assert after in REASONS.get(kind, {after})
            else:
                assert {name for name in STAYS if before[name] != after[name]} <= about, url


def article_links(press: Press, outlet: str) -> set[str]:
    """The article links of all pages that the site's lists have, as a raw client sees them."""
    site = press.site(outlet)
    codec = "gb18030" if outlet == "demo_gbk" else "utf-8"
    found = set()
    for path, resource in site.resources.items():
        if resource.kind == "list" and not resource.form:
            page = fetch(site.base + path)[2].decode(codec, "replace")  # a captcha is in UTF-8 everywhere
            targets = {urljoin(site.base + path, unescape(href)) for href in re.findall(r'href="([^"]+)"', page)}
            found |= {target for target in targets if site.outlet.match_article(target)}
    return found


@pytest.mark.parametrize("outlet", SITES[Kind.LIST_EMPTY])
def test_lists_lose_their_links_and_get_them_back(press: Press, changed: Callable[[str, Kind, str], None], outlet: str) -> None:
    before = article_links(press, outlet)
    assert before
    for kind, variants in VARIANTS.items():
        for variant in variants if kind in (Kind.LIST_EMPTY, Kind.CAPTCHA) else variants[:1]:
            if outlet in SITES[kind]:
                changed(outlet, kind, variant)
                assert article_links(press, outlet) == (set() if kind in (Kind.LIST_EMPTY, Kind.CAPTCHA) else before)
    press.restore(outlet)
    assert article_links(press, outlet) == before


def test_a_form_gives_no_rows_either(press: Press, changed: Callable[[str, Kind, str], None]) -> None:
    site = press.site("demo_hanweb")
    [path] = [path for path, resource in site.resources.items() if resource.form]
    changed("demo_hanweb", Kind.LIST_EMPTY, "none")
    resource = site.answer(path)
    assert resource
    assert b"<record>" in site.resources[path].body
    assert b"<record>" not in resource.body


@pytest.mark.parametrize("variant", VARIANTS[Kind.CAPTCHA])
def test_a_captcha_is_on_every_page(press: Press, changed: Callable[[str, Kind, str], None], variant: str) -> None:
    changed("demo_gbk", Kind.CAPTCHA, variant)
    site = press.site("demo_gbk")
    answers = {fetch(site.base + path)[::2] for path, resource in site.resources.items() if resource.content_type != "image/gif"}
    assert len(answers) == 1
    assert fetch(site.base + "/robots.txt")[0] == 200


def test_redirects_lead_to_the_front_page(press: Press, changed: Callable[[str, Kind, str], None]) -> None:
    url = sample(press, "demo_trs")[0]
    for variant in VARIANTS[Kind.REDIRECT_FRONT]:
        changed("demo_trs", Kind.REDIRECT_FRONT, variant)
        status, headers, body = fetch(url)
        if variant.isdigit():
            assert (status, headers["Location"], body) == (int(variant), "/", b"")
        else:
            assert status == 200
            assert re.search(rb"URL=/\"|href='/'", body)


def test_a_change_has_an_etag_and_a_time_of_its_own(press: Press, changed: Callable[[str, Kind, str], None]) -> None:
    url = sample(press, "demo_chinanews")[0]
    first = fetch(url)
    changed("demo_chinanews", Kind.SOURCE_DROPPED, "dropped")
    second = fetch(url)
    press.restore("demo_chinanews")
    third = fetch(url)
    assert third[2] == first[2]
    assert third[1]["ETag"] == first[1]["ETag"] != second[1]["ETag"]
    assert len({answer[1]["Last-Modified"] for answer in (first, second, third)}) == 3


def test_other_sites_stay_as_they_are(press: Press, changed: Callable[[str, Kind, str], None]) -> None:
    url = sample(press, "demo_people")[0]
    before = fetch(url)
    changed("demo_trs", Kind.CAPTCHA, "code")
    assert fetch(url)[2] == before[2]


def test_a_seed_gives_the_same_changes_of_all_kinds() -> None:
    some = changes(7, 200)
    assert some == changes(7, 200)
    assert some != changes(8, 200)
    assert len(set(some)) == 200
    assert {(change.kind, change.variant) for change in some} == set(ALL)
    assert all(sum(change.kind is kind for change in some) == 25 for kind in Kind)
    assert {change.site for change in some} == set(SITES[Kind.CAPTCHA])
    assert all(change.reason == change.kind.value and change.site in SITES[change.kind] for change in some)


def test_an_unknown_site_is_said(press: Press) -> None:
    with pytest.raises(KeyError):
        press.change("demo_none", changes(0, 1)[0])
