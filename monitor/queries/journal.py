"""The journal for people who ask who did what: filtered, the newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.models import JournalEntry


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What is asked for; empty and None ask for nothing. `subject` may be a beginning, as `user:`."""

    kind: str = ""
    actor: str = ""
    subject: str = ""
    from_: datetime | None = None
    to: datetime | None = None


def list_entries(session: Session, wanted: JournalFilter, limit: int, before: int = 0) -> list[JournalEntry]:
    """Entries with a number below `before` (0: from the newest on); numbers grow with the commits."""
    query = select(JournalEntry)
    if wanted.kind:
        query = query.where(JournalEntry.kind == wanted.kind)
    if wanted.actor:
        query = query.where(JournalEntry.actor == wanted.actor)
    if wanted.subject:
        query = query.where(col(JournalEntry.subject).startswith(wanted.subject, autoescape=True))
    if wanted.from_ is not None:
        query = query.where(JournalEntry.at >= wanted.from_)
    if wanted.to is not None:
        query = query.where(JournalEntry.at < wanted.to)
    if before:
        query = query.where(JournalEntry.number < before)
    return list(session.exec(query.order_by(col(JournalEntry.number).desc()).limit(limit)))


def list_kinds(session: Session) -> list[str]:
    """Every kind of entry that there is."""
    return sorted(session.exec(select(JournalEntry.kind).distinct()))


def find_last_number(session: Session) -> int:
    """The number of the newest entry that this session sees; 0 while there is none."""
    return session.exec(select(func.max(JournalEntry.number))).one() or 0
