"""Lines that name the source."""

from benchmarks.newsroom_lines.facts import CUT
from benchmarks.newsroom_lines.forms.registry import CLOSING, ENDING, FOOT, HEAD, OPENING, TAIL, form
from benchmarks.newsroom_lines.pen import BARS, BLANKS, SIGNS, Pen
from benchmarks.newsroom_lines.words import UNLABELLED_OUTLETS, outlet

SOURCE = ("labels", "source", "plain")
NAMED = ("daily", "web", "client", "tv", "centre", "account", "paper", "agency", "portal")


@form("source: label and colon", HEAD, *FOOT)
def colon(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{pen.source()}"


@form("source: bar for the colon", HEAD, *FOOT)
def bar(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(BARS)}{CUT}{pen.source(NAMED)}"


@form("source: slash for the colon", HEAD, *FOOT)
def slash(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(('/', '／', ' / '))}{CUT}{pen.source(NAMED)}"


@form("source: dot for the colon", HEAD, *FOOT)
def dot(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick((' · ', '·', '•', '・'))}{CUT}{pen.source(NAMED)}"


@form("source: blank for the colon", HEAD, *FOOT)
def blank(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(BLANKS)}{CUT}{pen.source(NAMED)}"


@form("source: nothing for the colon", HEAD, *FOOT)
def nothing(pen: Pen) -> str:
    return f"{pen.pick(('来源', '稿源', '文章来源'))}{CUT}{pen.source(NAMED)}"


@form("source: other words for the label", HEAD, CLOSING, *FOOT)
def other_label(pen: Pen) -> str:
    label = pen.pick((*("转自", "转载自", "摘自", "原载"), "本文来源", "稿件来自", "本文转自"))
    line = f"{label}{pen.pick(SIGNS)}{CUT}{pen.source(NAMED)}"
    return f"（{line}）" if pen.where == CLOSING else line


@form("source: 《》 round the name", HEAD, *FOOT)
def title_marks(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}《{pen.source(('daily', 'paper'))}》"


@form("source: name in brackets behind the label", HEAD, *FOOT)
def name_in_brackets(pen: Pen) -> str:
    left, right = pen.brackets("（）", "()", "【】", "[]", "「」")
    return f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{left}{pen.source(NAMED)}{right}"


@form("source: all in brackets", HEAD, CLOSING, *FOOT)
def in_brackets(pen: Pen) -> str:
    left, right = pen.brackets("（）", "()", "【】", "[]", "〔〕", "［］")
    return f"{left}{pen.word(*SOURCE)}{pen.pick((*SIGNS, ' ', '｜'))}{CUT}{pen.source()}{right}"


@form("source: label in brackets", HEAD, *FOOT)
def label_in_brackets(pen: Pen) -> str:
    left, right = pen.brackets("【】", "[]", "［］")
    return f"{left}{pen.word(*SOURCE)}{right}{CUT}{pen.source(NAMED)}"


@form("source: note behind the name", HEAD, *FOOT)
def note(pen: Pen) -> str:
    label = f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}"
    notes = (
        f"（ID：{pen.pick(('jzdaily', 'bc-news', 'hellolo'))}）",
        f"（微信号：jz{pen.number(10, 99)}）",
        f"({pen.place()})",
        f"（{pen.place()}）",
    )
    told = pen.pick(notes)
    also = ["{}" + told] if "ID" not in told and "微信号" not in told else []
    return f"{label}{pen.source(NAMED, also)}{told}"


@form("source: account of a platform", HEAD, *FOOT)
def account(pen: Pen) -> str:
    label = f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}"
    what = pen.pick(("微信公众号", "微信公号", "官方微博", "抖音号", "视频号"))
    if pen.chance(0.5):
        return f"{label}{pen.source(('daily', 'account', 'centre', 'office'), ['{}' + what])}{what}"
    name = outlet(pen.rng, pen.pick(("account", "odd", "portal")))
    return f"{label}“{pen.sourced(name, [f'“{name}”{what}', name + what])}”{what}"


@form("source: edition behind the name", HEAD, *FOOT)
def edition(pen: Pen) -> str:
    name, join = outlet(pen.rng, pen.pick(("paper", "daily"))), pen.pick((" ", "　"))
    return f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{pen.sourced(name + join + pen.word('outlets', 'editions'))}"


@form("source: two names joined", HEAD, CLOSING, *FOOT)
def joined(pen: Pen) -> str:
    first, second = outlet(pen.rng, "daily"), outlet(pen.rng, pen.pick(("client", "web", "tv")))
    value = pen.sourced(first + pen.pick(("·", "-", "－", "/", "、", "·", "—")) + second)
    line = f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{value}"
    return f"（{line}）" if pen.where == CLOSING else line


@form("source: put together from several", CLOSING, ENDING, kept="either")
def put_together(pen: Pen) -> str:
    names = pen.pick(("、", " ", "，")).join(outlet(pen.rng, pen.pick(NAMED)) for _ in range(pen.number(2, 3)))
    pen.sourced(names, [None])
    left, right = pen.brackets("（）", "()", "[]")
    inside = pen.pick((f"综合自{names}", f"综合：{names}", f"据{names}综合", f"综合{names}报道", f"综合自：{names}"))
    return f"{left}{inside}{right}"


@form("source: outlet alone beside the time", HEAD)
def beside_the_time(pen: Pen) -> str:
    return pen.source(UNLABELLED_OUTLETS)


@form("source: label without a value", HEAD, *FOOT)
def empty(pen: Pen) -> str:
    label = f"{pen.word(*SOURCE)}{pen.pick(('：', ':', '： '))}"
    behind = pen.pick((pen.around("counters"), pen.around("buttons"), f"作者{pen.pick('：:')}"))
    return label if pen.chance(0.3) else f"{label}{pen.gap()}{behind}"


@form("source: names that look like none", HEAD, *FOOT)
def odd(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(('：', ':', '： ', '｜'))}{CUT}{pen.source(('odd',))}"


@form("source: an office", HEAD, CLOSING, *FOOT)
def an_office(pen: Pen) -> str:
    line = f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{pen.source(('office',))}"
    return f"（{line}）" if pen.where == CLOSING else line


@form("source: nobody in its place", HEAD, *FOOT)
def nobody(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{pen.word('labels', 'words', 'nobody')}"


@form("source: counters and buttons behind it", HEAD)
def counters(pen: Pen) -> str:
    behind = [pen.around(pen.pick(("counters", "buttons"))) for _ in range(pen.number(1, 2))]
    return pen.line([f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{pen.source(NAMED)}", *behind])


@form("source: counters run on", HEAD)
def counters_run_on(pen: Pen) -> str:
    behind = pen.pick(
        (
            f"点击：{pen.number()}次",
            f"浏览量：{pen.number()}",
            f"阅读：{pen.number()}",
            f"字号：{pen.pick(('大', 'T|T', 'A-A+'))}",
        )
    )
    return f"来源：{CUT}{pen.source(NAMED)}{behind}"


@form("source: traditional label", HEAD, *FOOT)
def traditional(pen: Pen) -> str:
    return f"{pen.word('labels', 'source', 'trad')}{pen.pick(SIGNS)}{CUT}{pen.source(NAMED)}"


@form("source: letters of the label apart", HEAD, *FOOT)
def letters_apart(pen: Pen) -> str:
    return f"{pen.spaced(pen.pick(('来源', '稿源')))}{pen.pick(SIGNS)}{CUT}{pen.source(NAMED)}"


@form("source: the time runs into it", HEAD)
def time_runs_on(pen: Pen) -> str:
    return f"{pen.pick(('', '日期：', '发布日期：'))}{pen.date()}{pen.pick(('来源：', '稿源：'))}{CUT}{pen.source(NAMED)}"


@form("source: 本文转载自 in a sentence", ENDING, kept="either")
def in_a_sentence(pen: Pen) -> str:
    value = pen.source(NAMED, [None])
    marked = pen.pick((value, f"《{value}》" if value.endswith("报") else value))
    return pen.pick((f"本文转载自{marked}", f"本文首发于{marked}", f"（原文刊于{marked}）", f"本文来自{marked}，内容有删节。"))


@form("source: e-paper's bracket with date and page", HEAD, OPENING, CLOSING)
def epaper_bracket(pen: Pen) -> str:
    value, page = (
        pen.source(("daily", "paper")),
        pen.pick((f"第{pen.number(1, 16):02}版", f"{pen.number(1, 16):02}版", f"第A{pen.number(1, 16):02}版")),
    )
    return pen.pick(
        (
            f"（{value} {pen.date()} {page}）",
            f"（《{value}》{pen.date()}{page}）",
            f"《{value}》（{pen.date()} {page}）",
            f"({value} {pen.date()} {page})",
        )
    )


@form("source: given by an office, no label", CLOSING, ENDING, kept="either")
def given_by_office(pen: Pen) -> str:
    value = pen.sourced(pen.office(), [None])
    return pen.pick((f"（{value}供稿）", f"（供稿：{value}）", f"（{value} 供稿）", f"（稿件由{value}提供）"))


@form("source: 图片来源, 数据来源 are none", *FOOT, kept="either")
def other_sources(pen: Pen) -> str:
    label = pen.pick(("图片来源", "数据来源", "资料来源", "视频来源", "图源", "素材来源"))
    return f"{label}{pen.pick('：:')}{pen.pick((pen.office(), outlet(pen.rng, pen.pick(NAMED)), '网络', '受访者'))}"


@form("source: the section beside it", HEAD)
def section_beside(pen: Pen) -> str:
    parts = [pen.around("columns"), f"来源{pen.pick(SIGNS)}{CUT}{pen.source(NAMED)}"]
    return pen.line(parts, pen.pick(("　", " | ", " ")))


@form("source: among notices behind the text", TAIL)
def among_notices(pen: Pen) -> str:
    return pen.line([f"来源：{CUT}{pen.source(NAMED)}", pen.pick(("[纠错]", "我要评论", "【打印】", "分享到：", "举报/反馈"))])


@form("source: （据X） at the end", CLOSING, ENDING, kept="either")
def according_to(pen: Pen) -> str:
    value = pen.source(("agency", "paper", "daily"), [None])
    return pen.pick(
        (
            f"（据{value}）",
            f"（据《{value}》）" if value.endswith("报") else f"（据{value}）",
            f"（{value}）",
            f"（据{value}报道）",
        )
    )


@form("source: who published it, on an office's page", HEAD)
def publisher(pen: Pen) -> str:
    value = pen.office()
    pen.optional_source(value)
    return pen.line([f"{pen.pick(('发布机构', '发布单位', '发布部门'))}{pen.pick(SIGNS)}{CUT}{value}", pen.around("counters")])


@form("source: source and publisher of an office's page", HEAD)
def source_and_publisher(pen: Pen) -> str:
    first = f"{pen.pick(('信息来源', '来源', '内容来源'))}{pen.pick(SIGNS)}{CUT}{pen.source(('office', 'daily', 'centre'))}"
    return pen.line(
        [first, f"{pen.pick(('发布机构', '索引号', '公开范围'))}：{pen.pick((pen.office(), '面向社会', 'A00-2020-11'))}"]
    )


@form("source: comma or stop behind it", *FOOT)
def closed(pen: Pen) -> str:
    return f"{pen.word(*SOURCE)}{pen.pick(SIGNS)}{CUT}{pen.source(NAMED)}{pen.pick('。；，')}"
