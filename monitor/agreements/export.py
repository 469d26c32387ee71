"""The database -> the YAML that makes it: stable order, defaults left out, secrets as references.

A secret that was written out in a form is kept apart with its channel and comes back as
{stored: ID}: whoever applies it to a database without that secret is told so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from sqlmodel import Session

from alerts.models import Channel, Rule
from monitor.agreements.durations import format_duration
from monitor.agreements.faults import BadForm, suggest
from monitor.agreements.form_agreement import AgreementForm, ObserverForm, PartyForm, PlaceForm
from monitor.agreements.form_hours import DigestForm, QuietForm
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_source import SelectForm, SourceForm
from monitor.agreements.form_when import ThresholdForm, WhenForm
from monitor.agreements.stored import Stored, load_stored
from monitor.agreements.yaml_tree import read_scalar
from monitor.models import Source, Watch

Row = TypeVar("Row", Source, Channel, Rule)
LONG_ITEM = 50
DURATIONS = ("group_wait", "group_interval", "max_age")


def export(session: Session, agreement_id: str | None = None) -> str:
    """Everything in use as YAML; for one agreement: it, its sources, its rules and their channels.

    Raises BadForm when there is no such agreement.
    """
    stored = load_stored(session)
    live = sorted(row.id for row in stored.agreements.values() if row.removed_at is None)
    if agreement_id is None:
        return write_yaml(_everything(stored, live))
    if agreement_id not in live:
        raise BadForm([f"there is no agreement {agreement_id!r}; {suggest(agreement_id, live)}"])
    return write_yaml(_one_agreement(stored, agreement_id))


def write_agreement(session: Session, agreement_id: str) -> str | None:
    """One agreement in use with its sources in full, and nothing of who is told; None when there is none."""
    stored = load_stored(session)
    row = stored.agreements.get(agreement_id)
    if row is None or row.removed_at is not None:
        return None
    every_source = {watch.source_id for watch in stored.live_watches(agreement_id)}
    return write_yaml(_file(agreements=[_agreement(stored, agreement_id, every_source)]))


def write_rule(row: Rule) -> str:
    """A rule as it stands in a file."""
    return write_yaml({"rules": [_rule(row)]})


def write_yaml(value: Mapping[str, Any]) -> str:
    """YAML that this program and readers of YAML 1.1 understand alike."""
    return yaml.dump(
        value,
        Dumper=_CarefulDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=110,
    )


def _everything(stored: Stored, live: Sequence[str]) -> dict[str, Any]:
    watchers = Counter(watch.source_id for id_ in live for watch in stored.live_watches(id_))
    alone = {id_ for id_, number in watchers.items() if number == 1}
    return _file(
        agreements=[_agreement(stored, id_, alone) for id_ in live],
        sources=[_source(row) for row in _live(stored.sources) if row.id not in alone],
        channels=[_channel(row) for row in _live(stored.channels)],
        rules=[_rule(row) for row in _live(stored.rules)],
    )


def _one_agreement(stored: Stored, id_: str) -> dict[str, Any]:
    every_source = {watch.source_id for watch in stored.live_watches(id_)}
    rules = [row for row in _live(stored.rules) if row.document["agreement"] == id_]
    used = {channel for rule in rules for channel in rule.document["send_to"]}
    channels = [row for row in _live(stored.channels) if row.id in used]
    return _file(
        agreements=[_agreement(stored, id_, every_source)],
        sources=[],
        channels=[_channel(row) for row in channels],
        rules=[_rule(row) for row in rules],
    )


def _live(rows: Mapping[str, Row]) -> list[Row]:
    return [row for row in rows.values() if row.removed_at is None]


def _file(**parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"version": 1} | {noun: things for noun, things in parts.items() if things}


def _agreement(stored: Stored, id_: str, in_full: set[str]) -> dict[str, Any]:
    document = stored.agreements[id_].document
    value = _brief(document, AgreementForm)
    value["parties"] = [_party(party) for party in document["parties"]]
    for noun, form in (("observers", ObserverForm), ("places", PlaceForm)):
        if document[noun]:
            value[noun] = [_brief(item, form) for item in document[noun]]
    sources = [
        _watched(watch, stored.sources[watch.source_id], in_full) for watch in stored.live_watches(id_)
    ]
    return value | ({"sources": sources} if sources else {})


def _party(document: Mapping[str, Any]) -> dict[str, Any]:
    value = _brief(document, PartyForm)
    if value["side"] == value["id"]:
        del value["side"]
    return value


def _watched(watch: Watch, row: Source, in_full: set[str]) -> dict[str, Any]:
    party = {"party": watch.speaker} if watch.speaker else {}
    return _source(row) | party if row.id in in_full else {"source": row.id} | party


def _source(row: Source) -> dict[str, Any]:
    value = _brief(row.document, SourceForm)
    if "every" in value:
        value["every"] = format_duration(value["every"])
    if "select" in value:
        value["select"] = _brief(value["select"], SelectForm)
    return value


def _channel(row: Channel) -> dict[str, Any]:
    return {"id": row.id, "kind": row.kind} | row.document


def _rule(row: Rule) -> dict[str, Any]:
    value = {"id": row.id} | _brief(row.document, RuleForm)
    value["when"] = _when(row.document["when"])
    for key, form in (("digest", DigestForm), ("quiet_hours", QuietForm)):
        if key in value:
            value[key] = _brief(value[key], form)
    value = {key: item for key, item in value.items() if key != "when" or item}
    return value | {key: format_duration(value[key]) for key in DURATIONS if key in value}


def _when(document: Mapping[str, Any]) -> dict[str, Any]:
    value = _brief(document, WhenForm)
    if "mutual" in value:
        value["mutual"] = format_duration(value["mutual"])
    if "more_than" in value:
        threshold = _brief(value["more_than"], ThresholdForm)
        value["more_than"] = threshold | {"within": format_duration(threshold["within"])}
    return value


def _brief(document: Mapping[str, Any], form: type[BaseModel]) -> dict[str, Any]:
    """The keys of a document that a form needs in order to become the same again."""
    fields = {field.alias or name: field for name, field in form.model_fields.items()}
    return {
        key: document[key]
        for key, field in fields.items()
        if key in document and (field.is_required() or document[key] != to_jsonable_python(field.default))
    }


class _CarefulDumper(yaml.SafeDumper):
    """Quotes what either YAML 1.1 or our own reading would take for something else than text."""

    def represent(self, data: Any) -> None:
        """The outermost keys stand one a line, however short the form is."""
        node: Any = self.represent_data(data)
        node.flow_style = False
        self.serialize(node)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        """A list of sentences stands one an item a line."""
        node = super().represent_sequence(tag, sequence, flow_style)
        if any(isinstance(item, str) and len(item) > LONG_ITEM for item in sequence):
            node.flow_style = False
        return node

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if isinstance(read_scalar(text), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_CarefulDumper.add_representer(str, _represent_text)
