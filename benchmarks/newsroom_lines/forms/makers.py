"""Text and pictures by different people or by one, translators, illustrators, and who a writer is."""

from benchmarks.newsroom_lines.facts import CUT
from benchmarks.newsroom_lines.forms.bylines import LINES
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, HEAD, OPENING, form
from benchmarks.newsroom_lines.pen import Pen
from benchmarks.newsroom_lines.words import foreigner


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
    pen.by(names, "photographer", optional=True)
    pen.by(names, "author", optional=True)
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
    pen.desk("制图", [name], optional=True, roles=("designer", "other"))
    return pen.pick((f"制图/{name}", f"制图：{name}", f"{name}/制图", f"制图 {name}"))


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
