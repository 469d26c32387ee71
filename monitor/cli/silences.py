"""`silence add`, `list` and `end`: for a while what fits is kept and not sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from sqlmodel import Session

from alerts.conditions import EVERY_AGREEMENT
from alerts.models import Silence
from alerts.silences import count_kept, list_silences, name_state
from monitor import clock
from monitor.agreements.durations import parse_duration
from monitor.agreements.silence import read_silence
from monitor.agreements.silence_terms import BadTerm, check_end, read_line
from monitor.cli.context import database
from monitor.cli.moments import read_option, read_start
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line, write_table
from monitor.db import reading, writing
from monitor.ledger.silences import order_end_of_silence, order_silence
from monitor.wire import time_json

BY = "the command line"
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]
By = Annotated[str, typer.Option(metavar="NAME", help="Who orders it; shown wherever it is.")]

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def silence() -> None:
    """Silences: for a while what fits is kept, shown and not sent.

    Example: ceasewatch silence add --for 2h --reason "Exercise announced" --rule every-accusation
    """


@app.command("add")
def add(
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; shown with all that is kept.")],
    duration: Annotated[
        str | None, typer.Option("--for", metavar="DURATION", help="How long, as 2h.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Or up to when: ISO 8601 with its offset, or a day (UTC)."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="From when on; else now.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only of this rule; may be given again.")
    ] = None,
    agreement: Annotated[str, typer.Option(metavar="ID", help="Only of this agreement.")] = EVERY_AGREEMENT,
    when: Annotated[
        str, typer.Option(metavar="YAML", help="Only what is like this: conditions as a rule's `when`.")
    ] = "{}",
    by: By = BY,
    as_json: AsJson = False,
) -> None:
    """Silence what fits until a time; what comes meanwhile is kept, and sent by `deliveries retry`.

    Example: ceasewatch silence add --for 2h --reason "Exercise announced" --when '{types: [overflight]}'
    """
    now = clock.wall()
    starts_at = read_option("--from", start, read_start) or now
    ends_at = _read_end(starts_at, duration, until)
    _check_end(starts_at, ends_at, now)
    with database() as engine, writing(engine) as session:
        document = read_silence(session, rule or [], agreement, when)
        made = order_silence(
            session,
            document,
            reason=_read_line("--reason", reason),
            starts_at=starts_at,
            ends_at=ends_at,
            by=_read_line("--by", by),
            now=now,
        )
        told = _silence_json(made, 0, now)
    if as_json:
        write_json(told)
    else:
        write_line(f"Silence {told['silence']} lasts from {told['from']} until {told['until']}.")


@app.command("list")
def show(
    over: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    as_json: AsJson = False,
) -> None:
    """The silences that last or are to come, and how many alerts each has kept.

    Example: ceasewatch silence list
    """
    now = clock.wall()
    with database() as engine, reading(engine) as session:
        lines = _list_lines(session, now, over)
    if as_json:
        write_json(lines)
    elif not lines:
        write_line("No silences.")
    else:
        heads = ("ID", "STATE", "FROM", "UNTIL", "KEPT", "RULES", "AGREEMENT", "WHEN", "BY", "REASON")
        write_table(heads, [_cells(line) for line in lines])


@app.command("end")
def end(
    silence_id: Annotated[str, typer.Argument(metavar="ID", help="The silence.")],
    by: By = BY,
    as_json: AsJson = False,
) -> None:
    """End a silence now; what it has kept stays kept.

    Example: ceasewatch silence end 4f0c2a...
    """
    with database() as engine, writing(engine) as session:
        ended = order_end_of_silence(session, silence_id, by=_read_line("--by", by), now=clock.wall())
    if not ended:
        raise BadInput(
            f"There is no silence {silence_id!r} that lasts or is to come; see `ceasewatch silence list`."
        )
    if as_json:
        write_json({"silence": silence_id, "state": "ended"})
    else:
        write_line(f"Silence {silence_id} is ended; `ceasewatch deliveries retry` sends what it kept.")


def _read_end(starts_at: datetime, duration: str | None, until: str | None) -> datetime:
    if (duration is None) == (until is None):
        raise BadInput("A silence has an end; give either --for, such as --for 2h, or --until.")
    if duration is None:
        return read_option("--until", until, read_start) or starts_at
    try:
        return starts_at + timedelta(seconds=parse_duration(duration))
    except (ValueError, OverflowError) as error:
        raise BadInput(f"--for: {error}") from None


def _check_end(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    try:
        check_end(starts_at, ends_at, now)
    except BadTerm as error:
        raise BadInput(str(error)) from None


def _read_line(option: str, text: str) -> str:
    try:
        return read_line(option, text)
    except BadTerm as error:
        raise BadInput(str(error)) from None


def _list_lines(session: Session, now: datetime, over: bool) -> list[dict[str, Any]]:
    found = list_silences(session, now, over=over)
    kept = count_kept(session, [row.id for row in found])
    return [_silence_json(row, kept.get(row.id, 0), now) for row in found]


def _silence_json(row: Silence, kept: int, now: datetime) -> dict[str, Any]:
    return {
        "silence": row.id,
        "state": name_state(row, now),
        "from": time_json(row.starts_at, UTC),
        "until": time_json(row.ended_at or row.ends_at, UTC),
        "alerts": kept,
        **row.document,
        "by": row.created_by,
        "reason": row.reason,
    }


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    when = {key: value for key, value in line["when"].items() if value not in (None, [])}
    asked = ", ".join(f"{key}: {_write_value(value)}" for key, value in when.items())
    return (
        line["silence"],
        line["state"],
        line["from"],
        line["until"],
        str(line["alerts"]),
        ", ".join(line["rules"]) or "all",
        line["agreement"],
        asked or "anything",
        line["by"],
        line["reason"],
    )


def _write_value(value: Any) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value).lower()
