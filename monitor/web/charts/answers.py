"""How many accusations of each side the accused denied: hollow denied, solid not answered yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from monitor.web.charts.svg import Value, element, percent, side_class

ROW, BAR = 52, 18


@dataclass(frozen=True, slots=True)
class Answered:
    """Of a side's accusations, all of them and those that were denied."""

    label: str
    mark: str
    accusations: int
    denied: int

    @property
    def sentence(self) -> str:
        rest = self.accusations - self.denied
        return f"Of {self.label}: {self.denied} denied, {rest} not answered"


def draw_answers(sides: Sequence[Answered], name: str) -> Markup:
    """All on one scale; silence is not agreement."""
    most = max((side.accusations for side in sides), default=0)
    if not most:
        return Markup()
    title = element("title", "; ".join(side.sentence for side in sides), id=f"{name}-t")
    pieces = [piece for row, side in enumerate(sides) for piece in _draw_side(side, row * ROW, most)]
    labelled: dict[str, Value] = {"role": "img", "aria-labelledby": f"{name}-t"}
    return element(
        "svg", title, *pieces, class_="chart", width="100%", height=ROW * len(sides) - 8, **labelled
    )


def _draw_side(side: Answered, y: float, most: int) -> Iterator[Markup]:
    denied, said = side.denied / most * 0.99, side.accusations / most * 0.99
    yield element("text", side.sentence, x=0, y=y + 12)
    rest = {"x": percent(denied), "width": percent(said - denied)}
    if side.accusations > side.denied:
        yield element("rect", class_=side_class("f", side.mark), y=y + 19, height=BAR, **rest)
    if side.denied:
        hollow: dict[str, Value] = {"x": percent(0.002), "width": percent(max(denied - 0.006, 0.002))}
        yield element("rect", class_=side_class("d", side.mark), y=y + 19.6, height=BAR - 1.2, **hollow)
