"""When a token or a session was last used, noted at most once a minute: a write for each look is dear."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from monitor.ledger.tokens import note_first_use
from monitor.models import DeskSession, Token

BETWEEN_NOTES = timedelta(minutes=1)


def needs_note(row: Token | DeskSession, now: datetime) -> bool:
    """Whether the last use was noted so long ago that another note is worth a write."""
    last = row.used_at if isinstance(row, Token) else row.seen_at
    return last is None or last <= now - BETWEEN_NOTES


def note_use(session: Session, row: Token | DeskSession, now: datetime) -> None:
    """Note the use, unless another request did within the last minute."""
    table = type(row)
    used = col(Token.used_at) if table is Token else col(DeskSession.seen_at)
    stale = used.is_(None) | (used <= now - BETWEEN_NOTES)
    noted = session.execute(update(table).where(col(table.id) == row.id, stale).values({used: now}))
    if isinstance(row, Token) and row.used_at is None and noted.rowcount:  # type: ignore[attr-defined]  # an UPDATE counts
        note_first_use(session, row, now)
