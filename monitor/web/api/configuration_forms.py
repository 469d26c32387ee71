"""The shapes of agreements and sources as the API shows and takes them, for its description."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Body
from pydantic import BaseModel, ConfigDict, Field

from monitor.terms import SourceState

EXAMPLE_SOURCE: dict[str, Any] = {
    "id": "az-mod",
    "publisher": "Ministry of Defence of Azerbaijan",
    "kind": "feed",
    "url": "https://mod.example.az/feed.xml",
    "languages": ["az"],
    "every": "60s",
}
EXAMPLE_AGREEMENT: dict[str, Any] = {
    "id": "karabakh-2020",
    "name": "Humanitarian ceasefire in Nagorno-Karabakh",
    "starts_at": "2020-10-10T12:00:00+04:00",
    "ends_at": None,
    "timezone": "Asia/Yerevan",
    "parties": [
        {"id": "armenia", "name": "Armenia", "country": "AM", "side": "armenian"},
        {"id": "azerbaijan", "name": "Azerbaijan", "country": "AZ", "side": "azerbaijani"},
    ],
    "observers": [{"id": "russia", "name": "Russia", "country": "RU"}],
    "places": [{"id": "ganja", "lat": 40.683, "lon": 46.361, "names": {"en": ["Ganja"], "az": ["Gəncə"]}}],
    "sources": [EXAMPLE_SOURCE | {"party": "azerbaijan"}],
}
AgreementDocument = Annotated[
    dict[str, Any],
    Body(
        description="An agreement as the YAML writes it, its sources in full or as `{source: ID}`."
        " The keys `version`, `state` and `updated_at` of an answer may be sent back; they change nothing.",
        examples=[EXAMPLE_AGREEMENT],
    ),
]
SourceDocument = Annotated[
    dict[str, Any],
    Body(
        description="A source as the YAML writes it. What an answer says of its health may be sent back;"
        " it changes nothing.",
        examples=[EXAMPLE_SOURCE],
    ),
]


class BlankForm(BaseModel):
    """A time in which nobody saw what the source published; `caught_up`: its list closed the hole later."""

    from_: datetime = Field(alias="from")
    to: datetime | None
    why: str
    caught_up: bool | None


class SourceStateForm(BaseModel):
    """An outlet and how it is; `since` and `reason` are of the state, `answered_at` of the last list read."""

    id: str
    publisher: str
    kind: str
    url: str
    enabled: bool
    agreements: list[str]
    state: SourceState | None
    since: datetime | None
    reason: str | None
    polled_at: datetime | None
    answered_at: datetime | None
    changed_at: datetime | None
    due_at: datetime | None
    failures: int
    moved_to: str | None
    doubts: list[str]
    uncovered: list[BlankForm]


class SourceListForm(BaseModel):
    """The sources in use, by id; of each the uncovered times of the last seven days."""

    items: list[SourceStateForm]


class WholeSourceForm(SourceStateForm):
    """A source with how it is, and all keys of its document."""

    model_config = ConfigDict(extra="forbid")

    languages: list[str]
    every: str | None = Field(description="As `60s`; null: by the agreement's phase and the source's rhythm.")
    select: dict[str, str | None] | None
    date_format: str | None
    timezone: str | None
    acknowledge_terms: bool
    keep: Literal["full", "excerpt", "link"]
    terms_url: str | None
    note: str


class AgreementLineForm(BaseModel):
    """An agreement in a list."""

    id: str
    name: str
    state: Literal["to come", "in force", "ended"]
    starts_at: datetime
    ends_at: datetime | None
    timezone: str
    version: int
    updated_at: datetime
    sources: list[str] = Field(description="Ids of the sources that it watches.")


class AgreementListForm(BaseModel):
    """The agreements that are watched, by name."""

    items: list[AgreementLineForm]


class WholeAgreementForm(BaseModel):
    """An agreement's document, with every key and its sources in full."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE_AGREEMENT})

    id: str
    name: str
    starts_at: datetime
    starts_note: str
    ends_at: datetime | None
    timezone: str
    terms: list[str]
    parties: list[dict[str, Any]]
    observers: list[dict[str, Any]]
    places: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    state: Literal["to come", "in force", "ended"]
    version: int = Field(description="Counts the agreement's own changes; those of its sources have theirs.")
    updated_at: datetime


class SavedThingForm(BaseModel):
    """One thing that changed; `version` is null where only sources came or went."""

    noun: Literal["agreement", "source"]
    id: str
    version: int | None
    fields: list[str] = Field(description="Dotted keys that differ from the version before.")


class SavingForm(BaseModel):
    """What one person saved at one time."""

    at: datetime
    by: str
    changes: list[SavedThingForm]


class SavingsForm(BaseModel):
    """All that was saved of an agreement and its sources, the newest first."""

    items: list[SavingForm]
