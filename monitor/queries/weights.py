"""How many lines a wish may mean, told by facets before any line is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func
from sqlmodel import Session, col

from monitor.models import Facet, MarkCount
from monitor.models.review import REJECTED
from monitor.queries.arrays import pick
from monitor.queries.order import Place
from monitor.queries.wishes import Wish
from monitor.terms import Stance

BOUNDS: dict[str, tuple[Any, Any]] = {
    "published": (Facet.first_id, Facet.last_id),
    "occurred": (Facet.first_occurred, Facet.last_occurred),
    "confidence": (Facet.least_confidence, Facet.most_confidence),
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Facets that fit, or with a group of marks the parts of them that have one: `number` with `lines`.

    `all_lines` is how many have such a mark with any facet. A line with two marks of a group counts twice.
    """

    lines: int
    number: int
    all_lines: int


@dataclass(frozen=True, slots=True)
class Weight:
    """Of the facets and of each group of marks; no line fits before `start` in the order."""

    facets: Cells
    marks: tuple[Cells, ...]
    start: int

    @property
    def most(self) -> int:
        """No more lines than this can be wanted."""
        return min(cells.lines for cells in (self.facets, *self.marks))


def weigh(session: Session, wish: Wish, place: Place | None) -> Weight:
    """Add up the facets that have lines after the place."""
    wish = replace(wish, facets=(*wish.facets, *reaching(wish, place)))
    least, most = (col(bound) for bound in BOUNDS[wish.name])
    key = place[0] if place is not None else None
    end, bound = (func.max, most) if wish.descending else (func.min, least)
    nearest: Any = bound
    if key is not None:
        nearest = case((bound < key if wish.descending else bound > key, bound), else_=key)
    query = pick(func.sum(Facet.lines), func.count(), end(nearest)).select_from(Facet).where(*wish.facets)
    lines, number, start = session.execute(query).one()
    facets = Cells(int(lines or 0), int(number), 0)
    return Weight(facets, tuple(_add_marks(session, wish, group) for group in wish.marks), int(start or 0))


def reaching(wish: Wish, place: Place | None) -> Iterator[ColumnElement[bool]]:
    """The bounds of a facet do not rule out that it has lines after the place."""
    if place is not None:
        least, most = (col(bound) for bound in BOUNDS[wish.name])
        yield least <= place[0] if wish.descending else most >= place[0]


def _add_marks(session: Session, wish: Wish, group: Iterable[str]) -> Cells:
    lines, fits = col(MarkCount.lines), and_(*wish.facets)
    sums = (func.sum(case((fits, lines), else_=0)), func.sum(case((fits, 1), else_=0)), func.sum(lines))
    query = pick(*sums).join(Facet, col(Facet.id) == MarkCount.facet_id)
    row = session.execute(query.where(col(MarkCount.mark).in_(group))).one()
    return Cells(*(int(each or 0) for each in row))


def count_stances(session: Session, wish: Wish) -> dict[tuple[str, bool], int]:
    """How many lines fit by stance and whether a person rejected the reading; exact if `wish.is_counted`."""
    lines = col(MarkCount.lines) if wish.marks else col(Facet.lines)
    rejected = col(Facet.review) == REJECTED
    sums = {
        (stance.value, is_rejected): func.sum(
            case((and_(col(Facet.stance) == stance.value, rejected.is_(is_rejected)), lines), else_=0)
        )
        for stance in Stance
        for is_rejected in (False, True)
    }
    query = pick(*sums.values()).select_from(Facet).where(*wish.facets)
    if wish.marks:
        query = query.join(MarkCount, col(MarkCount.facet_id) == col(Facet.id))
        query = query.where(col(MarkCount.mark).in_(wish.marks[0]))
    counted = session.execute(query).one()
    return {key: int(lines) for key, lines in zip(sums, counted, strict=True) if lines}
