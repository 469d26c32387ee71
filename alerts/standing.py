"""How each channel stands: where it leads, what it waits for, whether anything gets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from alerts.channels import find_kinds
from alerts.configuration import current_channels
from alerts.models import Channel, Delivery
from alerts.references import name_reference
from alerts.unsubscribing import reached_document
from alerts.waiting import is_pending


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel as people read it, without its secret.

    `place`: where it leads. `secret`: where its secret is kept, None without one; `rotating_until`:
    the old one signs as well until then. `state`: "in use", "failing" or "disabled", `since` when,
    for which `reason`. `waiting`: deliveries that wait there.
    """

    id: str
    kind: str
    place: str
    secret: str | None
    rotating_until: datetime | None
    state: str
    since: datetime | None
    reason: str | None
    waiting: int


def list_channels(session: Session, wall: datetime) -> list[ChannelLine]:
    """The channels in use, by id."""
    waiting = _count_waiting(session)
    return [_make_line(channel, waiting.get(channel.id, 0), wall) for channel in current_channels(session)]


def _count_waiting(session: Session) -> dict[str, int]:
    query = select(Delivery.channel_id, func.count()).where(is_pending(Delivery))
    return dict(session.exec(query.group_by(Delivery.channel_id)).all())


def _make_line(channel: Channel, waiting: int, wall: datetime) -> ChannelLine:
    until = channel.previous_until
    return ChannelLine(
        id=channel.id,
        kind=channel.kind,
        place=find_kinds()[channel.kind].name_place(reached_document(channel), channel.secret),
        secret=_name_secret(channel),
        rotating_until=until if until is not None and until > wall else None,
        waiting=waiting,
        **_tell_state(channel),
    )


def _tell_state(channel: Channel) -> dict[str, Any]:
    if channel.disabled_at is not None:
        return {"state": "disabled", "since": channel.disabled_at, "reason": channel.disabled_reason}
    state = "in use" if channel.failing_since is None else "failing"
    return {"state": state, "since": channel.failing_since, "reason": None}


def _name_secret(channel: Channel) -> str | None:
    reference = channel.document.get(find_kinds()[channel.kind].KEPT_APART or "")
    if reference is None:
        return None
    return "stored" if "stored" in reference else name_reference(reference)
