"""The steps together: the shell for Scrapy, the last check, identity, the sample, hostile input."""

import contextlib
import dataclasses
import json
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.exceptions import DropItem
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from newsspider import __version__
from newsspider.errors import Refused
from newsspider.items import Article, Draft, Found, Image, Printed, Video, start_draft
from newsspider.spiders.url import UrlSpider
from pipelines import STEPS, check, to_article
from pipelines.byline import BylinePipeline
from pipelines.check import CheckPipeline
from pipelines.credits import CreditsPipeline
from pipelines.dates import DatesPipeline
from pipelines.headline import HeadlinePipeline
from pipelines.identity import IdentityPipeline
from pipelines.restore import RestorePipeline
from pipelines.step import StepPipeline

SHELLS: list[type[StepPipeline]] = [
    RestorePipeline, HeadlinePipeline, BylinePipeline, CreditsPipeline, DatesPipeline, IdentityPipeline, CheckPipeline,
]  # fmt: skip
TEXT = "本报讯（记者 张三）江州市近日在全市范围内开展安全检查，共发现问题三十余处，均已整改。"
SHARED = Path(__file__).parents[2] / "shared" / "sample"


def printed(**fields: Any) -> Printed:
    values: dict[str, Any] = {
        "reader": "trs", "encoding": "gb18030", "content_sha256": "ab" * 32, "headline": "江州开展检查", "paragraphs": [TEXT], **fields,
    }  # fmt: skip
    return Printed(**values)


def test_the_shells_run_the_steps_in_order() -> None:
    assert tuple(shell.run for shell in SHELLS[:-1]) == STEPS[:-1]
    assert STEPS[-1] is check.step


def test_shells_under_scrapy_give_what_to_article_gives() -> None:
    crawler = get_crawler()
    crawler.stats = MemoryStatsCollector(crawler)
    page = printed(url="http://jz.example/2023-10/17/c_1.htm")
    draft = start_draft(page)
    for shell in SHELLS:
        draft = shell.from_crawler(crawler).process_item(draft)
    assert draft.article == to_article(page)
    assert crawler.stats.get_stats() == {}


class FailingPipeline(StepPipeline):
    """A step that fails on every article."""

    @staticmethod
    def run(draft: Draft) -> None:
        raise RuntimeError("broken")


@pytest.mark.parametrize(
    ("shell", "counted", "words"),
    [
        (CheckPipeline, "refused", ("no_headline",)),
        (FailingPipeline, "failed", ("internal_RuntimeError",)),
    ],
)
def test_what_a_step_lets_fall_is_counted_once_logged_once_and_dropped(
    shell: type[StepPipeline], counted: str, words: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    crawler = get_crawler(UrlSpider)
    crawler.stats = MemoryStatsCollector(crawler)
    spider = UrlSpider.from_crawler(crawler, url="http://jz.example/1")
    assert isinstance(spider, UrlSpider)
    draft = start_draft(printed(headline=None, paragraphs=[TEXT], url="http://jz.example/1", outlet="jiangzhou_jz"))
    with pytest.raises(DropItem) as dropped:
        shell(crawler).process_item(draft)
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            spider.item_dropped(draft, dropped.value)
    assert crawler.stats.get_stats() == {
        "news/found/jiangzhou_jz": 1, f"news/{counted}/jiangzhou_jz": 1, f"news/{counted}/jiangzhou_jz/{words[0]}": 1,
        f"news/examples/jiangzhou_jz/{words[0]}": ["http://jz.example/1"],
    }  # fmt: skip
    said = [record.getMessage() for record in caplog.records if words[0] in record.getMessage()]
    assert len(said) == 1
    assert all(part in said[0] for part in ("jiangzhou_jz", "http://jz.example/1"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"headline": None}, "no_headline"), ({"paragraphs": []}, "empty_body"), ({"paragraphs": ["责编：张三"]}, "empty_body")],
)
def test_what_is_no_article_is_refused(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        to_article(printed(**fields))
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "fields", [{"images": [Image("http://jz.example/1.jpg")]}, {"videos": [Video("http://jz.example/1.mp4")]}]
)
def test_pictures_or_a_video_alone_make_an_article(fields: dict[str, object]) -> None:
    assert to_article(printed(paragraphs=[], **fields)).body == []


def test_a_record_against_the_schema_is_a_fault_of_ours() -> None:
    record = to_article(printed(fetched_at="2023-10-18T08:00:00+08:00"))
    check.validate(record)
    assert record.fetched_at == "2023-10-18T00:00:00Z"
    record.province = "江西"
    with pytest.raises(Refused, match=r"broken_record.*province"):
        check.validate(record)


def test_identity() -> None:
    record = to_article(
        printed(
            url="http://jz.example/2023-10/17/c_1.htm",
            section="",
            keywords=["安全", "", "安全"],
            fetched_at="2023-10-18T00:00:00Z",
        )
    )
    assert record.url == "http://jz.example/2023-10/17/c_1.htm"
    assert (record.outlet, record.outlet_name, record.province, record.section) == ("jz.example", "jz.example", None, None)
    assert record.keywords == ["安全"]
    assert record.extractor == f"{__version__} trs"
    assert (record.encoding, record.content_sha256, record.fetched_at) == ("gb18030", "ab" * 32, "2023-10-18T00:00:00Z")
    assert record.id == to_article(printed(url="https://jz.example/2023-10/17/c_1.htm")).id


@pytest.mark.parametrize("url", [None, "about:blank", "file:///tmp/1.html"])
def test_a_page_without_address_is_known_by_its_bytes(url: str | None) -> None:
    record = to_article(printed(url=url))
    assert (record.url, record.outlet, record.id) == (None, None, "ab" * 16)


def test_a_known_outlet_keeps_its_names() -> None:
    record = to_article(printed(url="http://jz.example/1", outlet="jiangzhou_jz", outlet_name="江州网", province="CN-JX"))
    assert (record.outlet, record.outlet_name, record.province) == ("jiangzhou_jz", "江州网", "CN-JX")


def test_what_the_page_printed_is_left_alone() -> None:
    page = printed(
        paragraphs=["来源：江州日报", TEXT, "▲视频来源：江州卫视"],
        videos=[Video("http://jz.example/1.mp4")],
        images=[Image("u", "图（李四摄）")],
    )
    before = dataclasses.replace(
        page, paragraphs=list(page.paragraphs), videos=[Video("http://jz.example/1.mp4")], images=[Image("u", "图（李四摄）")]
    )
    to_article(page)
    assert page == before


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/sample is absent")
def test_the_sample() -> None:
    paragraphs = (SHARED / "article.txt").read_text(encoding="utf-8").split("\n")
    wanted = json.loads((SHARED / "article.json").read_text(encoding="utf-8"))
    page = Printed(reader="text", encoding="utf-8", content_sha256="0" * 64, paragraphs=paragraphs)
    found = dataclasses.asdict(to_article(page))
    assert {name: found[name] for name in wanted} == wanted
    fetched = to_article(dataclasses.replace(page, fetched_at="2022-11-12T00:00:00Z"))
    assert (fetched.published_at, fetched.published_precision, fetched.published_from) == ("2022-11-11", "day", "dateline")


def test_nothing_heavy_is_imported() -> None:
    heavy = "{'scrapy', 'sqlalchemy', 'rich', 'opencc', 'pypinyin', 'twisted'}"
    code = f"import pipelines, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert done.stdout.strip() == "[]"


PIECES = [
    "（", "）", "(", "【", "】", "：", ":", "/", "|", "、", " ", "　", "\n", "。", "江州", "张三", "记者", "通讯员", "编辑", "责编", "来源", "摄", "文/图",
    "讯", "电", "原标题：", "2023年10月17日", "08:22", "標(biāo)", "?qǐng)?bào)", "·", "日报", "▲", "1", "\x00", "ä¸", "《", "》",
]  # fmt: skip
LINE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@settings(deadline=None, max_examples=150, derandomize=True, database=None)
@given(st.lists(LINE, max_size=8), st.lists(LINE, max_size=3), st.one_of(st.none(), LINE))
def test_any_page_gives_an_article_or_a_refusal(paragraphs: list[str], lines: list[str], headline: str | None) -> None:
    marked = [Found(line, "visible") for line in lines]
    page = printed(
        paragraphs=paragraphs, meta_lines=lines, headline=headline, dates=marked, sources=marked, authors=marked, editors=marked,
        images=[Image("u", line) for line in lines],
    )  # fmt: skip
    try:
        record = to_article(page)
    except Refused:
        return
    check.validate(record)
    check_promises(record)


def check_promises(record: Article) -> None:
    assert record.headline.strip() == record.headline != ""
    assert "\n" not in record.headline
    assert all(text and text == text.strip() and "\n" not in text for text in record.body)
    assert all(author.name and not author.name.isspace() for author in record.authors)
    assert len({author.name for author in record.authors}) == len(record.authors)
    assert all(credit.name and credit.label for credit in record.credits)
    assert record.source is None or 0 < len(record.source) <= 60
    assert (record.published_at is None) == (record.published_precision is None) == (record.published_from is None)


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "编辑：",
        "记者 ",
        "文/图 ",
        "1",
        "2023-10-",
        "標(bi",
        "標(biāo)",
        " ",
        "　",
        "江",
        "张 ",
        "?bào)",
        "（记者 张三）",
        "原标题：",
        "ä¸",
        "、张三",
        "【编辑】",
        "张·",
        "江州\n",
        "编辑：张三\n",
    ],
)
def test_time_grows_no_faster_than_the_input(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    pages = [
        printed(paragraphs=[TEXT, text]),
        printed(headline=text),
        printed(
            meta_lines=[text], sources=[Found(text, "visible")], authors=[Found(text, "visible")], dates=[Found(text, "meta")]
        ),
        printed(images=[Image("u", text)]),
    ]
    start = time.process_time()
    for page in pages:
        with contextlib.suppress(Refused):
            to_article(page)
    assert time.process_time() - start < 10
