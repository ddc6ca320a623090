"""Desk credits, media credits and source: read, and gone from the body."""

from typing import Any

import pytest

from newsspider.items import Article, Found, Image, Printed, Video
from newsspider.language.captions import giver, split_caption
from pipelines import to_article

BODY = ["本报讯 近日，江州市在全市开展了安全检查工作，发现并整改问题若干个。", "市民对此表示欢迎，认为这项工作做得及时。"]
E_, RE, PR, RV, SR, FR = "editor", "responsible_editor", "proofreader", "reviewer", "second_reviewer", "final_reviewer"


def article(tail: str = "", **fields: Any) -> Article:
    paragraphs = BODY + (tail.split("\n") if tail else [])
    return to_article(
        Printed(
            reader="test", encoding="utf-8", content_sha256="0" * 64, headline="江州开展检查", paragraphs=paragraphs, **fields
        )
    )


TAILS: dict[str, list[tuple[str, str]]] = {
    "编辑：王嘉文 / 责编：肖文天 / 审核：许大钦": [(E_, "王嘉文"), (RE, "肖文天"), (RV, "许大钦")],
    "编辑:王文婧\n责编:许小钦\n审核:朱小静": [(E_, "王文婧"), (RE, "许小钦"), (RV, "朱小静")],
    "值班主任：明心文  编审：陈昱": [("duty_editor", "明心文"), (RV, "陈昱")],
    "延申阅读记者：张虞李鹏远编辑：胡梦编审：赵杰终审：李广总监制：肇慧": [
        (E_, "胡梦"),
        (RV, "赵杰"),
        (FR, "李广"),
        ("producer", "肇慧"),
    ],
    "编辑|禤杰 责编|陈梦 校对|黄敏 来源|江州参考": [(E_, "禤杰"), (RE, "陈梦"), (PR, "黄敏")],
    "(责编：李琳、褚嘉)": [(RE, "李琳"), (RE, "褚嘉")],
    "[责任编辑：韩林 PK155]": [(RE, "韩林")],
    "责任编辑：李曦_NN2587": [(RE, "李曦")],
    "责编：黄忆 PN269": [(RE, "黄忆")],
    "（责任编辑： HN666）": [(RE, "HN666")],
    "【编辑：姚小昊】": [(E_, "姚小昊")],
    "总监制：邹 明": [("producer", "邹明")],
    "【發布】【採寫】彭玉【編輯】李菁【初審】田欣【終審】鍾峰": [(E_, "李菁"), (RV, "田欣"), (FR, "鍾峰")],
    "责　　编：张三 李四|审　　核：王五|来　　源：江州日报": [(RE, "张三"), (RE, "李四"), (RV, "王五")],
    "一审一校：张明 二审二校：李红 三审三校：王力": [(RV, "张明"), (SR, "李红"), (FR, "王力")],
    "初审：张三  复审：李四  终审：王五 签发：赵六": [(RV, "张三"), (SR, "李四"), (FR, "王五"), (FR, "赵六")],
    "编辑张三 校对李四": [(E_, "张三"), (PR, "李四")],
    "责编/张三 美编/李四 校对/王五": [(RE, "张三"), ("designer", "李四"), (PR, "王五")],
    "编 辑丨张三 责 编丨李四": [(E_, "张三"), (RE, "李四")],
    "本期编辑：张三、李四，美术编辑：王五": [(E_, "张三"), (E_, "李四"), ("designer", "王五")],
    "（作者：张三 责编：李四）": [(RE, "李四")],
    "责任编辑：张三（实习）": [(RE, "张三")],
    "责编：张三 送审：李四": [(RE, "张三"), ("other", "李四")],
    "(江州日报记者 张三 通讯员 李四 编辑 王五)": [(E_, "王五")],
    "编辑：张三\n【版权声明】本文版权归江州日报所有，未经授权不得转载。": [(E_, "张三")],
    "编辑：张三\n相关阅读：\n江州召开大会\n江州发布新规": [(E_, "张三")],
    "编辑 李四\n二审 王五\n三审 赵六": [(E_, "李四"), (SR, "王五"), (FR, "赵六")],
    "(编辑 张三)": [(E_, "张三")],
    "（编辑：张三）(完)": [(E_, "张三")],
    "江州日报·新江城编辑：赵六": [(E_, "赵六")],
    "栏目主编：张三 文字编辑：李四 题图来源：视觉江州": [("chief_editor", "张三"), (E_, "李四")],
    "本版责编：张三 电子邮箱：a@b.example": [(RE, "张三")],
    "江州社音视频部制作": [],
    "（下载江州新闻，报料有奖！）": [],
    "图据受访者": [],
    "本文为江州频道原创文章，转载请附上原文出处链接和本声明。\n本文链接：http://jz.example/1": [],
    "责任编辑：": [],
    "▲视频来源：江州卫视": [],
    "图源：视觉江州": [],
    "（图片由市文旅局提供）": [],
    "以上图文均据新华社": [],
    "投稿邮箱：abc@jz.example 新闻热线：0790-1234567": [],
    "END": [],
    "扫一扫，关注江州日报微信公众号": [],
    "阅读 539": [],
}


@pytest.mark.parametrize("tail", TAILS)
def test_tails_give_the_desk_and_leave_the_body(tail: str) -> None:
    record = article(tail)
    assert [(credit.role, credit.name) for credit in record.credits] == TAILS[tail]
    assert record.body == BODY


@pytest.mark.parametrize(
    "paragraph",
    [
        "编辑部的故事，很长很长。",
        "会议要求：要抓好落实，推动工作。",
        "记者：您怎么看？",
        "张三说：“编辑：这个词很有意思。”",
        "设计 未来",
        "“我们会继续努力。”",
    ],
)
def test_text_is_kept(paragraph: str) -> None:
    record = article(paragraph)
    assert record.body == [*BODY, paragraph]
    assert record.credits == []


def test_credits_in_a_closing_bracket_are_cut_off_the_last_paragraph() -> None:
    record = article("各地迅速行动起来，效果明显。（责编：张三 审核：李四）")
    assert record.body[-1] == "各地迅速行动起来，效果明显。"
    assert [credit.label for credit in record.credits] == ["责编", "审核"]


def test_what_follows_the_desk_is_another_article() -> None:
    long = BODY[0] * 10
    other = "另一篇文章的开头，说的是别的事情，和本文没有关系。"
    record = to_article(
        Printed(
            reader="test",
            encoding="utf-8",
            content_sha256="0" * 64,
            headline="江州",
            paragraphs=[long, "责任编辑：张三", other, other],
        )
    )
    assert record.body == [long]


def test_same_person_in_meta_line_and_tail_once() -> None:
    record = article("责任编辑：张三", meta_lines=["（责任编辑：张三）"], editors=[Found("张三", "visible")])
    assert [(credit.role, credit.name) for credit in record.credits] == [(RE, "张三")]


def test_video_credit_makes_a_video_or_completes_one() -> None:
    assert article("▲视频来源：江州卫视").videos == [Video(None, "江州卫视")]
    known = [Video("http://jz.example/v.mp4")]
    assert article("▲视频来源：江州卫视", videos=known).videos == [Video("http://jz.example/v.mp4", "江州卫视")]
    assert known[0].credit is None


CAPTIONS = {
    "图为检查现场。（刘小通摄）": ("图为检查现场。", "刘小通摄"),
    "▲检查现场。江州日报记者 张三 摄": ("检查现场。", "江州日报记者 张三 摄"),
    "检查现场。图源：视觉江州": ("检查现场。", "视觉江州"),
    "检查现场（图片由市文旅局提供）": ("检查现场", "市文旅局"),
    "检查现场 图 汪衡远": ("检查现场", "图 汪衡远"),
    "检查现场。采访对象供图": ("检查现场。", "采访对象供图"),
    "新华社发（刘小仓摄）": (None, "新华社发（刘小仓摄）"),
    "检查现场": ("检查现场", None),
    "市民在公园里拍摄": ("市民在公园里拍摄", None),
}


@pytest.mark.parametrize("caption", CAPTIONS)
def test_split_caption(caption: str) -> None:
    assert split_caption(caption) == CAPTIONS[caption]


def test_one_credit_line_holds_for_all_pictures() -> None:
    record = article("图源：视觉江州", images=[Image("http://jz.example/1.jpg"), Image("http://jz.example/2.jpg", "现场")])
    assert [image.credit for image in record.images] == ["视觉江州", "视觉江州"]


V, M = "visible", "meta"
SOURCES = {
    "2023年10月17日08:22 | 来源：江州日报": "江州日报",
    "来源：江州新闻网编辑：jznews作者：佚名": "江州新闻网",
    "来源：江州日报·新江州客户端  2023-10-17 08:22": "江州日报·新江州客户端",
    "2023-10-17 08:22 来源： 人民网-《人民日报》": "人民网-《人民日报》",
    "来源：江州日报　点击：123　2023-10-17": "江州日报",
    "2023-10-17 08:22 来源：江州日报 分享到:": "江州日报",
    "来源：江州科技 　 酷江网收集　2009-11-01": "江州科技",
    "来源：江州日报 张三 李斯 王五": "江州日报",
    "来源|江州参考、江州发布": "江州参考、江州发布",
    "【时间：2023-10-17 08:22】【来源】江州日报": "江州日报",
    "2016年06月17日06:15 汉江网-江州晚报": "汉江网-江州晚报",
    "稿源：江州新闻网": "江州新闻网",
    "来源： 时间：2023-10-17 08:22:00 作者：": None,
    "来源：网络": None,
    "来源：本站原创": None,
    "来源：佚名": None,
}


@pytest.mark.parametrize("line", SOURCES)
def test_source_of_meta_lines(line: str) -> None:
    assert article(meta_lines=[line]).source == SOURCES[line]


def test_source_precedence() -> None:
    marked = [Found("江州网", V), Found("江州社", M)]
    assert article("（来源：江州日报）", meta_lines=["来源：江州新闻"], sources=marked).source == "江州新闻"
    assert article("（来源：江州日报）", sources=marked).source == "江州网"
    assert article("（来源：江州日报）", sources=marked[1:]).source == "江州社"
    assert article("（来源：江州日报）").source == "江州日报"
    assert article("（据新华社电）").source == "新华社"
    assert article().source is None


@pytest.mark.parametrize(
    ("credit", "name"),
    [
        ("孟远山 摄", "孟远山"),
        ("望川市文物保护中心供图", "望川市文物保护中心"),
        ("新华社记者 程敏 摄", "新华社记者 程敏"),
        ("新华社发（刘满仓摄）", "新华社发（刘满仓摄）"),
        ("视觉中国", "视觉中国"),
        ("摄", "摄"),
    ],
)
def test_a_picture_credit_is_the_giver_alone(credit: str, name: str) -> None:
    assert giver(credit) == name


@pytest.mark.parametrize(
    "signature",
    [
        "江州市教育局\n2024年5月10日",
        "江州市人民政府（印章）\n2024年5月10日",
        "江州市教育局 江州市财政局\n2024-05-10",
        "江州市公安局交通警察支队\n二〇二四年五月十日",
    ],
)
def test_the_signature_of_a_document_is_text(signature: str) -> None:
    assert article(f"{signature}\n责编：张三").body == BODY + signature.split("\n")


@pytest.mark.parametrize("closing", ["江州日报\n2024年5月10日", "2024年5月10日", "发布日期：2024年5月10日"])
def test_a_date_that_signs_nothing_is_none(closing: str) -> None:
    assert article(closing).body == BODY


@pytest.mark.parametrize("sign", [":", "：", "︰", "｜", "︱", "/"])
@pytest.mark.parametrize("mark", ["", "■", "◎ ", "· ", "★"])
def test_an_unknown_label_beside_the_desk_by_any_sign_and_mark(mark: str, sign: str) -> None:
    read = article(f"{mark}编辑{sign}张文海\n{mark}验片{sign}占新镕")
    assert [(one.label, one.name, one.role) for one in read.credits] == [("编辑", "张文海", E_), ("验片", "占新镕", "other")]
    assert read.body == BODY
    assert read.authors == []
