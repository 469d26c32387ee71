"""Findings and records as JSON: the one form that commands, the API and webhooks show to the outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.terms import Finding, Occurred, OccurredPrecision, Span, Stance, ViolationType

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def finding_json(finding: Finding, timezone: str) -> dict[str, Any]:
    """The contract's claim JSON without what only a recorded claim has; times in `timezone` (IANA)."""
    return {
        "stance": finding.stance.value,
        "by": finding.by,
        "against": finding.against,
        "types": [type_.value for type_ in finding.types],
        "in_force": finding.in_force,
        "in_force_certain": finding.in_force_certain,
        "count": finding.count,
        "killed": finding.killed,
        "wounded": finding.wounded,
        "civilians": finding.civilians,
        "places": list(finding.places),
        "occurred": _occurred_json(finding.occurred, ZoneInfo(timezone)),
        "evidence": {
            "field": finding.evidence.field,
            "quote": finding.evidence.quote,
            "start": finding.evidence.start,
            "end": finding.evidence.end,
        },
        "confidence": round(finding.confidence, 3),
        "why": list(finding.why),
    }


def change_finding(finding: Finding, changes: Mapping[str, Any]) -> Finding:
    """The finding with some fields as a person said them; `changes` is in the form of `finding_json`."""
    return replace(finding, **{name: _read_field(name, value) for name, value in changes.items()})


def read_occurred(form: Mapping[str, Any] | None) -> Occurred | None:
    """The inverse of what `finding_json` makes of an alleged time."""
    if form is None:
        return None
    end = datetime.fromisoformat(form["to"]) if form.get("to") else None
    return Occurred(datetime.fromisoformat(form["from"]), end, OccurredPrecision(form["precision"]))


def _read_field(name: str, value: Any) -> Any:
    if name == "types":
        return tuple(ViolationType(type_) for type_ in value)
    if name == "stance":
        return Stance(value)
    if name == "occurred":
        return read_occurred(value)
    if name == "evidence":
        return Span(**value)
    return tuple(value) if isinstance(value, list) else value


def time_json(moment: datetime, zone: tzinfo) -> str:
    """ISO 8601 to the second, with the zone's offset."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def record_json(record: DataclassInstance) -> dict[str, Any]:
    """A dataclass of plain values by the names of its fields; times in UTC."""
    return {key: _plain(value) for key, value in asdict(record).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_json(value, UTC)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _occurred_json(occurred: Occurred | None, zone: tzinfo) -> dict[str, Any] | None:
    if occurred is None:
        return None
    return {
        "from": time_json(occurred.start, zone),
        "to": time_json(occurred.end, zone) if occurred.end else None,
        "precision": occurred.precision.value,
    }
