"""Captions and picture credits: `图为启动仪式。（刘通摄）` -> caption, credit and photographer."""

import re

from newsspider.items import Author, Image, Video
from pipelines.people import read_people

_LABEL_WORD = r"(?:图片来源|图源|图片提供|视频来源|音频来源|来源|摄影师?|供图|图片|图)"
_BRACKETED = re.compile(
    r"\s*[（(【]\s*([^（）()【】\n]{1,40}?(?:摄影?|供图|制图|绘|[社报网台]发)"
    rf"|{_LABEL_WORD}\s*[：:/／|｜]\s*[^（）()【】\n]{{1,40}})\s*[)）】]\s*[。.]?$"
)
_GIVEN = re.compile(r"\s*[（(]?\s*(?:图片|照片|图|视频)均?由\s*([^（）()。，]{2,24}?)\s*(?:提供|供图)\s*[）)]?[。.]?$")
_TAKEN = re.compile(r"^(?:图片?|视频|图文|头图)(?:均|皆)?(?:据|来自|源自|源于|来源于)\s*([^\s，。]{2,20})$")
_LABELLED = re.compile(rf"(?:^|(?<=[\s。；;，,（(]))({_LABEL_WORD}\s*[：:|｜／/]\s*[^\s。][^\n。]{{0,40}})$")
_SIGNED = re.compile(r"(?:^|(?<=[\s。！？”，,]))([^\s。！？”，,][^。！？”，,\n]{1,40}(?:摄影?|供图))[。.]?$")
_ISSUED = re.compile(r"[\u3400-\u9fff·]{1,12}[社报网台](?:发|供图)[（(]\s*([^（）()]{2,24})[)）]")
_LABEL = re.compile(rf"^{_LABEL_WORD}\s*[：:|｜／/]\s*")
_LEADING = re.compile(r"^[▲△↑↓←→◆●★①-⑳\s]+")
_GAVE = re.compile(r"\s*(?:摄影?|供图|提供)$")
_BRACKETS = str.maketrans("（）()", "    ")
_QUICK = re.compile(r"摄|供图|[图片频文](?:均|皆)?[由据来源]")
_OPENS_CAPTION = re.compile(r"[（(【]?(?:图为|▲|△|图[①-⑳\d一二三四五六七八九十]?[：:]|[上下左右]图|资料图)")
MAX_CAPTION = 160
_CLOSE = 120  # the credit is looked for in the last characters only


def split_caption(caption: str) -> tuple[str | None, str | None]:
    """Caption and credit as printed, each None when there is none: the credit closes the caption.

    A leading label (图源：) is left off the credit. Words that end in 摄 without a bracket must name a person.
    """
    text = _LEADING.sub("", caption).strip()
    if len(text) > _CLOSE:
        before, text = text[:-_CLOSE], text[-_CLOSE:]
        closing, credit = split_caption(text)
        return before + (closing or ""), credit
    if _ISSUED.fullmatch(text):
        return None, text
    for pattern in (_GIVEN, _TAKEN, _BRACKETED, _LABELLED, _SIGNED):
        match = pattern.search(text)
        if match and (pattern is not _SIGNED or photographers(match[1])):
            return text[: match.start()].strip() or None, _LABEL.sub("", match[1].strip()) or None
    return text or None, None


def giver(credit: str) -> str:
    """Who made or gave the picture: the credit without the closing 摄 or 供图; as printed where it says it otherwise."""
    name = _GAVE.sub("", credit)
    return name if len(name) >= 2 else credit


def photographers(credit: str) -> list[Author]:
    """The people of a picture credit that says 摄, 摄影 or 供图; [] when it names outlets or offices only."""
    issued = _ISSUED.fullmatch(credit)
    people = read_people((issued[1] if issued else credit).translate(_BRACKETS))
    return [author for author in people.authors if author.role == "photographer"] if people.clean else []


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph of the text is a caption or a lone picture credit: `图为…（刘通摄）`, `▲张三 摄`, `新华社发（刘满仓摄）`."""
    if len(paragraph) > MAX_CAPTION or (not _QUICK.search(paragraph) and not paragraph.startswith("▲")):
        return False
    text, credit = split_caption(paragraph)
    return bool(credit) and (text is None or bool(_OPENS_CAPTION.match(paragraph)))


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
