"""A moment as a field of a form has it (`2020-10-10 12:00` in the agreement's zone), and as YAML has it."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.agreements.form_values import known_zones

_SPACED_OFFSET = re.compile(r"\s+([+-]\d\d:?\d\d|Z)$")


def write_local(moment: str, zone: str) -> str:
    """The local time; with its offset where that is not the zone's own. What is no time stays as it is."""
    read = _parse(moment)
    if read is None or read.tzinfo is None:
        return moment
    bare = read.replace(tzinfo=None)
    local = bare.isoformat(" ").removesuffix(":00") if bare.second == 0 else bare.isoformat(" ")
    known = zone in known_zones() and bare.replace(tzinfo=ZoneInfo(zone)).utcoffset() == read.utcoffset()
    return local if known else f"{local} {read.isoformat()[-6:]}"


def read_local(text: str, zone: str) -> str:
    """ISO 8601 with an offset; the zone's where the text gives none. What is no time stays as it is."""
    read = _parse(_SPACED_OFFSET.sub(r"\1", text.strip()))
    if read is None or (read.tzinfo is None and zone not in known_zones()):
        return text.strip()
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(zone))
    return read.isoformat()


def _parse(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
