"""A channel to which nothing gets through: people are warned, a day later it is disabled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from alerts.channels import find_kinds
from alerts.disabling import disable_channel
from alerts.models import Channel
from alerts.notices import post_notice
from alerts.wording import write_stamp

DISABLE_AFTER = timedelta(days=5)
WARNING = timedelta(days=1)
GONE = "The receiver answered 410: it is gone for good."


def note_failure(session: Session, channel: Channel, begun: datetime, wall: datetime, now: datetime) -> None:
    """Count a failed try that began at `begun`, and draw what follows.

    Only tries count: a channel to which nothing was sent for days is warned about by the next
    one that fails, and disabled by one that fails a day after the warning. Kinds that do not
    POST to an address go on for ever. `wall` is the machine's time, `now` the notice's.
    """
    channel.failing_since = channel.failing_since or begun
    session.add(channel)
    if not find_kinds()[channel.kind].POSTS:
        return
    end = channel.failing_since + DISABLE_AFTER
    if channel.warned_at is None:
        if wall >= end - WARNING:
            channel.warned_at = wall
            _tell(session, channel, "failing", _write_warning(channel, max(end, wall + WARNING)), now)
    elif wall >= max(end, channel.warned_at + WARNING):
        reason = f"Nothing has arrived there since {_write_time(channel.failing_since)}."
        disable_channel(session, channel, reason, wall)
        _tell(session, channel, "disabled", _write_end(channel), now)


def note_gone(session: Session, channel: Channel, wall: datetime, now: datetime) -> None:
    """The receiver wants nothing more: the channel is disabled at once."""
    disable_channel(session, channel, GONE, wall)
    _tell(session, channel, "disabled", _write_end(channel), now)


def _tell(session: Session, channel: Channel, event: str, sentence: str, now: datetime) -> None:
    post_notice(
        session,
        kind="system",
        subject_kind="channel",
        subject_id=channel.id,
        agreement_id=None,
        facts={"system": {"sentence": sentence, "event": f"channel_{event}", "channel": channel.id}},
        published_at=None,
        now=now,
    )


def _write_warning(channel: Channel, end: datetime) -> str:
    since = _write_time(channel.failing_since) if channel.failing_since else ""
    return (
        f"The channel {channel.id} ({channel.kind}) has failed since {since}. It will be disabled after"
        f" {_write_time(end)} unless something arrives there before;"
        " `ceasewatch deliveries --failed` says why."
    )


def _write_end(channel: Channel) -> str:
    return (
        f"The channel {channel.id} ({channel.kind}) is disabled. {channel.disabled_reason}"
        f" What waits there is kept: `ceasewatch channel enable {channel.id}` lifts it, and"
        f" `ceasewatch channel replay {channel.id} --since TIME` sends what is missing."
    )


def _write_time(moment: datetime) -> str:
    return write_stamp(moment.astimezone(UTC), "UTC")
