"""A statement as its list had it, to and from the JSON in which work and captures keep it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from monitor.terms import FoundStatement

_FOUND = TypeAdapter(FoundStatement)


def listed_json(found: FoundStatement) -> dict[str, Any]:
    """Every field that says something."""
    fields = {name: value for name, value in asdict(found).items() if value not in (None, False, "")}
    document: dict[str, Any] = TypeAdapter(dict[str, Any]).dump_python(fields, mode="json")
    return document


def read_listed(document: dict[str, Any]) -> FoundStatement:
    """The statement that `listed_json` wrote down."""
    return _FOUND.validate_python({"title": "", "text": "", "url": ""} | document)
