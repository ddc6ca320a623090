"""Lines that name who wrote the text."""

from benchmarks.newsroom_lines.facts import CUT, Person
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, LEAD, OPENING, form
from benchmarks.newsroom_lines.pen import BARS, BLANKS, SIGNS, Pen
from benchmarks.newsroom_lines.words import foreigner, outlet, person, roles

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
    name = f"{outlet(pen.rng, 'daily')}{pen.pick(('·', '、', '-'))}{outlet(pen.rng, pen.pick(('client', 'web')))}"
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


@form("byline: text and pictures, label before", *LINES, CLOSING, kept="byline")
def text_and_pictures(pen: Pen) -> str:
    sign = pen.pick(("/", "/", "／", "：", "｜", " | ", "︱"))
    text, picture = pen.pick((("文", "图"), ("文", "摄"), ("撰文", "摄影"), ("文字", "图片"), ("采写", "摄影"), ("文", "视频")))
    writes = ("author", "reporter") if text == "采写" else ("author",)
    line = pen.line(
        [
            f"{text}{sign}{CUT}{pen.by(pen.names(1, 2), *writes, 'reporter')}",
            f"{picture}{sign}{CUT}{pen.by(pen.names(1, 2), 'photographer')}",
        ]
    )
    return pen.bracketed(line) if pen.where == CLOSING else line


@form("byline: text and pictures, label behind", *LINES, CLOSING, kept="byline")
def text_and_pictures_behind(pen: Pen) -> str:
    sign = pen.pick(("/", "/", "／", " "))
    names = pen.pick(("记者", "本报记者", "通讯员", ""))
    wrote = {"通讯员": ("correspondent", "author")}.get(names, ("reporter", "author"))
    first = f"{names}{pen.pick((' ', ''))}{pen.by(pen.plain_names(1, 1), *wrote)}{sign}文"
    line = pen.line(
        [first, f"{pen.by(pen.plain_names(1, 1), 'photographer', 'reporter')}{sign}{pen.pick(('摄', '图', '摄影'))}"], " "
    )
    return pen.bracketed(line) if pen.where in (CLOSING, ENDING) else line


@form("byline: two labels for one name", *LINES, CLOSING, kept="byline")
def two_labels(pen: Pen) -> str:
    names, both = (
        pen.plain_names(1, 2),
        pen.pick(("文/图", "图/文", "文/摄", "文图", "图文", "撰文/摄影", "摄影/撰文", "文、图", "摄影报道")),
    )
    role = pen.pick(("记者 ", "本报记者 ", "通讯员 "))
    wrote = ("correspondent", "author", "photographer") if "通讯员" in role else ("reporter", "author", "photographer")
    if before := pen.chance(0.5) and both != "摄影报道":
        role = ""
    printed = pen.by(names, *(("author", "photographer", "reporter") if before else wrote))
    pen.by(names, "photographer", "author", optional=True)
    line = (
        f"{both}{pen.pick(('/', '：', ' ', '｜'))}{printed}"
        if before
        else f"{role}{printed}{pen.pick((' ', '　', '/', ''))}{both}"
    )
    return pen.bracketed(line) if pen.where in (CLOSING, ENDING) else line


@form("byline: label behind the name", HEAD, OPENING, CLOSING, ENDING, kept="byline")
def label_behind(pen: Pen) -> str:
    label, right = pen.pick(
        (("供稿", ("author", "correspondent")), ("撰稿", ("author",)), ("撰文", ("author",)), ("整理", ("author", "reporter")), ("文", ("author",)),
         ("摄影", ("photographer",)), ("摄", ("photographer",)), ("执笔", ("author",)), ("采写", ("reporter", "author")), ("报道", ("reporter", "author")))
    )  # fmt: skip
    line = f"{pen.by(pen.plain_names(1, 2), *right)}{pen.pick((' ', '/', '　', ' '))}{label}"
    return pen.bracketed(line) if pen.where in (CLOSING, ENDING) else line


@form("byline: 供稿 摄影/X", HEAD, ENDING, kept="either")
def gave_and_shot(pen: Pen) -> str:
    name = pen.plain_names(1, 1)
    line = f"{pen.pick(('供稿', '撰文', '文字'))}{pen.pick((' ', '、', ' / '))}摄影{pen.pick(('/', '：', ' '))}"
    printed = pen.by(name, "photographer", "author")
    pen.by(name, "author", "correspondent", optional=True)
    return line + printed


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


@form("byline: bracket with label and sign", CLOSING, ENDING, kept="byline")
def bracket_label(pen: Pen) -> str:
    return pen.bracketed(
        pen.maker(pen.pick(("：", ":", " ", "/", "")), pen.pick(("记者", "作者", "通讯员", "撰稿", "执笔", "采写")))
    )


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
    name = pen.pick(
        ("本报讯", "新华社" + pen.place() + pen.month_day() + "电", pen.outlet() + "讯", "据" + pen.outlet() + "消息")
    )
    return name + pen.pick(("　", " "))


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


@form("byline: 记者X／PLACE报道", OPENING, HEAD, kept="either")
def name_place(pen: Pen) -> str:
    slash = pen.pick("／/")
    return f"{pen.pick(('记者', '本报记者', '特派记者'))}{pen.by(pen.plain_names(1, 1), 'reporter')}{slash}{pen.place()}{pen.pick(('报道', '报导'))}"


@form("byline: 作者系, 作者为 with a name", CLOSING, ENDING, kept="byline")
def writer_is(pen: Pen) -> str:
    of = pen.office()
    title = pen.pick(("教授", "副研究员", "主任", "讲师", ""))
    name = pen.by(pen.plain_names(1, 1), "author", org=(of, of + title, None))
    return pen.pick(
        (
            f"（作者：{name}，系{of}{title}）",
            f"（作者{name}系{of}{title}）",
            f"（作者：{name}，{of}{title}）",
            f"作者：{name}，单位：{of}",
        )
    )


@form("byline: 作者系, 作者单位 without a name", CLOSING, ENDING, kept="either")
def writer_unnamed(pen: Pen) -> str:
    of = pen.office()
    return pen.pick(
        (f"（作者系{of}教授）", f"（作者单位：{of}）", f"（作者为{of}副研究员）", f"（作者单位 {of}）", "（作者系本报评论员）")
    )


@form("byline: a job title before the name", HEAD, CLOSING, kept="byline")
def job_title(pen: Pen) -> str:
    of, title = pen.office(), pen.pick(("副教授", "主任医师", "高级工程师", "首席研究员", "副会长", "理事"))
    name = pen.by(pen.plain_names(1, 1), "author", org=(of, of + title, None))
    line = pen.pick(
        (f"作者：{of}{title} {name}", f"作者：{of}{title}{name}", f"文/{of}{title} {name}", f"作者 | {of}{title} {name}")
    )
    return pen.bracketed(line) if pen.where == CLOSING else line


@form("byline: translator", HEAD, CLOSING, ENDING, kept="byline")
def translator(pen: Pen) -> str:
    writer, name = foreigner(pen.rng), pen.plain_names(1, 1)
    nation = pen.pick((f"[{pen.word('people', 'nations')}]", f"（{pen.word('people', 'nations')}）", ""))
    if pen.chance(0.4):
        return pen.bracketed(f"{pen.by(name, 'translator')}{pen.pick(('译', ' 译', '/译', ' 编译'))}")
    wrote = pen.by([writer], "author")
    label = pen.pick((f"作者：{nation}{wrote}", f"{nation}{wrote} 著"))
    line = f"{label}{pen.gap(' ')}{pen.pick(('译者：{}', '{} 译', '翻译：{}')).format(pen.by(name, 'translator'))}"
    return pen.bracketed(line) if pen.where == CLOSING else line


@form("byline: illustrator", HEAD, ENDING, kept="either")
def illustrator(pen: Pen) -> str:
    names = pen.by(pen.plain_names(1, 1), "illustrator", "photographer")
    return pen.pick(
        (
            f"漫画/{names}",
            f"插图：{names}",
            f"图：{names}/绘",
            f"{names} 绘",
            f"绘图 {names}",
            f"漫画：{names}",
            f"插画｜{names}",
            f"{names}/漫画",
        )
    )


@form("byline: drawn graphic", ENDING, HEAD, kept="either")
def graphic(pen: Pen) -> str:
    name = pen.name("common")
    pen.by([name], "illustrator", "photographer", optional=True)
    pen.desk("制图", [name], optional=True)
    return pen.pick((f"制图/{name}", f"制图：{name}", f"{name}/制图", f"制图 {name}"))


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
    return pen.pick(("发表于 前天", "发布于 昨天", "刚刚 更新", "编辑于 3小时前", "前天 发表", "发表于 1天前"))


@form("byline: counter behind the author", HEAD)
def counter_behind(pen: Pen) -> str:
    return pen.line(
        [pen.maker(pen.pick(SIGNS), pen.pick(("作者", "记者", "撰文"))), pen.around(pen.pick(("counters", "buttons")))]
    )


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


@form("byline: many names", CLOSING, OPENING, LEAD, kept="byline")
def many(pen: Pen) -> str:
    line = f"{pen.pick(('本报记者', '记者', '全媒体记者'))}{pen.pick((' ', '', '　'))}{pen.by(pen.names(4, 9), 'reporter')}"
    return line if pen.where == OPENING else f"{'本报讯' if pen.where == LEAD else ''}（{line}）"


@form("byline: role and name parted by a slash", CLOSING, LEAD, kept="byline")
def role_slash_name(pen: Pen) -> str:
    first = f"记者/{pen.by(pen.names(1, 1), 'reporter')}"
    line = f"{first} 通讯员/{pen.by(pen.names(1, 1), 'correspondent')}"
    return f"{'本报讯' if pen.where == LEAD else ''}（{line}）"


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
