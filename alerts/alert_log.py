"""The alerts as people read them: what each holds, its thread, who has seen it, how far its messages are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from alerts.acknowledging import Acknowledgement, acknowledgement_of
from alerts.delivery_log import UnknownMark
from alerts.models import Alert, AlertEntry, Delivery, Notice


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert: open until `closed_at`. `delivery_counts`: how many are in each state."""

    id: str
    rule: str
    rule_version: int
    type: str | None
    group: dict[str, Any]
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    follows: str | None
    silence: str | None
    acknowledgement: Acknowledgement | None
    entry_count: int
    delivery_counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What is asked for; an empty tuple or None asks for nothing. `since`: opened then or later.

    `states`: one of its deliveries is in one of them; `agreements`: one of its notices is of one of them.
    """

    rules: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    closed: bool | None = None
    acknowledged: bool | None = None
    channels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    since: datetime | None = None


EVERYTHING = AlertFilter()


def list_alerts(
    session: Session, wanted: AlertFilter = EVERYTHING, *, limit: int = 100, after: str = ""
) -> list[AlertLine]:
    """The last opened first, from the one after the alert `after` on; raises UnknownMark."""
    query = select(Alert).where(*_conditions(wanted))
    if after:
        query = query.where(_comes_after(session, after))
    newest_first = query.order_by(col(Alert.opened_at).desc(), col(Alert.id).desc())
    return _make_lines(session, session.exec(newest_first.limit(limit)).all())


def list_thread(session: Session, alert: AlertLine) -> list[AlertLine]:
    """The alerts of one thread, the root first; one that nothing follows is alone in its own."""
    root = alert.follows or alert.id
    query = select(Alert).where(or_(col(Alert.id) == root, col(Alert.follows) == root))
    found = session.exec(query.order_by(col(Alert.opened_at), col(Alert.id))).all()
    return _make_lines(session, sorted(found, key=lambda row: row.id != root))


def find_alert(session: Session, alert_id: str) -> AlertLine | None:
    """One alert."""
    alert = session.get(Alert, alert_id)
    return None if alert is None else _make_lines(session, [alert])[0]


def list_notices(session: Session, alert_id: str, limit: int) -> list[Notice]:
    """What an alert holds, in the order of its making."""
    query = select(Notice).join(AlertEntry, col(AlertEntry.notice_id) == Notice.id)
    in_order = query.where(AlertEntry.alert_id == alert_id).order_by(col(AlertEntry.notice_id))
    return list(session.exec(in_order.limit(limit)))


def _conditions(wanted: AlertFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.rules:
        yield col(Alert.rule_id).in_(wanted.rules)
    if wanted.types:
        yield col(Alert.type).in_(wanted.types)
    if wanted.closed is not None:
        yield col(Alert.closed_at).is_not(None) if wanted.closed else col(Alert.closed_at).is_(None)
    if wanted.acknowledged is not None:
        unseen = col(Alert.acknowledged_at).is_(None)
        yield ~unseen if wanted.acknowledged else unseen
    if wanted.channels or wanted.states:
        yield _has_delivery(wanted)
    if wanted.agreements:
        held = select(AlertEntry.notice_id).join(Notice, col(Notice.id) == AlertEntry.notice_id)
        held = held.where(AlertEntry.alert_id == Alert.id, col(Notice.agreement_id).in_(wanted.agreements))
        yield held.exists()
    if wanted.since is not None:
        yield col(Alert.opened_at) >= wanted.since


def _has_delivery(wanted: AlertFilter) -> ColumnElement[bool]:
    """One delivery is both: to one of the channels, in one of the states."""
    sent = select(Delivery.id).where(col(Delivery.alert_id) == Alert.id)
    if wanted.channels:
        sent = sent.where(col(Delivery.channel_id).in_(wanted.channels))
    if wanted.states:
        sent = sent.where(col(Delivery.state).in_(wanted.states))
    return sent.exists()


def _comes_after(session: Session, alert_id: str) -> ColumnElement[bool]:
    mark = session.get(Alert, alert_id)
    if mark is None:
        raise UnknownMark(alert_id)
    tied = and_(col(Alert.opened_at) == mark.opened_at, col(Alert.id) < mark.id)
    return or_(col(Alert.opened_at) < mark.opened_at, tied)


def _make_lines(session: Session, alerts: Sequence[Alert]) -> list[AlertLine]:
    ids = [alert.id for alert in alerts]
    entries, deliveries = _count_entries(session, ids), _count_deliveries(session, ids)
    return [
        AlertLine(
            id=alert.id,
            rule=alert.rule_id,
            rule_version=alert.rule_version,
            type=alert.type,
            group=alert.group_key,
            opened_at=alert.opened_at,
            closes_at=alert.closes_at,
            closed_at=alert.closed_at,
            follows=alert.follows,
            silence=alert.silence_id,
            acknowledgement=acknowledgement_of(alert),
            entry_count=entries.get(alert.id, 0),
            delivery_counts=deliveries[alert.id],
        )
        for alert in alerts
    ]


def _count_entries(session: Session, alert_ids: Sequence[str]) -> dict[str, int]:
    query = select(AlertEntry.alert_id, func.count()).where(col(AlertEntry.alert_id).in_(alert_ids))
    return dict(session.exec(query.group_by(col(AlertEntry.alert_id))).all())


def _count_deliveries(session: Session, alert_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    of_alerts = col(Delivery.alert_id).in_(alert_ids)
    query = select(Delivery.alert_id, Delivery.state, func.count()).where(of_alerts)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for alert_id, state, count in session.exec(query.group_by(col(Delivery.alert_id), Delivery.state)):
        counts[alert_id or ""][state] = count
    return counts
