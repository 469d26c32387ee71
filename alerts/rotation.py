"""A webhook's stored secret is exchanged; the old one signs as well for a while."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from alerts.configuration import make_version
from alerts.models import Channel
from alerts.references import name_reference
from alerts.signing import PREFIX

KEY_BYTES = 32
LONGEST_KEEP = timedelta(days=366)


class Unrotatable(ValueError):
    """The channel has no secret that can be exchanged here; the text says what to do instead."""


def rotate_secret(
    session: Session, channel: Channel, keep: timedelta, *, now: datetime, wall: datetime, by: str
) -> str:
    """A new secret for a channel that is held; the old one signs beside it for `keep`. Raises Unrotatable.

    Whatever signed until now goes on signing, so that rotating twice in a day cuts nobody off;
    a `keep` of nothing ends all of it. `wall` is the machine's time, by which signing goes.
    """
    _refuse_others(channel)
    still = collect_secrets(channel, wall)
    channel.previous_secret, channel.previous_until = (still, wall + keep) if keep else (None, None)
    channel.secret = make_secret()
    channel.version, channel.updated_at = channel.version + 1, now
    session.add(channel)
    session.add(make_version(channel, channel.document, now, by))
    return channel.secret


def make_secret() -> str:
    """A new secret, as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def collect_secrets(channel: Channel, wall: datetime) -> str | None:
    """The stored secrets that sign now, the newest first; one whose time is over is forgotten for good."""
    if channel.previous_until is not None and channel.previous_until <= wall:
        channel.previous_secret = channel.previous_until = None
    return " ".join(filter(None, (channel.secret, channel.previous_secret))) or None


def _refuse_others(channel: Channel) -> None:
    if channel.kind != "webhook":
        raise Unrotatable(f"{channel.id} is a channel of kind {channel.kind}, which signs nothing.")
    reference: Mapping[str, str] | None = channel.document.get("secret")
    if reference is None:
        raise Unrotatable(
            f"{channel.id} has no secret; give it one in its YAML, then run `ceasewatch apply`."
        )
    if "stored" not in reference or channel.secret is None:
        raise Unrotatable(
            f"The secret of {channel.id} is not kept here but in {name_reference(reference)}: write the new"
            " and the old one there, separated by a space, so that both sign, and take the old one out"
            " once the receiver knows the new one."
        )
