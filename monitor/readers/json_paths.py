"""Paths into JSON: dotted keys and numbers, `|` between alternatives, `{path}` inside an address."""

from __future__ import annotations

import re
from typing import Any

_HOLE = re.compile(r"\{([^{}]{1,100})\}")
_INDEX = re.compile(r"\[(\d{1,6}|\*)\]")
_MOST = 1_000


def find(value: Any, path: str) -> Any:
    """What stands at the first of the alternative paths that leads to something; None when none does."""
    if "{" in path:
        return _fill(value, path)
    for one in path.split("|"):
        found = _walk(value, one.strip())
        if found is not None and found != "" and found != []:
            return found
    return None


def find_list(value: Any, path: str) -> list[Any] | None:
    """The list that stands at the first of the alternative paths that leads to one, empty or not."""
    found = (_walk(value, one.strip()) for one in path.split("|"))
    return next((one for one in found if isinstance(one, list)), None)


def _fill(value: Any, template: str) -> str | None:
    """The template with each `{path}` replaced; None when one of them leads nowhere."""
    parts = [find(value, hole) for hole in _HOLE.findall(template)]
    if any(isinstance(part, bool) or not isinstance(part, str | int) for part in parts):
        return None
    given = iter(parts)
    return _HOLE.sub(lambda _: str(next(given)), template)


def _walk(value: Any, path: str) -> Any:
    """`$` and an empty path are the value itself; `*` gathers what all items of a list hold."""
    keys = [key for key in _INDEX.sub(r".\1", path.removeprefix("$")).split(".") if key]
    level = [value]
    gathered = False
    for key in keys:
        if key == "*":
            level = [inner for one in level for inner in _members(one)][:_MOST]
            gathered = True
        else:
            level = [inner for one in level if (inner := _step(one, key)) is not None]
    if gathered:
        return level
    return level[0] if level else None


def _members(value: Any) -> list[Any]:
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []


def _step(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list) and key.isdigit():
        return value[int(key)] if int(key) < len(value) else None
    return None
