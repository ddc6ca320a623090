"""Role words and names, outlets beside them, and the brackets that close a text."""

from benchmarks.newsroom_lines.facts import CUT, Person
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, LEAD, OPENING, form
from benchmarks.newsroom_lines.pen import Pen
from benchmarks.newsroom_lines.words import outlet

LINES = (HEAD, OPENING, *FOOT)
"""Where a byline stands as a line of its own."""
ROLES = ("labels", "words", "roles")
CORRESPONDENTS = ("labels", "words", "correspondents")
OURS = ("labels", "words", "ours")
STATED = ("reporter", "author")


def reporters(pen: Pen, low: int = 1, high: int = 3, join: str | None = None) -> str:
    """`全媒体记者 X Y`, the role word with or without 本报 before it."""
    role = pen.pick((pen.word(*ROLES), pen.word(*OURS) + pen.pick(("记者", "全媒体记者", "首席记者", "见习记者"))))
    return role + (pen.pick((" ", "　", "")) if join is None else join) + pen.by(pen.names(low, high), "reporter", org=(None,))


def correspondents(pen: Pen) -> str:
    return pen.word(*CORRESPONDENTS) + pen.pick((" ", "　", "")) + pen.by(pen.names(1, 2), "correspondent", org=(None,))


def of_outlet(pen: Pen, name: str | None = None) -> str:
    """`江州日报全媒体记者 X`: people with their outlet."""
    name = name or pen.outlet()
    role = pen.pick(("记者", "全媒体记者", "首席记者", "见习记者", "融媒体记者"))
    return f"{name}{role}{pen.pick((' ', '　', ''))}{pen.by(pen.names(1, 2), 'reporter', org=(name,))}"


@form("byline: role words on a line", *LINES, kept="either")
def role_words(pen: Pen) -> str:
    return pen.line([reporters(pen), *([correspondents(pen)] if pen.chance(0.6) else [])])


@form("byline: role words run together", OPENING, HEAD, ENDING, kept="either")
def run_together(pen: Pen) -> str:
    return reporters(pen, 1, 2, "") + pen.pick(("", " ")) + correspondents(pen)


@form("byline: a mark before it", OPENING, HEAD, kept="either")
def marked(pen: Pen) -> str:
    text = of_outlet(pen) if pen.chance(0.4) else reporters(pen)
    return pen.word("labels", "words", "marks") + pen.pick(("", " ", "　")) + text


@form("byline: a mark and a bare name", OPENING, HEAD, kept="either")
def mark_and_name(pen: Pen) -> str:
    return pen.pick("□■◎●○◇◆") + pen.pick(("", " ", "　")) + pen.by(pen.plain_names(1, 2), "author", "reporter", org=(None,))


@form("byline: outlet before the role", *LINES, kept="either")
def outlet_role(pen: Pen) -> str:
    name = pen.outlet()
    pen.sourced(name, [None])
    return of_outlet(pen, name)


@form("byline: two outlets before the role", OPENING, CLOSING, HEAD, kept="byline")
def two_outlets(pen: Pen) -> str:
    name = f"{outlet(pen.rng, 'daily')}{pen.pick(('·', '·', '-'))}{outlet(pen.rng, pen.pick(('client', 'web')))}"
    if pen.where == HEAD:
        pen.sourced(name, [None])
    text = of_outlet(pen, name)
    return pen.bracketed(text) if pen.where == CLOSING else text


@form("byline: NAME/OUTLET", HEAD, OPENING, ENDING, kept="either")
def name_slash_outlet(pen: Pen) -> str:
    value = pen.outlet()
    pen.sourced(value)
    return f"{pen.by(pen.plain_names(1, 2), *STATED, org=(value,))}{pen.pick(('/', '／', ' / '))}{CUT}{value}"


@form("byline: OUTLET/NAME", HEAD, OPENING, ENDING, kept="either")
def outlet_slash_name(pen: Pen) -> str:
    value = pen.outlet()
    pen.sourced(value, [None])
    return f"{value}{pen.pick(('/', '／', ' | ', '｜'))}{CUT}{pen.by(pen.plain_names(1, 2), *STATED, org=(value,))}"


@form("byline: OUTLET NAME", HEAD, OPENING, ENDING, kept="either")
def outlet_name(pen: Pen) -> str:
    value = pen.outlet()
    pen.sourced(value, [None])
    return f"{value}{pen.pick((' ', '　'))}{CUT}{pen.by(pen.plain_names(1, 1), *STATED, org=(value,))}"


@form("byline: role before NAME/OUTLET", HEAD, OPENING, ENDING, kept="either")
def role_name_outlet(pen: Pen) -> str:
    value = pen.outlet()
    pen.sourced(value, [None])
    return f"{pen.pick(('文', '记者', '撰文'))}{pen.pick(' ：/')}{pen.by(pen.plain_names(1, 1), *STATED, org=(value, None))}（{value}）"


@form("byline: bracket with role words", CLOSING, ENDING, OPENING, kept="byline")
def bracket(pen: Pen) -> str:
    return pen.bracketed(pen.line([reporters(pen), *([correspondents(pen)] if pen.chance(0.5) else [])]))


@form("byline: bracket with the outlet", CLOSING, ENDING, kept="byline")
def bracket_outlet(pen: Pen) -> str:
    return pen.bracketed(pen.line([of_outlet(pen), *([correspondents(pen)] if pen.chance(0.3) else [])]))


@form("byline: bracket with bare names", CLOSING, ENDING, kept="byline")
def bracket_bare(pen: Pen) -> str:
    return pen.bracketed(pen.by(pen.plain_names(1, 3), "author", "reporter", org=(None,)))


@form("byline: bracket with a name before its role word", CLOSING, kept="byline")
def bracket_name_first(pen: Pen) -> str:
    first = pen.by(pen.plain_names(1, 1), "author", "correspondent", "reporter")
    return pen.bracketed(
        f"{first} {pen.pick(('记者', '本报记者', '通讯员'))} {pen.by(pen.names(1, 2), 'reporter', 'correspondent')}"
    )


@form("byline: 记者X／PLACE报道", OPENING, HEAD, kept="either")
def name_place(pen: Pen) -> str:
    slash = pen.pick("／/")
    return f"{pen.pick(('记者', '本报记者', '特派记者'))}{pen.by(pen.plain_names(1, 1), 'reporter')}{slash}{pen.place()}{pen.pick(('报道', '报导'))}"


@form("byline: names run together", CLOSING, OPENING, kept="byline")
def names_run_together(pen: Pen) -> str:
    names = pen.plain_names(2, 2)
    role = pen.pick(("记者", "本报记者", "通讯员"))
    right = ("correspondent",) if role == "通讯员" else ("reporter",)
    pen.by(names, *right)
    pen.or_authors([Person("".join(names), right)])
    line = role + pen.pick((" ", "：", "")) + "".join(names)
    return pen.bracketed(line) if pen.where == CLOSING else line


@form("byline: 和, 与 between names", HEAD, CLOSING, OPENING, kept="byline")
def and_between(pen: Pen) -> str:
    names = pen.plain_names(2, 2)
    both = pen.by(names, "reporter", sign=pen.pick((" 和 ", " 与 ", "和", "与", " 及 ", "、")))
    line = f"{pen.pick(('记者 ', '记者：', '本报记者 '))}{both}"
    return pen.bracketed(line) if pen.where == CLOSING else line


@form("byline: an office's pen name", CLOSING, LEAD, kept="byline")
def office_pen(pen: Pen) -> str:
    pen_name = pen.word("people", "office_pens")
    line = f"{pen.pick(('记者', '全媒体记者'))} {pen.by(pen.names(1, 2), 'reporter', org=(None,))} 通讯员 {pen_name}"
    pen.by([pen_name], "correspondent", optional=True)
    return f"本报讯（{line}）" if pen.where == LEAD else f"（{line}）"


@form("byline: correspondents with their office", CLOSING, LEAD, ENDING, kept="byline")
def correspondents_of_office(pen: Pen) -> str:
    of = pen.office()
    first = f"{pen.pick(('记者', '全媒体记者'))} {pen.by(pen.names(1, 2), 'reporter', org=(None,))}" if pen.chance(0.6) else ""
    name = pen.by(pen.plain_names(1, 1), "correspondent", org=(of, None))
    line = f"{first} {pen.pick((f'通讯员 {name}（{of}）', f'{of}通讯员 {name}', f'通讯员 {of} {name}'))}".strip()
    return f"本报讯（{line}）" if pen.where == LEAD else f"（{line}）"


@form("byline: trainees", CLOSING, LEAD, OPENING, kept="byline")
def trainees(pen: Pen) -> str:
    line = f"{reporters(pen, 1, 2)} 实习生 {pen.by(pen.names(1, 2), 'reporter', 'author', 'correspondent', org=(None,))}"
    return line if pen.where == OPENING else f"{'本报讯' if pen.where == LEAD else ''}（{line}）"


@form("byline: many names", CLOSING, OPENING, LEAD, kept="byline")
def many(pen: Pen) -> str:
    line = f"{pen.pick(('本报记者', '记者', '全媒体记者'))}{pen.pick((' ', '', '　'))}{pen.by(pen.names(4, 9), 'reporter')}"
    return line if pen.where == OPENING else f"{'本报讯' if pen.where == LEAD else ''}（{line}）"


@form("byline: role and name parted by a slash", CLOSING, LEAD, kept="byline")
def role_slash_name(pen: Pen) -> str:
    first = f"记者/{pen.by(pen.names(1, 1), 'reporter')}"
    line = f"{first} 通讯员/{pen.by(pen.names(1, 1), 'correspondent')}"
    return f"{'本报讯' if pen.where == LEAD else ''}（{line}）"


@form("byline: 报道 behind the names", CLOSING, OPENING, ENDING, kept="byline")
def reports(pen: Pen) -> str:
    names = pen.by(pen.plain_names(1, 2), "reporter", org=(None,))
    line = f"{pen.pick(('记者', '本报记者', '见习记者'))}{pen.pick((' ', '　'))}{names} {pen.pick(('报道', '综合报道', '采写'))}"
    return line if pen.where == OPENING else pen.bracketed(line)


@form("byline: （实习） behind the name", CLOSING, OPENING, HEAD, kept="byline")
def on_trial(pen: Pen) -> str:
    role = pen.pick(("记者 ", "记者：", "本报记者 "))
    line = role + pen.by(pen.plain_names(1, 1), "reporter") + pen.pick(("（实习）", "(实习)", "（见习）"))
    return f"[{line}]" if pen.where == CLOSING else line
