"""Scraps that stand before, behind or between the paragraphs of a text: counters, end marks, calls to subscribe, headings of promos.

Unlike furniture they could be lines of a text by their words; their place tells.
"""

import re

ABSTRACT = re.compile(r"[\[【]?(?:内容)?(?:摘要|提要|导读|导语|简介|核心提示)[\]】]?[:：]?")
"""The word before an abstract."""
NOTE_ITEM = re.compile(r"[①-⑩]|[1-9][.、．]|[（(][1-9一二三四五六][)）]|[一二三四五六]、|\*|请您?来[信电]")
"""The opening of an item of a notice."""
ORIGINAL_TITLE = re.compile(r"[（(【\[]?\s?原标题\s?[:：】]")
"""The opening of a notice of the headline that another house gave the text."""
LONGEST = 80
"""Characters of the longest scrap."""
LONGEST_PROMO = 10
"""Characters of the longest heading of a promo."""

_COUNTER = re.compile(
    r"[\[【(（<‹]?\s?[第图]?\s?(\d{1,3})\s?[页张幅]?\s?(?:[/／|]\s?共?|of|共)\s?(\d{1,3})\s?[页张幅]?\s?[\]】)）>›]?", re.I
)
_SCRAP = re.compile(
    r"[<《〈【\[(（—\-=~*#■●\s]*(?:(?:本文|全文|正文|文章)(?:到此)?(?:结束|完|完毕)|(?:the\s)?end|完|全文完)[>》〉】\])）—\-=~*#■●。\s]*(?:\(?(?:https?://)?(?:[\w-]+\.)+[a-z]{2,4}\S{0,20})?|"
    r"(?:来自|发布于|发表于|发自|IP\s?属地|发布地)\s?[:：]?\s?[^\s，。]{2,8}|"
    r"[^。]{0,30}(?:短信|手机报|订阅?|定制|发送?)[^。]{0,30}(?:到|至)\s?\d{5,}[^。]{0,40}|"
    r"(?:请|您|你|欢迎)?(?:您|你)?(?:选择|读完|看完|看到|阅读).{0,14}(?:心情|感受|表情).{0,24}|"
    r"0|"
    r"[\[【(（]?(?:点此|点击|按此).{0,10}[\]】)）]?",
    re.I,
)
_PROMO = re.compile(
    r"[【\[<《·•▶▼◆●■|\s]{0,3}[^\s，。、：；！？]{0,5}(?:推荐|要闻|动态|资讯|热点|头条|排行榜?|热榜|精选|专题|导读|速递|快讯|热文|看点|热搜|专栏|活动预告|公告栏)[】\]>》:：\s|]{0,3}"
)
_ADVERT = re.compile(
    r"[\[【(（]\s?(?:广告|推广|赞助|商业推广)\s?[\]】)）]|(?:广告|推广|赞助)\s?[|丨:：·]|(?:广告|推广|赞助商?)内容$|广告|推广|赞助|AD(?![a-z])",
    re.I,
)
_CLOCK = re.compile(r"(?:\d{1,2}:)?[0-5]\d:[0-5]\d")
_PARTED = re.compile(r"\s?[|｜/]\s?")
_ADDRESS = re.compile("请|欢迎|本[报网站台刊]|我们|您|你|更多|长按|扫一扫|点击|精彩|^(?:下载|打开|安装|关注|扫|加入|登录|拨打)")
_NOTE_HEADING = re.compile(r"[【\[]?(?:特别|重要|温馨|友情|郑重)?(?:提示|提醒|说明|公告|须知)[】\]]?\s?[:：]?")


def counted(line: str) -> str:
    """The total that a counter counts up to: `3/10`, `第3页/共10页`; empty for any other line."""
    if len(line) > 20 or (found := _COUNTER.fullmatch(line)) is None:
        return ""
    return found[2] if 0 < int(found[1]) <= int(found[2]) else ""


def is_clock(line: str) -> bool:
    """Whether a line is a bare length or position of a recording: `05:21`."""
    return len(line) <= 8 and _CLOCK.fullmatch(line) is not None


def is_scrap(line: str) -> bool:
    """Whether a line behind a text is an end mark, a bare count, a place the account writes from, a call to subscribe or to tell one's mood."""
    return len(line) <= LONGEST and _SCRAP.fullmatch(line) is not None


def is_promo(line: str) -> bool:
    """Whether a line behind a text is the heading of a promo, or a row of such headings."""
    pieces = [piece for piece in _PARTED.split(line) if piece] if len(line) <= LONGEST else []
    return bool(pieces) and all(len(piece) <= LONGEST_PROMO and _PROMO.fullmatch(piece) for piece in pieces)


def addresses_reader(line: str) -> bool:
    """Whether a line asks its reader to do something, or speaks of the outlet as we."""
    return _ADDRESS.search(line) is not None


def advert_label(line: str) -> str | None:
    """The label with which a line begins as an advertisement; None without one. A bare word must be set apart as well."""
    found = _ADVERT.match(line)
    return found[0] if found else None


def is_note_heading(line: str) -> bool:
    """Whether a line is the heading of notes, for readers or about rights: `特别提示：`."""
    return len(line) <= 12 and _NOTE_HEADING.fullmatch(line) is not None
