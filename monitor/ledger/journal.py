"""Append to the journal: one sequence in the order of the commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import Session

from monitor.models import JournalEntry

_JOURNAL_LOCK = 7_230_115  # any number that no other advisory lock of ours uses


def append_entry(
    session: Session,
    *,
    kind: str,
    subject: str,
    actor: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Add an entry; call it last in a transaction, because it holds a lock until the commit."""
    take_journal(session)
    last = session.execute(select(func.max(JournalEntry.number))).scalar() or 0
    entry = JournalEntry(
        number=last + 1, at=now, kind=kind, subject=subject, actor=actor, details=details or {}
    )
    session.add(entry)
    session.flush()


def take_journal(session: Session) -> None:
    """Be the only one who writes to the journal, or counts log lines, until the commit.

    SQLite has one writer at a time; PostgreSQL would let a later number become visible
    before an earlier one, and a reader of the journal would miss it for good.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _JOURNAL_LOCK})
