"""`deliveries` and `deliveries retry`: what goes out, and whether it arrived."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from alerts.deliveries import DeliveryLine, list_deliveries, retry_delivery
from monitor import clock
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line, write_table
from monitor.db import reading, writing
from monitor.wire import time_json

AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only those that are dead, or failed and wait for another try.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """The delivery log, the newest first.

    Example: ceasewatch deliveries --failed
    """
    if context.invoked_subcommand is not None:
        return
    with database() as engine, reading(engine) as session:
        lines = list_deliveries(session, failed_only=failed, limit=limit)
    if as_json:
        write_json([_line_json(line) for line in lines])
        return
    if not lines:
        write_line("No deliveries." if not failed else "No failed deliveries.")
        return
    write_table(
        ("CREATED", "ID", "CHANNEL", "TYPE", "STATE", "TRIES", "LAST"), [_cells(line) for line in lines]
    )


@app.command("retry")
def retry(
    delivery_id: Annotated[str, typer.Argument(metavar="ID", help="The delivery.")], as_json: AsJson = False
) -> None:
    """Send a dead delivery again, or a waiting one now: the same id, the same bytes.

    Example: ceasewatch deliveries retry 4f0c2a...
    """
    with database() as engine, writing(engine) as session:
        done = retry_delivery(session, delivery_id, clock.wall())
    if not done:
        raise BadInput(
            f"Delivery {delivery_id!r} can't be sent again: there is none of that id, it was delivered, or"
            " its channel was removed; see `ceasewatch deliveries`."
        )
    if as_json:
        write_json({"delivery": delivery_id, "state": "pending"})
    else:
        write_line(f"Delivery {delivery_id} is due now.")


def _cells(line: DeliveryLine) -> tuple[str, ...]:
    last = line.attempts[-1].detail if line.attempts else line.reason or ""
    tries = str(len(line.attempts))
    return (time_json(line.created_at, UTC), line.id, line.channel, line.type, line.state, tries, last)


def _line_json(line: DeliveryLine) -> dict[str, Any]:
    return {key: _plain(value) for key, value in asdict(line).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_json(value, UTC)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
