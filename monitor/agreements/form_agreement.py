"""The form of an agreement: who is bound, who observes, where, from when to when."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from monitor.agreements.form_source import SourceReference, WatchedSource
from monitor.agreements.form_values import (
    Country,
    Id,
    Moment,
    Name,
    NamesByLanguage,
    Note,
    NullIsEmpty,
    StrictForm,
    Term,
    Zone,
)


class ActorForm(StrictForm):
    """Who speaks or is spoken of; aliases only add to what a country code makes known."""

    id: Id
    name: Name
    country: Country | None = None
    aliases: NamesByLanguage = Field(default={}, max_length=100)

    @field_validator("id")
    @classmethod
    def keep_other_free(cls, value: str) -> str:
        if value == "other":
            raise ValueError("`other` stands for any third party in the log; choose another id.")
        return value


class PartyForm(ActorForm):
    """Who is bound; parties of one side are allies, a party without a side stands alone."""

    side: Id | None = None


class ObserverForm(ActorForm):
    """A named third party that reports."""


class PlaceForm(StrictForm):
    """A place with its names by language; degrees north and east, both or neither."""

    id: Id
    names: Annotated[NamesByLanguage, Field(min_length=1, max_length=100)]
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180, validate_default=True)

    @field_validator("lon")
    @classmethod
    def need_both_degrees(cls, value: float | None, info: ValidationInfo) -> float | None:
        if "lat" in info.data and (value is None) != (info.data["lat"] is None):
            raise ValueError("`lat` and `lon` belong together; give both or neither.")
        return value


def _kind_of_source(value: Any) -> str:
    return "reference" if isinstance(value, dict | SourceReference) and _names_source(value) else "full"


def _names_source(value: dict[str, Any] | SourceReference) -> bool:
    return isinstance(value, SourceReference) or "source" in value


AnySource = Annotated[
    Annotated[SourceReference, Tag("reference")] | Annotated[WatchedSource, Tag("full")],
    Discriminator(_kind_of_source),
]


class AgreementForm(StrictForm):
    """A watched ceasefire, in force from `starts_at` up to, not including, `ends_at`."""

    id: Id
    name: Name
    starts_at: Moment
    starts_note: Note = ""
    ends_at: Moment | None = None
    timezone: Zone = "UTC"
    terms: Annotated[list[Term], NullIsEmpty] = Field(default=[], max_length=200)
    parties: list[PartyForm] = Field(min_length=1, max_length=50)
    observers: Annotated[list[ObserverForm], NullIsEmpty] = Field(default=[], max_length=50)
    places: Annotated[list[PlaceForm], NullIsEmpty] = Field(default=[], max_length=5000)
    sources: Annotated[list[AnySource], NullIsEmpty] = Field(default=[], max_length=1000)

    @field_validator("ends_at")
    @classmethod
    def end_after_start(cls, value: Any, info: ValidationInfo) -> Any:
        start = info.data.get("starts_at")
        if value is not None and start is not None and value <= start:
            raise ValueError("does not lie after `starts_at`; correct one of the two.")
        return value
