"""Accusations over time."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.web.charts.ticks import list_edges, make_ticks
from monitor.web.charts.timeline import Bar, Panel, Stretch, Timeline, draw_timeline, share_of
from tests.builders import START, minutes_after
from tests.monitor.web.charts.drawings import parts, read_svg, titles, words

ZONE = ZoneInfo("Asia/Yerevan")


def bars(*counts: tuple[int, int]) -> list[Bar]:
    return [
        Bar(said, denied, f"/claims?n={place}", f"hour {place}")
        for place, (said, denied) in enumerate(counts)
    ]


def a_timeline(*panels: Panel) -> Timeline:
    edges = list_edges(START, minutes_after(60 * len(panels[0].bars)), "hour", ZONE)
    ticks = make_ticks(edges, "hour", ZONE, 14)
    return Timeline("Accusations by hour", "Two sides.", panels, ticks, marks=[0.0])


def heights(svg: object, class_: str) -> list[float]:
    return [float(each.get("height", "")) for each in parts(svg, "rect", class_)]  # type: ignore[arg-type]


TWO = a_timeline(
    Panel("Armenian side: 6 accusations, 1 denial", "s1", bars((4, 1), (0, 0), (2, 0))),
    Panel("Azerbaijan: 1 accusation", "s2", bars((1, 0), (0, 0), (0, 0))),
    Panel("Observers: 1", "ob", bars((0, 0), (1, 0), (0, 0))),
)


def test_both_sides_stand_on_one_scale_and_grow_upward() -> None:
    svg = read_svg(draw_timeline(TWO, "tc"))
    first, second = heights(svg, "f1")[0], heights(svg, "f2")[0]
    assert first == pytest.approx(4 * second, abs=0.2)
    assert heights(svg, "fo") == [second]


def test_a_denial_is_hollow_and_stands_above_the_accusations() -> None:
    svg = read_svg(draw_timeline(TWO, "tc"))
    (denial,), accusation = parts(svg, "rect", "d1"), parts(svg, "rect", "f1")[0]
    foot = float(denial.get("y", "")) + float(denial.get("height", ""))
    assert foot <= float(accusation.get("y", ""))


def test_each_bar_leads_to_its_part_of_the_log_and_an_empty_hour_has_none() -> None:
    svg = read_svg(draw_timeline(TWO, "tc"))
    links = [link.get("href") for link in parts(svg, "a")]
    assert links == ["/claims?n=0", "/claims?n=2", "/claims?n=0", "/claims?n=1"]
    assert "hour 0: accusations 4, denials 1" in titles(svg)


def test_a_screen_reader_is_told_what_it_is_and_a_keyboard_finds_the_table() -> None:
    svg = read_svg(draw_timeline(TWO, "tc"))
    assert svg.get("aria-labelledby") == "tc-t tc-d"
    assert [each.get("id") for each in (*parts(svg, "title"), *parts(svg, "desc")) if each.get("id")] == [
        "tc-t",
        "tc-d",
    ]
    assert {link.get("tabindex") for link in parts(svg, "a")} == {"-1"}


def test_hours_that_nobody_could_read_are_hatched_behind_the_side_they_belong_to() -> None:
    unread = [Stretch(0.25, 0.75, "1 of 4 sources not read")]
    svg = read_svg(
        draw_timeline(a_timeline(Panel("A", "s1", bars((0, 0)), unread), Panel("B", "s2", bars((1, 0)))), "x")
    )
    (hatched,) = parts(svg, "rect", "unread")
    assert hatched.get("fill") == "url(#x-h)"
    assert hatched.get("width") == "48.2%"
    assert "1 of 4 sources not read" in titles(svg)


def test_nothing_said_yet_is_drawn_as_an_empty_scale() -> None:
    svg = read_svg(draw_timeline(a_timeline(Panel("A", "s1", bars((0, 0), (0, 0)))), "x"))
    assert parts(svg, "a") == []
    assert {"0", "1", "A"} <= set(words(svg))


def test_the_start_is_a_dashed_line_and_there_is_no_style_in_the_drawing() -> None:
    drawn = draw_timeline(TWO, "tc")
    assert len(parts(read_svg(drawn), "line", "start")) == 3
    assert "style" not in drawn


def test_a_hundred_thousand_claims_need_no_more_room_than_ten() -> None:
    few, many = (draw_timeline(a_timeline(Panel("A", "s1", bars((n, n)))), "x") for n in (10, 100_000))
    assert len(many) < len(few) + 100


def test_a_moment_lies_in_its_bin_however_long_that_is() -> None:
    edges = [START, START + timedelta(hours=23), START + timedelta(hours=47)]
    assert share_of(START - timedelta(hours=1), edges) == 0
    assert share_of(START + timedelta(hours=11.5), edges) == 0.25
    assert share_of(START + timedelta(hours=35), edges) == 0.75
    assert share_of(START + timedelta(days=9), edges) == 1
