"""Where bylines stand: dateline, own line, closing bracket, label, caption."""

from typing import Any

import pytest

from newsspider.items import Article, Found, Image, Printed
from pipelines import to_article

FIRST = "江州市近日在全市范围内开展安全检查，共发现问题三十余处，均已整改。市民表示欢迎。"
LAST = "下一步，江州市将继续加大力度，推动各项工作落到实处。"


def article(paragraphs: list[str], **fields: Any) -> Article:
    return to_article(
        Printed(
            reader="test", encoding="utf-8", content_sha256="0" * 64, headline="江州开展检查", paragraphs=paragraphs, **fields
        )
    )


def people(record: Article) -> list[tuple[str, str]]:
    return [(author.name, author.role) for author in record.authors]


OWN_LINES = {
    "□本报记者 吴佳": [("吴佳", "reporter")],
    "本报记者  王乐山  方  敏": [("王乐山", "reporter"), ("方敏", "reporter")],
    "（记者 张三）": [("张三", "reporter")],
    "【江州时报记者 张三】": [("张三", "reporter")],
    "张　三": [("张三", "author")],
    "□ 张三": [("张三", "author")],
    "撰文：张三　摄影：李四": [("张三", "author"), ("李四", "photographer")],
    "作者：张三（系江州大学教授）": [("张三", "author")],
    "江州日报记者张三": [("张三", "reporter")],
    "大江网·江报新闻记者 张三 济南报道": [("张三", "reporter")],
    "北江日报客户端 | 记者 张三": [("张三", "reporter")],
    "【作者】 张三；李四": [("张三", "author"), ("李四", "author")],
    "（执笔记者：张三；参与记者：李四、王五）": [("张三", "reporter"), ("李四", "reporter"), ("王五", "reporter")],
    "图/江州日报·新江城记者：王五": [("王五", "photographer")],
    "江州市融媒体中心 张三 李四": [("张三", "author"), ("李四", "author")],
    "川江新闻记者 扎西次仁 洛桑旦增": [("扎西次仁", "reporter"), ("洛桑旦增", "reporter")],
}


@pytest.mark.parametrize("line", OWN_LINES)
def test_a_line_of_its_own_at_head_or_foot_leaves_the_body(line: str) -> None:
    for paragraphs in ([line, FIRST, LAST], [FIRST, LAST, line]):
        record = article(paragraphs)
        assert people(record) == OWN_LINES[line]
        assert record.body == [FIRST, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "安全检查",
        "方案",
        "钟江平",
        "记者节快乐",
        "本报评论员",
        "记者手记",
        "第一部分 总体情况",
        "外国实习生须提高警惕",
        "作者简介",
        "记者感言",
        "通讯员队伍建设",
    ],
)
def test_cross_heads_are_no_bylines(line: str) -> None:
    record = article([line, FIRST, LAST])
    assert record.authors == []
    assert record.byline is None
    assert record.body[0] == line


CLOSING = {
    "（本报记者 顾阳、张帆、程焕）": [("顾阳", "reporter"), ("张帆", "reporter"), ("程焕", "reporter")],
    "(唐文曦)": [("唐文曦", "author")],
    "（张三 李四）": [("张三", "author"), ("李四", "author")],
    "(文/图 刘东 易南)": [("刘东", "author"), ("易南", "author")],
    "（张三/文 李四/图）": [("张三", "author"), ("李四", "photographer")],
    "（江州日报记者 张三 通讯员 李四 摄影报道）": [("张三", "reporter"), ("李四", "correspondent")],
    "（实习生 温霞 江州国际客户端报道）": [("温霞", "reporter")],
    "（编译/张三）": [("张三", "translator")],
    "（完）": [],
    "（下转第二版）": [],
    "（作者系江州大学教授）": [],
    "（江州日报评论员）": [],
    "（综合新华社、江州日报）": [],
}


@pytest.mark.parametrize("bracket", CLOSING)
def test_a_closing_bracket_stays_in_the_body(bracket: str) -> None:
    record = article([FIRST, LAST + bracket])
    assert people(record) == CLOSING[bracket]
    assert record.body == [FIRST, LAST + bracket]


def test_a_bare_bracket_that_repeats_a_word_of_the_text_is_no_signature() -> None:
    assert article([FIRST + "市长王大锤出席。", LAST + "（王大锤）"]).authors == []


def test_questions_and_answers_are_text() -> None:
    paragraphs = [FIRST, "记者：近年来取得了哪些成绩？", "张三：成绩很多，主要有三个方面。"]
    record = article(paragraphs)
    assert record.authors == []
    assert record.body == paragraphs


def test_dateline_names_come_first_and_captions_add_the_photographer() -> None:
    record = article(
        ["本报讯（记者 张三）" + FIRST, LAST],
        images=[Image("http://jz.example/1.jpg", "图为检查现场。（李四摄）")],
    )
    assert people(record) == [("张三", "reporter"), ("李四", "photographer")]
    assert record.byline == "记者 张三"
    assert record.dateline == "本报讯（记者 张三）"
    assert (record.images[0].caption, record.images[0].credit) == ("图为检查现场。", "李四")


def test_head_metadata_names_the_web_editor_and_is_not_believed() -> None:
    assert article([FIRST, LAST], authors=[Found("王五", "meta")]).authors == []
    assert people(article([FIRST, LAST], authors=[Found("王五", "enpproperty")])) == [("王五", "author")]


@pytest.mark.parametrize("nobody", ["作者：佚名", "作者：江州日报", "作者：网络", "作者：", "江州日报"])
def test_nobody_is_an_author(nobody: str) -> None:
    assert article([FIRST, LAST], authors=[Found(nobody, "visible")], meta_lines=[nobody]).authors == []


def test_an_outlet_in_the_role_of_a_correspondent_is_left_out() -> None:
    record = article(["江州日报讯（全媒体记者 黎慧 通讯员 穗卫健宣）" + FIRST, LAST])
    assert people(record) == [("黎慧", "reporter")]
    assert record.byline == "全媒体记者 黎慧 通讯员 穗卫健宣"


def test_each_person_once_with_what_later_places_add() -> None:
    record = article(["本报讯（记者 张三）" + FIRST, LAST + "（江州日报记者 张三）"])
    assert [(author.name, author.organization) for author in record.authors] == [("张三", "江州日报")]


def test_author_of_a_photo_story_is_its_photographer() -> None:
    record = article([FIRST, "新华社发（刘小仓摄）", "[作者: 刘小仓 　责任编辑: 杨宇 ]"])
    assert people(record) == [("刘小仓", "photographer")]
    assert record.body == [FIRST]


def test_traditional_letters_are_read_and_kept() -> None:
    record = article(["【香江日報訊】（記者 張三 實習記者 李四）市民對這項工作表示歡迎，認為應當繼續進行下去。"])
    assert people(record) == [("張三", "reporter"), ("李四", "reporter")]
    assert record.dateline == "【香江日報訊】（記者 張三 實習記者 李四）"
    assert record.language == "zh-Hant"


def test_a_closing_wire_mark_is_no_dateline() -> None:
    record = article([FIRST, LAST, "（新华社北京5月10日电）"])
    assert (record.dateline, record.source, record.body) == (None, "新华社", [FIRST, LAST])
