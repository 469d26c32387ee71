"""`source try`: what would be recorded of a source, and what is wrong with the rest; `source approve`."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from monitor import clock
from monitor.cli.context import begin, database
from monitor.cli.moves import approve
from monitor.cli.outcome import BadInput
from monitor.cli.output import clean_text, write_error, write_json, write_line, write_table
from monitor.db import reading
from monitor.http import open_client
from monitor.models import Source
from monitor.pipeline import source_facts
from monitor.readers import SourceFacts, known_kinds
from monitor.readers.sniffing import kind_of_address, say_select
from monitor.settings import Settings
from monitor.terms import FoundStatement
from monitor.trial import Trial, try_source
from monitor.wire import time_json

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)
app.command("approve")(approve)


@app.callback()
def source() -> None:
    """Sources: the official outlets that are polled.

    Example: ceasewatch source try https://mod.example.org/feed.xml
    """


@app.command("try")
def try_(
    what: Annotated[str, typer.Argument(metavar="URL-or-ID", help="An address, or a source's id.")],
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="How it is read; without one it is found out.")
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--acknowledge-terms", help="A person has accepted the publisher's terms (telegram)."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Fetch a source once, also before the start; record nothing, show what would be recorded.

    At most three pages of single statements are fetched too. Of a listing without selectors
    the selectors are proposed.

    Example: ceasewatch source try https://mod.example.org/news --json
    """
    settings = begin()
    facts = _find_source(settings, what, kind, accept)
    with open_client(settings) as client:
        trial = try_source(client, facts, clock.wall(), lambda: _pause(settings))
    if as_json:
        write_json(_trial_json(trial, facts))
    else:
        _write_trial(trial, facts)


def _pause(settings: Settings) -> None:
    """A try keeps the gap between two requests as the workers do."""
    threading.Event().wait(settings.host_gap)


def _find_source(settings: Settings, what: str, kind: str | None, accept: bool) -> SourceFacts:
    if kind is not None and kind not in known_kinds():
        raise BadInput(
            f"--kind: {kind!r} can't be read by this version; use one of {', '.join(sorted(known_kinds()))}."
        )
    accepted = {"acknowledge_terms": True} if accept else {}
    if "://" in what or kind_of_address(what):
        return SourceFacts(id=what, kind=kind or "", url=what, options=accepted)
    with database(settings) as engine, reading(engine) as session:
        row = session.get(Source, what)
        if row is None or row.removed_at is not None:
            raise BadInput(
                f"{what!r} is neither an address nor the id of a source; `ceasewatch export` lists them."
            )
        facts = source_facts(session, row)
        return replace(facts, kind=kind or facts.kind, options={**facts.options, **accepted})


def _trial_json(trial: Trial, facts: SourceFacts) -> dict[str, Any]:
    return {
        "state": trial.state.value,
        "final_url": trial.final_url,
        "statements": [_statement_json(one, facts) for one in trial.statements],
        "problems": list(trial.problems),
    }


def _statement_json(one: FoundStatement, facts: SourceFacts) -> dict[str, Any]:
    published = one.published_at
    return {
        "id": one.external_id,
        "url": one.url,
        "title": one.title,
        "text": one.text,
        "published_at": time_json(published, ZoneInfo(facts.timezone)) if published else None,
        "precision": one.precision.value,
        "language": one.language,
        "edited": one.edited,
        "forwarded": one.forwarded,
    }


def _write_trial(trial: Trial, facts: SourceFacts) -> None:
    write_line(f"{trial.state.value}: {trial.final_url}; {len(trial.statements)} statements.")
    write_line("Nothing is recorded by a try.")
    if trial.statements:
        shown = [_statement_json(one, facts) for one in trial.statements]
        write_table(
            ("PUBLISHED", "PRECISION", "TITLE"),
            [
                (one["published_at"] or "-", one["precision"], (one["title"] or one["text"])[:90])
                for one in shown
            ],
        )
    for name, value in trial.proposal.items():
        write_line(clean_text(f"{name}: {say_select(value) if isinstance(value, dict) else value}"))
    for problem in trial.problems:
        write_error(clean_text(problem))
