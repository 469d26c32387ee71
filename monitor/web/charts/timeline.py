"""Accusations over time: a panel for each side, one above the other, all on one scale and growing upward.

Solid: accusations; hollow, above them: denials. Hatched behind: hours in which sources of that side
could not be read. Widths are shares of the page's, so that letters keep their size on every screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from markupsafe import Markup

from monitor.web.charts.scales import find_top
from monitor.web.charts.svg import Value, element, hatching, join, percent, side_class
from monitor.web.charts.ticks import Tick

TALLEST = 104
LEAST = 26
HEAD, FOOT = 22, 22
RIGHT = 0.006
INSET = 0.06
TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """What was published in one bin; `url` leads to it in the log, `when` names it."""

    accusations: int
    denials: int
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many of a side's sources could not be read; where it lies as shares of the whole time."""

    start: float
    end: float
    note: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One side, or the observers; a bar for each bin."""

    label: str
    mark: str
    bars: Sequence[Bar]
    stretches: Sequence[Stretch] = ()

    @property
    def most(self) -> int:
        return max((bar.accusations + bar.denials for bar in self.bars), default=0)


@dataclass(frozen=True, slots=True)
class Timeline:
    """`marks` are the agreement's own start and end as shares of the time, where they lie in it."""

    title: str
    description: str
    panels: Sequence[Panel]
    ticks: Sequence[Tick]
    marks: Sequence[float] = ()


def draw_timeline(timeline: Timeline, name: str, left: float = 0.03, *, is_linked: bool = True) -> Markup:
    """The chart under ids that begin with `name`; `left` is the share of the width that the scale takes.

    One for phones is not `is_linked`: its bars are narrower than fingers, and the table has the links.
    """
    step, top = find_top(max((panel.most for panel in timeline.panels), default=0), TICKS)
    heights = [max(TALLEST * _own_top(panel, step, top) / top, LEAST) for panel in timeline.panels]
    tops = [0.0, *accumulate(HEAD + height + FOOT for height in heights)]
    drawn = [
        _Drawing(panel, timeline, HEAD + y, height, TALLEST / top, step, left, name, is_linked).draw()
        for panel, y, height in zip(timeline.panels, tops, heights, strict=False)
    ]
    head = [
        element("title", timeline.title, id=f"{name}-t"),
        element("desc", timeline.description, id=f"{name}-d"),
        hatching(f"{name}-h"),
    ]
    labelled = {"role": "group", "aria-labelledby": f"{name}-t {name}-d"}
    return element("svg", *head, *drawn, class_="chart", width="100%", height=tops[-1], **labelled)


def _own_top(panel: Panel, step: int, top: int) -> int:
    """Sides have one height; observers, who may be silent, take what they need on the same scale."""
    return min(-(-max(panel.most, 1) // step) * step, top) if panel.mark == "ob" else top


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One panel whose plot begins at `y`, with so many pixels for one claim."""

    panel: Panel
    timeline: Timeline
    y: float
    height: float
    unit: float
    step: int
    left: float
    name: str
    is_linked: bool

    def draw(self) -> Markup:
        label = element("text", self.panel.label, class_="lbl", x=percent(self.left), y=self.y - 8)
        foot = self.y + self.height + 0.5
        axis = element("line", class_="axis", x1=percent(self.left), x2=self._x(1), y1=foot, y2=foot)
        hit = self._define_hit() if self.is_linked else Markup()
        return join([hit, label, *self._scale(), *self._time(), *self._unread(), *self._bars(), axis])

    def _x(self, share: float) -> str:
        return percent(self.left + share * (1 - self.left - RIGHT))

    def _width(self, share: float) -> str:
        return percent(share * (1 - self.left - RIGHT))

    def _scale(self) -> Iterator[Markup]:
        number = 0
        while number * self.unit <= self.height + 0.01:
            y = self.y + self.height - number * self.unit
            if number:
                yield element("line", class_="gridl", x1=percent(self.left), x2=self._x(1), y1=y, y2=y)
            x = percent(self.left * 0.85)
            yield element("text", str(number), class_="dim", x=x, y=y + 4, text_anchor="end")
            number += self.step

    def _time(self) -> Iterator[Markup]:
        foot = self.y + self.height
        for tick in self.timeline.ticks:
            if tick.is_line:
                yield element(
                    "line", class_="gridl", x1=self._x(tick.at), x2=self._x(tick.at), y1=self.y, y2=foot
                )
            anchor: dict[str, Value] = {"text_anchor": "middle"} if tick.is_under else {"dx": 4}
            y = foot + 14 if tick.is_under else self.y + 10
            yield element("text", tick.label, class_="dim", x=self._x(tick.at), y=y, **anchor)
        for at in self.timeline.marks:
            yield element("line", class_="start", x1=self._x(at), x2=self._x(at), y1=self.y - 6, y2=foot)

    def _unread(self) -> Iterator[Markup]:
        for stretch in self.panel.stretches:
            yield element(
                "rect",
                element("title", stretch.note),
                class_="unread",
                fill=f"url(#{self.name}-h)",
                x=self._x(stretch.start),
                width=self._width(stretch.end - stretch.start),
                y=self.y,
                height=self.height,
            )

    def _bars(self) -> Iterator[Markup]:
        share = 1 / len(self.panel.bars) if self.panel.bars else 0
        for place, bar in enumerate(self.panel.bars):
            if bar.accusations or bar.denials:
                yield self._bar(bar, place * share, share)

    def _bar(self, bar: Bar, at: float, share: float) -> Markup:
        said, denied = bar.accusations * self.unit, bar.denials * self.unit
        foot = self.y + self.height
        inner: dict[str, Value] = {
            "x": self._x(at + INSET * share),
            "width": self._width(share * (1 - 2 * INSET)),
        }
        solid, hollow = (side_class(kind, self.panel.mark) for kind in "fd")
        pieces = []
        if said:
            pieces.append(element("rect", class_=solid, y=foot - said, height=said, **inner))
        if denied:
            y, height = foot - said - denied + 1, max(denied - 2, 1)
            pieces.append(element("rect", class_=hollow, y=y, height=height, **inner))
        if not self.is_linked:
            return join(pieces)
        hit = element("use", class_="hit", href=f"#{self._hit}", x=self._x(at))
        return element("a", element("title", _say(bar)), hit, *pieces, href=bar.url, tabindex=-1)

    @property
    def _hit(self) -> str:
        return f"{self.name}-{self.y:.0f}"

    def _define_hit(self) -> Markup:
        """What answers to a pointer over a bin, drawn once for all of them."""
        width = self._width(1 / max(len(self.panel.bars), 1))
        return element("defs", element("rect", id=self._hit, y=self.y, width=width, height=self.height))


def _say(bar: Bar) -> str:
    return f"{bar.when}: accusations {bar.accusations}, denials {bar.denials}"


def share_of(moment: datetime, edges: Sequence[datetime]) -> float:
    """Where a moment lies among bins that are drawn equally wide, whatever their length."""
    bins = len(edges) - 1
    if bins < 1 or moment <= edges[0]:
        return 0.0
    for place, (start, end) in enumerate(pairwise(edges)):
        if moment < end:
            return (place + (moment - start) / (end - start)) / bins
    return 1.0
