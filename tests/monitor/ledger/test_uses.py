"""The last use of a token is noted, but not at every look."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from monitor.db import writing
from monitor.ledger.tokens import find_token, make_token
from monitor.ledger.uses import needs_note, note_use
from monitor.models import Token
from tests.builders import START, minutes_after


@pytest.fixture
def text(engine):
    with writing(engine) as session:
        return make_token(session, "viewer", START, "token create")


def find(engine, text) -> Token:
    with Session(engine) as session:
        token = find_token(session, text)
        assert token is not None
        return token


def test_a_token_that_was_never_used_wants_a_note(engine, text):
    assert needs_note(find(engine, text), START)


def test_a_token_s_use_is_noted_at_most_once_a_minute(engine, text):
    for moment in (START, START + timedelta(seconds=59)):
        with writing(engine) as session:
            note_use(session, find(engine, text), moment)
    assert find(engine, text).used_at == START
    assert not needs_note(find(engine, text), START + timedelta(seconds=59))
    with writing(engine) as session:
        note_use(session, find(engine, text), minutes_after(1))
    assert find(engine, text).used_at == minutes_after(1)
