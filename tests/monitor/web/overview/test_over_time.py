"""Bins, bars and rows of the chart over time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.queries.coverage import Unread
from monitor.queries.figures import BinFigures
from monitor.web.overview.gaps import Coverage, list_stretches, say_gaps
from monitor.web.overview.links import LogLinks
from monitor.web.overview.over_time import Span, divide, list_rows, make_timeline, pick_bin
from monitor.web.overview.sides import find_rest, list_sides
from tests.builders import OBSERVERS, PARTIES, START, minutes_after

DOCUMENT = {"parties": PARTIES, "observers": OBSERVERS, "places": []}
ZONE = ZoneInfo("Asia/Yerevan")
SIDES = [*list_sides(DOCUMENT), find_rest(DOCUMENT, {"russia"})]
GAP = Unread(minutes_after(60), minutes_after(90), 1)
COVERAGES = [Coverage(SIDES[0], 3, []), Coverage(SIDES[1], 2, [GAP]), Coverage(SIDES[2], 1, [])]
BINS = [
    BinFigures(
        START, {("armenia", "accusation"): 2, ("artsakh", "accusation"): 1, ("azerbaijan", "denial"): 1}
    ),
    BinFigures(minutes_after(120), {("russia", "accusation"): 1, ("nobody-known", "accusation"): 1}),
]


def a_span(end: datetime) -> Span:
    return Span(START, end, ZONE, (START,), LogLinks("t"))


def test_allies_are_added_up_and_strangers_stand_with_the_observers() -> None:
    divided = divide(a_span(minutes_after(180)), BINS, COVERAGES, 24)
    assert [divided.count(0, side) for side in range(3)] == [(3, 0), (0, 1), (0, 0)]
    assert divided.count(2, 2) == (2, 0)


def test_a_silent_observer_has_no_panel_and_a_silent_side_has_one() -> None:
    span = a_span(minutes_after(180))
    timeline = make_timeline(span, divide(span, BINS[:1], COVERAGES, 24), COVERAGES, 7)
    assert [panel.label for panel in timeline.panels] == [
        "Armenian side: 3 accusations, 0 denials",
        "Azerbaijan: 0 accusations, 1 denial",
    ]
    assert "Azerbaijan: 30 min from 13:00" in timeline.description


def test_rows_are_of_hours_in_which_something_was_said_or_not_read() -> None:
    span = a_span(minutes_after(240))
    rows = list_rows(span, divide(span, BINS, COVERAGES, 24), COVERAGES)
    assert [(row.when, row.unread) for row in rows] == [
        ("10 Oct 12:00", ""),
        ("10 Oct 13:00", "Azerbaijan"),
        ("10 Oct 14:00", ""),
    ]
    assert rows[0].url == ("/claims?agreement=t&in_force=true&from=2020-10-10T08:00Z&to=2020-10-10T09:00Z")


def test_weeks_are_counted_by_the_day() -> None:
    assert pick_bin(a_span(START + timedelta(days=3))) == "hour"
    assert pick_bin(a_span(START + timedelta(days=60))) == "day"


def test_many_gaps_in_years_are_drawn_as_few() -> None:
    edges = [START + timedelta(days=30 * number) for number in range(49)]
    gaps = [Unread(START + timedelta(days=n), START + timedelta(days=n, hours=1), 1) for n in range(1400)]
    drawn = list_stretches(Coverage(SIDES[0], 1, gaps), edges, ZONE)
    assert 1 < len(drawn) < 500
    assert max(each.end for each in drawn) <= 1


def test_a_sentence_says_what_charts_without_hours_may_lack() -> None:
    assert say_gaps(COVERAGES) == (
        "1 of the 2 sources of Azerbaijan could not be read for 30 min in all:"
        " fewer claims need not mean fewer statements."
    )
    assert say_gaps(COVERAGES[:1]) == ""
    assert say_gaps([Coverage(SIDES[0], 0, [])]).startswith("No source of the Armenian side is asked")
