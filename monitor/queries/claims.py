"""The accusation log: pages of claims under a filter, figures, and one claim by its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from monitor.models import Claim, LogLine
from monitor.models.claim import LogRow
from monitor.queries.as_of import Past
from monitor.queries.cursor import ID, BadCursor, read_cursor, write_cursor
from monitor.queries.filters import ClaimFilter, ReviewState, Sort
from monitor.queries.lines import Figures, Found, LogLines
from monitor.queries.order import Place
from monitor.queries.rows import load_rows, reviews_of

__all__ = [
    "BadCursor",
    "ClaimFilter",
    "Figures",
    "Log",
    "Page",
    "ReviewState",
    "Sort",
    "count_by_stance",
    "get_claim",
    "list_claims",
    "place_of",
]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order asked for; `next` is the cursor of the page after this one, empty at the end."""

    items: list[LogRow]
    next: str


class Log:
    """The log under one filter."""

    def __init__(self, session: Session, wanted: ClaimFilter) -> None:
        self._session, self._wanted = session, wanted
        self._lines = LogLines(session, wanted)
        self._past = Past(session, wanted.as_of) if wanted.as_of else None

    def page(self, limit: int = 50, cursor: str = "") -> Page:
        """Raises BadCursor for a cursor that this order never gave."""
        sort = self._wanted.sort
        place = read_cursor(cursor, sort, 1 if sort.endswith("published") else 2) if cursor else None
        found = self._lines.find(limit + 1, place)
        shown = found[:limit]
        rows = load_rows(self._session, {line.claim_id: line.review_id for line in shown})
        items = [rows[line.claim_id] for line in shown]
        items = self._past.set_back(items) if self._past else items
        return Page(items, write_cursor(sort, place_of(shown[-1], sort)) if len(found) > limit else "")

    def figures(self) -> Figures:
        """How many claims of each stance the filter lets through."""
        return self._lines.count()


def list_claims(session: Session, wanted: ClaimFilter, limit: int = 50, cursor: str = "") -> Page:
    """A page of the log; raises BadCursor for a cursor that this order never gave."""
    return Log(session, wanted).page(limit, cursor)


def count_by_stance(session: Session, wanted: ClaimFilter) -> dict[str, int]:
    """How many claims of each stance the filter lets through, without those that a person rejected."""
    return Log(session, wanted).figures().stances


def place_of(line: Found | LogLine, sort: Sort) -> Place:
    """Where a line stands in an order."""
    name = sort.lstrip("-")
    return (line.id,) if name == "published" else (getattr(line, name), line.id)


def get_claim(session: Session, id: str) -> LogRow | None:
    """The claim of that id, current or not."""
    if not ID.fullmatch(id):
        return None
    return load_rows(session, reviews_of(session, [id])).get(id)


def claims_of_readings(session: Session, readings: Sequence[str]) -> list[LogRow]:
    """Every claim that these readings own, in the order of the text."""
    query = select(Claim).where(col(Claim.reading_id).in_(readings))
    claims = session.exec(query.order_by(col(Claim.position), col(Claim.id))).all()
    rows = load_rows(session, reviews_of(session, [claim.id for claim in claims]))
    return [rows[claim.id] for claim in claims]
