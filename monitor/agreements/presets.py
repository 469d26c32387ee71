"""The bundled agreements, one YAML file each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from monitor.agreements.faults import BadForm, suggest
from monitor.agreements.form import Form, read_form

SUFFIX = ".yaml"


def list_presets() -> list[str]:
    """The names of the presets, which are the ids of their agreements."""
    return sorted(file.name.removesuffix(SUFFIX) for file in _find_files())


def read_preset_text(name: str) -> str:
    """The YAML of a preset; raises BadForm when there is none of that name."""
    for file in _find_files():
        if file.name == name + SUFFIX:
            return file.read_text(encoding="utf-8")
    raise BadForm([f"there is no preset {name!r}; {suggest(name, list_presets())}"])


def read_preset(name: str) -> Form:
    """A preset as a checked form; raises BadForm when there is none of that name."""
    return read_form(read_preset_text(name), name + SUFFIX)


def _find_files() -> Iterator[Traversable]:
    folder = files("monitor.agreements") / "presets"
    yield from (file for file in folder.iterdir() if file.name.endswith(SUFFIX))
