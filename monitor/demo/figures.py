"""The replay in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from monitor.models import Claim, Lineage, Statement
from monitor.queries.claims import ClaimFilter, count_by_stance
from monitor.terms import Stance


@dataclass(frozen=True, slots=True)
class Figures:
    """Recorded statements and the claims that stand in them, baseline included."""

    statements: int
    claims: int
    accusations: int


def count_records(session: Session, agreement_id: str) -> Figures:
    stances = count_by_stance(session, ClaimFilter(agreement=(agreement_id,)))
    return Figures(
        statements=session.scalar(select(func.count()).select_from(Statement)) or 0,
        claims=sum(stances.values()),
        accusations=stances.get(Stance.ACCUSATION.value, 0),
    )


def find_first_accusation(session: Session, agreement_id: str) -> datetime | None:
    """When the first accusation of an act in force was published."""
    query = select(func.min(col(Lineage.published_at))).join(Claim, col(Claim.id) == col(Lineage.claim_id))
    query = query.where(
        col(Lineage.agreement_id) == agreement_id,
        col(Lineage.stance) == Stance.ACCUSATION.value,
        col(Claim.in_force).is_(True),
    )
    return session.scalar(query)
