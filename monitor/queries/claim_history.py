"""What belongs to a claim: its statement's others, its versions, reviews, and the alerts that told it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from alerts.delivery_log import DeliveryFilter, DeliveryLine, list_deliveries
from alerts.models import Alert, AlertEntry, Notice
from monitor.models import Claim, Lineage, Reading, Review, Revision
from monitor.models.claim import LogRow
from monitor.queries.claims import get_claim

MOST_OTHERS = 50
MOST_ALERTS = 20
MOST_DELIVERIES = 20


@dataclass(frozen=True, slots=True)
class Version:
    """The claim as one reading gave it."""

    claim: Claim
    reading: Reading
    revision: Revision


def list_others(session: Session, row: LogRow) -> list[LogRow]:
    """The other claims of the log that stand on the same statement, in the order of the text."""
    query = select(Claim).join(Lineage, col(Lineage.claim_id) == Claim.id)
    query = query.where(Lineage.statement_id == row.statement.id, Lineage.id != row.lineage.id)
    in_order = query.order_by(col(Claim.position), col(Claim.id)).limit(MOST_OTHERS)
    found = [get_claim(session, claim.id) for claim in session.exec(in_order).all()]
    return [other for other in found if other is not None]


def list_versions(session: Session, lineage_id: str) -> list[Version]:
    """The claim through all readings, the last one first."""
    query = select(Claim, Reading, Revision).join(Reading, col(Reading.id) == Claim.reading_id)
    query = query.join(Revision, col(Revision.id) == Claim.revision_id).where(Claim.lineage_id == lineage_id)
    rows = session.exec(query.order_by(col(Reading.made_at).desc(), col(Claim.id)))
    return [Version(*row) for row in rows]


def list_reviews(session: Session, lineage_id: str) -> list[Review]:
    """Everything that people said of it, the newest first."""
    query = select(Review).where(Review.lineage_id == lineage_id)
    return list(session.exec(query.order_by(col(Review.made_at).desc(), col(Review.id).desc())))


def list_told(session: Session, lineage_id: str) -> list[tuple[Alert, list[DeliveryLine]]]:
    """The alerts that told of it, the newest first, each with where it went."""
    mine = (Notice.subject_kind == "lineage", Notice.subject_id == lineage_id)
    entries = select(AlertEntry.alert_id).join(Notice, col(Notice.id) == AlertEntry.notice_id).where(*mine)
    query = (
        select(Alert).where(col(Alert.id).in_(entries)).order_by(col(Alert.opened_at).desc(), col(Alert.id))
    )
    return [
        (alert, list_deliveries(session, DeliveryFilter(alert=alert.id), limit=MOST_DELIVERIES))
        for alert in session.exec(query.limit(MOST_ALERTS)).all()
    ]
