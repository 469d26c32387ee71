"""What a person orders of a channel besides its settings: test, rotate, enable, disable, replay.

Each takes a channel that is held, and is in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from alerts.deliveries import queue_test
from alerts.disabling import disable_channel, enable_channel
from alerts.models import Channel, Delivery
from alerts.replaying import find_missing_since, replay_channel
from alerts.rotation import rotate_secret
from alerts.unsubscribing import require_recipients
from monitor.ledger.journal import append_entry
from monitor.wire import time_json

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """A new secret, for the eyes of who asked; the old one signs as well until then (None: no more)."""

    secret: str
    until: datetime | None


def order_test(session: Session, channel: Channel, *, actor: str, now: datetime) -> Delivery:
    """Send a message that says it is a test; raises NobodyLeft. A disabled channel is tried again."""
    delivery = queue_test(session, channel.id, now)
    if delivery is None:
        raise LookupError(f"the channel {channel.id} is not in use")
    _note(session, channel, "test", actor, now, delivery=delivery.id)
    return delivery


def order_rotation(
    session: Session, channel: Channel, keep: timedelta, *, actor: str, now: datetime
) -> Rotated:
    """Give a webhook a new secret; raises Unrotatable."""
    secret = rotate_secret(session, channel, keep, now=now, wall=now, by=actor)
    until = channel.previous_until
    _note(session, channel, "rotate", actor, now, previous_until=_write(until))
    return Rotated(secret, until)


def order_enabling(session: Session, channel: Channel, *, actor: str, now: datetime) -> datetime | None:
    """Use a disabled channel again; since when it misses messages. None: it is not disabled.

    Raises NobodyLeft.
    """
    since = find_missing_since(session, channel)
    if since is not None:
        require_recipients(channel)
        enable_channel(channel)
        session.add(channel)
        _note(session, channel, "enable", actor, now)
    return since


def order_disabling(session: Session, channel: Channel, reason: str, *, actor: str, now: datetime) -> bool:
    """Send nothing more to a channel; False: it is disabled already."""
    if channel.disabled_at is not None:
        return False
    words = " ".join(reason.split())[:LONGEST_REASON].rstrip(".")
    disable_channel(session, channel, f"Disabled by a person{f': {words}' if words else ''}.", now)
    _note(session, channel, "disable", actor, now, reason=words)
    return True


def order_replay(
    session: Session, channel: Channel, since: datetime, *, everything: bool, actor: str, now: datetime
) -> int:
    """Send again what is dead or cancelled since then; how many deliveries. Raises NobodyLeft."""
    count = replay_channel(session, channel, since, now, everything=everything)
    _note(session, channel, "replay", actor, now, since=_write(since), all=everything, deliveries=count)
    return count


def _note(session: Session, channel: Channel, action: str, actor: str, now: datetime, **details: Any) -> None:
    append_entry(
        session,
        kind="configuration",
        subject=f"channel:{channel.id}",
        actor=actor,
        now=now,
        details={"action": action, **details},
    )


def _write(moment: datetime | None) -> str | None:
    return None if moment is None else time_json(moment, UTC)
