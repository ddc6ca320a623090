"""Read the forms in which Chinese pages print a time; every time without a zone is Asia/Shanghai (UTC+8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from newsspider.days import SHANGHAI
from newsspider.items import Precision
from newsspider.language import time_patterns as forms

_ONLY = re.compile(r"[\s|｜()（）\[\]【】,，:：年月日星期周一二三四五六七天发布表最后更新于时间日期期刊-]*")
_EVENT = re.compile(r"\W*(?:时\s*间|日\s*期)\s*[：:]")
_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "个小时": "hours", "天": "days", "日": "days"}
_EVENING = {"晚上", "晚间", "晚", "夜间"}
_LATER = _EVENING | {"下午", "傍晚", "pm"}
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
    text = text[:400]
    if not forms.MAYBE.search(text):
        return []
    folded = text.translate(forms.FOLD)
    if epoch := forms.EPOCH.fullmatch(folded):
        return _from_epoch(text, int(epoch[1]))
    found: list[tuple[int, Stamp]] = []
    taken = [False] * (len(text) + 1)
    for match, stamp in _matches(text, folded, now):
        if stamp and not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            if forms.SIGNED.search(folded[max(0, match.start() - 9) : match.start()]):
                stamp = replace(stamp, signed=True)
            found.append((match.start(), stamp))
    return [stamp for _, stamp in sorted(found, key=lambda pair: pair[0])]


def _matches(text: str, folded: str, now: datetime | None) -> Iterator[tuple[re.Match[str], Stamp | None]]:
    def raw(match: re.Match[str]) -> str:
        return text[match.start() : match.end()].strip()

    def updated(match: re.Match[str]) -> bool:
        before = forms.NOT_PUBLISHED.search(folded[max(0, match.start() - 14) : match.start()])
        return before is not None or forms.CHANGED.match(folded, match.end()) is not None

    before = forms.BEFORE.match(folded)  # 08:15 | 2024-05-10
    for match in forms.FULL.finditer(folded):
        stamp = _stamp(match, raw(match), int(match["y"]), updated(match))
        if stamp and before and match.start() == before.end() and stamp.minute is None:
            second = int(before["S"]) if before["S"] else None
            stamp = replace(stamp, hour=int(before["H"]), minute=int(before["M"]), second=second)
        yield match, stamp
    if "年" in folded:
        for match in forms.TWO_DIGIT_YEAR.finditer(folded):
            century = 1900 if match["y"] >= "50" else 2000
            yield match, _stamp(match, raw(match), century + int(match["y"]), updated(match))
    if "/" in folded or "-" in folded:
        for match in forms.MONTH_FIRST.finditer(folded):
            if int(match["d"]) > 12 or (match["half"] or match["after"] or "x")[0] in "AaPp":
                yield match, _stamp(match, raw(match), int(match["y"]), updated(match))
    for match in forms.SHORT_YEAR.finditer(folded):
        yield match, _stamp(match, raw(match), 2000 + int(match["y"]), updated(match))
    for match in forms.COMPACT.finditer(folded):
        yield match, _stamp(match, raw(match), int(match["y"]), updated(match))
    if alone := forms.ONLY_MONTH_DAY.fullmatch(folded):
        yield alone, _stamp(alone, raw(alone), None, False)
    for match in forms.MONTH_DAY.finditer(folded):
        if not forms.OF_ANOTHER_YEAR.search(folded, 0, match.start()):
            yield match, _stamp(match, raw(match), None, updated(match))
    if "年" in folded:
        for match in forms.NUMERALS.finditer(folded):
            yield match, _from_numerals(match)
    if "," in folded:
        for match in forms.ENGLISH.finditer(folded):
            yield match, _from_english(match)
    for match in forms.NAMED_MONTH.finditer(folded):
        if year := match["y"] or match["y2"]:
            yield match, _stamp(match, raw(match), int(year), updated(match))
    if now:
        for match in forms.RELATIVE.finditer(folded):
            if stamp := _from_relative(match, raw(match), now.astimezone(SHANGHAI)):
                yield match, replace(stamp, updated=updated(match), relative=True)


def _stamp(match: re.Match[str], raw: str, year: int | None, updated: bool) -> Stamp | None:
    return _made(match.groupdict(), raw, year, updated)


def _made(parts: dict[str, str | None], raw: str, year: int | None, updated: bool) -> Stamp | None:
    """The time that the parts of a form make; None for a day that the calendar has not."""
    named = parts.get("month")
    month = forms.MONTHS.index(named) + 1 if named else int(parts["m"] or 0)
    day = int(parts.get("d") or parts.get("d2") or 0)
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    if not parts.get("H") or (parts.get("sep") == "-" and not parts.get("S")):
        return Stamp(raw, month, day, year, updated=updated)
    hour, printed = _hour(parts), parts["M"] or ""
    minute = int(printed) if printed else None
    score = len(printed) == 1 and ":" in (parts.get("sep") or "") and not parts["S"] and not year  # 5月10日 3:2
    if hour is None or score:
        return Stamp(raw, month, day, year, updated=updated)
    second = int(parts["S"]) if parts["S"] else None
    zone = parts.get("zone")
    if zone and year and (hour, minute, second or 0) == (0, 0, 0):
        return Stamp(raw, month, day, year, updated=updated)  # midnight of any zone stands for a day
    if zone and year and minute is not None:
        moment = datetime(year, month, day, hour, minute, second or 0, tzinfo=_zone(zone)).astimezone(SHANGHAI)
        return _from_moment(raw, moment, second is not None, updated)
    return Stamp(raw, month, day, year, hour, minute, second, updated)


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
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    digit = "〇一二三四五六七八九".find
    if not ten:
        return digit(text) if len(text) == 1 else 0
    return (digit(tens) if tens else 1) * 10 + (digit(ones) if ones else 0)


def _from_relative(match: re.Match[str], raw: str, now: datetime) -> Stamp | None:
    """The time that a form tells from `now`; None for a word of the day that belongs to a sentence."""
    if match["now"]:
        return _from_moment(raw, now, False)
    if match["day"]:
        then = now - timedelta(days={"今": 0, "昨": 1, "前": 2}[match["day"][0]])
        if match["H"] is None and not _stands_alone(match):
            return None
        found = {**match.groupdict(), "m": str(then.month), "d": str(then.day)}
        return _made(found, raw, then.year, False)
    half = match["n"] == "半"
    if half and not match["unit"].endswith("小时"):
        return None
    count = 0.5 if half else _number(match["n"].replace("两", "二"))
    then = now - timedelta(**{_UNITS[match["unit"]]: count})
    if match["unit"] in {"天", "日"} or match["unit"].endswith("小时"):
        return Stamp(raw, then.month, then.day, then.year)
    return _from_moment(raw, then, False)


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a word of the day is a value: the whole text, behind a label, or (今日 is a section's name, too) beside a blank."""
    text, (start, end) = match.string, match.span()
    before, after = text[:start], text[end:]
    whole = not before.strip() and not after.strip()
    labelled = before.rstrip().endswith((":", "发布", "发表", "于"))
    return whole or (
        (labelled or match["day"][1] == "天")
        and forms.ALONE_BEFORE.search(before) is not None
        and forms.ALONE_AFTER.match(after) is not None
    )


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
