"""A channel is taken out of service, by itself or by a person, and put back; what waits there is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from alerts.models import DEAD, Channel, Delivery
from alerts.waiting import is_pending


def disable_channel(session: Session, channel: Channel, reason: str, wall: datetime) -> None:
    """Send nothing more to a channel that is held; what waits there is dead, for that reason."""
    channel.disabled_at, channel.disabled_reason = wall, reason
    session.add(channel)
    waiting = (col(Delivery.channel_id) == channel.id) & is_pending(Delivery)
    values = {"state": DEAD, "reason": reason, "early_at": None}
    session.execute(update(Delivery).where(waiting).values(**values))


def enable_channel(channel: Channel) -> None:
    """Let a disabled channel be tried again; its failures are counted anew."""
    if channel.disabled_at is not None:
        channel.disabled_at = channel.disabled_reason = None
        forget_failures(channel)


def forget_failures(channel: Channel) -> None:
    """Something got through, or the channel leads elsewhere from now on."""
    channel.failing_since = channel.warned_at = None
