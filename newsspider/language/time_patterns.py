"""The forms in which Chinese pages print a time, as patterns over folded text; `timestamps` reads them."""

import re

FOLD = str.maketrans(
    "０１２３４５６７８９：．／－—–﹕　\xa0Ｔ（）［］，點時號週禮鐘個剛", "0123456789:./---:  T()[],点时号周礼钟个刚"
)
"""Half width and one form of each letter; a letter stays a letter, so that places are those of the printed text."""

_WEEKDAY = (
    r"(?:[ (,\[/|·]{0,3}(?:(?:星期|周|礼拜) ?[一二三四五六日天]|(?<=[(\[]) ?[一二三四五六日] ?(?=[)\]])"
    r"|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?) ?[)\]]?)?"
)
_HALF = r"(?:(?P<half>上午|下午|晚上|晚间|晚|夜间|凌晨|中午|早上|早晨|清晨|傍晚|[AaPp][Mm]) ?)?"
_CLOCK = (
    r"(?P<H>[01]?\d|2[0-4])(?:(?P<sep> ?:|[时点-]) ?(?P<M>[0-5]\d|(?<=[:时点 ])\d)(?![\d年月])(?: ?(?:[:分-]) ?(?P<S>[0-5]\d|(?<=:)\d)(?!\d))?"
    r"(?:[.:,]\d{1,9})?[分秒]?(?: ?(?P<after>[AaPp]\.?[Mm]\b\.?))?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
    r"|[时点](?:钟|整|许)?(?=\W|$|来源|稿源|发布|作者|编辑|责编|记者|阅读|浏览|[(]))"
)
_TIME = rf"(?:{_WEEKDAY}[ T,|/\[.·-]{{0,4}}{_HALF}{_CLOCK})?"
_DAY_END = r"(?: ?(?:日|号(?![楼线院馆厅路门])))?"
_DAY = r"[12]\d|3[01]|0?[1-9]"
_MONTH = r"0?[1-9]|1[0-2]"

FULL = re.compile(
    rf"(?<![\d])(?P<y>(?:19|20)\d\d)(?: ?[年./_-] ?| (?=\d\d/\d\d[ T]))(?P<m>{_MONTH}) ?[月./_-] ?(?P<d>{_DAY})(?!\d(?!\d?[:时])){_DAY_END}{_TIME}"
)
TWO_DIGIT_YEAR = re.compile(
    rf"(?:(?<!\w)|(?<=[于在]))(?P<y>[0-4]\d|9\d) ?年 ?(?P<m>{_MONTH}) ?月 ?(?P<d>{_DAY}) ?(?:日|号(?![楼线院馆厅路门])){_TIME}"
)
"""`19年9月8日`: 2019 up to 49, 1990 from 90 on. A letter before it makes it an era's year or a span (民国19年, 历时15年)."""
SHORT_YEAR = re.compile(
    rf"(?<![\d./-])(?P<label>(?<=[期间]:))?(?P<y>\d\d)(?P<mark>[./-])(?P<m>0[1-9]|1[0-2])(?P=mark)(?P<d>0[1-9]|[12]\d|3[01])(?(label)(?!\d)|(?=[ T])){_TIME}"
)
MONTH_DAY = re.compile(
    rf"(?<![\d./-])(?<!\d:)(?P<m>{_MONTH})(?:月(?P<d>{_DAY})(?:日|号(?![楼线院馆厅路门]))|[-/](?P<d2>0[1-9]|[12]\d|3[01])(?= ?[0-2]?\d:)){_TIME}"
)
OF_ANOTHER_YEAR = re.compile(r"(?<![今本])年 ?$|[历曆] ?$")
"""Before a month and day: they are of a year that is told in another way (去年9月8日), or of the moon's calendar."""
MONTH_FIRST = re.compile(rf"(?<![\d/.-])(?P<m>{_MONTH})(?P<mark>[/-])(?P<d>{_DAY})(?P=mark)(?P<y>(?:19|20)\d\d)(?!\d){_TIME}")
"""`3/25/2026 2:26:26 PM`: month before day is certain only with AM or PM, or where the second number is no month."""
COMPACT = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:[ T_]?(?P<H>[01]\d|2[0-3]):?(?P<M>[0-5]\d):?(?P<S>[0-5]\d)?)?(?!\d)"
)
EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")
_NEXT = r"(?=\W|$|来源|稿源|发布|更新|修改|作者|编辑|责编|记者|阅读|浏览)"
RELATIVE = re.compile(
    r"(?<![\d第百几数一二两三四五六七八九十])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半) ?(?P<unit>秒|分钟|个?小时|天|日)(?:之|以)?前"
    rf"{_NEXT}|(?P<day>今天|今日|昨天|昨日|前天|前日){_TIME}|(?P<now>刚刚|刚才){_NEXT}"
)
ALONE_BEFORE = re.compile(r"(?:^|[:|/(\[·]|发布于?|发表于?| )\s*$")
ALONE_AFTER = re.compile(r"\s*(?:$|[|/)\]·])| ")
"""What stands round a day told by a word alone (`发布时间：昨天 来源：…`), so that it is no part of a sentence."""
NUMERALS = re.compile(
    r"(?P<y>[一二][〇零○Ｏ0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2}|\d{1,2})月(?P<d>[一二三四五六七八九十]{1,3}|\d{1,2})[日号]"
)
ENGLISH = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?(?: (?:GMT|UTC|[+-]\d{4}))?")
NOT_PUBLISHED = re.compile(
    r"(?:(?:更新|修改|修订|更正|变更)(?:于|时间|日期)?|编辑(?:于|时间)|截[止至]|到期|有效期至"
    r"|(?:生效|实施|施行|失效|截止|截至|有效|活动|会议|举办|拍摄|采访|打印|访问|直播|播出|首播|演出|上映|比赛|开赛|开始|结束|开放|报名|预约|考试|面试|开庭|开标|投标|通车|停水|停电)(?:时间|日期)"
    r"|(?:[Uu]pdated|[Mm]odified|UPDATED|[Ee]dited)(?: (?:on|at|time|date))?)[:\s\]】]{0,4}$"
)
"""Before a time that is not that of publication: of a change, of what is to take place."""
SIGNED = re.compile(r"(?:成文|发文|印发|制发|签发|起草)(?:时间|日期)[:\s\]】]{0,4}$")
"""Before the time of a document's signing."""
CHANGED = re.compile(r" {0,3}(?:更新|修改)(?![时日于在: ])")
"""What stands behind the time of a change: `7天前 更新`; not a label of the next time (`更新时间：`)."""
BEFORE = re.compile(
    r"[^\w]*(?:(?:发布|发表)?(?:时间|日期))?[: ]*(?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?[ |/]{1,4}"
)
ONLY_MONTH_DAY = re.compile(r"\s*(?P<m>0[1-9]|1[0-2])[-/](?P<d>0[1-9]|[12]\d|3[01])\s*")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
NAMED_MONTH = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)})[a-z]{{0,6}}\.? (?P<d>\d{{1,2}}),?(?: (?P<y>(?:19|20)\d\d),?)?"
    r"(?: (?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?(?: (?P<after>[AP]M))?)?(?: (?:CST|GMT\+0800) ?(?P<y2>(?:19|20)\d\d)?)?"
)
MAYBE = re.compile(r"[\d年]|刚刚|刚才|剛|[今昨前][天日]|[半一二两三四五六七八九十].{1,4}前")
"""The cheap look: a text that lacks it tells no time."""
