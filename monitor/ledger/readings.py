"""Record a reading, its claims and their notices: one commit, so that no alert can be lost between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from alerts.columns import new_id
from alerts.notices import post_notice
from monitor.ledger.journal import append_entry
from monitor.ledger.lineages import CORRECTION, RETRACTION, ClaimChange, compare_findings
from monitor.ledger.log_lines import write_lines
from monitor.ledger.looks import Look, list_facts, make_claim, make_lineage
from monitor.ledger.watches import hasten_watched
from monitor.ledger.work import queue_work
from monitor.models import Agreement, Claim, Lineage, Reading, Revision, Statement
from monitor.models.work import CLASSIFY
from monitor.terms import Stance

# Under which word the journal lists what a reading changed; a claim of any stance may be new.
TOLD_AS = {CORRECTION: "corrected", RETRACTION: "retracted"}


def record_reading(session: Session, look: Look, now: datetime) -> Reading | None:
    """Write a look down as the current reading; None when a later or the very same one stands already."""
    session.get_one(Statement, look.statement.id, with_for_update=True)
    _look_again_if_changed(session, look, now)
    previous = current_reading(session, look.statement.id, look.agreement.id)
    if previous is not None and _stands(session, previous, look):
        return None
    reading = _reading(look, now)
    if previous is not None:
        previous.superseded_at = now
        previous.superseded_by = reading.id
        session.add(previous)
        session.flush()
    session.add(reading)
    session.flush()
    changes = _record_claims(session, look, reading, now)
    write_lines(session, _lineages_of(session, look), now)
    details = {"reading": reading.id, "agreement": look.agreement.id, "silent": look.silent} | changes
    append_entry(
        session, kind="reading", subject=look.statement.id, actor="classifier", now=now, details=details
    )
    return reading


def current_reading(session: Session, statement_id: str, agreement_id: str) -> Reading | None:
    """The reading of a statement for an agreement that none has superseded."""
    standing = (Reading.agreement_id == agreement_id, col(Reading.superseded_at).is_(None))
    return session.exec(select(Reading).where(Reading.statement_id == statement_id, *standing)).first()


def _look_again_if_changed(session: Session, look: Look, now: datetime) -> None:
    """The agreement may have changed since the look was made: then this reading is not the last word.

    The shared lock makes a change that is under way wait for us, and then find this reading.
    """
    agreement = session.get_one(
        Agreement, look.agreement.id, with_for_update={"read": True}, populate_existing=True
    )
    if agreement.version != look.agreement.version:
        queue_work(session, CLASSIFY, look.revision.id, agreement_id=agreement.id, silent=True, now=now)


def _stands(session: Session, previous: Reading, look: Look) -> bool:
    if previous.revision_id == look.revision.id:
        versions = (look.agreement.version, look.classifier_version)
        return (previous.agreement_version, previous.classifier_version) == versions
    return session.get_one(Revision, previous.revision_id).number > look.revision.number


def _reading(look: Look, now: datetime) -> Reading:
    return Reading(
        id=new_id(),
        statement_id=look.statement.id,
        revision_id=look.revision.id,
        agreement_id=look.agreement.id,
        agreement_version=look.agreement.version,
        classifier_version=look.classifier_version,
        lang=look.answer.lang,
        made_at=now,
    )


def _record_claims(session: Session, look: Look, reading: Reading, now: datetime) -> dict[str, Any]:
    """Pair with the claims that stood, write the new ones, close what is gone; returns what changed."""
    standing = _standing(session, look)
    told: dict[str, list[str]] = {"new": [], "corrected": [], "retracted": []}
    old = {id: claim.finding for id, (_, claim) in standing.items()}
    for change in compare_findings(old, look.answer.findings, look.agreement.timezone):
        lineage, claim = standing[change.lineage] if change.lineage is not None else (None, None)
        if change.position is not None:
            lineage, claim = _write_claim(session, look, reading, change.position, lineage, now)
            _tell(session, look, change, lineage, claim, now)
        elif lineage is not None and claim is not None:
            close_lineage(session, _look_of(session, look, claim), lineage, claim, now)
        if lineage is not None and change.kind is not None:
            told[TOLD_AS.get(change.kind, "new")].append(lineage.id)
    return told


def _write_claim(
    session: Session, look: Look, reading: Reading, position: int, known: Lineage | None, now: datetime
) -> tuple[Lineage, Claim]:
    lineage = known or make_lineage(look, new_id(), look.answer.findings[position], now)
    claim = make_claim(look, new_id(), reading.id, lineage.id, position)
    lineage.claim_id, lineage.published_at = claim.id, look.revision.published_at
    session.add(lineage)
    session.flush()
    session.add(claim)
    return lineage, claim


def close_lineage(session: Session, look: Look, lineage: Lineage, claim: Claim, now: datetime) -> None:
    """The text says this no longer: the claim leaves the log of current ones, and rules are told."""
    lineage.claim_id = None
    lineage.closed_at = now
    session.add(lineage)
    _post(session, look, RETRACTION, lineage, claim, now)


def _tell(
    session: Session, look: Look, change: ClaimChange, lineage: Lineage, claim: Claim, now: datetime
) -> None:
    if change.kind == Stance.ACCUSATION.value and not look.silent:
        hasten_watched(session, look.agreement.id, now)
    if change.kind is not None:
        _post(session, look, change.kind, lineage, claim, now, change.previous)


def _look_of(session: Session, look: Look, claim: Claim) -> Look:
    """The look that a claim came from: what is retracted is told with the text that said it."""
    lang = session.get_one(Reading, claim.reading_id).lang
    return replace(
        look, revision=session.get_one(Revision, claim.revision_id), answer=replace(look.answer, lang=lang)
    )


def _lineages_of(session: Session, look: Look) -> list[str]:
    mine = (Lineage.statement_id == look.statement.id, Lineage.agreement_id == look.agreement.id)
    return list(session.exec(select(Lineage.id).where(*mine)).all())


def _standing(session: Session, look: Look) -> dict[str, tuple[Lineage, Claim]]:
    joined = select(Lineage, Claim).join(Claim, col(Claim.id) == Lineage.claim_id)
    mine = (Lineage.statement_id == look.statement.id, Lineage.agreement_id == look.agreement.id)
    return {lineage.id: (lineage, claim) for lineage, claim in session.exec(joined.where(*mine))}


def _post(
    session: Session,
    look: Look,
    kind: str,
    lineage: Lineage,
    claim: Claim,
    now: datetime,
    previous: Mapping[str, Any] | None = None,
) -> None:
    if look.silent:
        return
    post_notice(
        session,
        kind=kind,
        subject_kind="lineage",
        subject_id=lineage.id,
        agreement_id=look.agreement.id,
        facts=list_facts(look, lineage, claim, previous),
        published_at=look.published_by,
        now=now,
    )
