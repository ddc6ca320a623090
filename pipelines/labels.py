"""Labelled lines: `编辑：王嘉琪 / 责编：肖文翔 / 审核：许钦` in all the shapes newsrooms print them."""

import re
from dataclasses import dataclass, replace

from newsspider.items import AuthorRole, CreditRole
from pipelines.names import has_surname, is_person

_DESK: dict[CreditRole, str] = {
    "editor": "编辑 实习编辑 见习编辑 微编 微信编辑 新媒体编辑 网络编辑 网页编辑 网站编辑 网编 文字编辑 文编 版面编辑 图文编辑 图片编辑 视频编辑 本期编辑 "
    "今日编辑 助理编辑 执行编辑 特约编辑 首席编辑 融媒编辑 融媒体编辑 全媒体编辑 高级编辑 编发 编排 编校 编 组稿 小编 页面编辑 稿件编辑 综编 栏目编辑 内容编辑 编辑整理 公众号编辑",
    "responsible_editor": "责任编辑 责编 本期责编 执行责编 本版责编 网络责编 本版责任编辑 网络责任编辑 本期责任编辑 责任编缉 责任主编",
    "proofreader": "校对 责任校对 责校 本期校对 本版校对 文字校对 网络校对 校核 审校 校审 校稿 校对人",
    "reviewer": "审核 审签 编审 初审 一审 监审 审读 审稿 审阅 责任审核 核稿 一审编辑 一审一校 一校一审 初审编辑 责任审读 内容审核 稿件审核 审查 审稿人 审 一读",
    "second_reviewer": "二审 复审 二审二校 二校二审 二审编辑 复核 复审编辑 二读",
    "final_reviewer": "三审 终审 签发 审定 三审三校 三校三审 终审签发 三审编辑 终审编辑 总审 签审 审发 四审 三读 责任签发",
    "producer": "监制 总监制 联合监制 执行监制 出品 出品人 总出品 总出品人 联合出品 制片 制片人 总制片 总制片人 视频监制",
    "chief_editor": "主编 栏目主编 总编 总编辑 执行主编 执行总编 副主编 副总编 副总编辑 本期主编 编委 责任编委 执行编委 网络主编",
    "duty_editor": "值班编委 值班主任 值班总编 值班总编辑 值班编辑 值班主编 值班副主任 值班领导 值班副总编 值班副总编辑 值班审核 值班责编 带班编委 带班领导 带班主任 值班",
    "designer": "设计 美编 美术编辑 美术设计 版式 版式设计 视觉 视觉设计 海报设计 图文设计 平面设计 页面设计 创意设计 设计师 制图 绘制 图表 图表制作 排版 "
    "制作 海报 美工 组版 动画 美术 H5制作 海报制作 图片制作 图文制作 界面设计",
    "planner": "策划 总策划 统筹 总统筹 执行策划 执行统筹 策划统筹 统筹策划 本期策划 内容统筹 创意 创意策划 项目统筹 采访统筹 协调",
}
CREDIT_ROLES = {label: role for role, labels in _DESK.items() for label in labels.split()}
"""Label without blanks -> desk role. Review grades: 一审 reviewer, 二审 second_reviewer, 三审 and 签发 final_reviewer."""

_MAKERS: dict[AuthorRole, str] = {
    "reporter": "记者 本报记者 本网记者 本台记者 全媒体记者 全媒记者 融媒体记者 融媒记者 首席记者 见习记者 实习记者 特约记者 特派记者 文字记者 采写 采访 实习生 出镜记者 报道 "
    "采编 延伸阅读记者 新媒体记者 本刊记者 驻站记者 采写记者 采访记者 主笔 参与记者 执笔记者 参与采写 采访整理 采访撰文",
    "correspondent": "通讯员 本报通讯员 特约通讯员",
    "photographer": "摄影 图 摄 供图 图片 照片 摄像 拍摄 摄影报道 摄影记者 图片记者 摄影摄像 视频拍摄 航拍 摄制 视频 视频记者 图视频 图源摄影",
    "author": "作者 文 撰文 撰稿 执笔 文字 供稿 原创作者 原作者 文图 图文 本文作者 作者姓名 撰写 撰写人 口述 整理 文案 撰稿人 供稿人 特约评论员 评论员",
    "illustrator": "漫画 插画 插图 绘图 绘画 手绘 绘 漫画作者",
    "translator": "译者 翻译 编译 译",
}
AUTHOR_ROLES = {label: role for role, labels in _MAKERS.items() for label in labels.split()}
"""Label without blanks -> role of a person of the byline."""

SOURCE_LABELS = frozenset(
    "来源 稿源 稿件来源 文章来源 信息来源 新闻来源 消息来源 内容来源 资料来源 素材来源 文章出处 出处 转自 转载自 原载 来源于 图文来源 本文来源 综合来源 来源媒体 来源单位 稿件来自".split()
)
MEDIA_LABELS = frozenset(
    "视频来源 图片来源 图源 图片提供 视频提供 图据 题图 图片 配图 封面图片 封面图 视频 照片 音频来源 供图 封面来源 头图 头图来源 题图来源 内文图片来源 内文图片 题图 视频素材 图片素材 图片授权".split()
)
DATE_LABELS = frozenset(
    "时间 日期 发布时间 发表时间 发布日期 发表日期 更新时间 最后更新 最后更新时间 更新日期 更新 发布于 发布 刊发时间 刊登日期 成文日期 发文日期 生成日期 创建时间 编辑时间 上传时间 审核时间 "
    "公开日期 公开时间 首发时间 修改时间 录入时间".split()
)
OTHER_LABELS = frozenset(
    "剪辑 配音 播音 播报 主播 主持 主持人 出镜 后期 后期制作 包装 运营 技术 技术支持 导演 编导 编剧 字幕 音乐 音频 录音 特效 调色 航拍 推广 值班电话 "
    "整理发布 投稿邮箱 电子邮箱 电子邮件 邮箱 电话 新闻热线 热线 爆料热线 联系电话 联系邮箱 联系人 联系方式 地址 传真 栏目 频道 版面 分类 点击 点击数 点击量 浏览 浏览量 浏览次数 阅读 阅读量 阅读次数 阅读数 访问量 字号 字体 字体大小 分享 "
    "标签 关键词 关键字 评论 人气 作者单位 单位 支持单位 指导单位 主办单位 承办单位 主办 承办 协办 指导 出品单位 发文机关 索引号 发布机构 发布单位 发布者 发布人 上传 录入 编号 打印 收藏 举报 原创 素材 原文链接 信息员 辟谣 复核专家 发文字号 供稿单位 "
    "审核人 发稿 执行 监督 顾问 学术顾问 鸣谢 场记 摄像师 化妆 编曲 作词 作曲 演唱 翻译校对".split()
)

BUTTONS = r"[\s　|｜【\[]+(?:我要(?:评论|纠错|分享|打印|反馈)|参与(?:互动|评论)|举报|纠错|收藏|打印|分享|点赞|转发|评论|关闭|我有话说|小字号|复制链接)(?=$|[\s　|｜】\]:：(（])"
"""What is pressed, not read, behind a value in a line of date and source."""

_TRADITIONAL = "編輯責審終監製總統籌劃設計圖攝影記訊員來源採寫稿發佈時間師繪漫畫譯視頻題據據於簽領導執筆單顯閱覽數評論報聯繫線電話錄剪後傳轉載簡體複習實約駐聞資體網導"
_SIMPLIFIED = "编辑责审终监制总统筹划设计图摄影记讯员来源采写稿发布时间师绘漫画译视频题据据于签领导执笔单显阅览数评论报联系线电话录剪后传转载简体复习实约驻闻资体网导"
FOLD = str.maketrans(
    _TRADITIONAL + "：︰﹕｜丨│／（）［］【】〔〕　\xa0□，；０１２３４５６７８９－—",
    _SIMPLIFIED + ":::|||/()[][][]   ,;0123456789--",
)
"""Length-preserving: Traditional letters of labels, full-width marks and digits, wide blanks. For matching only, never stored."""

LABELS = frozenset({*CREDIT_ROLES, *AUTHOR_ROLES, *SOURCE_LABELS, *MEDIA_LABELS, *DATE_LABELS, *OTHER_LABELS})
_MARK = re.compile(r" {0,4}(?:\([^()]{1,8}\) {0,2})?([:|/\]])")
_ANY_MARK = re.compile("[:：︰﹕|｜丨│/／\\]］】〕]")
_WORD_BEFORE = re.compile(r"[A-Z0-9]?[\u3400-\u9fff]{1,12}$")
_SPACED_BEFORE = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?: {1,6}[\u3400-\u9fff]){1,5}$")
_LOOK_BACK = 40
MAX_BARE = 60
"""Characters of a line of labels without colons; a longer one is text."""
_MEDIA_PAIR = re.compile(r" {0,2}(?:图|摄|文|视频|摄影)(?=$|[ /:|)\]])")
_BRACKET = re.compile(r"[（）()【】\[\]〔〕［］]")
_BLANK = re.compile(r"[\s□]+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One label and what stands behind it."""

    label: str
    """The label without blanks and in Simplified letters: 责编."""
    printed: str
    """The label as printed, without blanks."""
    value: str
    """The text up to the next label, without separators at its ends; may be empty."""
    start: int
    """Where the label begins in the line."""


def read_labels(line: str) -> list[Labelled]:
    """The labels of a line with their values, in printed order; [] when the line has none.

    A label is known, and a colon, bar or slash follows it, or it stands in 【】. Blanks between all of its letters are
    allowed (`责　　编：`). Two labels joined by a slash share the value: `编辑/校对：`.
    """
    if not _ANY_MARK.search(line):
        return []
    folded = line.translate(FOLD)
    found: list[tuple[int, int, int, str]] = []
    for mark in _MARK.finditer(folded):
        label, start = _label_before(folded, mark.start(), found[-1][2] if found else 0)
        if not label:
            continue
        if mark[1] == "]":
            if folded[start - 1 : start] != "[":
                continue
            start -= 1
        elif mark[1] == "/" and _MEDIA_PAIR.match(folded, mark.end()):
            continue
        end = mark.end() + (folded[mark.end() : mark.end() + 1] == ":")
        found.append((start, mark.start(), end, label))
    out: list[Labelled] = []
    for index, (start, stop, end, label) in enumerate(found):
        value = trim(line[end : found[index + 1][0] if index + 1 < len(found) else len(line)])
        out.append(Labelled(label, _BLANK.sub("", line[start:stop]).lstrip("【[［"), value, start))
    for index in range(len(out) - 2, -1, -1):
        end = found[index][2]
        if end == found[index + 1][0] and line[end - 1] in "/／":
            out[index] = replace(out[index], value=out[index + 1].value)
    return out


def _label_before(folded: str, at: int, floor: int) -> tuple[str, int]:
    """The longest known label that ends at a place of the line, and where it begins; ("", at) when there is none."""
    window = folded[max(floor, at - _LOOK_BACK) : at]
    if match := _SPACED_BEFORE.search(window):
        label = match[0].replace(" ", "")
        if label in LABELS:
            return label, at - len(match[0])
    if match := _WORD_BEFORE.search(window):
        word = match[0]
        for size in range(len(word), 0, -1):
            if word[-size:] in LABELS:
                if size == 1 and len(word) > 1:  # 文, 图, 编: too short to end another word
                    break
                return word[-size:], at - size
    return "", at


def read_bare_labels(line: str) -> list[Labelled]:
    """The labels of a line that parts label and names by a blank or nothing: `责编 许钦 校对 张三`, `编辑许钦`.

    Only desk labels of two or more characters count; [] is the answer when anything else stands in the line.
    """
    if len(line) > MAX_BARE + 10 or "。" in line:
        return []
    text = trim(line)
    if text[:1] + text[-1:] in ("（）", "()", "【】", "[]"):
        text = text[1:-1]
    words = text.translate(FOLD).split()
    if not 1 <= len(words) <= 12 or len(text) > MAX_BARE:
        return []
    out: list[Labelled] = []
    for word in words:
        label, rest = label_at(word)
        if label:
            out.append(Labelled(label, label, rest, 0))
        elif out:
            rest = word
            out[-1] = replace(out[-1], value=f"{out[-1].value} {word}".strip())
        if not out or (rest and not _are_short_names(rest)):
            return []
    return out if all(found.value for found in out) else []


def label_at(word: str) -> tuple[str, str]:
    """The longest desk label that begins a word, and the rest; ("", word) when there is none."""
    for size in range(min(len(word), 6), 1, -1):
        if word[:size] in CREDIT_ROLES:
            return word[:size], word[size:]
    return "", word


def _are_short_names(word: str) -> bool:
    return all(len(name) == 1 or (has_surname(name) and is_person(name)) for name in re.split("[、,]", word) if name)


def trim(text: str) -> str:
    """A value without separators and brackets at its ends; a bracket that belongs to the value stays."""
    text = text.strip(" \t　\xa0/／|｜丨│;；,，、·▲△●■□◆◇*_\n")
    if not _BRACKET.search(text):
        return text
    text = text.lstrip("】]）)〕］")
    for left, right in ("（）", "()", "【】", "[]", "〔〕", "［］"):
        if text.endswith(right) and left not in text:
            text = text[:-1]
        if text.endswith(left):
            text = text[:-1]
        if text.startswith(left) and right not in text:
            text = text[1:]
    return text.strip(" \t　\xa0/／|｜丨│;；,，、·\n")
