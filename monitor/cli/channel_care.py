"""`channel rotate`, `replay`, `enable`, `disable`: what a person does to a channel, noted in the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from alerts.configuration import current_channels, hold_channel
from alerts.models import Channel
from alerts.rotation import LONGEST_KEEP, Unrotatable
from monitor import clock
from monitor.agreements.durations import parse_duration
from monitor.agreements.faults import suggest
from monitor.cli.context import database
from monitor.cli.moments import read_start
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_error, write_json, write_line
from monitor.db import writing
from monitor.ledger.channel_care import order_disabling, order_enabling, order_replay, order_rotation
from monitor.wire import time_json

ChannelId = Annotated[str, typer.Argument(metavar="ID", help="The channel.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]


def rotate(
    channel_id: ChannelId,
    keep: Annotated[
        str, typer.Option(metavar="DURATION", help="How long the old secret signs as well; 0s: not at all.")
    ] = "24h",
    as_json: AsJson = False,
) -> None:
    """Give a webhook a new secret and print it, and nothing else; it can't be shown again.

    Only for a secret that is kept in the database. The old one signs beside it for a while, so that
    the receiver can be changed in its own time.

    Example: ceasewatch channel rotate newsroom --keep 24h
    """
    kept = _read_keep(keep)
    with database() as engine, writing(engine) as session:
        held = hold(session, channel_id)
        try:
            made = order_rotation(session, held, kept, actor="channel rotate", now=clock.wall())
        except Unrotatable as refusal:
            raise BadInput(str(refusal)) from None
    until = None if made.until is None else time_json(made.until, UTC)
    if as_json:
        write_json({"channel": channel_id, "secret": made.secret, "previous_until": until})
        return
    write_line(made.secret)
    write_error(f"The old secret signs as well until {until}." if until else "The old secret signs no more.")
    write_error(f"If your YAML has the old secret written out, write {{stored: {channel_id}}} there instead.")


def replay(
    channel_id: ChannelId,
    since: Annotated[
        str, typer.Option(metavar="TIME", help="From when on: ISO 8601 with its offset, or a day (UTC).")
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was delivered; the ids let a receiver drop a repeat.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send again what is dead or cancelled since a time: the same ids and bytes, in their order.

    A disabled channel is tried again from now on.

    Example: ceasewatch channel replay newsroom --since 2020-10-10
    """
    moment = _read_since(since)
    with database() as engine, writing(engine) as session:
        held = hold(session, channel_id)
        count = order_replay(
            session, held, moment, everything=everything, actor="channel replay", now=clock.wall()
        )
    if as_json:
        write_json({"channel": channel_id, "deliveries": count})
    else:
        noun = "delivery is" if count == 1 else "deliveries are"
        write_line(f"{count} {noun} due at {channel_id} now." if count else "There is nothing to send.")


def enable(channel_id: ChannelId, as_json: AsJson = False) -> None:
    """Let a disabled channel be tried again; what it missed is sent by `channel replay`.

    Example: ceasewatch channel enable newsroom
    """
    with database() as engine, writing(engine) as session:
        held = hold(session, channel_id)
        since = order_enabling(session, held, actor="channel enable", now=clock.wall())
    if as_json:
        write_json({"channel": channel_id, "changed": since is not None})
    elif since is None:
        write_line(f"{channel_id} is not disabled.")
    else:
        missed = f"`ceasewatch channel replay {channel_id} --since {time_json(since, UTC)}`"
        write_line(f"{channel_id} is in use again; {missed} sends what it missed.")


def disable(
    channel_id: ChannelId,
    reason: Annotated[str, typer.Option(help="Why; shown wherever the channel is.")] = "",
    as_json: AsJson = False,
) -> None:
    """Send nothing more to a channel; what waits there, and what is still to come, is kept.

    Example: ceasewatch channel disable newsroom --reason "their server moves"
    """
    with database() as engine, writing(engine) as session:
        held = hold(session, channel_id)
        changed = order_disabling(session, held, reason, actor="channel disable", now=clock.wall())
    if as_json:
        write_json({"channel": channel_id, "changed": changed})
    elif changed:
        write_line(f"{channel_id} is disabled; `ceasewatch channel enable {channel_id}` lifts it.")
    else:
        write_line(f"{channel_id} is disabled already.")


def hold(session: Session, channel_id: str) -> Channel:
    """The channel, held until the end of the transaction; raises BadInput with a suggestion."""
    held = hold_channel(session, channel_id)
    if held is None:
        known = [row.id for row in current_channels(session)]
        raise BadInput(f"There is no channel {channel_id!r}; {suggest(channel_id, known)}")
    return held


def _read_since(text: str) -> datetime:
    try:
        return read_start(text)
    except ValueError as error:
        raise BadInput(f"--since: {error}") from None


def _read_keep(text: str) -> timedelta:
    try:
        kept = timedelta(seconds=parse_duration(text))
    except (ValueError, OverflowError) as error:
        raise BadInput(f"--keep: {error}") from None
    if kept > LONGEST_KEEP:
        raise BadInput(f"--keep: {text!r} is longer than a year; write at most {LONGEST_KEEP.days}d.")
    return kept
