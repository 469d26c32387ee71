"""The claims before and after one in the log under a filter, whether or not it fits that filter itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from sqlmodel import Session, col, select

from monitor.models import Facet, LogLine
from monitor.models.log_line import REPLACED
from monitor.models.review import VERDICTS
from monitor.queries.claims import place_of
from monitor.queries.filters import ClaimFilter, ReviewState, Sort
from monitor.queries.lines import Figures, LogLines
from monitor.queries.order import Place

OPEN: tuple[ReviewState, ...] = ("open",)
SORTS: dict[str, Sort] = {sort: sort for sort in get_args(Sort)}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Ids of claims, None where there is none; `to_review`: the next one that nobody has judged."""

    previous: str | None
    next: str | None
    to_review: str | None
    open: Figures


def find_neighbours(session: Session, wanted: ClaimFilter, claim_id: str) -> Neighbours | None:
    """None: the claim has no line in the log."""
    line = _find_line(session, claim_id)
    if line is None:
        return None
    place = place_of(line, wanted.sort)
    unjudged = replace(wanted, review=OPEN)
    back = replace(wanted, sort=turn(wanted.sort))
    is_open = not set(wanted.review) & set(VERDICTS)
    return Neighbours(
        previous=_first_after(session, back, place),
        next=_first_after(session, wanted, place),
        to_review=_first_after(session, unjudged, place) if is_open else None,
        open=LogLines(session, unjudged).count(),
    )


def turn(sort: Sort) -> Sort:
    """The same order from its other end."""
    return SORTS[sort[1:] if sort.startswith("-") else f"-{sort}"]


def _find_line(session: Session, claim_id: str) -> LogLine | None:
    joined = select(LogLine).join(Facet, col(Facet.id) == LogLine.facet_id)
    mine = joined.where(LogLine.claim_id == claim_id, Facet.standing != REPLACED)
    return session.exec(mine.order_by(col(LogLine.began_at).desc()).limit(1)).first()


def _first_after(session: Session, wanted: ClaimFilter, place: Place) -> str | None:
    found = LogLines(session, wanted).find(1, place)
    return found[0].claim_id if found else None
