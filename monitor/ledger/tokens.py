"""Tokens: made once and shown once; afterwards only their hash is known."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime

from sqlmodel import Session, select

from alerts.columns import new_id
from monitor.ledger.digests import digest
from monitor.ledger.journal import append_entry
from monitor.models import Token
from monitor.wire import time_json

ROLES = ("viewer", "reviewer", "admin")
LONGEST = 200


class UnknownRole(ValueError):
    """A role that does not exist; its text is one sentence for the operator."""


class UnknownToken(ValueError):
    """No token has this id; its text is one sentence."""


def make_token(session: Session, role: str, now: datetime, by: str) -> str:
    """The text of a new token of a role (viewer, reviewer, admin); it can't be read again later."""
    if role not in ROLES:
        raise UnknownRole(f"role: {role!r} does not exist; choose one of {', '.join(ROLES)}.")
    text = secrets.token_urlsafe(32)
    token = Token(id=new_id(), sha256=digest(text), role=role, made_at=now)
    session.add(token)
    session.flush()
    _note(session, token, "create", now, by)
    return text


def revoke_token(session: Session, token_id: str, now: datetime, by: str) -> None:
    """From now on it opens nothing; again changes nothing. Raises UnknownToken."""
    token = session.get(Token, token_id, with_for_update=True)
    if token is None:
        raise UnknownToken("No token has this id.")
    if token.revoked_at is None:
        token.revoked_at = now
        last = {"last_used_at": time_json(token.used_at, UTC)} if token.used_at else {}
        _note(session, token, "revoke", now, by, **last)


def note_first_use(session: Session, token: Token, now: datetime) -> None:
    """The journal has the first use, and with the revocation the last; those between stand on the token."""
    _note(session, token, "first use", now, f"token:{token.id}")


def _note(session: Session, token: Token, action: str, now: datetime, by: str, **details: str) -> None:
    whole = {"action": action, "role": token.role, **details}
    append_entry(session, kind="token", subject=f"token:{token.id}", actor=by, now=now, details=whole)


def find_token(session: Session, text: str) -> Token | None:
    """The token behind the text, unless it was revoked."""
    if not text.isascii() or len(text) > LONGEST:
        return None
    known = digest(text)
    token = session.exec(select(Token).where(Token.sha256 == known)).first()
    if token is None or not hmac.compare_digest(token.sha256, known) or token.revoked_at is not None:
        return None
    return token
