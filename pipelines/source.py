"""The source (来源, 稿源): which outlet the page says the text came from."""

import re

from newsspider.items import Found, Printed
from pipelines.labels import BUTTONS, FOLD, SOURCE_LABELS, Labelled, read_labels, trim
from pipelines.names import HAN, NOBODY, PLACES, has_surname, is_outlet, is_person
from pipelines.timestamps import is_only_time, read_stamps

_CUT = re.compile(
    BUTTONS + r"|[\s　]*[，,；;。]\s*(?:版权|转载|侵权|如有|未经|仅供)|[\s　]*第?\s?[A-Z]?\d{1,3}\s?版|"
    r"\s*(?:[|｜│丨]|(?:发布|更新|发表)?(?:时间|日期)\s*[:：]|(?:点击|浏览|阅读|访问|评论|人气|字号|字体|分享到?|打印|收藏|责编|责任编辑|编辑|作者|记者|文/|用手机|手机看|微信(?=扫|分享|朋友)|我要|\d+\s*(?:次|条|人))(?:[:：]|\s|数|量|$)|"
    r"(?:19|20)\d\d[-年/.]|https?://|(?<=[\s　])\S{1,10}(?:收集|整理|转载|采集)(?=$|[\s　])|\[|【|（(?=编辑|责)|\((?=编辑|责))"
)
_LABEL = re.compile(
    r"^(?:\s|[（(【\[])*(?:稿件来源|文章来源|信息来源|新闻来源|消息来源|内容来源|来\s*源|稿\s*源|转载自|转自|出处|source)\s*[:：|｜／/】\]]\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"[·•/-]+|(?:收藏|打印|举报|纠错|分享|关闭).{0,4}|(?:来自|发布于|发表于|发布|IP属地).{0,8}|[\d.]{1,8}[万亿w+]{0,2}(?:次)?(?:阅读|浏览|评论|播放|点击|人)?量?|原创|正文|(?:第?[A-Z]?\d{1,3}版).{0,10}|星期.|周.|阅读|浏览|评论"
)
_PAGE_LINE = re.compile(
    r"[\d\s年月日:：.-]{8,24}(?:\s*星期.)?[\s|｜·]*(?:第\s?[A-Z]?\d{1,3}\s?版(?:[:：\s].{1,10})?|(?:来自|发布于|IP属地[:：]?)\s?[\u3400-\u9fff]{2,6})"
)
_NOT_A_NAME = re.compile(
    r"^[\W\d_]*$|^(?:原创|自媒体|综合整理|本站|网上|网络|互联网|来自).{0,6}$|^(?:其他|未知|佚名|匿名|不详|综合)$", re.IGNORECASE
)


def clean_source(value: str) -> str | None:
    """The name alone, as printed: label, date, counters and people cut off; None when nobody is named (佚名, 网络, 本网).

    Several names stay as printed: `广州参考、广州南沙发布、羊城晚报`, `人民网-《人民日报》`.
    """
    text = _LABEL.sub("", value).strip()
    if cut := _CUT.search(text):
        if cut.start() == 0:
            return None
        text = text[: cut.start()]
    text = _without_people(trim(text)).strip(" :：-—·　\xa0")
    if not text or len(text) > 60 or text.lower() in NOBODY or _NOT_A_NAME.match(text) or is_only_time(text):
        return None
    return text


def _without_people(text: str) -> str:
    """A source without the people behind the outlet: `孝感日报 张三 李斯` -> `孝感日报`; a word behind a blank that collects goes too."""
    outlet, _, name = text.rpartition("/")
    if outlet and is_outlet(outlet) and _is_plain_name(name):
        return outlet
    words = re.split(r"[ 　\xa0]+", text)
    if len(words) < 2:
        return text
    if is_outlet(words[0]) and all(_is_plain_name(word) or word in PLACES for word in words[1:]):
        return words[0]
    if re.search(r"收集|整理|转载|采集|编辑$", words[-1]):
        return " ".join(words[:-1])
    return text


def _is_plain_name(word: str) -> bool:
    return bool(re.fullmatch(rf"[{HAN}]{{1,4}}", word)) and (len(word) == 1 or (has_surname(word) and is_person(word)))


def from_labels(found: list[Labelled]) -> str | None:
    """The first source that a line's labels name."""
    for one in found:
        if one.label in SOURCE_LABELS and (name := clean_source(one.value)):
            return name
    return None


def beside_date(line: str) -> list[str]:
    """The words beside the date of a line without labels: `2016年06月17日06:15 | 汉网-武汉晚报` -> [汉网-武汉晚报].

    Counters, print pages and `发布于江苏` are left out; [] for a line without date or with labels.
    """
    if len(line) > 80 or ":" in re.sub(r"\d:\d", "", line.translate(FOLD)):
        return []
    stamps = read_stamps(line)
    if not stamps:
        return []
    rest = line
    for stamp in stamps:
        rest = rest.replace(stamp.raw, "|", 1)
    return [word for word in re.split(r"[|｜\s]+", rest) if word and not _ASIDE.fullmatch(word)]


def is_page_line(line: str) -> bool:
    """Whether a line holds a day and a print page or a place and nothing else: `2024年5月10日 星期五 第03版：要闻`."""
    return bool(_PAGE_LINE.fullmatch(line)) and bool(read_stamps(line))


def from_head_line(line: str) -> str | None:
    """The one outlet beside the date of a line without labels; names may stand there too. Else None."""
    words = beside_date(line)
    outlets = [word for word in words if is_outlet(word)]
    return outlets[0] if len(outlets) == 1 and all(word in outlets or _is_plain_name(word) for word in words) else None


def choose_source(printed: Printed, closing: list[str]) -> str | None:
    """The source: shown head line, then shown marked elements, then metadata, then the closing lines of the text.

    Args:
        printed: what the page printed.
        closing: sources named at the end of the text, as found.
    """
    for line in printed.meta_lines:
        if name := from_labels(read_labels(line)):
            return name
    for origins in (("visible",), ("enpproperty", "json")):
        if name := _marked(printed.sources, origins):
            return name
    for line in printed.meta_lines:
        if name := from_head_line(line):
            return name
    if name := _marked(printed.sources, ("meta",)):
        return name
    return next((name for value in closing if (name := clean_source(value))), None)


def _marked(found: list[Found], origins: tuple[str, ...]) -> str | None:
    for one in found:
        if one.origin in origins:
            labels = read_labels(one.value)
            name = from_labels(labels) if any(label.label in SOURCE_LABELS for label in labels) else clean_source(one.value)
            if name:
                return name
    return None
