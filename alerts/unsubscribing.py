"""Recipients who want no more mail from a channel: kept there, and left out when it sends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from alerts.disabling import disable_channel
from alerts.models import Channel
from alerts.waiting import lock_channels

ALL_LEFT = "Every recipient of this channel has unsubscribed."


class UnknownRecipient(ValueError):
    """The channel has no such recipient, or is not in use; the text is one sentence for who asked."""


class NobodyLeft(Exception):
    """A channel can't be used while everybody has left it; the text is one sentence with the mend."""


def unsubscribe(session: Session, channel_id: str, address: str, wall: datetime) -> bool:
    """Send no more mail of a channel to an address; False: that was so already. Raises UnknownRecipient.

    A channel whose last recipient has left is disabled, and what waits there is kept as dead.
    """
    channel = lock_channels(session, [channel_id]).get(channel_id)
    if channel is None or channel.removed_at is not None:
        raise UnknownRecipient("This channel is not in use any more; it sends no mail.")
    recipient = find_recipient(channel, address)
    if recipient is None:
        raise UnknownRecipient(f"The channel {channel_id} sends no mail to this address.")
    if recipient not in list_recipients(channel):
        return False
    channel.unsubscribed = [*channel.unsubscribed, recipient]
    session.add(channel)
    if not list_recipients(channel):
        disable_channel(session, channel, ALL_LEFT, wall)
    return True


def find_recipient(channel: Channel, address: str) -> str | None:
    """An address as the channel has it, whether unsubscribed or not; case does not matter."""
    wanted = address.strip().casefold()
    return next((each for each in channel.document.get("to", ()) if each.casefold() == wanted), None)


def list_recipients(channel: Channel) -> list[str]:
    """Those who still get the channel's mails."""
    gone = {address.casefold() for address in channel.unsubscribed}
    return [each for each in channel.document.get("to", ()) if each.casefold() not in gone]


def is_abandoned(channel: Channel) -> bool:
    """Whether a channel has recipients, and all of them have unsubscribed."""
    return bool(channel.document.get("to")) and not list_recipients(channel)


def require_recipients(channel: Channel) -> None:
    """Raise NobodyLeft for a channel that everybody has left."""
    if is_abandoned(channel):
        raise NobodyLeft(
            f"Every recipient of {channel.id} has unsubscribed; give the channel another one, then try again."
        )


def reached_document(channel: Channel) -> Mapping[str, Any]:
    """A channel's settings as it is sent by: without those who have unsubscribed."""
    document = channel.document
    return document | {"to": list_recipients(channel)} if channel.unsubscribed else document


def keep_unsubscribed(channel: Channel, document: Mapping[str, Any]) -> None:
    """When a channel is saved: who is taken out of it, and put in again later, gets mail again."""
    named = {each.casefold() for each in document.get("to", ())}
    channel.unsubscribed = [each for each in channel.unsubscribed if each.casefold() in named]
