"""When jobs are due: durations, cron lines, intervals, days in Shanghai."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.days import SHANGHAI
from newsspider.scheduling.times import Timing, duration, start_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def said(timing: Timing, start: str, end: str) -> list[str]:
    return [f"{moment:%d %H:%M:%S}" for moment in timing.between(at(start), at(end))]


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("6h", 21600), ("1d", 86400), ("1h30m", 5400), ("1h 30m", 5400)]
)
def test_durations(text: str, seconds: int) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "30", "m", "30 min", "-5m", "1.5h", "5m later", "h5"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        duration(text)


@pytest.mark.parametrize(
    ("line", "start", "end", "due"),
    [
        ("10 6 * * *", "2026-11-23 00:00", "2026-11-25 06:10", ["23 06:10:00", "24 06:10:00", "25 06:10:00"]),
        (
            "*/30 22-23 * * *",
            "2026-11-23 22:00",
            "2026-11-24 12:00",
            ["23 22:00:00", "23 22:30:00", "23 23:00:00", "23 23:30:00"],
        ),
        ("0 0 * * *", "2026-02-28 12:00", "2026-03-01 12:00", ["01 00:00:00"]),
        ("5,35 8 * * *", "2026-11-23 08:00", "2026-11-23 09:00", ["23 08:05:00", "23 08:35:00"]),
        ("0 7 1 * *", "2026-11-02 00:00", "2027-01-02 00:00", ["01 07:00:00", "01 07:00:00"]),
        # the week of 2026-11-23, a Monday, to Sunday the 29th
        ("0 9 * * 0", "2026-11-23 00:00", "2026-11-29 23:00", ["29 09:00:00"]),
        ("0 9 * * 7", "2026-11-23 00:00", "2026-11-29 23:00", ["29 09:00:00"]),
        ("0 9 * * 1", "2026-11-23 00:00", "2026-11-29 23:00", ["23 09:00:00"]),
        ("0 9 * * 1-5", "2026-11-23 00:00", "2026-11-29 23:00", [f"{day} 09:00:00" for day in range(23, 28)]),
        ("0 9 * * mon-fri", "2026-11-23 00:00", "2026-11-29 23:00", [f"{day} 09:00:00" for day in range(23, 28)]),
        ("0 9 * * 6-7", "2026-11-23 00:00", "2026-11-29 23:00", ["28 09:00:00", "29 09:00:00"]),
        ("0 9 * * sat-sun", "2026-11-23 00:00", "2026-11-29 23:00", ["28 09:00:00", "29 09:00:00"]),
        ("0 9 * * */2", "2026-11-23 00:00", "2026-11-29 23:00", ["24 09:00:00", "26 09:00:00", "28 09:00:00", "29 09:00:00"]),
        # cron: a day of the month and a weekday mean either
        ("0 9 25 * 1", "2026-11-23 00:00", "2026-11-29 23:00", ["23 09:00:00", "25 09:00:00"]),
    ],
)
def test_cron_lines_mean_what_cron_means_in_shanghai(line: str, start: str, end: str, due: list[str]) -> None:
    assert said(Timing.cron(line), start, end) == due


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("10 6 * *", "has 4 fields"),
        ("61 6 * * *", "minute"),
        ("0 24 * * *", "hour"),
        ("0 6 * * 8", "weekday '8' is none"),
        ("0 6 * * funday", "weekday 'funday' is none"),
        ("0 6 * * 5-1", "runs backwards"),
        ("0 6 30 2 *", "never comes"),
        ("six 6 * * *", "minute 'six'"),
    ],
)
def test_wrong_cron_lines_are_refused(line: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Timing.cron(line)


def test_intervals_are_counted_from_midnight_in_shanghai() -> None:
    assert said(Timing.every("6h"), "2026-11-23 13:00", "2026-11-24 06:00") == ["23 18:00:00", "24 00:00:00", "24 06:00:00"]
    assert said(Timing.every("10s"), "2026-11-23 23:59:45", "2026-11-24 00:00:10") == [
        "23 23:59:50",
        "24 00:00:00",
        "24 00:00:10",
    ]


def test_an_interval_below_a_second_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Timing.every("0s")


@pytest.mark.parametrize(
    ("timing", "now", "last"),
    [
        (Timing.cron("10 6 * * *"), "2026-11-23 06:09:59", "2026-11-22 06:10"),
        (Timing.cron("10 6 * * *"), "2026-11-23 06:10", "2026-11-23 06:10"),
        (Timing.cron("0 9 * * 0"), "2026-11-28 12:00", "2026-11-22 09:00"),
        (Timing.cron("0 0 29 2 *"), "2026-11-23 12:00", "2024-02-29 00:00"),
        (Timing.cron("0 0 1 1 *"), "2026-11-23 12:00", "2026-01-01 00:00"),
        (Timing.every("30m"), "2026-11-23 12:29:59", "2026-11-23 12:00"),
        (Timing.every("10d"), "2026-11-23 12:00", "2026-11-20 00:00"),
    ],
)
def test_the_last_due_time(timing: Timing, now: str, last: str) -> None:
    assert timing.last(at(now)) == at(last)
    assert timing.last(at(now).astimezone(UTC)) == at(last)


def test_shanghai_has_no_summer_time() -> None:
    """Beijing had one until 1991, most of the world has: twice a year an hour that comes twice or never."""
    due = list(Timing.every("1h").between(at("2026-01-01 00:00"), at("2026-12-31 23:59")))
    assert len(due) == 365 * 24
    assert {moment.utcoffset() for moment in due} == {timedelta(hours=8)}
    daily = list(Timing.cron("30 2 * * *").between(at("2026-01-01 00:00"), at("2026-12-31 23:59")))
    assert [moment.date().toordinal() for moment in daily] == list(
        range(at("2026-01-01").toordinal(), at("2027-01-01").toordinal())
    )


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["7s", "10m", "90m", "5h", "3d"]))
def test_asking_at_any_moment_gives_the_same_due_times(moment: datetime, text: str) -> None:
    """What is entered once is entered once: two programs that ask at different moments mean the same due time."""
    timing, now = Timing.every(text), moment.replace(tzinfo=UTC)
    last = timing.last(now)
    assert last is not None
    assert last <= now < last + duration(text)
    assert next(timing.between(last, now)) == last
    assert last.microsecond == 0


@given(st.integers(0, 10**6))
def test_jitter_stays_within_its_length_and_is_always_the_same(number: int) -> None:
    due, jitter = at("2026-11-23 06:10"), timedelta(minutes=5)
    start = start_of("portals", f"outlet{number}", due, jitter)
    assert due <= start < due + jitter
    assert start == start_of("portals", f"outlet{number}", due.astimezone(UTC), jitter)
    assert start_of("portals", "a", due, timedelta()) == due


def test_jitter_spreads_the_outlets() -> None:
    due = at("2026-11-23 06:10")
    minutes = {int((start_of("all", f"outlet_{n}", due, timedelta(minutes=10)) - due).total_seconds() // 60) for n in range(100)}
    assert minutes == set(range(10))
