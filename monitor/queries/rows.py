"""Claims with all that a reader of the log needs to know of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from monitor.models import (
    Agreement,
    Claim,
    Facet,
    Lineage,
    LogLine,
    Reading,
    Review,
    Revision,
    Source,
    Statement,
    Watch,
)
from monitor.models.claim import LogRow
from monitor.models.log_line import REPLACED
from monitor.queries.arrays import pick


def reviews_of(session: Session, claims: Sequence[str]) -> dict[str, str | None]:
    """The verdict that counts for each claim, or did when it last stood."""
    joined = pick(LogLine.claim_id, LogLine.review_id).join(Facet, col(Facet.id) == LogLine.facet_id)
    last = joined.where(col(LogLine.claim_id).in_(claims), col(Facet.standing) != REPLACED)
    return dict.fromkeys(claims) | {row.claim_id: row.review_id for row in session.execute(last)}


def load_rows(session: Session, reviews: Mapping[str, str | None]) -> dict[str, LogRow]:
    """The rows of these claims by their ids, each with the review that is named beside it.

    Texts are long and lists show none: they are loaded when somebody asks.
    """
    if not reviews:
        return {}
    columns = (Claim, Lineage, Revision, Statement, Reading.lang)
    query = (
        pick(*columns)
        .options(defer(Revision.text))  # type: ignore[arg-type]
        .join(Lineage, col(Lineage.id) == Claim.lineage_id)
        .join(Revision, col(Revision.id) == Claim.revision_id)
        .join(Statement, col(Statement.id) == Lineage.statement_id)
        .join(Reading, col(Reading.id) == Claim.reading_id)
    )
    found = session.execute(query.where(col(Claim.id).in_(reviews))).all()
    return {row.claim.id: row for row in _with_successors(session, _rows(session, found, reviews))}


def _rows(session: Session, found: Sequence[Any], reviews: Mapping[str, str | None]) -> list[LogRow]:
    """What many rows have in common is loaded once."""
    agreements = _by_id(session, Agreement, {row.Lineage.agreement_id for row in found})
    sources = _by_id(session, Source, {row.Statement.source_id for row in found})
    known = _by_id(session, Review, {id for id in reviews.values() if id is not None})
    watches = select(Watch).where(col(Watch.agreement_id).in_(agreements), col(Watch.source_id).in_(sources))
    speakers = {(each.agreement_id, each.source_id): each.speaker for each in session.exec(watches)}
    return [
        LogRow(
            claim=row.Claim,
            lineage=row.Lineage,
            revision=row.Revision,
            statement=row.Statement,
            source=sources[row.Statement.source_id],
            agreement=agreements[row.Lineage.agreement_id],
            lang=row.lang,
            speaker=None
            if row.Revision.forwarded
            else speakers.get((row.Lineage.agreement_id, row.Statement.source_id)),
            review=known.get(reviews[row.Claim.id] or ""),
        )
        for row in found
    ]


def _by_id(session: Session, table: Any, ids: Iterable[str]) -> dict[str, Any]:
    wanted = list(ids)
    if not wanted:
        return {}
    return {row.id: row for row in session.exec(select(table).where(col(table.id).in_(wanted)))}


def _with_successors(session: Session, rows: list[LogRow]) -> list[LogRow]:
    """For a claim that is no longer current: the next one of its lineage, None when it was dropped."""
    past = {row.lineage.id for row in rows if row.lineage.claim_id != row.claim.id}
    if not past:
        return rows
    query = pick(col(Claim.lineage_id), col(Claim.id)).join(Reading, col(Reading.id) == Claim.reading_id)
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
