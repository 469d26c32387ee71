"""The delivery log: what went where, each try, and what a person may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from alerts.configuration import hold_channel
from alerts.disabling import enable_channel
from alerts.models import DEAD, DELIVERED, PENDING, Alert, Attempt, Channel, Delivery
from alerts.waiting import TEST


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One try, as people read it."""

    number: int
    at: datetime
    duration_ms: int
    early: bool
    outcome: str
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery with its tries. `next_try_at` is None once nothing more is planned."""

    id: str
    channel: str
    kind: str
    type: str
    state: str
    alert: str | None
    rule: str | None
    created_at: datetime
    next_try_at: datetime | None
    delivered_at: datetime | None
    reason: str | None
    attempts: tuple[AttemptLine, ...]


def list_deliveries(session: Session, *, failed_only: bool = False, limit: int = 100) -> list[DeliveryLine]:
    """The newest deliveries first; `failed_only`: dead ones, and pending ones that failed before."""
    query = _select_lines()
    if failed_only:
        tried = exists().where(col(Attempt.delivery_id) == Delivery.id)
        unfinished = col(Delivery.state).in_([DEAD, PENDING])
        query = query.where(unfinished, or_(col(Delivery.state) == DEAD, tried))
    return _read_lines(session, query.order_by(col(Delivery.sequence).desc()).limit(limit))


def find_delivery(session: Session, delivery_id: str) -> DeliveryLine | None:
    """One delivery with its tries."""
    return next(iter(_read_lines(session, _select_lines().where(Delivery.id == delivery_id))), None)


def retry_delivery(session: Session, delivery_id: str, wall: datetime) -> bool:
    """Send again what is dead or cancelled, or now what waits; same id, same bytes, a new ladder.

    False when there is no such delivery, it was delivered, or its channel was removed. A
    disabled channel is tried again, because a person asks for it.
    """
    delivery = session.exec(select(Delivery).where(Delivery.id == delivery_id)).first()
    channel = hold_channel(session, delivery.channel_id) if delivery else None
    if delivery is None or channel is None:
        return False
    # Only now, with the channel held, is the state final: a try may just have ended.
    session.refresh(delivery)
    if delivery.state == DELIVERED:
        return False
    enable_channel(channel)
    delivery.state, delivery.due_at, delivery.step = PENDING, wall, 0
    delivery.early_at = delivery.not_before = delivery.reason = None
    delivery.holds_up = delivery.type != TEST
    session.add(channel)
    session.add(delivery)
    return True


def queue_test(session: Session, channel_id: str, wall: datetime) -> Delivery | None:
    """A message of type `test` for a channel, out of the order of alerts; None: no such channel."""
    channel = hold_channel(session, channel_id)
    if channel is None:
        return None
    enable_channel(channel)
    delivery = Delivery(channel_id=channel_id, type=TEST, created_at=wall, due_at=wall, holds_up=False)
    session.add(channel)
    session.add(delivery)
    session.flush()
    return delivery


def _select_lines() -> Any:
    query = select(Delivery, Channel.kind, Alert.rule_id)
    query = query.join(Channel, col(Channel.id) == Delivery.channel_id)
    return query.outerjoin(Alert, col(Alert.id) == Delivery.alert_id)


def _read_lines(session: Session, query: Any) -> list[DeliveryLine]:
    found = session.exec(query).all()
    attempts = _list_attempts(session, [delivery.id for delivery, _, _ in found])
    return [_make_line(delivery, kind, rule, attempts[delivery.id]) for delivery, kind, rule in found]


def _list_attempts(session: Session, delivery_ids: Sequence[str]) -> dict[str, list[AttemptLine]]:
    lines: dict[str, list[AttemptLine]] = {delivery_id: [] for delivery_id in delivery_ids}
    query = select(Attempt).where(col(Attempt.delivery_id).in_(delivery_ids)).order_by(col(Attempt.number))
    for found in session.exec(query):
        line = AttemptLine(
            number=found.number,
            at=found.at,
            duration_ms=found.duration_ms,
            early=found.early,
            outcome=found.outcome,
            status=found.status,
            detail=found.detail,
        )
        lines[found.delivery_id].append(line)
    return lines


def _make_line(
    delivery: Delivery, kind: str, rule: str | None, attempts: Sequence[AttemptLine]
) -> DeliveryLine:
    return DeliveryLine(
        id=delivery.id,
        channel=delivery.channel_id,
        kind=kind,
        type=delivery.type,
        state=delivery.state,
        alert=delivery.alert_id,
        rule=rule,
        created_at=delivery.created_at,
        next_try_at=delivery.due_at if delivery.state == PENDING else None,
        delivered_at=delivery.delivered_at,
        reason=delivery.reason,
        attempts=tuple(attempts),
    )
