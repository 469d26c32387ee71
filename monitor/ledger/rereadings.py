"""Look again, in silence: after a changed agreement, or by a newer classifier."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from monitor.ledger.work import queue_work
from monitor.models import Reading
from monitor.models.work import CLASSIFY


def reread_agreement(session: Session, agreement_id: str, now: datetime) -> int:
    """Queue every current reading of an agreement; returns how many."""
    current = (Reading.agreement_id == agreement_id, col(Reading.superseded_at).is_(None))
    return _queue(session, list(session.exec(select(Reading).where(*current))), now)


def reread_outdated(session: Session, classifier_version: str, now: datetime) -> int:
    """Queue what another version of the classifier read; returns how many."""
    outdated = (Reading.classifier_version != classifier_version, col(Reading.superseded_at).is_(None))
    return _queue(session, list(session.exec(select(Reading).where(*outdated))), now)


def _queue(session: Session, readings: list[Reading], now: datetime) -> int:
    for reading in readings:
        queue_work(
            session, CLASSIFY, reading.revision_id, agreement_id=reading.agreement_id, silent=True, now=now
        )
    return len(readings)
