"""Leap to the next lines: each facet that fits is asked for its next one, and the nearest are begun with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, null, select
from sqlmodel import Session, col

from monitor.models import Facet, LogLine, LogMark, MarkCount
from monitor.queries.arrays import pick
from monitor.queries.order import Place, after, order_columns, sort_by, up_to, within
from monitor.queries.ways import FETCHED
from monitor.queries.weights import Weight, reaching
from monitor.queries.wishes import Wish

SOUGHT = 4.0  # what it costs to look one line up in an index, next to passing one on a walk


@dataclass(frozen=True, slots=True)
class Head:
    """The next line of a facet, or of a facet and a mark: its key in the order."""

    facet_id: int
    mark: str | None
    key: int


def can_leap(wish: Wish) -> bool:
    """Whether facets, with one group of marks at most, tell all that is wished for."""
    rest = wish.confidence or wish.phrases is not None or wish.as_of
    if wish.marks:
        return not rest and len(wish.marks) == 1 and wish.name == "published"
    return not rest and (wish.name == "published" or not wish.is_bounded)


def cost_of_leap(weight: Weight, need: int) -> float:
    """As if in lines passed."""
    cells = weight.marks[0] if weight.marks else weight.facets
    return cells.number * SOUGHT + need * need * FETCHED / 4


def find_heads(session: Session, wish: Wish, place: Place | None, need: int) -> list[Head]:
    """The nearest `need` of the next lines of all facets that fit."""
    query = _mark_heads(wish, place) if wish.marks else _facet_heads(wish, place)
    heads = query.subquery()
    order = heads.c.key.desc() if wish.descending else heads.c.key.asc()
    asked = within(wish, heads.c.key) if wish.name == "published" else ()
    known = select(heads).where(heads.c.key.is_not(None), *asked)
    found = session.execute(known.order_by(order).limit(need))
    return [Head(row.facet_id, row.mark, row.key) for row in found]


def lines_of(wish: Wish, heads: Sequence[Head], place: Place | None, need: int) -> Select[Any]:
    """(id, facet_id) of the lines of these facets, no further than the last head when there are enough."""
    facets = {head.facet_id for head in heads}
    end = [heads[-1].key] if len(heads) >= need else []
    if wish.marks:
        id = col(LogMark.line_id)
        marked = pick(id.label("id"), col(LogMark.facet_id)).distinct()
        marks = {head.mark for head in heads}
        mine = (col(LogMark.mark).in_(marks), col(LogMark.facet_id).in_(facets))
        return marked.where(*mine, *after(wish, place, (id,)), *(up_to(wish, key, id) for key in end))
    columns = order_columns(wish)
    lines = pick(col(LogLine.id), col(LogLine.facet_id)).where(col(LogLine.facet_id).in_(facets))
    return lines.where(*after(wish, place, columns), *(up_to(wish, key, columns[0]) for key in end))


def _facet_heads(wish: Wish, place: Place | None) -> Select[Any]:
    columns = order_columns(wish)
    mine = pick(columns[0]).where(col(LogLine.facet_id) == col(Facet.id), *after(wish, place, columns))
    head = mine.order_by(*sort_by(wish, columns)).limit(1).correlate(Facet).scalar_subquery()
    facets = pick(col(Facet.id).label("facet_id"), null().label("mark"), head.label("key"))
    return facets.where(*wish.facets, *reaching(wish, place))


def _mark_heads(wish: Wish, place: Place | None) -> Select[Any]:
    id = col(LogMark.line_id)
    same = and_(col(LogMark.mark) == col(MarkCount.mark), col(LogMark.facet_id) == col(MarkCount.facet_id))
    mine = pick(id).where(same, *after(wish, place, (id,))).order_by(*sort_by(wish, (id,))).limit(1)
    head = mine.correlate(MarkCount).scalar_subquery()
    cells = pick(col(MarkCount.facet_id), col(MarkCount.mark).label("mark"), head.label("key"))
    cells = cells.join(Facet, col(Facet.id) == MarkCount.facet_id)
    return cells.where(col(MarkCount.mark).in_(wish.marks[0]), *wish.facets, *reaching(wish, place))
