"""A person's verdict stands beside the claim, is about what was seen, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.db import writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.reviews import Opinion, StaleClaim, record_review
from monitor.models import Claim, JournalEntry, Lineage, Review
from monitor.queries.claims import ClaimFilter, get_claim, list_claims
from tests.builders import a_claim, a_published_claim, a_reading, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def review(session: Session, claim: Claim, verdict: str, minute: int = 60, **more: Any) -> Review:
    opinion = Opinion(claim.id, verdict, "K. Lindqvist", **({"changes": {}} | more))
    found = record_review(session, opinion, minutes_after(minute))
    assert found is not None
    return found


def state(session: Session, claim: Claim) -> str:
    row = get_claim(session, claim.id)
    assert row is not None
    return row.review.verdict if row.review else "open"


def test_a_verdict_counts_at_once_and_is_in_the_journal(session: Session) -> None:
    claim = a_published_claim(session)
    made = review(session, claim, "confirmed", note=" Seen. ")
    assert (state(session, claim), made.note) == ("confirmed", "Seen.")
    entry = session.exec(select(JournalEntry)).all()[-1]
    assert (entry.kind, entry.actor, entry.subject) == ("review", "K. Lindqvist", claim.lineage_id)
    assert (entry.details["verdict"], entry.details["claim"]) == ("confirmed", claim.id)


def test_of_two_verdicts_in_one_moment_the_later_counts(session: Session) -> None:
    claim = a_published_claim(session)
    review(session, claim, "confirmed")
    review(session, claim, "rejected")
    assert state(session, claim) == "rejected"


def test_a_note_leaves_the_verdict_and_taking_back_leaves_the_one_before(session: Session) -> None:
    claim = a_published_claim(session)
    review(session, claim, "confirmed")
    review(session, claim, "rejected", 70)
    review(session, claim, "note", 71, note="Ask them.")
    assert state(session, claim) == "rejected"
    review(session, claim, "undone", 72)
    assert state(session, claim) == "confirmed"
    review(session, claim, "undone", 73)
    assert state(session, claim) == "open"
    with pytest.raises(BadReview, match="no verdict"):
        review(session, claim, "undone", 74)


CORRECTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"stance": "denial"}, {"stance": ("denial",)}),
    ({"by": "russia"}, {"by": ("russia",)}),
    ({"by": "other", "against": "armenia"}, {"against": ("armenia",)}),
    ({"types": ["missile", "drone"]}, {"type": ("missile",)}),
    ({"civilians": True}, {"civilians": True}),
    ({"places": ["Գանձակ", "Ganja"]}, {"place": ("ganja",)}),
]


@pytest.mark.parametrize(("changes", "wishes"), CORRECTIONS)
def test_a_corrected_value_is_what_filters_ask_for(
    session: Session, changes: dict[str, Any], wishes: dict[str, Any]
) -> None:
    claim = a_published_claim(session)
    assert list_claims(session, ClaimFilter(**wishes)).items == []
    review(session, claim, "corrected", changes=changes)
    (row,) = list_claims(session, ClaimFilter(**wishes)).items
    assert row.review is not None
    assert row.review.changes == changes
    assert row.claim.model_dump() == claim.model_dump()


def test_only_what_differs_is_kept(session: Session) -> None:
    claim = a_published_claim(session, killed=2)
    made = review(session, claim, "corrected", changes={"killed": 3, "wounded": None, "by": "armenia"})
    assert made.changes == {"killed": 3}


def test_in_force_follows_from_a_corrected_time(session: Session) -> None:
    claim = a_published_claim(session)
    day_before = {"from": "2020-10-09T12:00:00+04:00", "to": None, "precision": "hour"}
    made = review(session, claim, "corrected", changes={"occurred": day_before})
    assert made.changes == {"occurred": day_before, "in_force": False}
    assert len(list_claims(session, ClaimFilter(in_force=False)).items) == 1


def test_a_corrected_passage_carries_its_words(session: Session) -> None:
    claim = a_published_claim(session, text="Nothing. They fired at Ganja.")
    made = review(session, claim, "corrected", changes={"evidence": {"field": "text", "start": 9, "end": 29}})
    assert made.changes["evidence"]["quote"] == "They fired at Ganja."


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"in_force": False}, "in_force"),
    ({"confidence": 1.0}, "confidence"),
    ({"by": "narnia"}, "by"),
    ({"by": "azerbaijan"}, "against"),
    ({"against": "other"}, "against"),
    ({"types": []}, "types"),
    ({"types": ["meteor"]}, "types"),
    ({"types": [["shelling"]]}, "types"),
    ({"killed": -1}, "killed"),
    ({"killed": True}, "killed"),
    ({"places": [" Ganja"]}, "places"),
    ({"places": "Ganja"}, "places"),
    ({"occurred": {"from": "yesterday"}}, "occurred"),
    ({"evidence": {"field": "text", "start": 5, "end": 500}}, "evidence"),
    ({"evidence": None}, "evidence"),
    ({"civilians": None}, "civilians"),
    ({"killed": None}, "changes"),
    ({}, "changes"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_a_correction_that_makes_no_sense_is_refused_by_name(
    session: Session, changes: dict[str, Any], field: str
) -> None:
    claim = a_published_claim(session)
    with pytest.raises(BadReview, match=f"^{field}:") as refused:
        review(session, claim, "corrected", changes=changes)
    assert refused.value.field == field
    assert session.exec(select(Review)).all() == []


@pytest.mark.parametrize(
    ("verdict", "more", "field"),
    [
        ("perhaps", {}, "verdict"),
        ("note", {"note": "  "}, "note"),
        ("confirmed", {"note": "x" * 2001}, "note"),
        ("confirmed", {"changes": {"killed": 1}}, "changes"),
    ],
)
def test_a_review_that_says_nothing_clear_is_refused(
    session: Session, verdict: str, more: dict[str, Any], field: str
) -> None:
    claim = a_published_claim(session)
    with pytest.raises(BadReview, match=f"^{field}:"):
        review(session, claim, verdict, **more)


def next_version(session: Session, claim: Claim, **changes: Any) -> Claim:
    lineage = session.get_one(Lineage, claim.lineage_id)
    row = get_claim(session, claim.id)
    assert row is not None
    return a_claim(session, a_reading(session, row.revision, made_at=minutes_after(50)), lineage, **changes)


def test_a_claim_that_changed_since_it_was_shown_is_not_reviewed(session: Session) -> None:
    seen = a_published_claim(session)
    changed = next_version(session, seen, killed=4)
    with pytest.raises(StaleClaim, match="has changed") as refused:
        review(session, seen, "confirmed")
    assert refused.value.claim_id == changed.id


def test_a_claim_that_was_only_read_again_can_be_reviewed(session: Session) -> None:
    seen = a_published_claim(session)
    again = next_version(session, seen)
    review(session, seen, "confirmed")
    assert state(session, again) == "confirmed"


def test_a_claim_that_was_taken_back_is_not_reviewed(session: Session) -> None:
    claim = a_published_claim(session)
    session.get_one(Lineage, claim.lineage_id).claim_id = None
    with pytest.raises(StaleClaim, match="taken back") as refused:
        review(session, claim, "confirmed")
    assert refused.value.claim_id is None


def test_who_comes_second_is_told_who_came_first(session: Session) -> None:
    claim = a_published_claim(session)
    first = review(session, claim, "confirmed", seen_review="")
    with pytest.raises(StaleClaim, match="Lindqvist reviewed this meanwhile"):
        review(session, claim, "rejected", seen_review="")
    review(session, claim, "rejected", seen_review=first.id)
    assert state(session, claim) == "rejected"


def test_the_same_request_sent_again_adds_nothing(session: Session) -> None:
    claim = a_published_claim(session)
    first = review(session, claim, "confirmed", request_key="one")
    assert review(session, claim, "confirmed", 70, request_key="one").id == first.id
    assert len(session.exec(select(Review)).all()) == 1
    with pytest.raises(BadReview, match=r"^key:"):
        review(session, claim, "rejected", request_key="one")


def test_an_unknown_claim_has_no_review(session: Session) -> None:
    opinion = Opinion("unknown", "confirmed", "K. Lindqvist", {})
    assert record_review(session, opinion, minutes_after(60)) is None
