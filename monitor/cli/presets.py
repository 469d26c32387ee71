"""`presets`: the bundled agreements."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.agreements.presets import list_presets, read_preset, read_preset_text
from monitor.cli.output import write_json, write_line, write_table


def presets(
    preset: Annotated[str | None, typer.Argument(metavar="[ID]", help="Print this one as YAML.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """List the bundled agreements, or print one as YAML.

    Example: ceasewatch presets karabakh-2020 > watch.yaml
    """
    if preset is not None:
        text = read_preset_text(preset)
        write_json({"id": preset, "yaml": text}) if as_json else write_line(text.rstrip("\n"))
        return
    agreements = [form for name in list_presets() for form in read_preset(name).content.agreements]
    if as_json:
        write_json(
            [{"id": one.id, "name": one.name, "starts_at": one.starts_at.isoformat()} for one in agreements]
        )
        return
    write_table(
        ("ID", "STARTS", "NAME"), [(one.id, one.starts_at.isoformat(), one.name) for one in agreements]
    )
