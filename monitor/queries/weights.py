"""How many lines a wish may mean and how near they are, told by facets before any line is looked at.

A facet knows how many lines it has and from where to where they reach in each order. Taken as evenly
spread, they tell how densely the lines that fit lie near a place, and how densely all do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, case, cast, func
from sqlmodel import Session, col

from monitor.models import Facet, MarkCount
from monitor.models.review import REJECTED
from monitor.queries.arrays import pick
from monitor.queries.wishes import Wish
from monitor.terms import Stance

BOUNDS: dict[str, tuple[Any, Any]] = {
    "published": (Facet.first_id, Facet.last_id),
    "occurred": (Facet.first_occurred, Facet.last_occurred),
    "confidence": (Facet.least_confidence, Facet.most_confidence),
}
EDGE = 2**62  # no place in any order lies beyond
FEW = 2_000  # lines whose density nobody needs to know


@dataclass(frozen=True, slots=True)
class Cells:
    """Facets that fit, or with a group of marks the parts of them that have one.

    `lines` fit, in `number` cells; `all_lines` is how many have such a mark with any facet. `density` of
    those that fit, and of all, per step of the order where one looks first. A line with two marks of a group
    counts twice.
    """

    lines: int
    number: int
    all_lines: int
    density: float = 0.0
    all_density: float = 0.0

    @property
    def gap(self) -> float:
        """How many lines are passed on the way to the next that fits."""
        return self.all_density / self.density if self.density else float("inf")


@dataclass(frozen=True, slots=True)
class Weight:
    """Of the facets and of each group of marks; nothing fits before `start` in the order."""

    facets: Cells
    marks: tuple[Cells, ...]
    start: int | None

    @property
    def most(self) -> int:
        """No more lines than this can be wanted."""
        return min(cells.lines for cells in (self.facets, *self.marks))


def weigh(session: Session, wish: Wish, key: int | None) -> Weight:
    """Add up the facets; `key` is that of the place after which one looks, None for the beginning."""
    fits = and_(*wish.facets)
    facets, start = _add_facets(session, wish, fits, key)
    marks = [_add_marks(session, group, fits) for group in wish.marks]
    weight = Weight(facets, tuple(marks), start)
    if start is None or weight.most <= FEW:
        return weight
    whole = _find_density(session, wish, fits, start, None)
    parts = [_find_density(session, wish, fits, start, group) for group in wish.marks]
    return replace(
        weight,
        facets=replace(facets, density=whole[0], all_density=whole[1]),
        marks=tuple(
            replace(cells, density=density, all_density=around)
            for cells, (density, around) in zip(marks, parts, strict=True)
        ),
    )


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


def _add_facets(
    session: Session, wish: Wish, fits: ColumnElement[bool], key: int | None
) -> tuple[Cells, int | None]:
    least, most = (col(bound) for bound in BOUNDS[wish.name])
    if wish.descending:
        edge = min(EDGE if key is None else key, wish.high - 1 if wish.name == "published" else EDGE)
        first = pick(func.max(case((most <= edge, most), (least <= edge, edge))))
    else:
        edge = max(0 if key is None else key, wish.low if wish.name == "published" else 0)
        first = pick(func.min(case((least >= edge, least), (most >= edge, edge))))
    row = session.execute(first.add_columns(func.sum(Facet.lines), func.count()).where(fits)).one()
    return Cells(int(row[1] or 0), int(row[2]), 0), None if row[0] is None else int(row[0])


def _add_marks(session: Session, group: Iterable[str], fits: ColumnElement[bool]) -> Cells:
    lines = col(MarkCount.lines)
    sums = (func.sum(lines), func.sum(case((fits, lines), else_=0)), func.sum(case((fits, 1), else_=0)))
    query = pick(*sums).join(Facet, col(Facet.id) == MarkCount.facet_id)
    all_lines, fitting, number = session.execute(query.where(col(MarkCount.mark).in_(group))).one()
    return Cells(int(fitting or 0), int(number or 0), int(all_lines or 0))


def _find_density(
    session: Session, wish: Wish, fits: ColumnElement[bool], start: int, group: Iterable[str] | None
) -> tuple[float, float]:
    """Lines per step near the start: of those that fit, and of all (with such a mark)."""
    least, most = (col(bound) for bound in BOUNDS[wish.name])
    lines = col(Facet.lines) if group is None else col(MarkCount.lines)
    share = cast(lines, Float) / (most - least + 1)
    query = pick(func.sum(case((fits, share), else_=0.0)), func.sum(share)).select_from(Facet)
    if group is not None:
        query = query.join(MarkCount, col(MarkCount.facet_id) == col(Facet.id))
        query = query.where(col(MarkCount.mark).in_(group))
    density, around = session.execute(query.where(least <= start, most >= start)).one()
    return float(density or 0), float(around or 0)
