"""Plain text: told from HTML, and its paragraphs."""

from pathlib import Path

import pytest

from newsspider.outlets import Outlet
from newsspider.pages.page import load
from newsspider.pages.plain import is_plain_text, read_text, text_paragraphs

SAMPLE = Path(__file__).parents[2] / "shared/sample/article.txt"


@pytest.mark.parametrize(
    ("text", "content_type", "plain"),
    [
        ("省里开会\n临川日报讯 今天开会。", None, True),
        ("省里开会\n临川日报讯 今天开会。", "text/html; charset=utf-8", True),
        ("省里开会", "text/plain; charset=gbk", True),
        ("气温 <5 度，3 < 4 > 2", None, True),
        ("<<论语>>里说 a<b", None, True),
        ("源码写作 <p> 一词", "text/plain", True),
        ("<p>省里开会</p>", None, False),
        ("省里开会<br>临川日报讯", None, False),
        ("\n <!DOCTYPE html><html>", "text/plain", False),
        ('<?xml version="1.0"?><rss>', "text/plain", False),
        ('{"title": "省里开会"}', None, False),
        ('[{"title": "省里开会"}]', "text/plain", False),
        ("【省里开会】\n[组图]", None, True),
        ("[本报讯] 今天", None, True),
        ("<" * 100_000, None, True),
    ],
)
def test_is_plain_text(text: str, content_type: str | None, plain: bool) -> None:
    assert is_plain_text(text, content_type) is plain


WRAPPED = (
    "临川日报讯 昨日上午，全市农业生产工作会议在临川召\n"
    "开，会议总结了去年的工作，研究部署今年的重点任务，\n"
    "与会人员参观了现场。\n"
    "\n"
    "会议指出，要把粮食安全放在首位，加快建设现代农业，\n"
    "让农民得到更多实惠，让乡村更加美丽宜居，使人人都能\n"
    "安居乐业。\n"
)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("一行\n两行\n三行", ["一行", "两行", "三行"]),
        ("一行\r\n\r\n两行\r三行\u2028四行", ["一行", "两行", "三行", "四行"]),
        ("　　缩进一行  \n\n　　缩进两行\t\n", ["缩进一行", "缩进两行"]),
        (
            WRAPPED,
            [
                "临川日报讯 昨日上午，全市农业生产工作会议在临川召开，会议总结了去年的工作，研究部署今年的重点任务，与会人员参观了现场。",
                "会议指出，要把粮食安全放在首位，加快建设现代农业，让农民得到更多实惠，让乡村更加美丽宜居，使人人都能安居乐业。",
            ],
        ),
        (
            "The new library will open its doors to all\ncitizens next month, the city hall said on\nMonday morning in\na press conference.",
            ["The new library will open its doors to all", "citizens next month, the city hall said on", "Monday morning in", "a press conference."],
        ),
        (
            "The new library will open its doors to all\ncitizens next month, the city hall\nannounced on Monday morning.",
            ["The new library will open its doors to all citizens next month, the city hall announced on Monday morning."],
        ),
        (
            "会议指出，要把粮食安全放在首位，加快建设现代农业。\n会议强调，要让农民得到更多实惠，让乡村更加美丽好。\n会议要求，各地抓好春耕备耕，确保全年粮食再丰收。",
            [
                "会议指出，要把粮食安全放在首位，加快建设现代农业。",
                "会议强调，要让农民得到更多实惠，让乡村更加美丽好。",
                "会议要求，各地抓好春耕备耕，确保全年粮食再丰收。",
            ],
        ),
        ("编辑：李临\n责编：王川\n审核：赵新", ["编辑：李临", "责编：王川", "审核：赵新"]),
        (
            "　　昨日上午，全市农业生产工作会议在临川召开，会议总\n结了去年的工作，研究部署今年的重点任务，代表们参观了\n现场。\n　　会议要求早作准备。",
            ["昨日上午，全市农业生产工作会议在临川召开，会议总结了去年的工作，研究部署今年的重点任务，代表们参观了现场。", "会议要求早作准备。"],
        ),
        ("", []),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert text_paragraphs(text) == paragraphs


def test_read_text() -> None:
    outlet = Outlet(
        id="jiangxi_linchuan", name="临川在线", province="CN-JX", kind="portal", family="text", hosts=["linchuan.example"],
        articles=["https://{host}/{yyyy}/{mm}/{dd}/{id}.txt"], simplify=True,
    )  # fmt: skip
    page = load("省里开会\n\n临川日报讯 喆".encode("gb18030"), url="https://www.linchuan.example/2024/05/17/8.txt")
    printed = read_text(page, outlet, fetched_at="2024-05-18T00:00:00Z")
    assert printed.reader == "text"
    assert printed.headline is None
    assert printed.paragraphs == ["省里开会", "临川日报讯 喆"]
    assert (printed.encoding, printed.content_sha256) == ("gb18030", page.content_sha256)
    assert (printed.outlet, printed.outlet_name, printed.province) == ("jiangxi_linchuan", "临川在线", "CN-JX")
    assert printed.simplify
    assert printed.fetched_at == "2024-05-18T00:00:00Z"
    assert [(date.value, date.origin) for date in printed.dates] == [("2024-05-17", "url")]


def test_read_text_of_unknown_origin() -> None:
    printed = read_text(load("临川日报讯 今天开会。".encode()))
    assert (printed.url, printed.outlet, printed.dates, printed.fetched_at) == (None, None, [], None)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the reference sample is not beside this project")
def test_the_sample_text_is_fourteen_lines() -> None:
    page = load(SAMPLE.read_bytes())
    assert is_plain_text(page.text)
    assert len(read_text(page).paragraphs) == 14
