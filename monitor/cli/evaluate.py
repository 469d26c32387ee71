"""`evaluate`: score the classifier on labelled statements, list errors, show what its confidence is worth."""

from __future__ import annotations

import json
from collections import defaultdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from monitor import clock
from monitor.agreements.form import read_forms
from monitor.classify import read_statement
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line, write_table
from monitor.cli.questions import Usual, ask_line, facts_by_id
from monitor.cli.scoring import Claims, name_errors, rate_bands, score_statements
from monitor.terms import AgreementFacts
from monitor.wire import finding_json

HEADS = {
    "statements": "STATEMENTS",
    "detect_f1": "DETECT",
    "roles_f1": "ROLES",
    "types_f1": "TYPES",
    "places_f1": "PLACES",
    "in_force_yes": "IN FORCE",
    "in_force_no": "NOT IN FORCE",
    "figures": "NUMBERS",
    "civilians": "CIVILIANS",
    "false_alarm": "FALSE ALARM",
    "exact": "EXACT",
}


class Group(StrEnum):
    """By what the figures are broken down."""

    LANG = "lang"
    AGREEMENT = "agreement"


class Judged(NamedTuple):
    """One labelled statement and what was read in it."""

    row: dict[str, Any]
    labelled: Claims
    read: Claims


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD.jsonl", help="Labelled statements, one JSON object a line.")
    ],
    agreements: Annotated[
        Path, typer.Option(metavar="FILE", help="The agreements that they belong to, as YAML.")
    ],
    by: Annotated[Group | None, typer.Option(help="A row for each language or agreement too.")] = None,
    errors: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="List the first N statements that are read wrongly."),
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Read labelled statements and compare: shares right, errors, and how often each confidence is right.

    A line is what `classify --jsonl` reads, with the expected "claims". Nothing is recorded.

    Example: ceasewatch evaluate statements.jsonl --agreements agreements.yaml --by lang --errors 20
    """
    known = facts_by_id(read_forms([agreements])[0])
    judged = [_judge_line(gold, number, line, known) for number, line in _read_lines(gold)]
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if by is not None:
            groups[str(one.row.get(by.value) or "?")].append(one)
    groups = {**dict(sorted(groups.items())), "all": judged}
    figures = {name: score_statements(_pairs(part)) for name, part in groups.items()}
    bands = rate_bands(_pairs(judged))
    if as_json:
        write_json({"figures": figures, "confidence": [list(band) for band in bands]})
        return
    _show_errors(judged, errors)
    write_table(
        ("", *HEADS.values()),
        [(name, *(_cell(part[key]) for key in HEADS)) for name, part in figures.items()],
    )
    write_line()
    write_table(
        ("CONFIDENCE", "CLAIMS", "RIGHT"),
        [(f"{low:.1f}-{low + 0.1:.1f}", str(count), _cell(right)) for low, count, right in bands],
    )


def _read_lines(gold: Path) -> list[tuple[int, bytes]]:
    try:
        lines = gold.read_bytes().splitlines()
    except OSError as error:
        raise BadInput(f"{gold}: can't be read ({error.strerror}); name a labelled file.") from None
    found = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise BadInput(f"{gold}: holds no statement; give one JSON object a line.")
    return found


def _judge_line(gold: Path, number: int, line: bytes, known: dict[str, AgreementFacts]) -> Judged:
    try:
        asked = ask_line(line, known, Usual(None, None, None, None, clock.wall()))
    except BadInput as error:
        raise BadInput(f"{gold}:{number}: {error}") from None
    row: dict[str, Any] = json.loads(line.decode("utf-8-sig"))
    labelled = row.get("claims")
    if not isinstance(labelled, list) or not all(isinstance(c, dict) and "stance" in c for c in labelled):
        raise BadInput(f"{gold}:{number}: `claims` is no list of claims; give [] where there are none.")
    answer = read_statement(asked.statement, asked.facts)
    return Judged(row, labelled, [finding_json(finding, asked.facts.timezone) for finding in answer.findings])


def _pairs(judged: list[Judged]) -> list[tuple[Claims, Claims]]:
    return [(one.labelled, one.read) for one in judged]


def _show_errors(judged: list[Judged], most: int) -> None:
    shown = 0
    for one in judged:
        missing, extra = name_errors(one.labelled, one.read)
        if shown < most and (missing or extra):
            shown += 1
            write_line(
                f"{one.row['id']}: missing {'; '.join(missing) or '-'} | extra {'; '.join(extra) or '-'}"
            )
    if shown:
        write_line()


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
