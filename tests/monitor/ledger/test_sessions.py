"""A session opens the desk until it runs out, ends, or its user is disabled."""

from datetime import timedelta

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.accounts import add_user
from monitor.ledger.sessions import (
    IDLE,
    LASTS,
    end_session,
    find_session,
    start_session,
)
from monitor.ledger.uses import needs_note, note_use
from monitor.models import DeskSession, JournalEntry, User
from tests.builders import START, minutes_after


@pytest.fixture
def user(engine):
    with writing(engine) as session:
        return add_user(session, "Anna", "hash", "reviewer", START, "user add")


@pytest.fixture
def text(engine, user):
    with writing(engine) as session:
        return start_session(session, user, START)


def find(engine, text, now=START):
    with reading(engine) as session:
        return find_session(session, text, now)


def all_of(engine, table):
    with reading(engine) as session:
        return session.exec(select(table)).all()


def test_a_session_leads_to_its_user(engine, user, text):
    row, found = find(engine, text)
    assert (row.user_id, found.name) == (user.id, "Anna")
    assert len(text) >= 40
    assert text not in str(row.model_dump())


@pytest.mark.parametrize("text", ["", "x", "é" * 10, "x" * 9999, "\ud800"])
def test_an_unknown_text_leads_to_nobody(engine, text):
    assert find(engine, text) is None


def test_a_session_that_nobody_uses_runs_out(engine, text):
    assert find(engine, text, START + IDLE - timedelta(seconds=1)) is not None
    assert find(engine, text, START + IDLE) is None


def test_a_session_that_is_used_lasts_longer_but_not_for_ever(engine, text):
    day = timedelta(days=1)
    for number in range(1, LASTS.days):
        row, _ = find(engine, text, START + number * day)
        with writing(engine) as session:
            note_use(session, row, START + number * day)
    assert find(engine, text, START + LASTS - timedelta(seconds=1)) is not None
    assert find(engine, text, START + LASTS) is None


def test_the_last_use_is_noted_at_most_once_a_minute(engine, text):
    row, _ = find(engine, text)
    assert not needs_note(row, START + timedelta(seconds=59))
    assert needs_note(row, minutes_after(1))
    with writing(engine) as session:
        note_use(session, row, START + timedelta(seconds=59))
    assert find(engine, text)[0].seen_at == START


def test_a_user_who_is_disabled_is_out_at_once(engine, text):
    with writing(engine) as session:
        session.exec(select(User)).one().disabled_at = START
    assert find(engine, text) is None


def test_signing_in_ends_the_session_that_the_browser_had(engine, user, text):
    with writing(engine) as session:
        other = start_session(session, user, START)
        newer = start_session(session, user, START, old=text)
    assert newer not in (text, other)
    assert find(engine, text) is None
    assert find(engine, newer) is not None
    assert find(engine, other) is not None


def test_what_ran_out_is_swept_at_the_next_sign_in(engine, user, text):
    with writing(engine) as session:
        start_session(session, user, START + IDLE)
    assert len(all_of(engine, DeskSession)) == 1


def test_signing_out_ends_the_session(engine, text):
    with writing(engine) as session:
        end_session(session, text, START)
        end_session(session, "unknown", START)
    assert all_of(engine, DeskSession) == []


def test_the_journal_knows_who_came_and_went_and_no_secret(engine, user, text):
    with writing(engine) as session:
        end_session(session, text, minutes_after(5))
    came, went = all_of(engine, JournalEntry)[1:]
    assert (came.kind, came.actor, came.subject, came.at) == ("sign_in", "Anna", f"user:{user.id}", START)
    assert (went.kind, went.at) == ("sign_out", minutes_after(5))
    assert came.details == went.details == {"name": "Anna", "role": "reviewer"}
