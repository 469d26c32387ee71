"""A rule as the fields of a form, and back: nothing of it is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Values = Mapping[str, Sequence[str]]
Pair = tuple[str, str]

CHOICES = ("kind", "by", "against", "types", "sources", "speakers", "states")
LINES = ("places", "words")
NUMBERS = ("killed", "wounded", "count")
SWITCHES = {"true": True, "false": False, "": None}
WAITS = ("group_wait", "group_interval", "max_age")
USUAL: Values = {
    "agreement": ["*"],
    "kind": ["accusation"],
    "in_force": ["true"],
    "min_confidence": ["50"],
    "group_by": ["agreement"],
    "group_wait": ["30s"],
    "group_interval": ["5m"],
    "max_age": ["24h"],
}
"""Of a rule that nobody has written yet."""
_FIELDS: Mapping[tuple[str, ...], str] = {
    ("when",): "before",
    ("when", "more_than"): "before",
    ("when", "more_than", "count"): "more_count",
    ("when", "more_than", "within"): "more_within",
    ("when", "more_than", "per"): "more_per",
    ("when", "first"): "first",
    ("digest",): "digest_every",
    ("quiet_hours",): "quiet_from",
}
_INSIDE = {"when": "", "digest": "digest_", "quiet_hours": "quiet_"}


def write_fields(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """The fields of a whole document, as `whole_rule` makes it."""
    when = document["when"]
    fields = {key: [str(each) for each in when[key]] for key in CHOICES}
    fields |= {key: ["\n".join(when[key])] for key in LINES}
    fields |= {key: [_write(when[key])] for key in ("in_force", "in_force_certain", "civilians", *NUMBERS)}
    fields |= {key: [document[key]] for key in ("id", "agreement", *WAITS)}
    fields |= {key: list(document[key]) for key in ("send_to", "group_by")}
    fields["languages"] = [" ".join(when["languages"])]
    fields["min_confidence"] = [f"{round(when['min_confidence'] * 100, 6):g}"]
    return fields | _write_before(when) | _write_hours(document)


def read_document(values: Values) -> dict[str, Any]:
    """The document that a filled form stands for, unchecked: what can't be read is left as it was written."""
    document: dict[str, Any] = {
        "agreement": _first(values, "agreement") or "*",
        "when": _read_when(values),
        "group_by": list(values.get("group_by", ())),
        "send_to": list(values.get("send_to", ())),
        "digest": _read_digest(values),
        "quiet_hours": _read_quiet(values),
    }
    return document | {key: text for key in ("id", *WAITS) if (text := _first(values, key))}


def list_pairs(values: Values) -> list[Pair]:
    """The fields as an address would carry them."""
    return [(name, value) for name, found in values.items() for value in found]


def name_field(path: Sequence[str | int]) -> str:
    """The field at which a fault is told; nothing for what no field of its own has."""
    names = tuple(step for step in path if isinstance(step, str))
    if names in _FIELDS:
        return _FIELDS[names]
    if len(names) == 2 and names[0] in _INSIDE:
        return _INSIDE[names[0]] + names[1]
    return names[0] if len(names) == 1 else ""


def _read_when(values: Values) -> dict[str, Any]:
    when: dict[str, Any] = {key: list(values.get(key, ())) for key in CHOICES}
    when |= {key: _read_lines(_first(values, key)) for key in LINES}
    when |= {key: number for key in NUMBERS if (number := _read_number(_first(values, key))) is not None}
    for key in ("in_force", "in_force_certain", "civilians"):
        when[key] = SWITCHES.get(_first(values, key), _first(values, key))
    when["languages"] = _first(values, "languages").replace(",", " ").split()
    when["min_confidence"] = _read_percent(_first(values, "min_confidence"))
    before = _first(values, "before")
    if before == "first":
        when["first"] = _first(values, "first") or "agreement"
    elif before == "mutual":
        when["mutual"] = _first(values, "mutual")
    elif before == "more_than":
        when["more_than"] = {
            "count": _read_number(_first(values, "more_count")),
            "within": _first(values, "more_within"),
            "per": _first(values, "more_per") or "agreement",
        }
    return when


def _read_digest(values: Values) -> dict[str, str] | None:
    every = _first(values, "digest_every")
    given = {key: _first(values, f"digest_{key}") for key in ("at", "on", "timezone")}
    asked = {"hour": (), "day": ("at", "timezone"), "week": ("at", "on", "timezone")}.get(every, ())
    return {"every": every} | {key: given[key] for key in asked if given[key]} if every else None


def _read_quiet(values: Values) -> dict[str, Any] | None:
    given = {key: _first(values, f"quiet_{key}") for key in ("from", "to", "timezone")}
    if not given["from"] and not given["to"]:
        return None
    bypass = list(values.get("quiet_bypass", ()))
    return {key: text for key, text in given.items() if text} | {"bypass": bypass}


def _write_before(when: Mapping[str, Any]) -> dict[str, list[str]]:
    more = when["more_than"] or {"count": "", "within": "", "per": "agreement"}
    asked = next((key for key in ("first", "mutual", "more_than") if when[key] is not None), "")
    return {
        "before": [asked],
        "first": [when["first"] or "agreement"],
        "mutual": [when["mutual"] or ""],
        "more_count": [str(more["count"])],
        "more_within": [more["within"]],
        "more_per": [more["per"]],
    }


def _write_hours(document: Mapping[str, Any]) -> dict[str, list[str]]:
    digest, quiet = document["digest"] or {}, document["quiet_hours"] or {}
    fields = {f"digest_{key}": [digest.get(key) or ""] for key in ("every", "at", "on", "timezone")}
    fields |= {f"quiet_{key}": [quiet.get(key) or ""] for key in ("from", "to", "timezone")}
    return fields | {"quiet_bypass": list(quiet.get("bypass", ()))}


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "").strip()


def _write(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_number(text: str) -> int | str | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text


def _read_percent(text: str) -> float | str:
    """Per cent, as the form has them, become the share that the document has."""
    if not text:
        return 0.0
    try:
        return round(float(text.removesuffix("%").strip().replace(",", ".")) / 100, 8)
    except (ValueError, OverflowError):
        return text
