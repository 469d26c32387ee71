"""What came of a try: noted as an attempt, and drawn into the delivery and its channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, select

from alerts.courier import Receipt
from alerts.disabling import forget_failures
from alerts.failing import note_failure, note_gone
from alerts.leases import Lease
from alerts.models import DEAD, DELIVERED, PENDING, Attempt, Delivery
from alerts.retry import LADDER, Verdict, plan_next_try
from alerts.waiting import TEST, hasten_waiting, lock_channels

SLOW_AFTER = timedelta(seconds=2)


def note_attempt(
    session: Session,
    own: Lease,
    delivery_id: str,
    receipt: Receipt,
    *,
    channel_version: int,
    early: bool,
    begun: datetime,
    ended: datetime,
    now: datetime,
    jitter: float,
) -> None:
    """Record a try, and what follows from it; `now` dates what people are told of it.

    That a message arrived, were it only at some of its recipients, is a fact, whoever holds the
    channel by now. What follows from a failure is decided only by the worker that still holds
    it: another one's word counts else.
    """
    channel = lock_channels(session, [own.id])[own.id]
    delivery = session.exec(select(Delivery).where(Delivery.id == delivery_id)).one()
    session.add(_make_attempt(session, delivery_id, receipt, early, begun, ended))
    channel.is_slow = receipt.verdict is not Verdict.DELIVERED or ended - begun > SLOW_AFTER
    session.add(channel)
    delivery.accepted = sorted({*delivery.accepted, *receipt.accepted})
    if receipt.verdict is Verdict.DELIVERED or receipt.accepted:
        forget_failures(channel)
    if receipt.verdict is Verdict.DELIVERED:
        _mark_delivered(session, delivery, ended)
    elif channel.lease_token != own.token or delivery.state != PENDING:
        return
    elif receipt.verdict is Verdict.GONE and channel.version == channel_version:
        note_gone(session, channel, ended, now)
    else:
        if receipt.accepted:  # who takes mail for some shall have what else waits
            hasten_waiting(session, [channel.id], ended)
        _mark_failed(delivery, receipt, early, ended, jitter)
        if channel.version == channel_version and not receipt.accepted:
            note_failure(session, channel, begun, ended, now)


def _make_attempt(
    session: Session, delivery_id: str, receipt: Receipt, early: bool, begun: datetime, ended: datetime
) -> Attempt:
    before = session.exec(select(func.max(Attempt.number)).where(Attempt.delivery_id == delivery_id)).one()
    return Attempt(
        delivery_id=delivery_id,
        number=(before or 0) + 1,
        at=begun,
        duration_ms=round((ended - begun).total_seconds() * 1000),
        early=early,
        outcome=receipt.verdict,
        status=receipt.status,
        detail=receipt.detail,
    )


def _mark_delivered(session: Session, delivery: Delivery, wall: datetime) -> None:
    """One success makes what waits at the channel due at once."""
    delivery.delivered_at = delivery.delivered_at or wall
    delivery.state, delivery.reason, delivery.early_at = DELIVERED, None, None
    session.add(delivery)
    session.flush()
    hasten_waiting(session, [delivery.channel_id], wall)


def _mark_failed(delivery: Delivery, receipt: Receipt, early: bool, wall: datetime, jitter: float) -> None:
    """Plan the next try. An early one used no step, and the ladder's own time stands; a test has one try."""
    delivery.early_at, delivery.not_before = None, receipt.not_before
    delivery.reason = receipt.detail
    delivery.holds_up = receipt.verdict is not Verdict.PASSES and delivery.type != TEST
    if early:
        delivery.due_at = max(delivery.due_at, receipt.not_before or delivery.due_at)
        return
    delivery.step = len(LADDER) if delivery.type == TEST else delivery.step + 1
    due = plan_next_try(delivery.step, wall, jitter, receipt.not_before)
    if due is not None:
        delivery.due_at = due
        return
    delivery.state = DEAD
    if delivery.type != TEST:
        delivery.reason = f"Given up after {len(LADDER)} tries. {receipt.detail}"
