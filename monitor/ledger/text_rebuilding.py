"""Make the words of all texts that make claims again from the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlmodel import Session, col

from monitor.ledger.keeping import FULL
from monitor.ledger.line_values import Ground, Shared, list_labels
from monitor.ledger.search_texts import choose_words
from monitor.models import Claim, Reading, Revision, SearchText, Source, Statement
from monitor.models.log_line import second_of, usual_id

BATCH = 4_000


def rebuild_texts(
    session: Session, grounds: Mapping[str, Ground], more: Mapping[str, set[str]]
) -> dict[str, int]:
    """Write every text anew, with `more` labels of its revision; the ids that are not the usual ones."""
    session.execute(delete(SearchText))
    taken: set[int] = set()
    moved: dict[str, int] = {}
    for start, end in _batches(session):
        rows = []
        for found in _list_texts(session, start, end):
            revision = found[0]
            usual = id = usual_id(second_of(revision.published_at), revision.id)
            while id in taken:
                id += 1
            taken.add(id)
            if id != usual:
                moved[revision.id] = id
            labels = sorted(_labels(found, grounds) | more.get(revision.id, set()))
            row = {"id": id, "revision_id": revision.id, "labels": labels}
            rows.append(row | {"words": [*_words(found), *labels]})
        session.execute(insert(SearchText.__table__), rows)  # type: ignore[attr-defined]
    return moved


def _words(found: Sequence[Any]) -> list[str]:
    revision = found[0]
    whole = revision.document.get("keep", FULL) == FULL and revision.kept == FULL
    return choose_words(revision.title, revision.text if whole else None, [row.quote for row in found])


def _labels(found: Sequence[Any], grounds: Mapping[str, Ground]) -> set[str]:
    labels: set[str] = set()
    for row in found:
        shared = Shared(
            agreement_id=row.agreement_id,
            source_id=row.source_id,
            lang=row.lang,
            stance=row.stance,
            by=row.by,
            against=row.against,
            in_force=True,
            in_force_certain=True,
            civilians=False,
        )
        labels |= list_labels(shared, grounds[row.agreement_id].make_marks(row.types, row.places))
    return labels


def _batches(session: Session) -> Iterator[tuple[str, str]]:
    """Revisions that make claims by id, so many at a time: more than the first, up to the second."""
    start = ""
    makes_claims = select(col(Claim.id)).where(col(Claim.reading_id) == Reading.id, _is_read())
    while True:
        ids = select(col(Revision.id)).where(col(Revision.id) > start, makes_claims.exists())
        batch = ids.order_by(col(Revision.id)).limit(BATCH).subquery()
        last = session.scalar(select(func.max(batch.c.id)))
        if last is None:
            return
        yield start, last
        start = last


def _is_read() -> ColumnElement[bool]:
    """A reading of the revision, found by its statement."""
    return (col(Reading.statement_id) == Revision.statement_id) & (col(Reading.revision_id) == Revision.id)


def _list_texts(session: Session, start: str, end: str) -> Iterator[list[Any]]:
    """Each revision's rows: one for each claim, with what is needed of both."""
    revision = (Revision.id, Revision.title, Revision.text, Revision.kept, Revision.published_at)
    claim = (Claim.quote, Claim.stance, Claim.by, Claim.against, Claim.types, Claim.places)
    others = (Source.document, Statement.source_id, Reading.agreement_id, Reading.lang)
    query = (
        select(*(col(each) for each in (*revision, *claim, *others)))
        .select_from(Revision)
        .join(Reading, _is_read())
        .join(Claim, col(Claim.reading_id) == Reading.id)
        .join(Statement, col(Statement.id) == Revision.statement_id)
        .join(Source, col(Source.id) == Statement.source_id)
        .where(col(Revision.id) > start, col(Revision.id) <= end)
        .order_by(col(Revision.id), col(Claim.position), col(Claim.id))
    )
    for _, found in groupby(session.execute(query), lambda row: row.id):
        yield list(found)
