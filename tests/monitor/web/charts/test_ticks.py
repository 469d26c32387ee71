"""Bins of time and the labels of a time axis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.web.charts.ticks import GRAINS, begin_bin, choose_grain, list_edges, make_ticks
from tests.builders import START, minutes_after

YEREVAN = ZoneInfo("Asia/Yerevan")
KYIV = ZoneInfo("Europe/Kyiv")


def test_hours_begin_where_those_of_the_zone_do() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    assert begin_bin(datetime(2025, 5, 10, 11, 45, tzinfo=UTC), "hour", kolkata).minute == 30


def test_bins_cover_the_time_without_a_hole() -> None:
    edges = list_edges(START, minutes_after(150), "hour", YEREVAN)
    assert edges == [START + timedelta(hours=number) for number in range(4)]
    assert list_edges(START, START, "day", YEREVAN)[1] - START == timedelta(hours=12)


@pytest.mark.parametrize("grain", GRAINS)
def test_bins_follow_each_other_over_a_change_of_the_clock(grain: str) -> None:
    start, end = datetime(2021, 3, 26, tzinfo=UTC), datetime(2021, 4, 2, tzinfo=UTC)
    edges = list_edges(start, end, grain, KYIV)
    assert edges == sorted(set(edges))
    assert edges[0] <= start
    assert edges[-1] >= end
    assert all(begin_bin(edge, grain, KYIV) == edge for edge in edges)


def test_a_day_is_as_long_as_the_zone_has_it() -> None:
    edges = list_edges(datetime(2021, 3, 26, 22, tzinfo=UTC), datetime(2021, 3, 29, tzinfo=UTC), "day", KYIV)
    assert edges[1] - edges[0] == timedelta(hours=24)
    assert edges[2] - edges[1] == timedelta(hours=23)


@pytest.mark.parametrize(
    ("days", "grain"),
    [
        (1, "hour"),
        (3, "hour"),
        (10, "3 hours"),
        (60, "day"),
        (600, "week"),
        (2566, "month"),
        (5000, "quarter"),
        (20000, "year"),
    ],
)
def test_the_grain_goes_by_the_length_of_the_time(days: int, grain: str) -> None:
    assert choose_grain(START, START + timedelta(days=days), 90) == grain


def test_hours_are_labelled_and_a_new_day_has_a_line() -> None:
    edges = list_edges(START, minutes_after(34 * 60), "hour", YEREVAN)
    ticks = make_ticks(edges, "hour", YEREVAN, 14)
    assert [tick.label for tick in ticks if tick.is_under][:5] == ["12", "15", "18", "21", "00"]
    (line,) = [tick for tick in ticks if tick.is_line]
    assert (line.label, round(line.at * 34)) == ("11 October", 12)


def test_years_have_no_more_labels_than_there_is_room_for() -> None:
    edges = list_edges(START, START + timedelta(days=2566), "month", YEREVAN)
    ticks = make_ticks(edges, "month", YEREVAN, 12)
    assert [tick.label for tick in ticks if tick.label] == [
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
        "2026",
        "2027",
    ]
    assert all(tick.is_line for tick in ticks)
