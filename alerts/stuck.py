"""Alerts that do not get through: seen after five minutes, told once, and once more when it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from alerts.models import Channel, Delivery, Notice
from alerts.notices import post_notice
from alerts.order import take_turn
from alerts.waiting import TEST, is_pending
from alerts.wording import write_stamp

STUCK_AFTER = timedelta(minutes=5)
# It is over only well below that, so that a slow channel's backlog is no endless row of notices.
OVER_BELOW = STUCK_AFTER / 2
SUBJECT = ("service", "undelivered")
BEGUN, OVER = "undelivered", "undelivered_over"


@dataclass(frozen=True, slots=True)
class Wait:
    """What a channel waits for: so many alerts, the oldest of them since then."""

    since: datetime
    count: int


def list_waits(session: Session) -> dict[str, Wait]:
    """The channels that have alerts to deliver still. What was asked for again waits since then."""
    since = case((col(Delivery.step) == 0, col(Delivery.due_at)), else_=col(Delivery.created_at))
    query = select(Delivery.channel_id, func.min(since), func.count())
    query = query.where(is_pending(Delivery), Delivery.type != TEST).group_by(Delivery.channel_id)
    return {channel_id: Wait(oldest, count) for channel_id, oldest, count in session.exec(query)}


def measure_oldest(waits: Mapping[str, Wait], wall: datetime) -> timedelta:
    """How long the oldest alert that was not delivered waits; nothing when none does."""
    return max((wall - wait.since for wait in waits.values()), default=timedelta())


def choose_working(session: Session, channels: Sequence[Channel], wall: datetime) -> list[Channel]:
    """Of the channels that may tell of a trouble those that are in no trouble themselves; else all."""
    waits = list_waits(session)
    working = [one for one in channels if _works(one) and not _is_stuck(waits.get(one.id), wall)]
    return working or list(channels)


def is_news(session: Session, wall: datetime) -> bool:
    """Whether people should be told that alerts do not get through, or that they do again."""
    oldest = measure_oldest(list_waits(session), wall)
    return oldest < OVER_BELOW if _was_told(session) else oldest > STUCK_AFTER


def tell_undelivered(session: Session, wall: datetime, now: datetime) -> bool:
    """Post the notice, made at `now`, that is due at `wall`; False: another process was first."""
    take_turn(session)
    if not is_news(session, wall):
        return False
    if _was_told(session):
        _post(session, OVER, _write_end(), now)
    else:
        _post(session, BEGUN, _write_beginning(list_waits(session), wall), now)
    return True


def _works(channel: Channel) -> bool:
    return channel.disabled_at is None and channel.removed_at is None


def _is_stuck(wait: Wait | None, wall: datetime) -> bool:
    return wait is not None and wall - wait.since > STUCK_AFTER


def _was_told(session: Session) -> bool:
    kind, id = SUBJECT
    query = select(Notice).where(Notice.subject_kind == kind, Notice.subject_id == id)
    last = session.exec(query.order_by(col(Notice.id).desc()).limit(1)).first()
    return last is not None and last.facts["system"]["event"] == BEGUN


def _write_beginning(waits: Mapping[str, Wait], wall: datetime) -> str:
    stuck = {name: wait for name, wait in sorted(waits.items()) if _is_stuck(wait, wall)}
    since = write_stamp(min(wait.since for wait in stuck.values()), "UTC")
    parts = ", ".join(f"{name} ({wait.count})" for name, wait in stuck.items())
    return (
        f"Alerts wait to be delivered, the oldest since {since}. Channels behind, and how many wait there:"
        f" {parts}. `ceasewatch deliveries --failed` says why."
    )


def _write_end() -> str:
    return (
        "No alert waits long for its delivery any more. What was given up meanwhile is kept:"
        " `ceasewatch deliveries --dead` lists it."
    )


def _post(session: Session, event: str, sentence: str, now: datetime) -> None:
    kind, id = SUBJECT
    post_notice(
        session,
        kind="system",
        subject_kind=kind,
        subject_id=id,
        agreement_id=None,
        facts={"system": {"sentence": sentence, "event": event}},
        published_at=None,
        now=now,
    )
