"""A day of one source."""

from __future__ import annotations

from monitor.web.charts.strip import Slot, draw_strip
from tests.monitor.web.charts.drawings import parts, read_svg


def test_each_half_hour_is_drawn_by_what_became_of_it() -> None:
    svg = read_svg(draw_strip([Slot.IDLE, Slot.ASKED, 1, 9, Slot.UNREAD]))
    assert parts(svg, "path", "poll")[0].get("d") == "M12 16h6v-4h-6z"
    assert parts(svg, "path", "st")[0].get("d") == "M22 16h6v-6h-6zM32 16h6v-15h-6z"
    assert parts(svg, "path", "miss")[0].get("d", "").count("M") == 1
    assert svg.get("aria-hidden") == "true"
