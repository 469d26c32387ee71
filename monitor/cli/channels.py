"""`channel`: where alerts go, and whether they arrive there."""

from __future__ import annotations

from typing import Annotated

import typer

from alerts.configuration import current_channels
from alerts.deliveries import queue_test
from monitor import clock
from monitor.agreements.faults import suggest
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing

AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def channel() -> None:
    """Channels: where alerts go.

    Example: ceasewatch channel test newsroom
    """


@app.command("test")
def send_test(
    channel_id: Annotated[str, typer.Argument(metavar="ID", help="The channel.")], as_json: AsJson = False
) -> None:
    """Send a test message to a channel; a running `run` or `worker` takes it there.

    Example: ceasewatch channel test newsroom
    """
    with database() as engine, writing(engine) as session:
        delivery = queue_test(session, channel_id, clock.wall())
        known = [row.id for row in current_channels(session)]
        found = delivery.id if delivery is not None else None
    if found is None:
        raise BadInput(f"There is no channel {channel_id!r}; {suggest(channel_id, known)}")
    if as_json:
        write_json({"delivery": found, "channel": channel_id})
    else:
        write_line(f"Test {found} waits for {channel_id}; see `ceasewatch deliveries` for what came of it.")
