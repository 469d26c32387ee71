"""Checked forms <-> the plain JSON documents that the tables keep.

agreement: {"id", "name", "starts_at", "starts_note", "ends_at", "timezone", "terms", "parties":
[{"id", "name", "country", "side", "aliases"}], "observers": [{"id", "name", "country",
"aliases"}], "places": [{"id", "names", "lat", "lon"}]}; a party without a side has its own id
there; times are ISO 8601 with the offset as written.
source: {"id", "publisher", "kind", "url", "languages", "every" (seconds), "select",
"date_format", "timezone", "acknowledge_terms", "enabled", "keep", "terms_url", "note"}.
rule: {"agreement", "when" (its `mutual` and `more_than.within` in seconds), "group_by",
"group_wait", "group_interval", "max_age" (seconds), "digest", "quiet_hours", "send_to"}.
channel: the settings of its kind.
Every key is always there; what was not given is null or the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.form_channel import ChannelForm
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_source import SourceForm


def agreement_document(form: AgreementForm) -> dict[str, Any]:
    """The document without sources: those are rows of their own."""
    document = form.model_dump(mode="json", exclude={"sources"})
    document["starts_at"] = form.starts_at.isoformat()
    document["ends_at"] = form.ends_at.isoformat() if form.ends_at else None
    for party in document["parties"]:
        party["side"] = party["side"] or party["id"]
    return document


def source_document(form: SourceForm) -> dict[str, Any]:
    """The document without the party: whose outlet it is belongs to the watch."""
    return form.model_dump(mode="json", exclude={"party"})


def rule_document(form: RuleForm) -> dict[str, Any]:
    """The document without the id, as `alerts.matching` reads it."""
    return form.model_dump(mode="json", exclude={"id"})


def complete_rule(document: Mapping[str, Any]) -> dict[str, Any]:
    """A stored rule with the keys that an older version did not have yet, at their defaults."""
    defaults = rule_document(RuleForm(id="any", send_to=["any"]))
    return defaults | dict(document) | {"when": defaults["when"] | document["when"]}


def channel_document(form: ChannelForm) -> dict[str, Any]:
    """The settings of the channel's kind; a secret that is written out stands in it as it is."""
    return form.settings
