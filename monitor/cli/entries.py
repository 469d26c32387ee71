"""`source enter`: a statement of an outlet that no machine may read, pasted by a person."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlmodel import Session

from monitor import clock
from monitor.cli.context import database
from monitor.cli.input import read_input
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing
from monitor.ledger.entries import enter_statement
from monitor.ledger.entry_terms import MOST_LETTERS, BadEntry, Pasted, read_entry
from monitor.models import Source
from monitor.pipeline import source_facts

_NAMES = {"url": "--url", "by": "--by", "published_at": "--published-at:", "text": "Standard input"}


def enter(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The source, of kind `manual`.")],
    url: Annotated[str, typer.Option(help="The link to the statement.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who enters it.")],
    title: Annotated[str, typer.Option(help="Its title, if it has one.")] = "",
    published_at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="When the outlet published it; a day, or with the time."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Enter a statement, its text on standard input; entering another text under the same link is an edit.

    Example: ceasewatch source enter mod-facebook --url https://facebook.com/mod/posts/7 --by anna < post.txt
    """
    text = read_input(4 * MOST_LETTERS + 4)
    with database() as engine, writing(engine) as session:
        source = _find_source(session, source_id)
        pasted = Pasted(url, title, text, published_at or "", source_facts(session, source).timezone)
        try:
            entry = read_entry(pasted, by, clock.wall())
        except BadEntry as bad:
            raise BadInput(f"{_NAMES[bad.field]} {bad.what}") from None
        statement = enter_statement(session, source, entry, clock.wall())
    if as_json:
        write_json({"statement": statement})
    else:
        write_line(f"Statement {statement} of {source_id} is recorded and will be read for claims.")


def _find_source(session: Session, source_id: str) -> Source:
    source = session.get(Source, source_id)
    if source is None or source.removed_at is not None:
        raise BadInput(f"There is no source {source_id!r}; `ceasewatch export` lists them.")
    if source.kind != "manual":
        raise BadInput(
            f"{source_id} is of kind `{source.kind}` and is polled; only `manual` ones are entered."
        )
    return source
