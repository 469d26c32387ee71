"""Tokens: made once and shown once; afterwards only their hash is known."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.models import Token

ROLES = ("viewer", "reviewer", "admin")
BETWEEN_NOTES = timedelta(minutes=1)
LONGEST = 200


class UnknownRole(ValueError):
    """A role that does not exist; its text is one sentence for the operator."""


def make_token(session: Session, role: str, now: datetime) -> str:
    """The text of a new token of a role (viewer, reviewer, admin); it can't be read again later."""
    if role not in ROLES:
        raise UnknownRole(f"role: {role!r} does not exist; choose one of {', '.join(ROLES)}.")
    text = secrets.token_urlsafe(32)
    session.add(Token(id=new_id(), sha256=_digest(text), role=role, made_at=now))
    session.flush()
    return text


def find_token(session: Session, text: str) -> Token | None:
    """The token behind the text, unless it was revoked."""
    if not text.isascii() or len(text) > LONGEST:
        return None
    digest = _digest(text)
    token = session.exec(select(Token).where(Token.sha256 == digest)).first()
    if token is None or not hmac.compare_digest(token.sha256, digest) or token.revoked_at is not None:
        return None
    return token


def needs_note(token: Token, now: datetime) -> bool:
    """Whether the last use was noted so long ago that another note is worth a write."""
    return token.used_at is None or token.used_at <= now - BETWEEN_NOTES


def note_use(session: Session, token_id: str, now: datetime) -> None:
    """Note the use, unless another request did within the last minute."""
    stale = or_(col(Token.used_at).is_(None), col(Token.used_at) <= now - BETWEEN_NOTES)
    session.execute(update(Token).where(col(Token.id) == token_id, stale).values(used_at=now))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii", "replace")).hexdigest()
