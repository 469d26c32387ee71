"""`user add`: an account for a person who works at the desk."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from monitor import clock
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing
from monitor.ledger.accounts import BadName, add_user, check_role, read_name
from monitor.ledger.passwords import LONGEST, BadPassword, hash_password
from monitor.ledger.tokens import ROLES, UnknownRole

BY = "user add"
app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def user() -> None:
    """People who sign in at the desk.

    Example: ceasewatch user add anna --role reviewer
    """


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
    role: Annotated[str, typer.Option(metavar="ROLE", help=f"One of {', '.join(ROLES)}.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Make an account; the password is asked for, or read as one line of standard input.

    Example: ceasewatch user add anna --role reviewer
    """
    try:
        name = read_name(name)
        check_role(role)
        with database() as engine:
            hashed = hash_password(_read_password())
            with writing(engine) as session:
                made = add_user(session, name, hashed, role, clock.wall(), BY)
    except UnknownRole as error:
        raise BadInput(f"--role: {error}") from None
    except BadName as error:
        raise BadInput(f"NAME: {error}") from None
    except BadPassword as error:
        raise BadInput(f"password: {error}") from None
    form = {"id": made.id, "name": made.name, "role": made.role}
    write_json(form) if as_json else write_line(f"{made.name} may sign in as {made.role}.")


def _read_password() -> str:
    """Typed twice without being shown, or the first line of a pipe; raises BadInput."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    try:
        line = sys.stdin.buffer.readline(LONGEST * 4 + 2).decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadInput("password: standard input is not UTF-8 text; send it as UTF-8.") from None
    if not line:
        raise BadInput("password: standard input is empty; pipe one line, or run this at a terminal.")
    return line
