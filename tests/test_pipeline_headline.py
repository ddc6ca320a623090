"""原标题 notices, inferred title lines, repeated headlines."""

from typing import Any

import pytest

from newsspider.errors import Refused
from newsspider.items import Article, Printed
from newsspider.language.lines import is_head_line as is_meta_line
from pipelines import to_article
from pipelines.headline import arrange, split_title

TEXT = "江州市近日在全市范围内开展安全检查，共发现问题三十余处，均已整改。市民表示欢迎。"
LEAD = "本报讯（记者 张三）" + TEXT
SHOWN = "江州开展检查"


def article(paragraphs: list[str], headline: str | None = None, **fields: Any) -> Article:
    return to_article(
        Printed(reader="test", encoding="utf-8", content_sha256="0" * 64, headline=headline, paragraphs=paragraphs, **fields)
    )


NOTICES: dict[str, tuple[list[str], list[str]]] = {
    "own paragraph": (["原标题：江州全市开展大检查", LEAD], ["江州全市开展大检查"]),
    "runs on into the text": (["原标题：江州全市开展“大检查” " + LEAD], ["江州全市开展“大检查”"]),
    "in book marks": (["原标题：《江州全市开展大检查！直达+免费》", LEAD], ["江州全市开展大检查！直达+免费"]),
    "parted by slashes": (["原标题：江州全市大检查 / 市民欢迎／效果好", LEAD], ["江州全市大检查", "市民欢迎", "效果好"]),
    "never parted at a blank": (["原标题：江州视界丨这项检查 为何受欢迎？", LEAD], ["江州视界丨这项检查 为何受欢迎？"]),
    "lines of one block": (["原标题：\n江州全市大检查\n市民欢迎", LEAD], ["江州全市大检查", "市民欢迎"]),
    "block with the text": (["原标题：江州全市大检查\n　　" + LEAD], ["江州全市大检查"]),
    "label alone, lines below": (["原标题:", "江州全市大检查", "市民欢迎", LEAD], ["江州全市大检查", "市民欢迎"]),
    "in brackets at the head": (["（原标题：江州全市大检查）", LEAD], ["江州全市大检查"]),
    "in brackets at the end": ([LEAD, "（原标题：江州全市大检查）", "责编：李四"], ["江州全市大检查"]),
    "closing the last paragraph": ([LEAD + "（原标题：江州全市大检查）"], ["江州全市大检查"]),
    "own paragraph at the end": ([LEAD, "原标题：江州全市大检查"], ["江州全市大检查"]),
    "blank inside the label": (["原 标 题：江州全市大检查", LEAD], ["江州全市大检查"]),
}


@pytest.mark.parametrize("case", NOTICES)
def test_notices(case: str) -> None:
    paragraphs, lines = NOTICES[case]
    record = article(paragraphs, SHOWN)
    assert record.original_headline == lines
    assert record.headline == SHOWN
    assert record.body == [LEAD]


NOTICE_FORMS = [
    "原标题：{}", "（原标题：{}）", "【原标题】{}", "原标题 | {}", "原题：{}", "原题为《{}》", "原标题为《{}》", "（原题为《{}》）", "(原题为：《{}》)",
    "（原标题《{}》）", "（本文原题《{}》）",
]  # fmt: skip


@pytest.mark.parametrize("form", NOTICE_FORMS)
@pytest.mark.parametrize("place", [0, 3])
def test_forms_of_notices_at_head_and_foot(form: str, place: int) -> None:
    paragraphs = [LEAD, TEXT + "市民表示欢迎。", "下一步将继续推动各项工作落到实处。"]
    printed = list(paragraphs)
    printed.insert(place, form.format("江州全市开展大检查"))
    record = article(printed, SHOWN)
    assert (record.original_headline, record.body) == (["江州全市开展大检查"], paragraphs)


@pytest.mark.parametrize("tail", ["原标题：江州大检查 编辑：张三", "（原标题：江州大检查 编辑：张三）"])
@pytest.mark.parametrize("texts", [2, 5])
def test_the_desk_behind_a_notice_is_none_of_it(tail: str, texts: int) -> None:
    record = article([LEAD] * texts + [tail], SHOWN)
    assert (record.original_headline, [credit.name for credit in record.credits]) == (["江州大检查"], ["张三"])
    assert record.body == [LEAD] * texts


@pytest.mark.parametrize("line", ["“原标题党”现象值得警惕", "导读", "核心提示", "编者按：江州今年有新变化。"])
def test_what_only_looks_like_a_notice_stays(line: str) -> None:
    record = article([line, LEAD, TEXT], SHOWN)
    assert (record.original_headline, record.body) == ([], [line, LEAD, TEXT])


def test_the_names_under_a_wire_title_are_read() -> None:
    record = article(["新华社江州5月10日电 题：江州全面开展检查", "新华社记者 张三", TEXT, TEXT + "完。"], SHOWN)
    assert [author.name for author in record.authors] == ["张三"]
    assert record.dateline == "新华社江州5月10日电"
    assert record.body == ["新华社江州5月10日电 题：江州全面开展检查", TEXT, TEXT + "完。"]


def test_a_notice_without_an_end_is_left_to_the_text() -> None:
    long = "某" * 60 + "，" + "某" * 60 + "。" + TEXT
    record = article(["原标题：" + long], SHOWN)
    assert record.original_headline == []
    assert record.body == [long]


def test_notice_among_the_meta_lines() -> None:
    assert article([TEXT], SHOWN, meta_lines=["原标题：江州全市大检查"]).original_headline == ["江州全市大检查"]


ARRANGED: dict[tuple[str, ...], tuple[str | None, str, list[str]]] = {
    ("市委常委会召开会议", "研究部署安全工作", "把各项措施落实到位", "王大锤主持"): (
        "市委常委会召开会议", "研究部署安全工作 把各项措施落实到位", ["王大锤主持"],
    ),
    ("王大锤在临江县调研时强调", "把责任落到实处", "——江州大检查侧记"): ("王大锤在临江县调研时强调", "把责任落到实处", ["——江州大检查侧记"]),
    ("全市安全生产大会召开", "王大锤讲话 李小明主持"): ("全市安全生产大会召开", "王大锤讲话 李小明主持", []),
    ("江州全市大检查", "市民表示欢迎"): (None, "江州全市大检查 市民表示欢迎", []),
    ("王大锤主持",): (None, "王大锤主持", []),
}  # fmt: skip


@pytest.mark.parametrize("lines", ARRANGED)
def test_arrange(lines: tuple[str, ...]) -> None:
    assert arrange(list(lines)) == ARRANGED[lines]


def test_a_plain_text_gets_its_headline_from_the_notice() -> None:
    record = article(["原标题：市委常委会召开会议", "研究部署安全工作", "王大锤主持", LEAD])
    assert (record.kicker, record.headline, record.subheadlines) == ("市委常委会召开会议", "研究部署安全工作", ["王大锤主持"])
    assert record.original_headline == ["市委常委会召开会议", "研究部署安全工作", "王大锤主持"]


def test_a_plain_text_gets_its_headline_from_its_first_lines() -> None:
    record = article(["江州开展检查", "2023-10-17 08:22 来源：江州日报", "　　" + LEAD])
    assert (record.headline, record.source, record.published_at) == ("江州开展检查", "江州日报", "2023-10-17T08:22+08:00")
    assert record.body == [LEAD]
    assert article(["标题：江州开展检查", LEAD]).headline == "江州开展检查"
    assert article(["江州开展检查", "记者 张三", LEAD]).headline == "江州开展检查"


def test_wire_title_of_a_plain_text() -> None:
    record = article(["新华社江州5月10日电　题：秋粮在望——江州秋收见闻", TEXT])
    assert record.headline == "秋粮在望——江州秋收见闻"


@pytest.mark.parametrize("first", ["江州开展检查", "江州开展检查！", "江州 开展检查"])
def test_a_headline_repeated_in_the_text_is_dropped(first: str) -> None:
    assert article([first, TEXT], SHOWN).body == [TEXT]


def test_a_cross_head_is_kept() -> None:
    assert article(["一、总体情况", TEXT], SHOWN).body == ["一、总体情况", TEXT]


def test_marked_lines_stay_and_the_headline_is_one_line() -> None:
    record = article([TEXT], "江州\n 开展检查", kicker="引\n题", subheadlines=["副题"])
    assert (record.kicker, record.headline, record.subheadlines) == ("引 题", "江州 开展检查", ["副题"])


def test_split_title() -> None:
    assert split_title("《甲》和《乙》/丙") == ["《甲》和《乙》", "丙"]


META = {
    "2023-10-17 08:22": True,
    "2023-10-17 08:22 来源：江州日报": True,
    "来源：江州日报 作者：张三": True,
    "发布时间：2023年10月17日": True,
    "会议时间定在2023年10月17日": False,
    "时间是检验真理的标准：来源于实践": False,
    "江州开展检查": False,
    "": False,
}


@pytest.mark.parametrize("line", META)
def test_is_meta_line(line: str) -> None:
    assert is_meta_line(line) is META[line]


LONG = "今年以来，江州市老城区利用边角地新建口袋公园二十一处，最小的一处只有三百平方米，却摆下了滑梯、长椅和一排紫藤架。"
SPOKEN = [
    "新鲜！家门口的口袋公园来了！", "十一年没有一次火情。", "雨停了。早稻有救了", "水价涨不涨？听证会这样说", "“路灯亮了！”十二个村不再摸黑",
    "产量增三成；农户笑开颜", "一碗面凭什么卖火？", "定了！就在周六", "《江州故事》开拍了！",
]  # fmt: skip


@pytest.mark.parametrize("title", SPOKEN)
def test_a_headline_of_sentences(title: str) -> None:
    record = article([title, LONG, TEXT])
    assert (record.headline, record.body) == (title, [LONG, TEXT])


def test_a_headline_of_a_sentence_above_a_line_of_source() -> None:
    record = article(["口袋公园建成。", "2024-05-10 来源：江州日报", LONG, TEXT])
    assert (record.headline, record.body) == ("口袋公园建成。", [LONG, TEXT])
    assert (record.published_at, record.source) == ("2024-05-10", "江州日报")


PROSE = [
    LONG, "昨天下午，江州下了一场大雨。", "据江州市气象台消息。", "江州今天入秋。", "“太好了！”村民陈大爷说。", "雨停了。人们走上街头。", "他说不会走了。",
    "记者在江州看到：", "大棚里的菜熟了，", "江州日报讯 大棚里的菜熟了！价格也好！",
]  # fmt: skip


@pytest.mark.parametrize("opening", PROSE)
def test_a_text_that_opens_with_a_sentence_has_no_headline(opening: str) -> None:
    with pytest.raises(Refused, match="no_headline"):
        article([opening, LONG, TEXT])


def test_a_short_paragraph_before_one_as_short_is_no_headline() -> None:
    with pytest.raises(Refused):
        article(["雨下了一整夜。", "河水涨了。", LONG])


NOTICED = [
    ["流动图书车进山村", "原标题：望川县把流动图书车开进山村小学", LONG],
    ["流动图书车进山村", LONG, "（原标题：望川县把流动图书车开进山村小学）"],
    ["流动图书车进山村", LONG, "原题为《望川县把流动图书车开进山村小学》", "编辑：李四"],
]


@pytest.mark.parametrize("paragraphs", NOTICED)
def test_a_title_line_above_the_notice_is_the_headline(paragraphs: list[str]) -> None:
    record = article(paragraphs)
    assert (record.headline, record.body) == ("流动图书车进山村", [LONG])
    assert record.original_headline == ["望川县把流动图书车开进山村小学"]
