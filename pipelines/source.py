"""The source (来源, 稿源): which outlet the page says the text came from."""

import re

from newsspider.items import Found, Printed
from pipelines.labels import FOLD, SOURCE_LABELS, Labelled, read_labels, trim
from pipelines.names import HAN, NOBODY, has_surname, is_outlet, is_person
from pipelines.timestamps import is_only_time, read_stamps

_CUT = re.compile(
    r"\s*(?:[|｜│丨]|(?:发布|更新|发表)?(?:时间|日期)\s*[:：]|(?:点击|浏览|阅读|访问|评论|人气|字号|字体|分享到?|打印|收藏|责编|责任编辑|编辑|作者|记者|文/|用手机|手机看|微信(?=扫|分享|朋友)|我要|\d+\s*(?:次|条|人))(?:[:：]|\s|数|量|$)|"
    r"(?:19|20)\d\d[-年/.]|https?://|(?<=[\s　])\S{1,10}(?:收集|整理|转载|采集)(?=$|[\s　])|\[|【|（(?=编辑|责)|\((?=编辑|责))"
)
_LABEL = re.compile(
    r"^(?:\s|[（(【\[])*(?:稿件来源|文章来源|信息来源|新闻来源|消息来源|内容来源|来\s*源|稿\s*源|转载自|转自|出处|source)\s*[:：|｜／/】\]]\s*",
    re.IGNORECASE,
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
    words = re.split(r"[ 　\xa0]+", text)
    if len(words) < 2:
        return text
    if is_outlet(words[0]) and all(_is_plain_name(word) for word in words[1:]):
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


def from_head_line(line: str) -> str | None:
    """The outlet that stands beside the date in a line without labels: `2016年06月17日06:15 汉网-武汉晚报`; else None."""
    if len(line) > 80 or ":" in re.sub(r"\d:\d", "", line.translate(FOLD)):
        return None
    stamps = read_stamps(line)
    if not stamps:
        return None
    rest = line
    for stamp in stamps:
        rest = rest.replace(stamp.raw, "|", 1)
    words = [word for word in re.split(r"[|｜\s]+", rest) if word]
    return words[0] if len(words) == 1 and is_outlet(words[0]) else None


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
