"""The journal has who signed in and out, how often it failed, and what became of tokens; no secret."""

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.accounts import add_user
from monitor.ledger.sessions import end_other_sessions, find_session, note_failure, start_session
from monitor.ledger.throttling import WINDOW, count_failure, forget_failures
from monitor.ledger.tokens import UnknownToken, find_token, make_token, revoke_token
from monitor.ledger.uses import note_use
from monitor.models import JournalEntry
from tests.builders import START, minutes_after


@pytest.fixture
def user(engine):
    with writing(engine) as session:
        return add_user(session, "Anna", "hash", "reviewer", START, "user add")


def entries(engine, kind):
    with reading(engine) as session:
        asked = select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.number)
        return [(entry.subject, entry.actor, entry.details) for entry in session.exec(asked).all()]


def fail(engine, user, now=START):
    with writing(engine) as session:
        note_failure(session, user, count_failure(session, user.id if user else "", now), now)


def test_failed_tries_are_counted_and_noted_ever_more_seldom(engine, user):
    for _ in range(9):
        fail(engine, user)
    noted = entries(engine, "sign_in_failed")
    assert noted == [
        (f"user:{user.id}", "stranger", {"tries": tries, "name": "Anna"}) for tries in (1, 2, 4, 8)
    ]
    fail(engine, user, START + WINDOW)
    assert entries(engine, "sign_in_failed")[-1][2]["tries"] == 1


def test_of_a_name_that_nobody_has_nothing_is_kept(engine, user):
    fail(engine, None)
    assert entries(engine, "sign_in_failed") == [("unknown name", "stranger", {"tries": 1})]


def test_signing_in_says_how_many_tries_failed_before(engine, user):
    for _ in range(3):
        fail(engine, user)
    for _ in range(2):
        with writing(engine) as session:
            start_session(session, user, START, failed=forget_failures(session, user.id))
    (first, second) = entries(engine, "sign_in")
    assert first[2] == {"name": "Anna", "role": "reviewer", "failed_before": 3}
    assert "failed_before" not in second[2]


def test_signing_out_elsewhere_leaves_the_own_session_and_is_noted(engine, user):
    with writing(engine) as session:
        own, *others = (start_session(session, user, START) for _ in range(4))
        one = find_session(session, others[0], START)[0].id
        assert end_other_sessions(session, user, own, START, one) == 1
        assert end_other_sessions(session, user, own, START, "nobody's") == 0
        assert end_other_sessions(session, user, own, START) == 2
        assert find_session(session, own, START) is not None
        assert all(find_session(session, text, START) is None for text in others)
    assert [noted[2]["elsewhere"] for noted in entries(engine, "sign_out")] == [1, 2]


def test_a_token_is_noted_when_made_first_used_and_revoked(engine):
    with writing(engine) as session:
        text = make_token(session, "viewer", START, "Anna")
    for minute in (1, 5):
        with reading(engine) as session:
            token = find_token(session, text)
        with writing(engine) as session:
            note_use(session, token, minutes_after(minute))
    for _ in range(2):
        with writing(engine) as session:
            revoke_token(session, token.id, minutes_after(9), "Anna")
    subject, last = f"token:{token.id}", "2020-10-10T08:05:00+00:00"
    assert entries(engine, "token") == [
        (subject, "Anna", {"action": "create", "role": "viewer"}),
        (subject, subject, {"action": "first use", "role": "viewer"}),
        (subject, "Anna", {"action": "revoke", "role": "viewer", "last_used_at": last}),
    ]
    with writing(engine) as session, pytest.raises(UnknownToken):
        revoke_token(session, "nobody's", START, "Anna")
    with reading(engine) as session:
        assert find_token(session, text) is None
