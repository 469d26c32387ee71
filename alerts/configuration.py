"""Rules and channels as the operator wrote them, each change kept as a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from alerts.channels import find_kinds
from alerts.disabling import enable_channel, forget_failures
from alerts.models import CANCELLED, DELIVERED, PENDING, Channel, ChannelVersion, Delivery, Rule, RuleVersion
from alerts.unsubscribing import is_abandoned, keep_unsubscribed
from alerts.waiting import lock_channels


def current_rules(session: Session) -> list[Rule]:
    """The rules in use, by id."""
    return list(session.exec(select(Rule).where(col(Rule.removed_at).is_(None)).order_by(Rule.id)))


def current_channels(session: Session) -> list[Channel]:
    """The channels in use (a disabled one too), by id."""
    return list(session.exec(select(Channel).where(col(Channel.removed_at).is_(None)).order_by(Channel.id)))


def find_rule(session: Session, rule_id: str) -> Rule | None:
    """A rule in use."""
    rule = session.get(Rule, rule_id)
    return rule if rule is not None and rule.removed_at is None else None


def find_channel(session: Session, channel_id: str) -> Channel | None:
    """A channel in use."""
    channel = session.get(Channel, channel_id)
    return channel if channel is not None and channel.removed_at is None else None


def hold_channel(session: Session, channel_id: str) -> Channel | None:
    """A channel in use, held until the end of the transaction."""
    channel = lock_channels(session, [channel_id]).get(channel_id)
    return channel if channel is not None and channel.removed_at is None else None


def save_rule(session: Session, rule_id: str, document: Mapping[str, Any], now: datetime, by: str) -> bool:
    """Create or change a rule; False when it stands so already and no version was made."""
    rule = session.get(Rule, rule_id)
    if rule is None:
        rule = Rule(id=rule_id, version=0, document={}, updated_at=now)
    elif rule.removed_at is None and rule.document == dict(document):
        return False
    rule.version, rule.document = rule.version + 1, dict(document)
    rule.updated_at, rule.removed_at = now, None
    session.add(rule)
    session.flush()
    session.add(RuleVersion(rule_id=rule_id, version=rule.version, document=rule.document, at=now, by=by))
    return True


def remove_rule(session: Session, rule_id: str, now: datetime, by: str) -> bool:
    """Take a rule out of use; what it has opened still goes out. False when there is no such rule."""
    rule = find_rule(session, rule_id)
    if rule is None:
        return False
    rule.version, rule.updated_at, rule.removed_at = rule.version + 1, now, now
    session.add(rule)
    session.add(RuleVersion(rule_id=rule_id, version=rule.version, document=None, at=now, by=by))
    return True


def save_channel(
    session: Session, channel_id: str, kind: str, document: Mapping[str, Any], now: datetime, by: str
) -> bool:
    """Create or change a channel; False when it stands so already and no version was made.

    A secret that is written out goes to its own column, and the document refers to it as
    {"stored": channel id}. Saving a change lifts a disabling, unless everybody has left the channel;
    another secret ends a rotation.
    """
    channel = session.get(Channel, channel_id)
    if channel is None:
        channel = Channel(id=channel_id, kind=kind, version=0, document={}, updated_at=now)
    plain, secret = _set_secret_apart(session, channel, find_kinds()[kind].KEPT_APART, document)
    stands = (channel.removed_at, channel.kind, channel.document, channel.secret) == (
        None,
        kind,
        plain,
        secret,
    )
    if stands and channel.version:
        return False
    if channel.kind != kind:
        _thaw_content(session, channel_id)
    keep_unsubscribed(channel, plain)
    if channel.secret != secret:
        channel.previous_secret = channel.previous_until = None
    channel.kind, channel.document, channel.secret = kind, plain, secret
    channel.version, channel.updated_at, channel.removed_at = channel.version + 1, now, None
    if not is_abandoned(channel):
        enable_channel(channel)
    forget_failures(channel)
    session.add(channel)
    session.flush()
    session.add(make_version(channel, plain, now, by))
    return True


def remove_channel(session: Session, channel_id: str, now: datetime, by: str) -> bool:
    """Take a channel out of use and cancel what waits there. False when there is no such channel."""
    channel = find_channel(session, channel_id)
    if channel is None:
        return False
    channel.version, channel.updated_at, channel.removed_at = channel.version + 1, now, now
    session.add(channel)
    session.add(make_version(channel, None, now, by))
    waiting = (col(Delivery.channel_id) == channel_id) & (col(Delivery.state) == PENDING)
    gone = update(Delivery).where(waiting).values(state=CANCELLED, reason="The channel was removed.")
    session.execute(gone)
    return True


def make_version(channel: Channel, document: dict[str, Any] | None, now: datetime, by: str) -> ChannelVersion:
    """A channel as it stands, for the record: `document` has no secret in it, None where it is removed."""
    return ChannelVersion(
        channel_id=channel.id, version=channel.version, kind=channel.kind, document=document, at=now, by=by
    )


def _thaw_content(session: Session, channel_id: str) -> None:
    """What was written for another kind of channel is written anew."""
    unsent = (col(Delivery.channel_id) == channel_id) & (col(Delivery.state) != DELIVERED)
    session.execute(update(Delivery).where(unsent).values(content=None, frozen_at=None))


def _set_secret_apart(
    session: Session, channel: Channel, key: str | None, document: Mapping[str, Any]
) -> tuple[dict[str, Any], str | None]:
    plain, secret = dict(document), document.get(key or "")
    if key is None or secret is None:
        return plain, None
    here = plain | {key: {"stored": channel.id}}
    if isinstance(secret, str):
        return here, secret
    if "stored" not in secret:
        return plain, None
    if secret["stored"] == channel.id:
        return plain, channel.secret
    # A copy of another channel's, so that removing or changing that one takes nothing away here.
    other = session.get(Channel, secret["stored"])
    return here, other.secret if other else None
