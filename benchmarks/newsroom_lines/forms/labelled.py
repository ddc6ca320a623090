"""People under a label: 作者, 记者, 通讯员 and their kin, with every sign between label and name, and labels without anybody."""

from benchmarks.newsroom_lines.facts import CUT
from benchmarks.newsroom_lines.forms.bylines import LINES
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, OPENING, form
from benchmarks.newsroom_lines.pen import BARS, BLANKS, SIGNS, Pen
from benchmarks.newsroom_lines.words import foreigner, person, roles


@form("byline: label and colon", *LINES, kept="either")
def colon(pen: Pen) -> str:
    return pen.maker(pen.pick(SIGNS), pen.pick([label for label in roles("maker") if len(label) > 1]))


@form("byline: bar for the colon", *LINES, kept="either")
def bar(pen: Pen) -> str:
    return pen.maker(pen.pick(BARS))


@form("byline: slash for the colon", *LINES, kept="either")
def slash(pen: Pen) -> str:
    return pen.maker(pen.pick(("/", "／", " / ")))


@form("byline: dot for the colon", *LINES, kept="either")
def dot(pen: Pen) -> str:
    return pen.maker(pen.pick((" · ", "·", "•")), pen.pick(("作者", "记者", "撰文", "文", "采写", "通讯员")))


@form("byline: blank for the colon", *LINES, kept="either")
def blank(pen: Pen) -> str:
    return pen.maker(
        pen.pick(BLANKS), pen.pick(("作者", "记者", "通讯员", "撰文", "采写", "执笔", "全媒体记者", "见习记者", "译者"))
    )


@form("byline: nothing for the colon", *LINES, kept="either")
def nothing(pen: Pen) -> str:
    return pen.maker("", pen.pick(("作者", "记者", "通讯员", "全媒体记者", "本报记者", "首席记者")), pen.plain_names(1, 2))


@form("byline: letters of the label apart", HEAD, OPENING, *FOOT, kept="either")
def letters_apart(pen: Pen) -> str:
    label = pen.pick(("作者", "记者", "撰文", "摄影", "通讯员"))
    return f"{pen.spaced(label)}{pen.pick(SIGNS)}{CUT}{pen.by(pen.names(1, 2), *roles('maker')[label])}"


@form("byline: traditional label", HEAD, *FOOT, kept="either")
def traditional(pen: Pen) -> str:
    label, right = pen.pick(
        (
            ("記者", "reporter"),
            ("通訊員", "correspondent"),
            ("攝影", "photographer"),
            ("撰文", "author"),
            ("採寫", "reporter author"),
        )
    )
    return f"{label}{pen.pick(SIGNS)}{CUT}{pen.by(pen.names(1, 2), *right.split())}"


@form("byline: names from abroad under a label", HEAD, ENDING, kept="either")
def abroad(pen: Pen) -> str:
    names = [foreigner(pen.rng)] if pen.chance(0.5) else [person(pen.rng, "dotted"), person(pen.rng, "dotted")]
    return f"{pen.pick(('作者', '记者', '文'))}{pen.pick('：:｜/')}{CUT}{pen.by(names, 'author', 'reporter', sign=pen.pick('、 　'))}"


@form("byline: a pen name under a label", HEAD, CLOSING, ENDING, kept="byline")
def pen_name(pen: Pen) -> str:
    line = pen.pick(("作者：", "作者:", "文/", "文｜", "撰文：")) + pen.by([pen.word("people", "pen_names")], "author")
    return pen.bracketed(line) if pen.where == CLOSING else line


@form("byline: a staff code behind the name", HEAD, *FOOT, kept="either")
def code_behind(pen: Pen) -> str:
    name = pen.by(pen.plain_names(1, 1), "author", "reporter")
    return pen.pick(("作者：{}({})", "作者：{}（{}）", "记者：{} {}", "作者：{}_{}")).format(name, pen.around("codes"))


@form("byline: a staff code in the name's place", HEAD, *FOOT, kept="either")
def code_alone(pen: Pen) -> str:
    code = pen.around("codes")
    pen.by([code], "author", optional=True)
    return f"作者{pen.pick('：:')}{CUT}{code}"


@form("byline: nobody in its place", HEAD, *FOOT, kept="either")
def nobody(pen: Pen) -> str:
    return f"{pen.pick(('作者', '记者', '撰稿'))}{pen.pick('：:')}{CUT}{pen.word('labels', 'words', 'no_author')}"


@form("byline: label without a value", HEAD, *FOOT, kept="either")
def empty(pen: Pen) -> str:
    label = f"{pen.pick(('作者', '记者', '通讯员', '摄影'))}{pen.pick(('：', ':', '： '))}"
    return f"{label}{pen.gap()}{pen.pick((pen.around('counters'), pen.around('buttons')))}"


@form("byline: 发表于, 前天 are no people", HEAD)
def posted(pen: Pen) -> str:
    when = pen.pick(("前天", "昨天", f"{pen.number(1, 23)}小时前", f"{pen.number(2, 9)}天前", "刚刚"))
    return pen.pick(("发表于 {}", "发布于 {}", "编辑于 {}", "{} 发表", "{} 更新")).format(when)


@form("byline: counter behind the author", HEAD)
def counter_behind(pen: Pen) -> str:
    return pen.line(
        [pen.maker(pen.pick(SIGNS), pen.pick(("作者", "记者", "撰文"))), pen.around(pen.pick(("counters", "buttons")))]
    )


@form("byline: in square brackets", HEAD, ENDING, kept="either")
def in_square_brackets(pen: Pen) -> str:
    left, right = pen.brackets("[]", "【】", "［］")
    return f"{left}{pen.pick(('作者', '记者'))}{pen.pick('：: ')}{pen.by(pen.names(1, 2), 'author', 'reporter')}{right}"


@form("byline: who entered it is no author", HEAD, *FOOT, kept="either")
def entered(pen: Pen) -> str:
    name = pen.name("common")
    label = pen.pick(("发布者", "录入", "上传", "发布人", "录入员"))
    pen.desk(label, [name], optional=True, roles=("other", "editor"))
    return f"{label}{pen.pick('：:')}{CUT}{name}"


@form("byline: bracket with label and sign", CLOSING, ENDING, kept="byline")
def bracket_label(pen: Pen) -> str:
    return pen.bracketed(
        pen.maker(pen.pick(("：", ":", " ", "/", "")), pen.pick(("记者", "作者", "通讯员", "撰稿", "执笔", "采写")))
    )


@form("byline: 特约 and columns", OPENING, HEAD, kept="either")
def guest(pen: Pen) -> str:
    role, right = pen.pick(
        (
            ("特约评论员", "author reporter"),
            ("本报评论员", "author reporter"),
            ("特约撰稿人", "author"),
            ("专栏作者", "author"),
            ("特约撰稿", "author"),
            ("评论员", "author reporter"),
        )
    )
    return f"{role}{pen.pick((' ', '：', '　', '｜'))}{pen.by(pen.plain_names(1, 1), *right.split())}"
