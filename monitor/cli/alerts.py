"""The command `alerts ack`: somebody has seen an alert."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Any

import typer

from alerts.acknowledging import AcknowledgedAlready, BadNote
from alerts.models import Alert
from monitor import clock
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing
from monitor.ledger.replies import acknowledge_alert
from monitor.wire import time_json

BY = "the command line"
app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def alerts() -> None:
    """Alerts: what rules made of notices, one message to each of their channels.

    Example: ceasewatch alerts ack 4f0c2a... --note "Called both missions."
    """


@app.command("ack")
def ack(
    alert_id: Annotated[str, typer.Argument(metavar="ID", help="The alert.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What others should know; one line.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who has seen it.")] = BY,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
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
        raise BadInput(f"There is no alert {alert_id!r}; `ceasewatch deliveries --json` names them.")
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
