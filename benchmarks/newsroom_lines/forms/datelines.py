"""The beginning of a text: outlet, place, date, 讯 or 电, and who reports."""

from benchmarks.newsroom_lines.forms.bylines import OURS, correspondents, reporters
from benchmarks.newsroom_lines.forms.registry import LEAD, form
from benchmarks.newsroom_lines.pen import Pen


@form("dateline: 本报讯 and the bracket", LEAD, kept="stays")
def ours(pen: Pen) -> str:
    head = pen.pick((pen.word(*OURS), pen.outlet())) + pen.pick(("讯", "讯", " 讯", f"{pen.place()}讯", f"{pen.month_day()}讯"))
    return (
        head
        + pen.pick(("", " ", "　"))
        + pen.bracketed(pen.line([reporters(pen), *([correspondents(pen)] if pen.chance(0.5) else [])]))
    )


@form("dateline: place, date and 电", LEAD, kept="stays")
def wire(pen: Pen) -> str:
    name = pen.pick(("本报", "新华社", "中新社", "中新网", pen.outlet()))
    call = pen.pick(("电", "专电", "电"))
    bracket = pen.bracketed(f"记者{pen.pick((' ', '', '　'))}{pen.by(pen.names(1, 3), 'reporter')}")
    return f"{name}{pen.place()}{pen.month_day()}{call}{pen.pick((' ', '', '　'))}{bracket}"


@form("dateline: date before the place", LEAD, kept="stays")
def date_before_place(pen: Pen) -> str:
    return f"{pen.outlet()}{pen.month_day()}{pen.place()}讯{pen.bracketed(reporters(pen, 1, 2))}"


@form("dateline: no bracket", LEAD, kept="stays")
def no_bracket(pen: Pen) -> str:
    head = pen.pick((pen.word(*OURS), pen.outlet())) + pen.pick(("讯", f"{pen.place()}讯"))
    told = f"{head}{pen.pick(('　', ' '))}记者{pen.by(pen.plain_names(1, 1), 'reporter', org=(None,))}"
    if pen.chance(0.4):
        told += f"、通讯员{pen.by(pen.plain_names(1, 1), 'correspondent', org=(None,))}"
    return told + pen.pick(("报道：", "报道 ", "报道　"))


@form("dateline: nobody named", LEAD, kept="stays")
def nobody_named(pen: Pen) -> str:
    if pen.chance(0.2):
        value = pen.outlet()
        pen.optional_source(value)
        return f"据{value}消息{pen.pick('　 ')}"
    call = (
        f"{pen.word(*OURS)}讯",
        f"新华社{pen.place()}{pen.month_day()}电",
        f"{pen.outlet()}讯",
        "本报综合消息",
        "综合新华社消息",
    )
    return pen.pick(call) + pen.pick(("　", " "))


@form("dateline: text and pictures in the bracket", LEAD, kept="stays")
def dateline_pictures(pen: Pen) -> str:
    head = pen.pick(("本报讯", pen.outlet() + "讯", f"{pen.outlet()}{pen.month_day()}讯"))
    kind = pen.number(1, 3)
    if kind == 1:
        names = pen.plain_names(1, 2)
        printed = pen.by(names, "reporter", "author", "photographer")
        pen.by(names, "photographer", optional=True)
        return f"{head}（记者 {printed} {pen.pick(('文/图', '文/摄', '摄影报道', '文图'))}）"
    if kind == 2:
        wrote = pen.by(pen.plain_names(1, 1), "reporter", "author")
        return f"{head}（记者 {wrote}/文 {pen.by(pen.plain_names(1, 1), 'photographer', 'reporter')}/{pen.pick('图摄')}）"
    names = pen.names(1, 2)
    printed = pen.by(names, "reporter", "author", "photographer")
    pen.by(names, "photographer", optional=True)
    return f"{head}（文/视频 全媒体记者 {printed}）"


@form("dateline: name before its role word", LEAD, kept="stays")
def dateline_name_first(pen: Pen) -> str:
    first = pen.by(pen.plain_names(1, 1), "author", "correspondent", "reporter")
    return f"本报讯（{first} {pen.pick(('记者', '通讯员'))} {pen.by(pen.names(1, 2), 'reporter', 'correspondent')}）"
