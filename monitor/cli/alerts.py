"""`alerts`: what rules made of notices; what one holds; that somebody has seen it."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Any

import typer

from alerts.acknowledging import AcknowledgedAlready, BadNote, say_acknowledged
from alerts.alert_log import AlertFilter, AlertLine, list_alerts
from alerts.models import Alert
from alerts.sentences import notice_sentence
from monitor import clock
from monitor.cli.context import begin, database
from monitor.cli.moments import read_option, read_start
from monitor.cli.outcome import BadInput
from monitor.cli.output import clean_cell, write_json, write_line, write_table
from monitor.db import reading, writing
from monitor.ledger.replies import acknowledge_alert
from monitor.queries.alerts import WholeAlert, get_alert
from monitor.wire import record_json, time_json

AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]
AlertId = Annotated[str, typer.Argument(metavar="ID", help="The alert.")]
Rules = Annotated[
    list[str] | None, typer.Option("--rule", metavar="ID", help="Of this rule; may be repeated.")
]
OpenOnly = Annotated[bool, typer.Option("--open", help="Those that notices may still join.")]
Unseen = Annotated[bool, typer.Option("--unseen", help="Those that nobody acknowledged.")]
Since = Annotated[str | None, typer.Option(metavar="TIME", help="Opened then or later.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="The last so many.")]

BY = "the command line"
HEADS = ("OPENED", "ID", "RULE", "TYPE", "HOLDS", "DELIVERIES", "SEEN BY")
WAYS = ("ID", "CHANNEL", "STATE", "REASON")
app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback(invoke_without_command=True)
def alerts(
    context: typer.Context,
    rule: Rules = None,
    open_only: OpenOnly = False,
    unseen: Unseen = False,
    since: Since = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Alerts: what rules made of notices, one message to each of their channels; the last opened first.

    Example: ceasewatch alerts --unseen --since 2020-10-10
    """
    if context.invoked_subcommand is not None:
        return
    wanted = AlertFilter(
        rules=tuple(rule or ()),
        closed=False if open_only else None,
        acknowledged=False if unseen else None,
        since=read_option("--since", since, read_start),
    )
    with database() as engine, reading(engine) as session:
        lines = list_alerts(session, wanted, limit=limit)
    if as_json:
        write_json([record_json(line) for line in lines])
    elif lines:
        write_table(HEADS, [_cells(line) for line in lines])
    else:
        write_line("No alerts.")


@app.command()
def show(alert_id: AlertId, as_json: AsJson = False) -> None:
    """One alert: what it holds, its thread, who has seen it, its deliveries.

    Example: ceasewatch alerts show 4f0c2a...
    """
    settings = begin()
    with database(settings) as engine, reading(engine) as session:
        alert = get_alert(session, alert_id, settings.base_url)
    if alert is None:
        raise _unknown(alert_id)
    write_json(alert.as_json(settings.base_url)) if as_json else _print(alert)


@app.command("ack")
def ack(
    alert_id: AlertId,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What others should know; one line.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who has seen it.")] = BY,
    as_json: AsJson = False,
) -> None:
    """Acknowledge an alert, once: somebody has seen it. It changes nothing of what is sent.

    Example: ceasewatch alerts ack 4f0c2a... --note "Called both missions."
    """
    with database() as engine:
        try:
            with writing(engine) as session:
                alert = acknowledge_alert(session, alert_id, by=by, note=note, now=clock.wall())
        except (BadNote, AcknowledgedAlready) as error:
            raise BadInput(str(error)) from None
    if alert is None:
        raise _unknown(alert_id)
    if as_json:
        write_json(_ack_json(alert))
    else:
        write_line(f"Alert {alert.id} is acknowledged.")


def _ack_json(alert: Alert) -> dict[str, Any]:
    at = alert.acknowledged_at
    return {
        "alert": alert.id,
        "acknowledged_at": time_json(at, UTC) if at else None,
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_note": alert.acknowledged_note,
    }


def _unknown(alert_id: str) -> BadInput:
    return BadInput(f"There is no alert {alert_id!r}; `ceasewatch alerts` lists them.")


def _cells(line: AlertLine) -> tuple[str, ...]:
    seen = line.acknowledgement.by if line.acknowledgement else ""
    opened = time_json(line.opened_at, UTC)
    return (opened, line.id, line.rule, line.type or "open", str(line.entry_count), _count(line), seen)


def _count(line: AlertLine) -> str:
    return ", ".join(f"{number} {state}" for state, number in sorted(line.delivery_counts.items()))


def _print(alert: WholeAlert) -> None:
    for name, value in record_json(alert.line).items():
        if isinstance(value, str | int):
            write_line(f"{name.replace('_', ' ')}: {value}")
    if alert.line.acknowledgement:
        write_line(say_acknowledged(alert.line.acknowledgement))
    write_line(f"url: {alert.url}")
    write_line()
    for notice in alert.notices:
        write_line(clean_cell(notice_sentence(notice.kind, notice.facts)))
    if alert.more:
        write_line(f"and {alert.more} more")
    if len(alert.thread) > 1:
        write_line("\nIts thread:")
        write_table(HEADS, [_cells(line) for line in alert.thread])
    if alert.deliveries:
        write_line("\nIts deliveries:")
        write_table(WAYS, [(one.id, one.channel, one.state, one.reason or "") for one in alert.deliveries])
