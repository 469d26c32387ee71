"""`channel`, `channel list` and `channel test`: where alerts go, and whether they arrive there."""

from __future__ import annotations

import threading
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from alerts.delivery_log import DeliveryLine, find_delivery
from alerts.models import PENDING
from alerts.standing import ChannelLine, list_channels
from monitor import clock
from monitor.cli.channel_care import AsJson, ChannelId, disable, enable, hold, replay, rotate
from monitor.cli.context import database
from monitor.cli.outcome import Failure
from monitor.cli.output import write_json, write_line, write_table
from monitor.db import reading, writing
from monitor.ledger.channel_care import order_test
from monitor.wire import time_json

LONGEST_WAIT = 60.0
LOOK = 0.2  # seconds

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def channel() -> None:
    """Channels: where alerts go.

    Example: ceasewatch channel test newsroom
    """


@app.command("list")
def show(as_json: AsJson = False) -> None:
    """The channels: where each leads, whether anything gets through, what waits there; no secrets.

    Example: ceasewatch channel list
    """
    with database() as engine, reading(engine) as session:
        lines = list_channels(session, clock.wall())
    if as_json:
        write_json([{key: _plain(value) for key, value in asdict(line).items()} for line in lines])
    elif not lines:
        write_line("No channels.")
    else:
        heads = ("ID", "KIND", "PLACE", "SECRET", "WAITING", "STATE")
        write_table(heads, [_cells(line) for line in lines])


@app.command("test")
def send_test(
    channel_id: ChannelId,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for what comes of it; exit 1 when it does not arrive.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send a test message to a channel; a running `run` or `worker` takes it there.

    A disabled channel is tried again from now on. What the receiver writes back is not shown.

    Example: ceasewatch channel test newsroom --wait
    """
    with database() as engine:
        with writing(engine) as session:
            held = hold(session, channel_id)
            found = order_test(session, held, actor="channel test", now=clock.wall()).id
        if wait:
            _tell(_await(engine, found), as_json)
            return
    if as_json:
        write_json({"delivery": found, "channel": channel_id})
    else:
        write_line(f"Test {found} waits for {channel_id}; see `ceasewatch deliveries` for what came of it.")


def _await(engine: Engine, delivery_id: str) -> DeliveryLine:
    pause, end = threading.Event(), clock.monotonic() + LONGEST_WAIT
    while clock.monotonic() < end:
        with reading(engine) as session:
            line = find_delivery(session, delivery_id)
        if line is not None and line.state != PENDING:
            return line
        pause.wait(LOOK)
    raise Failure(
        f"Nothing took the test within {LONGEST_WAIT:.0f} s; is `ceasewatch run` or a worker running?"
        " It waits on."
    )


def _tell(line: DeliveryLine, as_json: bool) -> None:
    last = line.attempts[-1] if line.attempts else None
    detail = last.detail if last else line.reason or ""
    if as_json:
        told = {"status": last.status if last else None, "took_ms": last.duration_ms if last else None}
        write_json(
            {"delivery": line.id, "channel": line.channel, "state": line.state, **told, "detail": detail}
        )
    else:
        took = f" It took {last.duration_ms / 1000:.2f} s." if last else ""
        write_line(f"{'Delivered' if line.delivered_at else 'Not delivered'}: {detail}{took}")
    if line.delivered_at is None:
        raise typer.Exit(1)


def _cells(line: ChannelLine) -> tuple[str, ...]:
    secret = line.secret or "-"
    if line.rotating_until is not None:
        secret += f", rotating until {time_json(line.rotating_until, UTC)}"
    state = line.state if line.since is None else f"{line.state} since {time_json(line.since, UTC)}"
    if line.reason:
        state += f": {line.reason}"
    return (line.id, line.kind, line.place, secret, str(line.waiting), state)


def _plain(value: Any) -> Any:
    return time_json(value, UTC) if isinstance(value, datetime) else value


for command in (rotate, replay, enable, disable):
    app.command()(command)
