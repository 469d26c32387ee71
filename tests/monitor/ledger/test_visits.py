"""From when on things are new to a person."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Engine

from monitor.db import reading, writing
from monitor.ledger.accounts import add_user
from monitor.ledger.passwords import hash_password
from monitor.ledger.visits import needs_note, note_visit
from monitor.models import User
from tests.builders import START, minutes_after


@pytest.fixture
def anna(engine: Engine) -> str:
    with writing(engine) as session:
        return add_user(session, "Anna", hash_password("a word long enough"), "viewer", START, "user add").id


def look(engine: Engine, user: str, *minutes: float) -> datetime | None:
    for minute in minutes:
        with writing(engine) as session:
            note_visit(session, user, minutes_after(minute))
    with reading(engine) as session:
        return session.get_one(User, user).visited_before


def test_the_first_visit_has_none_before_it(engine: Engine, anna: str) -> None:
    assert look(engine, anna, 0, 5, 20) is None


def test_a_look_after_half_an_hour_begins_another_visit(engine: Engine, anna: str) -> None:
    assert look(engine, anna, 0, 20, 55) == minutes_after(20)


def test_what_is_new_stays_new_through_a_visit(engine: Engine, anna: str) -> None:
    assert look(engine, anna, 0, 60, 70, 95, 120) == minutes_after(0)


def test_a_look_within_a_minute_is_not_written(engine: Engine, anna: str) -> None:
    look(engine, anna, 0)
    with reading(engine) as session:
        user = session.get_one(User, anna)
    assert not needs_note(user, minutes_after(0.5))
    assert needs_note(user, minutes_after(1))


def test_a_clock_that_ran_backwards_leaves_nothing_in_the_future(engine: Engine, anna: str) -> None:
    assert look(engine, anna, 100, 10) == minutes_after(10)


def test_nobody_is_no_visitor(engine: Engine) -> None:
    with writing(engine) as session:
        note_visit(session, "nobody", START)
