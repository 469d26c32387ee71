"""What pydantic found wrong in a form, said in plain sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from monitor.agreements.faults import Fault, Path, suggest
from monitor.agreements.form_agreement import AgreementForm, ObserverForm, PartyForm, PlaceForm
from monitor.agreements.form_hours import DigestForm, QuietForm
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_source import SelectForm, SourceForm, SourceReference, WatchedSource
from monitor.agreements.form_when import ThresholdForm, WhenForm

# The forms by the names on the way to them; the tags of the two writings of a source count as names.
FORMS: Mapping[tuple[str, ...], type[BaseModel]] = {
    ("agreements",): AgreementForm,
    ("agreements", "parties"): PartyForm,
    ("agreements", "observers"): ObserverForm,
    ("agreements", "places"): PlaceForm,
    ("agreements", "sources", "reference"): SourceReference,
    ("agreements", "sources", "full"): WatchedSource,
    ("agreements", "sources", "full", "select"): SelectForm,
    ("sources",): SourceForm,
    ("sources", "select"): SelectForm,
    ("rules",): RuleForm,
    ("rules", "when"): WhenForm,
    ("rules", "when", "more_than"): ThresholdForm,
    ("rules", "digest"): DigestForm,
    ("rules", "quiet_hours"): QuietForm,
}
TAGS = frozenset({"reference", "full"})
PLAIN = {
    "missing": "is missing; add it.",
    "bool_type": "must be true or false.",
    "float_type": "must be a number, without quotes.",
    "int_type": "must be a whole number, without quotes.",
    "list_type": "must be a list; write it as [a, b], or one item a line with a dash before each.",
    "dict_type": "must hold keys; write it as `key: value`.",
    "model_type": "must hold keys; write it as `key: value`.",
    "model_attributes_type": "must hold keys; write it as `key: value`.",
    "finite_number": "must be a finite number.",
}


def list_faults(error: ValidationError, top_keys: frozenset[str]) -> list[Fault]:
    """One fault for each thing that pydantic found."""
    return [Fault(_path_of(found["loc"]), _say(found, top_keys)) for found in error.errors(include_url=False)]


def _path_of(loc: tuple[str | int, ...]) -> Path:
    """The place without pydantic's own marks: the tag after a source's number, `[key]`."""
    return tuple(
        step
        for at, step in enumerate(loc)
        if step != "[key]" and not (step in TAGS and at >= 2 and loc[at - 2] == "sources")
    )


def _say(found: Any, top_keys: frozenset[str]) -> str:
    kind, context, value = found["type"], found.get("ctx", {}), found["input"]
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        name = str(found["loc"][-1])
        return f"`{name}` is no key here; {suggest(name, _known_keys(found['loc'], top_keys))}"
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
        return f"{_show(value)} is not known here; {suggest(str(value), known)}"
    if value is None and kind.endswith("_type"):
        return "stands empty; write a value, or leave the key out."
    if kind == "string_type":
        return _say_no_text(value)
    return PLAIN.get(kind) or _say_limit(kind, context) or f"{found['msg']}."


def _say_no_text(value: Any) -> str:
    if isinstance(value, list | dict):
        return "must be text, not a list or keys."
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return f'must be text; put it in quotes: "{written}".'


def _say_limit(kind: str, context: Mapping[str, Any]) -> str | None:
    if kind == "greater_than_equal":
        return f"is too small; it must be at least {context['ge']}."
    if kind == "less_than_equal":
        return f"is too large; it must be at most {context['le']}."
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters; shorten it."
    if kind == "too_long":
        return f"holds more than {context['max_length']} entries; write fewer."
    if kind == "too_short":
        return f"holds too little; at least {context['min_length']} must be given."
    return None


def _known_keys(loc: tuple[str | int, ...], top_keys: frozenset[str]) -> list[str]:
    way = tuple(step for step in loc[:-1] if isinstance(step, str))
    form = FORMS.get(way)
    if form is None:
        return sorted(top_keys)
    return [field.alias or name for name, field in form.model_fields.items()]


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
