"""A day of one source."""

from __future__ import annotations

from monitor.web.charts.strip import Slot, draw_strip
from tests.monitor.web.charts.drawings import parts, read_svg


def test_each_half_hour_is_drawn_by_what_became_of_it() -> None:
    svg = read_svg(draw_strip([Slot.IDLE, Slot.ASKED, 1, 9, Slot.UNREAD]))
    assert [len(parts(svg, "rect", kind)) for kind in ("poll", "st", "miss")] == [1, 2, 1]
    low, tall = (float(each.get("height", "")) for each in parts(svg, "rect", "st"))
    assert low < tall < 16.1
    assert svg.get("aria-hidden") == "true"
