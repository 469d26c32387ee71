"""How the service is, in numbers: what waits, what failed, who is alive; and whether all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from alerts.models import STATES, Alert, Channel, Delivery, Notice, PendingNotice
from alerts.stuck import STUCK_AFTER, list_waits, measure_oldest
from monitor.models import Heartbeat, Source, Work
from monitor.terms import SourceState

FRESH = timedelta(seconds=30)
UNKNOWN = "unknown"
_UNREACHED = {SourceState.UNREACHABLE.value, SourceState.OUTAGE.value}


@dataclass(frozen=True, slots=True)
class Vitals:
    """Ages are times since something should have happened, zero when nothing is late.

    `undelivered`: the oldest alert not delivered; `unmatched`: the oldest notice that no rule
    has looked at; `overdue`: the open alert that should have closed first. `sources`: those in use by
    state; `channels`: `ok`, `slow`, `failing` or `disabled`; `beats`: since each part spoke.
    """

    undelivered: timedelta
    unmatched: timedelta
    overdue: timedelta
    deliveries: dict[str, int]
    pending_notices: int
    open_alerts: int
    work: dict[str, int]
    sources: dict[str, int]
    channels: dict[str, int]
    beats: dict[str, timedelta]
    workers: int


def read_vitals(session: Session, wall: datetime, now: datetime) -> Vitals:
    """The numbers at `wall`, the machine's time; `now` is the time of what is watched."""
    unmatched = session.exec(select(func.min(Notice.made_at)).join(PendingNotice)).one()
    still_open = col(Alert.closed_at).is_(None)
    overdue = session.exec(select(func.min(Alert.closes_at)).where(still_open)).one()
    beats = _list_beats(session, wall)
    return Vitals(
        undelivered=measure_oldest(list_waits(session), wall),
        unmatched=_age(unmatched, now),
        overdue=_age(overdue, now),
        deliveries=dict.fromkeys(STATES, 0) | _count_by(session, Delivery.state),
        pending_notices=session.exec(select(func.count()).select_from(PendingNotice)).one(),
        open_alerts=session.exec(select(func.count()).select_from(Alert).where(still_open)).one(),
        work=_count_by(session, Work.kind, col(Work.done_at).is_(None), col(Work.due_at) <= now),
        sources=_count_sources(session),
        channels=_count_channels(session),
        beats=_find_youngest(beats),
        workers=sum(age <= FRESH for name, age in beats.items() if name.startswith("worker:")),
    )


def find_troubles(vitals: Vitals) -> list[str]:
    """A sentence for each reason why not all is well; the scheduler, who asks, is alive."""
    troubles = []
    if not vitals.workers:
        troubles.append("No worker is alive.")
    for what, age in (
        ("delivered", vitals.undelivered),
        ("matched to rules", vitals.unmatched),
        ("closed", vitals.overdue),
    ):
        if age > STUCK_AFTER:
            troubles.append(f"What should have been {what} waits for {age.total_seconds():.0f} s.")
    known = {state for state in vitals.sources if state != UNKNOWN}
    if known and known <= _UNREACHED:
        troubles.append("No source can be reached.")
    return troubles


def _age(since: datetime | None, now: datetime) -> timedelta:
    return timedelta() if since is None else max(now - since, timedelta())


def _count_by(session: Session, column: object, *conditions: object) -> dict[str, int]:
    query = select(column, func.count()).where(*conditions).group_by(column)  # type: ignore[call-overload]
    return dict(session.exec(query).all())


def _count_sources(session: Session) -> dict[str, int]:
    """Those that are polled, by state; `unknown` before the first poll."""
    in_use = (
        col(Source.enabled).is_(True),
        col(Source.removed_at).is_(None),
        col(Source.due_at).is_not(None),
    )
    return {state or UNKNOWN: count for state, count in _count_by(session, Source.state, *in_use).items()}


def _count_channels(session: Session) -> dict[str, int]:
    counts = {"ok": 0, "slow": 0, "failing": 0, "disabled": 0}
    for channel in session.exec(select(Channel).where(col(Channel.removed_at).is_(None))):
        counts[_judge_channel(channel)] += 1
    return counts


def _judge_channel(channel: Channel) -> str:
    if channel.disabled_at is not None:
        return "disabled"
    if channel.failing_since is not None:
        return "failing"
    return "slow" if channel.is_slow else "ok"


def _list_beats(session: Session, wall: datetime) -> dict[str, timedelta]:
    return {row.name: _age(row.beat_at, wall) for row in session.exec(select(Heartbeat))}


def _find_youngest(beats: dict[str, timedelta]) -> dict[str, timedelta]:
    """By part (`scheduler`, `worker`): those that ended long ago say nothing."""
    youngest: dict[str, timedelta] = {}
    for name, age in beats.items():
        part = name.partition(":")[0]
        youngest[part] = min(age, youngest.get(part, age))
    return youngest
