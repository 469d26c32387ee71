"""What a review is sent as."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from monitor.ledger.corrections import LONGEST_PLACE, MOST, MOST_PLACES
from monitor.ledger.reviews import LONGEST_NOTE
from monitor.terms import OccurredPrecision, Stance, ViolationType

NO_NUL = r"^[^\x00]*$"
Number = Annotated[int, Field(ge=0, le=MOST, strict=True)] | None
Actor = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
PlaceName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PLACE, pattern=NO_NUL)]
EXAMPLE: dict[str, Any] = {
    "verdict": "corrected",
    "changes": {"killed": 2, "types": ["shelling", "drone"]},
    "note": "The text gives two, in its last sentence.",
}


class OccurredChange(BaseModel):
    """When the act is said to have happened."""

    model_config = ConfigDict(extra="forbid")

    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime | None = None
    precision: OccurredPrecision

    @model_validator(mode="after")
    def check_order(self) -> OccurredChange:
        moments = [self.from_] if self.to is None else [self.from_, self.to]
        if any(not 1900 <= moment.year <= 2200 for moment in moments):
            raise ValueError("the year lies outside 1900 to 2200")
        if self.to is not None and self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        return self


class EvidenceChange(BaseModel):
    """The passage that says it; its words follow from the place."""

    model_config = ConfigDict(extra="forbid")

    field: Literal["title", "text"]
    start: int = Field(ge=0, le=10_000_000)
    end: int = Field(ge=0, le=10_000_000)


class ChangesForm(BaseModel):
    """The fields that the text says otherwise; what is left out stays as it was read."""

    model_config = ConfigDict(extra="allow")  # so that the refusal of a field can say why

    stance: Stance | None = None
    by: Actor | None = None
    against: Actor | None = None
    types: list[ViolationType] | None = Field(None, min_length=1)
    count: Number = None
    killed: Number = None
    wounded: Number = None
    civilians: Annotated[bool, Field(strict=True)] | None = None
    places: list[PlaceName] | None = Field(None, max_length=MOST_PLACES)
    occurred: OccurredChange | None = None
    evidence: EvidenceChange | None = None


class ReviewRequest(BaseModel):
    """A person's verdict on the reading: whether the text says this, not whether it happened."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    verdict: Literal["confirmed", "corrected", "rejected", "note", "undone"] = Field(
        description="`note` leaves the verdict as it is; `undone` takes back the one that counts."
    )
    changes: ChangesForm = Field(default_factory=ChangesForm, description="With `corrected` only.")
    note: str = Field("", max_length=LONGEST_NOTE, pattern=NO_NUL)

    def list_changes(self) -> dict[str, Any]:
        """What was sent, as the claim's JSON has it."""
        return self.changes.model_dump(mode="json", by_alias=True, exclude_unset=True)
