"""What a channel missed is sent to it again, from a point in time on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, update
from sqlmodel import Session, col, select

from alerts.disabling import enable_channel
from alerts.models import CANCELLED, DEAD, DELIVERED, PENDING, Attempt, Channel, Delivery
from alerts.unsubscribing import require_recipients
from alerts.waiting import TEST


def replay_channel(
    session: Session, channel: Channel, since: datetime, wall: datetime, *, everything: bool = False
) -> int:
    """Send again what is dead or cancelled of a channel that is held; how many deliveries.

    Those made at `since` or later, in their old order, with their old ids and bytes and a new
    ladder; with `everything` also what was delivered, to every recipient. Tests are not sent
    again. A disabled channel is tried again, because a person asks for it. Raises NobodyLeft.
    """
    require_recipients(channel)
    enable_channel(channel)
    session.add(channel)
    count = _revive(session, channel.id, since, wall, (DEAD, CANCELLED))
    if everything:
        count += _revive(session, channel.id, since, wall, (DELIVERED,), accepted=[])
    return count


def find_missing_since(session: Session, channel: Channel) -> datetime | None:
    """When the oldest of what a disabled channel misses was made; None: it is not disabled.

    What waited when it was disabled, and what was given up since it began to fail, is older than that.
    """
    if channel.disabled_at is None:
        return None
    missed = col(Delivery.reason) == channel.disabled_reason
    if channel.failing_since is not None:
        tried = (col(Attempt.delivery_id) == Delivery.id) & (col(Attempt.at) >= channel.failing_since)
        missed |= exists().where(tried)
    of_channel = (col(Delivery.channel_id) == channel.id) & (col(Delivery.type) != TEST)
    dead = of_channel & (col(Delivery.state) == DEAD) & missed
    oldest = session.exec(select(func.min(Delivery.created_at)).where(dead)).one()
    return min(filter(None, (oldest, channel.disabled_at)))


def _revive(
    session: Session, channel_id: str, since: datetime, wall: datetime, states: tuple[str, ...], **more: Any
) -> int:
    of_channel = (col(Delivery.channel_id) == channel_id) & (col(Delivery.type) != TEST)
    wanted = of_channel & (col(Delivery.created_at) >= since) & col(Delivery.state).in_(states)
    anew = {"state": PENDING, "due_at": wall, "step": 0, "holds_up": True}
    cleared = {"early_at": None, "not_before": None, "reason": None}
    done: Any = session.execute(update(Delivery).where(wanted).values(**anew, **cleared, **more))
    return int(done.rowcount)
