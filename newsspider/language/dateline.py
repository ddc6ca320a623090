"""The dateline (电头): `江西日报·江西新闻客户端讯(江西日报全媒体记者魏星)`, `新华社北京1月25日电`, `本报南昌讯记者潘原报道：`."""

import re
from dataclasses import dataclass

from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.lexicon import any_of
from newsspider.language.person_names import has_surname

_DATE = r"(?:(?:\d{4}|[〇零一二三四五六七八九]{4})年)?(?:\d{1,2}月)?\d{1,2}日"
_OUTLET = f"(?:{any_of('outlets', 'ending', 'sure')}|{any_of('outlets', 'ending', 'perhaps')}|体育|娱乐|教育|热线|之家|之声|电视|资讯|视点)"
_BODY = r"[^\n，。！？；：:“”\"、,!?;（）()【】\[\]《》]"
_HEAD = re.compile(
    rf"^[（(【\[■□◎●◆▲]?\s*((?:{_BODY}|(?<=[\d网报端社台闻刊线道])[、,]|《{_BODY}{{2,12}}》|[（(]{_BODY}{{2,10}}[网报台社闻刊網報聞][）)]){{0,40}}?)"
    rf"(?P<mark>(?:(?<![通资腾音审问简短喜捷传视警侦])(?<!(?<!新)闻)(?:快讯|专讯|综合讯|讯)|(?:综合|专|特|急)?(?<![闪广用家水中国核充发供风光热机邮来致唁贺停断通触漏弱强节购售缺送输配有无])电|消息|(?:综合|独家|特别)?报道)(?![飞报影视脑力网动台池子能器子梯源商流息号的了])(?P<close>[】\]）)])?)"
)
_DATED = re.compile(rf"{_DATE}\s*$|{_DATE}\s*[\u3400-\u9fff]{{0,8}}$")
_NAMES_OUTLET = re.compile(
    rf"{_OUTLET}|本报|本网|本台|本刊|本社|新华|中新|央广|央视|人民|国际在线|红网|匯|網|報|每经|中青|南方|大河|大江|大众|北方|东方"
)
_BRACKET = re.compile(r"\s{0,4}[（(]\s*([^（）()\n]{2,120}(?:[（(][^（）()\n]{2,30}[)）][^（）()\n]{0,40}){0,3})[)）]")
_REPORTS = re.compile(
    r"\s{0,4}([\u3400-\u9fff][\u3400-\u9fff·、，, 　\xa0/]{1,60}?)(?:(?:摄影|综合|联合)?报道|采写|发自[\u3400-\u9fff]{2,6})(?=\s*[：:]|\s)"
    r"|\s{0,4}((?:[\u3400-\u9fff]{0,6}记者|通讯员)[\u3400-\u9fff·、，, 　\xa0/]{2,60}?)(?=[：:])"
)
_SIGNS = re.compile(
    r"\s{1,4}((?:(?:[\u3400-\u9fff]{0,6}记者|通讯员|实习生)[ 　]?(?![从在])[\u3400-\u9fff·]{2,4}(?:、[\u3400-\u9fff·]{2,4}){0,5}[ 　]{1,2}){1,4})"
)
_INSIDE = re.compile(rf"[^\d]{{2,20}}(?:记者|通讯员)[ 　]?[\u3400-\u9fff·、 　]{{2,30}}(?={_DATE})")
"""Names before the date: `东方网记者张三5月10日报道`."""
_MAX = 300
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
    folded = fold(paragraph[:_MAX])
    match = _HEAD.match(folded[:120])
    if not match:
        return None
    head, mark = match[1].strip(), match["mark"].strip("】])）")
    end = match.end()
    after = folded[end:]
    bracket = _BRACKET.match(after)
    signed = bool(bracket and _BY.search(bracket[1]))
    sure = bool(match["close"] or _GOES_ON.match(after) or (mark.endswith("讯") and _DATED.search(head)))
    if not sure or not (_is_head(head, mark, signed) or (mark == "讯" and len(head) <= 8 and after[:1].isspace())):
        return None
    if bracket and (signed or (mark.endswith(("讯", "电")) and re.fullmatch(r"[\u3400-\u9fff·、，, 　\xa0]{2,40}", bracket[1]))):
        names = paragraph[end + bracket.start(1) : end + bracket.end(1)].strip()
        return Dateline(paragraph[: end + bracket.end()], paragraph[match.start(1) : match.end(1)].strip(), names)
    if mark.endswith(("讯", "电")) and (reports := _REPORTS.match(after)):
        group = 1 if reports[1] else 2
        names = paragraph[end + reports.start(group) : end + reports.end(group)].strip()
        people = read_line(names)
        if people.clean and people.of("author"):
            return Dateline(paragraph[: end + reports.end()].rstrip(), paragraph[match.start(1) : match.end(1)].strip(), names)
    if mark.endswith("讯") and (signs := _SIGNS.match(after)):
        names = paragraph[end + signs.start(1) : end + signs.end(1)].strip()
        people = read_line(names)
        if people.clean and people.of("author") and all(has_surname(fact.value) for fact in people.of("author")):
            return Dateline(paragraph[: end + signs.end(1)].rstrip(), paragraph[match.start(1) : match.end(1)].strip(), names)
    printed = paragraph[match.start(1) : match.end(1)].strip()
    inside = _INSIDE.match(head)
    return Dateline(paragraph[:end], printed, printed[: inside.end()] if inside else None)


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
