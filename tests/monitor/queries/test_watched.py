"""All agreements side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import writing
from monitor.queries.watched import Glance, glance_at
from tests.builders import START, a_published_claim, a_review, a_source, a_watch, an_agreement, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def look(session: Session, minute: float = 120) -> Glance:
    here = an_agreement(session)
    return glance_at(session, [here, an_agreement(session, "other")], minutes_after(minute))[here.id]


def test_accusations_of_the_last_day_are_counted_by_speaker_and_hour(session: Session) -> None:
    for minute in (10, 20, 70):
        a_published_claim(session, published_at=minutes_after(minute))
    a_published_claim(session, stance="denial")
    found = look(session)
    assert sorted(found.hours.values()) == [1, 2]
    assert found.hours["armenia", START] == 2
    assert not look(session, 60 * 48).hours


def test_what_is_rejected_or_outside_the_time_in_force_is_not_counted(session: Session) -> None:
    a_review(session, a_published_claim(session), "rejected")
    a_published_claim(session, in_force=False)
    found = look(session)
    assert (+found.hours, found.first, found.to_review) == ({}, {}, 1)


def test_the_first_accusation_of_each_speaker_is_told(session: Session) -> None:
    for minute in (30, 20):
        a_published_claim(session, published_at=minutes_after(minute))
    assert look(session).first == {"armenia": minutes_after(20)}


def test_sources_that_are_asked_and_do_not_answer_are_troubled(session: Session) -> None:
    for name, columns in {
        "a": {"state": "ok"},
        "b": {"state": "blocked"},
        "c": {},
        "d": {"enabled": False},
    }.items():
        a_watch(session, source=a_source(session, name, **columns))
    found = look(session)
    assert (found.sources, found.troubled) == (3, 1)
