"""Labelled lines in the shapes newsrooms print them."""

import pytest

from pipelines.labels import CREDIT_ROLES, read_bare_labels, read_labels, trim

LINES = {
    "编辑：王嘉文 / 责编：肖文天 / 审核：许大钦": [("编辑", "王嘉文"), ("责编", "肖文天"), ("审核", "许大钦")],
    "来源：河江日报官方微信 编辑：葛雪 审核：王文 刘杰": [("来源", "河江日报官方微信"), ("编辑", "葛雪"), ("审核", "王文 刘杰")],
    "值班主任：明心文  编审：陈昱": [("值班主任", "明心文"), ("编审", "陈昱")],
    "记者：张虞李鹏远编辑：胡梦编审：赵杰终审：李广总监制：肇慧": [
        ("记者", "张虞李鹏远"), ("编辑", "胡梦"), ("编审", "赵杰"), ("终审", "李广"), ("总监制", "肇慧"),
    ],
    "编辑|禤杰 责编|陈梦 来源|江州参考、江州发布": [("编辑", "禤杰"), ("责编", "陈梦"), ("来源", "江州参考、江州发布")],
    "编 辑丨张三 责 编丨李四": [("编辑", "张三"), ("责编", "李四")],
    "(责编：李琳、褚嘉)": [("责编", "李琳、褚嘉")],
    "[责任编辑：韩林 PK155]": [("责任编辑", "韩林 PK155")],
    "【發布】【採寫】彭玉【編輯】李菁": [("发布", ""), ("采写", "彭玉"), ("编辑", "李菁")],
    "责　　编：张三": [("责编", "张三")],
    "责 任 编 辑：张三": [("责任编辑", "张三")],
    "来源：江州新闻网编辑：jznews作者：佚名": [("来源", "江州新闻网"), ("编辑", "jznews"), ("作者", "佚名")],
    "编辑/校对：张三": [("编辑", "张三"), ("校对", "张三")],
    "责编/张三 美编/李四": [("责编", "张三"), ("美编", "李四")],
    "责任编辑（实习）：张三": [("责任编辑", "张三")],
    "会议指出：要抓好落实": [],
    "没有标签的一行": [],
}  # fmt: skip


@pytest.mark.parametrize(("line", "pairs"), LINES.items())
def test_read_labels(line: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.label, one.value) for one in read_labels(line)] == pairs


def test_label_is_kept_as_printed_without_blanks() -> None:
    assert read_labels("責　　編：張三")[0].printed == "責編"


BARE = {
    "责编 许钦 校对 张三": [("责编", "许钦"), ("校对", "张三")],
    "编辑许钦": [("编辑", "许钦")],
    "校对 张 三 责编 李四": [("校对", "张 三"), ("责编", "李四")],
    "编辑部的故事很长": [],
    "设计 未来": [],
    "策划 总监 发言": [],
    "审核 通过": [],
}


@pytest.mark.parametrize(("line", "pairs"), BARE.items())
def test_read_bare_labels(line: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.label, one.value) for one in read_bare_labels(line)] == pairs


GRADES = {
    "一审": "reviewer", "初审": "reviewer", "审核": "reviewer", "二审": "second_reviewer", "复审": "second_reviewer",
    "三审": "final_reviewer", "终审": "final_reviewer", "监制": "producer", "责编": "responsible_editor", "编辑": "editor",
    "校对": "proofreader", "美编": "designer", "策划": "planner", "值班主任": "duty_editor", "主编": "chief_editor",
}  # fmt: skip


@pytest.mark.parametrize(("label", "role"), GRADES.items())
def test_desk_roles(label: str, role: str) -> None:
    assert CREDIT_ROLES[label] == role


def test_trim_keeps_a_bracket_that_belongs_to_the_value() -> None:
    assert trim("张三（实习）") == "张三（实习）"
    assert trim(" 张三）") == "张三"
