"""Review: a person's verdict on a claim, beside it, never over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime

CONFIRMED, CORRECTED, REJECTED = "confirmed", "corrected", "rejected"
VERDICTS = (CONFIRMED, CORRECTED, REJECTED)
NOTE, UNDONE = "note", "undone"


class Review(SQLModel, table=True):
    """What a person said of a lineage while looking at this version of its claim; appended.

    `verdict` is one of VERDICTS, or NOTE, which changes nothing, or UNDONE, which takes back the review
    `undoes`. `changes` holds the corrected fields as the claim's JSON has them. `request_key` is the
    sender's own name for the request, so that sending it again adds nothing.
    """

    id: str = Field(primary_key=True)
    lineage_id: str = Field(foreign_key="lineage.id", index=True)
    claim_id: str = Field(foreign_key="claim.id")
    verdict: str
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    note: str = ""
    undoes: str | None = None
    request_key: str | None = Field(default=None, unique=True, index=True)
    made_by: str
    made_at: datetime = Field(sa_type=UtcTime)


def find_verdict(reviews: Iterable[Review], is_same: Callable[[str], bool]) -> Review | None:
    """The verdict that counts for a claim: the lineage's newest that was not taken back.

    None when it was about a claim that differs in its facts (`is_same` is asked with the id of the claim
    that was seen): a changed claim is open again.
    """
    in_order = sorted(reviews, key=lambda review: (review.made_at, review.id))
    undone = {review.undoes for review in in_order if review.verdict == UNDONE}
    verdicts = [review for review in in_order if review.verdict in VERDICTS and review.id not in undone]
    return verdicts[-1] if verdicts and is_same(verdicts[-1].claim_id) else None
