"""The dateline (电头): `江西日报·江西新闻客户端讯(江西日报全媒体记者魏星)`, `新华社北京1月25日电`, `本报南昌讯记者潘原报道：`."""

from dataclasses import dataclass

from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.lexicon import any_of
from newsspider.language.person_names import HAN, has_surname
from newsspider.language.phrases import phrase
from newsspider.lazy_pattern import lazy_pattern

_DATE = r"(?:(?:\d{4}|[〇零一二三四五六七八九]{4})年)?(?:\d{1,2}月)?\d{1,2}日"
_OUTLET = rf"(?:{any_of('outlets', 'ending', 'sure')}|{any_of('outlets', 'ending', 'perhaps')}|{{ending}})"
_BODY = r"[^\n，。！？；：:“”\"、,!?;（）()【】\[\]《》]"
_MARKED = phrase("datelines.mark", "{report}|{wire}|{news}")
_HEAD = phrase(
    "datelines.mark",
    rf"^[（(【\[■□◎●◆▲]?\s*((?:{_BODY}|(?<=[\d网报端社台闻刊线道])[、,]|《{_BODY}{{2,12}}》|[（(]{_BODY}{{2,10}}[网报台社闻刊][）)]){{0,40}}?)"
    r"(?P<mark>(?<!{before_report})(?<!(?<!新)闻){report}|(?<!{before_wire}){wire}|{news})(?!{goes_on})(?P<close>[】\]）)])?",
)
_DATED = lazy_pattern(rf"{_DATE}\s*{HAN}{{0,8}}$")
_NAMES_OUTLET = phrase("datelines.head", rf"{_OUTLET}|{{outlet}}|[网报]")
_OUTLET_LAST = phrase("datelines.head", rf"{_OUTLET}$")
_AGENCY = phrase("datelines.head", rf"据?{{agency}}{HAN}{{0,8}}$")
_QUOTES = phrase("datelines.head", "{quotes}")
_BRACKET = lazy_pattern(r"\s{0,4}[（(]\s*([^（）()\n]{2,120}(?:[（(][^（）()\n]{2,30}[)）][^（）()\n]{0,40}){0,3})[)）]")
_NAMES = lazy_pattern(rf"(?:{HAN}|[·、，,\s/]){{2,40}}")
_REPORTS = phrase(
    "datelines.behind",
    rf"\s{{0,4}}(?P<names>{HAN}(?:{HAN}|[·、，,\s/]){{1,60}}?)(?:{{reports}}|发自{HAN}{{2,6}})(?=\s*[：:]|\s)",
    rf"\s{{0,4}}(?P<signed>(?:{HAN}{{0,6}}记者|通讯员)(?:{HAN}|[·、，,\s/]){{2,60}}?)(?=[：:])",
)
_SIGNS = phrase(
    "datelines.behind",
    rf"\s{{1,4}}(?P<names>(?:{HAN}{{0,6}}{{role}}\s?(?![从在])(?:{HAN}|·){{2,4}}(?:、(?:{HAN}|·){{2,4}}){{0,5}}\s{{1,2}}){{1,4}})",
)
_INSIDE = phrase("datelines.behind", rf"[^\d]{{2,20}}{{role}}\s?(?:{HAN}|[·、\s]){{2,30}}(?={_DATE})")
"""Names before the date: `东方网记者张三5月10日报道`."""
_BY = phrase("datelines.behind", "{by}|[文图][/／]|摄|[文图]并?[图文摄]")
_GOES_ON = phrase("datelines.behind", r"[\s（(：:，,。】\]）)\d“\"《]|{starts}|$")
_MAX = 300
_MOST_HEAD = 120


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
    if not _MARKED.search(paragraph, 0, _MOST_HEAD):
        return None
    folded = fold(paragraph[:_MAX])
    if not (match := _HEAD.match(folded[:_MOST_HEAD])):
        return None
    end, mark, head = match.end(), match["mark"], match[1].strip()
    after = folded[end:]
    printed = paragraph[match.start(1) : match.end(1)].strip()
    bracket = _BRACKET.match(after)
    signed = bool(bracket and _BY.search(bracket[1]))
    report, wire = mark.endswith("讯"), mark.endswith("电")
    sure = match["close"] or _GOES_ON.match(after) or (report and _DATED.search(head))
    if not sure or not (_is_head(head, mark, signed=signed) or (mark == "讯" and len(head) <= 8 and after[:1].isspace())):
        return None
    if bracket and (signed or ((report or wire) and _NAMES.fullmatch(bracket[1]))):
        names = paragraph[end + bracket.start(1) : end + bracket.end(1)].strip()
        return Dateline(paragraph[: end + bracket.end()], printed, names)
    for pattern in (_REPORTS, _SIGNS)[: 2 * report + (wire and not report)]:
        if found := pattern.match(after):
            start, stop = found.span(found.lastgroup or 0)
            line = read_line(paragraph[end + start : end + stop].strip())
            people = line.of("author")
            if line.clean and people and (pattern is _REPORTS or all(has_surname(fact.value) for fact in people)):
                return Dateline(paragraph[: end + found.end()].rstrip(), printed, line.text)
    inside = _INSIDE.match(head)
    return Dateline(paragraph[:end], printed, printed[: inside.end()] if inside else None)


def _is_head(head: str, mark: str, *, signed: bool) -> bool:
    if not head or len(head) > 40:
        return False
    dated, outlet = _DATED.search(head) is not None, _NAMES_OUTLET.search(head) is not None
    if mark.endswith("讯"):
        return (outlet and (dated or len(head) <= 30)) or dated or signed
    if mark.endswith("电"):
        return (outlet and (dated or signed)) or _AGENCY.match(head) is not None
    alone = mark == "消息" and len(head) <= 12 and _OUTLET_LAST.search(head) is not None
    return not _QUOTES.match(head) and (signed or (outlet and dated) or alone)
