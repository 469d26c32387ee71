"""Sessions: a browser that is signed in, known by a random text of which only the hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.ledger.digests import digest
from monitor.ledger.journal import append_entry
from monitor.models import DeskSession, User

LASTS = timedelta(days=14)
IDLE = timedelta(days=2)
LONGEST = 200


def start_session(
    session: Session, user: User, now: datetime, old: str | None = None, failed: int = 0
) -> str:
    """Sign a user in: the text of a new session. The one that the browser had before ends.

    The text is always ours and new, so that one which was planted beforehand opens nothing
    afterwards. It lasts 14 days, 2 days without use; what ran out is swept here.
    `failed`: tries at the account before.
    """
    if old:
        session.execute(delete(DeskSession).where(col(DeskSession.sha256) == digest(old)))
    ran_out = or_(col(DeskSession.expires_at) <= now, col(DeskSession.seen_at) <= now - IDLE)
    session.execute(delete(DeskSession).where(ran_out))
    text = secrets.token_urlsafe(32)
    row = DeskSession(
        id=new_id(), sha256=digest(text), user_id=user.id, made_at=now, seen_at=now, expires_at=now + LASTS
    )
    session.add(row)
    session.flush()
    _note(session, "sign_in", user, now, **({"failed_before": failed} if failed else {}))
    return text


def find_session(session: Session, text: str, now: datetime) -> tuple[DeskSession, User] | None:
    """The session behind the text and its user as they are now, unless it ran out or they were disabled."""
    if not text or len(text) > LONGEST:
        return None
    asked = select(DeskSession, User).where(
        DeskSession.sha256 == digest(text),
        DeskSession.user_id == User.id,
        DeskSession.expires_at > now,
        DeskSession.seen_at > now - IDLE,
        col(User.disabled_at).is_(None),
    )
    return session.exec(asked).first()


def end_session(session: Session, text: str, now: datetime) -> None:
    """Sign out; a text that is not known is none the worse for it."""
    found = find_session(session, text, now)
    session.execute(delete(DeskSession).where(col(DeskSession.sha256) == digest(text)))
    if found is not None:
        _note(session, "sign_out", found[1], now)


def end_other_sessions(session: Session, user: User, text: str, now: datetime, one: str = "") -> int:
    """Sign out everywhere but at the session of `text`, or only the session `one`; how many ended."""
    others = [col(DeskSession.user_id) == user.id, col(DeskSession.sha256) != digest(text)]
    if one:
        others.append(col(DeskSession.id) == one)
    ended = session.execute(delete(DeskSession).where(*others)).rowcount  # type: ignore[attr-defined]  # a DELETE counts
    if ended:
        _note(session, "sign_out", user, now, elsewhere=ended)
    return int(ended)


def end_all_sessions(session: Session, user: User) -> None:
    """Whoever is signed in as this user is so no longer; the reason is its caller's to note."""
    session.execute(delete(DeskSession).where(col(DeskSession.user_id) == user.id))


def note_failure(session: Session, user: User | None, tries: int, now: datetime) -> None:
    """In the journal at 1, 2, 4, 8, ... failed tries within a window: a crowd at the door must not fill it.

    What was typed is not kept: people type passwords into the wrong field.
    """
    if tries & (tries - 1):
        return
    subject, name = (f"user:{user.id}", {"name": user.name}) if user else ("unknown name", {})
    details = {"tries": tries, **name}
    append_entry(session, kind="sign_in_failed", subject=subject, actor="stranger", now=now, details=details)


def _note(session: Session, kind: str, user: User, now: datetime, **more: int) -> None:
    details = {"name": user.name, "role": user.role, **more}
    append_entry(session, kind=kind, subject=f"user:{user.id}", actor=user.name, now=now, details=details)
