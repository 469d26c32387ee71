"""A statement that its outlet took back: flagged, its claims retracted, everything kept."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from monitor.ledger.baselines import published_by
from monitor.ledger.journal import append_entry
from monitor.ledger.log_lines import write_lines
from monitor.ledger.looks import Look
from monitor.ledger.readings import close_lineage
from monitor.models import Agreement, Claim, Lineage, Reading, Revision, Source, Statement, Watch
from monitor.terms import Answer, PublishedPrecision


def withdraw_statement(session: Session, statement: Statement, now: datetime) -> None:
    """Flag a statement as withdrawn and tell of each claim that stood; doing it twice changes nothing."""
    if statement.withdrawn_at is not None:
        return
    statement.withdrawn_at = now
    session.add(statement)
    for reading in _current_readings(session, statement.id):
        look = _look_of(session, reading)
        for lineage, claim in _open_claims(session, statement.id, reading.agreement_id):
            close_lineage(session, look, lineage, claim, now)
    write_lines(session, _lineages_of(session, statement), now)
    append_entry(session, kind="withdrawal", subject=statement.id, actor="reader", now=now)


def restore_statement(session: Session, statement: Statement, now: datetime) -> None:
    """It stands at its outlet again, and its claims as they did; an old text is no news, nobody is told."""
    withdrawn_at, statement.withdrawn_at = statement.withdrawn_at, None
    session.add(statement)
    closed = (Lineage.statement_id == statement.id, Lineage.closed_at == withdrawn_at)
    for lineage in session.exec(select(Lineage).where(*closed)).all():
        claims = select(Claim).where(Claim.lineage_id == lineage.id)
        joined = claims.join(Reading, col(Reading.id) == Claim.reading_id).where(
            col(Reading.superseded_at).is_(None)
        )
        claim = session.exec(joined).first()
        if claim is not None:
            lineage.claim_id, lineage.closed_at = claim.id, None
            session.add(lineage)
    write_lines(session, _lineages_of(session, statement), now)
    append_entry(session, kind="restoration", subject=statement.id, actor="reader", now=now)


def _lineages_of(session: Session, statement: Statement) -> list[str]:
    return list(session.exec(select(Lineage.id).where(Lineage.statement_id == statement.id)).all())


def _look_of(session: Session, reading: Reading) -> Look:
    """The look that a standing reading came from, without what it found."""
    statement = session.get_one(Statement, reading.statement_id)
    revision = session.get_one(Revision, reading.revision_id)
    agreement = session.get_one(Agreement, reading.agreement_id)
    mine = (Watch.agreement_id == agreement.id, Watch.source_id == statement.source_id)
    watch = session.exec(select(Watch).where(*mine)).one()
    return Look(
        revision=revision,
        statement=statement,
        source=session.get_one(Source, statement.source_id),
        agreement=agreement,
        speaker=watch.speaker,
        classifier_version=reading.classifier_version,
        answer=Answer(reading.lang, ()),
        published_by=published_by(
            revision.published_at,
            PublishedPrecision(revision.precision),
            statement.first_seen_at,
            watch.baseline_at,
            agreement.starts_at,
        ),
    )


def _current_readings(session: Session, statement_id: str) -> list[Reading]:
    standing = (Reading.statement_id == statement_id, col(Reading.superseded_at).is_(None))
    return list(session.exec(select(Reading).where(*standing).order_by(Reading.agreement_id)).all())


def _open_claims(session: Session, statement_id: str, agreement_id: str) -> list[tuple[Lineage, Claim]]:
    joined = select(Lineage, Claim).join(Claim, col(Claim.id) == Lineage.claim_id)
    mine = (Lineage.statement_id == statement_id, Lineage.agreement_id == agreement_id)
    return list(session.exec(joined.where(*mine)).all())
