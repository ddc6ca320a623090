"""The dateline (电头): `江西日报·江西新闻客户端讯(江西日报全媒体记者魏星)`, `新华社北京1月25日电`, `本报南昌讯记者潘原报道：`."""

import re
from dataclasses import dataclass

_DATE = r"(?:(?:\d{4}|[〇零一二三四五六七八九]{4})年)?(?:\d{1,2}月)?\d{1,2}日"
_OUTLET = r"(?:报|网|社|台|刊|客户端|频道|在线|新闻|时刻|融媒|媒体|中心|发布|传媒|卫视|视频|财经|科技|体育|娱乐|教育|头条|快报|APP|App|热线|日报|晚报|之家|之声|电视|广播|资讯|视点|云|号)"
_BODY = r"[^\n，。！？；：:“”\"、,!?;（）()【】\[\]《》]"
_HEAD = re.compile(
    rf"^[（(【\[■□◎●◆▲]?\s*((?:{_BODY}|(?<=\d)[、,]|《{_BODY}{{2,12}}》){{0,40}}?)"
    rf"(?P<mark>(?:(?<![通资腾音审问闻简短喜捷传视警侦])(?:快讯|专讯|综合讯|讯)|(?:综合|专|特|急)?电|消息|(?:综合|独家|特别)?报道)(?![飞报影视脑力网动台池子能器子梯源商流息号的了])(?P<close>[】\]）)])?)"
)
_DATED = re.compile(rf"{_DATE}\s*$|{_DATE}\s*[\u3400-\u9fff]{{0,8}}$")
_NAMES_OUTLET = re.compile(
    rf"{_OUTLET}|本报|本网|本台|本刊|本社|新华|中新|央广|央视|人民|国际在线|红网|每经|中青|南方|大河|大江|大众|北方|东方"
)
_BEGINS = re.compile(
    r"本报|本网|本台|本刊|本社|新华|中新|中国|人民|央视|央广|国际|华|红网|江|浙|河|湖|南|北|东|西|海|四川|重庆|贵|云|广|福建|安徽|山|陕|甘|青|宁|新|内蒙古|黑龙|吉林|辽|天津|上海|大"
)
_BRACKET = re.compile(r"\s{0,4}[（(]\s*([^（）()\n]{2,120})[)）]")
_REPORTS = re.compile(
    r"\s{0,4}((?:[\u3400-\u9fff·、，, 　\xa0]{2,60}?))(?:报道|摄影报道|采写|发自[\u3400-\u9fff]{2,6})\s*(?=[：:])"
)
_BY = re.compile(r"记者|通讯员|实习生|作者|评论员|文[/／]|图[/／]|摄|[文图]并?[图文摄]")
_GOES_ON = re.compile(r"[\s（(：:，,。】\]）)记今昨近日据\d“\"《前从为随当在这一上]|$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline that opens a paragraph."""

    text: str
    """As printed, up to and with 讯/电/报道 and the bracket or the names behind it."""
    head: str
    """What stands before 讯/电: outlet, place, date."""
    names: str | None
    """The names with their roles as printed; None when there are none."""


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that opens a paragraph; None when it opens with a sentence.

    What stands before 讯/电/消息/报道 must name an outlet, and 电 must follow a date or an agency; 消息 and 报道 count only
    behind an outlet or a date, and never behind 据 (`据中新网9月9日报道` quotes).
    """
    match = _HEAD.match(paragraph[:120])
    if not match:
        return None
    head, mark = match[1].strip(), match["mark"].strip("】])）")
    end = match.end()
    after = paragraph[end:]
    bracket = _BRACKET.match(after)
    signed = bool(bracket and _BY.search(bracket[1]))
    if not _is_head(head, mark, signed) or not (match["close"] or _GOES_ON.match(after)):
        return None
    if bracket and (signed or (mark.endswith(("讯", "电")) and re.fullmatch(r"[\u3400-\u9fff·、，, 　\xa0]{2,40}", bracket[1]))):
        return Dateline(paragraph[: end + bracket.end()], head, bracket[1].strip())
    if mark.endswith(("讯", "电")) and (reports := _REPORTS.match(after)):
        return Dateline(paragraph[: end + reports.end()].rstrip(), head, reports[1].strip())
    return Dateline(paragraph[:end], head, None)


def _is_head(head: str, mark: str, signed: bool) -> bool:
    if not head or len(head) > 40:
        return False
    dated = bool(_DATED.search(head))
    outlet = bool(_NAMES_OUTLET.search(head))
    if mark.endswith("讯"):
        return (outlet and (dated or len(head) <= 30)) or dated or signed
    if mark.endswith("电"):
        return (outlet and (dated or signed)) or bool(re.fullmatch(r"据?(?:新华社|中新社)[\u3400-\u9fff]{0,8}", head))
    quoted = head.startswith(("据", "综合", "来自"))
    return not quoted and (
        signed or (outlet and dated) or (bool(re.search(_OUTLET + "$", head)) and len(head) <= 12 and mark == "消息")
    )
