"""The shapes of the API's answers, for its description; the answers themselves come from the records."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.terms import OccurredPrecision, PublishedPrecision, Stance, ViolationType

REASONS = {
    400: "The body can't be read",
    401: "Not signed in",
    403: "The role may look, and change nothing",
    404: "Unknown or malformed id",
    409: "Not as things stand; the detail says why",
    412: "Changed since it was read; nothing was saved",
    413: "The body is too large",
    414: "The query is too long",
    421: "The host name is not the desk's",
    422: "Malformed or unknown parameter",
    428: "If-Match is missing",
    503: "Not now; try again after the time that the answer names",
}
EXAMPLE_CLAIM: dict[str, Any] = {
    "stance": "accusation",
    "by": "armenia",
    "against": "azerbaijan",
    "types": ["ground_assault"],
    "in_force": True,
    "in_force_certain": True,
    "count": None,
    "killed": None,
    "wounded": None,
    "civilians": False,
    "places": ["Karakhambeyli"],
    "occurred": {"from": "2020-10-10T12:05:00+04:00", "to": None, "precision": "minute"},
    "evidence": {
        "field": "text",
        "quote": "At 12:05 the enemy launched an assault at Karakhambeyli.",
        "start": 0,
        "end": 56,
    },
    "confidence": 0.93,
    "why": ["speaker:armenia", "enemy->azerbaijan", "act:launched an assault"],
    "id": "0b3f8a52c1d94a57a8f6f6a1f5e0c9d2",
    "lineage": "7c1de9d0b0a64d6d8d2f3a4b5c6d7e8f",
    "agreement": "karabakh-2020",
    "statement": {
        "id": "5f2c6f0d8f0e4c3b9a1d2e3f4a5b6c7d",
        "url": "https://am-mod.example/1",
        "title": "Statement of the press office",
        "publisher": "Ministry of Defence of Armenia",
        "source": "am-mod",
        "speaker": "armenia",
        "published_at": "2020-10-10T12:20:00+04:00",
        "precision": "minute",
        "first_seen_at": "2020-10-10T12:21:00+04:00",
        "lang": "en",
        "revision": 1,
    },
    "incident": None,
    "review": None,
    "url": "http://127.0.0.1:8080/claims/0b3f8a52c1d94a57a8f6f6a1f5e0c9d2",
}


class OccurredForm(BaseModel):
    """When the act is said to have happened."""

    from_: datetime = Field(alias="from")
    to: datetime | None
    precision: OccurredPrecision


class EvidenceForm(BaseModel):
    """The passage that says it; offsets are code points into title or text as given."""

    field: Literal["title", "text"]
    quote: str
    start: int
    end: int


class OriginForm(BaseModel):
    """The statement that a claim was read from."""

    id: str
    url: str
    title: str
    publisher: str
    source: str
    speaker: str | None
    published_at: datetime
    precision: PublishedPrecision
    first_seen_at: datetime
    lang: str
    revision: int


class ReviewForm(BaseModel):
    """A person's verdict on the reading; `claim` is the version that was seen.

    `changes` holds the corrected values; filters, figures and exports use them in place of the claim's.
    """

    verdict: str
    changes: dict[str, Any]
    note: str
    by: str
    at: datetime
    claim: str


class ClaimForm(BaseModel):
    """One alleged act, as its speaker tells it."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE_CLAIM}, extra="forbid")

    stance: Stance
    by: str
    against: str | None
    types: list[ViolationType]
    in_force: bool
    in_force_certain: bool
    count: int | None
    killed: int | None
    wounded: int | None
    civilians: bool
    places: list[str]
    occurred: OccurredForm | None
    evidence: EvidenceForm
    confidence: float
    why: list[str]
    id: str
    lineage: str
    agreement: str
    statement: OriginForm
    incident: str | None
    review: ReviewForm | None
    url: str
    current: bool = Field(True, description="Only with versions=all, and for one claim.")
    superseded_by: str | None = Field(None, description="Beside `current`; null also when it was retracted.")


class ClaimsForm(BaseModel):
    """A page of the log."""

    items: list[ClaimForm]
    next: str = Field(description="Cursor of the next page; empty at the end.", examples=[""])


class RevisionForm(BaseModel):
    """One text of a statement."""

    number: int
    title: str
    text: str
    published_at: datetime
    precision: PublishedPrecision
    language: str | None
    edited: bool
    seen_at: datetime
    capture: str
    sha256: str


class ReadingForm(BaseModel):
    """One look at one revision for one agreement, with the claims that it found."""

    id: str
    agreement: str
    agreement_version: int
    classifier_version: str
    revision: int
    lang: str
    made_at: datetime
    superseded_at: datetime | None
    superseded_by: str | None
    claims: list[ClaimForm]


class StatementForm(BaseModel):
    """A published text with its revisions and readings."""

    model_config = ConfigDict(extra="forbid")

    id: str
    url: str
    publisher: str
    source: str
    first_seen_at: datetime
    withdrawn_at: datetime | None
    revision: int
    revisions: list[RevisionForm]
    readings: list[ReadingForm]
    misses: list[MissForm]


class MissForm(BaseModel):
    """A claim that a person found in a text and the reader did not; it stands beside the claims."""

    model_config = ConfigDict(extra="forbid")

    id: str
    agreement: str
    revision: int
    stance: str
    by: str
    against: str | None
    types: list[str]
    evidence: EvidenceForm
    note: str
    author: str
    said_at: datetime


class ProblemForm(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["limit: Input should be less than or equal to 500."])
    errors: list[dict[str, str]] = Field(
        default=[], description="Only for 422: each parameter that is wrong."
    )


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation may answer besides its result."""
    content = {"application/problem+json": {"schema": ProblemForm.model_json_schema()}}
    return {status: {"description": REASONS[status], "content": content} for status in statuses}
