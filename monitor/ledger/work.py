"""Hand-overs between rooms: queue work, finish it, put it off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from alerts import leases
from alerts.columns import new_id
from alerts.leases import Lease
from monitor.models import Work

MOST_TRIES = 20
_SLOWEST = timedelta(hours=1)


def queue_work(
    session: Session,
    kind: str,
    subject_id: str,
    *,
    now: datetime,
    agreement_id: str | None = None,
    silent: bool = False,
    details: dict[str, Any] | None = None,
) -> None:
    """Add work unless the same is waiting already, which then takes the newer details.

    Work that speaks is never hushed by a silent twin.
    """
    same = (Work.kind == kind, Work.subject_id == subject_id, Work.agreement_id == agreement_id)
    waiting = session.exec(select(Work).where(*same, col(Work.done_at).is_(None))).first()
    if waiting is None:
        row = Work(
            id=new_id(),
            kind=kind,
            subject_id=subject_id,
            agreement_id=agreement_id,
            silent=silent,
            details=details,
            due_at=now,
        )
        session.add(row)
        return
    waiting.silent = waiting.silent and silent
    waiting.details = details or waiting.details


def is_due(now: datetime, *kinds: str) -> ColumnElement[bool]:
    """Work of some kinds that wants doing."""
    # Work is never put off for longer than _SLOWEST: what is, was queued before the clock was put back.
    due = (col(Work.due_at) <= now) | (col(Work.due_at) > now + _SLOWEST)
    return col(Work.kind).in_(kinds) & col(Work.done_at).is_(None) & due


def finish_work(session: Session, lease: Lease, now: datetime, failure: str | None = None) -> bool:
    """Stamp the work done in the commit of its result; False: another worker has it, drop the result."""
    if not leases.release(session, Work, lease):
        return False
    work = session.get_one(Work, lease.id, populate_existing=True)
    work.done_at = now
    work.failure = failure
    work.details = None
    return True


def put_off_work(session: Session, lease: Lease, due_at: datetime) -> None:
    """It is not this work's turn yet; that is no failure."""
    if leases.release(session, Work, lease):
        session.get_one(Work, lease.id, populate_existing=True).due_at = due_at


def note_failure(session: Session, lease: Lease, now: datetime, failure: str) -> None:
    """Try again later, ever more slowly; after the last try it is done, with its failure on record."""
    if not leases.release(session, Work, lease):
        return
    work = session.get_one(Work, lease.id, populate_existing=True)
    work.tries += 1
    work.failure = failure[:1000]
    work.due_at = now + min(timedelta(seconds=2.0**work.tries), _SLOWEST)
    if work.tries >= MOST_TRIES:
        work.done_at = now
        work.details = None
