"""Tallies count current lines by the hour, by the day and ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.db import writing
from monitor.models import LogTally
from tests.builders import a_published_claim, a_review, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def count(session: Session, grain: str, mark: str = "") -> dict[str, int]:
    """Lines by the part they are counted in."""
    rows = session.exec(select(LogTally).where(LogTally.grain == grain, LogTally.mark == mark))
    return {row.part: row.lines for row in rows if row.lines}


def test_rejected_lines_and_those_outside_the_time_in_force_count_apart(session: Session) -> None:
    for in_force in (True, True, False):
        claim = a_published_claim(session, places=["Ganja"], in_force=in_force)
    rejected = a_published_claim(session, places=["Ganja"])
    a_review(session, rejected, "rejected")
    a_review(session, claim, "confirmed")
    expected = {"counted": 2, "outside": 1, "rejected": 1}
    assert count(session, "hour") == count(session, "day") == count(session, "ever") == expected
    assert count(session, "ever", "p:ganja") == expected
    assert count(session, "ever", "review:confirmed") == {"outside": 1}


def test_hours_and_days_begin_in_the_agreements_zone(session: Session) -> None:
    a_published_claim(session, published_at=minutes_after(12 * 60 + 30))  # half past midnight in Yerevan
    starts = {row.grain: row.starts_at for row in session.exec(select(LogTally))}
    midnight = int((minutes_after(12 * 60)).timestamp())
    assert starts == {"hour": midnight, "day": midnight, "ever": 0}


def test_what_a_line_gives_is_counted_by_each_of_it(session: Session) -> None:
    a_published_claim(session, types=["drone", "shelling"], places=[], killed=3, civilians=True)
    for mark in ("t:drone", "t:shelling", "p:", "n:killed", "civilians", "review:open"):
        assert count(session, "ever", mark) == {"counted": 1}, mark
    assert count(session, "ever", "n:wounded") == {}


def test_an_accusation_is_counted_as_answered_while_a_denial_stands(session: Session) -> None:
    a_published_claim(session)
    told = {"by": "azerbaijan", "against": "armenia", "stance": "denial"}
    denial = a_published_claim(session, "az-mod", published_at=minutes_after(60), **told)
    assert count(session, "day", "answered") == {"counted": 1}
    a_review(session, denial, "rejected", made_at=minutes_after(90))
    assert count(session, "day", "answered") == {}
