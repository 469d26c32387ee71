"""Statements and their revisions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.boilerplate import text_hash
from monitor.ledger.listings import note_listing
from monitor.ledger.statements import record_found
from monitor.models import Capture, Revision, Statement, Work
from monitor.terms import FoundStatement, PublishedPrecision
from tests.builders import START, a_capture, a_source, a_watch, an_agreement, minutes_after

FOUND = FoundStatement(
    external_id="1",
    url="https://mod.example/1",
    title="Statement",
    text="At 12:05 the enemy opened fire.",
    published_at=minutes_after(20),
    precision=PublishedPrecision.MINUTE,
)


@pytest.fixture
def capture(engine):
    with writing(engine) as session:
        source = a_source(session)
        a_watch(session, an_agreement(session), source, baseline_at=START)
        return a_capture(session, source, received_at=minutes_after(21))


def record(engine, capture, *found, now=None):
    """As a list of just these items would be recorded."""
    with writing(engine) as session:
        capture = session.get_one(Capture, capture.id)
        note_listing(session, capture, found, now or capture.received_at)
        return record_found(session, capture, found, now or capture.received_at)


def all_of(engine, table):
    with reading(engine) as session:
        return session.exec(select(table)).all()


def test_a_found_statement_is_recorded_and_queued_for_classifying(engine, capture):
    record(engine, capture, FOUND)
    (statement,), (revision,), (work,) = (all_of(engine, table) for table in (Statement, Revision, Work))
    assert (statement.external_id, statement.first_seen_at) == ("1", capture.received_at)
    assert (revision.number, revision.capture_id) == (1, capture.id)
    assert (work.kind, work.subject_id, work.agreement_id) == ("classify", revision.id, "karabakh-2020")


def test_a_repeat_is_recorded_once(engine, capture):
    record(engine, capture, FOUND)
    assert record(engine, capture, FOUND) == []
    assert len(all_of(engine, Revision)) == 1


def test_the_same_item_twice_in_one_answer_is_recorded_once(engine, capture):
    record(engine, capture, FOUND, FOUND)
    assert len(all_of(engine, Statement)) == 1
    assert len(all_of(engine, Revision)) == 1


def test_an_edited_text_becomes_revision_2_and_the_first_stays(engine, capture):
    record(engine, capture, FOUND)
    record(engine, capture, replace(FOUND, text="At 12:05 the enemy opened fire. Two were wounded."))
    first, second = sorted(all_of(engine, Revision), key=lambda one: one.number)
    assert (first.number, second.number) == (1, 2)
    assert first.text == FOUND.text
    assert second.edited


def test_white_space_alone_is_no_edit(engine, capture):
    record(engine, capture, FOUND)
    assert record(engine, capture, replace(FOUND, text="At 12:05  the enemy\nopened fire. ")) == []


def test_an_item_whose_id_changed_is_recognised_by_its_text_and_time(engine, capture):
    record(engine, capture, FOUND)
    assert record(engine, capture, replace(FOUND, external_id="other")) == []


def test_two_items_that_stand_beside_each_other_are_two_statements(engine, capture):
    assert len(record(engine, capture, FOUND, replace(FOUND, external_id="other"))) == 2


def test_an_undated_text_that_is_repeated_days_later_is_another_statement(engine, capture):
    undated = replace(FOUND, published_at=None, precision=PublishedPrecision.FIRST_SEEN)
    record(engine, capture, undated)
    with writing(engine) as session:
        later = a_capture(session, received_at=capture.received_at + timedelta(days=3))
    assert len(record(engine, later, replace(undated, external_id="other"))) == 1


def test_the_same_text_of_another_time_is_another_statement(engine, capture):
    record(engine, capture, FOUND)
    record(engine, capture, replace(FOUND, external_id="2", published_at=minutes_after(21)))
    assert len(all_of(engine, Statement)) == 2


def test_an_undated_text_is_dated_by_when_it_was_first_seen(engine, capture):
    undated = replace(FOUND, published_at=None, precision=PublishedPrecision.FIRST_SEEN)
    record(engine, capture, undated)
    (revision,) = all_of(engine, Revision)
    assert (revision.published_at, revision.precision) == (capture.received_at, "first_seen")


def test_an_edit_does_not_make_an_undated_text_newer(engine, capture):
    undated = replace(FOUND, published_at=None, precision=PublishedPrecision.FIRST_SEEN)
    record(engine, capture, undated)
    with writing(engine) as session:
        later = a_capture(session, received_at=capture.received_at + timedelta(hours=3))
    record(engine, later, replace(undated, text="Another text."))
    assert {one.published_at for one in all_of(engine, Revision)} == {capture.received_at}


def test_an_item_that_left_the_window_is_not_withdrawn(engine, capture):
    record(engine, capture, FOUND)
    record(engine, capture, replace(FOUND, external_id="2", text="Another one."))
    assert [one.withdrawn_at for one in all_of(engine, Statement)] == [None, None]


def test_a_statement_is_queued_for_every_agreement_that_is_watched_now(engine, capture):
    with writing(engine) as session:
        for id, start in (("other", START), ("future", START + timedelta(days=9))):
            a_watch(session, an_agreement(session, id, starts_at=start), a_source(session))
    record(engine, capture, FOUND)
    assert {work.agreement_id for work in all_of(engine, Work)} == {"karabakh-2020", "other"}


def test_hundreds_of_items_in_one_answer_are_recorded(engine, capture):
    many = [replace(FOUND, external_id=str(n), text=f"Text {n}.") for n in range(450)]
    assert len(record(engine, capture, *many)) == 450
    assert record(engine, capture, *many) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_hash_of_a_text_ignores_white_space_and_composition(title, text):
    assert text_hash(title, text) == text_hash(f" {title} ", text.replace(" ", "  "))
