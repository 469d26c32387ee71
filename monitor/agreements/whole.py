"""What is configured, as one whole document that an editor takes up, and the tag that tells two apart.

The keys are those of the YAML, none left out; an agreement's has its sources in full, with whose they are.
A secret that is kept here is never in one: {"stored": ID} stands in its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from alerts.models import Channel, Rule
from monitor.agreements.documents import complete_rule
from monitor.agreements.durations import format_duration
from monitor.agreements.form_source import SourceForm
from monitor.agreements.stored import Stored
from monitor.models import Source

_DEFAULTS: dict[str, Any] = {
    name: to_jsonable_python(field.default)
    for name, field in SourceForm.model_fields.items()
    if not field.is_required()
}


def whole_agreement(stored: Stored, id_: str) -> dict[str, Any] | None:
    """The document of an agreement in use; None when there is none of that id."""
    row = stored.agreements.get(id_)
    if row is None or row.removed_at is not None:
        return None
    sources = [
        whole_source(stored.sources[watch.source_id]) | {"party": watch.speaker}
        for watch in stored.live_watches(id_)
    ]
    return row.document | {"id": id_, "sources": sources}


def whole_source(row: Source) -> dict[str, Any]:
    """The document of a source; whose outlet it is belongs to the agreements that watch it."""
    document = _DEFAULTS | row.document | {"id": row.id}
    every = document["every"]
    return document | {"every": format_duration(every) if every else None}


def whole_rule(row: Rule) -> dict[str, Any]:
    """The document of a rule, its durations as people write them."""
    document = {"id": row.id} | complete_rule(row.document)
    when = dict(document["when"])
    if when["mutual"] is not None:
        when["mutual"] = format_duration(when["mutual"])
    if when["more_than"] is not None:
        when["more_than"] = when["more_than"] | {"within": format_duration(when["more_than"]["within"])}
    written = {key: format_duration(document[key]) for key in ("group_wait", "group_interval", "max_age")}
    return document | written | {"when": when}


def whole_channel(row: Channel) -> dict[str, Any]:
    """The document of a channel: its kind, and the settings that this kind has."""
    return {"id": row.id, "kind": row.kind} | row.document


def tag_of(document: Mapping[str, Any]) -> str:
    """The same for the same document, and for no other one."""
    text = json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]
