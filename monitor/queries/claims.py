"""The accusation log: pages of claims under a filter, and one claim by its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, tuple_
from sqlmodel import Session, col

from monitor.models import Agreement, Claim, Lineage, Reading, Review, Revision, Source, Statement, Watch
from monitor.models.claim import LogRow
from monitor.queries.cursor import ID, BadCursor, Key, Mark, read_cursor, write_cursor
from monitor.queries.filters import ClaimFilter, ReviewState, Sort, claim_conditions

__all__ = [
    "BadCursor",
    "ClaimFilter",
    "Page",
    "ReviewState",
    "Sort",
    "count_by_stance",
    "get_claim",
    "list_claims",
]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order asked for; `next` is the cursor of the page after this one, empty at the end."""

    items: list[LogRow]
    next: str


def list_claims(session: Session, wanted: ClaimFilter, limit: int = 50, cursor: str = "") -> Page:
    """A page of the log; raises BadCursor for a cursor that this order never gave."""
    query = _log_rows().where(*claim_conditions(session, wanted))
    order, descending = _order(wanted), wanted.sort.startswith("-")
    if cursor:
        mark = read_cursor(cursor, wanted.sort)
        ids = (literal(mark.lineage), literal(mark.claim))
        end = tuple_(literal(mark.key, order[0].type), *ids[: len(order) - 1])
        query = query.where(tuple_(*order) < end if descending else tuple_(*order) > end)
    query = query.order_by(*(column.desc() if descending else column.asc() for column in order))
    rows = [_row(found) for found in session.execute(query.limit(limit + 1))]
    shown = _with_successors(session, _with_reviews(session, rows[:limit]))
    return Page(shown, _next_cursor(shown, wanted.sort) if len(rows) > limit else "")


def get_claim(session: Session, id: str) -> LogRow | None:
    """The claim of that id, current or not."""
    if not ID.fullmatch(id):
        return None
    found = session.execute(_log_rows().where(col(Claim.id) == id)).first()
    if found is None:
        return None
    return _with_successors(session, _with_reviews(session, [_row(found)]))[0]


def claims_of_readings(session: Session, readings: Sequence[str]) -> list[LogRow]:
    """Every claim that these readings own, in the order of the text."""
    query = _log_rows().where(col(Claim.reading_id).in_(readings))
    query = query.order_by(col(Claim.position), col(Claim.id))
    rows = [_row(found) for found in session.execute(query)]
    return _with_successors(session, _with_reviews(session, rows))


def count_by_stance(session: Session, wanted: ClaimFilter) -> dict[str, int]:
    """How many claims of each stance the filter lets through."""
    counted = _joined(select(col(Claim.stance), func.count())).where(*claim_conditions(session, wanted))
    rows = session.execute(counted.group_by(col(Claim.stance)))
    return {row[0]: row[1] for row in rows}


def _log_rows() -> Select[Any]:
    return _joined(select(Claim, Lineage, Revision, Statement, Source, Agreement, Reading, Watch))


def _joined(query: Any) -> Select[Any]:
    watched = and_(col(Watch.agreement_id) == Lineage.agreement_id, col(Watch.source_id) == Source.id)
    joined: Select[Any] = (
        query.select_from(Lineage)
        .join(Claim, col(Claim.lineage_id) == Lineage.id)
        .join(Revision, col(Revision.id) == Claim.revision_id)
        .join(Statement, col(Statement.id) == Lineage.statement_id)
        .join(Source, col(Source.id) == Statement.source_id)
        .join(Agreement, col(Agreement.id) == Lineage.agreement_id)
        .join(Reading, col(Reading.id) == Claim.reading_id)
        .outerjoin(Watch, watched)
    )
    return joined


def _row(found: Any) -> LogRow:
    claim, lineage, revision, statement, source, agreement, reading, watch = found
    speaker = watch.speaker if watch and not revision.forwarded else None
    return LogRow(claim, lineage, revision, statement, source, agreement, reading.lang, speaker)


def _order(wanted: ClaimFilter) -> list[Any]:
    """What the rows are sorted by; a lineage has one current claim, so that its id settles a tie."""
    keys = {
        "published": col(Lineage.published_at),
        "occurred": func.coalesce(col(Claim.occurred_from), col(Lineage.published_at)),
        "confidence": col(Claim.confidence),
    }
    order = [keys[wanted.sort.lstrip("-")], col(Lineage.id)]
    return order if wanted.versions == "current" else [*order, col(Claim.id)]


def _next_cursor(rows: Sequence[LogRow], sort: Sort) -> str:
    last = rows[-1]
    keys: dict[str, Key] = {
        "published": last.lineage.published_at,
        "occurred": last.claim.occurred_from or last.lineage.published_at,
        "confidence": last.claim.confidence,
    }
    return write_cursor(Mark(sort, keys[sort.lstrip("-")], last.lineage.id, last.claim.id))


def _with_reviews(session: Session, rows: Sequence[LogRow]) -> list[LogRow]:
    """The newest verdict on each claim's own version."""
    query = select(Review).where(col(Review.claim_id).in_([row.claim.id for row in rows]))
    reviews = session.scalars(query.order_by(col(Review.made_at), col(Review.id)))
    newest = {review.claim_id: review for review in reviews}
    return [replace(row, review=newest.get(row.claim.id)) for row in rows]


def _with_successors(session: Session, rows: Sequence[LogRow]) -> list[LogRow]:
    """For a claim that is no longer current: the next one of its lineage, None when it was dropped."""
    past = {row.lineage.id for row in rows if row.lineage.claim_id != row.claim.id}
    if not past:
        return list(rows)
    query = select(col(Claim.lineage_id), col(Claim.id)).join(Reading, col(Reading.id) == Claim.reading_id)
    query = query.where(col(Claim.lineage_id).in_(past)).order_by(col(Reading.made_at), col(Claim.id))
    versions: dict[str, list[str]] = {}
    for lineage, claim in session.execute(query):
        versions.setdefault(lineage, []).append(claim)
    return [replace(row, superseded_by=_successor(row, versions)) for row in rows]


def _successor(row: LogRow, versions: dict[str, list[str]]) -> str | None:
    later = versions.get(row.lineage.id, [])
    if row.lineage.claim_id == row.claim.id or row.claim.id not in later:
        return None
    return next(iter(later[later.index(row.claim.id) + 1 :]), None)
