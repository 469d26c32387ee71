"""`source enter`: a statement of an outlet that no machine may read, pasted by a person."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlmodel import Session

from monitor import clock
from monitor.agreements.form_values import check_address
from monitor.cli.context import database
from monitor.cli.input import read_input
from monitor.cli.moments import read_published
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing
from monitor.ledger.entries import Entry, enter_statement
from monitor.models import Source
from monitor.pipeline import source_facts
from monitor.readers.prose import storable, tidy_text
from monitor.terms import PublishedPrecision

_MOST_LETTERS = 200_000


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
    text = _read_text()
    with database() as engine, writing(engine) as session:
        source = _find_source(session, source_id)
        entry = _entry(session, source, url, title, text, by, published_at)
        statement = enter_statement(session, source, entry, clock.wall())
    if as_json:
        write_json({"statement": statement})
    else:
        write_line(f"Statement {statement} of {source_id} is recorded and will be read for claims.")


def _read_text() -> str:
    text = tidy_text(storable(read_input(4 * _MOST_LETTERS + 4)))
    if not text:
        raise BadInput("Standard input is empty; paste the statement's text.")
    if len(text) > _MOST_LETTERS:
        raise BadInput(
            f"Standard input is longer than {_MOST_LETTERS:,} letters; enter one statement at a time."
        )
    return text


def _find_source(session: Session, source_id: str) -> Source:
    source = session.get(Source, source_id)
    if source is None or source.removed_at is not None:
        raise BadInput(f"There is no source {source_id!r}; `ceasewatch export` lists them.")
    if source.kind != "manual":
        raise BadInput(
            f"{source_id} is of kind `{source.kind}` and is polled; only `manual` ones are entered."
        )
    return source


def _entry(
    session: Session, source: Source, url: str, title: str, text: str, by: str, published_at: str | None
) -> Entry:
    try:
        address = check_address(url)
    except ValueError as error:
        raise BadInput(f"--url {error}") from None
    if not by.strip():
        raise BadInput("--by is empty; name who enters the statement.")
    moment, precision = None, PublishedPrecision.FIRST_SEEN
    if published_at is not None:
        try:
            moment, precision = read_published(published_at, source_facts(session, source).timezone)
        except ValueError as error:
            raise BadInput(f"--published-at: {error}") from None
        if moment > clock.wall():
            raise BadInput(f"--published-at: {published_at} is in the future; give the time of publication.")
    title = tidy_text(storable(title))
    return Entry(address, title, text, by.strip(), moment, precision)
