"""Alleged acts as bars to both sides of a column of words; left and right carry no sign.

With another number of sides than two, the bars of an act stand below each other in the fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from monitor.web.charts.svg import Value, element, side_class

WIDTH, WORDS = 372, 108
ROW, BAR, THIN = 27, 17, 9
HEAD = 24
NUMBER = 26


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims of one side allege the act; `url` leads to them."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Act:
    """An act with the counts of each side, in the order of the sides."""

    label: str
    counts: Sequence[Count]


@dataclass(frozen=True, slots=True)
class Head:
    """A side as the head of its column."""

    label: str
    mark: str


def draw_acts(heads: Sequence[Head], acts: Sequence[Act], name: str) -> Markup:
    """Nothing where nothing is alleged."""
    most = max((count.number for act in acts for count in act.counts), default=0)
    if not most:
        return Markup()
    two = len(heads) == 2
    pieces = list(_draw_facing(heads, acts, most) if two else _draw_below(heads, acts, most))
    row = ROW if two else THIN * len(heads) + 14
    names = " and ".join(head.label for head in heads)
    title = element("title", f"Accusations by alleged act, by {names}", id=f"{name}-t")
    height = HEAD + row * len(acts)
    labelled: dict[str, Value] = {"role": "group", "aria-labelledby": f"{name}-t"}
    viewed: dict[str, Value] = {"viewBox": f"0 0 {WIDTH} {height}"}
    return element("svg", title, *pieces, class_="chart small", **viewed, **labelled)


def _draw_facing(heads: Sequence[Head], acts: Sequence[Act], most: int) -> Iterator[Markup]:
    column = (WIDTH - WORDS) / 2
    for place, head in enumerate(heads):
        x, anchor = (WIDTH - column, "start") if place else (column, "end")
        yield element("text", head.label, class_="lbl", x=x, y=12, text_anchor=anchor)
    for row, act in enumerate(acts):
        y = HEAD + row * ROW
        yield element("text", act.label, x=WIDTH / 2, y=y + 16, text_anchor="middle")
        for place, count in enumerate(act.counts):
            length = count.number / most * (column - NUMBER)
            if count.number:
                yield _draw_bar(act, heads[place], count, place, y, length)
    foot = HEAD + ROW * len(acts)
    for x in (column + 0.5, WIDTH - column - 0.5):
        yield element("line", class_="axis", x1=x, x2=x, y1=HEAD, y2=foot)


def _draw_bar(act: Act, head: Head, count: Count, place: int, y: float, length: float) -> Markup:
    """From the inner edge outwards; the number stands behind its end."""
    column = (WIDTH - WORDS) / 2
    x, end = (
        (WIDTH - column, WIDTH - column + length + 5) if place else (column - length, column - length - 5)
    )
    return _link(
        act,
        head,
        count,
        element("rect", class_="hit", x=place * (WIDTH - column), y=y, width=column, height=ROW),
        element("rect", class_=side_class("f", head.mark), x=x, y=y + 4, width=length, height=BAR),
        element("text", str(count.number), x=end, y=y + 17, text_anchor="start" if place else "end"),
    )


def _draw_below(heads: Sequence[Head], acts: Sequence[Act], most: int) -> Iterator[Markup]:
    left = 130
    row = THIN * len(heads) + 14
    for place, act in enumerate(acts):
        y = HEAD + place * row
        yield element("text", act.label, x=left - 8, y=y + 12, text_anchor="end")
        for number, (head, count) in enumerate(zip(heads, act.counts, strict=True)):
            top, length = y + number * THIN, count.number / most * (WIDTH - left - NUMBER)
            mark = side_class("f", head.mark)
            bar = element("rect", class_=mark, x=left, y=top, width=length, height=THIN - 2)
            said = element("text", str(count.number), x=left + length + 4, y=top + 8)
            yield _link(act, head, count, bar, said)


def _link(act: Act, head: Head, count: Count, *pieces: Markup) -> Markup:
    title = element("title", f"{head.label}, {act.label}: {count.number}")
    return element("a", title, *pieces, href=count.url, tabindex=-1)
