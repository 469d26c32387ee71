"""Rules and channels as the API shows them: the document, and beside it how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from alerts.configuration import current_channels, current_rules
from alerts.models import Channel, ChannelVersion, Rule, RuleVersion
from alerts.replaying import find_missing_since
from alerts.standing import ChannelLine, list_channels
from monitor.agreements.whole import tag_of, whole_channel, whole_rule
from monitor.wire import record_json, time_json

RULE_COLUMNS = {"version", "updated_at", "updated_by"}
CHANNEL_COLUMNS = RULE_COLUMNS | {
    *("place", "secret_kept", "rotating_until", "state", "since", "reason", "waiting", "missed_since"),
    "unsubscribed",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is sent, and the tag of the document behind it."""

    body: dict[str, Any]
    tag: str


def show_rules(session: Session, ids: Sequence[str] | None = None) -> list[Shown]:
    """The rules in use by id, or those of these ids."""
    return [
        Shown(whole_rule(row) | _columns(session, row), tag_of(whole_rule(row)))
        for row in current_rules(session)
        if ids is None or row.id in ids
    ]


def show_channels(
    session: Session, wall: datetime, *, addresses: bool, ids: Sequence[str] | None = None
) -> list[Shown]:
    """The channels in use by id, or those of these ids. Without `addresses` a receiver's is its host only."""
    lines = {line.id: line for line in list_channels(session, wall)}
    shown: list[Shown] = []
    for row in current_channels(session):
        if ids is None or row.id in ids:
            body = whole_channel(row) | _standing(session, row, lines[row.id]) | _columns(session, row)
            if not addresses and isinstance(body.get("url"), str):
                body["url"] = lines[row.id].place
            shown.append(Shown(body, tag_of(whole_channel(row))))
    return shown


def _standing(session: Session, row: Channel, line: ChannelLine) -> dict[str, Any]:
    told = record_json(line)
    missed = find_missing_since(session, row)
    return {
        "place": told["place"],
        "secret_kept": told["secret"],
        "rotating_until": told["rotating_until"],
        "state": told["state"],
        "since": told["since"],
        "reason": told["reason"],
        "waiting": told["waiting"],
        "missed_since": None if missed is None else time_json(missed, UTC),
        "unsubscribed": row.unsubscribed,
    }


def _columns(session: Session, row: Rule | Channel) -> dict[str, Any]:
    version: RuleVersion | ChannelVersion | None
    if isinstance(row, Rule):
        version = session.get(RuleVersion, (row.id, row.version))
    else:
        version = session.get(ChannelVersion, (row.id, row.version))
    return {
        "version": row.version,
        "updated_at": time_json(row.updated_at, UTC),
        "updated_by": version.by if version is not None else "",
    }
