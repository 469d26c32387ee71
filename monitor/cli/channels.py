"""`channel`: where alerts go, and whether they arrive there."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Annotated, Any

import typer
from sqlmodel import Session

from alerts.configuration import current_channels, hold_channel
from alerts.deliveries import queue_test
from alerts.models import Channel
from alerts.rotation import LONGEST_KEEP, Unrotatable, rotate_secret
from monitor import clock
from monitor.agreements.durations import parse_duration
from monitor.agreements.faults import suggest
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_error, write_json, write_line
from monitor.db import writing
from monitor.ledger.journal import append_entry
from monitor.wire import time_json

ChannelId = Annotated[str, typer.Argument(metavar="ID", help="The channel.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def channel() -> None:
    """Channels: where alerts go.

    Example: ceasewatch channel test newsroom
    """


@app.command("test")
def send_test(channel_id: ChannelId, as_json: AsJson = False) -> None:
    """Send a test message to a channel; a running `run` or `worker` takes it there.

    Example: ceasewatch channel test newsroom
    """
    with database() as engine, writing(engine) as session:
        _hold(session, channel_id)
        delivery = queue_test(session, channel_id, clock.wall())
        found = delivery.id if delivery is not None else None
    if as_json:
        write_json({"delivery": found, "channel": channel_id})
    else:
        write_line(f"Test {found} waits for {channel_id}; see `ceasewatch deliveries` for what came of it.")


@app.command()
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
        wall, held = clock.wall(), _hold(session, channel_id)
        try:
            secret = rotate_secret(session, held, kept, now=wall, wall=wall, by="channel rotate")
        except Unrotatable as refusal:
            raise BadInput(str(refusal)) from None
        until = None if held.previous_until is None else time_json(held.previous_until, UTC)
        _note(session, channel_id, "rotate", previous_until=until)
    if as_json:
        write_json({"channel": channel_id, "secret": secret, "previous_until": until})
        return
    write_line(secret)
    write_error(f"The old secret signs as well until {until}." if until else "The old secret signs no more.")
    write_error(f"If your YAML has the old secret written out, write {{stored: {channel_id}}} there instead.")


def _hold(session: Session, channel_id: str) -> Channel:
    held = hold_channel(session, channel_id)
    if held is None:
        known = [row.id for row in current_channels(session)]
        raise BadInput(f"There is no channel {channel_id!r}; {suggest(channel_id, known)}")
    return held


def _note(session: Session, channel_id: str, action: str, **details: Any) -> None:
    """In the journal, last in the transaction."""
    append_entry(
        session,
        kind="configuration",
        subject=f"channel:{channel_id}",
        actor=f"channel {action}",
        now=clock.wall(),
        details={"action": action, **details},
    )


def _read_keep(text: str) -> timedelta:
    try:
        kept = timedelta(seconds=parse_duration(text))
    except (ValueError, OverflowError) as error:
        raise BadInput(f"--keep: {error}") from None
    if kept > LONGEST_KEEP:
        raise BadInput(f"--keep: {text!r} is longer than a year; write at most {LONGEST_KEEP.days}d.")
    return kept
