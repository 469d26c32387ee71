"""`classify`: read standard input and show the claims in it, without touching the database."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from monitor import clock
from monitor.agreements.form import read_forms
from monitor.agreements.presets import list_presets, read_preset
from monitor.classify import BrokenLanguage, find_unknowable, read_statement
from monitor.cli.input import read_input
from monitor.cli.marks import mark_spans
from monitor.cli.outcome import BadInput
from monitor.cli.output import clean_text, write_error, write_json, write_line, write_table
from monitor.cli.questions import Asked, Usual, ask_line, ask_text, choose_agreement, facts_by_id
from monitor.terms import AgreementFacts, Answer, Finding
from monitor.wire import finding_json, time_json

DEFAULT_PRESET = "karabakh-2020"


def classify(
    agreements: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Agreements as YAML; without it, the bundled ones.")
    ] = None,
    agreement: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which of them; default: the only one, else karabakh-2020."),
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Whose outlet published it; without it, independent media."),
    ] = None,
    published_at: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="When it was published (no offset: in the agreement's zone); default: now."
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="The language it is expected to be in.")
    ] = None,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One statement a line in, one answer a line out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Read standard input and show who says what of whom, in which words, and why it is read so.

    With --jsonl every line is {"id", "agreement", "speaker", "published_at", "lang", "title", "text"}. A line
    that can't be read is named on stderr and gets no answer; the others are answered, and the exit code is 2.

    Example: ceasewatch classify --speaker armenia --published-at 2020-10-10T12:40+04:00 < statement.txt
    """
    known = _find_agreements(agreements)
    usual = Usual(agreement or _usual_agreement(known), speaker, published_at, lang, clock.wall())
    if agreement is not None or not as_jsonl:
        choose_agreement(known, usual.agreement, "--agreement")
    if as_jsonl:
        _answer_lines(known, usual)
    else:
        _answer_text(known, usual, as_json)


def _find_agreements(file: Path | None) -> dict[str, AgreementFacts]:
    if file is None:
        presets = [facts_by_id(read_preset(name)) for name in list_presets()]
        return {id_: facts for known in presets for id_, facts in known.items()}
    known = facts_by_id(read_forms([file])[0])
    if not known:
        raise BadInput(f"{file}: holds no agreement; add one under `agreements:`.")
    return known


def _usual_agreement(known: Mapping[str, AgreementFacts]) -> str | None:
    if len(known) == 1:
        return next(iter(known))
    return DEFAULT_PRESET if DEFAULT_PRESET in known else None


def _answer_lines(known: Mapping[str, AgreementFacts], usual: Usual) -> None:
    bad = unknown = False
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            asked = ask_line(line, known, usual)
            answer = read_statement(asked.statement, asked.facts)
        except (BadInput, BrokenLanguage) as error:
            write_error(f"standard input:{number}: {error}")
            bad = True
            continue
        unknown = unknown or answer.lang == "und"
        write_json({"id": asked.id} | _answer_json(answer, asked.facts))
    if unknown:
        _say_unknowable()
    if bad:
        raise typer.Exit(2)


def _answer_text(known: Mapping[str, AgreementFacts], usual: Usual, as_json: bool) -> None:
    asked = ask_text(read_input(), known, usual)
    answer = read_statement(asked.statement, asked.facts)
    if answer.lang == "und":
        _say_unknowable()
    if as_json:
        write_json(_answer_json(answer, asked.facts))
    else:
        _show(asked, answer)


def _say_unknowable() -> None:
    """A text of unknown language may be in one whose data file is broken."""
    for sentence in find_unknowable().values():
        write_error(sentence)


def _answer_json(answer: Answer, facts: AgreementFacts) -> dict[str, Any]:
    claims = [finding_json(finding, facts.timezone) for finding in answer.findings]
    return {"lang": answer.lang, "claims": claims}


def _show(asked: Asked, answer: Answer) -> None:
    write_line(clean_text(mark_spans(asked.statement.text, answer.findings)).rstrip())
    write_line()
    number = len(answer.findings)
    published = time_json(asked.statement.published_at, ZoneInfo(asked.facts.timezone))
    write_line(f"{asked.facts.name}; published {published}; language {answer.lang}.")
    write_line(f"{number or 'No'} claim{'' if number == 1 else 's'}.")
    if answer.findings:
        heads = (
            "#",
            "BY",
            "STANCE",
            "AGAINST",
            "TYPES",
            "IN FORCE",
            "WHEN",
            "PLACES",
            "FIGURES",
            "CONF",
            "WHY",
        )
        write_table(heads, [_cells(at, one, asked.facts) for at, one in enumerate(answer.findings, 1)])


def _cells(number: int, finding: Finding, facts: AgreementFacts) -> tuple[str, ...]:
    zone = ZoneInfo(facts.timezone)
    when = (
        f"{time_json(finding.occurred.start, zone)} ({finding.occurred.precision})"
        if finding.occurred
        else "-"
    )
    sure = "" if finding.in_force_certain else ", not certain"
    return (
        str(number),
        finding.by,
        finding.stance.value,
        finding.against or "not said",
        ", ".join(finding.types),
        ("yes" if finding.in_force else "no") + sure,
        when,
        ", ".join(finding.places) or "-",
        _figures(finding),
        f"{finding.confidence:.2f}",
        ", ".join(finding.why),
    )


def _figures(finding: Finding) -> str:
    named = {"count": finding.count, "killed": finding.killed, "wounded": finding.wounded}
    parts = [f"{name} {number}" for name, number in named.items() if number is not None]
    return ", ".join([*parts, *(["civilians"] if finding.civilians else [])]) or "-"
