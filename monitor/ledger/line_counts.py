"""Keep what facets say of their lines as these come and go: how many, and between which bounds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from monitor.ledger.line_values import Shared
from monitor.ledger.tallies import add_up
from monitor.models import Facet, LogLine, MarkCount

BOUNDS = (
    "first_id",
    "last_id",
    "first_occurred",
    "last_occurred",
    "least_confidence",
    "most_confidence",
)


def shared_of(facet: Facet) -> Shared:
    return Shared(*(getattr(facet, name) for name in Shared._fields))


def row_id(facet: Facet) -> int:
    """Of a facet that is in the database."""
    assert facet.id is not None  # noqa: S101 - it was written
    return facet.id


def find_facet(session: Session, shared: Shared) -> Facet:
    """The facet of these values; a new one counts nothing yet."""
    facet = session.scalars(select(Facet).where(col(Facet.key) == shared.key)).first()
    if facet is None:
        facet = Facet(key=shared.key, **shared._asdict())
        session.add(facet)
        session.flush()
    return facet


def recount_facets(session: Session, changes: Counter[int], marks: Counter[tuple[str, int]]) -> None:
    """Add to the number of lines of each facet, and find their bounds again."""
    session.flush()
    add_up(session, MarkCount, marks)
    for id, change in sorted(changes.items()):
        facet = session.get_one(Facet, id)
        facet.lines += change
        for name, bound in zip(BOUNDS, session.execute(_find_bounds(id)).one(), strict=True):
            setattr(facet, name, bound or 0)
        session.add(facet)


def _find_bounds(facet_id: int) -> Select[Any]:
    """Each asked for by itself: both databases look up one end of an index at once, but not two."""
    columns = [col(column) for column in (LogLine.id, LogLine.occurred, LogLine.confidence)]
    ends = [end(column) for column in columns for end in (func.min, func.max)]
    return select(*(select(end).where(col(LogLine.facet_id) == facet_id).scalar_subquery() for end in ends))
