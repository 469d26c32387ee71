"""Tokens: made once and shown once; afterwards only their hash is known."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from sqlmodel import Session, select

from alerts.columns import new_id
from monitor.ledger.digests import digest
from monitor.models import Token

ROLES = ("viewer", "reviewer", "admin")
LONGEST = 200


class UnknownRole(ValueError):
    """A role that does not exist; its text is one sentence for the operator."""


def make_token(session: Session, role: str, now: datetime) -> str:
    """The text of a new token of a role (viewer, reviewer, admin); it can't be read again later."""
    if role not in ROLES:
        raise UnknownRole(f"role: {role!r} does not exist; choose one of {', '.join(ROLES)}.")
    text = secrets.token_urlsafe(32)
    session.add(Token(id=new_id(), sha256=digest(text), role=role, made_at=now))
    session.flush()
    return text


def find_token(session: Session, text: str) -> Token | None:
    """The token behind the text, unless it was revoked."""
    if not text.isascii() or len(text) > LONGEST:
        return None
    known = digest(text)
    token = session.exec(select(Token).where(Token.sha256 == known)).first()
    if token is None or not hmac.compare_digest(token.sha256, known) or token.revoked_at is not None:
        return None
    return token
