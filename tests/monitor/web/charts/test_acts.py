"""Alleged acts and answers as bars."""

from __future__ import annotations

from monitor.web.charts.acts import Act, Count, Head, draw_acts
from monitor.web.charts.answers import Answered, draw_answers
from tests.monitor.web.charts.drawings import parts, read_svg, titles, words

TWO = [Head("Armenian side", "s1"), Head("Azerbaijan", "s2")]
THREE = [*TWO, Head("A third <side>", "s3")]


def an_act(label: str, *numbers: int) -> Act:
    return Act(label, [Count(number, f"/claims?type={label}") for number in numbers])


def test_two_sides_face_each_other_on_one_scale() -> None:
    svg = read_svg(draw_acts(TWO, [an_act("shelling", 4, 2), an_act("missile", 0, 1)], "ty"))
    (left,), right = parts(svg, "rect", "f1"), parts(svg, "rect", "f2")
    assert float(left.get("width", "")) == 2 * float(right[0].get("width", ""))
    assert float(left.get("x", "")) + float(left.get("width", "")) < float(right[0].get("x", ""))
    assert "Azerbaijan, missile: 1" in titles(svg)
    assert "Armenian side, missile: 0" not in titles(svg)


def test_three_sides_stand_below_each_other_in_the_fixed_order() -> None:
    svg = read_svg(draw_acts(THREE, [an_act("shelling", 3, 2, 1)], "ty"))
    widths = [float(parts(svg, "rect", mark)[0].get("width", "")) for mark in ("f1", "f2", "f3")]
    assert widths == sorted(widths, reverse=True)
    assert "A third <side>, shelling: 1" in titles(svg)


def test_where_nothing_is_alleged_nothing_is_drawn() -> None:
    assert draw_acts(TWO, [], "ty") == ""
    assert draw_acts(TWO, [an_act("shelling", 0, 0)], "ty") == ""
    assert draw_answers([Answered("Armenia", "s1", 0, 0)], "an") == ""


def test_what_was_denied_is_hollow_and_what_was_not_answered_is_solid() -> None:
    svg = read_svg(draw_answers([Answered("Armenia", "s1", 10, 4), Answered("Azerbaijan", "s2", 5, 0)], "an"))
    assert words(svg) == ["Of Armenia: 4 denied, 6 not answered", "Of Azerbaijan: 0 denied, 5 not answered"]
    assert (len(parts(svg, "rect", "d1")), len(parts(svg, "rect", "d2"))) == (1, 0)
    assert parts(svg, "rect", "f2")[0].get("width") == "49.5%"
