"""The filters of the log as an address carries them; API and page read the same ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from monitor.queries.claims import ClaimFilter, ReviewState, Sort
from monitor.terms import Stance, ViolationType

VISIBLE = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=VISIBLE)]
LOST_PLUS = re.compile(r"(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:\d\d)$")
MOMENT = "Publication time: ISO 8601 with an offset, or a day (UTC)"


def read_start(value: Any) -> datetime:
    """A time with its offset, or the beginning of a day (UTC); raises ValueError."""
    return _read_moment(value, timedelta())


def _read_end(value: Any) -> datetime:
    """A bare day is meant to be included."""
    return _read_moment(value, timedelta(days=1))


def _read_moment(value: Any, after_day: timedelta) -> datetime:
    """A time without an offset is refused: its zone would be a guess. `+` may arrive as a space."""
    text = LOST_PLUS.sub(r"\1+\2", str(value))
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + after_day
        else:
            moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ValueError("not a time as in 2020-10-10T12:00:00+04:00, or a day as in 2020-10-10") from None
    if moment.tzinfo is None:
        raise ValueError("the time has no offset; write 2020-10-10T12:00:00+04:00, or Z for UTC")
    if not 1900 <= moment.year <= 2200:
        raise ValueError("the year lies outside 1900 to 2200")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, BeforeValidator(read_start)]
End = Annotated[datetime, BeforeValidator(_read_end)]


class Parameters(BaseModel):
    """What an address may carry after its `?`; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def drop_empty_values(cls, values: Any) -> Any:
        """A form sends every field that was left alone as an empty value."""
        if not isinstance(values, Mapping):
            return values
        kept = {name: _without_empty(value) for name, value in values.items()}
        return {name: value for name, value in kept.items() if value not in ("", [])}


class PageParameters(Parameters):
    """Which part of a list is asked for."""

    limit: int = Field(50, ge=1, le=500, description="Rows on a page.")
    cursor: Name | Literal[""] = Field("", description="`next` of the page before; empty for the first page.")


class FilterParameters(Parameters):
    """The contract's filters; a repeated name widens the choice, an empty value asks for nothing."""

    agreement: list[Name] = Field([], description="Ids of agreements.")
    stance: list[Stance] = Field([], description="What the speaker does with the alleged act.")
    by: list[Name] = Field([], description="Who says it: a party, an observer, or `other`.")
    against: list[Name] = Field([], description="Of whom it is said.")
    type: list[ViolationType] = Field([], description="Alleged acts.")
    in_force: bool | None = Field(None, description="Whether the alleged act lies in the agreement's window.")
    civilians: bool | None = Field(None, description="Whether civilians are said to have been hit.")
    from_: Moment | None = Field(None, alias="from", description=f"{MOMENT}; included.")
    to: End | None = Field(None, description=f"{MOMENT}; a time is not included, a day is.")
    place: list[Name] = Field([], description="A place's id, or any of its names.")
    source: list[Name] = Field([], description="Ids of sources.")
    lang: list[Name] = Field([], description="Languages of the statements, as BCP 47 has them.")
    review: list[ReviewState] = Field([], description="The newest verdict on the claim; `open`: none yet.")
    min_confidence: float | None = Field(
        None,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="How sure the software is of its reading, at least.",
    )
    q: str = Field(
        "",
        max_length=200,
        pattern=VISIBLE,
        description="Words that must all occur in title, text or quote; the last may be a beginning."
        " A phrase stands in quotes.",
    )
    sort: Sort = Field("-published", description="A minus begins with the latest or highest.")
    versions: Literal["current", "all"] = Field(
        "current", description="`all` adds claims that a later reading superseded or dropped."
    )
    as_of: Annotated[datetime, BeforeValidator(read_start)] | None = Field(
        None, description="The log as it was then, with the reviews made until then: ISO 8601 with an offset."
    )
    cursor: str = Field("", description="`next` of the page before; empty for the first page.")

    def as_filter(self) -> ClaimFilter:
        """The same as the queries understand it."""
        return ClaimFilter(
            agreement=tuple(self.agreement),
            stance=tuple(self.stance),
            by=tuple(self.by),
            against=tuple(self.against),
            type=tuple(self.type),
            in_force=self.in_force,
            civilians=self.civilians,
            from_=self.from_,
            to=self.to,
            place=tuple(self.place),
            source=tuple(self.source),
            lang=tuple(self.lang),
            review=tuple(self.review),
            min_confidence=self.min_confidence,
            q=self.q,
            sort=self.sort,
            versions=self.versions,
            as_of=self.as_of,
        )

    @field_validator("as_of")
    @classmethod
    def ask_one_time(cls, as_of: datetime | None, known: ValidationInfo) -> datetime | None:
        """What was superseded is no part of the log as it was."""
        if as_of is not None and known.data.get("versions") == "all":
            raise ValueError("shows the claims that stood then; leave `versions` out")
        return as_of


class ListParameters(FilterParameters):
    """The filters, and how many claims a page of the API holds."""

    limit: int = Field(50, ge=1, le=500, description="Claims on a page.")


def _without_empty(value: Any) -> Any:
    return [each for each in value if each != ""] if isinstance(value, list) else value
