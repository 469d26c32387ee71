"""`source approve`: a person lets a source go to the host that it was redirected to."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor import clock
from monitor.cli.context import database
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_json, write_line
from monitor.db import writing
from monitor.ledger.moves import NoMove, approve_move

BY = "source approve"


def approve(
    source: Annotated[str, typer.Argument(metavar="ID", help="The source that has moved.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Let a source in the state `moved` be read at its new address from now on.

    Make sure that the new host is the publisher's own: whoever answers there speaks for it.

    Example: ceasewatch source approve us-defense
    """
    with database() as engine, writing(engine) as session:
        try:
            address = approve_move(session, source, clock.wall(), BY)
        except NoMove as refusal:
            raise BadInput(str(refusal)) from None
    if as_json:
        write_json({"id": source, "url": address})
    else:
        write_line(f"{source} is read at {address} from now on. Change the address in its YAML too.")
