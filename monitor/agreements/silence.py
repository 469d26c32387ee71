"""What a silence fits, as a person writes it, read and checked like the conditions of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from monitor.agreements.faults import BadForm, Fault, suggest, write_path
from monitor.agreements.form import FormContent
from monitor.agreements.form_faults import list_faults
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_when import BEFORE
from monitor.agreements.references import find_unknown_names, find_unknown_sources, name_actors
from monitor.agreements.stored import Stored, load_stored
from monitor.agreements.yaml_tree import Unreadable, read_tree

NOTHING: dict[str, Any] = {"kind": None, "in_force": None}


def read_silence(session: Session, rules: Sequence[str], agreement: str, when: str) -> dict[str, Any]:
    """The document of a silence; `when` is YAML. Raises BadForm, which names the option and the key."""
    form = _read_form(agreement, _read_when(when))
    stored = load_stored(session)
    faults = [*_find_unknown_rules(rules, stored), *_find_unknown(form, stored)]
    if faults:
        raise BadForm(_say(faults))
    asked = form.when.model_dump(mode="json", exclude_defaults=True)
    kept = {"kind": form.when.kind, "in_force": form.when.in_force}
    return {"rules": list(dict.fromkeys(rules)), "agreement": agreement, "when": kept | asked}


def _read_when(when: str) -> dict[str, Any]:
    try:
        tree = read_tree(when)
    except Unreadable as error:
        raise BadForm(_say([Fault(("when",), error.fault.what)])) from None
    faults = [Fault(("when", *fault.path), fault.what) for fault in tree.faults]
    value = {} if tree.value is None else tree.value
    if not isinstance(value, dict):
        faults.append(Fault(("when",), "must hold keys; write it as '{types: [drone], by: [north]}'."))
    elif given := [key for key in BEFORE if value.get(key) is not None]:
        what = "looks at what came before, which a silence does not; leave it out."
        faults.append(Fault(("when", given[0]), what))
    if faults:
        raise BadForm(_say(faults))
    return NOTHING | value


def _read_form(agreement: str, when: dict[str, Any]) -> RuleForm:
    rule = {"id": "silence", "agreement": agreement, "when": when, "send_to": ["any"]}
    try:
        return FormContent.model_validate({"version": 1, "rules": [rule]}).rules[0]
    except ValidationError as error:
        faults = list_faults(error, frozenset(FormContent.model_fields))
        raise BadForm(_say(Fault(fault.path[2:], fault.what) for fault in faults)) from None


def _find_unknown_rules(rules: Sequence[str], stored: Stored) -> Iterable[Fault]:
    known = sorted(row.id for row in stored.rules.values() if row.removed_at is None)
    for rule in rules:
        if rule not in known:
            yield Fault(("rule",), f"there is no rule {rule!r}; {suggest(rule, known)}")


def _find_unknown(form: RuleForm, stored: Stored) -> Iterable[Fault]:
    live = [row for row in stored.agreements.values() if row.removed_at is None]
    yield from find_unknown_names(form, {row.id: name_actors(row.document) for row in live})
    sources = {row.id for row in stored.sources.values() if row.removed_at is None}
    yield from find_unknown_sources(form, sources)


def _say(faults: Iterable[Fault]) -> list[str]:
    """--when: types[0]: what is wrong; the mend."""
    return [
        ": ".join(filter(None, (f"--{fault.path[0]}", write_path(fault.path[1:]), fault.what)))
        for fault in faults
    ]
