"""`apply` and `export`: what is watched and who is told, as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from monitor import clock
from monitor.agreements.changes import Change
from monitor.agreements.export import export as export_yaml
from monitor.agreements.form import Form, read_form, read_forms
from monitor.agreements.kinds import check_kinds
from monitor.agreements.plan import plan
from monitor.agreements.stored import APPLY
from monitor.cli.context import database
from monitor.cli.input import read_input
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import reading
from monitor.ledger.adoption import adopt_forms
from monitor.readers import known_kinds

STDIN = "-"


def apply(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="YAML files; `-` is standard input.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; change nothing.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Also remove what none of the files names, whoever made it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Create or change agreements, sources, channels and rules from YAML.

    Applying twice changes nothing; a bad file changes nothing at all.

    Example: ceasewatch apply watch.yaml --dry-run
    """
    forms = _read(files)
    with database() as engine:
        changes = _plan(engine, forms, prune) if dry_run else _adopt(engine, forms, prune)
    if as_json:
        write_json({"dry_run": dry_run, "changes": [_change_json(change) for change in changes]})
    else:
        _show(changes, dry_run)


def export(
    agreement: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this agreement, its sources, rules and channels.")
    ] = None,
) -> None:
    """Print what is watched and who is told as YAML that `apply` reads.

    A secret that was written out in a file is not shown: it comes back as {stored: ID}, which works on this
    database only.

    Example: ceasewatch export --agreement karabakh-2020 > watch.yaml
    """
    with database() as engine, reading(engine) as session:
        text = export_yaml(session, agreement)
    write_line(text.rstrip("\n"))


def _read(files: list[str]) -> list[Form]:
    if files.count(STDIN) > 1:
        raise BadInput("`-` stands twice among the files; standard input can be read once.")
    if STDIN not in files:
        return read_forms([Path(file) for file in files])
    given = read_form(read_input(), "standard input")
    return [given, *read_forms([Path(file) for file in files if file != STDIN])]


def _plan(engine: Engine, forms: list[Form], prune: bool) -> list[Change]:
    check_kinds(forms, known_kinds())
    with reading(engine) as session:
        return plan(session, forms, prune)


def _adopt(engine: Engine, forms: list[Form], prune: bool) -> list[Change]:
    return adopt_forms(engine, forms, prune=prune, now=clock.wall(), by=APPLY)


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "noun": change.noun,
        "id": change.id,
        "action": change.action,
        "fields": list(change.fields),
        "overrides": change.overrides,
    }


def _show(changes: list[Change], dry_run: bool) -> None:
    done = [change for change in changes if change.action != "unchanged"]
    for change in done:
        write_line(_say(change))
    rest = len(changes) - len(done)
    outcome = "Nothing was changed (dry run)." if dry_run else "Applied." if done else "Nothing changes."
    write_line(f"{outcome} {len(done)} to change, {rest} unchanged." if dry_run else
               f"{outcome} {len(done)} changed, {rest} unchanged.")  # fmt: skip


def _say(change: Change) -> str:
    line = f"{change.action} {change.noun} {change.id}"
    if change.fields:
        line += f": {', '.join(change.fields)}"
    return f"{line} (overrides an edit by {change.overrides})" if change.overrides else line
