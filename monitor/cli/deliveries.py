"""`deliveries`: what goes out, each try and what came of it; sent again or cancelled by order."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

import typer

from alerts.deliveries import Settled
from alerts.delivery_log import AttemptLine, DeliveryFilter, DeliveryLine, find_delivery, list_deliveries
from alerts.models import DEAD, STATES
from monitor import clock
from monitor.cli.context import database
from monitor.cli.moments import read_option, read_start
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line, write_table
from monitor.db import reading, writing
from monitor.ledger.sendings import order_cancel, order_retry
from monitor.wire import record_json, time_json

Many = list[str] | None
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]
DeliveryId = Annotated[str, typer.Argument(metavar="ID", help="The delivery.")]
Channels = Annotated[Many, typer.Option("--channel", metavar="ID", help="To this channel; may be repeated.")]
States = Annotated[Many, typer.Option("--state", help=f"{', '.join(STATES)}; may be repeated.")]
Rules = Annotated[Many, typer.Option("--rule", metavar="ID", help="Of this rule; may be repeated.")]
AlertId = Annotated[str | None, typer.Option("--alert", metavar="ID", help="Of this alert.")]
Since = Annotated[str | None, typer.Option(metavar="TIME", help="Made then or later.")]
Failed = Annotated[bool, typer.Option(help="Those that are dead, or failed and wait for another try.")]
Dead = Annotated[bool, typer.Option(help="Dead letters: given up, kept, sent again by order.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")]

HEADS = ("CREATED", "ID", "CHANNEL", "TYPE", "STATE", "TRIES", "LAST")
TRY_HEADS = ("TRY", "AT", "TOOK", "EARLY", "CAME OF IT", "ANSWER", "DETAIL")

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context,
    channel: Channels = None,
    state: States = None,
    rule: Rules = None,
    alert: AlertId = None,
    since: Since = None,
    failed: Failed = False,
    dead: Dead = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """The delivery log, the newest first.

    Example: ceasewatch deliveries --failed --channel newsroom
    """
    if context.invoked_subcommand is not None:
        return
    wanted = DeliveryFilter(
        channels=tuple(channel or ()),
        states=(*_read_states(state or []), *([DEAD] if dead else [])),
        rules=tuple(rule or ()),
        alert=alert,
        since=read_option("--since", since, read_start),
        failed=failed,
    )
    with database() as engine, reading(engine) as session:
        lines = list_deliveries(session, wanted, limit=limit)
    if as_json:
        write_json([record_json(line) for line in lines])
    elif lines:
        write_table(HEADS, [_cells(line) for line in lines])
    else:
        write_line("No failed deliveries." if failed else "No deliveries.")


@app.command()
def show(delivery_id: DeliveryId, as_json: AsJson = False) -> None:
    """One delivery with each of its tries: when, how long, early or by the ladder, the answer.

    Example: ceasewatch deliveries show 4f0c2a...
    """
    with database() as engine, reading(engine) as session:
        line = find_delivery(session, delivery_id)
    if line is None:
        raise _unknown(delivery_id)
    if as_json:
        write_json(record_json(line))
        return
    for name, value in record_json(line).items():
        if name != "attempts" and value is not None:
            write_line(f"{name.replace('_', ' ')}: {value}")
    if line.attempts:
        write_line()
        write_table(TRY_HEADS, [_try_cells(each) for each in line.attempts])


@app.command()
def retry(delivery_id: DeliveryId, as_json: AsJson = False) -> None:
    """Send a dead or cancelled delivery again, or a waiting one now: the same id, the same bytes.

    Example: ceasewatch deliveries retry 4f0c2a...
    """
    with database() as engine:
        try:
            with writing(engine) as session:
                found = order_retry(session, delivery_id, actor="deliveries retry", now=clock.wall())
        except Settled as refusal:
            raise BadInput(str(refusal)) from None
    if found is None:
        raise _unknown(delivery_id)
    _say(found.id, found.state, f"Delivery {delivery_id} is due now.", as_json)


@app.command()
def cancel(delivery_id: DeliveryId, as_json: AsJson = False) -> None:
    """Send no more of a delivery that waits or is dead; it is kept, and `retry` sends it after all.

    Example: ceasewatch deliveries cancel 4f0c2a...
    """
    with database() as engine:
        try:
            with writing(engine) as session:
                found = order_cancel(session, delivery_id, actor="deliveries cancel", now=clock.wall())
        except Settled as refusal:
            raise BadInput(str(refusal)) from None
    if found is None:
        raise _unknown(delivery_id)
    _say(found.id, found.state, f"Delivery {delivery_id} is cancelled.", as_json)


def _say(delivery_id: str, state: str, sentence: str, as_json: bool) -> None:
    write_json({"delivery": delivery_id, "state": state}) if as_json else write_line(sentence)


def _unknown(delivery_id: str) -> BadInput:
    return BadInput(f"There is no delivery {delivery_id!r}; see `ceasewatch deliveries`.")


def _read_states(given: list[str]) -> list[str]:
    for state in given:
        if state not in STATES:
            raise BadInput(f"--state: {state!r} is not known; use one of {', '.join(STATES)}.")
    return given


def _cells(line: DeliveryLine) -> tuple[str, ...]:
    last = line.attempts[-1].detail if line.attempts else line.reason or ""
    tries = str(len(line.attempts))
    return (time_json(line.created_at, UTC), line.id, line.channel, line.type, line.state, tries, last)


def _try_cells(line: AttemptLine) -> tuple[str, ...]:
    took, early = f"{line.duration_ms / 1000:.3f} s", "yes" if line.early else "no"
    answer = "" if line.status is None else str(line.status)
    return (str(line.number), time_json(line.at, UTC), took, early, line.outcome, answer, line.detail)
