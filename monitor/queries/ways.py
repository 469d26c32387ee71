"""Ways to come by candidates among the lines of the log: along its order, or all that may fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from monitor.models import Facet, LogLine, LogMark
from monitor.queries.arrays import in_chosen, pick
from monitor.queries.order import Place, after, order_columns, sort_by, until, within
from monitor.queries.texts import TextSearch
from monitor.queries.weights import Weight
from monitor.queries.wishes import Wish

FEW = 2_000  # lines of which nobody asks whether there is a shorter way
MOST = 20_000  # what is counted of a stretch to see whether it is short
LINES_OF_A_TEXT = 2
FETCHED = 3.0  # what a row costs that is fetched and sorted, next to one that is passed on a walk


@dataclass(frozen=True, slots=True)
class Way:
    """`candidates`: (id, facet_id) of every line that may fit; `cost` as if in lines passed on a walk.

    `sees_to`: the part of the wish that all candidates fulfil, "mark 0" and so on, or "texts".
    """

    sees_to: str
    cost: float
    candidates: Select[Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Candidates that follow each other in the order; `find_end` tells the last, None when no more come."""

    candidates: Select[Any]
    find_end: Callable[[], Place | None]


@dataclass(frozen=True, slots=True)
class Walk:
    """Along the lines in the order that is asked for; `next_stretch` gives so many after a place."""

    sees_to: str
    next_stretch: Callable[[Place | None, int], Stretch]


def list_ways(session: Session, wish: Wish, weight: Weight, search: TextSearch | None) -> list[Way]:
    """Those to every line that may fit, the cheapest first."""
    ways = [_through_facets(session, wish, weight)]
    ways += [_through_marks(wish, weight, number) for number in range(len(wish.marks))]
    if search is not None and search.are_few:
        ways.append(Way("texts", search.texts * LINES_OF_A_TEXT * FETCHED, search.lines_of_all()))
    if min(way.cost for way in ways) > FEW * FETCHED:
        ways += _short_stretches(session, wish)
    return sorted(ways, key=lambda way: way.cost)


def _through_facets(session: Session, wish: Wish, weight: Weight) -> Way:
    chosen = in_chosen(session, LogLine.facet_id, select(col(Facet.id)).where(*wish.facets))
    lines = pick(col(LogLine.id), col(LogLine.facet_id)).where(chosen, *within(wish, col(LogLine.id)))
    if wish.confidence and not wish.is_bounded:
        lines = lines.where(col(LogLine.confidence) >= wish.confidence)
    return Way("", weight.facets.lines * FETCHED, lines)


def _through_marks(wish: Wish, weight: Weight, number: int) -> Way:
    marked = pick(col(LogMark.line_id).label("id"), col(LogMark.facet_id)).distinct()
    marked = marked.where(col(LogMark.mark).in_(wish.marks[number]), *within(wish, col(LogMark.line_id)))
    return Way(f"mark {number}", weight.marks[number].all_lines * FETCHED, marked)


def _short_stretches(session: Session, wish: Wish) -> Iterator[Way]:
    """A stretch of publication, of confidence or of recording that has few lines."""
    lines = pick(col(LogLine.id), col(LogLine.facet_id))
    stretches = [lines.where(*within(wish, col(LogLine.id)))] if wish.is_bounded else []
    stretches += [lines.where(col(LogLine.confidence) >= wish.confidence)] if wish.confidence else []
    stretches += [lines.where(col(LogLine.began_at) <= wish.as_of)] if wish.as_of else []
    for stretch in stretches:
        size = session.scalar(select(func.count()).select_from(stretch.limit(MOST + 1).subquery())) or 0
        if size <= MOST:
            yield Way("", size * FETCHED, stretch)


def choose_walk(session: Session, wish: Wish, weight: Weight, search: TextSearch | None) -> Walk:
    """Where the next lines that fit are likely to be near."""
    if search is not None and wish.name == "published":
        return Walk("texts", _along_texts(wish, search))
    rarest = min(range(len(wish.marks)), key=lambda n: weight.marks[n].all_lines, default=0)
    if wish.marks and wish.name == "published" and len(wish.marks[rarest]) == 1:
        id = col(LogMark.line_id)
        marked = pick(id.label("id"), col(LogMark.facet_id)).where(
            col(LogMark.mark) == wish.marks[rarest][0], *until(wish, id)
        )
        return Walk(f"mark {rarest}", _along(session, wish, marked, (id,)))
    lines = pick(col(LogLine.id), col(LogLine.facet_id))
    if wish.name == "published":
        lines = lines.where(*until(wish, col(LogLine.id)))
    if wish.name == "confidence" and wish.descending:
        lines = lines.where(col(LogLine.confidence) >= wish.confidence)
    return Walk("", _along(session, wish, lines, order_columns(wish)))


def _along(
    session: Session, wish: Wish, lines: Select[Any], columns: tuple[Any, ...]
) -> Callable[[Place | None, int], Stretch]:
    def next_stretch(place: Place | None, size: int) -> Stretch:
        rest = lines.where(*after(wish, place, columns)).order_by(*sort_by(wish, columns))

        def find_end() -> Place | None:
            last = rest.with_only_columns(*columns).offset(size - 1).limit(1)
            found = session.execute(last).first()
            return tuple(found) if found else None

        return Stretch(rest.limit(size), find_end)

    return next_stretch


def _along_texts(wish: Wish, search: TextSearch) -> Callable[[Place | None, int], Stretch]:
    def next_stretch(place: Place | None, size: int) -> Stretch:
        start = place[0] if place else wish.high - 1 if wish.descending else wish.low
        lines, end = search.lines_near(start, size)
        return Stretch(lines, lambda: None if end is None else (end,))

    return next_stretch
