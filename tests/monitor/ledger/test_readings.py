"""A reading, its claims and their notices are one commit; later readings correct and retract."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from alerts.models import Notice
from monitor.db import reading, writing
from monitor.ledger.looks import Look
from monitor.ledger.readings import record_reading
from monitor.models import Agreement, Claim, JournalEntry, Lineage, Reading, Revision, Source, Statement, Work
from monitor.terms import Answer, Finding, Span, Stance, ViolationType
from tests.builders import START, a_revision, a_source, a_statement, a_watch, an_agreement

TEXT = "At 12:05 the enemy launched an assault at Karakhambeyli."
ASSAULT = Finding(
    stance=Stance.ACCUSATION,
    by="armenia",
    against="azerbaijan",
    types=(ViolationType.GROUND_ASSAULT,),
    in_force=True,
    in_force_certain=True,
    evidence=Span("text", 0, len(TEXT), TEXT),
    confidence=0.93,
    why=("speaker:armenia",),
    places=("Karakhambeyli",),
)
SHELLING = replace(
    ASSAULT, types=(ViolationType.SHELLING,), places=("Martuni",), evidence=Span("text", 3, 9, TEXT[3:9])
)


@pytest.fixture
def look(engine):
    with writing(engine) as session:
        agreement, source = an_agreement(session), a_source(session)
        a_watch(session, agreement, source)
        statement = a_statement(session, source)
        revision = a_revision(session, statement, text=TEXT)
    return Look(
        revision,
        statement,
        source,
        agreement,
        "armenia",
        "1",
        Answer("en", (ASSAULT,)),
        revision.published_at,
    )


def record(engine, look):
    with writing(engine) as session:
        return record_reading(session, look, START)


def next_look(engine, look, *findings, **changes):
    """The statement was edited, and this is what its new text says."""
    with writing(engine) as session:
        statement = session.get_one(Statement, look.statement.id)
        revision = a_revision(session, statement, text=TEXT + " Edited.")
    return replace(look, revision=revision, statement=statement, answer=Answer("en", findings), **changes)


def kinds(engine):
    with reading(engine) as session:
        return [notice.kind for notice in session.exec(select(Notice).order_by(Notice.id))]


def current_claims(engine):
    with reading(engine) as session:
        ids = [id for id in session.exec(select(Lineage.claim_id)) if id]
        return [session.get_one(Claim, id) for id in ids]


def test_a_new_claim_makes_a_lineage_and_a_notice_of_its_stance(engine, look):
    record(engine, look)
    assert kinds(engine) == ["accusation"]
    (claim,) = current_claims(engine)
    assert (claim.by, claim.against, claim.places) == ("armenia", "azerbaijan", ["Karakhambeyli"])


def test_the_notice_carries_the_facts_that_rules_and_messages_need(engine, look):
    record(engine, look)
    with reading(engine) as session:
        facts = session.exec(select(Notice)).one().facts
    assert facts["names"] == {"by": "Armenia", "against": "Azerbaijan", "places": {}}
    assert facts["agreement"]["timezone"] == "Asia/Yerevan"
    assert facts["claim"]["evidence"]["quote"] == TEXT
    assert facts["claim"]["statement"]["speaker"] == "armenia"
    assert facts["claim"]["statement"]["revision"] == 1


def test_a_notice_carries_the_sides_and_every_name_of_a_known_place(engine, look):
    known = replace(ASSAULT, places=("GANJA", "Karakhambeyli"))
    record(engine, replace(look, answer=Answer("en", (known, replace(ASSAULT, against="russia")))))
    with reading(engine) as session:
        facts, of_observer = (n.facts for n in session.exec(select(Notice).order_by(Notice.id)))
    assert facts["sides"] == {"by": "armenian", "against": "azerbaijani"}
    assert facts["places"] == {"GANJA": ["ganja", "Ganja", "Gəncə"]}
    assert of_observer["sides"] == {"by": "armenian"}


def test_recording_the_same_look_again_changes_nothing(engine, look):
    record(engine, look)
    assert record(engine, look) is None
    assert kinds(engine) == ["accusation"]
    assert len(current_claims(engine)) == 1


def test_an_edit_with_a_new_figure_is_a_correction_of_the_same_lineage(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look, replace(ASSAULT, killed=2)))
    assert kinds(engine) == ["accusation", "correction"]
    with reading(engine) as session:
        first, second = session.exec(select(Notice).order_by(Notice.id))
        assert first.subject_id == second.subject_id
        assert second.facts["previous"] == {"killed": None}
        assert second.facts["claim"]["killed"] == 2
    assert [claim.killed for claim in current_claims(engine)] == [2]


def test_an_edit_that_changes_no_fact_raises_nothing(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look, ASSAULT))
    assert kinds(engine) == ["accusation"]
    assert len(current_claims(engine)) == 1


def test_a_claim_that_is_gone_after_an_edit_is_retracted_and_stays_on_record(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look))
    assert kinds(engine) == ["accusation", "retraction"]
    assert current_claims(engine) == []
    with reading(engine) as session:
        assert len(session.exec(select(Claim)).all()) == 1


def test_a_retraction_is_told_with_the_text_that_said_it(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look))
    with reading(engine) as session:
        facts = session.exec(select(Notice).order_by(Notice.id)).all()[1].facts["claim"]
    assert facts["statement"]["revision"] == 1
    assert facts["evidence"]["quote"] == TEXT


def test_a_reading_for_an_agreement_that_changed_meanwhile_is_followed_by_another_look(engine, look):
    with writing(engine) as session:
        session.get_one(Agreement, look.agreement.id).version = 2
    record(engine, look)
    with reading(engine) as session:
        (work,) = session.exec(select(Work)).all()
    assert (work.kind, work.subject_id, work.silent) == ("classify", look.revision.id, True)


def test_an_edit_that_adds_an_act_raises_only_the_new_one(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look, ASSAULT, SHELLING))
    assert kinds(engine) == ["accusation", "accusation"]
    assert {claim.types[0] for claim in current_claims(engine)} == {"ground_assault", "shelling"}


def test_a_newer_classifier_reads_again_in_silence(engine, look):
    record(engine, look)
    record(engine, replace(look, classifier_version="2", answer=Answer("en", (SHELLING,)), silent=True))
    assert kinds(engine) == ["accusation"]
    assert [claim.types for claim in current_claims(engine)] == [["shelling"]]


def test_an_older_revision_never_supersedes_a_newer_one(engine, look):
    record(engine, next_look(engine, look, SHELLING))
    assert record(engine, look) is None
    assert [claim.types for claim in current_claims(engine)] == [["shelling"]]


def test_only_one_reading_of_a_statement_is_current(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look, SHELLING))
    with reading(engine) as session:
        readings = session.exec(select(Reading)).all()
    assert sorted(one.superseded_at is None for one in readings) == [False, True]


def test_a_failure_in_between_leaves_neither_claim_nor_notice(engine, look):
    def fail_after_recording() -> None:
        with writing(engine) as session:
            record_reading(session, look, START)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        fail_after_recording()
    assert kinds(engine) == []
    assert current_claims(engine) == []


def test_every_reading_is_in_the_journal_in_the_order_of_the_commits(engine, look):
    record(engine, look)
    record(engine, next_look(engine, look, ASSAULT, SHELLING))
    with reading(engine) as session:
        entries = session.exec(select(JournalEntry).order_by(JournalEntry.number)).all()
    assert [entry.number for entry in entries] == [1, 2]
    assert [len(entry.details["new"]) for entry in entries] == [1, 1]


def test_the_records_of_a_claim_are_never_changed_by_a_later_reading(engine, look):
    record(engine, look)
    with Session(engine) as session:
        before = session.exec(select(Claim)).one().model_dump()
    record(engine, next_look(engine, look, replace(ASSAULT, killed=7)))
    with Session(engine) as session:
        assert session.get_one(Claim, before["id"]).model_dump() == before
        assert session.get(Source, look.source.id) is not None
        assert session.get(Agreement, look.agreement.id) is not None
        assert len(session.exec(select(Revision)).all()) == 2
