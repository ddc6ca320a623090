"""Cookies: only for outlets that need them, each with a jar of its own, never into an archive, never asked of the network."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newsspider.middlewares.archive import exchange
from newsspider.middlewares.cookies import MOST_COOKIES, OutletCookiesMiddleware, public_suffix
from newsspider.outlets import Outlet
from newsspider.telemetry.counters import counts_by_outlet

PAGE = "http://news.example.cn/2025/11/03/1.html"
PLAIN = Outlet(
    id="x_plain",
    name="试",
    province=None,
    kind="portal",
    family="generic",
    hosts=["example.cn"],
    lists=["http://news.example.cn/"],
)
WITH_KEY = replace(PLAIN, id="x_cookies", cookies=True)


@pytest.fixture
def cookies() -> OutletCookiesMiddleware:
    return OutletCookiesMiddleware.from_crawler(get_crawler())


def asked(url: str = PAGE, outlet: Outlet | None = PLAIN, **meta: Any) -> Request:
    return Request(url, meta=meta | ({"outlet": outlet} if outlet else {}))


def answer(url: str = PAGE, status: int = 200, cookie: str = "", location: str = "") -> Response:
    headers = {name: value for name, value in (("Set-Cookie", cookie), ("Location", location)) if value}
    return Response(url, status=status, headers=headers)


def sent(cookies: OutletCookiesMiddleware, request: Request) -> str | None:
    cookies.process_request(request)
    header = request.headers.get("Cookie")
    return header.decode() if header else None


def test_without_the_key_no_cookie_is_kept_or_sent(cookies: OutletCookiesMiddleware) -> None:
    request = asked()
    assert sent(cookies, request) is None
    assert isinstance(cookies.process_response(request, answer(cookie="a=1")), Response)
    assert sent(cookies, asked()) is None
    assert not cookies.jars


def test_with_the_key_each_outlet_has_a_jar_of_its_own(cookies: OutletCookiesMiddleware) -> None:
    request = asked(outlet=WITH_KEY)
    assert sent(cookies, request) is None
    cookies.process_response(request, answer(cookie="a=1; path=/"))
    assert sent(cookies, asked(outlet=WITH_KEY)) == "a=1"
    assert sent(cookies, asked(outlet=replace(WITH_KEY, id="x_other"))) is None
    assert sent(cookies, asked(outlet=PLAIN)) is None
    assert sent(cookies, asked(outlet=None)) is None


@pytest.mark.parametrize("outlet", [PLAIN, None])
@pytest.mark.parametrize(
    ("status", "location"), [(302, PAGE), (301, "1.html"), (307, "#top"), (303, "//news.example.cn/2025/11/03/1.html")]
)
def test_a_page_that_redirects_to_itself_with_a_cookie_is_asked_for_again_with_it(
    cookies: OutletCookiesMiddleware, outlet: Outlet | None, status: int, location: str, caplog: pytest.LogCaptureFixture
) -> None:
    name = outlet.id if outlet else "news.example.cn"
    request = asked(outlet=outlet)
    cookies.process_request(request)
    with caplog.at_level(logging.WARNING):
        again = cookies.process_response(request, answer(status=status, cookie="seen=1; path=/", location=location))
    assert isinstance(again, Request)
    assert again.url.partition("#")[0] == PAGE
    assert again.dont_filter
    assert sent(cookies, again) == "seen=1"
    assert sent(cookies, asked(outlet=outlet)) == "seen=1", "what comes later carries it at once"
    assert counts_by_outlet(cookies.crawler.stats.get_stats())[name]["cookie_wall"] == 1
    assert "cookies = true" in caplog.text
    wall = answer(status=302, cookie="seen=2", location=PAGE)
    assert cookies.process_response(again, wall) is wall, "a second refusal is an answer: the redirect limit ends it"


def test_a_round_trip_over_another_page_is_the_same_wall(cookies: OutletCookiesMiddleware) -> None:
    check = "http://news.example.cn/check?from=1"
    request = asked(check, redirect_urls=[PAGE], redirect_times=1)
    cookies.process_request(request)
    again = cookies.process_response(request, answer(check, 302, "ok=1; path=/", PAGE))
    assert isinstance(again, Request)
    assert again.url == PAGE
    assert sent(cookies, again) == "ok=1"


@pytest.mark.parametrize(
    ("status", "cookie", "location"),
    [(302, "", PAGE), (302, "a=1", "http://news.example.cn/2.html"), (200, "a=1", PAGE), (302, "a=1", "http://[::1")],
)
def test_other_redirects_are_left_to_the_redirect_middleware(
    cookies: OutletCookiesMiddleware, status: int, cookie: str, location: str
) -> None:
    request = asked()
    cookies.process_request(request)
    response = answer(status=status, cookie=cookie, location=location)
    assert cookies.process_response(request, response) is response


def test_no_cookie_for_a_public_suffix(cookies: OutletCookiesMiddleware) -> None:
    request = asked(outlet=WITH_KEY)
    cookies.process_request(request)
    for cookie in ("a=1; domain=.cn", "b=1; domain=com.cn", "c=1; domain=.example.cn; path=/"):
        cookies.process_response(request, answer(cookie=cookie))
    assert sent(cookies, asked(outlet=WITH_KEY)) == "c=1"
    assert public_suffix.suffix_list_urls == ()


def test_a_jar_does_not_grow_without_end(cookies: OutletCookiesMiddleware) -> None:
    request = asked(outlet=WITH_KEY)
    cookies.process_request(request)
    for number in range(3 * MOST_COOKIES):
        cookies.process_response(request, answer(cookie=f"c{number}=1; path=/"))
    assert len(cookies.jars[WITH_KEY.id].jar) <= MOST_COOKIES


def test_an_archive_holds_no_cookie() -> None:
    request = Request(PAGE, headers={"Cookie": "secret=1", "Accept": "*/*"})
    response = Response(PAGE, headers={"Set-Cookie": ["secret=1", "more=2"], "ETag": '"1"'})
    kept = exchange(request, response, "2025-11-03T00:00:00Z")
    assert [name for name, _ in (*kept.request_headers, *kept.headers)] == [b"Accept", b"Etag"]
