"""Read the forms in which Chinese pages print a time; every time without a zone is Asia/Shanghai (UTC+8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from newsspider.days import SHANGHAI
from newsspider.items import Precision

_FOLD = str.maketrans("０１２３４５６７８９：．／－—–﹕　\xa0Ｔ（）", "0123456789:./---:  T()")
_WEEKDAY = r"(?:[ (,]{0,3}(?:星期|周|礼拜)[一二三四五六日天] ?\)?)?"
_TIME = (
    rf"(?:{_WEEKDAY}[ T,|/\[-]{{0,4}}(?:(?P<half>上午|下午|晚上|晚|凌晨|中午|早上|清晨|傍晚|[AaPp][Mm]) ?)?"
    r"(?P<H>[01]?\d|2[0-4])(?P<sep> ?:|[时点-]) ?(?P<M>[0-5]\d)(?![\d年月])(?: ?(?:[:分-]) ?(?P<S>[0-5]\d)(?!\d))?(?:[.:,]\d{1,9})?[分秒]?"
    r"(?: ?(?P<after>[AaPp][Mm])\b)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
_FULL = re.compile(
    rf"(?<![\d])(?P<y>(?:19|20)\d\d)(?: ?[年./_-] ?| (?=\d\d/\d\d[ T]))(?P<m>0?[1-9]|1[0-2]) ?[月./_-] ?(?P<d>[12]\d|3[01]|0?[1-9])(?!\d(?!\d?[:时]))(?: ?日)?{_TIME}"
)
_SHORT_YEAR = re.compile(
    rf"(?<![\d./-])(?P<label>(?<=[期间]:))?(?P<y>\d\d)(?P<mark>[./-])(?P<m>0[1-9]|1[0-2])(?P=mark)(?P<d>0[1-9]|[12]\d|3[01])(?(label)(?!\d)|(?=[ T])){_TIME}"
)
_MONTH_DAY = re.compile(
    rf"(?<![\d./-])(?<!\d:)(?P<m>0?[1-9]|1[0-2])(?:月(?P<d>[12]\d|3[01]|0?[1-9])日|[-/](?P<d2>0[1-9]|[12]\d|3[01])(?= ?[0-2]?\d:)){_TIME}"
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:[ T_]?(?P<H>[01]\d|2[0-3]):?(?P<M>[0-5]\d):?(?P<S>[0-5]\d)?)?(?!\d)"
)
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?(?:\.\d+)?\s*")
_RELATIVE = re.compile(
    r"(?<!\d)(?P<n>\d{1,3}) ?(?P<unit>秒|分钟|个?小时|天|日)(?:之)?前|(?P<day>今天|昨天|昨日|前天|今日) ?(?P<H>[0-2]?\d):(?P<M>[0-5]\d)|(?P<now>刚刚)"
)
_NUMERALS = re.compile(
    r"(?P<y>[一二][〇零○Ｏ0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_ENGLISH = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?(?: (?:GMT|UTC|[+-]\d{4}))?")
_NOT_PUBLISHED = re.compile(
    r"(?:(?:更新|修改|修订)(?:于|时间|日期)?|编辑(?:于|时间)|(?:成文|发文|印发|制发|签发|起草)(?:时间|日期))[:\s\]】]{0,4}$"
)
_BEFORE = re.compile(
    r"[^\w]*(?:(?:发布|发表)?(?:时间|日期))?[: ]*(?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?[ |/]{1,4}"
)
_ONLY_MONTH_DAY = re.compile(r"\s*(?P<m>0[1-9]|1[0-2])[-/](?P<d>0[1-9]|[12]\d|3[01])\s*")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NAMED_MONTH = re.compile(
    rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.? (?P<d>\d{{1,2}}),?(?: (?P<y>(?:19|20)\d\d),?)?"
    r"(?: (?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?(?: (?P<after>[AP]M))?)?(?: (?:CST|GMT\+0800) ?(?P<y2>(?:19|20)\d\d)?)?"
)
_ONLY = re.compile(r"[\s|｜()（）\[\]【】,，:：年月日星期周一二三四五六七天发布表最后更新于时间日期期刊-]*")
_MAYBE = re.compile(r"[\d年]|刚刚")
_EVENT = re.compile(r"\W*(?:时\s*间|日\s*期)\s*[：:]")
_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "个小时": "hours", "天": "days", "日": "days"}
_LATER = {"下午", "晚上", "晚", "傍晚", "pm"}


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
    """Whether it is said to be the time of a change or of a document's signing, not of publication."""

    @property
    def precision(self) -> Precision:
        """second, minute or day."""
        return "day" if self.minute is None else "minute" if self.second is None else "second"

    @property
    def on(self) -> date | None:
        """The day; None without a year."""
        return date(self.year, self.month, self.day) if self.year else None

    def iso(self) -> str:
        """`2022-11-11`, `2023-10-17T08:22+08:00` or `2023-10-17T08:22:05+08:00`. The year must be known."""
        text = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        if self.minute is None:
            return text
        seconds = "" if self.second is None else f":{self.second:02d}"
        return f"{text}T{self.hour:02d}:{self.minute:02d}{seconds}+08:00"


def read_stamps(text: str, *, now: datetime | None = None) -> list[Stamp]:
    """The times of a short text, in printed order; impossible ones are left out.

    Args:
        text: a meta line or a metadata value; only its first 400 characters are read.
        now: when the page was fetched; without it relative forms (`10分钟前`) say nothing.
    """
    text = text[:400]
    if not _MAYBE.search(text):
        return []
    folded = text.translate(_FOLD)
    if epoch := _EPOCH.fullmatch(folded):
        return _from_epoch(text, int(epoch[1]))
    found: list[tuple[int, Stamp]] = []
    taken = [False] * (len(text) + 1)
    for match, stamp in _matches(text, folded, now):
        if stamp and not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            found.append((match.start(), stamp))
    return [stamp for _, stamp in sorted(found, key=lambda pair: pair[0])]


def _matches(text: str, folded: str, now: datetime | None) -> Iterator[tuple[re.Match[str], Stamp | None]]:
    def raw(match: re.Match[str]) -> str:
        return text[match.start() : match.end()].strip()

    def updated(match: re.Match[str]) -> bool:
        before = _NOT_PUBLISHED.search(folded[max(0, match.start() - 14) : match.start()])
        return before is not None or _CHANGED.match(folded, match.end()) is not None

    before = _BEFORE.match(folded)  # 08:15 | 2024-05-10
    for match in _FULL.finditer(folded):
        stamp = _stamp(match, raw(match), int(match["y"]), updated(match))
        if stamp and before and match.start() == before.end() and stamp.minute is None:
            second = int(before["S"]) if before["S"] else None
            stamp = replace(stamp, hour=int(before["H"]), minute=int(before["M"]), second=second)
        yield match, stamp
    for match in _SHORT_YEAR.finditer(folded):
        yield match, _stamp(match, raw(match), 2000 + int(match["y"]), updated(match))
    for match in _COMPACT.finditer(folded):
        yield match, _stamp(match, raw(match), int(match["y"]), updated(match))
    if alone := _ONLY_MONTH_DAY.fullmatch(folded):
        yield alone, _stamp(alone, raw(alone), None, False)
    for match in _MONTH_DAY.finditer(folded):
        yield match, _stamp(match, raw(match), None, updated(match))
    if "年" in folded:
        for match in _NUMERALS.finditer(folded):
            yield match, _from_numerals(match)
    if "," in folded:
        for match in _ENGLISH.finditer(folded):
            yield match, _from_english(match)
    for match in _NAMED_MONTH.finditer(folded):
        if year := match["y"] or match["y2"]:
            yield match, _stamp(match, raw(match), int(year), updated(match))
    if now:
        for match in _RELATIVE.finditer(folded):
            yield match, replace(_from_relative(match, raw(match), now.astimezone(SHANGHAI)), updated=updated(match))


def _stamp(match: re.Match[str], raw: str, year: int | None, updated: bool) -> Stamp | None:
    parts = match.groupdict()
    month = int(parts["m"]) if "m" in parts else _MONTHS.index(parts["month"]) + 1
    day = int(parts.get("d") or parts["d2"])
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    if not parts.get("H") or (parts.get("sep") == "-" and not parts.get("S")):
        return Stamp(raw, month, day, year, updated=updated)
    hour, minute = int(parts["H"]), int(parts["M"])
    half = (parts.get("half") or parts.get("after") or "").lower()
    if (half in _LATER and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif half in {"am", "凌晨", "上午"} and hour == 12:
        hour = 0
    if hour > 23:
        return Stamp(raw, month, day, year, updated=updated)
    second = int(parts["S"]) if parts.get("S") else None
    zone = parts.get("zone")
    if zone and year and (hour, minute, second or 0) == (0, 0, 0):
        return Stamp(raw, month, day, year, updated=updated)  # midnight of any zone stands for a day
    if zone and year:
        moment = datetime(year, month, day, hour, minute, second or 0, tzinfo=_zone(zone)).astimezone(SHANGHAI)
        return _from_moment(raw, moment, second is not None, updated)
    return Stamp(raw, month, day, year, hour, minute, second, updated)


def _zone(text: str) -> timezone:
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=min(int(digits[:2]), 14), minutes=int(digits[2:]) % 60)
    return timezone(-offset if text[0] == "-" else offset)


def _from_moment(raw: str, moment: datetime, seconds: bool, updated: bool = False) -> Stamp:
    second = moment.second if seconds else None
    return Stamp(raw, moment.month, moment.day, moment.year, moment.hour, moment.minute, second, updated)


def _from_epoch(text: str, seconds: int) -> list[Stamp]:
    return [_from_moment(text.strip(), datetime.fromtimestamp(seconds, SHANGHAI), True)]


def _from_english(match: re.Match[str]) -> Stamp | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(match[0])
        moment = moment.replace(tzinfo=moment.tzinfo or SHANGHAI).astimezone(SHANGHAI)
    except (ValueError, OverflowError):  # no such day, or none that the calendar has in Shanghai
        return None
    return _from_moment(match[0], moment, match[0].count(":") > 1)


def _from_numerals(match: re.Match[str]) -> Stamp | None:
    digits = dict(zip("〇零○Ｏ0一二三四五六七八九", "00000123456789", strict=True))
    year = int("".join(digits[char] for char in match["y"]))
    try:
        day = date(year, _number(match["m"]), _number(match["d"]))
    except ValueError:
        return None
    return Stamp(match[0], day.month, day.day, day.year)


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    digit = "〇一二三四五六七八九".find
    if not ten:
        return digit(text) if len(text) == 1 else 0
    return (digit(tens) if tens else 1) * 10 + (digit(ones) if ones else 0)


def _from_relative(match: re.Match[str], raw: str, now: datetime) -> Stamp:
    if match["now"]:
        return _from_moment(raw, now, False)
    if match["day"]:
        back = {"今": 0, "昨": 1, "前": 2}[match["day"][0]]
        then = now - timedelta(days=back)
        return Stamp(raw, then.month, then.day, then.year, min(int(match["H"]), 23), int(match["M"]))
    then = now - timedelta(**{_UNITS[match["unit"]]: int(match["n"])})
    if match["unit"] in {"天", "日"} or match["unit"].endswith("小时"):
        return Stamp(raw, then.month, then.day, then.year)
    return _from_moment(raw, then, False)


_CHANGED = re.compile(r" {0,3}(?:更新|修改)(?![时日于在: ])")
"""What stands behind the time of a change: `7天前 更新`; not a label of the next time (`更新时间：`)."""
_URL_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:[-/_]?)(?P<m>0[1-9]|1[0-2])(?:[-/_]?)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<=/)(?P<y2>(?:19|20)\d\d)[/_-](?P<m2>[1-9])[/_-](?P<d2>[12]\d|3[01]|[1-9])(?=/)"
)
_URL_TAIL = re.compile(r"/(?:t|c|a)?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[A-Z_]|/|\.|-|\d{4,8}[._])")


def url_stamp(url: str) -> Stamp | None:
    """The day that an address names: `/202405/t20240510_1.html`, `/2024-05/10/`, `/2024/0510/`; None when it names none."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    path = "/" + path
    for pattern in (_URL_TAIL, _URL_DATE):
        for match in pattern.finditer(path):
            groups = [group for group in match.groups() if group]
            year, month, day = (int(group) for group in groups[:3])
            try:
                date(year, month, day)
            except ValueError:
                continue
            return Stamp(match[0].strip("/tca"), month, day, year)
    return None


def is_event(text: str) -> bool:
    """Whether a text tells when something takes place (`时间：5月20日上午9时`), not when it was published: no year, and in words."""
    return bool(_EVENT.match(text)) and any(stamp.year is None and "月" in stamp.raw for stamp in read_stamps(text)[:1])


def is_only_time(text: str) -> bool:
    """Whether a text holds nothing but a time with its label."""
    if len(text) > 60 or not re.search(r"[\d０-９]", text):
        return False
    stamps = read_stamps(text)
    if not stamps or is_event(text):
        return False
    for stamp in stamps:
        text = text.replace(stamp.raw, "", 1)
    return bool(_ONLY.fullmatch(text))
