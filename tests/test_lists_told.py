"""A list that gives nothing, or breaks off, is told with its reason and read again by the next run."""

from dataclasses import replace
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.test import get_crawler

from newsspider.outlets import Outlet, Outlets
from newsspider.spiders.ledger import NoLedger
from newsspider.spiders.outlet import OutletSpider
from newsspider.telemetry.counters import counts_by_outlet

LIST = "http://news.example.cn/list"
OUTLET = Outlet(
    id="x_list", name="试", province=None, kind="portal", family="generic", hosts=["news.example.cn"], lists=[LIST],
    articles=["http://{host}/{yyyy}/{mm}/{dd}/{id}.html"],
)  # fmt: skip
ROW = '<li><a href="/2025/11/03/{}.html">第{}条新闻的标题足够长可以当作标题</a></li>'
ITEM = "<item><title>第{}条</title><link>http://news.example.cn/2025/11/03/{}.html</link></item>"
FEED = "<rss><channel>" + "".join(ITEM.format(n, n) for n in range(3)) + "</channel></rss>"


class Remembering(NoLedger):
    """A ledger that remembers which lists were read to their end."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def list_read(self, walk: str, outlet: str, etag: str | None = None, last_modified: str | None = None) -> None:
        self.read.append(walk)


def read(text: str, *, number: int = 1, **changes: Any) -> tuple[OutletSpider, list[Request]]:
    outlet = replace(OUTLET, **changes)
    spider = OutletSpider.from_crawler(get_crawler(OutletSpider), outlet=outlet.id, outlets=Outlets([outlet]))
    spider.ledger = Remembering()
    answer: Response = HtmlResponse(LIST, body=text.encode(), request=Request(LIST), headers={"ETag": '"1"'})
    return spider, list(spider.parse_list(answer, walk=LIST, number=number))


def counts(spider: OutletSpider) -> dict[str, Any]:
    return counts_by_outlet(spider.crawler.stats.get_stats())[OUTLET.id]


@pytest.mark.parametrize(
    ("text", "reason", "changes"),
    [
        ("<html><body><p>暂无内容</p></body></html>", "no_links", {}),
        ("<rss><channel><title>x</title></channel></rss>", "no_links", {}),
        ("<html><body><a href='/about.html'>关于我们</a></body></html>", "no_links", {}),
        ("服务器繁忙，请稍后再试", "not_a_list", {}),
        ('{"code": 500}', "not_a_list", {}),
        ("<html><body>登录</body></html>", "not_a_list", {"json_list": {"links": "rows[].u"}}),
        ("<opml version='2.0'><head/></opml>", "not_a_list", {}),
    ],
)
def test_a_list_without_links_says_why_and_is_asked_for_whole_the_next_time(
    text: str, reason: str, changes: dict[str, Any]
) -> None:
    spider, requests = read(text, **changes)
    assert requests == []
    assert counts(spider)["lists_empty"] == 1
    assert counts(spider)["reasons"] == {reason: 1}
    assert counts(spider)["examples"][reason] == [LIST]
    assert spider.ledger.read == [], "with its ETag kept, the next run would hear 304 and say nothing"  # type: ignore[attr-defined]


def test_an_empty_page_at_the_end_of_a_list_is_its_end() -> None:
    spider, _ = read("<html><body><p>没有了</p></body></html>", number=3)
    assert spider.ledger.read == [LIST]  # type: ignore[attr-defined]


def test_a_feed_that_breaks_off_gives_what_came_whole_and_is_read_again() -> None:
    spider, requests = read(FEED[: FEED.index("/2.html")])
    assert [request.url[-6:] for request in requests] == ["0.html", "1.html"]
    assert counts(spider)["reasons"] == {"list_incomplete_body": 1}
    assert spider.ledger.read == []  # type: ignore[attr-defined]
    spider, requests = read(FEED)
    assert len(requests) == 3
    assert counts(spider)["reasons"] == {}
    assert spider.ledger.read == [LIST]  # type: ignore[attr-defined]
