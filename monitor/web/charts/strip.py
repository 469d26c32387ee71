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
    for kind in ("poll", "st", "miss"):
        path = "".join(_draw_slot(slot, place) for place, slot in enumerate(slots) if _kind(slot) == kind)
        pieces += [element("path", class_=kind, d=path)] if path else []
    viewed: dict[str, Value] = {
        "viewBox": f"0 0 {width} {HEIGHT}",
        "preserveAspectRatio": "none",
        "aria-hidden": "true",
    }
    return element("svg", *pieces, class_="strip", **viewed)


def _kind(slot: Slot | int) -> str:
    """The class of its path; nothing is drawn of a half-hour in which nobody asked."""
    if isinstance(slot, int):
        return "st"
    return {Slot.ASKED: "poll", Slot.UNREAD: "miss", Slot.IDLE: ""}[slot]


def _draw_slot(slot: Slot | int, place: int) -> str:
    """A bar as a piece of a path, which takes far less room than as many elements."""
    height = 3 + 3 * min(slot, TALLEST) if isinstance(slot, int) else 8 if slot is Slot.UNREAD else 4
    return f"M{place * STEP + 2} {FLOOR}h6v-{height}h-6z"
