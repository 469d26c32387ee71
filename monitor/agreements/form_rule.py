"""The form of a rule: which notices, grouped how, sent where."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from alerts.conditions import EVERY_AGREEMENT
from monitor.agreements.form_hours import DigestForm, QuietForm
from monitor.agreements.form_values import Id, NullIsEmpty, Seconds, StrictForm, check_id
from monitor.agreements.form_when import WhenForm

GroupKey = Literal["agreement", "by", "against", "type", "place", "source", "kind"]


def _check_scope(value: str) -> str:
    return value if value == EVERY_AGREEMENT else check_id(value)


def _ask_for_nothing(value: Any) -> Any:
    return {"kind": None, "in_force": None} if value is None else value


class RuleForm(StrictForm):
    """Who wants to be told of what. Durations are seconds once read; the defaults are the contract's.

    A `digest` stands in place of `group_wait` and `group_interval`.
    """

    id: Id
    agreement: Annotated[str, AfterValidator(_check_scope)] = EVERY_AGREEMENT
    when: Annotated[WhenForm, BeforeValidator(_ask_for_nothing)] = WhenForm()
    group_by: Annotated[list[GroupKey], NullIsEmpty] = Field(default=["agreement"])
    group_wait: Seconds = 30
    group_interval: Seconds = 300
    max_age: Seconds = 86400
    digest: DigestForm | None = None
    quiet_hours: QuietForm | None = None
    send_to: list[Id] = Field(min_length=1, max_length=50)
