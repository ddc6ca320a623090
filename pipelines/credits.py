"""Desk credits, media credits and source: read where they stand, and taken out of the body with the page furniture behind them."""

import re
from collections.abc import Iterable

from newsspider.items import Credit, Draft, Found, Image, Video
from pipelines.captions import giver, is_caption, split_caption
from pipelines.furniture import drop_head, is_furniture, opens_links
from pipelines.labels import (
    AUTHOR_ROLES,
    CREDIT_ROLES,
    MEDIA_LABELS,
    OTHER_LABELS,
    SOURCE_LABELS,
    Labelled,
    read_bare_labels,
    read_labels,
    trim,
)
from pipelines.names import has_surname, is_outlet, is_person, split_names
from pipelines.people import read_people
from pipelines.source import choose_source
from pipelines.step import StepPipeline

_STAFF_CODE = re.compile(
    r"[\s_（(【\[]*[A-Za-z]{1,4}[_-]?\d{2,7}[）)】\]]*$|[\s]*[（(【\[][A-Za-z]*\d{2,7}[）)】\]]$|(?<=[\u3400-\u9fff])[\s_]*\d{3,8}$"
)
_NO_NAME = re.compile(r"[\W\d_]+|.{13,}|等|[A-Za-z]{1,4}[_-]?\d{2,7}")
_NOTE = re.compile(r"[（(][^（）()]{1,12}[）)]$")
_CLOSED = re.compile(r"^([^（）()\[\]【】]*)[）)】\]].*$")
_UNKNOWN_LABEL = re.compile(r"[\s/／|｜;；][\u3400-\u9fff]{2,8}[:：|｜].*$")
_BARE_CODE = re.compile(r"[A-Za-z]{1,4}[_-]?\d{2,7}")
_SENTENCE = re.compile(r"[。！？!?]\s*\S|[，,][^，,]{0,60}[。！？]$")
_MARKS = re.compile(r"^[▲△▼◆■●◎◇□★☆*\s]+")
_PREFIX = 14
MAX_CREDIT_LINE = 220
MIN_TEXT = 200
MIN_SHARE = 0.33
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
    """The names behind a desk label: staff codes dropped, a bare code in the name's place kept, padding undone."""
    value = _NOTE.sub("", _CLOSED.sub(r"\1", _UNKNOWN_LABEL.sub("", trim(value)))).rstrip("。. …")
    if not value or _BARE_CODE.fullmatch(value):
        return [value] if value else []
    names = [
        name
        for part in re.split(r"[、，,/／;；|｜]+", value)
        for name in split_names(_STAFF_CODE.sub("", part.strip()).strip(" _（(【["))
        if not _NO_NAME.fullmatch(name)
    ]
    return list(dict.fromkeys(names))


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
    prefix = trim(text[: found[0].start])
    if len(prefix) > _PREFIX or _SENTENCE.search(text):
        return []
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
        elif not (is_furniture(paragraph) or (len(paragraph) <= 16 and " " not in paragraph and is_outlet(paragraph))):
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
        found = read_credit_line(paragraph) if len(paragraph) <= 60 else []
        if (found and _is_picture_line(found)) or is_caption(paragraph):
            _take_media(tail, paragraph, found)
        elif not (paragraph.startswith(("▲", "△")) and len(paragraph) <= 80 and not re.search("[。！？].", paragraph)):
            kept.append(paragraph)
    return kept or body


def credit_images(images: list[Image], credits: list[str]) -> list[Image]:
    """The pictures with caption and credit apart; one credit line in the text holds for the pictures when it is the only one."""
    out = []
    for image in images:
        caption, credit = split_caption(image.caption) if image.caption else (None, None)
        out.append(Image(image.url, caption, image.credit or credit))
    if len(set(credits)) == 1:
        out = [Image(image.url, image.caption, image.credit or credits[0]) for image in out]
    return [Image(image.url, image.caption, giver(image.credit) if image.credit else None) for image in out]


def credit_videos(videos: list[Video], credits: list[str]) -> list[Video]:
    """The videos with the credits of the text's video lines, in order; a credit without a video makes one without address."""
    out = [Video(video.url, video.credit) for video in videos]
    waiting = iter(credits)
    for video in out:
        if video.credit is None:
            video.credit = next(waiting, None)
    return out + [Video(None, credit) for credit in waiting]


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
