"""The Typer application: every noun registers its commands here."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli import (
    alerts,
    channels,
    claims,
    classify,
    configuration,
    copies,
    deliveries,
    doctor,
    entries,
    evaluate,
    evidence,
    presets,
    replay,
    silences,
    sources,
    tokens,
    users,
)
from monitor.cli.outcome import PlainGroup

app = typer.Typer(
    name="ceasewatch",
    cls=PlainGroup,
    help="Watch ceasefire agreements: who accuses whom of what, where, when, in which words.\n\n"
    "Example: ceasewatch demo",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def show_help(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    if version:
        typer.echo(_find_version())
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _find_version() -> str:
    from importlib.metadata import version as version_of

    return version_of("ceasewatch")


app.command("apply")(configuration.apply)
app.command("export")(configuration.export)
app.command("presets")(presets.presets)
app.command("classify")(classify.classify)
app.command("evaluate")(evaluate.evaluate)
app.command("claims")(claims.claims)
app.command("replay")(replay.replay)
app.command("doctor")(doctor.doctor)
sources.app.command("enter")(entries.enter)
app.add_typer(sources.app, name="source")
app.add_typer(evidence.app, name="evidence")
app.add_typer(tokens.app, name="token")
app.add_typer(users.app, name="user")
app.add_typer(channels.app, name="channel")
app.add_typer(deliveries.app, name="deliveries")
app.add_typer(alerts.app, name="alerts")
app.add_typer(silences.app, name="silence")
app.add_typer(copies.app, name="db")
