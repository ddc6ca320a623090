"""Names: padding, joined names, outlets and offices told from people."""

import pytest

from newsspider.language.person_names import is_outlet, is_person, kind_of, split_joined, split_names, unpad

SPLIT = {
    "汪衡": ["汪衡"],
    "王乐山  方  敏": ["王乐山", "方敏"],
    "张 胜 男": ["张胜男"],
    "王 伟  李 强": ["王伟", "李强"],
    "刘岩青　曾　强": ["刘岩青", "曾强"],
    "方□敏 李大勇": ["方敏", "李大勇"],
    "李琳、褚嘉禾": ["李琳", "褚嘉禾"],
    "李琳，褚嘉禾；王五": ["李琳", "褚嘉禾", "王五"],
    "张三/李四／王五": ["张三", "李四", "王五"],
    "张虞李鹏远": ["张虞", "李鹏远"],
    "张三和李四": ["张三", "李四"],
    "汪衡远与上官知行": ["汪衡远", "上官知行"],
    "李和平": ["李和平"],
    "诸葛万": ["诸葛万"],
    "欧阳 修": ["欧阳修"],
    "艾尼•买买提、张三": ["艾尼·买买提", "张三"],
    "次仁卓玛 边巴": ["次仁卓玛", "边巴"],
    "刀小妹、胡一笔&李小飞笔": ["刀小妹", "胡一笔", "李小飞笔"],
    "": [],
    " 、/ ": [],
}


@pytest.mark.parametrize(("text", "names"), SPLIT.items())
def test_split_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


KINDS = {
    "魏小星": "person",
    "欧阳修文": "person",
    "阿依古丽·阿布拉": "person",
    "王建社": "person",
    "李文宣": "person",
    "江州日报": "outlet",
    "新华社": "outlet",
    "新江州·江州日报": "outlet",
    "华江网-新江州客户端": "outlet",
    "江州发布": "outlet",
    "穗卫健宣": "office",
    "穗妇宣": "office",
    "市公安局": "office",
    "宣传部": "office",
    "江州市融媒体中心": "outlet",
    "佚名": "nobody",
    "网络": "nobody",
    "本网": "nobody",
    "admin": "nobody",
    "南昌": "nobody",
    "获悉": "nobody",
    "系统管理员": "nobody",
}


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_kind_of(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_two_letter_name_is_no_outlet() -> None:
    assert not is_outlet("张网")
    assert is_outlet("红网")


def test_joined_names_with_two_readings_stay_whole() -> None:
    assert split_joined("王方李高张江") == []  # 王方 李高 张江, or 王方李 高张江
    assert split_joined("张三李四王五") == ["张三", "李四", "王五"]


def test_unpad_keeps_latin_names() -> None:
    assert unpad("John Smith") == "John Smith"
    assert unpad("艾尼・买买提") == "艾尼·买买提"


@pytest.mark.parametrize("name", ["上官知行", "欧阳远局"])
def test_a_compound_surname_with_a_name_that_ends_like_an_office_is_a_person(name: str) -> None:
    assert is_person(name)
    assert not is_person(name[2:] + "银行")
