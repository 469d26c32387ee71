"""The last day of one side in hours, small; all sides of an agreement on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from monitor.web.charts.svg import Value, element, side_class

STEP, HEIGHT = 5, 20


def draw_spark(counts: Sequence[int], most: int, mark: str) -> Markup:
    """`most` is the largest count of any side; the number beside the drawing says how many there are."""
    width = STEP * len(counts)
    bars = "".join(
        f"M{place * STEP} {HEIGHT - 1}h{STEP - 1}v-{max(count / most * (HEIGHT - 2), 2):.1f}h-{STEP - 1}z"
        for place, count in enumerate(counts)
        if count
    )
    pieces = [element("line", class_="base", x1=0, x2=width, y1=HEIGHT - 0.5, y2=HEIGHT - 0.5)]
    pieces += [element("path", class_=side_class("f", mark), d=bars)] if bars else []
    viewed: dict[str, Value] = {"viewBox": f"0 0 {width} {HEIGHT}", "aria-hidden": "true"}
    return element("svg", *pieces, class_="chart spark", **viewed)
