"""The delivery log: what went where, and each try, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from alerts.models import DEAD, PENDING, Alert, Attempt, Channel, Delivery, Rule
from alerts.retry import LADDER
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
    """One delivery with its tries. `next_try_at` is None once nothing more is planned.

    `tries_left`: those that the ladder still has; one that goes out early uses none of them.
    """

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
    tries_left: int


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What is asked for; an empty tuple or None asks for nothing. `since`: made then or later.

    `failed`: dead ones, and pending ones that failed before.
    """

    channels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    alert: str | None = None
    since: datetime | None = None
    failed: bool = False


class UnknownMark(LookupError):
    """A page was to begin after a row that there is not."""


EVERYTHING = DeliveryFilter()


def list_deliveries(
    session: Session, wanted: DeliveryFilter = EVERYTHING, *, limit: int = 100, after: str = ""
) -> list[DeliveryLine]:
    """The newest first, from the one after the delivery `after` on; raises UnknownMark."""
    query = _select_lines().where(*_conditions(wanted))
    if after:
        query = query.where(col(Delivery.sequence) < _find_sequence(session, after))
    return _read_lines(session, query.order_by(col(Delivery.sequence).desc()).limit(limit))


def find_delivery(session: Session, delivery_id: str) -> DeliveryLine | None:
    """One delivery with its tries."""
    return next(iter(_read_lines(session, _select_lines().where(Delivery.id == delivery_id))), None)


def list_channel_ids(session: Session) -> list[str]:
    """Every channel that deliveries may name, removed ones too."""
    return list(session.exec(select(Channel.id).order_by(Channel.id)))


def list_rule_ids(session: Session) -> list[str]:
    """Every rule that deliveries may come from, removed ones too."""
    return list(session.exec(select(Rule.id).order_by(Rule.id)))


def list_live_rule_ids(session: Session) -> list[str]:
    """The rules that are not removed."""
    live = select(Rule.id).where(col(Rule.removed_at).is_(None))
    return list(session.exec(live.order_by(Rule.id)))


def _select_lines() -> Any:
    query = select(Delivery, Channel.kind, Alert.rule_id)
    query = query.join(Channel, col(Channel.id) == Delivery.channel_id)
    return query.outerjoin(Alert, col(Alert.id) == Delivery.alert_id)


def _read_lines(session: Session, query: Any) -> list[DeliveryLine]:
    found = session.exec(query).all()
    attempts = _list_attempts(session, [delivery.id for delivery, _, _ in found])
    return [_make_line(delivery, kind, rule, attempts[delivery.id]) for delivery, kind, rule in found]


def _conditions(wanted: DeliveryFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.channels:
        yield col(Delivery.channel_id).in_(wanted.channels)
    if wanted.states:
        yield col(Delivery.state).in_(wanted.states)
    if wanted.rules:
        yield col(Alert.rule_id).in_(wanted.rules)
    if wanted.alert is not None:
        yield col(Delivery.alert_id) == wanted.alert
    if wanted.since is not None:
        yield col(Delivery.created_at) >= wanted.since
    if wanted.failed:
        tried = exists().where(col(Attempt.delivery_id) == Delivery.id)
        yield col(Delivery.state).in_([DEAD, PENDING])
        yield or_(col(Delivery.state) == DEAD, tried)


def _find_sequence(session: Session, delivery_id: str) -> int:
    found = session.exec(select(Delivery.sequence).where(Delivery.id == delivery_id)).first()
    if found is None:
        raise UnknownMark(delivery_id)
    return found


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
        tries_left=_count_tries_left(delivery),
    )


def _count_tries_left(delivery: Delivery) -> int:
    if delivery.state != PENDING:
        return 0
    return 1 if delivery.type == TEST else max(1, len(LADDER) - delivery.step)
