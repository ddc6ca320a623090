"""What a line says: labels in all their shapes, bylines with role and organization, sources; and what says nothing."""

import pytest

from newsspider.language.facts import Fact
from newsspider.language.grammar import PRODUCTIONS, read_line
from newsspider.language.lexicon import label
from newsspider.language.lines import byline, labelled

R, C, P, A = "reporter", "correspondent", "photographer", "author"

PHRASES = {
    "江州日报全媒体记者魏小星": [("魏小星", R, "江州日报")],
    "记者 汪衡 通讯员 颜雨 汪丹": [("汪衡", R, None), ("颜雨", C, None), ("汪丹", C, None)],
    "文/视频 全媒体记者 王智 实习生 罗妮 黄静静 通讯员 王钟": [
        ("王智", R, None),
        ("罗妮", R, None),
        ("黄静静", R, None),
        ("王钟", C, None),
    ],
    "江州在线记者 霍翟 通讯员 吴艇": [("霍翟", R, "江州在线"), ("吴艇", C, None)],
    "邓津、全媒体记者曹章保": [("邓津", A, None), ("曹章保", R, None)],
    "全媒体记者　 黎慧 通讯员 穗妇宣": [("黎慧", R, None)],
    "罗勇 记者 江潇": [("罗勇", A, None), ("江潇", R, None)],
    "（新江州·江州日报记者 王睿 严存 秦娜）": [(name, R, "新江州·江州日报") for name in ("王睿", "严存", "秦娜")],
    "见习记者 房媛 全媒体记者 何昱": [("房媛", R, None), ("何昱", R, None)],
    "□本报记者张靖本报通讯员郜敏": [("张靖", R, None), ("郜敏", C, None)],
    "◎文/徐报融媒记者 王正 图/徐报融媒记者 陈艳": [("王正", R, "徐报"), ("陈艳", P, "徐报")],
    "文/江州晚报全媒体记者 林清清通讯员 穗卫健宣": [("林清清", R, "江州晚报")],
    "（ 玉江日报全媒体记者  熊长青  文/图）": [("熊长青", R, "玉江日报")],
    "（九州日报记者 黄梦/文 程鹏/摄）": [("黄梦", R, "九州日报"), ("程鹏", P, "九州日报")],
    "采写：江都见习记者 林子沛": [("林子沛", R, "江都")],
    "作者 | 江青报·江青网记者 王鑫 朱云": [("王鑫", R, "江青报·江青网"), ("朱云", R, "江青报·江青网")],
    "记者/简文 通讯员/罗江莉": [("简文", R, None), ("罗江莉", C, None)],
    "作者比尔·巴尔特，陈俊安译": [("比尔·巴尔特", A, None), ("陈俊安", "translator", None)],
    "图/周宇、曾鼎": [("周宇", P, None), ("曾鼎", P, None)],
    "湖江日报全媒记者 张鸿 通讯员 谢丹 齐艳 摄": [("张鸿", P, "湖江日报"), ("谢丹", P, None), ("齐艳", P, None)],
    "记者 林 君摄": [("林君", P, None)],
    "本报记者  王乐山  方  敏": [("王乐山", R, None), ("方敏", R, None)],
    "文/观江者网专栏作者 王文": [("王文", A, "观江者网")],
    "江江时报驻美国特约记者 张三 江江时报记者 李四": [("张三", R, "江江时报"), ("李四", R, "江江时报")],
    "通讯员　万　岚": [("万岚", C, None)],
    "记者 万 晴 通讯员 吉　喆": [("万晴", R, None), ("吉喆", C, None)],
    "本报记者：何宏成冯文涛": [("何宏成", R, None), ("冯文涛", R, None)],
    "通讯员/尉迟佳文": [("尉迟佳文", C, None)],
    "汉娜·冈萨雷斯 著 译者：蔡诗沐": [("汉娜·冈萨雷斯", A, None), ("蔡诗沐", "translator", None)],
    "作者：刘其云、阿拉腾敖其尔": [("刘其云", A, None), ("阿拉腾敖其尔", A, None)],
    "记者 · 乌云其木格 蒋天济": [("乌云其木格", R, None), ("蒋天济", R, None)],
    "作者：梅川县气象台理事郑绍毓": [("郑绍毓", A, None)],
    "张三 文 李四 摄": [("张三", A, None), ("李四", P, None)],
    "文 张三 图 李四": [("张三", A, None), ("李四", P, None)],
    "王小石 本报记者": [("王小石", R, None)],
    "文·贺兰山": [("贺兰山", A, None)],
    "摄·简　宁、乔木青": [("简宁", P, None), ("乔木青", P, None)],
    "记者 汪衡远和尉迟佳文": [("汪衡远", R, None), ("尉迟佳文", R, None)],
    "发布时间：2018-01-19 14:32 ■贺远山": [("贺远山", A, None)],
    "撰　文：乔木青发布日期：2018-05-16": [("乔木青", A, None)],
    "欧阳青山作": [("欧阳青山", "illustrator", None)],
    "记者 张三 南昌报道": [("张三", R, None)],
    "第1版 记者 张三": [("张三", R, None)],
    "第A05版 要闻 记者 张三": [("张三", R, None)],
    "记者 张三 李四 发自北京": [("张三", R, None), ("李四", R, None)],
    "江州融媒记者张三": [("张三", R, "江州融媒")],
    "省气象局通讯员 张三": [("张三", C, "省气象局")],
    "记者 张三 通讯员 市公安局 李四": [("张三", R, None), ("李四", C, "市公安局")],
    "总台江视记者 奚丹 张赛": [("奚丹", R, "总台江视"), ("张赛", R, "总台江视")],
    "记者：张三（系江州大学教授）": [("张三", R, None)],
    "江州日报评论员": [],
    "记者从市公安局获悉": [],
    "记者 发现": [],
    "记者节": [],
    "图/pixabay": [],
}


def said(facts: list[Fact]) -> list[tuple[str, str, str | None]]:
    return [(fact.value, fact.role, fact.organization) for fact in facts]


@pytest.mark.parametrize(("phrase", "people"), PHRASES.items())
def test_bylines(phrase: str, people: list[tuple[str, str, str | None]]) -> None:
    assert said(read_line(phrase).of("author")) == people


@pytest.mark.parametrize("phrase", ["记者从市公安局获悉", "记者 发现", "记者节快乐", "图/pixabay"])
def test_text_is_not_understood(phrase: str) -> None:
    assert not read_line(phrase).clean


def test_desk_inside_a_byline() -> None:
    line = read_line("每江记者 张三 每江编辑 李四")
    assert [fact.value for fact in line.of("author")] == ["张三"]
    assert [(fact.role, fact.value) for fact in line.of("credit")] == [("editor", "李四")]


def test_an_account_is_no_author_without_a_surname() -> None:
    assert read_line("科普江州", "author").of("author") == []
    assert [fact.value for fact in read_line("刀小妹", "author").of("author")] == ["刀小妹"]


DESK = {
    "编辑：编辑推荐": [],
    "当班主任 任浩　值班总编辑 钮垚": [("当班主任", "任浩"), ("值班总编辑", "钮垚")],
    "带班编辑：张三 编辑：编辑推荐": [("带班编辑", "张三")],
    "编辑：王嘉文 / 责编：肖文天 / 审核：许大钦": [("编辑", "王嘉文"), ("责编", "肖文天"), ("审核", "许大钦")],
    "值班主任：明心文  编审：陈昱": [("值班主任", "明心文"), ("编审", "陈昱")],
    "记者：张虞李鹏远编辑：胡梦编审：赵杰终审：李广总监制：肇慧": [("编辑", "胡梦"), ("编审", "赵杰"), ("终审", "李广"), ("总监制", "肇慧")],
    "编辑|禤杰 责编|陈梦 来源|江州参考、江州发布": [("编辑", "禤杰"), ("责编", "陈梦")],
    "编 辑丨张三 责 编丨李四": [("编辑", "张三"), ("责编", "李四")],
    "审 核：顾 舟 校 对：陆清和": [("审核", "顾舟"), ("校对", "陆清和")],
    "编辑︱许青禾 ▎视觉︱江若楠": [("编辑", "许青禾"), ("视觉", "江若楠")],
    "编辑·张三 校对·李四": [("编辑", "张三"), ("校对", "李四")],
    "(责编：李琳、褚嘉)": [("责编", "李琳"), ("责编", "褚嘉")],
    "[责任编辑：韩林 PK155]": [("责任编辑", "韩林")],
    "【發布】【採寫】彭玉【編輯】李菁": [("編輯", "李菁")],
    "责　　编：张三": [("责编", "张三")],
    "责 任 编 辑：张三": [("责任编辑", "张三")],
    "責　　編：張三": [("責編", "張三")],
    "来源：江州新闻网编辑：jznews作者：佚名": [("编辑", "jznews")],
    "编辑/校对：张三": [("编辑", "张三"), ("校对", "张三")],
    "初审、一审：韩仁丽": [("初审", "韩仁丽"), ("一审", "韩仁丽")],
    "责任编辑（实习）：张三": [("责任编辑", "张三")],
    "责编 许钦 校对 张三": [("责编", "许钦"), ("校对", "张三")],
    "编辑许钦": [("编辑", "许钦")],
    "校对 张 三 责编 李四": [("校对", "张三"), ("责编", "李四")],
    "（李沐阳 编辑）": [("编辑", "李沐阳")],
    "美编梁兴琛 统筹闾丘涵": [("美编", "梁兴琛"), ("统筹", "闾丘涵")],
    "责编：张三 定时：李四": [("责编", "张三"), ("定时", "李四")],
    "出品：江州观察 张三": [],
    "编辑部的故事很长": [],
    "设计 未来": [],
    "策划 总监 发言": [],
    "审核 通过": [],
    "会议指出：要抓好落实": [],
    "没有标签的一行": [],
}  # fmt: skip


@pytest.mark.parametrize(("line", "pairs"), DESK.items())
def test_the_desk(line: str, pairs: list[tuple[str, str]]) -> None:
    assert [(fact.label, fact.value) for fact in read_line(line).of("credit")] == pairs


SOURCES = {
    "云岭网 2025-11-03 15:00:12 责编：郝静": ["云岭网"],
    "2025-11-03 江州日报 编辑：郝静 校对：张三": ["江州日报"],
    "责编：郝静 2025-11-03 江州日报": [],
    "张三 李四 / 南方周末": ["南方周末"],
    "信息来源 ：双河农村报　城市版": ["双河农村报　城市版"],
    "来源：澧江卫视驻江州记者　龙家斌": ["澧江卫视"],
    "21世纪经济报道/乔忆楠": [],
    "来源：江州日报": ["江州日报"],
    "来源江州发布": ["江州发布"],
    "来源︱江州都市报": ["江州都市报"],
    "来源 · 江州广播电视台": ["江州广播电视台"],
    "来源：【江州日报】": ["江州日报"],
    "来源：江州日报(江城)　有0人参与　手机看新闻": ["江州日报"],
    "来源：21世纪江州报道": ["21世纪江州报道"],
    "来源：人民日报 海外版": ["人民日报 海外版"],
    "来源：江州市新闻工作者协会": ["江州市新闻工作者协会"],
    "王浩/江州青年报": ["江州青年报"],
    "2024-05-10 08:15 江州观察": ["江州观察"],
    "（江州日报 2024年5月10日 第07版）": ["江州日报"],
    "来源于群众，服务于群众": [],
    "信息来源不明的食品不要购买": [],
}


@pytest.mark.parametrize(("line", "names"), SOURCES.items())
def test_sources(line: str, names: list[str]) -> None:
    assert [fact.value for fact in read_line(line).of("source")] == names


GRADES = {
    "一审": "reviewer", "初审": "reviewer", "审核": "reviewer", "二审": "second_reviewer", "复审": "second_reviewer",
    "三审": "final_reviewer", "终审": "final_reviewer", "监制": "producer", "责编": "responsible_editor", "编辑": "editor",
    "校对": "proofreader", "美编": "designer", "策划": "planner", "值班主任": "duty_editor", "主编": "chief_editor", "剪辑": "other",
    "微信编辑": "editor", "值班校对": "duty_editor", "签发人": "final_reviewer",
}  # fmt: skip


@pytest.mark.parametrize(("word", "role"), GRADES.items())
def test_desk_roles(word: str, role: str) -> None:
    found = label(word)
    assert found is not None
    assert (found.kind, found.role) == ("desk", role)


@pytest.mark.parametrize(
    "line", ["责任编辑:　A+ A-", "责编：E-mail：bj53@jzxw.example", "新闻来源：　　已有7691人阅读", "作者：江州生活圈"]
)
def test_controls_and_accounts_are_nobody(line: str) -> None:
    assert read_line(line).facts == []


@pytest.mark.parametrize("word", ["编辑部", "记者站", "作者系"])
def test_what_begins_like_a_label_is_none(word: str) -> None:
    found = label(word)
    assert found is not None
    assert found.kind == "word"


def test_the_grammar_is_small() -> None:
    assert len(PRODUCTIONS) <= 16


def test_an_unknown_word_ends_nothing() -> None:
    line = read_line("来源：江州日报 编辑：张三 #江州好新闻我来评 审核：李四")
    assert [fact.value for fact in line.of("credit")] == ["张三", "李四"]


@pytest.mark.parametrize(
    "row",
    [
        "体育 | 直播 | 亲子 | 体育 | 评论 | 美食 | 健康 | 专题 | 视频 | 舆情 | 直播 | 民生",
        "时政｜图片｜专题｜家居｜人才｜汽车｜视频｜房产｜问政｜摄影",
        "首页丨要闻丨摄影丨美食丨评论丨直播丨文旅丨教育丨亲子丨编辑推荐",
    ],
)
def test_a_row_of_channels_names_nobody(row: str) -> None:
    assert labelled(row) is None
    assert byline(row) is None


@pytest.mark.parametrize(
    ("desk", "pairs"),
    {
        "编辑丨王强丨责编丨李丽丨审核丨陈勇": [("编辑", "王强"), ("责编", "李丽"), ("审核", "陈勇")],
        "编辑 | 王强 | 责编 | 李丽 | 审核 | 陈勇 | 校对 | 刘敏": [
            ("编辑", "王强"),
            ("责编", "李丽"),
            ("审核", "陈勇"),
            ("校对", "刘敏"),
        ],
        "审核:钟(zhōng)念之": [("审核", "钟念之")],
        "編輯:曾（zēng）琪 審核:鐘(zhōng)念之": [("編輯", "曾琪"), ("審核", "鐘念之")],
    }.items(),
)
def test_a_desk_between_bars_or_with_readings_is_one(desk: str, pairs: list[tuple[str, str]]) -> None:
    found = labelled(desk)
    assert found
    assert [(fact.label, fact.value) for fact in found.facts] == pairs


@pytest.mark.parametrize(
    ("line", "pairs"),
    {
        "审核：乔木青排印：贺远山": [("审核", "乔木青"), ("排印", "贺远山")],
        "责编：汪　衡KX4471": [("责编", "汪衡")],
        "优秀编辑：汪衡、颜雨": [],
    }.items(),
)
def test_a_value_ends_where_a_label_or_a_code_touches_it(line: str, pairs: list[tuple[str, str]]) -> None:
    found = labelled(line)
    assert [(fact.label, fact.value) for fact in found.facts] == pairs if found else not pairs
