"""The form of a rule's conditions: what a notice must be like, and what must have come before it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from monitor.agreements.form_values import Id, Language, Name, NullIsEmpty, Seconds, StrictForm, Switch
from monitor.terms import SourceState, ViolationType

NoticeKind = Literal["accusation", "denial", "admission", "correction", "retraction", "source", "system"]
TypeName = Annotated[ViolationType, Field(strict=False)]
StateName = Annotated[SourceState, Field(strict=False)]
AtLeast = Annotated[int, Field(ge=0, le=10**9)]
BEFORE = ("first", "mutual", "more_than")


def _zero_if_null(value: Any) -> Any:
    return 0.0 if value is None else value


def _check_span(value: int) -> int:
    if value < 1:
        raise ValueError("is no time; write how long it is looked back, such as 1h.")
    return value


Span = Annotated[Seconds, AfterValidator(_check_span)]


class ThresholdForm(StrictForm):
    """More than `count` notices within a time, counted for each value of `per`."""

    count: int = Field(ge=1, le=1000)
    within: Span
    per: Literal["agreement", "by", "against", "type", "place", "source"] = "agreement"


class WhenForm(StrictForm):
    """What a notice must be like; an empty list or null asks for nothing, and so does `when: null`.

    The last three look at what came before; at most one of them.
    """

    kind: Annotated[list[NoticeKind], NullIsEmpty] = Field(default=["accusation"])
    by: Annotated[list[Id], NullIsEmpty] = Field(default=[], max_length=100)
    against: Annotated[list[Id], NullIsEmpty] = Field(default=[], max_length=100)
    types: Annotated[list[TypeName], NullIsEmpty] = Field(default=[])
    in_force: Switch | None = True
    in_force_certain: Switch | None = None
    civilians: Switch | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1), BeforeValidator(_zero_if_null)] = 0.0
    places: Annotated[list[Name], NullIsEmpty] = Field(default=[], max_length=500)
    sources: Annotated[list[Id], NullIsEmpty] = Field(default=[], max_length=500)
    speakers: Annotated[list[Id], NullIsEmpty] = Field(default=[], max_length=100)
    languages: Annotated[list[Language], NullIsEmpty] = Field(default=[], max_length=100)
    words: Annotated[list[Name], NullIsEmpty] = Field(default=[], max_length=500)
    killed: AtLeast | None = None
    wounded: AtLeast | None = None
    count: AtLeast | None = None
    states: Annotated[list[StateName], NullIsEmpty] = Field(default=[])
    first: Literal["agreement", "by", "against", "type", "place"] | None = None
    mutual: Span | None = None
    more_than: ThresholdForm | None = None

    @model_validator(mode="after")
    def check_together(self) -> WhenForm:
        """Conditions that would never hold together are told, not kept in silence."""
        given = [key for key in BEFORE if getattr(self, key) is not None]
        if len(given) > 1:
            raise ValueError(
                f"`{given[0]}` and `{given[1]}` can't stand in one rule; write a rule for each of them."
            )
        if self.mutual is not None and set(self.kind) - {"source", "system"} != {"accusation"}:
            raise ValueError("`mutual` compares accusations; write kind: [accusation], or leave `kind` out.")
        if self.states and self.kind and "source" not in self.kind:
            raise ValueError("`states` looks at notices of sources; add `source` to `kind`.")
        return self
