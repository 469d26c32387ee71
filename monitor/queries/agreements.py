"""The agreements that are watched, and whether their sources answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.health.states import ANSWERING
from monitor.models import Agreement, Source, Statement, Watch


@dataclass(frozen=True, slots=True)
class Pulse:
    """How many sources answer, and when we last saw a new text from any of them."""

    answering: int
    last_seen_at: datetime | None


def list_agreements(session: Session) -> list[Agreement]:
    """By name; no ranking."""
    query = select(Agreement).where(col(Agreement.removed_at).is_(None))
    return list(session.exec(query.order_by(col(Agreement.name), col(Agreement.id))))


def get_agreement(session: Session, id: str) -> Agreement | None:
    """The agreement of that id while it is watched."""
    found = session.get(Agreement, id)
    return found if found is not None and found.removed_at is None else None


def take_pulse(session: Session, agreements: Sequence[str]) -> Pulse:
    """Of the sources that these agreements watch."""
    query = select(Watch.source_id).where(
        col(Watch.agreement_id).in_(agreements), col(Watch.removed_at).is_(None)
    )
    watched = set(session.exec(query))
    answering = select(func.count()).where(
        col(Source.id).in_(watched), col(Source.state).in_([state.value for state in ANSWERING])
    )
    last = select(func.max(col(Statement.first_seen_at))).where(col(Statement.source_id).in_(watched))
    return Pulse(session.exec(answering).one(), session.exec(last).one())


def name_phase(agreement: Agreement, now: datetime) -> str:
    """ "to come", "in force" or "ended"."""
    if now < agreement.starts_at:
        return "to come"
    return "in force" if agreement.ends_at is None or now < agreement.ends_at else "ended"
