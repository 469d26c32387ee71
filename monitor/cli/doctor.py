"""`doctor`: what works here, and what does not."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor import clock
from monitor.cli.context import begin, opened
from monitor.cli.outcome import BadInput, Failure
from monitor.cli.output import write_json, write_line, write_table
from monitor.doctor.checks import Check, check_everything
from monitor.doctor.pulse import SERVICES, ask_web, find_worker_name, says_it_lives
from monitor.settings import Settings


def doctor(
    service: Annotated[
        str | None,
        typer.Option(metavar="web|scheduler|worker", help="Only: is this one alive? Exit 0 when it is."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Where web listens here; default: CEASEWATCH_BASE_URL."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Check settings, database, mail server, queue and who is alive; exit 1 when something is wrong.

    Example: ceasewatch doctor --service scheduler
    """
    settings = begin()
    if service is None:
        _show(check_everything(settings, clock.wall()), as_json)
        return
    if service not in SERVICES:
        raise BadInput(f"--service: {service!r} is not known; use one of {', '.join(SERVICES)}.")
    detail = _ask(settings, service, port)
    if detail is not None:
        raise Failure(detail)
    write_json({"service": service, "alive": True}) if as_json else write_line(f"{service} is alive.")


def _ask(settings: Settings, service: str, port: int | None) -> str | None:
    """None when the service is alive, else a sentence."""
    if service == "web":
        return ask_web(settings, port)
    name = "scheduler" if service == "scheduler" else find_worker_name()
    with opened(settings) as engine:
        return says_it_lives(engine, name, clock.wall())


def _show(checks: list[Check], as_json: bool) -> None:
    wrong = any(check.state == "wrong" for check in checks)
    if as_json:
        parts = [{"part": one.part, "state": one.state, "detail": one.detail} for one in checks]
        write_json({"ok": not wrong, "checks": parts})
    else:
        write_table(("PART", "STATE", "DETAIL"), [(one.part, one.state, one.detail) for one in checks])
    if wrong:
        raise typer.Exit(1)
