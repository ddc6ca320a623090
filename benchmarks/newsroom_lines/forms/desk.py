"""Lines of the desk: who edited, checked and released the text."""

from collections.abc import Sequence

from benchmarks.newsroom_lines.facts import CUT
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, form
from benchmarks.newsroom_lines.pen import BARS, BLANKS, SIGNS, Pen
from benchmarks.newsroom_lines.words import lines, person

BRACKETS = ("（）", "()", "[]", "【】", "〔〕", "［］", "「」")
TRADITIONAL = (
    ("編輯", "编辑"),
    ("責任編輯", "责任编辑"),
    ("責編", "责编"),
    ("校對", "校对"),
    ("審核", "审核"),
    ("終審", "终审"),
    ("監製", "监制"),
    ("統籌", "统筹"),
)


def few_credits(pen: Pen, sign: str, low: int = 2, high: int = 4, tables: Sequence[str] = ("desk",), names: int = 1) -> list[str]:
    """Some labels with their names, the common ones first."""
    count = pen.number(low, high)
    return [pen.credit(sign, pen.label(*tables), pen.names(1, names)) for _ in range(count)]


@form("desk: one label and colon", HEAD, *FOOT)
def one(pen: Pen) -> str:
    return pen.credit(pen.pick(SIGNS), pen.label("desk"), pen.names(1, 2))


@form("desk: labels in one line", *FOOT)
def in_one_line(pen: Pen) -> str:
    return pen.line(few_credits(pen, pen.pick(SIGNS), names=2))


@form("desk: each on its line", *FOOT)
def each_on_its_line(pen: Pen) -> str:
    return pen.line(few_credits(pen, pen.pick(SIGNS), 2, 5), "\n")


@form("desk: six labels over three lines", *FOOT)
def three_lines(pen: Pen) -> str:
    sign, blank, mark = pen.pick(SIGNS), pen.pick(BLANKS), pen.gap("\n")
    rows = [blank.join(few_credits(pen, sign, 2, 2, ("desk", "desk_more"))) for _ in range(3)]
    return mark.join(rows)


@form("desk: bar for the colon", HEAD, *FOOT)
def bar(pen: Pen) -> str:
    return pen.line(few_credits(pen, pen.pick(BARS), 1, 4))


@form("desk: slash for the colon", HEAD, *FOOT)
def slash(pen: Pen) -> str:
    return pen.line(few_credits(pen, pen.pick(("/", "／", " / ")), 1, 4))


@form("desk: dot for the colon", *FOOT)
def dot(pen: Pen) -> str:
    return pen.line(few_credits(pen, pen.pick((" · ", "·", "•")), 1, 3))


@form("desk: blanks alone", HEAD, *FOOT)
def blanks(pen: Pen) -> str:
    blank = pen.pick((" ", "　", "  "))
    return pen.line(few_credits(pen, blank, 1, 4), blank)


@form("desk: nothing for the colon", *FOOT)
def nothing(pen: Pen) -> str:
    parts = [pen.credit("", pen.label("desk"), pen.plain_names(1, 1)) for _ in range(pen.number(1, 4))]
    return pen.line(parts)


@form("desk: all run together", *FOOT, CLOSING)
def run_together(pen: Pen) -> str:
    sign = pen.pick(("：", ":"))
    line = "".join(pen.credit(sign, pen.label("desk"), pen.plain_names(1, 2)) for _ in range(pen.number(2, 5)))
    return f"（{line}）" if pen.where == CLOSING else line


@form("desk: bars between the facts", *FOOT)
def bars_between(pen: Pen) -> str:
    return pen.line(
        few_credits(pen, pen.pick(("：", ":", " ")), 2, 5), pen.pick((" | ", " / ", "｜", "／", " 丨 ", "；", "，", " ▎"))
    )


@form("desk: in brackets", HEAD, CLOSING, *FOOT)
def in_brackets(pen: Pen) -> str:
    left, right = pen.brackets(*BRACKETS)
    return left + pen.line(few_credits(pen, pen.pick((*SIGNS, " ")), 1, 3, names=2), " ") + right


@form("desk: each in brackets of its own", *FOOT)
def each_in_brackets(pen: Pen) -> str:
    left, right = pen.brackets(*BRACKETS)
    parts = [f"{left}{part}{right}" for part in few_credits(pen, pen.pick(("：", ":", " ")), 2, 3)]
    return pen.line(parts, pen.pick(("", " ")))


@form("desk: label in brackets, name outside", *FOOT)
def label_in_brackets(pen: Pen) -> str:
    left, right = pen.brackets("【】", "[]", "〔〕")
    parts = []
    for _ in range(pen.number(1, 4)):
        label = pen.label("desk")
        parts.append(f"{left}{label}{right}{CUT}{pen.desk(label, pen.plain_names(1, 1))}")
    return pen.line(parts, pen.pick(("", " ")))


@form("desk: letters of the label apart", *FOOT)
def letters_apart(pen: Pen) -> str:
    sign, parts = pen.pick(SIGNS), []
    for _ in range(pen.number(1, 3)):
        label = pen.label("desk")
        parts.append(f"{pen.spaced(label)}{sign}{CUT}{pen.desk(label, pen.names(1, 1))}")
    return pen.line(parts, pen.pick(("\n", "　　", "   ")))


@form("desk: two names under one label", HEAD, *FOOT)
def two_names(pen: Pen) -> str:
    return pen.line(
        [pen.credit(pen.pick(SIGNS), pen.label("desk"), pen.names(2, 3)), pen.credit("：", pen.label("desk"))],
        pen.pick(("　　", "\n", "　")),
    )


@form("desk: a staff code behind the name", HEAD, CLOSING, *FOOT)
def code_behind(pen: Pen) -> str:
    sign, code = pen.pick(("：", ":", "： ")), pen.around("codes")
    line = pen.credit(sign, pen.pick(("责任编辑", "责编", "编辑"))) + pen.pick(
        (" {}", "_{}", "({})", "（{}）", "{}", "　{}")
    ).format(code)
    return pen.bracketed(line, "（）", "[]", "【】") if pen.where == CLOSING or pen.chance(0.4) else line


@form("desk: a staff code in the name's place", HEAD, CLOSING, *FOOT)
def code_alone(pen: Pen) -> str:
    label = pen.pick(("责任编辑", "责编", "编辑"))
    line = f"{label}{pen.pick(('：', ':', '： '))}{CUT}{pen.desk(label, [pen.around('codes')])}"
    return f"（{line}）" if pen.where == CLOSING else line


@form("desk: rare labels", HEAD, *FOOT)
def rare(pen: Pen) -> str:
    return pen.line(few_credits(pen, pen.pick(SIGNS), 1, 4, ("desk_more",)), pen.pick(("　", " ", "\n", " | ")))


@form("desk: rare labels, blanks alone", *FOOT)
def rare_blanks(pen: Pen) -> str:
    return pen.line(few_credits(pen, " ", 2, 4, ("desk_more",)), pen.pick((" ", "　")))


@form("desk: labels of the trade without a role", *FOOT)
def other(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜", "/"))
    parts = [pen.credit(sign, pen.unknown_label("other"), pen.names(1, 2)) for _ in range(pen.number(1, 3))]
    parts.insert(pen.number(0, len(parts)), pen.credit(sign, pen.label("desk")))
    return pen.line(parts, pen.pick(("　", " ", "\n")))


@form("desk: an unknown label beside a known one", *FOOT)
def unknown(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜", "/", "： "))
    parts = [pen.credit(sign, pen.label("desk")) for _ in range(pen.number(1, 2))]
    parts.insert(pen.number(0, len(parts)), pen.credit(sign, pen.unknown_label(), pen.plain_names(1, 1)))
    return pen.line(parts, pen.pick(("　", " ", "  ")))


@form("desk: an unknown label in a bracket or run", CLOSING, *FOOT)
def unknown_in_run(pen: Pen) -> str:
    parts = [
        pen.credit("：", pen.label("desk"), pen.plain_names(1, 1)),
        pen.credit("：", pen.unknown_label(), pen.plain_names(1, 1)),
    ]
    pen.rng.shuffle(parts)
    return f"（{' '.join(parts)}）" if pen.where == CLOSING or pen.chance(0.5) else "".join(parts)


@form("desk: an unknown label alone", *FOOT, kept="either")
def unknown_alone(pen: Pen) -> str:
    label, names = pen.unknown_label(), pen.plain_names(1, 1)
    return f"{label}：{CUT}{pen.desk(label, names, optional=True)}"


@form("desk: label behind the name", CLOSING, *FOOT)
def label_behind(pen: Pen) -> str:
    label = pen.pick(("编辑", "责编", "责任编辑", "校对"))
    line = f"{pen.desk(label, pen.plain_names(1, 1))}{pen.pick((' ', '　', '/'))}{label}"
    return f"（{line}）" if pen.where == CLOSING or pen.chance(0.5) else line


@form("desk: two labels for one name", *FOOT)
def two_labels(pen: Pen) -> str:
    first, second, name = pen.label("desk"), pen.label("desk"), pen.plain_names(1, 1)
    printed = pen.desk(first, name)
    pen.desk(second, name)
    return f"{first}{pen.pick(('/', '、', '／', ' '))}{second}{pen.pick(('：', ':', '｜'))}{CUT}{printed}"


@form("desk: an outlet's reporter in the value", *FOOT)
def reporter_in_value(pen: Pen) -> str:
    label = pen.pick(("责编", "责任编辑", "编辑"))
    return (
        f"{label}：{CUT}{pen.outlet(('daily', 'paper', 'tv'))}{pen.pick(('记者 ', ' '))}{pen.desk(label, pen.plain_names(1, 1))}"
    )


@form("desk: traditional labels", *FOOT)
def traditional(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜"))
    chosen = pen.rng.sample(TRADITIONAL, pen.number(1, 3))
    return pen.line([f"{printed}{sign}{CUT}{pen.desk(label, pen.plain_names(1, 1), printed)}" for printed, label in chosen])


@form("desk: buttons and notices beside it", *FOOT)
def buttons(pen: Pen) -> str:
    sign = pen.pick(("：", ":"))
    button = pen.pick(("[纠错]", "【打印】", "我要评论", "【关闭】", "分享到：", "[返回首页]"))
    parts = [pen.credit(sign, pen.pick(("责任编辑", "编辑", "责编")))]
    parts.insert(pen.number(0, 1), button)
    return pen.line(parts)


@form("desk: a notice above it", ENDING)
def below_notice(pen: Pen) -> str:
    notice = pen.pick(
        (
            *lines("surroundings", "notices"),
            pen.around("tags"),
            pen.around("ends"),
            f"投稿邮箱：jz{pen.number()}@jiangzhou.example",
        )
    )
    return pen.line([notice, pen.line(few_credits(pen, "：", 1, 3))], "\n")


@form("desk: telephone and time behind it", *FOOT)
def telephone(pen: Pen) -> str:
    credits = few_credits(pen, "：", 1, 2)
    behind = pen.pick(
        (
            f"电话：0{pen.number(100, 999)}-{pen.number(2000000, 8999999)}",
            f"时间：{pen.date()}",
            f"投稿邮箱：tg@jz{pen.number(10, 99)}.example",
            f"新闻热线：{pen.number(2000000, 8999999)}",
        )
    )
    return pen.line([*credits, behind], pen.pick(("　", "\n", " ")))


@form("desk: an empty label among others", *FOOT)
def empty(pen: Pen) -> str:
    sign = pen.pick(("：", ":"))
    parts = [f"{pen.label('desk')}{sign}", pen.credit(sign, pen.label("desk"))]
    if pen.chance(0.5):
        parts.append(pen.credit(sign, pen.label("desk")))
    return pen.line(parts, pen.pick(("　", " ", "\n")))


@form("desk: an empty label alone", HEAD, *FOOT)
def empty_alone(pen: Pen) -> str:
    label = f"{pen.pick(('编辑', '责任编辑', '责编', '审核'))}{pen.pick(('：', ':'))}"
    return label if pen.chance(0.4) else f"{label}{pen.gap()}{pen.pick((pen.around('buttons'), pen.date(), '【打印】'))}"


@form("desk: names with dots and without", *FOOT)
def minority(pen: Pen) -> str:
    parts = [
        pen.credit("：", pen.label("desk"), [person(pen.rng, kind)]) for kind in pen.rng.sample(("dotted", "undotted", "rare"), 2)
    ]
    return pen.line(parts)


@form("desk: three grades with their checks", *FOOT, CLOSING)
def grades(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "丨", "/", " "))
    labels = pen.pick(
        (("一审", "二审", "三审"), ("初审", "复审", "终审"), ("一审", "一校", "二审", "二校"), ("编辑", "初审", "复审", "终审"))
    )
    line = pen.line([pen.credit(sign, label) for label in labels], pen.pick((" ", "　", " ")))
    return f"（{line}）" if pen.where == CLOSING else line


@form("desk: everything a newsroom has", *FOOT)
def everything(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜", " | ", "︱", "/"))
    parts = [pen.credit(sign, label) for label in ("总策划", "统筹", "编辑", "美编", "校对", "审核", "监制")]
    parts.insert(2, pen.maker(sign, pen.pick(("撰文", "记者", "文字记者")), pen.names(1, 2)))
    parts.insert(3, pen.credit(sign, pen.unknown_label("other")))
    return pen.line(parts, "\n")
