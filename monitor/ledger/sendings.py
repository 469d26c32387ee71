"""What a person orders of a delivery: send it again, send no more of it. Each is in the journal."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from alerts.deliveries import cancel_delivery, retry_delivery
from alerts.models import Delivery
from monitor.ledger.journal import append_entry


def order_retry(session: Session, delivery_id: str, *, actor: str, now: datetime) -> Delivery | None:
    """Send a delivery again, or now; None: there is none of that id. Raises Settled."""
    delivery = retry_delivery(session, delivery_id, now)
    if delivery is not None:
        _note(session, delivery, "retry", actor, now)
    return delivery


def order_cancel(session: Session, delivery_id: str, *, actor: str, now: datetime) -> Delivery | None:
    """Send no more of a delivery; None: there is none of that id. Raises Settled."""
    delivery = cancel_delivery(session, delivery_id, f"Cancelled by {actor}.")
    if delivery is not None:
        _note(session, delivery, "cancel", actor, now)
    return delivery


def _note(session: Session, delivery: Delivery, action: str, actor: str, now: datetime) -> None:
    details = {"action": action, "channel": delivery.channel_id, "alert": delivery.alert_id}
    append_entry(
        session, kind="delivery", subject=f"delivery:{delivery.id}", actor=actor, now=now, details=details
    )
