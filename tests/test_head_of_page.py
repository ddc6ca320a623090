"""The head of a page: lines of date and source that are mostly links, paths to the section, metadata of many names."""

from typing import Any

import pytest

from newsspider.items import Article
from newsspider.language.paths import section_of
from newsspider.pages import load, read_article
from pipelines import to_article

TEXT = (
    "<p>江州市水务局近日公布，今年以来全市新铺供水管道三十七公里，十二个村的村民喝上了自来水。</p>"
    "<p>施工队长介绍，最后一段管道在山坡上，三十多名村民前来帮忙，大家用了四天时间才把管子抬上去。</p>"
    "<p>水务局计划明年再铺二十公里管道，让剩下的六个村也通上自来水，同时更换老城区的旧水表。</p>"
)


def read(line: str, head: str = "", **known: Any) -> Article:
    page = f'<html><head><meta charset="utf-8"><title>十二个村通水_江州网</title>{head}</head><body><h1>十二个村通水</h1>{line}<div class="content">{TEXT}</div></body></html>'
    return to_article(read_article(load(page.encode()), None, **known))


LINES = {
    '<div><a href="/">http://www.jz.example</a> 2024-05-10 08:15 <a href="/s">江州日报</a></div>': (
        "2024-05-10T08:15+08:00",
        "江州日报",
    ),
    '<p>2024年5月10日08:15 来源：<a href="/s">江州晚报</a> <a href="/c">我要评论(12)</a> <a href="/p">打印</a> <a href="/w">微信</a></p>': (
        "2024-05-10T08:15+08:00",
        "江州晚报",
    ),
    '<div><span>2024/05/10 08:15</span>&nbsp;<a href="/s">www.jz.example/news/index.html</a>&nbsp;<span>来源：<a href="/x">江州晨报</a></span></div>': (
        "2024-05-10T08:15+08:00",
        "江州晨报",
    ),
    '<div><a href="/1">江州三条公交线路今起调整走向请注意</a> 2024-05-09</div>': (None, None),
    '<ul><li><a href="/1">老城区道路改造工程月底前全部完工通车</a> <a href="/2">更多</a> 05-09 10:00</li></ul>': (None, None),
}


@pytest.mark.parametrize("line", LINES)
def test_lines_of_links(line: str) -> None:
    record = read(line)
    assert (record.published_at, record.source) == LINES[line]


SHOWN = {
    "<div>昨天</div>": "2024-05-09",
    "<div>昨日</div>": "2024-05-09",
    "<div>江州日报 半小时前</div>": "2024-05-10",
    "<div>前天 江州日报</div>": "2024-05-08",
    "<div>江州日报 | 2小时前</div>": "2024-05-10",
    "<p>3 分鐘前更新</p>": None,
    "<p>直播时间：2024年5月9日15时</p>": None,
    "<p>最近更新 2024-05-09</p>": None,
    "<div class='t'>半小时前</div>": "2024-05-10",
    "<p>5 分鐘前</p>": "2024-05-10T11:10+08:00",
    "<span>24年5月9日</span>": "2024-05-09",
    "<span>5/9/2024 2:26:26 PM</span>": "2024-05-09T14:26:26+08:00",
    "<p>更新时间：2024-05-09 08:00</p>": None,
    "<p>报名截止：2024-05-09</p>": None,
}


@pytest.mark.parametrize("line", SHOWN)
def test_shown(line: str) -> None:
    assert read(line, fetched_at="2024-05-10T03:15:00Z").published_at == SHOWN[line]


METAS = {
    '<meta name="publication_date" content="2024-05-10 08:15:00">': "2024-05-10T08:15:00+08:00",
    '<meta itemprop="dateCreated" content="2024-05-10T08:15:00+08:00">': "2024-05-10T08:15:00+08:00",
    '<meta name="DC.Date.Issued" content="2024-05-10">': "2024-05-10",
    '<meta property="article:modified_time" content="2024-05-12T08:15:00+08:00">': None,
    '<meta name="date" content="2024-05-10"><meta name="last-modified" content="2024-05-12">': "2024-05-10",
    '<script type="application/ld+json">{"@type":"NewsArticle","dateCreated":"2024-05-10","dateModified":"2024-05-12"}</script>': "2024-05-10",
    '<meta http-equiv="date" content="2024-05-10">': None,
    '<meta name="expires" content="2024-06-10">': None,
}


@pytest.mark.parametrize("head", METAS)
def test_metas(head: str) -> None:
    assert read("<div>来源：江州日报</div>", head).published_at == METAS[head]


@pytest.mark.parametrize("line", ["昨天 江州日报", "江州日报 2小时前", "发布时间：昨天 来源：江州日报", "3天前 | 江州日报"])
def test_an_outlet_beside_a_relative_time(line: str) -> None:
    assert read(f"<p>{line}</p>", fetched_at="2024-05-10T03:15:00Z").source == "江州日报"


@pytest.mark.parametrize("shown", ["3天前", "昨天 10:00"])
def test_an_account_s_script_is_asked_where_the_shown_time_needs_the_fetch(shown: str) -> None:
    record = read(f'<em class="publish_time">{shown}</em><script>var ct = "1773278471", msg_title = "x";</script>')
    assert record.published_at == "2026-03-12T09:21:11+08:00"


PATHS = {
    "首页 > 国内 > 正文 订阅江州手机报": "国内",
    "您当前的位置：首页 --> 新闻 --> 滚动新闻 --> 正文": "滚动新闻",
    "首页 >> 产业 >> 正文区": "产业",
    "首页＞时政＞新闻正文": "时政",
    "首页 » 民生 » 文章详情": "民生",
    "江州网 - 首页 => 教育 => 内容页": "教育",
    "当前位置：首页 | 县区 | 正文": "县区",
    "当前位置：首页 - 文旅 - 浏览文章": "文旅",
    "您的位置：首页》社会》正文": "社会",
    "首页/财经/正文 字号：大 中 小": "财经",
    "首页 > 国内 > 十二个村通水": "国内",
    "首页 > 正文": None,
    "首页 | 国内 | 国际 | 体育": None,
    "江州网 > 首页 > 正文": None,
    "昨天 > 今天": None,
}


@pytest.mark.parametrize("path", PATHS)
def test_section_of_a_path(path: str) -> None:
    assert section_of(path, "十二个村通水") == PATHS[path]


CELLS = [
    ("索引号：", "JZ001-2024-17"),
    ("信息来源：", "江州市水务局"),
    ("发文字号：", "江水〔2024〕9号"),
    ("发布日期：", "2024-05-10 08:15"),
]
INDEXES = {
    "cells": "<table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in CELLS) + "</table>",
    "rows": "<table><tr>" + "".join(f"<td>{label}</td><td>{value}</td>" for label, value in CELLS) + "</tr></table>",
    "whole": "<table>" + "".join(f"<tr><td>{label}{value}</td></tr>" for label, value in CELLS) + "</table>",
    "items": "<ul>" + "".join(f"<li><b>{label}</b>{value}</li>" for label, value in CELLS) + "</ul>",
    "pairs": "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in CELLS) + "</dl>",
}


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("heading", ["h1", "h3"])
def test_index_above_the_title_of_a_document(index: str, heading: str) -> None:
    title = "江州市水务局关于十二个村通水的通告"
    page = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div>{INDEXES[index]}</div><{heading}>{title}</{heading}><div class="content">{TEXT}</div></body></html>'
    record = to_article(read_article(load(page.encode())))
    assert (record.published_at, record.source) == ("2024-05-10T08:15+08:00", "江州市水务局")


def test_headline_that_begins_like_a_label_names_nobody() -> None:
    page = f'<html><head><meta charset="utf-8"><title>直播丨江州水利建设成果展_江州网</title></head><body><h1>直播丨江州水利建设成果展</h1><p>2024-05-10 08:15</p><div class="content">{TEXT}</div></body></html>'
    assert to_article(read_article(load(page.encode()))).credits == []


@pytest.mark.parametrize(
    "desk",
    [
        "<table><tr><td>责任编辑：</td><td>林见鹿</td><td>校对：</td><td>王鸿远</td></tr></table>",
        "<dl><dt>责任编辑：</dt><dd>林见鹿</dd><dt>校对：</dt><dd>王鸿远</dd></dl>",
        "<div><span>责任编辑：</span><em>林见鹿</em></div><div><span>校对：</span><em>王鸿远</em></div>",
    ],
)
@pytest.mark.parametrize("within", [True, False])
def test_desk_below_the_text_in_cells(desk: str, within: bool) -> None:
    inside, below = (desk, "") if within else ("", desk)
    page = f'<html><head><meta charset="utf-8"><title>十二个村通水_江州网</title></head><body><h1>十二个村通水</h1><p>2024-05-10 08:15</p><div class="content">{TEXT}{inside}</div>{below}</body></html>'
    record = to_article(read_article(load(page.encode())))
    assert [(credit.label, credit.name) for credit in record.credits] == [("责任编辑", "林见鹿"), ("校对", "王鸿远")]


@pytest.mark.parametrize(
    "bar",
    [
        "<div class=bar><span>第06版：水利</span><a href=#>版面导航</a><a href=#>标题导航</a></div>",
        "<p>第06版：水利<a href=node_1.htm>版面目录</a> <a href=node_2.htm>标题导航</a></p>",
    ],
)
@pytest.mark.parametrize("leaf", ["nw.D110000jzrb_20240510_1-06.htm", "content_3117.htm"])
@pytest.mark.parametrize("name", ["author", "article-author", "zuozhe"])
def test_page_label_and_author_of_an_epaper(bar: str, leaf: str, name: str) -> None:
    page = f'<html><head><meta charset="utf-8"><title>十二个村通水</title></head><body>{bar}<div class=a><h1>十二个村通水</h1><div class={name}>林见鹿</div><div>{TEXT}</div></div></body></html>'
    record = to_article(read_article(load(page.encode(), url=f"http://paper.jz.example/jzrb/html/2024-05/10/{leaf}")))
    assert (record.page_number, record.section, [author.name for author in record.authors]) == ("06", "水利", ["林见鹿"])
    assert len(record.body) == 3
