"""Take bytes down: a capture's body, the texts and quotes that came from it; hashes and places stay."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from monitor.ledger.journal import append_entry
from monitor.ledger.search_texts import refresh_text
from monitor.models import Capture, Claim, Erasure, Review, Revision, Statement

ERASED = "erased"


class Unknown(Exception):
    """No capture and no statement has this id."""


def erase_evidence(session: Session, id: str, *, reason: str, actor: str, now: datetime) -> list[str]:
    """Erase a capture, or every capture that a statement was read from; returns the ids of the captures.

    Texts that were read from them go too, whichever statement they belong to: a list holds
    several. What was erased before stays as it is. Raises Unknown.
    """
    captures = _captures_of(session, id)
    for capture in captures:
        tombstone = Erasure(capture_id=capture.id, erased_at=now, erased_by=actor, reason=reason)
        session.add(tombstone)
        capture.body, capture.coding = b"", "identity"
        session.add(capture)
        _erase_texts(session, capture.id)
    for capture in captures:
        details = {"reason": reason, "sha256": capture.sha256}
        append_entry(session, kind="erasure", subject=capture.id, actor=actor, now=now, details=details)
    return [capture.id for capture in captures]


def _captures_of(session: Session, id: str) -> list[Capture]:
    capture = session.get(Capture, id)
    found = [capture] if capture is not None else []
    if capture is None:
        if session.get(Statement, id) is None:
            raise Unknown(id)
        proofs = select(Revision.capture_id).where(Revision.statement_id == id)
        rows = select(Capture).where(col(Capture.id).in_(proofs))
        found = list(session.exec(rows.order_by(col(Capture.received_at), col(Capture.id))).all())
    return [one for one in found if session.get(Erasure, one.id) is None]


def _erase_texts(session: Session, capture_id: str) -> None:
    for revision in session.exec(select(Revision).where(Revision.capture_id == capture_id)).all():
        revision.title, revision.text, revision.kept = "", "", ERASED
        session.add(revision)
        for claim in session.exec(select(Claim).where(Claim.revision_id == revision.id)).all():
            claim.quote = ""
            session.add(claim)
            _erase_passages(session, claim.id)
        refresh_text(session, revision)


def _erase_passages(session: Session, claim_id: str) -> None:
    """Another passage that a person named holds the text's words as well; its place stays."""
    for review in session.exec(select(Review).where(Review.claim_id == claim_id)).all():
        if "evidence" in review.changes:
            place = {**review.changes["evidence"], "quote": ""}
            review.changes = {**review.changes, "evidence": place}
            session.add(review)
