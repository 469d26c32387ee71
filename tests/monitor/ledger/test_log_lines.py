"""The log's lines follow the records, and could be made from them again at any time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.db import writing
from monitor.ledger.withdrawals import restore_statement, withdraw_statement
from monitor.models import (
    Facet,
    Lineage,
    LogLine,
    LogMark,
    Statement,
)
from monitor.models.log_line import first_id, moment_of, second_of, second_of_id
from monitor.models.review import UNDONE
from tests.builders import a_published_claim, a_review, minutes_after
from tests.histories import an_edited_claim


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def lines(session: Session, standing: str = "current") -> list[tuple[LogLine, Facet]]:
    joined = select(LogLine, Facet).join(Facet, col(Facet.id) == LogLine.facet_id)
    return list(session.exec(joined.where(Facet.standing == standing).order_by(col(LogLine.id))).all())


def only(session: Session, standing: str = "current") -> tuple[LogLine, Facet]:
    (found,) = lines(session, standing)
    return found


def marks(session: Session, line: LogLine) -> list[str]:
    return sorted(session.exec(select(LogMark.mark).where(LogMark.line_id == line.id)))


def test_a_line_says_what_its_claim_says(session: Session) -> None:
    claim = a_published_claim(session, types=["drone", "shelling"], places=["Խոջա", "KHANKENDI"], lang="hy")
    line, facet = only(session)
    assert moment_of(second_of_id(line.id)) == minutes_after(20)
    assert moment_of(line.occurred) == minutes_after(5)
    assert (line.confidence, line.claim_id, line.lineage_id) == (930, claim.id, claim.lineage_id)
    assert (facet.by, facet.against, facet.stance, facet.lang) == (
        "armenia",
        "azerbaijan",
        "accusation",
        "hy",
    )
    assert (facet.in_force, facet.civilians, facet.review) == (True, False, "open")
    assert marks(session, line) == ["p:stepanakert", "p:խոջա", "t:drone", "t:shelling"]


def test_an_act_without_a_time_is_ordered_by_its_publication(session: Session) -> None:
    a_published_claim(session, occurred_from=None, occurred_precision=None)
    line, _ = only(session)
    assert line.occurred == second_of_id(line.id)


def test_a_changed_claim_has_a_new_line_and_the_old_one_ended_then(session: Session) -> None:
    claim = a_published_claim(session)
    changed = an_edited_claim(session, claim, 90, killed=2, civilians=True)
    line, facet = only(session)
    old, _ = only(session, "past")
    assert (line.claim_id, facet.civilians, line.began_at) == (changed.id, True, minutes_after(90))
    assert (old.claim_id, old.ended_at) == (claim.id, minutes_after(90))


def test_the_reviewed_values_count(session: Session) -> None:
    claim = a_published_claim(session)
    changes = {"types": ["missile"], "against": None, "places": ["Gəncə"], "civilians": True}
    review = a_review(session, claim, "corrected", changes=changes)
    line, facet = only(session)
    assert (facet.against, facet.civilians, facet.review) == (None, True, "corrected")
    assert (marks(session, line), line.review_id) == (["p:ganja", "t:missile"], review.id)
    old, before = only(session, "replaced")
    assert (old.ended_at, before.review) == (minutes_after(60), "open")
    assert marks(session, old) == ["p:karakhambeyli", "t:ground_assault"]


def test_a_correction_of_the_time_moves_the_line_in_that_order_only(session: Session) -> None:
    claim = a_published_claim(session)
    occurred = {"from": "2020-10-10T11:00:00+00:00", "to": None, "precision": "hour"}
    a_review(session, claim, "corrected", changes={"occurred": occurred, "in_force": False})
    line, facet = only(session)
    assert (moment_of(line.occurred), facet.in_force) == (minutes_after(180), False)
    assert moment_of(second_of_id(line.id)) == minutes_after(20)


def test_a_review_counts_for_a_later_claim_with_the_same_facts_only(session: Session) -> None:
    claim = a_published_claim(session)
    a_review(session, claim, "rejected")
    an_edited_claim(session, claim, 90)
    assert only(session)[1].review == "rejected"
    an_edited_claim(session, claim, 95, killed=1)
    assert only(session)[1].review == "open"


def test_a_verdict_that_was_taken_back_counts_no_more(session: Session) -> None:
    claim = a_published_claim(session)
    review = a_review(session, claim, "confirmed")
    a_review(session, claim, UNDONE, undoes=review.id, made_at=minutes_after(70))
    assert only(session)[1].review == "open"


def test_a_note_changes_no_line(session: Session) -> None:
    claim = a_published_claim(session)
    a_review(session, claim, "confirmed")
    a_review(session, claim, "note", note="Ask them.", made_at=minutes_after(70))
    assert only(session)[1].review == "confirmed"
    assert len(lines(session, "replaced")) == 1


def test_a_withdrawn_statement_has_no_current_line_until_it_is_back(session: Session) -> None:
    claim = a_published_claim(session)
    statement = session.get_one(Statement, session.get_one(Lineage, claim.lineage_id).statement_id)
    withdraw_statement(session, statement, minutes_after(100))
    assert lines(session) == []
    assert only(session, "past")[0].ended_at == minutes_after(100)
    restore_statement(session, statement, minutes_after(110))
    assert only(session)[0].began_at == minutes_after(110)
    assert only(session, "replaced")[0].ended_at == minutes_after(100)


def test_an_accusation_is_answered_by_a_denial_of_the_same_kind_in_two_days(session: Session) -> None:
    answered = {"by": "azerbaijan", "against": "armenia", "stance": "denial", "places": []}
    a_published_claim(session)
    assert not only(session)[1].is_answered
    denial = a_published_claim(session, "az-mod", published_at=minutes_after(600), **answered)
    a_published_claim(session, published_at=minutes_after(700))
    marks = [facet.is_answered for _, facet in lines(session) if facet.stance == "accusation"]
    assert marks == [True, False]
    a_review(session, denial, "rejected", made_at=minutes_after(800))
    assert not any(facet.is_answered for _, facet in lines(session))


def test_what_lies_outside_the_four_centuries_is_taken_for_their_edge() -> None:
    assert second_of(minutes_after(0).replace(year=1)) == 0
    assert first_id(second_of(minutes_after(0).replace(year=9999))) < 2**63
