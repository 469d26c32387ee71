"""When nobody could read what an agreement's outlets published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import writing
from monitor.models import Blank
from monitor.queries.coverage import Unread, count_received, list_outlets, list_unread, measure_unread
from tests.builders import START, a_source, a_statement, a_watch, an_agreement, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def a_blank(session: Session, source: str, start: float, end: float | None, **columns: object) -> None:
    to_at = None if end is None else minutes_after(end)
    row = {"id": f"{source}-{start}", "source_id": source, "why": "blocked", **columns}
    session.add(Blank(from_at=minutes_after(start), to_at=to_at, **row))


def watch(session: Session, *sources: str, **columns: object) -> None:
    for place, source in enumerate(sources):
        a_watch(
            session, source=a_source(session, source), position=place, **({"baseline_at": START} | columns)
        )


def unread(session: Session, until: float = 120) -> list[Unread]:
    now = minutes_after(until)
    return list_unread(list_outlets(session, an_agreement(session), now), START, now)


def test_hours_in_which_a_source_could_not_be_read_are_told_with_how_many(session: Session) -> None:
    watch(session, "one", "two")
    a_blank(session, "one", 10, 40)
    a_blank(session, "two", 30, None)
    assert unread(session) == [
        Unread(minutes_after(10), minutes_after(30), 1),
        Unread(minutes_after(30), minutes_after(40), 2),
        Unread(minutes_after(40), minutes_after(120), 1),
    ]


def test_a_source_that_fails_in_two_ways_is_one_source(session: Session) -> None:
    watch(session, "one")
    a_blank(session, "one", 10, 30)
    a_blank(session, "one", 30, 50, why="unreachable")
    a_blank(session, "one", 20, 40, why="not_running")
    assert unread(session) == [Unread(minutes_after(10), minutes_after(50), 1)]


def test_what_a_later_list_told_is_apart_and_no_hour_is_lost(session: Session) -> None:
    watch(session, "one")
    a_blank(session, "one", 10, 40, caught_up=True)
    found = unread(session)
    assert found == [Unread(minutes_after(10), minutes_after(40), 1, late=True)]
    assert measure_unread(found) == timedelta()


def test_before_the_first_list_of_an_agreement_that_was_added_late_nobody_looked(session: Session) -> None:
    watch(session, "one", baseline_at=minutes_after(60))
    assert unread(session) == [Unread(START, minutes_after(60), 1)]


def test_the_first_poll_at_the_start_leaves_no_gap(session: Session) -> None:
    watch(session, "one", baseline_at=minutes_after(2))
    assert unread(session) == []


def test_a_source_that_is_not_in_use_is_no_gap_but_is_listed(session: Session) -> None:
    a_watch(session, source=a_source(session, "off", enabled=False))
    assert unread(session) == []
    (outlet,) = list_outlets(session, an_agreement(session), minutes_after(60))
    assert not outlet.in_use


def test_after_the_end_of_late_reports_nothing_is_missed(session: Session) -> None:
    an_agreement(session, ends_at=minutes_after(60))
    watch(session, "one")
    a_blank(session, "one", 30, None)
    later = minutes_after(60 * 24 * 10)
    (found,) = list_unread(list_outlets(session, an_agreement(session), later), START, minutes_after(90))
    assert found.end == minutes_after(90)


def test_statements_received_are_counted_by_the_half_hour(session: Session) -> None:
    source = a_source(session, "one")
    for minute in (-1, 0, 29, 31, 61):
        a_statement(session, source, first_seen_at=minutes_after(minute))
    assert count_received(session, ["one"], START, timedelta(minutes=30), 2) == {"one": [2, 1]}
