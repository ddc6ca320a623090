"""Printed times, and which of them is the publication time."""

from datetime import UTC, datetime
from typing import Any

import pytest

from newsspider.items import Article, Found, Printed
from newsspider.language.timestamps import is_only_time, read_stamps, url_stamp
from pipelines import to_article
from pipelines.dates import parse_fetched

NOW = datetime(2023, 1, 2, 3, 0, tzinfo=UTC)
TEXT = "江州市近日在全市范围内开展安全检查，共发现问题三十余处，均已整改。"

FORMS = {
    "2023年10月17日08:22 | 来源：江州日报": "2023-10-17T08:22+08:00",
    "2019-07-02 10:04:47星期二": "2019-07-02T10:04:47+08:00",
    "2019-07-02 星期二 10:04:47": "2019-07-02T10:04:47+08:00",
    "2019年7月2日（周二） 10:04": "2019-07-02T10:04+08:00",
    "2019-07-10 14-13-59": "2019-07-10T14:13:59+08:00",
    "19-07-10 14:13": "2019-07-10T14:13+08:00",
    "2020.05.06": "2020-05-06",
    "2020/5/6 7:08": "2020-05-06T07:08+08:00",
    "2016-10-31 09:28:27.0": "2016-10-31T09:28:27+08:00",
    "2026-07-03 10:30:45:123456": "2026-07-03T10:30:45+08:00",
    "发布时间：２０２３年１０月１７日　０８：２２": "2023-10-17T08:22+08:00",
    "2023-10-17T00:22:00Z": "2023-10-17T08:22:00+08:00",
    "2023-10-17T08:22:00+08:00": "2023-10-17T08:22:00+08:00",
    "2023-10-16T19:22:00.000-05:00": "2023-10-17T08:22:00+08:00",
    "2007-08-20-23:59:59": "2007-08-20T23:59:59+08:00",
    "2013-05-0608:30:00": "2013-05-06T08:30:00+08:00",
    "2019年9月9日 15时14分": "2019-09-09T15:14+08:00",
    "2023年10月17日 下午3:05": "2023-10-17T15:05+08:00",
    "2023-10-17 03:05 PM": "2023-10-17T15:05+08:00",
    "2023-10-17 上午12:05": "2023-10-17T00:05+08:00",
    "2023-10-17 25:00": "2023-10-17",
    "Fri, 17 Nov 2023 07:13:00 GMT": "2023-11-17T15:13:00+08:00",
    "20240510": "2024-05-10",
    "20240510082233": "2024-05-10T08:22:33+08:00",
    "1665999999000": "2022-10-17T17:46:39+08:00",
    "1665999999": "2022-10-17T17:46:39+08:00",
    "二〇二四年五月十日": "2024-05-10",
    "二○二四年十二月三十一日": "2024-12-31",
    "10分钟前": "2023-01-02T10:50+08:00",
    "昨天 09:34": "2023-01-01T09:34+08:00",
    "1天前": "2023-01-01",
    "2023-02-30 10:00": None,
    "电话 010-12345678": None,
    "13800138000": None,
    "Copyright 2009-2023 jz.example": None,
    "1.2.2020": None,
    "": None,
}


FORMS |= {
    "发布时间：19年9月8日 11:42 来源：江州日报": "2019-09-08T11:42+08:00",
    "22年12月1日": "2022-12-01",
    "发布于98年8月6日": "1998-08-06",
    "民国19年9月8日": None,
    "历时15年3月2日": None,
    "去年9月8日 10:00": None,
    "农历九月 农历9月8日": None,
    "二〇一九年9月8日": "2019-09-08",
    "2022年3月15日（二） 21时40分": "2022-03-15T21:40+08:00",
    "2022-03-15 (Tue) 21:40": "2022-03-15T21:40+08:00",
    "2022年3月15日／週二／21:40": "2022-03-15T21:40+08:00",
    "2022年3月12日15时 来源：江州日报": "2022-03-12T15:00+08:00",
    "2022-03-12 下午3點": "2022-03-12T15:00+08:00",
    "2022-03-12 10点建议": "2022-03-12",
    "2022年3月12日15时5分": "2022-03-12T15:05+08:00",
    "2022-03-12 晚上12:05": "2022-03-12",
    "2022-3-12 9:5:3": "2022-03-12T09:05:03+08:00",
    "2022-3-12 9:5": "2022-03-12T09:05+08:00",
    "2022.03.12. 09:20": "2022-03-12T09:20+08:00",
    "2022.03.12 · 09:20": "2022-03-12T09:20+08:00",
    "2022年3月12日，09:20": "2022-03-12T09:20+08:00",
    "2022年3月11号 15:08": "2022-03-11T15:08+08:00",
    "2022年3月11號": "2022-03-11",
    "3/12/2022 2:26:26 PM": "2022-03-12T14:26:26+08:00",
    "03/12/2022 02:26 a.m.": "2022-03-12T02:26+08:00",
    "3/25/2022 14:26": "2022-03-25T14:26+08:00",
    "3/12/2022 14:26": None,
    "25/3/2022": None,
    "昨天": "2023-01-01",
    "发布时间：前天 来源：江州日报": "2022-12-31",
    "今天 来源：江州日报": "2023-01-02",
    "今日 江州 晴": None,
    "昨日重现": None,
    "昨天下午3:05": "2023-01-01T15:05+08:00",
    "昨天15时": "2023-01-01T15:00+08:00",
    "半小时前": "2023-01-02",
    "半個小時前 來源：江州日報": "2023-01-02",
    "5 分鐘前": "2023-01-02T10:55+08:00",
    "二十分钟前": "2023-01-02T10:40+08:00",
    "三天前": "2022-12-30",
    "3日前往江州": None,
    "7天后": None,
    "工期1年2个月": None,
}


@pytest.mark.parametrize("text", FORMS)
def test_forms(text: str) -> None:
    stamps = [stamp for stamp in read_stamps(text, now=NOW) if stamp.year]
    assert [stamp.iso() for stamp in stamps] == ([FORMS[text]] if FORMS[text] else [])


def test_raw_is_the_text_as_printed() -> None:
    assert read_stamps("发布时间：２０２３年１０月１７日　０８：２２　来源")[0].raw == "２０２３年１０月１７日　０８：２２"


@pytest.mark.parametrize("text", ["10分钟前 昨天 09:34", "昨天", "发布时间：今天", "半小时前", "5 分鐘前", "刚刚"])
def test_relative_forms_need_the_fetch(text: str) -> None:
    assert read_stamps(text) == []


def test_a_score_is_no_time() -> None:
    (stamp,) = read_stamps("5月10日 3:2 江州胜")
    assert (stamp.month, stamp.day, stamp.hour) == (5, 10, None)


def test_hour_alone_has_its_own_precision() -> None:
    record = article(meta_lines=["2024年5月10日8时 来源：江州日报"])
    assert (record.published_at, record.published_precision) == ("2024-05-10T08:00+08:00", "hour")


def test_month_and_day_have_no_year() -> None:
    (stamp,) = read_stamps("10-0812:00")
    assert (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute) == (None, 10, 8, 12, 0)


URLS = {
    "http://jz.example/fortune/2023-11/17/c_1129981476.htm": "2023-11-17",
    "http://jz.example/n1/2024/0510/c1004-40232587.html": "2024-05-10",
    "http://jz.example/202405/t20240510_1.html": "2024-05-10",
    "http://jz.example/rain/a/20240518A060RN00": "2024-05-18",
    "http://jz.example/politics/2019_09_09_517162.shtml": "2019-09-09",
    "http://jz.example/a/202311/17/WS6557.html": "2023-11-17",
    "http://jz.example/system/2024/05/10/020123456.shtml": "2024-05-10",
    "http://jz.example/gn/2024/05-10/123.shtml": "2024-05-10",
    "http://jz.example/art/2024/5/9/art_1_2.html": "2024-05-09",
    "http://jz.example/shtml/jzrb/20240510/123.shtml": "2024-05-10",
    "http://jz.example/pc/layout/202405/10/node_01.html": "2024-05-10",
    "http://jz.example/html/2024-05/10/content_1.htm?div=-1": "2024-05-10",
    "http://jz.example/2024/13/10/1.html": None,
    "http://jz.example/id/20301399.html": None,
    "http://jz.example/a/2020123456.html": None,
    "http://jz.example/index/607671.html": None,
    "http://20240510.example/": None,
}


@pytest.mark.parametrize("url", URLS)
def test_url_dates(url: str) -> None:
    stamp = url_stamp(url)
    assert (stamp.iso() if stamp else None) == URLS[url]


@pytest.mark.parametrize("text", ["2023-10-17 08:22", "发布时间：2023年10月17日", "（2023年10月17日）"])
def test_only_time(text: str) -> None:
    assert is_only_time(text)
    assert not is_only_time(text + " 江州日报")


def article(paragraphs: list[str] | None = None, **fields: Any) -> Article:
    return to_article(
        Printed(
            reader="test", encoding="utf-8", content_sha256="0" * 64, headline="江州", paragraphs=paragraphs or [TEXT], **fields
        )
    )


def dated(record: Article) -> tuple[str | None, str | None]:
    return record.published_at, record.published_from


V, M = "visible", "meta"


def test_shown_time_beats_metadata() -> None:
    record = article(meta_lines=["2023年10月17日08:22"], dates=[Found("2023-10-17T09:30:00+08:00", M)])
    assert dated(record) == ("2023-10-17T08:22+08:00", "visible")
    assert (record.published_precision, record.published_raw) == ("minute", "2023年10月17日08:22")


def test_metadata_completes_a_shown_day_only_when_they_agree() -> None:
    meta = [Found("2023-10-17T09:30:00+08:00", M)]
    assert dated(article(meta_lines=["2023年10月17日"], dates=meta)) == ("2023-10-17T09:30:00+08:00", "meta")
    assert dated(article(meta_lines=["2023年10月16日"], dates=meta)) == ("2023-10-16", "visible")


def test_first_time_beats_last_update() -> None:
    lines = ["更新时间：2023-10-18 10:00", "发布时间：2023-10-17 09:00"]
    assert dated(article(meta_lines=lines))[0] == "2023-10-17T09:00+08:00"
    assert dated(article(meta_lines=lines[:1], dates=[Found("2023-10-17", M)]))[0] == "2023-10-17"
    assert dated(article(meta_lines=lines[:1])) == (None, None)


def test_impossible_dates_are_refused() -> None:
    fetched = "2023-10-18T00:00:00Z"
    late = article(meta_lines=["2033年10月17日08:22"], fetched_at=fetched)
    assert dated(late) == (None, None)
    assert late.published_raw == "2033年10月17日08:22"
    assert dated(article(meta_lines=["2033年10月17日"], dates=[Found("2023-10-17", M)], fetched_at=fetched)) == (
        "2023-10-17",
        "meta",
    )
    assert dated(article(dates=[Found("1970-01-01 08:00:00", M)])) == (None, None)
    assert dated(article(meta_lines=["2999年1月1日"])) == (None, None)


def test_year_from_address_metadata_or_fetch() -> None:
    line = ["10-17 08:22 江州日报"]
    assert dated(article(meta_lines=line, url="http://jz.example/2023-10/17/content_1.htm")) == (
        "2023-10-17T08:22+08:00",
        "visible",
    )
    assert dated(article(meta_lines=line, dates=[Found("2023-10-18", M)])) == ("2023-10-17T08:22+08:00", "visible")
    assert dated(article(meta_lines=line, fetched_at="2024-01-05T00:00:00Z")) == ("2023-10-17T08:22+08:00", "visible")
    assert dated(article(meta_lines=line)) == (None, None)


def test_dateline_takes_its_year_from_a_near_fetch_only() -> None:
    lead = ["本报江州12月31日讯（记者 张三）" + TEXT]
    assert dated(article(lead, fetched_at="2024-01-01T02:00:00Z")) == ("2023-12-31", "dateline")
    assert dated(article(lead)) == (None, None)
    assert dated(article(lead, fetched_at="2024-11-01T02:00:00Z")) == (None, None)
    assert dated(article(["本报讯（记者 张三）12月31日，" + TEXT], fetched_at="2024-01-01T02:00:00Z")) == (
        "2023-12-31",
        "dateline",
    )
    assert dated(article(["12月31日，" + TEXT], fetched_at="2024-01-01T02:00:00Z")) == (None, None)


def test_address_is_the_last_resort() -> None:
    url = "http://jz.example/2023-10/17/content_1.htm"
    assert dated(article(url=url)) == ("2023-10-17", "url")
    assert dated(article(url=url, dates=[Found("2023-10-16", M)])) == ("2023-10-16", "meta")


def test_midnight_of_metadata_is_a_day() -> None:
    assert article(dates=[Found("2023-10-17 00:00:00", M)]).published_at == "2023-10-17"
    assert article(dates=[Found("2023-10-17 00:00", V)]).published_at == "2023-10-17T00:00+08:00"


def test_order_of_marked_places() -> None:
    dates = [Found("2023-10-15", M), Found("2023-10-16 09:28:27.0", "enpproperty"), Found("1697502120000", "json")]
    assert dated(article(dates=dates)) == ("2023-10-16T09:28:27+08:00", "enpproperty")
    assert dated(article(dates=[dates[0], dates[2]])) == ("2023-10-17T08:22:00+08:00", "json")


def test_nothing_printed() -> None:
    record = article(dates=[Found("2023", M), Found("", M), Found("null", M), Found("2023-13-45", M)])
    assert (record.published_at, record.published_raw, record.published_precision, record.published_from) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize("text", [None, "", "yesterday", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_time_of_fetch_that_cannot_be_is_none(text: str | None) -> None:
    assert parse_fetched(text) is None
    assert article(fetched_at=text, meta_lines=["2023-10-17"]).published_at == "2023-10-17"


# fmt: off
PAGES: list[tuple[dict[str, Any], str | None, str | None]] = [  # what the page printed, published_at, published_from
    ({"meta_lines": ["2024-05-10 来源：江州日报"], "dates": [Found("2024-05-10T08:15:00+08:00", "meta")]}, "2024-05-10T08:15:00+08:00", "meta"),
    ({"meta_lines": ["2024-05-10 来源：江州日报"], "dates": [Found("2024-05-09T08:15:00+08:00", "meta")]}, "2024-05-10", "visible"),
    ({"meta_lines": ["2024-05-10 来源：江州日报"], "dates": [Found("2016-03-01 10:00:00", "meta")]}, "2024-05-10", "visible"),
    ({"meta_lines": ["2024-05-10 08:15 来源：江州日报"], "dates": [Found("2024-05-12 10:00:00", "meta")], "url": "http://jz.example/202405/t20240510_1.html"}, "2024-05-10T08:15+08:00", "visible"),
    ({"dates": [Found("2015-03-01 10:00:00", "meta")], "url": "http://jz.example/202405/t20240510_1.html"}, "2024-05-10", "url"),
    ({"dates": [Found("2024-05-11 01:15:00", "meta")], "url": "http://jz.example/202405/t20240510_1.html"}, "2024-05-11T01:15:00+08:00", "meta"),
    ({"meta_lines": ["2024-05-10 08:15"], "url": "http://jz.example/2023-05/10/c_1.htm"}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["发布时间：2024-05-10 08:15 更新时间：2024-05-12 09:00"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["更新于：2024-05-12 09:00", "2024-05-10 08:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["最后更新：2024-05-12 09:00"], "dates": [Found("2024-05-10T08:15:00+08:00", "meta")]}, "2024-05-10T08:15:00+08:00", "meta"),
    ({"meta_lines": ["更新时间：2024-05-12 09:00"]}, None, None),
    ({"meta_lines": ["更新时间：2024-05-12 09:00"], "url": "http://jz.example/202405/t20240512_1.html"}, "2024-05-12", "url"),
    ({"meta_lines": ["成文日期：2024-05-08"]}, "2024-05-08", "visible"),
    ({"meta_lines": ["成文日期：2024-05-08"], "url": "http://jz.example/202405/t20240512_1.html"}, "2024-05-12", "url"),
    ({"meta_lines": ["报名截止：2024-05-12 09:00"]}, None, None),
    ({"meta_lines": ["Updated: 2024-05-12 09:00"], "dates": [Found("2024-05-10", "meta")]}, "2024-05-10", "meta"),
    ({"meta_lines": ["10-08 12:00 江州网"], "dates": [Found("2019-10-09T10:00:00", "changed")]}, "2019-10-08T12:00+08:00", "visible"),
    ({"dates": [Found("2019-10-09T10:00:00", "changed")]}, None, None),
    ({"meta_lines": ["2024年5月10日8时 来源：江州日报"]}, "2024-05-10T08:00+08:00", "visible"),
    ({"meta_lines": ["2024年5月10日8时"], "dates": [Found("2024-05-10T08:15:00", "meta")]}, "2024-05-10T08:15:00+08:00", "meta"),
    ({"meta_lines": ["2024年5月10日8时"], "dates": [Found("2024-05-10T09:15:00", "meta")]}, "2024-05-10T08:00+08:00", "visible"),
    ({"meta_lines": ["前天 11:30"], "dates": [Found("2024-05-02T11:30:00", "json")], "fetched_at": "2024-05-10T03:15:00Z"}, "2024-05-02T11:30:00+08:00", "json"),
    ({"meta_lines": ["前天 11:30"], "url": "http://jz.example/202405/t20240508_1.html", "fetched_at": "2024-05-10T03:15:00Z"}, "2024-05-08T11:30+08:00", "visible"),
    ({"meta_lines": ["去年9月8日 10:00"], "fetched_at": "2024-05-10T03:15:00Z"}, None, None),
    ({"meta_lines": ["更新时间：2024-05-22 09:00"], "url": "http://jz.example/202405/t20240510_1.html"}, "2024-05-10", "url"),
    ({"meta_lines": ["12-31 23:50 江州日报"], "fetched_at": "2024-01-02T00:00:00Z"}, "2023-12-31T23:50+08:00", "visible"),
    ({"meta_lines": ["12月31日 23:50"], "dates": [Found("2024-01-01", "meta")]}, "2023-12-31T23:50+08:00", "visible"),
    ({"meta_lines": ["01-01 00:10"], "dates": [Found("2023-12-31", "meta")]}, "2024-01-01T00:10+08:00", "visible"),
    ({"meta_lines": ["01-01 00:10"], "fetched_at": "2023-12-31T17:00:00Z"}, "2024-01-01T00:10+08:00", "visible"),
    ({"meta_lines": ["2024年5月10日 星期五"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["2024年05月10日　星期五　农历四月初三"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["江州日报 2024年05月10日 第A03版：要闻"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["2024/05/10　第03版：要闻　版权声明"]}, "2024-05-10", "visible"),
    ({"dates": [Found("1715300112", "json")]}, "2024-05-10T08:15:12+08:00", "json"),
    ({"dates": [Found("1715300112000", "json")]}, "2024-05-10T08:15:12+08:00", "json"),
    ({"dates": [Found("1715300112.123", "json")]}, "2024-05-10T08:15:12+08:00", "json"),
    ({"dates": [Found("2024-05-10T00:15:12Z", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("2024-05-10T00:15:12.000Z", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("2024-05-10T08:15:12+0800", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("2024-05-10 08:15:12 +0800", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("2024-05-10T00:15:12+00:00", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("2024-05-10T08:15:12 08:00", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("Fri May 10 08:15:12 CST 2024", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("Fri May 10 2024 08:15:12 GMT+0800 (中国标准时间)", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("May 10, 2024 8:15:12 AM", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"dates": [Found("May 10, 2024", "meta")]}, "2024-05-10", "meta"),
    ({"dates": [Found("2024年05月10日08时15分12秒", "meta")]}, "2024-05-10T08:15:12+08:00", "meta"),
    ({"meta_lines": ["2024年05月10日08时15分"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024年5月10日上午8:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024年5月10日 晚上8点15分"]}, "2024-05-10T20:15+08:00", "visible"),
    ({"meta_lines": ["2024-05-10  08 : 15 : 12"]}, "2024-05-10T08:15:12+08:00", "visible"),
    ({"meta_lines": ["2024 - 05 - 10 08:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["08:15 2024-05-10"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["08:15 | 2024年05月10日"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024年 05/10 08:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024 05/10 08:15:12 来源：江华网"]}, "2024-05-10T08:15:12+08:00", "visible"),
    ({"meta_lines": ["2024-05-10 来源：江州日报 浏览：12:30"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["2024-05-10|08:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024-05-10 / 08:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024-05-10　星期五　08:15:12"]}, "2024-05-10T08:15:12+08:00", "visible"),
    ({"meta_lines": ["2024-05-10 (周五) 08:15"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024-05-10 [08:15]"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["2024-05-10 08:15 来源：《江州日报》（2024年5月9日03版）"]}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["成文日期：2024-05-08 发布日期：2024-05-10"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["发文日期：2024年05月08日", "发布日期：2024年05月10日"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["索引号：jz001-2024-00012 生成日期：2024-05-10"]}, "2024-05-10", "visible"),
    ({"meta_lines": ["3小时前"], "fetched_at": "2024-05-10T03:15:00Z"}, "2024-05-10", "visible"),
    ({"meta_lines": ["今天 08:15"], "fetched_at": "2024-05-10T03:15:00Z"}, "2024-05-10T08:15+08:00", "visible"),
    ({"meta_lines": ["05-10"], "fetched_at": "2024-05-12T03:15:00Z"}, "2024-05-10", "visible"),
    ({"meta_lines": ["5月10日"], "fetched_at": "2024-05-12T03:15:00Z"}, "2024-05-10", "visible"),
    ({"meta_lines": ["3/5"]}, None, None),
    ({"meta_lines": ["Copyright 2010-2024 江州日报社"]}, None, None),
    ({"meta_lines": ["京ICP备12010234号"]}, None, None),
    ({"meta_lines": ["许可证号 3612006001"]}, None, None),
    ({"dates": [Found("0000-00-00 00:00:00", "meta")]}, None, None),
    ({"dates": [Found("1970-01-01T00:00:00Z", "meta")]}, None, None),
    ({"dates": [Found("2024-05-10T00:00:00+08:00", "meta")]}, "2024-05-10", "meta"),
    ({"dates": [Found("2024-05-10T00:00:00Z", "meta")]}, "2024-05-10", "meta"),
    ({"dates": [Found("1715328000000", "json")]}, "2024-05-10T16:00:00+08:00", "json"),
    ({"dates": [Found("1715270400000", "json")]}, "2024-05-10", "json"),
    ({"paragraphs": ["江州社江城2024年5月10日电（记者张三）" + TEXT]}, "2024-05-10", "dateline"),
    ({"paragraphs": ["江州日报5月10日讯（记者张三）" + TEXT], "fetched_at": "2024-05-11T00:00:00Z"}, "2024-05-10", "dateline"),
    ({"paragraphs": ["江州社江城5月9日电（记者张三）" + TEXT], "url": "http://jz.example/202405/t20240510_1.html"}, "2024-05-10", "url"),
]
# fmt: on


@pytest.mark.parametrize(("fields", "at", "origin"), PAGES)
def test_which_time_counts(fields: dict[str, Any], at: str | None, origin: str | None) -> None:
    assert dated(article(**fields)) == (at, origin)
