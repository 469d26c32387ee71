"""`token create`: what lets a program read the API."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor import clock
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing
from monitor.ledger.tokens import ROLES, UnknownRole, make_token

BY = "token create"
app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def token() -> None:
    """Tokens for programs that use the API.

    Example: ceasewatch token create --role viewer
    """


@app.command()
def create(
    role: Annotated[str, typer.Option(metavar="ROLE", help=f"One of {', '.join(ROLES)}.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Make a token and print it, and nothing else; it can't be shown again.

    Example: ceasewatch token create --role viewer
    """
    with database() as engine:
        try:
            with writing(engine) as session:
                text = make_token(session, role, clock.wall(), BY)
        except UnknownRole as error:
            raise BadInput(f"--role: {error}") from None
    write_json({"token": text, "role": role}) if as_json else write_line(text)
