"""Where a listing holds what: a source's `select`, given or proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from monitor.readers.contract import SourceFacts


@dataclass(frozen=True, slots=True)
class Selectors:
    """As in the YAML: CSS selectors, or paths into JSON; all but `item` look inside the item.

    `body` of a listing looks on the item's own page too; `id` is for JSON, where items have one.
    """

    item: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
    body: str | None = None
    id: str | None = None

    def named(self) -> dict[str, str]:
        """Those that are given, in the order of the YAML."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in given.items() if value}


def selectors_of(source: SourceFacts) -> Selectors:
    """The selectors that a source's document gives."""
    given: Mapping[str, Any] = source.options.get("select") or {}
    known = {one.name for one in fields(Selectors)}
    return Selectors(**{name: str(value) for name, value in given.items() if name in known and value})
