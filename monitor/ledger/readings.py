"""Record a reading, its claims and their notices: one commit, so that no alert can be lost between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from alerts.columns import new_id
from alerts.notices import post_notice
from monitor.ledger.journal import append_entry
from monitor.ledger.keeping import allowed_quote
from monitor.ledger.lineages import changed_facts, pair_findings
from monitor.ledger.watches import hasten_watched
from monitor.ledger.work import queue_work
from monitor.models import Agreement, Claim, Lineage, Reading, Revision, Source, Statement
from monitor.models.claim import LogRow
from monitor.models.work import CLASSIFY
from monitor.terms import Answer, Finding, Stance
from monitor.wire import finding_json

CORRECTION = "correction"
RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a revision for an agreement; a silent one makes no notices.

    `published_by` is the time that a rule's `max_age` counts from, see ledger.baselines.
    """

    revision: Revision
    statement: Statement
    source: Source
    agreement: Agreement
    speaker: str | None
    classifier_version: str
    answer: Answer
    published_by: datetime
    silent: bool = False


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
    pairs = pair_findings({id: claim.finding for id, (_, claim) in standing.items()}, look.answer.findings)
    changes: dict[str, list[str]] = {"new": [], "corrected": [], "retracted": []}
    for position, finding in enumerate(look.answer.findings):
        known = standing.pop(pairs[position]) if position in pairs else None
        lineage = known[0] if known else _lineage(look, finding, now)
        claim = _claim(look, reading, lineage, position, finding)
        lineage.claim_id = claim.id
        lineage.published_at = look.revision.published_at
        session.add(lineage)
        session.flush()
        session.add(claim)
        _tell(session, look, lineage, claim, known[1] if known else None, changes, now)
    for lineage, claim in standing.values():
        changes["retracted"].append(lineage.id)
        close_lineage(session, _look_of(session, look, claim), lineage, claim, now)
    return changes


def close_lineage(session: Session, look: Look, lineage: Lineage, claim: Claim, now: datetime) -> None:
    """The text says this no longer: the claim leaves the log of current ones, and rules are told."""
    lineage.claim_id = None
    lineage.closed_at = now
    session.add(lineage)
    _post(session, look, RETRACTION, lineage, claim, now)


def _tell(
    session: Session,
    look: Look,
    lineage: Lineage,
    claim: Claim,
    before: Claim | None,
    changes: dict[str, list[str]],
    now: datetime,
) -> None:
    if before is None:
        changes["new"].append(lineage.id)
        if claim.stance == Stance.ACCUSATION.value and not look.silent:
            hasten_watched(session, look.agreement.id, now)
        _post(session, look, claim.stance, lineage, claim, now)
        return
    zone = look.agreement.timezone
    previous = changed_facts(finding_json(before.finding, zone), finding_json(claim.finding, zone))
    if previous:
        changes["corrected"].append(lineage.id)
        _post(session, look, CORRECTION, lineage, claim, now, previous)


def _look_of(session: Session, look: Look, claim: Claim) -> Look:
    """The look that a claim came from: what is retracted is told with the text that said it."""
    lang = session.get_one(Reading, claim.reading_id).lang
    return replace(
        look, revision=session.get_one(Revision, claim.revision_id), answer=replace(look.answer, lang=lang)
    )


def _standing(session: Session, look: Look) -> dict[str, tuple[Lineage, Claim]]:
    joined = select(Lineage, Claim).join(Claim, col(Claim.id) == Lineage.claim_id)
    mine = (Lineage.statement_id == look.statement.id, Lineage.agreement_id == look.agreement.id)
    return {lineage.id: (lineage, claim) for lineage, claim in session.exec(joined.where(*mine))}


def _lineage(look: Look, finding: Finding, now: datetime) -> Lineage:
    return Lineage(
        id=new_id(),
        agreement_id=look.agreement.id,
        statement_id=look.statement.id,
        stance=finding.stance.value,
        by=finding.by,
        against=finding.against,
        published_at=look.revision.published_at,
        opened_at=now,
    )


def _claim(look: Look, reading: Reading, lineage: Lineage, position: int, finding: Finding) -> Claim:
    occurred = finding.occurred
    return Claim(
        id=new_id(),
        reading_id=reading.id,
        revision_id=reading.revision_id,
        lineage_id=lineage.id,
        position=position,
        stance=finding.stance.value,
        by=finding.by,
        against=finding.against,
        types=[type_.value for type_ in finding.types],
        in_force=finding.in_force,
        in_force_certain=finding.in_force_certain,
        count=finding.count,
        killed=finding.killed,
        wounded=finding.wounded,
        civilians=finding.civilians,
        places=list(finding.places),
        occurred_from=occurred.start if occurred else None,
        occurred_to=occurred.end if occurred else None,
        occurred_precision=occurred.precision.value if occurred else None,
        evidence_field=finding.evidence.field,
        evidence_start=finding.evidence.start,
        evidence_end=finding.evidence.end,
        quote=allowed_quote(look.source, finding.evidence.quote),
        confidence=finding.confidence,
        why=list(finding.why),
    )


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
    row = LogRow(
        claim=claim,
        lineage=lineage,
        revision=look.revision,
        statement=look.statement,
        source=look.source,
        agreement=look.agreement,
        lang=look.answer.lang,
        speaker=look.speaker,
    )
    facts = row.notice_facts()
    post_notice(
        session,
        kind=kind,
        subject_kind="lineage",
        subject_id=lineage.id,
        agreement_id=look.agreement.id,
        facts=facts if previous is None else facts | {"previous": dict(previous)},
        published_at=look.published_by,
        now=now,
    )
