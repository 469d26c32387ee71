"""Who may come in: people, the tokens of programs, and one person's own sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.models import DeskSession, Token, User


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`seen_at`: the last use of a session that still stands; None: nobody is signed in so."""

    user: User
    seen_at: datetime | None


def list_people(session: Session) -> list[PersonLine]:
    """By name; those who were disabled come last."""
    seen = select(DeskSession.user_id, func.max(col(DeskSession.seen_at))).group_by(col(DeskSession.user_id))
    last = dict(session.exec(seen).all())
    people = session.exec(select(User).order_by(col(User.disabled_at).is_not(None), col(User.name_key)))
    return [PersonLine(user, last.get(user.id)) for user in people]


def list_tokens(session: Session) -> Sequence[Token]:
    """The newest first; those that were revoked come last."""
    order = (col(Token.revoked_at).is_not(None), col(Token.made_at).desc(), col(Token.id))
    return session.exec(select(Token).order_by(*order)).all()


def list_sessions(
    session: Session, user_id: str, now: datetime, idle_since: datetime
) -> Sequence[DeskSession]:
    """Those of one person that still open the desk, the last used first."""
    asked = select(DeskSession).where(
        DeskSession.user_id == user_id, DeskSession.expires_at > now, DeskSession.seen_at > idle_since
    )
    return session.exec(asked.order_by(col(DeskSession.seen_at).desc(), col(DeskSession.id))).all()
