"""The form of a rule: which notices, grouped how, sent where."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from monitor.agreements.form_values import Id, NullIsEmpty, Seconds, StrictForm, Switch, check_id
from monitor.terms import ViolationType

EVERY_AGREEMENT = "*"
NoticeKind = Literal["accusation", "denial", "admission", "correction", "retraction", "source", "system"]
GroupKey = Literal["agreement", "by", "against", "type", "place", "source", "kind"]
TypeName = Annotated[ViolationType, Field(strict=False)]


def _check_scope(value: str) -> str:
    return value if value == EVERY_AGREEMENT else check_id(value)


def _ask_for_nothing(value: Any) -> Any:
    return {"kind": None, "in_force": None} if value is None else value


def _zero_if_null(value: Any) -> Any:
    return 0.0 if value is None else value


class WhenForm(StrictForm):
    """What a notice must be like; an empty list or null asks for nothing, and so does `when: null`."""

    kind: Annotated[list[NoticeKind], NullIsEmpty] = Field(default=["accusation"])
    by: Annotated[list[Id], NullIsEmpty] = Field(default=[], max_length=100)
    against: Annotated[list[Id], NullIsEmpty] = Field(default=[], max_length=100)
    types: Annotated[list[TypeName], NullIsEmpty] = Field(default=[])
    in_force: Switch | None = True
    civilians: Switch | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1), BeforeValidator(_zero_if_null)] = 0.0


class RuleForm(StrictForm):
    """Who wants to be told of what. Durations are seconds once read; the defaults are the contract's."""

    id: Id
    agreement: Annotated[str, AfterValidator(_check_scope)] = EVERY_AGREEMENT
    when: Annotated[WhenForm, BeforeValidator(_ask_for_nothing)] = WhenForm()
    group_by: Annotated[list[GroupKey], NullIsEmpty] = Field(default=["agreement"])
    group_wait: Seconds = 30
    group_interval: Seconds = 300
    max_age: Seconds = 86400
    send_to: list[Id] = Field(min_length=1, max_length=50)
