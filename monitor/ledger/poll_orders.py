"""Poll now: a person has a source asked before its turn. Each order is in the journal."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from monitor.ledger.journal import append_entry
from monitor.ledger.watches import window_is_open
from monitor.models import Source
from monitor.readers import is_polled


class NotPolled(Exception):
    """The source is not asked for anything as things stand; the text says why."""


def order_poll(session: Session, source_id: str, *, by: str, now: datetime) -> bool:
    """Let a source be due now; False when none of that id is in use. Raises NotPolled."""
    source = session.get(Source, source_id, with_for_update=True)
    if source is None or source.removed_at is not None:
        return False
    refusal = say_why_not(session, source, now)
    if refusal is not None:
        raise NotPolled(refusal)
    source.due_at = now
    session.add(source)
    append_entry(session, kind="poll", subject=f"source:{source.id}", actor=by, now=now, details={})
    return True


def say_why_not(session: Session, source: Source, now: datetime) -> str | None:
    """Why a source can't be polled now; None when it can."""
    if not is_polled(source.kind):
        return f"{source.id} is of kind `{source.kind}`: a person enters its statements, it is never polled."
    if not source.enabled:
        return f"{source.id} is disabled; enable it first."
    if not window_is_open(session, source.id, now):
        return (
            f"{source.id} is not polled now: no agreement that watches it is in force or ended less than"
            " 72 hours ago. A try fetches it at any time and records nothing."
        )
    return None
