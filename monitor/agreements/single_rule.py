"""One rule by itself, as a program sends it: checked like a rule of a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from monitor.agreements.faults import Fault
from monitor.agreements.form import FormContent
from monitor.agreements.form_faults import list_faults
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.references import find_unknown_names

# What a rule that is only tried may leave out.
UNSAVED = {"id": "preview", "send_to": ["preview"]}


class BadRule(ValueError):
    """A rule that can't be used as it is; the paths of its faults begin at the rule."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__("; ".join(fault.what for fault in faults))
        self.faults = tuple(faults)


def check_unsaved_rule(value: Mapping[str, Any], actors: Mapping[str, Collection[str]]) -> RuleForm:
    """The rule, if it could be saved; it may name the `actors` of each agreement. Raises BadRule."""
    try:
        content = FormContent.model_validate({"version": 1, "rules": [UNSAVED | dict(value)]})
    except ValidationError as error:
        found = list_faults(error, frozenset(RuleForm.model_fields))
        raise BadRule([Fault(fault.path[2:], fault.what) for fault in found]) from None
    rule = content.rules[0]
    faults = list(find_unknown_names(rule, actors))
    if faults:
        raise BadRule(faults)
    return rule
