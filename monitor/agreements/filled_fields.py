"""What was filled into the fields of a form, brought into the document that the form showed.

Only a field that says something else than it showed changes anything: what a field can't show whole
(a term of several lines, a time to the second) stays as it is until somebody writes over it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from monitor.agreements.fields import (
    LISTS,
    MOMENTS,
    NAMES,
    ON,
    SELECT,
    SWITCHES,
    TEXTS,
    Document,
    Fields,
    list_columns,
    write_fields,
)
from monitor.agreements.ids import make_id
from monitor.agreements.local_times import read_local
from monitor.agreements.names_text import read_names
from monitor.agreements.pasted_places import read_places

REQUIRED = {("", "name"), ("", "starts_at"), ("sources", "url")}
MOST_ROWS = 6000
CONTENT: Mapping[str, tuple[str, ...]] = {
    "parties": ("name", "country", "aliases"),
    "observers": ("name", "country", "aliases"),
    "places": ("names", "lat", "lon"),
    "sources": ("publisher", "url", "source"),
}
_ROW = re.compile(rf"({'|'.join(LISTS)})\.(\d{{1,4}})\.")


def read_fields(filled: Mapping[str, str], shown: Document) -> dict[str, Any]:
    """The document that is meant; a new row that nothing was written into is none."""
    given = {name: text.replace("\r\n", "\n") for name, text in filled.items()}
    stood = write_fields(shown)
    document = dict(shown)
    changes = {name: text for name, text in given.items() if text.strip() != stood.get(name, "").strip()}
    _read_head(document, changes, given)
    for noun in LISTS:
        rows = [_read_row(noun, at, dict(row), changes) for at, row in enumerate(shown.get(noun) or [])]
        rows += [_read_row(noun, at, {}, given) for at in _new_rows(noun, len(rows), given)]
        document[noun] = rows
    document["places"] = [*document["places"], *read_places(given.get("paste", ""))]
    _read_sides(document, len(shown.get("parties") or []), changes, given)
    _name_rows(document)
    return {key: value for key, value in document.items() if value or key not in LISTS or key in shown}


def place_new_rows(filled: Mapping[str, str], shown: Document) -> dict[str, str]:
    """Where each row that was new stands in the document that is meant: blank ones before it are left out."""
    given, places = dict(filled), {}
    for noun in LISTS:
        known = len(shown.get(noun) or [])
        for position, at in enumerate(_new_rows(noun, known, given), known):
            places[f"{noun}.{at}"] = f"{noun}.{position}"
    return places


def _read_head(document: dict[str, Any], changes: Fields, given: Fields) -> None:
    _read_texts("", "", document, changes)
    zone = str(document.get("timezone") or "UTC")
    for key in MOMENTS:
        if key in changes or ("timezone" in changes and given.get(key)):
            _put("", document, key, read_local(given[key], zone) or None)
    if "terms" in changes:
        document["terms"] = [line.strip() for line in changes["terms"].split("\n") if line.strip()]


def _new_rows(noun: str, known: int, given: Fields) -> list[int]:
    """The numbers of rows that were blank when they were shown and hold something now."""
    found = {int(match[2]) for name in given if (match := _ROW.match(name)) and match[1] == noun}
    new = sorted(at for at in found if known <= at < MOST_ROWS)
    return [at for at in new if any(given.get(f"{noun}.{at}.{key}", "").strip() for key in CONTENT[noun])]


def _read_row(noun: str, at: int, row: dict[str, Any], changes: Fields) -> dict[str, Any]:
    prefix = f"{noun}.{at}."
    _read_texts(noun, prefix, row, changes)
    names = NAMES.get(noun)
    if names and prefix + names in changes:
        _put(noun, row, names, read_names(changes[prefix + names]) or None)
    if noun == "places":
        row |= {key: _number(row[key]) for key in ("lat", "lon") if isinstance(row.get(key), str)}
    if noun == "sources":
        _read_source(prefix, row, changes)
    return row


def _read_source(prefix: str, row: dict[str, Any], changes: Fields) -> None:
    if f"{prefix}languages" in changes:
        row["languages"] = re.findall(r"[^\s,;]+", changes[f"{prefix}languages"])
    for key, usual in SWITCHES.items():
        if prefix + key in changes:
            on = changes[prefix + key] == ON
            _put("", row, key, on if on is not usual else None)
    select = dict(row.get("select") or {})
    for key in SELECT:
        if f"{prefix}select.{key}" in changes:
            _put("select", select, key, changes[f"{prefix}select.{key}"].strip() or None)
    _put("", row, "select", select or None)


def _read_texts(noun: str, prefix: str, row: dict[str, Any], changes: Fields) -> None:
    for key in TEXTS[noun]:
        if prefix + key in changes:
            _put(noun, row, key, changes[prefix + key].strip() or None)


def _put(noun: str, row: dict[str, Any], key: str, value: Any) -> None:
    """What was emptied leaves the document; what can't be left out stands there empty, and is a fault."""
    if value is not None:
        row[key] = value
    elif (noun, key) in REQUIRED and key in row:
        row[key] = ""
    else:
        row.pop(key, None)


def _number(text: str) -> float | str:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _read_sides(document: dict[str, Any], known: int, changes: Fields, given: Fields) -> None:
    """A column that was renamed gives its parties the new name; a new party belongs to its column's side."""
    parties, columns = document["parties"], list_columns({"parties": document["parties"][:known]})
    new = iter(_new_rows("parties", known, given))
    for at, party in enumerate(parties):
        row = at if at < known else next(new)
        column = given.get(f"parties.{row}.column", "")
        renamed = changes.get(f"sides.{column}")
        if renamed is not None:
            _put("", party, "side", make_id(renamed, (), "") if renamed.strip() else None)
        elif at >= known and column.isdecimal() and int(column) < len(columns):
            party["side"] = columns[int(column)]


def _name_rows(document: dict[str, Any]) -> None:
    """New rows get ids made from their names; parties and observers share theirs."""
    actors = [*document["parties"], *document["observers"]]
    taken = {str(row.get("id")) for row in actors}
    for row in actors:
        _name(row, str(row.get("name") or ""), taken, "party")
    taken = {str(row.get("id")) for row in document["places"]}
    for row in document["places"]:
        names = [form for forms in (row.get("names") or {}).values() for form in forms]
        _name(row, names[0] if names else "", taken, "place")
    taken = {str(row.get("id") or row.get("source")) for row in document["sources"]}
    for row in document["sources"]:
        if "source" not in row:
            _name(row, str(row.get("publisher") or ""), taken, "source")
    if not document.get("id") and document.get("name"):
        document["id"] = make_id(str(document["name"]), (), "agreement")


def _name(row: dict[str, Any], name: str, taken: set[str], otherwise: str) -> None:
    if not row.get("id"):
        row["id"] = make_id(name, taken, otherwise)
        taken.add(row["id"])
