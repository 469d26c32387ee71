"""What an application changes, told as a noun, an id and the keys that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Noun = Literal["agreement", "source", "channel", "rule"]
Action = Literal["create", "change", "remove", "unchanged"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan. `fields`: dotted keys that differ; list entries go by their id.

    `overrides`: who made the version that this one replaces, when it was not `apply` itself.
    """

    noun: Noun
    id: str
    action: Action
    fields: tuple[str, ...] = ()
    overrides: str | None = None


def changed_keys(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str = "") -> list[str]:
    """The dotted keys in which two documents differ, in the order of the new one."""
    keys: list[str] = []
    for key in dict.fromkeys([*new, *old]):
        if key not in old or key not in new:
            keys.append(prefix + key)
        elif old[key] != new[key]:
            keys += _inside(old[key], new[key], prefix + key)
    return keys


def _inside(old: Any, new: Any, name: str) -> list[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return changed_keys(old, new, f"{name}.")
    if _named(old) and _named(new):
        inner = changed_keys(_by_id(old), _by_id(new), f"{name}.")
        return inner or [name]  # only the order differs
    return [name]


def _named(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) and "id" in item for item in value)


def _by_id(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {item["id"]: item for item in items}
