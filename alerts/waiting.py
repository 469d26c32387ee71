"""What waits at a channel, and what of it may go now.

Deliveries go in order. The head is the oldest one that holds up those behind it: one not
tried yet, or whose last try failed in a way that says nothing about the message. Older
ones whose last answer blamed the message (most 4xx), and tests, do not hold up anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from alerts.models import PENDING, Channel, Delivery
from alerts.retry import EARLY_GAP

TEST = "test"


def is_pending(delivery: type[Delivery]) -> ColumnElement[bool]:
    """A condition on Delivery (or an alias), in the words of the index on what is pending.

    The state stands in the query itself: a prepared query with a parameter can't use that index.
    """
    return col(delivery.state) == literal(PENDING, literal_execute=True)


def can_send(wall: datetime) -> ColumnElement[bool]:
    """A condition on Channel: in use, and something may go there now."""
    in_use = col(Channel.removed_at).is_(None) & col(Channel.disabled_at).is_(None)
    return in_use & exists().where(_is_next(wall))


def in_lane(*, slow: bool) -> ColumnElement[bool]:
    """A condition on Channel: whose last try failed or took long, or the others."""
    return col(Channel.is_slow).is_(slow)


def find_next(session: Session, channel_id: str, wall: datetime) -> Delivery | None:
    """The delivery that a channel should send now."""
    query = select(Delivery).join(Channel, col(Channel.id) == Delivery.channel_id)
    query = query.where(col(Channel.id) == channel_id, _is_next(wall))
    return session.exec(query.order_by(col(Delivery.sequence)).limit(1)).first()


def list_behind(session: Session, delivery_ids: Iterable[str]) -> set[str]:
    """Which of these deliveries wait for an older one of their channel."""
    query = select(Delivery.id).join(Channel, col(Channel.id) == Delivery.channel_id)
    query = query.where(col(Delivery.id).in_(sorted(delivery_ids)), is_pending(Delivery))
    behind = (col(Delivery.sequence) > _find_head()) & (col(Delivery.type) != TEST)
    return set(session.exec(query.where(behind)))


def hasten_waiting(session: Session, channel_ids: Iterable[str], wall: datetime) -> None:
    """Make what waits at these channels due at once, by its early time; the ladder's own times stand."""
    of_channels = col(Delivery.channel_id).in_(sorted(channel_ids))
    session.execute(update(Delivery).where(of_channels, _waits(wall)).values(early_at=wall))


def hasten_all(session: Session, wall: datetime) -> None:
    """Make everything that waits due at once: for a process that has just started.

    The channels are held first, as by whoever notes a try: else each could wait for the other's rows.
    """
    lock_channels(session, session.exec(select(Channel.id)))
    session.execute(update(Delivery).where(_waits(wall)).values(early_at=wall))


def lock_channels(session: Session, channel_ids: Iterable[str]) -> dict[str, Channel]:
    """The channels by id, held until the end of the transaction; always in the same order."""
    query = select(Channel).where(col(Channel.id).in_(sorted(channel_ids))).order_by(Channel.id)
    found = session.exec(query.with_for_update().execution_options(populate_existing=True))
    return {channel.id: channel for channel in found}


def _waits(wall: datetime) -> ColumnElement[bool]:
    """Pending for a later try, and not hastened yet: a storm does not write the same rows over and over."""
    hastened = col(Delivery.early_at).is_not(None) & (col(Delivery.early_at) <= wall)
    return is_pending(Delivery) & (col(Delivery.due_at) > wall) & ~hastened


def _is_next(wall: datetime) -> ColumnElement[bool]:
    pending = (col(Delivery.channel_id) == Channel.id) & is_pending(Delivery)
    in_turn = col(Delivery.sequence) <= func.coalesce(_find_head(), col(Delivery.sequence))
    return pending & _is_ready(wall) & or_(in_turn, col(Delivery.type) == TEST)


def _is_ready(wall: datetime) -> ColumnElement[bool]:
    early = (
        (col(Delivery.early_at) <= wall)
        & or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= wall)
        & or_(col(Channel.last_early_at).is_(None), col(Channel.last_early_at) <= wall - EARLY_GAP)
    )
    return (col(Delivery.due_at) <= wall) | early


def _find_head() -> Any:
    head = aliased(Delivery)
    of_channel = (col(head.channel_id) == Channel.id) & is_pending(head)
    first = select(func.min(head.sequence)).where(of_channel, col(head.holds_up))
    return first.correlate(Channel).scalar_subquery()
