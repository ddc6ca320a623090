"""Byline phrases: who, in which role, of which outlet."""

import pytest

from pipelines.people import read_people

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
    "张三 文 李四 摄": [("张三", A, None), ("李四", P, None)],
    "文 张三 图 李四": [("张三", A, None), ("李四", P, None)],
    "王小石 本报记者": [("王小石", R, None)],
    "记者 张三 南昌报道": [("张三", R, None)],
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


@pytest.mark.parametrize(("phrase", "people"), PHRASES.items())
def test_read_people(phrase: str, people: list[tuple[str, str, str | None]]) -> None:
    assert [(author.name, author.role, author.organization) for author in read_people(phrase).authors] == people


@pytest.mark.parametrize("phrase", ["记者从市公安局获悉", "记者 发现", "记者节快乐", "图/pixabay"])
def test_text_is_not_clean(phrase: str) -> None:
    assert not read_people(phrase).clean


def test_desk_inside_a_byline() -> None:
    people = read_people("每江记者 张三 每江编辑 李四")
    assert [author.name for author in people.authors] == ["张三"]
    assert [(credit.role, credit.name) for credit in people.desk] == [("editor", "李四")]


def test_an_account_is_no_author_without_a_surname() -> None:
    assert read_people("科普江州", default="author").authors == []
    assert [author.name for author in read_people("刀小妹", default="author").authors] == ["刀小妹"]
