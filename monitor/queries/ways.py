"""Ways to come by candidates among the lines of the log, and what each would cost.

A list wants fifty lines of a million, in some order, under any filters. Facets say beforehand how many
lines fit and how densely they lie, so that one of these is always short: to look at all of them when they
are few (whole ways), to walk along the order when they are dense (ordered ways), and otherwise to ask each
facet for its next line and begin with the nearest (leaps).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session, col

from monitor.models import Facet, LogLine, LogMark
from monitor.queries.arrays import in_chosen, pick
from monitor.queries.order import Place, after, near, order_columns, sort_by, up_to, within
from monitor.queries.texts import TextSearch
from monitor.queries.weights import FEW, Weight
from monitor.queries.wishes import Wish

MOST = 20_000  # what is counted of a stretch to see whether it is short
LINES_OF_A_TEXT = 2
# What one row costs, next to a row that is passed on a walk: one that is fetched and sorted, one sought.
FETCHED, SOUGHT = 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Way:
    """`cost` as if in lines passed; `candidates`: (id, facet_id) of every line that may fit."""

    name: str
    cost: float
    candidates: Select[Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Candidates that follow each other in the order; `find_end` tells the last, None when no more come."""

    candidates: Select[Any]
    find_end: Callable[[], Place | None]


@dataclass(frozen=True, slots=True)
class OrderedWay:
    """Along the lines in the order that is asked for; `next_stretch` gives so many after a place."""

    name: str
    cost: float
    next_stretch: Callable[[Place | None, int], Stretch]


def list_whole_ways(session: Session, wish: Wish, weight: Weight, search: TextSearch | None) -> list[Way]:
    """Those that look at every line that may fit, the cheapest first."""
    ways = [_through_facets(session, wish, weight)]
    ways += [_through_marks(wish, weight, number) for number in range(len(wish.marks))]
    if search is not None and search.are_few:
        cost = search.texts * LINES_OF_A_TEXT * FETCHED
        ways.append(Way("texts", cost, search.lines_of_all()))
    if min(way.cost for way in ways) > FEW * FETCHED:
        ways += _short_stretches(session, wish)
    return sorted(ways, key=lambda way: way.cost)


def _through_facets(session: Session, wish: Wish, weight: Weight) -> Way:
    chosen = in_chosen(session, LogLine.facet_id, select(col(Facet.id)).where(*wish.facets))
    lines = pick(col(LogLine.id), col(LogLine.facet_id)).where(chosen)
    return Way("facets", weight.facets.lines * FETCHED, lines.where(*within(wish, col(LogLine.id))))


def _through_marks(wish: Wish, weight: Weight, number: int) -> Way:
    marked = pick(col(LogMark.line_id).label("id"), col(LogMark.facet_id)).distinct()
    marked = marked.where(col(LogMark.mark).in_(wish.marks[number]), *within(wish, col(LogMark.line_id)))
    return Way(f"mark {number}", weight.marks[number].all_lines * FETCHED, marked)


def _short_stretches(session: Session, wish: Wish) -> Iterator[Way]:
    """A stretch of publication, of confidence or of recording that has few lines."""
    lines = pick(col(LogLine.id), col(LogLine.facet_id))
    stretches = {
        "time": lines.where(*within(wish, col(LogLine.id))) if wish.is_bounded else None,
        "confidence": lines.where(col(LogLine.confidence) >= wish.confidence) if wish.confidence else None,
        "recorded": lines.where(col(LogLine.began_at) <= wish.as_of) if wish.as_of else None,
    }
    for name, stretch in stretches.items():
        if stretch is not None:
            size = session.scalar(select(func.count()).select_from(stretch.limit(MOST + 1).subquery())) or 0
            if size <= MOST:
                yield Way(name, size * FETCHED, stretch)


def list_ordered_ways(
    session: Session, wish: Wish, weight: Weight, search: TextSearch | None, need: int
) -> list[OrderedWay]:
    """Those that walk until `need` lines are found, the likely shortest first."""
    if search is not None and wish.name == "published":
        return [OrderedWay("texts in order", need * LINES_OF_A_TEXT, _along_texts(wish, search))]
    assert weight.start is not None  # noqa: S101 - nobody walks where nothing fits
    share = _share_of_rest(wish, weight, search)
    columns = order_columns(wish)
    lines = pick(col(LogLine.id), col(LogLine.facet_id)).where(*near(wish, weight.start, columns[0]))
    gap = max([weight.facets.gap, *(cells.gap * _gap_of(weight, cells) for cells in weight.marks)])
    ways = [OrderedWay("order", need * gap / share, _along(session, wish, [lines], columns))]
    for number, group in enumerate(wish.marks):
        if wish.name == "published":
            id = col(LogMark.line_id)
            marked = pick(id.label("id"), col(LogMark.facet_id)).where(*near(wish, weight.start, id))
            along = _along(session, wish, [marked.where(col(LogMark.mark) == mark) for mark in group], (id,))
            cost = need * weight.marks[number].gap / share * len(group)
            ways.append(OrderedWay(f"mark {number} in order", cost, along))
    return sorted(ways, key=lambda way: way.cost)


def _gap_of(weight: Weight, cells: Any) -> float:
    """Among all lines, those with the mark are that much rarer."""
    return weight.facets.all_density / cells.all_density if cells.all_density else 1.0


def _share_of_rest(wish: Wish, weight: Weight, search: TextSearch | None) -> float:
    """A guess at how many of the lines fit that fit as far as facets, or one mark of theirs, tell."""
    share = 0.3 if wish.confidence else 1.0
    share *= 0.5 if wish.as_of else 1.0
    share *= 0.1 if wish.is_bounded and wish.name != "published" else 1.0
    share *= 0.05 if search is not None else 1.0
    for cells in weight.marks[1:]:
        share *= cells.lines / max(weight.facets.lines, 1)
    return max(share, 1e-6)


def _along(
    session: Session, wish: Wish, walks: list[Select[Any]], columns: tuple[Any, ...]
) -> Callable[[Place | None, int], Stretch]:
    """Several walks go side by side, as far as the one that comes least far."""

    def next_stretch(place: Place | None, size: int) -> Stretch:
        rest = [walk.where(*after(wish, place, columns)) for walk in walks]
        rest = [walk.order_by(*sort_by(wish, columns)) for walk in rest]

        def find_end() -> Place | None:
            lasts = [walk.with_only_columns(*columns).offset(size - 1).limit(1) for walk in rest]
            ends = [tuple(end) for last in lasts if (end := session.execute(last).first()) is not None]
            return (max if wish.descending else min)(ends) if ends else None

        if len(rest) == 1:
            return Stretch(rest[0].limit(size), find_end)
        end = find_end()
        parts = [select(walk.limit(size).subquery()) for walk in rest]
        both = union_all(*parts).subquery()
        reached = [up_to(wish, end[0], both.c.id)] if end else []
        return Stretch(pick(both.c.id, both.c.facet_id).where(*reached).distinct(), lambda: end)

    return next_stretch


def _along_texts(wish: Wish, search: TextSearch) -> Callable[[Place | None, int], Stretch]:
    def next_stretch(place: Place | None, size: int) -> Stretch:
        start = place[0] if place else wish.high - 1 if wish.descending else wish.low
        lines, end = search.lines_near(start, size)
        return Stretch(lines, lambda: None if end is None else (end,))

    return next_stretch
