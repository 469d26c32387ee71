"""An agreement's document as the fields of a form: one flat text per field, named by its way in the document.

`parties.0.name`, `places.3.lat`, `sources.1.select.item`. Parties stand in the columns of their sides:
`parties.0.column` is the number of the column, `sides.1` the id that its parties share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.agreements.local_times import write_local
from monitor.agreements.names_text import write_names

Document = Mapping[str, Any]
Fields = dict[str, str]
LISTS = ("parties", "observers", "places", "sources")
TEXTS: Mapping[str, Sequence[str]] = {
    "": ("id", "name", "starts_note", "timezone"),
    "parties": ("id", "name", "country"),
    "observers": ("id", "name", "country"),
    "places": ("id", "lat", "lon"),
    "sources": (
        *("id", "source", "party", "publisher", "kind", "url", "every"),
        *("date_format", "timezone", "keep", "terms_url", "note"),
    ),
}
NAMES: Mapping[str, str] = {"parties": "aliases", "observers": "aliases", "places": "names"}
MOMENTS = ("starts_at", "ends_at")
SWITCHES: Mapping[str, bool] = {"enabled": True, "acknowledge_terms": False}
SELECT = ("item", "link", "title", "date", "body", "id")
ON = "1"


def fits_fields(document: Any) -> bool:
    """Whether a form can show it: the lists are lists of keys and values, names stand by language."""
    if not isinstance(document, dict):
        return False
    for noun in LISTS:
        rows = document.get(noun) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return False
        if not all(_are_names(row.get(NAMES[noun]) or {}) for row in rows if noun in NAMES):
            return False
    sources = document.get("sources") or []
    return all(_is_source(row) for row in sources) and _are_lines(document.get("terms") or [])


def write_fields(document: Document) -> Fields:
    """The fields of a document that `fits_fields`; every row has each of its fields."""
    zone = str(document.get("timezone") or "UTC")
    fields = {key: _text(document.get(key)) for key in TEXTS[""]}
    fields |= {key: write_local(_text(document.get(key)), zone) for key in MOMENTS}
    fields["terms"] = "\n".join(_one_line(term) for term in document.get("terms") or [])
    for noun in LISTS:
        for at, row in enumerate(document.get(noun) or []):
            fields |= {f"{noun}.{at}.{key}": text for key, text in _write_row(noun, row).items()}
    columns = list_columns(document)
    for number, side in enumerate(columns):
        fields[f"sides.{number}"] = _shared_side(document, side)
    for at, party in enumerate(document.get("parties") or []):
        fields[f"parties.{at}.column"] = str(columns.index(side_of(party)))
    return fields


def list_columns(document: Document) -> list[str]:
    """The sides in the order of their first party."""
    return list(dict.fromkeys(side_of(party) for party in document.get("parties") or []))


def side_of(party: Document) -> str:
    """The side of a party; one that names none stands alone, under its own id."""
    return _text(party.get("side") or party.get("id"))


def _shared_side(document: Document, side: str) -> str:
    named = any(_text(party.get("side")) == side for party in document["parties"])
    return side if named else ""


def _write_row(noun: str, row: Document) -> Fields:
    fields = {key: _text(row.get(key)) for key in TEXTS[noun]}
    if noun in NAMES:
        fields[NAMES[noun]] = write_names(row.get(NAMES[noun]) or {})
    if noun == "sources":
        fields["languages"] = ", ".join(map(_text, row.get("languages") or []))
        fields |= {key: ON if _switched(row, key) else "" for key in SWITCHES}
        select = row.get("select") or {}
        fields |= {f"select.{key}": _text(select.get(key)) for key in SELECT}
    return fields


def _switched(row: Document, key: str) -> bool:
    value = row.get(key, SWITCHES[key])
    return str(value).lower() in ("true", "yes", "on")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _one_line(value: Any) -> str:
    return " ".join(_text(value).split("\n"))


def _are_names(value: Any) -> bool:
    return isinstance(value, dict) and all(_are_lines(forms) for forms in value.values())


def _are_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_source(row: Document) -> bool:
    return isinstance(row.get("select") or {}, dict) and isinstance(row.get("languages") or [], list)
