"""What people said of a claim, as its page lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.sentences import list_changes
from alerts.wording import write_stamp
from monitor.models import Review
from monitor.models.claim import LogRow, actor_names
from monitor.models.review import CORRECTED, NOTE, UNDONE
from monitor.web.pages.actors import place_names
from monitor.wire import finding_json

WORDS = {
    "confirmed": "confirmed the reading",
    "corrected": "corrected the reading",
    "rejected": "rejected the reading: the text does not say this",
    NOTE: "noted",
    UNDONE: "took a verdict back",
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """`changes`: each corrected field with the value before; `counts`: it is the verdict that stands."""

    review: Review
    at: str
    words: str
    changes: list[str]
    counts: bool
    is_undone: bool
    is_of_another: bool


def view_reviews(row: LogRow, reviews: Sequence[Review], zone: str) -> list[ReviewLine]:
    """The newest first; `is_of_another`: it was made while looking at another reading of the claim."""
    undone = {review.undoes for review in reviews if review.verdict == UNDONE}
    return [
        ReviewLine(
            review,
            write_stamp(review.made_at, zone),
            WORDS.get(review.verdict, review.verdict),
            list_corrections(row, review) if review.verdict == CORRECTED else [],
            counts=row.review is not None and row.review.id == review.id,
            is_undone=review.id in undone,
            is_of_another=review.claim_id != row.claim.id,
        )
        for review in reviews
    ]


def list_corrections(row: LogRow, review: Review) -> list[str]:
    """ "alleged wounded: 33, before: 28"; of another passage only that it is one."""
    document = row.agreement.document
    names = actor_names(document)
    before = finding_json(row.claim.finding, row.agreement.timezone)
    said = {name: value for name, value in review.changes.items() if name in before}
    for form in (before, said):
        form.update({role: names.get(form[role], form[role]) for role in ("by", "against") if form.get(role)})
    named = [*before["places"], *said.get("places", [])]
    facts = {
        "agreement": {"timezone": row.agreement.timezone},
        "claim": before | said,
        "names": {"places": {name: place_names(document, name) for name in named}},
        "previous": {name: before[name] for name in said},
    }
    return [*list_changes(facts), *(["another passage"] if "evidence" in said else [])]
