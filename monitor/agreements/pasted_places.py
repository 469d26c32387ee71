"""A list of places as people paste it: a place a line, its names, its latitude, its longitude."""

from __future__ import annotations

import re
from typing import Any

from monitor.agreements.names_text import read_names

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_LINE = re.compile(rf"(?P<names>.*?)[\s;,|]+(?P<lat>{_NUMBER})°?[\s;,|]+(?P<lon>{_NUMBER})°?\s*\Z")


def read_places(text: str) -> list[dict[str, Any]]:
    """A line without figures is a place whose coordinates are not known yet."""
    lines = [line.strip() for line in text.replace("\t", ";").split("\n")]
    return [_read_place(line) for line in lines if line]


def _read_place(line: str) -> dict[str, Any]:
    found = _LINE.match(line)
    names = read_names((found["names"] if found else line).strip(" ;|"))
    if found is None:
        return {"names": names}
    return {"names": names, "lat": float(found["lat"]), "lon": float(found["lon"])}
