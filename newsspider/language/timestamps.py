"""Read the forms in which Chinese pages print a time; every time without a zone is Asia/Shanghai (UTC+8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from newsspider.days import SHANGHAI
from newsspider.items import Precision
from newsspider.language.fold import fold
from newsspider.language.lexicon import words
from newsspider.language.phrases import phrase
from newsspider.lazy_pattern import lazy_pattern

MOST = 400
"""Characters of a text that are read."""
_WEEKDAY = (
    r"(?:[ (,\[/|·]{0,3}(?:{around.week} ?[一二三四五六日天]|(?<=[(\[]) ?[一二三四五六日] ?(?=[)\]])"
    r"|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?) ?[)\]]?)?"
)
_CLOCK = (
    r"(?:(?P<half>{half.early}|{half.noon}|{half.later}|{half.evening}|[AaPp][Mm]) ?)?"
    r"(?P<H>[01]?\d|2[0-4])(?:(?P<sep> ?:|[时点-]) ?(?P<M>[0-5]\d|(?<=[:时点 ])\d)(?![\d年月])(?: ?(?:[:分-]) ?(?P<S>[0-5]\d|(?<=:)\d)(?!\d))?"
    r"(?:[.:,]\d{1,9})?[分秒]?(?: ?(?P<after>[AaPp]\.?[Mm]\b\.?))?(?: ?(?P<zone>Z|UTC|GMT|[+-][01]\d:?[0-5]\d))?"
    r"|[时点][钟整许]?(?=\W|$|{around.next}))"
)
_TIME = rf"(?:{_WEEKDAY}[ T,|/\[.·-]{{0,4}}{_CLOCK})?"
_PLAIN = r"(?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?"
_DAY_END = "(?:日|号(?!{around.house}))"
_Y, _D, _M = r"(?P<y>(?:19|20)\d\d)", r"(?P<d>[12]\d|3[01]|0?[1-9])", r"(?P<m>0?[1-9]|1[0-2])"
_DD, _MM = r"(?P<d>0[1-9]|[12]\d|3[01])", r"(?P<m>0[1-9]|1[0-2])"
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NAMED = rf"(?P<month>{'|'.join(_NAMES)})"
_FULL, _MONTH_FIRST, _MONTH_DAY, *_OTHERS = (
    (frozenset(signs), phrase("times", form))
    for signs, form in (
        (
            "年./_-·",
            rf"(?<!\d){_Y}(?: ?[年./_·-] ?| (?=\d\d/\d\d[ T])){_M} ?[月./_·-] ?{_D}(?!\d(?!\d?[:时])| ?月)(?: ?{_DAY_END})?{_TIME}",
        ),
        ("-/", rf"(?<![\d/.-]){_M}(?P<mark>[/-]){_D}(?P=mark){_Y}(?!\d){_TIME}"),
        ("月-/", rf"(?<![\d./-])(?<!\d:){_M}(?:月{_D}{_DAY_END}|[-/](?P<d2>0[1-9]|[12]\d|3[01])(?= ?[0-2]?\d:)){_TIME}"),
        ("年", rf"(?:(?<!\w)|(?<=[于在]))(?P<y>[0-4]\d|9\d) ?年 ?{_M} ?月 ?{_D} ?{_DAY_END}{_TIME}"),
        (
            "./-",
            rf"(?<![\d./-])(?P<label>(?<=[期间]:))?(?P<y>\d\d)(?P<mark>[./-]){_MM}(?P=mark){_DD}(?(label)(?!\d)|(?=[ T])){_TIME}",
        ),
        ("0123456789", rf"(?<!\d){_Y}{_MM}{_DD}(?:[ T_]?(?P<H>[01]\d|2[0-3]):?(?P<M>[0-5]\d):?(?P<S>[0-5]\d)?)?(?!\d)"),
        ("-/", rf"\A\s*{_MM}[-/]{_DD}\s*\Z"),
        (
            "年",
            r"(?P<y>[一二][〇零○O0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2}|\d{1,2})月(?P<d>[一二三四五六七八九十]{1,3}|\d{1,2})[日号]",
        ),
        (",", rf"[A-Z][a-z]{{2}}, (?P<d>\d{{1,2}}) {_NAMED} {_Y} {_PLAIN}(?: (?P<zone>GMT|UTC|[+-][01]\d[0-5]\d))?"),
        (
            "JFMASOND",
            rf"{_NAMED}[a-z]{{0,6}}\.? (?P<d>\d{{1,2}}),?(?: {_Y},?)?(?: {_PLAIN}(?: (?P<after>[AP]M))?)?(?: (?:CST|GMT\+0800) ?(?P<y2>(?:19|20)\d\d)?)?",
        ),
    )
)
"""The forms, each with the signs of which a text that prints it holds one. `3/25/2026 2:26:26 PM`: month before day is certain only with AM or PM, or where the second number is no month. `19年9月8日` is
2019 up to 49, 1990 from 90 on; a letter before it makes it an era's year or a span (民国19年, 历时15年)."""
_EPOCH = lazy_pattern(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")
_RELATIVE = phrase(
    "times.relative",
    r"(?<![\d第百几数一二两三四五六七八九十])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半) ?(?P<unit>{unit})[之以]?前(?=\W|$|{around.next})",
    rf"(?P<day>{{day}}){_TIME}|(?P<now>{{now}})(?=\W|$|{{around.next}})",
)
_ALONE_BEFORE = phrase("times.around", r"(?:^|[:|/(\[·]|{told}| )\s*$")
_ALONE_AFTER = lazy_pattern(r"\s*(?:$|[|/)\]·])| ")
"""What stands round a day told by a word alone (`发布时间：昨天 来源：…`), so that it is no part of a sentence."""
_OF_ANOTHER_YEAR = lazy_pattern(r"(?<![今本])年 ?$|历 ?$")
"""Before a month and day: they are of a year that is told in another way (去年9月8日), or of the moon's calendar."""
_BEFORE = phrase("times.of", rf"[^\w]*{{label}}?[: ]*{_PLAIN}[ |/]{{1,4}}")
_NOT_PUBLISHED = phrase(
    "times.of",
    r"(?:{change}(?:于|{when})?|{until}|截[止至]|{event}{when}|(?:[Uu]pdated|[Mm]odified|UPDATED|[Ee]dited)(?: (?:on|at|time|date))?)[:\s\]】]{0,4}$",
)
_CHANGED = lazy_pattern(r" {0,3}(?:更新|修改)(?![时日于在: ])")
"""What stands behind the time of a change: `7天前 更新`; not a label of the next time (`更新时间：`)."""
_SIGNED = phrase("times.of", r"{signing}{when}[:\s\]】]{0,4}$")
_MAYBE = phrase("times.relative", r"[\d年]|{now}|{day}|[半一二两三四五六七八九十].{1,4}前")
"""The cheap look: a text that lacks it tells no time."""
_DATED = phrase("times.relative", r"\d[年./-]|[-月]\d|前|{now}|{day}")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of a fetch where only the place of a relative time counts."""
_ONLY = lazy_pattern(r"[\s|｜()（）\[\]【】,，:：年月日星期周一二三四五六七天发布表最后更新于时间日期期刊-]*")
_EVENT = lazy_pattern(r"\W*(?:时\s*间|日\s*期)\s*[：:]")
_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "个小时": "hours", "天": "days", "日": "days"}
_EVENING = words("times", "half", "evening")
_LATER = _EVENING | words("times", "half", "later") | {"pm"}
_SMALL_HOURS = 5
"""`晚上1点` may be of the night before or after, and so may 晚上12点: the hour is not told."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time as printed. `year` is None for a form that prints none (`11月11日`)."""

    raw: str
    month: int
    day: int
    year: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    updated: bool = False
    """Whether it is said to be the time of a change or of what is to take place, not of publication."""
    signed: bool = False
    """Whether it is said to be the time of a document's signing; its publication came later, or the same day."""
    relative: bool = False
    """Whether it is told from the time of the fetch (`昨天 09:34`): of a page that was saved later it is wrong."""

    @property
    def precision(self) -> Precision:
        """second, minute, hour or day."""
        if self.hour is None:
            return "day"
        return "hour" if self.minute is None else "minute" if self.second is None else "second"

    @property
    def on(self) -> date | None:
        """The day; None without a year."""
        return date(self.year, self.month, self.day) if self.year else None

    def iso(self) -> str:
        """`2022-11-11`, `2023-10-17T08:00+08:00` (also of the hour alone) or `2023-10-17T08:22:05+08:00`. The year must be known."""
        text = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        if self.hour is None:
            return text
        seconds = "" if self.second is None else f":{self.second:02d}"
        return f"{text}T{self.hour:02d}:{self.minute or 0:02d}{seconds}+08:00"


def read_stamps(text: str, *, now: datetime | None = None) -> list[Stamp]:
    """The times of a short text, in printed order; impossible ones are left out.

    Args:
        text: a meta line or a metadata value; only its first 400 characters are read.
        now: when the page was fetched; without it relative forms (`10分钟前`) say nothing.
    """
    return list(_read(text[:MOST], now)) if _MAYBE.search(text, 0, MOST) else []


def printed_date(text: str) -> str:
    """The first date of a line as newsrooms print it above a text (with its year, its time of day, or told from now); empty without one.

    >>> printed_date("来源：江州日报 2024-05-10 08:30"), printed_date("5月10日 08:30"), printed_date("5月10日，江州"), printed_date("20240510")
    ('2024-05-10 08:30', '5月10日 08:30', '', '')
    """
    if not _DATED.search(text, 0, MOST):
        return ""
    stamps = _read(text[:MOST], _ANY_TIME)
    return next((one.raw for one in stamps if (one.year or one.minute is not None) and not one.raw.isdecimal()), "")


@lru_cache(maxsize=1024)
def _read(text: str, now: datetime | None) -> list[Stamp]:
    folded = fold(text)
    if epoch := _EPOCH.fullmatch(folded):
        return [replace(_from_moment(datetime.fromtimestamp(int(epoch[1]), SHANGHAI)), raw=text.strip())]
    found: list[tuple[int, Stamp]] = []
    taken = bytearray(len(text))
    for match, stamp in _matches(folded, now):
        start, end = match.span()
        if stamp and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            raw, before = text[start:end].strip(), folded[max(0, start - 14) : start]
            updated = _NOT_PUBLISHED.search(before) is not None or _CHANGED.match(folded, end) is not None
            found.append((start, replace(stamp, raw=raw, updated=updated, signed=_SIGNED.search(before) is not None)))
    return [stamp for _, stamp in sorted(found, key=lambda pair: pair[0])]


def _matches(folded: str, now: datetime | None) -> Iterator[tuple[re.Match[str], Stamp | None]]:
    before = _BEFORE.match(folded)  # 08:15 | 2024-05-10
    letters = set(folded)
    for match in _found(_FULL, folded, letters):
        stamp = _made(match.groupdict())
        if stamp and stamp.minute is None and before and match.start() == before.end():
            stamp = _made(match.groupdict() | before.groupdict())
        yield match, stamp
    for match in _found(_MONTH_FIRST, folded, letters):
        if int(match["d"]) > 12 or (match["half"] or match["after"] or "x")[0] in "AaPp":
            yield match, _made(match.groupdict())
    for form in _OTHERS:
        for match in _found(form, folded, letters):
            yield match, _made(match.groupdict())
    for match in _found(_MONTH_DAY, folded, letters):
        if not _OF_ANOTHER_YEAR.search(folded, 0, match.start()):
            yield match, _made(match.groupdict())
    if now:
        for match in _RELATIVE.finditer(folded):
            if stamp := _from_relative(match, now.astimezone(SHANGHAI)):
                yield match, replace(stamp, relative=True)


def _found(form: tuple[frozenset[str], re.Pattern[str]], folded: str, letters: set[str]) -> Iterator[re.Match[str]]:
    return iter(()) if form[0].isdisjoint(letters) else form[1].finditer(folded)


def _made(parts: dict[str, str | None]) -> Stamp | None:
    """The time that the parts of a form make; None for a day that the calendar has not."""
    named = parts.get("month")
    month = _NAMES.index(named) + 1 if named else _number(parts["m"] or "")
    day = _number(parts.get("d") or parts.get("d2") or "")
    year = _number(parts.get("y") or parts.get("y2") or "") or None
    if year and year < 100:
        year += 1900 if year >= 50 else 2000
    if named and year is None:
        return None
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    day_alone = Stamp("", month, day, year)
    sep, printed, zone = parts.get("sep") or "", parts.get("M") or "", parts.get("zone")
    hour = _hour(parts) if parts.get("H") else None
    score = sep == "-" or (len(printed) == 1 and ":" in sep and not year)  # 5月10日 3:2
    if hour is None or (score and not parts["S"]):
        return day_alone
    minute, second = (int(part) if part else None for part in (printed, parts["S"]))
    if not zone or not year or minute is None:
        return replace(day_alone, hour=hour, minute=minute, second=second)
    if (hour, minute, second or 0) == (0, 0, 0):
        return day_alone  # midnight of any zone stands for a day
    told = f"{year}-{month}-{day} {hour}:{minute}:{second or 0} {'Z' if zone.isalpha() else zone}"
    return _from_moment(datetime.strptime(told, "%Y-%m-%d %H:%M:%S %z").astimezone(SHANGHAI), seconds=second is not None)


def _hour(parts: dict[str, str | None]) -> int | None:
    """The hour by the clock of 24; None where it cannot be told."""
    hour = int(parts["H"] or 0)
    half = (parts.get("half") or parts.get("after") or "").lower().replace(".", "")
    if half in _EVENING and (hour < _SMALL_HOURS or hour == 12):
        return None
    if (half in _LATER and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif half in {"am", "凌晨", "上午"} and hour == 12:
        hour = 0
    return hour if hour < 24 else None


def _from_moment(moment: datetime, *, seconds: bool = True) -> Stamp:
    return Stamp("", moment.month, moment.day, moment.year, moment.hour, moment.minute, moment.second if seconds else None)


_DIGITS = str.maketrans("〇零○O一二两三四五六七八九", "00001223456789")


def _number(text: str) -> int:
    """A number in figures or numerals, a year's digit by digit: `二〇二四`, `十一`; 0 for another text."""
    tens, ten, ones = text.partition("十")
    if ten:
        return (_number(tens) if tens else 1) * 10 + _number(ones)
    return int(text.translate(_DIGITS) or 0)


def _from_relative(match: re.Match[str], now: datetime) -> Stamp | None:
    """The time that a form tells from `now`; None for a word of the day that belongs to a sentence."""
    if match["now"]:
        return _from_moment(now, seconds=False)
    if match["day"]:
        then = now - timedelta(days={"今": 0, "昨": 1, "前": 2}[match["day"][0]])
        if match["H"] is None and not _stands_alone(match):
            return None
        return _made({**match.groupdict(), "y": str(then.year), "m": str(then.month), "d": str(then.day)})
    half = match["n"] == "半"
    if half and not match["unit"].endswith("小时"):
        return None
    then = now - timedelta(**{_UNITS[match["unit"]]: 0.5 if half else _number(match["n"])})
    if match["unit"] in {"天", "日"} or match["unit"].endswith("小时"):
        return Stamp("", then.month, then.day, then.year)
    return _from_moment(then, seconds=False)


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a word of the day is a value: the whole text, behind a label, or (今日 is a section's name, too) beside a blank."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    labelled = before.rstrip().endswith((":", "发布", "发表", "于"))
    return (not before.strip() and not after.strip()) or (
        (labelled or match["day"][1] == "天")
        and _ALONE_BEFORE.search(before) is not None
        and _ALONE_AFTER.match(after) is not None
    )


_YMD = r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_URL_DAYS = tuple(
    lazy_pattern(form)
    for form in (
        rf"/(?:t|c|a)?{_YMD}(?=[A-Z_/.-])",
        rf"(?<!\d){_YMD.replace(')(', ')[-/_]?(')}(?!\d)|(?<=/)((?:19|20)\d\d)(?:[/_-]([1-9])|[/_-]?(0[1-9]|1[0-2]))[/_-]([12]\d|3[01]|[1-9])(?=/)",
        rf"/(?:t|c|a)?{_YMD}(?=\d{{4,12}}(?:[/_.-]|$))",
    )
)


def url_stamp(url: str) -> Stamp | None:
    """The day that an address names: `/202405/t20240510_1.html`, `/2024-05/10/`, `/2024/0510/`; None when it names none."""
    path = "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
    for match in (match for form in _URL_DAYS for match in form.finditer(path)):
        year, month, day = (group for group in match.groups() if group)
        if stamp := _made({"y": year, "m": month, "d": day}):
            return replace(stamp, raw=match[0].strip("/tca"))
    return None


def is_event(text: str) -> bool:
    """Whether a text tells when something takes place (`时间：5月20日上午9时`), not when it was published: no year, and in words."""
    return bool(_EVENT.match(text)) and any(stamp.year is None and "月" in stamp.raw for stamp in read_stamps(text)[:1])


def is_only_time(text: str) -> bool:
    """Whether a text holds nothing but a time with its label."""
    if len(text) > 60 or not re.search(r"\d", text):
        return False
    stamps = read_stamps(text)
    if not stamps or is_event(text):
        return False
    for stamp in stamps:
        text = text.replace(stamp.raw, "", 1)
    return bool(_ONLY.fullmatch(text))
