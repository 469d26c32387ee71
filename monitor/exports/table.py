"""The log as CSV: a row a claim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.exports.cells import BYTE_ORDER_MARK, join_list, write_row
from monitor.exports.entries import Entry

# The claim, as it was read or corrected.
CLAIM = (
    *("id", "lineage", "agreement", "stance", "by", "by_name", "against", "against_name", "types"),
    *("in_force", "in_force_certain", "occurred_from", "occurred_to", "occurred_precision"),
    *("places", "latitude", "longitude", "count", "killed", "wounded", "civilians"),
    *("quote", "quote_field", "quote_start", "quote_end", "confidence"),
)
# What people say of the reading.
REVIEW = ("review", "reviewed_at", "reviewed_by", "review_note", "machine")
# Where it stands.
STATEMENT = (
    *("statement", "title", "publisher", "source", "speaker", "published_at", "published_precision"),
    *("first_seen_at", "lang", "revision", "statement_url", "url", "current", "superseded_by"),
)
COLUMNS = (*CLAIM, *REVIEW, *STATEMENT)


def write_table(entries: Iterable[Entry]) -> Iterator[str]:
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""
    yield BYTE_ORDER_MARK + write_row(COLUMNS)
    for entry in entries:
        values = list_values(entry)
        yield write_row([values[name] for name in COLUMNS])


def list_values(entry: Entry) -> dict[str, Any]:
    """The value of each column."""
    form, said = entry.form, entry.form["statement"]
    occurred, quoted = form["occurred"] or {}, form["evidence"]
    point = entry.points[0] if entry.points else None
    return {
        **form,
        "by_name": form["names"]["by"],
        "against_name": form["names"]["against"],
        "types": join_list(form["types"]),
        "occurred_from": occurred.get("from"),
        "occurred_to": occurred.get("to"),
        "occurred_precision": occurred.get("precision"),
        "places": join_list(form["places"]),
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "quote": quoted["quote"],
        "quote_field": quoted["field"],
        "quote_start": quoted["start"],
        "quote_end": quoted["end"],
        **_list_review(entry),
        "statement": said["id"],
        **{name: said[name] for name in ("title", "publisher", "source", "speaker", "published_at")},
        "published_precision": said["precision"],
        **{name: said[name] for name in ("first_seen_at", "lang", "revision")},
        "statement_url": said["url"],
    }


def _list_review(entry: Entry) -> dict[str, Any]:
    review, machine = entry.form["review"] or {}, entry.form["machine"]
    return {
        "review": entry.status,
        "reviewed_at": review.get("at"),
        "reviewed_by": review.get("by"),
        "review_note": review.get("note"),
        "machine": json.dumps(machine, ensure_ascii=False) if machine else None,
    }
