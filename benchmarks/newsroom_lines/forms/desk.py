"""Lines of the desk: who edited, checked and released the text."""

from collections.abc import Sequence

from benchmarks.newsroom_lines.facts import CUT
from benchmarks.newsroom_lines.forms.registry import CLOSING, FOOT, HEAD, form
from benchmarks.newsroom_lines.pen import BARS, BLANKS, SIGNS, Pen

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


@form("desk: label behind the name", CLOSING, *FOOT)
def label_behind(pen: Pen) -> str:
    label = pen.pick(("编辑", "责编", "责任编辑", "校对"))
    line = f"{pen.desk(label, pen.plain_names(1, 1))}{pen.pick((' ', '　', '/'))}{label}"
    return f"（{line}）" if pen.where == CLOSING or pen.chance(0.5) else line


@form("desk: two labels for one name", *FOOT)
def two_labels(pen: Pen) -> str:
    first, second, name = pen.label("desk"), pen.label("desk"), pen.plain_names(1, 1)
    between = pen.pick(("/", "、", "／", " "))
    printed = pen.desk(first, name, optional=between == " ")
    pen.desk(second, name)
    return f"{first}{between}{second}{pen.pick(('：', ':', '｜'))}{CUT}{printed}"


@form("desk: traditional labels", *FOOT)
def traditional(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜"))
    chosen = pen.rng.sample(TRADITIONAL, pen.number(1, 3))
    return pen.line([f"{printed}{sign}{CUT}{pen.desk(label, pen.plain_names(1, 1), printed)}" for printed, label in chosen])


@form("desk: three grades with their checks", *FOOT, CLOSING)
def grades(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "丨", "/", " "))
    labels = pen.pick(
        (("一审", "二审", "三审"), ("初审", "复审", "终审"), ("一审", "一校", "二审", "二校"), ("编辑", "初审", "复审", "终审"))
    )
    line = pen.line([pen.credit(sign, label) for label in labels], pen.pick((" ", "　", " ")))
    return f"（{line}）" if pen.where == CLOSING else line


@form("desk: slash between names", *FOOT)
def slash_between(pen: Pen) -> str:
    label, second = pen.label("desk"), pen.label("desk")
    first = f"{label}：{CUT}{pen.desk(label, pen.plain_names(2, 2), sign=pen.pick(('/', '／', '；', ' / ')))}"
    return pen.line([first, pen.credit("：", second)], pen.pick(("　　", "\n", "  ")))
