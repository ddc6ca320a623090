"""Titles and what stands round them: names of site and paper, 原标题 notices, kickers, subheadlines, and which lines can be a title."""

from newsspider.language.dateline import read_dateline
from newsspider.language.lines import is_head_line
from newsspider.language.meta_lines import is_credit_line
from newsspider.language.phrases import phrase, plain
from newsspider.lazy_pattern import lazy_pattern

SEPARATOR = phrase("titles.ending", r"\s*(?:_{1,3}|\|{1,2}|｜|--{1,3}|——|›|»|>{1,2}|•)\s*|\s+[-–—:]\s+|(?<!\d)-(?=[^-]{2,16}$)|\s*-\s*(?=[^-\d]{2,12}{house}(?:$|[_\-|]))")  # fmt: skip
PAPER = phrase("titles.ending", r"[^-_—|｜:：\s]{2,10}{paper}?(?:{edition}|{paper})\s{0,3}(?:[-_—|｜]{1,3}\s{0,3}|\s)(?=\S{6})")
"""The name of a paper before the headline in a `title` element: `甲日报数字报-甲县新桥今日通车`."""
LEAD = lazy_pattern(
    r"[【\[「『（(](?P<boxed>[^【】\[\]「」『』（）()]{2,16})[】\]」』）)]\s{0,3}(?:[-_—–|｜:：·]{1,3}\s{0,3})?"
    r"|(?P<name>[^-_—–|｜:：>›»•·/，。！？：“《\d]{2,16}?)\s{0,3}(?P<sign>[_|｜]{1,3}|-{1,3}|—{1,2}|–|[>›»]{1,2}|•|·|/|::)\s{0,3}"
)
"""What may be a site's or a section's name before the headline in a `title` element: `某某网_`, `某某网 - 时政 - `, `【某某网】`."""
ORIGINAL = phrase("titles.mark", r"[{[}{(}]\s{0,3}(?:{original}|转)\s{0,3}[{]}{)}]\s{0,3}|{original}\s{0,3}[{|}{·}{:}]\s{0,3}")
"""The mark of an original or a reprinted post before a headline, set off by its brackets or sign."""
ORIGINAL_BEHIND = phrase("titles.mark", r"\s{0,3}[{[}{(}]\s{0,3}{original}\s{0,3}[{]}{)}]$")
BOXED_BEHIND = lazy_pattern(r"\s{0,3}[【\[]([^【】\[\]]{2,16})[】\]]$")
"""What may be a site's name in brackets behind a headline."""
BADGE = phrase("titles.mark", r"[{[}{(}]?(?:{badge}|(?i:hot|new|top))[{]}{)}]?")
"""A mark that a page sets beside a headline in an element of its own."""
ORNAMENT = lazy_pattern(r"^[\s》〉〗】」』）)\]›»>→▸▶►|｜·•]+(?=\S)")
"""What can close or point to a text but not begin one: the last sign of a breadcrumb before a headline."""
_ORIGINALLY = r"(?:本文)?原\s*(?:文\s*)?(?:[标標]\s*)?[题題]目?"
NOTICE = lazy_pattern(rf"[（(【\[]?\s*{_ORIGINALLY}\s*(?:[】\]]|[为是]?\s*[：:|｜丨]|[为是]?\s*(?=《[^《》]{{2,100}}》))\s*")
TAIL_NOTICE = lazy_pattern(
    rf"[（(【\[]\s*{_ORIGINALLY}[为是]?\s*(?:[：:]|(?=《))\s*([^（）()\[\]【】]{{2,120}}(?:[（(][^（）()]{{1,40}}[）)][^（）()\[\]【】]{{0,60}})?)[）)】\]]?\s*$"
)
TITLE_LABEL = phrase("titles.mark", r"(?:{title}|标\s{1,4}题)\s*[{:}]\s*")
WIRE_TITLE = lazy_pattern(r"[电讯）)]\s*题\s*[：:]\s*(\S.{3,118})$")
KICKER = phrase("titles.line", "(?:{meeting}|{visit}.{0,12}时?中?{says})$")
SUBHEADLINE = phrase("titles.line", r"^(?:——|--|—)|^[\u3400-\u9fff·\s、]{2,40}?{takes_part}{in_it}?$")
EVENT_PLACE = phrase("titles.line", r"(?:{place}|地\s*点)\s*[{:}]")
"""What follows the time of an event (`时间：5月20日上午9时`), which is text."""
_SITE = phrase("titles.ending", r"(?:{both}|{site}|\.cn)$")
_SECTION = phrase("titles.ending", "(?:{both}|{section})$")
_SURE = phrase("titles.ending", "{sure}$")
_NO_SITE = phrase("titles.ending", r"^关于|[，。！？：“《\d]|{net}$")
_PLACE = phrase("titles.place", r"^[{[}{(}]?{opens}[{]}{)}{:}{|}]|{closes}[{>}»›{]}]*$")
_PAPER_NOTICE = phrase("titles.place", r"\W?(?:(?P<advertisement>{advert})|{notice})\W?")

MAX_LINE = 45
_SENTENCE = lazy_pattern(r"[。！？!?；;][”’\"）)』」]?(?=\S)|[。；;，,：:][”’]?$")
_PEOPLE = phrase("titles.line", r"{people}\s*[\u3400-\u9fff]|^[□■◎●▲【（(]")
_STOP = lazy_pattern(r"[。！？!?；;]+[”’\"）)』」]?(?=\S)")
_RUNS_ON = lazy_pattern(r"[，,；;：:、][”’]?$")
_FULL_STOP = lazy_pattern(r"[。.][”’\"）)』」]?$")
_TOLD = phrase("titles.line", r"[，,；;：:、]|\d+\s?[月日时]|{told}")
MAX_STOPPED = 24
"""Characters of a headline that ends in a full stop."""
MAX_STOPS = 2
"""Signs of a sentence's end inside a headline."""
PROSE_TO_TITLE = 2
"""How many times longer than a headline with a full stop the paragraph behind it is."""


def ends_as_site(name: str) -> bool:
    """Whether a name ends as names of sites and papers do: `某某新闻网`, `要闻`."""
    return _SITE.search(plain(name)) is not None


def ends_as_section(name: str) -> bool:
    """Whether a name ends as names of columns and sections do: `山乡故事`, `民生观察`."""
    return _SECTION.search(name) is not None


def is_sure_site(name: str) -> bool:
    """Whether a name ends as none but a site's does."""
    return _SURE.search(name) is not None


def is_no_site(name: str) -> bool:
    """Whether a name can be no site's or section's though its last word may be one of theirs: `关于…的公告`, `互联网`."""
    return _NO_SITE.search(name) is not None


def names_place(title: str) -> bool:
    """Whether a link's title is that of a section, a topic or a service: `专题：…`, `政务服务大厅`."""
    return _PLACE.search(title) is not None


def paper_notice(title: str) -> str | None:
    """`advertisement` or `notice` for a title that an e-paper lists and that marks no article (its page's editors, too); else None."""
    found = _PAPER_NOTICE.fullmatch(title)
    return found.lastgroup or "notice" if found else "notice" if is_credit_line(title) else None


def is_title_line(text: str) -> bool:
    """Whether a line can belong to a title: short, no sentence end inside, no dateline, label or date."""
    return 0 < len(text) <= MAX_LINE and not _SENTENCE.search(text) and _tells_nothing_else(text)


def is_spoken_title(text: str, behind: str) -> bool:
    """Whether a text's first line is its headline though it holds whole sentences: `新鲜！家门口的口袋公园来了！`, `十一年没有一次火情。`

    Args:
        text: the first line.
        behind: the paragraph behind it, longer than a headline.
    """
    if not 2 < len(text) <= MAX_LINE or len(behind) <= len(text) or _RUNS_ON.search(text) or not _tells_nothing_else(text):
        return False
    stops = _STOP.findall(text)
    if _FULL_STOP.search(text):
        told = bool(stops) or len(text) > MAX_STOPPED or _TOLD.search(text) is not None
        return not told and len(behind) >= PROSE_TO_TITLE * len(text)
    closed = text.rstrip('”’"）)』」')[-1:] in "！？!?"
    return len(stops) <= MAX_STOPS and not (closed and any("。" in stop for stop in stops))


def _tells_nothing_else(text: str) -> bool:
    return not read_dateline(text) and not is_head_line(text) and not _PEOPLE.search(text)
