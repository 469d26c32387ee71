"""What one file says twice, points to in vain or gets wrong in a channel, found in its plain values.

It looks before the values are checked, so that these faults are told together with all the
others; whatever has not the shape it expects is left to the check.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.agreements.faults import Fault, Path, suggest
from monitor.agreements.form_channel import find_channel_fault


def find_inner_faults(value: dict[str, Any]) -> list[Fault]:
    """Ids given twice, parties of sources that the agreement does not name, settings of channels."""
    faults = [
        fault for noun in ("agreements", "sources", "channels", "rules") for fault in _twice(value, noun)
    ]
    channels = _mappings(value.get("channels"))
    faults += filter(None, (find_channel_fault(item, ("channels", at)) for at, item in channels))
    for at, agreement in _mappings(value.get("agreements")):
        faults += _inside_agreement(agreement, ("agreements", at))
    return faults


def _inside_agreement(agreement: dict[str, Any], path: Path) -> Iterator[Fault]:
    seen: dict[str, Path] = {}
    for noun in ("parties", "observers"):
        yield from _twice(agreement, noun, path, seen)
    yield from _twice(agreement, "places", path)
    yield from _twice(agreement, "sources", path)
    for at, source in _mappings(agreement.get("sources")):
        party = source.get("party")
        if isinstance(party, str) and party not in seen:
            what = f"{party!r} is no party or observer of this agreement; {suggest(party, seen)}"
            yield Fault((*path, "sources", at, "party"), what)


def _twice(
    value: dict[str, Any], noun: str, path: Path = (), seen: dict[str, Path] | None = None
) -> Iterator[Fault]:
    seen = {} if seen is None else seen
    for at, item in _mappings(value.get(noun)):
        key = "source" if "source" in item else "id"
        name, here = item.get(key), (*path, noun, at, key)
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Fault(here, f"{name!r} is given twice; make the ids differ, or remove one of the two.")
        seen.setdefault(name, here)


def _mappings(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    if isinstance(value, list):
        yield from ((at, item) for at, item in enumerate(value) if isinstance(item, dict))
