"""The log as JSON, as JSON Lines and as GeoJSON: the contract's claims."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.exports.entries import Entry

# What turns, hides or ends a line for a reader of the bare file; JSON may always write it escaped.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def write_json(value: Any) -> str:
    """One line; what would turn or hide text is escaped, which is the same to every parser."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def write_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """JSON Lines: a claim a line."""
    for entry in entries:
        yield write_json(entry.form) + "\n"


def write_list(entries: Iterable[Entry]) -> Iterator[str]:
    """The answer of GET /api/v1/claims with everything on one page."""
    yield '{"items":['
    yield from _joined(entry.form for entry in entries)
    yield '\n],"next":""}\n'


def write_features(entries: Iterable[Entry]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946); a claim without a known place is a feature without a geometry."""
    yield '{"type":"FeatureCollection","features":['
    yield from _joined(_write_feature(entry) for entry in entries)
    yield "\n]}\n"


def _joined(values: Iterable[Any]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield ("," if number else "") + "\n" + write_json(value)


def _write_feature(entry: Entry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": entry.form["id"],
        "geometry": _write_geometry(entry),
        "properties": entry.form,
    }


def _write_geometry(entry: Entry) -> dict[str, Any] | None:
    """Longitude first (RFC 7946, 3.1.1); several places are one geometry, since the act is one."""
    at = [[point.lon, point.lat] for point in entry.points]
    if not at:
        return None
    if len(at) == 1:
        return {"type": "Point", "coordinates": at[0]}
    return {"type": "MultiPoint", "coordinates": at}
