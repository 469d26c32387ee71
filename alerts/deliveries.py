"""What a person may ask for: a delivery sent again or cancelled, a test of a channel."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from alerts.configuration import hold_channel
from alerts.disabling import enable_channel
from alerts.models import CANCELLED, DELIVERED, PENDING, Channel, Delivery
from alerts.unsubscribing import NobodyLeft, require_recipients
from alerts.waiting import TEST, lock_channels


class Settled(Exception):
    """A delivery that can't be sent again, or not be cancelled; the text is one sentence."""


def retry_delivery(session: Session, delivery_id: str, wall: datetime) -> Delivery | None:
    """Send again what is dead or cancelled, or now what waits; same id, same bytes, a new ladder.

    None: there is no such delivery. Raises Settled when it was delivered, or its channel was
    removed, or everybody has left it. A disabled channel is tried again, because a person asks for it.
    """
    held = _hold(session, delivery_id)
    if held is None:
        return None
    delivery, channel = held
    if delivery.state == DELIVERED:
        raise Settled(f"Delivery {delivery_id!r} was delivered; it is not sent again.")
    if channel.removed_at is not None:
        raise Settled(f"Delivery {delivery_id!r} can't be sent again: its channel was removed.")
    try:
        require_recipients(channel)
    except NobodyLeft as refusal:
        raise Settled(str(refusal)) from None
    enable_channel(channel)
    delivery.state, delivery.due_at, delivery.step = PENDING, wall, 0
    delivery.early_at = delivery.not_before = delivery.reason = None
    delivery.holds_up = delivery.type != TEST
    session.add(channel)
    session.add(delivery)
    return delivery


def cancel_delivery(session: Session, delivery_id: str, reason: str) -> Delivery | None:
    """Send no more of what waits or is dead; it is kept, with the reason, and may be sent again.

    None: there is no such delivery. Raises Settled when it was delivered or cancelled before. A
    try that is under way is not called back: if it arrives, the delivery is delivered.
    """
    held = _hold(session, delivery_id)
    if held is None:
        return None
    delivery, _ = held
    if delivery.state in (DELIVERED, CANCELLED):
        raise Settled(f"Delivery {delivery_id!r} was {delivery.state} already; there is nothing to cancel.")
    delivery.state, delivery.reason = CANCELLED, reason
    delivery.early_at = delivery.not_before = None
    session.add(delivery)
    return delivery


def queue_test(session: Session, channel_id: str, wall: datetime) -> Delivery | None:
    """A message of type `test` for a channel, out of the order of alerts; None: no such channel.

    Raises NobodyLeft.
    """
    channel = hold_channel(session, channel_id)
    if channel is None:
        return None
    require_recipients(channel)
    enable_channel(channel)
    delivery = Delivery(channel_id=channel_id, type=TEST, created_at=wall, due_at=wall, holds_up=False)
    session.add(channel)
    session.add(delivery)
    session.flush()
    return delivery


def _hold(session: Session, delivery_id: str) -> tuple[Delivery, Channel] | None:
    """A delivery and its channel, held: only then is its state final, as a try may just have ended."""
    delivery = session.exec(select(Delivery).where(Delivery.id == delivery_id)).first()
    if delivery is None:
        return None
    channel = lock_channels(session, [delivery.channel_id])[delivery.channel_id]
    session.refresh(delivery)
    return delivery, channel
