"""A day of one source in half-hours: low, it was asked; tall, it published; hollow, nobody could read it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from markupsafe import Markup

from monitor.web.charts.svg import Value, element

STEP, HEIGHT, FLOOR = 10, 20, 16
TALLEST = 4


class Slot(Enum):
    """What became of a half-hour in which nothing was published."""

    ASKED = "asked"
    UNREAD = "unread"
    IDLE = "idle"


def draw_strip(slots: Sequence[Slot | int]) -> Markup:
    """A number is that of statements received; the words beside the strip say what matters of it."""
    width = STEP * len(slots)
    pieces = [element("line", class_="base", x1=0, x2=width, y1=FLOOR + 0.5, y2=FLOOR + 0.5)]
    pieces += [
        _draw_slot(slot, place * STEP + 2) for place, slot in enumerate(slots) if slot is not Slot.IDLE
    ]
    viewed: dict[str, Value] = {
        "viewBox": f"0 0 {width} {HEIGHT}",
        "preserveAspectRatio": "none",
        "aria-hidden": "true",
    }
    return element("svg", *pieces, class_="strip", **viewed)


def _draw_slot(slot: Slot | int, x: float) -> Markup:
    if isinstance(slot, int):
        height = 3.2 + 3.1 * min(slot, TALLEST)
        return element("rect", class_="st", x=x, y=FLOOR - height, width=6, height=height)
    if slot is Slot.UNREAD:
        return element("rect", class_="miss", x=x, y=FLOOR - 8, width=6, height=7)
    return element("rect", class_="poll", x=x, y=FLOOR - 4, width=6, height=4)
