"""Lines under a picture. A photographer is a person of the page; an office that gave the picture is none."""

from benchmarks.newsroom_lines.forms.registry import CAPTION, form
from benchmarks.newsroom_lines.pen import Pen

SCENES = (
    "村民在大棚里采摘草莓", "航拍下的{p}大桥", "志愿者为老人理发", "孩子们在操场上排练", "工人正在调试设备", "观众在展厅里参观", "选手冲过终点",
    "江面上的晨雾", "医护人员在村口义诊", "收割机在田间作业", "夜色中的老街", "干部在堤坝上巡查",
)  # fmt: skip
SHOT = ("摄", " 摄", "　摄", "/摄", " 摄影", "／摄")


def scene(pen: Pen) -> str:
    return pen.pick(SCENES).format(p=pen.place())


def shot(pen: Pen, *right: str) -> str:
    """One or two names and the word for taking pictures."""
    return pen.by(pen.plain_names(1, 2), *(right or ("photographer",)), sign=pen.pick(("、", " "))) + pen.pick(SHOT)


@form("caption: sentence and NAME 摄", CAPTION)
def sentence(pen: Pen) -> str:
    return f"{pen.pick(('图为', '', '', '▲', '△'))}{scene(pen)}。{pen.pick(('', ' ', '　'))}{shot(pen)}"


@form("caption: NAME 摄 in a bracket", CAPTION)
def in_bracket(pen: Pen) -> str:
    return f"{pen.pick(('图为', '', '▲', '↑'))}{scene(pen)}{pen.pick(('。', ''))}（{shot(pen)}）"


@form("caption: 图为… 图/NAME", CAPTION)
def picture_slash(pen: Pen) -> str:
    label = pen.pick(("图/", "图｜", "图：", "摄影/", "摄影：", "图 "))
    return f"{pen.pick(('图为', '▲', ''))}{scene(pen)}{pen.pick((' ', '。 ', '　', '。'))}{label}{pen.by(pen.plain_names(1, 1), 'photographer')}"


@form("caption: 图/NAME alone", CAPTION)
def alone(pen: Pen) -> str:
    return f"{pen.pick(('图/', '摄影：', '摄影/', '图｜', '拍摄：'))}{pen.by(pen.names(1, 2), 'photographer')}"


@form("caption: 本报记者 NAME 摄", CAPTION)
def reporter_shot(pen: Pen) -> str:
    before = pen.pick(("", f"{scene(pen)}。", f"图为{scene(pen)}。", f"▲{scene(pen)} "))
    line = f"{pen.pick(('本报记者', '记者', '通讯员', '本报通讯员'))}{pen.pick((' ', '　', ''))}{shot(pen, 'photographer', 'reporter', 'correspondent')}"
    return before + (f"（{line}）" if pen.chance(0.3) and before else line)


@form("caption: OUTLET记者 NAME 摄", CAPTION)
def outlet_shot(pen: Pen) -> str:
    name = pen.outlet()
    role = pen.pick(("记者", "全媒体记者", "图片记者"))
    people = pen.by(pen.plain_names(1, 2), "photographer", "reporter", org=(name,), sign=pen.pick(("、", " ")))
    line = f"{name}{role}{pen.pick((' ', ''))}{people}{pen.pick(SHOT)}"
    return pen.pick((f"{scene(pen)}。{line}", f"▲{scene(pen)}（{line}）", line))


@form("caption: NAME 供图", CAPTION)
def gave(pen: Pen) -> str:
    line = pen.by(pen.plain_names(1, 1), "photographer") + pen.pick((" 供图", "供图", "/供图"))
    return scene(pen) + pen.pick(("。{}", "（{}）", " {}", "。（{}）")).format(line)


@form("caption: an office or the subject gave it", CAPTION)
def office_gave(pen: Pen) -> str:
    giver = pen.pick((pen.office(), "受访者", "活动主办方", "采访对象", pen.outlet(("centre", "tv"))))
    return pen.pick(
        (
            f"{scene(pen)}。{giver}供图",
            f"{scene(pen)}（{giver} 供图）",
            f"{giver}供图",
            f"{scene(pen)}。（图片由{giver}提供）",
            f"供图：{giver}",
            f"{scene(pen)} 图据{giver}",
            f"图源：{giver}",
        )
    )


@form("caption: 新华社发", CAPTION)
def agency(pen: Pen) -> str:
    if pen.chance(0.6):
        people = pen.by(pen.plain_names(1, 1), "photographer")
        return f"{scene(pen)}。{pen.pick(('新华社发', '中新社发'))}{pen.pick((f'（{people} 摄）', f'（{people}摄）', f' {people} 摄'))}"
    return f"{scene(pen)}。{pen.pick(('新华社发', '资料图片', '（资料图）', '（资料照片）', '视频截图', '（网络图片）'))}"


@form("caption: NAME 摄影报道", CAPTION)
def shot_and_told(pen: Pen) -> str:
    names = pen.plain_names(1, 2)
    role = pen.pick(("本报记者 ", "记者 ", "通讯员 ", ""))
    printed = pen.by(names, "reporter", "photographer", "correspondent", "author")
    pen.by(names, "photographer", optional=True)
    return f"{scene(pen)}。{role}{printed} {pen.pick(('摄影报道', '文/图', '图文报道'))}"


@form("caption: no name", CAPTION)
def no_name(pen: Pen) -> str:
    return pen.pick(("图为{}。", "{}", "▲{}", "△{}。", "图：{}", "图1：{}", "{}（效果图）", "这是{}。")).format(scene(pen))


@form("caption: drawn", CAPTION)
def drawn(pen: Pen) -> str:
    people = pen.by(pen.plain_names(1, 1), "illustrator", "photographer", "author")
    return pen.pick(
        (f"漫画/{people}", f"{people}作", f"{people} 绘", f"插图：{people}", f"漫画：{people}", f"新华社发 {people} 作")
    )
