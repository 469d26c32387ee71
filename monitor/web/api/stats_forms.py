"""What GET /api/v1/stats answers."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Form(BaseModel):
    """Nothing but what is described."""

    model_config = ConfigDict(extra="forbid")


class PairForm(Form):
    """Claims of a stance by who says it of whom."""

    stance: str
    by: str
    against: str | None
    claims: int
    denied: int | None = Field(description="Of accusations: how many the accused denied within 48 hours.")
    civilians: int | None = Field(description="Of accusations: how many allege that civilians were hit.")


class TypeForm(Form):
    """Accusations of a type by speaker; one claim may name several."""

    type: str
    by: dict[str, int]


class PlaceForm(Form):
    """Accusations that name a place by speaker."""

    place: str | None = Field(description="As `place=` of the log takes it; null where none is named.")
    by: dict[str, int]


class FirstForm(Form):
    """When a speaker first accused anybody, and the earliest act that it alleges."""

    by: str
    published_at: datetime
    occurred_at: datetime


class CountForm(Form):
    """Claims of a stance by a speaker."""

    by: str
    stance: str
    claims: int


class BinForm(Form):
    """What was published from a moment on, until the next bin; bins without a claim are left out."""

    starts_at: datetime
    counts: list[CountForm]


class StatsForm(Form):
    """Counts of claims, not of events: in force, and not rejected by a person."""

    agreement: str
    bin: str
    claims: dict[str, int] = Field(description="By stance.")
    apart: dict[str, int] = Field(description="Not counted elsewhere: `outside` of the truce, `rejected`.")
    reviews: dict[str, int] = Field(description="All claims by the state of their review.")
    pairs: list[PairForm]
    types: list[TypeForm]
    places: list[PlaceForm]
    killed: dict[str, int] = Field(description="Accusations that give a number of killed, by speaker.")
    first: list[FirstForm] = Field(description="Of the whole time, whatever days are asked for.")
    bins: list[BinForm]
