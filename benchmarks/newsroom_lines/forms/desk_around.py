"""Lines of the desk with odd labels, odd values, and with other things around them."""

from benchmarks.newsroom_lines.facts import CUT
from benchmarks.newsroom_lines.forms.desk import few_credits
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, form
from benchmarks.newsroom_lines.pen import SIGNS, Pen
from benchmarks.newsroom_lines.words import lines, person


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


@form("desk: an outlet's reporter in the value", *FOOT)
def reporter_in_value(pen: Pen) -> str:
    label = pen.pick(("责编", "责任编辑", "编辑"))
    return (
        f"{label}：{CUT}{pen.outlet(('daily', 'paper', 'tv'))}{pen.pick(('记者 ', ' '))}{pen.desk(label, pen.plain_names(1, 1))}"
    )


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


@form("desk: everything a newsroom has", *FOOT)
def everything(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜", " | ", "︱", "/"))
    parts = [pen.credit(sign, label) for label in ("总策划", "统筹", "编辑", "美编", "校对", "审核", "监制")]
    parts.insert(2, pen.maker(sign, pen.pick(("撰文", "记者", "文字记者")), pen.names(1, 2)))
    parts.insert(3, pen.credit(sign, pen.unknown_label("other")))
    return pen.line(parts, "\n")


@form("desk: （实习） behind the name", *FOOT)
def on_trial(pen: Pen) -> str:
    label = pen.pick(("编辑", "责编", "校对"))
    first = f"{label}：{CUT}{pen.desk(label, pen.plain_names(1, 1))}{pen.pick(('（实习）', '(实习)', '（见习）'))}"
    return pen.line([first, pen.credit("：", pen.pick(("审核", "监制")))])


@form("desk: a stop behind it", *FOOT, CLOSING)
def closed(pen: Pen) -> str:
    line = pen.line(few_credits(pen, "：", 1, 3), pen.pick(("；", "，", "。")))
    return f"（{line}。）" if pen.where == CLOSING else line + pen.pick("。；")


@form("desk: a mark before each label", *FOOT)
def marks(pen: Pen) -> str:
    mark = pen.pick("●■▲◆▶·◎")
    return pen.line([f"{mark}{pen.pick(('', ' '))}{part}" for part in few_credits(pen, "：", 2, 4)], pen.pick(("\n", "　")))


@form("desk: an address behind the name", *FOOT)
def address(pen: Pen) -> str:
    line = pen.credit("：", pen.pick(("编辑", "责编", "责任编辑")), pen.plain_names(1, 1))
    return line + pen.pick((" E-mail：{}", "（邮箱：{}）", "　邮箱 {}")).format(f"bj{pen.number(10, 99)}@jzxw.example")
