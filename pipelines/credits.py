"""Desk credits, media credits and source: read where they stand, and taken out of the body with the page furniture behind them."""

import re
from collections.abc import Iterable

from newsspider.items import Credit, Draft, Found
from pipelines.captions import credit_images, credit_videos, is_caption, split_caption
from pipelines.furniture import drop_head, is_furniture, opens_links
from pipelines.labels import (
    AUTHOR_ROLES,
    BUTTONS,
    CREDIT_ROLES,
    DATE_LABELS,
    MEDIA_LABELS,
    OTHER_LABELS,
    SOURCE_LABELS,
    Labelled,
    label_at,
    read_bare_labels,
    read_labels,
    trim,
)
from pipelines.names import has_surname, is_office, is_outlet, is_person, split_names
from pipelines.people import read_people
from pipelines.source import choose_source
from pipelines.step import StepPipeline
from pipelines.timestamps import is_event

_STAFF_CODE = re.compile(
    r"[\s_（(【\[]*[A-Za-z]{1,4}[_-]?\d{2,7}[）)】\]]*$|[\s]*[（(【\[][A-Za-z]*\d{2,7}[）)】\]]$|(?<=[\u3400-\u9fff])[\s_]*\d{3,8}$"
)
_NO_NAME = re.compile(r"[\W\d_]+|.{13,}|等|[A-Za-z]{1,4}[_-]?\d{2,7}")
_NOTE = re.compile(r"(?<=[\u3400-\u9fffA-Za-z])\s?[（(][^（）()]{1,12}[）)]")
_CLOSED = re.compile(r"^([^（）()\[\]【】]*)[）)】\]].*$")
_UNKNOWN_LABEL = re.compile(r"[\s/／|｜;；][\u3400-\u9fff]{2,8}[:：|｜].*$")
_BUTTON = re.compile(BUTTONS + ".*$")
_ROLE = re.compile("记者|通讯员|实习生")
_BARE_CODE = re.compile(r"[A-Za-z]{1,4}[_-]?\d{2,7}")
_SENTENCE = re.compile(r"[。！？!?]\s*\S|[，,][^，,]{0,60}[。！？]$")
_MARKS = re.compile(r"^[▲△▼◆■●◎◇□★☆*\s]+")
_PARTED = re.compile("[ ：:，。]")
_MEDIA = re.compile("图|圖|视频|視頻|照片|音频|封面")
"""One of these is in every label of pictures and videos."""
_PREFIX = 14
MAX_CREDIT_LINE = 220
MIN_TEXT = 200
MIN_SHARE = 0.33
_NEVER_BEHIND_WORDS = SOURCE_LABELS | DATE_LABELS | {"电话", "地址", "单位"}
_DESK_ENDS = frozenset({"责任编辑", "责编", "编辑", "网络编辑", "本期编辑"})


def to_credits(found: Iterable[Labelled]) -> list[Credit]:
    """The desk of labelled values; a label of another kind gives nothing."""
    return [
        Credit(CREDIT_ROLES[one.label], name, one.printed)
        for one in found
        if one.label in CREDIT_ROLES
        for name in desk_names(one.value)
    ]


def desk_names(value: str) -> list[str]:
    """The names behind a desk label, outlets and offices left out: staff codes dropped, a bare code in the name's place kept, padding undone."""
    value = _BUTTON.sub("", _UNKNOWN_LABEL.sub("", trim(value)))
    value = _CLOSED.sub(r"\1", _NOTE.sub("", value)).rstrip("。. …")
    if not value or _BARE_CODE.fullmatch(value):
        return [value] if value else []
    if _ROLE.search(value):  # 统筹：江州日报记者 张三
        return [author.name for author in read_people(value).authors]
    names = [
        _without_label(name)
        for part in re.split(r"[、，,/／;；|｜]+", value)
        for name in split_names(_STAFF_CODE.sub("", part.strip()).strip(" _（(【["))
        if not _NO_NAME.fullmatch(name)
    ]
    return list(dict.fromkeys(name for name in names if not (is_outlet(name) or (len(name) > 4 and is_office(name)))))


def _without_label(name: str) -> str:
    """A name without the desk label that is part of it: `见习编辑张三`."""
    label, rest = label_at(name)
    return rest if label and 2 <= len(rest) <= 4 and has_surname(rest) else name


def read_credit_line(paragraph: str) -> list[Labelled]:
    """The labels of a paragraph that is a credit line and nothing else; [] for text.

    Every label must be followed by short values, and only a few characters may stand before the first.
    """
    text = _MARKS.sub("", paragraph)
    if not text or len(text) > MAX_CREDIT_LINE:
        return []
    found = read_labels(text)
    if not found:
        return read_bare_labels(text)
    if len(found) == 1 and is_event(text):
        return []
    prefix = trim(text[: found[0].start])
    if len(prefix) > _PREFIX or _SENTENCE.search(text):
        return []
    if prefix and found[0].label in _NEVER_BEHIND_WORDS and text[: found[0].start] == prefix and not is_outlet(prefix):
        return []  # 感染来源：…, 活动时间：…
    if len(found) == 1 and len(prefix) > 4 and not (is_outlet(prefix) or _are_people(found[0].value)):
        return []
    if any(len(one.value) > (60 if one.label in SOURCE_LABELS or one.label in OTHER_LABELS else 48) for one in found):
        return []
    if len(found) == 1 and found[0].label in AUTHOR_ROLES and found[0].label not in MEDIA_LABELS:
        return found if read_people(found[0].value, default="author").clean else []  # 记者：您怎么看？ is a question
    return found


def _are_people(value: str) -> bool:
    """Whether a value is names and nothing else, each with a surname: then an outlet of any name may stand before the label."""
    names = desk_names(value)
    return bool(names) and all(has_surname(name) and is_person(name) for name in names)


class Tail:
    """What stood behind the text."""

    def __init__(self) -> None:
        self.labels: list[Labelled] = []
        self.videos: list[str] = []
        self.pictures: list[str] = []
        self.sources: list[str] = []


_CLOSING_CREDIT = re.compile(
    r"\s*[（(【\[]\s*((?:责任编辑|责编|编辑|校对|审核|来源|稿源|编审|监制)\s*[：:|｜】]?[^（）()【】\[\]\n]{1,80})[)）】\]]\s*$"
)
_CLOSING_RUN = re.compile(r"(?<=[。！？”」』）)…])\s*((?:责任编辑|责编|编辑|校对|来源|稿源)\s*[：:|｜][^。！？\n]{1,80})$")
_WIRE = re.compile(
    r"^[（(]?(?:以上)?(?:图文|文图|内容|稿件|消息|各?条?)?(?:均|皆)?(?:据|来自)?(新华社|中新社|人民网|新华网|(?<=据)[\u3400-\u9fff]{2,10}[报社网台])(?:电|供本报.{0,6}|稿|发|消息|报道)?[)）]?$"
)
_CLOSING_SOURCE = re.compile(
    r"^(?:[（(]\s*(?:据|原载|转自|摘自|来源于)\s*《?([^（）()，。《》]{2,24}?)》?(?:报道|消息|综合)?\s*[)）]"
    r"|(?:据|原载|转自|摘自)\s*《([^《》]{2,24})》(?:报道|消息)?|[（(](新华社|中新社)[\u3400-\u9fff\d]{0,14}电[)）])$"
)


def part_tail(body: list[str]) -> tuple[list[str], Tail]:
    """The text, and what stood behind it: scanned from the end, up to the first paragraph that is no credit or furniture."""
    tail = Tail()
    body = _cut_behind_desk(_cut_links(body))
    end = len(body)
    closing: list[list[Labelled]] = []
    while end > 0:
        paragraph = body[end - 1]
        found = read_credit_line(paragraph)
        if found and not _is_picture_line(found):
            closing.append(found)
        elif found or is_caption(paragraph):
            _take_media(tail, paragraph, found)
        elif match := _WIRE.match(paragraph) or _CLOSING_SOURCE.match(paragraph):
            tail.sources.append(next(filter(None, match.groups())))
        elif not (is_furniture(paragraph) or (len(paragraph) <= 16 and not _PARTED.search(paragraph) and is_outlet(paragraph))):
            break
        end -= 1
    body = body[:end]
    while body and (match := _CLOSING_CREDIT.search(body[-1]) or _CLOSING_RUN.search(body[-1])):
        found = read_labels(match[1]) or read_bare_labels(match[1])
        left = body[-1][: match.start()].rstrip()
        if not found or not left:
            break
        closing.append(found)
        body = [*body[:-1], left]
    for found in reversed(closing):
        tail.labels += found
    return body, tail


def _cut_behind_desk(body: list[str]) -> list[str]:
    """The body without what follows its desk credits: other articles' openings, comments, the foot of the page.

    The credits must stand behind a third of the text at least, so that a desk line at the head cuts nothing.
    """
    read, whole = 0, sum(map(len, body))
    for index, text in enumerate(body):
        if (
            len(text) <= 60
            and read >= max(MIN_TEXT, whole * MIN_SHARE)
            and "编" in text
            and any(one.label in _DESK_ENDS for one in read_credit_line(text))
        ):
            end = index + 1
            while end < len(body) and (read_credit_line(body[end]) or is_furniture(body[end])):
                end += 1
            return body[:end]
        read += len(text)
    return body


def _cut_links(body: list[str]) -> list[str]:
    """The body without a closing list of related headlines: a heading of its kind, then nothing that ends like a sentence."""
    for index in range(max(1, len(body) // 2), len(body)):
        if opens_links(body[index]) and not any(
            re.search(r"[。！？]$", text) for text in body[index + 1 :] if not read_credit_line(text)
        ):
            return body[:index] + [text for text in body[index + 1 :] if read_credit_line(text)]
    return body


def _is_picture_line(found: list[Labelled]) -> bool:
    return all(one.label in MEDIA_LABELS for one in found)


def _take_media(tail: Tail, paragraph: str, found: list[Labelled]) -> None:
    """Keep the credit of a video or picture line: `▲视频来源:江西卫视`, `图源：视觉中国`."""
    for one in found:
        (tail.videos if "视频" in one.label else tail.pictures).insert(0, one.value)
    if not found and (credit := split_caption(paragraph)[1]):
        tail.pictures.insert(0, credit)


def take_media(body: list[str], tail: Tail) -> list[str]:
    """The body without media credit lines and captions that stand between its paragraphs."""
    kept = []
    for paragraph in body:
        found = read_credit_line(paragraph) if len(paragraph) <= 60 and _MEDIA.search(paragraph) else []
        if (found and _is_picture_line(found)) or is_caption(paragraph):
            _take_media(tail, paragraph, found)
        elif not (paragraph.startswith(("▲", "△")) and len(paragraph) <= 80 and not re.search("[。！？].", paragraph)):
            kept.append(paragraph)
    return kept or body


def marked_credits(editors: list[Found]) -> list[Labelled]:
    """The desk in marked elements; names without a label are 责任编辑's by the elements' convention (`#editor_baidu`)."""
    found: list[Labelled] = []
    for editor in editors:
        if editor.origin != "meta":
            value = trim(editor.value)
            labels = read_labels(editor.value) or read_bare_labels(editor.value)
            if not labels and 0 < len(value) <= 20 and not is_outlet(value):
                labels = [Labelled("责任编辑", "责任编辑", value, 0)]
            found += labels
    return found


def merge(groups: Iterable[list[Credit]]) -> list[Credit]:
    """The credits of several places, each role and name once, as first printed."""
    known: dict[tuple[str, str], Credit] = {}
    for group in groups:
        for credit in group:
            known.setdefault((credit.role, credit.name), credit)
    return list(known.values())


def step(draft: Draft) -> None:
    """Set credits and source, the credits of pictures and videos; leave nothing but the text in body."""
    printed, article = draft.printed, draft.article
    body, tail = part_tail(drop_head(article.body))
    article.body = take_media(body, tail)
    in_byline = article.credits  # （记者 张三 编辑 李四）
    places = (tail.labels, *map(read_labels, printed.meta_lines), marked_credits(printed.editors))
    article.credits = merge([in_byline, *map(to_credits, places)])
    closing = [one.value for one in tail.labels if one.label in SOURCE_LABELS] + tail.sources
    article.source = choose_source(printed, closing)
    article.images = credit_images(printed.images, tail.pictures)
    article.videos = credit_videos(printed.videos, tail.videos)


class CreditsPipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
