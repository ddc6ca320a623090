"""The publication time: weigh every time the page printed; a wrong date is worse than none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from newsspider import items
from newsspider.days import FIRST_YEAR, LAST_YEAR, SHANGHAI
from newsspider.items import Draft, Printed
from newsspider.language.timestamps import Stamp, read_stamps, url_stamp
from newsspider.lazy_pattern import lazy_pattern
from pipelines.step import StepPipeline

_DATELINE_DATE = lazy_pattern(r"^[\s，,]{0,3}((?:\d{4}年)?\d{1,2}月\d{1,2}日)")
_RANK = {"visible": 0, "enpproperty": 1, "json": 2, "meta": 3, "url": 4, "relative": 5, "signed": 6, "dateline": 7, "updated": 8}
TEMPLATE_AGE = timedelta(days=31)
"""Metadata further than this from the day of the address does not date the article."""
DATELINE_AGE = timedelta(days=180)
"""A dateline's month and day take their year from the fetch only when that makes the article at most this old."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time, and where it stood: visible, enpproperty, json, meta, url, dateline (`published_from`)."""

    stamp: Stamp
    origin: str

    @property
    def rank(self) -> int:
        """Shown times first, then data, metadata and the address; times told from the fetch, of a signing, of the dateline last."""
        return _RANK[self.kind]

    @property
    def kind(self) -> str:
        """The origin, but updated, signed and relative for times that are said to be of a change or signing, or told from the fetch."""
        stamp = self.stamp
        return "updated" if stamp.updated else "signed" if stamp.signed else "relative" if stamp.relative else self.origin


def collect(printed: Printed, dateline: str | None, body: list[str], now: datetime | None) -> list[Candidate]:
    """Every time the page printed, best first; of equal rank the first printed first."""
    found: list[Candidate] = []
    for date_found in printed.dates:
        origin, changed = date_found.origin, date_found.origin == "changed"
        origin = origin if origin in _RANK else "meta"
        stamps = (
            replace(stamp, updated=changed or (stamp.updated and origin == "visible"))
            for stamp in read_stamps(date_found.value, now=now)
        )
        found += [Candidate(_without_midnight(stamp) if origin != "visible" else stamp, origin) for stamp in stamps]
    for line in printed.meta_lines:
        found += [Candidate(stamp, "visible") for stamp in read_stamps(line, now=now)]
    if printed.url and (stamp := url_stamp(printed.url)):
        found.append(Candidate(stamp, "url"))
    found += [Candidate(stamp, "dateline") for stamp in _dateline_stamps(dateline, body)]
    return sorted(found, key=lambda candidate: candidate.rank)


def _without_midnight(stamp: Stamp) -> Stamp:
    """Metadata that says midnight to the second knows the day only."""
    if (stamp.hour, stamp.minute) == (0, 0) and not stamp.second:
        return replace(stamp, hour=None, minute=None, second=None)
    return stamp


def _dateline_stamps(dateline: str | None, body: list[str]) -> Iterator[Stamp]:
    """The date inside the dateline or right behind it."""
    if not dateline:
        return
    yield from read_stamps(dateline.partition("（")[0].partition("(")[0])
    for paragraph in body[:3]:
        if paragraph.startswith(dateline) and (match := _DATELINE_DATE.match(paragraph[len(dateline) :])):
            yield from read_stamps(match[1])


def choose(candidates: list[Candidate], now: datetime | None) -> tuple[Candidate | None, str | None]:
    """The publication time and the date as found.

    The first possible candidate wins; where it holds the day or the hour only, the first other one within it that holds more
    replaces it. A form without year takes it from a dated candidate close by, else from the fetch. The time of a change is
    never that of publication. None when nothing can be trusted; the date as found is given all the same.
    """
    latest = (now or datetime.now(UTC)).astimezone(SHANGHAI) + timedelta(days=1)
    candidates = _without_template(candidates)
    years = [candidate.stamp for candidate in candidates if candidate.stamp.year and _possible(candidate.stamp, latest)]
    dated = []
    for candidate in candidates:
        stamp = candidate.stamp if candidate.stamp.year else _with_year(candidate, years, now)
        if stamp and _possible(stamp, latest):
            dated.append(Candidate(stamp, candidate.origin))
    raw = candidates[0].stamp.raw if candidates else None
    dated = [candidate for candidate in dated if not candidate.stamp.updated]
    if not dated:
        return None, raw
    best = dated[0]
    if best.stamp.minute is None:
        best = next((other for other in dated if _within(other.stamp, best.stamp)), best)
    return best, best.stamp.raw


def _within(other: Stamp, stamp: Stamp) -> bool:
    """Whether a time is of the day, or of the hour, that another tells, and tells more."""
    if other.on != stamp.on or other.hour is None:
        return False
    return stamp.hour is None or (other.hour == stamp.hour and other.minute is not None)


def _without_template(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates without metadata far from the address's day: some templates carry one date on every page."""
    day = next((candidate.stamp.on for candidate in candidates if candidate.origin == "url"), None)
    return [
        candidate
        for candidate in candidates
        if not (day and candidate.origin == "meta" and candidate.stamp.on and abs(candidate.stamp.on - day) > TEMPLATE_AGE)
    ]


def _possible(stamp: Stamp, latest: datetime) -> bool:
    """Whether a time is neither before 1990 nor later than a day after the fetch (or than tomorrow)."""
    day = stamp.on
    return day is not None and day.year >= FIRST_YEAR and day <= latest.date()


def _with_year(candidate: Candidate, dated: list[Stamp], now: datetime | None) -> Stamp | None:
    """A month and day with the year that fits: that of a dated time at most half a year away, or of the fetch."""
    stamp = candidate.stamp
    for other in dated:
        for year in (other.year, (other.year or 0) - 1, (other.year or 0) + 1):
            day = _day(year, stamp)
            if (
                day
                and other.on
                and abs(day - other.on) <= timedelta(days=180)
                and (candidate.origin != "dateline" or day <= other.on)
            ):
                return replace(stamp, year=year)
    if now is None:
        return None
    today = now.astimezone(SHANGHAI).date()
    for year in (today.year + 1, today.year, today.year - 1):
        day = _day(year, stamp)
        if day and day <= today + timedelta(days=1):
            return replace(stamp, year=year) if candidate.origin != "dateline" or today - day <= DATELINE_AGE else None
    return None


def _day(year: int | None, stamp: Stamp) -> date | None:
    try:
        return date(year or 0, stamp.month, stamp.day)
    except ValueError:
        return None


def parse_fetched(text: str | None) -> datetime | None:
    """The moment of a `fetched_at` (`2026-11-23T08:00:00Z`); UTC when it names no zone.

    None for None, for another form, and for a year before 1990 or behind 2100: no page was fetched then.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(one: Candidate, best: Candidate | None) -> items.Candidate:
    """A time as `extract --explain` shows it: its rank is its evidence."""
    chosen = best is not None and (one.stamp.raw, one.origin) == (best.stamp.raw, best.origin)
    refused = "" if chosen else "another ranks higher" if best else "it is not possible, or lacks its year"
    evidence = {f"published_at.{one.kind}": float(-one.rank)}
    return items.Candidate(
        "published_at", one.stamp.raw, one.origin, one.stamp.raw, "", "", None, "", evidence, float(-one.rank), refused, chosen
    )


def step(draft: Draft) -> None:
    """Set published_at, published_raw, published_precision and published_from."""
    printed, article = draft.printed, draft.article
    now = parse_fetched(printed.fetched_at)
    found = collect(printed, article.dateline, article.body, now)
    best, article.published_raw = choose(found, now)
    draft.candidates += [_told(one, best) for one in found]
    if best:
        article.published_at = best.stamp.iso()
        article.published_precision = best.stamp.precision
        article.published_from = best.origin


class DatesPipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
