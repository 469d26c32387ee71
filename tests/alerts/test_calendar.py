"""Digests and quiet hours by local time, also on the days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerts.calendar import WEEKDAYS, find_next_digest, leave_quiet_hours

# Whole hours, halves, quarters, changes by an hour and by half of one, and an island that skipped a day.
ZONES = st.sampled_from(
    [
        "UTC",
        "Asia/Yerevan",
        "Europe/Kyiv",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ]
)
MOMENTS = st.datetimes(
    datetime(2011, 1, 1),  # noqa: DTZ001 - the zone is given beside it
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


def digest(every: str, at: str | None = None, on: str | None = None, zone: str = "UTC") -> dict[str, Any]:
    return {"every": every, "at": at, "on": on, "timezone": zone}


def quiet(begin: str, end: str, zone: str) -> dict[str, Any]:
    return {"from": begin, "to": end, "timezone": zone, "bypass": []}


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("wanted", "now", "next_one"),
    [
        (digest("hour"), "2026-03-01T10:20", "2026-03-01T11:00"),
        (digest("hour"), "2026-03-01T10:00", "2026-03-01T11:00"),
        (digest("day", "08:00"), "2026-03-01T07:59", "2026-03-01T08:00"),
        (digest("day", "08:00"), "2026-03-01T08:00", "2026-03-02T08:00"),
        (digest("week", "08:00", "monday"), "2026-03-01T10:00", "2026-03-02T08:00"),  # a Sunday
        (digest("week", "08:00", "monday"), "2026-03-02T08:00", "2026-03-09T08:00"),
        (digest("week", "08:00", "sunday"), "2026-03-01T07:00", "2026-03-01T08:00"),
    ],
)
def test_the_next_digest(wanted: dict[str, Any], now: str, next_one: str) -> None:
    assert find_next_digest(at(now), wanted) == at(next_one)


def test_a_daily_digest_keeps_its_local_time_when_the_clocks_change() -> None:
    wanted = digest("day", "08:00", zone="Europe/Kyiv")
    assert find_next_digest(at("2026-03-28T07:00"), wanted) == at("2026-03-29T05:00")
    assert find_next_digest(at("2026-10-24T07:00"), wanted) == at("2026-10-25T06:00")


def test_a_time_that_is_left_out_comes_as_long_after_the_change_and_one_that_comes_twice_counts_once() -> (
    None
):
    wanted = digest("day", "03:30", zone="Europe/Kyiv")
    assert find_next_digest(at("2026-03-28T12:00"), wanted) == at("2026-03-29T01:30")  # 04:30 there
    first = find_next_digest(at("2026-10-24T12:00"), wanted)
    assert first == at("2026-10-25T00:30")
    assert find_next_digest(first, wanted) == at("2026-10-26T01:30")


def test_an_hourly_digest_goes_out_at_the_full_hour_of_the_place() -> None:
    wanted = digest("hour", zone="Asia/Kathmandu")
    assert find_next_digest(at("2026-03-01T10:20"), wanted) == at("2026-03-01T11:15")


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-03-01T21:59", None),
        ("2026-03-01T22:00", "2026-03-02T07:00"),
        ("2026-03-02T06:59", "2026-03-02T07:00"),
        ("2026-03-02T07:00", None),
    ],
)
def test_quiet_hours_go_over_midnight(moment: str, end: str | None) -> None:
    hours = quiet("22:00", "07:00", "Asia/Yerevan")
    assert leave_quiet_hours(at(moment, "Asia/Yerevan"), hours) == at(end or moment, "Asia/Yerevan")


def test_quiet_hours_within_a_day() -> None:
    hours = quiet("12:00", "14:00", "UTC")
    assert leave_quiet_hours(at("2026-03-01T13:00"), hours) == at("2026-03-01T14:00")
    assert leave_quiet_hours(at("2026-03-01T14:00"), hours) == at("2026-03-01T14:00")


def test_quiet_hours_of_a_night_in_which_the_clocks_change_end_at_the_local_time() -> None:
    hours = quiet("22:00", "07:00", "Europe/Kyiv")
    assert leave_quiet_hours(at("2026-03-29T00:00"), hours) == at("2026-03-29T04:00")
    assert leave_quiet_hours(at("2026-10-25T00:00"), hours) == at("2026-10-25T05:00")


@settings(deadline=None)
@given(now=MOMENTS, zone=ZONES, time=TIMES)
@example(now=datetime(2011, 12, 29, 22, tzinfo=UTC), zone="Pacific/Apia", time="12:00")
def test_a_daily_digest_is_later_and_within_two_days(now: datetime, zone: str, time: str) -> None:
    found = find_next_digest(now, digest("day", time, zone=zone))
    assert timedelta() < found - now <= timedelta(hours=49)
    assert find_next_digest(found - timedelta(microseconds=1), digest("day", time, zone=zone)) == found


@settings(deadline=None)
@given(now=MOMENTS, zone=ZONES, time=TIMES, day=st.sampled_from(WEEKDAYS))
def test_a_weekly_digest_is_later_and_within_eight_days(
    now: datetime, zone: str, time: str, day: str
) -> None:
    found = find_next_digest(now, digest("week", time, day, zone))
    assert timedelta() < found - now <= timedelta(days=8)
    local = found.astimezone(ZoneInfo(zone))
    if zone != "Pacific/Apia" and local.strftime("%H:%M") == time:
        assert WEEKDAYS[local.weekday()] == day


@settings(deadline=None)
@given(now=MOMENTS, zone=ZONES)
def test_an_hourly_digest_is_later_and_within_an_hour(now: datetime, zone: str) -> None:
    assert timedelta() < find_next_digest(now, digest("hour", zone=zone)) - now <= timedelta(hours=1)


@settings(deadline=None)
@given(now=MOMENTS, zone=ZONES, begin=TIMES, end=TIMES)
def test_quiet_hours_are_left_once_and_nothing_is_put_before_its_time(
    now: datetime, zone: str, begin: str, end: str
) -> None:
    if begin == end:
        return
    hours = quiet(begin, end, zone)
    left = leave_quiet_hours(now, hours)
    assert timedelta() <= left - now <= timedelta(hours=50)
    assert leave_quiet_hours(left, hours) == left


@settings(deadline=None)
@given(now=MOMENTS, later=st.timedeltas(timedelta(), timedelta(days=2)), zone=ZONES, begin=TIMES, end=TIMES)
def test_what_waits_for_the_end_of_quiet_hours_keeps_its_order(
    now: datetime, later: timedelta, zone: str, begin: str, end: str
) -> None:
    if begin != end:
        hours = quiet(begin, end, zone)
        assert leave_quiet_hours(now, hours) <= leave_quiet_hours(now + later, hours)
    time = digest("day", begin, zone=zone)
    assert find_next_digest(now, time) <= find_next_digest(now + later, time)
