"""A measured share with its interval on a scale from nothing to all."""

from __future__ import annotations

from markupsafe import Markup

from monitor.web.charts.svg import Value, element, percent

HEIGHT = 14


def draw_interval(value: float | None, low: float, high: float) -> Markup:
    """The bar is the interval, the tick the share; what is not measured is a bare line."""
    middle = HEIGHT / 2
    pieces = [element("line", class_="base", x1="0%", x2="100%", y1=middle, y2=middle)]
    if value is not None:
        wide = {"x": percent(low), "width": percent(max(high - low, 0.005))}
        pieces.append(element("rect", class_="reach", y=middle - 3, height=6, **wide))
        tick = {"x1": percent(value), "x2": percent(value)}
        pieces.append(element("line", class_="tick", y1=1, y2=HEIGHT - 1, **tick))
    hidden: dict[str, Value] = {"aria-hidden": "true"}
    return element("svg", *pieces, class_="interval", width="100%", height=HEIGHT, **hidden)
