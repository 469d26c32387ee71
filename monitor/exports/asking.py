"""What an export was asked for, as an address carries it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from monitor.queries.filters import ClaimFilter

Pair = tuple[str, str]
_ADDRESSED = {"from_": "from"}


def list_pairs(wanted: ClaimFilter) -> list[Pair]:
    """Each filter that asks for something, in one order; the same question gives the same pairs."""
    pairs = []
    for field in fields(wanted):
        value = getattr(wanted, field.name)
        if value != field.default:
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(_ADDRESSED.get(field.name, field.name), _write_value(each)) for each in values]
    return pairs


def write_query(wanted: ClaimFilter, **more: str) -> str:
    """The part of an address behind its `?`."""
    return urlencode([*more.items(), *list_pairs(wanted)])


def group_pairs(wanted: ClaimFilter) -> dict[str, list[str]]:
    """The same for a program to read: each name once, with its values."""
    found: dict[str, list[str]] = {}
    for name, value in list_pairs(wanted):
        found.setdefault(name, []).append(value)
    return found


def write_moment(moment: datetime) -> str:
    """To the microsecond, in UTC: what happened in the same second is told apart."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _write_value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return write_moment(value) if isinstance(value, datetime) else str(value)
