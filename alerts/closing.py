"""Alerts whose time is up close, and their deliveries are made: one per channel, in one commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, func
from sqlmodel import Session, col, select

from alerts.grouping import SYSTEM, name_alert_type
from alerts.models import CANCELLED, DEAD, Alert, AlertEntry, Channel, Delivery, Notice, Rule, Silence
from alerts.order import has_any, take_turn
from alerts.silences import explain_silence
from alerts.stuck import choose_working
from alerts.waiting import hasten_waiting, lock_channels


def close_due_alerts(engine: Engine, now: datetime, wall: datetime, limit: int = 50) -> list[str]:
    """Close what is due by `now` and make its deliveries, due at `wall`; the channels that got one.

    In commits of at most `limit` alerts, up to the first that reaches a channel: empty only when
    nothing is left, however much was silenced.
    """
    due = (col(Alert.closed_at).is_(None)) & (col(Alert.closes_at) <= now)
    while has_any(engine, select(Alert.id).where(due)):
        reached = _close_batch(engine, due, now, wall, limit)
        if reached:
            return sorted(reached)
    return []


def _close_batch(
    engine: Engine, due: ColumnElement[bool], now: datetime, wall: datetime, limit: int
) -> set[str]:
    with Session(engine) as session, session.begin():
        take_turn(session)
        query = select(Alert, Rule).join(Rule, col(Rule.id) == Alert.rule_id).where(due)
        found = session.exec(query.order_by(col(Alert.closes_at), _first_notice()).limit(limit)).all()
        wanted = {channel_id for _, rule in found for channel_id in rule.document["send_to"]}
        channels = lock_channels(session, wanted)
        reached: set[str] = set()
        for alert, rule in found:
            _close(session, alert, now)
            reached |= _address(session, alert, rule, channels, wall)
        hasten_waiting(session, reached, wall)
        return reached


def _first_notice() -> Any:
    """Of alerts that close at one moment, as at the end of quiet hours, the one that began first is first."""
    first = select(func.min(AlertEntry.notice_id)).where(col(AlertEntry.alert_id) == Alert.id)
    return first.correlate(Alert).scalar_subquery()


def _close(session: Session, alert: Alert, now: datetime) -> None:
    kinds = select(Notice.kind).join(AlertEntry, col(AlertEntry.notice_id) == Notice.id)
    alert.type = name_alert_type(session.exec(kinds.where(AlertEntry.alert_id == alert.id).distinct()).all())
    alert.closed_at = now
    session.add(alert)


def _address(
    session: Session, alert: Alert, rule: Rule, channels: dict[str, Channel], wall: datetime
) -> set[str]:
    """A delivery for each channel of the rule; what can't go out now is kept too, with the reason.

    What tells of a trouble of ours goes to the channels that have none themselves.
    """
    silence = session.get(Silence, alert.silence_id) if alert.silence_id else None
    addressed = _in_order(rule.document["send_to"], channels)
    if alert.type == SYSTEM:
        addressed = choose_working(session, addressed, wall)
    reached = set()
    for channel in addressed:
        delivery = Delivery(
            alert_id=alert.id, channel_id=channel.id, type=alert.type or "", created_at=wall, due_at=wall
        )
        if channel.removed_at is not None:
            delivery.state, delivery.reason = CANCELLED, "The channel was removed."
        elif silence is not None:
            delivery.state, delivery.reason = CANCELLED, explain_silence(silence)
        elif channel.disabled_at is not None:
            delivery.state, delivery.reason = DEAD, channel.disabled_reason
        else:
            reached.add(channel.id)
        session.add(delivery)  # flushed in the order of adding, which is that of closing
    return reached


def _in_order(send_to: Iterable[str], channels: dict[str, Channel]) -> list[Channel]:
    return [channels[name] for name in dict.fromkeys(send_to) if name in channels]
