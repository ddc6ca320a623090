"""Lines and chains that tell facts of several fields."""

from benchmarks.newsroom_lines.facts import CUT, KEEP
from benchmarks.newsroom_lines.forms.bylines import correspondents, of_outlet, reporters
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, OPENING, TAIL, form
from benchmarks.newsroom_lines.forms.source import NAMED
from benchmarks.newsroom_lines.pen import SIGNS, Pen
from benchmarks.newsroom_lines.words import lines


def source_bracket(pen: Pen) -> str:
    left, right = pen.brackets("（）", "()", "[]", "【】")
    return f"{left}{pen.pick(('稿源：', '来源：', '来源:', '来源｜', '转自：', '稿源 '))}{pen.source(NAMED)}{right}"


def desk_bracket(pen: Pen) -> str:
    left, right = pen.brackets("[]", "（）", "()", "【】")
    return f"{left}{pen.credit(pen.pick(('：', ':', ' ')), pen.pick(('责任编辑', '责编', '编辑')))}{right}"


@form("chain: byline, source, desk at the end of a sentence", CLOSING)
def three_brackets(pen: Pen) -> str:
    byline = reporters(pen, 1, 2) + (" " + correspondents(pen) if pen.chance(0.4) else "")
    return f"（{byline}）{KEEP}{source_bracket(pen)}{desk_bracket(pen)}"


@form("chain: byline and desk at the end of a sentence", CLOSING)
def byline_desk(pen: Pen) -> str:
    byline = of_outlet(pen) if pen.chance(0.3) else reporters(pen)
    return f"（{byline}）{KEEP}{pen.pick(('', ' '))}{desk_bracket(pen)}"


@form("chain: bare name and desk at the end of a sentence", CLOSING)
def bare_desk(pen: Pen) -> str:
    names = pen.by(pen.plain_names(1, 2), "author", "reporter", org=(None,))
    return f"（{names}）{KEEP}{pen.pick(('', ' '))}{desk_bracket(pen)}"


@form("chain: source and desk at the end of a sentence", CLOSING)
def source_desk(pen: Pen) -> str:
    parts = [source_bracket(pen), desk_bracket(pen)]
    pen.rng.shuffle(parts)
    return "".join(parts)


@form("chain: byline and source at the end of a sentence", CLOSING)
def byline_source(pen: Pen) -> str:
    return f"（{reporters(pen)}）{KEEP}{source_bracket(pen)}"


@form("chain: brackets in paragraphs of their own", ENDING)
def own_paragraphs(pen: Pen) -> str:
    return pen.line([f"（{reporters(pen)}）{KEEP}", source_bracket(pen), desk_bracket(pen)], "\n")


@form("mixed: time, source, author, editor, clicks in one line", HEAD)
def six(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "： "))
    parts = [
        f"来源{sign}{CUT}{pen.source(NAMED)}",
        pen.maker(sign, pen.pick(("作者", "记者"))),
        pen.credit(sign, pen.pick(("编辑", "责任编辑", "责编"))),
    ]
    pen.rng.shuffle(parts)
    return pen.line([*parts, pen.around("counters"), pen.around("buttons")])


@form("mixed: source and byline in one line", HEAD, *FOOT)
def source_byline(pen: Pen) -> str:
    sign = pen.pick((*SIGNS, "｜", "/"))
    labelled = pen.chance(0.5)
    second = pen.maker(sign, pen.pick(("作者", "记者", "通讯员", "撰文"))) if labelled else reporters(pen, 1, 2)
    return pen.line([f"来源{sign}{CUT}{pen.source(NAMED)}", second])


@form("mixed: people behind the source, no label", HEAD, ENDING)
def people_behind_source(pen: Pen) -> str:
    value = pen.source(("daily", "paper", "tv"))
    people = pen.by(pen.plain_names(1, 2), "author", "reporter", org=(value, None), sign=" ")
    return f"来源：{CUT}{value}{pen.pick((' ', '　'))}{people}"


@form("mixed: （来源：《X》 记者 Y）", CLOSING, ENDING)
def source_and_reporter(pen: Pen) -> str:
    value = pen.source(("daily", "paper"))
    label = pen.pick(("记者 ", "作者：", "记者：", "全媒体记者 "))
    people = pen.by(pen.names(1, 2), "author" if label == "作者：" else "reporter", org=(value, None))
    return f"（来源{pen.pick('：:')}{pen.pick((f'《{value}》', value))}{pen.pick((' ', '　', '，'))}{label}{people}）"


@form("mixed: source, author and desk below the text", *FOOT)
def below(pen: Pen) -> str:
    sign = pen.pick(("：", ":", "｜", " | ", "︱", "/", "丨"))
    parts = [
        f"来源{sign}{CUT}{pen.source(NAMED)}",
        pen.maker(sign, pen.pick(("作者", "撰文", "记者", "文"))),
        pen.credit(sign, pen.label("desk")),
        pen.credit(sign, pen.label("desk")),
    ]
    if pen.chance(0.5):
        pen.rng.shuffle(parts)
    return pen.line(parts, pen.pick(("　", "\n", "  ", " ")))


@form("mixed: all run together", *FOOT, HEAD)
def run_together(pen: Pen) -> str:
    value = pen.source(("daily", "paper", "agency", "tv"))
    parts = [
        f"来源：{CUT}{value}",
        f"记者：{pen.by(pen.plain_names(1, 1), 'reporter')}",
        pen.credit("：", pen.pick(("编辑", "责编")), pen.plain_names(1, 1)),
    ]
    pen.rng.shuffle(parts)
    return "".join(parts)


@form("mixed: nobody as author behind the editor", HEAD)
def nobody_behind(pen: Pen) -> str:
    return f"来源：{CUT}{pen.source(('agency', 'paper'))}{pen.pick(('', ' '))}编辑：{pen.desk('编辑', pen.plain_names(1, 1))}{pen.pick(('', ' '))}作者：{pen.word('labels', 'words', 'no_author')}"


@form("mixed: pictures and text, then the desk", ENDING)
def pictures_text_desk(pen: Pen) -> str:
    sign = pen.pick(("：", "/", "｜"))
    first = f"{pen.pick(('文', '撰文'))}{sign}{CUT}{pen.by(pen.names(1, 2), 'author')}"
    second = f"{pen.pick(('图', '摄影'))}{sign}{CUT}{pen.by(pen.names(1, 1), 'photographer')}"
    return pen.line(
        [first, second, pen.credit(sign, pen.label("desk")), pen.credit(sign, pen.label("desk"))], pen.pick(("\n", "　", " "))
    )


@form("mixed: picture's source, then author and desk", ENDING)
def picture_source_first(pen: Pen) -> str:
    parts = [
        f"{pen.pick(('图片来源', '图源', '题图'))}：{pen.pick(('网络', '视觉江州', pen.office()))}",
        pen.maker("：", pen.pick(("作者", "撰文"))),
        pen.credit("：", pen.label("desk")),
    ]
    return pen.line(parts, pen.pick(("\n", "　")))


@form("mixed: NAME/OUTLET and the desk", ENDING)
def name_outlet_desk(pen: Pen) -> str:
    value = pen.outlet()
    pen.sourced(value)
    byline = f"{pen.by(pen.plain_names(1, 1), 'author', 'reporter', org=(value,))}/{value}"
    return pen.line([f"{byline}{KEEP}", pen.credit("：", pen.label("desk"))], "\n")


@form("mixed: time and tags among the desk's lines", *FOOT)
def time_and_tags(pen: Pen) -> str:
    parts = [
        f"来源：{CUT}{pen.source(NAMED)}",
        pen.around("tags"),
        pen.credit("：", pen.label("desk")),
        f"时间：{pen.date()}",
        pen.credit("：", pen.label("desk")),
    ]
    return pen.line(parts, "\n")


@form("mixed: e-paper's author and date in one element", HEAD, OPENING)
def epaper_author(pen: Pen) -> str:
    value = pen.outlet(("daily", "paper"))
    pen.sourced(value, [None])
    people = pen.by(pen.plain_names(1, 1), "author", "reporter") if pen.chance(0.5) else reporters(pen, 1, 2)
    return f"{people}{pen.pick(('', ' ', '　'))}{pen.pick((f'（{value} {pen.date()} 第{pen.number(1, 12):02}版）', f'《{value}》（{pen.date()} 第 {pen.number(1, 12):02} 版）'))}"


@form("mixed: author and outlet under one role word", HEAD, TAIL)
def author_outlet(pen: Pen) -> str:
    value = pen.outlet()
    pen.sourced(value)
    return pen.line(
        [
            f"来源{pen.pick(SIGNS)}{CUT}{value}",
            f"作者{pen.pick(SIGNS)}{CUT}{value}{pen.pick(('记者 ', ' ', '　'))}{pen.by(pen.plain_names(1, 1), 'author', 'reporter', org=(value, None))}",
        ]
    )


@form("mixed: bars between source, author, desk", HEAD, *FOOT)
def bars_between(pen: Pen) -> str:
    desk = pen.pick(("编辑", "责编", "责任编辑"))
    parts = [f"来源：{CUT}{pen.source(NAMED)}", pen.maker("：", pen.pick(("作者", "记者"))), pen.credit("：", desk)]
    return pen.line(parts, pen.pick((" | ", "｜", " / ", " 丨 ", "；", " · ")))


@form("mixed: each in brackets", HEAD, *FOOT)
def each_in_brackets(pen: Pen) -> str:
    left, right = pen.brackets("[]", "【】", "（）", "［］")
    parts = [f"来源：{pen.source(NAMED)}", pen.maker("：", "作者"), pen.credit("：", pen.pick(("编辑", "责编")))]
    return pen.line([f"{left}{part}{right}" for part in parts], pen.pick(("", " ")))


@form("mixed: a broadcaster's makers", *FOOT)
def broadcast(pen: Pen) -> str:
    sign = pen.pick(("：", "｜", "/", "︱"))
    parts = [
        pen.maker(sign, pen.pick(("出镜记者", "记者")), pen.names(1, 2)),
        pen.maker(sign, pen.pick(("摄像", "拍摄")), pen.names(1, 2)),
        pen.credit(sign, pen.unknown_label("other")),
        pen.credit(sign, pen.unknown_label("other")),
        pen.credit(sign, pen.pick(("编辑", "责编", "监制"))),
    ]
    return pen.line(parts, pen.pick(("\n", "　", " ")))


@form("mixed: rights between the lines", ENDING)
def rights_between(pen: Pen) -> str:
    source, notice = f"来源：{CUT}{pen.source(NAMED)}", pen.pick(lines("surroundings", "notices"))
    return pen.line([source, notice, pen.credit("：", pen.label("desk")), pen.credit("：", pen.label("desk"))], "\n")


@form("mixed: original title among the lines", ENDING)
def original_title(pen: Pen) -> str:
    title = f"原标题：{pen.place()}新桥通车 两岸群众少绕{pen.number(3, 30)}公里"
    source, desk = f"来源：{CUT}{pen.source(NAMED)}", pen.credit("：", pen.pick(("责任编辑", "编辑")))
    return pen.line([pen.pick((f"（{title}）", title)), source, desk], "\n")
