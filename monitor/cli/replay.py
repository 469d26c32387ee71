"""`replay`: the alerts that rules would have sent; nothing is sent, nothing recorded."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.drafts import PreviewedAlert
from alerts.history import stream_notices
from alerts.preview import Preview
from alerts.silences import silences_of_all_times
from alerts.summary import Summary, sum_up
from monitor.agreements.facts import agreement_facts
from monitor.cli.context import database
from monitor.cli.given import STDIN, GivenLines, check_lines, open_lines
from monitor.cli.output import write_json, write_line, write_table
from monitor.cli.tried import find_agreement, find_rules, read_tried
from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.previews import say_number, say_outcome, summary_json
from monitor.replay import replay_statements
from monitor.wire import time_json


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command was asked for."""

    agreement: str
    file: str | None
    rules: Path | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of it; `left_out`: given statements of other agreements."""

    summary: Summary
    zone: ZoneInfo
    left_out: int = 0
    has_bad_lines: bool = False


def replay(
    agreement: Annotated[str, typer.Option(metavar="ID", help="The agreement.")],
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE.jsonl]",
            help="Statements as `classify --jsonl` reads them, `-`: standard input; default: what is stored.",
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Rules to try, as YAML; default: the rules in use."),
    ] = None,
    rule: Annotated[str | None, typer.Option(metavar="ID", help="Only this rule.")] = None,
    limit: Annotated[int, typer.Option(min=0, max=100_000, help="List the first so many alerts.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Show the alerts that rules would have sent over what is stored, or over given statements.

    Given statements are read on their own clock: the time of publication is that of being seen. A repeated
    id is an edit. Nothing is sent, nothing is recorded.

    Example: ceasewatch replay --agreement karabakh-2020 --rules rules.yaml statements.jsonl
    """
    with ExitStack() as stack:
        outcome = _play(stack, _Asked(agreement, file, rules, rule), limit)
    if as_json:
        write_json(summary_json(outcome.summary, outcome.zone) | {"left_out": outcome.left_out})
    else:
        _show(outcome)
    if outcome.has_bad_lines:
        raise typer.Exit(2)


def _play(stack: ExitStack, asked: _Asked, limit: int) -> _Outcome:
    """Everything that is tried is looked up and checked before the first notice is played."""
    tried = read_tried(asked.rules)
    session = None
    if asked.file is None or asked.rules is None or not tried.has_agreement(asked.agreement):
        session = stack.enter_context(reading(stack.enter_context(database())))
    agreement = find_agreement(tried, session, asked.agreement, with_presets=asked.file is not None)
    silences = silences_of_all_times(session) if session is not None else ()
    preview = Preview(find_rules(tried, session, agreement, asked.rule), silences)
    zone = ZoneInfo(agreement.timezone)
    if session is not None and asked.file is None:
        return _Outcome(sum_up(preview, stream_notices(session, agreement.id), zone, limit), zone)
    lines = _read_lines(stack, asked.file or STDIN, agreement)
    summary = sum_up(preview, replay_statements(lines.in_order(), agreement), zone, limit)
    return _Outcome(summary, zone, lines.other, lines.bad > 0)


def _read_lines(stack: ExitStack, file: str, agreement: Agreement) -> GivenLines:
    name = "standard input" if file == STDIN else file
    lines = check_lines(open_lines(stack, file), name, agreement_facts(agreement.document))
    if not lines.places:
        raise typer.Exit(2)
    return lines


def _show(outcome: _Outcome) -> None:
    summary = outcome.summary
    if summary.first:
        rows = [_cells(alert, outcome.zone) for alert in summary.first]
        write_table(("TIME", "RULE", "TYPE", "ENTRIES", "SUBJECT"), rows)
    unlisted = summary.messages + summary.silenced - len(summary.first)
    if unlisted:
        write_line(f"and {unlisted} more; --limit lists them.")
    if outcome.left_out:
        write_line(f"Left out: {say_number(outcome.left_out, 'statement')} of other agreements.")
    write_line(say_outcome(summary))


def _cells(alert: PreviewedAlert, zone: ZoneInfo) -> tuple[str, ...]:
    at, entries = time_json(alert.closed_at, zone), str(len(alert.notice_ids))
    silenced = " (silenced)" if alert.silence_id is not None else ""
    return at, alert.rule_id, alert.type + silenced, entries, alert.write_subject()
