"""Beside the corridor: what was received is sealed, every few seconds, behind everybody's back."""

from __future__ import annotations

from sqlmodel import col, select

from monitor.db import reading, writing
from monitor.evidence.sealing import MOST_CAPTURES, append_seal
from monitor.ledger.work import is_due
from monitor.models import Capture, Work
from monitor.models.work import SEAL
from monitor.pipeline.tools import Tools


def seal_evidence(tools: Tools) -> int:
    """Seal what waits, in the order in which it was received; returns how many captures."""
    with reading(tools.engine) as session:
        due = select(Work.id).where(is_due(tools.now(), SEAL)).order_by(col(Work.due_at), col(Work.id))
        ids = list(session.exec(due.limit(MOST_CAPTURES)).all())
    with writing(tools.engine) as session:
        works = session.exec(select(Work).where(Work.kind == SEAL, col(Work.id).in_(ids))).all()
        subjects = [work.subject_id for work in works]
        captures = select(Capture).where(col(Capture.id).in_(subjects))
        found = session.exec(captures.order_by(col(Capture.received_at), col(Capture.id))).all()
        for work in works:
            work.done_at = tools.now()
            session.add(work)
        session.flush()
        append_seal(session, found, tools.now())
        return len(found)
