"""Elements of an SVG."""

from __future__ import annotations

from monitor.web.charts.svg import element, percent, side_class, write_value
from tests.monitor.web.charts.drawings import read_svg


def test_words_of_others_are_text_in_content_and_in_attributes() -> None:
    drawn = element("a", "<script>\u202e", href='/x"><script>')
    assert drawn == '<a href="/x&#34;&gt;&lt;script&gt;">&lt;script&gt;[RLO]</a>'


def test_an_element_in_an_element_stays_one() -> None:
    svg = read_svg(element("svg", element("title", "A & B"), element("rect", class_="f1", x=1.25, y=2.0)))
    assert svg[0].text == "A & B"
    assert dict(svg[1].attrib) == {"class": "f1", "x": "1.2", "y": "2"}


def test_numbers_are_short() -> None:
    assert [write_value(value) for value in (3, 2.0, 0.04, 10.06)] == ["3", "2", "0", "10.1"]
    assert [percent(share) for share in (0, 1 / 3, 0.5, 1)] == ["0%", "33.33%", "50%", "100%"]


def test_a_side_without_a_hue_of_its_own_is_drawn_as_observers_are() -> None:
    assert [side_class("f", mark) for mark in ("s1", "s4", "ob")] == ["f1", "f4", "fo"]
